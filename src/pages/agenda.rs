//! Agenda: all events' days in one list, grouped by start, filtered by what stands in the address.

use std::sync::Arc;

use lanyard_core::agenda::{self, Filter, Group, GroupTime};
use lanyard_core::schedule::{Day, EventId, RoomId, SessionKey, Trip};
use leptos::prelude::*;

use crate::components::header::header;
use crate::components::node::{Node, all, button, chip, chips, line, list, live, node, nothing, p};
use crate::components::row::{RowTime, session_row};
use crate::components::words;
use crate::platform::window;
use crate::route::Page;
use crate::state::App;

/// How many rows are drawn at once. The rest follows frame by frame, so that the first ones are there at once.
const SLICE: usize = 40;

/// The agenda. `is_page` says whether it is the page itself (then its heading is the page's) or the list beside one.
pub fn page(app: App, is_page: Signal<bool>) -> AnyView {
    let filter = Memo::new(move |_| {
        app.route.with(|route| match &route.page {
            Page::Agenda(filter) => filter.clone(),
            _ => app.last_filter.get_untracked(),
        })
    });
    Effect::new(move || app.last_filter.set(filter.get()));
    let day = Memo::new(move |_| filter.with(|filter| filter.day).unwrap_or_else(|| opening_day(app)));
    let head = live(move || {
        if is_page.get() {
            let age = node("p").live_text(move || age(&app.trip.get()));
            header(app, "Agenda".to_owned(), age).build()
        } else {
            node("h2").class("list-title").text("Agenda").build()
        }
    });
    let tools = node("div")
        .class("agenda-tools")
        .live(move || days(app, filter, day))
        .child(views(app, filter, day))
        .child(filters(app, filter));
    all(vec![head, tools.build(), live(move || groups(app, filter, day.get()))])
}

/// The day of the session beside the list; else today while the trip is on; else its first day.
fn opening_day(app: App) -> Day {
    let trip = app.trip.get();
    let beside = app.route.with(|route| match &route.page {
        Page::Session(key) => trip.find(key).and_then(|session| trip.day(session)),
        _ => None,
    });
    let today = trip.today(app.now());
    let on = today >= trip.first && today <= trip.last;
    beside.unwrap_or(if on { today } else { trip.first })
}

fn age(trip: &Trip) -> String {
    ["Schedule as of ", &words::day_short(trip.as_of), " ", &trip.as_of.ymd().0.to_string()].concat()
}

fn change(app: App, filter: Memo<Filter>, edit: impl FnOnce(&mut Filter)) {
    let mut next = filter.get_untracked();
    edit(&mut next);
    app.replace(Page::Agenda(next));
}

fn days(app: App, filter: Memo<Filter>, day: Memo<Day>) -> AnyView {
    let trip = app.trip.get();
    let buttons = trip
        .days()
        .map(|each| {
            let trip = trip.clone();
            let planned = move || {
                let mine = app.mine();
                let planned = trip.sessions_on(each).any(|(_, session)| mine.has(&trip.key(session)));
                if planned { node("i").class("day-dot").build() } else { nothing() }
            };
            node("button")
                .set("type", "button")
                .class("day")
                .pressed(move || day.get() == each)
                .set("aria-label", words::day_short(each))
                .on_click(move || change(app, filter, |filter| filter.day = Some(each)))
                .child(node("span").text(each.weekday().short()))
                .text(" ")
                .child(node("b").text(each.ymd().2.to_string()))
                .live(planned)
                .build()
        })
        .collect();
    node("div").class("days").set("role", "group").set("aria-label", "Day").children(buttons).build()
}

fn views(app: App, filter: Memo<Filter>, day: Memo<Day>) -> Node {
    let count = move |mine: bool| {
        let trip = app.trip.get();
        let on_day = trip.sessions_on(day.get()).map(|(_, session)| session);
        if !mine {
            return on_day.count();
        }
        let mine = app.mine();
        on_day.filter(|session| mine.has(&trip.key(session))).count()
    };
    let choice = move |mine: bool, name: &'static str| {
        let set = move || change(app, filter, |filter| filter.mine = mine);
        button("", name, set)
            .pressed(move || filter.with(|filter| filter.mine) == mine)
            .child(node("span").class("count").live_text(move || [" ", &count(mine).to_string()].concat()))
    };
    node("div")
        .class("segments")
        .set("role", "group")
        .set("aria-label", "View")
        .child(choice(false, "All"))
        .child(choice(true, "Mine"))
}

