//! The list of the agenda: which groups are in it, where they stand, and where one is in it.

use std::sync::Arc;

use lanyard_core::agenda::{self, AgendaGroup, AgendaItemRef, Filter, FilterContext};
use lanyard_core::notebook::OwnItem;
use lanyard_core::schedule::{Day, Instant, Trip};
use leptos::prelude::*;

use crate::components::html::{HtmlElement, div, h2, item, key_of, keyed, live, p, section, small, ul};
use crate::components::row::{RowTime, agenda_row, has_tags};
use crate::components::saved::none_yet;
use crate::components::windowed::{Layout, Row, Window};
use crate::components::words;
use crate::pages::settings;
use crate::platform::scrolling;
use crate::route::Page;
use crate::state::App;

/// The list's id in the page.
const LIST: &str = "agenda-list";

/// What is scrolled to.
const HERE: &str = "agenda-here";

/// The heights of the list's parts in hundredths of a rem, as the style has them.
const HEADING: i32 = 190;
const DAY_HEADING: i32 = 220;
const ROW: i32 = 400;
const COMPACT_ROW: i32 = 310;
const TAGS: i32 = 150;

/// The groups of the list, for the trip they were made of.
struct Groups {
    trip: Arc<Trip>,
    groups: Vec<AgendaGroup>,
    /// Whether they are of more than one day.
    says_days: bool,
}

impl Groups {
    /// A row is drawn anew when its trip was replaced or its own item was changed.
    fn row_key(&self, app: App, what: AgendaItemRef) -> (AgendaItemRef, usize, Option<OwnItem>) {
        let own = match what {
            AgendaItemRef::Own(index) => app.own_items.all().with(|own| own.get(index).cloned()),
            AgendaItemRef::Session(_) => None,
        };
        (what, Arc::as_ptr(&self.trip).addr(), own)
    }
}

/// What tells a group from all others in its list.
type GroupKey = (Option<Day>, Option<Instant>);

/// Copy it freely.
#[derive(Clone, Copy)]
pub struct AgendaList {
    app: App,
    filter: Memo<Filter>,
    day: Memo<Day>,
    /// The day whose sessions are listed; all days with `None`.
    shown_day: Memo<Option<Day>>,
    groups: Memo<Arc<Groups>>,
    layout: Memo<Arc<Layout>>,
    window: Window,
    /// Where to scroll to, in hundredths of a rem from the top of the list.
    here: RwSignal<i32>,
}

impl AgendaList {
    /// `day` is the one that is shown; what is mine is shown of all days.
    pub fn new(app: App, filter: Memo<Filter>, day: Memo<Day>) -> Self {
        let shown_day = Memo::new(move |_| (!filter.with(|filter| filter.mine)).then(|| day.get()));
        let groups =
            Memo::new_with_compare(move |_| Arc::new(groups(app, &filter.get(), shown_day.get())), |_, _| true);
        let layout = Memo::new(move |_| groups.with(|groups| Arc::new(layout(app, groups))));
        let window = Window::new(LIST, layout);
        let list = Self { app, filter, day, shown_day, groups, layout, window, here: RwSignal::new(0) };
        list.follow_day();
        list.follow_taps();
        list
    }

    /// How many rows there are. Reactive.
    pub fn count(self) -> usize {
        self.layout.with(|layout| layout.rows())
    }

    /// The same, to be handed on.
    pub fn rows(self) -> Signal<usize> {
        Signal::derive(move || self.count())
    }

    /// The day whose sessions are listed; all days with `None`.
    pub fn shown_day(self) -> Memo<Option<Day>> {
        self.shown_day
    }

    /// A second tap on the way to the agenda goes to now.
    fn follow_taps(self) {
        Effect::new(move |taps: Option<u32>| {
            let now = self.app.navigation.taps_again.get();
            if taps.is_some_and(|taps| taps != now) {
                self.go_to_now();
            }
            now
        });
    }

