//! The notebook read from one side or another: by day, by session, by kind, by person, by tag.

use super::entry::{Attachment, Entry, EntryKind};
use super::mentions::{KnownNames, mentions, tags};
use crate::schedule::{Day, RoomId, VenueId};
use crate::search::fold;
use std::collections::HashMap;

/// What the entries of the notebook are grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// By the day that an entry stands under.
    #[default]
    Day,
    /// By what an entry is about: a session, a venue, a room, or the hallway.
    Session,
    /// By the kind of entry.
    Kind,
    /// By each person that an entry names.
    Person,
    /// By each `#tag` in an entry's text.
    Tag,
}

impl Grouping {
    /// All groupings, in the order of their declaration.
    pub const ALL: [Self; 5] = [Self::Day, Self::Session, Self::Kind, Self::Person, Self::Tag];

    /// As written in addresses, and after "by" on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Session => "session",
            Self::Kind => "kind",
            Self::Person => "person",
            Self::Tag => "tag",
        }
    }

    /// The grouping that [`Grouping::word`] names; `None` for any other word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grouping| grouping.word() == word)
    }
}

/// What the entries of a group have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Heading {
    /// The day that all of them stand under.
    Day(Day),
    /// What all of them are about.
    About(Attachment),
    /// The kind of all of them.
    Kind(EntryKind),
    /// A name that all of them have, as the first one writes it.
    Person(String),
    /// A tag that all of them have, without its `#`, as the first one writes it.
    Tag(String),
    /// Those that name nobody, or have no tag.
    Other,
}

/// Entries under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryGroup {
    /// What the entries have in common.
    pub heading: Heading,
    /// Indices into the list that was given, in its order. An entry may stand in several groups.
    pub entries: Vec<usize>,
}

/// `day_of` gives the day that the entry at an index of the list stands under. Days, and what entries are about, stand in the
/// order of the list; kinds in their own order; people and tags in that of the alphabet, with what has none at the end.
pub fn group(entries: &[Entry], by: Grouping, day_of: &dyn Fn(usize) -> Day, names: &KnownNames) -> Vec<EntryGroup> {
    let mut groups: Vec<(GroupRank, EntryGroup)> = Vec::new();
    let mut known: HashMap<(GroupRank, Option<Heading>), usize> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        for heading in headings(entry, by, &|| day_of(index), names) {
            let rank = rank(&heading);
            let key = (rank.clone(), rank.2.is_empty().then(|| heading.clone()));
            match known.get(&key).and_then(|known| groups.get_mut(*known)) {
                Some((_, group)) => group.entries.push(index),
                None => {
                    known.insert(key, groups.len());
                    groups.push((rank, EntryGroup { heading, entries: vec![index] }));
                }
            }
        }
    }
    groups.sort_by(|(one, _), (other, _)| one.cmp(other));
    groups.into_iter().map(|(_, group)| group).collect()
}

fn headings(entry: &Entry, by: Grouping, day: &dyn Fn() -> Day, names: &KnownNames) -> Vec<Heading> {
    let found: Vec<Heading> = match by {
        Grouping::Day => vec![Heading::Day(day())],
        Grouping::Session => vec![Heading::About(entry.attachment.clone())],
        Grouping::Kind => vec![Heading::Kind(entry.kind)],
        Grouping::Person => named_in(entry, names).into_iter().map(Heading::Person).collect(),
        Grouping::Tag => tags(&entry.text).into_iter().map(Heading::Tag).collect(),
    };
    if found.is_empty() { vec![Heading::Other] } else { found }
}

/// Everybody an entry names: the person it is, who said it, who is mentioned.
pub fn named_in(entry: &Entry, names: &KnownNames) -> Vec<String> {
    let mut found = mentions(&entry.text, names);
    let own = entry.name.trim();
    if !own.is_empty() && !found.iter().any(|other| fold(other) == fold(own)) {
        found.insert(0, own.to_owned());
    }
    found
}

