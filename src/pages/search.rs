//! Search: anything, as I type.
//!
//! A key answers with the field and the first screenful; the rest of the rows, and the address, follow after the frame. Rows
//! that are still found stay as they are.

use std::sync::{Arc, OnceLock};

use lanyard_core::agenda::SessionRow;
use lanyard_core::notebook::{EntryId, OwnItem, OwnItemId};
use lanyard_core::schedule::{Day, Session, SessionStatus};
use lanyard_core::search::{DocumentKind, Search, around, fold, matches_in, missing_in};
use lanyard_core::text::of_abstract;
use leptos::ev;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::components::capture::SEARCH_FIELD;
use crate::components::entry::found_entry;
use crate::components::header::inner_header;
use crate::components::html::{
    HtmlElement, Item, all, article, b, button, chip, div, h2, i, input, item, keyed, li, live, p, section, span, ul,
};
use crate::components::marked::{LiveQuery, marked, marked_exactly, marked_live};
use crate::components::plain_row::link;
use crate::components::row::RowTime;
use crate::components::slices::Slices;
use crate::components::star::star;
use crate::components::words;
use crate::platform::{focus, scrolling};
use crate::route::Page;
use crate::state::App;
use crate::state::search::{TripSearch, own};

/// As many as three screens of results; a longer query finds the rest.
const MOST: usize = 24;

/// What a key waits for: as many as a phone shows.
const AT_ONCE: usize = 6;

/// Letters of an abstract that are shown where the words are found in it only.
const LETTERS: usize = 120;

/// The setting that holds what was searched for before, a line each, the last one first.
const RECENT: &str = "recent-searches";

/// As many of them are kept.
const MOST_RECENT: usize = 8;

const KINDS: [(DocumentKind, &str); 6] = [
    (DocumentKind::Session, "Sessions"),
    (DocumentKind::Person, "People"),
    (DocumentKind::Room, "Rooms"),
    (DocumentKind::Venue, "Venues"),
    (DocumentKind::OwnItem, "Yours"),
    (DocumentKind::Entry, "Notes"),
];

/// What is searched for. Copy it freely.
#[derive(Clone, Copy)]
struct Query {
    app: App,
    words: RwSignal<String>,
    kind: RwSignal<Option<DocumentKind>>,
    day: RwSignal<Option<Day>>,
    rows: Slices,
    /// Counts how often the words are marked anew in the rows that stay, which is after the frame of a key.
    marked: RwSignal<usize>,
}

/// What a result is. What the user wrote goes by its name, so that its words can change in place.
#[derive(Clone, PartialEq, Eq, Hash)]
enum SearchResult {
    /// Something of the trip, by its index.
    InTrip(DocumentKind, usize),
    Own(OwnItemId),
    Entry(EntryId),
}

#[derive(Clone, PartialEq)]
struct Found {
    /// The trip can be searched by now.
    is_ready: bool,
    /// How many there are with the filters.
    count: usize,
    results: Vec<SearchResult>,
    /// How many of each kind there are with the filter for days, and of each day with that for kinds.
    kinds: Vec<(DocumentKind, usize)>,
    days: Vec<(Day, usize)>,
}

pub fn page(app: App) -> HtmlElement {
    let query = Query::open(app);
    Effect::new(|| focus::focus(SEARCH_FIELD));
    let search = Memo::new(move |_| TripSearch::of(app));
    // It is read while the first word is being thought of.
    Effect::new(move || search.with(|_| ()));
    // Anew when something of the user's changes: at a cold start it arrives after the page.
    let own = Memo::new_with_compare(move |_| Arc::new(own(app)), |_, _| true);
    let found = Memo::new(move |_| search.with(|search| own.with(|own| query.find(search, own))));
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            query.remember();
        }
    };
    let field = input()
        .id(SEARCH_FIELD)
        .r#type("search")
        .class("field one-line")
        .aria_label("Search")
        .autocomplete("off")
        .placeholder("Sessions, people, rooms, notes")
        .prop_value(move || query.words.get())
        .on_text(move |words| query.set(words))
        .on(ev::keydown, on_key);
    let is_empty = Memo::new(move |_| query.words.with(|words| words.trim().is_empty()));
    let back = Page::Agenda(app.last_filter.get_untracked());
    article()
        .class("search")
        .child(inner_header(app, back, "Agenda", "Search".to_owned(), ()))
        .child(field)
        .child(live(move || if is_empty.get() { query.recent() } else { query.results(search, found) }))
}

