//! Notebook: everything captured. Open follow-ups first; the rest by day, or from another side; found by its words.
//!
//! The view stands in the address. Choosing changes it in place, so that the way back leads to what was there before.

use std::sync::Arc;

use lanyard_core::notebook::{
    Entry, EntryId, EntryKind, FollowUp, Grouping, Heading, View, add_documents, group, open_follow_ups, order,
};
use lanyard_core::retrospective::{OutlineKind, OutlineView};
use lanyard_core::schedule::{EventId, Instant, TripId};
use lanyard_core::search::Search;
use lanyard_core::text::{self, markdown::set_task};
use leptos::prelude::*;

use crate::components::attachment::{attachment_name, attachment_page};
use crate::components::capture::KINDS;
use crate::components::entry::{SaysWhat, entry_item, found_entry};
use crate::components::header::header;
use crate::components::html::{
    HtmlElement, Item, a, all, b, button, chip, div, h2, input, item, keyed, li, live, option, p, section, select,
    span, tick, ul,
};
use crate::components::long_list::show_more;
use crate::components::plain_row::link;
use crate::components::saved::none_yet;
use crate::components::share::share_follow_ups;
use crate::components::slices::Slices;
use crate::components::words;
use crate::platform::clock;
use crate::route::{Page, Route};
use crate::state::App;

/// How many entries are drawn at first, and how many more with each tap. A notebook may hold thousands.
const PAGE: usize = 50;

/// Bytes of a task that are shown in the list of what is to do.
const LONGEST_TASK: usize = 400;

/// How many of them in one frame.
const SLICE: usize = 8;

pub fn page(app: App) -> AnyView {
    let view = Memo::new(move |_| {
        app.navigation.route.with(|route| match &route.page {
            Page::Notebook(view) => view.clone(),
            _ => app.last_view.get_untracked(),
        })
    });
    Effect::new(move || app.last_view.set(view.get()));
    let index = Memo::new_with_compare(move |_| Arc::new(index(app)), |_, _| true);
    let count =
        p().child(move || words::count(app.notebook.entries().with(|entries| entries.len()), "entry", "entries"));
    let way = |page: Page, name: &'static str| link(app, page).child(name);
    let retrospective = Page::Retrospective(OutlineKind::Post, OutlineView::Outline);
    let under = div()
        .class("notebook-ways")
        .child(count)
        .child(way(retrospective, "Retrospective"))
        .child(way(Page::People, "People"))
        .child(way(Page::Trash, "Trash"));
    let tools = div().class("notebook-search").child(search_field(app, view)).child(order_of(app, view));
    all((
        header(app, "Notebook".to_owned(), under),
        tools,
        filters(app, view),
        live(move || tag(app, &view.get())),
        live(move || body(app, view.get(), index)),
    ))
}

/// Changes the view in place: the history gets no step.
fn choose(app: App, view: Memo<View>, change: impl FnOnce(&mut View)) {
    let mut chosen = view.get_untracked();
    change(&mut chosen);
    app.navigation.replace(Page::Notebook(chosen));
}

fn search_field(app: App, view: Memo<View>) -> HtmlElement {
    input()
        .r#type("search")
        .class("field one-line")
        .aria_label("Search the notebook")
        .placeholder("Search your notes")
        .prop_value(move || view.with(|view| view.words.clone()))
        .on_text(move |words| choose(app, view, |view| view.words = words))
}

/// Of which kind, trip and event. Trips and events are offered where there are several.
fn filters(app: App, view: Memo<View>) -> HtmlElement {
    let chip = move |each: Option<EntryKind>, name: &'static str| {
        let count = move || {
            // Of those that the other filters let through.
            let wanted = view.with(|view| View { kind: each, ..view.clone() });
            let of_kind = |entry: &&Entry| shows(app, &wanted, entry);
            let count = app.notebook.entries().with(|entries| entries.iter().filter(of_kind).count());
            format!(" {count}")
        };
        let on = move || view.with(|view| view.kind == each);
        chip(name, on, move || choose(app, view, |view| view.kind = each)).child(span().class("count").child(count))
    };
    let mut choices = vec![chip(None, "All")];
    choices.extend(KINDS.iter().map(|each| chip(Some(*each), each.label())));
    div()
        .class("chips scrolls")
        .role("group")
        .aria_label("Which entries")
        .child(trips(app, view))
        .children(choices)
        .child(events(app, view))
}

