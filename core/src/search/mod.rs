//! Finding sessions, people, rooms and entries as I type.
//!
//! All words must be found, each at the start of a word or inside one; a single letter only at a start. When nothing
//! has them all, one mistyped letter is forgiven in words of four letters or more: one too many, one missing, one
//! wrong, or two swapped. Words that stand nowhere are forgiven first. Case and accents never count ([`fold()`]).
//!
//! One haystack, folded once, is scanned on every key: no index to build, and nothing to keep in step.

pub mod fold;

pub use fold::fold;

/// What a document stands for; each kind has a list of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    /// A session of the schedule.
    Session,
    /// A person.
    Person,
    /// A room of a building.
    Room,
    /// An entry of the notebook.
    Entry,
}

/// A found document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which list [`Hit::index`] points into.
    pub kind: DocumentKind,
    /// As given to [`Search::add`].
    pub index: usize,
}

/// All documents that can be found, as one folded text.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// The documents' folded texts: title, tab, the rest, line feed.
    haystack: String,
    documents: Vec<Document>,
}

#[derive(Clone, Debug)]
struct Document {
    hit: Hit,
    /// Where it ends in the haystack, with its line feed.
    end: usize,
}

impl Search {
    /// A search that finds nothing until [`Search::add`] is called.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a document: `index` is its index into the caller's list of that kind. Of equally good hits, what was added
    /// first comes first.
    pub fn add(&mut self, kind: DocumentKind, index: usize, title: &str, rest: &str) {
        fold::push(title, &mut self.haystack);
        self.haystack.push('\t');
        fold::push(rest, &mut self.haystack);
        self.haystack.push('\n');
        self.documents.push(Document { hit: Hit { kind, index }, end: self.haystack.len() });
    }

    /// The best hits, best first, `limit` of them at most; none when the query has no word.
    ///
    /// ```
    /// use lanyard_core::search::{DocumentKind, Hit, Search};
    ///
    /// let mut search = Search::new();
    /// search.add(DocumentKind::Session, 7, "Café culture", "Hall 1");
    /// assert_eq!(search.find("cafe", 10), [Hit { kind: DocumentKind::Session, index: 7 }]);
    /// ```
    pub fn find(&self, query: &str, limit: usize) -> Vec<Hit> {
        let query = fold(query);
        let words: Vec<&str> = query.split_whitespace().map(without_marks).filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let mut found = self.scan(&words, exact);
        if found.is_empty() {
            found = self.forgive(&words);
        }
        self.best(&found, limit)
    }

    /// Forgives the words that stand nowhere; when each stands somewhere, only never together, then every long one.
    fn forgive(&self, words: &[&str]) -> Vec<(u32, usize)> {
        let (known, unknown): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| self.haystack.contains(**word));
        if unknown.is_empty() {
            return self.scan(words, |text, word| match exact(text, word) {
                0 if is_long(word) => nearly(text, word),
                score => score,
            });
        }
        if !unknown.iter().all(|word| is_long(word)) {
            return Vec::new();
        }
        // The known words first: they are found faster, and leave less to read closely.
        let ordered = [known.as_slice(), unknown.as_slice()].concat();
        self.scan(&ordered, |text, word| if unknown.contains(&word) { nearly(text, word) } else { exact(text, word) })
    }

    /// Scores are small numbers, so picking them from the best down takes less than sorting, in time and in bytes.
    fn best(&self, found: &[(u32, usize)], limit: usize) -> Vec<Hit> {
        let mut hits = Vec::new();
        let best = found.iter().map(|(score, _)| *score).max().unwrap_or(0);
        for wanted in (1..=best).rev() {
            let equal = found.iter().filter(|(score, _)| *score == wanted);
            hits.extend(equal.filter_map(|(_, number)| self.documents.get(*number)).map(|document| document.hit));
            if hits.len() >= limit {
                break;
            }
        }
        hits.truncate(limit);
        hits
    }

    /// The documents in which every word scores, with their scores.
    fn scan(&self, words: &[&str], score_of: impl Fn(&str, &str) -> u32) -> Vec<(u32, usize)> {
        let mut found = Vec::new();
        let mut start = 0;
        for (number, document) in self.documents.iter().enumerate() {
            let text = self.haystack.get(start..document.end).unwrap_or("");
            start = document.end;
            let mut sum = 0;
            let all = words.iter().all(|word| {
                let score = score_of(text, word);
                sum += score;
                score > 0
            });
            if all {
                found.push((sum, number));
            }
        }
        found
    }
}

