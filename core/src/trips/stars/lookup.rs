//! Which sessions of a trip a clue may mean.

use std::collections::{BTreeSet, HashMap};

use super::address::{ComparedAddress, id_in};
use super::clue::{PossibleTitle, SessionClue, TimeClue};
use crate::schedule::{Day, Details, Session, SessionKey, Trip};
use crate::search::fold;
use crate::share::calendar::session_of_uid;
use crate::trips::Alias;

/// So many sessions may be meant by one name. What may mean more says nothing: the address of a whole programme, or "Break".
const MOST_CANDIDATES: usize = 20;

/// The sessions of a trip by what sources call them. All positions are indices into [`Trip::sessions`].
pub struct SessionLookup<'t> {
    trip: &'t Trip,
    by_id: Index,
    by_address: Index,
    /// By host and path, without what follows.
    by_page: Index,
    by_title: Index,
    /// The site of each session, as far as it or its event names one.
    hosts: Vec<Option<String>>,
    days: BTreeSet<Day>,
}

type Index = HashMap<String, Vec<usize>>;

impl<'t> SessionLookup<'t> {
    /// Every session under its id, its address and its title, and under the id that its source gives it since.
    pub fn new(trip: &'t Trip, details: &[(SessionKey, Details)], aliases: &[Alias]) -> Self {
        let event_host = |url: &Option<String>| Some(ComparedAddress::parse(url.as_deref()?)?.host);
        let event_hosts: Vec<Option<String>> = trip.events.iter().map(|event| event_host(&event.url)).collect();
        let mut lookup = Self {
            trip,
            by_id: Index::new(),
            by_address: Index::new(),
            by_page: Index::new(),
            by_title: Index::new(),
            hosts: Vec::new(),
            days: BTreeSet::new(),
        };
        let mut by_key = HashMap::new();
        for (index, session) in trip.sessions.iter().enumerate() {
            by_key.insert(trip.key(session), index);
            add(&mut lookup.by_id, session.id.as_str().to_owned(), index);
            add(&mut lookup.by_title, loose(&session.title), index);
            lookup.hosts.push(event_hosts.get(session.event).cloned().flatten());
            lookup.days.extend(session.day);
            lookup.days.extend(session.when.start().map(|start| trip.zone.local(start).day));
        }
        for (key, details) in details {
            let address = details.url.as_deref().and_then(ComparedAddress::parse);
            if let Some((index, address)) = by_key.get(key).zip(address) {
                add(&mut lookup.by_address, address.whole, *index);
                add(&mut lookup.by_page, address.page, *index);
                if let Some(host) = lookup.hosts.get_mut(*index) {
                    *host = Some(address.host);
                }
            }
        }
        for alias in aliases {
            let key = SessionKey { event: alias.event.clone(), session: alias.kept.clone() };
            if let Some(index) = by_key.get(&key) {
                add(&mut lookup.by_id, alias.written.as_str().to_owned(), *index);
            }
        }
        lookup
    }

    /// The days on which there are sessions, in the trip's zone.
    pub fn days(&self) -> &BTreeSet<Day> {
        &self.days
    }

    /// Whether a session has this title.
    pub fn has_title(&self, title: &str) -> bool {
        self.by_title.contains_key(&loose(title))
    }

    /// The sessions that are meant: one that is certain, several that may be, or none. By its id first, then by its
    /// address, then by its title, which counts alone only when it is the only one; else the time decides, and the room.
    pub fn find(&self, clue: &SessionClue) -> Vec<SessionKey> {
        let found = self.by_own_uid(clue).or_else(|| self.by_id(clue)).or_else(|| self.by_address(clue));
        let mut found = found.or_else(|| self.by_title(clue)).unwrap_or_default();
        found.sort_unstable();
        found.dedup();
        if found.len() > MOST_CANDIDATES {
            return Vec::new();
        }
        found.into_iter().filter_map(|index| self.session(index)).map(|session| self.trip.key(session)).collect()
    }

    /// Lanyard's own calendars name the session as it is stored.
    fn by_own_uid(&self, clue: &SessionClue) -> Option<Vec<usize>> {
        let key = clue.ids.iter().find_map(|id| session_of_uid(id))?;
        self.trip.index_of(&key).map(|index| vec![index])
    }

    fn by_id(&self, clue: &SessionClue) -> Option<Vec<usize>> {
        clue.ids.iter().find_map(|id| self.with_id(id, clue))
    }

    /// Short ids occur at many conferences: one does not count where another site is meant, or where neither title nor time
    /// is right.
    fn with_id(&self, id: &str, clue: &SessionClue) -> Option<Vec<usize>> {
        let host = clue.address.as_deref().and_then(ComparedAddress::parse).map(|address| address.host);
        let is_there = |index: &usize| {
            let known = self.hosts.get(*index).and_then(Option::as_ref);
            let is_elsewhere = host.as_ref().zip(known).is_some_and(|(host, known)| host != known);
            !is_elsewhere && !self.is_contradicted(*index, clue)
        };
        let found: Vec<usize> = self.by_id.get(id)?.iter().copied().filter(is_there).collect();
        (!found.is_empty()).then(|| self.narrowed(found, clue))
    }

