//! Lanyard's own form of a schedule: facts collected by hand, a session a line, each naming its sources.
//!
//! Times are clock times on `day` in the schedule's zone; an end before its start is on the next day. `about` says which
//! of them were worked out (`start`, `end` or `both`), and `derived` how. A session without `start` has its day only.

use std::collections::BTreeMap;

use lanyard_core::schedule::{
    Day, Instant, Link, Listing, Local, Precision, Problem, Schedule, SessionKey, Speaker, When, Zone,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    title: String,
    pub time_zone: String,
    url: Option<String>,
    /// What the words in each session's `source` stand for.
    sources: BTreeMap<String, String>,
    #[serde(default)]
    derived: Derived,
    sessions: Vec<Fact>,
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
    title: String,
    day: String,
    start: Option<String>,
    end: Option<String>,
    about: Option<About>,
    room: Option<String>,
    kind: Option<String>,
    track: Option<String>,
    #[serde(default)]
    speakers: Vec<FactSpeaker>,
    url: Option<String>,
    #[serde(default)]
    links: Vec<FactLink>,
    remark: Option<String>,
    /// The same thing as another event's session, as `event/session`: its links go there, and it is no session itself.
    same_as: Option<String>,
    source: Vec<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum About {
    Start,
    End,
    Both,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactSpeaker {
    name: String,
    affiliation: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactLink {
    title: String,
    url: String,
}

/// A record that another event lists as well.
pub struct Twin {
    pub of: SessionKey,
    pub links: Vec<Link>,
}

impl Facts {
    /// Whether a file is in this form: nothing else names its sources.
    pub fn are_in(bytes: &[u8]) -> bool {
        #[derive(Deserialize)]
        struct Marked {
            #[serde(rename = "sources")]
            _sources: BTreeMap<String, String>,
        }
        serde_json::from_slice::<Marked>(bytes).is_ok()
    }

    pub fn read(self, zone: &Zone) -> (Schedule, Vec<Twin>, Vec<Problem>) {
        let mut schedule =
            Schedule { title: Some(self.title), zone: Some(self.time_zone), url: self.url, ..Schedule::default() };
        let mut twins = Vec::new();
        let mut problems = Vec::new();
        for fact in self.sessions {
            let unknown = fact.source.iter().find(|word| !self.sources.contains_key(*word));
            if let Some(word) = unknown {
                problems.push(problem(&fact.id, format!("Its source {word:?} is not among the sources.")));
            }
            match fact.same_as.as_deref().map(|key| key.split_once('/')) {
                Some(Some((event, session))) => {
                    twins.push(Twin { of: SessionKey::new(event, session), links: fact.all_links() })
                }
                Some(None) => problems.push(problem(&fact.id, "same_as must be event/session.".to_owned())),
                None => match fact.listing(zone, &self.derived) {
                    Ok(listing) => schedule.listings.push(listing),
                    Err(problem) => problems.push(problem),
                },
            }
        }
        (schedule, twins, problems)
    }
}

impl Fact {
    fn listing(self, zone: &Zone, derived: &Derived) -> Result<Listing, Problem> {
        let day = Day::parse(&self.day)
            .ok_or_else(|| problem(&self.id, format!("{} is no day. Write it as 2024-11-13.", self.day)))?;
        let start = self.clock(self.start.as_deref(), day, zone)?;
        let end = self.clock(self.end.as_deref(), day, zone)?.map(|end| match start {
            Some(start) if end <= start => end.plus_minutes(24 * 60),
            _ => end,
        });
        let about_start = matches!(self.about, Some(About::Start | About::Both));
        let about_end = matches!(self.about, Some(About::End | About::Both));
        if start.is_none() && (end.is_some() || self.about.is_some()) {
            return Err(problem(&self.id, "An end, or about, needs a start.".to_owned()));
        }
        let mut listing = Listing::new(self.id.as_str(), self.title);
        listing.day = Some(day);
        listing.when = match start {
            None => When::Day(day),
            Some(start) => {
                When::Timed { start, start_precision: precision(about_start), end, end_precision: precision(about_end) }
            }
        };
        listing.room = self.room;
        listing.kind = self.kind;
        listing.track = self.track;
        listing.speakers = self
            .speakers
            .into_iter()
            .map(|speaker| Speaker { name: speaker.name, affiliation: speaker.affiliation })
            .collect();
        listing.url = self.url;
        listing.links = self.links.into_iter().map(|link| Link { title: link.title, url: link.url }).collect();
        let how = if about_start { &derived.start } else { &None };
        let how = if about_end { how.as_ref().or(derived.end.as_ref()) } else { how.as_ref() };
        let remarks: Vec<&str> = self.remark.iter().chain(how).map(String::as_str).collect();
        listing.remark = (!remarks.is_empty()).then(|| remarks.join(" "));
        Ok(listing)
    }

    fn clock(&self, text: Option<&str>, day: Day, zone: &Zone) -> Result<Option<Instant>, Problem> {
        let Some(text) = text else { return Ok(None) };
        let local = Local::parse(&format!("{day}T{text}"));
        let local = local.ok_or_else(|| problem(&self.id, format!("{text} is no time. Write it as 14:42.")))?;
        Ok(Some(zone.instant(local)))
    }

    /// Its own page first, under its own title.
    fn all_links(self) -> Vec<Link> {
        let page = self.url.map(|url| Link { title: self.title, url });
        let links = self.links.into_iter().map(|link| Link { title: link.title, url: link.url });
        page.into_iter().chain(links).collect()
    }
}

fn precision(about: bool) -> Precision {
    if about { Precision::Derived } else { Precision::Stated }
}

fn problem(id: &str, what: String) -> Problem {
    Problem { place: format!("session {id}"), what }
}
