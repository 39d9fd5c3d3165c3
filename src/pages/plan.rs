//! The plan of a day: what was dropped, what clashes and what each choice costs, the gaps and what fits into them, and what is
//! like what I starred.
//!
//! Nothing leaves from under a finger: the clashes are those there were when the day was opened, and each says what has
//! become of it.

use std::sync::Arc;

use lanyard_core::agenda::{
    self, AgendaItemRef, Clash, Fit, Gap, Likeness, Suggestion, WalkingPace, Way, clashes, dropped, fitting, gaps,
    instead_of, repeats, second_choices, slot, suggestions,
};
use lanyard_core::notebook::plan::{ClashDecision, ClashKey};
use lanyard_core::notebook::{OwnItemId, StarLevel};
use lanyard_core::schedule::{Day, Instant, SessionKey, Trip};
use leptos::prelude::*;

use super::not_found;
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, a, all, article, b, chip, div, h3, li, list, live, nav, p, span, titled};
use crate::components::marks::programmes_recording;
use crate::components::plain_row::link;
use crate::components::row::{RowTag, RowTime, agenda_row, session_row};
use crate::components::words;
use crate::platform::scrolling;
use crate::route::Page;
use crate::state::{self, App};

/// The bar of days, which may be wider than the screen.
const DAYS: &str = "plan-days";
/// The setting that says from how many minutes on a gap is told.
const LEAST_GAP: &str = "least-gap";
const LEAST_GAPS: [(&str, &str); 4] = [("15", "15 min"), ("30", "30 min"), ("45", "45 min"), ("60", "1 h")];
/// So many are offered for a gap, and so many that are like mine.
const MOST_OFFERED: usize = 6;

pub fn page(app: App) -> HtmlElement {
    let day = Memo::new(move |_| {
        let chosen = app.navigation.route.with(|route| match route.page {
            Page::Plan(day) => day,
            _ => None,
        });
        chosen.unwrap_or_else(|| opening_day(app))
    });
    let head = live(move || {
        inner_header(
            app,
            Page::Agenda(app.last_filter.get_untracked()),
            "Agenda",
            "Plan".to_owned(),
            p().child(words::day_long(day.get())),
        )
    });
    article().class("plan").child(head).child(live(move || days(app, day))).child(live(move || body(app, day.get())))
}

/// Today while the trip lasts, else the first day on which there is something of mine.
fn opening_day(app: App) -> Day {
    let trip = app.trip.get();
    let today = untrack(|| app.day_at(app.now()));
    let planned = || app.timeline.with(|timeline| timeline.items().iter().find_map(|item| item.day));
    if trip.holds(today) { today } else { planned().unwrap_or(trip.first) }
}

/// The days of the agenda, each with how many clashes on it are open.
fn days(app: App, day: Memo<Day>) -> HtmlElement {
    let (trip, timeline) = (app.trip.get(), app.timeline.get());
    let way = |of: Day| {
        let open = move || match open_clashes(app, of) {
            0 => String::new(),
            count => format!(" {count}"),
        };
        a().class("chip")
            .href(app.href(Page::Plan(Some(of))))
            .aria_current(move || (day.get() == of).then_some("page"))
            .child(words::day_short(of))
            .child(span().class("count").child(open))
    };
    let ways = agenda::days(&trip, &timeline).into_iter().map(way).collect();
    scrolling::after_next_frame(|| scrolling::show_pressed(DAYS));
    nav().class("chips scrolls").id(DAYS).aria_label("Days").children(ways)
}

fn clashes_of(app: App, day: Day) -> Vec<Clash> {
    let (trip, own, timeline) = (app.trip.get(), app.own_items.all().get(), app.timeline.get());
    clashes(&trip, &own, &timeline, Some(day), app.pace())
}

/// How many clashes of a day are neither settled nor gone. Reactive.
pub fn open_clashes(app: App, day: Day) -> usize {
    let decided = app.decisions.decided();
    clashes_of(app, day).iter().filter(|clash| !decided.clashes.contains_key(&clash.key)).count()
}

