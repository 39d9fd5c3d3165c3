//! Which column of a table holds what: guessed from its header and values, or said by the user.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::rows::{TableRow, TableRows};
use super::times::WrittenTime;
use crate::schedule::columns::{ColumnKind, DateOrder, TableMapping, TableSample};
use crate::text::plain_title;

/// A header stands in one of so many rows: titles and remarks may stand above it.
const HEADER_WITHIN: usize = 30;
/// So many rows tell what their columns hold.
const SAMPLE: usize = 50;
/// So many rows are shown to whoever has to say what the columns hold.
const SHOWN: usize = 4;
const LONGEST_SHOWN: usize = 80;
const DELIMITERS: [char; 4] = ['\t', ';', ',', '|'];

use ColumnKind as K;

/// What headers call each kind, best first. A header is lower-case here, with single spaces for everything that is no
/// letter or digit.
const KNOWN_HEADERS: [(ColumnKind, &str); 20] = [
    (
        K::Title,
        "session title|title|talk title|presentation title|event title|session name|event name|talk|\
         session|presentation|event|name|activity|subject|summary|topic|titel|vortrag|titre|título|program|programme|\
         programm|what",
    ),
    (K::StartDay, "start date|date|day|session date|event date|event start date|start day|startdate|datum|tag|fecha"),
    (K::EndDay, "end date|event end date|end day|enddate"),
    (
        K::Start,
        "start time|time start|start|event start|session start|session start time|event start time|\
         starts at|starts|start at|start datetime|date start|date time|datetime|begin|begins|from|\
         starttime|time|when|beginn|uhrzeit|zeit|hora|hour|slot|time slot",
    ),
    (
        K::End,
        "end time|time end|end|event end|session end|session end time|event end time|ends at|ends|end at|\
         end datetime|date end|finish|until|to|endtime|ende",
    ),
    (K::Duration, "duration|length|minutes|mins|duration minutes|duration in minutes|dauer"),
    (K::AllDay, "all day event|all day"),
    (K::Zone, "timezone|time zone|tz"),
    (K::Id, "id|session id|event id|talk id|uid|guid|code|event key|key|proposal id"),
    (K::Room, "room|room location|location|venue|room name|place|where|stage|hall|raum|ort|salle|sala"),
    (
        K::Speakers,
        "speakers|teilnehmer|mitwirkende|persons|speaker|speaker names|speaker name|speaker s|presenters|presenter|presented by|authors|\
         author|panelists|hosts|host|who|people|instructor|referent|referenten|name|full name",
    ),
    (K::Affiliation, "affiliation|company|organization|organisation|speaker company|institution|employer"),
    (K::Kind, "type|session type|event type|format|session format|talk type|kind"),
    (K::Track, "track|tracks|session track|schedule track|event subtype|stream|category|categories|theme|session"),
    (K::Level, "level|experience level|audience level|difficulty|audience"),
    (K::Language, "language|lang|sprache|langue|idioma"),
    (K::Subtitle, "subtitle|untertitel"),
    (
        K::Abstract,
        "abstract|description|session description|event description|book description|details|beschreibung|\
         descripción",
    ),
    (K::Url, "url|link|website|session url|web page|event url"),
    (K::Listed, "active|confirmed|status|state|published|visible|session status"),
];

/// A table whose header was found.
pub struct TableLayout {
    pub delimiter: char,
    /// How many rows stand above the first session's.
    pub rows_above: usize,
    /// What stands alone above the header: the event's name.
    pub title: Option<String>,
    pub sample: TableSample,
}

impl TableLayout {
    /// The layout in which most columns are known; `None` when the text is no table.
    pub fn of(text: &str, given: Option<&TableMapping>) -> Option<Self> {
        let layouts = DELIMITERS.into_iter().filter_map(|delimiter| Self::with(text, delimiter, given));
        layouts.max_by_key(|layout| (layout.sample.mapping.columns.len(), layout.sample.headers.len()))
    }