impl Query {
    fn open(app: App) -> Self {
        let words_of = |page: &Page| match page {
            Page::Search(words) => Some(words.clone()),
            _ => None,
        };
        let typed = move || app.navigation.route.with(|route| words_of(&route.page));
        // Beside a page that was found with them.
        let before = || app.navigation.list.with_untracked(|list| words_of(&list.page));
        let words = RwSignal::new(untrack(typed).or_else(before).unwrap_or_default());
        let marked = RwSignal::new(0);
        // The address may be changed by hand, too.
        Effect::new(move || {
            if let Some(typed) = typed().filter(|typed| words.with_untracked(|words| words != typed)) {
                words.set(typed);
                marked.update(|times| *times += 1);
            }
        });
        let (kind, day) = (RwSignal::new(None), RwSignal::new(None));
        Self { app, words, kind, day, rows: Slices::new(MOST, AT_ONCE), marked }
    }

    fn set(self, words: String) {
        self.rows.begin_again();
        self.words.set(words);
        let navigation = self.app.navigation;
        scrolling::after_next_frame(move || {
            let is_here = navigation.list.with_untracked(|list| matches!(list.page, Page::Search(_)));
            if let Some(words) = self.words.try_get_untracked().filter(|_| is_here) {
                self.marked.update(|times| *times += 1);
                navigation.replace(Page::Search(words));
            }
        });
    }

    /// The words to be marked in a row: the present ones in a new row, and in one that stays after the frame. Reactive.
    fn to_mark(self) -> String {
        self.marked.track();
        self.words.get_untracked()
    }

    fn live(self) -> LiveQuery {
        Arc::new(move || self.to_mark())
    }

    /// Keeps the words that led somewhere. What was only the beginning of them goes.
    fn remember(self) {
        let words = self.words.get_untracked().trim().to_owned();
        if words.chars().nth(1).is_some() {
            let kept = untrack(|| recent(self.app));
            let others = kept.into_iter().filter(|kept| !fold(&words).starts_with(&fold(kept)));
            let all: Vec<String> = [words.clone()].into_iter().chain(others).take(MOST_RECENT).collect();
            self.app.settings.set(RECENT, &all.join("\n"));
        }
    }

    /// What was searched for before.
    fn recent(self) -> AnyView {
        let app = self.app;
        let again = move |words: String| {
            let chosen = words.clone();
            li().child(button().class("plain-row").on_click(move || self.set(chosen.clone())).child(words))
        };
        let clear = move || button().class("button").on_click(move || app.settings.set(RECENT, "")).child("Clear");
        live(move || match recent(app) {
            kept if kept.is_empty() => {
                all(p().class("empty").child("Type a word or a name. One mistyped letter is forgiven."))
            }
            kept => {
                let rows = ul().class("rows").children(kept.into_iter().map(again).collect());
                let clear = p().class("buttons").child(clear());
                section().child(h2().child("Searched before")).child(rows).child(clear).into()
            }
        })
    }

    /// Reactive.
    fn find(self, search: &TripSearch, own: &Search) -> Found {
        let app = self.app;
        let (entries, items) = (app.notebook.entries().get(), app.own_items.all().get());
        let (kind, day) = (self.kind.get(), self.day.get());
        let hits = self.words.with(|words| search.find(own, words));
        let mut found = Found {
            is_ready: search.is_ready(),
            count: 0,
            results: Vec::new(),
            kinds: KINDS.map(|(kind, _)| (kind, 0)).to_vec(),
            days: search.trip().days().map(|day| (day, 0)).collect(),
        };
        for hit in hits {
            let own_day = |item: &OwnItem| app.day_at(item.start);
            let of_day = match hit.kind {
                DocumentKind::Session => search.trip().sessions.get(hit.index).and_then(|session| session.day),
                DocumentKind::OwnItem => items.get(hit.index).map(own_day),
                _ => None,
            };
            let (is_kind, is_day) = (kind.is_none_or(|kind| kind == hit.kind), day.is_none() || day == of_day);
            if is_day && let Some((_, count)) = found.kinds.iter_mut().find(|(kind, _)| *kind == hit.kind) {
                *count += 1;
            }
            if is_kind && let Some((_, count)) = found.days.iter_mut().find(|(day, _)| Some(*day) == of_day) {
                *count += 1;
            }
            if is_kind && is_day {
                found.count += 1;
                if found.results.len() < MOST {
                    found.results.extend(match hit.kind {
                        DocumentKind::Entry => {
                            entries.get(hit.index).map(|entry| SearchResult::Entry(entry.id.clone()))
                        }
                        DocumentKind::OwnItem => items.get(hit.index).map(|item| SearchResult::Own(item.id.clone())),
                        kind => Some(SearchResult::InTrip(kind, hit.index)),
                    });
                }
            }
        }
        found
    }

