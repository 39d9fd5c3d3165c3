//! The closed set of pages of the app. The URL's fragment is the path, so no host needs rewrite rules.
//!
//! This module is the only one that builds or reads hrefs. Reading is total: what it does not understand becomes
//! [`Page::Lost`], which says so and offers search.

use lanyard_core::agenda::Filter;
use lanyard_core::notebook::{EntryId, Mark, OwnItemId, View};
use lanyard_core::retrospective::{OutlineKind, OutlineView};
use lanyard_core::schedule::{Day, EventId, Instant, RoomId, SessionKey, VenueId};
use lanyard_core::share::CalendarScope;
use lanyard_core::text::query::{decode, encode, pairs, push};

/// A page, the instant the app behaves as at, and whose notebook it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    pub page: Page,
    /// `None` is real time, `Some` is a rehearsal.
    pub at: Option<Instant>,
    /// Whether the trip's example is open in place of what the user keeps. It is the same for the life of the page
    /// ([`crate::state::App::is_example`]).
    pub example: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Page {
    Now,
    Agenda(Filter),
    Session(SessionKey),
    Notebook(View),
    /// One of the user's own items; a new one may be meant for a day.
    Own(OwnItemId, Option<Day>),
    /// The versions of one entry.
    History(EntryId),
    Trash,
    People,
    /// The post or the report that the week becomes.
    Retrospective(OutlineKind, OutlineView),
    /// What is still to say of a day, or of the whole trip.
    Closing(Option<Day>),
    /// Clashes and gaps of a day.
    Plan(Option<Day>),
    /// What there is at the time of a session.
    Instead(SessionKey),
    /// What is hidden.
    Hidden,
    /// My agenda beside those of colleagues.
    Compare,
    /// What has a location and no time.
    Posters,
    /// Recordings from a pasted list.
    Recordings,
    /// My agenda on paper: of one day, or all of it.
    Print(Option<Day>),
    Trip,
    /// One event of the trip.
    Event(EventId),
    /// The venues, and how to get around.
    Venues,
    Venue(VenueId),
    Room(RoomId),
    Person(String),
    Shared(String),
    Search(String),
    Settings,
    /// The trips kept here, and the room for them.
    Phone,
    /// Animated codes that bring everything to another phone.
    Codes,
    /// Looking for codes with the camera.
    Scan,
    /// Everything in one file, and such a file merged with what is here. A share that waits may be the file.
    Backup(Option<String>),
    /// Adding a conference.
    Import,
    /// A conference that a link names ([`lanyard_core::share::EventLink`]), as the link says it: to add it, or to hand it on.
    Add(String),
    /// My card.
    Card,
    /// Stars from another system.
    Stars,
    Changes,
    /// A file for the calendar on the phone.
    Calendar(CalendarScope),
    /// The sessions with a mark.
    Marked(Mark),
    /// Something that came from outside, before the user has said what becomes of it.
    Received(Arrival),
    /// The path as it came, for the page that says it leads nowhere.
    Lost(String),
}

/// What came from outside: by the phone's share sheet, a form of any page, or a link. Nothing of it is the user's yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// Words in the address itself.
    Linked(String),
    /// What the service worker has put aside under this id.
    Shared(String),
    /// The service worker could not put it aside. These words came with it.
    Refused(String),
    TooLong,
}

/// Bytes of words that may come from outside. The service worker has the same limit.
const MOST_WORDS: usize = 100_000;

/// How an address says that the example is open. There is one.
const EXAMPLE: &str = "example=week";

