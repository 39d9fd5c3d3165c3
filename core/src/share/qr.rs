//! A QR code (ISO/IEC 18004) of a link, as modules to draw.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

/// A square of modules. Whoever draws it adds the quiet zone of four light modules on each side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// Modules on a side.
    pub size: usize,
    /// Row by row from the top left; true is dark.
    pub modules: Vec<bool>,
}

/// `None` when the text is too long for a code that a phone reads from another phone: over 858 bytes.
///
/// Up to 331 bytes a code survives 15 % damage in at most 69 modules a side; beyond, 7 % in at most 97.
pub fn qr(text: &str) -> Option<Qr> {
    let segment = [QrSegment::make_bytes(text.as_bytes())];
    let at_most = |correction, version| {
        QrCode::encode_segments_advanced(&segment, correction, Version::MIN, Version::new(version), None, true).ok()
    };
    at_most(QrCodeEcc::Medium, 13).or_else(|| at_most(QrCodeEcc::Low, 20)).as_ref().map(Qr::from)
}

impl From<&QrCode> for Qr {
    fn from(code: &QrCode) -> Self {
        let range = 0..code.size();
        let modules = range.clone().flat_map(|y| range.clone().map(move |x| (x, y)));
        Self { size: code.size() as usize, modules: modules.map(|(x, y)| code.get_module(x, y)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://lanyard.example/#/shared/1";

    /// Draws the code as a page would and reads it back as a camera would.
    fn scan(qr: &Qr) -> String {
        const SCALE: usize = 3;
        const QUIET: usize = 4;
        let side = (qr.size + 2 * QUIET) * SCALE;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
            let module = |at: usize| (at / SCALE).checked_sub(QUIET).filter(|module| *module < qr.size);
            match (module(x), module(y)) {
                (Some(x), Some(y)) if qr.modules[y * qr.size + x] => 0,
                _ => 255,
            }
        });
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1, "one code in the picture");
        grids[0].decode().unwrap().1
    }

    #[track_caller]
    fn check(length: usize, expect_size: Option<usize>) {
        let text: String = LINK.chars().chain("aZ9-_".chars().cycle()).take(length).collect();
        let code = qr(&text);
        assert_eq!(code.as_ref().map(|code| code.size), expect_size);
        if let Some(code) = code {
            assert_eq!(code.modules.len(), code.size * code.size);
            assert_eq!(scan(&code), text);
        }
    }

    #[test]
    fn a_code_is_read_back() {
        check(1, Some(21));
        check(34, Some(29));
        check(230, Some(61));
        check(300, Some(69));
        check(331, Some(69));
    }

    #[test]
    fn a_long_link_takes_less_correction_and_then_none_is_drawn() {
        check(332, Some(65));
        check(858, Some(97));
        check(859, None);
    }
}
