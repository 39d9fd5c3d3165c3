//! What is in a schedule that was read, what would become of it, and what is still to be asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use lanyard_core::schedule::changes::ChangeKind;
use lanyard_core::schedule::{Day, Session, Trip};
use lanyard_core::trips::{Counts, Destination, EventZone, Origin, Preview, TripChange};
use leptos::prelude::*;

use super::columns;
use super::pieces::{next_button, problems};
use crate::components::html::{
    HtmlElement, all, button, chip, chips, div, h2, input, li, line, list, live, p, span, titled,
};
use crate::components::words;
use crate::components::zone_search::{place, zone_search};
use crate::pages::changes::told_of;
use crate::platform::zone;
use crate::state::App;
use crate::state::trips::{FoundSchedule, Input};
use crate::wording;

/// So many sessions are shown of all.
const SAMPLES: usize = 3;

/// So many days are listed.
const MOST_DAYS: usize = 10;

/// A city's name in fewer letters is found in too many words.
const SHORTEST_CITY: usize = 4;

/// What was fetched so long ago, in minutes, may be another by now.
const OLD_MINUTES: i64 = 30;

/// `names`: what the user calls events, by the names that their schedules have.
pub fn preview(app: App, found: &Arc<FoundSchedule>, names: RwSignal<BTreeMap<String, String>>) -> AnyView {
    follow_trip(app, found);
    let preview = &found.preview;
    let is_update = matches!(preview.destination, Destination::Event(_));
    let add = {
        let found = found.clone();
        move || {
            let typed =
                names.with_untracked(|names| names.get(&found.preview.title).map(|typed| typed.trim().to_owned()));
            let renamed = typed.filter(|typed| !is_update && !typed.is_empty() && *typed != found.preview.title);
            app.trips.add_found(found.clone(), renamed);
        }
    };
    let trip = app.trip.get_untracked();
    let name = match &preview.destination {
        Destination::ThisTrip => format!("Add to {}", trip.title),
        Destination::OwnTrip => "Add as a new trip".to_owned(),
        Destination::Event(_) if preview.doubts.is_empty() => "Update".to_owned(),
        Destination::Event(_) => "Update anyway".to_owned(),
    };
    let add = button().class("button primary").on_click(add).disabled(preview.zone == EventZone::Missing).child(name);
    let name_field = (!is_update).then(|| {
        let (title, shown) = (preview.title.clone(), preview.title.clone());
        let field = input()
            .r#type("text")
            .autocomplete("off")
            .prop_value(move || names.with(|names| names.get(&shown).unwrap_or(&shown).clone()))
            .on_text(move |text| names.update(|names| drop(names.insert(title.clone(), text))));
        line("Its name in Lanyard", field)
    });
    let is_later = found.input.next.len();
    let later = (is_later > 0).then(|| {
        p().class("facts").child(format!("{} after this one.", words::count(is_later, "schedule", "schedules")))
    });
    let way_out = match is_later {
        0 => button().class("button").on_click(move || app.trips.cancel_reading()).child("Cancel"),
        _ => next_button(app, found.input.next.clone()),
    };
    let head = all((
        h2().class("preview-title").child(preview.title.clone()),
        p().role("status").child(facts(preview)),
        later,
        old(app, found),
    ));
    all((
        head,
        is_update.then(|| {
            p().child(wording::differences(preview.counts).unwrap_or_else(|| "Nothing has changed.".to_owned()))
        }),
        doubts(&preview.doubts),
        first_day(app, found),
        zone(app, found),
        name_field,
        destinations(app, found),
        found.as_it_would_be().map(|(trip, changes)| {
            let changes = changes.list(&trip, |key| app.marks.is_marked(key));
            all((is_update.then(|| mine(app, &trip, found, changes)), contents(&trip, preview)))
        }),
        preview.table.as_ref().map(|sample| columns::correction(app, found, sample)),
        problems(&preview.problems),
        div().class("buttons").child(add).child(way_out),
    ))
}

/// Reads it again as soon as the trip it was read for is another: what is shown is what would become of it.
fn follow_trip(app: App, found: &Arc<FoundSchedule>) {
    let found = found.clone();
    Effect::new(move || {
        if app.trips.catalog.with(|catalog| found.is_outdated(catalog)) {
            app.notices.say("The trip has changed since. This is what would become of it now.");
            app.trips.look_into(found.input.clone());
        }
    });
}

