//! Backup and restore: everything in one file, and such a file merged with what is here.

use lanyard_core::backup::{BackupExtent, RestorePreview, RestoredTripChange, Tally};
use lanyard_core::records::quota::bytes_in_words;
use lanyard_core::schedule::Instant;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, FileList, HtmlInputElement, MouseEvent};

use crate::components::hand_over::{AROUND, hand_over_buttons};
use crate::components::header::inner_header;
use crate::components::html::{
    HtmlElement, all, article, button, check, chip, chips, details, div, h3, input, li, line, list, live, p, progress,
    summary, titled, ul,
};
use crate::components::plain_row::{link, plain_row};
use crate::components::words;
use crate::platform::backups::BackupProgress;
use crate::platform::focus;
use crate::platform::transfer::FilePart;
use crate::route::Page;
use crate::state::App;
use crate::state::backups::{BackupHandle, BackupStage, LastBackup, RestoreStage};

const WHAT: &str = "One file with everything you keep in Lanyard: notes with their earlier versions, stars, people, your own \
    items, retrospectives, settings and trips. A person can read it without Lanyard.";
const EXAMPLE: &str = "The example is not kept, so there is nothing to back up. Leave it to save what is yours.";
const PASSPHRASE: &str = "Without the passphrase nobody can read the file, you neither. Lanyard does not keep it.";
const RESTORE: &str = "Choose a backup, or a copy that the rescue page saved. You see what it would change before anything \
    does. What is newer here stays.";

pub fn page(app: App, share: Option<String>) -> HtmlElement {
    let head = inner_header(app, Page::Trip, "Trip", "Backup".to_owned(), ());
    if app.is_example() {
        return article().child(head).child(p().class("empty").child(EXAMPLE));
    }
    let backups = app.backups();
    if let Some(share) = share {
        read_share(app, backups, share);
    } else if let Some(file) = app.codes.take_received() {
        backups.read(file);
    }
    article()
        .class("backup")
        .on(ev::dragover, |event| event.prevent_default())
        .on(ev::drop, move |event| dropped(backups, &event))
        .child(head)
        .child(p().class("facts").role("status").child(move || {
            backups.was_noted.track();
            said_of_last(app.last_backup(), app.clock.real_now())
        }))
        .child(titled("Save a backup", save(app, backups)))
        .child(titled("A new phone without a network", codes(app)))
        .child(titled("Restore", div().class(AROUND).tabindex("-1").child(move || restore(app, backups))))
}

/// The ways between two phones that see each other.
fn codes(app: App) -> HtmlElement {
    ul().class("rows").child(plain_row(link(app, Page::Codes), "Send by codes, without photos", ())).child(plain_row(
        link(app, Page::Scan),
        "Scan the codes of the other phone",
        (),
    ))
}

/// `The last backup was saved 2 h ago, 5 changes since.`
fn said_of_last(last: Option<LastBackup>, now: Instant) -> String {
    let Some(last) = last else { return "No backup was saved on this phone yet.".to_owned() };
    let ago = words::ago(now.minutes_since(last.at));
    match last.changes {
        0 => format!("The last backup was saved {ago}. Nothing has changed since."),
        changes => format!("The last backup was saved {ago}, {} since.", words::count(changes, "change", "changes")),
    }
}

/// `2 h ago · 5 changes since`, in a row that leads here.
pub fn in_short(last: Option<LastBackup>, now: Instant) -> String {
    let Some(last) = last else { return "none yet".to_owned() };
    let ago = words::ago(now.minutes_since(last.at));
    match last.changes {
        0 => ago,
        changes => format!("{ago} · {} since", words::count(changes, "change", "changes")),
    }
}

fn save(app: App, backups: BackupHandle) -> AnyView {
    let stage = move || match backups.making.get() {
        BackupStage::Idle => wishes(app, backups, None),
        BackupStage::Working(steps) => working(backups, "Putting it together", steps),
        BackupStage::Ready => ready(app, backups, move || backups.was_saved()),
        BackupStage::Failed(why) => wishes(app, backups, Some(why)),
    };
    all((p().class("facts").child(WHAT), div().class(AROUND).tabindex("-1").child(stage)))
}

