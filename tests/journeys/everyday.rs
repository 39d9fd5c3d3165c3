//! Somebody with a plan looks at Lanyard all week.

use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::journey;
use lanyard_journeys::week::{MOMENTS, planned};
use serde_json::{Value, json};

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

/// Adds up what moved by itself, from the document's first moment on.
const WATCH_SHIFTS: &str = "
    window.shifted = 0;
    new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) window.shifted += shift.value;
    }).observe({ type: 'layout-shift', buffered: true });";

const SHIFTED: &str = "
    const done = arguments[arguments.length - 1];
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
        const shifted = window.shifted;
        window.shifted = 0;
        done(shifted);
    })));";

/// What may move by itself: a score of the Layout Instability API.
const MOST_SHIFT: f64 = 0.02;

async fn check_shift(page: &Page, act: &str) -> Outcome {
    let shifted = page.run_until_answered(SHIFTED, vec![]).await?.as_f64().ok_or("no score")?;
    assert!(shifted <= MOST_SHIFT, "{act}: {shifted:.3} moved by itself");
    Ok(())
}

#[test]
fn nothing_moves_by_itself() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        page.shape(360, 740).await?;
        page.before_every_page(WATCH_SHIFTS).await?;
        page.open(&stage.at("")).await?;
        page.started().await?;
        page.status("Ready offline").await?;
        check_shift(page, "a start").await?;
        for address in ["#/agenda?day=2024-11-13", "#/notebook", "#/trip", "#/search", "#/settings", "#/now"] {
            page.go(address).await?;
            page.wait("another page", async || {
                Ok(page.run("return document.querySelector('[aria-busy]') === null", vec![]).await? == true)
            })
            .await?;
            check_shift(page, address).await?;
        }
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

#[test]
fn a_phone_shows_seven_rows_and_keeps_the_days_in_reach() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        page.shape(360, 740).await?;
        page.open(&stage.at("#/agenda?day=2024-11-13")).await?;
        page.heading("Agenda").await?;
        let has_seven = async || Ok(page.run(WHOLE_ROWS, vec![]).await?.as_u64().is_some_and(|rows| rows >= 7));
        page.wait("seven rows", has_seven).await?;
        assert_eq!(page.run(HEIGHTS, vec![]).await?, "4.00");
        for part in [2, 1] {
            page.run(&format!("scrollTo(0, document.documentElement.scrollHeight / {part})"), vec![]).await?;
            let top = page.run(DAY_BAR, vec![]).await?.as_f64();
            assert!(top.is_some_and(|top| (0.0..200.0).contains(&top)), "the days stand at {top:?}");
        }
        let nodes = page.run("return document.querySelectorAll('*').length", vec![]).await?;
        assert!(nodes.as_u64().is_some_and(|nodes| nodes <= 600), "{nodes} nodes");
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
        let field = page.find("file", "A file, or several that belong together").await?;
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