    /// A day that is turned to opens at what is on now; what is mine opens at the day. Whoever comes back is where they
    /// were.
    fn follow_day(self) {
        let shown_day = self.shown_day;
        Effect::new(move |opened: Option<(Option<Day>, Day)>| {
            let (app, here) = (self.app, (shown_day.get(), self.day.get()));
            let is_same_list = opened.is_some_and(|(shown_day, _)| shown_day == here.0);
            if let Some(row) = self.open_row() {
                // Whoever chose it in the list has it in sight.
                if !is_same_list || !self.window.drawn_now().contains(&row) {
                    self.scroll_to(self.layout.with_untracked(|layout| layout.top_of_row(row)) - HEADING);
                }
                return here;
            }
            if opened == Some(here) || (opened.is_none() && app.navigation.is_return()) {
                return here;
            }
            let now = untrack(|| app.now());
            let is_today = untrack(|| app.day_at(now)) == here.1;
            let group = untrack(|| self.groups.get());
            let of_day = |group: &AgendaGroup| group.day.is_some_and(|day| day >= here.1);
            let target = match shown_day.get_untracked() {
                _ if is_today => group.groups.iter().rposition(|group| has_begun(group, here.1, now)),
                None => group.groups.iter().position(of_day),
                Some(_) => None,
            };
            match target {
                Some(group) if group > 0 => self.go_to(group),
                _ if opened.is_some() => self.go_to(0),
                _ => {}
            }
            here
        });
    }

    /// The number of the row that leads to the page beside the list. Reactive as to that page.
    fn open_row(self) -> Option<usize> {
        let open = self.app.navigation.route.with(|route| match &route.page {
            Page::Session(key) => Some(key_of(&(key.event.as_str(), key.session.as_str()))),
            Page::Own(id, _) => Some(key_of(id)),
            _ => None,
        });
        self.layout.with_untracked(|layout| layout.row(open?))
    }

    /// Scrolls to what is on now, when the list has it.
    fn go_to_now(self) {
        let (day, now) = untrack(|| (self.day.get(), self.app.now()));
        let group = untrack(|| self.groups.get());
        if let Some(group) = group.groups.iter().rposition(|group| has_begun(group, day, now)) {
            self.go_to(group);
        }
    }

    fn go_to(self, group: usize) {
        self.scroll_to(self.layout.with_untracked(|layout| layout.top_of(group)));
    }

    /// `top` is in hundredths of a rem from the top of the list.
    fn scroll_to(self, top: i32) {
        self.here.set(top);
        self.window.let_go();
        let navigation = self.app.navigation;
        if navigation.route.with_untracked(|route| matches!(route.page, Page::Agenda(_))) {
            navigation.set_placed();
        }
        scrolling::before_next_frame(|_| scrolling::scroll_into_view(HERE));
    }

    pub fn view(self) -> AnyView {
        self.window.look_again();
        let is_empty = Memo::new(move |_| self.count() == 0);
        live(move || if is_empty.get() { self.nothing().into() } else { self.rows_view() })
    }

    fn nothing(self) -> HtmlElement {
        let is_mine = self.filter.with(|filter| filter.mine);
        match is_mine {
            true => none_yet(self.app, "Nothing of yours yet. Star a session and it shows here."),
            false if !self.app.trip.with(|trip| trip.holds(self.day.get())) => {
                p().class("empty").child("The programme has nothing on this day.")
            }
            false => p().class("empty").child("Nothing matches on this day."),
        }
    }