/// What is to be in it, and the button that puts it together.
fn wishes(app: App, backups: BackupHandle, failed: Option<String>) -> AnyView {
    let photos =
        Memo::new(move |_| app.notebook.entries().with(|all| all.iter().filter(|it| it.photo.is_some()).count()));
    let has_photos = move || backups.extent.get() == BackupExtent::Whole;
    let take_photos = move |on| backups.extent.set(if on { BackupExtent::Whole } else { BackupExtent::WithoutPhotos });
    let with_photos = live(move || {
        let tick = || check("With photos", has_photos, take_photos);
        (photos.get() > 0).then(tick)
    });
    let trip = app.trip.get_untracked();
    let only = trip.id.clone();
    let of_one = chip(
        format!("Only {}", trip.title),
        move || backups.only_trip.with(Option::is_some),
        move || backups.only_trip.set(Some(only.clone())),
    );
    let of_all =
        chip("Everything", move || backups.only_trip.with(Option::is_none), move || backups.only_trip.set(None));
    let passphrase = input()
        .r#type("password")
        .autocomplete("new-password")
        .prop_value(move || backups.passphrase.get())
        .on_text(move |text| backups.passphrase.set(text));
    let locked = details()
        .class("filters")
        .child(summary().child("Under a passphrase"))
        .child(p().class("facts").child(PASSPHRASE))
        .child(line("Passphrase", passphrase));
    let make = move |event: MouseEvent| {
        focus::focus_around(&event, AROUND);
        backups.make();
    };
    let make = button().class("button primary").on(ev::click, make).child("Prepare the backup");
    all((
        failed.map(|why| p().class("refused").role("alert").child(why)),
        chips("What to save", vec![of_all, of_one]),
        all((with_photos, locked, div().class("buttons").child(make))),
    ))
}

pub(super) fn working(backups: BackupHandle, what: &'static str, steps: BackupProgress) -> AnyView {
    let photos =
        (steps.total > 0).then(|| p().child(format!("Photo {} of {}", (steps.done + 1).min(steps.total), steps.total)));
    let bar = (steps.total > 0)
        .then(|| progress().aria_label("Photos taken").max(steps.total.to_string()).value(steps.done.to_string()));
    let stop = move |event: MouseEvent| {
        focus::focus_around(&event, AROUND);
        backups.cancel();
    };
    let cancel = button().class("button").on(ev::click, stop).child("Cancel");
    all((p().role("status").child(what), photos, all((bar, div().class("buttons").child(cancel)))))
}

/// What is ready, and the ways to hand it over; `was_saved` hears of it.
pub(super) fn ready(app: App, backups: BackupHandle, was_saved: impl Fn() + Clone + 'static) -> AnyView {
    let Some(made) = backups.ready() else { return all(()) };
    let counts = made.counts;
    let entries = words::count(counts.entries, "entry", "entries");
    let in_it = match counts.photos {
        0 => format!("{entries}, {}.", bytes_in_words(made.parcel.file.bytes)),
        photos => {
            let photos = words::count(photos, "photo", "photos");
            format!("{entries} and {photos}, {}.", bytes_in_words(made.parcel.file.bytes))
        }
    };
    let missing = (counts.missing_photos > 0).then(|| {
        let missing = words::count(counts.missing_photos, "photo was", "photos were");
        p().class("refused").child(format!("{missing} not found on this phone and could not be taken along."))
    });
    let again = move |event: MouseEvent| {
        focus::focus_around(&event, AROUND);
        backups.cancel();
    };
    let again = button().class("button").on(ev::click, again).child("Prepare another one");
    all((
        p().role("status").child(format!("{} is ready: {in_it}", made.parcel.file.name)),
        missing,
        hand_over_buttons(app, &made.parcel, was_saved).child(again),
    ))
}

