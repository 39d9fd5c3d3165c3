//! What an earlier use of the app left in its stores, written by the code that the app itself writes with.

use std::collections::BTreeMap;

use lanyard_core::notebook::schema::SCHEMA;
use lanyard_core::notebook::{Attachment, Entry, EntryId, EntryKind, Mark, OwnItem, PhotoId, SessionSnapshot, wire};
use lanyard_core::records::keeper::Batch;
use lanyard_core::records::{Command, Fields, Keeper, Record, Store, UnixMillis, Urgency, WriterId};
use lanyard_core::schedule::{Instant, SessionKey};
use serde_json::{Value, json};

use crate::Outcome;
use crate::page::Page;
use crate::server::Answer;
use crate::stage::Stage;

/// A page of the app's origin on which nothing runs.
const EMPTY: &str = "/__empty";

/// Rows of the main store, as they pile up over the days.
pub struct Past {
    keeper: Keeper,
    heads: Rows,
    history: Rows,
}

/// Texts by their keys.
pub type Rows = BTreeMap<String, String>;

impl Default for Past {
    fn default() -> Self {
        let mut keeper = Keeper::new(&SCHEMA, WriterId::new("past"));
        keeper.load(UnixMillis(0), Some(Vec::new()), Some(Vec::new()));
        Self { keeper, heads: Rows::new(), history: Rows::new() }
    }
}

impl Past {
    /// A note in the hallway. `number` is its id, and its minute.
    pub fn note(&mut self, number: u32, text: &str) {
        let at = Instant(1_731_340_000 + i64::from(number) * 60);
        let id = EntryId::from_bytes((u128::from(number) + 1).to_be_bytes());
        let entry = Entry { text: text.to_owned(), ..Entry::new(id, at, Attachment::Hallway, None) };
        self.write(at, &wire::entry_record(&entry.id), |fields| wire::write_entry(&entry, fields));
    }

    /// Other words in the note of this number, a day later.
    pub fn change_note(&mut self, number: u32, text: &str) {
        let id = EntryId::from_bytes((u128::from(number) + 1).to_be_bytes());
        let at = Instant(1_731_340_000 + i64::from(number) * 60);
        let entry = Entry { text: text.to_owned(), ..Entry::new(id, at, Attachment::Hallway, None) };
        let later = Instant(at.0 + 86_400);
        self.write(later, &wire::entry_record(&entry.id), |fields| wire::write_entry(&entry, fields));
    }

    /// A photo in the hallway, whose bytes are put into the database by somebody else. `number` is its id, and its minute.
    pub fn photo(&mut self, number: u32, photo: &str, caption: &str) {
        let at = Instant(1_731_340_000 + i64::from(number) * 60);
        let id = EntryId::from_bytes((u128::from(number) + 1).to_be_bytes());
        let mut entry = Entry::new(id, at, Attachment::Hallway, None);
        entry.set_kind(EntryKind::Photo);
        (entry.photo, entry.caption) = (Some(PhotoId::new(photo)), caption.to_owned());
        self.write(at, &wire::entry_record(&entry.id), |fields| wire::write_entry(&entry, fields));
    }

    /// A note on a session, which the trip may or may not have.
    pub fn note_on(&mut self, session: &SessionKey, title: &str, text: &str) {
        let at = Instant(1_731_340_000);
        let new = Entry::new(EntryId::new("on-a-session"), at, Attachment::Session(session.clone()), None);
        let entry = Entry { text: text.to_owned(), about: title.to_owned(), ..new };
        self.write(at, &wire::entry_record(&entry.id), |fields| wire::write_entry(&entry, fields));
    }

    /// An entry as it is.
    pub fn entry(&mut self, entry: &Entry) {
        self.write(entry.at, &wire::entry_record(&entry.id), |fields| wire::write_entry(entry, fields));
    }

    /// An own item that was saved.
    pub fn own_item(&mut self, item: &OwnItem) {
        let record = wire::own_item_record(&item.id);
        self.write(Instant(1_731_340_000), &record, |fields| wire::write_own_item(item, fields));
    }

    /// A mark that was set, with what was known of the session then.
    pub fn mark(&mut self, session: &SessionKey, title: &str, mark: Mark) {
        let known = SessionSnapshot { title: title.to_owned(), start: None };
        self.write(Instant(1_731_340_000), &wire::mark_record(session, mark), |fields| {
            wire::write_mark(true, &known, fields);
        });
    }

    fn write(&mut self, at: Instant, record: &Record, fill: impl Fn(&mut Fields)) {
        let mut fields = self.keeper.fields(record, None);
        fill(&mut fields);
        self.keeper.write(UnixMillis(at.0 as u64 * 1_000), record, None, fields, Urgency::AtOnce);
        while let Some(command) = self.keeper.next_command() {
            match command {
                Command::Append { ticket, store, batch } => {
                    if store == Store::Main {
                        self.append(batch);
                    }
                    self.keeper.appended(UnixMillis(0), ticket, Ok(Vec::new()));
                }
                Command::Journal { key, .. } => self.keeper.journaled(UnixMillis(0), &key, true),
                _ => {}
            }
        }
    }

