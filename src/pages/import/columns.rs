//! What the columns of a table hold: asked where nothing says it, and put right where it was taken for something else.

use std::sync::Arc;

use lanyard_core::schedule::columns::{ColumnKind, DateOrder, TableMapping, TableSample};
use leptos::prelude::*;

use super::pieces::next_button;
use crate::components::html::{
    HtmlElement, Piece, all, button, chip, chips, details, div, h2, label, li, list, option, p, select, small, span,
    summary,
};
use crate::state::App;
use crate::state::trips::{FoundSchedule, Input, UnknownTable};

/// What a user is asked for, best known first.
const KINDS: [(ColumnKind, &str); 15] = [
    (ColumnKind::Title, "Title"),
    (ColumnKind::StartDay, "Day"),
    (ColumnKind::Start, "Start"),
    (ColumnKind::End, "End"),
    (ColumnKind::Duration, "Duration"),
    (ColumnKind::Room, "Room"),
    (ColumnKind::Speakers, "Speakers"),
    (ColumnKind::Affiliation, "Affiliation"),
    (ColumnKind::Track, "Track"),
    (ColumnKind::Kind, "Kind of session"),
    (ColumnKind::Language, "Language"),
    (ColumnKind::Abstract, "Description"),
    (ColumnKind::Url, "Address of its page"),
    (ColumnKind::Zone, "Time zone"),
    (ColumnKind::Id, "Number or code"),
];

/// Nothing says which columns hold the title and the time.
pub fn question(app: App, table: &Arc<UnknownTable>) -> AnyView {
    let next = table.input.next.clone();
    let way_out = match next.is_empty() {
        true => button().class("button").on_click(move || app.trips.cancel_reading()).child("Cancel"),
        false => next_button(app, next),
    };
    let asked = "This is a table. Say which column holds the title, and which the day or the time. Lanyard remembers it for \
        tables with these columns.";
    all((
        h2().class("preview-title").child("What do its columns hold?"),
        p().class("facts").role("status").child(asked),
        editor(app, table.input.clone(), &table.sample, button().class("button primary"), way_out),
    ))
}

/// The same of a table that was understood, folded away.
pub fn correction(app: App, found: &Arc<FoundSchedule>, sample: &TableSample) -> HtmlElement {
    let name = summary().child("What its columns were taken for");
    details().class("fold").child(name).child(editor(app, found.input.clone(), sample, button().class("button"), ()))
}

/// A field for each column, with what stands in it; `read` becomes the button that reads the table so.
fn editor(app: App, input: Input, sample: &TableSample, read: HtmlElement, way_out: impl Piece) -> AnyView {
    let mapping = RwSignal::new(sample.mapping.clone());
    let columns = sample.headers.iter().enumerate().map(|(index, header)| {
        let cells = sample.rows.iter().filter_map(|row| row.get(index)).filter(|cell| !cell.is_empty());
        let cells: Vec<&str> = cells.map(String::as_str).collect();
        let now = sample.mapping.columns.iter().find(|(_, of)| of == header).map(|(kind, _)| *kind);
        let nothing = option().value("0").child("Nothing Lanyard needs");
        let kinds = KINDS
            .iter()
            .zip(1..)
            .map(|((kind, name), index)| option().value(index.to_string()).selected(now == Some(*kind)).child(*name));
        let choices: Vec<HtmlElement> = [nothing].into_iter().chain(kinds).collect();
        let header_now = header.clone();
        let field = select().on_change(move |choice| {
            let kind = choice.parse::<usize>().ok().and_then(|index| KINDS.get(index.checked_sub(1)?));
            mapping.update(|mapping| put(mapping, &header_now, kind.map(|(kind, _)| *kind)));
        });
        let words = span().child(header.clone()).child(small().class("row-facts").child(cells.join(" · ")));
        li().child(label().class("line").child(words).child(field.children(choices)))
    });
    let orders = [
        (None, "As the dates tell"),
        (Some(DateOrder::DayFirst), "Day first"),
        (Some(DateOrder::MonthFirst), "Month first"),
    ];
    let orders = orders.map(|(order, name)| {
        let is_on = move || mapping.with(|mapping| mapping.date_order == order);
        chip(name, is_on, move || mapping.update(|mapping| mapping.date_order = order))
    });
    let missing = move || mapping.with(missing);
    let sample = sample.clone();
    let say = move || app.trips.say_columns(input.clone(), &sample, mapping.get_untracked());
    let read = read.disabled(move || missing().is_some()).on_click(say).child("Read it so");
    all((
        list("columns", columns.collect()),
        p().class("facts").child("Dates in numbers alone, like 3.5.2026 or 5/3/2026:"),
        chips("Order of dates", orders.into()),
        p().class("facts").role("status").child(move || missing().unwrap_or_default()),
        div().class("buttons").child(read).child(way_out),
    ))
}

/// Notes that the column holds this.
fn put(mapping: &mut TableMapping, header: &str, kind: Option<ColumnKind>) {
    mapping.columns.retain(|(_, of)| of != header);
    mapping.columns.extend(kind.map(|kind| (kind, header.to_owned())));
}

/// What is still to be said before a schedule can be made of it.
fn missing(mapping: &TableMapping) -> Option<String> {
    let is_twice = |kind: ColumnKind| mapping.columns.iter().filter(|(known, _)| *known == kind).count() > 1;
    let twice = KINDS.into_iter().find(|(kind, _)| *kind != ColumnKind::Speakers && is_twice(*kind));
    match twice {
        Some((_, name)) => Some(format!("Two columns are called “{name}”. Choose one of them.")),
        None if !mapping.suffices() => Some("The title, and the day or the start, are still to be chosen.".to_owned()),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_and_a_time_are_enough_and_only_speakers_may_be_in_several_columns() {
        let mut mapping = TableMapping::default();
        put(&mut mapping, "A", Some(ColumnKind::Title));
        put(&mut mapping, "B", Some(ColumnKind::Speakers));
        put(&mut mapping, "C", Some(ColumnKind::Speakers));
        assert!(missing(&mapping).is_some_and(|said| said.contains("still to be chosen")));
        put(&mut mapping, "D", Some(ColumnKind::Title));
        assert!(missing(&mapping).is_some_and(|said| said.contains("“Title”")));
        put(&mut mapping, "D", Some(ColumnKind::Start));
        assert_eq!(missing(&mapping), None);
        put(&mut mapping, "D", None);
        assert_eq!(mapping.columns.len(), 3);
        assert!(missing(&mapping).is_some());
    }
}
