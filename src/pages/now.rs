//! Now: where do I go, in one glance and without a tap.

use std::sync::Arc;

use lanyard_core::agenda::{self, AgendaItem, AgendaItemRef, DayPart, Next, NowState, OnNow, Starting};
use lanyard_core::notebook::{Attachment, Entry, Mark};
use lanyard_core::schedule::{Day, Instant, SessionKey, Trip};
use leptos::prelude::*;

use crate::components::header::{header, offline_state};
use crate::components::html::{
    HtmlElement, a, all, button, div, h2, li, list, live, p, progress, section, span, titled,
};
use crate::components::plain_row::link;
use crate::components::row::{RowTime, agenda_row, session_row};
use crate::components::{icon::icon, words};
use crate::route::{Page, Route};
use crate::state::{self, App};

/// As many sessions of the programme are listed at once; the agenda has all of them.
const MOST_OF_PROGRAMME: usize = 12;

pub fn page(app: App) -> AnyView {
    let head = live(move || {
        let trip = app.trip.get();
        let title = trip.title.clone();
        let clock = move || format!("{} · {}", words::day_and_clock(&trip, app.now()), trip.city);
        let under = all((p().child(clock), offline_state(app)));
        header(app, title, under)
    });
    let changes = live(move || app.deferred.get().map(|deferred| deferred.changes(app)));
    let body = live(move || {
        let (trip, now) = (app.trip.get(), app.now());
        match agenda::phase(&trip, &app.conference_days.get(), now) {
            agenda::Phase::Before { minutes } => before(app, &trip, minutes),
            agenda::Phase::During => during(app, &trip, now),
            agenda::Phase::After => after(app, &trip, now),
        }
    });
    // Whoever has something in the agenda, or tries it, knows. It does not go under a finger that stars something here.
    let has_begun = || app.navigation.route.get().at.is_some() || !app.timeline.get().items().is_empty();
    let is_new = app.is_first_visit && !untrack(has_begun);
    all((head, is_new.then(|| welcome(app)), changes, body))
}

fn welcome(app: App) -> AnyView {
    live(move || {
        let trip = app.trip.get();
        let way = |href: String, words: String| p().child(a().href(href).child(words));
        section()
            .class("welcome")
            .child(p().child(agenda::WELCOME))
            .child(way(rehearsal(app, &trip), agenda::welcome_try(&trip)))
            .child(app.has_example().then(|| way(Route::into_example().href(), agenda::WELCOME_EXAMPLE.to_owned())))
            .child(way(app.href(Page::Import), agenda::WELCOME_ADD.to_owned()))
    })
}

fn rehearsal(app: App, trip: &Trip) -> String {
    app.navigation.href_at(Page::Now, Some(trip.first_moment()))
}

fn during(app: App, trip: &Arc<Trip>, now: Instant) -> AnyView {
    let agenda_keys = app.marks.my_agenda();
    let mine = |key: &SessionKey| agenda_keys.has(key);
    let state = NowState::at(trip, &app.conference_days.get(), &app.timeline.get(), &mine, app.pace(), now);
    let rows = |items: &[AgendaItemRef], title: String| {
        let rows = items.iter().filter_map(|item| agenda_row(app, *item, RowTime::Clock, Vec::new()));
        list("rows", rows.collect()).map(|rows| titled(title, rows))
    };
    let on: Vec<HtmlElement> = state.on.iter().filter_map(|on| on_now_card(app, trip, on)).collect();
    let next = state.next.as_ref().and_then(|next| next_card(app, trip, next, state.day, now));
    let looking_back = matches!(state.day_part, DayPart::Evening | DayPart::Free);
    let has_none = on.is_empty() && next.is_none() && state.untimed.is_empty() && !looking_back;
    let nothing =
        has_none.then(|| if state.over.is_empty() { nothing_of_mine(app) } else { over_for_me(app, state.day) });
    let untimed = (!state.untimed.is_empty()).then(|| untimed(app, &state));
    all((
        on,
        looking_back.then(|| evening(app, &state)),
        next,
        nothing,
        rows(&state.interested, "Interested, on now".to_owned()),
        rows(&state.in_background, "Also yours, all the while".to_owned()),
        rows(&state.later, "Later today".to_owned()),
        untimed,
        rows(if looking_back { &state.over } else { &[] }, "Your day".to_owned()),
        programme(app, trip, &state),
    ))
}

