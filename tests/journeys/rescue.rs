//! Lanyard does not start any more, and someone saves what they kept: on a page that needs nothing of it. The file has
//! everything the browser holds, byte for byte, and what cannot be read takes nothing else along.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use image::RgbImage;
use lanyard_core::records::Revision;
use lanyard_journeys::Outcome;
use lanyard_journeys::axe::Axe;
use lanyard_journeys::browser::{Browser, Profile};
use lanyard_journeys::engine::{self, Engine};
use lanyard_journeys::page::Page;
use lanyard_journeys::past::{Past, leave_the_app, put_photos};
use lanyard_journeys::server::Answer;
use lanyard_journeys::site::unpacked;
use lanyard_journeys::stage::{DURING, Stage, dist, journey, skipped, undisturbed_journey};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::capture::keep;
use crate::hand_over::{LONGEST_MS, downloads, photos, saved};

const DATABASE: &str = "lanyard /x/y/";

/// What the browser holds. The values of files are lists of bytes.
#[derive(Serialize, Deserialize)]
struct Stored {
    small: BTreeMap<String, String>,
    heads: Rows,
    history: Rows,
    files: Rows,
}

type Rows = Vec<(String, Value)>;

/// Gives what it is.
const STORED: &str = "
    const done = arguments[arguments.length - 1];
    const result = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
    (async () => {
        const database = await result(indexedDB.open('lanyard /x/y/'));
        const stored = { small: { ...localStorage } };
        for (const name of ['heads', 'history', 'files']) {
            const store = database.transaction(name).objectStore(name);
            const [keys, values] = await Promise.all([result(store.getAllKeys()), result(store.getAll())]);
            stored[name] = keys.map((key, i) => [key, typeof values[i] === 'string' ? values[i] : [...values[i]]]);
        }
        database.close();
        done(stored);
    })();";

/// The caches go, and what the browser remembers of the files.
const EMPTY_CACHES: &str = "
    const done = arguments[arguments.length - 1];
    caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => done(true));";

/// The app can never be read again, wherever it is still asked for.
fn spoil_webassembly(stage: &Stage) -> Outcome {
    for file in fs::read_dir(dist()?)? {
        let name = file?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".wasm") {
            stage.server.answer(&["/x/y/", &name].concat(), Answer::new(200, "application/wasm", "unreadable"));
        }
    }
    Ok(())
}

/// A photo of a few pixels, two notes and a star.
async fn keep_something(page: &Page, stage: &Stage) -> Outcome {
    page.press("Star …").await?;
    keep(page, "Two hundred clusters, one team").await?;
    keep(page, "Naïve \u{1f980} and \\ and \"quotes\"").await?;
    let picture = stage.profile.path().join("board.png");
    RgbImage::from_pixel(40, 30, image::Rgb([200, 40, 90])).save(&picture)?;
    page.press("Capture").await?;
    page.press("Photo").await?;
    page.choose("Choose a picture", &picture).await?;
    page.find("img", "A photo without a caption").await?;
    page.status("Saved on this phone").await?;
    page.press("Done").await
}

/// Saves a copy on the page that is open, and gives the zip.
async fn save_copy(page: &Page, stage: &Stage, says: &str) -> Outcome<PathBuf> {
    let folder = downloads(page, stage).await?;
    page.press("Save a copy").await?;
    page.status(says).await?;
    saved(page, &folder, &copy_name(page).await?).await
}

async fn copy_name(page: &Page) -> Outcome<String> {
    let today = page.run("return new Date().toISOString().slice(0, 10)", vec![]).await?;
    Ok(format!("lanyard-copy-{}.zip", today.as_str().unwrap_or_default()))
}

