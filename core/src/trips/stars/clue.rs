//! What a source says of one session that somebody starred there.

use crate::schedule::{Day, Instant, Listing, When};
use crate::text::plain_title;

/// Letters of a name that are shown. A pasted paragraph is none.
const MOST_LETTERS: usize = 120;

/// Whatever tells which session is meant. Every part may be missing.
#[derive(Default)]
pub struct SessionClue {
    /// What the user is shown of it: its title, or the line that names it.
    pub named: String,
    /// What the source calls it.
    pub ids: Vec<String>,
    /// The page of the session, or the link that carries its id.
    pub address: Option<String>,
    /// What its title may be, the likeliest first.
    pub titles: Vec<PossibleTitle>,
    /// When it takes place.
    pub time: TimeClue,
    /// The room, as written.
    pub room: String,
}

/// A part of what was written that may be the title.
pub struct PossibleTitle {
    /// The title.
    pub title: String,
    /// What was cut off behind it: a room or the speakers; empty when nothing was.
    pub cut_off: String,
}

/// What a source says of the time.
#[derive(Clone, Copy, Default)]
pub enum TimeClue {
    /// Nothing.
    #[default]
    None,
    /// The start.
    At(Instant),
    /// The day, in the trip's zone.
    On(Day),
    /// The minute of the day at which it starts in the trip's zone, and the day when it is known.
    Clock(u32, Option<Day>),
}

impl SessionClue {
    /// What a file says of a session. pretalx calls it `pretalx-EVENT-CODE@host` in calendars, and `CODE` in its JSON.
    pub fn of_listing(listing: &Listing) -> Self {
        let id = listing.id.as_str();
        let pretalx_id = id.strip_prefix("pretalx-").and_then(|id| id.split('@').next());
        // Of a talk with several slots the number of the slot follows.
        let code = pretalx_id.and_then(|id| id.rsplit('-').find(|part| part.len() >= PRETALX_CODE));
        let written = listing.as_written();
        let mut titles = vec![PossibleTitle::whole(&listing.title), PossibleTitle::whole(written)];
        titles.extend(listing.subtitle.iter().map(|it| PossibleTitle::whole(&format!("{}: {it}", listing.title))));
        // What Lanyard itself writes before the title of a cancelled session.
        titles.extend(written.strip_prefix("Cancelled: ").map(PossibleTitle::whole));
        // In a short calendar of Sched it is not certain what of a title are the speakers.
        titles.extend(written.rsplit_once(" - ").map(|(title, cut_off)| PossibleTitle::new(title, cut_off)));
        Self {
            named: shown(&listing.title),
            ids: [Some(id), code].into_iter().flatten().map(str::to_owned).collect(),
            address: listing.url.clone(),
            titles,
            time: match listing.when {
                When::Timed { start, .. } => TimeClue::At(start),
                When::Day(day) => TimeClue::On(day),
                When::Unknown => TimeClue::None,
            },
            room: listing.room.clone().unwrap_or_default(),
        }
    }
}

/// The letters of a code of pretalx.
const PRETALX_CODE: usize = 6;

impl PossibleTitle {
    /// All of what was written.
    pub fn whole(title: &str) -> Self {
        Self::new(title, "")
    }

    /// The first part of what was written.
    pub fn new(title: &str, cut_off: &str) -> Self {
        Self { title: title.to_owned(), cut_off: cut_off.to_owned() }
    }
}

/// One line of what was written, not too long.
pub fn shown(written: &str) -> String {
    let line = plain_title(written);
    match line.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or("")),
        None => line,
    }
}
