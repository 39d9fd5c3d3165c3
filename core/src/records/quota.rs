//! How much room is left, in words and in parts.

/// How full the fuller of the two stores is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fullness {
    /// The browser does not tell.
    #[default]
    Unknown,
    /// Less than 70 % of each store is used.
    Plenty,
    /// From 70 % on: time for a notice.
    Filling,
    /// From 90 % on: no more photos. Text always goes on.
    NoPhotos,
}

/// WebKit counts two bytes a character and allows 5 MiB: the tightest of the three engines.
const SMALL_STORE_CHARACTERS: u64 = 5 * 1024 * 1024 / 2;

/// `main_bytes` is what the browser says is used and is there; `small_characters` is what the small store holds.
/// Photos lie in the main store, so the small one stops them only where nothing is known of the main one.
pub fn fullness(main_bytes: Option<(u64, u64)>, small_characters: u64) -> Fullness {
    let percent = |used: u64, of: u64| used.saturating_mul(100) / of.max(1);
    let small = percent(small_characters, SMALL_STORE_CHARACTERS);
    match (main_bytes.map(|(used, of)| percent(used, of)), small) {
        (Some(90..), _) | (None, 90..) => Fullness::NoPhotos,
        (Some(70..), _) | (_, 70..) => Fullness::Filling,
        (Some(_), _) => Fullness::Plenty,
        (None, _) => Fullness::Unknown,
    }
}

/// `340 kB`, `12.5 MB`, `2 GB`: three digits at most, in powers of ten as phones count.
pub fn bytes_in_words(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1_000_000_000, " GB"), (1_000_000, " MB"), (1_000, " kB")];
    let mut text = String::new();
    let Some((size, unit)) = UNITS.into_iter().find(|(size, _)| bytes >= *size) else {
        super::frame::push_decimal(&mut text, bytes);
        text.push_str(" bytes");
        return text;
    };
    let (whole, tenth) = (bytes / size, bytes % size * 10 / size);
    super::frame::push_decimal(&mut text, whole);
    if whole < 100 && tenth > 0 {
        text.push('.');
        super::frame::push_decimal(&mut text, tenth);
    }
    text.push_str(unit);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fuller_store_is_told_of_and_the_main_one_stops_photos() {
        const GB: u64 = 1_000_000_000;
        assert_eq!(fullness(None, 0), Fullness::Unknown);
        assert_eq!(fullness(Some((GB, 2 * GB)), 0), Fullness::Plenty);
        assert_eq!(fullness(Some((7 * GB, 10 * GB)), 0), Fullness::Filling);
        assert_eq!(fullness(Some((9 * GB, 10 * GB)), 0), Fullness::NoPhotos);
        assert_eq!(fullness(Some((0, GB)), 2_000_000), Fullness::Filling);
        assert_eq!(fullness(Some((0, GB)), 2_600_000), Fullness::Filling);
        assert_eq!(fullness(None, 2_000_000), Fullness::Filling);
        assert_eq!(fullness(None, 2_400_000), Fullness::NoPhotos);
        assert_eq!(fullness(Some((1, 0)), 0), Fullness::NoPhotos);
    }

    #[test]
    fn bytes_read_like_on_a_phone() {
        for (bytes, expect) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_000, "1 kB"),
            (340_900, "340 kB"),
            (12_540_000, "12.5 MB"),
            (2_000_000_000, "2 GB"),
        ] {
            assert_eq!(bytes_in_words(bytes), expect);
        }
    }
}
