//! Somebody with a plan looks at Lanyard all week.

use lanyard_journeys::Outcome;
use lanyard_journeys::browser::Browser;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{journey, shared, skipped};
use lanyard_journeys::week::{MOMENTS, planned};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::access::{addresses, arrive};
use crate::imports::{FOSDEM, add_fosdem};

#[test]
fn now_is_right_at_twenty_instants_of_the_week() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/trip").await?;
        let page = browser.page();
        planned().put(page, &stage).await?;
        assert_eq!(MOMENTS.len(), 20);
        for moment in MOMENTS {
            page.open(&stage.at(&format!("#/now?at={}", moment.at))).await?;
            page.started().await?;
            for words in moment.says {
                page.says(words).await.map_err(|error| format!("{}: {error}", moment.name))?;
            }
            let text = page.text().await?;
            for words in moment.never {
                assert!(!text.contains(words), "{} says “{words}”:\n{text}", moment.name);
            }
        }
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

/// Adds up what moved by itself, from the document's first moment on: the browser leaves out what moves within half a
/// second after a tap, which is the tap's own doing. Going to an address is no tap, so all that moves then counts.
const WATCH_SHIFTS: &str = "
    [window.shifted, window.moved] = [0, []];
    const place = ({ x, y, width }) => `${x}, ${y} (${width} wide)`;
    const told = ({ node, previousRect, currentRect }) =>
        `${node?.outerHTML?.slice(0, 120) ?? node?.textContent} from ${place(previousRect)} to ${place(currentRect)}`;
    new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) {
            if (shift.hadRecentInput) continue;
            window.shifted += shift.value;
            window.moved.push(...shift.sources.map(told));
        }
    }).observe({ type: 'layout-shift', buffered: true });";

const SHIFTED: &str = "
    const done = arguments[arguments.length - 1];
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
        const told = [window.shifted, window.moved.join('; ')];
        [window.shifted, window.moved] = [0, []];
        done(told);
    })));";

/// What may move by itself: a score of the Layout Instability API.
const MOST_SHIFT: f64 = 0.02;

async fn check_shift(page: &Page, act: &str) -> Outcome {
    let (shifted, what): (f64, String) = serde_json::from_value(page.run_until_answered(SHIFTED, vec![]).await?)?;
    assert!(shifted <= MOST_SHIFT, "{act}: {shifted:.3} moved by itself: {what}");
    Ok(())
}

#[test]
fn nothing_moves_by_itself() -> Outcome {
    journey(async |stage| {
        // A phone's scroll bar takes no room, and so moves nothing when a page has become longer than the screen.
        let browser = Browser::start_with(&stage.profile, &["--hide-scrollbars"]).await?;
        let page = browser.page();
        page.before_every_page(WATCH_SHIFTS).await?;
        page.open(&stage.at("")).await?;
        page.started().await?;
        page.status("Ready offline").await?;
        check_shift(page, "a first visit").await?;
        let addresses = addresses(page, &stage).await?;
        page.open(&stage.at("#/settings")).await?;
        page.started().await?;
        for address in addresses {
            arrive(page, "#/settings").await?;
            check_shift(page, "the settings").await?;
            arrive(page, &address).await?;
            check_shift(page, &address).await?;
            page.open(&stage.at(&address)).await?;
            page.started().await?;
            check_shift(page, &["a start at ", &address].concat()).await?;
        }
        browser.close().await
    })
}

/// The left and top of an element.
const CORNER: &str = "const box = arguments[0].getBoundingClientRect(); return [box.left, box.top].map(Math.round);";

