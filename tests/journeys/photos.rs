//! Someone photographs a whiteboard: it is shrunk, loses what the camera wrote beside it, and stays.

use std::fs;
use std::path::PathBuf;

use image::codecs::jpeg::JpegEncoder;
use image::{ImageReader, RgbImage};
use lanyard_journeys::Outcome;
use lanyard_journeys::browser::Browser;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{DURING, Stage, journey};
use serde_json::json;

const FIELD: &str = "What do you want to keep?";
const CAPTION: &str = "Caption: what it shows";
/// What the camera wrote into the file, and nobody else may read.
const SECRET: &str = "at home, 52.5163 N 13.3777 E";

/// A camera's picture: 3,000 by 2,000 pixels that do not compress well, lying on its side, with the location beside it.
fn camera_picture(stage: &Stage, name: &str, seed: u64) -> Outcome<PathBuf> {
    let mut chance = fastrand::Rng::with_seed(seed);
    let picture = RgbImage::from_fn(3_000, 2_000, |x, y| {
        let grain = chance.u8(0..60);
        image::Rgb([(x / 16) as u8 ^ grain, (y / 16) as u8, grain])
    });
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 85).encode_image(&picture)?;
    bytes.splice(2..2, exif());
    let path = stage.profile.path().join(name);
    fs::write(&path, bytes)?;
    Ok(path)
}

/// An Exif segment (Exif 2.32, in TIFF 6.0's form): turned by a quarter, and a description.
fn exif() -> Vec<u8> {
    let field = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let text_length = SECRET.len() as u32 + 1;
    let tiff = [
        &b"II*\0\x08\0\0\0\x02\0"[..],
        &field(0x010e, 2, text_length, 8 + 2 + 2 * 12 + 4),
        &field(0x0112, 3, 1, 6),
        &[0; 4],
        SECRET.as_bytes(),
        &[0],
    ]
    .concat();
    let length = (2 + 6 + tiff.len()) as u16;
    [&b"\xff\xe1"[..], &length.to_be_bytes(), b"Exif\0\0", &tiff].concat()
}

/// Every photo in the database.
async fn stored(page: &Page) -> Outcome<Vec<Vec<u8>>> {
    let script = "
        const done = arguments[arguments.length - 1];
        indexedDB.open('lanyard /x/y/').onsuccess = ({ target: { result: database } }) => {
            const range = IDBKeyRange.bound('photo/', 'photo/~');
            database.transaction('files').objectStore('files').getAll(range).onsuccess = ({ target: { result } }) => {
                database.close();
                done(result.map((bytes) => [...bytes]));
            };
        };";
    Ok(serde_json::from_value(page.run_until_answered(script, vec![]).await?)?)
}

/// Waits until a picture with this text is drawn, and gives its address. Lists are drawn anew while they are being read.
async fn shown(page: &Page, words: &str) -> Outcome<String> {
    page.find("img", words).await?;
    let drawn = "return [...document.images].find((it) => it.alt === arguments[0] && it.naturalWidth > 0)?.src ?? ''";
    page.wait("the photo is drawn", async || Ok(page.run(drawn, vec![json!(words)]).await? != "")).await?;
    Ok(page.run(drawn, vec![json!(words)]).await?.as_str().unwrap_or_default().to_owned())
}

async fn begin(page: &Page) -> Outcome {
    page.press("Capture").await?;
    page.press("Photo").await?;
    page.find("textbox", CAPTION).await?;
    Ok(())
}

#[test]
fn a_photo_is_shrunk_stripped_kept_and_replaced() -> Outcome {
    journey(async |mut stage| {
        let now = ["#/now?at=", DURING].concat();
        let browser = stage.open(&now).await?;
        let page = browser.page();
        page.status("Ready offline").await?;
        page.press("Star …").await?;
        stage.server.stop();
        let (first, second) = (camera_picture(&stage, "first.jpg", 1)?, camera_picture(&stage, "second.jpg", 2)?);
        let raw = fs::read(&first)?;
        assert!(raw.len() > 1_000_000 && raw.windows(SECRET.len()).any(|part| part == SECRET.as_bytes()));

        begin(page).await?;
        page.choose("Choose a picture", &first).await?;
        page.find("textbox", CAPTION).await?.send_keys("A whiteboard").await?;
        page.find("textbox", FIELD).await?.send_keys("pelican plans").await?;
        shown(page, "A whiteboard").await?;
        page.status("Saved on this phone").await?;
        let kept = stored(page).await?;
        assert_eq!(kept.len(), 1);
        for photo in &kept {
            assert!(photo.len() <= 300_000, "{} bytes", photo.len());
            for trace in [&b"Exif"[..], SECRET.as_bytes()] {
                assert!(!photo.windows(trace.len()).any(|part| part == trace), "the place came along");
            }
            let size = ImageReader::new(std::io::Cursor::new(photo)).with_guessed_format()?.into_dimensions()?;
            assert_eq!(size, (1_067, 1_600), "upright, and its longer side at most 1,600 pixels");
        }
        browser.kill();

        let browser = stage.open("#/notebook").await?;
        let page = browser.page();
        let before = shown(page, "A whiteboard").await?;
        page.says("pelican plans").await?;
        page.press("Edit").await?;
        page.choose("Choose another", &second).await?;
        page.wait("the other photo is shown", async || {
            let others = "return [...document.images].filter((it) => it.alt && it.src !== arguments[0]).length";
            Ok(page.run(others, vec![json!(before)]).await? == 2)
        })
        .await?;
        page.status("Saved on this phone").await?;
        page.press("Done").await?;
        // The first one belongs to the entry's history.
        assert_eq!(stored(page).await?.len(), 2);

        page.press("Edit").await?;
        page.press("Delete").await?;
        page.gone("img", "A whiteboard").await?;
        page.reload().await?;
        page.says("0 entries").await?;
        assert_eq!(stored(page).await?.len(), 2, "the trash still needs them");
        browser.close().await
    })
}

