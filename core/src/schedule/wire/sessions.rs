//! The sessions of an index, column by column.

use super::{Damaged, LineFields, LineWriter, Lines, number, precision};
use crate::schedule::{Day, Instant, Precision, Session, SessionId, SessionStatus, Trip, When, Zone};

/// What many sessions have in common.
#[derive(Clone, Copy, PartialEq)]
struct Shape {
    event: usize,
    track: Option<usize>,
    kind: Option<usize>,
    level: Option<usize>,
    language: Option<usize>,
    standing: SessionStatus,
    background: bool,
    time: Time,
}

/// How exactly the time is known, and the length. The start itself is the session's own.
#[derive(Clone, Copy, PartialEq)]
enum Time {
    Unknown,
    Day,
    Timed { start_precision: Precision, end_precision: Precision, seconds: Option<i64> },
}

pub fn encode_sessions(trip: &Trip, writer: &mut LineWriter) {
    let shapes: Vec<Shape> = trip.sessions.iter().map(Shape::of).collect();
    let mut table: Vec<Shape> = Vec::new();
    for shape in &shapes {
        if !table.contains(shape) {
            table.push(*shape);
        }
    }
    writer.count(table.len());
    for shape in &table {
        shape.encode(writer);
    }

    writer.count(trip.sessions.len());
    for session in &trip.sessions {
        writer.text(session.id.as_str()).end();
    }
    for session in &trip.sessions {
        writer.text(&session.title).end();
    }
    for shape in &shapes {
        writer.optional_index(table.iter().position(|known| known == shape)).end();
    }
    let mut clock = StartDeltas::new(trip);
    for session in &trip.sessions {
        writer.raw(&clock.encode(session)).end();
    }
    for session in &trip.sessions {
        writer.optional_index(session.room).end();
    }
    let mut fresh = 0;
    for session in &trip.sessions {
        writer.raw(&encode_speakers(&session.speakers, &mut fresh)).end();
    }
}

pub fn decode_sessions(trip: &Trip, lines: &mut Lines<'_>) -> Result<Vec<Session>, Damaged> {
    let shapes = lines.table(|fields| Shape::decode(fields, trip))?;
    let mut sessions = lines.table(|fields| Ok(Session::new(SessionId::new(fields.text()?), 0, String::new())))?;
    for session in &mut sessions {
        session.title = lines.fields()?.text()?;
    }
    let mut times = Vec::with_capacity(sessions.len());
    for session in &mut sessions {
        let mut fields = lines.fields()?;
        let index = fields.index(shapes.len())?;
        let shape = shapes.get(index).ok_or(fields.damaged())?;
        shape.give_to(session);
        times.push(shape.time);
    }
    let mut clock = StartDeltas::new(trip);
    for (session, time) in sessions.iter_mut().zip(times) {
        let cell = lines.next()?;
        (session.when, session.day) = clock.decode(cell, time).ok_or(Damaged::Line(lines.number))?;
    }
    for session in &mut sessions {
        session.room = lines.fields()?.optional_index(trip.rooms.len())?;
    }
    let mut fresh = 0;
    for session in &mut sessions {
        let cell = lines.next()?;
        session.speakers = decode_speakers(cell, &mut fresh, trip.people.len()).ok_or(Damaged::Line(lines.number))?;
    }
    Ok(sessions)
}

impl Shape {
    fn of(session: &Session) -> Self {
        let time = match session.when {
            When::Unknown => Time::Unknown,
            When::Day(_) => Time::Day,
            When::Timed { start, start_precision, end, end_precision } => {
                let seconds = end.map(|end| end.0.wrapping_sub(start.0));
                Time::Timed { start_precision, end_precision, seconds }
            }
        };
        let Session { event, track, kind, level, language, status: standing, background, .. } = *session;
        Self { event, track, kind, level, language, standing, background, time }
    }

    fn encode(&self, writer: &mut LineWriter) {
        writer.index(self.event).optional_index(self.track).optional_index(self.kind);
        writer.optional_index(self.level).optional_index(self.language);
        let mut flags = String::new();
        match self.standing {
            SessionStatus::Listed => {}
            SessionStatus::Cancelled => flags.push('c'),
            SessionStatus::Gone => flags.push('g'),
        }
        if self.background {
            flags.push('b');
        }
        let mut length = String::new();
        match self.time {
            Time::Unknown => {}
            Time::Day => flags.push('d'),
            Time::Timed { start_precision, end_precision, seconds } => {
                flags.push('t');
                if start_precision == Precision::Derived {
                    flags.push('<');
                }
                if end_precision == Precision::Derived {
                    flags.push('>');
                }
                if let Some(seconds) = seconds {
                    push_minutes(&mut length, seconds);
                }
            }
        }
        writer.raw(&flags).raw(&length).end();
    }