fn filters(app: App, filter: Memo<Filter>) -> Node {
    let active = move || {
        let chosen = filter.with(|f| {
            f.events.len() + f.rooms.len() + f.kinds.len() + usize::from(f.upcoming) + usize::from(f.fits_gaps)
        });
        if chosen == 0 { String::new() } else { chosen.to_string() }
    };
    let body = move || {
        let trip = app.trip.get();
        let events =
            trip.events.iter().map(|event| event_chip(app, filter, &event.id, &event.short, event.color)).collect();
        let times = vec![
            flag_chip(app, filter, "Not in the past", |f| f.upcoming, |f, on| f.upcoming = on),
            flag_chip(app, filter, "Fits my gaps", |f| f.fits_gaps, |f, on| f.fits_gaps = on),
        ];
        let lines =
            node("div").class("lines").child(kind_select(app, filter, &trip)).child(room_select(app, filter, &trip));
        let clear = move || {
            change(app, filter, |f| *f = Filter { day: f.day, mine: f.mine, ..Filter::default() });
        };
        all(vec![
            chips("Events", events).build(),
            chips("Time", times).build(),
            lines.build(),
            button("button", "Clear filters", clear).build(),
        ])
    };
    let summary = node("summary").text("Filters").child(node("span").class("count").live_text(active));
    node("details").class("filters").child(summary).live(body)
}

fn event_chip(app: App, filter: Memo<Filter>, id: &EventId, name: &str, color: u8) -> AnyView {
    let (chosen, toggled) = (id.clone(), id.clone());
    let on = move || filter.with(|filter| filter.events.contains(&chosen));
    let toggle = move || {
        change(app, filter, |filter| match filter.events.iter().position(|event| *event == toggled) {
            Some(place) => drop(filter.events.remove(place)),
            None => filter.events.push(toggled.clone()),
        });
    };
    let dot = node("i").class(["dot event-", &color.to_string()].concat());
    chip("", on, toggle).child(dot).text(name.to_owned()).build()
}

fn flag_chip(
    app: App,
    filter: Memo<Filter>,
    name: &'static str,
    get: fn(&Filter) -> bool,
    set: fn(&mut Filter, bool),
) -> AnyView {
    let toggle = move || change(app, filter, |filter| set(filter, !get(filter)));
    chip(name, move || filter.with(get), toggle).build()
}

fn select(
    label: &'static str,
    names: Vec<(String, String)>,
    chosen: Option<String>,
    mut choose: impl FnMut(Option<String>) + 'static,
) -> Node {
    let mut options = vec![node("option").set("value", "").text("Any").build()];
    options.extend(names.into_iter().map(|(value, name)| {
        let selected = chosen.as_deref() == Some(&value);
        node("option").set("value", value).flag("selected", selected).text(name).build()
    }));
    let choose = move |value: String| choose(Some(value).filter(|value| !value.is_empty()));
    line(label, node("select").on_change(choose).children(options))
}

fn room_select(app: App, filter: Memo<Filter>, trip: &Trip) -> Node {
    let names = trip.rooms.iter().map(|room| (room.id.to_string(), words::room_name(trip, room))).collect();
    let chosen = filter.with(|filter| filter.rooms.first().map(RoomId::to_string));
    select("Room", names, chosen, move |room| {
        change(app, filter, |filter| filter.rooms = room.iter().map(|room| RoomId::from(room.as_str())).collect());
    })
}

fn kind_select(app: App, filter: Memo<Filter>, trip: &Trip) -> Node {
    let mut names: Vec<(String, String)> = Vec::new();
    for kind in trip.sessions.iter().filter_map(|session| trip.label(session.kind)) {
        if !names.iter().any(|(value, _)| value == kind) {
            names.push((kind.to_owned(), kind.to_owned()));
        }
    }
    names.sort_unstable();
    let chosen = filter.with(|filter| filter.kinds.first().cloned());
    select("Type", names, chosen, move |kind| change(app, filter, |filter| filter.kinds = kind.into_iter().collect()))
}