fn body(app: App, day: Day) -> AnyView {
    // It is drawn anew with another programme, and not with each decision.
    let trip = app.trip.get();
    let clashes: Vec<HtmlElement> =
        untrack(|| clashes_of(app, day)).iter().filter_map(|clash| clash_view(app, &trip, clash)).collect();
    let count = clashes.len();
    let clashing = (count > 0).then(|| {
        let open = move || match open_clashes(app, day) {
            0 => "Overlaps · all settled".to_owned(),
            open => format!("Overlaps · {open} to settle"),
        };
        titled(open, clashes)
    });
    let none = (count == 0).then(|| p().class("empty").child("Nothing of yours overlaps on this day."));
    all((
        live(move || dropped_view(app, day)),
        clashing,
        none,
        live(move || gaps_view(app, day)),
        live(move || like_mine(app, day)),
    ))
}

/// What I was going to and does not take place.
fn dropped_view(app: App, day: Day) -> Option<HtmlElement> {
    let (trip, timeline) = (app.trip.get(), app.timeline.get());
    let row = |index: usize| {
        let session = trip.sessions.get(index)?;
        let way = link(app, Page::Instead(trip.key(session))).class("plain-row more").child("What else there is then");
        Some([session_row(app, &trip, session, RowTime::Clock, Vec::new()), li().child(way)])
    };
    let rows = dropped(&trip, &timeline, Some(day)).into_iter().filter_map(row).flatten().collect();
    list("rows", rows).map(|rows| titled("Does not take place", rows))
}

/// One of the two sides of a clash: what it is, what going to it costs, and what to do with it.
fn clash_view(app: App, trip: &Arc<Trip>, clash: &Clash) -> Option<HtmlElement> {
    let own = app.own_items.all().get_untracked();
    let title = |what: AgendaItemRef| what.title(trip, &own).map(str::to_owned);
    let (first, second) = (title(clash.first)?, title(clash.second)?);
    let stay = match clash.second_missed {
        0 => format!("To its end, you still see all of {second}."),
        missed => format!("To its end, you miss {} of {second}.", words::duration(missed)),
    };
    let leave = words::clock(trip, clash.leave_at);
    let go = match clash.first_missed {
        0 => format!("From its start, you miss nothing of {first}."),
        missed => format!("From its start, leave {first} at {leave} and miss its last {}.", words::duration(missed)),
    };
    let overlap = format!("These overlap by {}", words::duration(clash.minutes));
    let (key, name) = (clash.key.clone(), format!("{first} and {second}"));
    let timeline = app.timeline.get_untracked();
    let split = clash.can_split(&timeline).then(|| format!("Go to both: leave at {leave}"));
    let both = busy_slot_of(&timeline, clash.second);
    let plan_b = both.map(|slot| second_choices(&timeline, slot)).unwrap_or_default();
    let plan_b = plan_b.into_iter().filter_map(|what| agenda_row(app, what, RowTime::Clock, Vec::new())).collect();
    Some(
        div()
            .class("clash-pair")
            .role("group")
            .aria_label(name.clone())
            .child(h3().child(overlap))
            .child(side(app, trip, clash.first, stay))
            .child(side(app, trip, clash.second, go))
            .child(settle(app, key, split, &name))
            .child(list("rows", plan_b).map(|rows| all((p().class("facts").child("Interested, at that time"), rows)))),
    )
}

fn busy_slot_of(timeline: &agenda::Timeline, what: AgendaItemRef) -> Option<agenda::Slot> {
    timeline.items().iter().find(|item| item.what == what).and_then(agenda::AgendaItem::busy_slot)
}

