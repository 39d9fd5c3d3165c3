//! The placed cells of a grid, and which of them are in an area.

use std::ops::Range;

use super::super::AgendaItemRef;
use crate::schedule::Instant;

/// A day against time. Empty when nothing of the day has a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The full hour at which it begins.
    pub start: Instant,
    /// How many minutes it goes down, to a full hour.
    pub minutes: i32,
    /// How wide it is, in hundredths of a lane.
    pub width: i32,
    /// From left to right; none is empty.
    pub columns: Vec<GridColumn>,
    /// Column by column, and within one by time.
    pub cells: Vec<GridCell>,
    /// What is on this day at a time that nobody knows.
    pub untimed: Vec<AgendaItemRef>,
    /// For each cell the latest end among it and those above it in its column.
    pub(super) reach: Vec<i32>,
}

/// A room, a track or a venue, or what is mine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridColumn {
    /// What stands above it.
    pub name: String,
    /// Where it begins, in hundredths of a lane.
    pub left: i32,
    /// How wide it is, likewise.
    pub width: i32,
    /// Its cells in [`Grid::cells`].
    pub cells: Range<usize>,
}

/// A session or an own item at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GridCell {
    /// What it stands for.
    pub what: AgendaItemRef,
    /// Its column in [`Grid::columns`].
    pub column: usize,
    /// Which one it is of those that stand side by side.
    pub lane: usize,
    /// Where it begins across the grid, in hundredths of a lane.
    pub left: i32,
    /// How wide it is, likewise.
    pub width: i32,
    /// When it begins, in minutes from the grid's start.
    pub start: i32,
    /// Where it ends. What is short ends later here than it does, so that it can be tapped.
    pub end: i32,
    /// Whether it runs in the background for hours, in a narrow lane of its own.
    pub is_background: bool,
}

/// A part of a grid: minutes down, hundredths of a lane across. Its ends are not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridArea {
    /// Where it begins across the grid.
    pub left: i32,
    /// Where it ends.
    pub right: i32,
    /// The minute at which it begins.
    pub top: i32,
    /// The minute at which it ends.
    pub bottom: i32,
}

impl GridCell {
    /// Whether a part of it is in an area.
    pub fn is_in(&self, area: &GridArea) -> bool {
        self.start < area.bottom && area.top < self.end && self.left < area.right && area.left < self.left + self.width
    }
}

impl Grid {
    /// One without cells, of columns that are placed already.
    pub fn empty(start: Instant, minutes: i32, columns: Vec<GridColumn>) -> Self {
        let width = columns.last().map_or(0, |column| column.left + column.width);
        Self { start, minutes, width, columns, cells: Vec::new(), untimed: Vec::new(), reach: Vec::new() }
    }

    /// The cells of which a part is in an area, by their index into [`Grid::cells`]. Columns beside the area and cells
    /// above or below it are not looked at, but for those beside something long.
    pub fn cells_in(&self, area: GridArea) -> Vec<usize> {
        let first = self.columns.partition_point(|column| column.left + column.width <= area.left);
        let shown = self.columns.iter().skip(first).take_while(|column| column.left < area.right);
        let mut found = Vec::new();
        for column in shown {
            let (cells, reach) = (self.cells_of(column), self.reach.get(column.cells.clone()).unwrap_or_default());
            let above = reach.partition_point(|end| *end <= area.top);
            let begun = cells.iter().enumerate().skip(above).take_while(|(_, cell)| cell.start < area.bottom);
            found.extend(begun.filter(|(_, cell)| cell.is_in(&area)).map(|(index, _)| column.cells.start + index));
        }
        found
    }

    /// The cell at a point.
    pub fn cell_at(&self, across: i32, minute: i32) -> Option<usize> {
        let point = GridArea { left: across, right: across + 1, top: minute, bottom: minute + 1 };
        self.cells_in(point).first().copied()
    }

    /// The columns of which a part is between two places across the grid.
    pub fn columns_between(&self, left: i32, right: i32) -> Range<usize> {
        let first = self.columns.partition_point(|column| column.left + column.width <= left);
        let end = self.columns.partition_point(|column| column.left < right);
        first..end.max(first)
    }

    /// The cell of a session or an own item.
    pub fn cell_of(&self, what: AgendaItemRef) -> Option<usize> {
        self.cells.iter().position(|cell| cell.what == what)
    }

    /// The minute of an instant in the grid; `None` when it is not within it.
    pub fn minute_of(&self, at: Instant) -> Option<i32> {
        let minute = i32::try_from(at.minutes_since(self.start)).ok()?;
        (0..self.minutes).contains(&minute).then_some(minute)
    }

    /// The cells of one of its columns.
    pub(super) fn cells_of(&self, column: &GridColumn) -> &[GridCell] {
        self.cells.get(column.cells.clone()).unwrap_or_default()
    }
}