/// The programme goes on, and all of mine is over.
fn over_for_me(app: App, day: Day) -> AnyView {
    all((p().class("empty").child("All of yours is over for today."), looking_back(app, Some(day))))
}

/// The ways to close a day, or the week, and to write it up: for who has something to say of it.
fn looking_back(app: App, day: Option<Day>) -> AnyView {
    let has_any = Memo::new(move |_| {
        app.timeline.with(|timeline| !timeline.items().is_empty()) || app.notebook.entries().with(|all| !all.is_empty())
    });
    live(move || app.deferred.get().filter(|_| has_any.get()).map(|deferred| deferred.looking_back(app, day)))
}

fn nothing_of_mine(app: App) -> AnyView {
    let agenda = Page::Agenda(app.last_filter.get_untracked());
    p().class("empty")
        .child("Nothing of yours is on now or later. ")
        .child(a().href(app.href(agenda)).child("Star sessions in the agenda"))
        .child(" and the next one shows here.")
        .into()
}

/// How many of mine are on this day at a time that is not known, and the way to them.
fn untimed(app: App, state: &NowState) -> HtmlElement {
    let words = match state.untimed.len() {
        1 => "1 of yours today has no time".to_owned(),
        count => format!("{count} of yours today have no time"),
    };
    let filter = agenda::Filter { day: Some(state.day), mine: true, ..agenda::Filter::default() };
    a().class("plain-row more").href(app.href(Page::Agenda(filter))).child(words).child(span().child("Show"))
}

/// That the programme of the day is over, or that there was none, and what was written on it.
fn evening(app: App, state: &NowState) -> AnyView {
    let day = state.day;
    let over = match state.day_part {
        DayPart::Free => "The programme has nothing at a known time today.",
        _ => "The programme is over for today.",
    };
    let written = move || {
        let is_of_day = |entry: &&Entry| entry.deleted.is_none() && app.day_at(entry.at) == day;
        let written = app.notebook.entries().with(|entries| entries.iter().filter(is_of_day).count());
        (written > 0).then(|| {
            let notebook = a().href(app.href(Page::Notebook(app.last_view.get_untracked())));
            all((" You wrote ", notebook.child(words::count(written, "entry", "entries")), "."))
        })
    };
    all((p().class("empty").child(over).child(written), looking_back(app, Some(day))))
}

/// What else is on; or, when nothing is, what starts next.
fn programme(app: App, trip: &Trip, state: &NowState) -> AnyView {
    let on = (!state.also_on.is_empty())
        .then(|| sessions(app, trip, format!("Also on now · {}", state.also_on.len()), &state.also_on, state.day));
    let starting = state.starting.as_ref().filter(|_| on.is_none()).map(|Starting { day, at, sessions: starting }| {
        let begins = match state.day_part {
            DayPart::Morning => "The day starts at".to_owned(),
            _ if *day == state.day => "Starts at".to_owned(),
            _ if *day == state.day.plus(1) => "Tomorrow starts at".to_owned(),
            _ => format!("{} starts at", words::day_short(*day)),
        };
        sessions(
            app,
            trip,
            format!("{begins} {} · {}", words::clock_on(trip, Some(*day), *at), starting.len()),
            starting,
            *day,
        )
    });
    all((on, starting))
}

fn sessions(app: App, trip: &Trip, title: String, indices: &[usize], day: Day) -> HtmlElement {
    let shown = indices.iter().take(MOST_OF_PROGRAMME).filter_map(|index| trip.sessions.get(*index));
    let rows = shown.map(|session| session_row(app, trip, session, RowTime::Clock, Vec::new())).collect();
    let more = indices.len().saturating_sub(MOST_OF_PROGRAMME);
    let more = (more > 0).then(|| {
        let filter = agenda::Filter { day: Some(day), ..agenda::Filter::default() };
        a().class("plain-row more").href(app.href(Page::Agenda(filter))).child(format!("{more} more in the agenda"))
    });
    titled(title, (list("rows", rows), more))
}

