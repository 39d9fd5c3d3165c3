//! Stars from elsewhere: what somebody starred in another system, looked up in the trip that is shown, and taken with a tap.

use std::collections::BTreeSet;
use std::sync::Arc;

use lanyard_core::notebook::StarLevel;
use lanyard_core::schedule::{Session, SessionKey, Trip};
use lanyard_core::trips::{FoundStars, NamedSession};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

use super::import;
use crate::components::header::inner_header;
use crate::components::html::{
    HtmlElement, all, article, b, button, div, input, label, li, line, list, live, p, span, textarea, titled,
};
use crate::components::words;
use crate::route::Page;
use crate::state::{self, App};

#[derive(Clone)]
enum LookUp {
    Idle,
    Working,
    /// What was found in the trip that was shown then.
    Done(Arc<Trip>, Arc<FoundStars>),
    /// Why nothing was looked up, and what to do.
    Failed(String),
}

pub fn page(app: App) -> HtmlElement {
    app.trips.expect_schedule();
    on_cleanup(move || app.trips.expect_no_schedule());
    let look_up = RwSignal::new(LookUp::Idle);
    let file = input().r#type("file").multiple(true).on(ev::change, move |event| {
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(files) = field.and_then(|field| field.files()).filter(|files| files.length() > 0) else { return };
        let files: Vec<File> = (0..files.length()).filter_map(|index| files.get(index)).collect();
        app.trips
            .read_files(files.into_iter().map(Into::into).collect(), move |files| look_up_files(app, files, look_up));
    });
    let pasted = RwSignal::new(String::new());
    let field = textarea()
        .rows("4")
        .class("field")
        .spellcheck("false")
        .prop_value(move || pasted.get())
        .on_text(move |text| pasted.set(text));
    let read_pasted = move || look_up_files(app, vec![Arc::new(pasted.get_untracked().into_bytes())], look_up);
    let result = live(move || match look_up.get() {
        LookUp::Idle => all(()),
        LookUp::Working => p().class("empty").role("status").child("Looking them up").into(),
        LookUp::Failed(why) => div().class("ask").role("alert").child(p().child(why)).into(),
        LookUp::Done(trip, found) => preview(app, &trip, &found),
    });
    article()
        .class("import")
        .child(inner_header(app, Page::Trip, "Trip", "Stars from elsewhere".to_owned(), ()))
        .child(p().class("facts").child(
            "Bring what you starred in pretalx, Sched, WordCamp, KonOpas, ConClár or a calendar. Nothing is sent \
             anywhere, and you see first what was found.",
        ))
        .child(line("Paste a link, or titles or addresses, a line each", field))
        .child(div().class("buttons").child(button().class("button").on_click(read_pasted).child("Look them up")))
        .child(line("Or a calendar file", file))
        .child(result)
}

fn look_up_files(app: App, files: Vec<Arc<Vec<u8>>>, look_up: RwSignal<LookUp>) {
    look_up.set(LookUp::Working);
    spawn_local(async move {
        let trip = app.trips.whole.get_untracked();
        let found = app.trips.find_stars(files).await;
        // The page may be gone by now.
        let _ = look_up.try_set(match found {
            Ok(found) => LookUp::Done(trip, Arc::new(found)),
            Err(why) => LookUp::Failed(why),
        });
    });
}