    fn decode(fields: &mut LineFields<'_>, trip: &Trip) -> Result<Self, Damaged> {
        let labels = trip.labels.len();
        let mut shape = Self {
            event: fields.index(trip.events.len())?,
            track: fields.optional_index(labels)?,
            kind: fields.optional_index(labels)?,
            level: fields.optional_index(labels)?,
            language: fields.optional_index(labels)?,
            standing: SessionStatus::Listed,
            background: false,
            time: Time::Unknown,
        };
        let flags = fields.raw()?;
        let length = fields.raw()?;
        for flag in flags.chars() {
            match flag {
                'c' => shape.standing = SessionStatus::Cancelled,
                'g' => shape.standing = SessionStatus::Gone,
                'b' => shape.background = true,
                'd' => shape.time = Time::Day,
                't' => {
                    let start_precision = precision(flags.contains('<'));
                    let end_precision = precision(flags.contains('>'));
                    let seconds = if length.is_empty() { None } else { Some(minutes(length).ok_or(fields.damaged())?) };
                    shape.time = Time::Timed { start_precision, end_precision, seconds };
                }
                '<' | '>' => {}
                _ => return Err(fields.damaged()),
            }
        }
        Ok(shape)
    }

    fn give_to(&self, session: &mut Session) {
        session.event = self.event;
        session.track = self.track;
        session.kind = self.kind;
        session.level = self.level;
        session.language = self.language;
        session.status = self.standing;
        session.background = self.background;
    }
}

/// The starts of the sessions, each as its distance from the one before. Sessions are in order, so most are zero.
struct StartDeltas<'a> {
    zone: &'a Zone,
    first: Day,
    start: Instant,
    day: Day,
}

impl<'a> StartDeltas<'a> {
    fn new(trip: &'a Trip) -> Self {
        let start = trip.first.0;
        Self { zone: &trip.zone, first: trip.first, start: Instant(i64::from(start) * 86_400), day: trip.first }
    }

    /// `90` or `30s` for a start, `1` for a day, nothing for no distance; then `@` and the day of the programme where
    /// it is not the civil day.
    fn encode(&mut self, session: &Session) -> String {
        let mut cell = String::new();
        match session.when {
            When::Unknown => {}
            When::Day(day) => {
                let distance = day.0.wrapping_sub(self.day.0);
                if distance != 0 {
                    cell.push_str(&distance.to_string());
                }
            }
            When::Timed { start, .. } => {
                let distance = start.0.wrapping_sub(self.start.0);
                if distance != 0 {
                    push_minutes(&mut cell, distance);
                }
            }
        }
        let civil = self.remember(session.when);
        if session.day != civil {
            cell.push('@');
            if let Some(day) = session.day {
                cell.push_str(&day.0.wrapping_sub(self.first.0).to_string());
            }
        }
        cell
    }

    fn decode(&mut self, cell: &str, time: Time) -> Option<(When, Option<Day>)> {
        let (distance, day) = match cell.split_once('@') {
            Some((distance, day)) => (distance, Some(day)),
            None => (cell, None),
        };
        let when = match time {
            Time::Unknown if distance.is_empty() => When::Unknown,
            Time::Unknown => return None,
            Time::Day => When::Day(Day(self.day.0.wrapping_add(small(distance)?))),
            Time::Timed { start_precision, end_precision, seconds } => {
                let distance = if distance.is_empty() { 0 } else { minutes(distance)? };
                let start = Instant(self.start.0.wrapping_add(distance));
                let end = seconds.map(|seconds| Instant(start.0.wrapping_add(seconds)));
                When::Timed { start, start_precision, end, end_precision }
            }
        };
        let civil = self.remember(when);
        let day = match day {
            None => civil,
            Some("") => None,
            Some(day) => Some(Day(self.first.0.wrapping_add(small(day)?))),
        };
        Some((when, day))
    }

    /// The civil day of `when`, which is where the next distances start.
    fn remember(&mut self, when: When) -> Option<Day> {
        let day = match when {
            When::Unknown => return None,
            When::Day(day) => day,
            When::Timed { start, .. } => {
                self.start = start;
                self.zone.local(start).day
            }
        };
        self.day = day;
        Some(day)
    }
}

/// A `+` for the first person not seen before, a number and a comma for any other.
fn encode_speakers(speakers: &[usize], fresh: &mut usize) -> String {
    let mut cell = String::new();
    for person in speakers {
        if person == fresh {
            cell.push('+');
            *fresh += 1;
        } else {
            cell.push_str(&person.to_string());
            cell.push(',');
        }
    }
    cell
}

fn decode_speakers(cell: &str, fresh: &mut usize, people: usize) -> Option<Vec<usize>> {
    let mut speakers = Vec::new();
    let mut rest = cell;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('+') {
            speakers.push(*fresh);
            *fresh += 1;
            rest = after;
        } else {
            let (person, after) = rest.split_once(',')?;
            speakers.push(usize::try_from(number(person)?).ok()?);
            rest = after;
        }
    }
    speakers.iter().all(|person| *person < people).then_some(speakers)
}

/// Whole minutes as a number; anything else in seconds, with an `s`.
fn push_minutes(text: &mut String, seconds: i64) {
    if seconds % 60 == 0 {
        text.push_str(&(seconds / 60).to_string());
    } else {
        text.push_str(&seconds.to_string());
        text.push('s');
    }
}

fn minutes(text: &str) -> Option<i64> {
    match text.strip_suffix('s') {
        Some(seconds) => number(seconds),
        None => number(text)?.checked_mul(60),
    }
}

fn small(text: &str) -> Option<i32> {
    if text.is_empty() { Some(0) } else { number(text).and_then(|number| i32::try_from(number).ok()) }
}
