//! What holds for every schedule that leaves a reader, whatever the format: ids are unique, titles are not empty, days
//! are known where times are, ends follow starts, times lie in the years that Lanyard is for, and there are not more
//! sessions than an event can have.

use std::collections::HashMap;

use super::context::{Context, MOST_LISTINGS};
use super::problems::Problems;
use super::zones;
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
        drop_implausible_times(listing, problems);
        drop_end_before_start(listing, problems);
    }
    schedule.title = schedule.title.map(|title| plain_title(&title));
    fill_days(&mut schedule, context);
    bound_days(&mut schedule, problems);
    schedule
}

/// Two sessions with one id would share stars and notes. The later one gets an id of its own that is the same in every
/// revision of the file as long as their order is.
fn make_ids_unique(listings: &mut [Listing], problems: &mut Problems<'_>) {
    // How often each was seen; those still to come are taken, too.
    let mut seen: HashMap<SessionId, usize> = listings.iter().map(|listing| (listing.id.clone(), 0)).collect();
    for listing in listings {
        let id = listing.id.clone();
        let mut count = seen.get(&id).map_or(1, |count| count + 1);
        while count > 1 {
            let fresh = SessionId::new(format!("{id}~{count}"));
            if !seen.contains_key(&fresh) {
                let what = format!("Two sessions have this id; the later one became {fresh}.");
                problems.add(format!("session {id}"), what);
                seen.insert(fresh.clone(), 1);
                listing.id = fresh;
                break;
            }
            count += 1;
        }
        seen.insert(id, count);
    }
}

/// Names stand in rows and labels: one line, and no character that turns or hides what stands around it.
fn show_nothing_hidden(listing: &mut Listing) {
    let Listing { title, subtitle, room, track, kind, level, language, speakers, links, .. } = listing;
    let optional = [subtitle, room, track, kind, level, language].into_iter().flatten();
    let links = links.iter_mut().map(|link| &mut link.title);
    let names = speakers.iter_mut().flat_map(|speaker| [Some(&mut speaker.name), speaker.affiliation.as_mut()]);
    for text in [title].into_iter().chain(optional).chain(names.flatten()).chain(links) {
        *text = plain_title(text);
    }
}

/// A year 24, or the end of time: left out, as if the file did not say.
fn drop_implausible_times(listing: &mut Listing, problems: &mut Problems<'_>) {
    let before = listing.when;
    match &mut listing.when {
        When::Timed { start, .. } if !start.is_plausible() => listing.when = When::Unknown,
        When::Timed { end, .. } => *end = end.filter(|end| end.is_plausible()),
        When::Day(day) if !day.is_plausible() => listing.when = When::Unknown,
        When::Day(_) | When::Unknown => {}
    }
    let day = listing.day;
    listing.day = day.filter(|day| day.is_plausible());
    if listing.when != before || listing.day != day {
        let location = format!("session {}", listing.id);
        problems.add(location, "A time outside of the years 1900 to 2200 was left out.".to_owned());
    }
}

fn drop_end_before_start(listing: &mut Listing, problems: &mut Problems<'_>) {
    if let When::Timed { start, end: end @ Some(_), .. } = &mut listing.when
        && end.is_some_and(|end| end < *start)
    {
        *end = None;
        let location = format!("session {}", listing.id);
        problems.add(location, "The session ends before it starts; its end was left out.".to_owned());
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
}

/// The days of the event: those of the year with most sessions, and what the file states when that is near them. A
/// session in another year is there, and is told of: mostly somebody mistyped it.
fn bound_days(schedule: &mut Schedule, problems: &mut Problems<'_>) {
    let stated = |day: Option<Day>| day.filter(|day| day.is_plausible());
    let (stated_first, stated_last) = (stated(schedule.first), stated(schedule.last));
    let Some((first, last)) = Day::densest_year(schedule.listings.iter().filter_map(|listing| listing.day)) else {
        (schedule.first, schedule.last) = (stated_first, stated_last);
        return;
    };
    let is_near = |day: &Day| (first.plus(-366)..=last.plus(366)).contains(day);
    schedule.first = Some(stated_first.filter(is_near).map_or(first, |stated| stated.min(first)));
    schedule.last = Some(stated_last.filter(is_near).map_or(last, |stated| stated.max(last)));
    for listing in &schedule.listings {
        if let Some(day) = listing.day.filter(|day| !(first..=last).contains(day)) {
            let what = format!("It is dated {day}, in another year than most sessions ({first} to {last}).");
            problems.add(format!("session {}", listing.id), what);
        }
    }
}
