//! The recording of a session that is watched later: where it is, and where in it the session starts.
//!
//! One recording often holds a whole day. A start is written as people say it, `1:02:03`, and becomes part of the
//! address: `t=3723s` where YouTube plays from, elsewhere the fragment `t=3723` (W3C Media Fragments URI 1.0).

use crate::records::frame::push_decimal;

/// Where a recording is, and where in it the session starts; the address is empty when there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recording {
    /// As it was typed or pasted.
    pub url: String,
    /// Seconds; `None` where nobody said, and then the address may say it.
    pub start: Option<u32>,
}

impl Recording {
    /// The address that plays from the start of the session.
    pub fn href(&self) -> String {
        let url = self.url.trim();
        let Some(start) = self.start else { return url.to_owned() };
        let mut seconds = String::new();
        push_decimal(&mut seconds, u64::from(start));
        let (page, fragment) = url.split_once('#').unwrap_or((url, ""));
        if !plays_by_query(page) {
            // Any other fragment means something to that page.
            let is_ours = fragment.is_empty() || fragment.starts_with("t=");
            return if is_ours { format!("{page}#t={seconds}") } else { url.to_owned() };
        }
        let (address, query) = page.split_once('?').unwrap_or((page, ""));
        let says_when = |pair: &&str| pair.starts_with("t=") || pair.starts_with("start=");
        let mut href = String::from(address);
        let mut separator = '?';
        let when = format!("t={seconds}s");
        for pair in query.split('&').filter(|pair| !pair.is_empty() && !says_when(pair)).chain([when.as_str()]) {
            href.push(separator);
            href.push_str(pair);
            separator = '&';
        }
        href
    }
}

fn plays_by_query(page: &str) -> bool {
    let host = page.split_once("//").map_or(page, |(_, rest)| rest).split('/').next().unwrap_or("");
    ["youtube.com", "youtu.be"]
        .iter()
        .any(|known| host.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('.')))
}

/// Seconds, of `3723`, `62:03` or `1:02:03`.
pub fn parse_offset(text: &str) -> Option<u32> {
    let mut seconds: u32 = 0;
    for (index, part) in text.trim().split(':').enumerate() {
        if index > 2 || part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let part: u32 = part.parse().ok()?;
        if index > 0 && part > 59 {
            return None;
        }
        seconds = seconds.checked_mul(60)?.checked_add(part)?;
    }
    Some(seconds)
}

/// `1:02:03`, `2:03`.
pub fn offset_in_words(seconds: u32) -> String {
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    let parts = if hours > 0 { vec![hours, minutes, seconds % 60] } else { vec![minutes, seconds % 60] };
    let mut text = String::new();
    for (index, part) in parts.into_iter().enumerate() {
        if index > 0 {
            text.push_str(if part < 10 { ":0" } else { ":" });
        }
        push_decimal(&mut text, u64::from(part));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_address_plays_from_where_it_was_said() {
        #[track_caller]
        fn check(url: &str, start: Option<u32>, expect: &str) {
            assert_eq!(Recording { url: url.into(), start }.href(), expect);
        }
        check(" https://youtu.be/abc ", None, "https://youtu.be/abc");
        check("https://youtu.be/abc", Some(90), "https://youtu.be/abc?t=90s");
        check("https://youtu.be/abc?t=5&si=x", Some(0), "https://youtu.be/abc?si=x&t=0s");
        check("https://www.youtube.com/watch?v=abc&start=3#x", Some(7), "https://www.youtube.com/watch?v=abc&t=7s");
        check("https://notyoutube.com/watch?v=abc", Some(7), "https://notyoutube.com/watch?v=abc#t=7");
        check("https://media.ccc.de/v/talk#t=1", Some(754), "https://media.ccc.de/v/talk#t=754");
        check("https://app.example/#/talk/7", Some(754), "https://app.example/#/talk/7");
        check("", Some(3), "#t=3");
    }

    #[test]
    fn a_start_is_read_as_people_write_it() {
        #[track_caller]
        fn check(text: &str, expect: Option<u32>) {
            assert_eq!(parse_offset(text), expect, "{text:?}");
        }
        check("754", Some(754));
        check(" 12:34 ", Some(754));
        check("62:03", Some(3_723));
        check("1:02:03", Some(3_723));
        check("1:60", None);
        check("1:2:3:4", None);
        check(":30", None);
        check("-1", None);
        check("", None);
        check("99999999999", None);
        check("4294967295:59", None);
    }

    proptest! {
        #[test]
        fn a_start_reads_back(seconds in any::<u32>()) {
            prop_assert_eq!(parse_offset(&offset_in_words(seconds)), Some(seconds));
        }

        #[test]
        fn anything_may_be_pasted(url in "(?s).{0,60}", start in any::<Option<u32>>(), text in "(?s).{0,12}") {
            Recording { url, start }.href();
            parse_offset(&text);
        }
    }
}
