//! The draft: an outline's pieces as they are made of the material, in the order of time.
//!
//! The same material always makes the same pieces under the same names, whatever else changed: that is what an edit holds
//! on to ([`super::outline`]).

use std::collections::BTreeMap;

use super::material::{Material, SessionMaterial, WeekNumbers};
use super::piece::{OutlineKind, OutlinePiece, PieceId, PieceKind, PrivacyReason};
use super::privacy::UnnamedPeople;
use super::writing;
use crate::notebook::{Attachment, Attendance, Entry, EntryKind, OwnItem};
use crate::schedule::{Day, Event, EventId, Instant, SessionKey};

/// The pieces of an outline in their first order.
pub fn draft(material: &Material, kind: OutlineKind) -> Vec<OutlinePiece> {
    let maker = DraftMaker { material, unnamed: UnnamedPeople::of(material.entries) };
    match kind {
        OutlineKind::Post => maker.post(),
        OutlineKind::Report => maker.report(),
    }
}

/// What stands in one section of time: the place in the order, and the pieces that stay together.
type Moment = (Option<Instant>, Vec<OutlinePiece>);

struct DraftMaker<'a> {
    material: &'a Material<'a>,
    unnamed: UnnamedPeople,
}

impl DraftMaker<'_> {
    fn post(&self) -> Vec<OutlinePiece> {
        let days = self.days();
        let mut pieces = self.front("retrospective");
        pieces.push(text("introduction", self.introduction(&days)));
        pieces.push(left_out(text("trip-facts", self.trip_facts())));
        pieces.push(left_out(text("numbers", self.numbers())));
        self.push_days(days, &mut pieces);
        self.push_list("takeaways", "Takeaways", self.takeaways(), &mut pieces);
        self.push_list("watch-later", "To watch", self.watch_later(), &mut pieces);
        self.push_list("people", "People", self.people(), &mut pieces);
        let open = self.follow_ups().into_iter().filter(|piece| !is_done(piece)).collect();
        self.push_list("follow-ups", "Next", open, &mut pieces);
        pieces.push(text("closing", String::new()));
        pieces
    }

    fn report(&self) -> Vec<OutlinePiece> {
        let days = self.days();
        let mut pieces = self.front("trip report");
        pieces.push(heading("purpose", "Purpose"));
        pieces.push(text("introduction", self.introduction(&days)));
        pieces.push(text("purpose/why", String::new()));
        pieces.push(heading("summary", "Summary"));
        pieces.push(text("numbers", self.numbers()));
        pieces.push(text("summary/text", String::new()));
        self.push_list("takeaways", "Takeaways", self.takeaways(), &mut pieces);
        self.push_list("follow-ups", "Decisions and follow-ups", self.follow_ups(), &mut pieces);
        self.push_list("people", "People", self.people(), &mut pieces);
        self.push_days(days, &mut pieces);
        self.push_list("watch-later", "To watch", self.watch_later(), &mut pieces);
        pieces.push(heading("cost", "Cost"));
        pieces.push(text("cost/text", String::new()));
        pieces
    }

    /// Title, subtitle, date, categories, and the first section, which has no heading.
    fn front(&self, what: &str) -> Vec<OutlinePiece> {
        let trip = self.material.trip;
        let year = trip.last.ymd().0.to_string();
        let title = if trip.title.contains(&year) { trip.title.clone() } else { format!("{} {year}", trip.title) };
        let piece = |id: &str, kind, text| OutlinePiece::new(PieceId::new(&[id]), kind, text);
        vec![
            piece("title", PieceKind::Title, format!("{title} {what}")),
            piece("subtitle", PieceKind::Subtitle, String::new()),
            piece("date", PieceKind::Date, trip.last.to_string()),
            piece("categories", PieceKind::Categories, String::new()),
            piece("first", PieceKind::Heading, String::new()),
        ]
    }

    fn introduction(&self, days: &Days) -> String {
        let trip = self.material.trip;
        let events = trip.events.iter().enumerate().filter(|(index, _)| days.keys().any(|(_, at)| *at == Some(*index)));
        let events: Vec<String> = events.map(|(_, event)| writing::escaped(&event.title)).collect();
        let when = writing::when(trip.first, trip.last);
        let when = if trip.first == trip.last { format!("On {when}") } else { format!("From {when}") };
        let at = if events.is_empty() { writing::escaped(&trip.title) } else { writing::joined(&events) };
        let city = if trip.city.is_empty() { String::new() } else { format!("in {}, ", writing::escaped(&trip.city)) };
        format!("{when} I was {city}at {at}.")
    }

    fn trip_facts(&self) -> String {
        self.material.trip.facts.iter().map(|fact| writing::escaped(fact)).collect::<Vec<String>>().join(" ")
    }

    fn numbers(&self) -> String {
        let numbers = WeekNumbers::of(self.material).sentence();
        if numbers.is_empty() { numbers } else { format!("The week in numbers: {numbers}.") }
    }

    /// What happened, by day and event.
    fn days(&self) -> Days {
        let mut days = Days::new();
        let mut put =
            |day: Day, event: Option<usize>, moment: Moment| days.entry((day, event)).or_default().push(moment);
        let mut on_sessions = self.entries_by_session();
        for (key, known) in self.material.sessions {
            let entries = on_sessions.remove(key).unwrap_or_default();
            if let Some((day, moment)) = self.session(key, known, &entries) {
                put(day, self.event_index(Some(&key.event)), moment);
            }
        }
        // What is about a session that nothing is known of, beside what is about none.
        let others = self.material.entries.iter().filter(|entry| !matches!(entry.attachment, Attachment::Session(_)));
        for entry in others.chain(on_sessions.into_values().flatten()).filter(|entry| is_told_in_time(entry)) {
            let event = self.event_index(self.material.event_of(entry).as_ref());
            put(self.material.day_of(entry), event, (Some(entry.at), self.entry(entry)));
        }
        for item in self.material.own_items {
            let day = self.material.days.day_at(self.material.trip, item.start);
            put(day, None, (Some(item.start), vec![self.own_item(item)]));
        }
        self.with_one_event_a_day(days)
    }

    /// What belongs to no event goes to the one that most of its day was at.
    fn with_one_event_a_day(&self, days: Days) -> Days {
        let mut moments: BTreeMap<(Day, usize), usize> = BTreeMap::new();
        for ((day, event), told) in &days {
            if let Some(event) = event {
                *moments.entry((*day, *event)).or_default() += told.len();
            }
        }
        let main_event = |day: Day| {
            let of_day = moments.iter().filter(|((at, _), _)| *at == day);
            of_day.max_by_key(|(_, told)| **told).map(|((_, event), _)| *event)
        };
        let running = |day: Day| {
            let mut running = self
                .material
                .trip
                .events
                .iter()
                .enumerate()
                .filter(|(_, event)| event.first <= day && day <= event.last);
            running.next().filter(|_| running.next().is_none()).map(|(index, _)| index)
        };
        let mut joined = Days::new();
        for ((day, event), told) in days {
            let event = event.or_else(|| main_event(day)).or_else(|| running(day));
            joined.entry((day, event)).or_default().extend(told);
        }
        for told in joined.values_mut() {
            told.sort_by_key(|(at, _)| (at.is_none(), *at));
        }
        joined
    }

    fn push_days(&self, days: Days, pieces: &mut Vec<OutlinePiece>) {
        let mut told_of = Vec::new();
        let mut sections: Vec<_> = days.into_iter().collect();
        sections.sort_by_key(|((day, event), told)| (*day, told.first().and_then(|(at, _)| *at), *event));
        let count = |event: Option<usize>| sections.iter().filter(|((_, other), _)| *other == event).count();
        let counts: Vec<usize> = sections.iter().map(|((_, event), _)| count(*event)).collect();
        for (((day, index), told), count) in sections.into_iter().zip(counts) {
            let event = index.and_then(|index| self.material.trip.events.get(index));
            let id = PieceId::new(&["day", &day.to_string(), event.map_or("", |event| event.id.as_str())]);
            let title = writing::section_heading(event, count > 1, day);
            pieces.push(OutlinePiece::new(id, PieceKind::Heading, title));
            if let Some(event) = event.filter(|event| !told_of.contains(&event.id)) {
                told_of.push(event.id.clone());
                pieces.push(self.event_facts(event));
            }
            pieces.extend(told.into_iter().flat_map(|(_, pieces)| pieces));
        }
    }

    fn event_facts(&self, event: &Event) -> OutlinePiece {
        let id = PieceId::new(&["event", event.id.as_str()]);
        OutlinePiece::new(id, PieceKind::Text, writing::event_facts(self.material.trip, event))
    }

    /// A session that was attended, that something was noted on, or that was planned, and the day it was on.
    fn session(&self, key: &SessionKey, known: &SessionMaterial, entries: &[&Entry]) -> Option<(Day, Moment)> {
        let attendance = Attendance::of(known.marks);
        let was_there = attendance.is_some_and(|attendance| attendance != Attendance::Missed);
        let told: Vec<&&Entry> = entries.iter().filter(|entry| is_told_in_time(entry)).collect();
        let is_planned = known.marks.star && attendance.is_none();
        if !was_there && told.is_empty() && !is_planned {
            return None;
        }
        let session = self.material.trip.find(key);
        let start = session.and_then(|session| session.when.start()).or(known.snapshot.start);
        let first = told.iter().map(|entry| entry.at).min();
        let day = session.and_then(|session| session.day);
        let day = day.or_else(|| Some(self.material.days.day_at(self.material.trip, start.or(first)?)))?;
        let text = writing::session(self.material, key, known);
        let mut piece = OutlinePiece::new(PieceId::of_session(key), PieceKind::Session(key.clone()), text);
        piece.about = Some(key.clone());
        piece.included = was_there || !told.is_empty();
        let mut pieces = vec![piece];
        pieces.extend(told.iter().flat_map(|entry| self.entry(entry)));
        Some((day, (start.or(first), pieces)))
    }

    fn entries_by_session(&self) -> BTreeMap<SessionKey, Vec<&Entry>> {
        let mut found: BTreeMap<SessionKey, Vec<&Entry>> = BTreeMap::new();
        for entry in self.material.entries {
            if let Attachment::Session(key) = &entry.attachment {
                found.entry(key.clone()).or_default().push(entry);
            }
        }
        for entries in found.values_mut() {
            entries.sort_by_key(|entry| (entry.at, entry.sequence, entry.id.clone()));
        }
        found
    }

    /// What an entry becomes where it stands in time.
    fn entry(&self, entry: &Entry) -> Vec<OutlinePiece> {
        let words = entry.text.trim();
        match (entry.kind, &entry.photo) {
            (_, Some(photo)) => {
                let caption = entry.described().to_owned();
                let mut pieces = vec![self.of_entry(entry, PieceKind::Picture(photo.clone()), caption)];
                if !words.is_empty() && words != entry.described() {
                    let mut beside = self.of_entry(entry, PieceKind::Text, words.to_owned());
                    beside.id = PieceId::new(&["entry", entry.id.as_str(), "text"]);
                    pieces.push(beside);
                }
                pieces
            }
            (EntryKind::Quote, None) => {
                let by = entry.name.trim();
                let by = if by.is_empty() { String::new() } else { format!("\n\n— {}", writing::escaped(by)) };
                vec![self.of_entry(entry, PieceKind::Quote, format!("{words}{by}"))]
            }
            (EntryKind::Link, None) => vec![self.of_entry(entry, PieceKind::Text, link_entry(entry))],
            _ => vec![self.of_entry(entry, PieceKind::Text, words.to_owned())],
        }
    }

    fn of_entry(&self, entry: &Entry, kind: PieceKind, text: String) -> OutlinePiece {
        let mut piece = OutlinePiece::new(PieceId::of_entry(&entry.id), kind, text);
        piece.entry = Some(entry.id.clone());
        piece.about = match &entry.attachment {
            Attachment::Session(key) => Some(key.clone()),
            _ => None,
        };
        if !entry.publishable {
            piece.reasons.push(PrivacyReason::Private);
        } else if is_hallway(entry) && entry.is_own() {
            piece.reasons.push(PrivacyReason::Hallway);
        }
        piece.reasons.extend(self.unnamed.named_in(&piece.text));
        if !entry.is_own() {
            // Whoever publishes under a name has been asked.
            piece.text = writing::by_author(&entry.author, &piece.text);
        }
        piece
    }

    fn own_item(&self, item: &OwnItem) -> OutlinePiece {
        let text = writing::own_item(self.material.trip, item);
        let mut piece = OutlinePiece::new(PieceId::new(&["own-item", &item.id.0]), PieceKind::Text, text);
        piece.included = false;
        piece.reasons = self.unnamed.named_in(&piece.text);
        piece
    }

    fn takeaways(&self) -> Vec<OutlinePiece> {
        let item = |entry: &Entry| self.of_entry(entry, PieceKind::Item, entry.text.trim().to_owned());
        self.of_kind(EntryKind::Takeaway).into_iter().map(item).collect()
    }

    fn people(&self) -> Vec<OutlinePiece> {
        let item = |entry: &Entry| {
            let mut piece = self.of_entry(entry, PieceKind::Item, person(entry));
            // Who is private is told once.
            piece.reasons.retain(|reason| *reason != PrivacyReason::Names(entry.name.trim().to_owned()));
            piece
        };
        self.of_kind(EntryKind::Person).into_iter().map(item).collect()
    }

    fn follow_ups(&self) -> Vec<OutlinePiece> {
        let item = |entry: &Entry| {
            let kind = PieceKind::FollowUp { done: entry.done, due: entry.due };
            self.of_entry(entry, kind, entry.text.trim().to_owned())
        };
        let mut items: Vec<OutlinePiece> = self.of_kind(EntryKind::FollowUp).into_iter().map(item).collect();
        items.sort_by_key(|piece| match &piece.kind {
            PieceKind::FollowUp { done, due } => (*done, due.is_none(), *due),
            _ => (true, true, None),
        });
        items
    }

    fn watch_later(&self) -> Vec<OutlinePiece> {
        let wanted = self.material.sessions.iter().filter(|(_, known)| known.marks.watch_later && !known.marks.watched);
        let mut wanted: Vec<_> = wanted.collect();
        wanted.sort_by_key(|(key, known)| {
            let session = self.material.trip.find(key);
            let start = session.and_then(|session| session.when.start()).or(known.snapshot.start);
            (start.is_none(), start, *key)
        });
        let item = |(key, known): (&SessionKey, &SessionMaterial)| {
            let id = PieceId::new(&["watch-later", key.event.as_str(), key.session.as_str()]);
            let text = writing::session(self.material, key, known);
            // A talk that was seen whole stands above, with its recording.
            let included = Attendance::of(known.marks) != Some(Attendance::Attended);
            OutlinePiece { included, ..OutlinePiece::new(id, PieceKind::Item, text) }
        };
        wanted.into_iter().map(item).collect()
    }

    /// The entries of a kind in the order of time, those without a word or a name left out.
    fn of_kind(&self, kind: EntryKind) -> Vec<&Entry> {
        let says = |entry: &&Entry| !entry.text.trim().is_empty() || !entry.name.trim().is_empty();
        let mut entries: Vec<&Entry> = self.material.entries.iter().filter(|it| it.kind == kind).filter(says).collect();
        entries.sort_by_key(|entry| (entry.at, entry.sequence, entry.id.clone()));
        entries
    }

    /// A heading with a list below it; nothing when the list is empty.
    fn push_list(&self, id: &str, title: &str, items: Vec<OutlinePiece>, pieces: &mut Vec<OutlinePiece>) {
        if !items.is_empty() {
            pieces.push(heading(id, title));
            pieces.extend(items);
        }
    }

    fn event_index(&self, id: Option<&EventId>) -> Option<usize> {
        id.and_then(|id| self.material.trip.events.iter().position(|event| event.id == *id))
    }
}

