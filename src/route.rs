//! The closed set of places in the app. The URL's fragment is the path, so no host needs rewrite rules.
//!
//! This module is the only one that builds or reads hrefs. Reading is total: what it does not understand becomes
//! [`Page::Lost`], which says so and offers search.

use lanyard_core::agenda::Filter;
use lanyard_core::schedule::{Instant, SessionKey, VenueId};

/// A place and the instant the app behaves as at: `None` is real time, `Some` is a rehearsal.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    pub page: Page,
    pub at: Option<Instant>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Page {
    Now,
    Agenda(Filter),
    Session(SessionKey),
    Notebook,
    Retrospective,
    Trip,
    Venue(VenueId),
    Person(String),
    Shared(String),
    Search(String),
    Settings,
    /// What the phone's share sheet sent, on its way into an entry.
    Received(String),
    /// The path as it came, for the page that says it leads nowhere.
    Lost(String),
}

impl Route {
    /// Reads the fragment of an address, with its `#` or without.
    pub fn parse(fragment: &str) -> Self {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let (path, query) = fragment.split_once('?').unwrap_or((fragment, ""));
        let mut at = None;
        let mut rest: Vec<&str> = Vec::new();
        let mut damaged = false;
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.strip_prefix("at=") {
                Some(text) => {
                    at = Instant::parse(&decode(text).unwrap_or_default());
                    damaged |= at.is_none();
                }
                None => rest.push(pair),
            }
        }
        let page = if damaged { None } else { Page::parse(path, &rest.join("&")) };
        Self { page: page.unwrap_or_else(|| Page::Lost(fragment.to_owned())), at }
    }

    /// The address of this place within the app: `#/agenda?view=mine`.
    pub fn href(&self) -> String {
        let (mut href, query) = self.page.path_and_query();
        href.insert(0, '#');
        let mut separator = '?';
        if !query.is_empty() {
            href.push(separator);
            href.push_str(&query);
            separator = '&';
        }
        if let Some(at) = self.at {
            href.push(separator);
            href.push_str("at=");
            href.push_str(&at.to_string());
        }
        href
    }
}

impl Page {
    fn parse(path: &str, query: &str) -> Option<Self> {
        let path = path.strip_prefix('/').unwrap_or(path);
        let path = path.strip_suffix('/').unwrap_or(path);
        let (head, rest) = path.split_once('/').unwrap_or((path, ""));
        Some(match (head, rest) {
            ("" | "now", "") => Self::Now,
            ("agenda", "") => Self::Agenda(Filter::from_query(query)),
            ("notebook", "") => Self::Notebook,
            ("retrospective", "") => Self::Retrospective,
            ("trip", "") => Self::Trip,
            ("settings", "") => Self::Settings,
            ("search", "") => Self::Search(decode(query.strip_prefix("q=").unwrap_or(""))?),
            ("capture", "") => Self::Received(received(query)?),
            ("session", rest) => {
                let (event, session) = rest.split_once('/')?;
                let (event, session) = (decode(event)?, decode(session)?);
                if event.is_empty() || session.is_empty() {
                    return None;
                }
                Self::Session(SessionKey::new(event.as_str(), session.as_str()))
            }
            ("venue", id) if !id.is_empty() => Self::Venue(VenueId::new(decode(id)?)),
            ("person", name) if !name.is_empty() => Self::Person(decode(name)?),
            ("shared", payload) if !payload.is_empty() => Self::Shared(payload.to_owned()),
            _ => return None,
        })
    }

