//! All photos of the notebook as one export, with a list of what they show.

use lanyard_core::notebook::Entry;
use lanyard_core::schedule::Trip;
use lanyard_core::share::{Export, ExportChunk, ExportFile};

use crate::platform::photos::MEDIA_TYPE;

/// The earliest first, each under its day and its number: `photos/2024-11-13 01.jpg`. `entries` come newest first.
pub fn all_photos(trip: &Trip, entries: &[Entry]) -> Export {
    let (mut files, mut list) = (Vec::new(), String::new());
    for (entry, photo) in entries.iter().rev().filter_map(|entry| Some((entry, entry.photo.clone()?))) {
        let at = entry.local(trip, entry.at);
        let path = format!("photos/{} {:02}.jpg", at.day, files.len() + 1);
        let words = entry.described().split_whitespace().collect::<Vec<_>>().join(" ");
        list += &format!("{path}, {}: {words}\n", at.clock());
        files.push(ExportFile { path, media_type: MEDIA_TYPE, chunks: vec![ExportChunk::Photo(photo)] });
    }
    let list =
        ExportFile { path: "photos.txt".to_owned(), media_type: "text/plain", chunks: vec![ExportChunk::Text(list)] };
    files.insert(0, list);
    Export { name: "Lanyard photos.zip".to_owned(), files }
}