impl Route {
    /// Reads the fragment of an address, with its `#` or without.
    pub fn parse(fragment: &str) -> Self {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let (path, query) = fragment.split_once('?').unwrap_or((fragment, ""));
        let (mut at, mut example) = (None, false);
        let mut rest: Vec<&str> = Vec::new();
        let mut damaged = false;
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.strip_prefix("at=") {
                Some(text) => {
                    at = Instant::parse(&decode(text).unwrap_or_default());
                    damaged |= at.is_none();
                }
                None if pair == EXAMPLE => example = true,
                None => rest.push(pair),
            }
        }
        let page = if damaged { None } else { Page::parse(path, &rest.join("&")) };
        Self { page: page.unwrap_or_else(|| Page::Lost(fragment.to_owned())), at, example }
    }

    /// A page as it is in real time, with what the user keeps: what others are given.
    pub fn plain(page: Page) -> Self {
        Self { page, at: None, example: false }
    }

    /// The way into the example. When it is rehearsed is the trip's to say, which may not be the one that is shown.
    pub fn into_example() -> Self {
        Self { page: Page::Notebook(View::default()), at: None, example: true }
    }

    /// Another page, as at the same instant and in the same notebook.
    pub fn to(&self, page: Page) -> Self {
        Self { page, at: self.at, example: self.example }
    }

    /// The address of this page within the app: `#/agenda?view=mine`.
    pub fn href(&self) -> String {
        let (mut href, query) = self.page.path_and_query();
        href.insert(0, '#');
        let mut separator = '?';
        if !query.is_empty() {
            href.push(separator);
            href.push_str(&query);
            separator = '&';
        }
        let at = self.at.map(|at| format!("at={at}"));
        for part in self.example.then(|| EXAMPLE.to_owned()).into_iter().chain(at) {
            href.push(separator);
            href.push_str(&part);
            separator = '&';
        }
        href
    }
}

impl Page {
    /// The page as such, without what is chosen on it.
    pub fn itself(&self) -> Self {
        match self {
            Self::Agenda(_) => Self::Agenda(Filter::default()),
            Self::Search(_) => Self::Search(String::new()),
            Self::Notebook(_) => Self::Notebook(View::default()),
            Self::Retrospective(..) => Self::Retrospective(OutlineKind::default(), OutlineView::default()),
            Self::Closing(_) => Self::Closing(None),
            Self::Plan(_) => Self::Plan(None),
            Self::Print(_) => Self::Print(None),
            page => page.clone(),
        }
    }

    /// Whether there is no list that it belongs to.
    pub fn is_alone(&self) -> bool {
        matches!(
            self,
            Self::Retrospective(..)
                | Self::Closing(_)
                | Self::Plan(_)
                | Self::Recordings
                | Self::Print(_)
                | Self::Shared(_)
                | Self::Received(_)
                | Self::Lost(_)
        )
    }

    /// The list that it stands beside on a wide screen, which is itself where it is one or stands alone. `before` is the
    /// page one comes from, with the list of that one.
    pub fn list(&self, before: Option<(&Self, &Self)>) -> Self {
        let home = match self {
            Self::People | Self::Card | Self::History(_) | Self::Trash => return Self::Notebook(View::default()),
            Self::Event(_)
            | Self::Venues
            | Self::Phone
            | Self::Codes
            | Self::Scan
            | Self::Backup(_)
            | Self::Settings
            | Self::Import
            | Self::Add(_)
            | Self::Stars
            | Self::Changes
            | Self::Hidden
            | Self::Compare
            | Self::Posters
            | Self::Calendar(CalendarScope::Agenda | CalendarScope::Event(_))
            | Self::Marked(_) => return Self::Trip,
            Self::Session(_)
            | Self::Calendar(CalendarScope::Session(_))
            | Self::Own(..)
            | Self::Person(_)
            | Self::Instead(_) => Self::Agenda(Filter::default()),
            Self::Venue(_) | Self::Room(_) => Self::Venues,
            _ => return self.clone(),
        };
        match before {
            Some((from, _)) if from.is_list_of(self) => from.clone(),
            Some((_, list)) if !list.is_alone() => list.clone(),
            _ => home,
        }
    }

    /// Whether it stands beside a list, and is a list of such pages itself: it moves over when one goes on from it.
    fn is_list_of(&self, page: &Self) -> bool {
        matches!(
            (self, page),
            (Self::People, Self::Person(_))
                | (Self::Changes | Self::Marked(_) | Self::Posters, Self::Session(_))
                | (Self::Venues, Self::Venue(_))
                | (Self::Venue(_), Self::Room(_))
        )
    }

