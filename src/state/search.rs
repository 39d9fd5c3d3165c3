//! What can be found in the trip that is shown. Ten thousand sessions take a while to read: they come in slices, between
//! which the screen answers, first what is in the index of the trip, then the abstracts.
//!
//! Only the deferred part of the app knows this module. The trip that was searched last stays, for whoever comes back from
//! what was found.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use lanyard_core::notebook::add_documents;
use lanyard_core::schedule::wire::DetailsBook;
use lanyard_core::schedule::{Details, SessionKey, Trip, words};
use lanyard_core::search::{DocumentKind, Hit, Search, find_in};
use lanyard_core::text::of_abstract;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::platform::Clock;

/// Documents of a slice.
const DOCUMENTS: usize = 200;

/// Bytes of abstracts in a slice.
const BYTES: usize = 12_000;

/// Between two slices of abstracts, which nobody waits for.
const PAUSE: Duration = Duration::from_millis(8);

/// After a letter the next one is likely.
const TYPING: Duration = Duration::from_millis(500);

thread_local! {
    static LAST: RefCell<Option<TripSearch>> = const { RefCell::new(None) };
}

/// The trip, ready to be searched. Cheap to copy.
#[derive(Clone)]
pub struct TripSearch {
    trip: Arc<Trip>,
    details: Option<Arc<DetailsBook>>,
    /// As [`Trip::track_rooms`] has them.
    track_rooms: Arc<[(usize, usize)]>,
    search: ArcRwSignal<Search>,
    /// Where the line of a session's abstract begins in the details.
    lines: ArcRwSignal<HashMap<usize, usize>>,
    /// Somebody searches: the abstracts wait.
    is_asked: Arc<AtomicBool>,
}

impl TripSearch {
    /// Of the trip that is shown. What is not read yet is read from now on. Reactive.
    pub fn of(app: App) -> Self {
        let (trip, details) = (app.trip.get(), app.details.get());
        let is_it = |last: &Self| {
            let has_details =
                last.details.as_ref().zip(details.as_ref()).is_some_and(|(one, other)| Arc::ptr_eq(one, other));
            Arc::ptr_eq(&last.trip, &trip) && (has_details || last.details.is_none() && details.is_none())
        };
        if let Some(last) = LAST.with_borrow(|last| last.clone().filter(is_it)) {
            return last;
        }
        let new = Self {
            track_rooms: trip.track_rooms().into(),
            trip,
            details,
            search: ArcRwSignal::default(),
            lines: ArcRwSignal::default(),
            is_asked: Arc::default(),
        };
        LAST.set(Some(new.clone()));
        let (clock, begun) = (app.navigation.screen().clock.clone(), new.clone());
        spawn_local(async move { begun.read(clock).await });
        new
    }

    /// Whether another one has taken its place.
    fn is_outdated(&self) -> bool {
        LAST.with_borrow(|last| last.as_ref().is_none_or(|last| last.search != self.search))
    }

    async fn read(self, clock: Rc<dyn Clock>) {
        let (mut search, mut sessions) = (Search::new(), HashMap::new());
        let all = self.trip.sessions.len().max(self.trip.people.len()).max(self.trip.rooms.len());
        // Whatever goes by the very name comes before the sessions whose titles only begin with it.
        for first in (0..all).step_by(DOCUMENTS) {
            (first..first + DOCUMENTS).for_each(|index| self.add_others(&mut search, index));
            clock.yield_to_browser().await;
            if self.is_outdated() {
                return;
            }
        }
        for first in (0..all).step_by(DOCUMENTS) {
            for index in first..first + DOCUMENTS {
                self.add_session(&mut search, &mut sessions, index);
            }
            clock.yield_to_browser().await;
            if self.is_outdated() {
                return;
            }
        }
        self.search.set(search);
        let Some(details) = &self.details else { return };
        let mut offset = 0;
        let mut lines = HashMap::new();
        while let Some((part, next)) = details.part(offset, BYTES) {
            offset = next;
            self.search.update_untracked(|search| {
                for (line, key, details) in part {
                    if let (Some((index, document)), Some(text)) = (sessions.get(&key), details.abstract_text) {
                        search.add_long_text(*document, &of_abstract(&text).plain());
                        lines.insert(*index, line);
                    }
                }
            });
            clock.wait(PAUSE).await;
            while self.is_asked.swap(false, Ordering::Relaxed) {
                clock.wait(TYPING).await;
            }
            if self.is_outdated() {
                return;
            }
        }
        self.lines.set(lines);
        self.search.notify();
    }

    /// A session by its title; who, where and what sort of session it is belongs to it.
    fn add_session(&self, search: &mut Search, known: &mut HashMap<SessionKey, (usize, usize)>, index: usize) {
        let trip = &self.trip;
        let Some(session) = trip.sessions.get(index) else { return };
        let mut rest = words::location(trip, session).unwrap_or_default();
        let people = trip.speakers(session).map(|person| person.name.as_str());
        for part in people.chain([trip.label(session.kind), trip.label(session.track)].into_iter().flatten()) {
            rest.push(' ');
            rest.push_str(part);
        }
        let document = search.add(DocumentKind::Session, index, &session.title, &rest);
        known.insert(trip.key(session), (index, document));
    }

