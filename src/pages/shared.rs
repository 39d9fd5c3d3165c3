//! Shared agenda: a colleague's link, readable at once and with nothing installed; beside mine; taken over in one tap.

use std::sync::Arc;

use lanyard_core::notebook::{Mark, SessionSnapshot};
use lanyard_core::schedule::address::fetchable;
use lanyard_core::schedule::{Day, Local, Trip, Zone};
use lanyard_core::share::partial::is_partial;
use lanyard_core::share::{
    self, AgendaChange, Choice, ComparedItem, MyAgendaItem, Plan, ReceiverTrip, SharedAgenda, SharedEvent, SharedItem,
    Unshared, own_id,
};
use lanyard_core::trips::Origin;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{not_found, phone};
use crate::components::header::header;
use crate::components::html::{HtmlElement, all, b, button, div, h2, input, li, line, live, p, span, tick, titled, ul};
use crate::components::plain_row::link;
use crate::components::sources::host;
use crate::components::words;
use crate::platform::zone::{BrowserZones, DeviceZones};
use crate::route::Page;
use crate::state::colleagues::keep;
use crate::state::trips::Input;
use crate::state::{self, App};

pub fn page(app: App, payload: &str) -> AnyView {
    match share::decode(payload) {
        Ok(agenda) => shown(app, payload.to_owned(), agenda),
        Err(damage) => damaged(app, damage),
    }
}

fn damaged(app: App, damage: Unshared) -> AnyView {
    all((
        header(app, "Shared agenda".to_owned(), ()),
        p().class("empty").role("alert").child(damage.to_string()),
        not_found::ways_on(app),
    ))
}

/// A link as it is shown: the agenda, and the clocks of its events.
#[derive(Clone, Copy)]
struct Opened {
    app: App,
    agenda: StoredValue<SharedAgenda>,
    /// For each of its events; `None` where this browser does not know the zone.
    zones: StoredValue<Vec<Option<Zone>>>,
    /// What is ticked, by its place among the rows.
    chosen: RwSignal<Vec<usize>>,
    /// Each row, and the title of what of mine it clashes with.
    rows: Memo<Vec<(ComparedItem, Option<String>)>>,
}

fn shown(app: App, payload: String, agenda: SharedAgenda) -> AnyView {
    let title = match &agenda.by {
        Some(name) => format!("Agenda of {name}"),
        None => "Shared agenda".to_owned(),
    };
    let count = words::count(agenda.count(), "session", "sessions");
    let of = match agenda.events.iter().map(|event| event.title.as_str()).collect::<Vec<_>>()[..] {
        [] => String::new(),
        ref names if agenda.sessions.is_empty() => format!(" of {}", names.join(", ")),
        ref names => format!(", also of {}", names.join(", ")),
    };
    let (trip, by) = (agenda.trip.clone(), agenda.by.clone());
    let way_to_trip = agenda.events.is_empty().then(|| phone::way_to_trip(app, move |catalog| catalog.find(&trip)));
    let zones = agenda.events.iter().map(zone_of).collect();
    let events = agenda.events.len();
    let agenda = StoredValue::new(agenda);
    let opened = Opened {
        app,
        agenda,
        zones: StoredValue::new(zones),
        chosen: RwSignal::new(Vec::new()),
        rows: Memo::new(move |_| compared(app, agenda)),
    };
    let asked = RwSignal::new(false);
    let add_chosen = button()
        .class("button")
        .on_click(move || opened.apply(|chosen| Choice::Chosen(chosen)))
        .disabled(move || opened.chosen.with(Vec::is_empty))
        .child("Add chosen");
    let buttons = div()
        .class("buttons")
        .child(button().class("button primary").on_click(move || opened.apply(|_| Choice::All)).child("Add all"))
        .child(add_chosen)
        .child(button().class("button").on_click(move || asked.set(true)).child("Replace mine"));
    let question = move || {
        if !asked.get() {
            return None;
        }
        let replace = move || {
            asked.set(false);
            opened.apply(|_| Choice::Replace);
        };
        let answers = div()
            .class("buttons")
            .child(button().class("button primary").on_click(replace).child("Replace"))
            .child(button().class("button").on_click(move || asked.set(false)).child("Keep mine"));
        let question = div()
            .class("ask")
            .role("alert")
            .child(p().child("Replace your agenda with this one? Your notes stay, and you can undo it."))
            .child(answers);
        Some(question)
    };
    if events > 0 {
        app.trips.expect_schedule();
        on_cleanup(move || app.trips.expect_no_schedule());
    }
    let name = RwSignal::new(by.clone().unwrap_or_default());
    let whose = by.is_none().then(|| {
        let field =
            input().r#type("text").maxlength("60").prop_value(move || name.get()).on_text(move |text| name.set(text));
        line("Whose agenda is this? To compare it later", field)
    });
    let kept = payload.clone();
    let compare = move || {
        let kept = kept.clone();
        app.when_ready(move |_| {
            let (name, before) = keep(app.settings, &name.get_untracked(), &kept);
            let said = format!("The agenda of {name} is kept to compare.");
            app.notices.say_with_undo(said, move || drop(keep(app.settings, &name, &before)));
            app.navigation.go(Page::Compare);
        });
    };
    let compare = button()
        .class("button")
        .on_click(compare)
        .disabled(move || name.with(|name| name.trim().is_empty()))
        .child("Compare with mine");
    let buttons = buttons.child(compare);
    all((
        header(app, title, p().child(count + &of)),
        way_to_trip,
        (0..events).map(|index| opened.event(index, payload.clone())).collect::<Vec<AnyView>>(),
        live(move || p().class("facts padded").child(opened.summary())),
        buttons,
        question,
        whose,
        live(move || opened.days()),
    ))
}

