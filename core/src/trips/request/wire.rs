//! Requests and responses as text: lines and tabs, as in [`crate::schedule::wire`].

use super::{
    Counts, Destination, EditedTrip, EventZone, FoundStars, JoinRequest, NamedSession, Preview, ReaderRequest,
    ReaderResponse,
};
use crate::schedule::columns::{TableMapping, TableSample};
use crate::schedule::wire::{Damaged, LineFields, LineWriter, Lines};
use crate::schedule::{Day, EventId, Instant, Problem, SessionId, SessionKey, TripId};

const ASK: &str = "lanyard-ask";
const ANSWER: &str = "lanyard-answer";

impl ReaderRequest {
    /// Writes the request; [`ReaderRequest::decode`] reads it.
    pub fn encode(&self) -> String {
        let mut writer = LineWriter::open(ASK);
        match self {
            Self::Rebase { kept } => {
                writer.raw("rebase").end();
                write_keys(&mut writer, kept);
            }
            Self::Rename { event, title } => writer.raw("rename").text(event.as_str()).text(title).end(),
            Self::LeaveOut(event) => writer.raw("leave-out").text(event.as_str()).end(),
            Self::TakeOver { event, is_new, now, trips } => {
                writer.raw("take-over").text(event.as_str()).index(usize::from(*is_new)).number(now.0).end();
                write_trips(&mut writer, trips);
            }
            Self::Stars => writer.raw("stars").end(),
            Self::Join(asked) => {
                writer.raw("join").number(asked.now.0);
                writer.optional_text(asked.zone.as_deref()).optional_text(asked.title.as_deref());
                writer.optional_text(asked.table.as_ref().map(TableMapping::encode).as_deref());
                writer.optional_text(asked.first_day.map(|day| day.0.to_string()).as_deref());
                writer.optional_text(asked.address.as_deref());
                write_destination(&mut writer, asked.destination.as_ref());
                writer.end();
                write_keys(&mut writer, &asked.kept);
                writer.count(asked.events_elsewhere.len());
                for event in &asked.events_elsewhere {
                    writer.text(event.as_str()).end();
                }
                write_trips(&mut writer, &asked.trips);
            }
        }
        writer.text
    }

    /// Reads what [`ReaderRequest::encode`] writes.
    ///
    /// # Errors
    /// [`Damaged`] when the text is another one, of a later version, or spoilt; then it says where.
    pub fn decode(text: &str) -> Result<Self, Damaged> {
        let mut lines = Lines::open(text, ASK)?;
        let mut head = lines.fields()?;
        match head.raw()? {
            "rebase" => Ok(Self::Rebase { kept: read_keys(&mut lines)? }),
            "rename" => Ok(Self::Rename { event: EventId::new(head.text()?), title: head.text()? }),
            "leave-out" => Ok(Self::LeaveOut(EventId::new(head.text()?))),
            "take-over" => Ok(Self::TakeOver {
                event: EventId::new(head.text()?),
                is_new: head.index(2)? == 1,
                now: Instant(head.number()?),
                trips: read_trips(&mut lines)?,
            }),
            "stars" => Ok(Self::Stars),
            "join" => Ok(Self::Join(JoinRequest {
                now: Instant(head.number()?),
                zone: head.optional_text()?,
                title: head.optional_text()?,
                table: head
                    .optional_text()?
                    .map(|text| TableMapping::decode(&text).ok_or(head.damaged()))
                    .transpose()?,
                first_day: head
                    .optional_text()?
                    .map(|text| text.parse().map(Day).map_err(|_| head.damaged()))
                    .transpose()?,
                address: head.optional_text()?,
                destination: read_destination(&mut head)?,
                kept: read_keys(&mut lines)?,
                events_elsewhere: lines.table(|fields| fields.text().map(EventId::new))?,
                trips: read_trips(&mut lines)?,
            })),
            _ => Err(head.damaged()),
        }
    }
}