    fn add_others(&self, search: &mut Search, index: usize) {
        let trip = &self.trip;
        if let Some(person) = trip.people.get(index) {
            search.add(DocumentKind::Person, index, &person.name, person.affiliation.as_deref().unwrap_or(""));
        }
        if let Some(room) = trip.rooms.get(index) {
            let document = search.add(DocumentKind::Room, index, &room.name, &words::room_name(trip, room));
            self.tracks_in(index).for_each(|track| search.add_title(document, track));
        }
        if let Some(venue) = trip.venues.get(index) {
            search.add(DocumentKind::Venue, index, &venue.name, venue.address.as_deref().unwrap_or(""));
        }
    }

    /// The tracks that are at home in the room at an index.
    pub fn tracks_in(&self, room: usize) -> impl Iterator<Item = &str> {
        let of_room = self.track_rooms.iter().filter(move |(home, _)| *home == room);
        of_room.filter_map(|(_, track)| self.trip.label(Some(*track)))
    }

    /// Everything that is found in the trip and in what the user wrote, best first. Reactive.
    pub fn find(&self, own: &Search, query: &str) -> Vec<Hit> {
        self.is_asked.store(true, Ordering::Relaxed);
        self.search.with(|search| find_in(&[search, own], query))
    }

    /// Whether the trip has been read, but perhaps for the abstracts. Reactive.
    pub fn is_ready(&self) -> bool {
        self.search.with(|search| !search.is_empty()) || self.trip.sessions.is_empty()
    }

    /// The trip that the hits point into.
    pub fn trip(&self) -> &Arc<Trip> {
        &self.trip
    }

    /// The details of the session at an index, once the abstracts have been read.
    pub fn details(&self, index: usize) -> Option<Details> {
        let line = self.lines.with_untracked(|lines| lines.get(&index).copied())?;
        self.details.as_ref()?.at(line)
    }
}

impl PartialEq for TripSearch {
    fn eq(&self, other: &Self) -> bool {
        self.search == other.search
    }
}

/// What the user wrote: their items in the agenda, and the notebook. Reactive.
pub fn own(app: App) -> Search {
    let mut search = Search::new();
    let items = app.own_items.all().get();
    for (index, item) in items.iter().enumerate().filter(|(_, item)| item.deleted.is_none()) {
        search.add(DocumentKind::OwnItem, index, &item.title, &format!("{} {}", item.location, item.note));
    }
    add_documents(&mut search, &app.notebook.entries().get());
    search
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::platform::Screen;
    use crate::platform::clock::MemoryClock;
    use crate::platform::contract::run;
    use crate::state::trips::tests::world::trip;
    use lanyard_core::schedule::wire::{decode_index, encode_details};

    fn details(trip: &Trip, id: &str, text: &str) -> Option<Arc<DetailsBook>> {
        let session = trip.sessions.iter().find(|session| session.id.as_str() == id)?;
        let details = Details { abstract_text: Some(text.to_owned()), url: None, links: Vec::new(), remark: None };
        DetailsBook::open(encode_details(&[(trip.key(session), details)])).ok().map(Arc::new)
    }

    #[test]
    fn titles_are_found_and_then_abstracts_and_another_trip_takes_its_place() {
        let clock = Rc::new(MemoryClock::default());
        Owner::new().set();
        run(&clock, async {
            let shown = |sessions: &[&str]| decode_index(&trip("Week", sessions).index).unwrap();
            let week = shown(&["a 09 Opening", "b 10 Marmots"]);
            let book = details(&week, "a", "On <b>otters</b> and rivers");
            let app = App::start(week, &Rc::new(Screen::memory(clock.clone())));
            app.details.set(book);
            let own = Search::new();
            let settle = || clock.wait(Duration::from_secs(3));
            let titles = |search: &TripSearch, words: &str| {
                let hits = untrack(|| search.find(&own, words));
                let title = |hit: &Hit| search.trip().sessions.get(hit.index).map(|session| session.title.clone());
                hits.iter().filter_map(title).collect::<Vec<String>>()
            };
            let search = untrack(|| TripSearch::of(app));
            assert!(!untrack(|| search.is_ready()));
            settle().await;
            assert!(untrack(|| search.is_ready()));
            assert_eq!(titles(&search, "marmot"), ["Marmots"]);
            // Asked meanwhile, the abstracts wait, and are read all the same.
            settle().await;
            assert_eq!(titles(&search, "otters"), ["Opening"]);
            assert_eq!(
                search.details(0).and_then(|details| details.abstract_text).as_deref(),
                Some("On <b>otters</b> and rivers")
            );
            assert!(untrack(|| TripSearch::of(app)) == search, "nothing is read twice");

            app.trip.set(Arc::new(shown(&["c 11 Herons"])));
            let search = untrack(|| TripSearch::of(app));
            settle().await;
            assert_eq!((titles(&search, "heron"), titles(&search, "marmots").len()), (vec!["Herons".to_owned()], 0));
        });
    }
}
