//! Someone has Lanyard open twice, and writes in both.

use lanyard_journeys::Outcome;
use lanyard_journeys::browser::Browser;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{Stage, journey};
use thirtyfour::WindowHandle;

use crate::capture::{FIELD, keep};

/// A browser in which tabs do not hear of each other, as before Safari 15.4, and are not told when they come back.
const DEAF: &str = "
    window.BroadcastChannel = undefined;
    document.addEventListener('visibilitychange', (event) => event.stopImmediatePropagation(), true);";

async fn field_says(page: &Page, text: &str) -> Outcome {
    page.wait(&["the field says “", text, "”"].concat(), async || {
        Ok(page.find("textbox", FIELD).await?.prop("value").await?.as_deref() == Some(text))
    })
    .await
}

/// Writes `text` on the first tab and opens it in the sheet of two. The second one is in front.
async fn both_open(browser: &Browser, stage: &Stage, text: &str) -> Outcome<(WindowHandle, WindowHandle)> {
    let page = browser.page();
    keep(page, text).await?;
    page.go("#/notebook").await?;
    page.press("Edit").await?;
    let first = page.tab().await?;
    page.new_tab().await?;
    page.open(&stage.at("#/notebook")).await?;
    page.press("Edit").await?;
    let second = page.tab().await?;
    Ok((first, second))
}

#[test]
fn a_tab_shows_at_once_what_the_other_one_writes() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        let (first, second) = both_open(&browser, &stage, "first line").await?;
        page.find("textbox", FIELD).await?.send_keys("\nfrom the second tab").await?;
        page.press("Takeaway").await?;
        page.status("Saved on this phone").await?;

        page.show_tab(&first).await?;
        field_says(page, "first line\nfrom the second tab").await?;
        page.wait("the kind came along", async || {
            Ok(page.attributes("button", "Takeaway", "aria-pressed").await? == ["true"])
        })
        .await?;
        page.find("textbox", FIELD).await?.send_keys("\nfrom the first tab").await?;
        page.status("Saved on this phone").await?;

        page.show_tab(&second).await?;
        field_says(page, "first line\nfrom the first tab\nfrom the second tab").await?;
        page.press("Done").await?;
        page.says("from the first tab").await?;
        assert_eq!(page.all("group", "Two versions").await?.len(), 0, "one's own typing is no conflict");

        // Lists and marks follow, too.
        keep(page, "a second entry").await?;
        page.go("#/agenda?day=2024-11-13").await?;
        page.press("Star …").await?;
        page.show_tab(&first).await?;
        page.press("Done").await?;
        page.says("a second entry").await?;
        page.go("#/agenda?day=2024-11-13").await?;
        page.wait("the star is on", async || {
            let pressed = page.attributes("button", "Star …", "aria-pressed").await?;
            Ok(pressed.iter().any(|pressed| pressed == "true"))
        })
        .await?;
        browser.close().await
    })
}

/// The cursor is where it was: the words of the other tab are put around it.
#[test]
fn words_from_another_tab_do_not_move_the_cursor() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        let (first, second) = both_open(&browser, &stage, "one two").await?;
        let set_cursor = "document.activeElement.setSelectionRange(arguments[0], arguments[0])";
        page.show_tab(&first).await?;
        page.run(set_cursor, vec![3.into()]).await?;
        page.show_tab(&second).await?;
        page.run(set_cursor, vec![0.into()]).await?;
        page.type_text("zero ").await?;
        page.status("Saved on this phone").await?;
        page.show_tab(&first).await?;
        field_says(page, "zero one two").await?;
        page.type_text(" and a half").await?;
        field_says(page, "zero one and a half two").await?;
        browser.close().await
    })
}

