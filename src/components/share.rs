//! Giving an agenda, a session, a conference or follow-ups away: share sheet, copied link, code to scan, plain text. Nothing
//! is sent by us.

use lanyard_core::agenda::AgendaItemRef;
use lanyard_core::notebook::{Entry, Mark, OwnItem, follow_ups_message};
use lanyard_core::schedule::{EventId, Session, SessionKey, Trip};
use lanyard_core::share::{self, DescribedItem, Export, LinkDetail, SharedAgenda};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::hand_over::{save_file, send_words, share_words};
use super::html::{HtmlElement, all, button, check, div, input, line, live, p, section, span, textarea};
use super::icon::icon;
use super::qr;
use super::saved::none_yet;
use super::words;
use crate::platform::address;
use crate::platform::transfer::TransferOutcome;
use crate::route::{Page, Route};
use crate::state::App;
use crate::wording;

/// Beyond so many letters an address is refused or cut on many ways.
const MOST_IN_ADDRESS: usize = 8_000;

/// Beyond so many letters some chat apps cut an address.
const MANY_IN_ADDRESS: usize = 2_000;

/// So short a link is pleasant in a chat, and its code is read at arm's length.
const SHORT: usize = 300;

/// What [`share::qr`] takes.
const MOST_IN_CODE: usize = 858;

const TOO_MUCH: &str =
    "This agenda is too long even for a file that Lanyard reads. Share fewer sessions, or send it as text.";

/// What is handed over.
#[derive(Clone)]
enum Gift {
    /// Words, and the link that follows them.
    Link(String, String),
    Text(String),
}

/// "Share my agenda": opens to the link, the code and what is in them.
pub fn share_agenda(app: App) -> HtmlElement {
    let open = RwSignal::new(false);
    let name = RwSignal::new(untrack(|| app.settings.get("share-name")).unwrap_or_default());
    let with_own = RwSignal::new(false);
    let whole = RwSignal::new(false);
    let toggle = button()
        .class("button primary")
        .on_click(move || open.update(|open| *open = !*open))
        .aria_expanded(move || open.get().to_string())
        .child("Share my agenda");
    section().class("share").child(toggle).child(move || open.get().then(|| sharing(app, name, with_own, whole)))
}

/// Own items are private: they stay out until the box is ticked.
fn sharing(app: App, name: RwSignal<String>, with_own: RwSignal<bool>, whole: RwSignal<bool>) -> AnyView {
    let has_own = !own_items(app).is_empty();
    if starred(app).is_empty() && !has_own {
        return none_yet(app, "Your agenda is empty. Star a session first.").into();
    }
    let given = move || {
        let agenda = agenda_of(app, &name.get(), with_own.get());
        let Some((link, detail)) = link(&agenda, whole.get()) else {
            let what_to_do = match with_own.get() {
                true => "Leave your own items out, share fewer sessions, or send the agenda as text.",
                false => "Share fewer sessions, or send the agenda as text.",
            };
            let said = format!("This agenda is too long for a link. {what_to_do}");
            let said = p().class("remark").role("status").child(said);
            return all((said, as_file(app, agenda, with_own.get()), as_text(app, with_own.get())));
        };
        let long = (link.len() > MANY_IN_ADDRESS).then(|| {
            let warning = "This is a long link, and some chat apps cut long links. Whoever opens a cut one is told so.";
            let file = as_file(app, agenda.clone(), with_own.get());
            all((p().class("facts").child(warning), file, as_text(app, with_own.get())))
        });
        let can_tell_more = whole.get_untracked() || detail != LinkDetail::Titles;
        let more = can_tell_more
            .then(|| check("Longer link, with titles and rooms", move || whole.get(), move |on| whole.set(on)));
        let words = in_words(&app.trip.get(), "My agenda", &agenda);
        let given = link_with_code(app, "My agenda", words, link, "Code with the link to this agenda");
        all((given, told_by_link(&agenda, detail), more, long))
    };
    let field = input()
        .r#type("text")
        .maxlength("60")
        .prop_value(move || name.get())
        .on_text(move |value| name.set(value))
        .on_change(move |value| app.settings.set("share-name", &value));
    let own = has_own.then(|| check("With my own items", move || with_own.get(), move |on| with_own.set(on)));
    let said = move || match with_own.get() {
        true => "Anyone with the link can see these sessions and your own items. Your notes are not in it.",
        false => "Anyone with the link can see these sessions. Your notes and your own items are not in it.",
    };
    all((line("Your name in the link (optional)", field), own, given, p().class("facts").child(said)))
}

