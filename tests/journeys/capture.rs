//! Someone keeps what they hear and whom they meet.

use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{DURING, journey};
use thirtyfour::Key;

pub const FIELD: &str = "What do you want to keep?";

/// Captures a note from wherever one is.
pub async fn keep(page: &Page, text: &str) -> Outcome {
    page.press("Capture").await?;
    page.find("textbox", FIELD).await?.send_keys(text).await?;
    page.status("Saved on this phone").await?;
    page.press("Done").await?;
    page.gone("dialog", "Capture").await
}

/// The promise of the app: typed during the talk with no network, there after the browser was killed, still with no network.
#[test]
fn a_note_on_the_running_talk_outlives_the_network_and_the_browser() -> Outcome {
    journey(async |mut stage| {
        let now = ["#/now?at=", DURING].concat();
        let browser = stage.open(&now).await?;
        let page = browser.page();
        page.status("Ready offline").await?;
        page.press("Star …").await?;
        stage.server.stop();
        page.press("Capture").await?;
        page.find("dialog", "Capture").await?;
        page.wait("the cursor is in the field", async || Ok(page.focused().await? == FIELD)).await?;
        page.type_text("Two hundred clusters, one team").await?;
        page.status("Saved on this phone").await?;
        browser.kill();

        let browser = stage.open(&now).await?;
        let page = browser.page();
        page.button("Star …").await?;
        page.go("#/notebook").await?;
        page.says("Two hundred clusters, one team").await?;
        page.go("#/agenda?day=2024-11-13").await?;
        page.button("Star …").await?;
        browser.close().await
    })
}

#[test]
fn a_cold_start_needs_no_network_once_it_is_ready() -> Outcome {
    journey(async |mut stage| {
        let browser = stage.open("").await?;
        browser.page().status("Ready offline").await?;
        stage.server.stop();
        browser.kill();
        let browser = stage.open("#/agenda?day=2024-11-14").await?;
        let page = browser.page();
        page.button("Star …").await?;
        // What belongs to a session's page was kept, too.
        page.go("#/trip").await?;
        page.status("Ready offline").await?;
        browser.close().await
    })
}

#[test]
fn capture_works_by_keyboard_and_closing_loses_nothing() -> Outcome {
    journey(async |stage| {
        let browser = stage.open(&["#/now?at=", DURING].concat()).await?;
        let page = browser.page();
        page.button("Capture").await?.focus().await?;
        page.key(Key::Enter).await?;
        page.wait("the cursor is in the field", async || Ok(page.focused().await? == FIELD)).await?;
        page.type_text("Never saved by hand").await?;
        page.key(Key::Escape).await?;
        page.gone("dialog", "Capture").await?;
        // The focus is where it was: Enter opens the next one.
        page.key(Key::Enter).await?;
        page.find("dialog", "Capture").await?;
        page.key(Key::Escape).await?;
        page.go("#/notebook").await?;
        page.says("Never saved by hand").await?;
        page.reload().await?;
        page.says("Never saved by hand").await?;
        browser.close().await
    })
}