/// Taps an element that is in sight and checks that it has not moved away from under the finger when all is drawn. A list
/// gains and loses rows with a filter: that they move is no fault.
async fn check_stays(page: &Page, element: &WebElement, act: &str) -> Outcome {
    let corner = async || page.run(CORNER, vec![element.to_json()?]).await;
    page.run("arguments[0].scrollIntoView({ block: 'nearest', behavior: 'instant' })", vec![element.to_json()?])
        .await?;
    let before = corner().await?;
    element.click().await?;
    check_shift(page, act).await?;
    page.wait("all is drawn", async || {
        Ok(page.run("return document.querySelector('[aria-busy=true]') === null", vec![]).await? == true)
    })
    .await?;
    assert_eq!(corner().await?, before, "{act}");
    Ok(())
}

/// Opens the filters of a day, far down its list, and taps three values of each property, which are more than one.
async fn check_filters(page: &Page, address: &str, properties: &[&str]) -> Outcome {
    page.before_every_page(WATCH_SHIFTS).await?;
    page.open(address).await?;
    page.started().await?;
    page.run("scrollTo(0, 3000)", vec![]).await?;
    check_stays(page, &page.button("Filters").await?, "opening the filters").await?;
    for name in properties {
        let chips = page.find("group", name).await?.find_all(By::Css("button")).await?;
        assert!(chips.len() > 1, "{name}");
        for (number, chip) in chips.iter().take(3).enumerate() {
            check_stays(page, chip, &format!("{name}, value {number}")).await?;
            page.wait("it is on", async || Ok(chip.attr("aria-pressed").await?.as_deref() == Some("true"))).await?;
            if number == 0 {
                check_stays(page, chip, &format!("{name}, no longer value {number}")).await?;
            }
        }
    }
    check_stays(page, &page.button("Clear filters").await?, "clearing").await?;
    check_stays(page, &page.button("Filters").await?, "closing the filters").await
}

#[test]
fn no_filter_moves_from_under_the_finger() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let address = stage.at("#/agenda?day=2024-11-13");
        check_filters(browser.page(), &address, &["Time", "Event", "Type", "Room"]).await?;
        browser.close().await
    })
}

#[test]
fn no_filter_of_a_great_conference_moves_from_under_the_finger() -> Outcome {
    let Some(fosdem) = shared(FOSDEM) else { return skipped("FOSDEM's schedule is not here") };
    journey(async |stage| {
        let browser = stage.open("").await?;
        add_fosdem(browser.page(), &fosdem).await?;
        let address = stage.at("#/agenda?day=2025-02-01");
        check_filters(browser.page(), &address, &["Time", "Track", "Type", "Room"]).await?;
        browser.close().await
    })
}

/// How many rows of the agenda are whole on screen, between the bars.
const WHOLE_ROWS: &str = "
    const top = document.querySelector('.agenda-tools').getBoundingClientRect().bottom;
    const bottom = document.querySelector('.bar').getBoundingClientRect().top;
    return [...document.querySelectorAll('.agenda-list .row')].filter((row) => {
        const box = row.getBoundingClientRect();
        return box.top >= top && box.bottom <= bottom;
    }).length;";

/// The heights of rows in rem: the list counts on four, and on one and a half more for a line of tags.
const HEIGHTS: &str = "
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const heights = [...document.querySelectorAll('.agenda-list .row')].map((row) =>
        (row.getBoundingClientRect().height / rem).toFixed(2));
    return [...new Set(heights)].sort().join(' ');";

const DAY_BAR: &str = "return document.querySelector('.days').getBoundingClientRect().top";

/// Opens a day of the agenda on a phone and checks what of it is on screen, at its top, halfway and at its end.
async fn check_day(page: &Page, address: &str) -> Outcome {
    page.shape(360, 740).await?;
    page.open(address).await?;
    page.heading("Agenda").await?;
    let has_seven = async || Ok(page.run(WHOLE_ROWS, vec![]).await?.as_u64().is_some_and(|rows| rows >= 7));
    page.wait("seven rows", has_seven).await?;
    for part in [2, 1] {
        assert_eq!(page.run(HEIGHTS, vec![]).await?, "4.00");
        page.run(&format!("scrollTo(0, document.documentElement.scrollHeight / {part})"), vec![]).await?;
        let top = page.run(DAY_BAR, vec![]).await?.as_f64();
        assert!(top.is_some_and(|top| (0.0..200.0).contains(&top)), "the days stand at {top:?}");
    }
    let nodes = page.run("return document.querySelectorAll('*').length", vec![]).await?;
    assert!(nodes.as_u64().is_some_and(|nodes| nodes <= 600), "{nodes} nodes");
    Ok(())
}

