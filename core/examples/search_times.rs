//! How long searching takes in ten thousand sessions with abstracts: `cargo run --release -p lanyard-core --example
//! search_times`. It prints, and decides nothing.

#![allow(clippy::indexing_slicing, clippy::disallowed_methods, reason = "it measures, and is no part of the app")]

use lanyard_core::search::{DocumentKind, Search, matches_in};
use std::hint::black_box;
use std::time::{Duration, Instant};

const SESSIONS: usize = 10_070;
const WORDS_OF_A_TITLE: usize = 7;
const WORDS_OF_AN_ABSTRACT: usize = 150;

/// Words as a programme has them: a few everywhere, most of them seldom.
struct Words {
    state: u64,
}

impl Words {
    fn next(&mut self, most: usize) -> usize {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) as usize % most
    }

    fn word(&mut self) -> String {
        let size = [10, 100, 1_000, 20_000][self.next(4)];
        let mut number = self.next(size) * 7 + 3;
        let mut word = String::new();
        while number > 0 {
            word.push_str(["ka", "be", "ru", "ne", "tes", "li", "no", "x", "do", "per"][number % 10]);
            number /= 10;
        }
        word
    }

    fn line(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<String>>().join(" ")
    }
}

fn main() {
    let mut words = Words { state: 7 };
    let titles: Vec<(String, String)> =
        (0..SESSIONS).map(|_| (words.line(WORDS_OF_A_TITLE), words.line(WORDS_OF_A_TITLE))).collect();
    let abstracts: Vec<String> = (0..SESSIONS).map(|_| words.line(WORDS_OF_AN_ABSTRACT)).collect();

    let mut search = Search::new();
    time("index of titles", || {
        for (index, (title, rest)) in titles.iter().enumerate() {
            search.add(DocumentKind::Session, index, title, rest);
        }
    });
    queries("titles", &search);
    time("index of abstracts", || {
        for (index, text) in abstracts.iter().enumerate() {
            search.add_long_text(index, text);
        }
    });
    queries("titles and abstracts", &search);
    time("marking 40 titles", || {
        for (title, _) in titles.iter().take(40) {
            black_box(matches_in(title, "beru ne"));
        }
    });
}

fn queries(name: &str, search: &Search) {
    for query in ["k", "ka", "kab", "kabe", "kaberu", "kaberune", "ka be", "kaberu li no", "kabxrune", "nowhere at all"]
    {
        let found = search.find(query, usize::MAX).len();
        time(&format!("{name}: “{query}”, {found} found"), || drop(black_box(search.find(query, 40))));
    }
}

fn time(name: &str, mut work: impl FnMut()) {
    let mut best = Duration::MAX;
    // What adds to an index can be done only once.
    for _ in 0..if name.starts_with("index") { 1 } else { 9 } {
        let start = Instant::now();
        work();
        best = best.min(start.elapsed());
    }
    println!("{:>9.3} ms  {name}", best.as_secs_f64() * 1e3);
}