    fn by_address(&self, clue: &SessionClue) -> Option<Vec<usize>> {
        let written = clue.address.as_deref()?;
        let address = ComparedAddress::parse(written)?;
        let found = self.by_address.get(&address.whole).filter(|found| {
            // Some programmes give all of their sessions one address. Then it is the title that counts.
            found.len() == 1 || clue.titles.is_empty() || found.iter().any(|index| self.is_titled(*index, clue))
        });
        let found = found.or_else(|| self.by_page.get(&address.page).filter(|found| found.len() == 1));
        let found = found.map(|found| self.narrowed(found.clone(), clue));
        found.or_else(|| self.with_id(&id_in(written)?, clue))
    }

    fn by_title(&self, clue: &SessionClue) -> Option<Vec<usize>> {
        let mut readings = clue.titles.iter().filter_map(|possible| {
            let found = self.by_title.get(&loose(&possible.title))?;
            Some((found, possible))
        });
        let (found, possible) = readings.next()?;
        if !found.iter().any(|index| self.is_at(*index, clue.time)) {
            // "Title · Room" may be a title as well. At the right time it is the one in that room.
            let is_right = |(found, possible): &(&Vec<usize>, &PossibleTitle)| {
                found.iter().any(|index| self.is_at(*index, clue.time) && self.is_in(*index, &possible.cut_off))
            };
            if let Some((found, possible)) = readings.find(is_right) {
                return Some(self.narrowed_to(found.clone(), clue.time, &possible.cut_off));
            }
        }
        let found = kept(found.clone(), |index| self.is_at(index, clue.time));
        // Of titles that differ in marks alone ("C" and "C++") the one that is written in the same way.
        let exact = fold(&possible.title);
        let found =
            kept(found, |index| self.session(index).is_some_and(|session| fold(&session.title).trim() == exact.trim()));
        let cut_off = clue.titles.iter().map(|possible| possible.cut_off.as_str()).filter(|it| !it.is_empty());
        let rooms: Vec<&str> = cut_off.chain([clue.room.as_str()]).collect();
        Some(kept(found, |index| rooms.iter().any(|room| self.is_in(index, room))))
    }

    fn narrowed(&self, found: Vec<usize>, clue: &SessionClue) -> Vec<usize> {
        let found = kept(found, |index| self.is_titled(index, clue));
        self.narrowed_to(found, clue.time, &clue.room)
    }

    fn narrowed_to(&self, found: Vec<usize>, time: TimeClue, room: &str) -> Vec<usize> {
        let found = kept(found, |index| self.is_at(index, time));
        kept(found, |index| self.is_in(index, room))
    }

    fn session(&self, index: usize) -> Option<&Session> {
        self.trip.sessions.get(index)
    }

    /// Whether the time is said, and right.
    fn is_at(&self, index: usize, time: TimeClue) -> bool {
        let Some(session) = self.session(index) else { return false };
        let local = session.when.start().map(|start| self.trip.zone.local(start));
        let is_on = |day: Day| session.day == Some(day) || local.is_some_and(|local| local.day == day);
        match time {
            TimeClue::None => false,
            TimeClue::At(start) => session.when.start() == Some(start),
            TimeClue::On(day) => is_on(day),
            TimeClue::Clock(minute, day) => {
                local.is_some_and(|local| local.second / 60 == minute) && day.is_none_or(is_on)
            }
        }
    }

    /// Whether what was written names the session's room.
    fn is_in(&self, index: usize, written: &str) -> bool {
        let room = self.session(index).and_then(|session| self.trip.room(session)).map(|room| loose(&room.name));
        room.is_some_and(|room| !room.is_empty() && format!(" {} ", loose(written)).contains(&format!(" {room} ")))
    }

    /// Whether the clue says of title and time both, and neither is the session's.
    fn is_contradicted(&self, index: usize, clue: &SessionClue) -> bool {
        let says_both = !clue.titles.is_empty() && !matches!(clue.time, TimeClue::None);
        says_both && !self.is_titled(index, clue) && !self.is_at(index, clue.time)
    }

    /// Whether the clue has the session's title.
    fn is_titled(&self, index: usize, clue: &SessionClue) -> bool {
        let title = self.session(index).map(|session| loose(&session.title));
        clue.titles.iter().any(|possible| Some(loose(&possible.title)) == title)
    }
}

fn add(index: &mut Index, key: String, session: usize) {
    index.entry(key).or_default().push(session);
}

/// Those for which it holds; all, when it holds for none.
fn kept(found: Vec<usize>, holds: impl Fn(usize) -> bool) -> Vec<usize> {
    let right: Vec<usize> = found.iter().copied().filter(|index| holds(*index)).collect();
    if right.is_empty() { found } else { right }
}

/// A title without case, accents and marks; the marks alone when there is nothing else.
fn loose(title: &str) -> String {
    let folded = fold(title);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { folded.trim().to_owned() } else { words.join(" ") }
}
