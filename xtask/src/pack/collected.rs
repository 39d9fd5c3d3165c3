//! What a schedule in Lanyard's own JSON may say beyond the form, for facts collected by hand: where each of them comes
//! from, how times were worked out, and which record is another event's session.
//!
//! The readers make sense of the rest. They are lenient; whoever collects facts wants to know of every slip, so this
//! module is strict about all members of such a file.

use std::collections::BTreeMap;

use lanyard_core::schedule::address::is_http;
use lanyard_core::schedule::{Link, Listing, Precision, Problem, Schedule, SessionKey, When};
use serde::Deserialize;
use serde::de::IgnoredAny;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collected {
    /// What the words in each session's `source` stand for.
    sources: BTreeMap<String, String>,
    #[serde(default)]
    derived: Derived,
    sessions: Vec<Fact>,
    #[serde(rename = "lanyard")]
    _lanyard: IgnoredAny,
    #[serde(rename = "title")]
    _title: IgnoredAny,
    #[serde(rename = "time_zone")]
    _time_zone: IgnoredAny,
    #[serde(default, rename = "url")]
    _url: IgnoredAny,
}

/// How times were worked out, in a sentence each: a remark on every session it is true of.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Derived {
    start: Option<String>,
    end: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fact {
    id: String,
    source: Vec<String>,
    /// The same thing as another event's session, as `event/session`: its links go there, and it is no session itself.
    same_as: Option<String>,
    start: Option<String>,
    end: Option<String>,
    url: Option<String>,
    #[serde(default)]
    links: Vec<FactLink>,
    #[serde(rename = "title")]
    _title: IgnoredAny,
    #[serde(default, rename = "day")]
    _day: IgnoredAny,
    #[serde(default, rename = "about")]
    _about: IgnoredAny,
    #[serde(default, rename = "about_end")]
    _about_end: IgnoredAny,
    #[serde(default, rename = "room")]
    _room: IgnoredAny,
    #[serde(default, rename = "kind")]
    _kind: IgnoredAny,
    #[serde(default, rename = "track")]
    _track: IgnoredAny,
    #[serde(default, rename = "speakers")]
    _speakers: IgnoredAny,
    #[serde(default, rename = "remark")]
    _remark: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactLink {
    #[serde(rename = "title")]
    _title: IgnoredAny,
    url: String,
}

/// A record that another event lists as well.
pub struct Twin {
    pub of: SessionKey,
    pub links: Vec<Link>,
}

impl Collected {
    /// What a file says beyond the form; `None` when it is a file of another kind, which names no sources.
    pub fn of(bytes: &[u8]) -> Option<serde_json::Result<Self>> {
        #[derive(Deserialize)]
        struct Marked {
            #[serde(rename = "sources")]
            _sources: IgnoredAny,
        }
        serde_json::from_slice::<Marked>(bytes).ok()?;
        Some(serde_json::from_slice(bytes))
    }

    /// Adds what is said here to what the reader made of the same file.
    pub fn complete(self, schedule: &mut Schedule) -> (Vec<Twin>, Vec<Problem>) {
        let (mut twins, mut problems) = (Vec::new(), Vec::new());
        for fact in &self.sessions {
            let mut problem = |what: String| problems.push(Problem { location: format!("session {}", fact.id), what });
            if let Some(word) = fact.source.iter().find(|word| !self.sources.contains_key(*word)) {
                problem(format!("Its source {word:?} is not among the sources."));
            }
            for url in fact.url.iter().chain(fact.links.iter().map(|link| &link.url)).filter(|url| !is_http(url)) {
                problem(format!("{url} is not an http or https address."));
            }
            let Some(index) = schedule.listings.iter().position(|listing| listing.id.as_str() == fact.id) else {
                problem("The record could not be read.".to_owned());
                continue;
            };
            let Some(listing) = schedule.listings.get_mut(index) else { continue };
            for (written, read) in [(&fact.start, listing.when.start()), (&fact.end, listing.when.end())] {
                if let (Some(written), None) = (written, read) {
                    problem(format!("{written} is no time. Write it as 2024-11-13T14:42."));
                }
            }
            match fact.same_as.as_deref().map(|key| key.split_once('/')) {
                Some(Some((event, session))) => {
                    let listing = schedule.listings.remove(index);
                    twins.push(Twin { of: SessionKey::new(event, session), links: all_links(listing) });
                }
                Some(None) => problem("same_as must be event/session.".to_owned()),
                None => self.derived.explain(listing),
            }
        }
        (twins, problems)
    }
}

impl Derived {
    /// Says of a time that was worked out how.
    fn explain(&self, listing: &mut Listing) {
        let how = match listing.when {
            When::Timed { start_precision: Precision::Derived, .. } => self.start.as_ref().or(self.end.as_ref()),
            When::Timed { end_precision: Precision::Derived, .. } => self.end.as_ref(),
            _ => None,
        };
        let remarks: Vec<&str> = listing.remark.iter().chain(how).map(String::as_str).collect();
        listing.remark = (!remarks.is_empty()).then(|| remarks.join(" "));
    }
}

/// Its own page first, under its own title.
fn all_links(listing: Listing) -> Vec<Link> {
    let page = listing.url.map(|url| Link { title: listing.title, url });
    page.into_iter().chain(listing.links).collect()
}
