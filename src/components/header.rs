//! A page's head: its one heading, what stands under it, and the way to search.

use leptos::prelude::*;

use super::icon::icon;
use crate::platform::window;
use crate::route::Page;
use crate::state::{App, Offline};

/// The head of a top-level page.
pub fn header(app: App, title: String, under: impl IntoView + 'static) -> impl IntoView {
    window::set_title(&[&title, " · Lanyard"].concat());
    view! {
        <header class="head">
            <div class="head-words">
                <h1 tabindex="-1">{title}</h1>
                <div class="head-under">{under}</div>
            </div>
            <a class="icon-button" href=app.href(Page::Search(String::new())) aria-label="Search">{icon("search")}</a>
        </header>
    }
}

/// The head of a page one level down: a way back, then the heading.
pub fn inner_header(
    back: String,
    back_to: &'static str,
    title: String,
    over: impl IntoView + 'static,
) -> impl IntoView {
    window::set_title(&[&title, " · Lanyard"].concat());
    view! {
        <header class="head inner">
            <a class="back" href=back>{icon("back")}{back_to}</a>
            {over}
            <h1 tabindex="-1">{title}</h1>
        </header>
    }
}

/// Whether everything works without a network, said honestly.
pub fn offline_state(app: App) -> impl IntoView {
    view! {
        <p class="offline" role="status" data-offline=move || match app.offline.get() {
            Offline::Ready => "ready",
            Offline::Preparing | Offline::Unsupported => "no",
        }>
            {move || match app.offline.get() {
                Offline::Ready => "Ready offline",
                Offline::Preparing => "Getting ready for offline",
                Offline::Unsupported => "Works online only here",
            }}
        </p>
    }
}
