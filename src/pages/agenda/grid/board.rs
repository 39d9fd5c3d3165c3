//! What a grid is made of while it is open: the placed sessions, the zoom, what is drawn and what is picked.

use std::cell::Cell;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use lanyard_core::agenda::{
    AgendaItemRef, Filter, FilterContext, Grid, GridArea, GridCell, GridColumns, GridCursor, GridStep,
};
use lanyard_core::schedule::{Day, Trip};
use leptos::prelude::*;

use super::scale::{self, Anchor, GridScale, LAST_STEP};
use crate::components::slices::Pace;
use crate::platform::listen::Listening;
use crate::platform::pane::{self, PanePoint, PaneSight};
use crate::platform::scrolling;
use crate::state::App;

/// The pane's id in the page.
pub const PANE: &str = "grid-pane";

/// The name of the setting that keeps the zoom.
const ZOOM_SETTING: &str = "grid-zoom";

/// How many cells the first frame draws. The next ones take more where the phone is quick.
const FIRST_CELLS: usize = 24;

/// No more cells than these are in the page, but for those on screen.
const MOST_CELLS: usize = 260;

thread_local! {
    /// Where one was when the grid was last seen, for whoever comes back to it.
    static LEFT_AT: Cell<Option<LeftAt>> = const { Cell::new(None) };
}

#[derive(Clone, Copy)]
struct LeftAt {
    day: Day,
    columns: GridColumns,
    corner: Anchor,
    picked: Option<PickedCell>,
}

/// What is picked, and the minute that a step across goes along.
#[derive(Clone, Copy, PartialEq)]
pub struct PickedCell {
    pub what: AgendaItemRef,
    minute: i32,
}

/// What of a grid is in the page: cells and columns by their index into the grid that they were taken from.
#[derive(Clone)]
pub struct DrawnCells {
    pub grid: Arc<Grid>,
    pub trip: Arc<Trip>,
    pub cells: Vec<usize>,
    pub columns: Range<usize>,
}

#[derive(Default)]
struct BoardWatch {
    /// A frame will look again where the pane is.
    is_due: bool,
    /// All cells of this part of that grid are drawn.
    whole: Option<(Arc<Grid>, GridArea)>,
    /// Where to scroll to as soon as the grid has its size.
    target: Option<Target>,
}

/// Where a grid opens.
#[derive(Clone, Copy)]
enum Target {
    At(Anchor),
    /// At what is on now, if that is on this day.
    Opening,
    Now,
}

/// Copy it freely.
#[derive(Clone, Copy)]
pub struct GridBoard {
    pub app: App,
    pub filter: Memo<Filter>,
    pub day: Memo<Day>,
    pub columns: Memo<GridColumns>,
    pub grid: Memo<Arc<Grid>>,
    pub zoom: RwSignal<usize>,
    /// How wide a lane is, in hundredths of a rem.
    pub lane: RwSignal<i32>,
    pub drawn: RwSignal<DrawnCells>,
    pub picked: RwSignal<Option<PickedCell>>,
    is_busy: RwSignal<bool>,
    watch: StoredValue<BoardWatch>,
}

impl GridBoard {
    pub fn new(app: App, filter: Memo<Filter>, day: Memo<Day>) -> Self {
        let columns = Memo::new(move |_| filter.with(|filter| filter.grid).unwrap_or_default());
        let zoom = RwSignal::new(scale::step_of(untrack(|| app.settings.get(ZOOM_SETTING)).as_deref()));
        let grid = Memo::new(move |_| Arc::new(grid(app, day.get(), &filter.get(), zoom.get())));
        let (placed, trip) = (grid.get_untracked(), app.trip.get_untracked());
        let lane = scale::narrowest_lane(zoom.get_untracked(), app.wide.get_untracked());
        let drawn = DrawnCells { grid: placed, trip, cells: Vec::new(), columns: 0..0 };
        let board = Self {
            app,
            filter,
            day,
            columns,
            grid,
            zoom,
            lane: RwSignal::new(lane),
            drawn: RwSignal::new(drawn),
            picked: RwSignal::new(None),
            is_busy: RwSignal::new(true),
            watch: StoredValue::default(),
        };
        let listening = StoredValue::new_local(Listening::to_scrolling(move || board.look()));
        on_cleanup(move || listening.dispose());
        board.follow();
        board
    }

