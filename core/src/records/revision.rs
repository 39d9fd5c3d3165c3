//! A revision: one version of one record, and everything needed to say which versions it replaces.
//!
//! A record is a note, a star, a setting. It is never changed in place; a new revision is added. Each revision names
//! what its writer [`Knows`]; a revision that another one knows is replaced by it. What remains are the record's
//! *heads*. [`heads`] is all there is to merging: it gives the same answer in any order and however often a revision
//! comes by, so replaying a journal, rebuilding a store, listening to another tab and importing a backup are one and
//! the same act.

use super::frame::{self, Fields, FrameError, push_line};
use super::stamp::{Knows, Stamp};
use crate::text::query::{decode, escape};
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What a record is called, in every store: its kind, a slash, its name. `entry/4fd1..`, `mark/kubecon/1i7ke/star`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Record(Arc<str>);

/// What happens when two writers changed a record without knowing of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeRule {
    /// Both versions stay until the person, or a clean merge, brings them together. For words.
    KeepBoth,
    /// The later one wins ([`Revision::compare`]). For marks and settings.
    LastWriter,
}

impl Record {
    /// `<kind>/<part>/<part>..`. Slashes, spaces and controls in the parts are percent-encoded, so that a name can stand
    /// in any key.
    pub fn new(kind: &str, parts: &[&str]) -> Self {
        let mut name = String::from(kind);
        for part in parts {
            name.push('/');
            escape(part, |c| !matches!(c, '/' | '%' | ' ') && !c.is_control(), &mut name);
        }
        Self(name.into())
    }

    /// A name as stored; `None` when it has no slash, or a space or a control in it.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.contains('/') && !text.chars().any(|c| c == ' ' || c.is_control());
        fits.then(|| Self(text.into()))
    }

    /// The whole name, its parts percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the first slash.
    pub fn kind(&self) -> &str {
        self.0.split('/').next().unwrap_or("")
    }

    /// The parts after the kind, decoded.
    pub fn parts(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|part| decode(part).unwrap_or_else(|| part.to_owned()))
    }
}

/// One version of one record. It is never changed once it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The record it is a version of.
    pub record: Record,
    /// When and by which writer it was made.
    pub stamp: Stamp,
    /// What its writer had seen; those of the same record are replaced by it.
    pub knows: Knows,
    /// The content.
    pub fields: Fields,
}

impl Revision {
    /// Whether the writer of this one knew the other one. Both are of the same record.
    pub fn replaces(&self, other: &Self) -> bool {
        self.knows.covers(&other.stamp)
    }

    /// The order of versions in time: each after all that it knows of, whatever the clocks said, and those that know
    /// nothing of each other by their stamps. So an edit under a clock that was put right again is later than what it
    /// replaces, and later than what that was later than.
    pub fn compare(&self, other: &Self) -> Ordering {
        // What a revision knows never shrinks, so the known stamps, latest first, grow from version to version.
        let (one, other) = (self.knows.with(&self.stamp), other.knows.with(&other.stamp));
        one.cmp(&other)
    }

    /// The key of this revision in a store.
    pub fn key(&self) -> String {
        key(&self.record, &self.stamp)
    }

    /// The text to store: record, stamp, known stamps and content in a frame ([`frame::seal`]).
    pub fn write(&self) -> String {
        let mut payload = String::new();
        push_line(&mut payload, "record", self.record.as_str());
        push_line(&mut payload, "stamp", self.stamp.as_str());
        push_line(&mut payload, "knows", &self.knows.write());
        self.fields.write(&mut payload);
        frame::seal(&payload)
    }

    /// Reads what [`Revision::write`] wrote.
    ///
    /// # Errors
    ///
    /// Those of [`frame::open`], and [`FrameError::Damaged`] when the record or the stamp is missing or malformed.
    pub fn read(text: &str) -> Result<Self, FrameError> {
        let mut fields = Fields::read(frame::open(text)?);
        let record = fields.get("record").and_then(Record::parse).ok_or(FrameError::Damaged)?;
        let stamp = fields.get("stamp").and_then(Stamp::parse).ok_or(FrameError::Damaged)?;
        let knows = Knows::read(fields.get("knows").unwrap_or(""));
        for key in ["record", "stamp", "knows"] {
            fields.set(key, "");
        }
        Ok(Self { record, stamp, knows, fields })
    }
}

/// `<record> <stamp>`: all revisions of one record stand together, in the order of time.
pub fn key(record: &Record, stamp: &Stamp) -> String {
    let mut key = String::from(record.as_str());
    key.push(' ');
    key.push_str(stamp.as_str());
    key
}