    fn results(self, search: Memo<TripSearch>, found: Memo<Found>) -> AnyView {
        let said = move || {
            found.with(|found| match found.count {
                0 if !found.is_ready => "One moment.".to_owned(),
                0 => "Nothing found. Try fewer letters.".to_owned(),
                count if count > found.results.len() => {
                    format!("{count} results, the best {}", found.results.len())
                }
                count => words::count(count, "result", "results"),
            })
        };
        // In the frame of a key only the first ones may be new; whatever is there and still found stays.
        let drawn = Memo::new(move |before: Option<&Vec<SearchResult>>| {
            let at_once = self.rows.drawn();
            let stays = |result: &SearchResult| before.is_some_and(|before| before.contains(result));
            found.with(|found| {
                let results = found.results.iter().enumerate();
                let drawn = results.filter(|(number, result)| *number < at_once || stays(result));
                drawn.map(|(_, result)| result.clone()).collect::<Vec<SearchResult>>()
            })
        });
        let rows = move || {
            let search = search.get();
            drawn.get().into_iter().map(|result| self.row(&search, result)).collect()
        };
        let open = move |_| self.remember();
        all((
            self.filters(found),
            p().class("found").role("status").child(said),
            ul().class("rows found-rows").on(ev::click, open).child(keyed(rows)),
        ))
    }

    /// Which of them: by kind and by day, as far as there is a choice.
    fn filters(self, found: Memo<Found>) -> AnyView {
        let chips = move || {
            let (kind, day) = (self.kind.get(), self.day.get());
            let (kinds, days) = found.with(|found| (there_are(&found.kinds, kind), there_are(&found.days, day)));
            let kinds = kinds.into_iter().map(|kind| {
                let name = KINDS.iter().find(|(known, _)| *known == kind).map_or("", |(_, name)| name);
                let count = move || found.with(|found| count_of(&found.kinds, kind));
                item(&(0, kind), move || self.filter(name.to_owned(), self.kind, kind, count))
            });
            let days = days.into_iter().map(|day| {
                let count = move || found.with(|found| count_of(&found.days, day));
                item(&(1, day), move || self.filter(words::day_short(day), self.day, day, count))
            });
            kinds.chain(days).collect()
        };
        div().class("chips scrolls").role("group").aria_label("Which results").child(keyed(chips)).into()
    }

