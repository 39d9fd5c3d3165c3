//! One thing captured, as it stands in the notebook and on the pages it is about.

use lanyard_core::notebook::{Attachment, Entry, EntryId, EntryKind};
use lanyard_core::schedule::Trip;
use lanyard_core::search::around;
use lanyard_core::text::excerpt;
use leptos::prelude::*;

use super::attachment::{attachment_name, attachment_page};
use super::entry_words::entry_words;
use super::html::{HtmlElement, Item, a, button, div, item, keyed, li, live, p, text, tick, ul};
use super::marked::marked;
use super::{icon::icon, versions, words};
use crate::state::App;

/// Letters in the name of a box.
const LONGEST_NAME: usize = 100;

/// Letters of an entry that a search found.
const LETTERS_FOUND: usize = 160;

/// Whether an item says what its entry is about. On a page that is about it, that is left out.
pub type SaysWhat = fn(&Entry) -> bool;

/// The entries that `which` picks, in the order of the notebook.
pub fn entry_list(app: App, which: impl Fn(&Entry) -> bool + Send + Sync + 'static, says_what: SaysWhat) -> AnyView {
    let ids = Memo::new(move |_| {
        app.notebook.entries().with(|entries| {
            entries.iter().filter(|entry| which(entry)).map(|entry| entry.id.clone()).collect::<Vec<_>>()
        })
    });
    let items = move || ids.get().into_iter().map(|id| entry_item(app, id, says_what)).collect();
    let is_empty = Memo::new(move |_| ids.with(Vec::is_empty));
    live(move || (!is_empty.get()).then(|| ul().class("entries").child(keyed(items))))
}

/// An entry in a list. It is drawn anew when it changes, and not when another one does: whoever writes in one of fifty
/// does not wait for fifty with each letter.
pub fn entry_item(app: App, id: EntryId, says_what: SaysWhat) -> Item {
    item(&id.clone(), move || {
        let entry = Memo::new(move |_| app.notebook.entry(&id));
        let draw = move |entry: &Entry| drawn(app, &app.trip.get(), entry, says_what(entry));
        live(move || entry.with(|entry| entry.as_ref().map(draw)))
    })
}

fn drawn(app: App, trip: &Trip, entry: &Entry, says_what: bool) -> HtmlElement {
    let edited = entry.clone();
    let edit = move || app.sheet.set(Some(edited.clone()));
    let gone = entry.id.clone();
    let delete = move || {
        let back = gone.clone();
        app.notebook.delete(&gone);
        app.notices.say_with_undo("Deleted.", move || app.notebook.restore(&back));
    };
    let body = div()
        .class("entry-body")
        .child(p().class("entry-kind").child(entry.kind.label()))
        .children(entry_words(app, entry))
        .child(versions::card(app, entry.id.clone()))
        .child(p().class("entry-facts").children(facts(app, trip, entry, says_what)));
    let tools = div()
        .class("entry-tools")
        .child(button().class("icon-button").on_click(edit).aria_label("Edit").child(icon("pen")))
        .child(button().class("icon-button").on_click(delete).aria_label("Delete").child(icon("bin")));
    li().class(format!("entry kind-{}", entry.kind.word())).child(follow_up_box(app, entry)).child(body).child(tools)
}

/// An entry that a search found, with what was searched for marked. A tap opens it.
pub fn found_entry(app: App, id: EntryId, query: impl Fn() -> String + Copy + Send + Sync + 'static) -> Item {
    item(&id.clone(), move || {
        let entry = Memo::new(move |_| app.notebook.entry(&id));
        live(move || entry.with(|entry| entry.as_ref().map(|entry| found(app, entry, query))))
    })
}

fn found(app: App, entry: &Entry, query: impl Fn() -> String + Copy + Send + Sync + 'static) -> HtmlElement {
    let edited = entry.clone();
    let edit = move || app.sheet.set(Some(edited.clone()));
    let words = [&entry.name, &entry.affiliation, &entry.contact, &entry.url, &entry.caption, &entry.text];
    let words = words.map(String::as_str).into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ");
    let shown = Memo::new(move |_| {
        let query = query();
        (around(&words, &query, LETTERS_FOUND), query)
    });
    let text = p().class("entry-text").child(move || shown.with(|(text, query)| marked(text, query)));
    let facts = p().class("entry-facts").children(facts(app, &app.trip.get(), entry, true));
    let body = div().class("entry-body").child(text).child(facts);
    let edit = button().class("icon-button").on_click(edit).aria_label("Edit").child(icon("pen"));
    li().class(format!("entry kind-{}", entry.kind.word())).child(body).child(div().class("entry-tools").child(edit))
}

/// What I wrote on something, on that thing's own page.
pub fn entries_on(app: App, what: Attachment) -> AnyView {
    entry_list(app, move |entry| entry.attachment == what, |_| false)
}

fn follow_up_box(app: App, entry: &Entry) -> Option<HtmlElement> {
    (entry.kind == EntryKind::FollowUp).then(|| {
        let (changed, done) = (entry.clone(), entry.done);
        let set_done = move |done| app.notebook.write(Entry { done, ..changed.clone() });
        tick(format!("Done: {}", excerpt(&entry.text, LONGEST_NAME)), move || done, set_done)
    })
}

fn facts(app: App, trip: &Trip, entry: &Entry, says_what: bool) -> Vec<AnyView> {
    let mut parts: Vec<AnyView> = Vec::new();
    if says_what {
        let name = attachment_name(app, &entry.attachment);
        parts.push(match attachment_page(&entry.attachment) {
            Some(page) => a().href(app.href(page)).child(name).into(),
            None => text(name),
        });
        parts.push(text(" · ".to_owned()));
    }
    let local = trip.zone.local(entry.at);
    let mut rest = format!("{} {}", words::day_short(local.day), local.clock());
    if let Some(due) = entry.due {
        rest += &format!(" · by {}", words::day_short(due));
    }
    if !entry.publishable {
        rest += " · private";
    }
    parts.push(text(rest));
    parts
}