/// That it was fetched a while ago, and the way to fetch it again.
fn old(app: App, found: &Arc<FoundSchedule>) -> Option<AnyView> {
    let (found, read_at) = (found.clone(), found.input.read_at?);
    let Origin::Address(_) = &found.input.origin else { return None };
    Some(live(move || {
        let minutes = (app.now().0 - read_at.0) / 60;
        let input = Input { files: Vec::new(), read_at: None, ..found.input.clone() };
        (minutes >= OLD_MINUTES).then(|| {
            let again = button().class("button").on_click(move || app.trips.look_into(input.clone()));
            let said = format!("It was fetched {}, and may be another by now.", words::ago(minutes));
            div().class("ask").child(p().child(said)).child(div().class("buttons").child(again.child("Fetch it again")))
        })
    }))
}

/// `1 to 2 February 2025 · 986 sessions · 31 rooms · frab XML`.
fn facts(preview: &Preview) -> String {
    let Counts { sessions, timed, rooms, .. } = preview.counts;
    let mut parts = Vec::new();
    parts.extend(preview.days.map(|(first, last)| words::days_between(first, last)));
    parts.push(words::count(sessions, "session", "sessions"));
    if timed < sessions {
        parts.push(format!("{} without a time", sessions - timed));
    }
    if rooms > 0 {
        parts.push(words::count(rooms, "room", "rooms"));
    }
    parts.push(preview.format.clone());
    parts.join(" · ")
}

fn doubts(doubts: &[String]) -> Option<HtmlElement> {
    let told = doubts.iter().map(|doubt| p().child(doubt.clone())).collect::<Vec<_>>();
    let hint = "Check this first: it may be another event, or half a file. Your stars and notes stay either way.";
    (!told.is_empty()).then(|| div().class("ask").role("alert").children(told).child(p().child(hint)))
}

/// Asks on which day a table begins that has times, but no dates.
fn first_day(app: App, found: &Arc<FoundSchedule>) -> Option<AnyView> {
    found.preview.table.as_ref().filter(|table| table.lacks_dates)?;
    let known = found.input.first_day.or(found.preview.days.map(|(first, _)| first));
    let said = match known {
        Some(_) => "The table has no dates. They are counted from its first day.",
        None => "The table has no dates. On which day does it begin?",
    };
    let found = found.clone();
    let choose = move |text: String| {
        if let Some(day) = Day::parse(&text).filter(|day| day.is_plausible()) {
            app.trips.look_into(Input { first_day: Some(day), ..found.input.clone() });
        }
    };
    let field = input().r#type("date").value(known.map(|day| day.to_string())).on_change(choose);
    Some(all((p().class("facts").child(said), line("Its first day", field))))
}

/// The zone: what the file names, or a question.
fn zone(app: App, found: &Arc<FoundSchedule>) -> AnyView {
    let (said, chosen) = match &found.preview.zone {
        EventZone::Named(zone) => return p().class("facts").child(format!("Times are {} time.", place(zone))).into(),
        EventZone::Given(zone) => (format!("Times are read as {} time.", place(zone)), zone.clone()),
        EventZone::Missing => ("Which one is it?".to_owned(), String::new()),
    };
    let choose = {
        let found = found.clone();
        move |zone: &str| {
            app.trips.look_into(Input {
                zone: Some(zone.to_owned()),
                destination: Some(found.preview.destination.clone()),
                ..found.input.clone()
            });
        }
    };
    let guess = |name: String| {
        let (choose, is_chosen) = (choose.clone(), name == chosen);
        chip(place(&name), move || is_chosen, {
            let name = name.clone();
            move || choose(&name)
        })
    };
    let guesses = chips("Likely time zones", guesses(app, found).into_iter().map(guess).collect());
    let question = p().class("facts").child(format!("The file does not say the time zone. {said}"));
    all((question, guesses, zone_search("Or the zone of another city", choose.clone())))
}

/// The zones it most likely has: of cities that it names, the one chosen already, the trip's, and this device's.
fn guesses(app: App, found: &FoundSchedule) -> Vec<String> {
    let written = format!("{} {:?}", found.preview.title, found.input.origin).to_lowercase();
    let is_named = |zone: &String| {
        let city = zone.rsplit('/').next().unwrap_or_default().to_lowercase().replace('_', " ");
        city.len() >= SHORTEST_CITY && written.contains(&city)
    };
    let mut zones: Vec<String> = zone::all_zones().into_iter().filter(is_named).collect();
    if let EventZone::Given(zone) = &found.preview.zone {
        zones.push(zone.clone());
    }
    zones.push(app.trip.with_untracked(|trip| trip.zone.name.clone()));
    zones.extend(zone::own_zone());
    let mut seen = Vec::new();
    zones.retain(|zone| {
        let is_new = !seen.contains(zone);
        seen.push(zone.clone());
        is_new
    });
    zones
}

