//! What restoring would change, told before anything is changed, and what it did.

use crate::schedule::Instant;
use crate::schedule::wire::{Damaged, LineFields, LineWriter, Lines};

const PREVIEW: &str = "lanyard-restore-preview";
const REPORT: &str = "lanyard-restore-report";

/// How many records of one sort there are of each kind of difference. Each record counts once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Only in the file.
    pub added: usize,
    /// Here, and later in the file.
    pub updated: usize,
    /// The same as `updated`, and the later version is in the trash.
    pub trashed: usize,
    /// Here, and earlier in the file: what is here stays.
    pub ours_newer: usize,
    /// Changed on both sides, and both changes fit together.
    pub joined: usize,
    /// Changed on both sides, and both versions stay until somebody chooses.
    pub conflicting: usize,
    /// The same on both sides.
    pub same: usize,
}

/// What becomes of one trip of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestoredTripChange {
    /// It is not here yet.
    Added,
    /// Its state in the file is later than the one here.
    Updated,
    /// Its state here is as late, or later, and stays.
    Kept,
}

/// A trip of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoredTrip {
    /// As the file has it.
    pub title: String,
    /// What becomes of it here.
    pub change: RestoredTripChange,
}

/// What restoring a file would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RestorePreview {
    /// Whether it is a copy that the rescue page made.
    pub is_copy: bool,
    /// When it was made, where the file says so.
    pub made: Option<Instant>,
    /// Who published it, for a colleague; empty for a backup.
    pub author: String,
    /// Whether a newer Lanyard made it, in a form of which this one may not know everything.
    pub is_newer: bool,
    /// Notes, quotes, people and what else is captured.
    pub entries: Tally,
    /// Stars, and that one was there.
    pub marks: Tally,
    /// What the user put into the agenda.
    pub own_items: Tally,
    /// Edits of the retrospective.
    pub pieces: Tally,
    /// Settings, and records of kinds that this Lanyard does not know.
    pub others: Tally,
    /// The trips of the file.
    pub trips: Vec<RestoredTrip>,
    /// Photos that are only in the file.
    pub photos: usize,
    /// What these come to.
    pub photo_bytes: u64,
    /// Photos that entries of the file show, and that neither it nor this phone has.
    pub missing_photos: usize,
    /// Photos of the file that are not what they were when it was made.
    pub damaged_photos: usize,
    /// Versions of the file that cannot be read.
    pub unreadable: usize,
}

/// What restoring did, or undoing it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RestoreReport {
    /// Records that are others than before.
    pub records: usize,
    /// Trips that are others than before.
    pub trips: usize,
    /// Photos that were put.
    pub photos: usize,
    /// Photos for which there was no room.
    pub photos_left_out: usize,
}

impl Tally {
    /// How many records get another version.
    pub fn changed(&self) -> usize {
        self.added + self.updated + self.trashed + self.joined + self.conflicting
    }

    fn write(&self, writer: &mut LineWriter) {
        for count in [self.added, self.updated, self.trashed, self.ours_newer, self.joined, self.conflicting, self.same]
        {
            writer.index(count);
        }
        writer.end();
    }

    fn read(fields: &mut LineFields<'_>) -> Result<Self, Damaged> {
        let mut count = || fields.index(usize::MAX);
        Ok(Self {
            added: count()?,
            updated: count()?,
            trashed: count()?,
            ours_newer: count()?,
            joined: count()?,
            conflicting: count()?,
            same: count()?,
        })
    }
}

impl RestorePreview {
    /// Whether everything in the file is here already.
    pub fn changes_nothing(&self) -> bool {
        self.tallies().iter().all(|tally| tally.changed() == 0)
            && self.trips.iter().all(|trip| trip.change == RestoredTripChange::Kept)
            && self.photos == 0
    }

    /// Whether nothing of the user's is in the file.
    pub fn is_empty(&self) -> bool {
        self.tallies().iter().all(|tally| **tally == Tally::default()) && self.trips.is_empty()
    }

    fn tallies(&self) -> [&Tally; 5] {
        [&self.entries, &self.marks, &self.own_items, &self.pieces, &self.others]
    }

    /// Writes the preview; [`RestorePreview::decode`] reads it.
    pub fn encode(&self) -> String {
        let mut writer = LineWriter::open(PREVIEW);
        writer.index(usize::from(self.is_copy)).index(usize::from(self.is_newer));
        writer.raw(&self.made.map(|made| made.0.to_string()).unwrap_or_default()).text(&self.author).end();
        self.tallies().iter().for_each(|tally| tally.write(&mut writer));
        writer.count(self.trips.len());
        for trip in &self.trips {
            writer.text(&trip.title).index(trip.change as usize).end();
        }
        writer.index(self.photos).number(i64::try_from(self.photo_bytes).unwrap_or(i64::MAX));
        writer.index(self.missing_photos).index(self.damaged_photos).index(self.unreadable).end();
        writer.text
    }

