//! The week of the example, entered by hand: every entry through the sheet for capture, every mark on its session's page,
//! at the time of day when it happened, in rehearsal.
//!
//! What is typed goes in as a keyboard's suggestion does (`Input.insertText`): the page gets the input events of a real
//! text, and a week of words takes seconds.

use std::path::Path;

use lanyard_core::schedule::wire::decode_index;
use lanyard_core::schedule::{EventId, SessionKey, Trip};
use serde_json::json;
use thirtyfour::WebElement;
use xtask::seal::Parts;

use crate::Outcome;
use crate::example::{WeekEntry, WeekMarks, folder};
use crate::page::Page;

/// The field of the sheet.
const FIELD: &str = "What do you want to keep?";

/// The bundled trip, as it was packed for the app that is built.
///
/// # Errors
/// When nothing was built yet.
pub fn trip() -> Outcome<Trip> {
    let packed = Parts::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).packed;
    let index = std::fs::read_to_string(packed.join("index.txt"))?;
    decode_index(&index).map_err(|damaged| format!("index.txt: {damaged:?}").into())
}

/// The title of a session that is written `event/session`.
///
/// # Errors
/// When the trip has none of this name.
pub fn title_of<'a>(trip: &'a Trip, session: &str) -> Outcome<&'a str> {
    let (event, id) = session.split_once('/').ok_or("a session is written `event/session`")?;
    let key = SessionKey::new(event, id);
    Ok(&trip.find(&key).ok_or_else(|| format!("the trip has no {session}"))?.title)
}

/// An address of the app at a time of the trip's own clocks.
pub fn rehearsed(address: &str, at: &str) -> String {
    let before = if address.contains('?') { '&' } else { '?' };
    format!("{address}{before}at={at}:00-07:00")
}

/// Goes to a page and waits until it stands there.
///
/// # Errors
/// When the page has no document.
pub async fn go(page: &Page, address: &str) -> Outcome {
    let script = "
        const [address, done] = arguments;
        const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(true))));
        if (location.hash === address) return drawn();
        addEventListener('hashchange', drawn, { once: true });
        location.hash = address;";
    page.run_until_answered(script, vec![json!(address)]).await?;
    Ok(())
}

/// Puts text in the place of what a field holds.
///
/// # Errors
/// When it has left the page, or does not take the text: a suggestion goes to whatever has the focus.
pub async fn fill(page: &Page, field: &WebElement, text: &str) -> Outcome {
    page.run("arguments[0].focus(); arguments[0].select();", vec![field.to_json()?]).await?;
    page.devtools("Input.insertText", json!({ "text": text })).await?;
    match page.run("return arguments[0].value", vec![field.to_json()?]).await? == text {
        true => Ok(()),
        false => Err(format!("“{text}” went to another field").into()),
    }
}

/// Chooses a value in a list, or a day in a field for days.
async fn set(page: &Page, field: &WebElement, value: &str) -> Outcome {
    let script = "
        const [field, value] = arguments;
        field.value = value;
        for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
        return field.value === value;";
    match page.run(script, vec![field.to_json()?, json!(value)]).await? == true {
        true => Ok(()),
        false => Err(format!("“{value}” is not to be had").into()),
    }
}