fn restore(app: App, backups: BackupHandle) -> AnyView {
    match backups.restoring.get() {
        RestoreStage::Idle => all((choose(backups, None), undo(backups))),
        RestoreStage::Failed(why) => all((choose(backups, Some(why)), undo(backups))),
        RestoreStage::Reading(steps) => working(backups, "Reading the file", steps),
        RestoreStage::AsksPassphrase(was_wrong) => ask_passphrase(backups, was_wrong),
        RestoreStage::Found(preview) => found(app, backups, &preview),
        RestoreStage::Restoring(steps) => working(backups, "Restoring", steps),
        RestoreStage::Done(said) => all((p().role("status").child(said), undo(backups), choose(backups, None))),
    }
}

fn choose(backups: BackupHandle, failed: Option<String>) -> AnyView {
    let file = input().r#type("file").on(ev::change, move |event| {
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        read_first(backups, field.and_then(|field| field.files()));
    });
    all((
        failed.map(|why| div().class("ask").role("alert").child(p().child(why))),
        p().class("facts").child(RESTORE),
        line("A backup file", file),
    ))
}

fn dropped(backups: BackupHandle, event: &DragEvent) {
    event.prevent_default();
    read_first(backups, event.data_transfer().and_then(|carried| carried.files()));
}

/// A backup that came by the share sheet. It waits until it was read.
fn read_share(app: App, backups: BackupHandle, id: String) {
    spawn_local(async move {
        let share = app.shares.waiting().await.into_iter().find(|share| share.id == id);
        for file in share.iter().flat_map(|share| &share.schedules).take(1) {
            backups.read(FilePart::of(file.file.clone()));
            app.shares.let_go_of(&file.address);
        }
    });
}

fn read_first(backups: BackupHandle, files: Option<FileList>) {
    if let Some(file) = files.and_then(|files| files.get(0)) {
        backups.read(FilePart::of(file.into()));
    }
}

fn ask_passphrase(backups: BackupHandle, was_wrong: bool) -> AnyView {
    let typed = RwSignal::new(String::new());
    let field = input()
        .r#type("password")
        .autocomplete("current-password")
        .prop_value(move || typed.get())
        .on_text(move |text| typed.set(text));
    let open = move |event: MouseEvent| {
        focus::focus_around(&event, AROUND);
        backups.read_with(typed.get_untracked());
    };
    let wrong = "This passphrase does not open the file, or the file is damaged. Nothing was changed.";
    all((
        was_wrong.then(|| p().class("refused").role("alert").child(wrong)),
        line("The passphrase of this backup", field),
        div()
            .class("buttons")
            .child(button().class("button primary").on(ev::click, open).child("Open it"))
            .child(button().class("button").on_click(move || backups.cancel()).child("Cancel")),
    ))
}

/// What the file would change, and the buttons that say yes or no.
fn found(app: App, backups: BackupHandle, preview: &RestorePreview) -> AnyView {
    let what = match (preview.is_copy, preview.author.as_str()) {
        (true, _) => "A copy".to_owned(),
        (false, "") => "A backup".to_owned(),
        (false, author) => format!("Published by {author}"),
    };
    let of = if preview.author.is_empty() { " of" } else { ", as of" };
    let title = match preview.made {
        Some(made) => format!("{what}{of} {}", app.trip.with_untracked(|trip| words::day_and_clock(trip, made))),
        None => what,
    };
    let changes_nothing = preview.changes_nothing();
    let nothing = changes_nothing.then(|| p().child("Everything in it is here already. Nothing to restore."));
    let restore = move |with_photos: bool| {
        move |event: MouseEvent| {
            focus::focus_around(&event, AROUND);
            backups.restore(with_photos);
        }
    };
    let yes =
        (!changes_nothing).then(|| button().class("button primary").on(ev::click, restore(true)).child("Restore"));
    let text_only = (!changes_nothing && preview.photos > 0)
        .then(|| button().class("button").on(ev::click, restore(false)).child("Restore without photos"));
    let no = move |event: MouseEvent| {
        focus::focus_around(&event, AROUND);
        backups.cancel();
    };
    let no = button().class("button").on(ev::click, no).child(if changes_nothing { "Close" } else { "Cancel" });
    let item = |words: String| li().child(words);
    all((
        h3().class("preview-title").child(title),
        nothing,
        list("facts-list", differences(preview).into_iter().map(item).collect()),
        list("facts-list warnings", doubts(preview).into_iter().map(item).collect()),
        div().class("buttons").child(yes).child(text_only).child(no),
    ))
}

