//! Someone takes sessions over into the calendar on the phone, and again when the programme and the stars have changed.

use std::fs;
use std::path::Path;

use lanyard_journeys::Outcome;
use lanyard_journeys::calendar::{Calendar, editions, text};
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::journey;

use crate::hand_over::{downloads, saved};
use crate::imports::{PATH, ask_address, json_answer, look_for_changes, meeting, put_away};

const TALKS: [[&str; 4]; 6] = [
    ["open", "2024-11-12T10:00", "Loft", "Opening of the marmot meeting"],
    ["mine", "2024-11-12T11:00", "Loft", "Marmots in the wild"],
    ["name", "2024-11-12T12:00", "Cellar", "What marmots dream of"],
    ["same", "2024-11-12T13:00", "Cellar", "Marmots, tea; and \\ cake"],
    ["drop", "2024-11-12T14:00", "Loft", "The marmot that was not"],
    ["late", "2024-11-12T15:00", "Loft", "Late marmots"],
];

const AGENDA: &str = "#/agenda?day=2024-11-12&event=marmot-meeting";

/// The meeting of [`TALKS`], in the bundled trip.
async fn add(page: &Page, address: &str) -> Outcome {
    ask_address(page, address).await?;
    page.says("6 sessions").await?;
    page.press("Add to KubeCon week").await?;
    page.says("Marmot meeting was added.").await?;
    put_away(page).await
}

/// Taps the star of a session until it is as wanted.
async fn star(page: &Page, title: &str, wanted: &str) -> Outcome {
    page.go(AGENDA).await?;
    let name = ["Star ", title].concat();
    page.button(&name).await?;
    page.wait("the star is as wanted", async || {
        let is_there = page.attributes("button", &name, "aria-pressed").await? == [wanted];
        if !is_there {
            page.press(&name).await?;
        }
        Ok(is_there)
    })
    .await
}

/// Downloads the file that is ready on this page, and reads it.
async fn exported(page: &Page, folder: &Path, name: &str) -> Outcome<String> {
    page.press("Download").await?;
    let file = saved(page, folder, name).await?;
    let text = fs::read_to_string(&file)?;
    // The next one of this name would have another.
    fs::remove_file(file)?;
    Ok(text)
}

