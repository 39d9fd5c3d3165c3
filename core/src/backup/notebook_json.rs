//! `notebook.json`: every version of every record.
//!
//! A version stands on a line of its own, in the order of records and then of their names, so that two backups of the same
//! notebook are the same text, and two of a changed one differ in a few lines.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::records::keeper::KeyedFrames;
use crate::records::stamp::Knows;
use crate::records::{Fields, Record, Revision, Stamp};

/// What the file holds.
#[derive(Debug, Default)]
pub struct NotebookJson {
    pub revisions: Vec<Revision>,
    /// StoreContents texts that could not be read, as they are, under their keys: a newer Lanyard may know what they mean.
    pub unread: KeyedFrames,
    /// Versions of the file that make no sense.
    pub malformed: usize,
}

#[derive(Serialize, Deserialize)]
struct RevisionJson<'a> {
    record: Cow<'a, str>,
    stamp: Cow<'a, str>,
    #[serde(default)]
    knows: Vec<Cow<'a, str>>,
    #[serde(default)]
    fields: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
    #[serde(default)]
    body: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct UnreadJson<'a> {
    key: Cow<'a, str>,
    text: Cow<'a, str>,
}

#[derive(Deserialize)]
struct NotebookFile<'a> {
    #[serde(borrow)]
    revisions: Vec<OrOther<RevisionJson<'a>>>,
    #[serde(borrow, default)]
    unread: Vec<OrOther<UnreadJson<'a>>>,
}

/// One spoilt item does not spoil the others.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum OrOther<T> {
    Known(T),
    Other(IgnoredAny),
}

/// Writes the file. The order of what is given stays.
pub fn write<'a>(
    revisions: impl Iterator<Item = &'a Revision>,
    unread: &KeyedFrames,
) -> Result<String, serde_json::Error> {
    let mut text = String::from("{\n\"revisions\": [");
    list(&mut text, revisions.map(RevisionJson::of))?;
    text.push_str("],\n\"unread\": [");
    list(&mut text, unread.iter().map(|(key, text)| UnreadJson { key: key.into(), text: text.into() }))?;
    text.push_str("]\n}\n");
    Ok(text)
}

/// Reads the file.
///
/// # Errors
/// When it is no JSON, or holds no list of versions.
pub fn read(text: &[u8]) -> Result<NotebookJson, serde_json::Error> {
    let file: NotebookFile = serde_json::from_slice(text)?;
    let mut notebook = NotebookJson::default();
    for revision in file.revisions {
        let read = match revision {
            OrOther::Known(revision) => revision.read(),
            OrOther::Other(IgnoredAny) => None,
        };
        match read {
            Some(revision) => notebook.revisions.push(revision),
            None => notebook.malformed += 1,
        }
    }
    for unread in file.unread {
        match unread {
            OrOther::Known(unread) => notebook.unread.push((unread.key.into_owned(), unread.text.into_owned())),
            OrOther::Other(IgnoredAny) => notebook.malformed += 1,
        }
    }
    Ok(notebook)
}

fn list(text: &mut String, items: impl Iterator<Item = impl Serialize>) -> Result<(), serde_json::Error> {
    let mut separator = "\n";
    for item in items {
        text.push_str(separator);
        text.push_str(&serde_json::to_string(&item)?);
        separator = ",\n";
    }
    if separator != "\n" {
        text.push('\n');
    }
    Ok(())
}

impl<'a> RevisionJson<'a> {
    fn of(revision: &'a Revision) -> Self {
        let fields = &revision.fields;
        Self {
            record: revision.record.as_str().into(),
            stamp: revision.stamp.as_str().into(),
            knows: revision.knows.stamps().iter().map(|stamp| stamp.as_str().into()).collect(),
            fields: fields.keys().map(|key| (key.into(), fields.get(key).unwrap_or("").into())).collect(),
            body: fields.body.as_str().into(),
        }
    }

    /// `None` when no store could hold it as it is.
    fn read(self) -> Option<Revision> {
        let mut fields = Fields::default();
        for (key, value) in &self.fields {
            fields.set(key, value);
        }
        fields.body = self.body.into_owned();
        let revision = Revision {
            record: Record::parse(&self.record)?,
            stamp: Stamp::parse(&self.stamp)?,
            knows: Knows::read(&self.knows.join(" ")),
            fields,
        };
        (Revision::read(&revision.write()).as_ref() == Ok(&revision)).then_some(revision)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::fixture;
    use proptest::prelude::*;

    #[test]
    fn what_makes_no_sense_is_counted_and_the_rest_is_read() {
        let text = r#"{"version from tomorrow": [{}], "revisions": [
            {"record": "entry/a", "stamp": "01932779e53a-0000-ab12", "mood": 7, "body": "A \u0041"},
            {"record": "entry/a"}, 7, {"record": "entry/b c", "stamp": "01932779e53a-0000-ab12"},
            {"record": "entry/a", "stamp": "01932779e53a-0001-ab12", "fields": {"a key": "x"}}
        ], "unread": [{"key": "k", "text": "t"}, null]}"#;
        let notebook = read(text.as_bytes()).unwrap();
        assert_eq!(
            notebook.revisions.iter().map(|revision| revision.fields.body.as_str()).collect::<Vec<_>>(),
            ["A A"]
        );
        assert_eq!(notebook.unread, [("k".to_owned(), "t".to_owned())]);
        assert_eq!(notebook.malformed, 5);
        for wrong in ["", "[]", "{}", "{\"revisions\": 7}", "\u{feff}{}"] {
            assert!(read(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_version_comes_back(revisions in fixture::revisions(), unread in prop::collection::vec(any::<(String, String)>(), 0..3)) {
            let text = write(revisions.iter(), &unread).unwrap();
            let notebook = read(text.as_bytes()).unwrap();
            prop_assert_eq!(notebook.malformed, 0);
            prop_assert_eq!(&notebook.unread, &unread);
            prop_assert_eq!(&notebook.revisions, &revisions);
            prop_assert_eq!(write(notebook.revisions.iter(), &unread).unwrap(), text);
        }
    }
}
