//! Someone has a dinner beside the programme.

use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::journey;

/// On 13 November at 11:15.
const TALK: &str = "The Future of DBaaS on Kubernetes";

/// Types into a field for a day or a time.
pub async fn set_time(page: &Page, field: &str, value: &str) -> Outcome {
    let field = page.find("date", field).await?;
    let script = "arguments[0].value = arguments[1]; \
                  arguments[0].dispatchEvent(new Event('change', { bubbles: true }));";
    page.run(script, vec![field.to_json()?, value.into()]).await?;
    Ok(())
}

#[test]
fn a_dinner_stands_in_the_agenda_and_on_now() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/agenda?day=2024-11-13&view=mine").await?;
        let page = browser.page();
        page.tap(&page.link("Add your own").await?).await?;
        page.heading("Your own item").await?;
        page.find("textbox", "What").await?.send_keys("Dinner with the maintainers").await?;
        page.find("textbox", "Where").await?.send_keys("Red Iguana").await?;
        set_time(page, "Starts (venue time)", "2024-11-13T19:30").await?;
        set_time(page, "Ends (optional)", "2024-11-13T21:00").await?;
        page.back().await?;
        page.link("Dinner with the maintainers").await?;
        page.says("Yours · Red Iguana").await?;
        page.says("19:30").await?;
        page.reload().await?;
        page.link("Dinner with the maintainers").await?;

        page.open(&stage.at("#/now?at=2024-11-13T19:00:00-07:00")).await?;
        page.says("in 30 min").await?;
        page.open(&stage.at("#/now?at=2024-11-13T20:00:00-07:00")).await?;
        page.says("On now · 1 h left, until 21:00").await?;

        // What it overlaps does not fit a gap any more.
        let gaps = "#/agenda?day=2024-11-13&fits=gaps";
        page.go(gaps).await?;
        let address = page.link(TALK).await?.attr("href").await?.unwrap_or_default();
        page.go("#/agenda?day=2024-11-13&view=mine").await?;
        page.tap(&page.link("Dinner with the maintainers").await?).await?;
        set_time(page, "Starts (venue time)", "2024-11-13T11:00").await?;
        set_time(page, "Ends (optional)", "2024-11-13T11:30").await?;
        page.status("Saved on this phone").await?;
        page.go(gaps).await?;
        page.heading("Agenda").await?;
        assert!(!page.agenda().await?.contains(&address), "it is at the same time as the dinner");

        page.go("#/agenda?day=2024-11-13&view=mine").await?;
        page.tap(&page.link("Dinner with the maintainers").await?).await?;
        page.press("Delete").await?;
        page.gone("link", "Dinner with the maintainers").await?;
        page.press("Undo").await?;
        page.go("#/agenda?day=2024-11-13&view=mine").await?;
        page.link("Dinner with the maintainers").await?;
        browser.close().await
    })
}

#[test]
fn a_time_that_cannot_be_kept_says_so_and_stays_as_typed() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/agenda?day=2024-11-13&view=mine").await?;
        let page = browser.page();
        page.tap(&page.link("Add your own").await?).await?;
        page.find("textbox", "What").await?.send_keys("Dinner at the end of time").await?;
        set_time(page, "Ends (optional)", "2024-11-13T21:00").await?;
        set_time(page, "Ends (optional)", "9999-12-31T23:59").await?;
        page.alert("The year has to be between 1900 and 2200…").await?;
        let field = page.find("date", "Ends (optional)").await?;
        assert_eq!(field.prop("value").await?.as_deref(), Some("9999-12-31T23:59"));
        page.status("Saved on this phone").await?;
        page.go("#/agenda?day=2024-11-13&view=mine").await?;
        page.link("Dinner at the end of time").await?;
        page.says("21:00").await?;
        browser.close().await
    })
}

#[test]
fn what_is_around_the_trip_has_a_day_and_what_is_far_away_is_listed() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/own/flight?day=2024-11-17").await?;
        let page = browser.page();
        page.find("textbox", "What").await?.send_keys("Flight home").await?;
        page.status("Saved on this phone").await?;
        // The field of the flight is gone before that of the reunion is looked for.
        page.go("#/trip").await?;
        page.heading("Events").await?;
        page.go("#/own/reunion?day=2025-03-01").await?;
        page.find("textbox", "What").await?.send_keys("Reunion").await?;
        page.status("Saved on this phone").await?;

        page.go("#/agenda?day=2024-11-15").await?;
        page.press("Sun 17 Nov").await?;
        page.tap(&page.link("Flight home").await?).await?;
        page.heading("Your own item").await?;
        page.go("#/trip").await?;
        page.press("1 item of your own on other days").await?;
        page.says("Sat 1 Mar 2025").await?;
        page.tap(&page.link("Reunion").await?).await?;
        page.heading("Your own item").await?;

        // The trip is over by then, and one's own evening is not.
        page.open(&stage.at("#/now?at=2024-11-17T18:45:00-07:00")).await?;
        page.heading("Still to come").await?;
        page.link("Flight home").await?;

        // A day without anything goes again.
        page.go("#/own/flight").await?;
        page.press("Delete").await?;
        page.go("#/agenda?day=2024-11-15").await?;
        page.button("Fri 15 Nov").await?;
        page.gone("button", "Sun 17 Nov").await?;
        browser.close().await
    })
}
