//! Agenda: all events' days in one list, grouped by start, filtered by what stands in the address.

mod groups;
mod tools;

use groups::{current_of, group_id, group_start, id_of};

use std::sync::Arc;

use lanyard_core::agenda::{self, Filter, SessionGroup};
use lanyard_core::schedule::{Day, Instant, SessionKey, Trip};
use leptos::prelude::*;

use crate::components::growing::Growing;
use crate::components::header::header;
use crate::components::html::{HtmlElement, all, div, h2, item, keyed, live, p, section, small, ul};
use crate::components::row::{RowTime, session_row};
use crate::components::saved::none_yet;
use crate::components::words;
use crate::platform::scrolling::{self, Spot};
use crate::route::Page;
use crate::state::App;

/// How many rows the first frame takes. The next ones take more where the phone is quick.
const STEP: usize = 2;

/// How many rows from where one wants to be are drawn before those above it, so that there is something to scroll.
const BELOW: usize = 24;

/// The class of a group.
const GROUP: &str = "group";

/// The agenda. `is_page` says whether it is the page itself (then its heading is the page's) or the list beside one.
pub fn page(app: App, is_page: Signal<bool>) -> AnyView {
    let filter = Memo::new(move |_| {
        app.navigation.route.with(|route| match &route.page {
            Page::Agenda(filter) => filter.clone(),
            _ => app.last_filter.get_untracked(),
        })
    });
    Effect::new(move || app.last_filter.set(filter.get()));
    let day = Memo::new(move |_| filter.with(|filter| filter.day).unwrap_or_else(|| opening_day(app)));
    let head = live(move || {
        if is_page.get() {
            let age = p().child(move || age(&app.trip.get()));
            header(app, "Agenda".to_owned(), age)
        } else {
            h2().class("list-title").child("Agenda")
        }
    });
    let starts = StoredValue::new(Vec::<Instant>::new());
    let opening = Opening { day: StoredValue::new(None) };
    // On a day around the trip there is nothing else.
    let shows_own = move || filter.with(|filter| filter.mine) || app.trip.with(|trip| !trip.holds(day.get()));
    let own = move || {
        let deferred = app.deferred.get().filter(|_| shows_own());
        deferred.map(|deferred| deferred.own_items(app, day.get()))
    };
    let tools = tools::tools(app, filter, day, starts);
    all((head, tools, own, move || groups(app, filter, day.get(), starts, opening)))
}

/// The day of the session beside the list; else today while the trip is on; else its first day.
fn opening_day(app: App) -> Day {
    let trip = app.trip.get();
    let beside = app.navigation.route.with(|route| match &route.page {
        Page::Session(key) => trip.find(key).and_then(|session| trip.day(session)),
        _ => None,
    });
    let today = trip.today(app.now());
    beside.unwrap_or(if trip.holds(today) { today } else { trip.first })
}

fn age(trip: &Trip) -> String {
    format!("Schedule as of {}", words::day_and_year(trip.as_of))
}

