//! Giving an agenda or a session away: share sheet, copied link, code to scan. Nothing is sent by us.

use lanyard_core::schedule::{EventId, Session, Trip};
use lanyard_core::share::{self, SharedAgenda, Told};
use leptos::prelude::*;

use super::node::{Node, all, button, check, line, live, node, nothing, p};
use super::qr;
use super::saved::none_yet;
use crate::platform::desk::Handed;
use crate::platform::window;
use crate::route::{Page, Route};
use crate::state::App;

/// "Share my agenda": opens to the link, the code and what is in them.
pub fn share_agenda(app: App) -> Node {
    let open = RwSignal::new(false);
    let name = RwSignal::new(untrack(|| app.user.setting("share-name")).unwrap_or_default());
    let with_own = RwSignal::new(false);
    let toggle = button("button primary", "Share my agenda", move || open.update(|open| *open = !*open))
        .set_live("aria-expanded", move || Some(open.get().to_string()));
    node("section")
        .class("share")
        .child(toggle)
        .live(move || if open.get() { sharing(app, name, with_own) } else { nothing() })
}

/// Own items are private: they stay out until the box is ticked.
fn sharing(app: App, name: RwSignal<String>, with_own: RwSignal<bool>) -> AnyView {
    let own = app.user.own_items().get();
    let has_own = own.iter().any(|item| item.deleted.is_none());
    if app.user.starred().is_empty() && !has_own {
        return none_yet(app, "Your agenda is empty. Star a session first.").build();
    }
    let given = move || {
        let agenda = agenda_of(app, &name.get(), with_own.get());
        match link(&agenda) {
            Some(link) => given(app, "My agenda", link),
            None => p("empty", "This agenda is too long for a link.").build(),
        }
    };
    let field = node("input")
        .set("type", "text")
        .set("maxlength", "60")
        .value(move || name.get())
        .on_text(move |value| name.set(value))
        .on_change(move |value| app.user.set_setting("share-name", &value));
    let own = has_own.then(|| check("With my own items", move || with_own.get(), move |on| with_own.set(on)));
    let said = move || match with_own.get() {
        true => "Anyone with the link can see these sessions and your own items. Your notes are not in it.",
        false => "Anyone with the link can see these sessions. Your notes and your own items are not in it.",
    };
    all(vec![
        line("Your name in the link (optional)", field).build(),
        own.map_or_else(nothing, Node::build),
        live(given),
        p("facts", "").live_text(move || said().to_owned()).build(),
    ])
}

/// "Share this session": the same, for one.
pub fn share_session(app: App, trip: &Trip, session: &Session) -> Node {
    let page = Page::Session(trip.key(session));
    let address = [window::address(), Route { page, at: None }.href()].concat();
    node("section").class("share").child(node("h2").text("Share this session")).child(buttons(
        app,
        session.title.clone(),
        address,
    ))
}

/// Events that the user added tell all of what is shared of them: whoever opens the link may not have them.
fn agenda_of(app: App, name: &str, with_own: bool) -> SharedAgenda {
    let by = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    let added = app.sources();
    let comes_with_lanyard = |event: &EventId| added.iter().all(|source| source.event != *event);
    let own = app.user.own_items().get();
    let told = own.iter().filter(|item| with_own && item.deleted.is_none()).map(Told::of_own).collect();
    SharedAgenda::of(&app.trip.get(), by, &app.user.starred(), comes_with_lanyard, told)
}

fn link(agenda: &SharedAgenda) -> Option<String> {
    let payload = share::encode(agenda).ok()?;
    Some([window::address(), Route { page: Page::Shared(payload), at: None }.href()].concat())
}

/// A link with everything one can do with it.
fn given(app: App, title: &'static str, link: String) -> AnyView {
    let code = match share::qr(&link) {
        Some(code) => qr::code(&code, "Code with the link to this agenda"),
        None => p("facts", "The link is too long for a code.").build(),
    };
    let shown = link.clone();
    let field = node("input")
        .class("field one-line link")
        .set("type", "text")
        .flag("readonly", true)
        .set("aria-label", "Link")
        .value(move || shown.clone());
    all(vec![field.build(), buttons(app, title.to_owned(), link).build(), code])
}

fn buttons(app: App, title: String, link: String) -> Node {
    let shared = link.clone();
    let share = app
        .desk()
        .filter(|desk| desk.can_share())
        .map(|desk| button("button primary", "Share", move || desk.share(&title, "", &shared, Box::new(|_| ()))));
    let copy = move || {
        let done = move |handed| {
            app.say(match handed {
                Handed::Done => "Link copied.",
                Handed::Cancelled | Handed::Refused => "This browser does not let us copy. Select the link instead.",
            });
        };
        if let Some(desk) = app.desk() {
            desk.copy(&link, Box::new(done));
        }
    };
    node("div").class("buttons").child(share).child(button("button", "Copy link", copy))
}
