//! Giving an agenda or a session away: share sheet, copied link, code to scan, plain text. Nothing is sent by us.

use lanyard_core::agenda;
use lanyard_core::notebook::OwnItem;
use lanyard_core::schedule::{EventId, Session, SessionKey, Trip};
use lanyard_core::share::{self, DescribedItem, SharedAgenda};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::node::{Node, all, button, check, line, live, node, nothing, p};
use super::qr;
use super::saved::none_yet;
use crate::platform::address;
use crate::platform::transfer::{Transfer, TransferOutcome};
use crate::route::{Page, Route};
use crate::state::App;

/// Beyond so many letters an address is refused or cut on many ways.
const MOST_IN_ADDRESS: usize = 8_000;

/// Beyond so many letters some chat apps cut an address.
const MANY_IN_ADDRESS: usize = 2_000;

/// What is handed over.
#[derive(Clone)]
enum Gift {
    Link(String),
    Text(String),
}

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
    let has_own = !own_items(app).is_empty();
    if starred(app).is_empty() && !has_own {
        return none_yet(app, "Your agenda is empty. Star a session first.").build();
    }
    let given = move || match link(&agenda_of(app, &name.get(), with_own.get())) {
        Some(link) if link.len() <= MANY_IN_ADDRESS => given(app, link),
        Some(link) => all(vec![
            given(app, link),
            p("facts", "It is a long link, and some chat apps cut those. Lanyard says so where one arrives cut.")
                .build(),
            as_text(app, with_own.get()),
        ]),
        None => {
            let what_to_do = match with_own.get() {
                true => "Leave your own items out, share fewer sessions, or send the agenda as text.",
                false => "Share fewer sessions, or send the agenda as text.",
            };
            let said = ["This agenda is too long for a link: it would arrive cut off. ", what_to_do].concat();
            all(vec![p("remark", said).set("role", "status").build(), as_text(app, with_own.get())])
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
    let address = [address::of_app(), Route { page, at: None }.href()].concat();
    let title = node("h2").text("Share this session");
    node("section").class("share").child(title).child(buttons(app, session.title.clone(), Gift::Link(address)))
}

/// What I starred of the trip that is shown. Stars of other trips stay out of it.
fn starred(app: App) -> Vec<SessionKey> {
    let trip = app.trip.get();
    let mut starred = app.user.starred();
    starred.retain(|key| trip.has_event(&key.event));
    starred
}

/// My own items in the days of the trip that is shown.
fn own_items(app: App) -> Vec<OwnItem> {
    let trip = app.trip.get();
    app.user.own_items().with(|own| own.iter().filter(|item| agenda::belongs(&trip, item)).cloned().collect())
}

/// Events that the user added tell all of what is shared of them: whoever opens the link may not have them.
fn agenda_of(app: App, name: &str, with_own: bool) -> SharedAgenda {
    let by = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    let added = app.sources();
    let comes_with_lanyard = |event: &EventId| added.iter().all(|source| source.event != *event);
    SharedAgenda::of(&app.trip.get(), by, &starred(app), comes_with_lanyard, told_own(app, with_own))
}

fn told_own(app: App, with_own: bool) -> Vec<DescribedItem> {
    own_items(app).iter().filter(|_| with_own).map(DescribedItem::of_own).collect()
}

/// The agenda as text, to be seen and handed over.
fn as_text(app: App, with_own: bool) -> AnyView {
    let trip = app.trip.get();
    let mut told = told_own(app, with_own);
    let sessions = starred(app);
    told.extend(
        sessions.iter().filter_map(|key| trip.find(key)).map(|session| DescribedItem::of_session(&trip, session)),
    );
    let text = share::as_text(&trip, &told);
    let shown = text.clone();
    let field = node("textarea")
        .class("field")
        .set("rows", "6")
        .flag("readonly", true)
        .set("aria-label", "Agenda as text")
        .value(move || shown.clone());
    all(vec![field.build(), buttons(app, "My agenda".to_owned(), Gift::Text(text)).build()])
}

fn link(agenda: &SharedAgenda) -> Option<String> {
    let payload = share::encode(agenda).ok()?;
    let link = [address::of_app(), Route { page: Page::Shared(payload), at: None }.href()].concat();
    Some(link).filter(|link| link.len() <= MOST_IN_ADDRESS)
}

/// A link with everything one can do with it.
fn given(app: App, link: String) -> AnyView {
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
    all(vec![field.build(), buttons(app, "My agenda".to_owned(), Gift::Link(link)).build(), code])
}

fn buttons(app: App, title: String, gift: Gift) -> Node {
    let shared = gift.clone();
    let share = move |transfer: &dyn Transfer| match &shared {
        Gift::Link(link) => drop(transfer.share(&title, "", link)),
        Gift::Text(text) => drop(transfer.share(&title, text, "")),
    };
    let [share_it, copy_it, copied, not_copied] = match gift {
        Gift::Link(_) => {
            ["Share", "Copy link", "Link copied.", "This browser does not let us copy. Select the link instead."]
        }
        Gift::Text(_) => [
            "Share as text",
            "Copy as text",
            "Agenda copied as text.",
            "This browser does not let us copy. Select the text instead.",
        ],
    };
    let share = app
        .transfer()
        .filter(|transfer| transfer.can_share())
        .map(|transfer| button("button primary", share_it, move || share(&*transfer)));
    let copy = move || {
        let (Gift::Link(words) | Gift::Text(words)) = &gift;
        let Some(handed) = app.transfer().map(|transfer| transfer.copy(words)) else { return };
        spawn_local(async move {
            app.say(match handed.await {
                TransferOutcome::Done => copied,
                TransferOutcome::Cancelled | TransferOutcome::Refused => not_copied,
            });
        });
    };
    node("div").class("buttons").child(share).child(button("button", copy_it, copy))
}
