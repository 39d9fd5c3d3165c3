//! What stands above the list and stays there: the days, all or mine, the way back to now, and what is filtered by.

use lanyard_core::agenda::{self, Filter, FilterProperty, GridColumns};
use lanyard_core::schedule::{Day, Trip};
use leptos::prelude::*;

use super::list::AgendaList;
use crate::components::html::{HtmlElement, b, button, div, i, span};
use crate::components::icon::icon;
use crate::components::words;
use crate::route::Page;
use crate::state::{AgendaFilter, App};

/// `list` is what they stand above.
pub fn tools(app: App, shown: AgendaFilter, day: Memo<Day>, list: AgendaList) -> HtmlElement {
    let filter = shown.filter;
    let all_days = Memo::new(move |_| app.trip.with(|trip| app.timeline.with(|timeline| agenda::days(trip, timeline))));
    let is_open = RwSignal::new(false);
    let row = div()
        .class("views")
        .child(views(app, filter, day, list))
        .child(move || jump(app, filter, day))
        .child(filter_button(filter, is_open))
        .child(grid_button(app, filter));
    let is_mine = Memo::new(move |_| filter.with(|filter| filter.mine));
    // Apart, and not drawn anew with another filter: then they would lose the focus and where they were scrolled to.
    let filters = move || app.deferred.get().filter(|_| is_open.get()).map(|deferred| deferred.filters(app, shown));
    let add = move || app.deferred.get().filter(|_| is_mine.get()).map(|deferred| deferred.add_own(app, day.get()));
    div()
        .class(move || if filter.with(chosen) == 0 { "agenda-tools" } else { "agenda-tools filtered" })
        .child(move || days(app, filter, day, all_days))
        .child(row)
        .child(move || (!is_open.get()).then(|| active(app, filter)))
        .child(filters)
        .child(add)
}

/// Shows the agenda with another filter, in place.
pub fn change(app: App, filter: Memo<Filter>, edit: impl FnOnce(&mut Filter)) {
    let mut next = filter.get_untracked();
    edit(&mut next);
    app.navigation.replace(Page::Agenda(next));
}

fn days(app: App, filter: Memo<Filter>, day: Memo<Day>, all_days: Memo<Vec<Day>>) -> HtmlElement {
    let buttons = all_days
        .get()
        .into_iter()
        .map(|each| {
            let planned = move || {
                let planned = app.timeline.with(|timeline| timeline.on_day(Some(each)).next().is_some());
                planned.then(|| i().class("day-dot"))
            };
            button()
                .class("day")
                .pressed(move || day.get() == each)
                .aria_label(words::day_short(each))
                .on_click(move || change(app, filter, |filter| filter.day = Some(each)))
                .child(span().child(each.weekday().short()))
                .child(" ")
                .child(b().child(each.ymd().2.to_string()))
                .child(planned)
        })
        .collect();
    div().class("days").role("group").aria_label("Day").children(buttons)
}

/// All or mine, each with how many there are; the one that is shown says how many its filter leaves.
fn views(app: App, filter: Memo<Filter>, day: Memo<Day>, list: AgendaList) -> HtmlElement {
    let count = move |mine: bool| {
        if filter.with(|filter| filter.mine) == mine {
            list.count()
        } else if mine {
            app.timeline.with(|timeline| timeline.items().len())
        } else {
            app.trip.with(|trip| trip.sessions_on(day.get()).count())
        }
    };
    let choice = move |mine: bool, name: &'static str| {
        let set = move || change(app, filter, |filter| filter.mine = mine);
        button()
            .pressed(move || filter.with(|filter| filter.mine) == mine)
            .on_click(set)
            .child(name)
            .child(span().class("count").child(move || format!(" {}", count(mine))))
    };
    div().class("segments").role("group").aria_label("View").child(choice(false, "All")).child(choice(true, "Mine"))
}

/// While the trip is on: back to what is on now, from wherever the list was scrolled or turned to.
fn jump(app: App, filter: Memo<Filter>, day: Memo<Day>) -> Option<HtmlElement> {
    let trip = app.trip.get();
    if !matches!(agenda::phase(&trip, &app.conference_days.get(), app.now()), agenda::Phase::During) {
        return None;
    }
    let jump = move || {
        let today = untrack(|| app.day_at(app.now()));
        if day.get_untracked() == today {
            // Whichever of the two is open follows.
            app.navigation.taps_again.update(|taps| *taps += 1);
        } else {
            // A day that is turned to opens at what is on now.
            change(app, filter, |filter| filter.day = Some(today));
        }
    };
    Some(button().class("button").aria_label("Jump to now").on_click(jump).child("Now"))
}

/// How many values are chosen.
fn chosen(filter: &Filter) -> usize {
    let values = FilterProperty::ALL.iter().map(|property| filter.values(*property).len()).sum::<usize>();
    values + usize::from(filter.upcoming) + usize::from(filter.fits_gaps)
}

fn filter_button(filter: Memo<Filter>, is_open: RwSignal<bool>) -> HtmlElement {
    let count = move || match filter.with(chosen) {
        0 => String::new(),
        count => format!(" {count}"),
    };
    button()
        .class("button")
        .aria_expanded(move || if is_open.get() { "true" } else { "false" })
        .on_click(move || is_open.update(|is_open| *is_open = !*is_open))
        .child("Filters")
        .child(span().class("count").child(count))
}

/// The day against time, or as a list again.
fn grid_button(app: App, filter: Memo<Filter>) -> HtmlElement {
    let is_on = move |filter: &Filter| filter.grid.is_some();
    let toggle = move || {
        change(app, filter, |filter| filter.grid = if is_on(filter) { None } else { Some(GridColumns::default()) });
    };
    button().class("button").aria_label("Grid").pressed(move || filter.with(is_on)).on_click(toggle).child(icon("grid"))
}

/// What is filtered by: a tap takes it away. Open filters say it themselves, and stay where they are while one taps.
fn active(app: App, filter: Memo<Filter>) -> Option<HtmlElement> {
    let shown = filter.get();
    let trip = app.trip.get();
    let chip = |name: String, edit: Box<dyn Fn(&mut Filter)>| {
        button()
            .class("chip active")
            .aria_label(format!("No longer only {name}"))
            .on_click(move || change(app, filter, &edit))
            .child(name)
            .child(" ×")
    };
    let mut chips: Vec<HtmlElement> = Vec::new();
    if shown.upcoming {
        chips.push(chip("not over".to_owned(), Box::new(|filter| filter.upcoming = false)));
    }
    if shown.fits_gaps {
        chips.push(chip("fits my gaps".to_owned(), Box::new(|filter| filter.fits_gaps = false)));
    }
    for property in FilterProperty::ALL {
        for value in shown.values(property) {
            let (name, value) = (value_name(&trip, property, value), value.to_owned());
            chips.push(chip(name, Box::new(move |filter| filter.toggle(property, &value))));
        }
    }
    let group = || div().class("chips scrolls").role("group").aria_label("Shown only").children(chips);
    (shown != Filter { day: shown.day, mine: shown.mine, grid: shown.grid, ..Filter::default() }).then(group)
}

/// The value of a property as people read it.
fn value_name(trip: &Trip, property: FilterProperty, value: &str) -> String {
    let name = match property {
        FilterProperty::Event => {
            trip.events.iter().find(|event| event.id.as_str() == value).map(|event| event.short.as_str())
        }
        FilterProperty::Room => trip.rooms.iter().find(|room| room.id.as_str() == value).map(|room| room.name.as_str()),
        _ => None,
    };
    name.unwrap_or(value).to_owned()
}
