//! Counts and durations in words, beside the words that the schedule has for its own.

pub use lanyard_core::schedule::words::*;

/// `1 note`, `2 notes`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `45 min`, `2 h 5 min`, `3 days`.
pub fn duration(minutes: i64) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (hours, rest) {
        (0, _) => format!("{rest} min"),
        (1..48, 0) => format!("{hours} h"),
        (1..48, _) => format!("{hours} h {rest} min"),
        _ => format!("{} days", hours / 24),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_short() {
        let said: Vec<String> = [5, 60, 125, 60 * 24, 60 * 24 * 12].map(duration).to_vec();
        assert_eq!(said, ["5 min", "1 h", "2 h 5 min", "24 h", "12 days"]);
    }
}