/// A sentence for each kind of difference.
fn differences(preview: &RestorePreview) -> Vec<String> {
    let sorts = [
        (&preview.entries, ["note", "notes"]),
        (&preview.marks, ["mark", "marks"]),
        (&preview.own_items, ["own item", "own items"]),
        (&preview.pieces, ["edit of a retrospective", "edits of retrospectives"]),
        (&preview.others, ["setting or calendar record", "settings and calendar records"]),
    ];
    let of = |count: fn(&Tally) -> usize| {
        let parts = sorts.iter().filter(|(tally, _)| count(tally) > 0);
        let parts: Vec<String> = parts.map(|(tally, [one, many])| words::count(count(tally), one, many)).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    };
    let sentences = [
        of(|tally| tally.added).map(|what| format!("Adds {what}.")),
        of(|tally| tally.updated).map(|what| format!("Newer in the file, and taken from it: {what}.")),
        of(|tally| tally.trashed).map(|what| format!("Deleted since, and moved to the trash here: {what}.")),
        of(|tally| tally.joined).map(|what| format!("Changed on both sides, and both changes fit together: {what}.")),
        of(|tally| tally.conflicting).map(|what| {
            format!("Changed on both sides in the same words: {what}. Both versions are kept, and you choose.")
        }),
        of(|tally| tally.ours_newer).map(|what| format!("Newer here, and left as it is: {what}.")),
        of(|tally| tally.same).map(|what| format!("The same on both sides: {what}.")),
    ];
    let trip = |change, said: &'static str| {
        let titles = preview.trips.iter().filter(move |trip| trip.change == change);
        titles.map(move |trip| format!("{said} {}.", trip.title))
    };
    let photos = (preview.photos > 0).then(|| {
        format!("Adds {}, {}.", words::count(preview.photos, "photo", "photos"), bytes_in_words(preview.photo_bytes))
    });
    let trips =
        trip(RestoredTripChange::Added, "Adds the trip").chain(trip(RestoredTripChange::Updated, "Updates the trip"));
    sentences.into_iter().flatten().chain(trips).chain(photos).collect()
}

/// What is not as it should be with the file.
fn doubts(preview: &RestorePreview) -> Vec<String> {
    let newer =
        "A newer Lanyard made this file. What this one understands of it is restored; update Lanyard for the rest.";
    let photo =
        |count: usize, said: &str| (count > 0).then(|| format!("{} {said}", words::count(count, "photo", "photos")));
    let unreadable = (preview.unreadable > 0).then(|| {
        format!(
            "{} of the file cannot be read and is left out.",
            words::count(preview.unreadable, "version", "versions")
        )
    });
    [
        preview.is_newer.then(|| newer.to_owned()),
        photo(preview.missing_photos, "shown by notes in it: neither the file nor this phone has the picture."),
        photo(preview.damaged_photos, "in it damaged, and left out. The notes are restored."),
        unreadable,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The way back, until the next restore.
fn undo(backups: BackupHandle) -> AnyView {
    live(move || {
        let undo = move |event: MouseEvent| {
            focus::focus_around(&event, AROUND);
            backups.undo();
        };
        let undo = || {
            div().class("buttons").child(button().class("button").on(ev::click, undo).child("Undo the last restore"))
        };
        backups.can_undo.get().then(undo)
    })
}
