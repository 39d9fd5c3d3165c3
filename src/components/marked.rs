//! Words in which what was searched for is marked. Each piece is a node of its own, so that no word becomes markup.

use std::ops::Range;
use std::sync::Arc;

use lanyard_core::search::{exact_matches_in, matches_in};
use leptos::prelude::*;

use super::html::{all, live, mark, text};

/// These words, with the matches of a query marked.
pub fn marked(words: &str, query: &str) -> AnyView {
    pieces(words, &matches_in(words, query))
}

/// What is searched for, while it is being typed. Reactive.
pub type LiveQuery = Arc<dyn Fn() -> String + Send + Sync>;

/// The same for a query that is being typed. What stays marked as it is is not drawn anew.
pub fn marked_live(words: String, query: LiveQuery) -> AnyView {
    following(words, query, matches_in)
}

/// The same without the words that may have been meant.
pub fn marked_exactly(words: String, query: LiveQuery) -> AnyView {
    following(words, query, exact_matches_in)
}

fn following(words: String, query: LiveQuery, matches_in: fn(&str, &str) -> Vec<Range<usize>>) -> AnyView {
    let found = {
        let words = words.clone();
        Memo::new(move |_| matches_in(&words, &query()))
    };
    live(move || found.with(|found| pieces(&words, found)))
}

fn pieces(words: &str, found: &[Range<usize>]) -> AnyView {
    let mut pieces: Vec<AnyView> = Vec::new();
    let mut last = 0;
    let plain = |from: usize, to: usize| words.get(from..to).filter(|words| !words.is_empty()).map(str::to_owned);
    for range in found {
        pieces.extend(plain(last, range.start).map(text));
        pieces.extend(plain(range.start, range.end).map(|words| mark().child(words).into()));
        last = range.end;
    }
    pieces.extend(plain(last, words.len()).map(text));
    all(pieces)
}
