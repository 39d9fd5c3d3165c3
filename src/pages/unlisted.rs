//! A session that has left the programme, or is of another trip, for as long as anything of the user's hangs on it: what was
//! known of it, my marks, and what I wrote.

use lanyard_core::notebook::{AgendaItemId, Attachment, SessionSnapshot};
use lanyard_core::schedule::SessionKey;
use leptos::prelude::*;

use super::{not_found, phone};
use crate::components::attachment::attachment_name;
use crate::components::entry::entries_on;
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, all, article, p, titled};
use crate::components::marks::{mark_bar, recording, to_calendar};
use crate::components::notes_field::notes_field;
use crate::components::words;
use crate::route::Page;
use crate::state::App;

pub fn page(app: App, key: &SessionKey) -> HtmlElement {
    let what = Attachment::Session(key.clone());
    let (marked, about) = (key.clone(), what.clone());
    // It becomes true when the stores have been read, and the page is not drawn anew with every mark.
    let hangs_on_it = Memo::new(move |_| {
        app.marks.of(&marked).any()
            || app.notebook.entries().with(|entries| entries.iter().any(|entry| entry.attachment == about))
    });
    let is_kept = hangs_on_it.get();
    let known = app.marks.snapshot(key);
    if !is_kept && known.is_none() {
        return not_found::no_such_session(app, key);
    }
    let known = known.unwrap_or_else(|| SessionSnapshot { title: attachment_name(app, &what), start: None });
    let back = Page::Agenda(app.last_filter.get_untracked());
    let event = key.event.clone();
    let is_of_trip = app.trip.with_untracked(|trip| trip.has_event(&event));
    let over = if is_of_trip { "No longer in the programme" } else { "From another trip" };
    let was = known.start.map(|start| {
        let was = words::day_and_clock(&app.trip.get_untracked(), start);
        let starts = if is_of_trip { "It was to start " } else { "It starts " };
        p().class("when").child(format!("{starts}{was}."))
    });
    // Taken out of the calendar there.
    let is_told = app.appointments.handed_out().contains_key(&AgendaItemId::Session(key.clone()));
    let calendar = is_told.then(|| to_calendar(app, key));
    let kept = StoredValue::new(key.clone());
    let blank =
        move || kept.with_value(|key| app.blank_entry(Attachment::Session(key.clone()), Some(key.event.clone())));
    article()
        .class("session event-0")
        .child(inner_header(app, back, "Agenda", known.title.clone(), p().class("event-name").child(over)))
        .child(phone::way_to_trip(app, move |catalog| catalog.holder(&event)))
        .child(was)
        .child(p().class("remark").child("Your marks and notes on it are kept."))
        .child(mark_bar(app, key, &known, calendar.into_iter().collect()))
        .child(titled("Your notes", all((entries_on(app, what), notes_field(app, blank)))))
        .child(recording(app, key, &known))
}
