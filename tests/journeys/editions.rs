//! The next trip is put on the host, at the same address. Its id is another, so it is another trip.

use std::path::{Path, PathBuf};

use lanyard_core::schedule::wire::{decode_details, decode_index, encode_details, encode_index};
use lanyard_core::schedule::{EventId, Instant, Trip, When};
use lanyard_core::share;
use lanyard_journeys::browser::Browser;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{dist, journey};
use lanyard_journeys::{Failure, Outcome};

use crate::imports::{DAY, meeting, paste, put_away};
use crate::updates::{KEPT, first_version, host, running_build, update, version};

const BEFORE: &str = "KubeCon week";
const NEXT: &str = "Next year's week";
const TALK: &str = "Cilium + eBPF Day | Welcome + Opening Remarks";

const FIELD: &str = "What do you want to keep?";

/// The same weekdays of the next year.
const DAYS_LATER: i32 = 364;

fn next_event(id: &EventId) -> EventId {
    EventId::new(["next-", id.as_str()].concat())
}

/// The same programme a year later, in events of other names.
fn next_trip(trip: &mut Trip) {
    trip.id = "next-year".into();
    trip.title = NEXT.to_owned();
    for day in [&mut trip.first, &mut trip.last, &mut trip.as_of] {
        *day = day.plus(DAYS_LATER);
    }
    for event in &mut trip.events {
        event.id = next_event(&event.id);
        (event.first, event.last) = (event.first.plus(DAYS_LATER), event.last.plus(DAYS_LATER));
    }
    for session in &mut trip.sessions {
        session.day = session.day.map(|day| day.plus(DAYS_LATER));
        let later = |at: &mut Instant| *at = at.plus_minutes(i64::from(DAYS_LATER) * 24 * 60);
        match &mut session.when {
            When::Unknown => {}
            When::Day(day) => *day = day.plus(DAYS_LATER),
            When::Timed { start, end, .. } => {
                later(start);
                end.iter_mut().for_each(later);
            }
        }
    }
}

/// A version of the app that brings the next trip.
fn with_next_trip(folder: &Path) -> Outcome<PathBuf> {
    let packed = folder.join("packed");
    std::fs::create_dir(&packed)?;
    version(folder, "next", |parts| {
        let read = |name: &str| std::fs::read_to_string(parts.packed.join(name));
        let mut trip = decode_index(&read("index.txt")?).map_err(|_| "the index is damaged")?;
        next_trip(&mut trip);
        let mut details = decode_details(&read("details.txt")?).map_err(|_| "the details are damaged")?;
        for (key, _) in &mut details {
            key.event = next_event(&key.event);
        }
        std::fs::write(packed.join("index.txt"), encode_index(&trip))?;
        std::fs::write(packed.join("details.txt"), encode_details(&details))?;
        std::fs::copy(parts.packed.join("schedules.txt"), packed.join("schedules.txt"))?;
        parts.packed.clone_from(&packed);
        Ok(())
    })
}

async fn use_it(page: &Page) -> Outcome {
    let build = running_build(page).await?;
    assert_eq!(update(page).await?, "installed");
    page.press("Use it now").await?;
    page.wait("the new version runs", async || Ok(running_build(page).await.is_ok_and(|now| now != build))).await?;
    page.started().await
}