    fn with(text: &str, delimiter: char, given: Option<&TableMapping>) -> Option<Self> {
        let rows: Vec<TableRow<'_>> = TableRows::new(text, delimiter).take(SAMPLE).map(|(_, row)| row).collect();
        let widest = rows.iter().map(Vec::len).max().filter(|columns| *columns > 1)?;
        let named = |row: &TableRow<'_>| match given {
            Some(given) => {
                let names = headers(row, widest);
                given.columns.iter().filter(|(_, header)| names.contains(header)).count()
            }
            None if row.iter().any(|cell| holds_time(cell)) => 0,
            None => by_names(&headers(row, widest)).len(),
        };
        let scores = rows.iter().take(HEADER_WITHIN).map(named).enumerate();
        let (mut index, score) =
            scores.fold((0, 0), |best, (index, score)| if score > best.1 { (index, score) } else { best });
        // One known word alone may as well stand in the middle of a table without a header.
        let is_session = |row: &TableRow<'_>| {
            row.iter().filter(|cell| !cell.is_empty()).count() > 1
                && row.iter().any(|cell| WrittenTime::read(short(cell), DateOrder::MonthFirst).clock.is_some())
        };
        let is_between = score == 1 && rows.get(..index).is_some_and(|above| above.iter().any(is_session));
        let has_header = if score > 0 && !is_between {
            // A mapping by numbers fits every row: its table has no header.
            !given.is_some_and(|given| given.columns.iter().all(|(_, header)| header.starts_with(NUMBERED)))
        } else {
            // Nothing in it is known, but a row of sessions would hold a time.
            index = rows.iter().position(|row| row.len() == widest).unwrap_or(0);
            given.is_none() && rows.get(index).is_some_and(|row| !row.iter().any(|cell| holds_time(cell)))
        };
        let header = rows.get(index).filter(|_| has_header).cloned().unwrap_or_default();
        let rows_above = if has_header { index + 1 } else { 0 };
        let headers = headers(&header, widest);
        let below = rows.get(rows_above..).unwrap_or_default();
        let mapping = given.cloned().unwrap_or_else(|| {
            let mut columns = by_names(&headers);
            add_by_values(&mut columns, &headers, below);
            TableMapping { columns, date_order: None }
        });
        let shown = |row: &TableRow<'_>| row.iter().map(|cell| shortened(cell)).collect();
        let alone = |row: &TableRow<'_>| {
            let mut cells = row.iter().filter(|cell| !cell.is_empty());
            let first = cells.next().filter(|_| cells.next().is_none()).map(|cell| shortened(cell));
            // Excel is told of the delimiter there.
            first.filter(|cell| !cell.starts_with("sep="))
        };
        let title = rows.get(..index).filter(|_| has_header).and_then(|above| above.iter().find_map(alone));
        let rows = below.iter().take(SHOWN).map(shown).collect();
        Some(Self { delimiter, rows_above, title, sample: TableSample { headers, mapping, rows, lacks_dates: false } })
    }

    /// Whether most rows have as many cells as the header: prose has not.
    pub fn looks_like_table(&self, text: &str) -> bool {
        let rows: Vec<usize> = TableRows::new(text, self.delimiter).take(SAMPLE).map(|(_, row)| row.len()).collect();
        let columns = self.sample.headers.len();
        columns > 2 && rows.len() > 1 && rows.iter().filter(|length| **length == columns).count() * 4 >= rows.len() * 3
    }

    /// The indices of the columns that hold this.
    pub fn columns(&self, kind: ColumnKind) -> Vec<usize> {
        let TableSample { headers, mapping, .. } = &self.sample;
        let named = mapping.columns.iter().filter(|(known, _)| *known == kind);
        named.filter_map(|(_, name)| headers.iter().position(|header| header == name)).collect()
    }
}

const NUMBERED: &str = "Column ";

fn shortened(cell: &str) -> String {
    plain_title(cell.get(..cell.floor_char_boundary(LONGEST_SHOWN)).unwrap_or(cell))
}

/// The names of the columns: a name that is missing, or was there before, is a number.
fn headers(row: &TableRow<'_>, columns: usize) -> Vec<String> {
    let mut headers: Vec<String> = Vec::with_capacity(columns);
    for index in 0..columns {
        let name = row.get(index).map(|cell| shortened(cell)).unwrap_or_default();
        let is_new = !name.is_empty() && !headers.contains(&name);
        headers.push(if is_new { name } else { format!("{NUMBERED}{}", index + 1) });
    }
    headers
}