/// The zone of an event's times around its days, as this browser knows it.
fn zone_of(event: &SharedEvent) -> Option<Zone> {
    let midnight = |day: Day| Local::new(day, 0, 0).at_offset(0);
    BrowserZones.zone(&event.zone, midnight(event.first.plus(-2)), midnight(event.last.plus(3)))
}

impl Opened {
    /// What is in the way of an event of the link: its schedule is not here, or it is here in another trip.
    fn event(self, index: usize, payload: String) -> AnyView {
        let app = self.app;
        live(move || {
            let trip = app.trip.get();
            self.agenda.with_value(|agenda| {
                let event = agenda.events.get(index)?;
                let known = app.trips.known_events(&trip, agenda).get(index).copied().flatten();
                if known.is_some_and(|known| !is_partial(&trip, known)) {
                    return None;
                }
                if let (None, Some(kept)) = (known, app.trips.trip_with(agenda, event)) {
                    let id = kept.id.clone();
                    return Some(phone::way_to_trip(app, move |catalog| catalog.find(&id)));
                }
                Some(schedule_card(app, event, agenda.by.as_deref(), payload.clone()).into())
            })
        })
    }

    /// `3 new, 1 of them at the time of something of yours · 4 you have too`.
    fn summary(self) -> String {
        self.rows.with(|rows| {
            let new = rows.iter().filter(|(row, _)| !row.mine);
            let clashes = new.clone().filter(|(row, _)| !row.clashes.is_empty()).count();
            let count = new.count();
            let mut said = match count {
                0 => "You have all of them.".to_owned(),
                _ => format!("{count} new to you"),
            };
            if clashes > 0 {
                said += &format!(", {clashes} at the time of something of yours");
            }
            let mine = rows.len() - count;
            if count > 0 && mine > 0 {
                said += &format!(" · {mine} you have too");
            }
            said
        })
    }

    /// The rows under the day they are on, in the time of their event.
    fn days(self) -> Vec<HtmlElement> {
        let trip = self.app.trip.get();
        self.rows.with(|rows| {
            let mut days: Vec<(Option<Day>, Vec<HtmlElement>)> = Vec::new();
            for (index, (row, clash)) in rows.iter().enumerate() {
                let Some((day, view)) = self.row(&trip, row, clash.as_deref(), index) else { continue };
                match days.last_mut() {
                    Some((last, views)) if *last == day => views.push(view),
                    _ => days.push((day, vec![view])),
                }
            }
            let titled_day = |(day, views): (Option<Day>, Vec<HtmlElement>)| {
                let name = day.map_or_else(|| "Time not known".to_owned(), words::day_and_year);
                titled(name, ul().class("rows").children(views))
            };
            days.into_iter().map(titled_day).collect()
        })
    }