/// What the copy says of itself, and of each of its files.
#[derive(Deserialize)]
struct Manifest {
    format: String,
    version: u32,
    problems: Vec<String>,
    files: Vec<ListedFile>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct ListedFile {
    path: String,
    bytes: usize,
    sha256: Option<String>,
}

/// A copy whose manifest has proved true.
struct Copied {
    problems: Vec<String>,
    small: BTreeMap<String, String>,
    /// The stores of the database by name. Bytes are `{"file": <path>}`.
    database: BTreeMap<String, Rows>,
    /// All else in the zip.
    files: BTreeMap<String, Vec<u8>>,
}

#[derive(Deserialize)]
struct Stores {
    #[serde(rename = "localStorage")]
    small: BTreeMap<String, String>,
    #[serde(rename = "indexedDB")]
    databases: BTreeMap<String, BTreeMap<String, Rows>>,
}

impl Copied {
    /// `digest`: what a browser makes of the bytes of a file.
    fn read(zip: &Path, digest: impl Fn(&[u8]) -> Option<String>) -> Outcome<Self> {
        let files = unpacked(zip)?;
        assert_eq!(files.first().map(|(path, _)| path.as_str()), Some("manifest.json"));
        let mut files: BTreeMap<String, Vec<u8>> = files.into_iter().collect();
        let mut take = |path| files.remove(path).ok_or_else(|| format!("there is no {path}"));
        let mut manifest: Manifest = serde_json::from_slice(&take("manifest.json")?)?;
        let stores = take("stores.json")?;
        assert_eq!((manifest.format.as_str(), manifest.version), ("lanyard-copy", 1));
        let all = files
            .iter()
            .chain([(&"stores.json".to_owned(), &stores)])
            .map(|(path, bytes)| ListedFile { path: path.clone(), bytes: bytes.len(), sha256: digest(bytes) })
            .collect::<Vec<_>>();
        manifest.files.sort_unstable();
        assert_eq!(manifest.files, all);
        let mut stores: Stores = serde_json::from_slice(&stores)?;
        let database = stores.databases.remove(DATABASE).ok_or("there is no database in it")?;
        Ok(Self { problems: manifest.problems, small: stores.small, database, files })
    }

