//! One thing captured, as it stands in the notebook and on the pages it is about.

use lanyard_core::notebook::{Attachment, Entry, EntryId, EntryKind};
use lanyard_core::schedule::Trip;
use lanyard_core::search::around;
use lanyard_core::text::excerpt;
use leptos::ev;
use leptos::prelude::*;

use super::attachment::{attachment_name, attachment_page};
use super::entry_words::entry_words;
use super::html::{HtmlElement, Item, button, div, item, keyed, li, live, p, span, tick, ul};
use super::marked::{LiveQuery, marked};
use super::plain_row::link;
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
    let is_whole = RwSignal::new(false);
    // Of a long one the beginning is seen; a tap shows the rest. Whoever has no finger to tap with opens it.
    let words = div()
        .class(move || if is_whole.get() { "entry-words" } else { "entry-words begins" })
        .on(ev::click, move |_| is_whole.set(true))
        .children(entry_words(app, entry));
    let body = div()
        .class("entry-body")
        .child(words)
        .child(versions::card(app, entry.id.clone()))
        .child(facts(app, trip, entry, says_what));
    li().class(format!("entry kind-{}", entry.kind.word()))
        .child(follow_up_box(app, entry))
        .child(body)
        .child(edit_button(app, entry))
}

/// Everything else is in the sheet that it opens, the way to the trash as well.
fn edit_button(app: App, entry: &Entry) -> HtmlElement {
    let edited = entry.clone();
    let edit = move || app.sheet.set(Some(edited.clone()));
    button().class("icon-button").on_click(edit).aria_label("Edit").child(icon("pen"))
}

/// An entry that a search found, with what was searched for marked. A tap on its words opens it, as its button does.
pub fn found_entry(app: App, id: EntryId, query: LiveQuery) -> Item {
    item(&id.clone(), move || {
        let entry = Memo::new(move |_| app.notebook.entry(&id));
        live(move || entry.with(|entry| entry.as_ref().map(|entry| found(app, entry, query.clone()))))
    })
}

fn found(app: App, entry: &Entry, query: LiveQuery) -> HtmlElement {
    let words = [&entry.name, &entry.affiliation, &entry.contact, &entry.url, &entry.caption, &entry.text];
    let words = words.map(String::as_str).into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ");
    let shown = Memo::new(move |_| {
        let query = query();
        (around(&words, &query, LETTERS_FOUND), query)
    });
    let opened = entry.clone();
    let open = move || app.sheet.set(Some(opened.clone()));
    let text = p().class("entry-text").on_click(open).child(move || shown.with(|(text, query)| marked(text, query)));
    let body = div().class("entry-body").child(text).child(facts(app, &app.trip.get(), entry, true));
    li().class(format!("entry kind-{}", entry.kind.word()))
        .child(follow_up_box(app, entry))
        .child(body)
        .child(edit_button(app, entry))
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

/// One line: what sort of entry it is, who wrote it when it was a colleague, what it is about, when it was written, and in which trip when there are several.
fn facts(app: App, trip: &Trip, entry: &Entry, says_what: bool) -> HtmlElement {
    let line = p().class("entry-facts one-line").child(span().class("entry-kind").child(entry.kind.label()));
    let line = if entry.is_own() { line } else { line.child(span().child(format!(" · by {}", entry.author))) };
    let line = if says_what {
        let name = attachment_name(app, &entry.attachment);
        let about = match attachment_page(&entry.attachment) {
            Some(page) => link(app, page).child(name),
            None => span().child(name),
        };
        line.child(" · ").child(about.class("entry-about"))
    } else {
        line
    };
    let local = entry.shown_local(trip, entry.at);
    let mut rest = format!(" · {} {}", words::date(local.day), words::clock_of(trip, local));
    if let Some(due) = entry.due {
        rest += &format!(" · by {}", words::day_short(due));
    }
    if !entry.publishable {
        rest += " · private";
    }
    let of_trip = app.trip_of(entry).filter(|own| *own != trip.id).and_then(|own| app.trip_title(&own));
    let of_trip = of_trip.map(|title| span().class("entry-trip").child(format!(" · {title}")));
    line.child(span().class("entry-when").child(rest)).child(of_trip)
}
