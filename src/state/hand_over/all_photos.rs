//! All photos of the notebook as one export, with a list of what they show.

use lanyard_core::notebook::Entry;
use lanyard_core::schedule::Trip;

use super::export::{HandOverChunk, HandOverExport, HandOverFile};
use crate::platform::photos::MEDIA_TYPE;

/// The earliest first, each under its day and its number: `photos/2024-11-13 01.jpg`. `entries` come newest first.
pub fn all_photos(trip: &Trip, entries: &[Entry]) -> HandOverExport {
    let (mut files, mut list) = (Vec::new(), String::new());
    for (entry, photo) in entries.iter().rev().filter_map(|entry| Some((entry, entry.photo.clone()?))) {
        let at = entry.local(trip, entry.at);
        let path = format!("photos/{} {:02}.jpg", at.day, files.len() + 1);
        let words = entry.described().split_whitespace().collect::<Vec<_>>().join(" ");
        list += &format!("{path}, {}: {words}\n", at.clock());
        files.push(HandOverFile { path, media_type: MEDIA_TYPE, chunks: vec![HandOverChunk::Photo(photo)] });
    }
    let list = HandOverFile {
        path: "photos.txt".to_owned(),
        media_type: "text/plain",
        chunks: vec![HandOverChunk::Text(list)],
    };
    files.insert(0, list);
    HandOverExport { name: "Lanyard photos".to_owned(), files }
}
