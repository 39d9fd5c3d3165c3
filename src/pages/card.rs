//! My card: what of me others may have, as a code that a phone's camera reads as a contact, and as a file.

use lanyard_core::notebook::ContactCard;
use lanyard_core::records::{SaveState, StorageHealth};
use lanyard_core::schedule::address::{fetchable, is_http};
use lanyard_core::share;
use leptos::prelude::*;

use super::people::save_card;
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, all, article, button, div, input, line, live, p, textarea, titled};
use crate::components::qr;
use crate::components::saved::{in_words, none_yet, save_status};
use crate::route::Page;
use crate::state::App;

/// The settings that hold it, one for each field.
const NAME: &str = "card/name";
const AFFILIATION: &str = "card/affiliation";
const ROLE: &str = "card/role";
const MAIL: &str = "card/mail";
const PHONE: &str = "card/phone";
const LINKS: &str = "card/links";

pub fn page(app: App) -> HtmlElement {
    let body = live(move || match app.storage.health().get() {
        StorageHealth::Loading => none_yet(app, "").into(),
        _ => untrack(|| body(app)),
    });
    article().child(inner_header(app, Page::People, "People", "My card".to_owned(), ())).child(body)
}

/// Whoever has a card sees its code first. While it is written for the first time, the code comes below: the fields stay
/// where they are.
fn body(app: App) -> AnyView {
    if my_card(app).is_blank() {
        return all((fields(app), move || code(app)));
    }
    all((move || code(app), titled("What is on it", fields(app))))
}

fn code(app: App) -> AnyView {
    let card = my_card(app);
    if card.is_blank() {
        return p().class("facts").child("The code comes here as you type.").into();
    }
    let code = match share::qr(&card.code_text()) {
        Some(code) => div().class("codes").child(qr::code(&code, "Code with my card")).into(),
        None => all(p().class("remark").role("alert").child("This is too much for a code. Leave something out.")),
    };
    let said = "The camera of any phone reads it as a contact, and Lanyard as a person. It has what you filled in, and works \
        without a network.";
    let save = button().class("button").on_click(move || save_card(app, &card)).child("Save my card as a file");
    all((code, p().class("facts").child(said), div().class("buttons").child(save)))
}

fn fields(app: App) -> HtmlElement {
    let typed = RwSignal::new(None::<&'static str>);
    let value = move |setting: &'static str| move || app.settings.get(setting).unwrap_or_default();
    let write = move |setting: &'static str| {
        move |words: String| {
            app.settings.type_in(setting, &words);
            typed.set(Some(setting));
        }
    };
    // What each is for, so that the browser can fill it in (WCAG 2.2, 1.3.5).
    let field = move |name: &'static str, setting: &'static str, kind: &'static str, purpose: &'static str| {
        line(name, input().r#type(kind).autocomplete(purpose).prop_value(value(setting)).on_text(write(setting)))
    };
    let links = textarea().class("field").rows("3").spellcheck("false").prop_value(value(LINKS)).on_text(write(LINKS));
    let said = move || {
        let state = typed.get().map_or(SaveState::Untouched, |setting| app.settings.save_state(setting));
        in_words(app, state)
    };
    div()
        .class("open-field lines")
        .child(field("Name", NAME, "text", "name"))
        .child(field("Company or project", AFFILIATION, "text", "organization"))
        .child(field("Role", ROLE, "text", "organization-title"))
        .child(field("Mail", MAIL, "email", "email"))
        .child(field("Phone", PHONE, "tel", "tel"))
        .child(line("Links, one on each line", links))
        .child(
            p().class("facts").child("Only what you fill in is in the code. It stays on this phone until you show it."),
        )
        .child(save_status(said))
}

/// Reactive.
fn my_card(app: App) -> ContactCard {
    let field = |setting| app.settings.get(setting).unwrap_or_default().trim().to_owned();
    let list = |setting| Some(field(setting)).filter(|value| !value.is_empty()).into_iter().collect();
    let mut card = ContactCard {
        name: field(NAME),
        affiliation: field(AFFILIATION),
        role: field(ROLE),
        mails: list(MAIL),
        phones: list(PHONE),
        ..ContactCard::default()
    };
    for link in field(LINKS).lines().map(str::trim).filter(|link| !link.is_empty()) {
        let address = if is_http(link) { Some(link.to_owned()) } else { fetchable(link) };
        match address {
            Some(address) => card.links.push(address),
            // A name in some chat.
            None => card.add_to_note(link),
        }
    }
    card
}
