//! A trip's index: everything a row, a filter or a search needs, and nothing else.

use super::sessions::{decode_sessions, encode_sessions};
use super::{Damaged, LineFields, LineWriter, Lines, number, precision};
use crate::schedule::{
    Day, Event, EventId, Instant, Link, Person, Position, Precision, Room, RoomId, Span, Telling, Trip, TripId, Venue,
    VenueId, Walk, Zone,
};

const FORM: &str = "lanyard-trip";

/// Writes all of a trip but the details of its sessions.
pub fn encode_index(trip: &Trip) -> String {
    let mut writer = LineWriter::open(FORM);
    let days = |day: Day| i64::from(day.0.wrapping_sub(trip.first.0));
    writer.text(trip.id.as_str()).text(&trip.title).text(&trip.city);
    writer.number(i64::from(trip.first.0)).number(days(trip.last)).number(days(trip.as_of)).end();
    writer.text(&trip.zone.name);
    for span in &trip.zone.spans {
        writer.number(span.from.0).number(i64::from(span.offset_seconds)).text(&span.abbreviation);
    }
    writer.end();

    writer.count(trip.facts.len());
    for fact in &trip.facts {
        writer.text(fact).end();
    }
    writer.count(trip.events.len());
    for event in &trip.events {
        writer.text(event.id.as_str()).text(&event.title).text(&event.short).number(i64::from(event.color));
        writer.number(days(event.first)).number(days(event.last));
        writer.optional_text(event.url.as_deref()).optional_text(event.completeness.as_deref());
        writer.index(event.venues.len());
        for venue in &event.venues {
            writer.index(*venue);
        }
        writer.index(event.links.len());
        for link in &event.links {
            writer.text(&link.title).text(&link.url);
        }
        for fact in &event.facts {
            writer.text(fact);
        }
        writer.end();
    }
    writer.count(trip.venues.len());
    for venue in &trip.venues {
        writer.text(venue.id.as_str()).text(&venue.name).text(&venue.short).optional_text(venue.address.as_deref());
        match venue.position {
            Some(at) => writer.number(i64::from(at.latitude)).number(i64::from(at.longitude)),
            None => writer.raw("").raw(""),
        };
        for fact in &venue.facts {
            writer.text(fact);
        }
        writer.end();
    }
    writer.count(trip.walks.len());
    for walk in &trip.walks {
        writer.index(walk.between.0).index(walk.between.1).number(i64::from(walk.minutes));
        writer.raw(if walk.precision == Precision::Derived { "~" } else { "" }).end();
    }
    writer.count(trip.rooms.len());
    for room in &trip.rooms {
        writer.text(room.id.as_str()).text(&room.name).optional_text(room.level.as_deref());
        writer.optional_index(room.venue).end();
    }
    writer.count(trip.people.len());
    for person in &trip.people {
        writer.text(&person.name).end();
    }
    for person in &trip.people {
        writer.optional_text(person.affiliation.as_deref()).end();
    }
    writer.count(trip.labels.len());
    for label in &trip.labels {
        writer.text(label).end();
    }
    encode_sessions(trip, &mut writer);
    writer.text
}

/// Reads what [`encode_index`] writes. Every index in the trip points into one of its lists.
///
/// ```
/// use lanyard_core::schedule::wire::{Damaged, decode_index, encode_index};
///
/// // Four days from 2024-11-12, in UTC, and nine empty tables.
/// let text = "lanyard-trip\t1\nweek\tWeek\tDenver\t20039\t3\t0\nUTC\n0\n0\n0\n0\n0\n0\n0\n0\n0\n";
/// let trip = decode_index(text)?;
/// assert_eq!(trip.last.to_string(), "2024-11-15");
/// assert_eq!(decode_index(&encode_index(&trip)), Ok(trip));
/// assert_eq!(decode_index("<!doctype html>"), Err(Damaged::NotThisForm));
/// # Ok::<(), Damaged>(())
/// ```
///
/// # Errors
/// [`Damaged`] when the text is another one, of a later version, or spoilt; then it says where.
pub fn decode_index(text: &str) -> Result<Trip, Damaged> {
    let mut lines = Lines::open(text, FORM)?;
    let mut head = lines.fields()?;
    let (id, title, city) = (TripId::new(head.text()?), head.text()?, head.text()?);
    let first = head.small()?;
    let day = |fields: &mut LineFields<'_>| Ok(Day(first.wrapping_add(fields.small()?)));
    let (last, as_of) = (day(&mut head)?, day(&mut head)?);

    let mut fields = lines.fields()?;
    let mut zone = Zone { name: fields.text()?, spans: Vec::new() };
    while fields.more() {
        let from = Instant(fields.number()?);
        zone.spans.push(Span { from, offset_seconds: fields.small()?, abbreviation: fields.text()? });
    }

    let facts = lines.table(LineFields::text)?;
    let mut events = lines.table(|fields| {
        let id = EventId::new(fields.text()?);
        let (title, short) = (fields.text()?, fields.text()?);
        let color = u8::try_from(fields.small()?).map_err(|_| fields.damaged())?;
        let (first, last) = (day(fields)?, day(fields)?);
        let (url, completeness) = (fields.optional_text()?, fields.optional_text()?);
        let mut venues = Vec::new();
        for _ in 0..fields.index(usize::MAX)? {
            venues.push(fields.index(usize::MAX)?);
        }
        let mut links = Vec::new();
        for _ in 0..fields.index(usize::MAX)? {
            links.push(Link { title: fields.text()?, url: fields.text()? });
        }
        Ok(Event { id, title, short, color, first, last, url, links, facts: fields.texts()?, venues, completeness })
    })?;
    let venues = lines.table(|fields| {
        let id = VenueId::new(fields.text()?);
        let (name, short, address) = (fields.text()?, fields.text()?, fields.optional_text()?);
        let position = match (fields.raw()?, fields.raw()?) {
            ("", "") => None,
            (latitude, longitude) => {
                let degrees = |text| number(text).and_then(|n| i32::try_from(n).ok()).ok_or(fields.damaged());
                Some(Position { latitude: degrees(latitude)?, longitude: degrees(longitude)? })
            }
        };
        Ok(Venue { id, name, short, address, position, facts: fields.texts()? })
    })?;
    // Events come before the venues they name.
    if events.iter_mut().any(|event| event.venues.iter().any(|venue| *venue >= venues.len())) {
        return Err(Damaged::Line(lines.number));
    }
    let walks = lines.table(|fields| {
        let between = (fields.index(venues.len())?, fields.index(venues.len())?);
        let minutes = u32::try_from(fields.number()?).map_err(|_| fields.damaged())?;
        Ok(Walk { between, minutes, precision: precision(fields.raw()? == "~") })
    })?;
    let rooms = lines.table(|fields| {
        let id = RoomId::new(fields.text()?);
        let (name, level) = (fields.text()?, fields.optional_text()?);
        Ok(Room { id, name, level, venue: fields.optional_index(venues.len())? })
    })?;
    let mut people = lines.table(|fields| Ok(Person { name: fields.text()?, affiliation: None }))?;
    for person in &mut people {
        person.affiliation = lines.fields()?.optional_text()?;
    }
    let labels = lines.table(LineFields::text)?;
    let mut trip = Trip {
        id,
        title,
        city,
        zone,
        first: Day(first),
        last,
        as_of,
        facts,
        events,
        venues,
        walks,
        rooms,
        people,
        labels,
        sessions: Vec::new(),
        telling: Telling::default(),
    };
    trip.sessions = decode_sessions(&trip, &mut lines)?;
    Ok(trip)
}