    /// Another day opens where it begins, or at now; another trip has other sessions, so nothing of it is picked.
    fn follow(self) {
        let app = self.app;
        Effect::new(move |before: Option<(Day, GridColumns)>| {
            let here = (self.day.get(), self.columns.get());
            let left = LEFT_AT.get().filter(|left| (left.day, left.columns) == here && before.is_none());
            let target = left.map_or(Target::Opening, |left| Target::At(left.corner));
            self.watch.update_value(|watch| watch.target = Some(target));
            if before != Some(here) {
                self.picked.set(left.and_then(|left| left.picked));
            }
            self.look();
            here
        });
        Effect::new(move |before: Option<usize>| {
            let trip = app.trip.with(|trip| Arc::as_ptr(trip).addr());
            if before.is_some_and(|before| before != trip) {
                self.picked.set(None);
            }
            trip
        });
        // What is stored is read after the page begins.
        Effect::new(move || {
            let zoom = app.settings.get(ZOOM_SETTING).map(|setting| scale::step_of(Some(&setting)));
            if let Some(zoom) = zoom.filter(|zoom| *zoom != self.zoom.get_untracked()) {
                self.zoom.set(zoom);
            }
        });
        Effect::new(move || {
            self.grid.track();
            app.wide.track();
            self.look();
        });
        Effect::new(move |taps: Option<u32>| {
            let now = app.navigation.taps_again.get();
            if taps.is_some_and(|taps| taps != now) {
                self.watch.update_value(|watch| watch.target = Some(Target::Now));
                self.look();
            }
            now
        });
    }

