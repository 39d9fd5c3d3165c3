//! A conference as a link: what follows `#/add?` in an address. It says what the conference is called and where its
//! schedule can be read, and nothing of the user's.
//!
//! ```text
//! from=fosdem.org/2026/schedule/xml&zone=Europe/Brussels&name=FOSDEM%202026
//! ```
//!
//! The address comes without its `https://`, which makes the code smaller and keeps chats from finding two links in one.
//! The name comes last: a link that was cut on its way lacks it, and an address that lost its end is not asked. What is
//! read is plain, and not to be trusted: the address is asked at a tap alone.

use std::fmt;

use crate::schedule::address::fetchable;
use crate::text::plain_title;
use crate::text::query::{escape, pairs};

/// Letters in the name.
const MOST_IN_NAME: usize = 120;
/// Letters in the name of a zone. The longest has 32.
const MOST_IN_ZONE: usize = 64;
/// Bytes of an address.
const MOST_IN_ADDRESS: usize = 1_000;
/// Bytes of what follows `#/add?`: each of a name of four-byte characters is written in three.
const MOST_IN_LINK: usize = 5_000;

/// A conference that whoever opens the link may add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventLink {
    /// One line; never empty in what is read.
    pub name: String,
    /// The IANA name of the zone of its times, for a schedule that does not say it; `None` when it is not known.
    pub zone: Option<String>,
    /// Where its schedule can be read, as [`fetchable`] gives it.
    pub address: String,
}

/// Why a link names no conference to add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventLinkError {
    /// It has no name, which is its last part.
    CutOff,
    /// Its address is missing, or none that may be asked.
    NoAddress,
    /// It is longer than [`EventLink::encode`] ever writes.
    TooLong,
}

impl fmt::Display for EventLinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CutOff => "This link is cut off: its end is missing. Nothing was asked. Ask for the whole link.",
            Self::NoAddress => {
                "This link names no address that Lanyard may ask: it has to begin with https://. Ask for the link again."
            }
            Self::TooLong => "This link is longer than any that Lanyard makes. Nothing was asked.",
        })
    }
}

impl std::error::Error for EventLinkError {}

impl EventLink {
    /// What follows `#/add?` in a link to it; `None` for a name of nothing, and for an address that may not be asked or is
    /// longer than 1,000 bytes. A name of more than 120 letters is shortened.
    pub fn encode(&self) -> Option<String> {
        let address = fetchable(&self.address).filter(|address| address.len() <= MOST_IN_ADDRESS)?;
        let short = address.strip_prefix("https://").filter(|short| fetchable(short).as_ref() == Some(&address));
        let name: String = plain_title(&self.name).chars().take(MOST_IN_NAME).collect();
        let mut query = String::from("from=");
        push(short.unwrap_or(&address), &mut query);
        if let Some(zone) = self.zone.as_deref().filter(|zone| is_zone_name(zone)) {
            query.push_str("&zone=");
            push(zone, &mut query);
        }
        query.push_str("&name=");
        push(name.trim_end(), &mut query);
        (!name.is_empty()).then_some(query)
    }

    /// Reads what [`EventLink::encode`] wrote.
    ///
    /// # Errors
    /// [`EventLinkError`] for any other text: each of its variants says when.
    pub fn decode(query: &str) -> Result<Self, EventLinkError> {
        if query.len() > MOST_IN_LINK {
            return Err(EventLinkError::TooLong);
        }
        let value = |wanted: &str| pairs(query).find(|(name, _)| *name == wanted).map(|(_, value)| value);
        let name = value("name").map(|name| plain_title(&name)).filter(|name| !name.is_empty());
        let name = name.ok_or(EventLinkError::CutOff)?;
        if name.chars().count() > MOST_IN_NAME {
            return Err(EventLinkError::TooLong);
        }
        let address = value("from").and_then(|from| fetchable(&from)).ok_or(EventLinkError::NoAddress)?;
        if address.len() > MOST_IN_ADDRESS {
            return Err(EventLinkError::TooLong);
        }
        // What cannot be seen would show another site than the one that is asked.
        if plain_title(&address) != address {
            return Err(EventLinkError::NoAddress);
        }
        Ok(Self { name, zone: value("zone").filter(|zone| is_zone_name(zone)), address })
    }

    /// What follows `#/add?` in a text that holds such a link, such as a message; `None` without one.
    pub fn query_in(text: &str) -> Option<&str> {
        let (_, rest) = text.split_once("#/add?")?;
        rest.split(char::is_whitespace).next().filter(|query| !query.is_empty())
    }
}

/// Values stay readable where a fragment allows it (RFC 3986, section 3.5).
fn push(value: &str, query: &mut String) {
    escape(
        value,
        |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | ':' | '/' | '?' | '=' | '@'),
        query,
    );
}

