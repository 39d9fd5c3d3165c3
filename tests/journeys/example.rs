//! Someone looks at the example: a full week in the place of their own notebook, which is as it was when they leave.

use std::cell::{Cell, RefCell};

use lanyard_journeys::Outcome;
use lanyard_journeys::axe::Axe;
use lanyard_journeys::example::week;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{journey, skipped};
use serde_json::Value;

use crate::capture::{FIELD, keep};

const WAY_IN: &str = "Look at a full week";
const WAY_OUT: &str = "Leave the example";
const KEPT: &str = "Kept until you leave the example";
const NOTHING_YET: &str = "Nothing here yet. Tap Capture, and type.";

/// Everything that this origin keeps: both stores, and the names of all that is cached. A cache opened for the first time,
/// and the files of the example, are no trace of what somebody did in it.
const DUMP: &str = "
    const done = arguments[arguments.length - 1];
    const cached = async () => {
        const names = [];
        for (const cache of await caches.keys()) {
            for (const { url } of await (await caches.open(cache)).keys()) {
                if (!url.includes('/example-')) names.push(`${cache}: ${url}`);
            }
        }
        return names.sort();
    };
    const digest = (bytes) => bytes.reduce((sum, byte) => (sum * 31 + byte) >>> 0, bytes.length);
    const small = Object.fromEntries(Object.entries(localStorage).sort());
    indexedDB.open('lanyard /x/y/').onsuccess = async ({ target: { result: database } }) => {
        const rows = {};
        for (const name of database.objectStoreNames) {
            const store = database.transaction(name).objectStore(name);
            const read = (request) => new Promise((read) => (request.onsuccess = () => read(request.result)));
            const [keys, values] = [await read(store.getAllKeys()), await read(store.getAll())];
            rows[name] = Object.fromEntries(keys.map((key, i) => [key, typeof values[i] === 'string' ? values[i] : digest(values[i])]));
        }
        database.close();
        done({ small, rows, cached: await cached(), databases: (await indexedDB.databases()).length });
    };";

/// What is kept once the app has come to rest: a while after its start it lays a reserve down in both stores.
async fn dump(page: &Page) -> Outcome<Value> {
    let is_kept = "return localStorage.getItem('lanyard /x/y/ reserve') !== null";
    page.wait("the reserve is kept", async || Ok(page.run(is_kept, vec![]).await? == true)).await?;
    let (seen, times) = (RefCell::new(Value::Null), Cell::new(0));
    page.wait("the stores have come to rest", async || {
        let now = page.run_until_answered(DUMP, vec![]).await?;
        let is_same = *seen.borrow() == now;
        times.set(if is_same { times.get() + 1 } else { 0 });
        seen.replace(now);
        Ok(times.get() == LOOKS)
    })
    .await?;
    Ok(seen.into_inner())
}

/// So many times in a row the stores are found as they were.
const LOOKS: u32 = 20;

/// The page begins anew, on the way in and on the way out.
async fn anew(page: &Page, link: &str) -> Outcome {
    page.run("window.journeyHasStarted = 'before'", vec![]).await?;
    page.tap(&page.link(link).await?).await?;
    page.started().await
}

async fn is_shown(page: &Page) -> Outcome {
    page.heading("Notebook").await?;
    page.says("Example: a made-up notebook of this week. Nothing here is kept.").await
}