/// In which trip they were written.
fn trips(app: App, view: Memo<View>) -> AnyView {
    let written_in = Memo::new(move |_| {
        let mut trips: Vec<TripId> = Vec::new();
        for entry in app.notebook.entries().get().iter() {
            let is_known = entry.trip.as_ref().is_some_and(|trip| trips.contains(&trip.id));
            if !is_known && let Some(trip) = app.trip_of(entry).filter(|trip| !trips.contains(trip)) {
                trips.push(trip);
            }
        }
        trips
    });
    let set = move |id: String| {
        choose(app, view, |view| view.trip = (!id.is_empty()).then(|| TripId::new(id.as_str())));
    };
    live(move || {
        let trips = written_in.get();
        let is_chosen = |id: Option<TripId>| move || view.with(|view| view.trip == id);
        let named = |id: &TripId| {
            let title = app.trip_title(id).unwrap_or_else(|| "Another trip".to_owned());
            option().value(id.to_string()).prop_selected(is_chosen(Some(id.clone()))).child(title)
        };
        let all = option().value("").prop_selected(is_chosen(None)).child("All trips");
        let has_choice = trips.len() > 1 || view.with(|view| view.trip.is_some());
        let options = [all].into_iter().chain(trips.iter().map(named)).collect::<Vec<HtmlElement>>();
        has_choice.then(|| select().class("chip").aria_label("Trip").children(options).on_change(set))
    })
}

/// From which side.
fn order_of(app: App, view: Memo<View>) -> HtmlElement {
    let by = Grouping::ALL
        .iter()
        .map(|by| {
            option()
                .value(by.word())
                .prop_selected(move || view.with(|view| view.by == *by))
                .child(format!("By {}", by.word()))
        })
        .collect::<Vec<HtmlElement>>();
    let set_by = move |word: String| choose(app, view, |view| view.by = Grouping::from_word(&word).unwrap_or_default());
    select().class("chip").aria_label("Order").children(by).on_change(set_by)
}

/// At which event, when the trip has several.
fn events(app: App, view: Memo<View>) -> Option<HtmlElement> {
    let trip = app.trip.get_untracked();
    if trip.events.len() < 2 && view.with_untracked(|view| view.event.is_none()) {
        return None;
    }
    let mut events = vec![
        option().value("").prop_selected(move || view.with(|view| view.event.is_none())).child("All events".to_owned()),
    ];
    for event in &trip.events {
        let id = event.id.clone();
        let on = move || view.with(|view| view.event.as_ref() == Some(&id));
        events.push(option().value(event.id.to_string()).prop_selected(on).child(event.short.clone()));
    }
    let set_event =
        move |id: String| choose(app, view, |view| view.event = (!id.is_empty()).then(|| EventId::new(id.as_str())));
    Some(select().class("chip").aria_label("Event").children(events).on_change(set_event))
}

/// The tag that was followed here, and the way out.
fn tag(app: App, view: &View) -> Option<HtmlElement> {
    let tag = view.tag.as_ref()?;
    let all_tags = View { tag: None, ..view.clone() };
    let clear = button()
        .class("button")
        .on_click(move || app.navigation.replace(Page::Notebook(all_tags.clone())))
        .child("Show all");
    Some(p().class("tag-filter").child(b().child(format!("#{tag}"))).child(clear))
}

/// Entries that stand under one heading.
#[derive(Clone, PartialEq)]
struct Part {
    title: Title,
    lines: Vec<ListLine>,
}

#[derive(Clone, PartialEq, Hash)]
enum Title {
    /// What a search found.
    Found,
    OpenFollowUps,
    Of(Heading),
}

/// An entry, or one open task in it: its line in the text, and its words.
#[derive(Clone, PartialEq, Hash)]
struct ListLine(EntryId, Option<(usize, String)>);

