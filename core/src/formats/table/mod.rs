//! Tables: what a spreadsheet, Sched, Guidebook or Whova saves as CSV, and cells that somebody copied and pasted.
//!
//! Titles may stand above the header. Which column holds what is guessed from the header and, for times, from the values,
//! or given by [`Context::table`](super::Context::table). A date that stands in a row of its own, or only in the first row
//! of a day, holds for the rows below it. Days that are called `Thursday`, `Day 2` or `8 May`, or nothing at all, are counted
//! from [`Context::first_day`](super::Context::first_day). Local times are in the zone that a column names, else in that of
//! the context. A session without an id is known by its title, and by title and time where the title occurs more than once; one
//! with a time and no title is called by its kind: a break.
//!
//! Left out: sessions that a column says are not active, confirmed or accepted, columns that are none of [`ColumnKind`](crate::schedule::columns::ColumnKind), rows
//! without a title, sheets other than the one that was saved.

mod mapping;
mod rows;
mod times;

pub use mapping::TableLayout;

use std::collections::HashMap;

use self::mapping::short;
use self::rows::{TableRow, TableRows};
use self::times::{FirstDay, WrittenTime, date_order, day_called, day_number, is_day, length_seconds, names_day};
use super::context::{Context, MOST_LISTINGS};
use super::fields::{absolute, local, names_in};
use super::frab::says_cancelled;
use super::problems::Problems;
use super::zones::{self, FileZones};
use crate::schedule::columns::{ColumnKind, DateOrder, TableSample};
use crate::schedule::{Day, Instant, Listing, Schedule, SessionId, SessionStatus, Speaker, When, Zone};