    /// The rows of a store, with the bytes in their place.
    fn rows(&mut self, store: &str) -> Outcome<Rows> {
        let rows = self.database.remove(store).ok_or("there is no such store")?;
        let whole = |(key, value): (String, Value)| {
            let Some(path) = value.get("file").and_then(Value::as_str) else { return Ok((key, value)) };
            Ok((key, json!(self.files.remove(path).ok_or("it is not in the zip")?)))
        };
        rows.into_iter().map(whole).collect()
    }
}

fn sha256(bytes: &[u8]) -> Option<String> {
    Some(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Everything that was stored is in the copy.
fn has_everything(zip: &Path, stored: &Stored) -> Outcome {
    let mut copied = Copied::read(zip, sha256)?;
    assert_eq!(copied.problems, [""; 0]);
    assert_eq!(copied.rows("heads")?, stored.heads);
    assert_eq!(copied.rows("history")?, stored.history);
    assert_eq!(copied.rows("files")?, stored.files);
    assert_eq!(copied.files.len(), 0, "there is nothing else");
    for (key, frame) in stored.heads.iter().chain(&stored.history) {
        assert!(Revision::read(frame.as_str().unwrap_or_default()).is_ok(), "{key}");
    }
    // The app goes on counting its starts in the small store.
    let mut heads = 0;
    for (key, frame) in stored.small.iter().filter(|(key, _)| key.starts_with("lanyard /x/y/ head/")) {
        assert_eq!(copied.small.get(key), Some(frame), "{key}");
        heads += 1;
    }
    // It gets its copies in calm moments, so the last one may still be missing.
    assert!(heads > 0, "the small store has them, too");
    Ok(())
}

#[test]
fn with_the_app_unreadable_everything_is_saved() -> Outcome {
    journey(async |stage| {
        let browser = stage.open(&["#/now?at=", DURING].concat()).await?;
        let page = browser.page();
        page.status("Ready offline").await?;
        keep_something(page, &stage).await?;
        spoil_webassembly(&stage)?;
        leave_the_app(page, &stage).await?;
        page.run_until_answered(EMPTY_CACHES, vec![]).await?;
        page.devtools("Network.clearBrowserCache", json!({})).await?;

        page.open(&stage.server.app()).await?;
        page.alert("Lanyard could not start.…").await?;
        page.tap(&page.link("Save a copy of my notes").await?).await?;
        page.heading("Save a copy of everything").await?;
        let stored: Stored = serde_json::from_value(page.run_until_answered(STORED, vec![]).await?)?;
        assert!(json!(stored.heads).to_string().contains("Two hundred clusters, one team"));
        assert!(stored.files.iter().any(|(name, _)| name.starts_with("photo/")));
        let zip = save_copy(page, &stage, "Saved to your downloads.").await?;
        has_everything(&zip, &stored)?;
        assert_eq!(page.troubles().await?, Vec::<String>::new());
        browser.close().await?;
        in_firefox(&stage, &stored).await?;
        is_restored(&zip).await
    })
}

/// What the rescue page saved before copies were zips, of a notebook with the same in it.
#[test]
fn a_copy_of_the_earlier_form_is_restored() -> Outcome {
    journey(async |_| {
        let copy = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src/backup/golden/copy.json");
        is_restored(&copy.canonicalize()?).await
    })
}

/// On a phone that never had any of it.
async fn is_restored(copy: &Path) -> Outcome {
    let stage = Stage::set()?;
    let browser = stage.open("#/backup").await?;
    let page = browser.page();
    page.choose("A backup file", copy).await?;
    page.says("Adds 3 notes, 1 mark").await?;
    page.says("Adds 1 photo").await?;
    page.press("Restore").await?;
    page.button("Undo the last restore").await?;
    page.go("#/notebook").await?;
    page.says("3 entries").await?;
    page.says("Two hundred clusters, one team").await?;
    page.says("Naïve \u{1f980} and \\ and \"quotes\"").await?;
    page.find("img", "A photo without a caption").await?;
    assert_eq!(page.troubles().await?, Vec::<String>::new());
    browser.close().await
}

/// The same stores in another engine, which nobody drives: a page of the host fills them, and taps as a person would.
async fn in_firefox(stage: &Stage, stored: &Stored) -> Outcome {
    if !Engine::Firefox.is_here() {
        return skipped("there is no firefox here");
    }
    stage.server.answer("/__stores.json", Answer::new(200, "application/json", json!(stored).to_string()));
    stage.server.answer("/__rescue.js", Answer::new(200, "text/javascript", BY_ITSELF));
    let page = "<!doctype html><title>Someone who saves</title><iframe src='about:blank'></iframe><script src='/__rescue.js'></script>";
    stage.server.answer("/__rescue", Answer::new(200, "text/html", page));
    let profile = Profile::fresh()?;
    let _running = Engine::Firefox.start(&profile, &[&stage.server.origin(), "/__rescue"].concat())?;
    let told = stage.server.wait_for(PATIENCE, |told| told.last().cloned()).ok_or("Firefox said nothing")?;
    assert_eq!(told, json!("Saved to your downloads."));
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(zip) = whole_zip(&engine::downloads(&profile))? {
            return has_everything(&zip, stored);
        }
        assert!(Instant::now() < deadline, "nothing was saved");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

/// The zip in a folder, when all of it is there. Until then another file lies beside it.
pub fn whole_zip(folder: &Path) -> Outcome<Option<PathBuf>> {
    if !folder.exists() {
        return Ok(None);
    }
    let files = fs::read_dir(folder)?.map(|file| Ok(file?.path())).collect::<Outcome<Vec<PathBuf>>>()?;
    match files.as_slice() {
        [zip] if zip.extension().is_some_and(|it| it == "zip") && fs::metadata(zip)?.len() > 0 => Ok(Some(zip.clone())),
        _ => Ok(None),
    }
}

/// How long Firefox may take to start, and to do all of it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Fills the stores, follows the way from the app that does not start to the copy, and tells what it is told there.
const BY_ITSELF: &str = "
    const app = document.querySelector('iframe');
    const tell = (what) => fetch('/__log', { method: 'POST', body: JSON.stringify(what) });
    const result = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const find = (selector, words) => [...(app.contentDocument?.querySelectorAll(selector) ?? [])].find((it) => words.test(it.textContent));
    async function until(look) {
        for (;;) {
            const found = look();
            if (found) return found;
            await new Promise((next) => setTimeout(next, 20));
        }
    }
    async function fill({ small, ...stores }) {
        for (const key in small) localStorage.setItem(key, small[key]);
        const opening = indexedDB.open('lanyard /x/y/', 1);
        opening.onupgradeneeded = () => Object.keys(stores).forEach((name) => opening.result.createObjectStore(name));
        const database = await result(opening);
        for (const name in stores) {
            const store = database.transaction(name, 'readwrite').objectStore(name);
            await Promise.all(stores[name].map(([key, value]) => result(store.put(typeof value === 'string' ? value : Uint8Array.from(value), key))));
        }
        database.close();
    }
    (async () => {
        await fill(await (await fetch('/__stores.json')).json());
        app.src = '/x/y/';
        await until(() => find('.rescue', /could not start/));
        find('a', /Save a copy of my notes/).click();
        const { contentWindow: page } = await until(() => /rescue.html$/.test(app.contentWindow.location) && app);
        await until(() => page.document.readyState === 'complete');
        find('button', /Save a copy/).click();
        const state = await until(() => find('[role=status]', /^(Saved|There is no copy)/));
        tell(state.textContent);
    })().catch((error) => tell(String(error)));";

#[test]
fn the_page_breaks_no_rule_of_access() -> Outcome {
    journey(async |stage| {
        let axe = match Axe::ready() {
            Ok(axe) => axe,
            Err(error) => return skipped(&error.to_string()),
        };
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        // Something waits, so that all of the page shows.
        let wait = "const done = arguments[0]; caches.open('lanyard /x/y/ shared')
            .then((shared) => shared.put('shared/1/words', new Response('words'))).then(() => done(true));";
        page.run_until_answered(wait, vec![]).await?;
        for (width, height) in [(320, 640), (360, 740), (1280, 800)] {
            page.shape(width, height).await?;
            for scheme in ["light", "dark"] {
                page.prefer(scheme).await?;
                page.open(&stage.at("rescue.html")).await?;
                page.button("Forget what waits").await?;
                let found = axe.violations(page).await?;
                assert!(found.is_empty(), "{width} px, {scheme}:\n{}", found.join("\n"));
            }
        }
        browser.close().await
    })
}

/// A large value is a file of its own on disk, and such files are lost or damaged one by one.
#[test]
fn a_photo_that_the_browser_lost_takes_nothing_else_along() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        photos(browser.page(), &stage, 3, 100_000).await?;
        browser.close().await?;
        fs::remove_file(large_values(stage.profile.path())?.first().ok_or("the browser keeps photos elsewhere")?)?;

        let browser = Browser::start(&stage.profile).await?;
        let page = browser.page();
        page.open(&stage.at("rescue.html")).await?;
        let zip = save_copy(page, &stage, "Saved, but not all of it could be read (1): files photo/…").await?;
        let copied = Copied::read(&zip, sha256)?;
        assert_eq!(copied.problems.len(), 1, "{:?}", copied.problems);
        assert_eq!(copied.database.get("heads").map(Vec::len), Some(3));
        assert_eq!(copied.files.values().filter(|bytes| bytes.len() == 100_000).count(), 2);
        browser.close().await
    })
}

/// The files of this profile in which Chromium keeps the large values of databases.
fn large_values(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_large = path.components().any(|part| part.as_os_str().to_string_lossy().ends_with(".indexeddb.blob"));
        if path.is_dir() {
            found.extend(large_values(&path)?);
        } else if is_large {
            found.push(path);
        }
    }
    Ok(found)
}