impl ReaderResponse {
    /// Writes the response; [`ReaderResponse::decode`] reads it.
    pub fn encode(&self) -> String {
        let mut writer = LineWriter::open(ANSWER);
        match self {
            Self::Linked(address) => writer.raw("linked").text(address).end(),
            Self::Unreadable(why) => writer.raw("unreadable").text(why).end(),
            Self::Columns(sample) => {
                writer.raw("columns").end();
                write_sample(&mut writer, Some(sample));
            }
            Self::Several(groups) => {
                writer.raw("several").end();
                writer.count(groups.len());
                for places in groups {
                    for place in places {
                        writer.index(*place);
                    }
                    writer.end();
                }
            }
            Self::Rebased { is_plain } => writer.raw("rebased").index(usize::from(*is_plain)).end(),
            Self::Edited(EditedTrip { trip, title, is_empty }) => {
                writer.raw("edited").text(trip.as_str()).text(title).index(usize::from(*is_empty)).end();
            }
            Self::Stars(stars) => {
                writer.raw("stars").end();
                writer.count(stars.named.len());
                for NamedSession { named, found } in &stars.named {
                    writer.text(named);
                    for key in found {
                        writer.text(key.event.as_str()).text(key.session.as_str());
                    }
                    writer.end();
                }
                write_problems(&mut writer, &stars.problems);
            }
            Self::Read(preview) => {
                writer.raw("read").text(&preview.format).text(&preview.title);
                match preview.days {
                    Some((first, last)) => writer.number(i64::from(first.0)).number(i64::from(last.0)),
                    None => writer.raw("").raw(""),
                };
                match &preview.zone {
                    EventZone::Named(zone) => writer.raw("named").text(zone),
                    EventZone::Given(zone) => writer.raw("given").text(zone),
                    EventZone::Missing => writer.raw("").raw(""),
                };
                let Counts { sessions, timed, rooms, people, added, changed, gone } = preview.counts;
                for count in [sessions, timed, rooms, people, added, changed, gone] {
                    writer.index(count);
                }
                write_destination(&mut writer, Some(&preview.destination));
                writer.text(preview.event.as_str()).text(preview.trip.as_str()).text(&preview.trip_title);
                writer.number(i64::from(preview.checksum)).end();
                write_problems(&mut writer, &preview.problems);
                writer.count(preview.doubts.len());
                for doubt in &preview.doubts {
                    writer.text(doubt).end();
                }
                write_sample(&mut writer, preview.table.as_ref());
            }
        }
        writer.text
    }

    /// Reads what [`ReaderResponse::encode`] writes.
    ///
    /// # Errors
    /// [`Damaged`] when the text is another one, of a later version, or spoilt; then it says where.
    pub fn decode(text: &str) -> Result<Self, Damaged> {
        let mut lines = Lines::open(text, ANSWER)?;
        let mut head = lines.fields()?;
        match head.raw()? {
            "linked" => Ok(Self::Linked(head.text()?)),
            "unreadable" => Ok(Self::Unreadable(head.text()?)),
            "columns" => Ok(Self::Columns(read_sample(&mut lines)?.ok_or(head.damaged())?)),
            "several" => Ok(Self::Several(lines.table(|fields| {
                let mut places = Vec::new();
                while fields.more() {
                    places.push(fields.index(usize::MAX)?);
                }
                Ok(places)
            })?)),
            "rebased" => Ok(Self::Rebased { is_plain: head.index(2)? == 1 }),
            "edited" => Ok(Self::Edited(EditedTrip {
                trip: TripId::new(head.text()?),
                title: head.text()?,
                is_empty: head.index(2)? == 1,
            })),
            "stars" => {
                Ok(Self::Stars(FoundStars { named: lines.table(read_named)?, problems: read_problems(&mut lines)? }))
            }
            "read" => Ok(Self::Read(Box::new(read_preview(&mut head, &mut lines)?))),
            _ => Err(head.damaged()),
        }
    }
}

fn read_preview(head: &mut LineFields<'_>, lines: &mut Lines<'_>) -> Result<Preview, Damaged> {
    let (format, title) = (head.text()?, head.text()?);
    let (first, last) = (head.raw()?, head.raw()?);
    let day = |text: &str| text.parse().map(Day).map_err(|_| head.damaged());
    let days = if first.is_empty() { None } else { Some((day(first)?, day(last)?)) };
    let zone = match (head.raw()?, head.text()?) {
        ("named", zone) => EventZone::Named(zone),
        ("given", zone) => EventZone::Given(zone),
        _ => EventZone::Missing,
    };
    let mut counts = Counts::default();
    let Counts { sessions, timed, rooms, people, added, changed, gone } = &mut counts;
    for count in [sessions, timed, rooms, people, added, changed, gone] {
        *count = head.index(usize::MAX)?;
    }
    Ok(Preview {
        format,
        title,
        days,
        zone,
        counts,
        destination: read_destination(head)?.ok_or(head.damaged())?,
        event: EventId::new(head.text()?),
        trip: TripId::new(head.text()?),
        trip_title: head.text()?,
        checksum: u32::try_from(head.number()?).map_err(|_| head.damaged())?,
        problems: read_problems(lines)?,
        doubts: lines.table(LineFields::text)?,
        table: read_sample(lines)?,
    })
}

