//! Finding sessions, people, rooms and entries as I type.
//!
//! All words must be found, each at the start of a word or inside one; a single letter only at a start. When nothing
//! has them all, one mistyped letter is forgiven in words of four letters or more: one too many, one missing, one
//! wrong, or two swapped. Words that stand nowhere are forgiven first. Case and accents never count ([`fold()`]).
//!
//! A document has a title, what belongs to it, and perhaps a long text: an abstract. What stands only in a long text comes
//! after all else, and counts only where a word begins with what was typed; of one or two letters, where it is the word.
//!
//! Every distinct word is kept once ([`WordTable`]) with the documents it stands in. A key costs one scan of these words,
//! which are few, and a look at the documents of those that match: ten thousand sessions with their abstracts have some
//! ten thousand words. Documents are added one by one, so whoever has many adds them in slices.

pub mod fold;
mod matches;
mod near;
mod word_table;

pub use fold::fold;
pub use matches::{around, exact_matches_in, matches_in, missing_in};
use near::{is_long, nearly_has};
use word_table::WordTable;

/// What a document stands for; each kind has a list of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    /// A session of the schedule.
    Session,
    /// A person.
    Person,
    /// A room of a building.
    Room,
    /// A building.
    Venue,
    /// An item of the user's own.
    OwnItem,
    /// An entry of the notebook.
    Entry,
    /// A schedule of the list that comes with the app.
    PublicSchedule,
}

/// A found document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which list [`Hit::index`] points into.
    pub kind: DocumentKind,
    /// As given to [`Search::add`].
    pub index: usize,
}

/// All documents that can be found, by their words.
#[derive(Clone, Debug, Default)]
pub struct Search {
    words: WordTable,
    /// For each word the last of its occurrences.
    last: Vec<LastOccurrences>,
    /// In blocks of one size, so that a million of them never have to move at once.
    occurrences: Vec<Vec<Occurrence>>,
    documents: Vec<Hit>,
    /// What is being added, folded.
    folded: String,
}

/// Numbers of occurrences, counted from one; 0 when there is none.
#[derive(Clone, Copy, Debug, Default)]
struct LastOccurrences {
    /// In titles and what belongs to them.
    short: u32,
    /// In long texts, which have most of them: many words are never looked for there.
    long: u32,
}

/// A word in a document.
#[derive(Clone, Copy, Debug)]
struct Occurrence {
    document: u32,
    /// The one before of the same word, counted from one; 0 when there is none.
    before: u32,
    field: Field,
}

/// The best part of a document in which a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    TitleStart,
    Title,
    Rest,
    LongText,
}

/// How a word of the query stands in a word of a document.
#[derive(Clone, Copy)]
struct WordMatch {
    word: usize,
    quality: u8,
    /// It is the beginning of the whole word, marks included.
    is_at_start: bool,
}

/// For each document how well one word matches; 0 when it does not.
type Scores = Vec<u32>;

/// Occurrences of a block.
const BLOCK: usize = 1 << 15;

/// As many words of a query count.
const MOST_WORDS: usize = 16;

/// In longer words no space is missing.
const LONGEST_JOINED: usize = 40;

impl Search {
    /// A search that finds nothing until [`Search::add`] is called.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a document: `index` is its index into the caller's list of that kind. Of equally good hits, what was added
    /// first comes first. Returns the document's number, for [`Search::add_long_text`].
    pub fn add(&mut self, kind: DocumentKind, index: usize, title: &str, rest: &str) -> usize {
        let document = self.documents.len();
        self.documents.push(Hit { kind, index });
        self.add_words(document, title, Field::Title);
        self.add_words(document, rest, Field::Rest);
        document
    }

    /// Adds another title to the document that was added last: a room is found by its name and by the tracks in it.
    pub fn add_title(&mut self, document: usize, title: &str) {
        self.add_words(document, title, Field::Title);
    }