    fn rows_view(self) -> AnyView {
        let (layout, window) = (self.layout, self.window);
        let sections = move || {
            let (groups, drawn) = (self.groups.get(), layout.with(|layout| layout.groups_of(&window.drawn())));
            let kept = window.kept().map(|kept| kept.group);
            let is_drawn = |(index, _): &(usize, &AgendaGroup)| drawn.contains(index) || kept == Some(*index);
            let keys = groups.groups.iter().enumerate().filter(is_drawn).map(|(_, group)| (group.day, group.start));
            keys.map(|key| item(&key, move || self.group_view(key))).collect()
        };
        let here = div().class("here").id(HERE).rem("top", move || self.here.get());
        let line = live(move || self.now_line());
        div()
            .class("agenda-list")
            .id(LIST)
            .aria_busy(move || window.busy())
            .rem("height", move || layout.with(|layout| layout.height()))
            .child(here)
            .child(keyed(sections))
            .child(line)
            .into()
    }

    /// A line above the first group that has not begun, while the day that is shown is today.
    fn now_line(self) -> Option<HtmlElement> {
        let (now, groups) = (self.app.now(), self.groups.get());
        let today = self.app.day_at(now);
        let begun = groups.groups.iter().rposition(|group| has_begun(group, today, now))?;
        let is_next = |group: &AgendaGroup| group.day == Some(today) && group.start.is_some_and(|start| start > now);
        groups.groups.get(begun + 1).filter(|group| is_next(group))?;
        let top = move || self.layout.with(|layout| layout.top_of(begun + 1));
        let clock = words::clock(&groups.trip, now);
        Some(div().class("now-line").rem("top", top).child(small().child(clock)))
    }

    fn index_of(self, key: GroupKey) -> Option<usize> {
        self.groups.with(|groups| groups.groups.iter().position(|group| (group.day, group.start) == key))
    }

    fn group_view(self, key: GroupKey) -> HtmlElement {
        let (app, layout) = (self.app, self.layout);
        let index = move || self.index_of(key);
        let of_group = move |value: fn(&Layout, usize) -> i32| {
            move || index().map_or(0, |index| layout.with(|layout| value(layout, index)))
        };
        // Of its rows those that are drawn, by their number in the group.
        let drawn = move |index: usize| {
            let (drawn, rows) = (self.window.drawn(), layout.with(|layout| layout.rows_of(index)));
            let within = |row: usize| row.clamp(rows.start, rows.end) - rows.start;
            within(drawn.start)..within(drawn.end)
        };
        let above = move || {
            let index = index().unwrap_or(0);
            layout.with(|layout| layout.offset_in(index, drawn(index).start))
        };
        let rows = move || {
            let groups = self.groups.get();
            let Some((index, group)) = index().and_then(|index| Some((index, groups.groups.get(index)?))) else {
                return Vec::new();
            };
            let (drawn, total) = (drawn(index), group.items.len());
            let kept = self.window.kept().filter(|kept| kept.group == index).map(|kept| kept.number);
            let shown = group.items.iter().enumerate();
            shown
                .filter(|(number, _)| drawn.contains(number) || kept == Some(*number))
                .map(|(number, what)| (number, *what))
                .map(|(number, what)| item(&groups.row_key(app, what), move || row(app, what, number, total)))
                .collect()
        };
        let kept = move || self.window.kept().filter(|kept| index() == Some(kept.group));
        let rows = ul()
            .class("rows")
            .data_kept(move || kept().map(|kept| if kept.is_above { "first" } else { "last" }))
            .rem("--kept", move || kept().map_or(0, |kept| kept.top))
            .rem("padding-top", above)
            .child(keyed(rows));
        section()
            .class("group")
            .rem("top", of_group(Layout::top_of))
            .rem("height", of_group(Layout::height_of))
            .child(move || self.heading(index()))
            .child(rows)
    }

