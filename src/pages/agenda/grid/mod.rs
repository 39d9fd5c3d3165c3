//! A day against time: rooms, tracks or venues side by side. It comes with the deferred part.
//!
//! The pane scrolls both ways, and of its cells only those near the screen are in the page. To whoever does not see it, it is
//! a list of options; the arrow keys lead from cell to cell.

mod board;
mod cell;
mod input;
mod scale;

use std::sync::Arc;

use lanyard_core::agenda::{AgendaItemRef, Filter, GridCell, GridColumn, GridColumns};
use lanyard_core::schedule::Day;
use leptos::prelude::*;

use self::board::{GridBoard, PANE};
use self::cell::{cell, cell_id};
use self::input::listening;
use self::scale::LAST_STEP;
use super::tools::change;
use crate::components::html::{HtmlElement, all, button, div, item, keyed, live, p, section, span, ul};
use crate::components::row::{RowTime, agenda_row};
use crate::components::words;
use crate::state::App;

pub fn grid(app: App, filter: Memo<Filter>, day: Memo<Day>) -> AnyView {
    let board = GridBoard::new(app, filter, day);
    let is_empty = Memo::new(move |_| board.grid.with(|grid| grid.cells.is_empty()));
    let body = live(move || match is_empty.get() {
        true => all(p().class("empty").child("Nothing on this day that has a time.")),
        false => all((pane(board), picked_row(board))),
    });
    all((div().class("grid").child(tools(board)).child(body), untimed(board)))
}

fn columns_name(columns: GridColumns) -> &'static str {
    match columns {
        GridColumns::Rooms => "Rooms",
        GridColumns::Tracks => "Tracks",
        GridColumns::Venues => "Venues",
    }
}

/// What the columns are, and the zoom.
fn tools(board: GridBoard) -> HtmlElement {
    let choice = |columns: GridColumns| {
        button()
            .pressed(move || board.columns.get() == columns)
            .on_click(move || change(board.app, board.filter, |filter| filter.grid = Some(columns)))
            .child(columns_name(columns))
    };
    let choices = GridColumns::ALL.map(choice).into();
    let zoom = |name: &'static str, sign: &'static str, steps: isize, end: usize| {
        button()
            .class("button")
            .aria_label(name)
            .disabled(move || board.zoom.get() == end)
            .on_click(move || board.zoom_by(steps, None))
            .child(sign)
    };
    div()
        .class("views grid-tools")
        .child(div().class("segments").role("group").aria_label("Columns").children(choices))
        .child(zoom("Zoom out", "\u{2212}", -1, 0))
        .child(zoom("Zoom in", "+", 1, LAST_STEP))
}

fn pane(board: GridBoard) -> HtmlElement {
    let name = move || {
        let columns = columns_name(board.columns.get()).to_lowercase();
        format!("{}, by {}", words::day_long(board.day.get()), columns.trim_end_matches('s'))
    };
    let picked = move || board.picked.get().map(|picked| cell_id(picked.what));
    let size = move || board.grid.with(|grid| scale::size(grid, board.zoom.get(), board.lane.get()));
    let sheet = div()
        .class("grid-sheet")
        .role("presentation")
        .rem("height", move || size().0)
        .rem("width", move || size().1)
        .child(names(board))
        .child(times(board))
        .child(cells(board));
    let pane = div()
        .class("grid-pane")
        .id(PANE)
        .role("listbox")
        .tabindex("0")
        .aria_label(name)
        .aria_activedescendant(picked)
        .aria_busy(move || board.busy())
        .rem("--hour", move || scale::hour(board.zoom.get()))
        .rem("--lane", move || board.lane.get())
        .child(sheet);
    listening(pane, board)
}

/// The names of the columns. The cells say them to whoever does not see it.
fn names(board: GridBoard) -> HtmlElement {
    let name = |column: GridColumn| {
        let name = div().class("grid-name").number("--x", column.left).number("--w", column.width);
        name.child(span().child(column.name))
    };
    div().class("grid-head").aria_hidden("true").child(of_columns(board, name))
}

/// Something of each column near the screen.
fn of_columns(board: GridBoard, draw: fn(GridColumn) -> HtmlElement) -> AnyView {
    keyed(move || {
        board.drawn.with(|drawn| {
            let columns = drawn.columns.clone().filter_map(|index| drawn.grid.columns.get(index).cloned());
            let key = |column: &GridColumn| (column.name.clone(), column.left, column.width);
            columns.map(|column| item(&key(&column), move || draw(column))).collect()
        })
    })
}

/// The hours, and what time it is.
fn times(board: GridBoard) -> HtmlElement {
    let hours = Memo::new(move |_| board.grid.with(|grid| (grid.start, grid.minutes)));
    let hours = move || {
        let (start, minutes) = hours.get();
        let hour = |hour: i32| {
            let at = board.app.trip.with(|trip| words::clock(trip, start.plus_minutes(i64::from(hour) * 60)));
            span().class("grid-hour").number("--s", hour * 60).child(at)
        };
        (0..minutes / 60).map(hour).collect::<Vec<HtmlElement>>()
    };
    let now = move || {
        let now = board.now()?;
        let at = board.app.trip.with(|trip| words::clock(trip, board.app.now()));
        Some(span().class("grid-clock").number("--s", now).child(at))
    };
    div().class("grid-times").aria_hidden("true").child(hours).child(now)
}

fn cells(board: GridBoard) -> HtmlElement {
    let cells = move || {
        let drawn = board.drawn.get();
        let trip = Arc::as_ptr(&drawn.trip).addr();
        let total = drawn.grid.cells.len();
        let cell = |(index, placed): (usize, GridCell)| {
            let own = match placed.what {
                AgendaItemRef::Own(index) => board.app.own_items.all().with(|own| own.get(index).cloned()),
                AgendaItemRef::Session(_) => None,
            };
            let drawn = drawn.clone();
            item(&(placed, index, total, trip, own), move || cell(board, &drawn, index, placed))
        };
        board.cells().into_iter().map(cell).collect()
    };
    let now = move || board.now().map(|now| div().class("grid-now").aria_hidden("true").number("--s", now));
    let edges = of_columns(board, |column| div().class("grid-edge").number("--x", column.left));
    div().class("grid-cells").role("presentation").child(edges).child(keyed(cells)).child(now)
}

/// The row of what is picked, with its link and its star.
fn picked_row(board: GridBoard) -> AnyView {
    live(move || {
        let picked = board.picked.get()?;
        board.app.trip.track();
        let row = agenda_row(board.app, picked.what, RowTime::Clock, Vec::new())?;
        Some(ul().class("rows grid-picked").child(row))
    })
}

/// What of the day has no time, below the grid, once it is asked for.
fn untimed(board: GridBoard) -> AnyView {
    let untimed = Memo::new(move |_| board.grid.with(|grid| grid.untimed.clone()));
    let is_open = RwSignal::new(false);
    let rows = move || {
        board.app.trip.track();
        let row = |what: &AgendaItemRef| agenda_row(board.app, *what, RowTime::Clock, Vec::new());
        is_open.get().then(|| ul().class("rows").children(untimed.get().iter().filter_map(row).collect()))
    };
    let button = move || {
        let count = untimed.with(Vec::len);
        let words = format!("{} without a time", words::count(count, "session", "sessions"));
        let toggle = move || is_open.update(|is_open| *is_open = !*is_open);
        let button = button().class("button").on_click(toggle).child(words);
        (count > 0).then(|| button.aria_expanded(move || if is_open.get() { "true" } else { "false" }))
    };
    section().class("grid-untimed").child(button).child(rows).into()
}
