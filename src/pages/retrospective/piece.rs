//! One piece of the outline: what it is, why it stays out, its two versions, and the field in which it is edited.

use lanyard_core::retrospective::{
    Direction, EditedText, OutlineRow, PieceEdit, PieceId, PieceKind, PrivacyReason, RowState,
};
use lanyard_core::text::excerpt;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::rows::{OpenRows, add, shift, write_text};
use crate::components::html::{HtmlElement, b, button, details, div, fieldset, li, live, p, summary, textarea, ul};
use crate::components::icon::icon;
use crate::components::saved::{closed_until_read, in_words, save_status};
use crate::components::{versions as version_card, words};
use crate::state::App;
use crate::state::outline::OutlineHandle;

/// So many letters of a piece stand in its row.
const LETTERS: usize = 140;

/// The beginning of its words, or what may stand there.
pub(super) fn title(row: &OutlineRow) -> String {
    let words = excerpt(&row.piece.text, LETTERS);
    if !words.is_empty() {
        return words;
    }
    match row.piece.id.as_str() {
        "purpose/why" => "What the trip was for",
        "summary/text" => "The week in a few sentences",
        "cost/text" => "What it cost",
        "closing" => "A last word",
        "numbers" => "The week in numbers",
        "trip-facts" => "About the place",
        _ => "No words yet",
    }
    .to_owned()
}

/// What it is, and what became of it.
pub(super) fn facts(row: &OutlineRow) -> String {
    let kind = match &row.piece.kind {
        PieceKind::Session(_) => "Talk",
        PieceKind::Picture(_) => "Photo",
        PieceKind::Quote => "Quote",
        PieceKind::FollowUp { .. } => "Follow-up",
        PieceKind::Item => "List",
        _ if row.is_own => "Your text",
        _ if row.piece.entry.is_some() => "Note",
        _ => "Text",
    };
    let state = match row.state {
        RowState::Edited if !row.is_own => Some("edited"),
        RowState::Conflict => Some("changed twice"),
        _ => None,
    };
    let missing = row.piece.text.trim().is_empty().then_some("waits for your words");
    let out = (!row.piece.included).then_some("left out");
    let parts = [Some(kind), state, missing, out];
    parts.into_iter().flatten().collect::<Vec<&str>>().join(" · ")
}

pub(super) fn edit_button(open: OpenRows, id: &PieceId, name: impl Fn() -> String) -> HtmlElement {
    let (shown, toggled) = (id.clone(), id.clone());
    let is_open = move || open.edited.with(|edited| edited.as_ref() == Some(&shown));
    let toggle = move || {
        let is_open = open.edited.with_untracked(|edited| edited.as_ref() == Some(&toggled));
        open.edited.set((!is_open).then(|| toggled.clone()));
    };
    button()
        .class("icon-button")
        .aria_label(format!("Edit: {}", untrack(name)))
        .aria_expanded(move || is_open().to_string())
        .on_click(toggle)
        .child(icon("pen"))
}

pub(super) fn editor_when_open(app: App, outline: OutlineHandle, open: OpenRows, id: &PieceId) -> AnyView {
    let (of, id) = (id.clone(), id.clone());
    let is_open = Memo::new(move |_| open.edited.with(|edited| edited.as_ref() == Some(&of)));
    live(move || is_open.get().then(|| editor(app, outline, open, &id)))
}

