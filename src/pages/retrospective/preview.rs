//! How it will be read: drawn, and as the source that goes out; side by side where there is room.

use std::sync::Arc;

use lanyard_core::retrospective::{Document, DocumentFollowUp, DocumentPart, DocumentSession};
use lanyard_core::schedule::words::{date, day_and_year};
use lanyard_core::text::Block;
use leptos::prelude::*;

use super::templates;
use crate::components::html::{
    HtmlElement, Piece, all, chip, chips, div, figcaption, figure, h2, h3, li, live, p, pre, section, ul,
};
use crate::components::slices::Slices;
use crate::components::{photo, rich};
use crate::state::App;
use crate::state::outline::OutlineHandle;

pub(super) fn view(app: App, outline: OutlineHandle) -> AnyView {
    let is_source = RwSignal::new(false);
    let document = Memo::new(move |_| Arc::new(outline.document()));
    let rendered = move || div().class("preview-page").child(live(move || drawn(app, document.get())));
    let source = move || {
        let text = move || document.with(|document| templates::export(app, document).source_text());
        let text = pre().tabindex("0").role("region").aria_label("Source").child(text);
        div().class("preview-source").child(templates::dialects(app)).child(text)
    };
    live(move || {
        if app.wide.get() {
            return div().class("preview-both").child(rendered()).child(source());
        }
        let choice = chips(
            "How to show it",
            vec![
                chip("As it reads", move || !is_source.get(), move || is_source.set(false)),
                chip("Source", move || is_source.get(), move || is_source.set(true)),
            ],
        );
        div()
            .child(choice.class("chips publish"))
            .child(live(move || if is_source.get() { source() } else { rendered() }))
    })
}

/// Section after section, one a frame.
fn drawn(app: App, document: Arc<Document>) -> AnyView {
    let slices = Slices::new(document.sections.len(), 1);
    let title = h2().class("preview-title").child(document.title.clone());
    let subtitle =
        (!document.subtitle.is_empty()).then(|| p().class("preview-subtitle").child(document.subtitle.clone()));
    let dated = p().class("facts").child(day_and_year(document.date));
    let sections = (0..document.sections.len()).map(|index| {
        let document = document.clone();
        slices.part(index, move || document.sections.get(index).map(|it| vec![section_of(app, it)]).unwrap_or_default())
    });
    all((title, subtitle, dated, sections.collect::<Vec<AnyView>>()))
}

fn section_of(app: App, part: &lanyard_core::retrospective::DocumentSection) -> HtmlElement {
    let heading = (!part.heading.is_empty()).then(|| h3().child(rich::inlines(&part.heading)));
    section().child(heading).children(parts(app, &part.parts))
}

/// The parts, with those that are lines of a list in one.
fn parts(app: App, parts: &[DocumentPart]) -> Vec<AnyView> {
    let mut views = Vec::new();
    let mut lines: Vec<HtmlElement> = Vec::new();
    for part in parts {
        match part {
            DocumentPart::Item(blocks) => lines.push(li().child(rich::blocks(blocks))),
            DocumentPart::FollowUp(follow_up) => lines.push(promised(follow_up)),
            DocumentPart::Session(session) if session.parts.is_empty() => lines.push(li().child(talk(session))),
            other => {
                push_list(&mut lines, &mut views);
                views.push(of_its_own(app, other));
            }
        }
    }
    push_list(&mut lines, &mut views);
    views
}

fn push_list(lines: &mut Vec<HtmlElement>, views: &mut Vec<AnyView>) {
    if !lines.is_empty() {
        views.push(ul().class("list").children(std::mem::take(lines)).into());
    }
}

fn of_its_own(app: App, part: &DocumentPart) -> AnyView {
    match part {
        DocumentPart::Heading(words) => heading(rich::inlines(words)).into(),
        DocumentPart::Text(blocks) | DocumentPart::Item(blocks) => rich::blocks(blocks),
        DocumentPart::Quote(blocks) => rich::blocks(&[Block::Quote(blocks.clone())]),
        DocumentPart::Picture { photo: id, alt } => {
            let (words, shown) = (alt.clone(), figcaption().child(alt.clone()));
            figure().child(photo::picture(app, id.clone(), move || words.clone())).child(shown).into()
        }
        DocumentPart::FollowUp(follow_up) => promised(follow_up).into(),
        DocumentPart::Session(session) => {
            let line = (!session.line.is_empty()).then(|| p().class("facts").child(rich::inlines(&session.line)));
            all((heading(rich::inlines(&session.title)), line, parts(app, &session.parts)))
        }
    }
}

fn heading(words: impl Piece) -> HtmlElement {
    div().class("preview-talk").role("heading").aria_level("4").child(words)
}

/// A talk in one line of a list.
fn talk(session: &DocumentSession) -> AnyView {
    let line = (!session.line.is_empty()).then(|| p().class("facts").child(rich::inlines(&session.line)));
    all((p().child(rich::inlines(&session.title)), line))
}

fn promised(follow_up: &DocumentFollowUp) -> HtmlElement {
    let by = follow_up.due.map(|due| format!("by {}", date(due)));
    let who = Some(follow_up.owner.clone()).filter(|owner| !owner.is_empty());
    let facts = [who, by].into_iter().flatten().collect::<Vec<String>>().join(", ");
    let facts = (!facts.is_empty()).then(|| p().class("facts").child(facts));
    li().class("task").child(if follow_up.done { "☑ " } else { "☐ " }).child(rich::blocks(&follow_up.text)).child(facts)
}
