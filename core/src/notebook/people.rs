//! Everyone met, and where they are named.

use super::entry::{Entry, EntryKind};
use super::groups::named_in;
use super::mentions::KnownNames;
use crate::search::fold;

/// Somebody the user met: one or more entries of the kind Person under one name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// As the first entry in the list writes it, without space around it; never empty.
    pub name: String,
    /// The company or project; empty when no entry says it.
    pub affiliation: String,
    /// As [`Entry::contact`]; empty when no entry says it.
    pub contact: String,
    /// The indices of every entry that names them, in the order of the list that was given.
    pub entries: Vec<usize>,
}

/// In the order of the alphabet. Of several entries on one person, the first in the list that says something counts.
pub fn people(entries: &[Entry]) -> Vec<Met> {
    let mut met: Vec<(String, Met)> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.kind == EntryKind::Person && !entry.name.trim().is_empty()) {
        let key = fold(entry.name.trim());
        let index = met.iter().position(|(other, _)| *other == key).unwrap_or_else(|| {
            met.push((key, Met { name: entry.name.trim().to_owned(), ..Met::default() }));
            met.len() - 1
        });
        let Some((_, person)) = met.get_mut(index) else { continue };
        for (kept, new) in [(&mut person.affiliation, &entry.affiliation), (&mut person.contact, &entry.contact)] {
            if kept.is_empty() {
                new.trim().clone_into(kept);
            }
        }
    }
    met.sort_by(|(one, _), (other, _)| one.cmp(other));
    let names = KnownNames::new(met.iter().map(|(_, person)| person.name.as_str()));
    for (index, entry) in entries.iter().enumerate() {
        for name in named_in(entry, &names) {
            if let Ok(found) = met.binary_search_by(|(key, _)| key.as_str().cmp(&fold(&name)))
                && let Some((_, person)) = met.get_mut(found)
            {
                person.entries.push(index);
            }
        }
    }
    met.into_iter().map(|(_, person)| person).collect()
}

/// All that is known of somebody as one entry, for an address book: the texts of every entry on them, and when and where
/// of the earliest, which is the last in the list. `None` when the list has no Person of that name.
pub fn persons_entry(person: &Met, entries: &[Entry]) -> Option<Entry> {
    let named = person.entries.iter().filter_map(|index| entries.get(*index));
    let own: Vec<&Entry> = named
        .filter(|entry| entry.kind == EntryKind::Person && fold(entry.name.trim()) == fold(&person.name))
        .collect();
    let texts: Vec<&str> = own.iter().map(|entry| entry.text.trim()).filter(|text| !text.is_empty()).collect();
    let first = (*own.last()?).clone();
    Some(Entry {
        name: person.name.clone(),
        affiliation: person.affiliation.clone(),
        contact: person.contact.clone(),
        text: texts.join("\n"),
        ..first
    })
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Attachment, EntryId};
    use super::*;
    use crate::schedule::Instant;

    fn entry(kind: EntryKind, name: &str, affiliation: &str, text: &str) -> Entry {
        let mut entry = Entry::new(EntryId::new(text), Instant(0), Attachment::Hallway, None);
        (entry.kind, entry.name, entry.affiliation, entry.text) = (kind, name.into(), affiliation.into(), text.into());
        entry
    }

    #[test]
    fn everyone_met_with_every_entry_that_names_them() {
        let all = [
            entry(EntryKind::Person, "Zoe", "", "first"),
            entry(EntryKind::Person, "Ana López", "", "keynote"),
            entry(EntryKind::Note, "", "", "with @ana lopez and @Zoe"),
            entry(EntryKind::Person, "ana lopez ", "CERN", "again"),
            entry(EntryKind::Quote, "Zoe", "", "words"),
            entry(EntryKind::Quote, "Ben", "", "never met"),
        ];
        let met = people(&all);
        let found: Vec<(&str, &str, &[usize])> =
            met.iter().map(|it| (it.name.as_str(), it.affiliation.as_str(), it.entries.as_slice())).collect();
        assert_eq!(found, [("Ana López", "CERN", &[1, 2, 3][..]), ("Zoe", "", &[0, 2, 4])]);
        let ana = persons_entry(&met[0], &all).unwrap();
        assert_eq!((ana.name.as_str(), ana.affiliation.as_str()), ("Ana López", "CERN"));
        assert_eq!(ana.text, "keynote\nagain", "what others say of her stays out");
        assert_eq!(persons_entry(&Met::default(), &all), None);
    }
}