const INSIDE: u32 = 1;
const STARTS_A_WORD: u32 = 4;
const IS_A_WORD: u32 = 1;
const IN_THE_TITLE: u32 = 2;
const STARTS_THE_TITLE: u32 = 3;

/// How well the best occurrence of the word in the document matches; 0 when it has none.
fn exact(document: &str, word: &str) -> u32 {
    let title_end = document.find('\t').unwrap_or(document.len());
    let is_short = word.chars().nth(1).is_none();
    let mut best = 0;
    for (at, _) in document.match_indices(word) {
        let before = document.get(..at).and_then(|text| text.chars().next_back());
        let after = document.get(at + word.len()..).and_then(|text| text.chars().next());
        let starts = !before.is_some_and(char::is_alphanumeric);
        if is_short && !starts {
            continue;
        }
        let mut score = if starts { STARTS_A_WORD } else { INSIDE };
        if starts && !after.is_some_and(char::is_alphanumeric) {
            score += IS_A_WORD;
        }
        if at < title_end {
            score += IN_THE_TITLE;
        }
        if at == 0 {
            score += STARTS_THE_TITLE;
        }
        best = best.max(score);
        if at >= title_end && best > STARTS_A_WORD {
            break;
        }
    }
    best
}

/// As [`exact`], for a word with one letter mistyped.
fn nearly(document: &str, word: &str) -> u32 {
    let title_end = document.find('\t').unwrap_or(document.len());
    let (title, rest) = document.split_at_checked(title_end).unwrap_or_default();
    if nearly_has(title, word) { INSIDE + IN_THE_TITLE } else { u32::from(nearly_has(rest, word)) * INSIDE }
}

fn is_long(word: &str) -> bool {
    word.chars().nth(3).is_some()
}

/// Goes by bytes and looks closer only where the first three could fit: this pass reads everything there is.
fn nearly_has(text: &str, word: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let Some((typed, _)) = word.as_bytes().split_first_chunk() else { return false };
    let is_ascii = word.is_ascii();
    let mut before = b' ';
    text.as_bytes().windows(3).enumerate().any(|(at, window)| {
        let &[first, second, third] = window else { return false };
        let fits = !is_letter(before) && (!is_ascii || may_start([first, second, third], *typed));
        before = first;
        fits && text.get(at..).is_some_and(|rest| nearly_starts(rest, word))
    })
}

/// What [`nearly_starts`] says, as far as three letters tell.
fn may_start([a, b, c]: [u8; 3], [x, y, z]: [u8; 3]) -> bool {
    if a == x {
        b == y || b == z || c == y || c == z
    } else {
        b == y && c == z || a == y && (b == z || b == x) || b == x && c == y
    }
}

/// Whether `other` begins with `word` but for one letter, which may be a space.
fn nearly_starts(other: &str, word: &str) -> bool {
    let (mut typed, mut meant) = (word, other);
    loop {
        let (mut after_typed, mut after_meant) = (typed.chars(), meant.chars());
        match (after_typed.next(), after_meant.next()) {
            (None, _) => return true,
            (Some(_), None) => return after_typed.as_str().is_empty(),
            (Some(a), Some(b)) if a == b => {
                (typed, meant) = (after_typed.as_str(), after_meant.as_str());
            }
            (Some(a), Some(b)) => {
                let (after_a, after_b) = (after_typed.as_str(), after_meant.as_str());
                let swapped = after_a.strip_prefix(b).zip(after_b.strip_prefix(a));
                return after_b.starts_with(after_a)
                    || meant.starts_with(after_a)
                    || after_b.starts_with(typed)
                    || swapped.is_some_and(|(typed, meant)| meant.starts_with(typed));
            }
        }
    }
}

/// `c++` and `.net` keep their marks, `talks,` and `"quoted"` do not.
fn without_marks(word: &str) -> &str {
    let word = word.trim_matches([',', ';', ':', '!', '?', '"', '(', ')', '\'']);
    word.strip_suffix('.').unwrap_or(word)
}

#[cfg(test)]
mod tests;
