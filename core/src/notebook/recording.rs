//! The recording of a session that is watched later: where it is, and where in it the session starts.
//!
//! One recording often holds a whole day. A start is written as people say it, `1:02:03`, and becomes part of the
//! address: `t=3723s` where YouTube plays from, elsewhere the fragment `t=3723` (W3C Media Fragments URI 1.0).

use crate::records::frame::push_decimal;
use crate::schedule::Link;

/// Where a recording is, and where in it the session starts; the address is empty when there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recording {
    /// As it was typed or pasted.
    pub url: String,
    /// Seconds; `None` where nobody said, and then the address may say it.
    pub start: Option<u32>,
}

impl Recording {
    /// The recording among the links of a session, when the programme has one, with the start that its address names.
    pub fn among(links: &[Link]) -> Option<Self> {
        // The first of the best: schedules list one recording in several formats.
        let best = links.iter().rev().max_by_key(|link| likeness(link)).filter(|link| likeness(link) > 0)?;
        Some(Self { url: best.url.clone(), start: start_in(&best.url) })
    }

    /// Where the session starts in it: as somebody said, or else as its address says.
    pub fn starts_at(&self) -> Option<u32> {
        self.start.or_else(|| start_in(self.url.trim()))
    }

    /// The address that plays from the start of the session. One that does so already stays as it was pasted.
    pub fn href(&self) -> String {
        let url = self.url.trim();
        let Some(start) = self.start.filter(|start| start_in(url) != Some(*start)) else { return url.to_owned() };
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
    is_of(page, &["youtube.com", "youtu.be"])
}

/// Whether an address is of one of these hosts, or of one below them.
fn is_of(address: &str, hosts: &[&str]) -> bool {
    let host = address.split_once("//").map_or(address, |(_, rest)| rest).split('/').next().unwrap_or("");
    hosts.iter().any(|known| host.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('.')))
}

/// How much a link looks like the recording of a session: not at all is 0.
fn likeness(link: &Link) -> u32 {
    const HOSTS: [&str; 5] = ["youtube.com", "youtu.be", "vimeo.com", "media.ccc.de", "video.fosdem.org"];
    let (title, address) = (link.title.to_ascii_lowercase(), link.url.to_ascii_lowercase());
    let page = address.split(['?', '#']).next().unwrap_or("");
    let says = |words: &[&str]| words.iter().any(|word| title.contains(word));
    let ends = |endings: &[&str]| endings.iter().any(|ending| page.ends_with(ending));
    // What comes along with a video is none.
    if says(&["subtitle", "slides", "livestream", "live stream"]) || ends(&[".vtt", ".srt", ".pdf"]) {
        return 0;
    }
    match () {
        () if says(&["recording"]) => 3,
        () if is_of(&address, &HOSTS) => 2,
        () if says(&["video", "youtube"]) || ends(&[".mp4", ".webm"]) => 1,
        () => 0,
    }
}

/// Seconds, of `t=` or `start=` in the query or the fragment of an address.
fn start_in(address: &str) -> Option<u32> {
    let says_when = |pair: &str| pair.strip_prefix("t=").or_else(|| pair.strip_prefix("start=")).map(str::to_owned);
    address.split(['?', '#', '&']).skip(1).find_map(says_when).and_then(|start| parse_offset(&start))
}

/// Seconds, of `3723`, `62:03`, `1:02:03` or `1h2m3s`.
pub fn parse_offset(text: &str) -> Option<u32> {
    let text = text.trim();
    if text.ends_with(|last: char| last.is_ascii_alphabetic()) {
        return parse_units(text);
    }
    let mut seconds: u32 = 0;
    for (index, part) in text.split(':').enumerate() {
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

/// Seconds, of hours, minutes and seconds in this order, as far as they are there: `1h2m3s`, `2 m`, `90s`.
fn parse_units(text: &str) -> Option<u32> {
    const UNITS: [(char, u32); 3] = [('h', 3_600), ('m', 60), ('s', 1)];
    let mut seconds: u32 = 0;
    let mut number = None::<u32>;
    let mut left = UNITS.as_slice();
    for letter in text.chars().filter(|letter| *letter != ' ') {
        if let Some(digit) = letter.to_digit(10) {
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            continue;
        }
        let unit = left.iter().position(|(name, _)| letter.eq_ignore_ascii_case(name))?;
        let (_, length) = left.get(unit)?;
        seconds = seconds.checked_add(number.take()?.checked_mul(*length)?)?;
        left = left.get(unit + 1..)?;
    }
    number.is_none().then_some(seconds)
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
        check("https://youtu.be/abc?si=x&t=90", Some(90), "https://youtu.be/abc?si=x&t=90");
        check("https://youtu.be/abc?t=1m30s", Some(90), "https://youtu.be/abc?t=1m30s");
        check("https://notyoutube.com/watch?v=abc", Some(7), "https://notyoutube.com/watch?v=abc#t=7");
        check("https://media.ccc.de/v/talk#t=1", Some(754), "https://media.ccc.de/v/talk#t=754");
        check("https://app.example/#/talk/7", Some(754), "https://app.example/#/talk/7");
        check("", Some(3), "#t=3");
    }

    #[test]
    fn a_recording_that_the_programme_has_is_found() {
        #[track_caller]
        fn check(links: &[(&str, &str)], expect: Option<(&str, Option<u32>)>) {
            let links: Vec<Link> =
                links.iter().map(|(title, url)| Link { title: (*title).into(), url: (*url).into() }).collect();
            let found = Recording::among(&links);
            assert_eq!(found.as_ref().map(|found| (found.url.as_str(), found.start)), expect, "{links:?}");
            assert_eq!(found.and_then(|found| found.starts_at()), expect.and_then(|(_, start)| start));
        }
        check(&[], None);
        check(&[("Slides", "https://a.example/slides.pdf"), ("Chat", "https://a.example/chat")], None);
        let live = "https://www.youtube.com/live/abc?t=14609s";
        check(&[("Slides", "https://a.example"), ("Recording", live)], Some((live, Some(14_609))));
        check(&[("Watch", "https://youtu.be/abc?t=1h2m3s")], Some(("https://youtu.be/abc?t=1h2m3s", Some(3_723))));
        check(&[("Livestream", "https://youtu.be/abc")], None);
        let fosdem = [
            ("Video recording subtitle file (VTT)", "https://video.fosdem.org/2025/a.vtt"),
            ("Video recording (AV1/WebM)", "https://video.fosdem.org/2025/a.webm"),
            ("Video recording (MP4)", "https://video.fosdem.org/2025/a.mp4"),
        ];
        check(&fosdem, Some(("https://video.fosdem.org/2025/a.webm", None)));
        check(&[("Film", "https://a.example/talk.mp4#t=754")], Some(("https://a.example/talk.mp4#t=754", Some(754))));
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
        check("4:03:29", Some(14_609));
        check("1h2m3s", Some(3_723));
        check("1H 2M", Some(3_720));
        check("14609s", Some(14_609));
        check("90m", Some(5_400));
        check("2m1h", None);
        check("1h2", None);
        check("1h2m3", None);
        check("h", None);
        check("1d", None);
        check("99999999999s", None);
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
            let recording = Recording { url: url.clone(), start };
            recording.href();
            recording.starts_at();
            Recording::among(&[Link { title: text.clone(), url }]);
            parse_offset(&text);
        }
    }
}
