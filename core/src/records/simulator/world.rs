//! The stores, the tabs and the faults.

use crate::notebook::schema::SCHEMA;
use crate::records::keeper::{Batch, Command, Keeper, KeyedFrames, Refusal, SaveState, StorageHealth, Store, Urgency};
use crate::records::{Record, Revision, UnixMillis, WriterId};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// A seeded random number generator (xorshift64*), so that a sequence is named by its seed.
pub struct SeededRandom(u64);

impl SeededRandom {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }

    pub fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Refuse(Refusal),
    CrashBefore,
    CrashAfter,
}

/// The small store: what tabs read, and what would be on disk after a crash.
#[derive(Default)]
pub struct Small {
    pub now: BTreeMap<String, String>,
    disk: BTreeMap<String, String>,
    log: Vec<(String, Option<String>)>,
}

impl Small {
    fn set(&mut self, key: &str, value: Option<&str>) {
        match value {
            Some(value) => drop(self.now.insert(key.to_owned(), value.to_owned())),
            None => drop(self.now.remove(key)),
        }
        self.log.push((key.to_owned(), value.map(str::to_owned)));
    }

    pub fn flush(&mut self) {
        self.disk.clone_from(&self.now);
        self.log.clear();
    }

    /// Only a part of the log reaches the disk: its beginning, or of each key its beginning.
    fn crash(&mut self, chance: &mut SeededRandom) {
        let log = std::mem::take(&mut self.log);
        let reordered = chance.one_in(2);
        let cut = chance.below(log.len() + 1);
        let mut stuck = BTreeSet::new();
        for (index, (key, value)) in log.into_iter().enumerate() {
            let lost = if reordered { stuck.contains(&key) || chance.one_in(3) } else { index >= cut };
            if lost {
                stuck.insert(key);
                continue;
            }
            match value {
                Some(value) => drop(self.disk.insert(key, value)),
                None => drop(self.disk.remove(&key)),
            }
        }
        self.now.clone_from(&self.disk);
    }
}

/// An append to the main store that has been asked for and not been answered.
struct PendingAppend {
    ticket: u32,
    batch: Batch,
}

pub struct Tab {
    pub keeper: Keeper,
    asked: Vec<PendingAppend>,
    wakes: Vec<UnixMillis>,
    inbox: Vec<Record>,
    /// The texts on this tab's screen: the version they were read from, and the words.
    pub views: BTreeMap<Record, Revision>,
    /// Words typed here since they were last seen as saved.
    unsaved: BTreeMap<Record, Vec<String>>,
}

pub struct World {
    pub now: UnixMillis,
    pub chance: SeededRandom,
    pub heads: BTreeMap<String, String>,
    pub history: BTreeMap<String, String>,
    pub small: Small,
    pub has_main: bool,
    pub has_small: bool,
    /// Faults that last: until they are lifted, every such write is refused.
    pub main_refuses: Option<Refusal>,
    pub small_refuses: bool,
    pub reserve: bool,
    pub witness: Option<String>,
    pub aside: BTreeMap<String, String>,
    pub files: BTreeSet<String>,
    pub tabs: Vec<Tab>,
    /// The words that were shown as saved, by record.
    pub promised: BTreeMap<Record, BTreeSet<String>>,
    /// The latest mark that was shown as saved.
    pub promised_marks: BTreeMap<Record, Revision>,
    /// At the operation with this number, this happens.
    pub plan: Option<(usize, Fault)>,
    pub operations: usize,
    crashed: bool,
    writers: usize,
    words: usize,
}

impl World {
    pub fn new(seed: u64) -> Self {
        Self {
            now: UnixMillis(1_000_000),
            chance: SeededRandom::new(seed),
            heads: BTreeMap::new(),
            history: BTreeMap::new(),
            small: Small::default(),
            has_main: true,
            has_small: true,
            main_refuses: None,
            small_refuses: false,
            reserve: false,
            witness: None,
            aside: BTreeMap::new(),
            files: BTreeSet::new(),
            tabs: Vec::new(),
            promised: BTreeMap::new(),
            promised_marks: BTreeMap::new(),
            plan: None,
            operations: 0,
            crashed: false,
            writers: 0,
            words: 0,
        }
    }

