//! The ways out: what is worth a look first, the dialect, and the file.

use std::collections::BTreeSet;
use std::sync::Arc;

use lanyard_core::records::Urgency;
use lanyard_core::retrospective::{Finding, PieceId, PrivacyReason, follow_ups, follow_ups_calendar, follow_ups_list};
use lanyard_core::share::Export;
use lanyard_core::text::excerpt;
use leptos::prelude::*;

use super::{colleague, piece, templates};
use crate::components::hand_over::{hand_over, save_file};
use crate::components::html::{HtmlElement, all, button, div, li, live, p, section, tick, titled, ul};
use crate::components::words;
use crate::state::App;
use crate::state::outline::OutlineHandle;

/// So many findings of one kind are told one by one.
const MOST: usize = 20;

pub(super) fn view(app: App, outline: OutlineHandle) -> AnyView {
    let document = Memo::new(move |_| Arc::new(outline.document()));
    let checks = live(move || checklist(app, outline));
    let export = move || document.with(|document| templates::export(app, document));
    let file = section()
        .class("publish")
        .child(templates::dialects(app))
        .child(templates::options(app))
        .child(hand_over(app, "the file", export));
    all((
        titled("Before it goes out", checks),
        titled("The file", file),
        all((live(move || tasks(app, outline)), titled("For a colleague's report", colleague::view(app, outline)))),
    ))
}

/// What is worth a look. Nothing of it keeps anybody from publishing.
fn checklist(app: App, outline: OutlineHandle) -> HtmlElement {
    let findings = outline.checklist();
    let title = |id: &PieceId| untrack(|| outline.row(id)).map(|row| piece::title(&row)).unwrap_or_default();
    let (mut withheld, mut unasked, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for finding in &findings {
        match finding {
            Finding::Withheld(id, reasons) => {
                withheld.push((id.clone(), title(id), reasons.clone()));
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
    let asked = format!("Not named, because you have not marked them as publishable: {}.", unasked.join(", "));
    let has_none = withheld.is_empty() && unasked.is_empty() && others.is_empty();
    let told = (
        has_none.then(|| p().class("facts").child("Nothing to look at.")),
        (!others.is_empty()).then(|| lines(others)),
        (!withheld.is_empty()).then(|| staying(app, outline, withheld)),
        (!unasked.is_empty()).then(|| p().class("facts").child(asked)),
    );
    div().class("checks").child(told)
}

/// What stays out, each with its reasons. To let some out they are chosen first, each by its words, and then let out.
fn staying(app: App, outline: OutlineHandle, withheld: Vec<(PieceId, String, Vec<PrivacyReason>)>) -> HtmlElement {
    let chosen = RwSignal::new(BTreeSet::<PieceId>::new());
    let said = match withheld.len() {
        1 => "1 piece stays out. Choose it to let it out.".to_owned(),
        count => format!("{count} pieces stay out. Choose those to let out."),
    };
    let row = |(id, title, reasons): &(PieceId, String, Vec<PrivacyReason>)| {
        let (of, set) = (id.clone(), id.clone());
        let is_chosen = move || chosen.with(|chosen| chosen.contains(&of));
        let choose = move |on| {
            chosen.update(|chosen| match on {
                true => drop(chosen.insert(set.clone())),
                false => drop(chosen.remove(&set)),
            });
        };
        let why = reasons.iter().map(piece::reason).collect::<Vec<String>>().join("; ");
        let words = div().class("outline-words").child(p().child(title.clone())).child(p().class("facts").child(why));
        li().class("outline-head").child(tick(format!("Let out: {title}"), is_chosen, choose)).child(words)
    };
    let rows = withheld.iter().map(row).collect::<Vec<HtmlElement>>();
    let reasons: Vec<(PieceId, Vec<PrivacyReason>)> =
        withheld.into_iter().map(|(id, _, reasons)| (id, reasons)).collect();
    let count = move || chosen.with(BTreeSet::len);
    let let_out = move || {
        let wanted = chosen.get_untracked();
        for (id, reasons) in reasons.iter().filter(|(id, _)| wanted.contains(id)) {
            let released = reasons.iter().map(PrivacyReason::word);
            outline.change(id, Urgency::AtOnce, |edit, _| edit.released.extend(released));
        }
        app.notices.say("They go out now. The outline takes each of them back.");
    };
    let name = move || match count() {
        1 => "Let 1 out".to_owned(),
        count => format!("Let {count} out"),
    };
    let button = button().class("button").disabled(move || count() == 0).on_click(let_out).child(name);
    div()
        .child(p().child(said))
        .child(ul().class("staying").children(rows))
        .child(div().class("buttons publish").child(button))
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
        let file = Export::of_text("follow-ups.md", "text/markdown", follow_ups_list(&as_list));
        save_file(app, &file);
    };
    let calendar = move || {
        let tasks = follow_ups_calendar(&as_tasks, untrack(|| app.now()));
        save_file(app, &Export::of_text("follow-ups.ics", "text/calendar", tasks));
    };
    let buttons = div()
        .class("buttons")
        .child(button().class("button").on_click(list).child("As a list"))
        .child(button().class("button").on_click(calendar).child("As calendar tasks"));
    (!promised.is_empty()).then(|| titled("Follow-ups", div().class("publish").child(p().child(count)).child(buttons)))
}