#[test]
fn every_kind_is_kept_found_changed_deleted_and_brought_back() -> Outcome {
    journey(async |mut stage| {
        let browser = stage.open(&["#/now?at=", DURING].concat()).await?;
        let page = browser.page();
        page.status("Ready offline").await?;
        stage.server.stop();
        let kinds = [
            ("Note", "marmot thoughts", ""),
            ("Takeaway", "otter habits", ""),
            ("Follow-up", "badger promises", ""),
            ("Person", "heron conversation", "Name"),
            ("Quote", "lynx wisdom", "Who said it"),
            ("Link", "ibex reading", ""),
            ("Photo", "raven sketches", ""),
        ];
        let picture = stage.profile.path().join("picture.png");
        image::RgbImage::new(40, 30).save(&picture)?;
        for (kind, text, extra) in kinds {
            page.press("Capture").await?;
            page.press(kind).await?;
            page.find("textbox", FIELD).await?.send_keys(text).await?;
            if !extra.is_empty() {
                page.find("textbox", extra).await?.send_keys("Grace").await?;
            }
            if kind == "Photo" {
                page.choose("Choose a picture", &picture).await?;
                page.find("img", text).await?;
            }
            page.status("Saved on this phone").await?;
            page.press("Done").await?;
            page.gone("dialog", "Capture").await?;
        }
        browser.kill();

        let browser = stage.open("#/notebook").await?;
        let page = browser.page();
        page.says("7 entries").await?;
        for (_, text, _) in kinds {
            page.go("#/search").await?;
            let field = page.find("searchbox", "Search").await?;
            field.clear().await?;
            field.send_keys(text).await?;
            page.says("1 result").await?;
            page.says(text).await?;
        }
        page.go("#/notebook").await?;
        page.says("7 entries").await?;
        page.press("Edit").await?;
        page.wait("the cursor is in the field", async || Ok(page.focused().await? == FIELD)).await?;
        page.type_text(" and more").await?;
        page.status("Saved on this phone").await?;
        page.press("Done").await?;
        page.says("and more").await?;
        page.press("Edit").await?;
        page.press("Delete").await?;
        page.says("6 entries").await?;
        page.press("Undo").await?;
        page.says("7 entries").await?;
        page.reload().await?;
        page.says("7 entries").await?;
        page.says("and more").await?;
        browser.close().await
    })
}

/// The browser is ended in the middle of a sentence.
#[test]
fn whoever_was_writing_goes_on_after_the_browser_was_ended() -> Outcome {
    journey(async |stage| {
        let now = ["#/now?at=", DURING].concat();
        let browser = stage.open(&now).await?;
        let page = browser.page();
        page.press("Capture").await?;
        page.find("textbox", FIELD).await?.send_keys("In the middle of").await?;
        page.status("Saved on this phone").await?;
        // The main store holds what names the entry, too, once it has said so for a later letter.
        page.type_text(" a sentence").await?;
        page.status("Saved on this phone").await?;
        browser.kill();

        let browser = stage.open(&now).await?;
        let page = browser.page();
        page.press("Continue").await?;
        let field = page.find("textbox", FIELD).await?;
        assert!(field.prop("value").await?.is_some_and(|text| text.starts_with("In the middle of")));
        page.press("Done").await?;
        page.reload().await?;
        page.button("Capture").await?;
        page.go("#/notebook").await?;
        page.says("In the middle of").await?;
        assert_eq!(page.all("button", "Continue").await?.len(), 0, "it was offered once");
        browser.close().await
    })
}

/// Closes the sheet and opens another one before the browser has taken the step back for the first.
const REOPEN: &str = "
    const done = arguments[arguments.length - 1];
    const press = (name) => [...document.querySelectorAll('button')].find((it) => it.textContent.trim() === name).click();
    const frame = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    const sheet = () => document.querySelector('.sheet') !== null;
    (async () => {
        const stepped = new Promise((next) => addEventListener('popstate', next, { once: true }));
        press('Done');
        for (let turn = 0; sheet() && turn < 1000; turn += 1) await undefined;
        const closed = !sheet();
        press('Capture');
        await stepped;
        await frame();
        done([closed, sheet()]);
    })();";

#[test]
fn a_sheet_opened_right_after_another_stays_until_it_is_closed() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/trip").await?;
        let page = browser.page();
        page.press("Capture").await?;
        page.find("dialog", "Capture").await?;
        assert_eq!(page.run_until_answered(REOPEN, vec![]).await?, serde_json::json!([true, true]));
        page.run("history.back()", vec![]).await?;
        page.gone("dialog", "Capture").await?;
        assert!(page.address().await?.ends_with("#/trip"), "{}", page.address().await?);
        browser.close().await
    })
}
