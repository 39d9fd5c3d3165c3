//! The list of public schedules, `schedules/list.toml`: anybody may add to it, so every slip is told with its line.

use std::collections::BTreeMap;
use std::ops::Range;

use lanyard_core::schedule::address::fetchable;
use lanyard_core::schedule::{Day, Instant, Zones};
use lanyard_core::search::fold;
use lanyard_core::trips::{PublicSchedule, PublicSchedules, SiteAccess};
use serde::Deserialize;
use toml::Spanned;

use crate::zones::Database;

/// A conference that lasts longer is a mistyped date.
const MOST_DAYS: i32 = 31;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    schedule: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Spanned<String>,
    first: Spanned<String>,
    last: Spanned<String>,
    #[serde(default)]
    city: String,
    zone: Spanned<String>,
    address: Spanned<String>,
    readable: Option<bool>,
}

/// The list in the form that ships.
///
/// # Errors
/// All that is wrong, a sentence each with its line.
pub fn pack(text: &str) -> Result<String, Vec<String>> {
    let mut faults = Faults { text, found: Vec::new() };
    let list: List = match toml::from_str(text) {
        Ok(list) => list,
        Err(error) => {
            faults.add(&error.span().unwrap_or_default(), error.message().to_owned());
            return Err(faults.found);
        }
    };
    let schedules: Vec<PublicSchedule> = list.schedule.iter().map(|entry| entry.read(&mut faults)).collect();
    faults.twice("name", list.schedule.iter().map(|entry| &entry.name));
    faults.twice("address", list.schedule.iter().map(|entry| &entry.address));
    if faults.found.is_empty() {
        faults.order(&list.schedule, &schedules);
    }
    if faults.found.is_empty() { Ok(PublicSchedules::new(schedules).encode()) } else { Err(faults.found) }
}

impl Entry {
    fn read(&self, faults: &mut Faults<'_>) -> PublicSchedule {
        let days = faults.day(&self.first).zip(faults.day(&self.last));
        match days {
            Some((first, last)) if last < first => {
                faults.add(&self.last.span(), format!("{last} comes before {first}."));
            }
            Some((first, last)) if last > first.plus(MOST_DAYS) => {
                faults
                    .add(&self.last.span(), format!("{} days are too many. Is the date right?", last.0 - first.0 + 1));
            }
            _ => {}
        }
        let (first, last) = days.unwrap_or((Day(0), Day(0)));
        let (name, zone, address) = (self.name.get_ref(), self.zone.get_ref(), self.address.get_ref());
        if name.trim() != name || name.is_empty() {
            faults.add(&self.name.span(), "The name is empty, or has a space around it.".to_owned());
        }
        let noon = Instant(i64::from(first.0) * 86_400);
        if Database.zone(zone, noon, noon).is_none() {
            let what = format!("There is no time zone called {zone}. IANA names look like Europe/Brussels.");
            faults.add(&self.zone.span(), what);
        }
        if !address.starts_with("https://") || fetchable(address).as_ref() != Some(address) {
            faults.add(&self.address.span(), format!("{address} is no https address."));
        }
        let access = match self.readable {
            Some(true) => SiteAccess::Allowed,
            Some(false) => SiteAccess::Refused,
            None => SiteAccess::Unknown,
        };
        let (name, city, zone, address) = (name.clone(), self.city.clone(), zone.clone(), address.clone());
        PublicSchedule { name, first, last, city, zone, address, access }
    }
}

/// What is wrong, collected, so that whoever adds several sees everything at once.
struct Faults<'a> {
    text: &'a str,
    found: Vec<String>,
}