fn groups(
    app: App,
    filter: Memo<Filter>,
    day: Day,
    starts: StoredValue<Vec<Instant>>,
    opening: Opening,
) -> HtmlElement {
    let trip = app.trip.get();
    let wanted = filter.get();
    // Only a filter that asks for my agenda is drawn anew when it changes.
    let mine = if wanted.mine || wanted.fits_gaps { app.marks.my_agenda() } else { untrack(|| app.marks.my_agenda()) };
    let now = if wanted.upcoming { app.now() } else { untrack(|| app.now()) };
    let own = if wanted.fits_gaps { app.own_items.all().get() } else { Arc::default() };
    let mine = |key: &_| mine.has(key);
    let groups = agenda::day_groups(&trip, day, &wanted, &wanted.context(&trip, &mine, &own, now));
    if groups.is_empty() {
        let hint = match wanted.mine {
            _ if !trip.holds(day) => p().class("empty").child("The programme has nothing on this day."),
            true => none_yet(app, "Nothing of yours on this day yet. Star a session and it shows here."),
            false => p().class("empty").child("Nothing matches on this day."),
        };
        return hint;
    }
    starts.set_value(groups.iter().filter_map(group_start).collect());
    let now = Some(now).filter(|now| trip.today(*now) == day);
    let target = opening.target(app, day, now.and_then(|now| current_of(starts, now)));
    let first = target.as_ref().and_then(|target| groups.iter().position(|group| group_id(group) == target.id()));
    let sizes: Vec<usize> = groups.iter().map(|group| group.sessions.len()).collect();
    let from = first.filter(|_| scrolling::holds_still()).unwrap_or(0);
    let order = agenda::drawing_order(&sizes, from, BELOW);
    let touches = scrolling::touches();
    let drawn = move || {
        if let Some(target) = target.as_ref().filter(|_| first.is_some() && scrolling::touches() == touches) {
            target.scroll_to();
        }
    };
    let growing = Growing::new(sizes, order, STEP, drawn);
    let groups: Vec<Arc<SessionGroup>> = groups.into_iter().map(Arc::new).collect();
    let sections = move || {
        let begun = growing.begun();
        let groups = groups.iter().enumerate().skip(begun.start).take(begun.len());
        let section = |(index, group): (usize, &Arc<SessionGroup>)| {
            let (trip, group) = (trip.clone(), group.clone());
            item(&index, move || group_view(app, trip, group, index, growing))
        };
        groups.map(section).collect()
    };
    div().class("agenda-day").aria_busy(move || growing.busy()).child(keyed(sections))
}

/// Where the list is when it is drawn anew.
#[derive(Clone, Copy)]
struct Opening {
    /// The day that was last opened at what is on now.
    day: StoredValue<Option<Day>>,
}

/// A group to be at.
enum Target {
    /// At the top of the list.
    Now(String),
    /// Where it was before.
    Spot(Spot),
}

impl Opening {
    /// Where one was, when one comes back or the list has changed under one's eyes; on opening a day, what is on now.
    fn target(self, app: App, day: Day, current: Option<Instant>) -> Option<Target> {
        let was_open = self.day.get_value() == Some(day);
        self.day.set_value(Some(day));
        if let Some(spot) = app.navigation.take_return() {
            return Some(Target::Spot(spot));
        }
        if was_open {
            // Above the first group one sees what is above the list.
            return scrolling::first_in_sight(GROUP).filter(|spot| spot.top < 0.0).map(Target::Spot);
        }
        current.map(|start| Target::Now(id_of(Some(start))))
    }
}

impl Target {
    fn id(&self) -> &str {
        match self {
            Self::Now(id) => id,
            Self::Spot(spot) => &spot.id,
        }
    }

    fn scroll_to(&self) {
        match self {
            Self::Now(id) => scrolling::scroll_into_view(id),
            Self::Spot(spot) => scrolling::scroll_to_spot(spot),
        }
    }
}

/// The group at `index` of the day.
fn group_view(app: App, trip: Arc<Trip>, group: Arc<SessionGroup>, index: usize, growing: Growing) -> HtmlElement {
    let title = group_start(&group).map_or_else(|| "Time not known".to_owned(), |start| words::clock(&trip, start));
    let id = group_id(&group);
    let sessions = group.sessions.iter().filter_map(|index| trip.sessions.get(*index));
    let keys: Vec<SessionKey> = sessions.map(|session| trip.key(session)).collect();
    let count = move || {
        let agenda_keys = app.marks.my_agenda();
        let mine = keys.iter().filter(|key| agenda_keys.has(key)).count();
        match (keys.len(), mine) {
            (1, 0) => String::new(),
            (1, _) => "yours".to_owned(),
            (total, 0) => format!("{total} at once"),
            (total, mine) => format!("{total} at once · {mine} yours"),
        }
    };
    let rows = move || {
        let row = |index: &usize| {
            let (trip, index) = (trip.clone(), *index);
            item(&index, move || {
                let session = trip.sessions.get(index);
                session.map(|session| session_row(app, &trip, session, RowTime::InGroup, Vec::new()))
            })
        };
        group.sessions.iter().take(growing.drawn(index)).map(row).collect()
    };
    let slot = h2().class("slot").child(title).child(small().child(count));
    let rows = ul().class("rows").child(keyed(rows));
    section().class(GROUP).id(id).child(slot).child(rows)
}