/// The button that shares one session: by the phone's share sheet, or else by the clipboard. Beside it, the link itself,
/// once neither works.
pub fn share_session(app: App, trip: &Trip, session: &Session) -> (HtmlElement, AnyView) {
    let page = Page::Session(trip.key(session));
    let link = address::of_app() + &Route::plain(page).href();
    let words = share::as_text(trip, &[DescribedItem::of_session(trip, session)]);
    let (title, words) = (session.title.clone(), share::with_link(&words, &link));
    let is_refused = RwSignal::new(false);
    // The page may have been left meanwhile.
    let refused = move || {
        let _ = is_refused.try_set(true);
    };
    let share = move || send_words(app, &title, &words, refused);
    let button = button().class("mark").on_click(share).child(icon("share")).child(span().child("Share"));
    let by_hand = live(move || {
        let said =
            || p().class("facts").role("status").child("This browser does not let us copy. Copy the link by hand:");
        is_refused.get().then(|| div().class("share").child(said()).child(link_field(link.clone())))
    });
    (button, by_hand)
}

/// The button that shares what is open of the follow-ups that `is_told` picks.
pub fn share_follow_ups(app: App, is_told: impl Fn(&Entry) -> bool + 'static) -> HtmlElement {
    let share = move || {
        let (trip, entries, names) = untrack(|| (app.trip.get(), app.notebook.entries().get(), app.names()));
        let words = follow_ups_message(&trip, &entries, &names, &is_told);
        send_words(app, "Follow-ups", &words, move || app.notices.warn(wording::NOT_COPIED));
    };
    let button = button().class("button").on_click(share).child(icon("share")).child("Share follow-ups");
    div().class("buttons").child(button)
}

/// The link to my agenda without what is private; `None` for one that is too long.
pub fn agenda_link(app: App) -> Option<String> {
    link(&agenda_of(app, "", false), false).map(|(link, _)| link)
}

/// A link to some sessions of the trip that is shown, with what one can do with it; nothing without any.
pub fn part(app: App, name: &str, sessions: &[SessionKey]) -> Option<AnyView> {
    if sessions.is_empty() {
        return None;
    }
    let origin = |event: &EventId| app.trips.origin_for_others(event);
    let source_id = |key: &SessionKey| app.trips.source_id(key);
    let part = SharedAgenda::of(&app.trip.get(), Some(name.to_owned()), sessions, origin, source_id, Vec::new());
    let (link, _) = link(&part, false)?;
    let words = in_words(&app.trip.get(), name, &part);
    Some(all((link_field(link.clone()), buttons(app, name.to_owned(), Gift::Link(words, link)))))
}

/// What I starred of the trip that is shown. Stars of other trips stay out of it.
fn starred(app: App) -> Vec<SessionKey> {
    let trip = app.trip.get();
    let mut starred = app.marks.sessions_with(Mark::Star);
    starred.retain(|key| trip.has_event(&key.event));
    starred
}

/// My own items in the days of the trip that is shown.
fn own_items(app: App) -> Vec<OwnItem> {
    let items = app.timeline.get();
    let items = items.items().iter().filter_map(|item| match item.what {
        AgendaItemRef::Own(index) => Some(index),
        AgendaItemRef::Session(_) => None,
    });
    app.own_items.all().with(|own| items.filter_map(|index| own.get(index)).cloned().collect())
}

fn agenda_of(app: App, name: &str, with_own: bool) -> SharedAgenda {
    let by = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    let (trip, told) = (app.trip.get(), told_own(app, with_own));
    let origin = |event: &EventId| app.trips.origin_for_others(event);
    SharedAgenda::of(&trip, by, &starred(app), origin, |key| app.trips.source_id(key), told)
}

fn told_own(app: App, with_own: bool) -> Vec<DescribedItem> {
    own_items(app).iter().filter(|_| with_own).map(DescribedItem::of_own).collect()
}

/// A file that reads as a list, and that Lanyard opens like the link: it ends with one that tells all, however long it is.
fn as_file(app: App, agenda: SharedAgenda, with_own: bool) -> HtmlElement {
    let save = move || {
        let Ok((payload, _)) = agenda.encode_within(&[usize::MAX]) else { return app.notices.warn(TOO_MUCH) };
        let link = address::of_app() + &Route::plain(Page::Shared(payload)).href();
        let text = untrack(|| list(app, with_own)) + "\n" + &link + "\n";
        save_file(app, &Export::of_text("agenda.txt", "text/plain", text));
    };
    div().class("buttons").child(button().class("button").on_click(save).child("Save as a file"))
}