    fn filter<T: Copy + PartialEq + Send + Sync + 'static>(
        self,
        name: String,
        chosen: RwSignal<Option<T>>,
        value: T,
        count: impl Fn() -> usize + Send + Sync + 'static,
    ) -> HtmlElement {
        let set = move || {
            self.rows.begin_again();
            chosen.update(|chosen| *chosen = Some(value).filter(|value| *chosen != Some(*value)));
        };
        let count = span().class("count").child(move || count().to_string());
        chip(name, move || chosen.get() == Some(value), set).child(count)
    }

    fn row(self, search: &TripSearch, result: SearchResult) -> Item {
        let app = self.app;
        match result {
            SearchResult::Entry(id) => found_entry(app, id, self.live()),
            SearchResult::Own(id) => item(&id.clone(), move || {
                let shown = Memo::new(move |_| app.own_items.get(&id));
                live(move || shown.get().map(|own| self.own_row(&own)))
            }),
            SearchResult::InTrip(kind, index) => {
                let search = search.clone();
                // Another trip has others under these numbers.
                item(&(kind, index, Arc::as_ptr(search.trip()) as usize), move || self.in_trip(&search, kind, index))
            }
        }
    }

    fn marked(self, words: String) -> AnyView {
        marked_live(words, self.live())
    }

    fn marked_exactly(self, words: String) -> AnyView {
        marked_exactly(words, self.live())
    }

    fn in_trip(self, search: &TripSearch, kind: DocumentKind, index: usize) -> Option<HtmlElement> {
        let (app, trip) = (self.app, search.trip());
        let plain = |page: Page, name: &str, what: String| {
            let name = b().child(self.marked(name.to_owned()));
            li().child(link(app, page).class("plain-row two").child(name).child(span().child(self.marked(what))))
        };
        Some(match kind {
            DocumentKind::Session => self.session_row(search, index, trip.sessions.get(index)?),
            DocumentKind::Person => {
                let person = trip.people.get(index)?;
                let what = person.affiliation.clone().unwrap_or_else(|| "Speaker".to_owned());
                plain(Page::Person(person.name.clone()), &person.name, what)
            }
            DocumentKind::Room => {
                let room = trip.rooms.get(index)?;
                let venue = trip.venue_of_room(room).map(|venue| format!("Room in {}", venue.short));
                let tracks: String = search.tracks_in(index).map(|track| format!(" · {track}")).collect();
                let what = venue.unwrap_or_else(|| "Room".to_owned()) + &tracks;
                plain(Page::Room(room.id.clone()), &room.name, what)
            }
            DocumentKind::Venue => {
                let venue = trip.venues.get(index)?;
                let what = venue.address.clone().unwrap_or_else(|| "Venue".to_owned());
                plain(Page::Venue(venue.id.clone()), &venue.name, what)
            }
            DocumentKind::OwnItem | DocumentKind::Entry | DocumentKind::PublicSchedule => return None,
        })
    }

    /// The row of a list, with the matches marked; and what the abstract says, when they are only there.
    fn session_row(self, search: &TripSearch, index: usize, session: &Session) -> HtmlElement {
        let (app, trip) = (self.app, search.trip());
        let key = trip.key(session);
        let row = SessionRow::of(trip, session, RowTime::Clock);
        let day = session.when.start().map_or(session.day, |start| words::day_beside(trip, session.day, start));
        let day = day.map(|day| format!("{} {}", day.weekday().short(), day.ymd().2)).unwrap_or_default();
        let shown = format!("{} {}{}", row.title, row.label, row.facts);
        let (of, search) = (OnceLock::<String>::new(), search.clone());
        let from_abstract = Memo::new(move |_| {
            let missing = missing_in(&shown, &self.to_mark());
            if missing.is_empty() {
                return None;
            }
            // Asked for once there is something to look for in it.
            let text = of.get_or_init(|| {
                let text = search.details(index).and_then(|details| details.abstract_text);
                text.map(|text| of_abstract(&text).plain()).unwrap_or_default()
            });
            (!matches_in(text, &missing).is_empty()).then(|| (around(text, &missing, LETTERS), missing))
        });
        let said =
            move || from_abstract.get().map(|(text, missing)| p().class("found-in").child(marked(&text, &missing)));
        let status = match session.status {
            SessionStatus::Listed => None,
            SessionStatus::Cancelled => Some("Cancelled"),
            SessionStatus::Gone => Some("No longer listed"),
        };
        let of_tags = key.clone();
        let tags = move || {
            let warning = |words: &'static str| span().class("tag warns").child(words);
            let tags: Vec<HtmlElement> = status.into_iter().chain(app.trips.mark(&of_tags)).map(warning).collect();
            (!tags.is_empty()).then(|| p().class("row-tags").children(tags))
        };
        let title = link(app, Page::Session(key.clone())).class("row-title").child(self.marked(row.title));
        let facts = p()
            .class("row-facts")
            .child(span().class("row-event").child(row.label))
            .child(self.marked_exactly(row.facts));
        let body = div().class("row-body").child(title).child(facts).child(said);
        li().class(row.class).child(time(row.start, day)).child(body).child(star(app, key, session)).child(tags)
    }

    fn own_row(self, own: &OwnItem) -> HtmlElement {
        let (app, trip) = (self.app, self.app.trip.get_untracked());
        let written = [&own.location, &own.note].into_iter().filter(|part| !part.is_empty());
        let day = words::day_beside(&trip, Some(app.day_at(own.start)), own.start).map(words::day_and_year);
        let mut facts = format!(" · {}", day.unwrap_or_default());
        written.for_each(|part| facts += &format!(" · {part}"));
        let page = Page::Own(own.id.clone(), None);
        let title = link(app, page).class("row-title").child(self.marked(own.title.clone()));
        let facts =
            p().class("row-facts").child(span().class("row-event").child("Yours")).child(self.marked_exactly(facts));
        let clock = |at| words::clock(&trip, at);
        li().class("row own")
            .child(time(clock(own.start), own.end.map(clock).unwrap_or_default()))
            .child(div().class("row-body").child(title).child(facts))
            .child(span().class("own-mark").child(i().class("dot")))
    }
}

/// When it starts, and under it the day or when it ends.
fn time(start: String, under: String) -> HtmlElement {
    p().class("row-time").child(b().child(start)).child(" ").child(span().child(under))
}

/// What was searched for before, the last one first. Reactive.
fn recent(app: App) -> Vec<String> {
    let kept = app.settings.get(RECENT).unwrap_or_default();
    kept.lines().filter(|words| !words.is_empty()).take(MOST_RECENT).map(str::to_owned).collect()
}

/// Those that something was found of, and the chosen one, when there is a choice.
fn there_are<T: Copy + PartialEq>(counts: &[(T, usize)], chosen: Option<T>) -> Vec<T> {
    let is_there = |(value, count): &&(T, usize)| *count > 0 || Some(*value) == chosen;
    let there: Vec<T> = counts.iter().filter(is_there).map(|(value, _)| *value).collect();
    if there.len() > 1 || chosen.is_some() { there } else { Vec::new() }
}

fn count_of<T: PartialEq>(counts: &[(T, usize)], value: T) -> usize {
    counts.iter().find(|(other, _)| *other == value).map_or(0, |(_, count)| *count)
}
