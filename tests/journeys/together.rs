//! Two people with one event that does not come with Lanyard: one shares what they star, the other may or may not have the
//! schedule.

use lanyard_core::share::{self, LinkDetail};
use lanyard_journeys::Outcome;
use lanyard_journeys::browser::{Browser, Profile};
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{Stage, journey};

use crate::imports::{PATH, ask_address, json_answer, programme, put_away};
use crate::sharing::{ADDRESS, link, scanned};

/// A day in Brussels, far from the days of the bundled trip.
pub const TALKS: [[&str; 4]; 10] = [
    ["3f0a-welcome", "2025-02-01T09:30", "Janson", "Welcome to the mole days"],
    ["3f0a-tunnels", "2025-02-01T10:00", "K.1.105", "Tunnels without permission"],
    ["3f0a-soil", "2025-02-01T11:00", "K.1.105", "What soil remembers"],
    ["3f0a-noses", "2025-02-01T12:00", "H.1301", "Noses, compared"],
    ["3f0a-night", "2025-02-01T13:00", "H.1301", "The night shift"],
    ["3f0a-worms", "2025-02-01T14:00", "UB5.132", "Worms as a service"],
    ["3f0a-lawn", "2025-02-01T15:00", "UB5.132", "Reaching an understanding about lawns"],
    ["3f0a-velvet", "2025-02-01T16:00", "UD2.120", "Velvet, and why"],
    ["3f0a-panel", "2025-02-02T10:00", "Janson", "Panel: above ground"],
    ["3f0a-bye", "2025-02-02T17:00", "Janson", "Until next year"],
];

/// Those that are shared.
const SHARED: usize = 8;

pub fn mole_days(talks: &[[&str; 4]]) -> String {
    programme("Mole days 2025", Some("Europe/Brussels"), talks)
}

/// Somebody adds the mole days, from an address or from a file, stars most of the first day, and gives the link away.
pub async fn shared_link(stage: &Stage, address: Option<&str>) -> Outcome<String> {
    let browser = stage.open("#/import").await?;
    let page = browser.page();
    match address {
        Some(address) => ask_address(page, address).await?,
        None => {
            let folder = tempfile::tempdir()?;
            let file = folder.path().join("moles.json");
            std::fs::write(&file, mole_days(&TALKS))?;
            page.choose("A file, or several", &file).await?;
        }
    }
    page.press("Add as a new trip").await?;
    page.says("Mole days 2025 was added.").await?;
    put_away(page).await?;
    page.go("#/agenda?day=2025-02-01").await?;
    for [.., title] in TALKS.iter().take(SHARED) {
        page.press(&["Star ", title].concat()).await?;
    }
    page.button(&format!("Mine {SHARED}")).await?;
    let link = link(page).await?;
    let payload = link.split_once("#/shared/").map_or("", |(_, payload)| payload);
    match address {
        Some(_) => {
            let letters = ADDRESS + "#/shared/".len() + payload.len();
            assert!(letters <= 300, "{letters} characters");
            page.says("Of Mole days 2025 the link holds times").await?;
        }
        None => page.says("The schedule came from a file, so the link tells all that the other phone needs.").await?,
    }
    assert_eq!(scanned(&page.picture_of("img", "Code with the link…").await?)?, link);
    let agenda = share::decode(payload)?;
    assert_eq!((agenda.events.len(), agenda.count()), (1, SHARED));
    browser.close().await?;
    Ok(link)
}

async fn colleague(link: &str) -> Outcome<(Profile, Browser)> {
    let profile = Profile::fresh()?;
    let browser = Browser::start(&profile).await?;
    browser.page().open(link).await?;
    browser.page().says("8 sessions of Mole days 2025").await?;
    browser.page().says("1 to 2 February 2025 · Europe/Brussels time").await?;
    Ok((profile, browser))
}

/// What stands on the page of my agenda on the first day.
async fn mine(page: &Page) -> Outcome<String> {
    page.go("#/agenda?day=2025-02-01&view=mine").await?;
    page.button(&format!("Mine {SHARED}")).await?;
    page.link("…").await?;
    page.text().await
}

fn titles() -> impl Iterator<Item = &'static str> {
    TALKS.iter().take(SHARED).map(|[.., title]| *title)
}

async fn has_real_sessions(page: &Page) -> Outcome {
    mine(page).await?;
    for title in titles() {
        page.link(title).await?;
    }
    page.tap(&page.link("Tunnels without permission").await?).await?;
    page.says("10:00–10:30").await?;
    page.says("K.1.105").await
}

