//! What is known of the kept trips, as signals; and what they are made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use lanyard_core::schedule::columns::{TableMapping, TableSample};
use lanyard_core::schedule::wire::{DetailsBook, decode_index};
use lanyard_core::schedule::{Day, Instant, SessionKey, Trip, TripId};
use lanyard_core::trips::{ChangeLog, Destination, Origin, Preview, TripCatalog};
use leptos::prelude::*;

use crate::platform::reader::ReaderProgress;
use crate::route::Page;
use crate::state::app_clock::AppClock;
use crate::state::navigation::Navigation;
use crate::state::notices::Notices;
use crate::state::user::User;

/// Index, details and changes of a trip.
pub type TripBytes = [Vec<u8>; 3];

/// What to read, and how the user wants it.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    pub origin: Origin,
    /// Empty while it has to be fetched.
    pub files: Vec<Arc<Vec<u8>>>,
    /// When they were read first.
    pub read_at: Option<Instant>,
    pub zone: Option<String>,
    /// What the user calls the event.
    pub title: Option<String>,
    /// What the user said of a table's columns.
    pub table: Option<TableMapping>,
    /// The day on which the event begins, where its table has no dates.
    pub first_day: Option<Day>,
    pub destination: Option<Destination>,
    /// Schedules that came together with it, and are read after it.
    pub next: Vec<Input>,
    /// Where the user wanted the schedule, and comes back to with it.
    pub back_to: Option<Page>,
}

impl Input {
    /// Files, or none yet, of which nothing else is known.
    pub fn of(origin: Origin, files: Vec<Arc<Vec<u8>>>) -> Self {
        Self {
            origin,
            files,
            read_at: None,
            zone: None,
            title: None,
            table: None,
            first_day: None,
            destination: None,
            next: Vec::new(),
            back_to: None,
        }
    }

    /// The first, with the others after it; `None` without any.
    pub fn of_several(inputs: Vec<Self>) -> Option<Self> {
        let mut inputs = inputs.into_iter();
        let first = inputs.next()?;
        Some(Self { next: inputs.collect(), ..first })
    }

    /// Each group of the files as an input of its own, and after them what comes next anyway.
    pub(super) fn split(mut self, groups: &[Vec<usize>]) -> Option<Self> {
        let names: Vec<String> = match &self.origin {
            Origin::File(names) => names.split(", ").map(str::to_owned).collect(),
            Origin::Address(_) | Origin::Pasted => Vec::new(),
        };
        let of_group = |places: &Vec<usize>| {
            let files = places.iter().filter_map(|place| self.files.get(*place).cloned()).collect();
            let named = places.iter().filter_map(|place| names.get(*place).cloned()).collect::<Vec<_>>().join(", ");
            // A name may hold a comma.
            let origin = if names.len() == self.files.len() { Origin::File(named) } else { self.origin.clone() };
            Self { origin, files, next: Vec::new(), ..self.clone() }
        };
        let mut inputs: Vec<Self> = groups.iter().map(of_group).collect();
        inputs.append(&mut self.next);
        Self::of_several(inputs)
    }
}

/// A schedule that was read, and the trip as it would be.
pub struct FoundSchedule {
    pub preview: Preview,
    pub input: Input,
    /// The trip it was read for, and the state of that trip which it would follow.
    pub(super) trip: TripId,
    pub(super) follows: Option<u32>,
    pub(super) texts: TripBytes,
}

impl FoundSchedule {
    /// The trip as it would be, and what changed in it since the user last looked.
    pub fn as_it_would_be(&self) -> Option<(Trip, ChangeLog)> {
        let [index, _, changes] = &self.texts;
        let changes = ChangeLog::decode(std::str::from_utf8(changes).ok()?).unwrap_or_default();
        Some((decode_index(std::str::from_utf8(index).ok()?).ok()?, changes))
    }

    /// Whether the trip has another state now than the one it was read for.
    pub fn is_outdated(&self, catalog: &TripCatalog) -> bool {
        catalog.find(&self.trip).map(|kept| kept.now.number) != self.follows
    }
}

/// A table of which the user has to say what its columns hold.
pub struct UnknownTable {
    pub input: Input,
    pub sample: TableSample,
}

/// Where the reading of a schedule stands.
#[derive(Clone, Default)]
pub enum ImportState {
    #[default]
    Idle,
    Working(ReaderProgress),
    Found(Arc<FoundSchedule>),
    /// What was found is being kept.
    Adding,
    Columns(Arc<UnknownTable>),
    /// The page at the address says where the schedule is.
    Linked(String),
    /// What happened and what to do; the address, when the user can open it; and what is to be read after it.
    Failed(String, Option<String>, Vec<Input>),
}

pub type Cancel = StoredValue<Option<Box<dyn FnOnce()>>, LocalStorage>;

/// The trip that is shown and the ones that are kept. Copy it freely.
#[derive(Clone, Copy)]
pub struct Trips {
    /// Schedule data is one signal, replaced whole. It is the trip without what the user hides.
    pub shown: RwSignal<Arc<Trip>>,
    /// The same with it.
    pub whole: RwSignal<Arc<Trip>>,
    /// `None` until the file has arrived, which is after the first screen.
    pub details: RwSignal<Option<Arc<DetailsBook>>>,
    pub catalog: RwSignal<Arc<TripCatalog>>,
    /// What changed in the trip that is shown, and was not acknowledged yet.
    pub changed: RwSignal<Arc<ChangeLog>>,
    /// What a list says of a changed session.
    pub(super) marks: RwSignal<Arc<BTreeMap<SessionKey, &'static str>>>,
    /// Where the reading of a schedule stands.
    pub import: RwSignal<ImportState>,
    /// The event whose address is being asked for changes.
    pub refreshing: RwSignal<Option<String>>,
    /// The number of the state on screen with its details; `None` is the bundled trip as it came.
    pub(super) on_screen: StoredValue<Option<u32>>,
    /// Counts what was to be shown, because reading takes a while and only the last of them shall show.
    pub(super) shows: StoredValue<u32>,
    pub(super) cancel_reading: Cancel,
    pub(super) cancel_refresh: Cancel,
    pub(super) user: User,
    pub(super) notices: Notices,
    pub(super) navigation: Navigation,
    pub(super) clock: AppClock,
}

impl Trips {
    /// Shows this trip until the catalog has been read.
    pub fn new(trip: Trip, user: User, notices: Notices, navigation: Navigation, clock: AppClock) -> Self {
        let trip = Arc::new(trip);
        Self {
            shown: RwSignal::new(trip.clone()),
            whole: RwSignal::new(trip),
            details: RwSignal::new(None),
            catalog: RwSignal::default(),
            changed: RwSignal::default(),
            marks: RwSignal::default(),
            import: RwSignal::default(),
            refreshing: RwSignal::default(),
            on_screen: StoredValue::new(None),
            shows: StoredValue::new(0),
            cancel_reading: StoredValue::new_local(None),
            cancel_refresh: StoredValue::new_local(None),
            user,
            notices,
            navigation,
            clock,
        }
    }

    /// What a list says of a session that changed: one word, or nothing. Reactive.
    pub fn mark(&self, key: &SessionKey) -> Option<&'static str> {
        self.marks.with(|marks| marks.get(key).copied())
    }
}