    fn parse(path: &str, query: &str) -> Option<Self> {
        let path = path.strip_prefix('/').unwrap_or(path);
        let path = path.strip_suffix('/').unwrap_or(path);
        let (head, rest) = path.split_once('/').unwrap_or((path, ""));
        Some(match (head, rest) {
            ("" | "now", "") => Self::Now,
            ("agenda", "") => Self::Agenda(Filter::from_query(query)),
            ("notebook", "") => Self::Notebook(View::from_query(query)),
            ("own", id) if !id.is_empty() => {
                let day = query.strip_prefix("day=").and_then(Day::parse);
                Self::Own(OwnItemId(decode(id)?.into()), day)
            }
            ("history", id) if !id.is_empty() => Self::History(EntryId::new(&decode(id)?)),
            ("trash", "") => Self::Trash,
            ("people", "") => Self::People,
            ("retrospective", "") => {
                let word = |name: &str| pairs(query).find(|(key, _)| *key == name).map(|(_, word)| word);
                let kind = word("of").and_then(|word| OutlineKind::from_word(&word)).unwrap_or_default();
                Self::Retrospective(kind, word("show").and_then(|it| OutlineView::from_word(&it)).unwrap_or_default())
            }
            ("plan", "") => Self::Plan(query.strip_prefix("day=").and_then(Day::parse)),
            ("hidden", "") => Self::Hidden,
            ("compare", "") => Self::Compare,
            ("posters", "") => Self::Posters,
            ("instead", rest) => Self::Instead(session_key(rest)?),
            ("closing", "") => Self::Closing(query.strip_prefix("day=").and_then(Day::parse)),
            ("recordings", "") => Self::Recordings,
            ("print", "") => Self::Print(query.strip_prefix("day=").and_then(Day::parse)),
            ("trip", "") => Self::Trip,
            ("event", id) if !id.is_empty() => Self::Event(EventId::new(decode(id)?)),
            ("venues", "") => Self::Venues,
            ("phone", "") => Self::Phone,
            ("codes", "") => Self::Codes,
            ("scan", "") => Self::Scan,
            ("backup", "") => Self::Backup(query.strip_prefix("shared=").and_then(decode)),
            ("settings", "") => Self::Settings,
            ("import", "") => Self::Import,
            ("add", "") => Self::Add(query.to_owned()),
            ("card", "") => Self::Card,
            ("stars", "") => Self::Stars,
            ("changes", "") => Self::Changes,
            ("marked", word) => Self::Marked(Mark::from_word(word)?),
            ("search", "") => Self::Search(decode(query.strip_prefix("q=").unwrap_or(""))?),
            ("capture", "") => Self::Received(Arrival::from_query(query)),
            ("calendar", "") => Self::Calendar(CalendarScope::Agenda),
            ("calendar", rest) => Self::Calendar(match rest.split_once('/')? {
                ("event", id) if !id.is_empty() => CalendarScope::Event(EventId::new(decode(id)?)),
                ("session", key) => CalendarScope::Session(session_key(key)?),
                _ => return None,
            }),
            ("session", rest) => Self::Session(session_key(rest)?),
            ("room", id) if !id.is_empty() => Self::Room(RoomId::new(decode(id)?)),
            ("venue", id) if !id.is_empty() => Self::Venue(VenueId::new(decode(id)?)),
            ("person", name) if !name.is_empty() => Self::Person(decode(name)?),
            ("shared", payload) if !payload.is_empty() => Self::Shared(payload.to_owned()),
            _ => return None,
        })
    }

