//! A long list of which only the rows near the screen are in the page. How high each row is, is known before it is
//! drawn: so the scroll bar is right from the start, and one is where one wants to be at once. What comes or goes above
//! the row at the top moves nothing on screen, and the row with the focus stays in the page wherever one scrolls.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Element;

use super::slices::Pace;
use crate::platform::focus;
use crate::platform::listen::Listening;
use crate::platform::scrolling::{self, ListInSight};

/// So many rows beyond the edges of the screen are drawn, for whoever scrolls on or tabs on.
const BEYOND: usize = 8;

/// How many rows the first frame takes. The next ones take more where the phone is quick.
const STEP: usize = 4;

/// A row to be laid out.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The same as long as it is the same row.
    pub id: u64,
    /// Seconds since 1970, or the most there are where the time is not known.
    pub start: i64,
    /// In hundredths of a rem.
    pub height: i32,
}

/// Where the rows of a list stand, in hundredths of a rem from its top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    groups: Vec<GroupBox>,
    rows: Vec<RowBox>,
    height: i32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct RowBox {
    top: i32,
    id: u64,
    start: i64,
}

/// Where a group of rows stands under its heading.
#[derive(Clone, Debug, PartialEq)]
struct GroupBox {
    top: i32,
    bottom: i32,
    rows: Range<usize>,
}

impl Layout {
    /// Of each group the height of its heading and those of its rows, in hundredths of a rem.
    pub fn of(groups: impl IntoIterator<Item = (i32, Vec<Row>)>) -> Self {
        let mut layout = Self::default();
        for (heading, rows) in groups {
            let (top, first) = (layout.height, layout.rows.len());
            layout.height += heading;
            for Row { id, start, height } in rows {
                layout.rows.push(RowBox { top: layout.height, id, start });
                layout.height += height;
            }
            layout.groups.push(GroupBox { top, bottom: layout.height, rows: first..layout.rows.len() });
        }
        layout
    }

