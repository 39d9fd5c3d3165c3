//! A photo in an entry: taken or picked, shrunk, captioned, and shown.
//!
//! The picture goes to the store by itself, and the entry is written only when it is there. Words typed meanwhile are
//! never overwritten: only the photo is set.

use lanyard_core::notebook::{Entry, PhotoId};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

use super::html::{self, HtmlElement, div, figcaption, img, input, label, line, live, p, span};
use crate::state::App;
use crate::state::draft::Draft;
use crate::state::photos::Picture;

/// What became of the picture that was picked last.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Taking {
    #[default]
    Idle,
    Busy,
    Refused(&'static str),
}

/// Where a picture is picked or, on a phone, taken.
fn source(app: App, draft: Draft, taking: RwSignal<Taking>) -> HtmlElement {
    let take = move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some((input, picture)) = input.and_then(|input| Some((input.clone(), input.files()?.get(0)?))) else {
            return;
        };
        taking.set(Taking::Busy);
        let entry = draft.now();
        spawn_local(async move {
            // Once the picture is kept its entry has it, and the draft follows the entry.
            let kept = app.photos.add(entry, &picture).await;
            let _ = taking.try_set(kept.map_or_else(|why| Taking::Refused(why.sentence()), |_| Taking::Idle));
        });
        // The same picture can then be picked again.
        input.set_value("");
    };
    input().r#type("file").accept("image/*").on(ev::change, take)
}

/// The same under an id and out of sight, for a button that opens it at once.
pub fn hidden_source(app: App, draft: Draft, taking: RwSignal<Taking>, id: String) -> HtmlElement {
    source(app, draft, taking).id(id).hidden(true).aria_label("A photo")
}

/// The fields of a photo: the picture itself, the ways to get one, and its caption.
pub fn fields(app: App, draft: Draft, taking: RwSignal<Taking>) -> Vec<AnyView> {
    let has_photo = Memo::new(move |_| draft.with(|entry| entry.photo.is_some()));
    let way = |name: &'static str, again: &'static str, camera: bool| {
        let input = source(app, draft, taking);
        let input = if camera { input.capture("environment") } else { input };
        let name = move || if has_photo.get() { again } else { name }.to_owned();
        label().class("button file").child(span().child(name)).child(input)
    };
    let (take, choose) = (way("Take a photo", "Take another", true), way("Choose a picture", "Choose another", false));
    let ways = div().class("buttons").child(take).child(choose);
    let caption = input()
        .r#type("text")
        .prop_value(move || draft.with(|entry| entry.caption.clone()))
        .on_text(move |words| draft.change(|entry| entry.caption = words));
    let photo = Memo::new(move |_| draft.with(|entry| entry.photo.clone()));
    let shown = move || photo.get().map(|id| picture(app, id, move || draft.with(described)));
    vec![live(shown), ways.into(), live(move || said(taking.get())), line("Caption: what it shows", caption).into()]
}

fn described(entry: &Entry) -> String {
    entry.described().to_owned()
}

fn said(taking: Taking) -> Option<HtmlElement> {
    match taking {
        Taking::Idle => None,
        Taking::Busy => Some(p().class("facts").role("status").child("Making the photo smaller")),
        Taking::Refused(why) => Some(p().class("refused").role("alert").child(why)),
    }
}

/// An entry's photo with its caption.
pub fn figure(app: App, entry: &Entry) -> Option<HtmlElement> {
    let (photo, words) = (entry.photo.clone()?, described(entry));
    let caption = (!entry.caption.is_empty()).then(|| figcaption().child(entry.caption.clone()));
    Some(html::figure().child(picture(app, photo, move || words.clone())).child(caption))
}

/// A kept photo, with what it shows.
pub fn picture(app: App, id: PhotoId, words: impl Fn() -> String + Clone + Send + Sync + 'static) -> HtmlElement {
    let shown = move || match app.photos.picture(&id) {
        Picture::Coming => None,
        Picture::At(url) => {
            let words = words.clone();
            Some(img().class("photo").src(url).alt(words))
        }
        Picture::Missing => {
            let lost = "This photo is not on this phone any more. The words beside it are safe.";
            Some(p().class("refused").child(lost))
        }
    };
    div().class("photo-frame").child(shown)
}