    /// A row and the day it stands under.
    fn row(
        self,
        trip: &Trip,
        row: &ComparedItem,
        clash: Option<&str>,
        index: usize,
    ) -> Option<(Option<Day>, HtmlElement)> {
        let app = self.app;
        let mut facts: Vec<String> = Vec::new();
        let mut color = None;
        let (title, name): (AnyView, String) = match &row.what {
            SharedItem::Session(index) => {
                let session = trip.sessions.get(*index)?;
                color = trip.event(session).map(|event| event.color);
                facts.extend(trip.event(session).map(|event| event.short.clone()));
                facts.extend(trip.room(session).map(|room| room.name.clone()));
                let way = link(app, Page::Session(trip.key(session))).class("row-title").child(session.title.clone());
                (way.into(), session.title.clone())
            }
            SharedItem::Described(told) => {
                facts.extend(told.location.clone());
                let is_own = own_id(&told.key).is_some();
                let whose = if is_own { "not part of any programme" } else { "not in the schedule on this phone" };
                facts.push(whose.to_owned());
                (plain(&told.title), told.title.clone())
            }
            SharedItem::Missing(_) => {
                let missing =
                    "A session that the schedule on this phone does not have. It may be newer or older than the link.";
                (plain(missing), String::new())
            }
            SharedItem::Unknown(session) => {
                let event = self.agenda.with_value(|agenda| Some(agenda.events.get(row.event?)?.title.clone()))?;
                let title = session.title.clone().unwrap_or_else(|| "Title comes with the schedule".to_owned());
                facts.push(event);
                facts.extend(session.room.as_deref().map(str::to_owned));
                let name = match (&session.title, row.start) {
                    (None, Some(_)) => format!("the session at {}", self.when(trip, row).1),
                    _ => title.clone(),
                };
                (plain(&title), name)
            }
        };
        let (day, start) = self.when(trip, row);
        let end = row.end.map(|end| self.when(trip, &ComparedItem { start: Some(end), ..row.clone() }).1);
        let time =
            p().class("row-time").child(b().child(start)).child(" ").child(span().child(end.unwrap_or_default()));
        let body = div().class("row-body").child(title).child(p().class("row-facts").child(facts.join(" · ")));
        let tags = tags(trip, row, clash);
        let tick = (!row.mine && !name.is_empty()).then(|| choice_box(&name, (index, self.chosen)));
        let class = color.map_or_else(|| "row".to_owned(), |color| format!("row event-{color}"));
        let view = li().class(class).child(time).child(body).child(tick).child(p().class("row-tags").children(tags));
        Some((day, view))
    }

    /// The day and the clock of a row's start: by the reader's own clocks, where they want all times so; else by those of its
    /// event.
    fn when(self, trip: &Trip, row: &ComparedItem) -> (Option<Day>, String) {
        let Some(start) = row.start else { return (None, String::new()) };
        let local = match (&row.what, row.event) {
            (SharedItem::Unknown(_), Some(event)) if trip.telling.zone.is_none() => self.zones.with_value(|zones| {
                let zone = zones.get(event).and_then(Option::as_ref);
                zone.map_or_else(|| words::shown_local(trip, start), |zone| zone.local(start))
            }),
            _ => words::shown_local(trip, start),
        };
        (Some(local.day), words::clock_of(trip, local))
    }

    /// What is mine is known once the stores have been read. Events that are not here are kept first, as the link tells them.
    fn apply(self, choice: fn(&[usize]) -> Choice) {
        let app = self.app;
        app.when_ready(move |_| {
            spawn_local(async move {
                let Some(agenda) = self.agenda.try_get_value() else { return };
                // The rows stay the same ones, and in the same order: what is kept has the times that the link tells.
                let chosen = self.chosen.get_untracked();
                let (kept, outcome) = app.trips.take_in(&agenda).await;
                let trip = app.trip.get_untracked();
                let plan = untrack(|| {
                    let mine = mine(app, &trip);
                    let source_id = |key: &_| app.trips.source_id(key);
                    let events = app.trips.known_events(&trip, &agenda);
                    let receiver = ReceiverTrip { trip: &trip, events, source_id: &source_id };
                    let rows = share::compare(&agenda, &receiver, &mine);
                    share::plan(&rows, &receiver, &mine, choice(&chosen))
                });
                match outcome {
                    Err(why) => app.notices.warn(why),
                    Ok(()) if plan.changes.is_empty() => app.notices.say("You have all of these already."),
                    Ok(()) => take_over(app, trip, plan, kept),
                }
            });
        });
    }
}