#[test]
fn a_photo_stands_where_the_entry_stands() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/venues").await?;
        let page = browser.page();
        let picture = camera_picture(&stage, "venue.jpg", 3)?;
        for address in ["#/venue/", "#/session/"] {
            if address == "#/session/" {
                page.go("#/agenda?day=2024-11-13").await?;
            }
            let link = "return document.querySelector(`a[href^='${arguments[0]}']`)?.getAttribute('href') ?? ''";
            page.wait(address, async || Ok(page.run(link, vec![json!(address)]).await? != "")).await?;
            let address = page.run(link, vec![json!(address)]).await?;
            page.go(address.as_str().unwrap_or_default()).await?;
            // The field is one line until somebody comes to it.
            page.tap(&page.find("textbox", FIELD).await?).await?;
            page.press("Photo").await?;
            page.choose("Choose a picture", &picture).await?;
            shown(page, "A photo without a caption").await?;
            page.status("Saved on this phone").await?;
            page.reload().await?;
            shown(page, "A photo without a caption").await?;
        }
        assert_eq!(stored(page).await?.len(), 1, "the same picture is kept once");
        browser.close().await
    })
}

#[test]
fn what_cannot_be_kept_is_said_in_words() -> Outcome {
    journey(async |stage| {
        let browser = Browser::start(&stage.profile).await?;
        let page = browser.page();
        // Before the app opens its database: Chromium remembers for a while how much room it found. What the estimate
        // says does not follow this quota.
        let quota = json!({ "origin": stage.server.origin(), "quotaSize": 1 });
        page.devtools("Storage.overrideQuotaForOrigin", quota).await?;
        page.open(&stage.at("#/now")).await?;
        let no_picture = stage.profile.path().join("letter.jpg");
        fs::write(&no_picture, "Dear Sir")?;
        begin(page).await?;
        page.choose("Take a photo", &no_picture).await?;
        page.alert("This file is not a picture…").await?;

        page.choose("Take a photo", &camera_picture(&stage, "large.jpg", 4)?).await?;
        page.alert("There is no room for more photos…").await?;
        let freed = json!({ "origin": stage.server.origin() });
        page.devtools("Storage.overrideQuotaForOrigin", freed).await?;
        page.choose("Take a photo", &camera_picture(&stage, "again.jpg", 4)?).await?;
        shown(page, "A photo without a caption").await?;
        page.status("Saved on this phone").await?;
        assert_eq!(stored(page).await?.len(), 1);
        browser.close().await
    })
}

/// Browsers differ in what they say of the room there is, so here it is said for them.
#[test]
fn photos_stop_before_words_do() -> Outcome {
    journey(async |stage| {
        let picture = camera_picture(&stage, "whiteboard.jpg", 5)?;
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        let says = |used: u32| {
            format!("StorageManager.prototype.estimate = async () => ({{ usage: {used}000000, quota: 100000000 }});")
        };
        page.before_every_page(&says(71)).await?;
        page.open(&stage.at("#/phone")).await?;
        page.status("Storage is more than 70 % full…").await?;
        page.says("Filling up: 71 MB used of about 100 MB.").await?;
        page.before_every_page(&says(93)).await?;
        page.open(&stage.at("#/phone")).await?;
        page.alert("Storage is more than 90 % full…").await?;
        page.says("Nearly full: 93 MB used of about 100 MB.").await?;
        begin(page).await?;
        page.choose("Choose a picture", &picture).await?;
        page.alert("There is no room for more photos…").await?;
        page.find("textbox", FIELD).await?.send_keys("words still go on").await?;
        page.status("Saved on this phone").await?;
        assert!(stored(page).await?.is_empty());
        browser.close().await
    })
}

#[test]
fn the_browser_is_asked_to_keep_what_there_is() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        // The first time it says no, as browsers do that hardly know a site.
        let browser_says = "let asked = 0;
            StorageManager.prototype.persisted = async () => asked > 1;
            StorageManager.prototype.persist = async () => (window.asked = asked += 1) > 1;";
        page.before_every_page(browser_says).await?;
        page.open(&stage.at("#/phone")).await?;
        page.says("This browser has not promised to keep your notes").await?;
        assert!(page.run("return window.asked ?? 0", vec![]).await? == 0, "there was nothing to keep yet");
        page.press("Capture").await?;
        page.find("textbox", FIELD).await?.send_keys("a first note").await?;
        page.wait("it was asked", async || Ok(page.run("return window.asked", vec![]).await? == 1)).await?;
        page.press("Done").await?;
        page.press("Ask the browser to keep my notes").await?;
        page.says("This browser has promised to keep your notes").await?;
        page.gone("button", "Ask the browser to keep my notes").await?;
        browser.close().await
    })
}
