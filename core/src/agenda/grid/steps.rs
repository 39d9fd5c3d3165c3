//! From cell to cell by key.
//!
//! Up and down go through all cells of a column in the order of their times; left and right go to what is at the same
//! time beside it, in the column or in the next one. No column is empty and none is left out, so every cell can be
//! reached from every other.

use super::{Grid, GridCell, GridColumn};

/// Where one is in a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridCursor {
    /// The index into [`Grid::cells`].
    pub cell: usize,
    /// The minute one goes across at: a step through a column that is empty at that time does not lose it.
    pub minute: i32,
}

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridStep {
    /// To the one before it in the column.
    Up,
    /// To the one after it in the column.
    Down,
    /// To what is on its left at the same time.
    Left,
    /// To what is on its right at the same time.
    Right,
    /// To the first one of the column.
    First,
    /// To the last one of the column.
    Last,
    /// An hour up, or to the first one.
    HourUp,
    /// An hour down, or to the last one.
    HourDown,
}

impl GridStep {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Up, Self::Down, Self::Left, Self::Right, Self::First, Self::Last, Self::HourUp, Self::HourDown];
}

const HOUR: i32 = 60;

impl Grid {
    /// Where one is on a cell.
    pub fn cursor(&self, cell: usize) -> Option<GridCursor> {
        self.cells.get(cell).map(|found| GridCursor { cell, minute: found.start })
    }

    /// The cell nearest in time to a minute, in the column at a place across the grid; `None` in an empty grid.
    pub fn nearest(&self, across: i32, minute: i32) -> Option<GridCursor> {
        let at = self.columns.partition_point(|column| column.left + column.width <= across);
        let cell = self.nearest_in(self.columns.get(at).or(self.columns.last())?, minute, Leftmost)?;
        Some(GridCursor { cell, minute })
    }

    /// Where a step leads; the same where there is nothing that way.
    pub fn step(&self, from: GridCursor, step: GridStep) -> GridCursor {
        let next = self.cells.get(from.cell).and_then(|cell| {
            let column = self.columns.get(cell.column)?;
            match step {
                GridStep::Left => self.leftwards(cell, from.minute),
                GridStep::Right => self.rightwards(cell, from.minute),
                step => Some(self.along(column, from.cell, cell, step)),
            }
        });
        let across = matches!(step, GridStep::Left | GridStep::Right);
        match next {
            Some(cell) if across => GridCursor { cell, ..from },
            Some(cell) => self.cursor(cell).unwrap_or(from),
            None => from,
        }
    }

    /// Along a column.
    fn along(&self, column: &GridColumn, at: usize, cell: &GridCell, step: GridStep) -> usize {
        let (first, last) = (column.cells.start, column.cells.end.saturating_sub(1));
        let cells = self.cells_of(column);
        let from = |minute: i32| first + cells.partition_point(|other| other.start < minute);
        let next = match step {
            GridStep::Up => at.saturating_sub(1),
            GridStep::First => first,
            GridStep::Last => last,
            // Always a step further, whatever is in that hour.
            GridStep::HourUp => from(cell.start - HOUR).min(at.saturating_sub(1)),
            GridStep::HourDown => from(cell.start + HOUR).max(at + 1),
            _ => at + 1,
        };
        next.clamp(first, last.max(first))
    }

    fn rightwards(&self, from: &GridCell, minute: i32) -> Option<usize> {
        let column = self.columns.get(from.column)?;
        let beside = self.at_minute(column, minute).filter(|(_, cell)| cell.left > from.left);
        let beside = beside.min_by_key(|(_, cell)| cell.left).map(|(index, _)| index);
        beside.or_else(|| self.nearest_in(self.columns.get(from.column + 1)?, minute, Leftmost))
    }

    fn leftwards(&self, from: &GridCell, minute: i32) -> Option<usize> {
        let column = self.columns.get(from.column)?;
        let beside = self.at_minute(column, minute).filter(|(_, cell)| cell.left < from.left);
        let beside = beside.max_by_key(|(_, cell)| cell.left).map(|(index, _)| index);
        beside.or_else(|| self.nearest_in(self.columns.get(from.column.checked_sub(1)?)?, minute, Rightmost))
    }

    /// The cells of a column that are on at a minute.
    fn at_minute(&self, column: &GridColumn, minute: i32) -> impl Iterator<Item = (usize, &GridCell)> {
        let cells = (column.cells.start..).zip(self.cells_of(column));
        cells.filter(move |(_, cell)| cell.start <= minute && minute < cell.end)
    }

    /// The cell of a column that is on at a minute, or else the nearest to it; of several the outermost on one side.
    fn nearest_in(&self, column: &GridColumn, minute: i32, side: ColumnSide) -> Option<usize> {
        let away = |cell: &GridCell| cell.start.saturating_sub(minute).max(minute.saturating_sub(cell.end - 1)).max(0);
        let across = |cell: &GridCell| match side {
            Leftmost => cell.left,
            Rightmost => -cell.left,
        };
        let cells = (column.cells.start..).zip(self.cells_of(column));
        cells.min_by_key(|(_, cell)| (away(cell), across(cell))).map(|(index, _)| index)
    }
}

/// The side of a column that one comes from.
#[derive(Clone, Copy)]
enum ColumnSide {
    Leftmost,
    Rightmost,
}

use ColumnSide::{Leftmost, Rightmost};
