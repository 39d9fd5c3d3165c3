//! Shared agenda: a colleague's link, readable at once and with nothing installed; beside mine; taken over in one tap.

use std::sync::Arc;

use lanyard_core::notebook::Mark;
use lanyard_core::schedule::Trip;
use lanyard_core::share::{self, Change, Choice, Mine, Row, SharedAgenda, Told, Unshared, What};
use leptos::prelude::*;

use crate::components::header::header;
use crate::components::row::{RowTime, Tag, session_row};
use crate::components::words;
use crate::route::Page;
use crate::state::{self, App};

pub fn page(app: App, payload: &str) -> AnyView {
    match share::decode(payload) {
        Ok(agenda) => shown(app, agenda),
        Err(damage) => damaged(app, damage),
    }
}

fn damaged(app: App, damage: Unshared) -> AnyView {
    view! {
        {header(app, "Shared agenda".to_owned(), ())}
        <p class="empty" role="alert">{damage.to_string()}</p>
        <p class="buttons">
            <a class="button primary" href=app.href(Page::Agenda(app.last_filter.get_untracked()))>"Open my agenda"</a>
            <a class="button" href=app.href(Page::Search(String::new()))>"Search"</a>
        </p>
    }
    .into_any()
}

fn shown(app: App, agenda: SharedAgenda) -> AnyView {
    let title = match &agenda.by {
        Some(name) => ["Agenda of ", name].concat(),
        None => "Shared agenda".to_owned(),
    };
    let agenda = Arc::new(agenda);
    let count = agenda.sessions.len() + agenda.told.len();
    let chosen = RwSignal::new(Vec::<usize>::new());
    let apply = {
        let agenda = agenda.clone();
        move |choice: Choice| take_over(app, &agenda, choice)
    };
    let (all, some, replace) = (apply.clone(), apply.clone(), apply);
    let asked = RwSignal::new(false);
    let rows = {
        let agenda = agenda.clone();
        move || rows(app, &agenda, chosen)
    };
    view! {
        {header(app, title, view! { <p>{words::count(count, "session", "sessions")}</p> })}
        <div class="buttons">
            <button type="button" class="button primary" on:click=move |_| all(Choice::All)>"Add all"</button>
            <button
                type="button"
                class="button"
                disabled=move || chosen.with(Vec::is_empty)
                on:click=move |_| some(Choice::Chosen(&chosen.get_untracked()))
            >"Add chosen"</button>
            <button type="button" class="button" on:click=move |_| asked.set(true)>"Replace mine"</button>
        </div>
        {move || {
            let replace = replace.clone();
            asked.get().then(|| view! {
                <div class="ask" role="alert">
                    <p>"Replace your agenda with this one? Your notes stay, and you can undo it."</p>
                    <div class="buttons">
                        <button type="button" class="button primary" on:click=move |_| { asked.set(false); replace(Choice::Replace); }>"Replace"</button>
                        <button type="button" class="button" on:click=move |_| asked.set(false)>"Keep mine"</button>
                    </div>
                </div>
            })
        }}
        <ul class="rows">{rows}</ul>
    }
    .into_any()
}

fn mine(app: App, trip: &Trip) -> Vec<Mine> {
    Mine::all(trip, &app.user.starred(), &[])
}

fn rows(app: App, agenda: &SharedAgenda, chosen: RwSignal<Vec<usize>>) -> Vec<AnyView> {
    let trip = app.trip.get();
    let mine = mine(app, &trip);
    let rows = share::compare(agenda, &trip, &mine);
    rows.iter().enumerate().map(|(place, row)| row_view(app, &trip, &mine, row, (place, chosen))).collect()
}

fn row_view(app: App, trip: &Trip, mine: &[Mine], row: &Row, choice: (usize, RwSignal<Vec<usize>>)) -> AnyView {
    let mut tags = Vec::new();
    if row.mine {
        tags.push(Tag { text: "You have it too".to_owned(), warns: false });
    }
    if let Some(clash) = row.clashes.first().and_then(|place| mine.get(*place)) {
        let title = trip.find(&clash.key).map(|session| session.title.as_str()).unwrap_or("one of yours");
        tags.push(Tag { text: ["Clashes with ", title].concat(), warns: true });
    }
    match &row.what {
        What::Session(place) => match trip.sessions.get(*place) {
            Some(session) => {
                let choose = (!row.mine).then(|| choice_box(&session.title, choice));
                let row = session_row(app, trip, session, RowTime::DayAndClock, tags);
                view! { <li class="choice"><ul class="rows">{row}</ul>{choose}</li> }.into_any()
            }
            None => ().into_any(),
        },
        What::Told(told) => {
            let choose = (!row.mine).then(|| choice_box(&told.title, choice));
            view! { <li class="choice">{told_row(trip, told)}{choose}</li> }.into_any()
        }
        What::Missing(_) => view! {
            <li class="plain-row">"A session that the schedule on this phone does not have. It may be newer or older than the link."</li>
        }
        .into_any(),
    }
}

/// What the link itself tells of something my trip does not have.
fn told_row(trip: &Trip, told: &Told) -> AnyView {
    let when = told.start.map(|start| words::day_and_clock(trip, start)).unwrap_or_default();
    let place = told.place.as_ref().map(|place| [" · ", place].concat());
    view! {
        <div class="row">
            <div class="row-body">
                <p class="row-title">{told.title.clone()}</p>
                <p class="row-facts">{when}{place}" · not in the schedule on this phone"</p>
            </div>
        </div>
    }
    .into_any()
}

fn choice_box(title: &str, (place, chosen): (usize, RwSignal<Vec<usize>>)) -> AnyView {
    view! {
        <input
            type="checkbox"
            class="box"
            aria-label=["Choose ", title].concat()
            prop:checked=move || chosen.with(|chosen| chosen.contains(&place))
            on:change:target=move |event| chosen.update(|chosen| {
                chosen.retain(|other| *other != place);
                if event.target().checked() {
                    chosen.push(place);
                }
            })
        />
    }
    .into_any()
}

fn take_over(app: App, agenda: &SharedAgenda, choice: Choice) {
    let trip = app.trip.get_untracked();
    let plan = untrack(|| {
        let mine = mine(app, &trip);
        let rows = share::compare(agenda, &trip, &mine);
        share::plan(&rows, &trip, &mine, choice)
    });
    if plan.changes.is_empty() {
        app.say("You have all of these already.");
        return;
    }
    carry_out(app, &trip, &plan.changes);
    let added = plan.changes.iter().filter(|change| matches!(change, Change::Star(_) | Change::AddItem(_))).count();
    let undo = plan.undo;
    app.say_with_undo([&words::count(added, "session", "sessions"), " added to your agenda."].concat(), move || {
        carry_out(app, &trip, &undo);
    });
}

fn carry_out(app: App, trip: &Trip, changes: &[Change]) {
    for change in changes {
        match change {
            Change::Star(key) | Change::Unstar(key) => {
                let known = trip.find(key).map(state::known).unwrap_or_default();
                app.user.set_mark(key, known, Mark::Star, matches!(change, Change::Star(_)));
            }
            Change::AddItem(told) => {
                let known = lanyard_core::notebook::Known { title: told.title.clone(), start: told.start };
                app.user.set_mark(&told.key, known, Mark::Star, true);
            }
            Change::RemoveItem(key) => {
                app.user.set_mark(key, lanyard_core::notebook::Known::default(), Mark::Star, false)
            }
        }
    }
}
