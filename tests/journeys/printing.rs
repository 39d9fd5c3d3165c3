//! Someone takes their day, or their week, along on paper.

use lanyard_core::notebook::Mark;
use lanyard_core::schedule::{Day, Session, Trip, words};
use lanyard_journeys::Outcome;
use lanyard_journeys::entering::trip;
use lanyard_journeys::page::Page;
use lanyard_journeys::past::Past;
use lanyard_journeys::stage::{Stage, journey};
use serde_json::json;

/// Inches.
const PAPERS: [(&str, f64, f64); 2] = [("A4", 8.27, 11.69), ("Letter", 8.5, 11.0)];

const PAGES: &str = "return (atob(arguments[0]).match(/\\/Type\\s*\\/Page\\b(?!s)/g) ?? []).length";

/// Prints the page as the browser's dialog would, and counts the pages.
async fn pages(page: &Page, width: f64, height: f64) -> Outcome<u64> {
    let paper = json!({ "paperWidth": width, "paperHeight": height, "preferCSSPageSize": false });
    let printed = page.devtools("Page.printToPDF", paper).await?;
    let printed = printed.get("data").cloned().unwrap_or_default();
    Ok(page.run(PAGES, vec![printed]).await?.as_u64().unwrap_or_default())
}

/// So many sessions of each of these days, starred; those with a room first. Their titles and rooms.
async fn star(page: &Page, stage: &Stage, trip: &Trip, days: &[&str], of_each: usize) -> Outcome<Vec<String>> {
    let (mut past, mut expected, mut rooms) = (Past::default(), Vec::new(), 0);
    for day in days {
        let day = Day::parse(day).ok_or("no day")?;
        let timed = trip.sessions_on(day).map(|(_, session)| session).filter(|it| it.when.start().is_some());
        let mut sessions: Vec<&Session> = timed.collect();
        sessions.sort_by_key(|session| session.room.is_none());
        for session in sessions.into_iter().take(of_each) {
            past.mark(&trip.key(session), &session.title, Mark::Star);
            rooms += usize::from(session.room.is_some());
            expected.push(session.title.clone());
            expected.extend(words::location(trip, session));
        }
    }
    assert!(rooms > of_each / 2, "{rooms} rooms to look for");
    past.put(page, stage).await?;
    Ok(expected)
}

/// What the paper shows is what it must, on one page of each kind.
async fn check_one_page(page: &Page, expected: &[String]) -> Outcome {
    page.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
    let text = page.text().await?;
    for words in expected {
        assert!(text.contains(words), "“{words}” is not on paper:\n{text}");
    }
    for left_out in ["Notebook", "Capture", "Lines to write on", "The whole trip"] {
        assert!(!text.contains(left_out), "“{left_out}” is on paper:\n{text}");
    }
    page.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await?;
    for (name, width, height) in PAPERS {
        assert_eq!(pages(page, width, height).await?, 1, "pages of {name}");
    }
    Ok(())
}

#[test]
fn a_day_goes_on_one_page_with_room_to_write() -> Outcome {
    journey(async |stage| {
        let trip = trip()?;
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        let expected = star(page, &stage, &trip, &["2024-11-12"], 14).await?;
        page.open(&stage.at("#/agenda?day=2024-11-12&view=mine")).await?;
        page.tap(&page.link("Print").await?).await?;
        page.heading("Tuesday 12 November").await?;
        check_one_page(page, &expected).await?;
        // Without the lines, and with the code, it is still one.
        page.tap(&page.find("checkbox", "Lines to write on").await?).await?;
        page.tap(&page.find("checkbox", "A code that opens it on another phone").await?).await?;
        page.find("img", "A code of my agenda").await?;
        check_one_page(page, &expected).await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

#[test]
fn a_week_goes_on_one_page() -> Outcome {
    journey(async |stage| {
        let trip = trip()?;
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        let expected = star(page, &stage, &trip, &["2024-11-11", "2024-11-12", "2024-11-13"], 10).await?;
        page.open(&stage.at("#/trip")).await?;
        page.tap(&page.link("Print my agenda…").await?).await?;
        page.heading("Tuesday 12 November").await?;
        page.heading("Wednesday 13 November").await?;
        check_one_page(page, &expected).await?;
        page.tap(&page.link("Tue 12 Nov").await?).await?;
        page.gone("heading", "Wednesday 13 November").await?;
        browser.close().await
    })
}
