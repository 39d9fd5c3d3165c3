//! What the user decided about two things of the agenda at one time, so that it is not asked again.
//!
//! A decision names its two things by what outlives an update: the key of a session, the id of an own item. So it holds
//! whatever becomes of their times.

use super::marks::OwnItemId;
use super::schema::{OWN_ITEM, own_item_record, session_name, session_of};
use crate::records::{Fields, Record, Revision};
use crate::schedule::SessionKey;

/// The kind of the record of a decided clash.
pub const CLASH: &str = "clash";

/// One of the two things that clash.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClashSide {
    /// A session, of whatever trip.
    Session(SessionKey),
    /// An item of the user's own.
    Own(OwnItemId),
}

/// Two things of the agenda, in whatever order they are given.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClashKey {
    lower: ClashSide,
    higher: ClashSide,
}

/// What the user decided about a clash, apart from taking one of the two out of the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClashDecision {
    /// Both stay as they are; one decides on the spot.
    Leave,
    /// One leaves the earlier one when it is time to go to the later one.
    Split,
}

impl ClashSide {
    fn name(&self) -> Record {
        match self {
            Self::Session(key) => session_name(key),
            Self::Own(id) => own_item_record(id),
        }
    }

    fn parse(name: &str) -> Option<Self> {
        let name = Record::parse(name)?;
        match name.kind() {
            OWN_ITEM => Some(Self::Own(OwnItemId(name.parts().next()?.as_str().into()))),
            _ => session_of(&name).map(Self::Session),
        }
    }
}

impl ClashKey {
    /// The same key for the same two, whichever is named first.
    pub fn new(one: ClashSide, other: ClashSide) -> Self {
        let (lower, higher) = if one <= other { (one, other) } else { (other, one) };
        Self { lower, higher }
    }

    /// The record of what was decided: `clash/<one>/<other>`, each the name of a session or of an own item.
    pub fn record(&self) -> Record {
        Record::new(CLASH, &[self.lower.name().as_str(), self.higher.name().as_str()])
    }
}

impl ClashDecision {
    fn word(self) -> &'static str {
        match self {
            Self::Leave => "leave",
            Self::Split => "split",
        }
    }
}

/// Writes a decision, or that there is none any more.
pub fn write_decision(decision: Option<ClashDecision>, fields: &mut Fields) {
    fields.set("decision", decision.map_or("", ClashDecision::word));
}

/// Which clash a revision decides, and how; `None` when it is of another kind of record. What this Lanyard does not know is
/// no decision.
pub fn read_decision(revision: &Revision) -> Option<(ClashKey, Option<ClashDecision>)> {
    if revision.record.kind() != CLASH {
        return None;
    }
    let mut sides = revision.record.parts();
    let (one, other) = (ClashSide::parse(&sides.next()?)?, ClashSide::parse(&sides.next()?)?);
    let word = revision.fields.get("decision").unwrap_or("");
    let decision = [ClashDecision::Leave, ClashDecision::Split].into_iter().find(|known| known.word() == word);
    Some((ClashKey::new(one, other), decision))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::stamp::{HybridClock, Knows};
    use crate::records::{UnixMillis, WriterId};

    fn revision(record: Record, fields: Fields) -> Revision {
        let stamp = HybridClock::new().tick(UnixMillis(1_731_534_120_000), &WriterId::new("t"));
        Revision { record, stamp, knows: Knows::default(), fields }
    }

    #[test]
    fn a_decision_comes_back_whichever_is_named_first() {
        let session = |id: &str| ClashSide::Session(SessionKey::new("kube con", id));
        let own = ClashSide::Own(OwnItemId("4/f".into()));
        for (one, other) in [(session("a"), session("b/c")), (session("b"), session("a")), (own.clone(), session("a"))]
        {
            let key = ClashKey::new(one.clone(), other.clone());
            assert_eq!(key, ClashKey::new(other, one));
            for decision in [None, Some(ClashDecision::Leave), Some(ClashDecision::Split)] {
                let mut fields = Fields::default();
                write_decision(decision, &mut fields);
                assert_eq!(read_decision(&revision(key.record(), fields)), Some((key.clone(), decision)));
            }
        }
    }

    #[test]
    fn what_is_not_understood_decides_nothing() {
        let key = ClashKey::new(ClashSide::Own(OwnItemId("a".into())), ClashSide::Own(OwnItemId("b".into())));
        let mut fields = Fields::default();
        fields.set("decision", "toss a coin");
        assert_eq!(read_decision(&revision(key.record(), fields)), Some((key, None)));
        assert_eq!(read_decision(&revision(Record::new(CLASH, &["own/a"]), Fields::default())), None);
        assert_eq!(read_decision(&revision(Record::new("entry", &["a"]), Fields::default())), None);
    }
}