    /// How high all of it is.
    pub fn height(&self) -> i32 {
        self.height
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The rows between two heights, and so many more on either side.
    fn rows_between(&self, top: i32, bottom: i32, beyond: usize) -> Range<usize> {
        let first = self.rows.partition_point(|row| row.top <= top).saturating_sub(1 + beyond);
        let end = self.rows.partition_point(|row| row.top < bottom) + beyond;
        first..end.clamp(first, self.rows.len())
    }

    /// The number of a row in the list.
    pub fn row(&self, id: u64) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// The row that stands at a height.
    fn row_at(&self, height: i32) -> Option<&RowBox> {
        self.rows.get(self.rows.partition_point(|row| row.top <= height).checked_sub(1)?)
    }

    /// How far what stood at the top of the screen is further down than it was `before`: the first whole row below that
    /// height, or the one here that is nearest to it in time.
    fn moved(&self, before: &Self, top: i32) -> i32 {
        let row = before.rows.get(before.rows.partition_point(|row| row.top < top)).or(before.rows.last());
        let moved = row.and_then(|row| {
            let here = self.rows.iter().min_by_key(|other| (other.id != row.id, other.start.abs_diff(row.start)))?;
            Some(here.top - row.top)
        });
        // What is above the list stays out of sight.
        moved.unwrap_or(0).max(-top)
    }

    /// The groups that some rows belong to.
    pub fn groups_of(&self, rows: &Range<usize>) -> Range<usize> {
        let first = self.groups.partition_point(|group| group.rows.end <= rows.start);
        let end = self.groups.partition_point(|group| group.rows.start < rows.end);
        first..end.max(first)
    }

    /// The rows of a group; none of one that is not there.
    pub fn rows_of(&self, group: usize) -> Range<usize> {
        self.groups.get(group).map_or(0..0, |group| group.rows.clone())
    }

    /// Where a group begins.
    pub fn top_of(&self, group: usize) -> i32 {
        self.groups.get(group).map_or(self.height, |group| group.top)
    }

    /// Where the row of this number in the list begins.
    pub fn top_of_row(&self, row: usize) -> i32 {
        self.rows.get(row).map_or(self.height, |row| row.top)
    }

    /// How high a group is.
    pub fn height_of(&self, group: usize) -> i32 {
        self.groups.get(group).map_or(0, |group| group.bottom - group.top)
    }

    /// How far the row of this number in its group stands below the first one.
    pub fn offset_in(&self, group: usize, number: usize) -> i32 {
        let (rows, bottom) = (self.rows_of(group), self.top_of(group) + self.height_of(group));
        let top = |row: usize| if row < rows.end { self.top_of_row(row) } else { bottom };
        top(rows.start + number) - top(rows.start)
    }
}

/// The rows that are drawn next: nearer to the wanted ones by at most so many. What is no longer wanted goes.
fn nearer(drawn: &Range<usize>, wanted: &Range<usize>, most: usize) -> Range<usize> {
    let kept = drawn.start.max(wanted.start)..drawn.end.min(wanted.end);
    let kept = if kept.is_empty() { wanted.start..wanted.start } else { kept };
    let end = wanted.end.min(kept.end + most);
    let left = most - (end - kept.end);
    kept.start.saturating_sub(left).max(wanted.start)..end
}

/// The row that has the focus and is not near the screen.
#[derive(Clone, Copy, PartialEq)]
pub struct KeptRow {
    pub group: usize,
    /// Its number in the group.
    pub number: usize,
    /// In hundredths of a rem below the top of the group.
    pub top: i32,
    /// Whether it stands above those near the screen.
    pub is_above: bool,
}

/// Which rows of a list are drawn. Copy it freely.
#[derive(Clone, Copy)]
pub struct Window {
    id: &'static str,
    layout: Memo<Arc<Layout>>,
    drawn: RwSignal<Drawn>,
    is_busy: RwSignal<bool>,
    watch: StoredValue<Watch>,
}

/// Which rows are in the page.
#[derive(Clone, Default, PartialEq)]
struct Drawn {
    rows: Range<usize>,
    /// The row with the focus, which may be another one.
    focused: Option<u64>,
}

#[derive(Default)]
struct Watch {
    /// A frame will look again where the list is.
    is_due: bool,
    /// What was last on screen.
    seen: Option<Sight>,
}

/// A layout, and between which heights of it the screen is, in hundredths of a rem.
struct Sight {
    layout: Arc<Layout>,
    top: i32,
    bottom: i32,
}

impl Sight {
    /// How far what is at the top of the screen is further down in a new layout. At the very top what comes first is seen.
    fn moved(&self, layout: &Layout) -> i32 {
        if self.top > 0 { layout.moved(&self.layout, self.top) } else { 0 }
    }
}

impl Window {
    /// `id` is the list's in the page.
    pub fn new(id: &'static str, layout: Memo<Arc<Layout>>) -> Self {
        let window = Self {
            id,
            layout,
            drawn: RwSignal::default(),
            is_busy: RwSignal::new(true),
            watch: StoredValue::default(),
        };
        let listening = StoredValue::new_local(Listening::to_scrolling(move || window.look(Pace::starting_with(STEP))));
        on_cleanup(move || listening.dispose());
        Effect::new(move || {
            layout.track();
            window.look(Pace::starting_with(STEP));
        });
        window
    }

    /// The rows that are drawn. Of a list that has just got more or fewer, those on screen: whoever taps a filter waits for no
    /// more. Reactive.
    pub fn drawn(self) -> Range<usize> {
        let (layout, drawn) = (self.layout.get(), self.drawn.with(|drawn| drawn.rows.clone()));
        let on_screen = self.watch.with_value(|watch| {
            let seen = watch.seen.as_ref().filter(|seen| seen.layout.rows() != layout.rows())?;
            let moved = seen.moved(&layout);
            Some(layout.rows_between(seen.top + moved, seen.bottom + moved, 0))
        });
        on_screen.unwrap_or_else(|| drawn.start.min(layout.rows())..drawn.end.min(layout.rows()))
    }

    /// The same at this moment.
    pub fn drawn_now(self) -> Range<usize> {
        untrack(|| self.drawn())
    }

    /// The row that is drawn besides them. Reactive.
    pub fn kept(self) -> Option<KeptRow> {
        self.layout.with(|layout| self.drawn.with(|drawn| kept_row(layout, &drawn.rows, drawn.focused?)))
    }

    /// The list has come back to the page.
    pub fn look_again(self) {
        self.look(Pace::starting_with(STEP));
    }

    /// The list is about to be scrolled elsewhere: what is at the top need not stay there.
    pub fn let_go(self) {
        self.watch.update_value(|watch| watch.seen = None);
    }

    /// Whether rows on screen are still to come, as `aria-busy` says it. Reactive.
    pub fn busy(self) -> Option<&'static str> {
        self.is_busy.get().then_some("true")
    }