fn groups(app: App, filter: Memo<Filter>, day: Day) -> AnyView {
    let trip = app.trip.get();
    let wanted = filter.get();
    // Only a filter that asks for my agenda is drawn anew when it changes.
    let mine = if wanted.mine || wanted.fits_gaps { app.mine() } else { untrack(|| app.mine()) };
    let now = if wanted.upcoming { app.now() } else { untrack(|| app.now()) };
    let groups = agenda::day_groups(&trip, day, &wanted, &|key| mine.has(key), now);
    if groups.is_empty() {
        let hint = match wanted.mine {
            true => "Nothing of yours on this day yet. Star a session and it shows here.",
            false => "Nothing matches on this day.",
        };
        return p("empty", hint).build();
    }
    let current = (trip.today(now) == day).then(|| current_group(&groups, now)).flatten();
    let slices = slices(groups.len(), |number| groups.get(number).map_or(0, |group| group.sessions.len()));
    let groups = Arc::new(groups);
    let drawn = RwSignal::new(1_usize);
    let total = slices.len();
    draw_the_rest(drawn, total, current);
    let parts = slices
        .into_iter()
        .enumerate()
        .map(|(number, range)| {
            let (trip, groups) = (trip.clone(), groups.clone());
            let here = Memo::new(move |_| drawn.get() > number);
            live(move || match groups.get(range.clone()) {
                Some(groups) if here.get() => all(groups.iter().map(|group| group_view(app, &trip, group)).collect()),
                _ => nothing(),
            })
        })
        .collect();
    node("div").class("agenda-day").children(parts).build()
}

/// Ranges of groups that hold about [`SLICE`] rows each.
fn slices(groups: usize, rows: impl Fn(usize) -> usize) -> Vec<std::ops::Range<usize>> {
    let mut slices = Vec::new();
    let (mut start, mut held) = (0, 0);
    for number in 0..groups {
        held += rows(number);
        if held >= SLICE || number + 1 == groups {
            slices.push(start..number + 1);
            (start, held) = (number + 1, 0);
        }
    }
    slices
}

/// Draws one slice a frame, then scrolls to the group that is on now.
fn draw_the_rest(drawn: RwSignal<usize>, total: usize, current: Option<String>) {
    window::before_next_frame(move || {
        let done = drawn.try_get_untracked().is_none_or(|count| count >= total);
        if !done {
            drawn.update(|count| *count += 1);
            draw_the_rest(drawn, total, current);
        } else if let Some(id) = current {
            window::scroll_into_view(&id);
        }
    });
}

/// The id of the last group that has begun.
fn current_group(groups: &[Group], now: lanyard_core::schedule::Instant) -> Option<String> {
    let begun = groups.iter().rev().find_map(|group| match group.time {
        GroupTime::At(start) if start <= now => Some(start),
        GroupTime::At(_) | GroupTime::Unknown => None,
    });
    begun.map(group_id)
}

fn group_id(start: lanyard_core::schedule::Instant) -> String {
    ["at-", &start.0.to_string()].concat()
}

fn group_view(app: App, trip: &Arc<Trip>, group: &Group) -> AnyView {
    let (id, title) = match group.time {
        GroupTime::At(start) => (group_id(start), words::clock(trip, start)),
        GroupTime::Unknown => ("no-time".to_owned(), "Time not known".to_owned()),
    };
    let sessions = || group.sessions.iter().filter_map(|place| trip.sessions.get(*place));
    let keys: Vec<SessionKey> = sessions().map(|session| trip.key(session)).collect();
    let count = move || {
        let agenda_keys = app.mine();
        let mine = keys.iter().filter(|key| agenda_keys.has(key)).count();
        match (keys.len(), mine) {
            (1, 0) => String::new(),
            (1, _) => "yours".to_owned(),
            (total, 0) => [&total.to_string(), " at once"].concat(),
            (total, mine) => [&total.to_string(), " at once · ", &mine.to_string(), " yours"].concat(),
        }
    };
    let rows = sessions().map(|session| session_row(app, trip, session, RowTime::InGroup, Vec::new())).collect();
    let slot = node("h2").class("slot").text(title).child(node("small").live_text(count));
    node("section").class("group").set("id", id).child(slot).child(list("rows", rows)).build()
}
