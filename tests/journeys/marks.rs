//! Someone says which talks they heard, and which they want to see at home.

use lanyard_core::notebook::Mark;
use lanyard_core::schedule::SessionKey;
use lanyard_journeys::Outcome;
use lanyard_journeys::browser::Browser;
use lanyard_journeys::page::Page;
use lanyard_journeys::past::Past;
use lanyard_journeys::stage::journey;
use serde_json::json;

/// A week after the trip.
const AFTER: &str = "#/now?at=2024-11-22T10:00:00-07:00";

/// Opens the first session of a day and gives its title.
async fn open_a_session(page: &Page, day: &str) -> Outcome<String> {
    page.go(&["#/agenda?day=", day].concat()).await?;
    let star = page.button("Star …").await?.attr("aria-label").await?.unwrap_or_default();
    let title = star.trim_start_matches("Star ").to_owned();
    page.tap(&page.link(&title).await?).await?;
    page.heading(&title).await?;
    Ok(title)
}

async fn pressed(page: &Page, name: &str) -> Outcome {
    page.wait(name, async || Ok(page.attributes("button", name, "aria-pressed").await? == ["true"])).await
}

#[test]
fn what_is_to_be_watched_is_listed_linked_and_ticked_off() -> Outcome {
    journey(async |mut stage| {
        let browser = stage.open("#/trip").await?;
        let page = browser.page();
        page.status("Ready offline").await?;
        stage.server.stop();
        let heard = open_a_session(page, "2024-11-12").await?;
        page.press("Attended").await?;
        pressed(page, "Attended").await?;
        let missed = open_a_session(page, "2024-11-14").await?;
        assert_eq!(page.all("textbox", "Address of the recording").await?.len(), 0);
        page.press("Watch later").await?;
        page.press("Add the recording").await?;
        page.find("textbox", "Address of the recording").await?.send_keys("https://youtu.be/abc").await?;
        let start = page.find("textbox", "The talk starts at (optional)").await?;
        start.send_keys("1:2").await?;
        start.send_keys(":99").await?;
        page.status("This start is not understood…").await?;
        start.clear().await?;
        start.send_keys("1:02:03").await?;
        page.gone("status", "This start is not understood…").await?;
        page.status("Saved on this phone").await?;

        page.go("#/trip").await?;
        page.tap(&page.link("Going, attended, watch later…").await?).await?;
        page.tap(&page.link("Attended…").await?).await?;
        page.link(&heard).await?;
        assert_eq!(page.all("link", &missed).await?.len(), 0);
        page.tap(&page.link("Watch later…").await?).await?;
        page.link(&missed).await?;
        assert_eq!(page.all("link", &heard).await?.len(), 0);
        page.open(&stage.at(AFTER)).await?;
        page.heading("Watch later").await?;
        page.tap(&page.link(&missed).await?).await?;
        let way = page.link("Play the recording from 1:02:03").await?.attr("href").await?;
        assert_eq!(way.as_deref(), Some("https://youtu.be/abc?t=3723s"));
        page.press("Watched").await?;
        pressed(page, "Watched").await?;
        page.go(AFTER).await?;
        page.gone("heading", "Watch later").await?;
        page.go("#/marked/watch-later").await?;
        page.heading("Watched").await?;
        page.link(&missed).await?;
        browser.close().await
    })
}

/// A trip that was removed takes its titles along, but for those of what one wrote on.
#[test]
fn a_note_says_what_it_is_about_when_that_has_gone() -> Outcome {
    journey(async |stage| {
        let browser = Browser::start(&stage.profile).await?;
        let page = browser.page();
        let mut past = Past::default();
        past.note_on(&SessionKey::new("moles", "m1"), "Moles of Kathmandu", "they dig");
        past.put(page, &stage).await?;
        page.open(&stage.at("#/notebook")).await?;
        page.tap(&page.link("Moles of Kathmandu").await?).await?;
        page.heading("Moles of Kathmandu").await?;
        page.says("they dig").await?;
        browser.close().await
    })
}

#[test]
fn a_session_that_left_the_programme_keeps_its_marks_and_its_title() -> Outcome {
    journey(async |stage| {
        let browser = Browser::start(&stage.profile).await?;
        let page = browser.page();
        let gone = SessionKey::new("kubecon", "vanished");
        let mut past = Past::default();
        past.mark(&gone, "The talk that vanished", Mark::WatchLater);
        past.put(page, &stage).await?;
        page.open(&stage.at("#/marked/watch-later")).await?;
        page.heading("No longer in the programme").await?;
        let row = page.find("link", "The talk that vanished…").await?;
        page.tap(&row).await?;
        page.heading("The talk that vanished").await?;
        pressed(page, "Watch later").await?;
        page.find("textbox", "What do you want to keep?").await?.send_keys("it was good, they say").await?;
        page.status("Saved on this phone").await?;
        page.press("Watch later").await?;
        page.reload().await?;
        page.heading("The talk that vanished").await?;
        page.says("it was good, they say").await?;
        page.go("#/marked/watch-later").await?;
        page.says("Nothing yet.").await?;
        let other = "#/session/kubecon/never-was";
        page.go(other).await?;
        page.heading("This session is not here").await?;
        assert!(page.run("return location.hash", vec![json!(null)]).await? == other);
        browser.close().await
    })
}