/// What follows a known name where the column holds something beside it: `Speaker Bio`, `Room capacity`.
const ASIDE: &str = "bio|biography|email|e|mail|photo|picture|image|avatar|link|url|website|twitter|linkedin|title|job|role|\
    company|id|code|count|capacity|color|colour|description|notes|phone";

/// A name of [`KNOWN_HEADERS`]: the place of its kind there, and its own place among the names of that kind.
type KnownName = (usize, usize);

/// The same name can be known for more than one kind.
static KNOWN_NAMES: LazyLock<HashMap<&str, Vec<KnownName>>> = LazyLock::new(|| {
    let mut known: HashMap<&str, Vec<KnownName>> = HashMap::new();
    for (kind, (_, names)) in KNOWN_HEADERS.iter().enumerate() {
        for (rank, name) in names.split('|').enumerate() {
            known.entry(name).or_default().push((kind, rank));
        }
    }
    known
});

/// What the names of the columns tell: for each kind the column whose name is called best for it, and every numbered column
/// of speakers. Names that only begin like a known one (`Start (local time)`, `Speaker 2`) come after those that are one.
fn by_names(headers: &[String]) -> Vec<(ColumnKind, String)> {
    let mut candidates = Vec::new();
    for (column, header) in headers.iter().enumerate() {
        let words = words(header);
        let ends = words.match_indices(' ').map(|(end, _)| end).chain([words.len()]);
        for (name, rest) in ends.filter_map(|end| words.split_at_checked(end)) {
            let known = KNOWN_NAMES.get(name).filter(|_| rest.is_empty() || is_remark(rest));
            let is_numbered = rest.contains(|c: char| c.is_ascii_digit());
            let known = known.into_iter().flatten();
            candidates.extend(known.map(|(kind, rank)| (!rest.is_empty(), *kind, *rank, column, is_numbered)));
        }
    }
    candidates.sort_unstable();
    let mut columns: Vec<(ColumnKind, String)> = Vec::new();
    let mut taken = vec![false; headers.len()];
    for (_, kind, _, column, is_numbered) in candidates {
        let known = KNOWN_HEADERS.get(kind).zip(taken.get_mut(column)).zip(headers.get(column));
        let Some((((kind, _), is_taken), header)) = known else { continue };
        let is_known = columns.iter().any(|(known, _)| known == kind);
        if !*is_taken && (!is_known || *kind == K::Speakers && is_numbered) {
            *is_taken = true;
            columns.push((*kind, header.clone()));
        }
    }
    columns
}

/// Whether this, behind a known name, leaves its meaning as it is.
fn is_remark(rest: &str) -> bool {
    let word = rest.split(' ').find(|word| !word.starts_with(|c: char| c.is_ascii_digit()) && !word.is_empty());
    word.is_none_or(|word| !ASIDE.split('|').any(|aside| aside == word))
}

/// Lower-case, with single spaces for everything that is no letter or digit, without what only says how to fill it in.
fn words(header: &str) -> String {
    let lower = header.to_lowercase();
    let words =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !matches!(*word, "" | "optional" | "required"));
    words.collect::<Vec<_>>().join(" ")
}

