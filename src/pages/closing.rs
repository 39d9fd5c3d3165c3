//! Closing a day, or the week: what was planned, promised, met and photographed, one tap each. Nothing is forced.

use lanyard_core::notebook::{Attendance, Entry, EntryId, Mark, SessionSnapshot};
use lanyard_core::records::StorageHealth;
use lanyard_core::retrospective::{OutlineKind, OutlineView};
use lanyard_core::schedule::{Day, SessionKey};
use leptos::prelude::*;

use crate::components::entry::entry_item;
use crate::components::header::inner_header;
use crate::components::html::{
    HtmlElement, a, all, article, chip, div, input, item, keyed, li, line, live, nav, p, span, titled, ul,
};
use crate::components::photo;
use crate::components::plain_row::{link, plain_row};
use crate::components::saved::none_yet;
use crate::components::share::share_follow_ups;
use crate::components::words;
use crate::pages::backup;
use crate::platform::scrolling;
use crate::route::Page;
use crate::state::{App, snapshot};

/// The bar of days, which may be wider than the screen.
const DAYS: &str = "closing-days";

pub fn page(app: App) -> HtmlElement {
    let day = Memo::new(move |_| {
        app.navigation.route.with(|route| match route.page {
            Page::Closing(day) => day,
            _ => None,
        })
    });
    let head = live(move || {
        let title = if day.get().is_some() { "Close the day" } else { "Close the week" };
        inner_header(app, Page::Now, "Now", title.to_owned(), ())
    });
    article()
        .class("closing")
        .child(head)
        .child(p().class("facts").child("It takes a minute, and nothing is forced."))
        .child(days(app, day))
        .child(live(move || when_read(app, day.get())))
}

/// On Now, when a day or the trip is over: what was not said yet, and the ways to say it and to write it up.
pub fn looking_back(app: App, day: Option<Day>) -> AnyView {
    let unanswered = Memo::new(move |_| app.closing(day).1);
    let close = move || match (day, unanswered.get()) {
        (Some(_), 0) => "Close the day".to_owned(),
        (None, 0) => "Close the week".to_owned(),
        (Some(_), open) => format!("Close the day · {} to answer for", words::count(open, "talk", "talks")),
        (None, open) => format!("Close the week · {} to answer for", words::count(open, "talk", "talks")),
    };
    let closing = a().class("plain-row more").href(app.href(Page::Closing(day))).child(close);
    let retrospective = Page::Retrospective(OutlineKind::Post, OutlineView::Outline);
    let write_up = a().class("plain-row more").href(app.href(retrospective)).child("Retrospective");
    let numbers = p().class("facts week-numbers").child(move || app.week_numbers().sentence());
    all((closing, write_up, day.is_none().then_some(numbers)))
}

/// The days of the trip that have begun, and all of it.
fn days(app: App, day: Memo<Option<Day>>) -> HtmlElement {
    let way = move |of: Option<Day>, name: String| {
        let href = app.href(Page::Closing(of));
        a().class("chip").href(href).aria_current(move || (day.get() == of).then_some("page")).child(name)
    };
    let (trip, today) = (app.trip.get_untracked(), untrack(|| app.day_at(app.now())));
    let begun = trip.days().filter(|day| *day <= today).map(|day| way(Some(day), words::day_short(day)));
    let ways = begun.chain([way(None, "The whole week".to_owned())]).collect();
    // Once, when the page is opened: the bar does not move under a finger that goes from day to day.
    scrolling::after_next_frame(|| scrolling::show_pressed(DAYS));
    nav().class("chips scrolls").id(DAYS).aria_label("Days").children(ways)
}

fn when_read(app: App, day: Option<Day>) -> AnyView {
    match app.storage.health().get() {
        StorageHealth::Loading => none_yet(app, "").into(),
        _ => all((body(app, day), after(app))),
    }
}

/// How the week went, and the way to write it up.
fn after(app: App) -> AnyView {
    let write_up = a()
        .class("button primary")
        .href(app.href(Page::Retrospective(OutlineKind::Post, OutlineView::Outline)))
        .child("Retrospective");
    let numbers = p().class("facts week-numbers").child(move || app.week_numbers().sentence());
    // The evening is when there is time, and a network, for a second copy.
    let backup = link(app, Page::Backup(None));
    let in_short = move || backup::in_short(app.last_backup(), app.clock.real_now());
    let backup = ul().class("rows").child(plain_row(backup, "Save a backup", in_short));
    all((numbers, backup, div().class("buttons publish").child(write_up)))
}