/// What happened on each day at each event.
type Days = BTreeMap<(Day, Option<usize>), Vec<Moment>>;

fn text(id: &str, words: String) -> OutlinePiece {
    OutlinePiece::new(PieceId::new(&[id]), PieceKind::Text, words)
}

fn heading(id: &str, title: &str) -> OutlinePiece {
    OutlinePiece::new(PieceId::new(&[id]), PieceKind::Heading, title.to_owned())
}

fn left_out(piece: OutlinePiece) -> OutlinePiece {
    OutlinePiece { included: false, ..piece }
}

/// Takeaways, people and follow-ups are gathered; everything else stands where it was captured.
fn is_told_in_time(entry: &Entry) -> bool {
    let is_gathered = matches!(entry.kind, EntryKind::Takeaway | EntryKind::Person | EntryKind::FollowUp);
    entry.photo.is_some() || !is_gathered && !entry.is_blank()
}

/// What was said between talks. A picture, a link and what somebody takes home are no conversation, and of people the mark
/// that they may be published is answer enough.
fn is_hallway(entry: &Entry) -> bool {
    let is_talk = matches!(entry.kind, EntryKind::Note | EntryKind::Quote | EntryKind::FollowUp);
    entry.attachment == Attachment::Hallway && is_talk && entry.photo.is_none()
}

fn is_done(piece: &OutlinePiece) -> bool {
    matches!(piece.kind, PieceKind::FollowUp { done: true, .. })
}

fn link_entry(entry: &Entry) -> String {
    let words = entry.text.trim();
    let (first, rest) = words.split_once('\n').unwrap_or((words, ""));
    let name = if first.trim().is_empty() { entry.url.trim() } else { first.trim() };
    let link = writing::link(name, &entry.url);
    // Words that hold a link of their own stay as they are.
    let link = if name.contains("](") || name.contains("://") && name != entry.url.trim() {
        format!("{first}\n{}", writing::link(entry.url.trim(), &entry.url))
    } else {
        link
    };
    if rest.trim().is_empty() { link } else { format!("{link}\n\n{}", rest.trim()) }
}

/// `Ana López (CERN): what we talked about`.
fn person(entry: &Entry) -> String {
    let mut line = writing::escaped(entry.name.trim());
    if !entry.affiliation.trim().is_empty() {
        line += &format!(" ({})", writing::escaped(entry.affiliation.trim()));
    }
    match (line.is_empty(), entry.text.trim()) {
        (_, "") => line,
        (true, words) => words.to_owned(),
        (false, words) => format!("{line}: {words}"),
    }
}
