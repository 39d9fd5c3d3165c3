//! What is kept becomes the files of a backup.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::readable::readable;
use super::request::{BackupCounts, BackupExtent, BackupRequest};
use super::trips_json::{BundledJson, TripsJson};
use super::{notebook_json, trips_json};
use crate::notebook::appointments::read_appointment;
use crate::notebook::schema::{SCHEMA, photo_file};
use crate::notebook::wire::{read_entry, read_mark, read_own_item};
use crate::records::keeper::KeyedFrames;
use crate::records::revision::heads;
use crate::records::{Record, Revision};
use crate::schedule::wire::decode_index;
use crate::schedule::{EventId, Instant, Trip, TripId};
use crate::trips::{CatalogTrip, Generation, TripCatalog};

/// The file of the main store that says which trips are kept.
pub const CATALOG: &str = "trips/shelf";
/// The three texts of a state of a trip.
pub const TRIP_PARTS: [&str; 3] = ["index", "details", "changes"];
pub const NOTEBOOK_JSON: &str = "notebook.json";
pub const TRIPS_JSON: &str = "trips.json";
const READABLE: &str = "notebook.md";
/// The trip that comes with the app, among the texts of trips.
pub const BUNDLED: &str = "bundled";

/// What lies in the main store, as it lies there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoreContents {
    /// The versions that count.
    pub heads: KeyedFrames,
    /// All versions of what keeps them.
    pub history: KeyedFrames,
    /// The names of all files.
    pub files: Vec<String>,
    /// The files whose names begin with `trips/` or `restore/`: [`CATALOG`], `trips/<number>/<part>`, and what restoring
    /// keeps.
    pub texts: BTreeMap<String, String>,
    /// The trip that comes with the app.
    pub bundled: Option<BundledTexts>,
}

/// The trip that comes with the app, as it comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundledTexts {
    /// The name of the app's file of its index.
    pub base: String,
    /// As [`crate::schedule::wire::encode_index`] writes it.
    pub index: String,
    /// As [`crate::schedule::wire::encode_details`] writes it.
    pub details: String,
}

/// What goes into a backup besides its manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackupContents {
    /// Files that are ready: path in the zip, and text.
    pub texts: Vec<(String, String)>,
    /// Files to be taken out of the main store as they are: path in the zip, and name in the store.
    pub wanted: Vec<(String, String)>,
    /// What all of it comes to.
    pub counts: BackupCounts,
}

/// Where the bytes of a photo are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhotoBytes {
    /// At this path of the zip.
    InZip(String),
    /// Here.
    Inline(Vec<u8>),
}

/// What the stores hold, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoredRecords {
    /// All versions of each record, each once, earliest name first.
    pub records: BTreeMap<Record, Vec<Arc<Revision>>>,
    /// What cannot be read, under its key.
    pub unread: KeyedFrames,
}

/// Everything that is wanted of what is stored.
///
/// # Errors
/// When it cannot be written as JSON; nothing that is stored is known to cause that.
pub fn write(request: &BackupRequest, stored: &StoreContents) -> Result<BackupContents, serde_json::Error> {
    let mut records = StoredRecords::of(stored);
    let mut trips = TripsJson { catalog: stored.catalog().unwrap_or_default(), bundled: stored.bundled_json() };
    trips.catalog.dropped.clear();
    if request.extent == BackupExtent::ForCodes {
        leave_out_what_lanyard_brings(&mut trips);
    }
    if let Some(only) = &request.trip {
        narrow(&mut trips, only);
        let wanted = TripRecords::of(only, stored.shown_trip(only));
        records.records.retain(|record, revisions| wanted.has(record, revisions));
        records.unread.clear();
    }
    let revisions = || records.records.values().flatten();
    let heads: Vec<Arc<Revision>> = records.records.values().flat_map(|revisions| heads(revisions.clone())).collect();
    let mut texts = vec![
        (READABLE.to_owned(), readable(request, &heads, &trips)),
        (NOTEBOOK_JSON.to_owned(), notebook_json::write(revisions().map(|revision| &**revision), &records.unread)?),
        (TRIPS_JSON.to_owned(), trips_json::write(&trips)?),
    ];
    if request.extent == BackupExtent::ForCodes {
        texts.retain(|(path, _)| path != READABLE);
    }
    texts.extend(stored.trip_texts(&trips));
    let has_file: BTreeSet<&str> = stored.files.iter().map(String::as_str).collect();
    let shown: BTreeSet<String> = revisions().flat_map(|revision| (SCHEMA.files)(&revision.fields)).collect();
    let (there, missing): (Vec<String>, Vec<String>) = shown.into_iter().partition(|name| has_file.contains(&**name));
    let wanted: Vec<(String, String)> = match request.extent == BackupExtent::Whole {
        true => there.into_iter().filter_map(|name| Some((photo_path(&name)?, name))).collect(),
        false => Vec::new(),
    };
    let counts = BackupCounts {
        entries: heads.iter().filter_map(|head| read_entry(head)).filter(|entry| entry.deleted.is_none()).count(),
        records: records.records.len(),
        revisions: revisions().count(),
        photos: wanted.len(),
        missing_photos: missing.len(),
        trips: trips.catalog.trips.len(),
    };
    Ok(BackupContents { texts, wanted, counts })
}

/// `photos/<photo id>.jpg` for a photo of the main store; `None` for a name that would be no path.
pub fn photo_path(name: &str) -> Option<String> {
    let id = name.strip_prefix("photo/").filter(|id| is_photo_id(id))?;
    Some(format!("photos/{id}.jpg"))
}

