//! The sentences that `state` says: what happened, what is safe, what to do. What a page says stands in that page, and
//! how times and counts are said in `components/words.rs`.

use lanyard_core::backup::RestoreReport;
use lanyard_core::records::{Reason, Refusal, StorageHealth};
use lanyard_core::trips::Counts;
use lanyard_core::zip::ZipError;

use crate::platform::backups::BackupFailure;
use crate::platform::camera::CameraFailure;
use crate::platform::codes::CodesFailure;
use crate::platform::photos::Unfit;
use crate::platform::reader::Failure;

pub const PART_MISSING: &str = "A part of the app is missing.";
pub const PART_NOT_LOADED: &str = "A part of the app could not be loaded.";
pub const BUNDLED_TRIP_DAMAGED: &str = "The bundled trip is damaged.";
pub const DEFERRED_NOT_LOADED: &str = "A part of Lanyard did not arrive.";

pub const CATALOG_UNREADABLE: &str = "The list of trips added on this phone was written by another version of Lanyard, or is \
    damaged. Nothing was changed, and your notes are safe. Reload when a new version is ready.";
pub const CATALOG_NOT_READ_NOW: &str = "This browser cannot read its database right now. Nothing was changed, and your notes \
    are safe. Try again in a moment.";
pub const TRIP_NOT_STORED: &str =
    "There is no room to keep this on the phone. Nothing was changed, and your notes are safe. Free some space first.";
pub const TRIP_NOT_READ: &str = "A trip kept on this phone could not be read. Add it again. Your notes are safe.";
pub const EXAMPLE_NOT_LOADED: &str = "The example did not arrive. It needs the network once. Leave the example, or reload to try again. \
     What you keep is not touched.";
pub const FILE_NOT_READ: &str = "This browser could not read the file. Choose it again.";
pub const NO_TRIP: &str = "The trip on this phone could not be read. Reload Lanyard and try again.";
pub const TRIP_REMOVED: &str = "The trip was removed. Your stars and notes stay.";
pub const TRIP_GONE: &str = "That trip is no longer on this phone. Add it again. Your stars and notes are safe.";
pub const TRIP_CHANGED_MEANWHILE: &str = "The trip has changed meanwhile. Nothing was changed. Try again.";
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
            "The part of Lanyard that reads schedules could not be loaded. Try again when the network is better."
        }
        Failure::Broke | Failure::Cancelled => SCHEDULE_NOT_READ,
    }
}

/// Why codes can be neither drawn nor read, and what to do.
pub fn codes_failure(failure: CodesFailure) -> &'static str {
    match failure {
        CodesFailure::NotStarted => {
            "The part of Lanyard for codes could not be loaded. Try again when the network is better."
        }
        CodesFailure::Broke => "The part of Lanyard for codes has stopped. Try again.",
        CodesFailure::TooLarge => "This is more than codes can carry. Save a backup as a file instead.",
    }
}

/// Why there is no picture, and what to do.
pub fn camera_failure(failure: CameraFailure) -> &'static str {
    match failure {
        CameraFailure::Refused => {
            "This browser does not let Lanyard use the camera. Allow it in the browser's settings for this site."
        }
        CameraFailure::Missing => "There is no camera that Lanyard could use, or another app is using it.",
    }
}

/// `.. Nothing was changed.`
pub fn nothing_changed(why: &str) -> String {
    format!("{why} Nothing was changed.")
}

/// Why no backup was made, and what to do.
pub fn backup_failed(failure: &BackupFailure) -> String {
    let sentence = match failure {
        BackupFailure::NotStarted => {
            "The part of Lanyard that makes backups has not arrived yet. It needs the network once. Until then the rescue \
             page saves a copy."
        }
        BackupFailure::NoMainStore => {
            "This browser does not give Lanyard its database now. The rescue page saves a copy of what is there."
        }
        BackupFailure::TooLarge => {
            "All of it is more than four gigabytes. Save it without photos, or one trip at a time."
        }
        BackupFailure::Refused(why) => return format!("{why} Nothing is lost. Try again."),
        BackupFailure::Failed(why) => return format!("The browser failed: {why}. Nothing is lost. Try again."),
        _ => "The backup could not be put together. Nothing is lost. Try again, or save a copy on the rescue page.",
    };
    sentence.to_owned()
}

/// Why a file was not restored, or a restore not undone.
pub fn restore_failed(failure: &BackupFailure) -> String {
    let sentence = match failure {
        BackupFailure::NotStarted => {
            "The part of Lanyard that reads backups has not arrived yet. It needs the network once. Nothing was changed."
        }
        BackupFailure::NoMainStore => {
            "This browser does not give Lanyard its database now, so there is nowhere to restore to. Nothing was changed."
        }
        BackupFailure::NoRoom => {
            "There is not enough room on the phone. Nothing was changed. Free some space, then choose the file again."
        }
        BackupFailure::NotReadBack => {
            "What was restored does not read back as it was written. Nothing of yours is lost: undo it, and try again."
        }
        BackupFailure::NothingToUndo => "There is nothing to undo any more.",
        BackupFailure::Refused(why) => return nothing_changed(why),
        BackupFailure::Failed(why) => return format!("The browser failed: {why}. Nothing was changed. Try again."),
        _ => "The file could not be read to its end. Nothing was changed. Try again.",
    };
    sentence.to_owned()
}

pub const RESTORE_UNDONE: &str = "Undone. Everything is as it was before, and what you wrote since stays.";