    fn path_and_query(&self) -> (String, String) {
        let plain = |path: &str| (path.to_owned(), String::new());
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
            Self::Notebook => plain("/notebook"),
            Self::Retrospective => plain("/retrospective"),
            Self::Trip => plain("/trip"),
            Self::Venue(id) => under("/venue", &[id.as_str()]),
            Self::Person(name) => under("/person", &[name]),
            Self::Shared(payload) => (["/shared/", payload].concat(), String::new()),
            Self::Search(words) => {
                let mut query = String::new();
                if !words.is_empty() {
                    query.push_str("q=");
                    encode(words, &mut query);
                }
                ("/search".to_owned(), query)
            }
            Self::Settings => plain("/settings"),
            Self::Received(words) => {
                let mut query = String::from("text=");
                encode(words, &mut query);
                ("/capture".to_owned(), query)
            }
            Self::Lost(fragment) => plain(fragment),
        }
    }
}

/// The title, the text and the address that an app shared, a line each. The service worker writes spaces as `+`.
fn received(query: &str) -> Option<String> {
    let mut lines: Vec<String> = Vec::new();
    for name in ["title=", "text=", "url="] {
        if let Some(value) = query.split('&').find_map(|pair| pair.strip_prefix(name)) {
            lines.push(decode(&value.replace('+', "%20"))?);
        }
    }
    Some(lines.join("\n"))
}

/// Percent-encodes what has a meaning in a fragment's path or query, or no place in an address (RFC 3986).
pub fn encode(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b':' | b',' | b'@') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for nibble in [byte >> 4, byte & 15] {
                out.push(HEX.get(usize::from(nibble)).copied().map_or('0', char::from));
            }
        }
    }
}

/// The opposite of [`encode`]; `None` when the escapes are broken or not UTF-8.
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let high = char::from(rest.next()?).to_digit(16)?;
                let low = char::from(rest.next()?).to_digit(16)?;
                (high * 16 + low) as u8
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(fragment: &str, page: Page) {
        assert_eq!(Route::parse(fragment), Route { page, at: None });
    }

    #[test]
    fn places_are_read_from_the_fragment() {
        check("", Page::Now);
        check("#/", Page::Now);
        check("#/now", Page::Now);
        check("#/trip/", Page::Trip);
        check("#/session/kubecon/1i7ke", Page::Session(SessionKey::new("kubecon", "1i7ke")));
        check("#/session/own/a%2Fb%20c", Page::Session(SessionKey::new("own", "a/b c")));
        check("#/person/Kanevskiy%2C%20Alexander", Page::Person("Kanevskiy, Alexander".to_owned()));
        check("#/shared/1abc-_", Page::Shared("1abc-_".to_owned()));
        check("#/search?q=caf%C3%A9", Page::Search("café".to_owned()));
        check(
            "#/capture?title=A+talk&url=https%3A%2F%2Fa.example",
            Page::Received("A talk\nhttps://a.example".to_owned()),
        );
    }

    #[test]
    fn what_leads_nowhere_is_kept_for_the_page_that_says_so() {
        for fragment in ["/nowhere", "/session/kubecon", "/session//", "/venue/", "/person/%ff", "/now?at=yesterday"] {
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
            Page::Notebook,
            Page::Retrospective,
            Page::Trip,
            Page::Venue(VenueId::new("salt-palace")),
            Page::Person("Anna Kapuścińska".to_owned()),
            Page::Shared("1AbC".to_owned()),
            Page::Search("dra & gpu".to_owned()),
            Page::Settings,
            Page::Received("A talk + a link\nhttps://example.org/?a=b&c".to_owned()),
        ] {
            for at in [None, at] {
                let route = Route { page: page.clone(), at };
                assert_eq!(Route::parse(&route.href()), route, "{}", route.href());
            }
        }
    }

    #[test]
    fn a_rehearsal_may_name_any_offset() {
        let route = Route::parse("#/agenda?at=2024-11-13T14:42:00-07:00&view=mine");
        assert_eq!(route.at.map(|at| at.to_string()).as_deref(), Some("2024-11-13T21:42:00Z"));
        for at in ["2024-11-13T14%3A42%3A00%2B01%3A00", "2024-11-13T14:42:00+01:00"] {
            assert_eq!(Route::parse(&["#/now?at=", at].concat()).at, Instant::parse("2024-11-13T13:42:00Z"), "{at}");
        }
    }
}
