//! Someone looks through the days and decides where to go.

use std::collections::BTreeSet;

use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::journey;
use thirtyfour::Key;

const DAYS: [&str; 6] = ["2024-11-10", "2024-11-11", "2024-11-12", "2024-11-13", "2024-11-14", "2024-11-15"];

/// What the pressed button of the group "Day" says.
const CHOSEN_DAY: &str = "return document.querySelector('[role=group][aria-label=Day] [aria-pressed=true]')?.innerText";

/// The links of all sessions on screen.
async fn sessions(page: &Page) -> Outcome<Vec<String>> {
    let hrefs = page.attributes("link", "", "href").await?;
    Ok(hrefs.into_iter().filter(|href| href.starts_with("#/session/")).collect())
}

/// How many rows the view says the list has.
async fn count(page: &Page) -> Outcome<usize> {
    let name = page.button("All …").await?.text().await?;
    Ok(name.trim_start_matches("All").trim().parse()?)
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
            let listed = page.agenda().await?;
            assert_eq!(listed.len(), count(page).await?, "rows of {day}");
            untimed += page.all("heading", "Time not known…").await?.len();
            all.extend(listed);
        }
        assert_eq!(all.len(), 579);
        assert!(untimed > 0, "sessions with a day but no time stand in a group of their own");
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

/// Whether what is on at 14:42 is on screen, far down the page.
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
        let everything = page.agenda().await?.len();
        page.press("Filters").await?;
        page.press("OpenShift…").await?;
        page.wait("fewer sessions", async || Ok(count(page).await? < everything)).await?;
        let fewer = page.agenda().await?;
        assert!(!fewer.is_empty());
        let filtered = page.address().await?;
        assert!(filtered.contains("event="), "{filtered}");
        // Another filter narrows it further, and goes again by the chip that names it once the filters are closed.
        page.press("Fits my gaps").await?;
        page.press("Keynote…").await?;
        page.wait("fewer still", async || Ok(count(page).await? < fewer.len())).await?;
        assert!(page.address().await?.contains("type="));
        page.press("Filters 3").await?;
        page.press("No longer only Keynote…").await?;
        page.press("No longer only fits my gaps").await?;
        page.wait("the same address as before", async || Ok(page.address().await? == filtered)).await?;
        assert_eq!(page.agenda().await?, fewer);
        // To a session and back: the filter is still there.
        page.go(fewer.first().map_or("", String::as_str)).await?;
        page.wait("another place", async || Ok(page.address().await? != filtered)).await?;
        page.back().await?;
        page.heading("Agenda").await?;
        assert_eq!((page.address().await?, page.agenda().await?), (filtered.clone(), fewer.clone()));
        // The address alone gives the same list to someone else.
        page.open(&filtered).await?;
        page.heading("Agenda").await?;
        assert_eq!(page.agenda().await?, fewer);
        browser.close().await
    })
}

/// The link to the session in the middle of the screen.
const IN_THE_MIDDLE: &str = "
    const below = [0, 30, 60].map((more) => document.elementFromPoint(innerWidth / 2, innerHeight / 2 + more));
    const row = below.map((element) => element?.closest('.agenda-list .row')).find((row) => row);
    return row?.querySelector('a').getAttribute('href') ?? null";

/// How far below the screen's upper edge the link to a session is.
const TOP_OF: &str = "
    const link = document.querySelector('main a[href=\"' + arguments[0] + '\"]');
    return link && document.querySelector('.agenda-list') ? link.getBoundingClientRect().top : null";

#[test]
fn both_ways_back_lead_to_where_one_was() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        page.shape(360, 740).await?;
        page.open(&stage.at("#/agenda?day=2024-11-13")).await?;
        page.heading("Agenda").await?;
        page.run("scrollTo(0, document.documentElement.scrollHeight / 2)", vec![]).await?;
        let in_the_middle = async || Outcome::Ok(page.run(IN_THE_MIDDLE, vec![]).await?.as_str().map(str::to_owned));
        page.wait("a session far down", async || Ok(in_the_middle().await?.is_some())).await?;
        let far_down = in_the_middle().await?.ok_or("a day without sessions")?;
        let title = ["[href=\"", &far_down, "\"]"].concat();
        let top = async || Outcome::Ok(page.run(TOP_OF, vec![far_down.as_str().into()]).await?.as_f64());
        for way in ["the browser's", "the page's"] {
            let before = top().await?.filter(|top| (0.0..740.0).contains(top)).ok_or("it is not on screen")?;
            page.run("document.querySelector(arguments[0]).click()", vec![title.clone().into()]).await?;
            page.wait("the session", async || Ok(top().await?.is_none())).await?;
            match way {
                "the page's" => drop(page.run("document.querySelector('.back').click()", vec![]).await?),
                _ => page.back().await?,
            }
            page.wait("the same place", async || Ok(top().await? == Some(before))).await?;
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

/// What has the focus, whether it is on screen, and how many rows the page has.
const FOCUSED: &str = "
    const it = document.activeElement;
    const { top } = it.getBoundingClientRect();
    return [it.getAttribute('href') ?? it.getAttribute('aria-label') ?? it.tagName, top >= 0 && top < innerHeight,
        document.querySelectorAll('[aria-posinset]').length]";

#[test]
fn whoever_scrolls_away_from_a_row_goes_on_from_it_with_the_keyboard() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        page.shape(360, 740).await?;
        page.open(&stage.at("#/agenda?day=2024-11-13")).await?;
        let session = page.agenda().await?.swap_remove(20);
        for (from, to) in [(0.0, 1.0), (1.0, 0.0)] {
            let scroll = "const { scrollHeight } = document.documentElement;
                          scrollTo(0, Math.max(arguments[0] * scrollHeight, arguments[1]))";
            // The row is one of the upper third.
            page.run(scroll, vec![0.into(), 1_300.into()]).await?;
            let focus = "const link = document.querySelector('main a[href=\"' + arguments[0] + '\"]');
                         link?.focus({ preventScroll: true }); return document.activeElement === link";
            page.wait("the row has the focus", async || {
                Ok(page.run(focus, vec![session.clone().into()]).await? == true)
            })
            .await?;
            page.run(scroll, vec![from.into(), 0.into()]).await?;
            page.run(scroll, vec![to.into(), 0.into()]).await?;
            let is_far = async || {
                let seen = page.run(FOCUSED, vec![]).await?;
                Ok(seen[0] == session.as_str() && seen[1] == false && seen[2].as_u64() < Some(60))
            };
            page.wait("it has the focus out of sight, and few rows are there", is_far).await?;
            page.key(Key::Tab).await?;
            page.wait("the star of the same row", async || {
                let seen = page.run(FOCUSED, vec![]).await?;
                Ok(seen[0].as_str().is_some_and(|name| name.starts_with("Star ")) && seen[1] == true)
            })
            .await?;
        }
        browser.close().await
    })
}
