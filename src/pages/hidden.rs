//! What is hidden, to bring it back; and the ways to hide a session, its room or its kind.

use lanyard_core::notebook::HiddenThing;
use lanyard_core::schedule::{Session, SessionKey, Trip};
use leptos::prelude::*;

use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, article, b, button, details, div, li, list, p, span, summary};
use crate::components::words;
use crate::platform::focus;
use crate::route::Page;
use crate::state::App;

/// All that is hidden of the trip, each with the way back.
pub fn page(app: App) -> HtmlElement {
    article()
        .child(inner_header(app, Page::Trip, "Trip", "Hidden".to_owned(), ()))
        .child(
            p().class("facts").child("What is hidden is in no list. What you starred or wrote about is never hidden."),
        )
        .child(move || things(app))
}

fn things(app: App) -> AnyView {
    let (trip, decided) = (app.trips.whole.get(), app.decisions.decided());
    let row = |thing: &HiddenThing| {
        let (name, sessions) = (thing.name(&trip)?.to_owned(), thing.count(&trip));
        let what = match thing {
            HiddenThing::Session(_) => "One session".to_owned(),
            HiddenThing::Room(_) => format!("Room, {}", words::count(sessions, "session", "sessions")),
            HiddenThing::Kind(event, _) => {
                let event = trip.events.iter().find(|it| it.id == *event).map_or("", |event| event.short.as_str());
                format!("Type at {event}, {}", words::count(sessions, "session", "sessions"))
            }
        };
        let words = div().class("row-words").child(b().child(name.clone())).child(" ").child(span().child(what));
        let back = thing.clone();
        let back = move || {
            focus::focus_heading();
            app.decisions.set_hidden(&back, false);
        };
        let back = button().class("button").aria_label(format!("Show {name} again")).on_click(back).child("Show again");
        Some(li().child(div().class("plain-row").child(words).child(back)))
    };
    let rows = decided.hidden.iter().filter_map(row).collect();
    match list("rows", rows) {
        Some(rows) => rows.into(),
        None => p().class("empty").child("Nothing is hidden. Open a session to hide it, its room or its type.").into(),
    }
}

/// How many things of the trip are hidden. Reactive.
pub fn count(app: App) -> usize {
    let (trip, decided) = (app.trips.whole.get(), app.decisions.decided());
    decided.hidden.iter().filter(|thing| thing.name(&trip).is_some()).count()
}

/// The ways to hide a session, its room or its kind, folded away.
pub fn ways_to_hide(app: App, trip: &Trip, session: &Session) -> HtmlElement {
    let room =
        trip.room(session).map(|room| (HiddenThing::Room(room.id.clone()), format!("Everything in {}", room.name)));
    let event = trip.event(session);
    let kind = event.zip(trip.label(session.kind)).map(|(event, kind)| {
        (HiddenThing::Kind(event.id.clone(), kind.to_owned()), format!("Every {kind} of {}", event.short))
    });
    let this = (HiddenThing::Session(trip.key(session)), "This session".to_owned());
    let way = |(thing, label): (HiddenThing, String)| {
        let said = format!("Hidden: {label}. What you starred or wrote about stays.");
        let hide = move || {
            app.decisions.set_hidden(&thing, true);
            let undone = thing.clone();
            app.notices.say_with_undo(said.clone(), move || app.decisions.set_hidden(&undone, false));
        };
        button().class("button").on_click(hide).child(label)
    };
    let ways = [Some(this), room, kind].into_iter().flatten().map(way).collect();
    details().class("fold hide").child(summary().child("Hide")).child(div().class("buttons").children(ways))
}

/// In place of a session that is hidden: that it is, and the way back. Nothing for any other.
pub fn hidden_session(app: App, key: &SessionKey) -> Option<HtmlElement> {
    let (trip, decided) = (app.trips.whole.get(), app.decisions.decided());
    let session = trip.find(key)?;
    let by: Vec<HiddenThing> = decided.hidden.iter().filter(|thing| thing.holds(&trip, session)).cloned().collect();
    let title = session.title.clone();
    (!by.is_empty()).then(|| {
        let back = move || by.iter().for_each(|thing| app.decisions.set_hidden(thing, false));
        article()
            .child(inner_header(app, Page::Agenda(app.last_filter.get_untracked()), "Agenda", title, ()))
            .child(p().class("empty").child("You hid this session, its room or its type."))
            .child(div().class("buttons").child(button().class("button primary").on_click(back).child("Show again")))
    })
}
