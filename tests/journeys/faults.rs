//! Someone whose browser keeps nothing, or only a part, or gave a part back broken (`docs/faults.md`, S03 to S13). Each reads
//! what happened and what is safe, and the rest of the app works.

use lanyard_journeys::Outcome;
use lanyard_journeys::browser::Browser;
use lanyard_journeys::page::Page;
use lanyard_journeys::past::leave_the_app;
use lanyard_journeys::stage::{Stage, journey};
use serde_json::json;

use crate::capture::{FIELD, keep};

/// The small store is there and throws, as with cookies forbidden.
const NO_SMALL_STORE: &str = "Object.defineProperty(window, 'localStorage', {
    get() { throw new DOMException('forbidden', 'SecurityError'); } });";

const NO_DATABASE: &str = "Object.defineProperty(window, 'indexedDB', { value: undefined });";

/// The database is there and never says anything, as after some updates of WebKit.
const SILENT_DATABASE: &str = "IDBFactory.prototype.open = () => new EventTarget();";

/// Starts the app in a browser in which `script` has broken something.
async fn broken(stage: &Stage, script: &str) -> Outcome<Browser> {
    let browser = Browser::start(&stage.profile).await?;
    browser.page().before_every_page(script).await?;
    browser.page().open(&stage.at("#/now")).await?;
    Ok(browser)
}

async fn write(page: &Page, text: &str) -> Outcome {
    page.press("Capture").await?;
    page.find("textbox", FIELD).await?.send_keys(text).await.map_err(Into::into)
}

/// Another app of this origin takes all there is, what was held in reserve too.
async fn fill_the_small_store(page: &Page) -> Outcome {
    let script = "localStorage.removeItem('lanyard /x/y/ reserve');
    for (let size = 2 ** 20; size > 0; size = Math.floor(size / 2)) {
        try { for (let i = 0; ; i += 1) localStorage.setItem(`other/${size}/${i}`, 'x'.repeat(size)); } catch {}
    }";
    page.run(script, vec![]).await?;
    Ok(())
}

/// Gives the text of every record in both stores to `change`, a JavaScript expression over `text`.
async fn change_records(page: &Page, change: &str) -> Outcome {
    let script = [
        "
        const done = arguments[arguments.length - 1];
        const change = (text) => ",
        change,
        ";
        for (const key of Object.keys(localStorage)) {
            const text = localStorage.getItem(key);
            if (text.startsWith('lanyard 1 ') && text.includes('marmot')) localStorage.setItem(key, change(text));
        }
        indexedDB.open('lanyard /x/y/').onsuccess = (event) => {
            const database = event.target.result;
            const transaction = database.transaction([...database.objectStoreNames], 'readwrite');
            for (const name of database.objectStoreNames) {
                transaction.objectStore(name).openCursor().onsuccess = ({ target: { result: at } }) => {
                    if (!at) return;
                    if (String(at.value).includes('marmot')) at.update(change(at.value));
                    at.continue();
                };
            }
            transaction.oncomplete = () => { database.close(); done(true); };
        };",
    ]
    .concat();
    assert_eq!(page.run_until_answered(&script, vec![]).await?, true);
    Ok(())
}

#[test]
fn without_the_small_store_everything_is_kept() -> Outcome {
    journey(async |stage| {
        let browser = broken(&stage, NO_SMALL_STORE).await?;
        let page = browser.page();
        page.alert("…").await?;
        keep(page, "kept by the database alone").await?;
        page.open(&stage.at("#/notebook")).await?;
        page.says("kept by the database alone").await?;
        browser.close().await
    })
}

fn without_the_database(script: &'static str) -> Outcome {
    journey(async |stage| {
        let browser = broken(&stage, script).await?;
        let page = browser.page();
        let said = page.alert("…").await?.text().await?;
        assert!(said.contains("kept"), "it does not say what is safe: {said}");
        write(page, "kept by the small store alone").await?;
        page.gone("status", "Saving").await?;
        page.open(&stage.at("#/notebook")).await?;
        page.says("kept by the small store alone").await?;
        browser.close().await
    })
}

#[test]
fn without_the_database_the_small_store_keeps_it() -> Outcome {
    without_the_database(NO_DATABASE)
}

#[test]
fn a_database_that_never_answers_is_not_waited_for() -> Outcome {
    without_the_database(SILENT_DATABASE)
}