/// Where a heading stands: the last ones last, then in the order of its kind, then of the alphabet. People and tags
/// are the same when their names are, whatever the case and the accents.
type GroupRank = (bool, usize, String);

fn rank(heading: &Heading) -> GroupRank {
    match heading {
        Heading::Kind(kind) => {
            (false, EntryKind::ALL.iter().position(|other| other == kind).unwrap_or(0), String::new())
        }
        Heading::Person(name) | Heading::Tag(name) => (false, 0, fold(name)),
        Heading::Day(_) | Heading::About(_) => (false, 0, String::new()),
        Heading::Other => (true, 0, String::new()),
    }
}

/// Whether an entry is about a venue or one of its rooms.
pub fn is_on_venue(entry: &Entry, venue: &VenueId, rooms: &[RoomId]) -> bool {
    match &entry.attachment {
        Attachment::Venue(id) => id == venue,
        Attachment::Room(id) => rooms.contains(id),
        Attachment::Hallway | Attachment::Session(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::EntryId;
    use super::*;
    use crate::schedule::{Instant, SessionKey};

    fn entry(at: i64, kind: EntryKind, name: &str, text: &str) -> Entry {
        let mut entry = Entry::new(EntryId::new(text), Instant(at), Attachment::Hallway, None);
        (entry.kind, entry.name, entry.text) = (kind, name.into(), text.into());
        entry
    }

    #[track_caller]
    fn check(by: Grouping, expect: &[(Heading, &[usize])]) {
        let mut all = vec![
            entry(200_000, EntryKind::Note, "", "with @Ana López about #ebpf"),
            entry(199_000, EntryKind::Person, "ana lopez", "#EBPF and #wasm"),
            entry(100, EntryKind::Quote, "Ben", "alone"),
            entry(50, EntryKind::Note, "", "nobody"),
        ];
        all[1].attachment = Attachment::Session(SessionKey::new("kubecon", "x"));
        let names = KnownNames::new(["Ana López"].into_iter());
        let groups = group(&all, by, &|index| all[index].at.at_offset(0).day, &names);
        let found: Vec<(Heading, &[usize])> =
            groups.iter().map(|group| (group.heading.clone(), group.entries.as_slice())).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn the_notebook_from_every_side() {
        let session = Attachment::Session(SessionKey::new("kubecon", "x"));
        check(Grouping::Day, &[(Heading::Day(Day(2)), &[0, 1]), (Heading::Day(Day(0)), &[2, 3])]);
        check(Grouping::Session, &[(Heading::About(Attachment::Hallway), &[0, 2, 3]), (Heading::About(session), &[1])]);
        check(
            Grouping::Kind,
            &[
                (Heading::Kind(EntryKind::Note), &[0, 3]),
                (Heading::Kind(EntryKind::Person), &[1]),
                (Heading::Kind(EntryKind::Quote), &[2]),
            ],
        );
        check(
            Grouping::Person,
            &[
                (Heading::Person("Ana López".into()), &[0, 1]),
                (Heading::Person("Ben".into()), &[2]),
                (Heading::Other, &[3]),
            ],
        );
        check(
            Grouping::Tag,
            &[(Heading::Tag("ebpf".into()), &[0, 1]), (Heading::Tag("wasm".into()), &[1]), (Heading::Other, &[2, 3])],
        );
    }

    #[test]
    fn a_venue_has_the_notes_on_its_rooms() {
        #[track_caller]
        fn check(about: Attachment, is_there: bool, is_elsewhere: bool) {
            let note = Entry { attachment: about, ..entry(1, EntryKind::Note, "", "quiet") };
            assert_eq!(is_on_venue(&note, &"salt-palace".into(), &["255".into()]), is_there);
            assert_eq!(is_on_venue(&note, &"other".into(), &[]), is_elsewhere);
        }
        check(Attachment::Room("255".into()), true, false);
        check(Attachment::Room("11".into()), false, false);
        check(Attachment::Venue("salt-palace".into()), true, false);
        check(Attachment::Venue("other".into()), false, true);
        check(Attachment::Hallway, false, false);
    }
}
