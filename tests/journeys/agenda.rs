//! Someone looks through the days and decides where to go.

use std::collections::BTreeSet;

use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::journey;
use thirtyfour::By;

const DAYS: [&str; 6] = ["2024-11-10", "2024-11-11", "2024-11-12", "2024-11-13", "2024-11-14", "2024-11-15"];

/// What the pressed button of the group "Day" says.
const CHOSEN_DAY: &str = "return document.querySelector('[role=group][aria-label=Day] [aria-pressed=true]')?.innerText";

/// The links of all sessions on screen.
async fn sessions(page: &Page) -> Outcome<Vec<String>> {
    let hrefs = page.attributes("link", "", "href").await?;
    Ok(hrefs.into_iter().filter(|href| href.starts_with("#/session/")).collect())
}

/// How many sessions the view says the day has, once all of them are drawn.
async fn all_drawn(page: &Page) -> Outcome<Vec<String>> {
    page.wait("every session the day has is drawn", async || {
        let name = page.button("All …").await?.text().await?;
        let count: usize = name.trim_start_matches("All").trim().parse()?;
        Ok(count > 0 && sessions(page).await?.len() == count)
    })
    .await?;
    sessions(page).await
}

/// Whether the list is drawn to its end.
async fn is_drawn(page: &Page) -> Outcome<bool> {
    let is_drawn = "return document.querySelector('.agenda-day')?.getAttribute('aria-busy') === null";
    Ok(page.run(is_drawn, vec![]).await? == true)
}

#[test]
fn every_session_of_the_week_is_there() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/agenda").await?;
        let page = browser.page();
        let mut all = BTreeSet::new();
        let mut untimed = 0;
        for day in DAYS {
            page.go(&["#/agenda?day=", day].concat()).await?;
            page.wait("the day is chosen", async || {
                let chosen = page.run(CHOSEN_DAY, vec![]).await?;
                Ok(chosen.as_str().unwrap_or_default().ends_with(day.get(8..).unwrap_or_default()))
            })
            .await?;
            all.extend(all_drawn(page).await?);
            untimed += page.all("heading", "Time not known…").await?.len();
        }
        assert_eq!(all.len(), 579);
        assert!(untimed > 0, "sessions with a day but no time stand in a group of their own");
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

/// Whether what is on at 14:42 is on screen, far down the page. A list that is drawn anew holds nothing at first.
const IS_AT_NOW: &str = "
    const slot = [...document.querySelectorAll('h2')].findLast((it) => it.textContent <= '14:42');
    if (!slot) return false;
    const { top } = slot.getBoundingClientRect();
    return slot.textContent.startsWith('14:30') && top >= 0 && top < innerHeight && scrollY > innerHeight";

#[test]
fn opens_at_what_is_on_now() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/agenda?at=2024-11-13T14:42:00-07:00").await?;
        let page = browser.page();
        all_drawn(page).await?;
        let is_at_now = async || Ok(page.run(IS_AT_NOW, vec![]).await? == true);
        page.wait("what is on now is on screen", is_at_now).await?;
        // Back from further up, and from another day.
        page.run("scrollTo(0, 0)", vec![]).await?;
        page.press("Jump to now").await?;
        page.wait("what is on now is on screen again", is_at_now).await?;
        page.press("Sun 10 Nov").await?;
        page.link("I explained eBPF to my grandma").await?;
        page.press("Jump to now").await?;
        page.wait("today's list is where now is", is_at_now).await?;
        // Before and after the trip there is no now to jump to.
        page.go("#/agenda?at=2024-11-20T10:00:00-07:00").await?;
        page.gone("button", "Jump to now").await?;
        browser.close().await
    })
}

#[test]
fn a_star_outlives_a_reload() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/agenda?day=2024-11-13").await?;
        let page = browser.page();
        let star = page.button("Star …").await?;
        let name = star.attr("aria-label").await?.unwrap_or_default();
        assert_eq!(star.attr("aria-pressed").await?.as_deref(), Some("false"));
        page.tap(&star).await?;
        let is_on = async || Ok(page.button(&name).await?.attr("aria-pressed").await?.as_deref() == Some("true"));
        page.wait("the star is on", is_on).await?;
        page.reload().await?;
        page.wait("the star is on again", is_on).await?;
        page.open(&stage.at("#/agenda?day=2024-11-13&view=mine")).await?;
        page.button(&name).await?;
        assert_eq!(sessions(page).await?.len(), 1);
        browser.close().await
    })
}