/// What the view shows. Whoever writes in one entry sees that one drawn anew, and the rest stays.
fn body(app: App, view: View, index: Memo<Arc<Search>>) -> AnyView {
    let slices = Slices::new(PAGE, SLICE);
    let is_search = !view.words.trim().is_empty();
    let says_what: SaysWhat = if view.by == Grouping::Session && !is_search { |_| false } else { |_| true };
    let query = StoredValue::new(view.words.clone());
    let parts = Memo::new(move |_| if is_search { found(app, &view, index) } else { by_side(app, &view) });
    let count = Memo::new(move |_| parts.with(|parts| parts.iter().map(|part| part.lines.len()).sum::<usize>()));
    let drawn = Memo::new(move |_| parts.with(|parts| beginning(parts, slices.drawn())));
    let sections = move || {
        let titles = drawn.with(|parts| parts.iter().map(|part| part.title.clone()).collect::<Vec<Title>>());
        titles
            .into_iter()
            .map(|title| item(&title.clone(), move || section_of(app, title, drawn, says_what, query)))
            .collect()
    };
    let more = move || show_more(count.get(), slices, PAGE);
    all((move || summary(app, count.get(), is_search), keyed(sections), more))
}

/// How much was found, or why there is nothing.
fn summary(app: App, count: usize, is_search: bool) -> Option<HtmlElement> {
    let said = match (count, is_search) {
        (0, true) => "Nothing found. Try fewer letters.".to_owned(),
        (_, true) => words::count(count, "result", "results"),
        (0, false) if app.notebook.entries().with(|entries| entries.is_empty()) => {
            let example = app.has_example().then(|| {
                a().class("plain-row more")
                    .href(Route::into_example().href())
                    .child(lanyard_core::agenda::WELCOME_EXAMPLE)
            });
            let restore = (!app.is_example())
                .then(|| a().class("plain-row more").href(app.href(Page::Backup(None))).child("Restore a backup"));
            let nothing = none_yet(app, "Nothing here yet. Tap Capture, and type.");
            return Some(div().child(nothing).child(example).child(restore));
        }
        (0, false) => return Some(p().class("empty").child("Nothing here is like this.")),
        (_, false) => return None,
    };
    Some(p().class("found").role("status").child(said))
}

/// Whether the filters let it through.
fn shows(app: App, view: &View, entry: &Entry) -> bool {
    let trip = view.trip.as_ref().and_then(|_| app.trip_of(entry));
    view.shows(entry, trip.as_ref())
}

/// Open follow-ups first, the rest in groups.
fn by_side(app: App, view: &View) -> Vec<Part> {
    let (trip, entries) = (app.trip.get(), app.notebook.entries().get());
    let shows: Vec<bool> = entries.iter().map(|entry| shows(app, view, entry)).collect();
    let is_shown = |index: usize| shows.get(index).is_some_and(|shown| *shown);
    let id_of = |index: usize| entries.get(index).map(|entry| entry.id.clone());

    let open: Vec<FollowUp> = open_follow_ups(&entries).into_iter().filter(|it| is_shown(it.entry)).collect();
    let promised: Vec<usize> = open.iter().filter(|it| it.line.is_none()).map(|it| it.entry).collect();
    let line = |it: FollowUp| Some(ListLine(id_of(it.entry)?, it.line.map(|line| (line, it.text))));
    let mut parts = vec![Part { title: Title::OpenFollowUps, lines: open.into_iter().filter_map(line).collect() }];

    let names = if view.by == Grouping::Person { app.names() } else { Arc::default() };
    let times = order::times(&entries, clock::now());
    let day_of = |index: usize| {
        let at = times.get(index).copied().unwrap_or(Instant(0));
        entries.get(index).map_or_else(|| trip.today(at), |entry| entry.local(&trip, at).day)
    };
    for group in group(&entries, view.by, &day_of, &names) {
        let wanted = group.entries.into_iter().filter(|index| is_shown(*index) && !promised.contains(index));
        let lines = wanted.filter_map(|index| Some(ListLine(id_of(index)?, None))).collect();
        parts.push(Part { title: Title::Of(group.heading), lines });
    }
    parts.retain(|part| !part.lines.is_empty());
    parts
}

