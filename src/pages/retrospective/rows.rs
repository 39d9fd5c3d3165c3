//! The rows of the outline while they are on screen: which are open, and what a tap does to one.

use lanyard_core::records::Urgency;
use lanyard_core::retrospective::{Direction, EditedText, PieceId, PieceKind, Placement, moved, next_order};
use leptos::prelude::*;

use crate::state::App;
use crate::state::outline::OutlineHandle;

/// What is open in the outline.
#[derive(Clone, Copy)]
pub(super) struct OpenRows {
    /// The sections whose pieces are shown, by their headings.
    pub sections: RwSignal<Vec<PieceId>>,
    /// The piece that is being edited.
    pub edited: RwSignal<Option<PieceId>>,
}

/// Puts a piece one further.
pub(super) fn shift(app: App, outline: OutlineHandle, id: &PieceId, direction: Direction) {
    let edits = untrack(|| app.retrospective.edits(&outline.key.get()));
    let placement = outline.rows.with_untracked(|rows| moved(&rows.rows, id, direction, next_order(&edits)));
    if let Some(placement) = placement {
        outline.change(id, Urgency::AtOnce, |edit, _| edit.placement = Some(placement));
    }
}

/// Keeps the words of a piece. Call it on every input event.
pub(super) fn write_text(outline: OutlineHandle, id: &PieceId, text: String) {
    outline.change(id, Urgency::Typing, |edit, row| edit.text = Some(row.edited(edit.text.as_ref(), text)));
}

/// Adds a text after a piece, or a section after the one it is in, and opens it.
pub(super) fn add(app: App, outline: OutlineHandle, open: OpenRows, after: &PieceId, kind: PieceKind) {
    let key = outline.key.get_untracked();
    let edits = untrack(|| app.retrospective.edits(&key));
    let section = outline.rows.with_untracked(|rows| {
        let index = rows.index(after).unwrap_or(0);
        let above = rows.rows.iter().take(index + 1).rev();
        above.into_iter().find(|row| row.piece.kind == PieceKind::Heading).map(|row| row.piece.id.clone())
    });
    let section = section.unwrap_or_else(|| after.clone());
    let after = if kind == PieceKind::Heading { section.clone() } else { after.clone() };
    let text = if kind == PieceKind::Heading { "A new section" } else { "" };
    let id = app.retrospective.new_id();
    let placement = Placement { after, section, order: next_order(&edits) };
    app.retrospective.change(&key, &id, &kind, Urgency::AtOnce, |edit| {
        edit.is_own = true;
        edit.placement = Some(placement);
        edit.text = Some(EditedText { base: String::new(), text: text.to_owned() });
    });
    open.edited.set(Some(id));
}
