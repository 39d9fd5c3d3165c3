//! Shared agenda: a colleague's link, readable at once and with nothing installed; beside mine; taken over in one tap.

use lanyard_core::notebook::{Mark, SessionSnapshot};
use lanyard_core::schedule::Trip;
use lanyard_core::share::{
    self, AgendaChange, Choice, ComparedItem, DescribedItem, MyAgendaItem, SharedAgenda, SharedItem, Unshared, own_id,
};
use leptos::prelude::*;

use super::{import, not_found};
use crate::components::header::header;
use crate::components::node::{Node, all, button, live, node, nothing, p, tick};
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
    all(vec![
        header(app, "Shared agenda".to_owned(), nothing()).build(),
        p("empty", damage.to_string()).set("role", "alert").build(),
        not_found::ways_on(app).build(),
    ])
}

fn shown(app: App, agenda: SharedAgenda) -> AnyView {
    let title = match &agenda.by {
        Some(name) => ["Agenda of ", name].concat(),
        None => "Shared agenda".to_owned(),
    };
    let count = p("", words::count(agenda.sessions.len() + agenda.told.len(), "session", "sessions"));
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
    let add_chosen = button("button", "Add chosen", move || apply(|chosen| Choice::Chosen(chosen)))
        .set_live("disabled", move || chosen.with(Vec::is_empty).then(String::new));
    let buttons = node("div")
        .class("buttons")
        .child(button("button primary", "Add all", move || apply(|_| Choice::All)))
        .child(add_chosen)
        .child(button("button", "Replace mine", move || asked.set(true)));
    let question = move || {
        if !asked.get() {
            return nothing();
        }
        let replace = move || {
            asked.set(false);
            apply(|_| Choice::Replace);
        };
        let answers = node("div").class("buttons").child(button("button primary", "Replace", replace)).child(button(
            "button",
            "Keep mine",
            move || asked.set(false),
        ));
        node("div")
            .class("ask")
            .set("role", "alert")
            .child(p("", "Replace your agenda with this one? Your notes stay, and you can undo it."))
            .child(answers)
            .build()
    };
    all(vec![
        header(app, title, count).build(),
        import::way_to_trip(app, move |catalog| catalog.find(&trip)),
        buttons.build(),
        live(question),
        live(move || {
            let rows = agenda.with_value(|agenda| rows(app, agenda, chosen));
            node("ul").class("rows").children(rows).build()
        }),
    ])
}

fn mine(app: App, trip: &Trip) -> Vec<MyAgendaItem> {
    MyAgendaItem::all(trip, &app.marks.sessions_with(Mark::Star), &app.own_items.all().get())
}

fn rows(app: App, agenda: &SharedAgenda, chosen: RwSignal<Vec<usize>>) -> Vec<AnyView> {
    let trip = app.trip.get();
    let mine = mine(app, &trip);
    let rows = share::compare(agenda, &trip, &mine);
    rows.iter().enumerate().map(|(index, row)| row_view(app, &trip, &mine, row, (index, chosen))).collect()
}

fn row_view(
    app: App,
    trip: &Trip,
    mine: &[MyAgendaItem],
    row: &ComparedItem,
    choice: (usize, RwSignal<Vec<usize>>),
) -> AnyView {
    let mut tags = Vec::new();
    if row.mine {
        tags.push(RowTag { text: "You have it too".to_owned(), warns: false });
    }
    // What I have too says itself what it overlaps.
    if let Some(clash) = row.clashes.first().and_then(|index| mine.get(*index)).filter(|_| !row.mine) {
        let title = trip.find(&clash.key).map_or("something of your own", |session| session.title.as_str());
        tags.push(RowTag { text: ["Clashes with ", title].concat(), warns: true });
    }
    let (body, title) = match &row.what {
        SharedItem::Session(index) => match trip.sessions.get(*index) {
            Some(session) => {
                let row = session_row(app, trip, session, RowTime::DayAndClock, tags);
                (node("ul").class("rows").child(row), Some(session.title.as_str()))
            }
            None => return nothing(),
        },
        SharedItem::Described(told) => (told_row(trip, told), Some(told.title.as_str())),
        SharedItem::Missing(_) => {
            let missing =
                "A session that the schedule on this phone does not have. It may be newer or older than the link.";
            (p("plain-row", missing), None)
        }
    };
    let title = title.filter(|_| !row.mine);
    node("li").class("choice").child(body).child(title.map(|title| choice_box(title, choice))).build()
}

/// What the link itself tells of something my trip does not have.
fn told_row(trip: &Trip, told: &DescribedItem) -> Node {
    let mut facts = told.start.map(|start| words::day_and_clock(trip, start)).unwrap_or_default();
    if let Some(location) = &told.location {
        facts.push_str(" · ");
        facts.push_str(location);
    }
    let whose =
        if own_id(&told.key).is_some() { "not part of any programme" } else { "not in the schedule on this phone" };
    facts.push_str(&[" · ", whose].concat());
    let body = node("div").class("row-body").child(p("row-title", told.title.clone())).child(p("row-facts", facts));
    node("div").class("row").child(body)
}

fn choice_box(title: &str, (index, chosen): (usize, RwSignal<Vec<usize>>)) -> Node {
    let choose = move |on| {
        chosen.update(|chosen| {
            chosen.retain(|other| *other != index);
            if on {
                chosen.push(index);
            }
        });
    };
    tick(["Choose ", title].concat(), move || chosen.with(|chosen| chosen.contains(&index)), choose)
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
        [&words::count(added, "session", "sessions"), " added to your agenda."].concat(),
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