#[test]
fn a_phone_shows_seven_rows_and_keeps_the_days_in_reach() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        check_day(browser.page(), &stage.at("#/agenda?day=2024-11-13")).await?;
        browser.close().await
    })
}

#[test]
fn a_phone_shows_seven_rows_of_a_great_conference() -> Outcome {
    let Some(fosdem) = shared(FOSDEM) else { return skipped("FOSDEM's schedule is not here") };
    journey(async |stage| {
        let browser = stage.open("").await?;
        add_fosdem(browser.page(), &fosdem).await?;
        check_day(browser.page(), &stage.at("#/agenda?day=2025-02-01")).await?;
        browser.close().await
    })
}

#[test]
fn the_way_back_leads_to_where_one_came_from() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/agenda?day=2024-11-15").await?;
        let page = browser.page();
        let talk = "Rook: Intro and Deep Dive with Ceph Storage";
        page.tap(&page.link(talk).await?).await?;
        page.heading(talk).await?;
        page.tap(&page.link("Travis Nielsen…").await?).await?;
        page.heading("Travis Nielsen").await?;
        let way_back = async || page.run("document.querySelector('.back').click()", vec![]).await;
        assert_eq!(page.run("return document.querySelector('.back').textContent", vec![]).await?, talk);
        way_back().await?;
        page.heading(talk).await?;
        way_back().await?;
        page.heading("Agenda").await?;
        assert!(page.address().await?.ends_with("#/agenda?day=2024-11-15"), "{}", page.address().await?);
        // Search is opened from anywhere.
        page.tap(&page.link("Notebook").await?).await?;
        page.heading("Notebook").await?;
        page.tap(&page.link("Search").await?).await?;
        page.heading("Search").await?;
        way_back().await?;
        page.heading("Notebook").await?;
        browser.close().await
    })
}

#[test]
fn a_room_of_three_hundred_sessions_shows_the_first_and_more_on_demand() -> Outcome {
    journey(async |stage| {
        let session = |number: usize| -> Value {
            let start = format!("2024-11-12T{:02}:{:02}", 8 + number / 30, number % 30 * 2);
            json!({ "id": number.to_string(), "start": start, "minutes": 2, "room": "Burrow", "title": "Marmots" })
        };
        let sessions: Vec<Value> = (0..300).map(session).collect();
        let zone = "America/Denver";
        let file = json!({ "lanyard": 1, "title": "Marmot meeting", "time_zone": zone, "sessions": sessions });
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("programme.json");
        std::fs::write(&path, file.to_string())?;
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        let field = page.find("file", "A file, or several").await?;
        field.send_keys(path.to_string_lossy()).await?;
        page.press("Add to KubeCon week").await?;
        page.says("Marmot meeting was added.").await?;
        page.go("#/search?q=burrow").await?;
        page.tap(&page.link("Burrow…").await?).await?;
        page.heading("300 sessions").await?;
        let has_rows = async |count: usize| {
            let rows = "return document.querySelectorAll('main .row').length";
            page.wait(&format!("{count} rows"), async || Ok(page.run(rows, vec![]).await? == count)).await
        };
        has_rows(24).await?;
        let nodes = page.run("return document.querySelectorAll('*').length", vec![]).await?;
        assert!(nodes.as_u64().is_some_and(|nodes| nodes <= 600), "{nodes} nodes");
        page.press("Show more (276 left)").await?;
        has_rows(48).await?;
        browser.close().await
    })
}