#[test]
fn without_any_store_it_says_that_nothing_can_be_saved() -> Outcome {
    journey(async |stage| {
        let browser = broken(&stage, &[NO_SMALL_STORE, NO_DATABASE].concat()).await?;
        let page = browser.page();
        page.alert("Nothing can be saved…").await?;
        write(page, "on this page only").await?;
        page.gone("status", "Saving").await?;
        assert_eq!(page.all("status", "Saved on this phone").await?.len(), 0);
        page.press("Done").await?;
        page.go("#/notebook").await?;
        page.says("on this page only").await?;
        // The schedule needs no store.
        page.go("#/agenda?day=2024-11-13").await?;
        page.button("Star …").await?;
        browser.close().await
    })
}

#[test]
fn with_the_small_store_full_words_are_still_saved() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        keep(page, "before it was full").await?;
        leave_the_app(page, &stage).await?;
        fill_the_small_store(page).await?;
        page.open(&stage.at("#/now")).await?;
        keep(page, "after it was full").await?;
        page.open(&stage.at("#/notebook")).await?;
        page.says("before it was full").await?;
        page.says("after it was full").await?;
        browser.close().await
    })
}

/// Nothing fits anywhere: the words stay on the page, what was saved stays safe, and once there is room they are saved.
#[test]
fn with_both_stores_full_it_says_so_and_saves_when_there_is_room() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        keep(page, "before it was full").await?;
        leave_the_app(page, &stage).await?;
        fill_the_small_store(page).await?;
        browser.close().await?;

        let browser = Browser::start(&stage.profile).await?;
        let page = browser.page();
        let origin = stage.server.origin();
        // Before the app opens its database: Chromium remembers for a while how much room it found.
        page.devtools("Storage.overrideQuotaForOrigin", json!({ "origin": origin, "quotaSize": 1 })).await?;
        page.open(&stage.at("#/now")).await?;
        page.button("Capture").await?;
        // Once more: at its start the app may have cleared away something of its own.
        fill_the_small_store(page).await?;
        write(page, "otters need more room than there is").await?;
        page.alert("The storage is full, and these words do not fit any more. What was saved before is safe.…").await?;
        assert_eq!(page.all("status", "Saved on this phone").await?.len(), 0);
        page.press("Done").await?;
        page.go("#/notebook").await?;
        page.says("before it was full").await?;
        page.says("otters need more room").await?;
        page.devtools("Storage.overrideQuotaForOrigin", json!({ "origin": origin })).await?;
        page.gone("alert", "The storage is full…").await?;
        page.reload().await?;
        page.says("otters need more room").await?;
        browser.close().await
    })
}

#[test]
fn a_damaged_record_is_told_of_kept_and_never_written_over() -> Outcome {
    one_record_changed("text.slice(0, -3)", "1 record is unreadable…")
}

#[test]
fn a_record_of_a_newer_version_is_left_as_it_is() -> Outcome {
    one_record_changed("text.replace('lanyard 1 ', 'lanyard 2 ')", "1 record was written by a newer Lanyard…")
}

/// Of two notes that of the marmot is changed in both stores: it is told of once, all else works, and nothing writes
/// over it.
fn one_record_changed(change: &str, said: &str) -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        keep(page, "a marmot that will be changed").await?;
        keep(page, "an otter that stays whole").await?;
        leave_the_app(page, &stage).await?;
        change_records(page, change).await?;
        page.open(&stage.at("#/notebook")).await?;
        page.says("an otter that stays whole").await?;
        page.alert(said).await?;
        assert_eq!(page.all("alert", "…").await?.len(), 1, "and nothing else is wrong");
        keep(page, "a note of later").await?;
        leave_the_app(page, &stage).await?;
        assert_eq!(page.run_until_answered(STILL_THERE, vec![]).await?, true, "what could not be read is gone");
        browser.close().await
    })
}

/// Whether any record still holds the text of the damaged one.
const STILL_THERE: &str = "
    const done = arguments[arguments.length - 1];
    indexedDB.open('lanyard /x/y/').onsuccess = (event) => {
        const database = event.target.result;
        database.transaction('heads').objectStore('heads').getAll().onsuccess = ({ target: { result } }) => {
            done(result.some((text) => String(text).includes('marmot')));
        };
    };";