/// The name in the main store of what lies at a path of the zip, when it is a photo.
pub fn photo_at(path: &str) -> Option<String> {
    let id = path.strip_prefix("photos/")?.strip_suffix(".jpg").filter(|id| is_photo_id(id))?;
    Some(photo_file(id))
}

fn is_photo_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

impl StoredRecords {
    /// Reads both tables.
    pub fn of(stored: &StoreContents) -> Self {
        let mut read = Self::default();
        for (key, frame) in stored.heads.iter().chain(&stored.history) {
            match Revision::read(frame) {
                Ok(revision) => read.add(revision),
                Err(_) if read.unread.iter().any(|(known, text)| known == key && text == frame) => {}
                Err(_) => read.unread.push((key.clone(), frame.clone())),
            }
        }
        read
    }

    /// Adds a version; another one under the same name stays.
    pub fn add(&mut self, revision: Revision) {
        let revisions = self.records.entry(revision.record.clone()).or_default();
        if let Err(index) = revisions.binary_search_by(|known| known.stamp.cmp(&revision.stamp)) {
            revisions.insert(index, Arc::new(revision));
        }
    }
}

impl StoreContents {
    /// Which trips are kept; `None` when that cannot be read.
    pub fn catalog(&self) -> Option<TripCatalog> {
        self.texts.get(CATALOG).map_or(Some(TripCatalog::default()), |text| TripCatalog::decode(text).ok())
    }

    /// One text of a state of a trip.
    pub fn trip_text(&self, number: u32, part: &str) -> Option<&str> {
        self.texts.get(&trip_file(number, part)).map(String::as_str)
    }

    fn bundled_json(&self) -> Option<BundledJson> {
        let bundled = self.bundled.as_ref()?;
        let trip = decode_index(&bundled.index).ok()?;
        Some(BundledJson { id: trip.id.as_str().to_owned(), title: trip.title, base: bundled.base.clone() })
    }

    /// A trip as it is now.
    fn shown_trip(&self, id: &TripId) -> Option<Trip> {
        let catalog = self.catalog()?;
        match catalog.find(id) {
            Some(kept) => decode_index(self.trip_text(kept.now.number, "index")?).ok(),
            None => decode_index(&self.bundled.as_ref()?.index).ok().filter(|trip| trip.id == *id),
        }
    }

    /// The texts of all states of these trips.
    fn trip_texts(&self, trips: &TripsJson) -> Vec<(String, String)> {
        let mut texts = Vec::new();
        for number in trips.catalog.trips.iter().flat_map(states).map(|state| state.number) {
            for part in TRIP_PARTS {
                let text = self.trip_text(number, part).map(str::to_owned);
                texts.extend(text.map(|text| (format!("{}.txt", trip_file(number, part)), text)));
            }
        }
        if let Some(BundledTexts { index, details, .. }) = self.bundled.as_ref().filter(|_| trips.bundled.is_some()) {
            for (part, text) in [("index", index), ("details", details)] {
                texts.push((format!("trips/{BUNDLED}/{part}.txt"), text.clone()));
            }
        }
        texts
    }
}

/// Where the main store holds a text of a trip.
pub fn trip_file(number: u32, part: &str) -> String {
    format!("trips/{number}/{part}")
}

/// The present state of a trip, and the one before.
pub fn states(kept: &CatalogTrip) -> impl Iterator<Item = &Generation> {
    [Some(&kept.now), kept.before.as_ref()].into_iter().flatten()
}

/// The other phone has the trip that comes with the app, and nothing to go back to.
fn leave_out_what_lanyard_brings(trips: &mut TripsJson) {
    trips.bundled = None;
    trips.catalog.trips.retain(|kept| !kept.now.is_plain);
    trips.catalog.trips.iter_mut().for_each(|kept| kept.before = None);
}

fn narrow(trips: &mut TripsJson, only: &TripId) {
    let TripCatalog { chosen, trips: kept, .. } = &mut trips.catalog;
    kept.retain(|kept| kept.id == *only);
    *chosen = kept.first().map(|kept| kept.id.clone());
    trips.bundled.take_if(|bundled| bundled.id != only.as_str());
}

/// Which records belong to one trip.
struct TripRecords<'a> {
    id: &'a TripId,
    events: Vec<EventId>,
    trip: Option<Trip>,
}

impl<'a> TripRecords<'a> {
    fn of(id: &'a TripId, trip: Option<Trip>) -> Self {
        let events = trip.iter().flat_map(|trip| &trip.events).map(|event| event.id.clone()).collect();
        Self { id, events, trip }
    }

    fn holds(&self, start: Instant) -> bool {
        self.trip.as_ref().is_some_and(|trip| trip.holds(trip.zone.local(start).day))
    }

    /// By the latest version.
    fn has(&self, record: &Record, revisions: &[Arc<Revision>]) -> bool {
        let Some(latest) = heads(revisions.to_vec()).pop() else { return false };
        let of_event = |event: &EventId| self.events.contains(event);
        if let Some(entry) = read_entry(&latest) {
            return match &entry.trip {
                Some(trip) => trip.id == *self.id,
                None => entry.event.as_ref().is_some_and(of_event),
            };
        }
        if let Some(mark) = read_mark(&latest) {
            return of_event(&mark.session.event);
        }
        if let Some(item) = read_own_item(&latest) {
            return self.holds(item.start);
        }
        if let Some(appointment) = read_appointment(&latest) {
            return match appointment.id.event() {
                Some(event) => of_event(event),
                None => self.holds(appointment.facts.when.start()),
            };
        }
        record.kind() == crate::notebook::schema::PIECE && record.parts().next().as_deref() == Some(self.id.as_str())
    }
}