fn side(app: App, trip: &Arc<Trip>, what: AgendaItemRef, cost: String) -> Option<HtmlElement> {
    match what {
        AgendaItemRef::Session(index) => {
            let session = trip.sessions.get(index)?;
            let key = trip.key(session);
            let location = words::location(trip, session);
            let time = words::time_range(trip, session.when);
            let kind = [Some(time), location].into_iter().flatten().collect::<Vec<_>>().join(" · ");
            let again = repeats(trip, index).into_iter().filter_map(|other| {
                let when = trip.sessions.get(other)?.when.start()?;
                Some(words::day_and_clock(trip, when))
            });
            let again: Vec<String> = again.collect();
            let again = (!again.is_empty()).then(|| format!(" Held again: {}.", again.join(", ")));
            let recorded = key.clone();
            let recorded = move || programmes_recording(app, &recorded).map(|_| " There is a recording.");
            let known = state::snapshot(session);
            let level = |level: Option<StarLevel>, label: &'static str| {
                let (shown, set, known) = (key.clone(), key.clone(), known.clone());
                let on = move || app.marks.star_level(&shown) == level;
                chip(label, on, move || app.marks.set_level(&set, &known, level))
                    .aria_label(format!("{label}: {}", known_title(trip, index)))
            };
            let levels = vec![
                level(Some(StarLevel::Going), "Going"),
                level(Some(StarLevel::Interested), "Interested"),
                level(None, "Drop"),
            ];
            let title = link(app, Page::Session(key.clone())).class("clash-title").child(session.title.clone());
            let cost = p().class("facts").child(cost).child(again).child(recorded);
            let class = format!("card {}", state::event_class(trip.event(session)));
            Some(side_view(class, kind, title, cost, levels))
        }
        AgendaItemRef::Own(index) => app.own_items.all().with_untracked(|own| {
            let item = own.get(index)?;
            let clock = |at: Instant| words::clock(trip, at);
            let time =
                item.end.map_or_else(|| clock(item.start), |end| format!("{}–{}", clock(item.start), clock(end)));
            let kind = [time, item.location.clone()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
            let title = link(app, Page::Own(item.id.clone(), None)).class("clash-title").child(item.title.clone());
            let actions = own_actions(app, &item.id, &item.title);
            Some(side_view("card own".to_owned(), kind.join(" · "), title, p().class("facts").child(cost), actions))
        }),
    }
}

fn known_title(trip: &Trip, index: usize) -> &str {
    trip.sessions.get(index).map_or("", |session| session.title.as_str())
}

fn side_view(
    class: String,
    kind: String,
    title: HtmlElement,
    cost: HtmlElement,
    actions: Vec<HtmlElement>,
) -> HtmlElement {
    let actions = div().class("answers").role("group").aria_label("What to do with it").children(actions);
    div().class(class).child(p().class("now-kind").child(kind)).child(p().child(title)).child(cost).child(actions)
}

/// Kept, moved to another time, or into the trash and back.
fn own_actions(app: App, id: &OwnItemId, title: &str) -> Vec<HtmlElement> {
    let (shown, dropped, kept) = (id.clone(), id.clone(), id.clone());
    let is_kept = move || app.own_items.get(&shown).is_some();
    let is_dropped = is_kept.clone();
    let set = move |id: &OwnItemId, deleted: bool| {
        let all = app.own_items.all().get_untracked();
        let Some(item) = all.iter().find(|item| item.id == *id) else { return };
        match deleted {
            true => app.own_items.delete(item),
            false => app.own_items.write(&lanyard_core::notebook::OwnItem { deleted: None, ..item.clone() }),
        }
    };
    let move_it = a().class("chip").href(app.href(Page::Own(id.clone(), None))).aria_label(format!("Move: {title}"));
    vec![
        chip("Keep", is_kept, move || set(&kept, false)).aria_label(format!("Keep: {title}")),
        move_it.child("Move"),
        chip("Drop", move || !is_dropped(), move || set(&dropped, true)).aria_label(format!("Drop: {title}")),
    ]
}