#[test]
fn an_agenda_of_another_event_brings_its_schedule_and_becomes_stars() -> Outcome {
    journey(async |stage| {
        stage.server.answer(PATH, json_answer(mole_days(&TALKS)));
        let link = shared_link(&stage, Some(&[&stage.server.origin(), PATH].concat())).await?;
        let asked_before = stage.server.requests().iter().filter(|request| request.contains(PATH)).count();

        let (_profile, browser) = colleague(&link).await?;
        let page = browser.page();
        page.says("10:00").await?;
        page.says("8 new to you").await?;
        let asked = || stage.server.requests().iter().filter(|request| request.contains(PATH)).count();
        assert_eq!(asked(), asked_before, "nobody has tapped yet");
        page.press("Get this schedule").await?;
        page.press("Add as a new trip").await?;
        page.heading("Shared agenda").await?;
        page.link("Tunnels without permission").await?;
        assert_eq!(asked(), asked_before + 1);
        page.press("Add all").await?;
        page.says("8 sessions added to your agenda.").await?;
        page.says("You have all of them.").await?;
        has_real_sessions(page).await?;
        page.reload().await?;
        has_real_sessions(page).await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        let told = stage.server.requests().join("\n");
        assert!(!told.contains('#') && !told.contains("shared/"), "{told}");
        browser.close().await
    })
}

#[test]
fn what_was_taken_over_before_the_schedule_stands_at_its_time_and_becomes_its_session() -> Outcome {
    journey(async |stage| {
        stage.server.answer(PATH, json_answer(mole_days(&TALKS)));
        let link = shared_link(&stage, Some(&[&stage.server.origin(), PATH].concat())).await?;

        let (_profile, browser) = colleague(&link).await?;
        let page = browser.page();
        page.press("Add all").await?;
        page.says("8 sessions added to your agenda.").await?;
        for _ in ["at once", "after a restart"] {
            mine(page).await?;
            page.says("09:30").await?;
            let standing = async || Ok(page.all("link", "Session of Mole days 2025").await?.len() == SHARED);
            page.wait("all of them stand in the agenda", standing).await?;
            page.reload().await?;
        }

        // One of them has moved since.
        let mut later = TALKS;
        if let Some([_, start, ..]) = later.get_mut(7) {
            *start = "2025-02-01T16:30";
        }
        stage.server.answer(PATH, json_answer(mole_days(&later)));
        page.open(&link).await?;
        page.says("You have all of them.").await?;
        page.press("Get this schedule").await?;
        page.press("Update").await?;
        page.link("Velvet, and why").await?;
        page.says("Moved: it was Sat 1 Feb · 16:00 CET when it was shared").await?;
        has_real_sessions(page).await?;
        page.go("#/changes").await?;
        page.link("Velvet, and why…").await?;
        assert_eq!(page.all("link", "Tunnels without permission…").await?.len(), 0, "a title is no news");
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

#[test]
fn an_agenda_of_a_file_tells_all_and_can_be_undone() -> Outcome {
    journey(async |stage| {
        let link = shared_link(&stage, None).await?;
        let payload = link.split_once("#/shared/").map_or("", |(_, payload)| payload);
        let agenda = share::decode(payload)?;
        assert_eq!(agenda, agenda.with_detail(LinkDetail::Titles));
        assert!(agenda.events.iter().flat_map(|event| &event.sessions).all(|session| session.title.is_some()));

        let (_profile, browser) = colleague(&link).await?;
        let page = browser.page();
        page.says("came from a file. Ask whoever sent this for the file").await?;
        page.tap(&page.find("checkbox", "Choose What soil remembers").await?).await?;
        page.tap(&page.find("checkbox", "Choose Velvet, and why").await?).await?;
        page.press("Add chosen").await?;
        page.says("2 sessions added to your agenda.").await?;
        page.press("Undo").await?;
        page.gone("link", "Velvet, and why").await?;
        page.go("#/trip").await?;
        page.heading("KubeCon week").await?;
        page.open(&link).await?;
        page.press("Add all").await?;
        page.says("8 sessions added to your agenda.").await?;
        has_real_sessions(page).await?;

        // The file comes later.
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("moles.json");
        std::fs::write(&file, mole_days(&TALKS))?;
        page.go("#/import").await?;
        page.choose("A file, or several", &file).await?;
        page.press("Update").await?;
        page.says("Mole days 2025: 2 new.").await?;
        has_real_sessions(page).await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}