/// The lists hold what there was when the day was opened, so that nothing leaves from under a finger.
fn body(app: App, day: Option<Day>) -> AnyView {
    let (closing, _) = untrack(|| app.closing(day));
    let counted = |title: &str, count: usize| format!("{title} · {count}");
    let is_empty = closing == Default::default();
    let starred = (!closing.sessions.is_empty()).then(|| {
        let rows = closing.sessions.iter().filter_map(|key| session(app, key)).collect::<Vec<HtmlElement>>();
        titled(counted("Starred", closing.sessions.len()), ul().class("closing-list").children(rows))
    });
    let photos = part(counted("Photos without a caption", closing.without_caption.len()), closing.without_caption, {
        move |id| field(app, id, "What does it show?", |entry| &mut entry.caption)
    });
    let people = part(counted("People without a name", closing.nameless.len()), closing.nameless, {
        move |id| field(app, id, "Name", |entry| &mut entry.name)
    });
    let open = closing.follow_ups;
    let follow_ups = (!open.is_empty()).then(|| {
        let title = counted("Open follow-ups", open.len());
        let listed = open.clone();
        let share = share_follow_ups(app, move |entry| listed.contains(&entry.id));
        let items = move || open.iter().map(|id| entry_item(app, id.clone(), |_| true)).collect();
        titled(title, all((ul().class("entries").child(keyed(items)), share)))
    });
    let done = is_empty.then(|| p().class("empty").child("Nothing is open here."));
    all((starred, photos, people, follow_ups, done))
}

fn part(
    title: String,
    ids: Vec<EntryId>,
    draw: impl Fn(EntryId) -> HtmlElement + Copy + Send + 'static,
) -> Option<HtmlElement> {
    let items = move || {
        ids.iter()
            .map(|id| {
                item(id, {
                    let id = id.clone();
                    move || draw(id)
                })
            })
            .collect::<Vec<_>>()
    };
    let has_any = !items().is_empty();
    has_any.then(|| titled(title, ul().class("closing-list").child(keyed(items))))
}

/// A starred session with its answers.
fn session(app: App, key: &SessionKey) -> Option<HtmlElement> {
    let trip = app.trip.get_untracked();
    let session = trip.find(key)?;
    let known = snapshot(session);
    let title = link(app, Page::Session(key.clone())).class("closing-title").child(session.title.clone());
    let time = words::time_range(&trip, session.when);
    let mark = session.day.zip(session.when.start()).and_then(|(day, start)| words::day_mark(&trip, day, start));
    let facts =
        [Some(time), mark, words::location(&trip, session)].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let answers = Attendance::ALL.map(|answer| answer_chip(app, key, &known, answer));
    let (of, set) = (key.clone(), key.clone());
    let later = move || app.marks.of(&of).watch_later;
    let now = later.clone();
    let name = format!("Watch later: {}", known.title);
    let later = chip("Later", later, move || {
        app.marks.set(&set, known.clone(), Mark::WatchLater, !untrack(&now));
    });
    let group = div()
        .class("answers")
        .role("group")
        .aria_label(session.title.clone())
        .children(answers.into_iter().collect::<Vec<HtmlElement>>())
        .child(later.aria_label(name));
    Some(li().child(p().child(title)).child(p().class("facts").child(facts)).child(group))
}

fn answer_chip(app: App, key: &SessionKey, known: &SessionSnapshot, answer: Attendance) -> HtmlElement {
    let (shown, set, known) = (key.clone(), key.clone(), known.clone());
    let is_it = move || Attendance::of(app.marks.of(&shown)) == Some(answer);
    let now = is_it.clone();
    let name = format!("{}: {}", answer.label(), known.title);
    let tap = move || {
        let wanted = (!untrack(&now)).then_some(answer);
        for (mark, on) in Attendance::changes(untrack(|| app.marks.of(&set)), wanted) {
            app.marks.set(&set, known.clone(), mark, on);
        }
    };
    chip(answer.label(), is_it, tap).aria_label(name)
}

/// One line of an entry that was left empty, with what else is known of it.
fn field(app: App, id: EntryId, name: &'static str, part: fn(&mut Entry) -> &mut String) -> HtmlElement {
    let of = id.clone();
    let value = move || app.notebook.entry(&of).map(|mut entry| part(&mut entry).clone()).unwrap_or_default();
    let write = id.clone();
    let field = input().r#type("text").prop_value(value).on_text(move |words| {
        if let Some(mut entry) = untrack(|| app.notebook.entry(&write)) {
            *part(&mut entry) = words;
            app.notebook.write(entry);
        }
    });
    let entry = untrack(|| app.notebook.entry(&id));
    let shown = entry.as_ref().and_then(|entry| photo::figure(app, entry));
    let said = entry.map(|entry| {
        let trip = app.trip.get_untracked();
        let local = entry.shown_local(&trip, entry.at);
        let (day, clock) = (words::day_short(local.day), words::clock_of(&trip, local));
        format!("{day} {clock} · {}", lanyard_core::text::excerpt(&entry.text, 120))
    });
    let body = div().class("entry-body").child(p().class("facts").child(span().child(said))).child(line(name, field));
    li().child(shown).child(body)
}
