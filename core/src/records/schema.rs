//! What the keeper is told of the records that it keeps. Nothing else of what they say is known here.

use super::frame::Fields;
use super::revision::{MergeRule, Record, Revision};
use std::sync::Arc;

/// The kinds of records, and the few fields that saving, merging and emptying the trash depend on.
#[derive(Debug)]
pub struct Schema {
    /// The kinds of which both versions stay until they are merged ([`MergeRule::KeepBoth`]). Of all others the later
    /// one wins.
    pub keep_both: &'static [&'static str],
    /// Kinds, each with a field: of two versions the one with the higher number in it counts, and not the later one.
    pub highest: &'static [(&'static str, &'static str)],
    /// The kind whose records are counted, so that their loss is noticed.
    pub counted: &'static str,
    /// The kind and the name of the record that counts the days of what is in the trash.
    pub trash_ledger: [&'static str; 2],
    /// The field that says when a record was put into the trash, in seconds since 1970.
    pub deleted: &'static str,
    /// The flag of a record that has left the trash: nothing of it stays but this and when it was deleted.
    pub gone: &'static str,
    /// The fields that hold words of the user's, besides the body.
    pub words: &'static [&'static str],
    /// The names of all files in the main store that are kept for a record.
    pub files: fn(&Fields) -> Vec<String>,
}

impl Schema {
    /// What happens when two writers changed this record without knowing of each other.
    pub fn rule(&self, record: &Record) -> MergeRule {
        if self.keep_both.contains(&record.kind()) { MergeRule::KeepBoth } else { MergeRule::LastWriter }
    }

    /// Which of the heads of a record counts where one alone does. They come earliest first.
    pub fn latest<'a>(&self, heads: &'a [Arc<Revision>]) -> Option<&'a Arc<Revision>> {
        let record = &heads.first()?.record;
        match self.highest.iter().find(|(kind, _)| *kind == record.kind()) {
            // Of equals the last one.
            Some((_, key)) => heads.iter().max_by_key(|head| head.fields.number(key)),
            None => heads.last(),
        }
    }

    /// The record that counts the days of what is in the trash.
    pub fn trash_ledger(&self) -> Record {
        let [kind, name] = self.trash_ledger;
        Record::new(kind, &[name])
    }

    /// Whether a record has left the trash.
    pub fn is_gone(&self, fields: &Fields) -> bool {
        fields.flag(self.gone)
    }

    /// Whether the words of two versions differ.
    pub fn words_differ(&self, one: &Fields, other: &Fields) -> bool {
        one.body != other.body || self.words.iter().any(|key| one.get(key) != other.get(key))
    }
}