/// As at an address that is not secure, where a browser has no SHA-256, no caches and no service worker.
#[test]
fn without_https_a_copy_has_no_digests() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        keep(page, "At home in the hallway").await?;
        let insecure = "Object.defineProperty(crypto, 'subtle', { value: undefined }); delete window.caches;";
        page.before_every_page(insecure).await?;
        page.open(&stage.at("rescue.html")).await?;
        let zip = save_copy(page, &stage, "Saved to your downloads.").await?;
        // Reading it checks every CRC-32.
        let copied = Copied::read(&zip, |_| None)?;
        assert!(json!(copied.database).to_string().contains("At home in the hallway"));
        assert_eq!(page.troubles().await?, Vec::<String>::new());
        browser.close().await
    })
}

/// A phone with a hard year behind it, and half as fast as this machine, goes on answering. What else the machine does makes
/// it slower here and there, and seldom twice at the same step: what counts is the best of some runs.
#[test]
fn five_thousand_entries_and_two_hundred_photos_keep_the_page_answering() -> Outcome {
    undisturbed_journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        let mut past = Past::default();
        (0..5_000).for_each(|number| past.note(number, &format!("Note {number}: {}", "words ".repeat(40))));
        past.put(page, &stage).await?;
        let ids: Vec<String> = (0..200).map(|number| format!("{number:064x}")).collect();
        for some in ids.chunks(50) {
            put_photos(page, some, 300_000).await?;
        }
        page.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 2 })).await?;
        let mut best = BTreeMap::<String, f64>::new();
        for _ in 0..RUNS {
            page.open(&stage.at("rescue.html")).await?;
            let run: BTreeMap<String, f64> = serde_json::from_value(page.run_until_answered(WATCHED, vec![]).await?)?;
            assert!(
                run.keys().filter(|step| step.ends_with(" of 200")).count() > 100,
                "the page is not seen to go on: {run:?}"
            );
            for (step, millis) in run {
                best.entry(step).and_modify(|best| *best = best.min(millis)).or_insert(millis);
            }
            if best.values().all(|millis| *millis < LONGEST_MS) {
                return browser.close().await;
            }
        }
        best.retain(|_, millis| *millis >= LONGEST_MS);
        Err(format!("the page is kept busy: {best:?}").into())
    })
}

const RUNS: usize = 6;

/// Saves a copy, and says for each step that the page showed how long it was busy at most, in milliseconds.
const WATCHED: &str = "
    const done = arguments[0];
    const state = document.querySelector('[role=status]');
    const busy = {};
    const { port1, port2 } = new MessageChannel();
    let last;
    // Whoever sends itself messages hears of each one when the page has time for it.
    port1.onmessage = () => {
        const now = performance.now();
        const step = state.textContent;
        busy[step] = Math.max(busy[step] ?? 0, now - last);
        last = now;
        if (step.startsWith('Saved')) return done(busy);
        port2.postMessage(0);
    };
    // What DevTools does to run this is a task, too.
    setTimeout(() => {
        last = performance.now();
        port2.postMessage(0);
        document.querySelector('button').click();
    }, 500);";