#[test]
fn an_agenda_that_moves_on_ends_in_the_calendar_as_it_is() -> Outcome {
    journey(async |stage| {
        stage.server.answer(PATH, json_answer(meeting(&TALKS)));
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        let folder = downloads(page, &stage).await?;
        add(page, &[&stage.server.origin(), PATH].concat()).await?;
        for [_, _, _, title] in &TALKS[..5] {
            star(page, title, "true").await?;
        }
        let mut calendar = Calendar::default();
        page.go("#/calendar").await?;
        page.status("In the file: 5 sessions.").await?;
        let first = exported(page, &folder, "KubeCon week.ics").await?;
        assert_eq!(calendar.import(&first), 5);
        let expect = [
            ("Opening of the marmot meeting", "20241112T170000Z", "Loft", 0),
            ("Marmots in the wild", "20241112T180000Z", "Loft", 0),
            ("What marmots dream of", "20241112T190000Z", "Cellar", 0),
            ("Marmots, tea; and \\ cake", "20241112T200000Z", "Cellar", 0),
            ("The marmot that was not", "20241112T210000Z", "Loft", 0),
        ];
        assert_eq!(calendar.shown(), expect);

        // One moves to another hour and room, one is renamed, one leaves the programme; one star goes and one comes.
        let later = [
            ["open", "2024-11-12T16:00", "Attic", TALKS[0][3]],
            TALKS[1],
            ["name", "2024-11-12T12:00", "Cellar", "What marmots dread"],
            TALKS[3],
            TALKS[5],
        ];
        stage.server.answer(PATH, json_answer(meeting(&later)));
        look_for_changes(page).await?;
        page.says("Marmot meeting: ").await?;
        put_away(page).await?;
        star(page, TALKS[1][3], "false").await?;
        star(page, TALKS[5][3], "true").await?;
        page.go("#/calendar").await?;
        page.status("In the file: 4 sessions, 2 cancelled.").await?;
        let second = exported(page, &folder, "KubeCon week.ics").await?;
        let cancelled: Vec<&str> = second.lines().filter(|line| line.starts_with("SUMMARY:Cancelled: ")).collect();
        assert_eq!(cancelled.len(), 2, "{second}");
        calendar.import(&second);
        let expect = [
            ("What marmots dread", "20241112T190000Z", "Cellar", 1),
            ("Marmots, tea; and \\ cake", "20241112T200000Z", "Cellar", 0),
            ("Late marmots", "20241112T220000Z", "Loft", 0),
            ("Opening of the marmot meeting", "20241112T230000Z", "Attic", 1),
        ];
        assert_eq!(calendar.shown(), expect);
        // The page that handed it over hands over the same once more; an older file brings nothing back.
        assert_eq!(exported(page, &folder, "KubeCon week.ics").await?, second);
        calendar.import(&first);
        assert_eq!(calendar.shown(), expect);

        // What was told is remembered over a start, and said once.
        page.reload().await?;
        page.status("In the file: 4 sessions.").await?;
        let third = exported(page, &folder, "KubeCon week.ics").await?;
        assert_eq!(calendar.import(&third), 0, "nothing is new:\n{third}");
        star(page, TALKS[1][3], "true").await?;
        page.go("#/calendar").await?;
        page.status("In the file: 5 sessions.").await?;
        let fourth = exported(page, &folder, "KubeCon week.ics").await?;
        assert_eq!(calendar.import(&fourth), 1);
        assert!(calendar.shown().contains(&("Marmots in the wild", "20241112T180000Z", "Loft", 2)), "it came back");

        // What becomes a second choice stays, as free time.
        star(page, TALKS[3][3], "mixed").await?;
        page.go("#/calendar").await?;
        page.status("In the file: 5 sessions.").await?;
        let fifth = editions(&exported(page, &folder, "KubeCon week.ics").await?);
        let free = fifth.iter().filter(|edition| text(edition, "TRANSP") == "TRANSPARENT");
        let free: Vec<(&str, &str)> = free.map(|it| (text(it, "SUMMARY"), text(it, "SEQUENCE"))).collect();
        assert_eq!(free, [(TALKS[3][3], "1")]);
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

#[test]
fn one_session_goes_into_the_calendar_and_out_of_it() -> Outcome {
    journey(async |stage| {
        stage.server.answer(PATH, json_answer(meeting(&TALKS)));
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        let folder = downloads(page, &stage).await?;
        add(page, &[&stage.server.origin(), PATH].concat()).await?;
        page.go("#/session/marmot-meeting/mine").await?;
        page.find("textbox", "What do you want to keep?").await?.send_keys("bring the whistle").await?;
        page.status("Saved on this phone").await?;
        page.tap(&page.link("Calendar").await?).await?;
        page.heading("Marmots in the wild").await?;
        page.press("10 min").await?;
        page.status("In the file: 1 session.").await?;
        let mut calendar = Calendar::default();
        let file = exported(page, &folder, "Marmots in the wild.ics").await?;
        let [edition] = editions(&file).try_into().map_err(|all| format!("{all:?}"))?;
        assert_eq!(text(&edition, "VALARM/TRIGGER"), "-PT10M");
        assert!(!file.contains("whistle"), "notes go along only when asked");
        calendar.import(&file);
        let shown = [("Marmots in the wild", "20241112T180000Z", "Loft", 0)];
        assert_eq!(calendar.shown(), shown);

        page.tap(&page.find("checkbox", "With my notes").await?).await?;
        page.wait("the notes are in it", async || {
            Ok(exported(page, &folder, "Marmots in the wild.ics").await?.contains("bring the whistle"))
        })
        .await?;
        page.reload().await?;
        page.tap(&page.find("checkbox", "Take it out of the calendar").await?).await?;
        page.status("In the file: 1 cancelled.").await?;
        calendar.import(&exported(page, &folder, "Marmots in the wild.ics").await?);
        assert_eq!(calendar.shown(), []);
        browser.close().await
    })
}