#[test]
fn a_first_visit_looks_at_a_full_week_and_leaves_no_trace() -> Outcome {
    journey(async |stage| {
        let week = week()?;
        let browser = stage.open("").await?;
        let page = browser.page();
        page.status("Ready offline").await?;
        let before = dump(page).await?;
        anew(page, WAY_IN).await?;
        is_shown(page).await?;
        page.says(&format!("{} entries", week.entries.len())).await?;
        assert!(page.address().await?.contains("example=week&at=2024-11-16T00:00:00Z"), "{}", page.address().await?);
        let last = week.entries.iter().rev().find(|entry| entry.kind == "takeaway").ok_or("no takeaway")?;
        page.says(&last.text).await?;
        let leaving = week.entries.iter().rev().find(|entry| entry.kind == "photo").ok_or("no photo")?;
        page.find("img", &leaving.caption).await?;
        page.tap(&page.link("People").await?).await?;
        for person in week.entries.iter().filter(|entry| entry.kind == "person" && !entry.name.is_empty()) {
            page.says(&person.name).await?;
        }

        page.press("Capture").await?;
        page.find("textbox", FIELD).await?.send_keys("typed by way of trying").await?;
        page.status(KEPT).await?;
        page.press("Done").await?;
        page.tap(&page.link("Notebook").await?).await?;
        page.says("typed by way of trying").await?;
        page.says(&format!("{} entries", week.entries.len() + 1)).await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        assert_eq!(browser.foreign_hosts(), [""; 0]);

        anew(page, WAY_OUT).await?;
        page.gone("link", WAY_OUT).await?;
        assert!(!page.address().await?.contains("example"));
        assert_eq!(dump(page).await?, before);
        page.tap(&page.link("Notebook").await?).await?;
        page.says(NOTHING_YET).await?;
        assert!(!page.text().await?.contains("typed by way of trying"));
        assert_eq!(dump(page).await?, before);
        browser.close().await
    })
}

#[test]
fn ones_own_notebook_is_not_in_the_example_and_is_as_it_was() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/notebook").await?;
        let page = browser.page();
        page.link(WAY_IN).await?;
        keep(page, "my own words").await?;
        page.gone("link", WAY_IN).await?;
        page.tap(&page.link("Trip").await?).await?;
        page.status("Ready offline").await?;
        let before = dump(page).await?;
        anew(page, WAY_IN).await?;
        is_shown(page).await?;
        assert!(!page.text().await?.contains("my own words"));
        page.go("#/trip?example=week").await?;
        page.gone("link", WAY_IN).await?;
        // The browser's way back leads out as well.
        page.back().await?;
        page.heading("Notebook").await?;
        page.back().await?;
        page.gone("link", WAY_OUT).await?;
        page.started().await?;
        assert_eq!(dump(page).await?, before);
        page.tap(&page.link("Notebook").await?).await?;
        page.says("my own words").await?;
        page.says("1 entry").await?;
        browser.close().await
    })
}

#[test]
fn once_opened_it_is_there_with_no_network() -> Outcome {
    journey(async |mut stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        page.status("Ready offline").await?;
        page.open(&stage.at("#/notebook?example=week")).await?;
        page.started().await?;
        is_shown(page).await?;
        let photo = week()?.entries.into_iter().rev().find(|entry| entry.kind == "photo").ok_or("no photo")?.caption;
        page.find("img", &photo).await?;
        stage.server.stop();
        browser.kill();
        let browser = stage.open("#/notebook?example=week").await?;
        let page = browser.page();
        is_shown(page).await?;
        page.find("img", &photo).await?;
        browser.close().await
    })
}

#[test]
fn without_its_files_it_says_so_and_leads_out() -> Outcome {
    journey(async |mut stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        page.status("Ready offline").await?;
        stage.server.stop();
        page.go("#/notebook?example=week").await?;
        page.says("The example did not arrive. It needs the network once.").await?;
        page.tap(&page.link(WAY_OUT).await?).await?;
        page.gone("link", WAY_OUT).await?;
        page.heading("KubeCon week").await?;
        browser.close().await
    })
}

#[test]
fn a_link_that_is_shared_leads_to_no_example() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/trip?example=week").await?;
        let page = browser.page();
        page.press("Share my agenda").await?;
        page.wait("the link is there", async || {
            let link = page.run("return document.querySelector('.share .link')?.value ?? ''", vec![]).await?;
            Ok(link.as_str().is_some_and(|link| link.contains("#/shared/") && !link.contains("example")))
        })
        .await?;
        browser.close().await
    })
}

#[test]
fn the_example_keeps_the_rules_of_accessibility() -> Outcome {
    let axe = match Axe::ready() {
        Ok(axe) => axe,
        Err(error) => return skipped(&error.to_string()),
    };
    journey(async |stage| {
        let browser = stage.open("#/notebook?example=week").await?;
        let page = browser.page();
        is_shown(page).await?;
        for (width, height) in [(360, 740), (1280, 800)] {
            page.shape(width, height).await?;
            assert_eq!(axe.violations(page).await?, [""; 0], "{width}");
        }
        browser.close().await
    })
}
