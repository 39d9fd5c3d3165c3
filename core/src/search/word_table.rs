//! Every distinct word once, under a number.

/// Words in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct WordTable {
    /// Each followed by a line feed, so that one scan goes through all of them.
    text: String,
    /// Where each one ends in the text, before its line feed.
    ends: Vec<u32>,
    /// A hash table of numbers, each counted from one; 0 is free. Its length is a power of two.
    slots: Vec<u32>,
}

impl WordTable {
    /// The number of a word. A new one gets the next number.
    pub fn number_of(&mut self, word: &str) -> usize {
        if self.ends.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let slot = self.slot_of(word);
        match self.slots.get(slot).and_then(|number| number.checked_sub(1)) {
            Some(number) => number as usize,
            None => {
                let number = self.ends.len();
                self.text.push_str(word);
                self.ends.push(self.text.len() as u32);
                self.text.push('\n');
                if let Some(free) = self.slots.get_mut(slot) {
                    *free = self.ends.len() as u32;
                }
                number
            }
        }
    }

    /// Where a word stands in the text of all words.
    fn span(&self, number: usize) -> Option<(usize, usize)> {
        let start = match number.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize + 1,
            None => 0,
        };
        Some((start, *self.ends.get(number)? as usize))
    }

    fn word(&self, number: usize) -> Option<&str> {
        let (start, end) = self.span(number)?;
        self.text.get(start..end)
    }

    /// All words, in the order of their numbers.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.text.split_terminator('\n')
    }

    /// Whether it stands in any word.
    pub fn holds(&self, part: &str) -> bool {
        self.text.contains(part)
    }

    /// Each occurrence of a part of a word: the number of the word, the word, and the offset in it.
    pub fn occurrences<'a>(&'a self, part: &'a str) -> impl Iterator<Item = (usize, &'a str, usize)> {
        let mut number = 0;
        self.text.match_indices(part).filter_map(move |(at, _)| {
            while *self.ends.get(number)? as usize <= at {
                number += 1;
            }
            let (start, end) = self.span(number)?;
            Some((number, self.text.get(start..end)?, at - start))
        })
    }

    /// The slot that holds the word, or the one that is free for it.
    fn slot_of(&self, word: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(word) as usize & mask;
        while let Some(number) = self.slots.get(slot).and_then(|number| number.checked_sub(1)) {
            if self.word(number as usize) == Some(word) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        self.slots = vec![0; (self.slots.len() * 4).max(64)];
        for number in 0..self.ends.len() {
            let slot = self.word(number).map(|word| self.slot_of(word));
            if let Some(free) = slot.and_then(|slot| self.slots.get_mut(slot)) {
                *free = number as u32 + 1;
            }
        }
    }
}

/// FNV-1a: short, and good enough for words.
fn hash(word: &str) -> u32 {
    let mixed = word.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    mixed ^ mixed >> 15
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_part_is_found_in_every_word_that_has_it() {
        let mut table = WordTable::default();
        for word in ["edge", "kubernetes", "edges", "edge", "knowledge"] {
            table.number_of(word);
        }
        let found: Vec<_> = table.occurrences("edge").collect();
        assert_eq!(found, [(0, "edge", 0), (2, "edges", 0), (3, "knowledge", 5)]);
        assert_eq!(table.all().collect::<Vec<_>>(), ["edge", "kubernetes", "edges", "knowledge"]);
    }

    proptest! {
        #[test]
        fn each_word_has_one_number(words in prop::collection::vec("[a-e]{1,4}", 1..200)) {
            let mut table = WordTable::default();
            let numbers: Vec<usize> = words.iter().map(|word| table.number_of(word)).collect();
            for (word, number) in words.iter().zip(numbers) {
                prop_assert_eq!(table.number_of(word), number);
                prop_assert_eq!(table.word(number), Some(word.as_str()));
            }
        }
    }
}
