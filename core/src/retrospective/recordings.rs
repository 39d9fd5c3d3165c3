//! Recordings from a pasted list: each video is proposed for the session whose title it has.
//!
//! A playlist names its videos as it likes, `Title - Speaker, Company` most often. So a title is found by its words: those
//! that few sessions have count for more, and all of a session's words are to be in the video's title.

use std::collections::{BTreeMap, BTreeSet};

use crate::notebook::Recording;
use crate::schedule::{SessionKey, Trip};
use crate::search::fold;
use crate::text::{Href, plain_title};

/// A video in a pasted list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedVideo {
    /// Its title in one line; empty when the list gives none.
    pub title: String,
    /// Its address.
    pub url: String,
}

/// A video for a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The session.
    pub session: SessionKey,
    /// The video.
    pub video: PastedVideo,
    /// How sure it is, from 1 to 100.
    pub score: u32,
}

/// Below this a title has only the words in common that every talk has.
const LEAST: u32 = 60;

/// No list is longer than this.
const MOST_VIDEOS: usize = 2_000;

/// What the speaker's name in a video's title adds.
const SPEAKER: u32 = 15;

/// The videos in a text: an address in each line with the title before or after it, or in the line above.
pub fn pasted_videos(text: &str) -> Vec<PastedVideo> {
    let mut found: Vec<PastedVideo> = Vec::new();
    let mut above = String::new();
    for line in text.lines() {
        let Some((start, address)) = first_address(line) else {
            let title = title_of(line);
            if !title.is_empty() && !is_a_duration(&title) {
                above = title;
            }
            continue;
        };
        let end = start + address.len();
        let around = [line.get(..start).unwrap_or(""), line.get(end..).unwrap_or("")].map(title_of);
        let around = around.into_iter().filter(|part| !part.is_empty()).collect::<Vec<String>>().join(" ");
        let title = if around.is_empty() { std::mem::take(&mut above) } else { around };
        let is_known = |video: &PastedVideo| video.url == address && video.title == title;
        if !found.iter().any(is_known) && found.len() < MOST_VIDEOS {
            found.push(PastedVideo { title, url: address.to_owned() });
        }
        above.clear();
    }
    found
}

/// The first address in a line, and where it starts.
fn first_address(line: &str) -> Option<(usize, &str)> {
    let start = ["https://", "http://"].iter().filter_map(|scheme| line.find(scheme)).min()?;
    let rest = line.get(start..)?;
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | ')' | ']' | '|' | ',' | ';' | '\'');
    let address = rest.split(ends).next().unwrap_or(rest);
    Href::parse(address).map(|_| (start, address))
}

/// What is left of a line when the signs are gone that lists put around a title.
fn title_of(part: &str) -> String {
    let is_mark = |c: char| c.is_whitespace() || "[]()<>|,;\"'*#-–—:.\t".contains(c);
    let without_number = part.trim_start_matches(is_mark);
    let digits = without_number.bytes().take_while(u8::is_ascii_digit).count();
    let rest = without_number.get(digits..).unwrap_or("");
    let without_number =
        if digits > 0 && digits < 4 && rest.starts_with(['.', ')', '\t']) { rest } else { without_number };
    plain_title(without_number.trim_matches(is_mark))
}

/// `12:34`: the length of a video, as a playlist's page has it between its titles.
fn is_a_duration(title: &str) -> bool {
    title.chars().all(|c| c.is_ascii_digit() || c == ':')
}

/// For each video the session it most likely is of, surest first. No session and no video stands in two proposals.
/// `is_mine` says which sessions matter to the user: of two that are equally likely, one of those is taken.
pub fn propose(trip: &Trip, videos: &[PastedVideo], is_mine: &dyn Fn(&SessionKey) -> bool) -> Vec<Proposal> {
    let titles: Vec<BTreeSet<String>> = trip.sessions.iter().map(|session| words(&session.title)).collect();
    let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, title) in titles.iter().enumerate() {
        for word in title {
            by_word.entry(word).or_default().push(index);
        }
    }
    let weight = |word: &str| 1 + 1_000 / by_word.get(word).map_or(1, Vec::len);
    let mut pairs: Vec<(u32, bool, usize, usize)> = Vec::new();
    for (number, video) in videos.iter().enumerate() {
        let said = words(&video.title);
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for word in &said {
            for session in by_word.get(word.as_str()).into_iter().flatten() {
                *shared.entry(*session).or_default() += weight(word);
            }
        }
        for (index, shared) in shared {
            let (Some(session), Some(title)) = (trip.sessions.get(index), titles.get(index)) else { continue };
            let all: usize = title.iter().map(|word| weight(word)).sum();
            let names_a_speaker = trip.speakers(session).any(|person| {
                let name = words(&person.name);
                !name.is_empty() && name.is_subset(&said)
            });
            let share = u32::try_from(shared * 100 / all.max(1)).unwrap_or(0);
            let score = (share + if names_a_speaker { SPEAKER } else { 0 }).min(100);
            if share >= LEAST - SPEAKER && score >= LEAST {
                pairs.push((score, is_mine(&trip.key(session)), index, number));
            }
        }
    }
    pairs.sort_by(|one, other| (other.0, other.1, one.2, one.3).cmp(&(one.0, one.1, other.2, other.3)));
    let (mut taken, mut given) = (BTreeSet::new(), BTreeSet::new());
    let mut proposals = Vec::new();
    for (score, _, index, number) in pairs {
        let (Some(session), Some(video)) = (trip.sessions.get(index), videos.get(number)) else { continue };
        if !taken.contains(&index) && given.insert(number) {
            taken.insert(index);
            proposals.push(Proposal { session: trip.key(session), video: video.clone(), score });
        }
    }
    proposals
}

