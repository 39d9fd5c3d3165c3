//! How large a kept photo is. A camera's picture of 12 megapixels would fill a phone's storage with a day's photos.

/// Pixels of the longer side.
const LONGEST_SIDE: u32 = 1_600;
/// What a kept photo should weigh, in bytes.
pub const WEIGHT: usize = 300_000;
/// JPEG qualities to try, best first, until the photo weighs no more than that. The last one stands in any case.
pub const QUALITIES: [f64; 4] = [0.82, 0.7, 0.55, 0.4];

/// Pixels of a picture that a phone with little memory can still take apart, four bytes each.
pub const MOST_PIXELS: u64 = 50_000_000;

/// The size a picture is drawn at: never larger than it is, and with its proportions.
pub fn fit(width: u32, height: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= LONGEST_SIDE {
        return (width.max(1), height.max(1));
    }
    let scaled = |side: u32| {
        let side = u64::from(side) * u64::from(LONGEST_SIDE) + u64::from(longest) / 2;
        (side / u64::from(longest)).max(1) as u32
    };
    (scaled(width), scaled(height))
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn photos_shrink_and_keep_their_proportions() {
        #[track_caller]
        fn check(size: (u32, u32), expect: (u32, u32)) {
            assert_eq!(fit(size.0, size.1), expect);
            assert_eq!(fit(size.1, size.0), (expect.1, expect.0), "on its side");
        }
        check((4_032, 3_024), (1_600, 1_200));
        check((1_600, 900), (1_600, 900));
        check((800, 600), (800, 600));
        check((100_000, 10), (1_600, 1));
        check((0, 0), (1, 1));
        check((u32::MAX, u32::MAX), (1_600, 1_600));
    }
}
