//! How large a minute and a lane are on screen, at each step of the zoom.

use lanyard_core::agenda::{Grid, GridArea};

use crate::platform::pane::{PanePoint, PaneSight};

/// The steps of the zoom: an hour and a lane in hundredths of a rem.
const STEPS: [(i32, i32); 6] = [(500, 450), (650, 550), (850, 650), (1_150, 800), (1_550, 1_000), (2_100, 1_300)];

/// The step that one begins with: three rooms side by side on a phone.
pub const FIRST_STEP: usize = 2;

/// The last step, the nearest one.
pub const LAST_STEP: usize = STEPS.len() - 1;

/// How high at least what can be tapped is, in hundredths of a rem: 24 pixels (WCAG 2.2, 2.5.8) and what is between two.
const LEAST_HEIGHT: i32 = 165;

/// A lane gets no wider than so, where there is room for more.
const WIDEST: i32 = 2_400;

/// The time column and the row of names, in hundredths of a rem, as the style has them.
const SIDE: i32 = 300;
const HEAD: i32 = 260;

/// A step of the zoom as the setting keeps it; the first one when it is none.
pub fn step_of(setting: Option<&str>) -> usize {
    setting.and_then(|setting| setting.parse().ok()).filter(|step| *step <= LAST_STEP).unwrap_or(FIRST_STEP)
}

/// An hour, in hundredths of a rem.
pub fn hour(step: usize) -> i32 {
    STEPS.get(step).map_or(1, |(hour, _)| *hour)
}

/// How high and how wide a grid is with its names and hours, in hundredths of a rem.
pub fn size(grid: &Grid, step: usize, lane: i32) -> (i32, i32) {
    let across = i64::from(grid.width) * i64::from(lane) / 100;
    (
        HEAD + grid.minutes.saturating_mul(hour(step)) / 60,
        i32::try_from(across).unwrap_or(i32::MAX).saturating_add(SIDE),
    )
}

/// How many minutes are high enough to be tapped.
pub fn least_minutes(step: usize) -> i32 {
    (LEAST_HEIGHT * 60 + hour(step) - 1) / hour(step)
}

/// A lane, in hundredths of a rem: wider on a wide screen.
pub fn narrowest_lane(step: usize, is_wide: bool) -> i32 {
    let lane = STEPS.get(step).map_or(1, |(_, lane)| *lane);
    if is_wide { lane * 7 / 5 } else { lane }
}

/// The same, or as wide as fills the pane when a grid of this width does not.
pub fn lane(step: usize, is_wide: bool, width: i32, sight: &PaneSight) -> i32 {
    let lane = narrowest_lane(step, is_wide);
    let room = (sight.width * 100.0 / sight.rem) as i32 - SIDE;
    let filling = room.saturating_mul(100).checked_div(width).unwrap_or(lane);
    lane.max(filling.min(WIDEST))
}

/// Pixels on screen for what a grid measures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridScale {
    /// A minute.
    minute: f64,
    /// A hundredth of a lane.
    across: f64,
    side: f64,
    head: f64,
}

/// A point of a grid that stays at a point of the pane: a minute, and how far into a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    pub minute: f64,
    pub column: usize,
    /// How much of the column is on its left.
    pub part: f64,
    pub at: PanePoint,
}

impl GridScale {
    /// `lane` is in hundredths of a rem.
    pub fn new(step: usize, lane: i32, rem: f64) -> Self {
        let pixels = |hundredths: i32| f64::from(hundredths) * rem / 100.0;
        Self { minute: pixels(hour(step)) / 60.0, across: pixels(lane) / 100.0, side: pixels(SIDE), head: pixels(HEAD) }
    }

    /// What of the grid is on screen.
    pub fn area(&self, sight: &PaneSight) -> GridArea {
        let across = |pixels: f64| (pixels / self.across).floor() as i32;
        let minute = |pixels: f64| (pixels / self.minute).floor() as i32;
        GridArea {
            left: across(sight.left),
            right: across(sight.left + sight.width - self.side) + 1,
            top: minute(sight.top),
            bottom: minute(sight.top + sight.height - self.head) + 1,
        }
    }

    /// What of the grid is at a point of the pane; what is beyond its ends counts as its end.
    pub fn anchor(&self, grid: &Grid, sight: &PaneSight, at: PanePoint) -> Option<Anchor> {
        let across = (sight.left + at.0 - self.side) / self.across;
        let minute = (sight.top + at.1 - self.head) / self.minute;
        let column = grid.columns_between(across as i32, i32::MAX).start.min(grid.columns.len().checked_sub(1)?);
        let found = grid.columns.get(column)?;
        let part = (across - f64::from(found.left)) / f64::from(found.width.max(1));
        Some(Anchor { minute: minute.clamp(0.0, grid.minutes.into()), column, part: part.clamp(0.0, 1.0), at })
    }

    /// How far the pane is scrolled when a point of the grid is where it should be.
    pub fn scrolled(&self, grid: &Grid, anchor: &Anchor) -> (f64, f64) {
        let column = grid.columns.get(anchor.column).or(grid.columns.last());
        let across = column.map_or(0.0, |column| f64::from(column.left) + anchor.part * f64::from(column.width));
        (across * self.across + self.side - anchor.at.0, anchor.minute * self.minute + self.head - anchor.at.1)
    }

