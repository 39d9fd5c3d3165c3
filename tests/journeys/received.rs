//! Someone shares from another app into the installed Lanyard, in a hall without a network.

use std::fs;
use std::path::PathBuf;

use image::{ImageFormat, RgbImage};
use lanyard_journeys::Outcome;
use lanyard_journeys::browser::Browser;
use lanyard_journeys::page::Page;
use lanyard_journeys::server::Answer;
use lanyard_journeys::stage::{Stage, journey};
use serde_json::Value;

const FIELD: &str = "What do you want to keep?";

fn picture(stage: &Stage, name: &str, shade: u8) -> Outcome<PathBuf> {
    let path = stage.profile.path().join(name);
    RgbImage::from_pixel(400, 300, image::Rgb([shade, 40, 90])).save_with_format(&path, ImageFormat::Png)?;
    Ok(path)
}

/// The phone's share sheet: it posts a form to the address that the manifest names. The page must be open before the
/// network goes; the service worker answers the form.
async fn open_share_sheet(page: &Page, stage: &Stage) -> Outcome {
    let manifest = fs::read_to_string(lanyard_journeys::stage::dist()?.join("manifest.webmanifest"))?;
    let manifest: Value = serde_json::from_str(&manifest)?;
    let said = |path: &str| manifest.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
    assert_eq!(
        (said("/share_target/method"), said("/share_target/enctype")),
        ("POST".into(), "multipart/form-data".into())
    );
    let words = ["title", "text", "url"].map(|field| {
        format!("<label>{field} <input name='{}'></label>", said(&["/share_target/params/", field].concat()))
    });
    let form = format!(
        "<form method=post enctype=multipart/form-data action='{}{}'>{}
         <label>pictures <input type=file multiple name='{}'></label>
         <label>schedules <input type=file multiple name='{}'></label><button>Share</button></form>",
        stage.server.app(),
        said("/share_target/action"),
        words.concat(),
        said("/share_target/params/files/0/name"),
        said("/share_target/params/files/1/name"),
    );
    stage.server.answer("/__sheet", Answer::new(200, "text/html", form.as_str()));
    page.open(&[&stage.server.origin(), "/__sheet"].concat()).await
}

/// Lanyard is ready for the network to go, and someone is about to share.
async fn begin(stage: &Stage) -> Outcome<Browser> {
    let browser = stage.open("").await?;
    browser.page().status("Ready offline").await?;
    open_share_sheet(browser.page(), stage).await?;
    Ok(browser)
}

/// Two taps: Lanyard in the share sheet, and Keep.
async fn keep(page: &Page) -> Outcome {
    page.heading("Shared with Lanyard").await?;
    page.press("Keep").await?;
    page.status("Saved on this phone").await?;
    Ok(())
}

#[test]
fn words_and_pictures_that_are_shared_become_entries_offline() -> Outcome {
    journey(async |mut stage| {
        let browser = begin(&stage).await?;
        let page = browser.page();
        stage.server.stop();
        page.find("textbox", "title").await?.send_keys("A pelican talk").await?;
        page.find("textbox", "url").await?.send_keys("https://example.org/?a=b&c").await?;
        page.press("Share").await?;
        keep(page).await?;
        page.go("#/notebook").await?;
        page.says("1 entry").await?;
        page.says("A pelican talk").await?;
        page.link("https://example.org/?a=b&c").await?;

        stage.server.restart()?;
        open_share_sheet(page, &stage).await?;
        stage.server.stop();
        page.find("textbox", "text").await?.send_keys("from the gallery").await?;
        page.choose("pictures", &picture(&stage, "one.png", 10)?).await?;
        page.press("Share").await?;
        page.says("one.png").await?;
        keep(page).await?;
        page.find("img", "from the gallery").await?;
        page.go("#/notebook").await?;
        page.says("2 entries").await?;
        page.wait("nothing waits any more", async || Ok(waiting(page).await? == 0)).await?;
        page.reload().await?;
        page.says("2 entries").await?;
        browser.close().await
    })
}

