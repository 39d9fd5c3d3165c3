//! What the app asks its worker for when it makes a backup, and what it is told of the one that was made.

use super::publication::OutlinePublication;
use crate::records::UnixMillis;
use crate::schedule::wire::{Damaged, LineWriter, Lines};
use crate::schedule::{Instant, Local, TripId, Zone};
use crate::text::file_name;

const REQUEST: &str = "lanyard-backup-request";
const COUNTS: &str = "lanyard-backup-counts";

/// A backup that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupRequest {
    /// The present.
    pub made: UnixMillis,
    /// What the clocks of the trip are ahead of UTC, in seconds. The file's name has the date by them.
    pub offset_seconds: i32,
    /// The version of the app that makes it.
    pub app: String,
    /// The only trip to take along; `None` for everything.
    pub trip: Option<TripId>,
    /// How much of it is taken along.
    pub extent: BackupExtent,
    /// For a colleague: nothing but what is published.
    pub publication: Option<OutlinePublication>,
}

/// How much is taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackupExtent {
    /// Everything.
    Whole,
    /// Everything but photos.
    WithoutPhotos,
    /// What another phone with this Lanyard cannot have by itself, and in few bytes: no photos, no text for people, and not
    /// the trip that comes with the app.
    ForCodes,
}

/// What is in a backup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BackupCounts {
    /// Notes, quotes, people and what else is captured; without those in the trash.
    pub entries: usize,
    /// All records, those in the trash too.
    pub records: usize,
    /// All their versions.
    pub revisions: usize,
    /// Photos that are in it.
    pub photos: usize,
    /// Photos that entries show and the stores do not have.
    pub missing_photos: usize,
    /// Trips that are in it, without the one that comes with the app.
    pub trips: usize,
}

impl BackupRequest {
    /// When it is made, by the clocks of the trip.
    pub fn local(&self) -> Local {
        Zone::fixed("", self.offset_seconds, "").local(Instant(self.made.seconds()))
    }

    /// `lanyard-backup-2024-11-15.zip`, with the trip's id where it is the only one; `.jwe` comes after it for a file under
    /// a passphrase. What is published is called `lanyard-published-..`.
    pub fn file_name(&self, is_encrypted: bool) -> String {
        let what = if self.publication.is_some() { "published" } else { "backup" };
        let trip = self.trip.iter().map(|trip| format!("-{}", trip.as_str())).collect::<String>();
        let ending = if is_encrypted { ".zip.jwe" } else { ".zip" };
        file_name(&format!("lanyard-{what}{trip}-{}{ending}", self.local().day))
    }

    /// Writes the request; [`BackupRequest::decode`] reads it.
    pub fn encode(&self) -> String {
        let mut writer = LineWriter::open(REQUEST);
        writer.number(i64::try_from(self.made.0).unwrap_or(i64::MAX)).number(i64::from(self.offset_seconds));
        writer.text(&self.app).optional_text(self.trip.as_ref().map(TripId::as_str));
        writer.index(self.extent as usize).index(usize::from(self.publication.is_some())).end();
        self.publication.iter().for_each(|publication| publication.write(&mut writer));
        writer.text
    }

    /// Reads what [`BackupRequest::encode`] writes.
    ///
    /// # Errors
    /// [`Damaged`] when the text is another one, of a later version, or spoilt; then it says where.
    pub fn decode(text: &str) -> Result<Self, Damaged> {
        let mut lines = Lines::open(text, REQUEST)?;
        let mut fields = lines.fields()?;
        Ok(Self {
            made: UnixMillis(u64::try_from(fields.number()?).map_err(|_| fields.damaged())?),
            offset_seconds: i32::try_from(fields.number()?).map_err(|_| fields.damaged())?,
            app: fields.text()?,
            trip: fields.optional_text()?.map(TripId::new),
            extent: match fields.index(3)? {
                0 => BackupExtent::Whole,
                1 => BackupExtent::WithoutPhotos,
                _ => BackupExtent::ForCodes,
            },
            publication: match fields.index(2)? {
                0 => None,
                _ => Some(OutlinePublication::read(&mut lines)?),
            },
        })
    }
}

impl BackupCounts {
    /// Writes the counts; [`BackupCounts::decode`] reads them.
    pub fn encode(&self) -> String {
        let mut writer = LineWriter::open(COUNTS);
        writer.index(self.entries).index(self.records).index(self.revisions).index(self.photos);
        writer.index(self.missing_photos).index(self.trips).end();
        writer.text
    }

    /// Reads what [`BackupCounts::encode`] writes.
    ///
    /// # Errors
    /// [`Damaged`] when the text is another one, of a later version, or spoilt; then it says where.
    pub fn decode(text: &str) -> Result<Self, Damaged> {
        let mut lines = Lines::open(text, COUNTS)?;
        let mut fields = lines.fields()?;
        let mut count = || fields.index(usize::MAX);
        Ok(Self {
            entries: count()?,
            records: count()?,
            revisions: count()?,
            photos: count()?,
            missing_photos: count()?,
            trips: count()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::EntryId;
    use crate::records::Record;
    use crate::retrospective::PublishedNote;

    fn request(trip: Option<&str>) -> BackupRequest {
        let made = UnixMillis(1_731_715_200_250);
        let trip = trip.map(TripId::from);
        BackupRequest {
            made,
            offset_seconds: -7 * 3_600,
            app: "0.1.0".to_owned(),
            trip,
            extent: BackupExtent::Whole,
            publication: None,
        }
    }

    #[test]
    fn a_request_comes_back() {
        let without = |extent| BackupRequest { extent, ..request(Some("a\tb")) };
        let note = |caption: Option<&str>| PublishedNote {
            entry: EntryId::new("4fd1"),
            edits: vec![Record::new("piece", &["a b", "post", "entry/4fd1"]), Record::new("piece", &["x"])],
            text: "Two\n\tlines".to_owned(),
            caption: caption.map(str::to_owned),
        };
        let publication = OutlinePublication {
            author: "Ana López".to_owned(),
            outline: "post".to_owned(),
            notes: vec![note(None), note(Some("")), PublishedNote { edits: Vec::new(), ..note(Some("A hall")) }],
        };
        let published = BackupRequest { publication: Some(publication), ..request(Some("a")) };
        for request in [published, request(None), without(BackupExtent::WithoutPhotos), without(BackupExtent::ForCodes)]
        {
            assert_eq!(BackupRequest::decode(&request.encode()), Ok(request));
        }
        let counts = BackupCounts { entries: 1, records: 2, revisions: 3, photos: 4, missing_photos: 5, trips: 6 };
        assert_eq!(BackupCounts::decode(&counts.encode()), Ok(counts));
        assert!(BackupRequest::decode(&counts.encode()).is_err());
    }

    #[test]
    fn a_file_has_the_day_in_its_name() {
        assert_eq!(request(None).file_name(false), "lanyard-backup-2024-11-15.zip");
        let publication = OutlinePublication { author: String::new(), outline: String::new(), notes: Vec::new() };
        let published = BackupRequest { publication: Some(publication), ..request(Some("week")) };
        assert_eq!(published.file_name(false), "lanyard-published-week-2024-11-15.zip");
        assert_eq!(request(Some("a/b")).file_name(true), "lanyard-backup-a-b-2024-11-15.zip.jwe");
    }
}