    /// Draws what is near the screen before the next frames, some rows each.
    fn look(self, mut pace: Pace) {
        if self.watch.try_update_value(|watch| std::mem::replace(&mut watch.is_due, true)) != Some(false) {
            return;
        }
        scrolling::before_next_frame(move |frame| {
            let is_due = |watch: &mut Watch| watch.is_due = false;
            if self.watch.try_update_value(is_due).is_none() {
                return;
            }
            let drawn = self.drawn_now();
            let Some((wanted, on_screen, element)) = self.wanted() else { return };
            let most = pace.at(frame);
            // Of a list that has just got more or fewer, the next frames draw what is beyond the screen.
            let is_enough = drawn != self.drawn_now() && drawn.start <= on_screen.start && on_screen.end <= drawn.end;
            let rows = if is_enough { drawn } else { nearer(&drawn, &wanted.rows, most) };
            let next = Drawn { rows, ..wanted.clone() };
            let is_there = next == wanted;
            if next != self.drawn.get_untracked() {
                self.drawn.set(next);
                // What is moved within the page loses the focus.
                spawn_local(async move { focus::focus_quietly(element) });
            }
            if self.is_busy.get_untracked() == is_there {
                self.is_busy.set(!is_there);
            }
            if !is_there {
                self.look(pace);
            }
        });
    }

    /// What is to be drawn, which rows are on screen, and what of it has the focus.
    fn wanted(self) -> Option<(Drawn, Range<usize>, Option<Element>)> {
        let layout = self.layout.try_get_untracked()?;
        let ListInSight { mut above, height, covered, focused, rem } = scrolling::list_in_sight(self.id)?;
        let hundredths = |pixels: f64| (pixels * 100.0 / rem) as i32;
        let seen = self.watch.try_update_value(|watch| watch.seen.take())?;
        if let Some(seen) = seen.filter(|seen| seen.top > 0 && !Arc::ptr_eq(&seen.layout, &layout)) {
            let wanted = f64::from(seen.top + seen.moved(&layout)) * rem / 100.0 - covered;
            if (wanted - above).abs() >= 1.0 {
                scrolling::scroll_by(self.id, wanted - above);
                above = wanted;
            }
        }
        let (top, bottom) = (hundredths(above + covered), hundredths(above + height));
        let on_screen = layout.rows_between(top, bottom, 0);
        self.watch.update_value(|watch| watch.seen = Some(Sight { layout: layout.clone(), top, bottom }));
        let (element, at) = focused.unzip();
        let focused = at.and_then(|at| layout.row_at(hundredths(at))).map(|row| row.id);
        let rows = layout.rows_between(hundredths(above), hundredths(above + height), BEYOND);
        Some((Drawn { rows, focused }, on_screen, element))
    }
}