fn preview(app: App, trip: &Arc<Trip>, stars: &Arc<FoundStars>) -> AnyView {
    let chosen = RwSignal::new(stars.named.iter().filter_map(only).cloned().collect::<BTreeSet<SessionKey>>());
    let to_add = move || {
        let mine = app.marks.my_agenda();
        chosen.with(|chosen| chosen.iter().filter(|key| !mine.has(key)).cloned().collect::<Vec<SessionKey>>())
    };
    let of_trip = trip.clone();
    // What is mine is known once the stores have been read.
    let add_chosen = move || {
        let trip = of_trip.clone();
        app.when_ready(move |_| add(app, trip, untrack(to_add)));
    };
    let add = button()
        .class("button primary")
        .disabled(move || to_add().is_empty())
        .on_click(add_chosen)
        .child(move || format!("Add {}", words::count(to_add().len(), "star", "stars")));
    let row = |key: &SessionKey| Some(session_row(app, trip, trip.find(key)?, chosen));
    let found = stars.named.iter().filter_map(only).filter_map(row).collect();
    let unclear = stars.named.iter().filter(|named| named.found.len() > 1).map(|named| {
        let rows = named.found.iter().filter_map(row).collect();
        li().child(p().class("facts").child(format!("{} may be", named.named))).child(list("rows", rows))
    });
    let missing = stars.named.iter().filter(|named| named.found.is_empty());
    let missing = missing.map(|named| li().child(named.named.clone())).collect();
    let (of_stars, group) = (stars.clone(), |title, class, rows| list(class, rows).map(|rows| titled(title, rows)));
    all((
        p().role("status").child(move || in_short(app, &of_stars)),
        div().class("buttons").child(add),
        group("Found", "rows", found),
        group("Which one is meant?", "rows", unclear.collect()),
        group("Not found in this trip", "closing-list", missing),
        import::problems(&stars.problems),
    ))
}

/// The session that is certainly meant.
fn only(named: &NamedSession) -> Option<&SessionKey> {
    match named.found.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// `5 named: 3 found, 1 of them yours already · 1 unclear · 1 not found`. Reactive.
fn in_short(app: App, stars: &FoundStars) -> String {
    let mine = app.marks.my_agenda();
    let count = |is_it: &dyn Fn(&NamedSession) -> bool| stars.named.iter().filter(|named| is_it(named)).count();
    let found = count(&|named| only(named).is_some());
    let mut text = format!("{} named: {found} found", stars.named.len());
    let parts = [
        (count(&|named| only(named).is_some_and(|key| mine.has(key))), ", ", " of them yours already"),
        (count(&|named| named.found.len() > 1), " · ", " unclear"),
        (count(&|named| named.found.is_empty()), " · ", " not found"),
    ];
    for (count, before, after) in parts.into_iter().filter(|(count, ..)| *count > 0) {
        text += &format!("{before}{count}{after}");
    }
    text
}

/// A session to take, or one that is the user's already.
fn session_row(app: App, trip: &Trip, session: &Session, chosen: RwSignal<BTreeSet<SessionKey>>) -> HtmlElement {
    let key = trip.key(session);
    let when = session.when.start().map(|start| words::day_and_clock(trip, start));
    let facts = [when.or(Some("Time not known".to_owned())), words::location(trip, session)];
    let facts = facts.into_iter().flatten().collect::<Vec<String>>().join(" · ");
    let title = session.title.clone();
    li().child(live(move || {
        let words = span().class("row-words").child(b().child(title.clone())).child(" ");
        if app.marks.is_starred(&key) {
            let words = words.child(span().child(format!("{facts} · You have it already")));
            return div().class("plain-row").child(words);
        }
        let (ticked, key) = (key.clone(), key.clone());
        let tick = move |on| {
            chosen.update(|chosen| {
                if on {
                    chosen.insert(key.clone())
                } else {
                    chosen.remove(&key)
                };
            });
        };
        let tick = input()
            .r#type("checkbox")
            .class("box")
            .prop_checked(move || chosen.with(|chosen| chosen.contains(&ticked)))
            .on_tick(tick);
        label().class("plain-row").child(tick).child(words.child(span().child(facts.clone())))
    }))
}

fn add(app: App, trip: Arc<Trip>, keys: Vec<SessionKey>) {
    let said = format!("{} added to your agenda.", words::count(keys.len(), "star", "stars"));
    let set_all = move |level| {
        for session in keys.iter().filter_map(|key| trip.find(key)) {
            app.marks.set_level(&trip.key(session), &state::snapshot(session), level);
        }
    };
    set_all(Some(StarLevel::Going));
    app.notices.say_with_undo(said, move || set_all(None));
}