fn editor(app: App, outline: OutlineHandle, open: OpenRows, id: &PieceId) -> HtmlElement {
    let row = outline.shown_row(id);
    let name = row.with_untracked(|row| row.as_ref().map(title).unwrap_or_default());
    let write = id.clone();
    let field = textarea()
        .class("field")
        .rows("4")
        .aria_label(format!("Text: {name}"))
        .prop_value(move || row.with(|row| row.as_ref().map(|row| row.piece.text.clone()).unwrap_or_default()))
        .on_text(move |text| write_text(outline, &write, text));
    let saved = {
        let id = id.clone();
        save_status(move || in_words(app, app.retrospective.save_state(&outline.key.get(), &id)))
    };
    let button_of = |name: &'static str, act: Box<dyn Fn()>| button().class("button").on_click(act).child(name);
    let acting = |act: fn(App, OutlineHandle, OpenRows, &PieceId)| {
        let id = id.clone();
        Box::new(move || act(app, outline, open, &id)) as Box<dyn Fn()>
    };
    let (is_first, is_own) =
        (id.as_str() == "first", row.with_untracked(|row| row.as_ref().is_some_and(|it| it.is_own)));
    let moves = (!is_first).then(|| {
        vec![
            button_of("Move up", acting(|app, outline, _, id| shift(app, outline, id, Direction::Up))),
            button_of("Move down", acting(|app, outline, _, id| shift(app, outline, id, Direction::Down))),
        ]
    });
    let below =
        button_of("Add a text below", acting(|app, outline, open, id| add(app, outline, open, id, PieceKind::Text)));
    let is_changed = move || row.with(|row| row.as_ref().is_some_and(|row| row.state != RowState::Drafted)) && !is_own;
    let reset_id = id.clone();
    let reset = live(move || {
        let id = reset_id.clone();
        let reset =
            move || outline.change_with_undo(&id, "Back to what the notebook says.", |edit, _| edit.text = None);
        is_changed().then(|| button().class("button").on_click(reset).child("Reset"))
    });
    let delete = is_own.then(|| {
        button_of(
            "Delete",
            acting(|app, outline, open, id| {
                open.edited.set(None);
                let now = untrack(|| app.now());
                outline.change_with_undo(id, "Deleted.", |edit, _| edit.deleted = Some(now));
            }),
        )
    });
    let fields = fieldset()
        .class("outline-editor")
        .child(field)
        .child(saved)
        .child(div().class("buttons").child(moves).child(below).child(reset).child(delete))
        .child(earlier(app, outline, id));
    closed_until_read(app, fields)
}

/// The versions that were written before.
fn earlier(app: App, outline: OutlineHandle, id: &PieceId) -> HtmlElement {
    let found = RwSignal::new(None::<Vec<EarlierText>>);
    let id = id.clone();
    let load = move || {
        let (id, key) = (id.clone(), outline.key.get_untracked());
        spawn_local(async move {
            let history = app.retrospective.history(&key, &id).await.unwrap_or_default();
            let versions = history.into_iter().filter_map(|(at, edit)| {
                let text = edit.text.clone()?.text;
                Some(EarlierText { id: id.clone(), when: words::day_and_clock(&app.trip.get_untracked(), at), text })
            });
            let _ = found.try_set(Some(versions.collect()));
        });
    };
    let shown = live(move || {
        found.get().map(|versions| {
            let rows = versions.into_iter().map(|version| earlier_row(outline, version)).collect::<Vec<HtmlElement>>();
            if rows.is_empty() {
                p().class("facts").child("There are none.")
            } else {
                ul().class("closing-list").children(rows)
            }
        })
    });
    details().class("fold").child(summary().on_click(load).child("Earlier versions")).child(shown)
}

#[derive(Clone)]
struct EarlierText {
    id: PieceId,
    when: String,
    text: String,
}

fn earlier_row(outline: OutlineHandle, version: EarlierText) -> HtmlElement {
    let EarlierText { id, when, text } = version;
    let shown = excerpt(&text, LETTERS);
    let bring_back = move || {
        outline.change_with_undo(&id, "Brought back.", |edit, row| {
            edit.text = Some(EditedText { base: row.drafted().to_owned(), text: text.clone() });
        });
    };
    li().child(p().class("facts").child(when))
        .child(p().child(shown))
        .child(div().class("buttons").child(button().class("button").on_click(bring_back).child("Bring back")))
}

