//! How the notebook is being read: from which side, and which of its entries. It stands in the address, so that the
//! way back leads to the same view.

use super::entry::{Entry, EntryKind};
use super::groups::Grouping;
use super::mentions::tags;
use crate::schedule::{EventId, TripId};
use crate::search::fold;
use crate::text::query;

/// What is not set lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// What the entries are grouped by.
    pub by: Grouping,
    /// Shows entries of this kind only.
    pub kind: Option<EntryKind>,
    /// Shows entries of this trip only.
    pub trip: Option<TripId>,
    /// Shows entries of this event only.
    pub event: Option<EventId>,
    /// Without its `#`.
    pub tag: Option<String>,
    /// Words to search for.
    pub words: String,
}

impl View {
    /// Whether an entry of this trip is shown. The words are not asked: searching is [`crate::search`]'s business.
    pub fn shows(&self, entry: &Entry, trip: Option<&TripId>) -> bool {
        let tagged = |tag: &String| tags(&entry.text).iter().any(|own| fold(own) == fold(tag));
        self.kind.is_none_or(|kind| entry.kind == kind)
            && self.trip.as_ref().is_none_or(|wanted| trip == Some(wanted))
            && self.event.as_ref().is_none_or(|event| entry.event.as_ref() == Some(event))
            && self.tag.as_ref().is_none_or(tagged)
    }

    /// `by=session&kind=quote&trip=week&event=kubecon&tag=ebpf&q=words`, in this order.
    pub fn to_query(&self) -> String {
        let mut text = String::new();
        if self.by != Grouping::default() {
            query::push(&mut text, "by", self.by.word());
        }
        let values = [
            ("kind", self.kind.map(EntryKind::word)),
            ("trip", self.trip.as_ref().map(TripId::as_str)),
            ("event", self.event.as_ref().map(EventId::as_str)),
            ("tag", self.tag.as_deref()),
            ("q", Some(self.words.as_str()).filter(|words| !words.is_empty())),
        ];
        for (name, value) in values {
            if let Some(value) = value {
                query::push(&mut text, name, value);
            }
        }
        text
    }

    /// Reads what [`View::to_query`] writes. What it does not know it leaves out.
    pub fn from_query(text: &str) -> Self {
        let mut view = Self::default();
        for (name, value) in query::pairs(text) {
            match name {
                "by" => view.by = Grouping::from_word(&value).unwrap_or_default(),
                "kind" => view.kind = EntryKind::from_word(&value),
                "trip" => view.trip = Some(TripId::new(value)),
                "event" => view.event = Some(EventId::new(value)),
                "tag" => view.tag = Some(value),
                "q" => view.words = value,
                _ => {}
            }
        }
        view
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Attachment, EntryId};
    use super::*;
    use crate::schedule::Instant;
    use proptest::prelude::*;

    #[track_caller]
    fn check(query: &str, expect: &[&str]) {
        let entry = |kind, event: Option<&str>, text: &str| {
            let mut entry = Entry::new(EntryId::new(text), Instant(0), Attachment::Hallway, event.map(Into::into));
            (entry.kind, entry.text) = (kind, text.into());
            entry
        };
        let all = [
            entry(EntryKind::Note, Some("kubecon"), "plain"),
            entry(EntryKind::Quote, Some("kubecon"), "said #eBPF"),
            entry(EntryKind::Note, None, "hallway #ebpf #Café"),
        ];
        let view = View::from_query(query);
        let shown: Vec<&str> = all
            .iter()
            .filter(|entry| view.shows(entry, Some(&"week".into())))
            .map(|entry| entry.text.as_str())
            .collect();
        assert_eq!(shown, expect, "{query}");
    }

    #[test]
    fn each_filter_narrows_the_list() {
        check("", &["plain", "said #eBPF", "hallway #ebpf #Café"]);
        check("kind=note", &["plain", "hallway #ebpf #Café"]);
        check("event=kubecon", &["plain", "said #eBPF"]);
        check("tag=EBPF", &["said #eBPF", "hallway #ebpf #Café"]);
        check("tag=cafe&kind=note&by=tag", &["hallway #ebpf #Café"]);
        check("tag=none", &[]);
        check("trip=week&kind=quote", &["said #eBPF"]);
        check("trip=other", &[]);
        check("kind=novel&by=mood&other=1", &["plain", "said #eBPF", "hallway #ebpf #Café"]);
    }

    proptest! {
        #[test]
        fn a_view_comes_back_from_its_address(
            by in 0usize..5, kind in prop::option::of(0usize..7), event in prop::option::of("\\PC{1,8}"),
            tag in prop::option::of("\\PC{1,8}"), words in "\\PC{0,12}", trip in prop::option::of("\\PC{1,8}"),
        ) {
            let view = View {
                by: Grouping::ALL[by],
                kind: kind.map(|kind| EntryKind::ALL[kind]),
                trip: trip.map(TripId::new),
                event: event.map(EventId::new),
                tag,
                words,
            };
            prop_assert_eq!(View::from_query(&view.to_query()), view);
        }
    }
}
