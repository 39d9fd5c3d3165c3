//! A photo in an entry: taken or picked, shrunk, captioned, and shown.
//!
//! The picture goes to the store by itself, and the entry is written only when it is there. Words typed meanwhile are
//! never overwritten: only the photo is set.

use lanyard_core::notebook::{Entry, PhotoId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

use super::draft::Draft;
use super::node::{Node, all, line, live, node, nothing, p};
use crate::state::App;
use crate::state::user::Picture;

/// What became of the picture that was picked last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taking {
    Idle,
    Busy,
    Refused(&'static str),
}

/// The fields of a photo: the picture itself, the ways to get one, and its caption.
pub fn fields(app: App, draft: Draft) -> Vec<AnyView> {
    let taking = RwSignal::new(Taking::Idle);
    let has_photo = Memo::new(move |_| draft.with(|entry| entry.photo.is_some()));
    let take = move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some((input, picture)) = input.and_then(|input| Some((input.clone(), input.files()?.get(0)?))) else {
            return;
        };
        taking.set(Taking::Busy);
        let entry = draft.now();
        spawn_local(async move {
            // Once the picture is kept its entry has it, and the draft follows the entry.
            let kept = app.user.add_photo(entry, &picture).await;
            let _ = taking.try_set(kept.map_or_else(Taking::Refused, |_| Taking::Idle));
        });
        // The same picture can then be picked again.
        input.set_value("");
    };
    let way = |name: &'static str, again: &'static str, camera: bool| {
        let input = node("input").set("type", "file").set("accept", "image/*").on("change", take);
        let input = if camera { input.set("capture", "environment") } else { input };
        let name = move || if has_photo.get() { again } else { name }.to_owned();
        node("label").class("button file").child(node("span").live_text(name)).child(input)
    };
    let ways = node("div").class("buttons").child(way("Take a photo", "Take another", true)).child(way(
        "Choose a picture",
        "Choose another",
        false,
    ));
    let caption = node("input")
        .set("type", "text")
        .value(move || draft.with(|entry| entry.caption.clone()))
        .on_text(move |words| draft.change(|entry| entry.caption = words));
    let photo = Memo::new(move |_| draft.with(|entry| entry.photo.clone()));
    let shown = move || photo.get().map_or_else(nothing, |id| picture(app, id, move || draft.with(described)).build());
    vec![live(shown), ways.build(), live(move || said(taking.get())), line("Caption: what it shows", caption).build()]
}

fn described(entry: &Entry) -> String {
    entry.described().to_owned()
}

fn said(taking: Taking) -> AnyView {
    match taking {
        Taking::Idle => nothing(),
        Taking::Busy => p("facts", "Making the photo smaller").set("role", "status").build(),
        Taking::Refused(why) => p("refused", why).set("role", "alert").build(),
    }
}

/// An entry's photo with its caption.
pub fn figure(app: App, entry: &Entry) -> Option<Node> {
    let (photo, words) = (entry.photo.clone()?, described(entry));
    let caption = (!entry.caption.is_empty()).then(|| node("figcaption").text(entry.caption.clone()));
    Some(node("figure").child(picture(app, photo, move || words.clone())).child(caption))
}

fn picture(app: App, id: PhotoId, words: impl Fn() -> String + Clone + Send + Sync + 'static) -> Node {
    let shown = move || match app.user.photo(&id) {
        Picture::Coming => nothing(),
        Picture::At(url) => {
            let words = words.clone();
            node("img").class("photo").set("src", url).set_live("alt", move || Some(words())).build()
        }
        Picture::Missing => {
            all(vec![p("refused", "This photo is not on this phone any more. The words beside it are safe.").build()])
        }
    };
    node("div").class("photo-frame").live(shown)
}
