//! The ways out: what is worth a look first, the dialect, and the file.

use std::sync::Arc;

use lanyard_core::notebook::{Entry, EntryKind};
use lanyard_core::retrospective::dialect::tasks::{TaskItem, follow_ups_calendar, follow_ups_list};
use lanyard_core::retrospective::{Chunk, Export, Finding, PieceId};
use lanyard_core::text::excerpt;
use leptos::prelude::*;

use super::{piece, templates};
use crate::components::hand_over::{hand_over, save_file};
use crate::components::html::{
    HtmlElement, all, article, button, div, li, list, live, p, section, titled, ul,
};
use crate::components::words;
use crate::state::App;
use crate::state::hand_over::{HandOverChunk, HandOverExport, HandOverFile};
use crate::state::outline::OutlineHandle;

/// So many findings of one kind are told one by one.
const MOST: usize = 20;

pub(super) fn view(app: App, outline: OutlineHandle) -> AnyView {
    let document = Memo::new(move |_| Arc::new(outline.document()));
    let checks = live(move || checklist(outline));
    let export = move || document.with(|document| as_file(templates::export(app, document)));
    let file = section()
        .class("publish")
        .child(templates::dialects(app))
        .child(templates::options(app))
        .child(hand_over(app, "the file", export));
    all((titled("Before it goes out", checks), titled("The file", file), follow_ups(app)))
}

fn as_file(export: Export) -> HandOverExport {
    let chunk = |chunk| match chunk {
        Chunk::Text(text) => HandOverChunk::Text(text),
        Chunk::Photo(photo) => HandOverChunk::Photo(photo),
        Chunk::PhotoBase64(photo) => HandOverChunk::PhotoBase64(photo),
    };
    let file = |file: lanyard_core::retrospective::ExportFile| HandOverFile {
        path: file.path,
        media_type: file.media_type,
        chunks: file.chunks.into_iter().map(chunk).collect(),
    };
    let name = export.name.strip_suffix(".zip").unwrap_or(&export.name).to_owned();
    HandOverExport { name, files: export.files.into_iter().map(file).collect() }
}
