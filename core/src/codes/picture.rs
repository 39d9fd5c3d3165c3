//! What the code in a picture says.
//!
//! rxing finds the code and corrects it. Its texts are not asked for: they would bring the tables of a hundred character
//! sets along, three times as large as everything else here.

use std::cmp::Reverse;

use rxing::common::{DetectorRXingResult, HybridBinarizer};
use rxing::qrcode::cpp_port::decoder::Decode;
use rxing::qrcode::cpp_port::detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR};
use rxing::{BinaryBitmap, Luma8LuminanceSource};

/// Pixels on the longer side that are enough to read a code of [`super::CodeSender`] which fills half of the picture. A
/// larger picture is made smaller first: the time that reading takes goes with its area.
const LONGEST_SIDE: usize = 1280;

/// The smallest code has 21 modules a side.
const SHORTEST_SIDE: usize = 21;

/// A code has three corners that are its finders. All triples of so many are compared, the larger ones if there are more:
/// a wall of them would take minutes.
const MAX_FINDERS: usize = 48;

/// So many triples are tried, the likelier first.
const MAX_ATTEMPTS: usize = 16;

/// The brightness of each pixel of a picture that has four bytes for one: red, green, blue and alpha, which is left out.
///
/// The weights are those of [BT.601](https://www.itu.int/rec/R-REC-BT.601), of 256.
pub fn luma(rgba: &[u8]) -> Vec<u8> {
    let (pixels, _) = rgba.as_chunks();
    let brightness = |[red, green, blue, _]: &[u8; 4]| {
        ((77 * u32::from(*red) + 150 * u32::from(*green) + 29 * u32::from(*blue)) >> 8) as u8
    };
    pixels.iter().map(brightness).collect()
}

/// The text of the code in a picture: one byte of brightness for each pixel, row by row from the top left. `None` when
/// there is no code, or it cannot be read; of several codes any one is read. A text that is not UTF-8 is
/// none.
pub fn text(luma: &[u8], width: usize, height: usize) -> Option<String> {
    let factor = width.max(height).div_ceil(LONGEST_SIDE).max(1);
    let (small_width, small_height) = (width / factor, height / factor);
    let is_whole = width.checked_mul(height).is_some_and(|area| area <= luma.len());
    if !is_whole || small_width.min(small_height) < SHORTEST_SIDE {
        return None;
    }
    let brightness = |x: usize, y: usize| {
        let rows = (y * factor..(y + 1) * factor).filter_map(|y| {
            let start = y * width + x * factor;
            luma.get(start..start + factor)
        });
        (rows.flatten().map(|pixel| usize::from(*pixel)).sum::<usize>() / (factor * factor)) as u8
    };
    let small = (0..small_height).flat_map(|y| (0..small_width).map(move |x| brightness(x, y))).collect();
    let source = Luma8LuminanceSource::new(small, small_width as u32, small_height as u32).ok()?;
    let bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let bits = bitmap.get_black_matrix();
    let mut finders = FindFinderPatterns(bits, false, 0);
    finders.sort_by_key(|finder| Reverse(finder.size));
    finders.truncate(MAX_FINDERS);
    GenerateFinderPatternSets(&mut finders).iter().take(MAX_ATTEMPTS).find_map(|finders| {
        let code = SampleQR(bits, finders).ok()?;
        let read = Decode(code.getBits()).ok().filter(|read| read.isValid())?;
        String::from_utf8(read.content().bytes().to_vec()).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brightness_is_what_an_eye_sees() {
        #[track_caller]
        fn check(rgba: &[u8], expect: &[u8]) {
            assert_eq!(luma(rgba), expect);
        }
        check(&[], &[]);
        check(&[0, 0, 0, 255, 255, 255, 255, 0], &[0, 255]);
        check(&[255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255], &[76, 149, 28]);
        check(&[9, 9, 9], &[]);
    }
}