/// Writes in two tabs that do not hear each other, and comes back to the notebook.
async fn written_apart(browser: &Browser, stage: &Stage, before: &str, second: &str, first: &str) -> Outcome {
    let page = browser.page();
    page.before_every_page(DEAF).await?;
    page.open(&stage.at("#/now")).await?;
    keep(page, before).await?;
    page.go("#/notebook").await?;
    page.press("Edit").await?;
    let tab = page.tab().await?;
    page.new_tab().await?;
    page.before_every_page(DEAF).await?;
    page.open(&stage.at("#/notebook")).await?;
    page.press("Edit").await?;
    replace(page, second).await?;
    page.show_tab(&tab).await?;
    field_says(page, before).await?;
    replace(page, first).await
}

async fn replace(page: &Page, text: &str) -> Outcome {
    let field = page.find("textbox", FIELD).await?;
    field.clear().await?;
    field.send_keys(text).await?;
    page.status("Saved on this phone").await?;
    Ok(())
}

#[test]
fn what_lies_apart_is_merged() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        let (before, second, first) = ("top\nmiddle\nend", "TOP\nmiddle\nend", "top\nmiddle\nEND");
        written_apart(&browser, &stage, before, second, first).await?;
        field_says(page, "TOP\nmiddle\nEND").await?;
        assert_eq!(page.all("group", "Two versions").await?.len(), 0);
        page.open(&stage.at("#/notebook")).await?;
        page.says("TOP").await?;
        page.says("END").await?;
        browser.close().await
    })
}

#[test]
fn two_versions_are_both_shown_and_the_person_chooses() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        written_apart(&browser, &stage, "call Ana", "call Ben", "call Cid").await?;
        page.find("group", "Two versions").await?;
        page.open(&stage.at("#/notebook")).await?;
        page.find("group", "Two versions").await?;
        page.says("call Ben").await?;
        page.says("call Cid").await?;
        page.press("Keep version 1").await?;
        page.gone("group", "Two versions").await?;
        page.says("call Ben").await?;
        page.says("1 entry").await?;

        // The other version is one step back.
        page.open(&stage.at("#/notebook")).await?;
        page.press("Edit").await?;
        page.press("Time, event, older versions").await?;
        page.tap(&page.link("Older versions").await?).await?;
        page.heading("History").await?;
        page.says("call Cid").await?;
        browser.close().await
    })
}

#[test]
fn two_versions_can_both_be_kept() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        written_apart(&browser, &stage, "call Ana", "call Ben", "call Cid").await?;
        page.press("Done").await?;
        page.press("Keep both").await?;
        page.gone("group", "Two versions").await?;
        page.open(&stage.at("#/notebook")).await?;
        page.says("2 entries").await?;
        page.says("call Ben").await?;
        page.says("call Cid").await?;
        assert_eq!(page.all("group", "Two versions").await?.len(), 0);
        browser.close().await
    })
}

/// Two tabs that do not hear each other move one dinner.
#[test]
fn two_versions_of_an_own_item_are_both_shown_and_the_person_chooses() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        page.before_every_page(DEAF).await?;
        page.open(&stage.at("#/own/dinner?day=2024-11-13")).await?;
        let write = async |field: &str, text: &str| -> Outcome {
            page.find("textbox", field).await?.send_keys(text).await?;
            page.status("Saved on this phone").await?;
            Ok(())
        };
        write("What", "Dinner").await?;
        let tab = page.tab().await?;
        page.new_tab().await?;
        page.before_every_page(DEAF).await?;
        page.open(&stage.at("#/own/dinner")).await?;
        page.says("Delete").await?;
        write("Where", "Takashi").await?;
        page.show_tab(&tab).await?;
        write("Where", "Red Iguana").await?;

        page.open(&stage.at("#/agenda?day=2024-11-13&view=mine")).await?;
        page.says("Two versions").await?;
        page.tap(&page.link("Dinner").await?).await?;
        page.find("group", "Two versions").await?;
        page.says("Takashi").await?;
        page.says("Red Iguana").await?;
        page.press("Keep both").await?;
        page.gone("group", "Two versions").await?;
        page.go("#/agenda?day=2024-11-13&view=mine").await?;
        page.wait("both are there", async || Ok(page.all("link", "Dinner").await?.len() == 2)).await?;
        browser.close().await
    })
}