/// To leave it so, or to go to both; said again, it is open again.
fn settle(app: App, key: ClashKey, split: Option<String>, name: &str) -> AnyView {
    let decision = |of: ClashDecision, label: String| {
        let (shown, set) = (key.clone(), key.clone());
        let on = move || app.decisions.decision(&shown) == Some(of);
        let now = on.clone();
        let name = format!("{label}: {name}");
        chip(label, on, move || app.decisions.decide(&set, (!untrack(&now)).then_some(of))).aria_label(name)
    };
    let buttons = split
        .map(|label| decision(ClashDecision::Split, label))
        .into_iter()
        .chain([decision(ClashDecision::Leave, "Leave it so".to_owned())])
        .collect();
    let shown = key.clone();
    let still = Memo::new(move |_| {
        let (trip, own, timeline) = (app.trip.get(), app.own_items.all().get(), app.timeline.get());
        clashes(&trip, &own, &timeline, None, WalkingPace::Normal).iter().any(|clash| clash.key == shown)
    });
    let said = move || (!still.get()).then_some("These no longer overlap in your agenda.");
    let choices = move || still.get();
    all((
        div().class("answers").role("group").aria_label("Settle it").hidden(move || !choices()).children(buttons),
        p().class("facts").role("status").child(said),
    ))
}

fn gaps_view(app: App, day: Day) -> HtmlElement {
    let (trip, timeline) = (app.trip.get(), app.timeline.get());
    let least = app.settings.get(LEAST_GAP).and_then(|minutes| minutes.parse().ok()).unwrap_or(30);
    let found = gaps(&trip, &timeline, day, least, from(app, day));
    let choice = |(minutes, label): &(&'static str, &'static str)| {
        let minutes = *minutes;
        let on = move || app.settings.get(LEAST_GAP).as_deref().unwrap_or("30") == minutes;
        chip(*label, on, move || app.settings.set(LEAST_GAP, minutes))
    };
    let choices = div().class("answers").role("group").aria_label("At least");
    let choices = choices.children(LEAST_GAPS.iter().map(choice).collect());
    let gaps: Vec<HtmlElement> = found.iter().map(|gap| gap_view(app, &trip, gap)).collect();
    let none = gaps.is_empty().then(|| p().class("facts").child("You have no gap as long as that on this day."));
    titled("Free for at least", (choices, none, gaps))
}

/// From when on a day is planned: from now today, and all of another day.
fn from(app: App, day: Day) -> Instant {
    let now = app.now();
    if app.day_at(now) == day { now } else { Instant(i64::MIN) }
}

fn gap_view(app: App, trip: &Arc<Trip>, gap: &Gap) -> HtmlElement {
    let timeline = app.timeline.get();
    let fits = fitting(trip, &timeline, gap, app.pace());
    let clock = |at| words::clock(trip, at);
    let minutes = gap.slot.end.minutes_since(gap.slot.start);
    let own = app.own_items.all().get();
    let name = |what: Option<AgendaItemRef>| what.and_then(|what| what.title(trip, &own));
    let between = match (name(gap.before), name(gap.after)) {
        (Some(before), Some(after)) => format!("between {before} and {after}"),
        (Some(before), None) => format!("after {before}"),
        (None, Some(after)) => format!("before {after}"),
        (None, None) => "the whole day".to_owned(),
    };
    let head = h3()
        .child(format!("{}–{} · {}", clock(gap.slot.start), clock(gap.slot.end), words::duration(minutes)))
        .child(span().class("facts").child(format!(" {between}")));
    let rows = fits.iter().take(MOST_OFFERED).filter_map(|fit| fit_row(app, trip, fit)).collect();
    let more = fits.len().saturating_sub(MOST_OFFERED);
    let more = (more > 0).then(|| {
        let day = trip.today(gap.slot.start);
        let filter = agenda::Filter { day: Some(day), fits_gaps: true, ..agenda::Filter::default() };
        a().class("plain-row more").href(app.href(Page::Agenda(filter))).child(format!("{more} more that fit"))
    });
    let nothing = fits.is_empty().then(|| p().class("facts").child("Nothing fits, with the walks there and on."));
    div().class("gap").child(head).child(nothing).child(list("rows", rows)).child(more)
}

