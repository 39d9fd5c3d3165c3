//! Someone looks for what they wrote: by day, by tag, by person; and for what it was before, or after it was deleted.

use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{DURING, journey};
use thirtyfour::prelude::*;

const FIELD: &str = "What do you want to keep?";

/// Captures one entry; `more` fills further fields.
async fn keep(page: &Page, kind: &str, text: &str, more: &[(&str, &str)]) -> Outcome {
    page.press("Capture").await?;
    page.press(kind).await?;
    page.find("textbox", FIELD).await?.send_keys(text).await?;
    for &(field, value) in more {
        page.find("textbox", field).await?.send_keys(value).await?;
    }
    page.status("Saved on this phone").await?;
    page.press("Done").await?;
    page.gone("dialog", "Capture").await
}

/// Presses a button in the list item that says `words`. Lists are drawn anew while things are saved.
async fn press_in(page: &Page, words: &str, button: By) -> Outcome {
    page.says(words).await?;
    page.wait(&["a button beside “", words, "” is pressed"].concat(), async || {
        for item in page.all("listitem", "").await? {
            if item.text().await.is_ok_and(|text| text.contains(words)) {
                let button = item.find(button.clone()).await;
                return Ok(match button {
                    Ok(button) => button.click().await.is_ok(),
                    Err(_) => false,
                });
            }
        }
        Ok(false)
    })
    .await
}

/// Follows a link in a list that was just come to: the page may still be on its way to where it is scrolled to.
async fn follow(page: &Page, name: &str) -> Outcome {
    page.wait(name, async || Ok(page.tap(&page.link(name).await?).await.is_ok())).await
}

async fn order(page: &Page, words: &[&str]) -> Outcome {
    let text = page.text().await?;
    let positions: Vec<Option<usize>> = words.iter().map(|word| text.find(word)).collect();
    assert!(positions.iter().all(Option::is_some) && positions.is_sorted(), "not in this order: {words:?}\n{text}");
    Ok(())
}

#[test]
fn an_older_version_comes_back_and_so_does_what_was_deleted() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        keep(page, "Note", "the marmot spoke first", &[]).await?;
        page.go("#/notebook").await?;
        page.press("Edit").await?;
        let field = page.find("textbox", FIELD).await?;
        field.clear().await?;
        field.send_keys("then the otter did").await?;
        page.status("Saved on this phone").await?;
        page.press("Time, event, older versions").await?;
        page.tap(&page.link("Older versions").await?).await?;
        page.heading("History").await?;
        page.gone("dialog", "Capture").await?;
        press_in(page, "the marmot spoke first", By::Tag("button")).await?;
        page.go("#/notebook").await?;
        page.says("the marmot spoke first").await?;
        page.press("Undo").await?;
        page.says("then the otter did").await?;

        page.press("Edit").await?;
        page.press("Delete").await?;
        page.says("0 entries").await?;
        // The way back comes along, and does not follow one around for ever.
        for address in ["#/trip", "#/people"] {
            page.go(address).await?;
            page.button("Undo").await?;
        }
        page.go("#/notebook").await?;
        page.gone("button", "Undo").await?;
        page.reload().await?;
        page.tap(&page.link("Trash").await?).await?;
        page.heading("Trash").await?;
        page.says("then the otter did").await?;
        page.press("Restore").await?;
        page.says("The trash is empty.").await?;
        page.tap(&page.link("Notebook").await?).await?;
        page.says("then the otter did").await?;
        page.reload().await?;
        page.says("1 entry").await?;
        browser.close().await
    })
}

