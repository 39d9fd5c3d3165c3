//! What stands above the list: the days, all or mine, the way back to now, and the filters.

use lanyard_core::agenda::{self, Filter};
use lanyard_core::schedule::{Day, Event, EventId, RoomId, Session, Trip};
use leptos::prelude::*;

use super::list::AgendaList;
use crate::components::html::{
    self, HtmlElement, b, button, chip, chips, div, i, line, live, option, p, span,
};
use crate::components::words;
use crate::route::Page;
use crate::state::App;

/// `list` is what they stand above.
pub fn tools(app: App, filter: Memo<Filter>, day: Memo<Day>, list: AgendaList) -> HtmlElement {
    let all_days = Memo::new(move |_| app.trip.with(|trip| app.timeline.with(|timeline| agenda::days(trip, timeline))));
    let is_open = RwSignal::new(false);
    let row = div()
        .class("views")
        .child(views(app, filter, day))
        .child(move || jump(app, filter, day, list))
        .child(filter_button(filter, is_open));
    div()
        .class("agenda-tools")
        .child(move || days(app, filter, day, all_days))
        .child(row)
        .child(move || is_open.get().then(|| filters(app, filter, list)))
        .child(live(move || {
            let is_mine = filter.with(|filter| filter.mine);
            app.deferred.get().filter(|_| is_mine).map(|deferred| deferred.add_own(app, day.get()))
        }))
}

fn change(app: App, filter: Memo<Filter>, edit: impl FnOnce(&mut Filter)) {
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

fn views(app: App, filter: Memo<Filter>, day: Memo<Day>) -> HtmlElement {
    let count = move |mine: bool| {
        if mine {
            return app.timeline.with(|timeline| timeline.items().len());
        }
        app.trip.with(|trip| trip.sessions_on(day.get()).count())
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
fn jump(app: App, filter: Memo<Filter>, day: Memo<Day>, list: AgendaList) -> Option<HtmlElement> {
    let trip = app.trip.get();
    if !matches!(agenda::phase(&trip, &app.conference_days.get(), app.now()), agenda::Phase::During) {
        return None;
    }
    let jump = move || {
        let now = untrack(|| app.now());
        let today = untrack(|| app.day_at(now));
        if day.get_untracked() != today {
            // A day that is turned to opens at what is on now.
            change(app, filter, |filter| filter.day = Some(today));
        } else {
            list.go_to_now();
        }
    };
    Some(button().class("button").aria_label("Jump to now").on_click(jump).child("Now"))
}

/// How many values are chosen.
fn chosen(filter: &Filter) -> usize {
    let labels = [&filter.kinds, &filter.tracks, &filter.levels, &filter.languages].map(Vec::len).iter().sum::<usize>();
    filter.events.len() + filter.rooms.len() + labels + usize::from(filter.upcoming) + usize::from(filter.fits_gaps)
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

fn filters(app: App, filter: Memo<Filter>, list: AgendaList) -> HtmlElement {
    let trip = app.trip.get();
    let events = (trip.events.len() > 1).then(|| {
        let chip = |event: &Event| event_chip(app, filter, &event.id, &event.short, event.color);
        chips("Events", trip.events.iter().map(chip).collect())
    });
    let times = vec![
        flag_chip(app, filter, "Not in the past", |f| f.upcoming, |f, on| f.upcoming = on),
        flag_chip(app, filter, "Fits my gaps", |f| f.fits_gaps, |f, on| f.fits_gaps = on),
    ];
    let labels = LABELS.iter().filter_map(|label| label_select(app, filter, &trip, label));
    let lines = div().class("lines").children(labels.collect()).child(room_select(app, filter, &trip));
    let clear = move || {
        change(app, filter, |f| *f = Filter { day: f.day, mine: f.mine, ..Filter::default() });
    };
    let results = p().class("found").role("status").child(move || words::count(list.count(), "session", "sessions"));
    let clear = button().class("button").on_click(clear).child("Clear filters");
    div().class("filters").child(results).child((events, chips("Time", times), lines, clear))
}

fn event_chip(app: App, filter: Memo<Filter>, id: &EventId, name: &str, color: u8) -> HtmlElement {
    let (chosen, toggled) = (id.clone(), id.clone());
    let on = move || filter.with(|filter| filter.events.contains(&chosen));
    let toggle = move || {
        change(app, filter, |filter| match filter.events.iter().position(|event| *event == toggled) {
            Some(index) => drop(filter.events.remove(index)),
            None => filter.events.push(toggled.clone()),
        });
    };
    let dot = i().class(format!("dot event-{color}"));
    chip((), on, toggle).child(dot).child(name.to_owned())
}

fn flag_chip(
    app: App,
    filter: Memo<Filter>,
    name: &'static str,
    get: fn(&Filter) -> bool,
    set: fn(&mut Filter, bool),
) -> HtmlElement {
    let toggle = move || change(app, filter, |filter| set(filter, !get(filter)));
    chip(name, move || filter.with(get), toggle)
}

fn select(
    label: &'static str,
    names: Vec<(String, String)>,
    chosen: Option<String>,
    mut choose: impl FnMut(Option<String>) + 'static,
) -> HtmlElement {
    let mut options = vec![option().value("").child("Any")];
    options.extend(names.into_iter().map(|(value, name)| {
        let selected = chosen.as_deref() == Some(&value);
        option().value(value).selected(selected).child(name)
    }));
    let choose = move |value: String| choose(Some(value).filter(|value| !value.is_empty()));
    line(label, html::select().on_change(choose).children(options))
}

fn room_select(app: App, filter: Memo<Filter>, trip: &Trip) -> HtmlElement {
    let names = trip.rooms.iter().map(|room| (room.id.to_string(), words::room_name(trip, room))).collect();
    let chosen = filter.with(|filter| filter.rooms.first().map(RoomId::to_string));
    select("Room", names, chosen, move |room| {
        change(app, filter, |filter| filter.rooms = room.iter().map(|room| RoomId::from(room.as_str())).collect());
    })
}

/// A property of sessions that sources name in words of their own.
struct Label {
    name: &'static str,
    of: fn(&Session) -> Option<usize>,
    chosen: fn(&mut Filter) -> &mut Vec<String>,
}

const LABELS: [Label; 4] = [
    Label { name: "Type", of: |session| session.kind, chosen: |filter| &mut filter.kinds },
    Label { name: "Track", of: |session| session.track, chosen: |filter| &mut filter.tracks },
    Label { name: "Level", of: |session| session.level, chosen: |filter| &mut filter.levels },
    Label { name: "Language", of: |session| session.language, chosen: |filter| &mut filter.languages },
];

/// Nothing, where the trip has no two to choose from.
fn label_select(app: App, filter: Memo<Filter>, trip: &Trip, label: &'static Label) -> Option<HtmlElement> {
    let mut names: Vec<&str> = Vec::new();
    for name in trip.sessions.iter().filter_map(|session| trip.label((label.of)(session))) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() < 2 {
        return None;
    }
    names.sort_unstable();
    let names = names.into_iter().map(|name| (name.to_owned(), name.to_owned())).collect();
    let chosen = (label.chosen)(&mut filter.get()).first().cloned();
    Some(select(label.name, names, chosen, move |name| {
        change(app, filter, |filter| *(label.chosen)(filter) = name.into_iter().collect());
    }))
}
