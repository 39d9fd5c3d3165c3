//! What names something of the agenda for longer than any schedule lasts.

use super::marks::OwnItemId;
use crate::schedule::{EventId, SessionKey};

/// A session or an own item, whatever becomes of it. In the names of records it is `session/<event>/<session>` or `own/<id>`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AgendaItemId {
    /// A session of an event.
    Session(SessionKey),
    /// Something the user put into the agenda.
    Own(OwnItemId),
}

const SESSION_WORD: &str = "session";
const OWN_WORD: &str = "own";

impl AgendaItemId {
    /// The event of a session; `None` for an own item.
    pub fn event(&self) -> Option<&EventId> {
        match self {
            Self::Session(key) => Some(&key.event),
            Self::Own(_) => None,
        }
    }

    /// The parts of a record's name that stand for it.
    pub(super) fn parts(&self) -> Vec<&str> {
        match self {
            Self::Session(key) => vec![SESSION_WORD, key.event.as_str(), key.session.as_str()],
            Self::Own(id) => vec![OWN_WORD, &id.0],
        }
    }

    /// The items that parts of a record's name stand for, one after the other; `None` when they stand for anything else.
    pub(super) fn of_parts(parts: &[String]) -> Option<Vec<Self>> {
        let mut parts = parts.iter().map(String::as_str);
        let mut items = Vec::new();
        while let Some(word) = parts.next() {
            items.push(match word {
                SESSION_WORD => Self::Session(SessionKey::new(parts.next()?, parts.next()?)),
                OWN_WORD => Self::Own(OwnItemId(parts.next()?.into())),
                _ => return None,
            });
        }
        Some(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_back_from_their_parts() {
        let items = [
            AgendaItemId::Session(SessionKey::new("kube con", "a/b")),
            AgendaItemId::Own(OwnItemId("session".into())),
            AgendaItemId::Session(SessionKey::new("own", "own")),
        ];
        let parts: Vec<String> = items.iter().flat_map(AgendaItemId::parts).map(str::to_owned).collect();
        assert_eq!(AgendaItemId::of_parts(&parts).as_deref(), Some(&items[..]));
        for broken in [&["session", "a"][..], &["own"], &["mood", "bad"]] {
            let parts: Vec<String> = broken.iter().map(|part| (*part).to_owned()).collect();
            assert_eq!(AgendaItemId::of_parts(&parts), None);
        }
    }
}
