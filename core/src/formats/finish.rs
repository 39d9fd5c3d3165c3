//! What holds for every schedule that leaves a reader, whatever the format: ids are unique, titles are not empty, days
//! are known where times are, ends follow starts, and there are not more sessions than an event can have.

use std::collections::{HashMap, HashSet};

use super::{Context, MOST_LISTINGS, Problems, zones};
use crate::schedule::{Day, Listing, Schedule, SessionId, When};
use crate::text::plain_title;

pub fn finish(mut schedule: Schedule, context: &Context<'_>, problems: &mut Problems<'_>) -> Schedule {
    if schedule.listings.len() > MOST_LISTINGS {
        let what = format!("The file lists {} sessions; the first {MOST_LISTINGS} are shown.", schedule.listings.len());
        problems.add("file".to_owned(), what);
        schedule.listings.truncate(MOST_LISTINGS);
    }
    make_ids_unique(&mut schedule.listings, problems);
    for listing in &mut schedule.listings {
        show_nothing_hidden(listing);
        if listing.title.is_empty() {
            listing.title = "Untitled".to_owned();
        }
        drop_end_before_start(listing, problems);
    }
    fill_days(&mut schedule, context);
    schedule
}

/// Two sessions with one id would share stars and notes. The later one gets an id of its own that is the same in every
/// revision of the file as long as their order is.
fn make_ids_unique(listings: &mut [Listing], problems: &mut Problems<'_>) {
    let mut taken: HashSet<SessionId> = listings.iter().map(|listing| listing.id.clone()).collect();
    let mut seen: HashMap<SessionId, usize> = HashMap::with_capacity(listings.len());
    for listing in listings {
        let count = seen.entry(listing.id.clone()).or_insert(0);
        *count += 1;
        while *count > 1 {
            let fresh = SessionId::new(format!("{}~{count}", listing.id));
            if taken.insert(fresh.clone()) {
                let what = format!("Two sessions have this id; the later one became {fresh}.");
                problems.add(format!("session {}", listing.id), what);
                listing.id = fresh;
                break;
            }
            *count += 1;
        }
    }
}

/// Names stand in rows and labels: one line, and no character that turns or hides what stands around it.
fn show_nothing_hidden(listing: &mut Listing) {
    let Listing { title, subtitle, room, track, kind, level, speakers, .. } = listing;
    let optional = [subtitle, room, track, kind, level].into_iter().flatten();
    let names = speakers.iter_mut().flat_map(|speaker| [Some(&mut speaker.name), speaker.affiliation.as_mut()]);
    for text in [title].into_iter().chain(optional).chain(names.flatten()) {
        *text = plain_title(text);
    }
}

fn drop_end_before_start(listing: &mut Listing, problems: &mut Problems<'_>) {
    if let When::Timed { start, end: end @ Some(_), .. } = &mut listing.when
        && end.is_some_and(|end| end < *start)
    {
        *end = None;
        let place = format!("session {}", listing.id);
        problems.add(place, "The session ends before it starts; its end was left out.".to_owned());
    }
}

fn fill_days(schedule: &mut Schedule, context: &Context<'_>) {
    let starts = schedule.listings.iter().filter_map(|listing| listing.when.start());
    let days = starts.map(|start| zones::day(start, None));
    let mut zones = zones::FileZones::new(context, days);
    let zone = schedule.zone.as_deref().and_then(|name| zones.get(name));
    for listing in &mut schedule.listings {
        listing.day = listing.day.or(match listing.when {
            When::Unknown => None,
            When::Day(day) => Some(day),
            When::Timed { start, .. } => Some(zones::day(start, zone)),
        });
    }
    let days = || schedule.listings.iter().filter_map(|listing| listing.day);
    let (first, last): (Option<Day>, Option<Day>) = (days().min(), days().max());
    schedule.first = earliest(schedule.first, first);
    schedule.last = schedule.last.max(last);
}

fn earliest(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
