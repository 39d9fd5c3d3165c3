//! The ways out: what is worth a look first, the dialect, and the file.

use std::sync::Arc;

use lanyard_core::retrospective::{
    Chunk, Export, ExportFile, Finding, PieceId, follow_ups, follow_ups_calendar, follow_ups_list,
};
use lanyard_core::text::excerpt;
use leptos::prelude::*;

use super::{piece, templates};
use crate::components::hand_over::{hand_over, save_file};
use crate::components::html::{HtmlElement, all, button, div, li, live, p, section, titled, ul};
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
    all((titled("Before it goes out", checks), titled("The file", file), live(move || tasks(app, outline))))
}

fn as_file(export: Export) -> HandOverExport {
    let chunk = |chunk| match chunk {
        Chunk::Text(text) => HandOverChunk::Text(text),
        Chunk::Photo(photo) => HandOverChunk::Photo(photo),
        Chunk::PhotoBase64(photo) => HandOverChunk::PhotoBase64(photo),
    };
    let file = |file: ExportFile| HandOverFile {
        path: file.path,
        media_type: file.media_type,
        chunks: file.chunks.into_iter().map(chunk).collect(),
    };
    let name = export.name.strip_suffix(".zip").unwrap_or(&export.name).to_owned();
    HandOverExport { name, files: export.files.into_iter().map(file).collect() }
}

/// What is worth a look. Nothing of it keeps anybody from publishing.
fn checklist(outline: OutlineHandle) -> AnyView {
    let findings = outline.checklist();
    let title = |id: &PieceId| untrack(|| outline.row(id)).map(|row| piece::title(&row)).unwrap_or_default();
    let (mut withheld, mut unasked, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for finding in &findings {
        match finding {
            Finding::Withheld(id, reasons) => {
                let why = reasons.iter().map(piece::reason).collect::<Vec<String>>().join("; ");
                withheld.push(format!("{}: {why}", title(id)));
            }
            Finding::NotAsked(name) => unasked.push(name.clone()),
            Finding::LinkWithoutWords(id) => others.push(format!("A link shows its address: {}", title(id))),
            Finding::PictureWithoutDescription(_) => others.push("A picture has no words of its own.".to_owned()),
            Finding::TwoVersions(id) => others.push(format!("Two versions wait for your choice: {}", title(id))),
            Finding::ColonInTitle => {
                others.push("The title has a colon. It is quoted here, but some sites show it wrongly.".to_owned());
            }
            Finding::NothingToPublish => others.push("Nothing goes out yet.".to_owned()),
        }
    }
    let staying = |count: usize| match count {
        1 => "1 piece stays out. To let it out, open it in the outline.".to_owned(),
        count => format!("{count} pieces stay out. To let one out, open it in the outline."),
    };
    let asked = format!("Not named, because you have not marked them as publishable: {}.", unasked.join(", "));
    let has_none = withheld.is_empty() && unasked.is_empty() && others.is_empty();
    all((
        has_none.then(|| p().class("facts").child("Nothing to look at.")),
        (!others.is_empty()).then(|| lines(others)),
        (!withheld.is_empty()).then(|| div().child(p().child(staying(withheld.len()))).child(lines(withheld))),
        (!unasked.is_empty()).then(|| p().class("facts").child(asked)),
    ))
}

fn lines(said: Vec<String>) -> HtmlElement {
    let more = said.len().saturating_sub(MOST);
    let more = (more > 0).then(|| li().child(format!("and {more} more")));
    let rows = said.iter().take(MOST).map(|line| li().child(excerpt(line, 200))).collect::<Vec<HtmlElement>>();
    ul().class("list checklist").children(rows).child(more)
}

/// What was promised, for a list of tasks and for a calendar.
fn tasks(app: App, outline: OutlineHandle) -> Option<HtmlElement> {
    let names = app.names();
    let promised = Arc::new(outline.rows.with(|rows| follow_ups(&rows.rows, &names)));
    let count = words::count(promised.len(), "follow-up", "follow-ups");
    let (as_list, as_tasks) = (promised.clone(), promised.clone());
    let list = move || {
        let file = HandOverExport::of_text("follow-ups.md", "text/markdown", follow_ups_list(&as_list));
        save_file(app, &file);
    };
    let calendar = move || {
        let tasks = follow_ups_calendar(&as_tasks, untrack(|| app.now()));
        save_file(app, &HandOverExport::of_text("follow-ups.ics", "text/calendar", tasks));
    };
    let buttons = div()
        .class("buttons")
        .child(button().class("button").on_click(list).child("As a list"))
        .child(button().class("button").on_click(calendar).child("As calendar tasks"));
    (!promised.is_empty()).then(|| titled("Follow-ups", div().class("publish").child(p().child(count)).child(buttons)))
}