fn write_sample(writer: &mut LineWriter, sample: Option<&TableSample>) {
    let Some(TableSample { headers, mapping, rows, lacks_dates }) = sample else { return writer.count(0) };
    writer.count(rows.len() + 2);
    writer.text(&mapping.encode()).text(if *lacks_dates { "lacks dates" } else { "" }).end();
    for row in [headers].into_iter().chain(rows) {
        for cell in row {
            writer.text(cell);
        }
        writer.end();
    }
}

fn read_sample(lines: &mut Lines<'_>) -> Result<Option<TableSample>, Damaged> {
    let rows = lines.table(|fields| {
        let mut cells = Vec::new();
        while fields.more() {
            cells.push(fields.text()?);
        }
        Ok(cells)
    })?;
    let mut rows = rows.into_iter();
    let (Some(mapping), Some(headers)) = (rows.next(), rows.next()) else { return Ok(None) };
    let lacks_dates = mapping.get(1).is_some_and(|said| !said.is_empty());
    let mapping = mapping.first().and_then(|text| TableMapping::decode(text));
    Ok(mapping.map(|mapping| TableSample { headers, mapping, rows: rows.collect(), lacks_dates }))
}

fn write_destination(writer: &mut LineWriter, destination: Option<&Destination>) {
    match destination {
        None => writer.raw("").raw(""),
        Some(Destination::ThisTrip) => writer.raw("this").raw(""),
        Some(Destination::OwnTrip) => writer.raw("own").raw(""),
        Some(Destination::Event(event)) => writer.raw("event").text(event.as_str()),
    };
}

fn read_destination(fields: &mut LineFields<'_>) -> Result<Option<Destination>, Damaged> {
    let (destination, event) = (fields.raw()?, fields.text()?);
    match destination {
        "" => Ok(None),
        "this" => Ok(Some(Destination::ThisTrip)),
        "own" => Ok(Some(Destination::OwnTrip)),
        "event" => Ok(Some(Destination::Event(EventId::new(event)))),
        _ => Err(fields.damaged()),
    }
}

fn write_trips(writer: &mut LineWriter, trips: &[TripId]) {
    writer.count(trips.len());
    for trip in trips {
        writer.text(trip.as_str()).end();
    }
}

fn read_trips(lines: &mut Lines<'_>) -> Result<Vec<TripId>, Damaged> {
    lines.table(|fields| fields.text().map(TripId::new))
}

fn write_keys(writer: &mut LineWriter, keys: &[SessionKey]) {
    writer.count(keys.len());
    for key in keys {
        writer.text(key.event.as_str()).text(key.session.as_str()).end();
    }
}

fn read_named(fields: &mut LineFields<'_>) -> Result<NamedSession, Damaged> {
    let named = fields.text()?;
    let mut found = Vec::new();
    while fields.more() {
        found.push(SessionKey { event: EventId::new(fields.text()?), session: SessionId::new(fields.text()?) });
    }
    Ok(NamedSession { named, found })
}

fn write_problems(writer: &mut LineWriter, problems: &[Problem]) {
    writer.count(problems.len());
    for problem in problems {
        writer.text(&problem.location).text(&problem.what).end();
    }
}

fn read_problems(lines: &mut Lines<'_>) -> Result<Vec<Problem>, Damaged> {
    lines.table(|fields| Ok(Problem { location: fields.text()?, what: fields.text()? }))
}