    pub fn open_tab(&mut self) {
        self.writers += 1;
        let (main, small) = self.stored();
        let mut keeper = Keeper::new(&SCHEMA, WriterId::new(&format!("w{}", self.writers)));
        keeper.load(self.now, main, small);
        keeper.compare_count_markers(self.now, self.witness.as_slice());
        let (asked, wakes, inbox) = Default::default();
        self.tabs.push(Tab { keeper, asked, wakes, inbox, views: BTreeMap::new(), unsaved: BTreeMap::new() });
        self.run(self.tabs.len() - 1);
    }

    /// The tab reads both stores again.
    pub fn reread(&mut self, tab: usize) {
        let (now, (main, small)) = (self.now, self.stored());
        if let Some(tab) = self.tabs.get_mut(tab) {
            tab.keeper.load(now, main, small);
        }
        self.run(tab);
    }

    fn stored(&self) -> (Option<KeyedFrames>, Option<KeyedFrames>) {
        let rows = |rows: &BTreeMap<String, String>| rows.clone().into_iter().collect::<KeyedFrames>();
        (self.has_main.then(|| rows(&self.heads)), self.has_small.then(|| rows(&self.small.now)))
    }

    /// Types a new word into the text that the tab shows; `anew` looks at the stored text first.
    pub fn type_word(&mut self, tab: usize, record: &Record, anew: bool) {
        self.words += 1;
        let word = format!("w{}", self.words);
        let index = self.chance.below(5);
        self.edit(tab, record, anew, Urgency::Typing, |text| match index {
            0 => format!("{word} {text}"),
            1 if text.contains(' ') => text.replacen(' ', &format!(" {word} "), 1),
            _ => format!("{text} {word}"),
        });
        if let Some(tab) = self.tabs.get_mut(tab) {
            tab.unsaved.entry(record.clone()).or_default().push(word);
        }
        self.look_at_promises();
    }

    pub fn edit(&mut self, tab: usize, record: &Record, anew: bool, urgency: Urgency, change: impl Fn(&str) -> String) {
        let now = self.now;
        let Some(tab_seen) = self.tabs.get_mut(tab) else { return };
        if anew || !tab_seen.views.contains_key(record) {
            match tab_seen.keeper.shown(record) {
                Some(shown) => drop(tab_seen.views.insert(record.clone(), (**shown).clone())),
                None => drop(tab_seen.views.remove(record)),
            }
        }
        let based_on = tab_seen.views.get(record).map(|view| view.stamp.clone());
        let mut fields = tab_seen.keeper.fields(record, based_on.as_ref());
        fields.body = change(tab_seen.views.get(record).map_or("", |view| &view.fields.body));
        tab_seen.keeper.write(now, record, based_on.as_ref(), fields.clone(), urgency);
        match tab_seen.views.get_mut(record) {
            // The person goes on with the text they typed; where it was first read from stays as it was.
            Some(view) => view.fields = fields,
            None => {
                let own = tab_seen.keeper.shown(record).cloned();
                tab_seen.views.extend(own.map(|own| (record.clone(), (*own).clone())));
            }
        }
        self.run(tab);
    }

    pub fn set_mark(&mut self, tab: usize, record: &Record, on: bool) {
        let now = self.now;
        let Some(seen) = self.tabs.get_mut(tab) else { return };
        let mut fields = seen.keeper.fields(record, None);
        fields.set_flag("on", on);
        seen.keeper.write(now, record, None, fields, Urgency::AtOnce);
        self.run(tab);
    }

    /// The person looks at all versions, and makes one text of them.
    pub fn resolve(&mut self, tab: usize, record: &Record) {
        let now = self.now;
        let Some(seen) = self.tabs.get_mut(tab) else { return };
        let versions = seen.keeper.versions(record);
        let Some(first) = versions.first() else { return };
        let mut fields = first.fields.clone();
        fields.body = versions.iter().map(|version| version.fields.body.as_str()).collect::<Vec<_>>().join(" ");
        seen.keeper.resolve(now, record, fields);
        seen.views.remove(record);
        self.run(tab);
    }

    pub fn hide(&mut self, tab: usize) {
        let now = self.now;
        if let Some(tab) = self.tabs.get_mut(tab) {
            tab.keeper.hidden(now);
        }
        self.run(tab);
    }

    /// Sets the phone's clock. Timers go on as they went.
    pub fn set_clock(&mut self, now: UnixMillis) {
        for wake in self.tabs.iter_mut().flat_map(|tab| &mut tab.wakes) {
            *wake = now + wake.since(self.now);
        }
        self.now = now;
    }

