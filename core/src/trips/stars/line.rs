//! Texts that name sessions: titles, one a line, or addresses.
//!
//! Around a title may stand what lists, programmes and shared agendas put there: bullets, boxes, numbers and times before
//! it, a room or speakers after it. Which of it belongs to the title is not marked, so every reading is a possible title,
//! what is written in full first. A line that is nothing but a day is the day of those below it.

use std::collections::BTreeSet;

use super::address::listed_ids;
use super::clue::{PossibleTitle, SessionClue, TimeClue, shown};
use super::lookup::SessionLookup;
use crate::schedule::Day;
use crate::share::text::TIME_NOT_KNOWN;

/// A longer line is no title.
const LONGEST_LINE: usize = 500;

/// What may stand between a title and the room or the speakers.
const BEHIND_TITLE: [&str; 7] = [" · ", " | ", "\t", " @ ", " - ", " – ", " — "];

/// So many of these are tried, from the last on.
const MOST_CUTS: usize = 8;

/// So many marks before a title are taken off.
const MOST_MARKS: usize = 6;

/// What the lines of a text name, one after the other.
pub fn clues_of_text<'a>(text: &'a str, lookup: &'a SessionLookup<'_>) -> impl Iterator<Item = SessionClue> + 'a {
    let mut day = None;
    text.lines().map(str::trim).filter(|line| line.chars().any(char::is_alphanumeric)).flat_map(move |line| {
        let is_title = lookup.has_title(line);
        if let Some(named) = day_alone(line, lookup.days()).filter(|_| !is_title) {
            day = named;
            return Vec::new();
        }
        if line == TIME_NOT_KNOWN && !is_title {
            day = None;
            return Vec::new();
        }
        clues_of_line(line, day)
    })
}

fn clues_of_line(line: &str, day: Option<Day>) -> Vec<SessionClue> {
    let (links, words): (Vec<&str>, Vec<&str>) = line.split_whitespace().partition(|word| link_in(word).is_some());
    let links: Vec<&str> = links.into_iter().filter_map(link_in).collect();
    let mut clues = Vec::new();
    for link in &links {
        let by_id = |id: String| SessionClue {
            named: format!("Session {}", shown(&id)),
            ids: vec![id],
            address: Some((*link).to_owned()),
            ..SessionClue::default()
        };
        match listed_ids(link) {
            Some(ids) => clues.extend(ids.into_iter().map(by_id)),
            None => clues.push(SessionClue {
                named: shown(link),
                address: Some((*link).to_owned()),
                ..SessionClue::default()
            }),
        }
    }
    match clues.as_mut_slice() {
        [] => clues.push(clue_of_title(line, day)),
        // The words beside an address are the title, or else of no use.
        [only] if only.ids.is_empty() && !words.is_empty() => {
            // The title of a link in Markdown sticks to its address.
            let before = line.split_once(links.first().copied().unwrap_or("")).map_or("", |(before, _)| before);
            let words = words.join(" ");
            let titled = clue_of_title(if before.trim().len() > words.len() { before } else { &words }, day);
            let address = only.address.take();
            *only = SessionClue { named: shown(line), address, ..titled };
        }
        _ => {}
    }
    clues
}

/// The address in a word, without the marks that a text puts around it.
fn link_in(word: &str) -> Option<&str> {
    let start = ["https://", "http://"].iter().filter_map(|scheme| word.find(scheme)).min();
    let start = start.or_else(|| listed_ids(word).map(|_| 0))?;
    let link = word.get(start..)?.split(['"', '<', '>']).next()?;
    Some(link.trim_end_matches([')', ']', '.', ',', ';', '!', '?', '\'', '*']))
}

fn clue_of_title(line: &str, day: Option<Day>) -> SessionClue {
    let mut clue =
        SessionClue { named: shown(line), time: day.map_or(TimeClue::None, TimeClue::On), ..SessionClue::default() };
    if line.len() > LONGEST_LINE {
        return clue;
    }
    let mut readings = vec![line];
    let mut rest = line;
    while let Some(next) = without_mark(rest, day, &mut clue.time).filter(|_| readings.len() <= MOST_MARKS) {
        readings.push(next);
        rest = next;
    }
    clue.titles.extend(readings.iter().map(|reading| PossibleTitle::whole(reading)));
    for reading in readings.iter().rev() {
        let mut cuts: Vec<(usize, &str)> = BEHIND_TITLE.iter().flat_map(|mark| reading.match_indices(mark)).collect();
        cuts.sort_unstable();
        for (at, mark) in cuts.into_iter().rev().take(MOST_CUTS) {
            let parts = reading.get(..at).zip(reading.get(at + mark.len()..));
            clue.titles.extend(parts.map(|(title, cut_off)| PossibleTitle::new(title, cut_off)));
        }
    }
    clue
}