fn is_zone_name(zone: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '+' | '-');
    !zone.is_empty() && zone.len() <= MOST_IN_ZONE && zone.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn link(name: &str, zone: Option<&str>, address: &str) -> EventLink {
        EventLink { name: name.to_owned(), zone: zone.map(str::to_owned), address: address.to_owned() }
    }

    #[test]
    fn a_conference_is_a_short_link_that_a_person_can_read() {
        #[track_caller]
        fn check(link: &EventLink, expect: &str) {
            assert_eq!(link.encode().as_deref(), Some(expect));
            assert_eq!(EventLink::decode(expect).as_ref(), Ok(link));
        }
        check(
            &link("FOSDEM 2026", Some("Europe/Brussels"), "https://fosdem.org/2026/schedule/xml"),
            "from=fosdem.org/2026/schedule/xml&zone=Europe/Brussels&name=FOSDEM%202026",
        );
        check(
            &link("A & B+C", None, "https://x.example/s?a=b&c=d+e#f"),
            "from=x.example/s?a=b%26c=d%2be%23f&name=A%20%26%20B%2bC",
        );
        check(&link("Here", None, "http://127.0.0.1:8130/s.xml"), "from=http://127.0.0.1:8130/s.xml&name=Here");
        check(
            &link("Two", None, "https://x.example/?of=https://y.example"),
            "from=https://x.example/?of=https://y.example&name=Two",
        );
    }

    #[test]
    fn what_may_not_be_asked_becomes_no_link() {
        for address in ["", "word", "javascript:alert(1)", "file:///etc/passwd", "https://a@b.example"] {
            assert_eq!(link("A", None, address).encode(), None, "{address}");
        }
        assert_eq!(link(" \u{200b}", None, "https://x.example").encode(), None);
        assert_eq!(link("A", None, &format!("https://x.example/{}", "a".repeat(MOST_IN_ADDRESS))).encode(), None);
        assert_eq!(
            link("A", Some("Mars Base"), "https://x.example").encode().as_deref(),
            Some("from=x.example&name=A")
        );
    }

    #[test]
    fn what_is_no_link_says_why() {
        #[track_caller]
        fn check(query: &str, expect: EventLinkError) {
            assert_eq!(EventLink::decode(query), Err(expect), "{query}");
        }
        check("", EventLinkError::CutOff);
        check("from=x.example/sched", EventLinkError::CutOff);
        check("from=x.example&name=", EventLinkError::CutOff);
        check("name=A", EventLinkError::NoAddress);
        check("from=javascript:alert(1)&name=A", EventLinkError::NoAddress);
        check("from=file:///etc/passwd&name=A", EventLinkError::NoAddress);
        check("from=a@b.example&name=A", EventLinkError::NoAddress);
        check("from=x.example/%e2%80%ae.lmx&name=A", EventLinkError::NoAddress);
        check(&format!("from=x.example/{}&name=A", "a".repeat(MOST_IN_ADDRESS)), EventLinkError::TooLong);
        check(&format!("from=x.example&name={}", "a".repeat(MOST_IN_NAME + 1)), EventLinkError::TooLong);
        check(&"a".repeat(MOST_IN_LINK + 1), EventLinkError::TooLong);
        let plain_http = EventLink::decode("from=http://x.example/s&name=A").map(|link| link.address);
        assert_eq!(plain_http.as_deref(), Ok("https://x.example/s"), "nothing is asked without encryption");
    }

    #[test]
    fn a_link_is_found_in_a_message() {
        let query = "from=x.example&name=A%20B";
        let found = |text: &str| EventLink::query_in(text).map(str::to_owned);
        assert_eq!(found(&format!("A B\nAdd it:\nhttps://l.example/#/add?{query}\nSee you")).as_deref(), Some(query));
        assert_eq!(found(&format!("https://l.example/#/add?{query}")).as_deref(), Some(query));
        assert_eq!((found("https://l.example/#/add? x"), found("from=x.example")), (None, None));
    }

    proptest! {
        #[test]
        fn every_link_comes_back(
            name in "\\PC{1,200}",
            zone in prop::option::of("[A-Z][a-z]{2,8}/[A-Z][a-z_]{2,20}"),
            host in "[a-z]{1,12}\\.[a-z]{2,6}",
            path in "[!-~é]{0,300}",
        ) {
            let shared = EventLink { name, zone, address: format!("https://{host}/{path}") };
            if let Some(query) = shared.encode() {
                prop_assert!(query.len() <= MOST_IN_LINK && !query.contains(char::is_whitespace));
                let read = EventLink::decode(&query).unwrap();
                prop_assert_eq!(&read.address, &shared.address);
                prop_assert_eq!(&read.zone, &shared.zone);
                prop_assert_eq!(EventLink::decode(&read.encode().unwrap()), Ok(read));
            }
        }

        #[test]
        fn any_text_is_a_conference_or_a_clear_error(query in "(?s).{0,200}", from in ".{0,60}", name in ".{0,60}") {
            for query in [query, format!("from={from}&name={name}")] {
                match EventLink::decode(&query) {
                    Ok(link) => {
                        prop_assert!(link.address.starts_with("https://") || link.address.starts_with("http://"));
                        prop_assert_eq!(fetchable(&link.address), Some(link.address.clone()));
                        prop_assert!(!link.name.is_empty());
                    }
                    Err(error) => prop_assert!(error.to_string().ends_with('.')),
                }
            }
        }
    }
}