/// Why it stays out, and the second, deliberate step that lets it out.
pub(super) fn reasons(outline: OutlineHandle, row: ReadSignal<Option<OutlineRow>>, id: &PieceId) -> AnyView {
    let id = id.clone();
    let asks = RwSignal::new(false);
    let held = Memo::new(move |_| {
        let is_held = |row: &&OutlineRow| row.piece.included && !row.piece.reasons.is_empty();
        row.with(|row| row.as_ref().filter(is_held).map(|row| (row.open.clone(), title(row))))
    });
    live(move || {
        let (open, title) = held.get()?;
        if open.is_empty() {
            let id = id.clone();
            let keep = move || outline.change_with_undo(&id, "It stays out.", |edit, _| edit.released.clear());
            let keep = button().class("button").on_click(keep).child("Keep it back");
            return Some(
                div()
                    .class("outline-reasons")
                    .child(p().class("facts").child("You let this out."))
                    .child(div().class("buttons").child(keep)),
            );
        }
        let why =
            p().class("facts").child(format!("Stays out: {}.", open.iter().map(reason).collect::<Vec<_>>().join("; ")));
        let asking = asks.get();
        let ask = (!asking).then(|| button().class("button").on_click(move || asks.set(true)).child("Let it out …"));
        let (id, released) = (id.clone(), open.iter().map(PrivacyReason::word).collect::<Vec<String>>());
        let let_out = move || {
            asks.set(false);
            outline.change_with_undo(&id, "It goes out now.", |edit, _| edit.released.extend(released.clone()));
        };
        let confirm = asking.then(|| {
            div()
                .class("outline-confirm")
                .role("group")
                .aria_label("Let it out")
                .child(p().child(format!("Everybody will read “{title}”.")))
                .child(
                    div()
                        .class("buttons")
                        .child(button().class("button primary").on_click(let_out).child("Yes, let it out"))
                        .child(button().class("button").on_click(move || asks.set(false)).child("No")),
                )
        });
        Some(
            div()
                .class("outline-reasons")
                .child(why)
                .child(ask.map(|ask| div().class("buttons").child(ask)))
                .child(confirm),
        )
    })
}

/// A reason in words.
pub(super) fn reason(reason: &PrivacyReason) -> String {
    match reason {
        PrivacyReason::Private => "it is private".to_owned(),
        PrivacyReason::Hallway => "it was said in the hallway".to_owned(),
        PrivacyReason::Names(name) => format!("it names {name}, who was not asked"),
        PrivacyReason::Gone => "what it was made of has gone".to_owned(),
    }
}

/// Both changes to the same words, and the ways to decide.
pub(super) fn conflict(outline: OutlineHandle, row: ReadSignal<Option<OutlineRow>>, id: &PieceId) -> AnyView {
    let id = id.clone();
    let differs = Memo::new(move |_| {
        row.with(|row| row.as_ref().filter(|row| row.state == RowState::Conflict).map(|row| row.drafted().to_owned()))
    });
    live(move || {
        let drafted = differs.get()?;
        let decide = |name: &'static str, text: fn(&OutlineRow) -> Option<EditedText>| {
            let id = id.clone();
            let decide = move || outline.change_with_undo(&id, "Decided.", |edit, row| edit.text = text(row));
            button().class("button").on_click(decide).child(name)
        };
        let mine = |row: &OutlineRow| Some(EditedText { base: row.drafted().to_owned(), text: row.piece.text.clone() });
        let both = |row: &OutlineRow| {
            let text = format!("{}\n\n{}", row.piece.text, row.drafted());
            Some(EditedText { base: row.drafted().to_owned(), text })
        };
        let card = div()
            .class("versions")
            .role("group")
            .aria_label("Two versions")
            .child(p().class("versions-title").child("Two versions"))
            .child(p().class("facts").child("You changed this here, and the notebook or the programme changed it since. Yours stands until you choose."))
            .child(p().child(b().child("Now it would say: ")).child(drafted))
            .child(
                div()
                    .class("buttons")
                    .child(decide("Keep mine", mine))
                    .child(decide("Take the new one", |_| None))
                    .child(decide("Keep both", both)),
            );
        Some(card)
    })
}

/// What two tabs or phones made of it at once.
pub(super) fn versions(app: App, outline: OutlineHandle, id: &PieceId) -> AnyView {
    let id = id.clone();
    live(move || {
        let versions = app.retrospective.versions(&outline.key.get(), &id);
        let text =
            |edit: &PieceEdit| edit.text.as_ref().map_or("(as drafted)".to_owned(), |edited| edited.text.clone());
        let versions = versions.iter().map(|edit| (edit.clone(), text(edit))).collect();
        version_card::piece_card(app, versions, &outline.key.get())
    })
}
