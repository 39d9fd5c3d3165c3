//! Values in an address: percent-encoding as RFC 3986 has it, and the pairs of a query.

/// Appends `text` with everything escaped that has a meaning in an address, or may not stand there.
pub fn encode(text: &str, out: &mut String) {
    escape(text, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | ':' | ',' | '@'), out);
}

/// Appends `text` with every byte of the characters that are not plain as `%` and two digits, in lower case: they stand in
/// the names of stored records, too.
pub fn escape(text: &str, is_plain: impl Fn(char) -> bool, out: &mut String) {
    for character in text.chars() {
        if is_plain(character) {
            out.push(character);
        } else {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                out.push('%');
                out.extend([byte >> 4, byte & 15].into_iter().filter_map(|digit| char::from_digit(digit.into(), 16)));
            }
        }
    }
}

/// The opposite of [`encode`] and [`escape`]; `None` when the escapes are broken or not UTF-8.
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let high = char::from(rest.next()?).to_digit(16)?;
                let low = char::from(rest.next()?).to_digit(16)?;
                (high * 16 + low) as u8
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

/// Appends `name=value`, after an `&` unless it is the first.
pub fn push(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
    encode(value, query);
}

/// The pairs of a query, in which a form writes a space as `+`. What cannot be decoded is left out: an address is
/// something people cut and mend.
pub fn pairs(query: &str) -> impl Iterator<Item = (&str, String)> {
    query.split('&').filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        Some((name, decode(&value.replace('+', "%20"))?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_people_cut_and_mend_is_read_as_far_as_it_goes() {
        #[track_caller]
        fn check(query: &str, expect: &[(&str, &str)]) {
            let found: Vec<(&str, String)> = pairs(query).collect();
            assert_eq!(found.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>(), expect);
        }
        check("", &[]);
        check("a=1&b&c=%ff&d=two+words&e=%2", &[("a", "1"), ("d", "two words")]);
        check("q=caf%C3%A9%20%2b1", &[("q", "café +1")]);
    }

    #[test]
    fn what_has_a_meaning_is_escaped() {
        let mut out = String::new();
        encode("a/b c%é@:", &mut out);
        escape("é/", |c| c != '/', &mut out);
        assert_eq!(out, "a%2fb%20c%25%c3%a9@:é%2f");
    }

    proptest! {
        #[test]
        fn every_value_comes_back(values in prop::collection::vec(".{0,12}", 0..4)) {
            let mut query = String::new();
            values.iter().for_each(|value| push(&mut query, "v", value));
            prop_assert_eq!(pairs(&query).map(|(_, value)| value).collect::<Vec<_>>(), values);
        }
    }
}
