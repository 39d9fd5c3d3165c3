//! A backup goes from one phone to another by codes that a camera sees. The browser is given a video instead of a camera.

use std::fs;
use std::path::PathBuf;

use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, Luma};
use lanyard_core::codes::{self, CodeReceiver, CodeSender, ScanOutcome};
use lanyard_core::share::Qr;
use lanyard_journeys::Outcome;
use lanyard_journeys::browser::{Browser, Profile};
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{Stage, journey};

use crate::hand_over::{downloads, saved};
use crate::sharing::{link, star};

/// What the camera's pictures are like: 30 of them a second.
const WIDTH: u32 = 640;
const HEIGHT: u32 = 480;
const JPEG_QUALITY: u8 = 60;

/// Pixels for each module of a code.
const SCALE: u32 = 4;

/// A screen with this code on it.
fn picture(code: &Qr) -> Outcome<Vec<u8>> {
    let side = code.size as u32 * SCALE;
    let (left, top) = ((WIDTH - side) / 2, (HEIGHT - side) / 2);
    let module =
        |at: u32, start: u32| at.checked_sub(start).map(|at| (at / SCALE) as usize).filter(|at| *at < code.size);
    let shown = GrayImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let is_dark = module(x, left).zip(module(y, top)).and_then(|(x, y)| code.modules.get(y * code.size + x));
        Luma([if is_dark == Some(&true) { 30 } else { 225 }])
    });
    compressed(&shown)
}

/// A screen with this picture in its middle: what another phone shows.
fn picture_on_screen(png: &[u8]) -> Outcome<Vec<u8>> {
    let shown = image::load_from_memory(png)?.to_luma8();
    let mut screen = GrayImage::from_pixel(WIDTH, HEIGHT, Luma([225]));
    let (left, top) = (WIDTH.saturating_sub(shown.width()) / 2, HEIGHT.saturating_sub(shown.height()) / 2);
    image::imageops::overlay(&mut screen, &shown, left.into(), top.into());
    compressed(&screen)
}

fn compressed(shown: &GrayImage) -> Outcome<Vec<u8>> {
    let mut jpeg = Vec::new();
    shown.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY))?;
    Ok(jpeg)
}

/// A browser whose camera sees these codes, over and over.
pub async fn before_codes(stage: &Stage, codes: &[Qr]) -> Outcome<Browser> {
    let pictures = codes.iter().map(picture).collect::<Outcome<Vec<_>>>()?;
    before_pictures(stage, pictures.concat()).await
}

/// A browser whose camera sees this video.
async fn before_pictures(stage: &Stage, video: Vec<u8>) -> Outcome<Browser> {
    let file: PathBuf = stage.profile.path().join("camera.mjpeg");
    fs::write(&file, video)?;
    let seen = format!("--use-file-for-fake-video-capture={}", file.display());
    let flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", &seen];
    let browser = Browser::start_with(&stage.profile, &flags).await?;
    browser.page().open(&stage.at("#/scan")).await?;
    browser.page().started().await?;
    Ok(browser)
}

/// The whole way: one phone shows what it has as codes, another one sees them and restores it.
#[test]
fn a_new_phone_gets_the_notes_by_codes() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/notebook").await?;
        let page = browser.page();
        page.press("Capture").await?;
        page.find("textbox", "What do you want to keep?").await?.send_keys("The keynote was about mutexes").await?;
        page.press("Done").await?;
        page.go("#/codes").await?;
        page.says("Any camera in view can read this: everything you wrote is in it.").await?;
        let mut receiver = CodeReceiver::default();
        let mut shown = Vec::new();
        let payload = loop {
            let code = seen(&page.picture_of("img", "A code, and then another one").await?)?;
            let outcome = receiver.take(&code);
            shown.push(code);
            match outcome {
                ScanOutcome::Progress { .. } => {}
                ScanOutcome::Complete(payload) => break payload,
                outcome => return Err(format!("{outcome:?}").into()),
            }
        };
        shown.dedup();
        assert!(shown.len() > 1, "they change");
        page.press("Pause").await?;
        page.button("Go on").await?;
        browser.close().await?;

        let sender = CodeSender::new(&payload)?;
        // The camera sees the same ones again and again, and a few must be spare: any two may say the same.
        let enough = sender.codes_needed() as u32 * 5 / 4 + 10;
        let codes: Vec<Qr> = (0..enough).filter_map(|number| sender.code(number)).collect();
        let new_phone = Stage { profile: Profile::fresh()?, ..stage };
        let browser = before_codes(&new_phone, &codes).await?;
        let page = browser.page();
        page.press("Use the camera").await?;
        arrives(page).await?;
        page.tap(&page.link(DONE).await?).await?;
        page.says("Adds 1 note").await?;
        page.press("Restore").await?;
        page.go("#/notebook").await?;
        page.says("The keynote was about mutexes").await?;
        assert_eq!(browser.foreign_hosts(), [""; 0]);
        browser.close().await
    })
}

