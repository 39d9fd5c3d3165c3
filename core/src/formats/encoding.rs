//! From bytes to text, whatever the encoding.
//!
//! UTF-8 with or without a byte order mark, UTF-16 of either order with or without one, UTF-32 with one, and Windows-1252
//! (which contains what people call Latin-1) for everything that is not valid UTF-8. Declarations in the file are not
//! believed: the bytes tell. Text is never refused for its encoding.

use std::borrow::Cow;

use crate::text::windows_1252::windows_1252;

/// The text, and a sentence when it had to be guessed or mended.
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, Option<&'static str>) {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return decode_bytes(rest);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe\0\0") {
        return (Cow::Owned(decode_utf32(rest, u32::from_le_bytes)), None);
    }
    if let Some(rest) = bytes.strip_prefix(b"\0\0\xfe\xff") {
        return (Cow::Owned(decode_utf32(rest, u32::from_be_bytes)), None);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return (Cow::Owned(decode_utf16(rest, u16::from_le_bytes)), None);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return (Cow::Owned(decode_utf16(rest, u16::from_be_bytes)), None);
    }
    // Every format starts with an ASCII character, so a zero beside it tells the order of UTF-16 without a mark.
    match bytes {
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => {
            (Cow::Owned(decode_utf16(bytes, u16::from_le_bytes)), None)
        }
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => {
            (Cow::Owned(decode_utf16(bytes, u16::from_be_bytes)), None)
        }
        _ => decode_bytes(bytes),
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).map(|unit| unit.unwrap_or('\u{fffd}')).collect()
}

fn decode_utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> String {
    let (units, _) = bytes.as_chunks::<4>();
    units.iter().map(|bytes| char::from_u32(unit(*bytes)).unwrap_or('\u{fffd}')).collect()
}

fn decode_bytes(bytes: &[u8]) -> (Cow<'_, str>, Option<&'static str>) {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return (Cow::Borrowed(text), None),
        Err(error) => error,
    };
    if error.error_len().is_none() {
        let whole = bytes.get(..error.valid_up_to()).unwrap_or_default();
        return (String::from_utf8_lossy(whole), Some("The file breaks off within a character."));
    }
    // iCalendar folds lines by bytes, and some writers fold within a character. Unfolding mends exactly that.
    if let Some(text) = unfolded(bytes) {
        return (Cow::Owned(text), None);
    }
    if mostly_utf8(bytes) {
        return (String::from_utf8_lossy(bytes), Some("Some characters could not be read."));
    }
    let text = bytes.iter().map(|byte| windows_1252(*byte)).collect();
    (Cow::Owned(text), Some("The file is not in UTF-8; it was read as Western European text."))
}

fn unfolded(bytes: &[u8]) -> Option<String> {
    let starts_as_calendar = bytes.get(..6)?.eq_ignore_ascii_case(b"BEGIN:");
    if !starts_as_calendar {
        return None;
    }
    let mut whole: Vec<u8> = Vec::with_capacity(bytes.len());
    for byte in bytes {
        match (byte, whole.as_slice()) {
            (b' ' | b'\t', [.., b'\r', b'\n']) => whole.truncate(whole.len() - 2),
            (b' ' | b'\t', [.., b'\n']) => whole.truncate(whole.len() - 1),
            _ => whole.push(*byte),
        }
    }
    String::from_utf8(whole).ok()
}

/// Whether the text has more whole UTF-8 sequences beyond ASCII than bytes that belong to none.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good > bad
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expect: &str) {
        assert_eq!(decode(bytes).0, expect);
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "<schedule>Grüße – „Ω“</schedule>";
        check(text.as_bytes(), text);
        check(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), text);
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&little, text);
        check(&big, text);
        check(&[b"\xff\xfe", little.as_slice()].concat(), text);
        let little: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        check(&[b"\xff\xfe\0\0", little.as_slice()].concat(), text);
        let four: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        check(&[b"\0\0\xfe\xff", four.as_slice()].concat(), text);
        check(&[b"\xfe\xff", big.as_slice()].concat(), text);
    }

    #[test]
    fn western_european_bytes_are_read_as_such() {
        check(b"<a>Gr\xfc\xdfe \x96 \x84x\x93</a>", "<a>Grüße – „x“</a>");
    }

    #[test]
    fn a_broken_byte_among_good_ones_costs_one_character() {
        check(b"\xc3\xa4\xc3\xb6\xc3\xbc \xff!", "äöü \u{fffd}!");
    }

    #[test]
    fn a_file_cut_within_a_character_keeps_the_rest() {
        check(b"gr\xc3\xbc\xc3", "grü");
    }

    #[test]
    fn a_line_folded_within_a_character_is_mended() {
        check(b"BEGIN:VEVENT\r\nSUMMARY:Gr\xc3\r\n \xbc\xc3\x9fe\r\n", "BEGIN:VEVENT\r\nSUMMARY:Grüße\r\n");
    }
}
