//! Reading a schedule and joining it into a trip: the question to the worker, its answer, and what the user makes of it.

use super::Trips;
use super::signals::{Cancel, FoundSchedule, ImportState, Input, TripBytes, UnknownTable};
use super::stored::{Publication, Stored};
use crate::platform::reader::{self, Failure, Job, RunningJob};
use crate::route::Page;
use crate::wording;
use lanyard_core::schedule::TripId;
use lanyard_core::schedule::columns::{TableMapping, TableSample};
use lanyard_core::trips::{
    Destination, EventZone, Generation, JoinRequest, Preview, ReaderRequest, ReaderResponse, Source, TripCatalog,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use std::sync::Arc;
use web_sys::Blob;

/// What came of reading.
pub enum ReadOutcome {
    Found(Arc<FoundSchedule>),
    Linked(String),
    /// The user has to say what is in it.
    Columns(Arc<UnknownTable>),
    /// It was read, and it is no schedule: why.
    Unreadable(String),
    /// It could not be had, or not be read now: why, and what to do.
    Failed(String),
    /// By the user.
    Stopped,
}

pub type Progress = Rc<dyn Fn(reader::ReaderProgress)>;

impl Trips {
    /// Takes in all of the files, and then does with them what `then` says. What cannot be taken in stays out.
    pub fn read_files(self, files: Vec<Blob>, then: impl FnOnce(Vec<Arc<Vec<u8>>>) + 'static) {
        let Some(platform) = self.user.records.platform() else { return };
        spawn_local(async move {
            let mut read = Vec::new();
            for file in files {
                read.extend(platform.transfer.read(&file).await.map(Arc::new));
            }
            then(read);
        });
    }

    /// Reads a schedule and shows what is in it. Nothing is changed yet.
    pub fn look_into(self, input: Input) {
        self.look_into_and(input, || ());
    }

    /// The same, and calls `was_read` once the reader has said what it makes of it.
    pub fn look_into_and(self, input: Input, was_read: impl FnOnce() + 'static) {
        self.cancel_reading();
        let (address, next) = (input.origin.address().map(str::to_owned), input.next.clone());
        self.import.set(ImportState::Working(match (&address, input.files.is_empty()) {
            (Some(_), true) => reader::ReaderProgress::Fetching(0, None),
            _ => reader::ReaderProgress::Reading,
        }));
        spawn_local(async move {
            let trip = self.shown.with_untracked(|trip| trip.id.clone());
            let progress: Progress = Rc::new(move |step| self.import.set(ImportState::Working(step)));
            let stage = match self.read_input(input, trip, self.cancel_reading, progress).await {
                ReadOutcome::Found(found) => ImportState::Found(found),
                ReadOutcome::Columns(table) => ImportState::Columns(table),
                ReadOutcome::Linked(found) => ImportState::Linked(found),
                ReadOutcome::Unreadable(why) => failed(&why, address, next),
                ReadOutcome::Failed(why) => return self.import.set(failed(&why, address, next)),
                ReadOutcome::Stopped => return,
            };
            self.import.set(stage);
            was_read();
        });
    }

    /// Somebody is about to give a schedule.
    pub fn expect_schedule(self) {
        if let Some(platform) = self.user.records.platform() {
            platform.reader.prepare();
        }
    }

    /// Nobody is any more.
    pub fn expect_no_schedule(self) {
        if let Some(platform) = self.user.records.platform() {
            platform.reader.dismiss();
        }
    }

    /// Stops what is being read, and forgets it.
    pub fn cancel_reading(self) {
        stop(self.cancel_reading);
        self.import.set(ImportState::Idle);
    }

    /// Makes what was read part of the trip, or a trip, under the name that the user gives the event.
    pub fn add_found(self, mut found: Arc<FoundSchedule>, title: Option<String>) {
        self.import.set(ImportState::Adding);
        spawn_local(async move {
            let mut is_called_so = title.is_none();
            let number = loop {
                if is_called_so {
                    match self.keep_found(&found, Publication::Shown).await {
                        Stored::As(number) => break number,
                        Stored::Failed => {
                            let why = wording::TRIP_NOT_STORED.to_owned();
                            return self.import.set(ImportState::Failed(why, None, found.input.next.clone()));
                        }
                        // The trip has changed since, perhaps in another tab.
                        Stored::Outdated => {}
                    }
                }
                // What was read is joined once more, with the trip as it is now.
                let mut input = Input { destination: Some(found.preview.destination.clone()), ..found.input.clone() };
                if title.is_some() {
                    input.title.clone_from(&title);
                }
                is_called_so = true;
                let quiet: Progress = Rc::new(|_| ());
                match self.read_input(input, found.trip.clone(), self.cancel_reading, quiet).await {
                    ReadOutcome::Found(again) => found = again,
                    ReadOutcome::Unreadable(why) | ReadOutcome::Failed(why) => {
                        return self.import.set(failed(&why, None, found.input.next.clone()));
                    }
                    ReadOutcome::Columns(_) | ReadOutcome::Linked(_) | ReadOutcome::Stopped => {
                        return self.import.set(ImportState::Idle);
                    }
                }
            };
            self.show_fresh(number, found.texts.clone()).await;
            self.import.set(ImportState::Idle);
            let Preview { title, counts, trip: id, .. } = found.preview.clone();
            let is_update = matches!(found.preview.destination, Destination::Event(_));
            let words = if is_update { wording::event_updated(&title, counts) } else { wording::was_added(&title) };
            self.notices.say_with_undo(words, move || self.undo(id.clone(), number));
            if let Some(next) = Input::of_several(found.input.next.clone()) {
                return self.look_into(next);
            }
            let then = if is_update { Page::Changes } else { Page::Trip };
            self.navigation.go(found.input.back_to.clone().unwrap_or(then));
        });
    }

    /// Leaves out what is being looked at, and goes on with what comes after it.
    pub fn go_on(self, next: Vec<Input>) {
        match Input::of_several(next) {
            Some(next) => self.look_into(next),
            None => self.cancel_reading(),
        }
    }

    /// Says what the columns of a table hold, for this one and for all whose columns are called the same.
    pub fn say_columns(self, input: Input, sample: &TableSample, mapping: TableMapping) {
        self.user.settings.set(&columns_setting(sample), &mapping.encode());
        self.look_into(Input { table: Some(mapping), ..input });
    }

    /// What the user said of the columns of such a table.
    fn said_of_columns(self, sample: &TableSample) -> Option<TableMapping> {
        TableMapping::decode(&untrack(|| self.user.settings.get(&columns_setting(sample)))?)
    }

    /// Reads the input, which is fetched first when it is an address alone, and joins it with a trip.
    pub(super) async fn read_input(
        self,
        mut input: Input,
        trip: TripId,
        cancel: Cancel,
        progress: Progress,
    ) -> ReadOutcome {
        let address = input.origin.address().map(str::to_owned);
        let now = untrack(|| self.clock.now());
        let Some(catalog) = self.read_catalog().await else { return ReadOutcome::Failed(wording::NO_TRIP.to_owned()) };
        let Some((follows, texts)) = self.texts_now(&catalog, &trip).await else {
            return ReadOutcome::Failed(wording::NO_TRIP.to_owned());
        };
        let mut events_elsewhere = catalog.events_elsewhere(&trip);
        events_elsewhere.extend(self.bundled_events(&catalog, &trip).await);
        loop {
            let asked = JoinRequest {
                now,
                zone: input.zone.clone(),
                title: input.title.clone(),
                table: input.table.clone(),
                first_day: input.first_day,
                address: address.clone(),
                destination: input.destination.clone(),
                kept: self.kept_sessions(),
                events_elsewhere: events_elsewhere.clone(),
                trips: catalog.trips.iter().map(|kept| kept.id.clone()).chain([trip.clone()]).collect(),
            };
            let job = Job {
                ask: ReaderRequest::Join(asked).encode(),
                trip: texts.clone(),
                files: input.files.clone(),
                address: address.clone().filter(|_| input.files.is_empty()),
            };
            let (said, texts, fetched) = match self.ask(job, cancel, progress.clone()).await {
                Ok(answer) => answer,
                Err(Failure::Cancelled) => return ReadOutcome::Stopped,
                Err(failure) => return ReadOutcome::Failed(wording::reading_failed(failure).to_owned()),
            };
            input.files.extend(fetched);
            input.read_at.get_or_insert(now);
            let sample = match &said {
                ReaderResponse::Read(preview) => preview.table.as_ref(),
                ReaderResponse::Columns(sample) => Some(sample),
                _ => None,
            };
            let known = sample.filter(|_| input.table.is_none()).and_then(|sample| self.said_of_columns(sample));
            if known.is_some() {
                input.table = known;
                continue;
            }
            return match (said, texts) {
                (ReaderResponse::Several(groups), _) => match input.split(&groups) {
                    Some(first) => {
                        input = first;
                        continue;
                    }
                    None => ReadOutcome::Failed(wording::reading_failed(Failure::Broke).to_owned()),
                },
                (ReaderResponse::Read(preview), Some(texts)) => {
                    ReadOutcome::Found(Arc::new(FoundSchedule { preview: *preview, input, trip, follows, texts }))
                }
                (ReaderResponse::Columns(sample), _) => ReadOutcome::Columns(Arc::new(UnknownTable { input, sample })),
                (ReaderResponse::Linked(found), _) => ReadOutcome::Linked(found),
                (ReaderResponse::Unreadable(why), _) => ReadOutcome::Unreadable(why),
                _ => ReadOutcome::Failed(wording::reading_failed(Failure::Broke).to_owned()),
            };
        }
    }

    /// Asks the worker.
    pub(super) async fn ask(
        self,
        job: Job,
        cancel: Cancel,
        progress: Progress,
    ) -> Result<(ReaderResponse, Option<TripBytes>, Option<Arc<Vec<u8>>>), Failure> {
        let platform = self.user.records.platform().ok_or(Failure::Broke)?;
        let RunningJob { result, stop } = platform.reader.start(job, progress);
        cancel.set_value(Some(stop));
        let done = result.await;
        cancel.set_value(None);
        let done = done?;
        platform.clock.yield_to_browser().await;
        let said = ReaderResponse::decode(&done.answer).map_err(|_| Failure::Broke)?;
        Ok((said, done.texts.try_into().ok(), done.fetched))
    }

    /// Keeps what was found as the new state of its trip, if the trip is still the one it was read for.
    pub(super) async fn keep_found(self, found: &FoundSchedule, step: Publication) -> Stored {
        let FoundSchedule { preview, input, follows, texts, .. } = found;
        let source = Source {
            event: preview.event.clone(),
            origin: input.origin.clone(),
            zone: match &preview.zone {
                EventZone::Given(zone) => Some(zone.clone()),
                EventZone::Named(_) | EventZone::Missing => None,
            },
            read_at: input.read_at.unwrap_or_else(|| untrack(|| self.clock.now())),
            checksum: preview.checksum,
        };
        let describe = |catalog: &mut TripCatalog| {
            let kept = catalog.find(&preview.trip);
            let follows = follows.filter(|_| preview.destination != Destination::OwnTrip);
            if kept.map(|kept| kept.now.number) != follows {
                return None;
            }
            let mut sources = kept.map(|kept| kept.now.sources.clone()).unwrap_or_default();
            sources.retain(|known| known.event != source.event);
            sources.push(source);
            let base = match (kept, &preview.destination) {
                (_, Destination::OwnTrip) => None,
                (Some(kept), _) => kept.now.base.clone(),
                (None, _) => self.bundled_index(),
            };
            Some(Generation { number: 0, base, is_plain: false, sources })
        };
        self.keep_texts(&preview.trip, &preview.trip_title, texts, step, describe).await
    }
}

fn failed(why: &str, address: Option<String>, next: Vec<Input>) -> ImportState {
    ImportState::Failed(wording::nothing_changed(why), address, next)
}

/// Where it is remembered what the columns of such a table hold.
fn columns_setting(sample: &TableSample) -> String {
    format!("columns-of/{}", sample.kind())
}

pub fn stop(cancel: Cancel) {
    if let Some(cancel) = cancel.try_update_value(Option::take).flatten() {
        cancel();
    }
}
