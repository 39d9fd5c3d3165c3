//! `@Name` and `#tag` in a note.
//!
//! A mention starts at the beginning of a word. Of the words after `@`, as many belong to the name as some known name
//! has; a name nobody knows is one word. A tag has no space and at least one letter, so `# Heading` and `#3` are none.
//! Nothing inside code is a mention or a tag. Case and accents do not count when two names or tags are compared.

use crate::search::fold;
use std::collections::BTreeSet;

/// Names that a mention may mean: speakers, and people met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownNames(BTreeSet<String>);

/// No name has more words than this.
const LONGEST_NAME: usize = 6;

impl KnownNames {
    /// Names in any case and with any accents; empty ones are left out.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Self(names.map(fold).filter(|name| !name.trim().is_empty()).collect())
    }

    /// Whether the name is among them; case and accents do not count.
    pub fn knows(&self, name: &str) -> bool {
        self.0.contains(&fold(name))
    }
}

/// The names mentioned, as written, each once.
pub fn mentions(text: &str, names: &KnownNames) -> Vec<String> {
    let mut found = Once::default();
    marked(text, '@', &mut |rest| {
        let name = name_at(rest, names);
        if name.chars().any(char::is_alphabetic) {
            found.add(name);
        }
    });
    found.words
}

/// The tags, as written and without `#`, each once.
pub fn tags(text: &str) -> Vec<String> {
    let mut found = Once::default();
    marked(text, '#', &mut |rest| {
        if let Some(tag) = tag_at(rest) {
            found.add(tag);
        }
    });
    found.words
}

/// A stretch of text, with what it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentionSpan<'a> {
    /// What leads nowhere; it may hold an `@` or a `#`.
    Text(&'a str),
    /// Somebody known, without the `@`.
    Person(&'a str),
    /// Without the `#`.
    Tag(&'a str),
}

/// A text that holds no code, cut where a known name or a tag begins and ends. A name nobody knows stays text.
pub fn pieces<'a>(text: &'a str, names: &KnownNames) -> Vec<MentionSpan<'a>> {
    let mut found = Vec::new();
    let (mut done, mut before) = (0, ' ');
    for (offset, character) in text.char_indices() {
        let rest = text.get(offset + 1..).filter(|_| offset >= done && begins_a_word(before));
        let piece = match (character, rest) {
            ('@', Some(rest)) => Some(name_at(rest, names)).filter(|name| names.knows(name)).map(MentionSpan::Person),
            ('#', Some(rest)) => tag_at(rest).map(MentionSpan::Tag),
            _ => None,
        };
        if let Some(piece @ (MentionSpan::Person(word) | MentionSpan::Tag(word))) = piece {
            found.extend(text.get(done..offset).filter(|text| !text.is_empty()).map(MentionSpan::Text));
            found.push(piece);
            done = offset + 1 + word.len();
        }
        before = character;
    }
    found.extend(text.get(done..).filter(|text| !text.is_empty()).map(MentionSpan::Text));
    found
}

/// Words as they were first written, each once, whatever its case and accents.
#[derive(Default)]
struct Once {
    words: Vec<String>,
    folded: BTreeSet<String>,
}

impl Once {
    fn add(&mut self, word: &str) {
        if self.folded.insert(fold(word)) {
            self.words.push(word.to_owned());
        }
    }
}

/// Gives what follows each mark that stands at the beginning of a word, outside code.
fn marked<'a>(text: &'a str, mark: char, found: &mut dyn FnMut(&'a str)) {
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        let (mut in_code, mut before) = (fenced, ' ');
        for (offset, character) in line.char_indices() {
            if character == '`' {
                in_code = !in_code;
            } else if character == mark && !in_code && begins_a_word(before) {
                found(line.get(offset + mark.len_utf8()..).unwrap_or(""));
            }
            before = character;
        }
    }
}

/// Whether a word may begin after this character.
fn begins_a_word(before: char) -> bool {
    before.is_whitespace() || "([{\"'*_".contains(before)
}

/// The tag at the start of this text, which follows a `#`.
fn tag_at(text: &str) -> Option<&str> {
    let tag = text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').next().unwrap_or("");
    let tag = tag.trim_end_matches('-');
    tag.chars().any(char::is_alphabetic).then_some(tag)
}