#[test]
fn filters_stand_in_the_address_and_the_back_button_leads_back() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/agenda?day=2024-11-12").await?;
        let page = browser.page();
        let everything = all_drawn(page).await?.len();
        page.press("Filters").await?;
        page.press("OpenShift…").await?;
        page.wait("fewer sessions, and all of them", async || {
            Ok(sessions(page).await?.len() < everything && is_drawn(page).await?)
        })
        .await?;
        let fewer = sessions(page).await?;
        assert!(!fewer.is_empty());
        let filtered = page.address().await?;
        assert!(filtered.contains("event="), "{filtered}");
        // Another filter narrows it further, and goes again.
        let kinds = page.find("combobox", "Type").await?;
        kinds.find_all(By::Tag("option")).await?.get(1).ok_or("no type to choose")?.click().await?;
        page.wait("fewer still", async || Ok(sessions(page).await?.len() < fewer.len() && is_drawn(page).await?))
            .await?;
        assert!(page.address().await?.contains("type="));
        page.find("combobox", "Type").await?.send_keys("Any").await?;
        page.wait("the same sessions as before", async || Ok(sessions(page).await? == fewer)).await?;
        // To a session and back: the filter is still there.
        page.go(fewer.first().map_or("", String::as_str)).await?;
        page.wait("another place", async || Ok(page.address().await? != filtered)).await?;
        page.back().await?;
        page.wait("the same sessions again", async || Ok(sessions(page).await? == fewer)).await?;
        assert_eq!(page.address().await?, filtered);
        // The address alone gives the same list to someone else.
        page.open(&filtered).await?;
        page.wait("the same sessions from the address", async || Ok(sessions(page).await? == fewer)).await?;
        browser.close().await
    })
}

/// How far below the screen's upper edge the link to a session is.
const TOP_OF: &str = "
    const link = document.querySelector('main a[href=\"' + arguments[0] + '\"]');
    return link && document.querySelector('.agenda-day') ? link.getBoundingClientRect().top : null";

/// A page scrolls by whole pixels, and what is above has a height in parts of one that depends on how much of it was seen.
fn is_same_position(before: f64, after: f64) -> bool {
    (before - after).abs() <= 1.0
}

#[test]
fn both_ways_back_lead_to_where_one_was() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        page.shape(360, 740).await?;
        page.open(&stage.at("#/agenda?day=2024-11-13")).await?;
        let everything = all_drawn(page).await?;
        let far_down = everything.get(everything.len() / 2).ok_or("a day without sessions")?;
        let title = ["[href=\"", far_down, "\"]"].concat();
        let top = async || Outcome::Ok(page.run(TOP_OF, vec![far_down.as_str().into()]).await?.as_f64());
        for way in ["the browser's", "the page's"] {
            page.run(
                "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })",
                vec![title.clone().into()],
            )
            .await?;
            let before = top().await?.filter(|top| (0.0..740.0).contains(top)).ok_or("it is not on screen")?;
            page.run("document.querySelector(arguments[0]).click()", vec![title.clone().into()]).await?;
            page.wait("the session", async || Ok(top().await?.is_none())).await?;
            match way {
                "the page's" => drop(page.run("document.querySelector('.back').click()", vec![]).await?),
                _ => page.back().await?,
            }
            page.wait("the same place", async || {
                Ok(is_drawn(page).await? && top().await?.is_some_and(|after| is_same_position(before, after)))
            })
            .await?;
        }
        browser.close().await
    })
}

#[test]
fn search_finds_sessions_people_and_forgives_a_letter() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/search").await?;
        let page = browser.page();
        let field = page.find("searchbox", "Search").await?;
        field.send_keys("kubernets").await?;
        page.wait("sessions are found", async || Ok(!sessions(page).await?.is_empty())).await?;
        assert!(page.text().await?.contains("Kubernetes"));
        page.find("status", "…").await?;
        browser.close().await
    })
}
