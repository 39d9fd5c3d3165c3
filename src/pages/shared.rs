//! Shared agenda: a colleague's link, readable at once and with nothing installed; beside mine; taken over in one tap.

use lanyard_core::notebook::{Mark, SessionSnapshot};
use lanyard_core::schedule::Trip;
use lanyard_core::share::{
    self, AgendaChange, Choice, ComparedItem, DescribedItem, MyAgendaItem, SharedAgenda, SharedItem, Unshared, own_id,
};
use leptos::prelude::*;

use super::{not_found, phone};
use crate::components::header::header;
use crate::components::html::{HtmlElement, all, button, div, li, p, tick, ul};
use crate::components::row::{RowTag, RowTime, session_row};
use crate::components::words;
use crate::state::{self, App};

pub fn page(app: App, payload: &str) -> AnyView {
    match share::decode(payload) {
        Ok(agenda) => shown(app, agenda),
        Err(damage) => damaged(app, damage),
    }
}

fn damaged(app: App, damage: Unshared) -> AnyView {
    all((
        header(app, "Shared agenda".to_owned(), ()),
        p().class("empty").role("alert").child(damage.to_string()),
        not_found::ways_on(app),
    ))
}

fn shown(app: App, agenda: SharedAgenda) -> AnyView {
    let title = match &agenda.by {
        Some(name) => format!("Agenda of {name}"),
        None => "Shared agenda".to_owned(),
    };
    let count = p().child(words::count(agenda.sessions.len() + agenda.told.len(), "session", "sessions"));
    let trip = agenda.trip.clone();
    let agenda = StoredValue::new(agenda);
    let chosen = RwSignal::new(Vec::<usize>::new());
    let asked = RwSignal::new(false);
    // What is mine is known once the stores have been read.
    let apply = move |choice: fn(&[usize]) -> Choice| {
        app.when_ready(move |_| {
            let chosen = chosen.get_untracked();
            agenda.with_value(|agenda| take_over(app, agenda, choice(&chosen)));
        });
    };
    let add_chosen = button()
        .class("button")
        .on_click(move || apply(|chosen| Choice::Chosen(chosen)))
        .disabled(move || chosen.with(Vec::is_empty))
        .child("Add chosen");
    let buttons = div()
        .class("buttons")
        .child(button().class("button primary").on_click(move || apply(|_| Choice::All)).child("Add all"))
        .child(add_chosen)
        .child(button().class("button").on_click(move || asked.set(true)).child("Replace mine"));
    let question = move || {
        if !asked.get() {
            return None;
        }
        let replace = move || {
            asked.set(false);
            apply(|_| Choice::Replace);
        };
        let answers = div()
            .class("buttons")
            .child(button().class("button primary").on_click(replace).child("Replace"))
            .child(button().class("button").on_click(move || asked.set(false)).child("Keep mine"));
        let question = div()
            .class("ask")
            .role("alert")
            .child(p().child("Replace your agenda with this one? Your notes stay, and you can undo it."))
            .child(answers);
        Some(question)
    };
    all((
        header(app, title, count),
        phone::way_to_trip(app, move |catalog| catalog.find(&trip)),
        buttons,
        question,
        move || ul().class("rows").children(agenda.with_value(|agenda| rows(app, agenda, chosen))),
    ))
}

fn mine(app: App, trip: &Trip) -> Vec<MyAgendaItem> {
    MyAgendaItem::all(trip, &app.marks.sessions_with(Mark::Star), &app.own_items.all().get())
}

fn rows(app: App, agenda: &SharedAgenda, chosen: RwSignal<Vec<usize>>) -> Vec<HtmlElement> {
    let trip = app.trip.get();
    let mine = mine(app, &trip);
    let rows = share::compare(agenda, &trip, &mine);
    rows.iter().enumerate().filter_map(|(index, row)| row_view(app, &trip, &mine, row, (index, chosen))).collect()
}