impl PastedVideo {
    /// As it is noted for a session; the address may say where the session starts.
    pub fn recording(&self) -> Recording {
        let recording = Recording { url: self.url.clone(), start: None };
        Recording { start: recording.starts_at(), ..recording }
    }
}

/// The words that tell one title from another.
fn words(title: &str) -> BTreeSet<String> {
    let folded = fold(title);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().count() > 1 && !FILLING.contains(word)).map(str::to_owned).collect()
}

/// Words that every title may have.
const FILLING: &[&str] = &[
    "the", "and", "of", "to", "in", "for", "with", "on", "an", "at", "by", "from", "is", "are", "it", "its", "your",
    "you", "how", "what", "we", "our",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::fixture::{self, timed};

    fn video(title: &str, url: &str) -> PastedVideo {
        PastedVideo { title: title.to_owned(), url: url.to_owned() }
    }

    #[test]
    fn videos_are_found_in_whatever_was_pasted() {
        #[track_caller]
        fn check(text: &str, expect: &[(&str, &str)]) {
            let expect: Vec<PastedVideo> = expect.iter().map(|(title, url)| video(title, url)).collect();
            assert_eq!(pasted_videos(text), expect);
        }
        check("", &[]);
        check("no address here", &[]);
        check("A talk https://youtu.be/a", &[("A talk", "https://youtu.be/a")]);
        check("https://youtu.be/a\tA talk - Ana", &[("A talk - Ana", "https://youtu.be/a")]);
        check("* [A *talk*](https://youtu.be/a)", &[("A *talk", "https://youtu.be/a")]);
        check("12. A talk | https://youtu.be/a |", &[("A talk", "https://youtu.be/a")]);
        check(
            "A talk\n31:07\nhttps://youtu.be/a\n\nB talk\nhttps://youtu.be/b",
            &[("A talk", "https://youtu.be/a"), ("B talk", "https://youtu.be/b")],
        );
        check("\"A, B\",https://youtu.be/a", &[("A, B", "https://youtu.be/a")]);
        check("https://youtu.be/a\nhttps://youtu.be/a", &[("", "https://youtu.be/a")]);
        check("https://user@evil.example/ talk", &[]);
    }

    #[test]
    fn a_video_is_proposed_for_the_session_of_its_title() {
        let mut trip = fixture::trip();
        trip.sessions.clear();
        let titles =
            ["Rust in the kernel", "Rust in the browser", "Kernel keynote", "Flaky tests and how to live with them"];
        fixture::add(
            &mut trip,
            titles.map(|title| {
                let session = timed(title, 0, "09:00", None, None);
                crate::schedule::Session { title: title.to_owned(), ..session }
            }),
        );
        #[track_caller]
        fn check(trip: &Trip, videos: &[&str], expect: &[(&str, &str)]) {
            let videos: Vec<PastedVideo> = videos.iter().map(|title| video(title, "https://youtu.be/a")).collect();
            let proposed = propose(trip, &videos, &|_| false);
            let found: Vec<(&str, &str)> =
                proposed.iter().map(|it| (it.session.session.as_str(), it.video.title.as_str())).collect();
            assert_eq!(found, expect, "{proposed:?}");
        }
        check(
            &trip,
            &["Keynote: Rust in the Kernel - Ana, CERN"],
            &[("Rust in the kernel", "Keynote: Rust in the Kernel - Ana, CERN")],
        );
        check(&trip, &["Rust", "Welcome", ""], &[]);
        check(
            &trip,
            &["FLAKY TESTS and How to Live With Them"],
            &[("Flaky tests and how to live with them", "FLAKY TESTS and How to Live With Them")],
        );
        check(
            &trip,
            &["Rust in the browser", "Rust in the browser (again)"],
            &[("Rust in the browser", "Rust in the browser")],
        );
    }
}