#[test]
fn the_next_trip_leaves_the_one_before_whole() -> Outcome {
    journey(async |stage| {
        let folder = tempfile::tempdir()?;
        let next = with_next_trip(folder.path())?;
        let server = host(&dist()?)?;
        let browser = first_version(&server, &stage.profile).await?;
        let page = browser.page();
        page.go("#/agenda?day=2024-11-12&event=colocated").await?;
        page.press(&["Star ", TALK].concat()).await?;
        page.tap(&page.link(TALK).await?).await?;
        page.find("textbox", FIELD).await?.send_keys("ask about tunnels").await?;
        page.status("Saved on this phone").await?;
        paste(page, &meeting(&DAY)).await?;
        page.press("Add to KubeCon week").await?;
        page.says("Marmot meeting was added.").await?;
        put_away(page).await?;
        page.go("#/own/dinner?day=2024-11-13").await?;
        page.find("textbox", "What").await?.send_keys("Dinner at the Red Iguana").await?;
        page.status("Saved on this phone").await?;

        server.deploy(&next);
        use_it(page).await?;
        page.says("KubeCon week has ended. It stays on this phone, with your stars and notes.").await?;
        page.go("#/trip").await?;
        page.heading(NEXT).await?;
        page.gone("link", "Marmot meeting…").await?;
        page.go("#/agenda?day=2025-11-11&event=next-colocated").await?;
        page.link(TALK).await?;
        assert_eq!(page.attributes("button", &["Star ", TALK].concat(), "aria-pressed").await?, ["false"]);
        page.button("Mine 0").await?;

        // The one before has everything, now and after a restart.
        page.press("Show it").await?;
        page.go("#/trip").await?;
        page.heading(BEFORE).await?;
        page.reload().await?;
        page.heading(BEFORE).await?;
        page.link("Marmot meeting…").await?;
        page.says("10 to 15 November 2024").await?;
        page.go("#/agenda?day=2024-11-12&view=mine").await?;
        page.tap(&page.link(TALK).await?).await?;
        page.says("ask about tunnels").await?;
        page.go("#/agenda?day=2024-11-13&view=mine").await?;
        page.link("Dinner at the Red Iguana").await?;

        // Whoever is sent it has the next trip, so the link tells what it is.
        page.go("#/trip").await?;
        page.press("Share my agenda").await?;
        let link = page.find("textbox", "Link").await?.prop("value").await?.unwrap_or_default();
        let payload = link.split_once("#/shared/").ok_or("there is no payload")?.1;
        let shared = share::decode(payload)?;
        let sessions = shared.events.iter().flat_map(|event| &event.sessions);
        let told: Vec<&str> = sessions.filter_map(|session| session.title.as_deref()).collect();
        assert_eq!((told, shared.sessions.len()), (vec![TALK], 0));

        // Both are in the list, and only the one that comes with Lanyard cannot be removed.
        page.go("#/trip").await?;
        page.tap(&page.link("On this phone").await?).await?;
        page.button(&["Hide ", NEXT].concat()).await?;
        page.button(&["Remove ", BEFORE].concat()).await?;
        page.press(&["Show ", NEXT].concat()).await?;
        page.go("#/trip").await?;
        page.heading(NEXT).await?;

        // What is of the one before says so, and leads there.
        page.go(&["#/shared/", payload].concat()).await?;
        page.says("This belongs to another trip on this phone: KubeCon week.").await?;
        page.go("#/marked/star").await?;
        page.heading("In another trip").await?;
        page.tap(&page.link(&[TALK, "…"].concat()).await?).await?;
        page.says("From another trip").await?;
        page.press("Show KubeCon week").await?;
        page.gone("button", "Show KubeCon week").await?;
        page.says("Tue 12 Nov").await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

/// A clock that stands in the middle of the bundled trip when it is first looked at.
const ON_THE_WEDNESDAY: &str = "
    const real = Date.now.bind(Date);
    const began = real();
    Date.now = () => 1731531600000 + real() - began;";

#[test]
fn while_a_trip_is_on_it_stays_on_screen_and_the_next_one_is_offered() -> Outcome {
    journey(async |stage| {
        let folder = tempfile::tempdir()?;
        let next = with_next_trip(folder.path())?;
        let server = host(&dist()?)?;
        let browser = Browser::start(&stage.profile).await?;
        let page = browser.page();
        page.before_every_page(ON_THE_WEDNESDAY).await?;
        page.open(&server.url()).await?;
        page.status("Ready offline").await?;
        // Nothing was ever added to it: a copy is kept all the same.
        page.wait("the bundled trip is kept", async || Ok(page.run_until_answered(KEPT, vec![]).await? == true))
            .await?;
        page.go("#/agenda?day=2024-11-12&event=colocated").await?;
        page.press(&["Star ", TALK].concat()).await?;
        let first = page.tab().await?;
        page.new_tab().await?;
        page.before_every_page(ON_THE_WEDNESDAY).await?;
        page.open(&[&server.url(), "#/trip"].concat()).await?;
        page.heading(BEFORE).await?;
        let second = page.tab().await?;

        server.deploy(&next);
        page.show_tab(&first).await?;
        use_it(page).await?;
        page.go("#/trip").await?;
        page.heading(BEFORE).await?;
        page.go("#/agenda?day=2024-11-12&view=mine").await?;
        page.link(TALK).await?;
        page.show_tab(&second).await?;
        page.started().await?;
        page.heading(BEFORE).await?;

        // Both tabs found the next trip at once: it is there once, and one of them says so.
        page.button(NEXT).await?;
        let offers = async |tab| {
            page.show_tab(tab).await?;
            Ok::<_, Failure>(page.all("button", "Show it").await?.len())
        };
        page.wait("it is offered once", async || Ok(offers(&first).await? + offers(&second).await? == 1)).await?;
        page.press(NEXT).await?;
        page.heading(NEXT).await?;
        page.show_tab(&first).await?;
        page.go("#/trip").await?;
        page.heading(NEXT).await?;
        page.reload().await?;
        page.heading(NEXT).await?;
        browser.close().await
    })
}
