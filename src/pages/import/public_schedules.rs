//! Where to find a schedule: the list that comes with the app, searched by name. No site is asked before a tap.

use std::sync::Arc;

use lanyard_core::trips::{PublicSchedule, PublicSchedules, SiteAccess};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::html::{HtmlElement, all, b, button, div, input, li, line, list, live, p, span};
use crate::components::{rich, words};
use crate::state::App;

/// As many as one looks through.
const MOST: usize = 8;

/// The list, as far as it is here.
#[derive(Clone)]
enum ScheduleList {
    NotAsked,
    Awaited,
    Here(Arc<PublicSchedules>),
    Missing,
}

/// A field for the name, and what is found under it.
pub fn find_schedule(app: App, sought: RwSignal<String>) -> AnyView {
    let schedules = RwSignal::new(ScheduleList::NotAsked);
    if sought.with_untracked(|sought| !sought.is_empty()) {
        load(app, schedules);
    }
    let field = input().r#type("search").autocomplete("off").prop_value(move || sought.get()).on_text(move |text| {
        sought.set(text);
        load(app, schedules);
    });
    let found = live(move || schedules.with(|schedules| sought.with(|sought| found(app, schedules, sought))));
    all((
        line("Find a conference by its name, city or year", field),
        found,
        p().class("facts").child(
            "The list comes with Lanyard and needs no network. A tap asks the site of the conference for its schedule, once. \
             Nothing of yours is sent.",
        ),
    ))
}

/// What did not arrive is asked for again with the next letter.
fn load(app: App, schedules: RwSignal<ScheduleList>) {
    if !schedules.with_untracked(|list| matches!(list, ScheduleList::NotAsked | ScheduleList::Missing)) {
        return;
    }
    schedules.set(ScheduleList::Awaited);
    spawn_local(async move {
        let list = app.trips.public_schedules().await;
        // The page may be gone by now.
        let _ = schedules.try_set(list.map_or(ScheduleList::Missing, |list| ScheduleList::Here(Arc::new(list))));
    });
}

fn found(app: App, schedules: &ScheduleList, typed: &str) -> AnyView {
    let say = |words: &str| p().class("facts").role("status").child(words.to_owned()).into();
    match schedules {
        _ if typed.trim().is_empty() => all(()),
        ScheduleList::NotAsked => all(()),
        ScheduleList::Awaited => say("One moment."),
        ScheduleList::Missing => say("The list could not be loaded. Try again when the network is better."),
        ScheduleList::Here(schedules) => match schedules.find(typed, MOST).as_slice() {
            [] => say("It is not in the list. Give its file or its address below."),
            found => list("rows", found.iter().map(|schedule| row(app, schedule)).collect())
                .map_or_else(|| all(()), Into::into),
        },
    }
}

fn row(app: App, schedule: &PublicSchedule) -> HtmlElement {
    let PublicSchedule { name, first, last, city, zone, access, .. } = schedule;
    let place = if city.is_empty() { zone.replace('_', " ") } else { city.clone() };
    let facts = format!("{} · {place}", words::days_between(*first, *last));
    let says = match access {
        SiteAccess::Allowed => "Lanyard can read it.",
        SiteAccess::Refused => "Its site does not let Lanyard read it.",
        SiteAccess::Unknown => "Its site may not let Lanyard read it.",
    };
    let words = span().class("row-words").child(b().child(name.clone())).child(" ");
    let words = words.child(span().child(facts)).child(" ").child(span().child(says));
    let row = button().class("plain-row").child(words);
    if *access == SiteAccess::Refused {
        return by_file(row, schedule.address.clone());
    }
    let schedule = schedule.clone();
    li().child(row.on_click(move || app.trips.read_public_schedule(&schedule)))
}

/// What only the person can fetch.
fn by_file(row: HtmlElement, address: String) -> HtmlElement {
    let is_open = RwSignal::new(false);
    let row = row
        .aria_expanded(move || if is_open.get() { "true" } else { "false" })
        .on_click(move || is_open.update(|open| *open = !*open));
    let way = move || {
        is_open.get().then(|| {
            div()
                .class("ask")
                .child(p().child("Open the address, save what it shows as a file, and choose that file below."))
                .child(p().child(rich::link(&address, "Open the address")))
        })
    };
    li().child(row).child(live(way))
}