    fn path_and_query(&self) -> (String, String) {
        let plain = |path: &str| (path.to_owned(), String::new());
        let on_day =
            |path: &str, day: Option<Day>| (path.to_owned(), day.map(|day| format!("day={day}")).unwrap_or_default());
        let under = |head: &str, parts: &[&str]| {
            let mut path = head.to_owned();
            for part in parts {
                path.push('/');
                encode(part, &mut path);
            }
            (path, String::new())
        };
        match self {
            Self::Now => plain("/now"),
            Self::Agenda(filter) => ("/agenda".to_owned(), filter.to_query()),
            Self::Session(key) => under("/session", &[key.event.as_str(), key.session.as_str()]),
            Self::Notebook(view) => ("/notebook".to_owned(), view.to_query()),
            Self::Own(id, day) => {
                let query = day.map(|day| format!("day={day}"));
                (under("/own", &[&id.0]).0, query.unwrap_or_default())
            }
            Self::History(id) => under("/history", &[id.as_str()]),
            Self::Trash => plain("/trash"),
            Self::People => plain("/people"),
            Self::Retrospective(kind, view) => {
                let mut query = String::new();
                if *kind != OutlineKind::default() {
                    push(&mut query, "of", kind.word());
                }
                if *view != OutlineView::default() {
                    push(&mut query, "show", view.word());
                }
                ("/retrospective".to_owned(), query)
            }
            Self::Closing(day) => on_day("/closing", *day),
            Self::Plan(day) => on_day("/plan", *day),
            Self::Instead(key) => under("/instead", &[key.event.as_str(), key.session.as_str()]),
            Self::Hidden => plain("/hidden"),
            Self::Compare => plain("/compare"),
            Self::Posters => plain("/posters"),
            Self::Recordings => plain("/recordings"),
            Self::Print(day) => ("/print".to_owned(), day.map(|day| format!("day={day}")).unwrap_or_default()),
            Self::Trip => plain("/trip"),
            Self::Event(id) => under("/event", &[id.as_str()]),
            Self::Venues => plain("/venues"),
            Self::Phone => plain("/phone"),
            Self::Codes => plain("/codes"),
            Self::Scan => plain("/scan"),
            Self::Backup(share) => {
                let mut query = String::new();
                if let Some(share) = share {
                    push(&mut query, "shared", share);
                }
                ("/backup".to_owned(), query)
            }
            Self::Room(id) => under("/room", &[id.as_str()]),
            Self::Venue(id) => under("/venue", &[id.as_str()]),
            Self::Person(name) => under("/person", &[name]),
            Self::Shared(payload) => (format!("/shared/{payload}"), String::new()),
            Self::Search(words) => {
                let mut query = String::new();
                if !words.is_empty() {
                    push(&mut query, "q", words);
                }
                ("/search".to_owned(), query)
            }
            Self::Settings => plain("/settings"),
            Self::Import => plain("/import"),
            Self::Add(query) => ("/add".to_owned(), query.clone()),
            Self::Card => plain("/card"),
            Self::Stars => plain("/stars"),
            Self::Changes => plain("/changes"),
            Self::Calendar(CalendarScope::Agenda) => plain("/calendar"),
            Self::Calendar(CalendarScope::Event(id)) => under("/calendar/event", &[id.as_str()]),
            Self::Calendar(CalendarScope::Session(key)) => {
                under("/calendar/session", &[key.event.as_str(), key.session.as_str()])
            }
            Self::Marked(mark) => under("/marked", &[mark.word()]),
            Self::Received(arrival) => ("/capture".to_owned(), arrival.to_query()),
            Self::Lost(fragment) => plain(fragment),
        }
    }
}

/// `<event>/<session>`, neither empty.
fn session_key(path: &str) -> Option<SessionKey> {
    let (event, session) = path.split_once('/')?;
    let (event, session) = (decode(event)?, decode(session)?);
    (!event.is_empty() && !session.is_empty()).then(|| SessionKey::new(event.as_str(), session.as_str()))
}

impl Arrival {
    fn from_query(query: &str) -> Self {
        let value = |wanted: &str| pairs(query).find(|(name, _)| *name == wanted).map(|(_, value)| value);
        if let Some(id) = value("shared") {
            return Self::Shared(id);
        }
        // The title, the text and the address that an app gave, a line each.
        let words = ["title", "text", "url"].iter().filter_map(|name| value(name)).collect::<Vec<String>>().join("\n");
        match value("refused").as_deref() {
            Some("words") => Self::TooLong,
            _ if words.len() > MOST_WORDS => Self::TooLong,
            Some(_) => Self::Refused(words),
            None => Self::Linked(words),
        }
    }