#[test]
fn the_notebook_is_read_from_every_side() -> Outcome {
    journey(async |stage| {
        let browser = stage.open(&["#/now?at=", DURING].concat()).await?;
        let page = browser.page();
        keep(page, "Person", "runs #ebpf in production", &[("Name", "Grace Hopper"), ("Contact", "grace@example.org")])
            .await?;
        keep(page, "Note", "lunch with @Grace Hopper about #scheduling\n- [ ] send the slides", &[]).await?;
        keep(page, "Follow-up", "some day", &[]).await?;
        keep(page, "Follow-up", "by the weekend", &[]).await?;
        page.go("#/notebook").await?;
        press_in(page, "by the weekend", By::Css("[aria-label=Edit]")).await?;
        page.find("date", "By (optional)").await?.send_keys("11162024").await?;
        page.says("by Sat 16 Nov").await?;
        page.press("Done").await?;
        page.heading("Open follow-ups").await?;
        for undated in ["send the slides", "some day"] {
            order(page, &["Open follow-ups", "by the weekend", undated, "Wednesday 13 November"]).await?;
        }

        // A task inside a note is ticked from here.
        let task = page.find("checkbox", "Done: send the slides").await?;
        task.click().await?;
        page.gone("checkbox", "Done: send the slides").await?;
        page.says("☑").await?;

        for (by, heading) in [("session", "Hallway"), ("kind", "Person"), ("person", "Grace Hopper"), ("tag", "#ebpf")]
        {
            page.go(&["#/notebook?by=", by].concat()).await?;
            page.heading(heading).await?;
        }

        follow(page, "#scheduling").await?;
        page.says("Show all").await?;
        page.wait("only what has the tag", async || Ok(!page.text().await?.contains("runs #ebpf"))).await?;
        page.back().await?;
        page.says("runs #ebpf").await?;

        follow(page, "@Grace Hopper").await?;
        page.heading("Grace Hopper").await?;
        page.says("lunch with").await?;
        page.says("runs #ebpf").await?;
        page.back().await?;

        let field = page.find("searchbox", "Search the notebook").await?;
        field.send_keys("weekedn").await?;
        page.says("1 result").await?;
        page.says("by the weekend").await?;
        assert!(page.address().await?.contains("q=weekedn"));
        page.reload().await?;
        page.says("1 result").await?;
        browser.close().await
    })
}

#[test]
fn everyone_met_can_be_taken_along() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        keep(page, "Person", "compilers", &[("Name", "Grace Hopper"), ("Contact", "grace@example.org")]).await?;
        page.go("#/people").await?;
        page.link("Grace Hopper").await?;
        page.run(
            "const make = URL.createObjectURL; \
             URL.createObjectURL = (blob) => { window.journeyFile = blob.text(); return make.call(URL, blob); };",
            vec![],
        )
        .await?;
        page.press("Save Grace Hopper as a contact").await?;
        let card = page
            .run_until_answered("const done = arguments[0]; window.journeyFile.then(done, () => done(''));", vec![])
            .await?;
        let card = card.as_str().unwrap_or_default();
        for line in ["BEGIN:VCARD", "FN:Grace Hopper", "EMAIL:grace@example.org", "END:VCARD"] {
            assert!(card.contains(line), "{line} is not in the card:\n{card}");
        }
        browser.close().await
    })
}

#[test]
fn when_and_where_it_was_can_be_put_right_later() -> Outcome {
    journey(async |stage| {
        let browser = stage.open(&["#/now?at=", DURING].concat()).await?;
        let page = browser.page();
        keep(page, "Note", "heard yesterday", &[]).await?;
        page.go("#/notebook").await?;
        page.heading("Wednesday 13 November").await?;
        page.press("Edit").await?;
        page.press("Time, event, older versions").await?;
        let when = page.find("date", "When (venue time)").await?;
        page.run(
            "arguments[0].value = '2024-11-12T09:30'; arguments[0].dispatchEvent(new Event('change', { bubbles: true }));",
            vec![when.to_json()?],
        )
        .await?;
        page.heading("Tuesday 12 November").await?;
        page.says("12 Nov 09:30").await?;
        // Any session can be chosen.
        let title = "How to go from zero to hero with Internal Developer Portals";
        page.press("On: …").await?;
        page.find("searchbox", "Search what it is about").await?.send_keys("zero to hero").await?;
        page.press("How to go from zero to hero…").await?;
        page.status("Saved on this phone").await?;
        page.press("Done").await?;
        page.link(title).await?;
        page.reload().await?;
        page.heading("Tuesday 12 November").await?;
        page.link(title).await?;
        browser.close().await
    })
}

