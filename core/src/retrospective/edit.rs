//! What the user changed in an outline, piece by piece, and how it is stored.
//!
//! An edit keeps the text that it was made of beside the user's own. So what the notebook or the schedule changed since
//! can be told from what the user changed, and neither is lost ([`super::outline`]).

use super::piece::{OutlineKind, PieceId, PieceKind};
use crate::notebook::schema::PIECE;
use crate::records::{Fields, Record, Revision, Stamp};
use crate::schedule::{Instant, TripId};

/// The outline that a piece belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutlineKey {
    /// The trip it is about.
    pub trip: TripId,
    /// [`OutlineKind::word`].
    word: &'static str,
}

/// What the user changed of one piece. What was not touched is `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct PieceEdit {
    /// The piece.
    pub id: PieceId,
    /// The user's text for it.
    pub text: Option<EditedText>,
    /// Whether it goes in.
    pub included: Option<bool>,
    /// Where it was put.
    pub placement: Option<Placement>,
    /// The words of the reasons ([`super::PrivacyReason::word`]) that the user has said yes to.
    pub released: Vec<String>,
    /// What it is, when the user has added it, or when what it was made of goes.
    pub kind: PieceKind,
    /// Whether the user has added it.
    pub is_own: bool,
    /// When the user threw an added piece away.
    pub deleted: Option<Instant>,
    /// The stored version this one was read from; as [`crate::notebook::Entry::based_on`].
    pub based_on: Option<Stamp>,
}

/// The user's text for a piece.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditedText {
    /// What the piece said when the user changed it; empty for an added piece.
    pub base: String,
    /// What the user made of it.
    pub text: String,
}

/// Where a piece was put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The piece before it; for a section the heading of the section before it.
    pub after: PieceId,
    /// The heading of the section it was put into: where it goes when the piece before it is gone.
    pub section: PieceId,
    /// Later placements have higher numbers.
    pub order: u32,
}

impl OutlineKey {
    /// One of the two outlines of a trip.
    pub fn new(trip: TripId, kind: OutlineKind) -> Self {
        Self { trip, word: kind.word() }
    }

    /// Which of the two outlines it is, as [`OutlineKind::word`].
    pub fn word(&self) -> &'static str {
        self.word
    }

    /// The record of a piece: `piece/<trip>/<outline>/<piece>`.
    pub fn record(&self, id: &PieceId) -> Record {
        Record::new(PIECE, &[self.trip.as_str(), self.word, id.as_str()])
    }
}

impl PieceEdit {
    /// Nothing is changed yet.
    pub fn new(id: PieceId, kind: PieceKind) -> Self {
        Self {
            id,
            text: None,
            included: None,
            placement: None,
            released: Vec::new(),
            kind,
            is_own: false,
            deleted: None,
            based_on: None,
        }
    }

    /// Writes it over the fields of the version it was read from.
    pub fn write(&self, fields: &mut Fields) {
        fields.set_flag("edited", self.text.is_some());
        fields.set("base", self.text.as_ref().map_or("", |edited| &edited.base));
        self.text.as_ref().map_or("", |edited| &edited.text).clone_into(&mut fields.body);
        fields.set("included", self.included.map_or("", |included| if included { "yes" } else { "no" }));
        fields.set("after", self.placement.as_ref().map_or("", |placement| placement.after.as_str()));
        fields.set("section", self.placement.as_ref().map_or("", |placement| placement.section.as_str()));
        fields.set_number("order", self.placement.as_ref().map(|placement| i64::from(placement.order)));
        fields.set("released", &self.released.join("\n"));
        fields.set("kind", self.kind.word());
        fields.set_flag("own", self.is_own);
        fields.set_number("deleted", self.deleted.map(|at| at.0));
    }

