//! `notebook.md`: what is in a backup, for a person who has no Lanyard. Nothing reads it back.

use std::sync::Arc;

use super::request::BackupRequest;
use super::trips_json::TripsJson;
use crate::notebook::wire::{read_entry, read_mark, read_own_item};
use crate::notebook::{Attachment, Entry, EntryKind, Mark, Marked, OwnItem};
use crate::records::Revision;
use crate::schedule::words::{day_and_year, day_long};
use crate::schedule::{Instant, Local, Zone};

/// Everything in Markdown: entries by day, then marks, own items, and what is in the trash. `heads` are the versions that
/// count; of a record with several all are here.
pub fn readable(request: &BackupRequest, heads: &[Arc<Revision>], trips: &TripsJson) -> String {
    let mut text = format!("# Lanyard, {}\n", day_and_year(request.local().day));
    let titles = trips.catalog.trips.iter().map(|kept| &kept.title);
    let mut titles: Vec<&str> =
        titles.chain(trips.bundled.iter().map(|bundled| &bundled.title)).map(String::as_str).collect();
    titles.dedup();
    if !titles.is_empty() {
        text += &format!("\nTrips: {}\n", titles.join("; "));
    }
    let offset = request.offset_seconds;
    let mut entries: Vec<Entry> = heads.iter().filter_map(|head| read_entry(head)).collect();
    entries.sort_by_key(|entry| (entry.at, entry.sequence));
    let (kept, trash): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|entry| entry.deleted.is_none());
    let mut day = None;
    for entry in &kept {
        let at = local(entry, offset);
        if day.replace(at.day) != Some(at.day) {
            text += &format!("\n## {} {}\n", day_long(at.day), at.day.ymd().0);
        }
        add_entry(&mut text, entry, at);
    }
    let marks: Vec<Marked> = heads.iter().filter_map(|head| read_mark(head)).filter(|marked| marked.on).collect();
    for mark in Mark::ALL {
        let marked = marks.iter().filter(|marked| marked.mark == mark);
        add_list(&mut text, heading(mark), marked.map(|marked| format!("- {}", title(marked))).collect());
    }
    let own = heads.iter().filter_map(|head| read_own_item(head)).filter(|item| item.deleted.is_none());
    add_list(&mut text, "My own items", own.map(|item| own_item(&item, offset)).collect());
    if !trash.is_empty() {
        text += "\n## In the trash\n";
        trash.iter().for_each(|entry| add_entry(&mut text, entry, local(entry, offset)));
    }
    text
}

/// As it was when the mark was set.
fn title(marked: &Marked) -> &str {
    let title = &marked.snapshot.title;
    if title.is_empty() { marked.session.session.as_str() } else { title }
}

fn heading(mark: Mark) -> &'static str {
    match mark {
        Mark::Star => "Starred",
        Mark::Interested => "Interested",
        Mark::Attended => "Was there",
        Mark::WatchLater => "Watch later",
        Mark::Watched => "Watched",
        Mark::FirstHalf => "Was there for the first half",
        Mark::SecondHalf => "Was there for the second half",
        Mark::Missed => "Missed",
    }
}

fn add_list(text: &mut String, title: &str, lines: Vec<String>) {
    if !lines.is_empty() {
        *text += &format!("\n## {title}\n\n{}\n", lines.join("\n"));
    }
}

/// In the zone that the entry was written in, else in the one of the phone.
fn local(entry: &Entry, offset: i32) -> Local {
    at_offset(entry.at, entry.trip.as_ref().map_or(offset, |trip| trip.offset_seconds))
}

fn at_offset(at: Instant, offset: i32) -> Local {
    Zone::fixed("", offset, "").local(at)
}

fn add_entry(text: &mut String, entry: &Entry, at: Local) {
    let about = match (&entry.attachment, entry.about.as_str()) {
        (Attachment::Hallway, _) => String::new(),
        (_, "") => String::new(),
        (_, about) => format!(", {about}"),
    };
    *text += &format!("\n### {}, {}{about}\n", at.clock(), kind(entry));
    let who = [&entry.name, &entry.affiliation, &entry.contact].map(|part| part.trim());
    let who: Vec<&str> = who.into_iter().filter(|part| !part.is_empty()).collect();
    let due = entry.due.map(|due| format!("Due {due}"));
    let photo = entry.photo.as_ref().map(|photo| format!("photos/{}.jpg", photo.as_str()));
    let author = (!entry.is_own()).then(|| format!("By {}", entry.author));
    let facts = [author, Some(who.join(", ")), Some(entry.url.clone()), due, photo, Some(entry.caption.clone())];
    for fact in facts.into_iter().flatten().filter(|fact| !fact.is_empty()) {
        *text += &format!("\n{fact}\n");
    }
    if !entry.text.trim().is_empty() {
        *text += &format!("\n{}\n", entry.text.trim_end());
    }
}

fn kind(entry: &Entry) -> &'static str {
    match entry.kind {
        EntryKind::Note => "note",
        EntryKind::Takeaway => "takeaway",
        EntryKind::FollowUp if entry.done => "follow-up, done",
        EntryKind::FollowUp => "follow-up",
        EntryKind::Person => "person",
        EntryKind::Quote => "quote",
        EntryKind::Link => "link",
        EntryKind::Photo => "photo",
    }
}

fn own_item(item: &OwnItem, offset: i32) -> String {
    let at = at_offset(item.start, offset);
    let details: Vec<&str> =
        [item.location.as_str(), item.note.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let details =
        if details.is_empty() { String::new() } else { format!(": {}", details.join(". ").replace('\n', " ")) };
    format!("- {} {}, {}{details}", at.day, at.clock(), item.title)
}