    /// When the group starts, how much is in it and how much of that is mine; the day before the first group of a day,
    /// in a list of several.
    fn heading(self, index: Option<usize>) -> Option<(Option<HtmlElement>, Option<HtmlElement>)> {
        let (index, groups) = (index?, self.groups.get());
        let group = groups.groups.get(index)?;
        let day = is_first_of_day(&groups, index).then(|| match group.day {
            Some(day) => words::day_long(day),
            None => "Day not known".to_owned(),
        });
        let title = match group.start {
            Some(start) => words::clock_on(&groups.trip, group.day, start),
            None => "Time not known".to_owned(),
        };
        let mine = self.app.timeline.with(|timeline| {
            group.items.iter().filter(|what| timeline.items().iter().any(|item| item.what == **what)).count()
        });
        let count = match (group.items.len(), mine) {
            (1, _) => String::new(),
            (total, 0) => format!("{total} at once"),
            (total, mine) if total == mine => format!("{total} of yours"),
            (total, mine) => format!("{total} at once · {mine} yours"),
        };
        let day = day.map(|day| h2().class("list-day").child(day));
        let slot = || h2().class("slot").child(title).child(small().child(count));
        Some((day, has_heading(group).then(slot)))
    }
}

fn groups(app: App, filter: &Filter, day: Option<Day>) -> Groups {
    let trip = app.trip.get();
    // Only a filter that asks for my agenda is drawn anew with each star.
    let follows_stars = filter.mine || filter.fits_gaps;
    let (keys, timeline) = match follows_stars {
        true => (app.marks.my_agenda(), app.timeline.get()),
        false => (untrack(|| app.marks.my_agenda()), untrack(|| app.timeline.get())),
    };
    app.own_items.all().track();
    let now = if filter.upcoming { app.now() } else { untrack(|| app.now()) };
    let mine = |key: &_| keys.has(key);
    let groups = agenda::groups(&trip, day, filter, &FilterContext::new(&timeline, &mine, now));
    Groups { groups, trip, says_days: day.is_none() }
}

fn layout(app: App, groups: &Groups) -> Layout {
    let height = if settings::is_compact(app) { COMPACT_ROW } else { ROW };
    Layout::of(groups.groups.iter().enumerate().map(|(index, group)| {
        let day = if is_first_of_day(groups, index) { DAY_HEADING } else { 0 };
        let heading = day + if has_heading(group) { HEADING } else { 0 };
        let start = group.start.map_or(i64::MAX, |start| start.0);
        let row = |what: &AgendaItemRef| {
            let height = height + if has_tags(app, &groups.trip, *what) { TAGS } else { 0 };
            let id = match *what {
                AgendaItemRef::Session(index) => groups.trip.sessions.get(index).map(|session| {
                    let event = groups.trip.event(session).map_or("", |event| event.id.as_str());
                    key_of(&(event, session.id.as_str()))
                }),
                AgendaItemRef::Own(index) => {
                    app.own_items.all().with(|own| own.get(index).map(|item| key_of(&item.id)))
                }
            };
            Row { id: id.unwrap_or_default(), start, height }
        };
        (heading, group.items.iter().map(row).collect())
    }))
}

/// What stands alone says its time itself.
fn has_heading(group: &AgendaGroup) -> bool {
    group.items.len() > 1 || group.start.is_none()
}

fn is_first_of_day(groups: &Groups, index: usize) -> bool {
    let day = |index: usize| groups.groups.get(index).map(|group| group.day);
    groups.says_days && (index == 0 || day(index - 1) != day(index))
}

fn has_begun(group: &AgendaGroup, day: Day, now: Instant) -> bool {
    group.day == Some(day) && group.start.is_some_and(|start| start <= now)
}

fn row(app: App, what: AgendaItemRef, number: usize, total: usize) -> Option<HtmlElement> {
    let end = match what {
        AgendaItemRef::Session(index) => {
            app.trip.with_untracked(|trip| trip.sessions.get(index).and_then(|session| session.when.end()))
        }
        AgendaItemRef::Own(index) => app.own_items.all().with_untracked(|own| own.get(index).and_then(|item| item.end)),
    };
    let is_over = move || end.is_some_and(|end| end <= app.now()).then_some("over");
    let row = agenda_row(app, what, RowTime::Clock, Vec::new())?;
    let row = row.aria_setsize(total.to_string()).aria_posinset((number + 1).to_string());
    Some(row.data_time(is_over))
}