#[test]
fn the_key_n_opens_capture_unless_somebody_types() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        page.heading("…").await?;
        page.type_text("n").await?;
        page.wait("the cursor is in the field", async || Ok(page.focused().await? == FIELD)).await?;
        page.type_text("no other note").await?;
        page.status("Saved on this phone").await?;
        // A phone that is turned: the sheet and its words stay.
        for (width, height) in [(360, 740), (740, 360), (1280, 800)] {
            page.shape(width, height).await?;
            let field = page.find("textbox", FIELD).await?;
            assert_eq!(field.prop("value").await?.as_deref(), Some("no other note"));
            assert_eq!(page.focused().await?, FIELD);
        }
        page.key(Key::Escape).await?;
        page.go("#/settings").await?;
        page.press("Does nothing").await?;
        page.type_text("n").await?;
        page.go("#/notebook").await?;
        page.says("1 entry").await?;
        assert_eq!(page.all("dialog", "Capture").await?.len(), 0);
        browser.close().await
    })
}

/// Typing would be slow, and the screen would jump, if every letter drew the whole notebook anew.
#[test]
fn what_is_written_in_one_entry_leaves_the_others_where_they_are() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        keep(page, "Note", "the older one", &[]).await?;
        keep(page, "Note", "the newer one", &[]).await?;
        page.go("#/notebook").await?;
        page.says("2 entries").await?;
        page.says("the older one").await?;
        let mark =
            "const older = [...document.querySelectorAll('li')].find((it) => it.textContent.includes('the older one'));
            older.isTheSame = true;";
        page.run(mark, vec![]).await?;
        page.press("Edit").await?;
        page.wait("the cursor is in the field", async || Ok(page.focused().await? == FIELD)).await?;
        page.type_text(" and more").await?;
        page.press("Takeaway").await?;
        page.status("Saved on this phone").await?;
        page.press("Done").await?;
        page.says("the newer one and more").await?;
        let is_same = "return [...document.querySelectorAll('li')].filter((it) => it.isTheSame).length";
        assert_eq!(page.run(is_same, vec![]).await?, 1, "the other entry was drawn anew");
        keep(page, "Note", "the newest one", &[]).await?;
        page.says("the newest one").await?;
        assert_eq!(page.run(is_same, vec![]).await?, 1, "it was drawn anew for one that came");
        browser.close().await
    })
}

/// A phone would take seconds to draw a note as long as a book, at every visit of the notebook.
#[test]
fn a_very_long_note_draws_its_beginning_until_all_is_asked_for() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        page.press("Capture").await?;
        let field = page.find("textbox", FIELD).await?;
        let type_a_book = "arguments[0].value = 'It begins.\\n' + '- an item of many\\n'.repeat(16000) + 'It ends.'; \
             arguments[0].dispatchEvent(new Event('input', { bubbles: true }));";
        page.run(type_a_book, vec![field.to_json()?]).await?;
        page.status("Saved on this phone").await?;
        page.press("Done").await?;
        page.gone("dialog", "Capture").await?;
        page.go("#/notebook?by=kind").await?;
        page.says("It begins.").await?;
        let items = "return document.querySelectorAll('.entry-text li').length";
        let begun = page.run(items, vec![]).await?.as_u64().unwrap_or_default();
        assert!((1..1_000).contains(&begun), "{begun} items were drawn");
        assert!(!page.text().await?.contains("It ends."));

        let button = page.button("Show all").await?;
        button.focus().await?;
        page.key(Key::Enter).await?;
        page.says("It ends.").await?;
        assert_eq!(page.run(items, vec![]).await?, 16_000);
        page.gone("button", "Show all").await?;
        assert_eq!(page.focused().await?, "A long note", "the focus is on the text that was asked for");
        browser.close().await
    })
}