/// What holds the words, best first.
fn found(app: App, view: &View, index: Memo<Arc<Search>>) -> Vec<Part> {
    let entries = app.notebook.entries().get();
    let hits = index.with(|index| index.find(&view.words, usize::MAX));
    let wanted = hits.iter().filter_map(|hit| entries.get(hit.index)).filter(|entry| shows(app, view, entry));
    let lines: Vec<ListLine> = wanted.map(|entry| ListLine(entry.id.clone(), None)).collect();
    if lines.is_empty() { Vec::new() } else { vec![Part { title: Title::Found, lines }] }
}

/// The first so many lines.
fn beginning(parts: &[Part], mut room: usize) -> Vec<Part> {
    let mut begun = Vec::new();
    for part in parts {
        let lines = part.lines.get(..room.min(part.lines.len())).unwrap_or_default();
        room -= lines.len();
        begun.push(Part { title: part.title.clone(), lines: lines.to_vec() });
        if room == 0 {
            break;
        }
    }
    begun
}

fn section_of(
    app: App,
    title: Title,
    parts: Memo<Vec<Part>>,
    says_what: SaysWhat,
    query: StoredValue<String>,
) -> HtmlElement {
    let (heading, is_found) = (heading(app, &title), title == Title::Found);
    let is_promised = title == Title::OpenFollowUps;
    let draw = move |line: ListLine| match line {
        ListLine(id, None) if is_found => found_entry(app, id, Arc::new(move || query.get_value())),
        line => line_item(app, line, says_what),
    };
    let items = move || {
        let lines = parts.with(|parts| parts.iter().find(|part| part.title == title).map(|part| part.lines.clone()));
        lines.unwrap_or_default().into_iter().map(draw).collect()
    };
    let share =
        is_promised.then(|| share_follow_ups(app, move |entry| shows(app, &app.last_view.get_untracked(), entry)));
    section().child(heading).child(ul().class("entries").child(keyed(items))).child(share)
}

fn line_item(app: App, ListLine(id, task): ListLine, says_what: SaysWhat) -> Item {
    match task {
        None => entry_item(app, id, says_what),
        Some((line, words)) => item(&(line, id.clone(), words.clone()), move || task_item(app, &id, line, &words)),
    }
}

/// One line of a note that is still to do.
fn task_item(app: App, id: &EntryId, line: usize, words: &str) -> Option<HtmlElement> {
    let entry = untrack(|| app.notebook.entry(id))?;
    let of = id.clone();
    let set_done = move |done| {
        if let Some(entry) = untrack(|| app.notebook.entry(&of)) {
            app.notebook.write(Entry { text: set_task(&entry.text, line, done), ..entry });
        }
    };
    let words = text::beginning(if words.is_empty() { "To do" } else { words }, LONGEST_TASK);
    let tick = tick(format!("Done: {words}"), || false, set_done);
    let of = format!("{} · {}", entry.kind.label(), attachment_name(app, &entry.attachment));
    let body = div()
        .class("entry-body")
        .child(p().class("entry-text begins").child(words.to_owned()))
        .child(p().class("entry-facts one-line").child(span().class("entry-about").child(of)));
    Some(li().class("entry kind-follow-up").child(tick).child(body))
}

fn heading(app: App, title: &Title) -> Option<HtmlElement> {
    let group = match title {
        Title::Found => return None,
        Title::OpenFollowUps => return Some(h2().child("Open follow-ups")),
        Title::Of(group) => group,
    };
    let title = h2();
    Some(match group {
        Heading::Day(day) => title.child(words::day_long(*day)),
        Heading::Kind(kind) => title.child(kind.label()),
        Heading::About(what) => {
            let name = attachment_name(app, what);
            match attachment_page(what) {
                Some(page) => title.child(link(app, page).child(name)),
                None => title.child(name),
            }
        }
        Heading::Person(name) if app.names().knows(name) => {
            title.child(link(app, Page::Person(name.clone())).child(name.clone()))
        }
        Heading::Person(name) => title.child(name.clone()),
        Heading::Tag(tag) => title.child(format!("#{tag}")),
        Heading::Other => title.child("All others"),
    })
}

/// Every entry is one document. Made only when somebody searches.
fn index(app: App) -> Search {
    let mut search = Search::new();
    add_documents(&mut search, &app.notebook.entries().get());
    search
}
