//! Places what is on a day.

use std::collections::BTreeMap;
use std::ops::Range;

use super::lanes::{Lane, lanes};
use super::{Grid, GridCell, GridColumn, GridColumns};
use crate::agenda::filter::{Filter, FilterContext};
use crate::agenda::{AgendaItem, AgendaItemRef, Slot};
use crate::schedule::{Day, Instant, Local, Trip};

/// How wide a lane is where it stands alone.
const ALONE: i32 = 100;
/// How wide one of several is: two together are not as wide as two rooms.
const BESIDE: i32 = 70;
/// How wide the lane of what runs in the background is.
const BACKGROUND: i32 = 45;

const HOUR: i64 = 60;
/// So many hours before a day begins and after it began are shown with it, whatever its source says.
const BEFORE: i64 = 12;
const AFTER: i64 = 42;
/// From so many minutes on what runs in the background stands apart; a break is like any session.
const LONG: i64 = 120;
/// What runs in the background makes a grid so many hours long after its start, and no longer.
const BACKGROUND_HOURS: i64 = 12;

/// What stands above own items.
const YOURS: &str = "Yours";

/// What is to be placed.
struct PlacedItem {
    what: AgendaItemRef,
    slot: Slot,
    is_background: bool,
}

/// Which column, from left to right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ColumnKey {
    Yours,
    Of(usize),
    Without,
}

impl Grid {
    /// The grid of a day: sessions that pass the filter, and own items where it asks for no property that only sessions have.
    /// `filter.day` is not asked. Whatever is shorter than `least` minutes takes as many, so that it can be tapped.
    pub fn of(
        trip: &Trip,
        day: Day,
        columns: GridColumns,
        filter: &Filter,
        context: &FilterContext<'_>,
        least: i32,
    ) -> Self {
        let midnight = trip.zone.instant(Local::new(day, 0, 0));
        let (from, to) = (midnight.plus_minutes(-BEFORE * HOUR), midnight.plus_minutes(AFTER * HOUR));
        let (mut placed, mut untimed) = (BTreeMap::<ColumnKey, Vec<PlacedItem>>::new(), Vec::new());
        let mut put = |key, what, slot: Option<Slot>, is_background| match slot
            .filter(|slot| from <= slot.start && slot.start < to)
        {
            Some(slot) => {
                let is_background = is_background && slot.end.minutes_since(slot.start) >= LONG;
                placed.entry(key).or_default().push(PlacedItem { what, slot, is_background });
            }
            None => untimed.push(what),
        };
        for item in own_items(day, filter, context) {
            put(ColumnKey::Yours, item.what, item.slot, !item.is_busy);
        }
        for (index, session) in trip.sessions_on(day) {
            if filter.matches(trip, index, session, context) {
                let key = columns.index_of(trip, session).map_or(ColumnKey::Without, ColumnKey::Of);
                let slot = session.when.start().map(|start| Slot::new(start, session.when.end()));
                put(key, AgendaItemRef::Session(index), slot, session.background);
            }
        }
        let (start, minutes) = bounds(trip, placed.values().flatten(), to).unwrap_or((midnight, 0));
        let mut grid = Self { untimed, ..Self::empty(start, minutes, Vec::new()) };
        for (key, entries) in placed {
            let name = match key {
                ColumnKey::Yours => YOURS,
                ColumnKey::Of(index) => columns.name(trip, Some(index)),
                ColumnKey::Without => columns.name(trip, None),
            };
            grid.add_column(name.to_owned(), entries, least);
        }
        // What is short and late ends after the last full hour.
        let end = grid.cells.iter().map(|cell| cell.end).max().unwrap_or_default();
        grid.minutes = grid.minutes.max((end + 59) / 60 * 60);
        grid
    }

