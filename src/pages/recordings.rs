//! Recordings from a pasted list of videos: each is proposed for a session, and noted there with a tap.

use std::sync::Arc;

use lanyard_core::notebook::Recording;
use lanyard_core::retrospective::{PastedVideo, Proposal, pasted_videos, propose};
use lanyard_core::schedule::SessionKey;
use leptos::prelude::*;

use crate::components::header::inner_header;
use crate::components::html::{
    HtmlElement, article, button, chip, div, fieldset, li, line, live, p, span, textarea, titled, ul,
};
use crate::components::marks::programmes_recording;
use crate::components::plain_row::link;
use crate::components::rich;
use crate::components::saved::closed_until_read;
use crate::components::words;
use crate::route::Page;
use crate::state::App;

/// From this score on a proposal is as good as sure.
const SURE: u32 = 85;

pub fn page(app: App) -> HtmlElement {
    let pasted = RwSignal::new(String::new());
    let videos = Memo::new(move |_| Arc::new(pasted.with(|pasted| pasted_videos(pasted))));
    let proposals = Memo::new(move |_| {
        let trip = app.trip.get();
        let is_mine = |key: &SessionKey| untrack(|| app.marks.of(key)).any();
        Arc::new(videos.with(|videos| propose(&trip, videos, &is_mine)))
    });
    let field = textarea()
        .class("field")
        .rows("6")
        .spellcheck("false")
        .placeholder("Karpenter and Cluster Autoscaler https://www.youtube.com/watch?v=…")
        .prop_value(move || pasted.get())
        .on_text(move |text| pasted.set(text));
    let body = live(move || {
        let (videos, proposals) = (videos.get(), proposals.get());
        (!videos.is_empty()).then(|| found(app, &videos, &proposals))
    });
    article()
        .class("recordings")
        .child(inner_header(app, Page::Trip, "Trip", "Recordings".to_owned(), ()))
        .child(p().class("facts").child(
            "Paste a list of videos with their titles: a playlist's text, or lines with an address in each. Nothing is sent anywhere.",
        ))
        .child(closed_until_read(app, fieldset().child(line("Videos", field))))
        .child(body)
}

fn found(app: App, videos: &[PastedVideo], proposals: &[Proposal]) -> HtmlElement {
    // Counts the recordings that were taken or given back here.
    let changes = RwSignal::new(0_u32);
    let said = match (videos.len(), proposals.len()) {
        (videos, proposals) if videos == proposals => words::count(videos, "video", "videos"),
        (videos, proposals) => format!("{}, {proposals} with a session", words::count(videos, "video", "videos")),
    };
    let is_sure = |proposal: &&Proposal| proposal.score >= SURE && !has_own(app, &proposal.session);
    let sure: Vec<Proposal> = proposals.iter().filter(is_sure).cloned().collect();
    let take_sure = (sure.len() > 1).then(|| {
        let name = format!("Take the {} that are sure", sure.len());
        let take = move || {
            sure.iter().for_each(|proposal| note(app, &proposal.session, proposal.video.recording()));
            changes.update(|changes| *changes += 1);
        };
        div().class("buttons").child(button().class("button").on_click(take).child(name))
    });
    let rows = proposals.iter().map(|proposal| row(app, proposal, changes)).collect::<Vec<HtmlElement>>();
    let is_left = |video: &&PastedVideo| !proposals.iter().any(|proposal| proposal.video == **video);
    let left = videos.iter().filter(is_left).map(|video| {
        let name = if video.title.is_empty() { &video.url } else { &video.title };
        li().child(rich::link(&video.url, name))
    });
    let left = left.collect::<Vec<HtmlElement>>();
    let left = (!left.is_empty()).then(|| titled("Without a session", ul().class("closing-list").children(left)));
    div()
        .child(p().class("found").role("status").child(said))
        .child(take_sure)
        .child(ul().class("closing-list").children(rows))
        .child(left)
}

fn row(app: App, proposal: &Proposal, changes: RwSignal<u32>) -> HtmlElement {
    let (key, recording) = (proposal.session.clone(), proposal.video.recording());
    let title = app.trip.with_untracked(|trip| trip.find(&key).map(|session| session.title.clone()));
    let title = title.unwrap_or_else(|| key.to_string());
    let before = app.marks.recording(&key);
    let is_there = programmes_recording(app, &key).is_some() && before.url.is_empty();
    let video = rich::link(&recording.href(), &proposal.video.title);
    let (of, taken) = (key.clone(), recording.clone());
    let is_taken = move || {
        changes.track();
        app.marks.recording(&of) == taken
    };
    let (now, of) = (is_taken.clone(), key.clone());
    let tap = move || {
        let before = if before == recording { Recording::default() } else { before.clone() };
        note(app, &of, if untrack(&now) { before } else { recording.clone() });
        changes.update(|changes| *changes += 1);
    };
    let take = chip("Take", is_taken, tap).aria_label(format!("Take the recording of {title}"));
    let known = is_there.then(|| p().class("facts").child("The programme has a recording already."));
    let session = link(app, Page::Session(key)).class("closing-title").child(title);
    li().child(p().child(session))
        .child(p().class("facts").child(video).child(span().child(format!(" · {} % alike", proposal.score))))
        .child(known)
        .child(div().class("answers").child(take))
}

/// Whether the user has noted a recording of a session.
fn has_own(app: App, key: &SessionKey) -> bool {
    !app.marks.recording(key).url.trim().is_empty()
}

fn note(app: App, session: &SessionKey, recording: Recording) {
    app.marks.write_recording(session, recording);
}