/// Captures one entry of the week, on the page of what it is about.
///
/// # Errors
/// When the sheet does not have what it needs.
pub async fn capture(page: &Page, trip: &Trip, entry: &WeekEntry) -> Outcome {
    let (address, about) = match (&entry.session, &entry.venue) {
        (Some(session), _) => (format!("#/session/{session}"), title_of(trip, session)?),
        (None, Some(venue)) => {
            let found = trip.venues.iter().find(|it| it.id.as_str() == venue).ok_or("no such venue")?;
            (format!("#/venue/{venue}"), found.name.as_str())
        }
        (None, None) => ("#/notebook".to_owned(), "Hallway"),
    };
    go(page, &rehearsed(&address, &entry.at)).await?;
    page.press("Capture").await?;
    // The page behind it may have a field of its own.
    let sheet = page.find("dialog", "Capture").await?;
    let press = async |name: &str| page.tap(&page.find_in(&sheet, "button", name).await?).await;
    if page.all("button", &["On: ", about].concat()).await?.is_empty() {
        // Beside the page of something, the sheet is on what goes on right now.
        press("On: …").await?;
        press(&[about, "…"].concat()).await?;
        page.find_in(&sheet, "button", &["On: ", about].concat()).await?;
    }
    let kind = match entry.kind.as_str() {
        "takeaway" => "Takeaway",
        "follow-up" => "Follow-up",
        "person" => "Person",
        "quote" => "Quote",
        "link" => "Link",
        "photo" => "Photo",
        _ => "Note",
    };
    if kind != "Note" {
        press(kind).await?;
    }
    if kind == "Person" {
        // The sheet brings the cursor to the name, a frame later.
        let name = page.find_in(&sheet, "textbox", "Name").await?.to_json()?;
        let has_focus = "return document.activeElement === arguments[0]";
        page.wait("the cursor is in the name", async || Ok(page.run(has_focus, vec![name.clone()]).await? == true))
            .await?;
    }
    let name = if kind == "Quote" { "Who said it" } else { "Name" };
    let lines = [
        (FIELD, &entry.text),
        (name, &entry.name),
        ("Affiliation", &entry.affiliation),
        ("Contact", &entry.contact),
        ("Address", &entry.url),
        ("Caption: what it shows", &entry.caption),
    ];
    for (name, value) in lines.into_iter().filter(|(_, value)| !value.is_empty()) {
        fill(page, &page.find_in(&sheet, "textbox", name).await?, value).await?;
    }
    if let Some(due) = &entry.due {
        set(page, &page.find_in(&sheet, "date", "By (optional)").await?, due).await?;
    }
    if let Some(photo) = &entry.photo {
        page.choose("Choose a picture", &folder().join(photo).canonicalize()?).await?;
        page.find_in(&sheet, "img", &entry.caption).await?;
    }
    let private = page.find_in(&sheet, "checkbox", "Private: stays out of everything I share").await?;
    if private.is_selected().await? == entry.is_publishable() {
        page.tap(&private).await?;
    }
    if entry.session.is_none() {
        set_event(page, &sheet, entry.event.as_deref().unwrap_or_default()).await?;
    }
    press("Done").await?;
    page.gone("dialog", "Capture").await?;
    if entry.done {
        go(page, "#/notebook").await?;
        page.tap(&page.find("checkbox", &["Done: ", &entry.text].concat()).await?).await?;
    }
    Ok(())
}

/// Says at which event an entry was, where the sheet did not see it by itself.
async fn set_event(page: &Page, sheet: &WebElement, event: &str) -> Outcome {
    page.tap(&page.find_in(sheet, "button", "Time, event, older versions").await?).await?;
    let field = page.find_in(sheet, "combobox", "Event").await?;
    if field.prop("value").await?.unwrap_or_default() != event {
        set(page, &field, event).await?;
    }
    Ok(())
}

/// Marks a session on its page; what was attended is said when the day is closed.
///
/// # Errors
/// When the page does not have what it needs.
pub async fn mark(page: &Page, trip: &Trip, marks: &WeekMarks) -> Outcome {
    let title = title_of(trip, &marks.session)?;
    let event =
        trip.events.iter().find(|event| event.id == EventId::new(marks.session.split('/').next().unwrap_or("")));
    let evening = event.ok_or("no such event")?.last;
    go(page, &rehearsed(&format!("#/session/{}", marks.session), &format!("{evening}T22:00"))).await?;
    page.heading(title).await?;
    if marks.star {
        page.press(&["Star ", title].concat()).await?;
    }
    if marks.watch_later {
        page.press("Watch later").await?;
    }
    if let Some(recording) = &marks.recording {
        let has_one = !page.all("button", "Another recording").await?.is_empty();
        page.press(if has_one { "Another recording" } else { "Add the recording" }).await?;
        let address = page.find("textbox", "Address of the recording").await?;
        fill(page, &address, &recording.url).await?;
        if let Some(start) = recording.start {
            let field = page.find("textbox", "The talk starts at (optional)").await?;
            fill(page, &field, &start.to_string()).await?;
        }
        page.status("Saved on this phone").await?;
    }
    Ok(())
}
