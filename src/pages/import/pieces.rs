//! What several pages about a schedule that was read have in common.

use lanyard_core::schedule::Problem;

use crate::components::html::{HtmlElement, button, details, li, list, summary};
use crate::components::words;
use crate::state::App;
use crate::state::trips::Input;

/// Leaves one out of several.
pub fn next_button(app: App, next: Vec<Input>) -> HtmlElement {
    let name = format!("Go on without it, {} more", next.len());
    button().class("button").on_click(move || app.trips.go_on(next.clone())).child(name)
}

/// What could not be read of files, folded away.
pub fn problems(problems: &[Problem]) -> Option<HtmlElement> {
    let items = problems
        .iter()
        .map(|problem| li().child(format!("{}: {}", problem.location, problem.what)))
        .collect::<Vec<_>>();
    let count = words::count(items.len(), "problem", "problems");
    list("facts-list", items).map(|list| {
        let summary = summary().child(format!("{count} in the file. The rest was read."));
        details().class("fold").child(summary).child(list)
    })
}
