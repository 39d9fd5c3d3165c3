//! Lanyard does not start any more, and someone saves what they kept: on a page that needs nothing of it. The file has
//! everything the browser holds, byte for byte, and what cannot be read takes nothing else along.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use image::RgbImage;
use lanyard_core::records::Revision;
use lanyard_journeys::Outcome;
use lanyard_journeys::browser::{Browser, Profile};
use lanyard_journeys::engine::{self, Engine};
use lanyard_journeys::page::Page;
use lanyard_journeys::past::leave_the_app;
use lanyard_journeys::server::Answer;
use lanyard_journeys::site::unpacked;
use lanyard_journeys::stage::{DURING, Stage, dist, journey, skipped};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::capture::keep;
use crate::hand_over::{downloads, photos, saved};

const DATABASE: &str = "lanyard /x/y/";

/// What the browser holds: `{small: {key: text}, heads: [[key, frame]], history: .., files: [[key, [byte]]]}`.
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

/// What a zip holds by its paths, after all that its manifest says of it has proved true.
fn read_copy(zip: &Path) -> Outcome<(Value, BTreeMap<String, Vec<u8>>)> {
    let files = unpacked(zip)?;
    assert_eq!(files.first().map(|(path, _)| path.as_str()), Some("manifest.json"));
    let mut files: BTreeMap<String, Vec<u8>> = files.into_iter().collect();
    let manifest: Value = serde_json::from_slice(&files.remove("manifest.json").unwrap_or_default())?;
    assert_eq!((&manifest["format"], &manifest["version"]), (&json!("lanyard-copy"), &json!(1)));
    let listed: Vec<Value> = files
        .iter()
        .map(|(path, bytes)| {
            let sha256: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            json!({ "path": path, "bytes": bytes.len(), "sha256": sha256 })
        })
        .collect();
    let mut said = manifest["files"].as_array().cloned().unwrap_or_default();
    said.sort_by_key(|file| file["path"].to_string());
    assert_eq!(said, listed);
    Ok((manifest, files))
}

/// Everything that was stored is in the copy.
fn has_everything(zip: &Path, stored: &Value) -> Outcome {
    let (manifest, mut files) = read_copy(zip)?;
    assert_eq!(manifest["problems"], json!([]));
    let stores: Value = serde_json::from_slice(&files.remove("stores.json").unwrap_or_default())?;
    let database = &stores["indexedDB"][DATABASE];
    for store in ["heads", "history"] {
        assert_eq!(database[store], stored[store]);
        let rows = stored[store].as_array().ok_or("no rows")?;
        assert!(rows.len() >= 4, "{rows:?}");
        for row in rows {
            assert!(Revision::read(row[1].as_str().unwrap_or_default()).is_ok(), "{row}");
        }
    }
    let mut found = Vec::new();
    for row in database["files"].as_array().ok_or("no files")? {
        let path = row[1]["file"].as_str().ok_or("no file")?;
        found.push(json!([row[0], files.remove(path).ok_or("it is not in the zip")?]));
    }
    assert_eq!(json!(found), stored["files"]);
    assert!(found.iter().any(|row| row[0].as_str().is_some_and(|name| name.starts_with("photo/"))));
    assert_eq!(files.len(), 0, "there is nothing else");
    let small = stored["small"].as_object().ok_or("no small store")?;
    // The app goes on counting its starts in it.
    let heads: Vec<_> = small.iter().filter(|(key, _)| key.starts_with("lanyard /x/y/ head/")).collect();
    assert!(heads.len() >= 4, "{heads:?}");
    for (key, text) in heads {
        assert_eq!(&stores["localStorage"][key], text, "{key}");
    }
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
        let stored = page.run_until_answered(STORED, vec![]).await?;
        assert!(stored["heads"].to_string().contains("Two hundred clusters, one team"), "{stored}");
        let zip = save_copy(page, &stage, "Saved to your downloads.").await?;
        has_everything(&zip, &stored)?;
        assert_eq!(page.troubles().await?, Vec::<String>::new());
        browser.close().await?;
        in_firefox(&stage, &stored).await
    })
}

/// The same stores in another engine, which nobody drives: a page of the host fills them, and taps as a person would.
async fn in_firefox(stage: &Stage, stored: &Value) -> Outcome {
    if !Engine::Firefox.is_here() {
        return skipped("there is no firefox here");
    }
    stage.server.answer("/__stores.json", Answer::new(200, "application/json", stored.to_string()));
    stage.server.answer("/__rescue.js", Answer::new(200, "text/javascript", BY_ITSELF));
    let page = "<!doctype html><title>Someone who saves</title><iframe src='about:blank'></iframe><script src='/__rescue.js'></script>";
    stage.server.answer("/__rescue", Answer::new(200, "text/html", page));
    let profile = Profile::fresh()?;
    let _running = Engine::Firefox.start(&profile, &[&stage.server.origin(), "/__rescue"].concat())?;
    let told = stage.server.wait_for(PATIENCE, |told| told.last().cloned()).ok_or("Firefox said nothing")?;
    assert_eq!(told["state"], "Saved to your downloads.", "{told}");
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
fn whole_zip(folder: &Path) -> Outcome<Option<PathBuf>> {
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
        tell({ state: state.textContent });
    })().catch((error) => tell({ state: String(error) }));";
