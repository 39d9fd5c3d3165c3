//! A day of the agenda against time: rooms, tracks or venues side by side, and the hours downwards.
//!
//! Everything is placed here: in which column a session stands, beside which others, and between which minutes. Lengths
//! down are minutes from the grid's first full hour, lengths across are hundredths of the width of a lane; how large a
//! minute and a lane are is the view's to say. A grid may hold ten thousand cells, of which a screen shows fifty:
//! [`Grid::cells_in`] finds them without looking at the others.

mod cells;
mod columns;
mod lanes;
mod of;
mod steps;
mod words;

#[cfg(test)]
mod tests;

pub use cells::{Grid, GridArea, GridCell, GridColumn};
pub use columns::GridColumns;
pub use steps::{GridCursor, GridStep};
pub use words::{cell_class, cell_words};
