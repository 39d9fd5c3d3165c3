//! An outline while it is on screen: the draft is made when the notebook, the marks or the programme change, and the user's
//! edits are laid over it with every letter.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use lanyard_core::agenda::is_around;
use lanyard_core::notebook::{Attachment, Entry, Mark};
use lanyard_core::records::Urgency;
use lanyard_core::retrospective::{
    self as core, Closing, Document, Material, OutlineKey, OutlineKind, OutlinePiece, OutlineRow, PieceEdit, PieceId,
    SessionMaterial, UnnamedPeople, WeekNumbers,
};
use lanyard_core::schedule::{Day, SessionKey};
use leptos::prelude::*;

use super::App;

/// The rows of an outline, found by their pieces.
#[derive(Debug)]
pub struct OutlineRows {
    pub rows: Vec<OutlineRow>,
    by_id: Arc<HashMap<PieceId, usize>>,
}

/// One outline of the trip that is shown. Copy it freely.
#[derive(Clone, Copy)]
pub struct OutlineHandle {
    app: App,
    pub key: Memo<OutlineKey>,
    unnamed: Memo<Arc<UnnamedPeople>>,
    pub rows: Memo<Arc<OutlineRows>>,
    shown: StoredValue<ShownRows>,
}

/// The rows that something on screen shows a part of, each a signal of its own.
type ShownRows = HashMap<PieceId, ArcRwSignal<Option<OutlineRow>>>;

impl OutlineRows {
    /// `before` are those of the letter before: most often the pieces stand where they stood.
    fn of(rows: Vec<OutlineRow>, before: Option<&Self>) -> Self {
        let stands = |(row, known): (&OutlineRow, &OutlineRow)| row.piece.id == known.piece.id;
        let same = before.filter(|before| before.rows.len() == rows.len() && rows.iter().zip(&before.rows).all(stands));
        let by_id = same.map(|before| before.by_id.clone()).unwrap_or_else(|| {
            Arc::new(rows.iter().enumerate().map(|(index, row)| (row.piece.id.clone(), index)).collect())
        });
        Self { rows, by_id }
    }

    pub fn find(&self, id: &PieceId) -> Option<&OutlineRow> {
        self.by_id.get(id).and_then(|index| self.rows.get(*index))
    }

    pub fn index(&self, id: &PieceId) -> Option<usize> {
        self.by_id.get(id).copied()
    }
}

impl OutlineHandle {
    pub fn new(app: App, kind: Memo<OutlineKind>) -> Self {
        let key = Memo::new(move |_| OutlineKey::new(app.trip.with(|trip| trip.id.clone()), kind.get()));
        let entries = Memo::new(move |_| Arc::new(app.entries_of_trip()));
        let unnamed = Memo::new(move |_| Arc::new(entries.with(|entries| UnnamedPeople::of(entries))));
        let draft: Memo<Arc<[Arc<OutlinePiece>]>> = Memo::new(move |_| {
            let draft = |it: &Material| core::draft(it, kind.get()).into_iter().map(Arc::new).collect();
            entries.with(|entries| app.with_material(entries, draft))
        });
        let arrange = move |before: Option<&Arc<OutlineRows>>| {
            let edits = app.retrospective.edits(&key.get());
            let rows = draft.with(|draft| unnamed.with(|unnamed| core::arrange(draft, &edits, unnamed)));
            Arc::new(OutlineRows::of(rows, before.map(|before| &**before)))
        };
        let rows = Memo::new_with_compare(arrange, |_, _| true);
        let shown = StoredValue::new(ShownRows::new());
        // With a memo for each row, every letter would wake all that is on screen to find that nothing changed: of 300 rows
        // on a slow phone that took longer than everything else together.
        Effect::new(move || {
            let rows = rows.get();
            let is_changed = |(id, signal): &(&PieceId, &ArcRwSignal<Option<OutlineRow>>)| {
                signal.with_untracked(|known| known.as_ref() != rows.find(id))
            };
            let of = |(id, signal): (&PieceId, &ArcRwSignal<_>)| (id.clone(), signal.clone());
            let changed = shown.with_value(|shown| shown.iter().filter(is_changed).map(of).collect::<Vec<_>>());
            changed.into_iter().for_each(|(id, signal)| signal.set(rows.find(&id).cloned()));
        });
        Self { app, key, unnamed, rows, shown }
    }

    /// A row for what is drawn of it: it wakes when that row changes, just before the next frame.
    pub fn shown_row(self, id: &PieceId) -> ReadSignal<Option<OutlineRow>> {
        let known = self.shown.with_value(|shown| shown.get(id).cloned());
        let signal = known.unwrap_or_else(|| {
            let signal = ArcRwSignal::new(untrack(|| self.row(id)));
            self.shown.update_value(|shown| drop(shown.insert(id.clone(), signal.clone())));
            signal
        });
        signal.read_only().into()
    }

