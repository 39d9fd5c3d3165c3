//! Who may be named. People are private until the user says so, and so is what names them.

use std::collections::HashMap;

use super::piece::PrivacyReason;
use crate::notebook::{Entry, EntryKind};
use crate::search::fold;

/// The people who were met and are not marked as publishable, found in texts by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnnamedPeople {
    /// By the first word of the name, folded; longest names first.
    by_first_word: HashMap<String, Vec<UnnamedPerson>>,
    /// Those in a script that has no capital letters, and often no spaces: they may stand inside a word.
    without_case: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct UnnamedPerson {
    name: String,
    /// Folded; never empty.
    words: Vec<String>,
}

/// A first name as short as this is no sign of anybody.
const SHORTEST: usize = 3;

impl UnnamedPeople {
    /// Those among the entries of whom no entry is publishable.
    pub fn of(entries: &[Entry]) -> Self {
        let met = || entries.iter().filter(|entry| entry.kind == EntryKind::Person && entry.deleted.is_none());
        let mut people: HashMap<String, (&str, bool)> = HashMap::new();
        for entry in met() {
            let name = entry.name.trim();
            if !name.is_empty() {
                people.entry(fold(name)).or_insert((name, false)).1 |= entry.publishable;
            }
        }
        let mut unnamed = Self::default();
        for (folded, (name, _)) in people.into_iter().filter(|(_, (_, publishable))| !publishable) {
            if !name.chars().any(|c| c.is_lowercase() || c.is_uppercase()) {
                unnamed.without_case.push(name.to_owned());
                continue;
            }
            let words: Vec<String> = words(&folded).map(|(_, word)| word.to_owned()).collect();
            if let Some(first) = words.first() {
                let person = UnnamedPerson { name: name.to_owned(), words: words.clone() };
                unnamed.by_first_word.entry(first.clone()).or_default().push(person);
            }
        }
        for people in unnamed.by_first_word.values_mut() {
            people.sort_by(|one, other| (other.words.len(), &one.name).cmp(&(one.words.len(), &other.name)));
        }
        unnamed
    }

    /// The names, in the order of the alphabet.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.by_first_word.values().flatten().map(|person| person.name.as_str()).collect();
        names.extend(self.without_case.iter().map(String::as_str));
        names.sort_unstable();
        names
    }

    /// A reason for each of them that a text names: by the whole name in any case and with any accents, or by the first
    /// name alone where it is written like one. `@ana` names her too.
    pub(super) fn named_in(&self, text: &str) -> Vec<PrivacyReason> {
        let without_case = self.without_case.iter().filter(|name| text.contains(name.as_str()));
        let mut reasons: Vec<PrivacyReason> = without_case.cloned().map(PrivacyReason::Names).collect();
        if self.by_first_word.is_empty() {
            return reasons;
        }
        let found: Vec<(bool, &str)> = words(text).collect();
        let folded: Vec<String> = found.iter().map(|(_, word)| fold(word)).collect();
        for (index, ((is_mention, word), first)) in found.iter().zip(&folded).enumerate() {
            let looks_like_a_name = *is_mention || word.chars().next().is_some_and(char::is_uppercase);
            for person in self.by_first_word.get(first).into_iter().flatten() {
                let here = folded.get(index..index + person.words.len());
                let by_whole_name = here.is_some_and(|here| here == person.words.as_slice());
                let by_first_name = looks_like_a_name && word.chars().count() >= SHORTEST;
                let is_one_word = person.words.len() == 1;
                if by_first_name || by_whole_name && (!is_one_word || looks_like_a_name) {
                    reasons.push(PrivacyReason::Names(person.name.clone()));
                }
            }
        }
        reasons.sort_unstable();
        reasons.dedup();
        reasons
    }
}

/// The words of a text, each with whether an `@` stands before it.
fn words(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let belongs = |c: char| c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}');
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(belongs)?;
        let (before, word) = rest.split_at_checked(start)?;
        let end = word.find(|c| !belongs(c)).unwrap_or(word.len());
        let (word, after) = word.split_at_checked(end)?;
        rest = after;
        Some((before.ends_with('@'), word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::{Attachment, EntryId};
    use crate::schedule::Instant;

    fn person(name: &str, publishable: bool) -> Entry {
        let mut entry = Entry::new(EntryId::new(name), Instant(0), Attachment::Hallway, None);
        entry.set_kind(EntryKind::Person);
        (entry.name, entry.publishable) = (name.into(), publishable);
        entry
    }

    #[test]
    fn whoever_is_not_marked_is_found_by_the_name() {
        #[track_caller]
        fn check(text: &str, expect: &[&str]) {
            let met = ["Ana López", "Jan", "Will Smith", "李雷", "Bo"].map(|name| person(name, false));
            let mut met = met.to_vec();
            met.extend([person("Zoe", true), person("Ben", false), person("ben", true), person(" ", false)]);
            let reasons = UnnamedPeople::of(&met).named_in(text);
            let expect: Vec<PrivacyReason> =
                expect.iter().map(|name| PrivacyReason::Names((*name).to_owned())).collect();
            assert_eq!(reasons, expect, "{text}");
        }
        check("talked with ANA LOPEZ", &["Ana López"]);
        check("Ana said so; Zoe and Ben agree", &["Ana López"]);
        check("with @ana and @jan", &["Ana López", "Jan"]);
        check("in January, we will see", &[]);
        check("Jan.", &["Jan"]);
        check("the jan release", &[]);
        check("will smith", &["Will Smith"]);
        check("with 李雷 there", &["李雷"]);
        check("李雷在那里", &["李雷"]);
        check("Bo", &["Bo"]);
        check("**Jan** [Jan](https://a.example) `Jan`", &["Jan"]);
        check("", &[]);
    }
}
