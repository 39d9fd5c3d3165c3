//! How a reader wants times told: by 12 hours or 24, and by the clocks of which place.
//!
//! It is the reader's and no part of a trip: [`Trip::telling`](super::Trip::telling) is never encoded, and what leaves the
//! phone says times by the trip's own clocks and by 24 hours.

use super::time::Local;
use super::zone::Zone;

/// How times are told on the screen. By default as the trip tells them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Telling {
    /// How an hour is named.
    pub hours: Hours,
    /// Whose clocks count; `None` for those of the trip. Days of the programme stay the trip's.
    pub zone: Option<Zone>,
}

/// How an hour is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hours {
    /// `14:42`.
    #[default]
    TwentyFour,
    /// `2:42 pm`.
    Twelve,
}

impl Hours {
    /// The time of day.
    ///
    /// ```
    /// use lanyard_core::schedule::{Hours, Local};
    ///
    /// let at = |text: &str| Hours::Twelve.clock(Local::parse(text).expect("a time"));
    /// assert_eq!(at("2024-11-13T14:42"), "2:42 pm");
    /// assert_eq!(at("2024-11-13T00:05"), "12:05 am");
    /// ```
    pub fn clock(self, local: Local) -> String {
        if self == Self::TwentyFour {
            return local.clock();
        }
        let half = if local.hour() < 12 { "am" } else { "pm" };
        let hour = match local.hour() % 12 {
            0 => 12,
            hour => hour,
        };
        format!("{hour}:{:02} {half}", local.minute())
    }
}
