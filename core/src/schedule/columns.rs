//! What can be said of the columns of a table, by whoever guesses or knows it.

use crate::checksum::crc32;

/// What a column of a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is called what it holds")]
pub enum ColumnKind {
    Title,
    StartDay,
    EndDay,
    Start,
    End,
    Duration,
    AllDay,
    /// The IANA name of the times' zone.
    Zone,
    Id,
    Room,
    Speakers,
    Affiliation,
    Kind,
    Track,
    Level,
    Language,
    Subtitle,
    Abstract,
    Url,
    /// Whether the session is in the programme: active, confirmed, or a state.
    Listed,
}

/// What each kind is called in a remembered mapping.
const NAMES: [(ColumnKind, &str); 20] = [
    (ColumnKind::Title, "title"),
    (ColumnKind::StartDay, "start-day"),
    (ColumnKind::EndDay, "end-day"),
    (ColumnKind::Start, "start"),
    (ColumnKind::End, "end"),
    (ColumnKind::Duration, "duration"),
    (ColumnKind::AllDay, "all-day"),
    (ColumnKind::Zone, "zone"),
    (ColumnKind::Id, "id"),
    (ColumnKind::Room, "room"),
    (ColumnKind::Speakers, "speakers"),
    (ColumnKind::Affiliation, "affiliation"),
    (ColumnKind::Kind, "kind"),
    (ColumnKind::Track, "track"),
    (ColumnKind::Level, "level"),
    (ColumnKind::Language, "language"),
    (ColumnKind::Subtitle, "subtitle"),
    (ColumnKind::Abstract, "abstract"),
    (ColumnKind::Url, "url"),
    (ColumnKind::Listed, "listed"),
];

/// In which order a date in numbers alone is written, where the year does not come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `27.9.2019`
    DayFirst,
    /// `9/27/2019`
    MonthFirst,
}

/// Which columns of a table hold what, by the names that its header gives them. It can be remembered as a text, and holds
/// for the next state of the table as long as its header keeps these names, in whatever order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableMapping {
    /// What is held, and the name of the column that holds it: one of [`TableSample::headers`]. Several columns may hold
    /// speakers; of any other kind the first one counts.
    pub columns: Vec<(ColumnKind, String)>,
    /// How its dates are written; `None` when the values tell.
    pub date_order: Option<DateOrder>,
}

/// What a table shows of itself, so that somebody can say what its columns hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableSample {
    /// The names of its columns, no two alike. One without a name is called by its number: `Column 3`.
    pub headers: Vec<String>,
    /// What its columns were taken for; not everything when too little was known.
    pub mapping: TableMapping,
    /// The first few rows, cell by cell, shortened.
    pub rows: Vec<Vec<String>>,
    /// It has times without a date, which need the day on which the event begins.
    pub lacks_dates: bool,
}

impl TableSample {
    /// Tables whose columns have the same names in the same order have the same number: what was said of one holds for
    /// the others.
    pub fn kind(&self) -> u32 {
        crc32(self.headers.join("\n").as_bytes())
    }
}

impl TableMapping {
    /// As a text of one line for each column, to be remembered: [`TableMapping::decode`] reads it.
    ///
    /// ```
    /// use lanyard_core::schedule::columns::{ColumnKind, TableMapping};
    ///
    /// let mapping = TableMapping { columns: vec![(ColumnKind::Title, "What".to_owned())], date_order: None };
    /// assert_eq!(mapping.encode(), "\ntitle What");
    /// assert_eq!(TableMapping::decode("\ntitle What"), Some(mapping));
    /// ```
    pub fn encode(&self) -> String {
        let order = match self.date_order {
            Some(DateOrder::DayFirst) => "dmy",
            Some(DateOrder::MonthFirst) => "mdy",
            None => "",
        };
        let name = |kind| NAMES.iter().find(|(known, _)| *known == kind).map_or("", |(_, name)| *name);
        self.columns.iter().fold(order.to_owned(), |text, (kind, header)| format!("{text}\n{} {header}", name(*kind)))
    }

    /// Reads what [`TableMapping::encode`] wrote; `None` for anything else.
    pub fn decode(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let date_order = match lines.next()? {
            "dmy" => Some(DateOrder::DayFirst),
            "mdy" => Some(DateOrder::MonthFirst),
            "" => None,
            _ => return None,
        };
        let columns = lines.map(|line| {
            let (wanted, header) = line.split_once(' ')?;
            let (kind, _) = NAMES.iter().find(|(_, name)| *name == wanted)?;
            Some((*kind, header.to_owned()))
        });
        Some(Self { columns: columns.collect::<Option<_>>()?, date_order })
    }

    fn has(&self, kind: ColumnKind) -> bool {
        self.columns.iter().any(|(known, _)| *known == kind)
    }

    /// Whether a schedule can be made of it: a title, and a day or a time.
    pub fn suffices(&self) -> bool {
        self.has(ColumnKind::Title) && (self.has(ColumnKind::StartDay) || self.has(ColumnKind::Start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_mapping_is_remembered(kinds in prop::collection::vec((0..NAMES.len(), "[^\n]{0,12}"), 0..6), order in 0_usize..3) {
            let columns = kinds.into_iter().map(|(index, header)| (NAMES[index].0, header)).collect();
            let date_order = [None, Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst)][order];
            let mapping = TableMapping { columns, date_order };
            prop_assert_eq!(TableMapping::decode(&mapping.encode()), Some(mapping));
        }

        #[test]
        fn any_text_is_no_mapping_or_one(text in "(dmy|mdy)?\n(title|start|x) ?[a-z\n ]{0,20}") {
            if let Some(mapping) = TableMapping::decode(&text) {
                prop_assert_eq!(TableMapping::decode(&mapping.encode()), Some(mapping));
            }
        }
    }
}
