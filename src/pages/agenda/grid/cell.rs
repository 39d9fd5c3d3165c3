//! A cell of the grid: what it shows, and what it says to whoever does not see it.

use lanyard_core::agenda::{AgendaItemRef, GridCell, cell_class, cell_words};
use lanyard_core::notebook::StarLevel;
use lanyard_core::schedule::SessionKey;
use leptos::prelude::*;

use super::board::{DrawnCells, GridBoard};
use crate::components::html::{HtmlElement, div};
use crate::state::App;

/// An option of the list that the grid is to whoever does not see it. `index` is its number in the grid.
pub fn cell(board: GridBoard, drawn: &DrawnCells, index: usize, cell: GridCell) -> HtmlElement {
    let (app, what) = (board.app, cell.what);
    let key = what.session(&drawn.trip).map(|session| drawn.trip.key(session));
    let title = match what {
        AgendaItemRef::Session(_) => what.title(&drawn.trip, &[]).map(str::to_owned),
        AgendaItemRef::Own(index) => {
            app.own_items.all().with_untracked(|own| own.get(index).map(|it| it.title.clone()))
        }
    };
    let class = format!("{}{}", cell_class(&drawn.trip, what), if cell.is_background { " behind" } else { "" });
    let shown = {
        let key = key.clone();
        move || {
            let state = match level(app, key.as_ref()) {
                Some(StarLevel::Going) => " going",
                Some(StarLevel::Interested) => " interested",
                None => "",
            };
            let clash = if is_mine(app, key.as_ref()) && !app.overlaps_of(what).is_empty() { " clash" } else { "" };
            format!("{class}{state}{clash}")
        }
    };
    let said = move || {
        let overlaps = if is_mine(app, key.as_ref()) { app.overlaps_of(what) } else { Vec::new() };
        let state = level(app, key.as_ref()).map(|level| level.label().to_lowercase());
        app.trip.with(|trip| app.own_items.all().with(|own| cell_words(trip, own, what, state.as_deref(), &overlaps)))
    };
    let is_picked = move || board.picked.get().is_some_and(|picked| picked.what == what);
    div()
        .class(shown)
        .id(cell_id(what))
        .role("option")
        .aria_label(said)
        .aria_selected(move || if is_picked() { "true" } else { "false" })
        .aria_posinset((index + 1).to_string())
        .aria_setsize(drawn.grid.cells.len().to_string())
        .number("--x", cell.left)
        .number("--w", cell.width)
        .number("--s", cell.start)
        .number("--d", cell.end - cell.start)
        .child(title.unwrap_or_default())
}

/// Its id in the page.
pub fn cell_id(what: AgendaItemRef) -> String {
    match what {
        AgendaItemRef::Session(index) => format!("cell-{index}"),
        AgendaItemRef::Own(index) => format!("cell-own-{index}"),
    }
}

/// What has this id in the page.
pub fn of_id(id: &str) -> Option<AgendaItemRef> {
    let number = id.strip_prefix("cell-")?;
    match number.strip_prefix("own-") {
        Some(own) => own.parse().ok().map(AgendaItemRef::Own),
        None => number.parse().ok().map(AgendaItemRef::Session),
    }
}

/// Whether it is in my agenda. What has no key is my own. Reactive.
fn is_mine(app: App, key: Option<&SessionKey>) -> bool {
    key.is_none_or(|key| app.marks.is_starred(key))
}

/// How firmly it is in my agenda. Reactive.
fn level(app: App, key: Option<&SessionKey>) -> Option<StarLevel> {
    key.and_then(|key| app.marks.star_level(key))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn an_id_leads_back_to_what_it_names() {
        for what in [AgendaItemRef::Session(0), AgendaItemRef::Session(412), AgendaItemRef::Own(3)] {
            assert_eq!(of_id(&cell_id(what)), Some(what));
        }
        assert_eq!([of_id("cell-x"), of_id("grid-pane"), of_id("")], [None; 3]);
    }
}
