//! Making a backup, and restoring one: what the user wished, how far it is, and what came of it.
//!
//! The worker does the work (`public/backup.js`). While it changes the main store no other tab changes the trips, and what
//! was written before has gone out; afterwards every tab reads the store anew.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use lanyard_core::backup::{
    BackupCounts, BackupExtent, BackupRequest, OutlinePublication, PENDING_FILE, RestorePreview, RestoreReport,
    UNDO_FILE,
};
use lanyard_core::notebook::schema::SCHEMA;
use lanyard_core::records::{Revision, UnixMillis};
use lanyard_core::schedule::{Instant, TripId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use super::hand_over::HandOverParcel;
use super::records::Records;
use crate::platform::Platform;
use crate::platform::backups::{BackupFailure, BackupProgress, BackupWorker, MadeBackup, ProgressListener};
use crate::platform::transfer::FilePart;
use crate::wording;

/// In the small store: when the latest backup was made that was handed over, in milliseconds since 1970.
const LAST: &str = "backup";

/// The latest backup that was saved, as far as this phone knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastBackup {
    pub at: Instant,
    /// How many records have changed since.
    pub changes: usize,
}

/// How far a backup is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackupStage {
    Idle,
    Working(BackupProgress),
    Ready,
    /// Why, and what to do.
    Failed(String),
}

/// How far a restore is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RestoreStage {
    Idle,
    Reading(BackupProgress),
    /// And whether the one before was wrong.
    AsksPassphrase(bool),
    /// What it would change. Nothing is changed yet.
    Found(Box<RestorePreview>),
    Restoring(BackupProgress),
    /// What it did.
    Done(String),
    /// Why nothing was changed.
    Failed(String),
}

/// A backup that can be handed over.
#[derive(Clone)]
pub struct ReadyBackup {
    pub parcel: HandOverParcel,
    pub counts: BackupCounts,
    /// When it was made.
    pub at: UnixMillis,
}

/// What a page wishes and sees. It ends with the page, and what is running ends with it. Copy it freely.
#[derive(Clone, Copy)]
pub struct BackupHandle {
    app: App,
    records: Records,
    pub extent: RwSignal<BackupExtent>,
    /// `None` for everything.
    pub only_trip: RwSignal<Option<TripId>>,
    /// Empty for none.
    pub passphrase: RwSignal<String>,
    pub making: RwSignal<BackupStage>,
    pub restoring: RwSignal<RestoreStage>,
    /// Whether the latest restore can be undone.
    pub can_undo: RwSignal<bool>,
    /// Another one is the latest backup.
    pub was_noted: Trigger,
    held: StoredValue<Rc<HeldBackup>, LocalStorage>,
}

/// What is no signal.
#[derive(Default)]
struct HeldBackup {
    ready: RefCell<Option<ReadyBackup>>,
    /// The file that is looked at.
    file: RefCell<Option<FilePart>>,
    /// When it was made.
    made: RefCell<Option<Instant>>,
    /// Works until it is dropped.
    worker: RefCell<Option<Rc<dyn BackupWorker>>>,
}

const NOTHING_DONE: BackupProgress = BackupProgress { done: 0, total: 0 };

impl App {
    /// The latest backup that was saved; `None` when none was. Reactive: it follows the notebook.
    pub fn last_backup(self) -> Option<LastBackup> {
        self.notebook.entries().track();
        self.timeline.track();
        let millis = self.records().platform()?.small.get(LAST)?.parse().ok()?;
        let changes = self.records().changed_since(UnixMillis(millis));
        Some(LastBackup { at: Instant(UnixMillis(millis).seconds()), changes })
    }

    /// Backups, for as long as what shows them.
    pub fn backups(self) -> BackupHandle {
        let handle = BackupHandle {
            app: self,
            records: self.records(),
            extent: RwSignal::new(BackupExtent::Whole),
            only_trip: RwSignal::new(None),
            passphrase: RwSignal::new(String::new()),
            making: RwSignal::new(BackupStage::Idle),
            restoring: RwSignal::new(RestoreStage::Idle),
            can_undo: RwSignal::new(false),
            was_noted: Trigger::new(),
            held: StoredValue::new_local(Rc::default()),
        };
        handle.look_for_undo();
        on_cleanup(move || handle.end());
        handle
    }

    /// Photos of a restore that did not come to its end are of no entry, and go.
    pub(super) fn tidy_after_restore(self) {
        let Some(platform) = self.records().platform() else { return };
        spawn_local(async move {
            let lock = platform.lifecycle.lock().await;
            take_out_orphans(&platform).await;
            drop(lock);
        });
    }
}

