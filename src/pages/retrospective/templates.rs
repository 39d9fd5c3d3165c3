//! In which dialect it goes out, and what stands around the text there. Both are remembered.

use lanyard_core::retrospective::{self as core, Dialect, Document, ExportOptions, Template};
use lanyard_core::share::Export;
use leptos::prelude::*;

use crate::components::html::{
    HtmlElement, button, chip, chips, details, div, fieldset, input, line, live, p, summary, textarea,
};
use crate::components::saved::closed_until_read;
use crate::state::App;

const DIALECT: &str = "retrospective-dialect";
const DRAFT: &str = "retrospective-draft";
const NOTES: &str = "retrospective-notes";

/// The dialect that was chosen last. Reactive.
pub(super) fn dialect(app: App) -> Dialect {
    app.settings.get(DIALECT).and_then(|word| Dialect::from_word(&word)).unwrap_or(Dialect::CommonMark)
}

/// What goes out, in the chosen dialect. Reactive.
pub(super) fn export(app: App, document: &Document) -> Export {
    let dialect = dialect(app);
    let is = |name: &str| app.settings.get(name).as_deref() == Some("yes");
    let options = ExportOptions { is_draft: is(DRAFT), one_note_a_session: is(NOTES) };
    core::export(document, dialect, &template(app, dialect), options)
}

/// What stands around the text: the user's, else the dialect's own.
fn template(app: App, dialect: Dialect) -> Template {
    let own = dialect.template();
    Template {
        front_matter: app.settings.get(&setting(dialect, "front")).unwrap_or(own.front_matter),
        picture: app.settings.get(&setting(dialect, "picture")).unwrap_or(own.picture),
    }
}

fn setting(dialect: Dialect, part: &str) -> String {
    format!("retrospective-{}-{part}", dialect.word())
}

/// The choice of the dialect.
pub(super) fn dialects(app: App) -> HtmlElement {
    let choice = Dialect::ALL
        .map(|each| chip(each.label(), move || dialect(app) == each, move || app.settings.set(DIALECT, each.word())));
    chips("Written for", choice.into_iter().collect())
}

/// What else can be chosen for the dialect.
pub(super) fn options(app: App) -> AnyView {
    let switch = move |name: &'static str, setting: &'static str| {
        let on = move || app.settings.get(setting).as_deref() == Some("yes");
        chip(name, on, move || app.settings.set(setting, if untrack(on) { "no" } else { "yes" }))
    };
    let chosen = Memo::new(move |_| dialect(app));
    live(move || {
        let dialect = chosen.get();
        let mut switches = Vec::new();
        if dialect.has_drafts() {
            switches.push(switch("As a draft", DRAFT));
        }
        if dialect == Dialect::Obsidian {
            switches.push(switch("A note for each talk", NOTES));
        }
        let switches = (!switches.is_empty()).then(|| chips("Options", switches));
        let has_template = dialect.has_front_matter() || dialect.has_picture_line();
        div().child(switches).child(has_template.then(|| fields(app, dialect)))
    })
}

/// The template, to change.
fn fields(app: App, dialect: Dialect) -> HtmlElement {
    let front = dialect.has_front_matter().then(|| {
        let field = textarea()
            .class("field")
            .rows("7")
            .spellcheck("false")
            .prop_value(move || template(app, dialect).front_matter)
            .on_text(move |text| app.settings.set(&setting(dialect, "front"), &text));
        line("Front matter", field)
    });
    let picture = dialect.has_picture_line().then(|| {
        let field = input()
            .r#type("text")
            .spellcheck("false")
            .prop_value(move || template(app, dialect).picture)
            .on_text(move |text| app.settings.set(&setting(dialect, "picture"), &text));
        line("Line of a picture", field)
    });
    let reset = move || {
        let own = dialect.template();
        app.settings.set(&setting(dialect, "front"), &own.front_matter);
        app.settings.set(&setting(dialect, "picture"), &own.picture);
    };
    let known = "Words in braces are filled in: {title}, {subtitle}, {date}, {categories}, {tags}; for a picture {path}, {alt} and {name}.";
    let fields = fieldset()
        .child(front)
        .child(picture)
        .child(p().class("facts").child(known))
        .child(div().class("buttons").child(button().class("button").on_click(reset).child("As it was")));
    details().class("fold").child(summary().child("Template")).child(closed_until_read(app, fields))
}