/// What the values tell where no name does: most cells of the column are days, or clocks; the second such column holds ends.
/// Beside a column that is called a day, only clocks are looked for, unless they stand in it.
fn add_by_values(columns: &mut Vec<(ColumnKind, String)>, headers: &[String], rows: &[TableRow<'_>]) {
    let holds = |index: usize, what: &dyn Fn(&WrittenTime) -> bool| {
        let cells = || rows.iter().filter_map(|row| row.get(index)).filter(|cell| !cell.is_empty());
        let count = cells().filter(|cell| what(&WrittenTime::read(short(cell), DateOrder::MonthFirst))).count();
        count > 0 && count * 5 >= cells().count() * 4
    };
    let named = |kind| columns.iter().find(|(known, _)| *known == kind).map(|(_, header)| header);
    let day = named(K::StartDay).and_then(|day| headers.iter().position(|header| header == day));
    if named(K::Start).is_some() || day.is_some_and(|day| holds(day, &|time| time.clock.is_some())) {
        return;
    }
    for (index, header) in headers.iter().enumerate() {
        if columns.iter().any(|(_, known)| known == header) {
            continue;
        }
        let has = |kind| columns.iter().any(|(known, _)| *known == kind);
        let kind = if holds(index, &|time| time.clock.is_some() && (day.is_none() || time.day.is_none())) {
            if has(K::Start) { K::End } else { K::Start }
        } else if day.is_none() && holds(index, &|time| time.day.is_some()) {
            if has(K::StartDay) { K::EndDay } else { K::StartDay }
        } else {
            continue;
        };
        if !has(kind) {
            columns.push((kind, header.clone()));
        }
    }
}

fn holds_time(cell: &str) -> bool {
    let time = WrittenTime::read(short(cell), DateOrder::MonthFirst);
    time.clock.is_some() || time.day.is_some()
}

/// A cell that holds a time, or the beginning of one that holds no time.
pub fn short(cell: &str) -> &str {
    cell.get(..cell.floor_char_boundary(LONGEST_SHOWN)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    #[track_caller]
    fn check(header: &str, expect: &[(ColumnKind, &str)]) {
        let row: TableRow<'_> = header.split(',').map(Cow::Borrowed).collect();
        let mut found = by_names(&headers(&row, row.len()));
        found.sort_by_key(|(_, header)| row.iter().position(|cell| cell == header));
        let found: Vec<(ColumnKind, &str)> = found.iter().map(|(kind, header)| (*kind, header.as_str())).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn headers_of_known_programs() {
        check(
            "event_key,active,name,event_start,event_end,event_type,event_subtype,description,url,venue,id,speakers",
            &[
                (K::Listed, "active"),
                (K::Title, "name"),
                (K::Start, "event_start"),
                (K::End, "event_end"),
                (K::Kind, "event_type"),
                (K::Track, "event_subtype"),
                (K::Abstract, "description"),
                (K::Url, "url"),
                (K::Room, "venue"),
                (K::Id, "id"),
                (K::Speakers, "speakers"),
            ],
        );
        // Whova and Guidebook.
        check(
            "*Date,*Time Start,*Time End,Tracks (Optional),*Session Title,Room/Location,Description,Speakers/Session Chair",
            &[
                (K::StartDay, "*Date"),
                (K::Start, "*Time Start"),
                (K::End, "*Time End"),
                (K::Track, "Tracks (Optional)"),
                (K::Title, "*Session Title"),
                (K::Room, "Room/Location"),
                (K::Abstract, "Description"),
                (K::Speakers, "Speakers/Session Chair"),
            ],
        );
        check(
            "Session Title,Date,Time Start,Time End,Room/Location (Optional),Schedule Track (Optional),Description (Optional)",
            &[
                (K::Title, "Session Title"),
                (K::StartDay, "Date"),
                (K::Start, "Time Start"),
                (K::End, "Time End"),
                (K::Room, "Room/Location (Optional)"),
                (K::Track, "Schedule Track (Optional)"),
                (K::Abstract, "Description (Optional)"),
            ],
        );
    }

    #[test]
    fn plain_words() {
        check(
            "Session,Title,Speaker 1,Speaker 2,When,Start date",
            &[
                (K::Track, "Session"),
                (K::Title, "Title"),
                (K::Speakers, "Speaker 1"),
                (K::Speakers, "Speaker 2"),
                (K::Start, "When"),
                (K::StartDay, "Start date"),
            ],
        );
        // What stands beside speakers and rooms is neither, and authors may be others than the speakers.
        check(
            "Speaker,Speaker Bio,Speaker 2 Email,Room Capacity,Authors,Start (local time)",
            &[(K::Speakers, "Speaker"), (K::Start, "Start (local time)")],
        );
        check("Quantity,Price", &[]);
    }

    #[test]
    fn columns_without_a_name_have_a_number() {
        let row: TableRow<'_> = ["A", "", "A"].map(Cow::Borrowed).to_vec();
        assert_eq!(headers(&row, 4), ["A", "Column 2", "Column 3", "Column 4"]);
    }
}