fn row_view(
    app: App,
    trip: &Trip,
    mine: &[MyAgendaItem],
    row: &ComparedItem,
    choice: (usize, RwSignal<Vec<usize>>),
) -> Option<HtmlElement> {
    let mut tags = Vec::new();
    if row.mine {
        tags.push(RowTag { text: "You have it too".to_owned(), warns: false });
    }
    // What I have too says itself what it overlaps.
    if let Some(clash) = row.clashes.first().and_then(|index| mine.get(*index)).filter(|_| !row.mine) {
        let title = trip.find(&clash.key).map_or("something of your own", |session| session.title.as_str());
        tags.push(RowTag { text: format!("Clashes with {title}"), warns: true });
    }
    let (body, title) = match &row.what {
        SharedItem::Session(index) => {
            let session = trip.sessions.get(*index)?;
            let row = session_row(app, trip, session, RowTime::DayAndClock, tags);
            (ul().class("rows").child(row), Some(session.title.as_str()))
        }
        SharedItem::Described(told) => (told_row(trip, told), Some(told.title.as_str())),
        SharedItem::Missing(_) => {
            let missing =
                "A session that the schedule on this phone does not have. It may be newer or older than the link.";
            (p().class("plain-row").child(missing), None)
        }
    };
    let title = title.filter(|_| !row.mine);
    Some(li().class("choice").child(body).child(title.map(|title| choice_box(title, choice))))
}

/// What the link itself tells of something my trip does not have.
fn told_row(trip: &Trip, told: &DescribedItem) -> HtmlElement {
    let mut facts = told.start.map(|start| words::day_and_clock(trip, start)).unwrap_or_default();
    if let Some(location) = &told.location {
        facts += &format!(" · {location}");
    }
    let whose =
        if own_id(&told.key).is_some() { "not part of any programme" } else { "not in the schedule on this phone" };
    facts += &format!(" · {whose}");
    let body = div()
        .class("row-body")
        .child(p().class("row-title").child(told.title.clone()))
        .child(p().class("row-facts").child(facts));
    div().class("row").child(body)
}

fn choice_box(title: &str, (index, chosen): (usize, RwSignal<Vec<usize>>)) -> HtmlElement {
    let choose = move |on| {
        chosen.update(|chosen| {
            chosen.retain(|other| *other != index);
            if on {
                chosen.push(index);
            }
        });
    };
    tick(format!("Choose {title}"), move || chosen.with(|chosen| chosen.contains(&index)), choose)
}

fn take_over(app: App, agenda: &SharedAgenda, choice: Choice) {
    let trip = app.trip.get_untracked();
    let plan = untrack(|| {
        let mine = mine(app, &trip);
        let rows = share::compare(agenda, &trip, &mine);
        share::plan(&rows, &trip, &mine, choice)
    });
    if plan.changes.is_empty() {
        app.notices.say("You have all of these already.");
        return;
    }
    carry_out(app, &trip, &plan.changes);
    let added =
        plan.changes.iter().filter(|change| matches!(change, AgendaChange::Star(_) | AgendaChange::AddItem(_))).count();
    let undo = plan.undo;
    app.notices.say_with_undo(
        format!("{} added to your agenda.", words::count(added, "session", "sessions")),
        move || {
            carry_out(app, &trip, &undo);
        },
    );
}

fn carry_out(app: App, trip: &Trip, changes: &[AgendaChange]) {
    for change in changes {
        match change {
            AgendaChange::Star(key) | AgendaChange::Unstar(key) => {
                let known = trip.find(key).map(state::snapshot).unwrap_or_default();
                app.marks.set(key, known, Mark::Star, matches!(change, AgendaChange::Star(_)));
            }
            AgendaChange::AddItem(told) => match told.as_own() {
                Some(item) => app.own_items.write(&item),
                None => {
                    let known = SessionSnapshot { title: told.title.clone(), start: told.start };
                    app.marks.set(&told.key, known, Mark::Star, true);
                }
            },
            AgendaChange::RemoveItem(key) => {
                let item = own_id(key).and_then(|id| untrack(|| app.own_items.get(&id)));
                match item {
                    Some(item) => app.own_items.delete(&item),
                    None => app.marks.set(key, SessionSnapshot::default(), Mark::Star, false),
                }
            }
        }
    }
}
