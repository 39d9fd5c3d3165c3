//! The frame around every stored text: `lanyard 1 <crc32> <bytes>`, a line feed, then the payload.
//!
//! The frame tells four cases apart: a whole record, a damaged one, one written by a newer Lanyard, and something that
//! is not ours at all. A reader never guesses: what is not whole is reported and left where it is. The checksum is the
//! CRC-32 of IEEE 802.3 (the one of PNG and zip), over the payload's UTF-8 bytes.
//!
//! The payload is [`Fields`]: lines of `key value`, an empty line, and a body that runs to the end. Values keep any
//! text, line feeds are escaped. It is a form of our own because a JSON library costs more bytes on the first visit
//! than everything else in this module together. Unknown keys are kept, so that an older Lanyard never loses what a
//! newer one wrote.

use crate::checksum::crc32;

const NAME: &str = "lanyard ";
/// Raised only when an older reader would misunderstand the payload; a new key does not need it.
const VERSION: &str = "1";

/// Why a stored text was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// Cut short, changed, or not a record at all.
    Damaged,
    /// Written by a newer Lanyard, in a form this one does not know.
    Newer,
}

/// Puts a payload into its frame: the header, a line feed, the payload.
pub fn seal(payload: &str) -> String {
    let mut text = String::with_capacity(payload.len() + 32);
    text.push_str(NAME);
    text.push_str(VERSION);
    text.push(' ');
    push_hex(&mut text, u64::from(crc32(payload.as_bytes())), 8);
    text.push(' ');
    push_decimal(&mut text, payload.len() as u64);
    text.push('\n');
    text.push_str(payload);
    text
}

/// Takes the payload out of its frame.
///
/// # Errors
///
/// [`FrameError::Newer`] when the header names a later version; [`FrameError::Damaged`] when there is no header, or
/// when its length or its checksum does not fit the payload.
pub fn open(text: &str) -> Result<&str, FrameError> {
    let (header, payload) = text.split_once('\n').ok_or(FrameError::Damaged)?;
    let mut words = header.strip_prefix(NAME).ok_or(FrameError::Damaged)?.split(' ');
    match words.next() {
        Some(VERSION) => {}
        Some(other) if other.parse::<u32>().is_ok_and(|version| version > 1) => return Err(FrameError::Newer),
        _ => return Err(FrameError::Damaged),
    }
    let checksum = words.next().and_then(|word| u32::from_str_radix(word, 16).ok());
    let length = words.next().and_then(|word| word.parse().ok());
    if length == Some(payload.len()) && checksum == Some(crc32(payload.as_bytes())) {
        Ok(payload)
    } else {
        Err(FrameError::Damaged)
    }
}

/// Short values by key, in the order of their keys, and one long text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    values: Vec<(Box<str>, Box<str>)>,
    /// The long text; it may hold line feeds.
    pub body: String,
}

impl Fields {
    /// The value of a key; `None` when it is absent, never empty.
    pub fn get(&self, key: &str) -> Option<&str> {
        let index = self.find(key).ok()?;
        self.values.get(index).map(|(_, value)| &**value)
    }

    /// Sets a value. An empty one removes the key: absent and empty are the same.
    pub fn set(&mut self, key: &str, value: &str) {
        match (self.find(key), value.is_empty()) {
            (Ok(index), true) => drop(self.values.remove(index)),
            (Ok(index), false) => {
                if let Some(slot) = self.values.get_mut(index) {
                    slot.1 = value.into();
                }
            }
            (Err(_), true) => {}
            (Err(index), false) => self.values.insert(index, (key.into(), value.into())),
        }
    }

    /// Whether the value is `yes`.
    pub fn flag(&self, key: &str) -> bool {
        self.get(key) == Some("yes")
    }

    /// Stores true as `yes`; false removes the key.
    pub fn set_flag(&mut self, key: &str, on: bool) {
        self.set(key, if on { "yes" } else { "" });
    }

    /// The value as a decimal number; `None` when the key is absent or its value is no number.
    pub fn number(&self, key: &str) -> Option<i64> {
        self.get(key)?.parse().ok()
    }

    /// Stores a number in decimal digits; `None` removes the key.
    pub fn set_number(&mut self, key: &str, number: Option<i64>) {
        let mut text = String::new();
        if let Some(number) = number {
            if number < 0 {
                text.push('-');
            }
            push_decimal(&mut text, number.unsigned_abs());
        }
        self.set(key, &text);
    }