    /// Adds a long text to a document that was added before.
    pub fn add_long_text(&mut self, document: usize, text: &str) {
        self.add_words(document, text, Field::LongText);
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there is nothing to be found.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    fn add_words(&mut self, document: usize, text: &str, field: Field) {
        let mut folded = std::mem::take(&mut self.folded);
        folded.clear();
        fold::push(text, &mut folded);
        for (number, word) in words_of(&folded).enumerate() {
            let field = if number == 0 && field == Field::Title { Field::TitleStart } else { field };
            self.add_word(document as u32, word, field);
        }
        self.folded = folded;
    }

    fn add_word(&mut self, document: u32, word: &str, field: Field) {
        let number = self.words.number_of(word);
        if self.last.len() <= number {
            self.last.resize(number + 1, LastOccurrences::default());
        }
        let count = self.occurrences.last().map_or(0, |block| (self.occurrences.len() - 1) * BLOCK + block.len());
        let Some(last) = self.last.get_mut(number) else { return };
        let last = if field == Field::LongText { &mut last.long } else { &mut last.short };
        let before = *last;
        // The better fields come first.
        if occurrence(&self.occurrences, before).is_some_and(|known| known.document == document) {
            return;
        }
        if count.is_multiple_of(BLOCK) {
            self.occurrences.push(Vec::with_capacity(BLOCK.min(count + BLOCK / 64)));
        }
        if let Some(block) = self.occurrences.last_mut() {
            block.push(Occurrence { document, before, field });
            *last = count as u32 + 1;
        }
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
        let mut hits = find_in(&[self], query);
        hits.truncate(limit);
        hits
    }

    /// The words in which `typed` stands, each once.
    fn exact(&self, typed: &str) -> Vec<WordMatch> {
        let is_short = typed.chars().nth(1).is_none();
        let mut found: Vec<WordMatch> = Vec::new();
        for (number, word, at) in self.words.occurrences(typed) {
            let before = word.get(..at).and_then(|text| text.chars().next_back());
            let after = word.get(at + typed.len()..).and_then(|text| text.chars().next());
            let starts = !before.is_some_and(char::is_alphanumeric);
            if is_short && !starts {
                continue;
            }
            let mut quality = if starts { STARTS_A_WORD } else { INSIDE };
            if starts && !after.is_some_and(char::is_alphanumeric) {
                quality += IS_A_WORD;
            }
            match found.last_mut().filter(|last| last.word == number) {
                Some(last) => last.quality = last.quality.max(quality),
                None => found.push(WordMatch { word: number, quality, is_at_start: at == 0 }),
            }
        }
        found
    }

    /// The words for which `typed` may be meant.
    fn nearly(&self, typed: &str) -> impl Iterator<Item = WordMatch> {
        let fits = move |(number, word): (usize, &str)| {
            nearly_has(word, typed).then_some(WordMatch { word: number, quality: INSIDE, is_at_start: false })
        };
        self.words.all().enumerate().filter_map(fits)
    }

    /// Notes in which documents these words stand, and how well: in long texts the words that match at least so well.
    fn note(&self, matches: impl Iterator<Item = WordMatch>, in_long_texts: Option<u8>, scores: &mut Scores) {
        scores.resize(self.documents.len(), 0);
        for matched in matches {
            let last = self.last.get(matched.word).copied().unwrap_or_default();
            self.note_from(last.short, matched, scores);
            if in_long_texts.is_some_and(|least| matched.quality >= least) {
                self.note_from(last.long, matched, scores);
            }
        }
    }

    fn note_from(&self, last: u32, matched: WordMatch, scores: &mut Scores) {
        let mut next = last;
        while let Some(occurrence) = occurrence(&self.occurrences, next) {
            next = occurrence.before;
            let score = score(occurrence.field, matched);
            if let Some(best) = scores.get_mut(occurrence.document as usize) {
                *best = (*best).max(score);
            }
        }
    }
}

/// The occurrence under a number that counts from one.
fn occurrence(blocks: &[Vec<Occurrence>], number: u32) -> Option<&Occurrence> {
    let index = number.checked_sub(1)? as usize;
    blocks.get(index / BLOCK)?.get(index % BLOCK)
}

const INSIDE: u8 = 1;
const STARTS_A_WORD: u8 = 4;
const IS_A_WORD: u8 = 1;
const IN_THE_TITLE: u32 = 2;
const STARTS_THE_TITLE: u32 = 3;
/// What is in a title or belongs to it, before what is only in a long text.
const BEFORE_LONG_TEXTS: u32 = 2;

fn score(field: Field, matched: WordMatch) -> u32 {
    let quality = u32::from(matched.quality);
    match field {
        Field::LongText => 1 + quality.saturating_sub(u32::from(STARTS_A_WORD)),
        Field::Rest => BEFORE_LONG_TEXTS + quality,
        Field::Title => BEFORE_LONG_TEXTS + quality + IN_THE_TITLE,
        Field::TitleStart => {
            let start = if matched.is_at_start { STARTS_THE_TITLE } else { 0 };
            BEFORE_LONG_TEXTS + quality + IN_THE_TITLE + start
        }
    }
}

/// Everything that is found, best first, in several collections as if they were one; of equally good hits, those of the
/// first collection first.
pub fn find_in(parts: &[&Search], query: &str) -> Vec<Hit> {
    let query = fold(query);
    let words: Vec<&str> = words_of(&query).take(MOST_WORDS).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut sums = together(parts, &words, exactly);
    if is_nothing(&sums) {
        sums = forgiven(parts, &words);
    }
    best_first(parts, &sums)
}

fn exactly(part: &Search, word: &str, scores: &mut Scores) {
    // `go` and `ai` are words, one letter is none.
    let in_long_texts = match word.chars().take(3).count() {
        0 | 1 => None,
        2 => Some(STARTS_A_WORD + IS_A_WORD),
        _ => Some(STARTS_A_WORD),
    };
    part.note(part.exact(word).into_iter(), in_long_texts, scores);
}

/// For each part and document the sum of its scores; 0 unless every word scores.
fn together(parts: &[&Search], words: &[&str], score: impl Fn(&Search, &str, &mut Scores)) -> Vec<Scores> {
    let sums_of = |part: &&Search| {
        let mut sums: Scores = vec![0; part.documents.len()];
        let mut scores: Scores = Vec::new();
        for (number, word) in words.iter().enumerate() {
            scores.clear();
            score(part, word, &mut scores);
            for (sum, score) in sums.iter_mut().zip(&scores) {
                let stays = *score > 0 && (number == 0 || *sum > 0);
                *sum = if stays { *sum + *score } else { 0 };
            }
        }
        sums
    };
    parts.iter().map(sums_of).collect()
}

fn is_nothing(sums: &[Scores]) -> bool {
    sums.iter().flatten().all(|sum| *sum == 0)
}

/// Forgives the words that stand nowhere; when each stands somewhere, only never together, then every long one.
fn forgiven(parts: &[&Search], words: &[&str]) -> Vec<Scores> {
    let is_known = |word: &str| parts.iter().any(|part| part.words.holds(word));
    let unknown: Vec<&str> = words.iter().copied().filter(|word| !is_known(word)).collect();
    if unknown.iter().any(|word| !is_long(word)) {
        return Vec::new();
    }
    let sums = together(parts, words, |part, word, scores| {
        exactly(part, word, scores);
        if is_long(word) && (unknown.is_empty() || unknown.contains(&word)) {
            part.note(part.nearly(word), None, scores);
        }
    });
    match unknown.as_slice() {
        [joined] if is_nothing(&sums) && joined.len() <= LONGEST_JOINED => with_a_space(parts, words, joined),
        _ => sums,
    }
}

/// A space may be missing in the word that stands nowhere.
fn with_a_space(parts: &[&Search], words: &[&str], joined: &str) -> Vec<Scores> {
    let is_known = |word: &str| word.chars().nth(1).is_some() && parts.iter().any(|part| part.words.holds(word));
    let halves = joined.char_indices().filter_map(|(at, _)| joined.split_at_checked(at));
    for (first, second) in halves.filter(|(first, second)| is_known(first) && is_known(second)) {
        let others = words.iter().copied().filter(|word| *word != joined);
        let words: Vec<&str> = others.chain([first, second]).collect();
        let sums = together(parts, &words, |part, word, scores| {
            part.note(part.exact(word).into_iter().filter(|found| found.quality >= STARTS_A_WORD), None, scores);
        });
        if !is_nothing(&sums) {
            return sums;
        }
    }
    Vec::new()
}

/// Sums are small numbers, so each gets a list of its own.
fn best_first(parts: &[&Search], sums: &[Scores]) -> Vec<Hit> {
    let mut by_sum: Vec<Vec<Hit>> = Vec::new();
    for (part, sums) in parts.iter().zip(sums) {
        for (hit, sum) in part.documents.iter().zip(sums).filter(|(_, sum)| **sum > 0) {
            let sum = *sum as usize;
            if by_sum.len() <= sum {
                by_sum.resize(sum + 1, Vec::new());
            }
            if let Some(equal) = by_sum.get_mut(sum) {
                equal.push(*hit);
            }
        }
    }
    by_sum.into_iter().rev().flatten().collect()
}

/// The words of a folded text, without the marks around them.
fn words_of(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(' ').map(without_marks).filter(|word| !word.is_empty())
}

/// `c++` and `.net` keep their marks, `talks,` and `"quoted"` do not.
fn without_marks(word: &str) -> &str {
    let word = word.trim_matches([',', ';', ':', '!', '?', '"', '(', ')', '\'']);
    word.strip_suffix('.').unwrap_or(word)
}

#[cfg(test)]
mod tests;