    /// Reads what [`RestorePreview::encode`] writes.
    ///
    /// # Errors
    /// [`Damaged`] when the text is another one, of a later version, or spoilt; then it says where.
    pub fn decode(text: &str) -> Result<Self, Damaged> {
        let mut lines = Lines::open(text, PREVIEW)?;
        let mut head = lines.fields()?;
        let (is_copy, is_newer) = (head.index(2)? == 1, head.index(2)? == 1);
        let made = Some(head.raw()?).filter(|made| !made.is_empty());
        let made = made.map(|made| made.parse().map(Instant).map_err(|_| head.damaged())).transpose()?;
        let author = head.text()?;
        let mut tally = || Tally::read(&mut lines.fields()?);
        let (entries, marks, own_items, pieces, others) = (tally()?, tally()?, tally()?, tally()?, tally()?);
        let trips = lines.table(|fields| {
            let title = fields.text()?;
            let change = match fields.index(3)? {
                0 => RestoredTripChange::Added,
                1 => RestoredTripChange::Updated,
                _ => RestoredTripChange::Kept,
            };
            Ok(RestoredTrip { title, change })
        })?;
        let mut last = lines.fields()?;
        Ok(Self {
            is_copy,
            made,
            author,
            is_newer,
            entries,
            marks,
            own_items,
            pieces,
            others,
            trips,
            photos: last.index(usize::MAX)?,
            photo_bytes: u64::try_from(last.number()?).map_err(|_| last.damaged())?,
            missing_photos: last.index(usize::MAX)?,
            damaged_photos: last.index(usize::MAX)?,
            unreadable: last.index(usize::MAX)?,
        })
    }
}

impl RestoreReport {
    /// Writes the report; [`RestoreReport::decode`] reads it.
    pub fn encode(&self) -> String {
        let mut writer = LineWriter::open(REPORT);
        writer.index(self.records).index(self.trips).index(self.photos).index(self.photos_left_out).end();
        writer.text
    }

    /// Reads what [`RestoreReport::encode`] writes.
    ///
    /// # Errors
    /// [`Damaged`] when the text is another one, of a later version, or spoilt; then it says where.
    pub fn decode(text: &str) -> Result<Self, Damaged> {
        let mut lines = Lines::open(text, REPORT)?;
        let mut fields = lines.fields()?;
        let mut count = || fields.index(usize::MAX);
        Ok(Self { records: count()?, trips: count()?, photos: count()?, photos_left_out: count()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_comes_back() {
        let tally = |first| Tally {
            added: first,
            updated: first + 1,
            trashed: first + 2,
            ours_newer: first + 3,
            joined: first + 4,
            conflicting: first + 5,
            same: first + 6,
        };
        let trip = |change| RestoredTrip { title: "A\tweek".to_owned(), change };
        let preview = RestorePreview {
            is_copy: true,
            made: Some(Instant(-7)),
            author: "A\tcolleague".to_owned(),
            is_newer: true,
            entries: tally(1),
            marks: tally(10),
            own_items: tally(20),
            pieces: tally(30),
            others: tally(40),
            trips: [RestoredTripChange::Added, RestoredTripChange::Updated, RestoredTripChange::Kept]
                .map(trip)
                .to_vec(),
            photos: 50,
            photo_bytes: 51,
            missing_photos: 52,
            damaged_photos: 53,
            unreadable: 54,
        };
        for preview in [preview, RestorePreview::default()] {
            assert_eq!(RestorePreview::decode(&preview.encode()), Ok(preview));
        }
        let report = RestoreReport { records: 1, trips: 2, photos: 3, photos_left_out: 4 };
        assert_eq!(RestoreReport::decode(&report.encode()), Ok(report));
    }

    #[test]
    fn what_is_the_same_or_older_changes_nothing() {
        let tally = Tally { ours_newer: 3, same: 4, ..Tally::default() };
        let trips = vec![RestoredTrip { title: String::new(), change: RestoredTripChange::Kept }];
        let preview = RestorePreview { entries: tally, trips, ..RestorePreview::default() };
        assert!(preview.changes_nothing() && !preview.is_empty());
        assert!(!RestorePreview { photos: 1, ..preview.clone() }.changes_nothing());
        let joined = Tally { joined: 1, ..Tally::default() };
        assert!(!RestorePreview { pieces: joined, ..preview }.changes_nothing());
        assert!(RestorePreview::default().is_empty());
    }
}