/// `None` when a store does not answer now; then the next start finds them.
async fn take_out_orphans(platform: &Platform) -> Option<()> {
    let pending = platform.main.file(PENDING_FILE).await.ok()??;
    let heads = platform.main.heads(None).await?;
    let revisions = heads.iter().filter_map(|(_, frame)| Revision::read(frame).ok());
    let shown: BTreeSet<String> = revisions.flat_map(|revision| (SCHEMA.files)(&revision.fields)).collect();
    for name in String::from_utf8_lossy(&pending).lines().filter(|name| !shown.contains(*name)) {
        platform.main.remove_file(name).await;
    }
    platform.main.remove_file(PENDING_FILE).await;
    Some(())
}

impl BackupHandle {
    /// What is ready.
    pub fn ready(self) -> Option<ReadyBackup> {
        self.held.try_get_value()?.ready.borrow().clone()
    }

    /// Puts a backup together, as wished.
    pub fn make(self) {
        let (only, extent) = (self.only_trip.get_untracked(), self.extent.get_untracked());
        self.put_together(only, extent, None);
    }

    /// Puts together what is published to a colleague.
    pub fn publish(self, publication: OutlinePublication) {
        let trip = self.app.trip.with_untracked(|trip| trip.id.clone());
        self.put_together(Some(trip), BackupExtent::Whole, Some(publication));
    }

    fn put_together(self, trip: Option<TripId>, extent: BackupExtent, publication: Option<OutlinePublication>) {
        let Some(platform) = self.records.platform() else { return };
        self.making.set(BackupStage::Working(NOTHING_DONE));
        let request = BackupRequest {
            // Another tab that shows codes of the same notebook goes on with the same ones.
            made: match extent {
                BackupExtent::ForCodes => self.records.last_change(),
                BackupExtent::Whole | BackupExtent::WithoutPhotos => platform.clock.now_millis(),
            },
            offset_seconds: self.app.trip.with_untracked(|trip| trip.zone.offset_at(self.app.clock.real_now())),
            app: env!("CARGO_PKG_VERSION").to_owned(),
            trip,
            extent,
            publication,
        };
        let passphrase = Some(self.passphrase.get_untracked()).filter(|it| !it.is_empty());
        spawn_local(async move {
            let Some(worker) = self.worker().await else { return };
            let progress = self.progress(self.making, BackupStage::Working);
            let made = worker.make(&request, passphrase.as_deref(), progress).await;
            let stage = match made.map(|made| self.take_ready(&platform, &request, passphrase.is_some(), made)) {
                Ok(Some(())) => BackupStage::Ready,
                Ok(None) => BackupStage::Failed(wording::FILE_NOT_MADE.to_owned()),
                Err(BackupFailure::Cancelled) => return,
                Err(failure) => BackupStage::Failed(wording::backup_failed(&failure)),
            };
            let _ = self.making.try_set(stage);
        });
    }

    fn take_ready(
        self,
        platform: &Platform,
        request: &BackupRequest,
        is_encrypted: bool,
        made: MadeBackup,
    ) -> Option<()> {
        let media_type = if is_encrypted { "application/jose" } else { "application/zip" };
        let file = platform.transfer.file(&request.file_name(is_encrypted), media_type, &[made.content])?;
        let parcel = HandOverParcel { file, text: None, missing: Vec::new() };
        let ready = ReadyBackup { parcel, counts: made.counts, at: request.made };
        self.held.try_get_value()?.ready.replace(Some(ready));
        Some(())
    }

    /// What is ready was handed over: from now on changes are counted.
    pub fn was_saved(self) {
        let Some((platform, ready)) = self.records.platform().zip(self.ready()) else { return };
        note_last(&platform, ready.at);
        self.was_noted.notify();
    }

    /// Looks into a file. Nothing is changed.
    pub fn read(self, file: FilePart) {
        if let Some(held) = self.held.try_get_value() {
            held.file.replace(Some(file));
            self.look(None);
        }
    }

    /// Looks into the same file with a passphrase.
    pub fn read_with(self, passphrase: String) {
        self.look(Some(passphrase));
    }

    fn look(self, passphrase: Option<String>) {
        let Some((held, file)) = self.held.try_get_value().and_then(|held| {
            let file = held.file.borrow().clone()?;
            Some((held, file))
        }) else {
            return;
        };
        self.restoring.set(RestoreStage::Reading(NOTHING_DONE));
        spawn_local(async move {
            let Some(worker) = self.worker().await else { return };
            let progress = self.progress(self.restoring, RestoreStage::Reading);
            let stage = match worker.open(&file, passphrase.as_deref(), progress).await {
                Ok(preview) => {
                    // What a colleague published is no backup of this phone.
                    held.made.replace(preview.made.filter(|_| preview.author.is_empty()));
                    RestoreStage::Found(Box::new(preview))
                }
                Err(BackupFailure::NeedsPassphrase) => RestoreStage::AsksPassphrase(false),
                Err(BackupFailure::WrongPassphrase) => RestoreStage::AsksPassphrase(true),
                Err(BackupFailure::Cancelled) => return,
                Err(failure) => RestoreStage::Failed(wording::restore_failed(&failure)),
            };
            let _ = self.restoring.try_set(stage);
        });
    }