    /// A row as it stands. Reactive.
    pub fn row(self, id: &PieceId) -> Option<OutlineRow> {
        self.rows.with(|rows| rows.find(id).cloned())
    }

    /// What is worth a look. Reactive.
    pub fn checklist(self) -> Vec<core::Finding> {
        self.rows.with(|rows| self.unnamed.with(|unnamed| core::checklist(&rows.rows, unnamed)))
    }

    /// What goes out. Reactive.
    pub fn document(self) -> Document {
        let (names, today) = (self.app.names(), untrack(|| self.app.trip.with(|trip| trip.last)));
        self.rows.with(|rows| core::document(&rows.rows, &names, today))
    }

    /// Changes what is kept of a row.
    pub fn change(self, id: &PieceId, urgency: Urgency, change: impl FnOnce(&mut PieceEdit, &OutlineRow)) {
        let Some(row) = untrack(|| self.row(id)) else { return };
        let edit = |edit: &mut PieceEdit| change(edit, &row);
        self.app.retrospective.change(&self.key.get_untracked(), id, &row.piece.kind, urgency, edit);
    }

    /// The same as one act that can be undone.
    pub fn change_with_undo(self, id: &PieceId, said: &'static str, change: impl FnOnce(&mut PieceEdit, &OutlineRow)) {
        let (app, outline) = (self.app, self.key.get_untracked());
        let Some(row) = untrack(|| self.row(id)) else { return };
        let none = || PieceEdit::new(id.clone(), row.piece.kind.clone());
        let before = app.retrospective.edit(&outline, id).unwrap_or_else(none);
        self.change(id, Urgency::AtOnce, change);
        app.notices.say_with_undo(said, move || app.retrospective.put_back(&outline, before.clone(), Urgency::AtOnce));
    }
}

impl App {
    /// The entries of the trip that is shown. Reactive.
    pub fn entries_of_trip(self) -> Vec<Entry> {
        let shown = self.trip.with(|trip| trip.id.clone());
        let is_of_trip = |entry: &&Entry| self.trip_of(entry).is_none_or(|trip| trip == shown);
        self.notebook.entries().with(|entries| entries.iter().filter(is_of_trip).cloned().collect())
    }

    /// What the user said of the sessions of this trip. Reactive.
    pub fn session_material(self, entries: &[Entry]) -> BTreeMap<SessionKey, SessionMaterial> {
        let trip = self.trip.get();
        let mut sessions: BTreeMap<SessionKey, SessionMaterial> = BTreeMap::new();
        for mark in Mark::ALL {
            for key in self.marks.sessions_with(mark).into_iter().filter(|key| trip.has_event(&key.event)) {
                sessions.entry(key).or_default().marks.set(mark, true);
            }
        }
        for entry in entries {
            if let Attachment::Session(key) = &entry.attachment {
                let known = sessions.entry(key.clone()).or_default();
                if known.snapshot.title.is_empty() {
                    known.snapshot.title.clone_from(&entry.about);
                }
            }
        }
        self.details.with(|book| {
            for (key, known) in &mut sessions {
                known.recording = self.marks.recording(key);
                known.details = book.as_ref().and_then(|book| book.find(key)).unwrap_or_default();
                if let Some(snapshot) = self.marks.snapshot(key) {
                    known.snapshot = snapshot;
                }
            }
        });
        sessions
    }

    /// Looks at everything that a retrospective is made of. Reactive.
    fn with_material<T>(self, entries: &[Entry], look: impl FnOnce(&Material) -> T) -> T {
        let (trip, days, sessions) = (self.trip.get(), self.conference_days.get(), self.session_material(entries));
        let own_items = self.own_items.all().get();
        let is_of_trip = |at| is_around(&trip, days.day_at(&trip, at));
        let own_items: Vec<_> =
            own_items.iter().filter(|item| item.deleted.is_none() && is_of_trip(item.start)).cloned().collect();
        look(&Material { trip: &trip, days: &days, entries, sessions: &sessions, own_items: &own_items })
    }

    /// How the week went. Reactive.
    pub fn week_numbers(self) -> WeekNumbers {
        self.with_material(&self.entries_of_trip(), WeekNumbers::of)
    }

    /// What is still to say of a day, or of the whole trip. Reactive.
    pub fn closing(self, day: Option<Day>) -> (Closing, usize) {
        let entries = self.entries_of_trip();
        let sessions = self.session_material(&entries);
        let (trip, days) = (self.trip.get(), self.conference_days.get());
        let closing = Closing::of(&trip, &days, &entries, &sessions, day, self.now());
        let unanswered = closing.unanswered(&sessions);
        (closing, unanswered)
    }
}