    /// As the app does it in IndexedDB.
    fn append(&mut self, batch: Batch) {
        for row in batch.rows {
            if row.keep {
                self.history.insert(row.key.clone(), row.frame.to_string());
            }
            self.heads.insert(row.key, row.frame.to_string());
        }
        self.heads.retain(|key, _| !batch.remove.contains(key));
        self.history.retain(|key, _| !batch.thin.contains(key));
    }

    /// The versions that count.
    pub fn heads(&self) -> &Rows {
        &self.heads
    }

    /// All versions of what keeps them.
    pub fn history(&self) -> &Rows {
        &self.history
    }

    /// Leaves the app and puts all of it into the database, which is made as the app makes it when the app never ran here.
    ///
    /// # Errors
    /// When the browser does not take it.
    pub async fn put(&self, page: &Page, stage: &Stage) -> Outcome {
        self.put_into("lanyard /x/y/", page, stage).await
    }

    /// The same, into a database of this name.
    ///
    /// # Errors
    /// When the browser does not take it.
    pub async fn put_into(&self, database: &str, page: &Page, stage: &Stage) -> Outcome {
        leave_the_app(page, stage).await?;
        let script = "
            const [database_name, rows, done] = arguments;
            const opening = indexedDB.open(database_name, 1);
            opening.onupgradeneeded = () => ['heads', 'history', 'files'].forEach((name) => opening.result.createObjectStore(name));
            opening.onerror = () => done(String(opening.error));
            opening.onsuccess = () => {
                const database = opening.result;
                const transaction = database.transaction(['heads', 'history'], 'readwrite');
                for (const [table, key, frame] of rows) transaction.objectStore(table).put(frame, key);
                transaction.onabort = () => done(String(transaction.error));
                transaction.oncomplete = () => { database.close(); done(true); };
            };";
        // A message to the browser has a largest size.
        let tables = [("heads", &self.heads), ("history", &self.history)];
        let rows: Vec<Value> = tables
            .iter()
            .flat_map(|(table, rows)| rows.iter().map(move |(key, frame)| json!([table, key, frame])))
            .collect();
        for rows in rows.chunks(1_000) {
            assert_eq!(
                page.run_until_answered(script, vec![json!(database), Value::Array(rows.to_vec())]).await?,
                true
            );
        }
        Ok(())
    }
}

/// Puts the bytes of photos into the database, random ones and so many each. It has to be there.
///
/// # Errors
/// When the browser does not take them.
pub async fn put_photos(page: &Page, ids: &[String], bytes: u32) -> Outcome {
    let script = "
        const [ids, length, done] = arguments;
        indexedDB.open('lanyard /x/y/').onsuccess = ({ target: { result: database } }) => {
            const transaction = database.transaction('files', 'readwrite');
            for (const [index, id] of ids.entries()) {
                const bytes = new Uint8Array(length);
                for (let at = 0; at < length; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
                bytes[0] = index;
                transaction.objectStore('files').put(bytes, `photo/${id}`);
            }
            transaction.oncomplete = () => { database.close(); done(true); };
        };";
    page.run_until_answered(script, vec![json!(ids), json!(bytes)]).await.map(drop)
}

/// The same with so many photos under their true names, which are their digests; gives these. It takes a page that came over
/// HTTPS, or from this machine.
///
/// # Errors
/// When the browser does not take them.
pub async fn put_named_photos(page: &Page, count: u32, bytes: u32) -> Outcome<Vec<String>> {
    let script = "
        const [count, length, done] = arguments;
        indexedDB.open('lanyard /x/y/').onsuccess = async ({ target: { result: database } }) => {
            const ids = [];
            for (let index = 0; index < count; index += 1) {
                const bytes = new Uint8Array(length);
                for (let at = 0; at < length; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
                const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
                const id = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
                const transaction = database.transaction('files', 'readwrite');
                transaction.objectStore('files').put(bytes, `photo/${id}`);
                await new Promise((resolve) => { transaction.oncomplete = resolve; });
                ids.push(id);
            }
            database.close();
            done(ids);
        };";
    Ok(serde_json::from_value(page.run_until_answered(script, vec![json!(count), json!(bytes)]).await?)?)
}

/// Opens a page of the app's origin on which nothing runs, so that its stores can be changed behind its back.
///
/// # Errors
/// When the host is gone.
pub async fn leave_the_app(page: &Page, stage: &Stage) -> Outcome {
    stage.server.answer(EMPTY, Answer::new(200, "text/html", "<title>nothing runs here</title>"));
    page.open(&[&stage.server.origin(), EMPTY].concat()).await
}