/// `Restored. 41 notes and other things are new or changed.`
pub fn restored(report: RestoreReport) -> String {
    let count = |number: usize, one: &str, many: &str| format!("{number} {}", if number == 1 { one } else { many });
    let mut said = format!("Restored: {}", count(report.records, "thing", "things"));
    if report.trips > 0 {
        said += &format!(", {}", count(report.trips, "trip", "trips"));
    }
    if report.photos > 0 {
        said += &format!(", {}", count(report.photos, "photo", "photos"));
    }
    said += ". All of it was read back.";
    if report.photos_left_out > 0 {
        let left_out = count(report.photos_left_out, "photo", "photos");
        said += &format!(
            " There was no room for {left_out}. The words are there. Free some space, then restore the same file again."
        );
    }
    said
}

/// `FOSDEM was added.`
pub fn was_added(title: &str) -> String {
    format!("{title} was added.")
}

pub fn is_called(title: &str) -> String {
    format!("It is called {title} now.")
}

pub fn is_in_trip(title: &str) -> String {
    format!("It is in {title} now. Your stars and notes went along.")
}

pub fn was_taken_out(title: &str) -> String {
    format!("{title} was taken out. Your stars and notes stay.")
}

/// `3 changed, 1 new, 2 no longer listed`, or nothing.
pub fn differences(counts: Counts) -> Option<String> {
    let parts = [(counts.changed, " changed"), (counts.added, " new"), (counts.gone, " no longer listed")];
    let said = parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count}{what}"));
    Some(said.collect::<Vec<_>>().join(", ")).filter(|said| !said.is_empty())
}

/// `KubeCon: 3 changed, 1 new, 2 no longer listed.`
pub fn event_updated(title: &str, counts: Counts) -> String {
    match differences(counts) {
        Some(said) => format!("{title}: {said}."),
        None => event_unchanged(title),
    }
}

pub fn event_unchanged(title: &str) -> String {
    format!("{title}: nothing new.")
}

pub fn event_in_doubt(title: &str) -> String {
    format!("{title}: the new schedule looks odd. Check it before you use it.")
}

pub fn event_not_updated(title: &str, why: &str) -> String {
    format!("{title}: {why} Its schedule stays as it was.")
}

pub const STOPPED: &str = "Stopped.";
pub const ADDRESS_IS_A_PAGE: &str = "The address leads to a page now.";
pub const COLUMNS_UNKNOWN: &str = "It is a table now, and nothing says what its columns hold.";
pub const EVENT_NOT_IN_TRIP: &str = "It is not part of the trip any more.";
pub const EVENT_NOT_STORED: &str = "It could not be kept on this phone.";

/// The bundled trip has another one for successor, and stays on this phone.
pub fn trip_is_over(title: &str) -> String {
    format!("{title} has ended. It stays on this phone, with your stars and notes.")
}

pub fn another_trip_came(title: &str) -> String {
    format!("Lanyard brought a new trip: {title}.")
}

/// What is the user's on `sessions` sessions hangs on both of two trips.
pub fn shows_in_both(sessions: usize) -> String {
    format!(" Your stars and notes on {sessions} of its sessions show in both trips.")
}

/// How safe what the user writes is: what happened, what is safe, what to do. Empty when all is well.
pub fn storage_health(health: StorageHealth) -> &'static str {
    match health {
        StorageHealth::Loading | StorageHealth::Ready => "",
        StorageHealth::LessSafe(Reason::NoMainStore) => {
            "This browser does not open its database. Your notes are kept in a smaller, less safe store. Save a copy before you close the browser."
        }
        StorageHealth::LessSafe(Reason::NoSmallStore) => {
            "Notes are safe here once they say “Saved”. If the page is closed before that, this browser may lose the last second of typing."
        }
        StorageHealth::LessSafe(Reason::MainStoreRefuses(Refusal::Full)) => {
            "The storage is full. Your words are kept in a smaller store for now. Free some space on the phone, then they are saved."
        }
        StorageHealth::LessSafe(Reason::MainStoreRefuses(Refusal::Broken)) => {
            "The browser did not save the latest words. They are kept in a smaller store, and saving is tried again. Save a copy if this stays."
        }
        StorageHealth::NothingFits => {
            "The storage is full, and these words do not fit any more. What was saved before is safe. Copy what you write now, or free some space on the phone: then it is saved by itself."
        }
        StorageHealth::NothingCanBeSaved => {
            "Nothing can be saved in this browser. What you write is on this page only. Copy it before you close the page."
        }
    }
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

pub const FILE_NOT_MADE: &str = "This browser could not put the file together. What you keep is safe. Close other tabs and \
    try again, or take fewer photos along.";
pub const NOTHING_TO_HAND_OVER: &str =
    "The photo could not be read from this phone's storage. The words beside it are safe. Try again in a moment.";
pub const NO_WAY_OUT: &str = "This phone lets nothing out of an installed app in this form. What you keep is safe.";
pub const NOT_DOWNLOADED: &str = "This browser did not save the file. What you keep is safe.";
pub const NOT_COPIED: &str = "This browser does not let us copy. What you keep is safe.";
pub const NOT_SHARED: &str = "This phone did not share it. What you keep is safe.";

/// Why there is no zip.
pub fn zip_refused(why: ZipError) -> &'static str {
    match why {
        ZipError::TooLarge => {
            "This is more than one file can hold. What you keep is safe. Take fewer photos along, or a day at a time."
        }
        ZipError::TooMany => {
            "These are more files than one zip can hold. What you keep is safe. Take a part of them along."
        }
    }
}

/// Photos that are named and not there.
pub fn photos_left_out(count: usize) -> String {
    match count {
        1 => "One photo could not be read from this phone's storage and was left out.".to_owned(),
        _ => format!("{count} photos could not be read from this phone's storage and were left out."),
    }
}
