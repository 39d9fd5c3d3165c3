//! Own items: one on its page, where it is written, and those on days that the agenda does not have.

use lanyard_core::agenda;
use lanyard_core::notebook::{OwnItem, OwnItemId};
use lanyard_core::schedule::{Day, Instant};
use leptos::prelude::*;

use crate::components::header::inner_header;
use crate::components::html::{
    HtmlElement, a, article, button, details, fieldset, input, line, list, live, p, summary,
};
use crate::components::moment::moment_field;
use crate::components::row::{RowTime, own_row};
use crate::components::saved::{closed_until_read, in_words, save_status};
use crate::components::{versions, words};
use crate::pages::plan;
use crate::platform::focus;
use crate::route::Page;
use crate::state::App;

/// The field for what it is, to put the cursor in.
const WHAT: &str = "own-what";

/// The page of one item, of a new one until it has a title.
pub fn page(app: App, id: OwnItemId, day: Option<Day>) -> HtmlElement {
    let trip = app.trip.get_untracked();
    let now = untrack(|| app.now());
    let today = untrack(|| app.day_at(now)).clamp(trip.first, trip.last);
    // Whoever asked for a new one on a day says first what it is.
    if day.is_some() && untrack(|| app.own_items.get(&id)).is_none() {
        Effect::new(|| focus::focus(WHAT));
    }
    let draft = RwSignal::new(OwnItem::blank(id.clone(), &trip.zone, day.unwrap_or(today), now));
    let conflict = versions::own_card(app, id.clone());
    // What is stored comes after the page, at a cold start or from another tab.
    Effect::new(move || draft.update(|draft| *draft = app.own_items.get(&id).unwrap_or_else(|| draft.clone())));
    let back = Page::Agenda(agenda::Filter { mine: true, ..app.last_filter.get_untracked() });
    let form = (
        field(app, draft, "What", |item| &mut item.title, Some(WHAT)),
        time(
            app,
            draft,
            "Starts (venue time)",
            |item| Some(item.start),
            |item, at| item.start = at.unwrap_or(item.start),
        ),
        time(app, draft, "Ends (optional)", |item| item.end, |item, at| item.end = at),
        field(app, draft, "Where", |item| &mut item.location, None),
        field(app, draft, "Note", |item| &mut item.note, None),
    );
    let is_kept = Memo::new(move |_| draft.with(|draft| !draft.title.trim().is_empty()));
    let said = move || match is_kept.get() {
        false => "Not saved yet. Say first what it is.",
        true => in_words(app, app.own_items.save_state(&draft.with(|draft| draft.id.clone()))),
    };
    let delete = move || {
        let item = draft.get_untracked();
        app.own_items.delete(&item);
        app.notices.say_with_undo("Deleted.", move || app.own_items.write(&item));
        app.navigation.go(Page::Agenda(app.last_filter.get_untracked()));
    };
    let way_out = move || {
        let way = || p().class("buttons").child(button().class("button").on_click(delete).child("Delete"));
        is_kept.get().then(way)
    };
    article()
        .child(inner_header(app, back, "Agenda", "Your own item".to_owned(), ()))
        .child(conflict)
        .child(closed_until_read(app, fieldset().class("open-field lines").child(form)))
        .child(save_status(said))
        .child(p().class("facts").child("It is in your agenda only. Nobody else sees it unless you share it."))
        .child(way_out)
}

/// Changes the item and, once it says what it is, keeps it.
fn change(app: App, draft: RwSignal<OwnItem>, edit: impl FnOnce(&mut OwnItem)) {
    draft.update(edit);
    let item = draft.get_untracked();
    if !item.title.trim().is_empty() {
        app.own_items.write(&item);
    }
}

fn field(
    app: App,
    draft: RwSignal<OwnItem>,
    name: &'static str,
    part: fn(&mut OwnItem) -> &mut String,
    id: Option<&'static str>,
) -> HtmlElement {
    let field = input()
        .r#type("text")
        .id(id)
        .prop_value(move || part(&mut draft.get()).clone())
        .on_text(move |words| change(app, draft, |item| *part(item) = words));
    line(name, field)
}

fn time(
    app: App,
    draft: RwSignal<OwnItem>,
    name: &'static str,
    get: fn(&OwnItem) -> Option<Instant>,
    set: fn(&mut OwnItem, Option<Instant>),
) -> AnyView {
    moment_field(app, name, move || draft.with(get), move |at| change(app, draft, |item| set(item, at)))
}

/// The way to a new item on a day, and to the day on paper.
pub fn add(app: App, day: Day) -> AnyView {
    let new = app.own_items.new_id();
    let add = a().class("button").href(app.href(Page::Own(new, Some(day)))).child("Add your own");
    let open = move || match plan::open_clashes(app, day) {
        0 => String::new(),
        open => format!(" · {open}"),
    };
    let plan = a().class("button").href(app.href(Page::Plan(Some(day)))).child("Plan").child(open);
    let print = a().class("button").href(app.href(Page::Print(Some(day)))).child("Print");
    p().class("buttons").child(add).child(plan).child(print).into()
}

/// Those on days that the agenda does not have: those of another trip, perhaps, or with a slip in the date.
pub fn on_other_days(app: App) -> AnyView {
    let items = Memo::new(move |_| {
        let (trip, own) = (app.trip.get(), app.own_items.all().get());
        let is_elsewhere =
            |item: &&OwnItem| item.deleted.is_none() && !agenda::is_around(&trip, app.day_at(item.start));
        own.iter().filter(is_elsewhere).cloned().collect::<Vec<OwnItem>>()
    });
    live(move || {
        let row = |item: &OwnItem| own_row(app, item, None, RowTime::DayAndClock, Vec::new());
        let rows = items.with(|items| items.iter().map(row).collect::<Vec<HtmlElement>>());
        let count = words::count(rows.len(), "item of your own", "items of your own");
        list("rows", rows).map(|rows| {
            let summary = summary().child(format!("{count} on other days"));
            details().class("filters").child(summary).child(rows)
        })
    })
}
