//! Windows-1252, which contains what people call Latin-1 (encoding.spec.whatwg.org, "windows-1252").

/// The character of a byte. Five bytes stand for nothing; they are the controls of their number, as browsers have it.
pub fn windows_1252(byte: u8) -> char {
    const C1: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    byte.checked_sub(0x80).and_then(|index| C1.get(usize::from(index)).copied()).unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::windows_1252;

    #[test]
    fn only_the_controls_differ_from_latin_1() {
        for byte in 0..=u8::MAX {
            assert_eq!(
                windows_1252(byte) == char::from(byte),
                !(0x80..0xa0).contains(&byte) || [0x81, 0x8d, 0x8f, 0x90, 0x9d].contains(&byte)
            );
        }
        assert_eq!([0x80, 0x84, 0x96, 0x9f].map(windows_1252), ['€', '„', '–', 'Ÿ']);
    }
}