    fn add_column(&mut self, name: String, mut entries: Vec<PlacedItem>, least: i32) {
        let (at, left, first) = (self.columns.len(), self.width, self.cells.len());
        entries.sort_by_key(|entry| (entry.slot.start, entry.what));
        let spans: Vec<Range<i32>> = entries.iter().map(|entry| self.span(entry.slot, least)).collect();
        let spans_where = |wanted: bool| {
            let those = entries.iter().zip(&spans).filter(move |(entry, _)| entry.is_background == wanted);
            those.map(|(_, span)| span.clone()).collect::<Vec<Range<i32>>>()
        };
        let ((front, front_lanes), (behind, behind_lanes)) = (lanes(&spans_where(false)), lanes(&spans_where(true)));
        let (wide, narrow) = match (front_lanes, behind_lanes) {
            (0, 1) => (0, ALONE),
            (0, _) => (0, BESIDE),
            (1, _) => (ALONE, BACKGROUND),
            _ => (BESIDE, BACKGROUND),
        };
        let count = |lanes: usize| i32::try_from(lanes).unwrap_or(i32::MAX);
        let front_width = count(front_lanes).saturating_mul(wide);
        let width = front_width.saturating_add(count(behind_lanes).saturating_mul(narrow));
        let (mut front, mut behind) = (front.into_iter(), behind.into_iter());
        for (entry, span) in entries.iter().zip(&spans) {
            let (lane, each, from) = match entry.is_background {
                true => (behind.next(), narrow, front_width),
                false => (front.next(), wide, 0),
            };
            let Lane { first, lanes } = lane.unwrap_or(Lane { first: 0, lanes: 1 });
            self.cells.push(GridCell {
                what: entry.what,
                column: at,
                lane: if entry.is_background { front_lanes + first } else { first },
                left: left.saturating_add(from).saturating_add(count(first).saturating_mul(each)),
                width: count(lanes).saturating_mul(each),
                start: span.start,
                end: span.end,
                is_background: entry.is_background,
            });
        }
        let mut latest = 0;
        self.reach.extend(spans.iter().map(|span| {
            latest = latest.max(span.end);
            latest
        }));
        self.columns.push(GridColumn { name, left, width, cells: first..self.cells.len() });
        self.width = left.saturating_add(width);
    }

    /// The minutes that something takes in this grid.
    fn span(&self, slot: Slot, least: i32) -> Range<i32> {
        let minute = |at: Instant| i32::try_from(at.minutes_since(self.start)).unwrap_or(i32::MAX);
        let start = minute(slot.start).clamp(0, self.minutes);
        start..minute(slot.end).min(self.minutes).max(start + least.max(1))
    }
}

/// Own items of a day, as [`super::super::groups`] lists them.
fn own_items<'a>(day: Day, filter: &'a Filter, context: &'a FilterContext<'_>) -> impl Iterator<Item = &'a AgendaItem> {
    let own = context.timeline.on_day(Some(day)).filter(|item| matches!(item.what, AgendaItemRef::Own(_)));
    let is_shown = !filter.asks_of_sessions();
    own.filter(move |item| is_shown && (!filter.upcoming || item.slot.is_some_and(|slot| slot.end > context.now)))
}

/// The full hour before all of it, and how many minutes there are to the full hour after it.
fn bounds<'a>(trip: &Trip, entries: impl Iterator<Item = &'a PlacedItem>, latest: Instant) -> Option<(Instant, i32)> {
    let (mut first, mut last): (Option<Instant>, Option<Instant>) = (None, None);
    for PlacedItem { slot, is_background, .. } in entries {
        let end = match is_background {
            true => slot.end.min(slot.start.plus_minutes(BACKGROUND_HOURS * HOUR)),
            false => slot.end,
        };
        first = Some(first.map_or(slot.start, |first| first.min(slot.start)));
        last = Some(last.map_or(end, |last| last.max(end)));
    }
    let (first, last) = (first?, last?.min(latest));
    let start = Instant(first.0 - i64::from(trip.zone.local(first).second % 3600));
    // Seconds of a broken hour count as a minute.
    let minutes = last.minutes_since(start) + i64::from(last.0 % 60 != 0);
    let hours = (minutes + HOUR - 1).div_euclid(HOUR).max(1);
    Some((start, i32::try_from(hours * HOUR).ok()?))
}