/// Reads the sessions of a table with this layout, and says what it was taken for.
pub fn read(
    text: &str,
    layout: TableLayout,
    context: &Context<'_>,
    problems: &mut Problems<'_>,
) -> (Schedule, TableSample) {
    let columns = Columns::of(&layout);
    let rows = || TableRows::new(text, layout.delimiter).skip(layout.rows_above);
    let dates: Vec<String> = rows().take(MOST_LISTINGS).flat_map(|(_, row)| columns.dates(&row)).collect();
    let (guessed, is_certain) = date_order(dates.iter().map(String::as_str));
    let order = layout.sample.mapping.date_order.unwrap_or(guessed);
    if !is_certain && layout.sample.mapping.date_order.is_none() {
        let what = match order {
            DateOrder::MonthFirst => "Dates here could have the day or the month first; they were read as month, day.",
            DateOrder::DayFirst => "Dates here could have the day or the month first; they were read as day, month.",
        };
        problems.add("file".to_owned(), what.to_owned());
    }
    let days = dates.iter().filter_map(|date| WrittenTime::read(date, order).day).chain(context.first_day);
    let named = rows().find_map(|(_, row)| Some(cell(&row, columns.zone)?.to_owned()));
    let zone = FileZones::new(context, days).of_event(named.as_deref(), problems);
    let of_days = |(_, row): (usize, TableRow<'_>)| day_number(called_day_of(&row, &columns)?);
    let number = rows().take(MOST_LISTINGS).filter_map(of_days).min().unwrap_or(1);
    let mut reader = TableReader {
        columns,
        order,
        zone: zone.as_ref(),
        first_day: context.first_day.map(|day| FirstDay { day, number }),
        day: None,
        has_date: false,
        undated: 0,
        left_out: 0,
        listings: Vec::new(),
    };
    let mut beyond = 0;
    for (line, row) in rows() {
        if reader.listings.len() < MOST_LISTINGS {
            reader.row(line, &row, problems);
        } else {
            beyond += 1;
        }
    }
    if beyond > 0 {
        let what = format!("The table has {beyond} more rows; the first {MOST_LISTINGS} sessions are shown.");
        problems.add("file".to_owned(), what);
    }
    problems.add_left_out(reader.left_out, "not active, confirmed or accepted");
    if reader.undated > 0 && context.first_day.is_none() {
        let what =
            format!("Sessions without a date: {}. The table does not say on which day it begins.", reader.undated);
        problems.add("file".to_owned(), what);
    }
    let sample = TableSample { lacks_dates: reader.undated > 0, ..layout.sample };
    let listings = with_ids(reader.listings);
    (Schedule { title: layout.title, listings, zone: zone.map(|zone| zone.name), ..Schedule::default() }, sample)
}

/// The index of the column of each kind.
struct Columns {
    title: Option<usize>,
    start_day: Option<usize>,
    end_day: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
    duration: Option<usize>,
    all_day: Option<usize>,
    zone: Option<usize>,
    id: Option<usize>,
    url: Option<usize>,
    affiliation: Option<usize>,
    listed: Option<usize>,
    speakers: Vec<usize>,
    texts: [(ColumnKind, Option<usize>); 7],
}

impl Columns {
    fn of(layout: &TableLayout) -> Self {
        use ColumnKind as K;
        let first = |kind| layout.columns(kind).first().copied();
        let texts = [K::Room, K::Kind, K::Track, K::Level, K::Language, K::Subtitle, K::Abstract];
        Self {
            title: first(K::Title),
            start_day: first(K::StartDay),
            end_day: first(K::EndDay),
            start: first(K::Start),
            end: first(K::End),
            duration: first(K::Duration),
            all_day: first(K::AllDay),
            zone: first(K::Zone),
            id: first(K::Id),
            url: first(K::Url),
            affiliation: first(K::Affiliation),
            listed: first(K::Listed),
            speakers: layout.columns(K::Speakers),
            texts: texts.map(|kind| (kind, first(kind))),
        }
    }

    fn kind(&self) -> Option<usize> {
        self.texts.iter().find(|(kind, _)| *kind == ColumnKind::Kind).and_then(|(_, column)| *column)
    }

    /// The cells that may hold a date.
    fn dates(&self, row: &TableRow<'_>) -> Vec<String> {
        let columns = [self.start_day, self.start, self.end_day].into_iter();
        columns.filter_map(|column| cell(row, column)).map(str::to_owned).collect()
    }
}

/// What stands in this column; `None` when nothing does.
fn text<'r>(row: &'r TableRow<'_>, column: Option<usize>) -> Option<&'r str> {
    row.get(column?).map(AsRef::as_ref).filter(|cell| !cell.is_empty())
}

/// The same, at most as long as a time or a word.
fn cell<'r>(row: &'r TableRow<'_>, column: Option<usize>) -> Option<&'r str> {
    row.get(column?).map(|cell| short(cell)).filter(|cell| !cell.is_empty())
}

/// What stands alone in its row.
fn alone<'r>(row: &'r TableRow<'_>) -> Option<&'r str> {
    let mut filled = row.iter().filter(|cell| !cell.is_empty());
    filled.next().filter(|_| filled.next().is_none()).map(AsRef::as_ref)
}

/// What a row calls its day, or that of the rows below it.
fn called_day_of<'r>(row: &'r TableRow<'_>, columns: &Columns) -> Option<&'r str> {
    cell(row, columns.start_day).or_else(|| alone(row).map(short).filter(|alone| is_day(alone)))
}

/// What was read of a row, and of when it said that it takes place.
struct ReadRow {
    listing: Listing,
    has_id: bool,
    written: String,
}

struct TableReader<'r> {
    columns: Columns,
    order: DateOrder,
    zone: Option<&'r Zone>,
    /// The day on which the event begins, where the user said it.
    first_day: Option<FirstDay>,
    /// The day that the rows above named last.
    day: Option<Day>,
    /// A date stood in it before.
    has_date: bool,
    /// Sessions of which only the first day tells the day.
    undated: usize,
    left_out: usize,
    listings: Vec<ReadRow>,
}

