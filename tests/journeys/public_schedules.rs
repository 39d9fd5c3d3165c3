//! Someone looks for a conference by name in the list that comes with the app. The list of these journeys names sites of
//! their own, so the app is put together with it (`xtask::seal`).

use std::path::{Path, PathBuf};

use lanyard_core::schedule::Day;
use lanyard_core::trips::{PublicSchedule, PublicSchedules, SiteAccess};
use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::server::{Answer, Server};
use lanyard_journeys::stage::{dist, journey};

use crate::imports::{DAY, json_answer, meeting, programme};
use crate::updates::version;

const FIELD: &str = "Find a conference by its name, city or year";

/// Whether the list has arrived on the phone.
const HAS_LIST: &str = "
    const done = arguments[arguments.length - 1];
    caches.keys()
        .then((names) => Promise.all(names.map(async (name) => (await caches.open(name)).keys())))
        .then((kept) => done(kept.flat().some(({ url }) => url.includes('/schedules-'))));
";

async fn ready_offline(page: &Page) -> Outcome {
    page.status("Ready offline").await?;
    page.wait("the list has arrived", async || Ok(page.run_until_answered(HAS_LIST, vec![]).await? == true)).await
}

async fn look_for(page: &Page, words: &str) -> Outcome {
    // Also from the page itself, whose field then holds nothing.
    page.go("#/trip").await?;
    page.go("#/import").await?;
    find(page, words).await
}

/// Types into the field of the page that is open.
pub async fn find(page: &Page, words: &str) -> Outcome {
    Ok(page.find("searchbox", FIELD).await?.send_keys(words).await?)
}

/// The app with a list of three meetings on one day, of which one site lets pages read it, one does not, and one has not
/// said.
fn site_with_list(folder: &Path, origin: &str) -> Outcome<PathBuf> {
    let schedule = |name: &str, path: &str, access| {
        let day = Day::from_ymd(2024, 11, 12).ok_or("a day")?;
        let (address, zone) = ([origin, path].concat(), "America/New_York".to_owned());
        let (name, city) = (name.to_owned(), "Zürich".to_owned());
        Outcome::Ok(PublicSchedule { name, first: day, last: day, city, zone, address, access })
    };
    let list = PublicSchedules::new(vec![
        schedule("Marmot meeting 2024", "/open.json", SiteAccess::Allowed)?,
        schedule("Badger meeting 2024", "/closed.json", SiteAccess::Refused)?,
        schedule("Vole meeting 2024", "/unknown.json", SiteAccess::Unknown)?,
    ]);
    version(folder, "listed", |parts| {
        let packed = folder.join("packed");
        std::fs::create_dir_all(&packed)?;
        for name in ["index.txt", "details.txt"] {
            std::fs::copy(parts.packed.join(name), packed.join(name))?;
        }
        std::fs::write(packed.join("schedules.txt"), list.encode())?;
        parts.packed = packed;
        Ok(())
    })
}

#[test]
fn a_conference_of_the_list_is_read_with_a_tap_and_its_site_is_not_asked_before() -> Outcome {
    journey(async |mut stage| {
        let (folder, mut other) = (tempfile::tempdir()?, Server::start(&dist()?, "/elsewhere/")?);
        // It names no zone: that of the list is taken, in which it is two hours earlier.
        other.answer("/open.json", json_answer(programme("Marmot meeting", None, &DAY)));
        for path in ["/closed.json", "/unknown.json"] {
            other.answer(path, Answer::new(200, "application/json", meeting(&DAY)));
        }
        stage.server = Server::start(&site_with_list(folder.path(), &other.origin())?, "/x/y/")?;
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        ready_offline(page).await?;

        look_for(page, "2024 zurich MEETING").await?;
        page.says("12 November 2024 · Zürich").await?;
        page.button("Badger meeting 2024…").await?;
        page.button("Vole meeting 2024…").await?;
        page.button("Marmot meeting 2024…").await?;
        assert_eq!(other.requests(), [""; 0], "a site was asked before the tap");
        page.press("Marmot meeting 2024…").await?;
        page.heading("Marmot meeting").await?;
        page.press("Add to KubeCon week").await?;
        page.says("Marmot meeting was added.").await?;
        page.press("Close").await?;
        page.go("#/agenda?day=2024-11-12&event=marmot-meeting").await?;
        page.says("08:00").await?;
        let asked = other.requests().join("\n").to_lowercase();
        assert!(!asked.contains("cookie") && !asked.contains("referer"), "{asked}");

        look_for(page, "badger").await?;
        page.press("Badger meeting 2024…").await?;
        page.says("choose that file below").await?;
        page.link("Open the address").await?;
        assert!(!other.requests().concat().contains("/closed.json"), "a site that refuses was asked");

        look_for(page, "vole").await?;
        page.says("Its site may not let Lanyard read it.").await?;
        page.press("Vole meeting 2024…").await?;
        page.alert("The address could not be read…").await?;
        page.link("Open the address").await?;
        page.button("Vole meeting 2024…").await?;

        // Without a network it is found all the same, and a tap says what is missing.
        other.stop();
        stage.server.stop();
        look_for(page, "marmot").await?;
        page.press("Marmot meeting 2024…").await?;
        page.alert("The address could not be read…").await?;
        look_for(page, "dormouse").await?;
        page.status("It is not in the list…").await?;
        assert_eq!(browser.foreign_hosts(), [""; 0]);
        browser.close().await
    })
}

#[test]
fn the_list_that_ships_is_there_with_no_network() -> Outcome {
    journey(async |mut stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        ready_offline(page).await?;
        stage.server.stop();
        page.open(&stage.at("#/import")).await?;
        find(page, "fosdem 2026").await?;
        page.says("31 January to 1 February 2026 · Brussels").await?;
        page.press("FOSDEM 2026…").await?;
        let address = page.attributes("link", "Open the address", "href").await?;
        assert_eq!(address, ["https://fosdem.org/2026/schedule/xml"]);
        assert_eq!(browser.foreign_hosts(), [""; 0]);
        browser.close().await
    })
}
