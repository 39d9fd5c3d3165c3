//! Versions that a restore brought and that were taken out of the main store again. Other places may still hold them: the
//! small store, the journal, a tab that slept. There they count for nothing, and are not brought back.

use super::Keeper;
use super::command::Command;
use crate::records::revision::Revision;
use crate::records::stamp::Stamp;
use std::collections::BTreeSet;

impl Keeper {
    /// All versions that were taken away, as the main store names them. Say so before [`Keeper::load`]. Gives whether this
    /// page has shown something by them: then it has to be loaded anew.
    pub fn withdraw(&mut self, stamps: BTreeSet<Stamp>) -> bool {
        self.withdrawn = stamps;
        let withdrawn = &self.withdrawn;
        let is_leaving = |revision: &Revision| withdrawn.contains(&revision.stamp);
        self.pending.retain(|pending| pending.ticket.is_some() || !is_leaving(&pending.revision));
        let changed = self.heads.remove_all(is_leaving);
        for record in &changed {
            self.notice_divergence(record);
        }
        !changed.is_empty()
    }

    /// Whether a version counts for nothing.
    pub(super) fn is_withdrawn(&self, stamp: &Stamp) -> bool {
        self.withdrawn.contains(stamp)
    }

    /// Removes a text of the small store.
    pub(super) fn drop_withdrawn(&mut self, key: String, text: String) {
        self.commands.push_back(Command::Unjournal { key, frame: text.into() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::schema::SCHEMA;
    use crate::records::stamp::{HybridClock, Knows};
    use crate::records::{Fields, KeyedFrames, Record, UnixMillis, WriterId};

    fn revision(clock: &mut HybridClock, text: &str, knows: Knows) -> Revision {
        let mut fields = Fields::default();
        fields.body.push_str(text);
        let stamp = clock.tick(UnixMillis(1), &WriterId::new(text));
        Revision { record: Record::new("entry", &["a"]), stamp, knows, fields }
    }

    fn row(prefix: &str, revision: &Revision) -> (String, String) {
        (format!("{prefix}{}", revision.key()), revision.write())
    }

    #[test]
    fn what_was_taken_away_comes_back_from_nowhere() {
        let (now, mut clock) = (UnixMillis(5), HybridClock::new());
        let old = revision(&mut clock, "old", Knows::default());
        let mut knows = Knows::default();
        knows.add(&old.stamp);
        let restored = revision(&mut clock, "restored", knows);
        let small: KeyedFrames = vec![row("head/", &old), row("head/", &restored)];
        let shown = |keeper: &Keeper| keeper.shown(&old.record).map(|head| head.fields.body.clone());
        let open = |withdrawn: &[&Revision], main: &[&Revision]| {
            let mut keeper = Keeper::new(&SCHEMA, WriterId::new("me"));
            let is_shown = keeper.withdraw(withdrawn.iter().map(|revision| revision.stamp.clone()).collect());
            assert!(!is_shown, "nothing was shown yet");
            keeper.load(now, Some(main.iter().map(|revision| row("", revision)).collect()), Some(small.clone()));
            keeper
        };
        assert_eq!(shown(&open(&[], &[&old])).as_deref(), Some("restored"), "the small store gives it back");
        let mut keeper = open(&[&restored], &[&old]);
        assert_eq!(shown(&keeper).as_deref(), Some("old"));
        assert_eq!(keeper.restored().from_small, 0);
        let removed: Vec<String> = std::iter::from_fn(|| keeper.next_command())
            .filter_map(|command| match command {
                Command::Unjournal { key, .. } => Some(key),
                _ => None,
            })
            .collect();
        assert_eq!(removed, [row("head/", &restored).0]);

        // A tab that slept through it.
        let mut keeper = open(&[], &[&restored]);
        assert!(keeper.withdraw(BTreeSet::from([restored.stamp.clone()])));
        keeper.load(now, Some(vec![row("", &old)]), Some(small.clone()));
        assert_eq!(shown(&keeper).as_deref(), Some("old"));
        keeper.heard(now, vec![row("", &restored)]);
        assert_eq!(shown(&keeper).as_deref(), Some("old"));
    }
}