const DONE: &str = "See what it would change";

/// Waits until all has come over, for as long as more and more comes.
async fn arrives(page: &Page) -> Outcome {
    let mut known = Vec::new();
    while page.all("link", DONE).await?.is_empty() {
        let more = async || page.attributes("progressbar", "Received", "value").await;
        page.wait("more comes over", async || Ok(more().await? != known || !page.all("link", DONE).await?.is_empty()))
            .await?;
        known = more().await?;
    }
    Ok(())
}

/// The text of the code on a screen.
fn seen(screen: &[u8]) -> Outcome<String> {
    let screen = image::load_from_memory(screen)?.to_luma8();
    let (width, height) = screen.dimensions();
    let text = codes::text(screen.as_raw(), width as usize, height as usize);
    Ok(text.ok_or("no code on the screen")?)
}

/// A loop of a second. It is too fast for the reader, which sees some codes each time.
#[test]
fn a_camera_brings_a_transfer_over() -> Outcome {
    journey(async |stage| {
        let mut random = fastrand::Rng::with_seed(1);
        let payload: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(12_000).collect();
        let sender = CodeSender::new(&payload)?;
        let codes: Vec<Qr> = (7..37).filter_map(|number| sender.code(number)).collect();
        let browser = before_codes(&stage, &codes).await?;
        let page = browser.page();
        let folder = downloads(page, &stage).await?;
        page.says("Pictures stay on this phone and are not kept.").await?;
        page.press("Use the camera").await?;
        page.status("All of it is here, exactly as it was sent.").await?;
        page.press("Save it as a file").await?;
        let file = saved(page, &folder, "lanyard-backup.zip").await?;
        assert!(fs::read(file)? == payload);
        assert_eq!(page.troubles().await?, [""; 0]);
        assert_eq!(browser.foreign_hosts(), [""; 0]);
        browser.close().await
    })
}

/// From one phone's screen to the other's camera.
#[test]
fn a_camera_reads_the_code_of_an_agenda() -> Outcome {
    journey(async |stage| {
        let profile = Profile::fresh()?;
        let sender = Browser::start(&profile).await?;
        let page = sender.page();
        page.shape(360, 740).await?;
        page.open(&stage.at("#/agenda?day=2024-11-13")).await?;
        page.started().await?;
        star(page, 3).await?;
        let link = link(page).await?;
        let shown = picture_on_screen(&page.picture_of("img", "Code with the link…").await?)?;
        sender.close().await?;

        let browser = before_pictures(&stage, shown).await?;
        let page = browser.page();
        page.press("Use the camera").await?;
        page.tap(&page.link("Look at this agenda").await?).await?;
        page.says("3 sessions").await?;
        assert_eq!(
            page.address().await?.split_once('#').map(|(_, page)| page),
            link.split_once('#').map(|(_, page)| page)
        );
        assert_eq!(browser.foreign_hosts(), [""; 0]);
        browser.close().await
    })
}

#[test]
fn without_a_camera_there_is_the_way_by_file() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/scan").await?;
        let page = browser.page();
        page.press("Use the camera").await?;
        page.alert("There is no camera that Lanyard could use…").await?;
        page.says("A backup comes over as a file, too").await?;
        browser.close().await
    })
}