fn on_now_card(app: App, trip: &Trip, on: &OnNow) -> Option<HtmlElement> {
    let ends = match on.what {
        AgendaItemRef::Session(index) => trip.sessions.get(index)?.when.end(),
        AgendaItemRef::Own(index) => app.own_items.all().with(|own| own.get(index)?.end),
    };
    let kind = match ends {
        None => "On now · end not known".to_owned(),
        Some(_) if on.minutes_left == 0 => "On now · ends now".to_owned(),
        Some(end) => format!("On now · {} left, until {}", words::duration(on.minutes_left), words::clock(trip, end)),
    };
    let gone = progress().max("1000").value(on.permille.to_string()).aria_label("Time gone");
    let gone = ends.map(|_| gone);
    Some(card_of(app, trip, on.what, kind)?.child(gone).child(buttons(app, trip, on.what)))
}

fn next_card(app: App, trip: &Trip, next: &Next, today: Day, now: Instant) -> Option<HtmlElement> {
    let start = match next.what {
        AgendaItemRef::Session(index) => trip.sessions.get(index)?.when.start()?,
        AgendaItemRef::Own(index) => app.own_items.all().with(|own| Some(own.get(index)?.start))?,
    };
    let clock = words::clock_on(trip, next.day, start);
    let kind = match next.day {
        Some(day) if day == today => format!("Next · {clock}, in {}", words::duration(next.in_minutes)),
        Some(day) if day == today.plus(1) => format!("Next · tomorrow, {} {clock}", words::day_short(day)),
        Some(day) => format!("Next · {} {clock}", words::day_short(day)),
        None => format!("Next · {clock}"),
    };
    let leave = next.way.as_ref().map(|way| {
        let is_late = next.leave_by.is_some_and(|at| at <= now);
        let leave = match next.leave_by {
            Some(_) if is_late => "Leave now · ".to_owned(),
            Some(at) => format!("Leave by {} · ", words::clock(trip, at)),
            None => String::new(),
        };
        let class = if is_late || way.is_tight() { "leave warns" } else { "leave" };
        p().class(class).child(format!("{leave}{}", way.words()))
    });
    Some(card_of(app, trip, next.what, kind)?.child(leave).child(buttons(app, trip, next.what)))
}

/// The card of something in my agenda: what, where and who.
fn card_of(app: App, trip: &Trip, what: AgendaItemRef, kind: String) -> Option<HtmlElement> {
    let (class, title, facts) = match what {
        AgendaItemRef::Session(index) => {
            let session = trip.sessions.get(index)?;
            let location = words::location(trip, session).unwrap_or_else(|| "Room not known".to_owned());
            let class = state::event_class(trip.event(session));
            (class, session.title.clone(), vec![location, words::speakers(trip, session)])
        }
        AgendaItemRef::Own(index) => app.own_items.all().with(|own| {
            let item = own.get(index)?;
            Some(("own".to_owned(), item.title.clone(), vec![item.location.clone(), item.note.clone()]))
        })?,
    };
    let facts = facts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    Some(card(&class, kind, title, facts))
}

/// A note on it, and its page.
fn buttons(app: App, trip: &Trip, what: AgendaItemRef) -> Option<HtmlElement> {
    let page = match what {
        AgendaItemRef::Session(index) => Page::Session(trip.key(trip.sessions.get(index)?)),
        AgendaItemRef::Own(index) => {
            app.own_items.all().with(|own| Some(Page::Own(own.get(index)?.id.clone(), None)))?
        }
    };
    let note = match &page {
        Page::Session(key) => {
            let key = key.clone();
            let note = move || app.capture_on(Attachment::Session(key.clone()), Some(key.event.clone()));
            Some(
                button()
                    .class("button primary")
                    .on_click(note)
                    .aria_label("Note on this talk")
                    .child(icon("pen"))
                    .child("Note"),
            )
        }
        _ => None,
    };
    let instead = match &page {
        Page::Session(key) => Some(link(app, Page::Instead(key.clone())).class("button").child("Instead")),
        _ => None,
    };
    Some(div().class("buttons").child(note).child(link(app, page).class("button").child("Open")).child(instead))
}

