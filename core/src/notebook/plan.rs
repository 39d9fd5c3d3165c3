//! What the user decided about two things of the agenda at one time, so that it is not asked again.
//!
//! A decision names its two things by what outlives an update: the key of a session, the id of an own item. So it holds
//! whatever becomes of their times.

use super::item_id::AgendaItemId;
use crate::records::{Fields, Record, Revision};

/// The kind of the record of a decided clash.
pub const CLASH: &str = "clash";

/// Two things of the agenda, in whatever order they are given.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClashKey {
    lower: AgendaItemId,
    higher: AgendaItemId,
}

/// What the user decided about a clash, apart from taking one of the two out of the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClashDecision {
    /// Both stay as they are; one decides on the spot.
    Leave,
    /// One leaves the earlier one when it is time to go to the later one.
    Split,
}

impl ClashKey {
    /// The same key for the same two, whichever is named first.
    pub fn new(one: AgendaItemId, other: AgendaItemId) -> Self {
        let (lower, higher) = if one <= other { (one, other) } else { (other, one) };
        Self { lower, higher }
    }

    /// The record of what was decided: `clash/<one>/<other>`, each as [`AgendaItemId`] says.
    pub fn record(&self) -> Record {
        Record::new(CLASH, &[self.lower.parts(), self.higher.parts()].concat())
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
    let parts: Vec<String> = revision.record.parts().collect();
    let [one, other] = <[AgendaItemId; 2]>::try_from(AgendaItemId::of_parts(&parts)?).ok()?;
    let word = revision.fields.get("decision").unwrap_or("");
    let decision = [ClashDecision::Leave, ClashDecision::Split].into_iter().find(|known| known.word() == word);
    Some((ClashKey::new(one, other), decision))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::OwnItemId;
    use crate::records::stamp::{HybridClock, Knows};
    use crate::records::{UnixMillis, WriterId};
    use crate::schedule::SessionKey;

    fn revision(record: Record, fields: Fields) -> Revision {
        let stamp = HybridClock::new().tick(UnixMillis(1_731_534_120_000), &WriterId::new("t"));
        Revision { record, stamp, knows: Knows::default(), fields }
    }

    #[test]
    fn a_decision_comes_back_whichever_is_named_first() {
        let session = |id: &str| AgendaItemId::Session(SessionKey::new("kube con", id));
        let own = AgendaItemId::Own(OwnItemId("4/f".into()));
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
        let key = ClashKey::new(AgendaItemId::Own(OwnItemId("a".into())), AgendaItemId::Own(OwnItemId("b".into())));
        let mut fields = Fields::default();
        fields.set("decision", "toss a coin");
        assert_eq!(read_decision(&revision(key.record(), fields)), Some((key, None)));
        assert_eq!(read_decision(&revision(Record::new(CLASH, &["own", "a"]), Fields::default())), None);
        assert_eq!(read_decision(&revision(Record::new("entry", &["a"]), Fields::default())), None);
    }
}