impl Faults<'_> {
    fn add(&mut self, place: &Range<usize>, what: String) {
        self.found.push(format!("line {}: {what}", self.line(place.start)));
    }

    fn line(&self, offset: usize) -> usize {
        self.text.get(..offset).unwrap_or(self.text).matches('\n').count() + 1
    }

    fn day(&mut self, written: &Spanned<String>) -> Option<Day> {
        let day = Day::parse(written.get_ref()).filter(|day| day.is_plausible());
        if day.is_none() {
            self.add(&written.span(), format!("{} is no day. Write it as 2026-01-31.", written.get_ref()));
        }
        day
    }

    fn order(&mut self, entries: &[Entry], schedules: &[PublicSchedule]) {
        for (pair, entry) in schedules.windows(2).zip(entries.iter().skip(1)) {
            let [before, after] = pair else { continue };
            if (after.first, &after.name) < (before.first, &before.name) {
                let rule = "the list goes by first day, then by name.";
                self.add(&entry.name.span(), format!("{} belongs before {}: {rule}", after.name, before.name));
            }
        }
    }

    fn twice<'a>(&mut self, what: &str, all: impl Iterator<Item = &'a Spanned<String>>) {
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        for one in all {
            let line = self.line(one.span().start);
            if let Some(before) = lines.insert(fold(one.get_ref()), line) {
                self.add(&one.span(), format!("The {what} {} stands in line {before} already.", one.get_ref()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = r#"# A comment.
[[schedule]]
name = "Marmot Days 2025"
first = "2025-02-01"
last = "2025-02-02"
city = "Bern"
zone = "Europe/Zurich"
address = "https://marmots.example/2025.xml"
readable = false

[[schedule]]
name = "Mulot 2026"
first = "2026-05-30"
last = "2026-05-31"
zone = "Europe/Paris"
address = "https://mulot.example/schedule.ics"
"#;

    #[test]
    fn a_list_is_packed_with_all_it_says() {
        let packed = PublicSchedules::decode(&pack(LIST).unwrap()).unwrap();
        let [marmots] = packed.find("marmot", 8)[..] else { panic!("not found") };
        assert_eq!(marmots.city, "Bern");
        assert_eq!((marmots.first.to_string(), marmots.last.to_string()), ("2025-02-01".into(), "2025-02-02".into()));
        assert_eq!((marmots.zone.as_str(), marmots.access), ("Europe/Zurich", SiteAccess::Refused));
        assert_eq!(marmots.address, "https://marmots.example/2025.xml");
        let [mulot] = packed.find("mulot", 8)[..] else { panic!("not found") };
        assert_eq!((mulot.city.as_str(), mulot.access), ("", SiteAccess::Unknown));
    }

    #[track_caller]
    fn check_fault(change: (&str, &str), expect: &[&str]) {
        assert!(LIST.contains(change.0), "nothing to change");
        assert_eq!(pack(&LIST.replace(change.0, change.1)).unwrap_err(), expect);
    }

    #[test]
    fn faults_name_their_line() {
        check_fault(("2025-02-01", "2025-02-30"), &["line 4: 2025-02-30 is no day. Write it as 2026-01-31."]);
        check_fault(("2025-02-02", "2025-01-31"), &["line 5: 2025-01-31 comes before 2025-02-01."]);
        check_fault(("2026-05-31", "2026-08-31"), &["line 14: 94 days are too many. Is the date right?"]);
        check_fault(
            ("Europe/Zurich", "Europe/Bern"),
            &["line 7: There is no time zone called Europe/Bern. IANA names look like Europe/Brussels."],
        );
        check_fault(
            ("https://mulot", "http://mulot"),
            &["line 16: http://mulot.example/schedule.ics is no https address."],
        );
        check_fault(("Mulot 2026", " "), &["line 12: The name is empty, or has a space around it."]);
        check_fault(
            ("Mulot 2026", "MARMOT days 2025"),
            &["line 12: The name MARMOT days 2025 stands in line 3 already."],
        );
        check_fault(
            ("mulot.example/schedule.ics", "marmots.example/2025.xml"),
            &["line 16: The address https://marmots.example/2025.xml stands in line 8 already."],
        );
        check_fault(
            ("2025-02", "2027-02"),
            &["line 12: Mulot 2026 belongs before Marmot Days 2025: the list goes by first day, then by name."],
        );
    }

    #[test]
    fn a_member_that_nothing_reads_is_a_fault() {
        let faults = pack(&LIST.replace("city", "town")).unwrap_err();
        assert!(faults[0].starts_with("line 6: unknown field `town`"), "{faults:?}");
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let list = LIST.replace("Europe/", "Nowhere/").replace("https://", "ftp://");
        assert_eq!(pack(&list).unwrap_err().len(), 4);
    }

    /// The list that ships, so that a slip in it shows before a build.
    #[test]
    fn the_list_that_ships_is_right() {
        let text = std::fs::read_to_string(super::super::schedules()).unwrap();
        let packed = PublicSchedules::decode(&pack(&text).unwrap_or_else(|faults| panic!("{faults:#?}"))).unwrap();
        assert_eq!(packed.find("fosdem 2026", 8)[0].address, "https://fosdem.org/2026/schedule/xml");
    }
}