/// The longest known name at the start of this text, else its first word.
fn name_at<'a>(text: &'a str, names: &KnownNames) -> &'a str {
    let mut ends = Vec::new();
    let mut inside = false;
    for (offset, character) in text.char_indices() {
        let belongs = character.is_alphanumeric() || "-_'’.".contains(character);
        if inside && !belongs {
            ends.push(offset);
        }
        if !belongs && (!inside || character != ' ' || ends.len() == LONGEST_NAME) {
            inside = false;
            break;
        }
        inside = belongs;
    }
    if inside {
        ends.push(text.len());
    }
    let cut = |end: &usize| text.get(..*end).unwrap_or("").trim_end_matches(['.', '\'', '’', '-']);
    let known = ends.iter().rev().map(cut).find(|name| names.knows(name));
    known.or(ends.first().map(cut)).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_found_where_they_are_meant() {
        #[track_caller]
        fn check(text: &str, expect: &[&str]) {
            let names = KnownNames::new(["Ana López", "Jean-Luc O'Neill", "Ana", "Dr. Who"].into_iter());
            assert_eq!(mentions(text, &names), expect, "{text}");
        }
        check("met @Ana López, then @Ben.", &["Ana López", "Ben"]);
        check("@ana lopez said", &["ana lopez"]);
        check("@Ana says hi", &["Ana"]);
        check("(@Jean-Luc O'Neill) and @Ana", &["Jean-Luc O'Neill", "Ana"]);
        check("@Ana and @ANA", &["Ana"]);
        check("mail ana@example.org or https://x.org/@ana", &[]);
        check("@Dr. Who", &["Dr. Who"]);
        check("`@Ana` and\n```\n@Ben\n```\n@Cid", &["Cid"]);
        check("@ nobody, @42, @", &[]);
        check("@Ana\nLópez", &["Ana"]);
    }

    #[test]
    fn tags_are_words_after_a_sharp() {
        #[track_caller]
        fn check(text: &str, expect: &[&str]) {
            assert_eq!(tags(text), expect, "{text}");
        }
        check("#ebpf and #Wasm-2, #ebpf", &["ebpf", "Wasm-2"]);
        check("# Heading\n## another\n#3 and a#b", &[]);
        check("#café #CAFE", &["café"]);
        check("`#no` (#yes)", &["yes"]);
        check("#co-located- is", &["co-located"]);
    }

    #[test]
    fn known_names_and_tags_are_cut_out_of_the_text() {
        #[track_caller]
        fn check(text: &str, expect: &[MentionSpan]) {
            let names = KnownNames::new(["Ana López"].into_iter());
            assert_eq!(pieces(text, &names), expect, "{text}");
        }
        check("", &[]);
        check("no mark, a@b.org, #3", &[MentionSpan::Text("no mark, a@b.org, #3")]);
        check(
            "met @ana lopez: #ebpf!",
            &[
                MentionSpan::Text("met "),
                MentionSpan::Person("ana lopez"),
                MentionSpan::Text(": "),
                MentionSpan::Tag("ebpf"),
                MentionSpan::Text("!"),
            ],
        );
        check("@Ana alone", &[MentionSpan::Text("@Ana alone")]);
        check("(#a)#b", &[MentionSpan::Text("("), MentionSpan::Tag("a"), MentionSpan::Text(")#b")]);
    }

    proptest! {
        #[test]
        fn pieces_make_up_the_text(text in "[@#a-c é.]{0,40}") {
            let names = KnownNames::new(["a b", "c"].into_iter());
            let mut whole = String::new();
            for piece in pieces(&text, &names) {
                let (mark, words) = match piece {
                    MentionSpan::Text(words) => ("", words),
                    MentionSpan::Person(name) => ("@", name),
                    MentionSpan::Tag(tag) => ("#", tag),
                };
                prop_assert!(!words.is_empty());
                whole.push_str(mark);
                whole.push_str(words);
            }
            prop_assert_eq!(whole, text);
        }

        #[test]
        fn anything_can_be_looked_through(text in "(?s).{0,80}") {
            let names = KnownNames::new(["a b"].into_iter());
            for name in mentions(&text, &names) {
                prop_assert!(text.contains(&name));
            }
            for tag in tags(&text) {
                prop_assert!(text.contains(&tag));
            }
        }
    }
}