    /// The keys, in the order of their bytes.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|(key, _)| &**key)
    }

    /// Appends a line `key value` for each key, an empty line, and the body.
    pub fn write(&self, out: &mut String) {
        for (key, value) in &self.values {
            push_line(out, key, value);
        }
        out.push('\n');
        out.push_str(&self.body);
    }

    /// Reads what [`Fields::write`] wrote. Never fails: the checksum has already vouched for the text.
    pub fn read(payload: &str) -> Self {
        let mut fields = Self::default();
        let mut rest = payload;
        while let Some((line, after)) = rest.split_once('\n') {
            rest = after;
            if line.is_empty() {
                break;
            }
            let (key, value) = line.split_once(' ').unwrap_or((line, ""));
            fields.set(key, &unescape(value));
        }
        fields.body = rest.to_owned();
        fields
    }

    fn find(&self, key: &str) -> Result<usize, usize> {
        self.values.binary_search_by(|(other, _)| (**other).cmp(key))
    }
}

/// Appends the line `key value`; a backslash in the value becomes two, a line feed becomes `\n`.
pub fn push_line(out: &mut String, key: &str, value: &str) {
    out.push_str(key);
    out.push(' ');
    for character in value.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            other => out.push(other),
        }
    }
    out.push('\n');
}

fn unescape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n') => text.push('\n'),
                Some(other) => text.push(other),
                None => text.push('\\'),
            },
            other => text.push(other),
        }
    }
    text
}

/// Appends the lowest `digits` hex digits of a number, in lower case and with leading zeros.
pub fn push_hex(out: &mut String, value: u64, digits: u32) {
    for index in (0..digits).rev() {
        out.push(char::from_digit((value >> (4 * index) & 15) as u32, 16).unwrap_or('0'));
    }
}

/// Appends a number in decimal digits, without leading zeros.
pub fn push_decimal(out: &mut String, value: u64) {
    if value >= 10 {
        push_decimal(out, value / 10);
    }
    out.push(char::from_digit((value % 10) as u32, 10).unwrap_or('0'));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sealed_text_looks_like_this() {
        assert_eq!(seal("kind note\n\nHello"), "lanyard 1 0942d208 16\nkind note\n\nHello");
    }

    #[test]
    fn a_newer_version_is_told_from_damage() {
        #[track_caller]
        fn check(text: &str, expect: FrameError) {
            assert_eq!(open(text), Err(expect), "{text:?}");
        }
        check("lanyard 2 whatever comes\nthen", FrameError::Newer);
        check("lanyard 1 00000000 4\nabcd", FrameError::Damaged);
        check("lanyard 0 00000000 4\nabcd", FrameError::Damaged);
        check("lanyard x\n", FrameError::Damaged);
        check("", FrameError::Damaged);
        check("{\"json\": 1}", FrameError::Damaged);
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens(payload in ".*") {
            let sealed = seal(&payload);
            prop_assert_eq!(open(&sealed), Ok(payload.as_str()));
        }

        #[test]
        fn a_cut_or_a_flipped_bit_is_noticed(payload in "(?s).{0,40}", index in 0usize..200, bit in 0u8..8) {
            let sealed = seal(&payload);
            let index = index % sealed.len();
            if let Some(cut) = sealed.get(..index) {
                prop_assert_eq!(open(cut), Err(FrameError::Damaged));
            }
            let mut bytes = sealed.clone().into_bytes();
            bytes[index] ^= 1 << bit;
            if let Ok(text) = String::from_utf8(bytes) {
                prop_assert!(open(&text).is_err() || open(&text) == open(&sealed), "{}", text);
            }
        }

        #[test]
        fn fields_come_back(pairs in prop::collection::vec(("[a-z]{1,6}", "(?s).{0,20}"), 0..6), body in "(?s).{0,60}") {
            let mut fields = Fields { body, ..Fields::default() };
            for (key, value) in &pairs {
                fields.set(key, value);
            }
            let mut text = String::new();
            fields.write(&mut text);
            prop_assert_eq!(Fields::read(&text), fields);
        }

        #[test]
        fn anything_can_be_read(payload in "(?s).*") {
            Fields::read(&payload);
            let _ = open(&payload);
        }
    }
}
