//! The star: "I plan to go". One tap, no question, undone by a second tap.

use lanyard_core::notebook::Mark;
use lanyard_core::schedule::{Session, SessionKey};
use leptos::prelude::*;

use super::icon::icon;
use crate::state::{self, App};

pub fn star(app: App, key: SessionKey, session: &Session) -> impl IntoView + use<> {
    let known = state::known(session);
    let name = ["Star ", &session.title].concat();
    let marked = key.clone();
    let on = Memo::new(move |_| app.is_mine(&marked));
    view! {
        <button
            type="button"
            class="star"
            aria-label=name
            aria-pressed=move || if on.get() { "true" } else { "false" }
            on:click=move |_| app.user.set_mark(&key, known.clone(), Mark::Star, !on.get_untracked())
        >
            {icon("star")}
        </button>
    }
}