fn card(event_class: &str, kind: String, title: String, facts: String) -> HtmlElement {
    section()
        .class(format!("now-card {event_class}"))
        .child(p().class("now-kind").child(kind))
        .child(h2().class("now-title").child(title))
        .child(p().class("row-facts").child(facts))
}

fn before(app: App, trip: &Arc<Trip>, minutes: i64) -> AnyView {
    let timeline = app.timeline.get();
    let planned: Vec<HtmlElement> = timeline
        .items()
        .iter()
        .take(MOST_OF_PROGRAMME)
        .filter_map(|item| agenda_row(app, item.what, RowTime::DayAndClock, Vec::new()))
        .collect();
    let unplanned = trip
        .days()
        .filter(|day| timeline.on_day(Some(*day)).next().is_none())
        .map(|day| {
            let page = Page::Agenda(agenda::Filter { day: Some(day), ..agenda::Filter::default() });
            li().child(a().class("plain-row").href(app.href(page)).child(words::day_long(day)))
        })
        .collect();
    all((
        phase_card(trip, agenda::Phase::Before { minutes }),
        list("rows", planned).map(|rows| titled("Your plan", rows)),
        list("rows", unplanned).map(|days| titled("Nothing planned yet", days)),
        opening(app, trip),
    ))
}

/// One may still be on the way home: what is one's own goes on.
fn after(app: App, trip: &Arc<Trip>, now: Instant) -> AnyView {
    let timeline = app.timeline.get();
    let today = app.day_at(now);
    let is_to_come = |item: &&AgendaItem| item.slot.is_some_and(|slot| slot.end > now);
    let mine = timeline.items().iter().filter(is_to_come).filter_map(|item| {
        let time = if item.day == Some(today) { RowTime::Clock } else { RowTime::DayAndClock };
        agenda_row(app, item.what, time, Vec::new())
    });
    let mine = list("rows", mine.collect()).map(|rows| titled("Still to come", rows));
    let has_open =
        Memo::new(move |_| app.notebook.entries().with(|entries| entries.iter().any(Entry::is_open_follow_up)));
    let open = move || {
        let more = app.deferred.get().filter(|_| has_open.get());
        more.map(|more| titled("Open follow-ups", more.open_follow_ups(app)))
    };
    let watch = {
        let trip = trip.clone();
        move || {
            let to_watch = app.marks.sessions_with(Mark::WatchLater);
            let is_to_watch = |key: &SessionKey| to_watch.binary_search(key).is_ok() && !app.marks.of(key).watched;
            let sessions = trip.sessions.iter().filter(|session| is_to_watch(&trip.key(session)));
            let rows = sessions.map(|session| session_row(app, &trip, session, RowTime::DayAndClock, Vec::new()));
            list("rows", rows.collect()).map(|rows| titled("Watch later", rows))
        }
    };
    let buttons = div()
        .class("buttons")
        .child(
            a().class("button primary")
                .href(app.href(Page::Agenda(agenda::Filter::default())))
                .child("Open the agenda"),
        )
        .child(a().class("button").href(rehearsal(app, trip)).child("Rehearse the week"));
    let card = phase_card(trip, agenda::Phase::After).map(|card| card.child(buttons));
    all((card, mine, looking_back(app, None), open, watch, opening(app, trip)))
}

fn phase_card(trip: &Trip, phase: agenda::Phase) -> Option<HtmlElement> {
    let agenda::PhaseCard { kind, title, facts } = agenda::PhaseCard::of(trip, phase)?;
    Some(card("event-0", kind.to_owned(), title, facts))
}

/// The programme's first sessions, by day, as the start page shows them before the app runs.
fn opening(app: App, trip: &Trip) -> AnyView {
    let day = |(day, sessions): (Day, Vec<usize>)| {
        let sessions = sessions.into_iter().filter_map(|index| trip.sessions.get(index));
        let rows = sessions.map(|session| session_row(app, trip, session, RowTime::Clock, Vec::new())).collect();
        titled(words::day_long(day), list("rows", rows))
    };
    all(agenda::opening(trip).into_iter().map(day).collect::<Vec<HtmlElement>>())
}
