//! Counts in words, beside the words that the schedule has for its own.

pub use lanyard_core::schedule::words::*;

/// `1 note`, `2 notes`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
