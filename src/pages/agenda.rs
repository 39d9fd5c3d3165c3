//! Agenda: all events' days in one list, grouped by start, filtered by what stands in the address.

use std::sync::Arc;

use lanyard_core::agenda::{self, Filter, Group, GroupTime};
use lanyard_core::schedule::{Day, EventId, RoomId, SessionKey, Trip};
use leptos::prelude::*;

use crate::components::header::header;
use crate::components::row::{RowTime, session_row};
use crate::components::words;
use crate::platform::window;
use crate::route::Page;
use crate::state::App;

/// How many rows are drawn at once. The rest follows frame by frame, so that the first ones are there at once.
const SLICE: usize = 40;

/// The agenda. `is_page` says whether it is the page itself (then its heading is the page's) or the list beside one.
pub fn list(app: App, is_page: Signal<bool>) -> AnyView {
    let filter = Memo::new(move |_| {
        app.route.with(|route| match &route.page {
            Page::Agenda(filter) => filter.clone(),
            _ => app.last_filter.get_untracked(),
        })
    });
    Effect::new(move || app.last_filter.set(filter.get()));
    let day = Memo::new(move |_| filter.with(|filter| filter.day).unwrap_or_else(|| opening_day(app)));
    let head = move || {
        if is_page.get() {
            let under = view! { <p>{move || age(&app.trip.get())}</p> };
            header(app, "Agenda".to_owned(), under).into_any()
        } else {
            view! { <h2 class="list-title">"Agenda"</h2> }.into_any()
        }
    };
    view! {
        {head}
        <div class="agenda-tools">
            {days(app, filter, day)}
            {views(app, filter, day)}
            {filters(app, filter)}
        </div>
        {move || groups(app, filter, day.get())}
    }
    .into_any()
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

fn days(app: App, filter: Memo<Filter>, day: Memo<Day>) -> impl IntoView {
    move || {
        let trip = app.trip.get();
        let buttons: Vec<_> = trip
            .days()
            .map(|each| {
                let (_, _, number) = each.ymd();
                let planned = {
                    let trip = trip.clone();
                    move || {
                        let mine = app.mine();
                        let planned = trip.sessions_on(each).any(|(_, session)| mine.has(&trip.key(session)));
                        planned.then(|| view! { <i class="day-dot"></i> })
                    }
                };
                view! {
                    <button
                        type="button"
                        class="day"
                        aria-pressed=move || if day.get() == each { "true" } else { "false" }
                        aria-label=words::day_long(each)
                        on:click=move |_| change(app, filter, |filter| filter.day = Some(each))
                    >
                        <span>{each.weekday().short()}</span>
                        <b>{number}</b>
                        {planned}
                    </button>
                }
                .into_any()
            })
            .collect();
        view! { <div class="days" role="group" aria-label="Day">{buttons}</div> }
    }
}

fn views(app: App, filter: Memo<Filter>, day: Memo<Day>) -> impl IntoView {
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
        view! {
            <button
                type="button"
                aria-pressed=move || if filter.with(|filter| filter.mine) == mine { "true" } else { "false" }
                on:click=move |_| change(app, filter, |filter| filter.mine = mine)
            >
                {name} " " <span class="count">{move || count(mine)}</span>
            </button>
        }
        .into_any()
    };
    view! { <div class="segments" role="group" aria-label="View">{choice(false, "All")}{choice(true, "Mine")}</div> }
}

fn filters(app: App, filter: Memo<Filter>) -> impl IntoView {
    let active = move || {
        filter.with(|f| {
            f.events.len() + f.rooms.len() + f.kinds.len() + usize::from(f.upcoming) + usize::from(f.fits_gaps)
        })
    };
    let body = move || {
        let trip = app.trip.get();
        let events: Vec<_> =
            trip.events.iter().map(|event| event_chip(app, filter, &event.id, &event.short, event.color)).collect();
        view! {
            <div class="chips" role="group" aria-label="Events">{events}</div>
            <div class="chips" role="group" aria-label="Time">
                {flag_chip(app, filter, "Not in the past", |f| f.upcoming, |f, on| f.upcoming = on)}
                {flag_chip(app, filter, "Fits my gaps", |f| f.fits_gaps, |f, on| f.fits_gaps = on)}
            </div>
            <div class="lines">
                {kind_select(app, filter, &trip)}
                {room_select(app, filter, &trip)}
            </div>
            <button type="button" class="button" on:click=move |_| change(app, filter, |f| {
                *f = Filter { day: f.day, mine: f.mine, ..Filter::default() };
            })>"Clear filters"</button>
        }
    };
    view! {
        <details class="filters">
            <summary>
                "Filters"
                {move || match active() { 0 => None, count => Some(view! { <span class="count">" " {count}</span> }) }}
            </summary>
            {body}
        </details>
    }
}

