//! Taking something along: it is prepared, and then shared, downloaded or copied, whichever this phone does.
//!
//! To prepare and to hand over are two taps, because a browser forgets a tap while photos are read. What consists of words
//! alone is prepared without one.

use std::sync::Arc;

use lanyard_core::records::quota::bytes_in_words;
use lanyard_core::schedule::Local;
use lanyard_core::share::Export;
use lanyard_core::share::hand_over::{HandOverWay, way_to_save};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::MouseEvent;

use super::html::{HtmlElement, all, button, div, p, progress};
use crate::platform::focus;
use crate::platform::transfer::TransferOutcome;
use crate::platform::waiting::Answer;
use crate::state::App;
use crate::state::hand_over::{HandOver, HandOverParcel, HandOverStage, parcel_of_text};
use crate::wording;

/// What is around it takes the focus while its buttons come and go.
pub const AROUND: &str = "hand-over";

/// Called once something was handed over.
pub type OnHanded = Arc<dyn Fn() + Send + Sync>;

/// Prepares what `export` says, again whenever it says something else, and hands it over. `name` follows "Prepare".
pub fn hand_over(app: App, name: &'static str, export: impl Fn() -> Export + 'static) -> HtmlElement {
    hand_over_and(app, name, export, || Arc::new(|| ()))
}

/// The same, for whoever wants to know. `on_handed` is asked when the file is ready; what it gives is called once that very
/// file was shared, downloaded or copied.
pub fn hand_over_and(
    app: App,
    name: &'static str,
    export: impl Fn() -> Export + 'static,
    on_handed: impl Fn() -> OnHanded + Send + Sync + 'static,
) -> HtmlElement {
    let handing = app.hand_over();
    Effect::new(move || handing.offer(export(), local_now(app)));
    let start = move || {
        let tapped = move |event: MouseEvent| {
            focus::focus_around(&event, AROUND);
            handing.prepare(local_now(app));
        };
        let start = button().class("button primary").on(leptos::ev::click, tapped).child(format!("Prepare {name}"));
        div().class("buttons").child(start)
    };
    let body = move || match handing.stage() {
        HandOverStage::Idle => start().into(),
        HandOverStage::Working(photos) => working(handing, photos),
        HandOverStage::Ready => ready(app, handing, on_handed()),
        HandOverStage::Failed(why) => all((p().class("refused").role("alert").child(why.sentence()), start())),
    };
    div().class(AROUND).tabindex("-1").child(body).child(p().class("facts").role("status").child(move || said(handing)))
}

/// Hands a file of words over within the tap that asks for it: as a download, where downloads work.
pub fn save_file(app: App, export: &Export) {
    let Some(transfer) = app.transfer() else { return };
    let Some(parcel) = parcel_of_text(&*transfer, export) else { return app.notices.warn(wording::FILE_NOT_MADE) };
    match way_to_save(&parcel.ways(&*transfer)) {
        Some(way) => warn_when_refused(app, parcel.hand(&*transfer, way), refused(way)),
        None => app.notices.warn(wording::NO_WAY_OUT),
    }
}

/// Opens the share sheet on words, within a tap. A link among them stands in them: see [`lanyard_core::share::with_link`].
pub fn share_words(app: App, title: &str, words: &str) {
    if let Some(transfer) = app.transfer() {
        warn_when_refused(app, transfer.share(title, words, ""), wording::NOT_SHARED);
    }
}

/// Hands words for a chat over, within a tap: by the share sheet, or else by the clipboard. `refused` is called when this
/// phone has no sheet and does not let us copy.
pub fn send_words(app: App, title: &str, words: &str, refused: impl FnOnce() + 'static) {
    let Some(transfer) = app.transfer() else { return };
    if transfer.can_share() {
        return share_words(app, title, words);
    }
    let copied = transfer.copy(words);
    spawn_local(async move {
        match copied.await {
            TransferOutcome::Done => app.notices.say("Copied."),
            TransferOutcome::Cancelled | TransferOutcome::Refused => refused(),
        }
    });
}

fn warn_when_refused(app: App, outcome: Answer<TransferOutcome>, sentence: &'static str) {
    spawn_local(async move {
        if outcome.await == TransferOutcome::Refused {
            app.notices.warn(sentence);
        }
    });
}