/// The revisions that no other one replaces, earliest first. It takes time in proportion to the stamps that they know,
/// since a file from elsewhere may hold any number of them.
pub fn heads(mut revisions: Vec<Arc<Revision>>) -> Vec<Arc<Revision>> {
    let mut seen = HashSet::with_capacity(revisions.len());
    revisions.retain(|revision| seen.insert(revision.stamp.clone()));
    // Of each writer the latest stamp that a revision knows, with who knows it, and the latest that another one knows.
    let mut latest: HashMap<&str, [Option<(&Stamp, &Stamp)>; 2]> = HashMap::new();
    for revision in &revisions {
        for known in revision.knows.stamps() {
            let [first, second] = latest.entry(known.writer()).or_default();
            let found = (known, &revision.stamp);
            match first {
                Some((_, by)) if *by == found.1 => *first = (*first).max(Some(found)),
                Some(_) if *first < Some(found) => *second = first.replace(found),
                Some(_) => *second = (*second).max(Some(found)),
                None => *first = Some(found),
            }
        }
    }
    let is_replaced = |one: &Revision| {
        let known = latest.get(one.stamp.writer()).into_iter().flatten().flatten();
        known.clone().any(|(known, by)| **by != one.stamp && **known >= one.stamp)
    };
    let replaced: Vec<bool> = revisions.iter().map(|revision| is_replaced(revision)).collect();
    let mut heads: Vec<Arc<Revision>> =
        revisions.iter().zip(replaced).filter(|(_, replaced)| !replaced).map(|(head, _)| head.clone()).collect();
    heads.sort_by(|one, other| one.compare(other));
    heads
}

#[cfg(test)]
mod tests {
    use super::super::stamp::{HybridClock, WriterId};
    use super::super::time::UnixMillis;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_version_from_the_future_stands_where_it_was_written() {
        let mut knows = Knows::default();
        let mut versions = Vec::new();
        for (millis, writer) in [(1_000, "a"), (900_000_000_000, "b"), (2_000, "c"), (3_000, "d")] {
            let stamp = HybridClock::new().tick(UnixMillis(millis), &WriterId::new(writer));
            let fields = Fields::default();
            versions.push(Revision {
                record: Record::new("entry", &["x"]),
                stamp: stamp.clone(),
                knows: knows.clone(),
                fields,
            });
            knows.add(&stamp);
        }
        let mut stored = versions.clone();
        stored.sort_by(|a, b| a.stamp.cmp(&b.stamp));
        assert_ne!(stored, versions);
        stored.sort_by(Revision::compare);
        assert_eq!(stored, versions);
    }

    #[test]
    fn names_go_to_their_parts_and_back() {
        let record = Record::new("mark", &["kubecon", "a/b c%\n", "star"]);
        assert_eq!(record.as_str(), "mark/kubecon/a%2fb%20c%25%0a/star");
        assert_eq!(record.parts().collect::<Vec<_>>(), ["kubecon", "a/b c%\n", "star"]);
        assert_eq!(Record::parse(record.as_str()), Some(record));
    }

    #[test]
    fn a_revision_reads_back() {
        let mut clock = HybridClock::new();
        let mut fields = Fields::default();
        fields.body.push_str("Two\nlines");
        fields.set("kind", "note");
        fields.set("from-the-future", "kept");
        let first = clock.tick(UnixMillis(5), &WriterId::new("a"));
        let mut knows = Knows::default();
        knows.add(&first);
        let revision = Revision {
            record: Record::new("entry", &["x"]),
            stamp: clock.tick(UnixMillis(6), &WriterId::new("b")),
            knows,
            fields,
        };
        assert_eq!(Revision::read(&revision.write()), Ok(revision));
    }

    /// A few revisions by two writers, each knowing some of the earlier ones.
    fn history(choices: &[(bool, u8)]) -> Vec<Arc<Revision>> {
        let (mut clock, writers) = (HybridClock::new(), [WriterId::new("a"), WriterId::new("b")]);
        let mut all: Vec<Arc<Revision>> = Vec::new();
        for (who, mask) in choices {
            let writer = &writers[usize::from(*who)];
            let mut knows = Knows::default();
            for (index, earlier) in all.iter().enumerate() {
                if earlier.stamp.writer() == writer.as_str() || mask >> (index % 8) & 1 == 1 {
                    knows.add(&earlier.stamp);
                    knows.add_all(&earlier.knows);
                }
            }
            let stamp = clock.tick(UnixMillis(1), writer);
            all.push(Arc::new(Revision {
                record: Record::new("entry", &["x"]),
                stamp,
                knows,
                fields: Fields::default(),
            }));
        }
        all
    }

    proptest! {
        #[test]
        fn heads_are_the_same_in_any_order_and_any_grouping(
            choices in prop::collection::vec(any::<(bool, u8)>(), 1..8), split in 0usize..8, turn in 0usize..8,
        ) {
            let all = history(&choices);
            let expect = heads(all.clone());
            prop_assert!(!expect.is_empty());
            let mut turned = all.clone();
            turned.rotate_left(turn % all.len());
            turned.extend(all.iter().take(3).cloned());
            prop_assert_eq!(heads(turned), expect.clone());
            let (left, right) = all.split_at(split.min(all.len()));
            let mut grouped = heads(left.to_vec());
            grouped.extend(heads(right.to_vec()));
            prop_assert_eq!(heads(grouped), expect);
        }
    }
}