/// The service worker had the pictures, and the app never came to show them.
#[test]
fn what_is_shared_waits_for_the_next_start() -> Outcome {
    journey(async |stage| {
        let browser = begin(&stage).await?;
        let page = browser.page();
        page.choose("pictures", &picture(&stage, "one.png", 20)?).await?;
        page.choose("pictures", &picture(&stage, "two.png", 30)?).await?;
        // The app is on its way for ever.
        page.before_every_page("WebAssembly.instantiateStreaming = () => new Promise(() => {});").await?;
        page.press("Share").await?;
        page.wait("both wait", async || Ok(waiting(page).await? == 2)).await?;
        browser.kill();

        let browser = stage.open("#/notebook").await?;
        let page = browser.page();
        page.says("Something was shared with Lanyard and is not saved yet.").await?;
        page.says("Nothing here yet").await?;
        page.press("Look at it").await?;
        page.says("two.png").await?;
        keep(page).await?;
        page.press("Done").await?;
        page.go("#/notebook").await?;
        page.says("2 entries").await?;
        page.wait("nothing waits any more", async || Ok(waiting(page).await? == 0)).await?;
        assert_eq!(page.all("img", "A photo without a caption").await?.len(), 2);
        page.reload().await?;
        page.says("2 entries").await?;
        browser.close().await
    })
}

#[test]
fn a_share_that_cannot_be_taken_over_says_so() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/capture?refused=files&text=the+words+came").await?;
        let page = browser.page();
        page.alert("Lanyard could not take what you shared.…").await?;
        keep(page).await?;
        let text = page.find("textbox", FIELD).await?.prop("value").await?;
        assert_eq!(text.as_deref(), Some("the words came"));
        browser.close().await
    })
}

/// Anybody can make a link, or send one on.
#[test]
fn a_link_alone_saves_nothing() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/notebook").await?;
        let page = browser.page();
        for number in 0..3 {
            page.go(&format!("#/capture?text=planted+{number}")).await?;
            page.says(&format!("planted {number}")).await?;
        }
        page.says("This text came with a link.").await?;
        page.press("Discard").await?;
        page.go("#/notebook").await?;
        page.says("Nothing here yet").await?;

        let long = ["#/capture?text=", &"a".repeat(1_900_000)].concat();
        page.go(&long).await?;
        page.alert("This text is longer than 100 kB…").await?;
        assert_eq!(page.all("button", "Keep").await?.len(), 0);
        page.go("#/notebook").await?;
        page.says("Nothing here yet").await?;
        page.reload().await?;
        page.says("Nothing here yet").await?;
        browser.close().await
    })
}

/// A form of any page may post what the share sheet posts.
#[test]
fn a_form_of_another_page_saves_nothing_and_pictures_are_measured_first() -> Outcome {
    journey(async |stage| {
        let browser = begin(&stage).await?;
        let page = browser.page();
        page.find("textbox", "text").await?.send_keys("planted").await?;
        for name in ["one.png", "two.png", "three.png"] {
            page.choose("pictures", &bomb(&stage, name)?).await?;
        }
        page.press("Share").await?;
        page.heading("Shared with Lanyard").await?;
        page.go("#/notebook").await?;
        page.says("Nothing here yet").await?;
        browser.close().await?;

        let browser = stage.open("#/notebook").await?;
        let page = browser.page();
        page.run(TELL_OF_DECODING, vec![]).await?;
        page.says("Nothing here yet").await?;
        page.press("Look at it").await?;
        page.press("Keep").await?;
        page.says("three.png: This picture has more than 50 megapixels").await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        // What could be kept of it, the words, was kept: it was asked for.
        page.status("Saved on this phone").await?;
        page.wait("nothing waits any more", async || Ok(waiting(page).await? == 0)).await?;
        browser.close().await
    })
}

const TELL_OF_DECODING: &str = "window.createImageBitmap = () => {
    window.journeyTroubles.push('a picture was decoded');
    return Promise.reject(new Error('it was decoded'));
};";

/// A PNG of 20,000 times 20,000 pixels, as far as its header says it.
fn bomb(stage: &Stage, name: &str) -> Outcome<PathBuf> {
    let path = stage.profile.path().join(name);
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(20_000_u32.to_be_bytes());
    bytes.extend(20_000_u32.to_be_bytes());
    bytes.extend(b"\x08\0\0\0\0");
    fs::write(&path, bytes)?;
    Ok(path)
}

