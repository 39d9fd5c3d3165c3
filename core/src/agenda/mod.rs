//! My agenda: what is on now and next, what overlaps, how to get there in time, and a day as a list or against time.
//!
//! Pure functions of a trip, of what is mine (a closure, so that nobody has to copy the stars) and of an instant. They
//! decide; views only show. They never read a clock and never touch user data. Sessions are named by their index into
//! [`Trip::sessions`](crate::schedule::Trip), valid for that very trip only.
//!
//! Three rules hold everywhere: a background session is never now, next or an overlap; neither is one that was cancelled or
//! is gone; a session without an end counts for half an hour.

mod clash;
mod conference_days;
mod day;
mod filter;
mod finding;
mod gaps;
mod grid;
mod now;
mod opening;
mod print;
mod reminders;
mod row;
mod slot;
mod stands;
mod timeline;
mod way;

#[cfg(test)]
pub(crate) mod fixture;

pub use clash::{Clash, clash_key, clashes, dropped, repeats, second_choices};
pub use conference_days::{ConferenceDays, is_around};
pub use day::{AgendaGroup, days, groups};
pub use filter::{Filter, FilterChoice, FilterContext, FilterProperty};
pub use finding::{Likeness, Suggestion, instead_of, suggestions};
pub use gaps::{Fit, Gap, fitting, gaps};
pub use grid::{Grid, GridArea, GridCell, GridColumn, GridColumns, GridCursor, GridStep, cell_class, cell_words};
pub use now::{DayPart, Next, NowState, OnNow, Phase, Starting, here, on_at, only_event_on, phase};
pub use opening::{PhaseCard, WELCOME, WELCOME_ADD, WELCOME_EXAMPLE, opening, welcome_try};
pub use print::{PrintSize, print_days};
pub use reminders::{Commitment, Reminders, commitments};
pub use row::{RowTime, SessionRow, event_class, overlap_words};
pub use slot::{Slot, slot};
pub use stands::{Hall, halls, is_stand};
pub use timeline::{AgendaItem, AgendaItemRef, Overlap, Timeline};
pub use way::{Verdict, WalkingPace, Way, way};

use crate::notebook::StarLevel;
use crate::schedule::SessionKey;

/// Whether a session is in my agenda.
pub type SessionPredicate<'a> = dyn Fn(&SessionKey) -> bool + 'a;

/// How firmly a session is in my agenda; `None` when it is not in it.
pub type StarLevels<'a> = dyn Fn(&SessionKey) -> Option<StarLevel> + 'a;
