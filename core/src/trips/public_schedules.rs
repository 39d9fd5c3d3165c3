//! The public schedules that the app comes with a list of: by name, with the days, the zone and the address of each.
//!
//! The list is a text of lines and tabs, written by `cargo xtask pack` from `schedules/list.toml`:
//!
//! ```text
//! lanyard-schedules 1
//! n schedules: name, first day, days after it, city, zone, address, how its site answers (y, n, or nothing)
//! ```

use crate::schedule::Day;
use crate::schedule::wire::{Damaged, LineWriter, Lines};
use crate::search::{DocumentKind, Search};

const FORM: &str = "lanyard-schedules";

/// A schedule that anyone can read at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicSchedule {
    /// The name of the conference with its year or number, unique in the list: `FOSDEM 2027`.
    pub name: String,
    /// The first day.
    pub first: Day,
    /// The last day.
    pub last: Day,
    /// Where it takes place; empty for one without a city.
    pub city: String,
    /// The IANA name of the zone in which its times are when its file names none.
    pub zone: String,
    /// Where its file is.
    pub address: String,
    /// Whether a page may read that file.
    pub access: SiteAccess,
}

/// Whether a site lets pages of others read its files (CORS). Of a site that does not, a browser gives them to nobody but
/// the person in front of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteAccess {
    /// It says so to everybody.
    Allowed,
    /// It does not.
    Refused,
    /// Nobody has found out yet.
    Unknown,
}

impl SiteAccess {
    const ALL: [(Self, &str); 3] = [(Self::Allowed, "y"), (Self::Refused, "n"), (Self::Unknown, "")];

    fn letter(self) -> &'static str {
        Self::ALL.iter().find(|(access, _)| *access == self).map_or("", |(_, letter)| letter)
    }
}

/// The list, and what finds a schedule in it.
#[derive(Clone, Debug)]
pub struct PublicSchedules {
    schedules: Vec<PublicSchedule>,
    search: Search,
}

impl PublicSchedules {
    /// Makes a list of schedules.
    pub fn new(mut schedules: Vec<PublicSchedule>) -> Self {
        // Of equally good hits the first one added comes first: that is the latest.
        schedules.sort_by_key(|schedule| std::cmp::Reverse(schedule.first));
        let mut search = Search::new();
        for (index, schedule) in schedules.iter().enumerate() {
            let (year, _, _) = schedule.first.ymd();
            let rest = format!("{} {year} {}", schedule.city, schedule.first.month_name());
            search.add(DocumentKind::PublicSchedule, index, &schedule.name, &rest);
        }
        Self { schedules, search }
    }

    /// The best hits for a name, a city, a year or a month, best first and the latest of equally good ones first, `limit`
    /// of them at most; none when nothing is asked. Case and accents do not count, nor does the order of the words.
    pub fn find(&self, query: &str, limit: usize) -> Vec<&PublicSchedule> {
        self.search.find(query, limit).iter().filter_map(|hit| self.schedules.get(hit.index)).collect()
    }

    /// Writes the list; [`PublicSchedules::decode`] reads it.
    pub fn encode(&self) -> String {
        let mut writer = LineWriter::open(FORM);
        writer.count(self.schedules.len());
        for PublicSchedule { name, first, last, city, zone, address, access } in &self.schedules {
            writer.text(name).number(i64::from(first.0)).number(i64::from(last.0) - i64::from(first.0));
            writer.text(city).text(zone).text(address).raw(access.letter()).end();
        }
        writer.text
    }

