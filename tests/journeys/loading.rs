//! Someone acts before everything is loaded, and stores that are late, emptied, or emptied while a page is open.

use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::past::leave_the_app;
use lanyard_journeys::stage::{Stage, journey};
use serde_json::{Value, json};

use crate::capture::keep;
use crate::imports::{DAY, SHELF, meeting, paste, put_away};
use crate::sharing::link;

const TALK: &str = "The Future of DBaaS on Kubernetes";
const TALKS: &str = "#/agenda?day=2024-11-13";

/// The database opens when the test says so.
const HELD_DATABASE: &str = "
    const held = [];
    window.letDatabaseOpen = () => held.splice(0).forEach((call) => call());
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...given) {
        const request = open.apply(this, given);
        const listen = request.addEventListener.bind(request);
        request.addEventListener = (name, heard) => listen(name, name === 'success'
            ? (event) => held.push(() => heard.call(request, event)) : heard);
        return request;
    };";

/// Until the database opens, whoever waits for it three seconds or longer has waited long enough at once.
const NO_PATIENCE: &str = "
    const later = window.setTimeout;
    window.setTimeout = (call, millis, ...given) => later(call, millis >= 3000 && !window.hasOpened ? 30 : millis, ...given);";

async fn let_database_open(page: &Page) -> Outcome {
    page.run("window.hasOpened = true; letDatabaseOpen()", vec![]).await?;
    Ok(())
}

#[test]
fn an_own_item_that_is_not_read_yet_cannot_be_written_over() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/agenda?day=2024-11-13&view=mine").await?;
        let page = browser.page();
        page.tap(&page.link("Add your own").await?).await?;
        page.find("textbox", "What").await?.send_keys("Dinner").await?;
        page.find("textbox", "Note").await?.send_keys("bring the adapter").await?;
        page.status("Saved on this phone").await?;
        let address = page.address().await?;

        page.before_every_page(HELD_DATABASE).await?;
        page.open(&address).await?;
        page.heading("Your own item").await?;
        let is_closed = "return document.querySelector('main fieldset').disabled";
        assert_eq!(page.run(is_closed, vec![]).await?, true, "the form shows nothing yet, so it takes nothing");
        let_database_open(page).await?;
        page.wait("the form is open", async || Ok(page.run(is_closed, vec![]).await? == false)).await?;
        let what = page.find("textbox", "What").await?;
        assert_eq!(what.prop("value").await?.as_deref(), Some("Dinner"));
        what.send_keys(" out").await?;
        page.status("Saved on this phone").await?;
        let_database_open(page).await?;
        page.go("#/agenda?day=2024-11-13&view=mine").await?;
        page.link("Dinner out").await?;
        page.says("bring the adapter").await?;
        browser.close().await
    })
}

#[test]
fn stars_and_add_all_wait_for_the_stores() -> Outcome {
    journey(async |stage| {
        let browser = stage.open(TALKS).await?;
        let page = browser.page();
        page.press(&["Star ", TALK].concat()).await?;
        let talk = page.link(TALK).await?.attr("href").await?.unwrap_or_default();
        let shared = link(page).await?;
        page.go(TALKS).await?;
        for _ in ["interested", "neither"] {
            page.press(&["Star ", TALK].concat()).await?;
        }

        page.before_every_page(HELD_DATABASE).await?;
        page.open(&stage.at(&talk)).await?;
        page.press(&["Star ", TALK].concat()).await?;
        let_database_open(page).await?;
        // Its name goes on with its level.
        let star = ["Star ", TALK, "…"].concat();
        let is_starred = async || Ok(page.attributes("button", &star, "aria-pressed").await? == ["true"]);
        page.wait("it is starred", is_starred).await?;
        for _ in ["interested", "neither"] {
            page.press(&star).await?;
        }
        page.wait("it is not starred", async || Ok(!is_starred().await?)).await?;

        page.open(&shared).await?;
        page.press("Add all").await?;
        assert!(!page.text().await?.contains("added to your agenda"), "nobody knows yet what is mine");
        let_database_open(page).await?;
        page.says("1 session added to your agenda.").await?;
        page.open(&stage.at(&talk)).await?;
        page.heading(TALK).await?;
        let_database_open(page).await?;
        page.wait("it is starred", is_starred).await?;
        browser.close().await
    })
}

