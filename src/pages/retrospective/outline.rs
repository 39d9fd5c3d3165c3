//! The outline: sections that open, and in them pieces to take in, leave out, move, edit, and write between.

use lanyard_core::records::Urgency;
use lanyard_core::retrospective::{OutlineRow, PieceId, PieceKind, goes_out};
use lanyard_core::text::excerpt;
use leptos::prelude::*;

use super::piece;
use super::rows::{OpenRows, add, write_text};
use crate::components::html::{
    HtmlElement, all, b, button, details, div, fieldset, input, item, keyed, li, line, live, p, section, span, summary,
    tick, ul,
};
use crate::components::icon::icon;
use crate::components::saved::closed_until_read;
use crate::components::words;
use crate::state::App;
use crate::state::outline::OutlineHandle;

/// So many letters of a piece stand in its row.
const LETTERS: usize = 140;

/// From so many pieces on, those of a section that are off the screen are not laid out with every letter.
const MANY: usize = 60;

pub(super) fn view(app: App, outline: OutlineHandle) -> AnyView {
    let open = OpenRows { sections: RwSignal::default(), edited: RwSignal::default() };
    let headings = Memo::new(move |_| {
        let is_heading = |row: &&OutlineRow| row.piece.kind == PieceKind::Heading;
        let id = |row: &OutlineRow| row.piece.id.clone();
        outline.rows.with(|rows| rows.rows.iter().filter(is_heading).map(id).collect::<Vec<PieceId>>())
    });
    let sections = move || {
        let headings = headings.get();
        headings.into_iter().map(|id| item(&id.clone(), move || section_of(app, outline, open, id))).collect()
    };
    all((front(app, outline), ul().class("outline").child(keyed(sections))))
}

/// Title, subtitle, date and categories.
fn front(app: App, outline: OutlineHandle) -> HtmlElement {
    let field = move |id: &'static str, name: &'static str, kind: &'static str| {
        let id = PieceId::new(&[id]);
        let shown = id.clone();
        let value = move || outline.row(&shown).map(|row| row.piece.text.clone()).unwrap_or_default();
        let write = move |text: String| write_text(outline, &id, text);
        line(name, input().r#type(kind).prop_value(value).on_text(write))
    };
    let fields = fieldset()
        .class("fields")
        .child(field("title", "Title", "text"))
        .child(field("subtitle", "Subtitle (optional)", "text"))
        .child(field("date", "Date", "date"))
        .child(field("categories", "Categories, with commas between (optional)", "text"));
    details()
        .class("fold outline-front")
        .child(summary().child("Title, date and categories"))
        .child(closed_until_read(app, fields))
}

/// The pieces of the section that a heading begins, without the heading.
fn pieces_of(outline: OutlineHandle, heading: &PieceId) -> Vec<PieceId> {
    outline.rows.with(|rows| {
        let from = rows.index(heading).map_or(rows.rows.len(), |index| index + 1);
        let pieces = rows.rows.iter().skip(from).take_while(|row| row.piece.kind != PieceKind::Heading);
        pieces.map(|row| row.piece.id.clone()).collect()
    })
}

fn section_of(app: App, outline: OutlineHandle, open: OpenRows, id: PieceId) -> HtmlElement {
    let row = outline.shown_row(&id);
    let of = id.clone();
    let is_open = Memo::new(move |_| open.sections.with(|sections| sections.contains(&of)));
    let (of, is_first) = (id.clone(), id.as_str() == "first");
    let title = move || match row.get() {
        Some(row) if !row.piece.text.trim().is_empty() => excerpt(&row.piece.text, LETTERS),
        _ if is_first => "Introduction".to_owned(),
        _ => "A section without a heading".to_owned(),
    };
    let facts = Memo::new(move |_| section_facts(outline, &of));
    let toggled = id.clone();
    let toggle = move || {
        open.sections.update(|sections| match sections.iter().position(|it| *it == toggled) {
            Some(index) => drop(sections.remove(index)),
            None => sections.push(toggled.clone()),
        });
    };
    let opener = button()
        .class("outline-opener")
        .aria_expanded(move || is_open.get().to_string())
        .on_click(toggle)
        .child(b().child(title))
        .child(span().class("facts").child(move || facts.get()))
        .child(icon("back"));
    let head = div()
        .class("outline-head")
        .child((!is_first).then(|| include(outline, row, &id, title)))
        .child(opener)
        .child((!is_first).then(|| piece::edit_button(open, &id, title)));
    let editor = piece::editor_when_open(app, outline, open, &id);
    let inside = live(move || is_open.get().then(|| rows_of(app, outline, open, id.clone())));
    let is_out =
        move || if row.get().is_some_and(|row| goes_out(&row)) { "outline-section" } else { "outline-section out" };
    li().class(is_out).child(head).child(editor).child(inside)
}

