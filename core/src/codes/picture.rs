//! What the codes in a picture say.

use rqrr::PreparedImage;

/// Pixels on the longer side that are enough to read a code of [`super::CodeSender`] which fills half of the picture. A
/// larger picture is made smaller first: the time that reading takes goes with its area.
const LONGEST_SIDE: usize = 1280;

/// The smallest code has 21 modules a side.
const SHORTEST_SIDE: usize = 21;

/// The texts of the codes in a picture: one byte of brightness for each pixel, row by row from the top left. None when
/// there is no code, or it cannot be read; codes whose text is not UTF-8 are left out.
pub fn texts(luma: &[u8], width: usize, height: usize) -> Vec<String> {
    let factor = width.max(height).div_ceil(LONGEST_SIDE).max(1);
    let is_whole = width.checked_mul(height).is_some_and(|area| area <= luma.len());
    if !is_whole || width.min(height) / factor < SHORTEST_SIDE {
        return Vec::new();
    }
    let area = factor * factor;
    let brightness = |x: usize, y: usize| {
        let rows = (y * factor..(y + 1) * factor).filter_map(|y| {
            let start = y * width + x * factor;
            luma.get(start..start + factor)
        });
        (rows.flatten().map(|pixel| usize::from(*pixel)).sum::<usize>() / area) as u8
    };
    let mut image = PreparedImage::prepare_from_greyscale(width / factor, height / factor, brightness);
    image.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
}
