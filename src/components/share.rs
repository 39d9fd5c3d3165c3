//! Giving an agenda or a session away: share sheet, copied link, code to scan. Nothing is sent by us.

use lanyard_core::schedule::{Session, SessionKey, Trip};
use lanyard_core::share::{self, SharedAgenda};
use leptos::prelude::*;

use super::qr;
use crate::platform::desk::Handed;
use crate::platform::window;
use crate::route::{Page, Route};
use crate::state::App;

/// "Share my agenda": opens to the link, the code and what is in them.
pub fn share_agenda(app: App) -> AnyView {
    let open = RwSignal::new(false);
    let name = RwSignal::new(app.user.setting("share-name").unwrap_or_default());
    view! {
        <section class="share">
            <button
                type="button"
                class="button primary"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open)
            >"Share my agenda"</button>
            {move || open.get().then(|| sharing(app, name))}
        </section>
    }
    .into_any()
}

fn sharing(app: App, name: RwSignal<String>) -> AnyView {
    let mine = app.user.starred();
    if mine.is_empty() {
        return view! { <p class="empty">"Your agenda is empty. Star a session first."</p> }.into_any();
    }
    let trip = app.trip.get();
    let link = move || link(&agenda_of(&trip, &app.user.starred(), &name.get()));
    view! {
        <label class="line">
            <span>"Your name in the link (optional)"</span>
            <input
                type="text"
                maxlength="60"
                prop:value=move || name.get()
                on:input:target=move |event| name.set(event.target().value())
                on:change:target=move |event| app.user.set_setting("share-name", &event.target().value())
            />
        </label>
        {move || match link() {
            Some(link) => given(app, "My agenda", link),
            None => view! { <p class="empty">"This agenda is too long for a link."</p> }.into_any(),
        }}
        <p class="facts">"Anyone with the link can see these sessions. Your notes are not in it."</p>
    }
    .into_any()
}

/// "Share this session": the same, for one.
pub fn share_session(app: App, trip: &Trip, session: &Session) -> AnyView {
    let (title, key) = (session.title.clone(), trip.key(session));
    let address = [&window::address(), &Route { page: Page::Session(key), at: None }.href()[..]].concat();
    view! {
        <section class="share">
            <h2>"Share this session"</h2>
            <div class="buttons">{buttons(app, title, address)}</div>
        </section>
    }
    .into_any()
}

fn agenda_of(trip: &Trip, mine: &[SessionKey], name: &str) -> SharedAgenda {
    let by = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    SharedAgenda::of(trip, by, mine, |_| true, Vec::new())
}

fn link(agenda: &SharedAgenda) -> Option<String> {
    let payload = share::encode(agenda).ok()?;
    Some([window::address(), Route { page: Page::Shared(payload), at: None }.href()].concat())
}

/// A link with everything one can do with it.
fn given(app: App, title: &'static str, link: String) -> AnyView {
    let code = share::qr(&link).map_or_else(
        || view! { <p class="facts">"The link is too long for a code."</p> }.into_any(),
        |code| qr::code(&code, "Code with the link to this agenda"),
    );
    view! {
        <input class="field one-line link" type="text" readonly aria-label="Link" prop:value=link.clone()/>
        <div class="buttons">{buttons(app, title.to_owned(), link)}</div>
        {code}
    }
    .into_any()
}

fn buttons(app: App, title: String, link: String) -> AnyView {
    let share = app.desk().can_share().then(|| {
        let (title, link) = (title.clone(), link.clone());
        let share = move |_| app.desk().share(&title, "", &link, Box::new(|_| ()));
        view! { <button type="button" class="button primary" on:click=share>"Share"</button> }
    });
    let copy = move |_| {
        let done = move |handed| {
            app.say(match handed {
                Handed::Done => "Link copied.",
                Handed::Cancelled | Handed::Refused => "This browser does not let us copy. Select the link instead.",
            });
        };
        app.desk().copy(&link, Box::new(done));
    };
    view! { {share}<button type="button" class="button" on:click=copy>"Copy link"</button> }.into_any()
}