fn compared(app: App, agenda: StoredValue<SharedAgenda>) -> Vec<(ComparedItem, Option<String>)> {
    let trip = app.trip.get();
    let mine = mine(app, &trip);
    let source_id = |key: &_| app.trips.source_id(key);
    let rows = agenda.with_value(|agenda| {
        let events = app.trips.known_events(&trip, agenda);
        share::compare(agenda, &ReceiverTrip { trip: &trip, events, source_id: &source_id }, &mine)
    });
    let title = |clash: &MyAgendaItem| {
        let own = || own_id(&clash.key).and_then(|id| app.own_items.get(&id)).map(|item| item.title);
        trip.find(&clash.key).map(|session| session.title.clone()).or_else(own)
    };
    let with_clash = |row: ComparedItem| {
        let clash = row.clashes.first().and_then(|index| mine.get(*index)).and_then(title);
        (row, clash)
    };
    rows.into_iter().map(with_clash).collect()
}

fn tags(trip: &Trip, row: &ComparedItem, clash: Option<&str>) -> Vec<HtmlElement> {
    let mut tags = Vec::new();
    let mut tag = |text: String, warns| {
        tags.push(span().class(if warns { "tag warns" } else { "tag" }).child(text));
    };
    if row.mine {
        tag("You have it too".to_owned(), false);
    }
    if let Some(before) = row.moved_from {
        let before = words::day_and_clock(trip, before);
        tag(format!("Moved: it was {before} when it was shared"), true);
    }
    // What I have too says itself what it overlaps.
    if let Some(title) = clash.filter(|_| !row.mine) {
        tag(format!("Clashes with {title}"), true);
    }
    tags
}

/// An event whose schedule this phone lacks: what it is, and the way to its schedule.
fn schedule_card(app: App, event: &SharedEvent, by: Option<&str>, payload: String) -> HtmlElement {
    let days = words::days_between(event.first, event.last);
    let zone = if event.zone.is_empty() { String::new() } else { format!(" · {} time", event.zone.replace('_', " ")) };
    let way = match event.address.as_deref().and_then(fetchable) {
        Some(address) => {
            let site = host(&address).to_owned();
            let get = move || {
                app.trips.look_into(Input {
                    back_to: Some(Page::Shared(payload.clone())),
                    ..Input::of(Origin::Address(address.clone()), Vec::new())
                });
                app.navigation.go(Page::Import);
            };
            let get = button().class("button").on_click(get).child("Get this schedule");
            all((
                p().child(format!("Its schedule is not on this phone. Lanyard asks {site} once when you tap.")),
                div().class("buttons").child(get),
            ))
        }
        None => {
            let whom = by.unwrap_or("whoever sent this");
            let ask = format!(
                "Its schedule is not on this phone, and came from a file. Ask {whom} for the file, and add it here."
            );
            let add = link(app, Page::Import).class("button").child("Add a schedule");
            all((p().child(ask), div().class("buttons").child(add)))
        }
    };
    div().class("card alone").child(h2().child(event.title.clone())).child(p().child(days + &zone)).child(way)
}

fn mine(app: App, trip: &Trip) -> Vec<MyAgendaItem> {
    MyAgendaItem::all(trip, &app.marks.sessions_with(Mark::Star), &app.own_items.all().get())
}

fn plain(title: &str) -> AnyView {
    p().class("row-title").child(title.to_owned()).into()
}

fn choice_box(title: &str, (index, chosen): (usize, RwSignal<Vec<usize>>)) -> HtmlElement {
    let choose = move |on| {
        chosen.update(|chosen| {
            chosen.retain(|other| *other != index);
            if on {
                chosen.push(index);
            }
        });
    };
    tick(format!("Choose {title}"), move || chosen.with(|chosen| chosen.contains(&index)), choose)
}

fn take_over(app: App, trip: Arc<Trip>, plan: Plan, kept: state::trips::KeptTrips) {
    carry_out(app, &trip, &plan.changes);
    let added =
        plan.changes.iter().filter(|change| matches!(change, AgendaChange::Star(_) | AgendaChange::AddItem(_))).count();
    let undo = plan.undo;
    app.notices.say_with_undo(
        format!("{} added to your agenda.", words::count(added, "session", "sessions")),
        move || {
            carry_out(app, &trip, &undo);
            kept.iter().rev().for_each(|(trip, number)| app.trips.undo(trip.clone(), *number));
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
