//! What goes out, as a file for a colleague, who merges it into a report of both.

use lanyard_core::backup::OutlinePublication;
use lanyard_core::notebook::schema::AUTHOR_NAME;
use lanyard_core::retrospective::published;
use lanyard_core::text::plain_title;
use leptos::ev;
use leptos::prelude::*;
use web_sys::MouseEvent;

use crate::components::hand_over::AROUND;
use crate::components::html::{HtmlElement, all, button, div, input, line, p};
use crate::components::plain_row::link;
use crate::components::saved::closed_until_read;
use crate::pages::backup;
use crate::platform::focus;
use crate::route::Page;
use crate::state::App;
use crate::state::backups::BackupStage;
use crate::state::outline::OutlineHandle;

const WHAT: &str = "Your own notes that go out, with their pictures, under your name. A colleague restores the file as a \
    backup, and then both of you stand in one report. What was handed over cannot be taken back.";
const EXAMPLE: &str = "The example is not kept, so nothing of it goes to a colleague.";
const NO_NAME: &str = "Say your name first: it stands before each of your notes.";
const NO_NOTES: &str = "None of your notes goes out.";

pub(super) fn view(app: App, outline: OutlineHandle) -> HtmlElement {
    if app.is_example() {
        return p().class("facts").child(EXAMPLE);
    }
    let backups = app.backups();
    let author = Memo::new(move |_| app.settings.get(AUTHOR_NAME).unwrap_or_default());
    // A file that is ready says what went out before.
    Effect::new(move || {
        author.track();
        outline.rows.track();
        backups.cancel();
    });
    let name = input()
        .r#type("text")
        .autocomplete("name")
        .prop_value(move || author.get())
        .on_text(move |name| app.settings.set(AUTHOR_NAME, &name));
    let wish = move |failed: Option<String>| {
        let publish = move |event: MouseEvent| {
            let publication = publication(app, outline);
            if publication.author.is_empty() {
                return app.notices.warn(NO_NAME);
            }
            if publication.notes.is_empty() {
                return app.notices.warn(NO_NOTES);
            }
            focus::focus_around(&event, AROUND);
            backups.publish(publication);
        };
        let publish = button().class("button").on(ev::click, publish).child("Prepare for a colleague");
        all((failed.map(|why| p().class("refused").role("alert").child(why)), div().class("buttons").child(publish)))
    };
    let stage = move || match backups.making.get() {
        BackupStage::Idle => wish(None),
        BackupStage::Working(steps) => backup::working(backups, "Putting it together", steps),
        BackupStage::Ready => backup::ready(app, backups, || ()),
        BackupStage::Failed(why) => wish(Some(why)),
    };
    let open = link(app, Page::Backup(None)).class("button").child("Open a colleague's file");
    div()
        .class("publish")
        .child(p().class("facts").child(WHAT))
        .child(closed_until_read(app, line("Your name", name)))
        .child(div().class(AROUND).tabindex("-1").child(stage))
        .child(div().class("buttons").child(open))
}

fn publication(app: App, outline: OutlineHandle) -> OutlinePublication {
    let key = outline.key.get_untracked();
    let entries = untrack(|| app.entries_of_trip());
    let notes = outline.rows.with_untracked(|rows| published(&rows.rows, &key, &entries));
    let author = plain_title(&untrack(|| app.settings.get(AUTHOR_NAME)).unwrap_or_default());
    OutlinePublication { author, outline: key.word().to_owned(), notes }
}
