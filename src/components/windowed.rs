//! A long list of which only the rows near the screen are in the page. How high each row is, is known before it is
//! drawn: so the scroll bar is right from the start, and one is where one wants to be at once.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;

use super::slices::Pace;
use crate::platform::listen::Listening;
use crate::platform::scrolling::{self, ListInSight};

/// So many rows beyond the edges of the screen are drawn, for whoever scrolls on or tabs on.
const BEYOND: usize = 8;

/// How many rows the first frame takes. The next ones take more where the phone is quick.
const STEP: usize = 4;

/// Where the rows of a list stand, in hundredths of a rem from its top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    groups: Vec<GroupBox>,
    /// The top of each row.
    tops: Vec<i32>,
    height: i32,
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
    pub fn of(groups: impl IntoIterator<Item = (i32, Vec<i32>)>) -> Self {
        let mut layout = Self::default();
        for (heading, rows) in groups {
            let (top, first) = (layout.height, layout.tops.len());
            layout.height += heading;
            for row in rows {
                layout.tops.push(layout.height);
                layout.height += row;
            }
            layout.groups.push(GroupBox { top, bottom: layout.height, rows: first..layout.tops.len() });
        }
        layout
    }

    /// How high all of it is.
    pub fn height(&self) -> i32 {
        self.height
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.tops.len()
    }

    /// The rows between two heights, and so many more on either side.
    fn rows_between(&self, top: i32, bottom: i32, beyond: usize) -> Range<usize> {
        let first = self.tops.partition_point(|row| *row <= top).saturating_sub(1 + beyond);
        let end = self.tops.partition_point(|row| *row < bottom) + beyond;
        first..end.clamp(first, self.tops.len())
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

    /// How high a group is.
    pub fn height_of(&self, group: usize) -> i32 {
        self.groups.get(group).map_or(0, |group| group.bottom - group.top)
    }

    /// How far the row of this number in its group stands below the first one.
    pub fn offset_in(&self, group: usize, number: usize) -> i32 {
        let (rows, bottom) = (self.rows_of(group), self.top_of(group) + self.height_of(group));
        let top = |row: usize| if row < rows.end { self.tops.get(row).copied().unwrap_or(bottom) } else { bottom };
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

/// Which rows of a list are drawn. Copy it freely.
#[derive(Clone, Copy)]
pub struct Window {
    id: &'static str,
    layout: Memo<Arc<Layout>>,
    drawn: RwSignal<Range<usize>>,
    /// Of how many rows they are, and between which heights the screen was then.
    sight: StoredValue<(usize, i32, i32)>,
    is_busy: RwSignal<bool>,
    /// A frame will look again where the list is.
    is_due: StoredValue<bool>,
}

impl Window {
    /// `id` is the list's in the page.
    pub fn new(id: &'static str, layout: Memo<Arc<Layout>>) -> Self {
        let window = Self {
            id,
            layout,
            drawn: RwSignal::new(0..0),
            sight: StoredValue::new((0, 0, 0)),
            is_busy: RwSignal::new(true),
            is_due: StoredValue::new(false),
        };
        let listening = StoredValue::new_local(Listening::to_scrolling(move || window.look(Pace::starting_with(STEP))));
        on_cleanup(move || listening.dispose());
        Effect::new(move || {
            layout.track();
            window.look(Pace::starting_with(STEP));
        });
        window
    }

    /// The rows that are drawn. Of a list that has others now, those on screen alone, until the next frame: whoever taps a
    /// filter waits for no more. Reactive.
    pub fn drawn(self) -> Range<usize> {
        let (drawn, (rows, top, bottom)) = (self.drawn.get(), self.sight.get_value());
        self.layout.with(|layout| if layout.rows() == rows { drawn } else { layout.rows_between(top, bottom, 0) })
    }

    /// Whether rows on screen are still to come, as `aria-busy` says it. Reactive.
    pub fn busy(self) -> Option<&'static str> {
        self.is_busy.get().then_some("true")
    }

    /// Draws what is near the screen before the next frames, some rows each.
    fn look(self, mut pace: Pace) {
        if self.is_due.try_update_value(|is_due| std::mem::replace(is_due, true)) != Some(false) {
            return;
        }
        scrolling::before_next_frame(move |frame| {
            if self.is_due.try_set_value(false).is_some() {
                return;
            }
            let Some((wanted, sight)) = self.wanted() else { return };
            let drawn = untrack(|| self.drawn());
            // The frame of another list has enough to do with what is on screen.
            let is_another = !drawn.is_empty() && self.sight.get_value().0 != sight.0;
            let next = if is_another { drawn.clone() } else { nearer(&drawn, &wanted, pace.at(frame)) };
            let is_there = next == wanted;
            self.sight.set_value(sight);
            if next != drawn || next != self.drawn.get_untracked() {
                self.drawn.set(next);
            }
            if self.is_busy.get_untracked() == is_there {
                self.is_busy.set(!is_there);
            }
            if !is_there {
                self.look(pace);
            }
        });
    }

    fn wanted(self) -> Option<(Range<usize>, (usize, i32, i32))> {
        let ListInSight { above, height, rem } = scrolling::list_in_sight(self.id)?;
        let layout = self.layout.try_get_untracked()?;
        let hundredths = |pixels: f64| (pixels * 100.0 / rem) as i32;
        let (top, bottom) = (hundredths(above), hundredths(above + height));
        Some((layout.rows_between(top, bottom, BEYOND), (layout.rows(), top, bottom)))
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn layout() -> Layout {
        Layout::of([(2, vec![4, 4]), (2, vec![5]), (3, vec![4, 4, 4])])
    }

    #[test]
    fn rows_stand_under_their_headings() {
        let layout = layout();
        assert_eq!(layout.tops, [2, 6, 12, 20, 24, 28]);
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
            let layout = Layout::of(groups.into_iter().map(|rows| (2, rows)));
            let wanted = layout.rows_between(top, top + height, 0);
            for group in 0..layout.groups.len() {
                for row in layout.rows_of(group) {
                    let row_top = layout.tops[row];
                    let row_bottom = layout.tops.get(row + 1).copied().unwrap_or(layout.height);
                    if row_top < top + height && row_bottom > top && row_top >= top {
                        prop_assert!(wanted.contains(&row));
                    }
                }
            }
        }
    }
}