    pub fn pass(&mut self, millis: u64) {
        self.now = self.now + Duration::from_millis(millis);
        for index in 0..self.tabs.len() {
            let now = self.now;
            let Some(tab) = self.tabs.get_mut(index) else { continue };
            let due = tab.wakes.iter().filter(|at| **at <= now).count();
            tab.wakes.retain(|at| *at > now);
            for _ in 0..due {
                tab.keeper.woke(now);
            }
            self.run(index);
        }
    }

    /// The main store answers the oldest request of a tab.
    pub fn answer(&mut self, tab: usize) {
        let Some(asking) = self.tabs.get_mut(tab).filter(|tab| !tab.asked.is_empty()) else { return };
        let asked = asking.asked.remove(0);
        let fault = self.operation();
        let refused = self.main_refuses.or(match fault {
            Some(Fault::Refuse(refusal)) => Some(refusal),
            _ => None,
        });
        let result = match refused {
            _ if self.crashed && fault != Some(Fault::CrashAfter) => return,
            Some(refusal) => Err(refusal),
            None => Ok(self.apply(&asked)),
        };
        let now = self.now;
        if !self.crashed
            && let Some(tab) = self.tabs.get_mut(tab)
        {
            tab.keeper.appended(now, asked.ticket, result);
        }
        self.run(tab);
    }

    /// Another tab's hints arrive.
    pub fn hear(&mut self, tab: usize) {
        let now = self.now;
        let (heads, small, has_main) = (&self.heads, &self.small.now, self.has_main);
        let Some(tab_hearing) = self.tabs.get_mut(tab) else { return };
        for record in std::mem::take(&mut tab_hearing.inbox) {
            let rows = if has_main { rows_of(heads, &record) } else { small.clone().into_iter().collect() };
            tab_hearing.keeper.heard(now, rows);
        }
        self.run(tab);
    }

    /// The whole browser dies. What the main store was asked may or may not have happened.
    pub fn crash(&mut self) {
        self.crashed = false;
        for tab in std::mem::take(&mut self.tabs) {
            for asked in tab.asked {
                if !self.chance.one_in(2) {
                    break;
                }
                if self.main_refuses.is_none() {
                    self.apply(&asked);
                }
            }
        }
        self.small.crash(&mut self.chance);
    }

    /// A tab is closed; the browser lives on, and in time writes the small store out. What is in the journal then is
    /// promised, too, though nobody was told.
    pub fn close(&mut self, tab: usize) {
        if tab < self.tabs.len() {
            let gone = self.tabs.remove(tab);
            self.small.flush();
            for (record, words) in gone.unsaved {
                let journaled = |word: &String| {
                    let holds = |frame: &String| frame.split([' ', '\n']).any(|other| other == word);
                    self.small.now.iter().any(|(key, frame)| key.ends_with(record.as_str()) && holds(frame))
                };
                let words: Vec<String> = words.into_iter().filter(journaled).collect();
                self.promised.entry(record).or_default().extend(words);
            }
            for asked in gone.asked.iter().take(self.chance.below(gone.asked.len() + 1)) {
                if self.main_refuses.is_none() {
                    self.apply(asked);
                }
            }
        }
    }

    pub fn has_crashed(&self) -> bool {
        self.crashed
    }

    /// Everything works again, every tab comes to rest.
    pub fn rest(&mut self) {
        (self.plan, self.main_refuses, self.small_refuses) = (None, None, false);
        for _ in 0..60 {
            self.pass(2_000);
            for tab in 0..self.tabs.len() {
                while self.tabs.get(tab).is_some_and(|tab| !tab.asked.is_empty()) {
                    self.answer(tab);
                }
                self.hear(tab);
            }
            if self.tabs.iter().all(|tab| tab.wakes.is_empty() && tab.asked.is_empty() && tab.inbox.is_empty()) {
                break;
            }
        }
    }

    fn operation(&mut self) -> Option<Fault> {
        self.operations += 1;
        let fault = self.plan.filter(|(at, _)| *at == self.operations).map(|(_, fault)| fault);
        self.crashed |= matches!(fault, Some(Fault::CrashBefore | Fault::CrashAfter));
        fault
    }

    fn apply(&mut self, asked: &PendingAppend) -> KeyedFrames {
        let batch = &asked.batch;
        for row in &batch.rows {
            if row.keep {
                self.history.insert(row.key.clone(), row.frame.to_string());
            }
            self.heads.insert(row.key.clone(), row.frame.to_string());
        }
        for key in &batch.remove {
            self.heads.remove(key);
        }
        for key in &batch.thin {
            self.history.remove(key);
        }
        for record in &batch.forget {
            for (key, _) in rows_of(&self.history, record) {
                self.history.remove(&key);
            }
        }
        let records: BTreeSet<&Record> = batch.rows.iter().map(|row| &row.record).collect();
        records.into_iter().flat_map(|record| rows_of(&self.heads, record)).collect()
    }