    /// Whether cells on screen are still to come, as `aria-busy` says it. Reactive.
    pub fn busy(self) -> Option<&'static str> {
        self.is_busy.get().then_some("true")
    }

    /// The cells that are in the page: those near the screen, and what is picked. Reactive.
    pub fn cells(self) -> Vec<(usize, GridCell)> {
        let picked = self.picked.get();
        self.drawn.with(|drawn| {
            let picked = picked.and_then(|picked| drawn.grid.cell_of(picked.what));
            let mut cells = drawn.cells.clone();
            if let Some(picked) = picked
                && let Err(at) = cells.binary_search(&picked)
            {
                cells.insert(at, picked);
            }
            cells.into_iter().filter_map(|index| Some((index, *drawn.grid.cells.get(index)?))).collect()
        })
    }

    /// The minute it is now, while the day that is shown is today. Reactive.
    pub fn now(self) -> Option<i32> {
        let now = self.app.now();
        let minute = self.grid.with(|grid| grid.minute_of(now));
        minute.filter(|_| self.app.day_at(now) == self.day.get())
    }

    /// Picks a cell, or none.
    pub fn pick(self, what: Option<AgendaItemRef>) {
        let minute = |what| self.grid.with_untracked(|grid| Some(grid.cursor(grid.cell_of(what)?)?.minute));
        self.picked.set(what.and_then(|what| Some(PickedCell { what, minute: minute(what)? })));
        self.reveal();
    }

    /// Goes a step on from what is picked; without anything picked to what is at the top of the screen.
    pub fn step(self, step: GridStep) {
        let grid = self.grid.get_untracked();
        let picked = self.picked.get_untracked();
        let from = picked.and_then(|it| Some(GridCursor { cell: grid.cell_of(it.what)?, minute: it.minute }));
        match from {
            Some(from) => self.pick_at(&grid, grid.step(from, step)),
            None => self.pick_in_sight(),
        }
    }

    /// Picks what is on now, or else at the top of what can be seen.
    pub fn pick_in_sight(self) {
        let grid = self.grid.get_untracked();
        let area = pane::sight(PANE).map(|sight| self.scale(&sight).area(&sight));
        let Some(area) = area else { return };
        let now = untrack(|| self.now()).filter(|now| (area.top..area.bottom).contains(now));
        // A cell that is cut off at the left is not what one means.
        let left = grid.columns.iter().map(|column| column.left).find(|left| *left >= area.left).unwrap_or(area.left);
        if let Some(cursor) = grid.nearest(left, now.unwrap_or(area.top)) {
            self.pick_at(&grid, cursor);
        }
    }

    fn pick_at(self, grid: &Grid, cursor: GridCursor) {
        let cell = grid.cells.get(cursor.cell);
        self.picked.set(cell.map(|cell| PickedCell { what: cell.what, minute: cursor.minute }));
        self.reveal();
    }

    /// Scrolls what is picked into sight, once what stands below the pane has its height.
    fn reveal(self) {
        scrolling::before_next_frame(move |_| {
            let picked = self.picked.try_get_untracked().flatten();
            let grid = self.grid.try_get_untracked();
            let Some((picked, grid, sight)) = picked.zip(grid).zip(pane::sight(PANE)).map(|((a, b), c)| (a, b, c))
            else {
                return;
            };
            if let Some(cell) = grid.cell_of(picked.what).and_then(|cell| grid.cells.get(cell)) {
                let area =
                    GridArea { left: cell.left, right: cell.left + cell.width, top: cell.start, bottom: cell.end };
                let (left, top) = self.scale(&sight).revealed(&area, &sight);
                pane::scroll_to(PANE, left, top);
            }
            self.look();
        });
    }

    /// Zooms by some steps. What is at a point of the pane stays there; without one, what is picked or in the middle.
    pub fn zoom_by(self, steps: isize, at: Option<PanePoint>) {
        let before = self.zoom.get_untracked();
        let next = before.saturating_add_signed(steps).min(LAST_STEP);
        let (Some(sight), true) = (pane::sight(PANE), next != before) else { return };
        let (grid, scale) = (self.grid.get_untracked(), self.scale(&sight));
        let middle = (sight.width / 2.0, sight.height / 2.0);
        let anchor = scale.anchor(&grid, &sight, at.unwrap_or(middle));
        self.watch.update_value(|watch| watch.target = anchor.map(Target::At));
        self.zoom.set(next);
        self.fit(&sight);
        self.app.settings.set(ZOOM_SETTING, &next.to_string());
        self.look();
    }

    fn scale(self, sight: &PaneSight) -> GridScale {
        GridScale::new(self.zoom.get_untracked(), self.lane.get_untracked(), sight.rem)
    }

    /// Gives the lanes the width that they have in this pane.
    fn fit(self, sight: &PaneSight) {
        let (zoom, is_wide) = (self.zoom.get_untracked(), self.app.wide.get_untracked());
        let lane = self.grid.with_untracked(|grid| scale::lane(zoom, is_wide, grid.width, sight));
        if self.lane.get_untracked() != lane {
            self.lane.set(lane);
        }
    }

    /// Draws what is near the screen before the next frames, some cells each.
    fn look(self) {
        self.look_at(Pace::starting_with(FIRST_CELLS));
    }

    fn look_at(self, mut pace: Pace) {
        if self.watch.try_update_value(|watch| std::mem::replace(&mut watch.is_due, true)) != Some(false) {
            return;
        }
        scrolling::before_next_frame(move |frame| {
            if self.watch.try_update_value(|watch| watch.is_due = false).is_none() {
                return;
            }
            let Some(sight) = pane::sight(PANE) else { return };
            let lane = self.lane.get_untracked();
            self.fit(&sight);
            if lane != self.lane.get_untracked() {
                // The page gets its new size first.
                return self.look_at(pace);
            }
            let is_whole = self.draw(&self.go_to_target(sight), pace.at(frame));
            if self.is_busy.get_untracked() == is_whole {
                self.is_busy.set(!is_whole);
            }
            if !is_whole {
                self.look_at(pace);
            }
        });
    }

    /// Scrolls to where the grid is to be shown from, and says what is seen then.
    fn go_to_target(self, sight: PaneSight) -> PaneSight {
        let (grid, scale) = (self.grid.get_untracked(), self.scale(&sight));
        let target = self.watch.try_update_value(|watch| watch.target.take()).flatten();
        let at_left = PaneSight { left: 0.0, ..sight };
        let now = |sight| scale.third_of_the_way(&grid, sight, untrack(|| self.now())?);
        let anchor = match target {
            Some(Target::At(anchor)) => Some(anchor),
            Some(Target::Opening) => now(&at_left).or_else(|| scale.corner(&grid, &PaneSight { top: 0.0, ..at_left })),
            Some(Target::Now) => now(&sight),
            None => None,
        };
        let Some(mut anchor) = anchor else { return sight };
        if !matches!(target, Some(Target::At(_))) {
            // Something is to be seen there: the first column with anything at that time, where these have nothing.
            let (left, top) = scale.scrolled(&grid, &anchor);
            let shown = scale.area(&PaneSight { left, top, ..sight });
            let at_all = GridArea { left: 0, right: grid.width, ..shown };
            let first = grid.cells_in(at_all).first().and_then(|cell| grid.cells.get(*cell)).map(|cell| cell.column);
            if let (true, Some(column)) = (grid.cells_in(shown).is_empty(), first) {
                anchor = Anchor { column, part: 0.0, ..anchor };
            }
        }
        let (left, top) = scale.scrolled(&grid, &anchor);
        pane::scroll_to(PANE, left, top);
        pane::sight(PANE).unwrap_or(sight)
    }

    /// Draws so many more of the cells near the screen; whether all of them are drawn.
    fn draw(self, sight: &PaneSight, most: usize) -> bool {
        let (grid, scale) = (self.grid.get_untracked(), self.scale(sight));
        let on_screen = scale.area(sight);
        self.leave_at(&grid, &scale, sight);
        let is_whole = |watch: &BoardWatch| {
            let near = around(on_screen, 8);
            watch.whole.as_ref().is_some_and(|(whole, area)| Arc::ptr_eq(whole, &grid) && holds(area, &near))
        };
        if self.watch.with_value(is_whole) {
            return true;
        }
        // As far around the screen as few cells are.
        let margins = [2, 3, 4, 8].map(|part| around(on_screen, part)).into_iter().chain([on_screen]);
        let areas = margins.map(|area| (grid.cells_in(area), area));
        let (wanted, area) = areas
            .into_iter()
            .find(|(cells, _)| cells.len() <= MOST_CELLS)
            .unwrap_or((grid.cells_in(on_screen), on_screen));
        let before = self.drawn.get_untracked();
        let there: HashSet<GridCell> =
            before.cells.iter().filter_map(|index| before.grid.cells.get(*index).copied()).collect();
        let is_there = |index: &usize| grid.cells.get(*index).is_some_and(|cell| there.contains(cell));
        let is_seen = |index: &usize| grid.cells.get(*index).is_some_and(|cell| cell.is_in(&on_screen));
        let (mut cells, new): (Vec<usize>, Vec<usize>) = wanted.iter().partition(|index| is_there(index));
        let (seen, beyond): (Vec<usize>, Vec<usize>) = new.into_iter().partition(is_seen);
        let total = seen.len() + beyond.len();
        cells.extend(seen.into_iter().chain(beyond).take(most));
        cells.sort_unstable();
        let (trip, columns) = (self.app.trip.get_untracked(), grid.columns_between(area.left, area.right));
        self.drawn.set(DrawnCells { grid: grid.clone(), trip, cells, columns });
        let is_whole = total <= most;
        self.watch.update_value(|watch| watch.whole = is_whole.then_some((grid, area)));
        is_whole
    }

    /// Notes where one is, for whoever leaves the grid and comes back.
    fn leave_at(self, grid: &Grid, scale: &GridScale, sight: &PaneSight) {
        let (day, columns) = (self.day.get_untracked(), self.columns.get_untracked());
        let picked = self.picked.get_untracked();
        LEFT_AT.set(scale.corner(grid, sight).map(|corner| LeftAt { day, columns, corner, picked }));
    }
}

