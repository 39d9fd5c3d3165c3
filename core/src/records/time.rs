//! The keeper's unit of time. Pauses are [`Duration`]s.

use std::ops::{Add, Sub};
use std::time::Duration;

/// An instant in milliseconds since 1970, as some clock had it. Sums stop at the ends of the range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnixMillis(pub u64);

impl UnixMillis {
    /// Whole seconds since 1970.
    pub fn seconds(self) -> i64 {
        (self.0 / 1_000) as i64
    }

    /// How long after `earlier` it is; nothing when it is before.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for UnixMillis {
    type Output = Self;

    fn add(self, pause: Duration) -> Self {
        Self(self.0.saturating_add(millis(pause)))
    }
}

impl Sub<Duration> for UnixMillis {
    type Output = Self;

    fn sub(self, pause: Duration) -> Self {
        Self(self.0.saturating_sub(millis(pause)))
    }
}

/// A pause in whole milliseconds.
fn millis(pause: Duration) -> u64 {
    pause.as_secs().saturating_mul(1_000).saturating_add(u64::from(pause.subsec_millis()))
}