fn rows_of(app: App, outline: OutlineHandle, open: OpenRows, heading: PieceId) -> HtmlElement {
    let of = heading.clone();
    let ids = Memo::new(move |_| pieces_of(outline, &of));
    let rows = move || {
        let ids = ids.get();
        ids.into_iter().map(|id| item(&id.clone(), move || piece_row(app, outline, open, id))).collect()
    };
    let last = move || ids.with_untracked(|ids| ids.last().cloned()).unwrap_or_else(|| heading.clone());
    let after = last.clone();
    let add_text = move || add(app, outline, open, &after(), PieceKind::Text);
    let add_section = move || add(app, outline, open, &last(), PieceKind::Heading);
    let class = move || if ids.with(Vec::len) > MANY { "outline-pieces many" } else { "outline-pieces" };
    section().child(ul().class(class).child(keyed(rows))).child(
        div()
            .class("buttons")
            .child(button().class("button").on_click(add_text).child("Add a text"))
            .child(button().class("button").on_click(add_section).child("Add a section")),
    )
}

/// Whether it goes in.
fn include(
    outline: OutlineHandle,
    row: ReadSignal<Option<OutlineRow>>,
    id: &PieceId,
    name: impl Fn() -> String,
) -> HtmlElement {
    let id = id.clone();
    let is_in = move || row.with(|row| row.as_ref().is_some_and(|row| row.piece.included));
    tick(format!("Include: {}", untrack(name)), is_in, move |on| {
        outline.change(&id, Urgency::AtOnce, |edit, _| edit.included = Some(on));
    })
}

/// `2 talks · 3 notes · 1 stays out`.
fn section_facts(outline: OutlineHandle, heading: &PieceId) -> String {
    let ids = pieces_of(outline, heading);
    outline.rows.with(|rows| {
        let rows: Vec<&OutlineRow> = ids.iter().filter_map(|id| rows.find(id)).collect();
        let count = |wanted: &dyn Fn(&OutlineRow) -> bool| rows.iter().filter(|row| wanted(row)).count();
        let counted = [
            (count(&|row| goes_out(row) && matches!(row.piece.kind, PieceKind::Session(_))), "talk", "talks"),
            (count(&|row| goes_out(row) && matches!(row.piece.kind, PieceKind::Picture(_))), "photo", "photos"),
            (count(&|row| goes_out(row) && is_words(row)), "text", "texts"),
            (count(&OutlineRow::is_withheld), "stays out", "stay out"),
        ];
        let said = counted.into_iter().filter(|(count, _, _)| *count > 0);
        said.map(|(count, one, many)| words::count(count, one, many)).collect::<Vec<String>>().join(" · ")
    })
}

fn is_words(row: &OutlineRow) -> bool {
    let is_other = matches!(row.piece.kind, PieceKind::Session(_) | PieceKind::Picture(_));
    !is_other && !row.piece.text.trim().is_empty()
}

fn piece_row(app: App, outline: OutlineHandle, open: OpenRows, id: PieceId) -> HtmlElement {
    let row = outline.shown_row(&id);
    let title = move || row.with(|row| row.as_ref().map(piece::title).unwrap_or_default());
    let facts = move || row.with(|row| row.as_ref().map(piece::facts).unwrap_or_default());
    let class = move || {
        row.with(|row| match row {
            Some(row) if goes_out(row) && !row.piece.text.trim().is_empty() => "outline-piece",
            _ => "outline-piece out",
        })
    };
    let words = div().class("outline-words").child(p().child(title)).child(p().class("facts").child(facts));
    let head = div()
        .class("outline-head")
        .child(include(outline, row, &id, title))
        .child(words)
        .child(piece::edit_button(open, &id, title));
    let reasons = piece::reasons(outline, row, &id);
    let conflict = piece::conflict(outline, row, &id);
    let versions = piece::versions(app, outline, &id);
    let editor = piece::editor_when_open(app, outline, open, &id);
    li().class(class).child(head).child(reasons).child(all((conflict, versions))).child(editor)
}
