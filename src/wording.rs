//! The sentences that `state` says: what happened, what is safe, what to do. What a page says stands in that page, and
//! how times and counts are said in `components/words.rs`.

use lanyard_core::records::Refusal;
use lanyard_core::trips::Counts;

use crate::platform::photos::Unfit;
use crate::platform::reader::Failure;

pub const PART_MISSING: &str = "A part of the app is missing.";
pub const PART_NOT_LOADED: &str = "A part of the app could not be loaded.";
pub const BUNDLED_TRIP_DAMAGED: &str = "The bundled trip is damaged.";
pub const DEFERRED_NOT_LOADED: &str = "A part of Lanyard did not arrive.";

pub const CATALOG_UNREADABLE: &str = "What Lanyard knows of the trips added on this phone was written by another version, or is \
    damaged. It is left as it is, and your notes are safe. Reload when a new version is ready.";
pub const CATALOG_NOT_READ_NOW: &str = "This browser does not read its database just now. What Lanyard knows of the trips on this \
    phone is left as it is, and your notes are safe. Try again in a moment.";
pub const TRIP_NOT_STORED: &str =
    "There is no room to keep this on the phone. Nothing was changed, and your notes are safe. Free some space first.";
pub const TRIP_NOT_READ: &str = "A trip kept on this phone could not be read. Add it again. Your notes are safe.";
pub const NO_TRIP: &str = "The trip on this phone could not be read. Reload Lanyard and try again.";
pub const TRIP_REMOVED: &str = "The trip was removed. Your stars and notes stay.";
pub const TRIP_GONE: &str = "The trip is gone by now. Add it again. Your stars and notes are here.";
pub const UNDONE: &str = "Back to the schedule as it was before.";
pub const NOT_UNDONE: &str = "The trip has changed since. Nothing was undone.";
pub const CHANGES_SEEN: &str = "All changes are marked as seen.";

const SCHEDULE_NOT_READ: &str = "The schedule could not be read. Try again, or try another file.";

/// Why a schedule could not be had or read, and what to do.
pub fn reading_failed(failure: Failure) -> &'static str {
    match failure {
        Failure::Unreachable => {
            "The address could not be read. Either there is no network, or the other site does not let Lanyard read it. \
             Open the address, save the file, and choose it here."
        }
        Failure::Refused(404 | 410) => "There is nothing at this address. Check it.",
        Failure::Refused(_) => "The other site answered with an error. Try again later.",
        Failure::Silent => "The other site does not answer. Try again later.",
        Failure::TooLarge => "This is far larger than a schedule. Check the address.",
        Failure::NotStarted => {
            "The part of Lanyard that reads schedules did not arrive, or not as it was made. It comes when it is \
             first needed: try again when the network is better."
        }
        Failure::Broke | Failure::Cancelled => SCHEDULE_NOT_READ,
    }
}

/// `.. Nothing was changed.`
pub fn nothing_changed(why: &str) -> String {
    [why, " Nothing was changed."].concat()
}

/// `FOSDEM was added.`
pub fn was_added(title: &str) -> String {
    [title, " was added."].concat()
}

/// `3 changed, 1 new, 2 no longer listed`, or nothing.
pub fn differences(counts: Counts) -> Option<String> {
    let parts = [(counts.changed, " changed"), (counts.added, " new"), (counts.gone, " no longer listed")];
    let said = parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| [&count.to_string(), *what].concat());
    Some(said.collect::<Vec<_>>().join(", ")).filter(|said| !said.is_empty())
}

/// `KubeCon: 3 changed, 1 new, 2 no longer listed.`
pub fn event_updated(title: &str, counts: Counts) -> String {
    match differences(counts) {
        Some(said) => [title, ": ", &said, "."].concat(),
        None => event_unchanged(title),
    }
}

pub fn event_unchanged(title: &str) -> String {
    [title, ": nothing new."].concat()
}

pub fn event_in_doubt(title: &str) -> String {
    [title, ": the new schedule looks odd. Look at it before it is used."].concat()
}

pub fn event_not_updated(title: &str, why: &str) -> String {
    [title, ": ", why, " Its schedule stays as it was."].concat()
}

pub const STOPPED: &str = "Stopped.";
pub const ADDRESS_IS_A_PAGE: &str = "The address leads to a page now.";
pub const EVENT_NOT_IN_TRIP: &str = "It is not part of the trip any more.";
pub const EVENT_NOT_STORED: &str = "It could not be kept on this phone.";

/// The bundled trip has another one for successor, and stays on this phone.
pub fn trip_is_over(title: &str) -> String {
    [title, " is over. It stays on this phone with all that is yours."].concat()
}

pub fn another_trip_came(title: &str) -> String {
    ["Another trip has come with Lanyard: ", title, "."].concat()
}

/// What is the user's on `sessions` sessions hangs on both of two trips.
pub fn shows_in_both(sessions: usize) -> String {
    [" What is yours on ", &sessions.to_string(), " of its sessions shows in both trips."].concat()
}

/// Why a photo was not taken from its file.
pub fn photo_unfit(why: Unfit) -> &'static str {
    match why {
        Unfit::NoPicture => "This file is not a picture this browser can read. Nothing was changed.",
        Unfit::TooLarge => {
            "This picture has more than 50 megapixels, which may be more than the phone can hold. Nothing was changed. \
             Make it smaller first."
        }
    }
}

/// Why a photo was not stored.
pub fn photo_refused(why: Refusal) -> &'static str {
    match why {
        Refusal::Full => "There is no room for more photos. Your notes are safe. Free some space on the phone first.",
        Refusal::Broken => "The photo could not be stored. Your notes are safe. Try again, or free some space.",
    }
}