/// How much there is on each day, and some of it.
fn contents(trip: &Trip, preview: &Preview) -> AnyView {
    let of_event = |session: &&Session| trip.event(session).is_some_and(|event| event.id == preview.event);
    let sessions: Vec<&Session> = trip.sessions.iter().filter(of_event).collect();
    let mut days: BTreeMap<Day, usize> = BTreeMap::new();
    for day in sessions.iter().filter_map(|session| trip.day(session)) {
        *days.entry(day).or_default() += 1;
    }
    let day = |(day, count): (&Day, &usize)| {
        li().child(format!("{}: {}", words::day_and_year(*day), words::count(*count, "session", "sessions")))
    };
    let more = days.len().saturating_sub(MOST_DAYS);
    let more = (more > 0).then(|| li().child(format!("and {}", words::count(more, "more day", "more days"))));
    let listed: Vec<HtmlElement> = days.iter().take(MOST_DAYS).map(day).chain(more).collect();
    // From the beginning, the middle and the end.
    let spread = |part: usize| sessions.get(part * sessions.len().saturating_sub(1) / (SAMPLES - 1)).copied();
    let mut samples: Vec<&Session> = (0..SAMPLES).filter_map(spread).collect();
    samples.dedup_by_key(|session| &session.id);
    let rows = samples.iter().map(|session| sample(trip, session)).collect();
    let of = |name: &'static str, list: Option<HtmlElement>| list.map(|list| titled(name, list));
    all((of("Sessions a day", list("facts-list", listed)), of("Some of them", list("facts-list", rows))))
}

/// `Sat 1 Feb · 09:30 to 10:00 · Janson`, under its title.
fn sample(trip: &Trip, session: &Session) -> HtmlElement {
    let mut facts: Vec<String> = trip.day(session).map(words::day_short).into_iter().collect();
    if session.when.start().is_some() {
        facts.push(words::time_range(trip, session.when));
    }
    facts.extend(words::location(trip, session));
    li().child(p().child(session.title.clone())).child(span().class("row-facts").child(facts.join(" · ")))
}

/// What would change in my agenda.
fn mine(app: App, trip: &Trip, found: &FoundSchedule, changes: Vec<TripChange>) -> HtmlElement {
    let known = app.trips.changes();
    let is_new = |change: &TripChange| {
        change.is_mine
            && change.key.event == found.preview.event
            && !known.iter().any(|known| known.key == change.key && known.what == change.what)
    };
    let told = |change: TripChange| {
        let ChangeKind::Changed(changes) = &change.what else { return None };
        let lines = changes.iter().map(|change| p().class("row-facts").child(told_of(trip, change)));
        Some(li().child(p().child(change.title.clone())).children(lines.collect()))
    };
    let rows = changes.into_iter().filter(is_new).filter_map(told).collect();
    match list("facts-list", rows) {
        Some(rows) => titled("What changes in your agenda", rows),
        None => p().class("facts").child("Nothing changes in your agenda."),
    }
}

fn destinations(app: App, found: &Arc<FoundSchedule>) -> HtmlElement {
    let trip = app.trip.get_untracked();
    let mut choices: Vec<(String, Destination)> = trip
        .events
        .iter()
        .filter(|event| {
            found.preview.destination == Destination::Event(event.id.clone()) || event.title == found.preview.title
        })
        .map(|event| (format!("Update {}", event.short), Destination::Event(event.id.clone())))
        .collect();
    choices.push((format!("In {}", trip.title), Destination::ThisTrip));
    choices.push(("In a new trip".to_owned(), Destination::OwnTrip));
    let buttons = choices
        .into_iter()
        .map(|(name, destination)| {
            let is_on = found.preview.destination == destination;
            let found = found.clone();
            let choose = move || {
                app.trips.look_into(Input { destination: Some(destination.clone()), ..found.input.clone() });
            };
            chip(name, move || is_on, choose)
        })
        .collect();
    titled("Where to put it", chips("Where to put it", buttons))
}