fn event_chip(app: App, filter: Memo<Filter>, id: &EventId, name: &str, color: u8) -> AnyView {
    let (chosen, toggled) = (id.clone(), id.clone());
    let on = move || filter.with(|filter| filter.events.contains(&chosen));
    let toggle = move |_| {
        change(app, filter, |filter| match filter.events.iter().position(|event| *event == toggled) {
            Some(place) => drop(filter.events.remove(place)),
            None => filter.events.push(toggled.clone()),
        });
    };
    let class = ["chip event-", &color.to_string()].concat();
    view! {
        <button type="button" class=class aria-pressed=move || if on() { "true" } else { "false" } on:click=toggle>
            <i class="dot"></i>{name.to_owned()}
        </button>
    }
    .into_any()
}

fn flag_chip(
    app: App,
    filter: Memo<Filter>,
    name: &'static str,
    get: fn(&Filter) -> bool,
    set: fn(&mut Filter, bool),
) -> AnyView {
    let on = move || filter.with(get);
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed=move || if on() { "true" } else { "false" }
            on:click=move |_| change(app, filter, |filter| set(filter, !get(filter)))
        >{name}</button>
    }
    .into_any()
}

fn select(
    label: &'static str,
    names: Vec<(String, String)>,
    chosen: Option<String>,
    choose: impl Fn(Option<String>) + 'static,
) -> AnyView {
    let options: Vec<_> = names
        .into_iter()
        .map(|(value, name)| {
            let selected = chosen.as_deref() == Some(&value);
            view! { <option value=value selected=selected>{name}</option> }
        })
        .collect();
    view! {
        <label class="line">
            <span>{label}</span>
            <select on:change:target=move |event| choose(Some(event.target().value()).filter(|value| !value.is_empty()))>
                <option value="">"Any"</option>
                {options}
            </select>
        </label>
    }
    .into_any()
}

fn room_select(app: App, filter: Memo<Filter>, trip: &Trip) -> AnyView {
    let names = trip.rooms.iter().map(|room| (room.id.to_string(), words::room_name(trip, room))).collect();
    let chosen = filter.with(|filter| filter.rooms.first().map(RoomId::to_string));
    select("Room", names, chosen, move |room| {
        change(app, filter, |filter| filter.rooms = room.iter().map(|room| RoomId::from(room.as_str())).collect());
    })
}

fn kind_select(app: App, filter: Memo<Filter>, trip: &Trip) -> AnyView {
    let mut names: Vec<(String, String)> = Vec::new();
    for kind in trip.sessions.iter().filter_map(|session| trip.label(session.kind)) {
        if !names.iter().any(|(value, _)| value == kind) {
            names.push((kind.to_owned(), kind.to_owned()));
        }
    }
    names.sort();
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
        let hint = if wanted.mine {
            "Nothing of yours on this day yet. Star a session and it shows here."
        } else {
            "Nothing matches on this day."
        };
        return view! { <p class="empty">{hint}</p> }.into_any();
    }
    let current = (trip.today(now) == day).then(|| current_group(&groups, now)).flatten();
    let slices = slices(groups.len(), |number| groups.get(number).map_or(0, |group| group.sessions.len()));
    let groups = Arc::new(groups);
    let drawn = RwSignal::new(1_usize);
    let total = slices.len();
    draw_the_rest(drawn, total, current);
    let parts: Vec<_> = slices
        .into_iter()
        .enumerate()
        .map(|(number, range)| {
            let (trip, groups) = (trip.clone(), groups.clone());
            let here = Memo::new(move |_| drawn.get() > number);
            move || {
                let groups = groups.get(range.clone()).unwrap_or_default();
                here.get().then(|| groups.iter().map(|group| group_view(app, &trip, group)).collect::<Vec<_>>())
            }
        })
        .collect();
    view! { <div class="agenda-day">{parts}</div> }.into_any()
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
        GroupTime::At(start) => (Some(group_id(start)), words::clock(trip, start)),
        GroupTime::Unknown => (None, "Time not known".to_owned()),
    };
    let keys: Vec<SessionKey> =
        group.sessions.iter().filter_map(|place| trip.sessions.get(*place)).map(|session| trip.key(session)).collect();
    let total = keys.len();
    let count = move || {
        let mine = keys.iter().filter(|key| app.is_mine(key)).count();
        let mut text = String::new();
        if total > 1 {
            text.push_str(&total.to_string());
            text.push_str(" at once");
        }
        if mine > 0 {
            text.push_str(if text.is_empty() { "" } else { " · " });
            text.push_str(&mine.to_string());
            text.push_str(" yours");
        }
        text
    };
    let rows: Vec<_> = group
        .sessions
        .iter()
        .filter_map(|place| trip.sessions.get(*place))
        .map(|session| session_row(app, trip, session, RowTime::InGroup, Vec::new()))
        .collect();
    view! {
        <section class="group" id=id>
            <h2 class="slot">{title}<small>{count}</small></h2>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}