    /// Reads what [`PieceEdit::write`] wrote, with the outline it belongs to; `None` when the revision is of another kind of
    /// record or of an outline that this Lanyard does not know.
    pub fn read(revision: &Revision) -> Option<(OutlineKey, Self)> {
        let (record, fields) = (&revision.record, &revision.fields);
        if record.kind() != PIECE || fields.flag(crate::notebook::schema::GONE) {
            return None;
        }
        let mut parts = record.parts();
        let (trip, kind, id) = (parts.next()?, OutlineKind::from_word(&parts.next()?)?, parts.next()?);
        let name = |key| fields.get(key).map(|id| PieceId::new(&[id]));
        let order = fields.number("order").and_then(|order| u32::try_from(order).ok());
        let edited = || EditedText { base: fields.get("base").unwrap_or("").to_owned(), text: fields.body.clone() };
        let edit = Self {
            id: PieceId::new(&[&id]),
            text: fields.flag("edited").then(edited),
            included: fields.get("included").map(|included| included == "yes"),
            placement: order.map(|order| Placement {
                after: name("after").unwrap_or_else(|| PieceId::new(&[])),
                section: name("section").unwrap_or_else(|| PieceId::new(&[])),
                order,
            }),
            released: fields
                .get("released")
                .map(|words| words.lines().map(str::to_owned).collect())
                .unwrap_or_default(),
            kind: PieceKind::from_word(fields.get("kind").unwrap_or("")),
            is_own: fields.flag("own"),
            deleted: fields.number("deleted").map(Instant),
            based_on: Some(revision.stamp.clone()),
        };
        Some((OutlineKey::new(trip.as_str().into(), kind), edit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::stamp::{HybridClock, Knows};
    use crate::records::{UnixMillis, WriterId};
    use proptest::prelude::*;

    fn edit() -> impl Strategy<Value = PieceEdit> {
        let text = prop::option::of(("(?s).{0,20}", "(?s).{0,20}").prop_map(|(base, text)| EditedText { base, text }));
        let placement = prop::option::of(("\\PC{1,9}", "\\PC{1,9}", any::<u32>()));
        let released = prop::collection::vec("[a-z]{1,7}( \\PC{1,5})?", 0..3);
        (text, any::<Option<bool>>(), placement, released, any::<bool>(), any::<Option<i64>>()).prop_map(
            |(text, included, placement, released, is_own, deleted)| PieceEdit {
                text,
                included,
                placement: placement.map(|(after, section, order)| Placement {
                    after: PieceId::new(&[&after]),
                    section: PieceId::new(&[&section]),
                    order,
                }),
                released,
                is_own,
                deleted: deleted.map(Instant),
                ..PieceEdit::new(PieceId::new(&["entry", "a/b c"]), PieceKind::Quote)
            },
        )
    }

    proptest! {
        #[test]
        fn an_edit_is_read_as_it_was_written(edit in edit()) {
            let key = OutlineKey::new("a trip".into(), OutlineKind::Report);
            let mut fields = Fields::default();
            edit.write(&mut fields);
            let stamp = HybridClock::new().tick(UnixMillis(1), &WriterId::new("t"));
            let revision = Revision { record: key.record(&edit.id), stamp: stamp.clone(), knows: Knows::default(), fields };
            let read = PieceEdit::read(&Revision::read(&revision.write()).unwrap());
            prop_assert_eq!(read, Some((key, PieceEdit { based_on: Some(stamp), ..edit })));
        }
    }

    #[test]
    fn nothing_else_is_an_edit() {
        let stamp = HybridClock::new().tick(UnixMillis(1), &WriterId::new("t"));
        let read = |record: Record, fields: Fields| {
            PieceEdit::read(&Revision { record, stamp: stamp.clone(), knows: Knows::default(), fields })
        };
        assert_eq!(read(Record::new("entry", &["a", "post", "b"]), Fields::default()), None);
        assert_eq!(read(Record::new(PIECE, &["a", "poster", "b"]), Fields::default()), None);
        assert_eq!(read(Record::new(PIECE, &["a"]), Fields::default()), None);
        let mut gone = Fields::default();
        gone.set_flag(crate::notebook::schema::GONE, true);
        assert_eq!(read(Record::new(PIECE, &["a", "post", "b"]), gone), None);
    }
}