fn read_keys(lines: &mut Lines<'_>) -> Result<Vec<SessionKey>, Damaged> {
    lines
        .table(|fields| Ok(SessionKey { event: EventId::new(fields.text()?), session: SessionId::new(fields.text()?) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::columns::ColumnKind;
    use crate::schedule::wire::mutation::{check, mutated};
    use proptest::prelude::*;
    use proptest::sample::select;

    fn preview(destination: Destination, zone: EventZone, days: Option<(Day, Day)>) -> ReaderResponse {
        let counts = Counts { sessions: 1, timed: 2, rooms: 3, people: 4, added: 5, changed: 6, gone: 7 };
        ReaderResponse::Read(Box::new(Preview {
            format: "frab XML".to_owned(),
            title: "A\tB".to_owned(),
            days,
            zone,
            counts,
            destination,
            event: "a b".into(),
            trip: "t".into(),
            trip_title: String::new(),
            table: days.map(|_| sample()),
            problems: vec![Problem { location: "line 1".to_owned(), what: "x\ny".to_owned() }],
            doubts: vec!["d".to_owned(), String::new()],
            checksum: 9,
        }))
    }

    fn sample() -> TableSample {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let columns = vec![(ColumnKind::Title, "What\tever".to_owned()), (ColumnKind::Start, "When".to_owned())];
        TableSample {
            headers: words(&["What\tever", "When"]),
            mapping: TableMapping { columns, date_order: None },
            rows: vec![words(&["", "10:00"]), words(&["A", ""])],
            lacks_dates: true,
        }
    }

    fn requests() -> Vec<ReaderRequest> {
        let kept = vec![SessionKey::new("e", "s\t1"), SessionKey::new("", "")];
        let asked = |destination, zone: Option<&str>| {
            ReaderRequest::Join(JoinRequest {
                now: Instant(-3),
                zone: zone.map(str::to_owned),
                title: zone.map(str::to_owned),
                table: zone.map(|_| sample().mapping),
                first_day: zone.map(|_| Day(-1)),
                address: zone.map(str::to_owned),
                destination,
                kept: kept.clone(),
                events_elsewhere: vec!["e".into()],
                trips: vec!["t".into(), "u".into()],
            })
        };
        vec![
            ReaderRequest::Rebase { kept: kept.clone() },
            ReaderRequest::Stars,
            ReaderRequest::Rename { event: "e".into(), title: "A\tB".to_owned() },
            ReaderRequest::LeaveOut("a b".into()),
            ReaderRequest::TakeOver { event: "e".into(), is_new: true, now: Instant(-1), trips: vec!["t".into()] },
            ReaderRequest::TakeOver { event: "e".into(), is_new: false, now: Instant(1), trips: Vec::new() },
            asked(None, None),
            asked(Some(Destination::Event("e".into())), Some("Europe/Berlin")),
            asked(Some(Destination::OwnTrip), Some("")),
        ]
    }

    fn responses() -> Vec<ReaderResponse> {
        vec![
            ReaderResponse::Linked("https://x.example".to_owned()),
            ReaderResponse::Unreadable("No.".to_owned()),
            ReaderResponse::Rebased { is_plain: true },
            ReaderResponse::Columns(sample()),
            ReaderResponse::Edited(EditedTrip { trip: "t".into(), title: "A\n".to_owned(), is_empty: true }),
            ReaderResponse::Several(vec![vec![2, 0], vec![1]]),
            ReaderResponse::Stars(FoundStars {
                named: vec![
                    NamedSession { named: "A\tB".to_owned(), found: vec![SessionKey::new("e", "s\t1")] },
                    NamedSession {
                        named: String::new(),
                        found: vec![SessionKey::new("", ""), SessionKey::new("e", "")],
                    },
                    NamedSession { named: "C".to_owned(), found: Vec::new() },
                ],
                problems: vec![Problem { location: "line 1".to_owned(), what: "x\ny".to_owned() }],
            }),
            preview(Destination::ThisTrip, EventZone::Missing, None),
            preview(Destination::Event("e".into()), EventZone::Given("UTC".to_owned()), Some((Day(1), Day(2)))),
            preview(Destination::OwnTrip, EventZone::Named("UTC".to_owned()), Some((Day(1), Day(1)))),
        ]
    }

    #[test]
    fn requests_and_responses_come_back_as_they_were() {
        for request in requests() {
            assert_eq!(ReaderRequest::decode(&request.encode()), Ok(request));
        }
        for response in responses() {
            assert_eq!(ReaderResponse::decode(&response.encode()), Ok(response));
        }
    }

    proptest! {
        #[test]
        fn a_changed_request_is_damaged_or_as_good_as_written_so(
            texts in mutated(select(requests()), ReaderRequest::encode),
        ) {
            check(&texts, ReaderRequest::decode, ReaderRequest::encode)?;
        }

        #[test]
        fn a_changed_response_is_damaged_or_as_good_as_written_so(
            texts in mutated(select(responses()), ReaderResponse::encode),
        ) {
            check(&texts, ReaderResponse::decode, ReaderResponse::encode)?;
        }
    }
}