/// The picture ended the browser: it is asked about at the next start, and not tried again by itself.
#[test]
fn an_attempt_that_ended_lanyard_is_not_repeated_by_itself() -> Outcome {
    journey(async |stage| {
        let browser = begin(&stage).await?;
        let page = browser.page();
        page.choose("pictures", &picture(&stage, "one.png", 20)?).await?;
        page.before_every_page(DECODE_FOR_EVER).await?;
        page.press("Share").await?;
        page.heading("Shared with Lanyard").await?;
        page.press("Keep").await?;
        let is_decoding = "return window.isDecoding === true";
        page.wait("it is decoded", async || Ok(page.run(is_decoding, vec![]).await? == true)).await?;
        browser.kill();

        let browser = stage.open("#/now").await?;
        let page = browser.page();
        page.press("Look at it").await?;
        page.alert("Lanyard stopped the last time it tried to keep this.…").await?;
        page.press("Try again").await?;
        page.status("Saved on this phone").await?;
        page.wait("nothing waits any more", async || Ok(waiting(page).await? == 0)).await?;
        browser.close().await
    })
}

const DECODE_FOR_EVER: &str = "window.createImageBitmap = () => {
    window.isDecoding = true;
    return new Promise(() => {});
};";

/// The way out that needs nothing of the app.
#[test]
fn the_rescue_page_forgets_what_waits() -> Outcome {
    journey(async |stage| {
        let browser = begin(&stage).await?;
        let page = browser.page();
        page.choose("pictures", &picture(&stage, "one.png", 20)?).await?;
        page.press("Share").await?;
        page.heading("Shared with Lanyard").await?;
        page.open(&stage.at("rescue.html")).await?;
        page.press("Forget what waits").await?;
        page.status("Forgotten. What is in your notebook stays.").await?;
        page.gone("button", "Forget what waits").await?;
        assert_eq!(waiting(page).await?, 0);
        browser.close().await
    })
}

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Pelican day\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Pelicans at scale\r\n\
    DTSTART:20241112T170000Z\r\nDTEND:20241112T173000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn calendar(stage: &Stage) -> Outcome<PathBuf> {
    let path = stage.profile.path().join("pelicans.ics");
    fs::write(&path, CALENDAR)?;
    Ok(path)
}

#[test]
fn a_shared_schedule_is_shown_before_it_is_added() -> Outcome {
    journey(async |stage| {
        let browser = begin(&stage).await?;
        let page = browser.page();
        page.choose("schedules", &calendar(&stage)?).await?;
        page.press("Share").await?;
        page.heading("Pelican day").await?;
        page.wait("nothing waits any more", async || Ok(waiting(page).await? == 0)).await?;
        page.press("Add to KubeCon week").await?;
        page.tap(&page.link("Pelican day…").await?).await?;
        page.says("From the file pelicans.ics").await?;
        page.go("#/notebook").await?;
        page.gone("listitem", "").await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

/// What reads schedules comes over the network when it is first needed. Until then the file waits.
#[test]
fn a_shared_schedule_waits_until_it_can_be_read() -> Outcome {
    journey(async |mut stage| {
        let browser = begin(&stage).await?;
        let page = browser.page();
        stage.server.stop();
        page.choose("schedules", &calendar(&stage)?).await?;
        page.press("Share").await?;
        page.alert("The part of Lanyard that reads schedules could not be loaded…").await?;
        assert_eq!(waiting(page).await?, 1);
        browser.close().await?;

        stage.server.restart()?;
        let browser = stage.open("#/notebook").await?;
        let page = browser.page();
        page.says("You shared a schedule. It is not read yet.").await?;
        page.press("Read it").await?;
        page.heading("Pelican day").await?;
        page.wait("nothing waits any more", async || Ok(waiting(page).await? == 0)).await?;
        page.reload().await?;
        page.heading("Add a conference").await?;
        assert!(!page.text().await?.contains("that you shared"), "it was read");
        browser.close().await
    })
}

/// How many files wait for the app.
async fn waiting(page: &Page) -> Outcome<u64> {
    let script = "const done = arguments[arguments.length - 1];
        caches.open('lanyard /x/y/ shared').then((cache) => cache.keys()).then((keys) => done(keys.length));";
    page.run_until_answered(script, vec![]).await?.as_u64().ok_or_else(|| "no number".into())
}
