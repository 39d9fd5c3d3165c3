//! My agenda on one sheet of paper: a day or the whole trip, with the rooms, and with lines to write on. What is shown is
//! what is printed; the style leaves out all else (`style/print.css`).

use lanyard_core::agenda::{AgendaItem, AgendaItemRef, PrintSize, print_days};
use lanyard_core::schedule::{Day, SessionStatus, Trip};
use leptos::prelude::*;

use crate::components::header::inner_header;
use crate::components::html::{
    HtmlElement, a, all, article, b, button, check, div, h2, h3, i, li, live, nav, p, section, span, ul,
};
use crate::components::saved::none_yet;
use crate::components::{qr, share, words};
use crate::platform::shell;
use crate::route::Page;
use crate::state::App;

pub fn page(app: App) -> HtmlElement {
    let day = Memo::new(move |_| {
        app.navigation.route.with(|route| match route.page {
            Page::Print(day) => day,
            _ => None,
        })
    });
    let (has_lines, has_code) = (RwSignal::new(true), RwSignal::new(false));
    let print = move || {
        if !shell::print() {
            app.notices.warn("This browser does not let a page print. Its own menu may have “Print” or “Share”.");
        }
    };
    let is_empty = Memo::new(move |_| app.timeline.with(|timeline| print_days(timeline, day.get()).is_empty()));
    let sheet = live(move || match is_empty.get() {
        true => none_yet(app, "Nothing of yours is here. Star a session first.").into(),
        false => all((
            div().class("buttons").child(button().class("button primary").on_click(print).child("Print")),
            live(move || sheet(app, day.get(), has_lines.get(), has_code.get())),
        )),
    });
    article()
        .class("print")
        .child(inner_header(app, Page::Trip, "Trip", "Print my agenda".to_owned(), ()))
        .child(days(app, day))
        .child(check("Lines to write on", move || has_lines.get(), move |on| has_lines.set(on)))
        .child(check("A code that opens it on another phone", move || has_code.get(), move |on| has_code.set(on)))
        .child(sheet)
}

/// All of it, or a day on which I have something.
fn days(app: App, day: Memo<Option<Day>>) -> HtmlElement {
    let way = move |of: Option<Day>, name: String| {
        let href = app.href(Page::Print(of));
        a().class("chip").href(href).aria_current(move || (day.get() == of).then_some("page")).child(name)
    };
    let planned = move || {
        let days = app.timeline.with(|timeline| print_days(timeline, None));
        let days = days.iter().filter_map(|(day, _)| *day).map(|day| way(Some(day), words::day_short(day)));
        [way(None, "The whole trip".to_owned())].into_iter().chain(days).collect::<Vec<HtmlElement>>()
    };
    nav().class("chips scrolls").aria_label("What to print").child(planned)
}

fn sheet(app: App, day: Option<Day>, has_lines: bool, has_code: bool) -> AnyView {
    let trip = app.trip.get();
    let days = app.timeline.with(|timeline| print_days(timeline, day));
    let count = days.iter().map(|(_, items)| items.len()).sum();
    let size = PrintSize::of(count, day.is_some(), has_lines);
    let title = match day {
        Some(day) => words::day_long(day),
        None => words::days_between(trip.first, trip.last),
    };
    let zone = words::shown_zone(&trip).abbreviation_at(trip.first_moment());
    let code = has_code.then(|| share::agenda_link(app)).flatten();
    let code = code.and_then(|link| lanyard_core::share::qr(&link)).map(|code| qr::code(&code, "A code of my agenda"));
    let head = div()
        .class("sheet-head")
        .child(div().child(h2().child(title)).child(p().child(format!("{} · Times in {zone}", trip.title))))
        .child(code);
    let days = days.iter().map(|(of, items)| {
        let title = day.is_none().then(|| h3().child(of.map_or_else(|| "Day not known".to_owned(), words::day_long)));
        let items = items.iter().filter_map(|item| row(app, &trip, item, size.blank_lines));
        all((title, ul().children(items.collect::<Vec<HtmlElement>>())))
    });
    let no_room = (has_lines && size.blank_lines == 0)
        .then(|| p().class("facts").child(format!("With {count} items on one page there is no room for lines.")));
    let form = if day.is_some() { "one-day" } else { "all-days" };
    let paper = section()
        .class(format!("sheet-of-paper {form} {}", size.class))
        .aria_label("The page")
        .child(head)
        .child(div().class("sheet-days").children(days.collect::<Vec<AnyView>>()));
    all((no_room, paper))
}

/// When, what and where; then room to write.
fn row(app: App, trip: &Trip, item: &AgendaItem, blank_lines: usize) -> Option<HtmlElement> {
    let (title, end, location) = match item.what {
        AgendaItemRef::Session(index) => {
            let session = trip.sessions.get(index)?;
            let status = if session.status == SessionStatus::Listed { "" } else { "Cancelled: " };
            let title = format!("{status}{}", session.title);
            (title, session.when.end(), words::location(trip, session).unwrap_or_default())
        }
        AgendaItemRef::Own(index) => app.own_items.all().with(|own| {
            let own = own.get(index)?;
            Some((own.title.clone(), own.end, own.location.clone()))
        })?,
    };
    let start = item.slot.map_or_else(|| "no time".to_owned(), |slot| words::clock(trip, slot.start));
    let end = end.map(|end| format!("–{}", words::clock(trip, end))).unwrap_or_default();
    let mark = item.day.zip(item.slot).and_then(|(day, slot)| words::day_mark(trip, day, slot.start));
    let mark = mark.map(|mark| span().child(format!(" {mark}")));
    let location = (!location.is_empty()).then(|| i().child(format!(" · {location}")));
    let lines: Vec<HtmlElement> = (0..blank_lines).map(|_| div().class("blank-line")).collect();
    let when = p().class("sheet-time").child(b().child(start)).child(end).child(mark);
    let what = div().child(p().child(b().child(title)).child(location)).children(lines);
    Some(li().child(when).child(what))
}