fn fit_row(app: App, trip: &Trip, fit: &Fit) -> Option<HtmlElement> {
    let session = trip.sessions.get(fit.session)?;
    let tag = |text: String| RowTag { text, warns: false };
    let there = fit.there.as_ref().map(|way| tag(Way::words(way)));
    let onward = fit.onward.as_ref().filter(|way| !way.same_room);
    let onward = onward.map(|way| tag(format!("then {} min on", way.minutes)));
    Some(session_row(app, trip, session, RowTime::Clock, there.into_iter().chain(onward).collect()))
}

/// What of the day is like what I starred.
fn like_mine(app: App, day: Day) -> Option<HtmlElement> {
    let (trip, keys) = (app.trip.get(), app.marks.my_agenda());
    let found = suggestions(&trip, &|key: &SessionKey| keys.has(key), day, from(app, day));
    let row = |found: &Suggestion| {
        let why = match found.why {
            Likeness::Speaker(speaker) => format!("{} again", trip.people.get(speaker)?.name),
            Likeness::Track(track, count) => format!("{}: {count} of yours", trip.label(Some(track))?),
        };
        let session = trip.sessions.get(found.session)?;
        Some(session_row(app, &trip, session, RowTime::Clock, vec![RowTag { text: why, warns: false }]))
    };
    let rows = found.iter().take(MOST_OFFERED).filter_map(row).collect();
    list("rows", rows).map(|rows| titled("Like what you starred", rows))
}

/// What there is at the time of a session in place of it: the room is full, or it does not take place.
pub fn instead(app: App, key: &SessionKey) -> HtmlElement {
    let trip = app.trip.get();
    let Some(index) = trip.index_of(key) else { return not_found::no_such_session(app, key) };
    let title = known_title(&trip, index).to_owned();
    let over = p().child(span().child("In place of ")).child(b().child(title));
    let (keys, now, pace) = untrack(|| (app.marks.my_agenda(), app.now(), app.pace()));
    // During the session what is over counts; before and after it, all of its time does.
    let is_on = trip.sessions.get(index).and_then(slot).is_some_and(|slot| slot.holds(now));
    let from = if is_on { now } else { Instant(i64::MIN) };
    let found = instead_of(&trip, index, &|key| keys.level(key), pace, from);
    let row = |fit: &Fit| {
        let way = fit.there.as_ref().map(|way| {
            let words = match (way.same_room, way.minutes) {
                (true, _) => "Same room".to_owned(),
                (false, minutes) => format!("{minutes} min walk"),
            };
            RowTag { text: words, warns: false }
        });
        trip.sessions.get(fit.session).map(|it| session_row(app, &trip, it, RowTime::Clock, way.into_iter().collect()))
    };
    let rows = |interested: bool| {
        let wanted = found.iter().filter(move |fit| fit.is_interested == interested);
        wanted.take(24).filter_map(row).collect::<Vec<HtmlElement>>()
    };
    let nothing = found.is_empty().then(|| p().class("empty").child("Nothing else is at that time."));
    let again = repeats(&trip, index);
    let again = again.into_iter().filter_map(|other| trip.sessions.get(other));
    let again = again.map(|session| session_row(app, &trip, session, RowTime::DayAndClock, Vec::new())).collect();
    article()
        .class("plan")
        .child(inner_header(app, Page::Session(key.clone()), "Session", "Something else".to_owned(), over))
        .child(list("rows", again).map(|rows| titled("Held again", rows)))
        .child(list("rows", rows(true)).map(|rows| titled("You are interested in", rows)))
        .child(list("rows", rows(false)).map(|rows| titled("Also at that time, nearest first", rows)))
        .child(nothing)
}
