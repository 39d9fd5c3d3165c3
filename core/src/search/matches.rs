//! Where in a text the words of a query stand, so that a view can mark them.

use super::fold::{self, fold};
use super::near::{is_long, nearly_starts};
use super::words_of;
use std::ops::Range;

/// The parts of `text` that match words of `query`, in order and apart, as ranges of bytes. Where a word begins others it
/// is marked there only; where it stands nowhere, the words are marked that it may have been meant for.
///
/// ```
/// use lanyard_core::search::matches_in;
///
/// assert_eq!(matches_in("Café culture", "cafe"), [0..5]);
/// ```
pub fn matches_in(text: &str, query: &str) -> Vec<Range<usize>> {
    ranges(text, query, word_in)
}

/// The same without the words that may have been meant.
pub fn exact_matches_in(text: &str, query: &str) -> Vec<Range<usize>> {
    ranges(text, query, exactly_in)
}

fn ranges(text: &str, query: &str, word_in: fn(&str, &str) -> Vec<Range<usize>>) -> Vec<Range<usize>> {
    let (folded, origins) = folded(text);
    let query = fold(query);
    let mut found: Vec<Range<usize>> = words_of(&query).flat_map(|word| word_in(&folded, word)).collect();
    found.sort_by_key(|range| range.start);
    let mut marked: Vec<Range<usize>> = Vec::new();
    for range in found {
        let origin = |at: usize| origins.get(at).map_or(text.len(), |origin| *origin as usize);
        let (start, end) = (origin(range.start), origin(range.end));
        match marked.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => marked.push(start..end),
        }
    }
    marked
}

/// The words of `query` that are not in `text`, not even nearly; empty when all of them are.
pub fn missing_in(text: &str, query: &str) -> String {
    let (text, query) = (fold(text), fold(query));
    let missing: Vec<&str> = words_of(&query).filter(|word| word_in(&text, word).is_empty()).collect();
    missing.join(" ")
}

/// Some of `text` on one line, at most so many letters and whole words, from shortly before the first match of `query`. All
/// of a text that is no longer.
pub fn around(text: &str, query: &str, letters: usize) -> String {
    if text.chars().nth(letters).is_none() {
        return text.split_whitespace().collect::<Vec<&str>>().join(" ");
    }
    let first = matches_in(text, query).first().map_or(0, |range| range.start);
    let before = text.get(..first).unwrap_or_default();
    let start = before.char_indices().rev().nth(letters / 4).map_or(0, |(at, _)| at);
    let begin = before.get(start..).and_then(|lead| lead.find(char::is_whitespace)).filter(|_| start > 0);
    let rest = text.get(start + begin.unwrap_or(0)..).unwrap_or_default();
    let most = rest.char_indices().nth(letters).map_or(rest.len(), |(at, _)| at);
    let cut = rest.get(..most).unwrap_or_default();
    let end = if most < rest.len() { cut.rfind(char::is_whitespace).unwrap_or(most) } else { most };
    let words = cut.get(..end).unwrap_or_default().split_whitespace().collect::<Vec<&str>>().join(" ");
    let (lead, more) = (if start > 0 { "…" } else { "" }, if end < rest.len() { "…" } else { "" });
    format!("{lead}{words}{more}")
}

/// The folded text, and for each of its bytes where the letter it comes from begins.
fn folded(text: &str) -> (String, Vec<u32>) {
    let (mut folded, mut origins, mut was_space) = (String::with_capacity(text.len()), Vec::new(), true);
    for (at, letter) in text.char_indices() {
        was_space = fold::push_char(letter, was_space, &mut folded);
        origins.resize(folded.len(), at as u32);
    }
    (folded, origins)
}

fn word_in(folded: &str, word: &str) -> Vec<Range<usize>> {
    let found = exactly_in(folded, word);
    if found.is_empty() && is_long(word) { nearly_in(folded, word) } else { found }
}

fn exactly_in(folded: &str, word: &str) -> Vec<Range<usize>> {
    let starts =
        |at: usize| !folded.get(..at).and_then(|text| text.chars().next_back()).is_some_and(char::is_alphanumeric);
    let everywhere: Vec<usize> = folded.match_indices(word).map(|(at, _)| at).collect();
    let mut found: Vec<usize> = everywhere.iter().copied().filter(|at| starts(*at)).collect();
    if found.is_empty() && word.chars().nth(1).is_some() {
        found = everywhere;
    }
    found.into_iter().map(|at| at..at + word.len()).collect()
}

fn nearly_in(folded: &str, word: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for run in folded.split_inclusive(|letter: char| !letter.is_alphanumeric()) {
        let own = run.trim_end_matches(|letter: char| !letter.is_alphanumeric());
        if own.chars().nth(2).is_some() && nearly_starts(own, word) {
            found.push(at..at + own.len());
        }
        at += run.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The text with its matches in brackets.
    #[track_caller]
    fn check(text: &str, query: &str, expect: &str) {
        let (mut shown, mut last) = (String::new(), 0);
        for Range { start, end } in matches_in(text, query) {
            shown += &format!("{}[{}]", &text[last..start], &text[start..end]);
            last = end;
        }
        shown += &text[last..];
        assert_eq!(shown, expect);
    }

    #[test]
    fn what_was_typed_is_marked_as_it_is_written() {
        check("Kubernetes at the edge", "kube EDGE", "[Kube]rnetes at the [edge]");
        check("Straße nach Zoë", "strass zoe", "[Straß]e nach [Zoë]");
        check("Cafe\u{301} ole\u{301}", "cafe", "[Cafe\u{301}] ole\u{301}");
        check("A  b\tc", "b c", "A  [b]\t[c]");
        check("CI/CD with C++", "c++ cd", "CI/[CD] with [C++]");
    }

    #[test]
    fn starts_are_marked_before_insides() {
        check("Edges and knowledge", "edge", "[Edge]s and knowledge");
        check("Knowledge", "edge", "Knowl[edge]");
        check("bee e", "e", "bee [e]");
    }

    #[test]
    fn what_was_meant_is_marked_too() {
        check("Kubernetes, again", "kubernettes", "[Kubernetes], again");
        check("Kubernetes", "ubex", "Kubernetes");
        assert!(exact_matches_in("Kubernetes", "kubernettes").is_empty());
        check("", "x", "");
    }

    #[test]
    fn matches_that_touch_are_one() {
        check("kubernetes", "kube kuber", "[kuber]netes");
        check("ab-cd", "ab ab- cd", "[ab-cd]");
    }

    #[test]
    fn some_of_a_text_is_shown_around_the_first_match() {
        let text = "One two three four five six seven eight nine ten eleven twelve";
        assert_eq!(around(text, "nine", 24), "…eight nine ten eleven…");
        assert_eq!(around(text, "ONE", 16), "One two three…");
        assert_eq!(around(text, "twelve", 99), text);
        assert_eq!(around("a\n\nb", "nothing", 9), "a b");
        assert_eq!(around("abcdefghijkl", "kl", 8), "…hijkl");
        assert_eq!(missing_in(text, "nine lives sevn"), "lives");
    }

    proptest! {
        #[test]
        fn some_of_any_text_is_short(text: String, query: String, letters in 0_usize..40) {
            prop_assert!(around(&text, &query, letters).chars().count() <= letters + 2);
        }

        #[test]
        fn ranges_are_in_order_and_fit_the_text(text: String, query: String) {
            let mut last = 0;
            for range in matches_in(&text, &query) {
                prop_assert!(last <= range.start && range.start < range.end);
                prop_assert!(text.get(range.clone()).is_some());
                last = range.end;
            }
        }
    }
}
