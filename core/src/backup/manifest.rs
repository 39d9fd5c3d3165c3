//! `manifest.json`: what the file is, and what each of its parts must be.

use serde::{Deserialize, Serialize};

use super::VERSION;
use super::request::{BackupCounts, BackupExtent, BackupRequest};
use crate::schedule::{Instant, TripId};

/// What a backup calls itself.
pub const BACKUP: &str = "lanyard-backup";
/// What the copy that the rescue page makes calls itself.
pub const COPY: &str = "lanyard-copy";

/// A file of the zip, as it went in or came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDigest {
    /// Its place in the zip.
    pub path: String,
    /// How long it is.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in 64 hex digits. A page that came over plain HTTP cannot work it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// The manifest as it is read. What is missing in it is taken for nothing.
#[derive(Debug, Deserialize)]
pub struct ReadManifest {
    pub format: String,
    #[serde(default)]
    pub version: u32,
    /// As [`Instant`] is written.
    #[serde(default)]
    pub made: String,
    /// Who published it; empty for a backup.
    #[serde(default)]
    pub author: String,
    #[serde(default)]
    pub files: Vec<FileDigest>,
}

#[derive(Serialize)]
struct Manifest<'a> {
    format: &'static str,
    version: u32,
    made: String,
    app: &'a str,
    trip: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    photos: bool,
    counts: ManifestCounts,
    files: &'a [FileDigest],
}

#[derive(Serialize)]
struct ManifestCounts {
    entries: usize,
    records: usize,
    revisions: usize,
    photos: usize,
    trips: usize,
}

/// The text of the manifest of a backup; `files` are all others of the zip.
pub fn manifest(request: &BackupRequest, counts: BackupCounts, files: &[FileDigest]) -> String {
    let BackupCounts { entries, records, revisions, photos, missing_photos: _, trips } = counts;
    let manifest = Manifest {
        format: BACKUP,
        version: VERSION,
        made: Instant(request.made.seconds()).to_string(),
        app: &request.app,
        trip: request.trip.as_ref().map(TripId::as_str),
        author: request.publication.as_ref().map(|publication| publication.author.as_str()),
        photos: request.extent == BackupExtent::Whole,
        counts: ManifestCounts { entries, records, revisions, photos, trips },
        files,
    };
    // Nothing in it can fail: texts, numbers, and lists of them.
    serde_json::to_string_pretty(&manifest).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::UnixMillis;

    #[test]
    fn a_manifest_says_what_it_is_and_what_is_in_it() {
        let request = BackupRequest {
            made: UnixMillis(1_731_715_207_250),
            offset_seconds: -25_200,
            app: "0.1.0".to_owned(),
            trip: None,
            extent: BackupExtent::Whole,
            publication: None,
        };
        let file = |path: &str, sha256: Option<&str>| FileDigest {
            path: path.to_owned(),
            bytes: 7,
            sha256: sha256.map(str::to_owned),
        };
        let files = [file("notebook.json", Some("00ff")), file("photos/a.jpg", None)];
        let text = manifest(&request, BackupCounts { entries: 41, ..BackupCounts::default() }, &files);
        let read: ReadManifest = serde_json::from_str(&text).unwrap();
        assert_eq!((read.format.as_str(), read.version, read.files.as_slice()), (BACKUP, 1, files.as_slice()));
        assert_eq!(
            (read.made.as_str(), Instant::parse(&read.made)),
            ("2024-11-16T00:00:07Z", Some(Instant(1_731_715_207)))
        );
        let of_javascript = Instant::parse("2024-11-16T00:00:07.250Z");
        assert_eq!(of_javascript, Some(Instant(1_731_715_207)));
        let text: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&text["counts"]["entries"], &text["trip"]), (&41.into(), &serde_json::Value::Null));
    }
}