    /// Reads what [`PublicSchedules::encode`] writes.
    ///
    /// # Errors
    /// [`Damaged`] when the text is another one, of a later version, or spoilt; then it says where.
    pub fn decode(text: &str) -> Result<Self, Damaged> {
        let schedules = Lines::open(text, FORM)?.table(|fields| {
            let name = fields.text()?;
            let first = Day(fields.small()?);
            let last = Day(first.0.saturating_add(fields.small()?));
            if !first.is_plausible() || !last.is_plausible() || last < first {
                return Err(fields.damaged());
            }
            let (city, zone, address, letter) = (fields.text()?, fields.text()?, fields.text()?, fields.raw()?);
            let access = SiteAccess::ALL.iter().find(|(_, known)| *known == letter).ok_or(fields.damaged())?.0;
            Ok(PublicSchedule { name, first, last, city, zone, address, access })
        })?;
        Ok(Self::new(schedules))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::wire::mutation::{check, mutated};
    use proptest::prelude::*;

    fn schedule(name: &str, first: (i32, u32, u32), city: &str, access: SiteAccess) -> PublicSchedule {
        let first = Day::from_ymd(first.0, first.1, first.2).unwrap();
        let address = format!("https://{}.example/schedule.xml", name.len());
        let zone = "Europe/Paris".to_owned();
        PublicSchedule {
            name: name.to_owned(),
            first,
            last: first.plus(1),
            city: city.to_owned(),
            zone,
            address,
            access,
        }
    }

    fn list() -> PublicSchedules {
        PublicSchedules::new(vec![
            schedule("Marmot Days 2025", (2025, 2, 1), "Bern", SiteAccess::Refused),
            schedule("Marmot Days 2026", (2026, 1, 31), "Bern", SiteAccess::Unknown),
            schedule("Journées du Mulot", (2026, 5, 30), "Besançon", SiteAccess::Allowed),
            schedule("Tab\tand \\ line", (2024, 5, 30), "", SiteAccess::Allowed),
        ])
    }

    #[track_caller]
    fn check_found(query: &str, expect: &[&str]) {
        let list = list();
        let found: Vec<&str> = list.find(query, 8).iter().map(|schedule| schedule.name.as_str()).collect();
        assert_eq!(found, expect, "{query}");
    }

    #[test]
    fn a_schedule_is_found_by_its_words_in_any_order_and_the_latest_comes_first() {
        check_found("marmot", &["Marmot Days 2026", "Marmot Days 2025"]);
        check_found("2025 marmot", &["Marmot Days 2025"]);
        check_found("days MARM", &["Marmot Days 2026", "Marmot Days 2025"]);
        check_found("mulot journees", &["Journées du Mulot"]);
        check_found("besancon", &["Journées du Mulot"]);
        check_found("2026", &["Marmot Days 2026", "Journées du Mulot"]);
        check_found("may 2026", &["Journées du Mulot"]);
        check_found("multo", &["Journées du Mulot"]);
        check_found("badger", &[]);
        check_found(" ", &[]);
    }

    #[test]
    fn no_more_are_given_than_wanted() {
        assert_eq!(list().find("marmot", 1).len(), 1);
    }

    #[test]
    fn a_list_comes_back_as_it_was() {
        let list = list();
        assert_eq!(PublicSchedules::decode(&list.encode()).unwrap().schedules, list.schedules);
    }

    #[test]
    fn a_line_that_makes_no_sense_is_named() {
        let text = list().encode();
        for (good, bad) in [("\ty\n", "\tmaybe\n"), ("\t1\tBern", "\t-1\tBern"), ("\tEurope/Paris", "")] {
            assert!(text.contains(good), "{good}");
            let decoded = PublicSchedules::decode(&text.replacen(good, bad, 1)).map(|list| list.schedules);
            assert!(matches!(decoded, Err(Damaged::Line(3..=6))), "{decoded:?}");
        }
        assert_eq!(PublicSchedules::decode("").map(|list| list.schedules), Err(Damaged::NotThisForm));
    }

    proptest! {
        #[test]
        fn a_changed_list_is_damaged_or_as_good_as_written_so(
            texts in mutated(Just(list().schedules), |schedules| PublicSchedules::new(schedules.clone()).encode()),
        ) {
            let decode = |text: &str| PublicSchedules::decode(text).map(|list| list.schedules);
            check(&texts, decode, |schedules| PublicSchedules::new(schedules.clone()).encode())?;
        }
    }
}