    /// One write to the small store; whether it was taken.
    fn write_small(&mut self, key: &str, value: Option<&str>) -> bool {
        let fault = self.operation();
        let refused = value.is_some() && (self.small_refuses || matches!(fault, Some(Fault::Refuse(_))));
        if refused || fault == Some(Fault::CrashBefore) {
            return false;
        }
        self.small.set(key, value);
        true
    }

    /// Carries out a tab's commands, as the app does.
    fn run(&mut self, index: usize) {
        while !self.crashed {
            let now = self.now;
            let Some(tab) = self.tabs.get_mut(index) else { return };
            let Some(command) = tab.keeper.next_command() else { break };
            match command {
                Command::Journal { key, frame } => {
                    let taken = self.write_small(&key, Some(&frame));
                    if let Some(tab) = self.tabs.get_mut(index).filter(|_| !self.crashed) {
                        tab.keeper.journaled(now, &key, taken);
                    }
                }
                Command::Unjournal { key, frame } => {
                    if self.small.now.get(&key).is_some_and(|held| **held == *frame) {
                        self.write_small(&key, None);
                    }
                }
                Command::Append { ticket, store: Store::Main, batch } => {
                    tab.asked.push(PendingAppend { ticket, batch })
                }
                Command::Append { ticket, store: Store::Small, batch } => {
                    let taken =
                        batch.rows.iter().all(|row| self.write_small(&row.key, Some(&row.frame)) && !self.crashed);
                    if self.crashed {
                        return;
                    }
                    if taken {
                        for key in batch.remove {
                            self.write_small(&key, None);
                        }
                    }
                    let answer = if taken { Ok(Vec::new()) } else { Err(Refusal::Full) };
                    if let Some(tab) = self.tabs.get_mut(index).filter(|_| !self.crashed) {
                        tab.keeper.appended(now, ticket, answer);
                    }
                }
                Command::ReadHistory { record } => {
                    let rows = rows_of(&self.history, &record);
                    tab.keeper.history(now, &record, &rows);
                }
                Command::Wake { after } => tab.wakes.push(now + after),
                Command::SetAside { name, text } => drop(self.aside.insert(name, text)),
                Command::KeepReserve => self.reserve = true,
                Command::FreeReserve => {
                    // The room of the reserve lasts for a while.
                    if std::mem::take(&mut self.reserve) {
                        (self.main_refuses, self.small_refuses) = (None, false);
                    }
                    tab.keeper.freed(now);
                }
                Command::StoreCountMarker { text } => self.witness = Some(text),
                Command::DropFile { name } => drop(self.files.remove(&name)),
                Command::Broadcast { record } => {
                    for (other, tab) in self.tabs.iter_mut().enumerate() {
                        if other != index {
                            tab.inbox.push(record.clone());
                        }
                    }
                }
            }
        }
        self.look_at_promises();
    }

    /// Whatever a tab shows as saved is promised from now on.
    fn look_at_promises(&mut self) {
        if self.crashed {
            return;
        }
        for tab in &mut self.tabs {
            for record in tab.keeper.take_changes().into_iter().map(|change| change.record) {
                if tab.keeper.save_state(&record) != SaveState::Saved || tab.keeper.health() == StorageHealth::Loading {
                    continue;
                }
                let words = tab.unsaved.remove(&record).unwrap_or_default();
                if record.kind() == "mark" {
                    let own = tab.keeper.shown(&record).cloned();
                    self.promised_marks.extend(own.map(|own| (record, (*own).clone())));
                } else {
                    self.promised.entry(record).or_default().extend(words);
                }
            }
        }
    }
}

pub fn entry(id: &str) -> Record {
    Record::new("entry", &[id])
}

pub fn star() -> Record {
    Record::new("mark", &["event", "session", "star"])
}

fn rows_of(rows: &BTreeMap<String, String>, record: &Record) -> KeyedFrames {
    let from = format!("{} ", record.as_str());
    let range = rows.range(from.clone()..).take_while(|(key, _)| key.starts_with(&from));
    range.map(|(key, frame)| (key.clone(), frame.clone())).collect()
}