/// The line without the first mark before its title; `None` when there is none. A time is taken down.
fn without_mark<'l>(line: &'l str, day: Option<Day>, time: &mut TimeClue) -> Option<&'l str> {
    let is_bullet = |c: char| c.is_whitespace() || "-*+•·◦‣>★☆⭐✓✔☐☑–—|:,#".contains(c);
    let rest = line.trim_start_matches(is_bullet);
    if rest.len() < line.len() {
        return Some(rest);
    }
    if let Some(rest) = ["[ ]", "[x]", "[X]"].iter().find_map(|it| line.strip_prefix(it)) {
        return Some(rest);
    }
    if let Some(day) = line.get(..10).and_then(Day::parse) {
        *time = TimeClue::On(day);
        return line.get(10..).map(|rest| rest.strip_prefix('T').unwrap_or(rest));
    }
    if let Some((minute, rest)) = clock(line) {
        let day = if let TimeClue::On(day) = *time { Some(day) } else { day };
        *time = TimeClue::Clock(minute, day);
        let end = rest.trim_start().strip_prefix(['-', '–', '—']).and_then(|rest| clock(rest.trim_start()));
        return Some(end.map_or(rest, |(_, rest)| rest));
    }
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = (1..4).contains(&(line.len() - rest.len())) && rest.starts_with(['.', ')', ' ', '\t']);
    is_number.then(|| rest.get(1..)).flatten()
}

/// `9:30`, `09:30:00`, `9:30 pm` or `9pm` at the start of a text: the minute of the day, and what follows.
fn clock(text: &str) -> Option<(u32, &str)> {
    let (mut hour, rest) = number(text)?;
    let with_minutes = rest.strip_prefix(':').filter(|rest| rest.bytes().take_while(u8::is_ascii_digit).count() == 2);
    let (minute, mut rest) = with_minutes.and_then(number).unwrap_or((0, rest));
    let seconds = rest.strip_prefix(':').and_then(number).filter(|_| with_minutes.is_some());
    rest = seconds.map_or(rest, |(_, rest)| rest);
    let half = rest.trim_start();
    let half_day = |word: &str| half.get(..2).is_some_and(|half| half.eq_ignore_ascii_case(word));
    let is_half_day = (half_day("am") || half_day("pm")) && (1..=12).contains(&hour);
    if is_half_day {
        hour = hour % 12 + if half_day("pm") { 12 } else { 0 };
        rest = half.get(2..)?;
    }
    let is_clock = (with_minutes.is_some() || is_half_day) && hour < 24 && minute < 60;
    (is_clock && !rest.starts_with(char::is_alphanumeric)).then_some((hour * 60 + minute, rest))
}

/// One or two digits at the start of a text.
fn number(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits).filter(|_| (1..=2).contains(&digits))?;
    Some((number.parse().ok()?, rest))
}

/// What a line says that names nothing but a day: `Wed 13 Nov 2024`, `Thursday, November 14th`, `2024-11-13`. The day is
/// one of the programme's; `Some(None)` when the line does not say which.
fn day_alone(line: &str, days: &BTreeSet<Day>) -> Option<Option<Day>> {
    if line.len() > LONGEST_LINE {
        return None;
    }
    if let Some(day) = Day::parse(line.trim_end_matches(':')) {
        return Some(Some(day));
    }
    let words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut left: BTreeSet<Day> = days.clone();
    let (mut names_weekday, mut names_month, mut names_number) = (false, false, false);
    for word in words {
        let is_start_of = |name: &str| {
            word.len() >= 3 && name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        };
        let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let ordinal = word.get(digits.len()..).unwrap_or("");
        if let (Ok(number), true) = (digits.parse::<u32>(), ["", "st", "nd", "rd", "th"].contains(&ordinal)) {
            left.retain(|day| {
                let (year, _, in_month) = day.ymd();
                in_month == number || u32::try_from(year) == Ok(number)
            });
            names_number |= number < 32;
        } else if (0..7).any(|day| is_start_of(Day(day).weekday().name())) {
            left.retain(|day| is_start_of(day.weekday().name()));
            names_weekday = true;
        } else if (1..=12).filter_map(|month| Day::from_ymd(2000, month, 1)).any(|day| is_start_of(day.month_name())) {
            left.retain(|day| is_start_of(day.month_name()));
            names_month = true;
        } else {
            return None;
        }
    }
    let only = if left.len() == 1 { left.first().copied() } else { None };
    (names_weekday || names_month && names_number).then_some(only)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_at_the_start_of_a_line() {
        #[track_caller]
        fn check(text: &str, expect: Option<(u32, &str)>) {
            assert_eq!(clock(text), expect, "{text}");
        }
        check("9:30 Talk", Some((570, " Talk")));
        check("09:30:00 Talk", Some((570, " Talk")));
        check("12:05am Talk", Some((5, " Talk")));
        check("9 PM, Talk", Some((1260, ", Talk")));
        check("12:30 pm", Some((750, "")));
        for other in ["9 Talks", "9:3 Talk", "25:00 Talk", "9:60 Talk", "13pm", "9 amazing talks", "123:00", "", "9:"] {
            check(other, None);
        }
    }

    #[test]
    fn lines_that_are_nothing_but_a_day() {
        let days: BTreeSet<Day> = (13..=20).filter_map(|day| Day::from_ymd(2024, 11, day)).collect();
        let check = |line: &str, expect: Option<Option<u32>>| {
            let day = day_alone(line, &days).map(|day| day.map(|day| day.ymd().2));
            assert_eq!(day, expect, "{line}");
        };
        check("Wed 13 Nov 2024", Some(Some(13)));
        check("Thursday, November 14th", Some(Some(14)));
        check("Friday", Some(Some(15)));
        check("2024-11-13", Some(Some(13)));
        check("Wednesday", Some(None));
        check("Wed 14 Nov 2024", Some(None));
        check("13 Dec", Some(None));
        for other in ["13", "November", "Wednesday addicts", "Monday 13:30 Talk", "2024", "We 13 Nov", ""] {
            check(other, None);
        }
    }
}