fn kept_row(layout: &Layout, drawn: &Range<usize>, focused: u64) -> Option<KeptRow> {
    let row = layout.row(focused).filter(|row| !drawn.contains(row))?;
    let group = layout.groups.iter().position(|group| group.rows.contains(&row))?;
    let number = row - layout.rows_of(group).start;
    let top = layout.top_of_row(row) - layout.top_of(group);
    Some(KeptRow { group, number, top, is_above: row < drawn.start })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn layout() -> Layout {
        Layout::of([(2, rows(0, &[4, 4])), (2, rows(2, &[5])), (3, rows(3, &[4, 4, 4]))])
    }

    /// Each is named by its number and starts ten seconds after the one before.
    fn rows(first: u64, heights: &[i32]) -> Vec<Row> {
        let row = |(id, height): (u64, &i32)| Row { id, start: id as i64 * 10, height: *height };
        (first..).zip(heights).map(row).collect()
    }

    #[test]
    fn rows_stand_under_their_headings() {
        let layout = layout();
        assert_eq!(layout.rows.iter().map(|row| row.top).collect::<Vec<i32>>(), [2, 6, 12, 20, 24, 28]);
        assert_eq!((layout.height(), layout.rows()), (32, 6));
        let groups: Vec<(i32, i32)> = (0..4).map(|group| (layout.top_of(group), layout.height_of(group))).collect();
        assert_eq!(groups, [(0, 10), (10, 7), (17, 15), (32, 0)]);
        assert_eq!((layout.offset_in(2, 2), layout.offset_in(0, 2)), (8, 8));
    }

    #[test]
    fn what_is_on_screen_is_wanted() {
        let layout = layout();
        assert_eq!(layout.rows_between(0, 7, 0), 0..2);
        assert_eq!(layout.rows_between(7, 13, 0), 1..3);
        assert_eq!(layout.rows_between(7, 13, 1), 0..4);
        assert_eq!(layout.rows_between(-50, -40, 0), 0..0, "above the list");
        assert_eq!(layout.rows_between(50, 60, 0), 5..6, "below it the last one");
        assert_eq!(Layout::default().rows_between(0, 9, 8), 0..0);
        assert_eq!(layout.groups_of(&(1..4)), 0..3);
        assert_eq!(layout.groups_of(&(2..3)), 1..2);
        assert_eq!(layout.groups_of(&(0..0)), 0..0);
    }

    #[test]
    fn the_row_at_the_top_stays_or_the_nearest_in_time_takes_its_place() {
        let before = layout();
        let added =
            Layout::of([(2, rows(9, &[6])), (2, rows(0, &[4, 4])), (2, rows(2, &[5])), (3, rows(3, &[4, 4, 4]))]);
        for top in [1, 7, 12, 24] {
            assert_eq!(added.moved(&before, top), 8, "{top}");
            assert_eq!(before.moved(&added, top + 8), -8, "{top}");
        }
        // Of the rows 0, 4 and 5 the fourth is the nearest to the third.
        let fewer = Layout::of([(2, rows(0, &[4])), (3, rows(4, &[4, 4]))]);
        assert_eq!(fewer.moved(&before, 13), 9 - 20);
        let first = Layout::of([(0, rows(4, &[4]))]);
        assert_eq!(first.moved(&before, 13), -13, "no further than its top");
        assert_eq!((Layout::default().moved(&before, 9), before.moved(&Layout::default(), 9)), (0, 0));
        assert_eq!(before.moved(&before, 99), 0);
    }

    #[test]
    fn a_row_with_the_focus_is_kept_beyond_the_window() {
        let layout = layout();
        let kept = |drawn: Range<usize>, focused| {
            let kept = kept_row(&layout, &drawn, focused)?;
            Some((kept.group, kept.number, kept.top, kept.is_above))
        };
        assert_eq!(kept(0..2, 1), None);
        assert_eq!(kept(0..2, 4), Some((2, 1, 7, false)));
        assert_eq!(kept(3..6, 1), Some((0, 1, 6, true)));
        assert_eq!(kept(0..2, 77), None, "it is no longer in the list");
        let row = |height| layout.row_at(height).map(|row| row.id);
        assert_eq!([row(1), row(2), row(7), row(31), row(99)], [None, Some(0), Some(1), Some(5), Some(5)]);
    }

    #[test]
    fn a_frame_draws_a_few_rows_more() {
        assert_eq!(nearer(&(0..0), &(10..30), 4), 10..14);
        assert_eq!(nearer(&(10..14), &(10..30), 40), 10..30);
        assert_eq!(nearer(&(10..30), &(14..34), 4), 14..34);
        assert_eq!(nearer(&(10..30), &(4..24), 4), 6..24);
        assert_eq!(nearer(&(10..30), &(100..120), 4), 100..104);
    }

    proptest! {
        #[test]
        fn frame_by_frame_what_is_wanted_is_drawn_without_a_gap(
            drawn in (0..200_usize, 0..40_usize), wanted in (0..200_usize, 0..40_usize), most in 1..9_usize,
        ) {
            let (mut drawn, wanted) = (drawn.0..drawn.0 + drawn.1, wanted.0..wanted.0 + wanted.1);
            for _ in 0..41 {
                let next = nearer(&drawn, &wanted, most);
                let new = next.clone().filter(|row| !drawn.contains(row)).count();
                prop_assert!(new <= most && next.start >= wanted.start && next.end <= wanted.end);
                drawn = next;
            }
            prop_assert_eq!(drawn, wanted);
        }

        #[test]
        fn every_row_that_is_on_screen_is_among_the_wanted(
            groups in proptest::collection::vec(proptest::collection::vec(1..9_i32, 1..6), 0..12),
            top in -20..200_i32, height in 0..60_i32,
        ) {
            let layout = Layout::of(groups.into_iter().map(|heights| (2, rows(0, &heights))));
            let wanted = layout.rows_between(top, top + height, 0);
            for group in 0..layout.groups.len() {
                for row in layout.rows_of(group) {
                    let (row_top, row_bottom) = (layout.top_of_row(row), layout.top_of_row(row + 1));
                    if row_top < top + height && row_bottom > top && row_top >= top {
                        prop_assert!(wanted.contains(&row));
                    }
                }
            }
        }
    }
}