    fn to_query(&self) -> String {
        let (name, value) = match self {
            Self::Linked(words) => ("text", words.as_str()),
            Self::Shared(id) => ("shared", id.as_str()),
            Self::Refused(words) => {
                let mut query = "refused=files".to_owned();
                push(&mut query, "text", words);
                return query;
            }
            Self::TooLong => ("refused", "words"),
        };
        let mut query = String::new();
        push(&mut query, name, value);
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(fragment: &str, page: Page) {
        assert_eq!(Route::parse(fragment), Route::plain(page));
    }

    #[test]
    fn places_are_read_from_the_fragment() {
        check("", Page::Now);
        check("#/", Page::Now);
        check("#/now", Page::Now);
        check("#/trip/", Page::Trip);
        check("#/notebook", Page::Notebook(View::default()));
        check("#/history/4fd1", Page::History(EntryId::new("4fd1")));
        check("#/session/kubecon/1i7ke", Page::Session(SessionKey::new("kubecon", "1i7ke")));
        check("#/session/own/a%2Fb%20c", Page::Session(SessionKey::new("own", "a/b c")));
        check("#/person/Kanevskiy%2C%20Alexander", Page::Person("Kanevskiy, Alexander".to_owned()));
        check("#/shared/1abc-_", Page::Shared("1abc-_".to_owned()));
        check("#/search?q=caf%C3%A9", Page::Search("café".to_owned()));
        check(
            "#/capture?title=A+talk&url=https%3A%2F%2Fa.example",
            Page::Received(Arrival::Linked("A talk\nhttps://a.example".to_owned())),
        );
        check("#/capture?shared=01ab&text=A", Page::Received(Arrival::Shared("01ab".to_owned())));
        check("#/capture?refused=files&text=A", Page::Received(Arrival::Refused("A".to_owned())));
        check(&format!("#/capture?text={}", "a".repeat(MOST_WORDS + 1)), Page::Received(Arrival::TooLong));
    }

    #[test]
    fn what_leads_nowhere_is_kept_for_the_page_that_says_so() {
        for fragment in [
            "/nowhere",
            "/session/kubecon",
            "/session//",
            "/venue/",
            "/event/",
            "/event/%ff",
            "/venues/all",
            "/marked/dull",
            "/calendar/event/",
            "/calendar/week",
            "/calendar/session/kubecon",
            "/person/%ff",
            "/now?at=yesterday",
        ] {
            check(fragment, Page::Lost(fragment.to_owned()));
        }
    }

    #[test]
    fn every_place_leads_back_to_itself() {
        let at = Instant::parse("2024-11-13T14:42:00-07:00");
        for page in [
            Page::Now,
            Page::Agenda(Filter::from_query("day=2024-11-13&view=mine")),
            Page::Session(SessionKey::new("a b", "c/d?e&f#g%h")),
            Page::Calendar(CalendarScope::Agenda),
            Page::Calendar(CalendarScope::Event("a/b".into())),
            Page::Calendar(CalendarScope::Session(SessionKey::new("a b", "c/d?e&f#g%h"))),
            Page::Notebook(View::from_query("by=tag&kind=quote&q=two%20words")),
            Page::Own(OwnItemId("a1".into()), None),
            Page::Own(OwnItemId("a/1".into()), Day::parse("2024-11-13")),
            Page::History(EntryId::new("4fd1 0/a")),
            Page::Trash,
            Page::People,
            Page::Retrospective(OutlineKind::Post, OutlineView::Outline),
            Page::Retrospective(OutlineKind::Report, OutlineView::Publish),
            Page::Plan(None),
            Page::Plan(Day::parse("2024-11-13")),
            Page::Instead(SessionKey::new("a b", "c/d?e&f#g%h")),
            Page::Hidden,
            Page::Compare,
            Page::Posters,
            Page::Closing(None),
            Page::Closing(Day::parse("2024-11-13")),
            Page::Recordings,
            Page::Print(None),
            Page::Print(Day::parse("2024-11-13")),
            Page::Trip,
            Page::Event(EventId::new("fosdem 2025/rust & co")),
            Page::Venues,
            Page::Phone,
            Page::Codes,
            Page::Scan,
            Page::Backup(None),
            Page::Backup(Some("0193a b".to_owned())),
            Page::Venue(VenueId::new("salt-palace")),
            Page::Room(RoomId::new("salt-palace/250 & 251")),
            Page::Person("Anna Kapuścińska".to_owned()),
            Page::Shared("1AbC".to_owned()),
            Page::Search("dra & gpu".to_owned()),
            Page::Settings,
            Page::Import,
            Page::Add("from=fosdem.org/2026/schedule/xml&zone=Europe/Brussels&name=FOSDEM%202026".to_owned()),
            Page::Card,
            Page::Stars,
            Page::Changes,
            Page::Marked(Mark::WatchLater),
            Page::Received(Arrival::Linked("A talk + a link\nhttps://example.org/?a=b&c".to_owned())),
            Page::Received(Arrival::Shared("0193".to_owned())),
            Page::Received(Arrival::Refused("a&refused=words".to_owned())),
            Page::Received(Arrival::TooLong),
        ] {
            for (at, example) in [(None, false), (at, false), (None, true), (at, true)] {
                let route = Route { page: page.clone(), at, example };
                assert_eq!(Route::parse(&route.href()), route, "{}", route.href());
            }
        }
    }

    #[test]
    fn a_page_stands_beside_the_list_one_comes_from() {
        #[track_caller]
        fn check(way: &[&str], list: &str) {
            let mut before = None;
            for fragment in way {
                let page = Route::parse(fragment).page;
                let list = page.list(before.as_ref().map(|(from, list)| (from, list)));
                before = Some((page, list));
            }
            assert_eq!(before.map(|(_, list)| list), Some(Route::parse(list).page), "{way:?}");
        }
        check(&["/session/a/1"], "/agenda");
        check(&["/venue/a"], "/venues");
        check(&["/now", "/session/a/1", "/person/Ann", "/session/a/2"], "/now");
        check(&["/search?q=a", "/session/a/1", "/search?q=ab", "/room/1"], "/search?q=ab");
        check(&["/notebook", "/people"], "/notebook");
        check(&["/notebook", "/people", "/person/Ann", "/person/Bo"], "/people");
        check(&["/trip", "/changes", "/session/a/1", "/session/a/2"], "/changes");
        check(&["/trip", "/changes", "/session/a/1", "/trip", "/phone"], "/trip");
        check(&["/trip", "/venues", "/venue/a", "/room/1"], "/venue/a");
        check(&["/trip", "/venues", "/venue/a", "/venue/b"], "/venues");
        check(&["/venue/a", "/venue/a"], "/venues");
        check(&["/trip", "/nowhere"], "/nowhere");
        check(&["/trip", "/nowhere", "/session/a/1"], "/agenda");
    }

    #[test]
    fn the_example_is_said_beside_the_instant() {
        let route = Route::parse("#/now?example=week&at=2024-11-15T17:00:00-07:00");
        assert_eq!((&route.page, route.example), (&Page::Now, true));
        assert_eq!(route.to(Page::People).href(), "#/people?example=week&at=2024-11-16T00:00:00Z");
        assert_eq!(Route::into_example().href(), "#/notebook?example=week");
        assert!(!Route::parse("#/now?example=month").example);
        assert_eq!(Route::plain(Page::People).href(), "#/people");
    }

    #[test]
    fn a_rehearsal_may_name_any_offset() {
        let route = Route::parse("#/agenda?at=2024-11-13T14:42:00-07:00&view=mine");
        assert_eq!(route.at.map(|at| at.to_string()).as_deref(), Some("2024-11-13T21:42:00Z"));
        for at in ["2024-11-13T14%3A42%3A00%2B01%3A00", "2024-11-13T14:42:00+01:00"] {
            assert_eq!(Route::parse(&format!("#/now?at={at}")).at, Instant::parse("2024-11-13T13:42:00Z"), "{at}");
        }
    }
}