/// An area with a part of its own size more on each side.
fn around(area: GridArea, part: i32) -> GridArea {
    let (across, down) = ((area.right - area.left) / part, (area.bottom - area.top) / part);
    GridArea { left: area.left - across, right: area.right + across, top: area.top - down, bottom: area.bottom + down }
}

fn holds(area: &GridArea, inner: &GridArea) -> bool {
    area.left <= inner.left && area.right >= inner.right && area.top <= inner.top && area.bottom >= inner.bottom
}

fn grid(app: App, day: Day, filter: &Filter, zoom: usize) -> Grid {
    let trip = app.trip.get();
    // Only a filter that asks for my agenda is placed anew with each star.
    let follows_stars = filter.mine || filter.fits_gaps;
    let (keys, timeline) = match follows_stars {
        true => (app.marks.my_agenda(), app.timeline.get()),
        false => (untrack(|| app.marks.my_agenda()), untrack(|| app.timeline.get())),
    };
    app.own_items.all().track();
    let now = if filter.upcoming { app.now() } else { untrack(|| app.now()) };
    let mine = |key: &_| keys.has(key);
    let context = FilterContext::new(&timeline, &mine, now);
    Grid::of(&trip, day, filter.grid.unwrap_or_default(), filter, &context, scale::least_minutes(zoom))
}
