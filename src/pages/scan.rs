//! Looking for codes with the camera: a transfer from another phone, an agenda, a conference, a card, anything.

use lanyard_core::notebook::read_card;
use leptos::prelude::*;

use super::found_card::found_card;
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, a, all, article, button, div, line, p, pre, progress, textarea, video};
use crate::platform::transfer::TransferOutcome;
use crate::route::Page;
use crate::state::App;
use crate::state::codes::{CodeScan, ScanRemark, ScanStage};
use crate::wording;

/// The element that shows what the camera sees.
const VIDEO: &str = "camera";

/// What a transfer is called when it is saved as a file.
const FILE_NAME: &str = "lanyard-backup.zip";

pub fn page(app: App) -> HtmlElement {
    let scan = app.codes.scan();
    let is_looking = move || matches!(scan.stage.get(), ScanStage::Asking | ScanStage::Looking);
    // It stands before the camera is asked for, and has its place once the camera is on.
    let picture = video()
        .id(VIDEO)
        .class("camera")
        .aria_label("What the camera sees")
        .playsinline(true)
        .hidden(move || !is_looking());
    article()
        .class("scan")
        .child(inner_header(app, Page::Trip, "Trip", "Scan a code".to_owned(), ()))
        .child(picture)
        .child(move || stage(app, scan))
        .child(move || progress_of(scan))
        .child(move || remark(scan))
}

fn stage(app: App, scan: CodeScan) -> AnyView {
    let start = move |name: &'static str| {
        div().class("buttons").child(button().class("button").on_click(move || scan.start(VIDEO)).child(name))
    };
    match scan.stage.get() {
        ScanStage::Idle => all((
            p().class("facts").child(
                "For codes that another phone shows: its backup, an agenda, a conference, a contact. Pictures stay on this phone and are not kept.",
            ),
            start("Use the camera"),
            paste(scan),
        )),
        ScanStage::Asking => p().class("facts").role("status").child("Your browser asks whether the camera may be used.").into(),
        ScanStage::Looking => {
            let stop = button().class("button").on_click(move || scan.stop()).child("Stop");
            all((p().class("facts").child("Hold the code in the picture, as large as it fits."), div().class("buttons").child(stop)))
        }
        ScanStage::NoCamera(failure) => all((
            div().class("ask").role("alert").child(p().child(wording::camera_failure(failure))),
            p().class("facts").child("A backup comes over as a file, too: save it on the other phone, and open it here."),
            start("Try again"),
        )),
        ScanStage::Failed(failure) => all((
            div().class("ask").role("alert").child(p().child(wording::codes_failure(failure))),
            start("Try again"),
        )),
        ScanStage::Found(text, page) => {
            if let Some(card) = read_card(&text) {
                let said = p().class("facts").role("status").child(format!("The card of {}:", card.name));
                return all((said, untrack(|| found_card(app, card)), start("Scan another one")));
            }
            let name = match page {
                Page::Shared(_) => "Look at this agenda",
                Page::Add(_) => "Look at this conference",
                _ => "Make a note of it",
            };
            let way = a().class("button").href(app.href(page)).child(name);
            all((
                p().class("facts").role("status").child("It says:"),
                pre().class("code-text").child(text),
                div().class("buttons").child(way),
                start("Scan another one"),
            ))
        }
        ScanStage::Complete => complete(app),
    }
}

/// A code's text may come by other ways, too: another scanner, a message, a contact that was shared as text.
fn paste(scan: CodeScan) -> AnyView {
    let pasted = RwSignal::new(String::new());
    let field = textarea()
        .rows("3")
        .class("field")
        .spellcheck("false")
        .prop_value(move || pasted.get())
        .on_text(move |text| pasted.set(text));
    let read = move || {
        let text = pasted.get_untracked();
        if !text.trim().is_empty() {
            scan.read(text);
        }
    };
    let read = div().class("buttons").child(button().class("button").on_click(read).child("Read what I pasted"));
    all((div().class("open-field").child(line("Or paste what a code says", field)), read))
}

/// All of a transfer is here. Nothing of it is the user's yet.
fn complete(app: App) -> AnyView {
    let failed = RwSignal::new(false);
    let save = move || {
        let saved = app.transfer().and_then(|transfer| {
            let file = transfer.file(FILE_NAME, "application/zip", &[app.codes.received()?])?;
            Some(transfer.download(&file))
        });
        failed.set(saved != Some(TransferOutcome::Done));
    };
    all((
        p().class("facts").role("status").child("All of it is here, exactly as it was sent."),
        div()
            .class("buttons")
            .child(a().class("button primary").href(app.href(Page::Backup(None))).child("See what it would change"))
            .child(button().class("button").on_click(save).child("Save it as a file")),
        move || failed.get().then(|| p().class("facts").role("alert").child("The browser did not save it.")),
    ))
}

fn progress_of(scan: CodeScan) -> Option<AnyView> {
    let (known, needed) = scan.progress()?;
    Some(all((
        progress().aria_label("Received").max(needed.to_string()).value(known.to_string()),
        p().class("facts").child(format!("{known} of about {needed} codes")),
    )))
}

fn remark(scan: CodeScan) -> Option<HtmlElement> {
    let remark = scan.remark.get()?;
    let anew = (remark == ScanRemark::Other).then(|| {
        div()
            .class("buttons")
            .child(button().class("button").on_click(move || scan.begin_anew()).child("Begin with this one"))
    });
    let words = p().child(sentence(remark));
    Some(div().class("ask").role("status").child(words).child(anew))
}

fn sentence(remark: ScanRemark) -> &'static str {
    match remark {
        ScanRemark::Other => "These codes bring something else than those before. They are left out.",
        ScanRemark::Newer => "A newer Lanyard shows these codes. Reload Lanyard here, then scan again.",
        ScanRemark::Spoilt => "What came together is not what was sent. It was thrown away; scan on.",
    }
}
