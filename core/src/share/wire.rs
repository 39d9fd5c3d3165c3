//! Numbers and texts as bytes, and bytes as the letters of an address.
//!
//! Numbers are LEB128, signed ones zigzag. Letters are base64url without padding (RFC 4648, section 5).

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

#[derive(Default)]
pub struct ByteWriter {
    pub bytes: Vec<u8>,
}

impl ByteWriter {
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub fn signed(&mut self, number: i64) {
        self.number(((number << 1) ^ (number >> 63)) as u64);
    }

    pub fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }
}

pub struct ByteReader<'a> {
    pub rest: &'a [u8],
}

impl<'a> ByteReader<'a> {
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    pub fn text(&mut self) -> Option<&'a str> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        std::str::from_utf8(text).ok()
    }
}

pub fn push_letters(bytes: &[u8], out: &mut String) {
    for group in bytes.chunks(3) {
        let mut bits = 0;
        for (index, byte) in group.iter().enumerate() {
            bits |= u32::from(*byte) << (16 - 8 * index);
        }
        for index in 0..=group.len() {
            let letter = LETTERS.get((bits >> (18 - 6 * index)) as usize & 63).copied().unwrap_or(b'A');
            out.push(char::from(letter));
        }
    }
}

/// The bytes, and whether the letters end as written letters do: with no bits left over but zeros. `None` when
/// something is no letter.
pub fn read_letters(text: &str) -> Option<(Vec<u8>, bool)> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.bytes() {
        bits = bits << 6 | value(letter)?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some((bytes, bits == 0 && count < 6))
}

fn value(letter: u8) -> Option<u32> {
    let value = match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_are_those_of_rfc_4648() {
        for (bytes, letters) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE")]
        {
            let mut out = String::new();
            push_letters(bytes.as_bytes(), &mut out);
            assert_eq!(out, letters);
            assert_eq!(read_letters(letters), Some((bytes.as_bytes().to_vec(), true)));
        }
        assert_eq!(read_letters("Zh"), Some((b"f".to_vec(), false)), "a bit is left over");
        assert_eq!(read_letters("Zm9vA"), Some((b"foo".to_vec(), false)), "a letter is left over");
        assert_eq!(read_letters("Zg=="), None);
    }

    proptest! {
        #[test]
        fn numbers_come_back(unsigned: u64, signed: i64) {
            let mut writer = ByteWriter::default();
            writer.number(unsigned);
            writer.signed(signed);
            let mut reader = ByteReader { rest: &writer.bytes };
            prop_assert_eq!(reader.number(), Some(unsigned));
            prop_assert_eq!(reader.signed(), Some(signed));
            prop_assert!(reader.rest.is_empty());
        }

        #[test]
        fn reading_any_bytes_ends(bytes: Vec<u8>) {
            let mut reader = ByteReader { rest: &bytes };
            while reader.text().is_some() {}
            let mut reader = ByteReader { rest: &bytes };
            while reader.signed().is_some() {}
        }
    }
}