impl TableReader<'_> {
    fn row(&mut self, line: usize, row: &TableRow<'_>, problems: &mut Problems<'_>) {
        let alone = alone(row);
        if let Some(alone) = alone {
            let time = WrittenTime::read(short(alone), self.order);
            let is_called = time == WrittenTime::default() && is_day(short(alone));
            if is_called || (time.day.is_some() && time.clock.is_none()) {
                self.has_date |= !is_called;
                self.day = time.day.or_else(|| day_called(short(alone), self.first_day?)).or(self.day);
                return;
            }
        }
        // A break often has a time and a kind, and no title.
        let kind = || cell(row, self.columns.start).and(text(row, self.columns.kind()));
        let Some(title) = text(row, self.columns.title).or_else(kind) else {
            if alone.is_none() {
                problems.add(format!("line {line}"), "This row has no title; it was left out.".to_owned());
            }
            return;
        };
        let state = cell(row, self.columns.listed).unwrap_or("").to_lowercase();
        if is_left_out(&state) {
            self.left_out += 1;
            return;
        }
        let id = text(row, self.columns.id);
        let mut listing = Listing::new(SessionId::new(id.unwrap_or(title)), title);
        self.set_when(&mut listing, row, problems);
        if says_cancelled(&state) {
            listing.status = SessionStatus::Cancelled;
        }
        for (kind, column) in self.columns.texts {
            let field = match kind {
                ColumnKind::Room => &mut listing.room,
                ColumnKind::Kind => &mut listing.kind,
                ColumnKind::Track => &mut listing.track,
                ColumnKind::Level => &mut listing.level,
                ColumnKind::Language => &mut listing.language,
                ColumnKind::Subtitle => &mut listing.subtitle,
                _ => &mut listing.abstract_text,
            };
            *field = text(row, column).map(str::to_owned);
        }
        listing.url = text(row, self.columns.url).and_then(|url| absolute(url, None));
        listing.speakers = self.speakers(row);
        let written = [self.columns.start_day, self.columns.start].into_iter().filter_map(|column| cell(row, column));
        let written = written.collect::<Vec<_>>().join(" ");
        self.listings.push(ReadRow { listing, has_id: id.is_some(), written });
    }

    fn set_when(&mut self, listing: &mut Listing, row: &TableRow<'_>, problems: &mut Problems<'_>) {
        let order = self.order;
        let read = |column| cell(row, column).map(|cell| WrittenTime::read(cell, order)).unwrap_or_default();
        // A number alone is an hour where a start or an end is expected.
        let read_clock = |column| {
            let time = read(column);
            let hour = || cell(row, column)?.parse::<u32>().ok().filter(|hour| *hour <= 24);
            if time == WrittenTime::default() {
                WrittenTime { clock: hour().map(|hour| hour * 3600), ..time }
            } else {
                time
            }
        };
        let mut on = read(self.columns.start_day);
        let (start, end) = (read_clock(self.columns.start), read_clock(self.columns.end));
        // A sheet writes a day as its midnight, and a start may stand with its day.
        let start = if self.columns.start.is_none() { on } else { start };
        let undated = self.undated;
        if on.day.or(start.day).is_some() {
            self.has_date = true;
        } else if start.instant.is_none() {
            on.day = self.called_day(row, start.clock.is_some());
        }
        let written_day = on.day.or(start.day);
        self.day = written_day.or(self.day);
        let is_all_day = cell(row, self.columns.all_day).is_some_and(|cell| is_yes(&cell.to_lowercase()));
        let Some(begin) = start.on(on.day.or(self.day), self.zone).filter(|_| !is_all_day) else {
            listing.when = written_day.map_or(When::Unknown, When::Day);
            let unread =
                [self.columns.start_day, self.columns.start].into_iter().filter_map(|column| cell(row, column));
            let unread: Vec<&str> = unread.collect();
            if !unread.is_empty() && written_day.is_none() && self.undated == undated {
                let what = format!("The start \"{}\" could not be read.", unread.join(" "));
                problems.add(format!("session {}", listing.id), what);
            }
            return;
        };
        let until = start.until.or(end.clock).map(|clock| WrittenTime { clock: Some(clock), ..end });
        let until = until.unwrap_or(end);
        let end_day = read(self.columns.end_day).day.or(end.day);
        let begin_day = start.day.or(on.day).or(self.day);
        let stated = until.instant.or_else(|| {
            let clock = until.clock?;
            // Without a day of its own, an end before the start is after midnight.
            let after_midnight = end_day.is_none() && start.clock.is_some_and(|start| clock < start);
            let day = end_day.or(begin_day)?.plus(i32::from(after_midnight));
            Some(zones::instant(local(day, clock), self.zone))
        });
        let length = || cell(row, self.columns.duration).and_then(length_seconds);
        let end = stated.or_else(|| Some(Instant(begin.0.saturating_add(length()?))));
        listing.when = When::stated(begin, end.filter(|end| *end != begin));
        // Without a zone, the day is the one that was written.
        listing.day = begin_day.filter(|_| self.zone.is_none() && start.instant.is_none());
    }

    /// The day of a row that has no date: what it calls its day, or, where no date stood before, the first one.
    fn called_day(&mut self, row: &TableRow<'_>, has_clock: bool) -> Option<Day> {
        let called = cell(row, self.columns.start_day).or(cell(row, self.columns.start).filter(|_| !has_clock));
        self.undated += usize::from(called.is_some_and(names_day) || (has_clock && !self.has_date));
        let first = self.first_day?;
        called.and_then(|called| day_called(called, first)).or((has_clock && self.day.is_none()).then_some(first.day))
    }

    /// A company behind one speaker is theirs; several stand in the order of their speakers.
    fn speakers(&self, row: &TableRow<'_>) -> Vec<Speaker> {
        let cells = self.columns.speakers.iter().filter_map(|column| row.get(*column));
        let names: Vec<&str> = cells.flat_map(|cell| names_in(cell)).collect();
        let affiliations = text(row, self.columns.affiliation).unwrap_or("");
        let affiliations: Vec<&str> =
            if names.len() == 1 { vec![affiliations] } else { names_in(affiliations).collect() };
        let is_paired = affiliations.len() == names.len();
        let affiliation = |index: usize| affiliations.get(index).filter(|name| is_paired && !name.is_empty());
        let speaker = |(index, name): (usize, &&str)| Speaker {
            name: (*name).to_owned(),
            affiliation: affiliation(index).map(|name| (*name).to_owned()),
        };
        names.iter().enumerate().map(speaker).collect()
    }
}

fn is_yes(word: &str) -> bool {
    matches!(word, "true" | "yes" | "y" | "1" | "x" | "ja" | "wahr")
}

fn is_left_out(state: &str) -> bool {
    const OUT: [&str; 16] = [
        "n",
        "no",
        "0",
        "false",
        "draft",
        "pending",
        "rejected",
        "declined",
        "withdrawn",
        "waitlist",
        "waitlisted",
        "submitted",
        "tentative",
        "unconfirmed",
        "not confirmed",
        "nein",
    ];
    OUT.contains(&state)
}

/// Sessions without an id of their own whose titles are alike are told apart by when they say that they take place.
fn with_ids(rows: Vec<ReadRow>) -> Vec<Listing> {
    let mut titles: HashMap<String, usize> = HashMap::new();
    for row in rows.iter().filter(|row| !row.has_id) {
        *titles.entry(row.listing.title.clone()).or_default() += 1;
    }
    let with_id = |row: ReadRow| {
        let mut listing = row.listing;
        if !row.has_id && !row.written.is_empty() && titles.get(&listing.title).is_some_and(|count| *count > 1) {
            listing.id = SessionId::new(format!("{} {}", listing.title, row.written));
        }
        listing
    };
    rows.into_iter().map(with_id).collect()
}