/// My agenda by day and in order of time.
fn list(app: App, with_own: bool) -> String {
    let trip = app.trip.get();
    let mut told = told_own(app, with_own);
    let sessions = starred(app);
    told.extend(
        sessions.iter().filter_map(|key| trip.find(key)).map(|session| DescribedItem::of_session(&trip, session)),
    );
    share::as_text(&trip, &told)
}

/// The agenda as text, to be seen and handed over.
fn as_text(app: App, with_own: bool) -> AnyView {
    let text = list(app, with_own);
    let shown = text.clone();
    let field = textarea()
        .class("field")
        .rows("6")
        .readonly(true)
        .aria_label("Agenda as text")
        .prop_value(move || shown.clone());
    all((field, buttons(app, "My agenda".to_owned(), Gift::Text(text))))
}

/// A link to an agenda, and how much it tells of sessions that can be looked up: all, when asked to.
fn link(agenda: &SharedAgenda, whole: bool) -> Option<(String, LinkDetail)> {
    let link_to = |payload| address::of_app() + &Route::plain(Page::Shared(payload)).href();
    let before = link_to("1".to_owned()).len() - 1;
    let limits =
        if whole { [MOST_IN_ADDRESS; 2] } else { [SHORT, MOST_IN_CODE] }.map(|most| most.saturating_sub(before));
    let (payload, detail) = agenda.encode_within(&limits).ok()?;
    Some((link_to(payload), detail)).filter(|(link, _)| link.len() <= MOST_IN_ADDRESS)
}

/// What the link says of sessions whose schedule the other phone may lack.
fn told_by_link(agenda: &SharedAgenda, detail: LinkDetail) -> Option<HtmlElement> {
    let events = || agenda.events.iter();
    let names: Vec<&str> = events().map(|event| event.title.as_str()).collect();
    let of_file = events().filter(|event| event.address.is_none()).count();
    let told = match detail {
        LinkDetail::Titles => "titles, times and rooms",
        LinkDetail::Rooms => "times and rooms",
        LinkDetail::Times => "times",
        LinkDetail::Names => "no more than which sessions these are",
    };
    let rest = match (detail, of_file == names.len()) {
        (_, true) => "The schedule came from a file, so the link tells all that the other phone needs.",
        (LinkDetail::Titles, _) => "The other phone can get the schedule in one tap.",
        _ => "The rest comes with the schedule, which the other phone gets in one tap.",
    };
    let said = format!("Of {} the link holds {told}. {rest}", names.join(", "));
    (!names.is_empty()).then(|| p().class("facts").child(said))
}

/// `My agenda: 12 sessions of KubeCon week`, before the link to it.
fn in_words(trip: &Trip, name: &str, agenda: &SharedAgenda) -> String {
    format!("{name}: {} of {}", words::count(agenda.count(), "session", "sessions"), trip.title)
}

/// A link with everything one can do with it. `words` go before it into a chat.
pub fn link_with_code(app: App, title: &str, words: String, link: String, code_name: &'static str) -> AnyView {
    let code = match share::qr(&link) {
        Some(code) => qr::code(&code, code_name),
        None => p().class("facts").child("The link is too long for a code.").into(),
    };
    all((link_field(link.clone()), buttons(app, title.to_owned(), Gift::Link(words, link)), code))
}

fn link_field(link: String) -> HtmlElement {
    input()
        .class("field one-line link")
        .r#type("text")
        .readonly(true)
        .aria_label("Link")
        .prop_value(move || link.clone())
}

fn buttons(app: App, title: String, gift: Gift) -> HtmlElement {
    let shared = gift.clone();
    let share = move || match &shared {
        Gift::Link(words, link) => share_words(app, &title, &share::with_link(words, link)),
        Gift::Text(text) => share_words(app, &title, text),
    };
    let [share_it, copy_it, copied, not_copied] = match gift {
        Gift::Link(..) => {
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
        .map(|_| button().class("button primary").on_click(share).child(share_it));
    let copy = move || {
        let (Gift::Link(_, words) | Gift::Text(words)) = &gift;
        let Some(handed) = app.transfer().map(|transfer| transfer.copy(words)) else { return };
        spawn_local(async move {
            match handed.await {
                TransferOutcome::Done => app.notices.say(copied),
                TransferOutcome::Cancelled | TransferOutcome::Refused => app.notices.warn(not_copied),
            }
        });
    };
    div().class("buttons").child(share).child(button().class("button").on_click(copy).child(copy_it))
}
