//! Two changes of one text brought together, when they do not touch.
//!
//! The three-way merge known as diff3 (Khanna, Kunal and Pierce, 2007), by lines, and by words where both changed the
//! same lines. Two changes with not one word left alone between them are no clean merge: a person decides then. So
//! nothing that either side wrote is ever lost, and nothing that either side took out comes back.

/// The text with both changes. `None` when they touch.
///
/// `merge(base, text, base)` and `merge(base, base, text)` are `text`, and the sides may be swapped.
///
/// ```
/// use lanyard_core::text::merge;
///
/// let merged = merge("one two three", "ONE two three", "one two THREE");
/// assert_eq!(merged.as_deref(), Some("ONE two THREE"));
/// assert_eq!(merge("end", "end one", "end two"), None);
/// ```
pub fn merge(base: &str, mine: &str, theirs: &str) -> Option<String> {
    merge_by(lines, base, mine, theirs, &|base, mine, theirs| merge_by(words, base, mine, theirs, &|_, _, _| None))
}

type Split = for<'a> fn(&'a str) -> Vec<&'a str>;
type Otherwise<'a> = &'a dyn Fn(&str, &str, &str) -> Option<String>;

fn merge_by(split: Split, base: &str, mine: &str, theirs: &str, otherwise: Otherwise) -> Option<String> {
    let (base, mine, theirs) = (split(base), split(mine), split(theirs));
    let (to_mine, to_theirs) = (matches(&base, &mine), matches(&base, &theirs));
    let mut out = String::new();
    let (mut b, mut m, mut t) = (0, 0, 0);
    loop {
        // The next piece that neither side changed, and what stands before it in each text.
        let steady = (b..base.len()).find_map(|at| Some((at, (*to_mine.get(at)?)?, (*to_theirs.get(at)?)?)));
        let (to_b, to_m, to_t) = steady.unwrap_or((base.len(), mine.len(), theirs.len()));
        let (was, now, other) = (base.get(b..to_b)?, mine.get(m..to_m)?, theirs.get(t..to_t)?);
        if was == other || now == other {
            out.extend(now.iter().copied());
        } else if was == now {
            out.extend(other.iter().copied());
        } else {
            out.push_str(&otherwise(&was.concat(), &now.concat(), &other.concat())?);
        }
        if steady.is_none() {
            return Some(out);
        }
        out.push_str(base.get(to_b)?);
        (b, m, t) = (to_b + 1, to_m + 1, to_t + 1);
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Each with the white space after it, so that neighbours touch.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut after_space) = (0, false);
    for (at, c) in text.char_indices() {
        if after_space && !c.is_whitespace() {
            words.extend(text.get(start..at));
            start = at;
        }
        after_space = c.is_whitespace();
    }
    words.extend(text.get(start..).filter(|last| !last.is_empty()));
    words
}

/// Where each piece of `base` stands in `other`, in order: a longest common subsequence.
fn matches(base: &[&str], other: &[&str]) -> Vec<Option<usize>> {
    let start = base.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (base_rest, other_rest) = (base.get(start..).unwrap_or(&[]), other.get(start..).unwrap_or(&[]));
    let end = base_rest.iter().rev().zip(other_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (base_middle, other_middle) = (base_rest.len() - end, other_rest.len() - end);
    let table =
        LengthTable::new(base_rest.get(..base_middle).unwrap_or(&[]), other_rest.get(..other_middle).unwrap_or(&[]));
    let mut found: Vec<Option<usize>> = (0..start).map(Some).collect();
    found.extend(table.matches().into_iter().map(|index| index.map(|index| start + index)));
    found.extend((0..end).map(|index| Some(start + other_middle + index)));
    found
}

/// The lengths of the longest common subsequences of all ends of two lists.
struct LengthTable<'a> {
    base: &'a [&'a str],
    other: &'a [&'a str],
    /// Row by row; empty when it would be too large, and then nothing matches.
    lengths: Vec<u16>,
}

/// A thousand changed lines beside a thousand.
const MOST_CELLS: usize = 1 << 20;

impl<'a> LengthTable<'a> {
    fn new(base: &'a [&'a str], other: &'a [&'a str]) -> Self {
        let width = other.len() + 1;
        let cells = width.saturating_mul(base.len() + 1);
        let mut table = Self { base, other, lengths: Vec::new() };
        if cells > MOST_CELLS || base.is_empty() || other.is_empty() {
            return table;
        }
        table.lengths.resize(cells, 0);
        for (row, piece) in base.iter().enumerate().rev() {
            for (column, candidate) in other.iter().enumerate().rev() {
                let length = if piece == candidate {
                    table.length(row + 1, column + 1).saturating_add(1)
                } else {
                    table.length(row + 1, column).max(table.length(row, column + 1))
                };
                if let Some(cell) = table.lengths.get_mut(row * width + column) {
                    *cell = length;
                }
            }
        }
        table
    }

    fn length(&self, row: usize, column: usize) -> u16 {
        self.lengths.get(row * (self.other.len() + 1) + column).copied().unwrap_or(0)
    }

    fn matches(&self) -> Vec<Option<usize>> {
        let mut found = Vec::with_capacity(self.base.len());
        let mut column = 0;
        for (row, piece) in self.base.iter().enumerate() {
            let here = self.length(row, column);
            if here == 0 || self.length(row + 1, column) == here {
                found.push(None);
                continue;
            }
            while self
                .other
                .get(column)
                .is_some_and(|candidate| candidate != piece || self.length(row, column + 1) == here)
            {
                column += 1;
            }
            found.push(Some(column));
            column += 1;
        }
        found
    }
}

#[cfg(test)]
mod tests;
