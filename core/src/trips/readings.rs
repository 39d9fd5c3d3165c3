//! What the worker remembers from one question to the next, so that another destination or a newer trip costs neither
//! the way of the files to it nor their reading.
//!
//! Of a file that names no zone a reading holds for one zone only. The readers make instants of local times at once,
//! and days, lengths and repetitions of those; so another zone reads the file again. That is 2 to 5 ms for a thousand
//! sessions, natively, less than joining them.

use crate::formats::{Context, Reading, ScheduleError, read_parts};
use crate::schedule::columns::TableMapping;
use crate::schedule::{Day, Zones};

/// The import that was asked about last. There is one at a time: the next files take its place.
#[derive(Default)]
pub struct Readings {
    last: Option<(u32, Import)>,
}

impl Readings {
    /// The import that the app gave this number: with these files, or without any with those that came with the number
    /// before. `None` when they are not here: then the app has to give them.
    pub fn import(&mut self, number: u32, files: Option<Vec<Vec<u8>>>) -> Option<&mut Import> {
        if let Some(files) = files {
            self.last = Some((number, Import::new(files)));
        }
        self.last.as_mut().filter(|(known, _)| *known == number).map(|(_, import)| import)
    }
}

/// Files that belong together, and what was read in them.
pub struct Import {
    pub(super) files: Vec<Vec<u8>>,
    /// With the zone it was read in, and what the user had said of its columns and of its first day.
    reading: Option<(String, Option<TableMapping>, Option<Day>, Reading)>,
}

impl Import {
    /// An import whose files were not read yet.
    pub fn new(files: Vec<Vec<u8>>) -> Self {
        Self { files, reading: None }
    }

    /// What the files say, with local times in this zone where they name none.
    pub(super) fn read(
        &mut self,
        zone: &str,
        table: Option<&TableMapping>,
        first_day: Option<Day>,
        zones: &dyn Zones,
    ) -> Result<Reading, ScheduleError> {
        if let Some((known, mapped, began, reading)) = &self.reading
            && (reading.names_zone || known == zone)
            && (mapped.as_ref(), *began) == (table, first_day)
        {
            return Ok(reading.clone());
        }
        let files: Vec<&[u8]> = self.files.iter().map(Vec::as_slice).collect();
        let reading = read_parts(&files, &Context { zone: Some(zone), zones, table, first_day })?;
        self.reading = Some((zone.to_owned(), table.cloned(), first_day, reading.clone()));
        Ok(reading)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::{Instant, Zone};

    struct AnyZone;

    impl Zones for AnyZone {
        fn zone(&self, name: &str, _: Instant, _: Instant) -> Option<Zone> {
            Some(Zone::fixed(name, if name == "Asia/Tokyo" { 9 * 3600 } else { 3600 }, ""))
        }
    }

    fn file(zone: &str) -> Vec<u8> {
        let session = r#"{"id":"a","start":"2025-02-01T10:00","title":"T"}"#;
        format!(r#"{{"lanyard":1,"title":"A",{zone}"sessions":[{session}]}}"#).into_bytes()
    }

    #[test]
    fn files_are_known_by_their_number_until_others_come() {
        let mut readings = Readings::default();
        assert!(readings.import(0, None).is_none());
        assert!(readings.import(1, Some(vec![file("")])).is_some());
        assert!(readings.import(1, None).is_some_and(|import| import.files == [file("")]));
        assert!(readings.import(2, None).is_none());
        assert!(readings.import(2, Some(Vec::new())).is_some());
        assert!(readings.import(1, None).is_none());
    }

    /// Reads the file in Brussels, marks what is kept of that, and asks for Brussels and for Tokyo: where the mark is,
    /// and when the session begins.
    #[track_caller]
    fn check(file: Vec<u8>, expect: [(bool, &str); 2]) {
        let mut import = Import::new(vec![file]);
        import.read("Europe/Brussels", None, None, &AnyZone).unwrap();
        import.reading.as_mut().unwrap().3.schedule.title = Some("Kept".to_owned());
        let found = ["Europe/Brussels", "Asia/Tokyo"].map(|zone| {
            let schedule = import.read(zone, None, None, &AnyZone).unwrap().schedule;
            (schedule.title.as_deref() == Some("Kept"), schedule.listings[0].when.start())
        });
        assert_eq!(found, expect.map(|(is_kept, start)| (is_kept, Instant::parse(start))));
    }

    #[test]
    fn a_file_is_read_once_or_once_for_each_zone_when_it_names_none() {
        check(file(""), [(true, "2025-02-01T09:00:00Z"), (false, "2025-02-01T01:00:00Z")]);
        let named = file(r#""time_zone":"Europe/Paris","#);
        check(named, [(true, "2025-02-01T09:00:00Z"), (true, "2025-02-01T09:00:00Z")]);
    }

    #[test]
    fn a_table_is_read_again_when_its_columns_are_said_to_hold_something_else() {
        let mut import = Import::new(vec![b"A,B,Date\nTea,Hall,2024-11-12\nBread,Yard,2024-11-12\n".to_vec()]);
        let titles = |import: &mut Import, mapping: &str| {
            let table = TableMapping::decode(mapping).unwrap();
            let listings = import.read("Europe/Brussels", Some(&table), None, &AnyZone).unwrap().schedule.listings;
            listings.into_iter().map(|listing| listing.title).collect::<Vec<_>>()
        };
        assert_eq!(titles(&mut import, "\ntitle A\nstart-day Date"), ["Tea", "Bread"]);
        assert_eq!(titles(&mut import, "\ntitle B\nstart-day Date"), ["Hall", "Yard"]);
    }

    #[test]
    fn a_table_without_dates_is_read_again_for_another_first_day() {
        let mut import = Import::new(vec![b"Title,Start,Room\nTea,9:00,Hall\nBread,10:00,Yard\n".to_vec()]);
        let mut day = |first: &str| {
            let first = Day::parse(first);
            import.read("Europe/Brussels", None, first, &AnyZone).unwrap().schedule.listings[0].when.start()
        };
        assert_eq!(day("2024-11-12"), Instant::parse("2024-11-12T08:00:00Z"));
        assert_eq!(day("2024-11-13"), Instant::parse("2024-11-13T08:00:00Z"));
        assert_eq!(day(""), None);
    }
}