#[test]
fn trips_that_were_added_survive_a_database_that_opens_too_late() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        paste(page, &meeting(&DAY)).await?;
        page.press("Add to KubeCon week").await?;
        page.says("Marmot meeting was added.").await?;
        put_away(page).await?;
        keep(page, "of yesterday").await?;
        let before = page.run_until_answered(SHELF, vec![Value::Null]).await?;

        page.before_every_page(&[HELD_DATABASE, NO_PATIENCE].concat()).await?;
        page.open(&stage.at("#/notebook")).await?;
        page.alert("This browser does not open its database…").await?;
        // Adding something now must not be done over what nobody has read.
        paste(page, &meeting(&DAY)).await?;
        page.alert("The trip on this phone could not be read…").await?;
        let_database_open(page).await?;
        page.gone("alert", "This browser does not open its database…").await?;
        page.go("#/agenda?day=2024-11-12&event=marmot-meeting").await?;
        page.link("Marmots in the wild").await?;
        page.go("#/notebook").await?;
        page.says("of yesterday").await?;
        assert_eq!(shelf_now(page, &stage).await?, before);
        browser.close().await
    })
}

/// What Lanyard knows of its kept trips, looked at with nothing in the way.
async fn shelf_now(page: &Page, stage: &Stage) -> Outcome<Value> {
    leave_the_app(page, stage).await?;
    page.run_until_answered(SHELF, vec![Value::Null]).await
}

/// Clears both stores, and leaves what lies beside the cached files.
const CLEAR: &str = "
    const done = arguments[arguments.length - 1];
    localStorage.clear();
    const request = indexedDB.deleteDatabase('lanyard /x/y/');
    request.onsuccess = () => done(true);
    request.onerror = request.onblocked = () => done(false);";

const WITNESS: &str = "
    const done = arguments[arguments.length - 1];
    caches.open('lanyard /x/y/ witness').then((cache) => cache.match('./witness'))
        .then((found) => found?.text()).then((text) => done(text ?? ''));";

#[test]
fn entries_that_the_browser_removed_are_told_of_until_the_person_has_taken_note() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        keep(page, "one that will be gone").await?;
        keep(page, "and another").await?;
        page.wait("the witness knows of both", async || {
            let witness = page.run_until_answered(WITNESS, vec![]).await?;
            Ok(witness.as_str().is_some_and(|text| text.starts_with("2 ")))
        })
        .await?;
        leave_the_app(page, &stage).await?;
        assert_eq!(page.run_until_answered(CLEAR, vec![]).await?, true);

        let told = "This browser removed 2 entries that were kept here…";
        page.open(&stage.at("#/now")).await?;
        page.alert(told).await?;
        keep(page, "written afterwards").await?;
        page.wait("the witness still knows of them", async || {
            let witness = page.run_until_answered(WITNESS, vec![]).await?;
            Ok(witness.as_str().is_some_and(|text| text.starts_with("3 ")))
        })
        .await?;
        page.reload().await?;
        page.alert(told).await?;
        page.press("Understood").await?;
        page.gone("alert", told).await?;
        page.wait("the witness knows of the one", async || {
            let witness = page.run_until_answered(WITNESS, vec![]).await?;
            Ok(witness.as_str().is_some_and(|text| text.starts_with("1 ")))
        })
        .await?;
        page.reload().await?;
        page.started().await?;
        assert_eq!(page.all("alert", told).await?.len(), 0);
        browser.close().await
    })
}

/// Whether both stores hold the note.
const IN_BOTH: &str = "
    const done = arguments[arguments.length - 1];
    const inSmall = Object.values(localStorage).some((text) => text.includes('held by the open tab'));
    const request = indexedDB.open('lanyard /x/y/');
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = () => done(false);
    request.onsuccess = ({ target: { result: database } }) => {
        database.transaction('heads').objectStore('heads').getAll().onsuccess = ({ target: { result } }) => {
            database.close();
            done(inSmall && result.some((text) => text.includes('held by the open tab')));
        };
    };";

#[test]
fn what_is_cleared_under_an_open_tab_is_written_back_by_it() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        keep(page, "held by the open tab").await?;
        let both = async || Ok(page.run_until_answered(IN_BOTH, vec![]).await? == true);
        page.wait("both stores hold it", both).await?;
        let stores = json!({ "origin": stage.server.origin(), "storageTypes": "local_storage,indexeddb" });
        page.devtools("Storage.clearDataForOrigin", stores).await?;
        page.wait("both stores hold it again", both).await?;
        page.open(&stage.at("#/notebook")).await?;
        page.says("held by the open tab").await?;
        browser.close().await
    })
}