fn refused(way: HandOverWay) -> &'static str {
    match way {
        HandOverWay::ShareFile | HandOverWay::ShareText => wording::NOT_SHARED,
        HandOverWay::Download => wording::NOT_DOWNLOADED,
    }
}

/// A zip says when its files were written, by the clocks of the place.
fn local_now(app: App) -> Local {
    let now = untrack(|| app.now());
    app.trip.with_untracked(|trip| trip.zone.local(now))
}

/// What a screen reader says by itself. Not each photo: that would be fifty sentences.
fn said(handing: HandOver) -> String {
    match handing.stage() {
        HandOverStage::Idle | HandOverStage::Failed(_) | HandOverStage::Working(0) => String::new(),
        HandOverStage::Working(_) => "Putting it together".to_owned(),
        HandOverStage::Ready => {
            let Some(parcel) = handing.parcel() else { return String::new() };
            format!("{} · {}", parcel.file.name, bytes_in_words(parcel.file.bytes))
        }
    }
}

fn working(handing: HandOver, photos: usize) -> AnyView {
    if photos == 0 {
        return all(());
    }
    let number = move || (handing.photos_done() + 1).min(photos);
    let bar =
        progress().aria_label("Photos taken").max(photos.to_string()).value(move || handing.photos_done().to_string());
    let stop = move |event: MouseEvent| {
        focus::focus_around(&event, AROUND);
        handing.let_go();
    };
    let cancel = button().class("button").on(leptos::ev::click, stop).child("Cancel");
    all((
        p().child(move || format!("Photo {} of {photos}", number())),
        all((bar, div().class("buttons").child(cancel))),
    ))
}

fn ready(app: App, handing: HandOver, done: OnHanded) -> AnyView {
    let Some(parcel) = handing.parcel() else { return all(()) };
    let copied = done.clone();
    let ways = hand_over_buttons(app, &parcel, move || done());
    let copy = move || copy(app, handing, copied.clone());
    let copy = parcel.text.is_some().then(|| button().class("button").on_click(copy).child("Copy"));
    let left_out = parcel.missing.len();
    let left_out = (left_out > 0).then(|| p().class("refused").child(wording::photos_left_out(left_out)));
    all((left_out, ways.child(copy)))
}

/// A button for each way that works here. `done` is called once it was handed over.
pub fn hand_over_buttons(app: App, parcel: &HandOverParcel, done: impl Fn() + Clone + 'static) -> HtmlElement {
    let ways = app.transfer().map(|transfer| parcel.ways(&*transfer)).unwrap_or_default();
    let none = ways.is_empty().then(|| p().class("refused").child(wording::NO_WAY_OUT));
    let buttons = ways.into_iter().enumerate().map(|(index, way)| {
        let (parcel, done) = (parcel.clone(), done.clone());
        let hand = move || {
            let Some(transfer) = app.transfer() else { return };
            let (outcome, done) = (parcel.hand(&*transfer, way), done.clone());
            spawn_local(async move {
                match outcome.await {
                    TransferOutcome::Done => done(),
                    TransferOutcome::Cancelled => {}
                    TransferOutcome::Refused => app.notices.warn(refused(way)),
                }
            });
        };
        let class = if index == 0 { "button primary" } else { "button" };
        let name = match way {
            HandOverWay::ShareFile => "Share",
            HandOverWay::ShareText => "Share as text",
            HandOverWay::Download => "Download",
        };
        button().class(class).on_click(hand).child(name)
    });
    div().class("buttons").child(none).children(buttons.collect())
}

fn copy(app: App, handing: HandOver, done: OnHanded) {
    let Some((parcel, transfer)) = handing.parcel().zip(app.transfer()) else { return };
    let copied = transfer.copy(parcel.text.as_deref().unwrap_or_default());
    spawn_local(async move {
        match copied.await {
            TransferOutcome::Done => {
                app.notices.say("Copied.");
                done();
            }
            TransferOutcome::Cancelled | TransferOutcome::Refused => app.notices.warn(wording::NOT_COPIED),
        }
    });
}