    /// Restores what was looked into.
    pub fn restore(self, with_photos: bool) {
        let Some(held) = self.held.try_get_value() else { return };
        let Some(worker) = held.worker.borrow().clone() else { return };
        self.restoring.set(RestoreStage::Restoring(NOTHING_DONE));
        // Another phone was asked before; this browser may be asked within a tap.
        let app = self.app;
        spawn_local(async move {
            app.storage.ask_to_persist_again().await;
        });
        spawn_local(async move {
            let progress = self.progress(self.restoring, RestoreStage::Restoring);
            let result = self.alone(async || worker.restore(with_photos, progress).await).await;
            if result.is_ok()
                && let Some((platform, made)) = self.records.platform().zip(*held.made.borrow())
            {
                note_last(&platform, UnixMillis(u64::try_from(made.0).unwrap_or_default().saturating_mul(1_000)));
            }
            self.finish(result, wording::restored, false).await;
        });
    }

    /// Undoes the latest restore.
    pub fn undo(self) {
        self.restoring.set(RestoreStage::Restoring(NOTHING_DONE));
        spawn_local(async move {
            let Some(worker) = self.worker().await else { return };
            let result = self.alone(async || worker.undo().await).await;
            self.finish(result, |_| wording::RESTORE_UNDONE.to_owned(), true).await;
        });
    }

    /// Runs a change of the main store. No other tab changes the trips meanwhile, and what was written before has gone out.
    async fn alone<T>(self, change: impl AsyncFnOnce() -> Result<T, BackupFailure>) -> Result<T, BackupFailure> {
        let platform = self.records.platform().ok_or(BackupFailure::Broke)?;
        self.records.send_all();
        let lock = platform.lifecycle.lock().await;
        let changed = change().await;
        drop(lock);
        changed
    }

    async fn finish(
        self,
        result: Result<RestoreReport, BackupFailure>,
        say: impl FnOnce(RestoreReport) -> String,
        is_undone: bool,
    ) {
        let stage = match result {
            Ok(report) => {
                self.records.was_restored(is_undone).await;
                self.app.trips.was_restored();
                RestoreStage::Done(say(report))
            }
            Err(BackupFailure::Cancelled) => return,
            Err(failure) => RestoreStage::Failed(wording::restore_failed(&failure)),
        };
        let _ = self.restoring.try_set(stage);
        self.look_for_undo();
    }

    /// Stops, and lets go of what is ready.
    pub fn cancel(self) {
        self.end();
        let _ = self.making.try_set(BackupStage::Idle);
        let _ = self.restoring.try_set(RestoreStage::Idle);
    }

    fn end(self) {
        if let Some(held) = self.held.try_get_value() {
            held.worker.replace(None);
            held.ready.replace(None);
            held.file.replace(None);
        }
    }

    fn look_for_undo(self) {
        let Some(platform) = self.records.platform() else { return };
        spawn_local(async move {
            let found = platform.main.file(UNDO_FILE).await;
            let _ = self.can_undo.try_set(matches!(found, Ok(Some(_))));
        });
    }

    /// The worker of this page, which knows the bundled trip. `None` when the page was left meanwhile.
    async fn worker(self) -> Option<Rc<dyn BackupWorker>> {
        let held = self.held.try_get_value()?;
        if let Some(worker) = held.worker.borrow().clone() {
            return Some(worker);
        }
        self.records.send_all();
        let bundled = self.app.trips.bundled_for_backup().await;
        let worker = self.records.platform()?.backups.start(bundled);
        self.held.try_get_value()?.worker.replace(Some(worker.clone()));
        Some(worker)
    }

    fn progress<T: Send + Sync + 'static>(self, stage: RwSignal<T>, step: fn(BackupProgress) -> T) -> ProgressListener {
        Rc::new(move |progress| drop(stage.try_set(step(progress))))
    }
}

/// An older backup does not count where a newer one was noted.
fn note_last(platform: &Platform, at: UnixMillis) {
    let known = platform.small.get(LAST).and_then(|known| known.parse().ok()).map(UnixMillis);
    if known.is_none_or(|known| known < at) {
        // Without it the phone only does not know of the backup.
        let _ = platform.small.put(LAST, &at.0.to_string());
    }
}