    /// The upper left corner of what can be seen, to be shown there again.
    pub fn corner(&self, grid: &Grid, sight: &PaneSight) -> Option<Anchor> {
        self.anchor(grid, sight, (self.side, self.head))
    }

    /// A minute a third of the way down, with the columns as they are.
    pub fn third_of_the_way(&self, grid: &Grid, sight: &PaneSight, minute: i32) -> Option<Anchor> {
        let corner = self.corner(grid, sight)?;
        let down = self.head + (sight.height - self.head) / 3.0;
        Some(Anchor { minute: minute.into(), at: (self.side, down), ..corner })
    }

    /// How far the pane is scrolled to have all of an area in sight, and no further than that takes.
    pub fn revealed(&self, area: &GridArea, sight: &PaneSight) -> (f64, f64) {
        let along = |scrolled: f64, size: f64, begin: f64, end: f64| {
            // What does not fit shows its beginning.
            scrolled.max(end - size).min(begin)
        };
        let (left, right) = (f64::from(area.left) * self.across, f64::from(area.right) * self.across);
        let (top, bottom) = (f64::from(area.top) * self.minute, f64::from(area.bottom) * self.minute);
        (
            along(sight.left, sight.width - self.side, left, right).max(0.0),
            along(sight.top, sight.height - self.head, top, bottom).max(0.0),
        )
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use lanyard_core::agenda::GridColumn;
    use lanyard_core::schedule::Instant;

    use super::*;

    const SIGHT: PaneSight = PaneSight { left: 100.0, top: 200.0, width: 348.0, height: 400.0, rem: 16.0 };

    /// Ten columns, each a lane wide.
    fn grid() -> Grid {
        let column = |left: i32| GridColumn { name: String::new(), left, width: 100, cells: 0..0 };
        let columns: Vec<GridColumn> = (0..10).map(|number| column(number * 100)).collect();
        Grid::empty(Instant(0), 600, columns)
    }

    #[test]
    fn a_lane_is_as_wide_as_its_step_says_or_fills_the_pane() {
        assert_eq!([lane(2, false, 1_000, &SIGHT), lane(2, true, 1_000, &SIGHT)], [650, 910]);
        assert_eq!(
            [lane(2, false, 200, &SIGHT), lane(2, false, 50, &SIGHT), lane(2, false, 0, &SIGHT)],
            [937, 2_400, 650]
        );
        assert_eq!([0, 2, 5].map(least_minutes), [20, 12, 5]);
        let setting = |setting| step_of(Some(setting));
        assert_eq!([setting("0"), setting("5"), setting("6"), setting("-1"), step_of(None)], [0, 5, 2, 2, 2]);
    }

    #[test]
    fn what_is_on_screen_is_told_in_minutes_and_lanes() {
        let scale = GridScale::new(2, 650, 16.0);
        let area = scale.area(&SIGHT);
        assert_eq!([area.left, area.right, area.top, area.bottom], [96, 385, 88, 247]);
    }

    #[test]
    fn the_point_under_the_fingers_stays_there() {
        let grid = grid();
        for (step, to) in [(0, 5), (2, 3), (3, 2)] {
            let (before, after) = (GridScale::new(step, 600, 16.0), GridScale::new(to, 900, 16.0));
            for at in [(48.0, 41.6), (200.0, 300.0)] {
                let anchor = before.anchor(&grid, &SIGHT, at).unwrap();
                let (left, top) = after.scrolled(&grid, &anchor);
                let again = after.anchor(&grid, &PaneSight { left, top, ..SIGHT }, at).unwrap();
                assert!((again.minute - anchor.minute).abs() < 1e-6 && again.column == anchor.column, "{at:?}");
                assert!((again.part - anchor.part).abs() < 1e-6);
            }
            let corner = before.corner(&grid, &SIGHT).unwrap();
            let (left, top) = before.scrolled(&grid, &corner);
            assert!((left - 100.0).abs() < 1e-6 && (top - 200.0).abs() < 1e-6);
        }
        assert_eq!(GridScale::new(2, 650, 16.0).anchor(&Grid::empty(Instant(0), 0, vec![]), &SIGHT, (0.0, 0.0)), None);
    }

    #[test]
    fn what_is_picked_comes_into_sight_and_no_further() {
        let scale = GridScale::new(2, 625, 16.0);
        let revealed = |left, right, top, bottom| scale.revealed(&GridArea { left, right, top, bottom }, &SIGHT);
        assert_eq!(revealed(100, 200, 100, 130), (100.0, 200.0), "it is in sight");
        assert_eq!(revealed(400, 500, 100, 130), (200.0, 200.0), "to its right edge");
        assert_eq!(revealed(0, 100, 0, 30), (0.0, 0.0));
        assert_eq!(revealed(100, 2_000, 60, 900), (100.0, 136.0), "of what is larger the beginning");
    }
}
