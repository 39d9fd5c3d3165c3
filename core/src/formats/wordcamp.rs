//! WordPress as WordCamps use it: what `/wp-json/wp/v2/sessions?_embed` answers.
//!
//! Times are seconds since 1970, and no zone is named, so the context gives it. Titles are HTML. Tracks and speakers
//! stand in what is embedded; without `_embed` speakers are in `session_speakers`, where the site lists them, and tracks
//! are numbers, which are no names. A break has `custom` for its kind. The answer comes in pages of a hundred at most,
//! which can be given together; no page says whether there are more.
//!
//! Left out: authors, categories, pictures, biographies.

use super::context::Context;
use super::fields::{absolute, is_http};
use super::json::Json;
use super::problems::Problems;
use super::zones::{self, FileZones};
use crate::schedule::{Instant, Link, Listing, Schedule, SessionId, Speaker, When};
use crate::text::html;

/// How many sessions a page holds at most.
const LONGEST_PAGE: usize = 100;
/// How many it holds when nobody says how many it should.
const USUAL_PAGE: usize = 10;

pub fn read(documents: &[Json<'_>], context: &Context<'_>, problems: &mut Problems<'_>) -> Schedule {
    let mut listings = Vec::new();
    for session in documents.iter().flat_map(Json::items) {
        if session.cut_off {
            problems.add("file".to_owned(), "The last session is cut off; it was left out.".to_owned());
        } else {
            listings.extend(listing(session));
        }
    }
    if documents.iter().all(|document| [USUAL_PAGE, LONGEST_PAGE].contains(&document.items().len())) {
        let what = "This list may go on in further pages; add them too, or ask for it with ?per_page=100&page=2.";
        problems.add("file".to_owned(), what.to_owned());
    }
    let days = listings.iter().filter_map(|listing: &Listing| listing.when.start());
    let days: Vec<_> = days.map(|start| zones::day(start, None)).collect();
    let zone = FileZones::new(context, days.into_iter()).of_event(None, problems);
    // The times are whole; what the zone decides is on which day a session shows.
    Schedule { listings, zone: zone.map(|zone| zone.name), ..Schedule::default() }
}

fn listing(session: &Json<'_>) -> Option<Listing> {
    let title = rendered_name(session)?;
    let mut listing = Listing::new(SessionId::new(session.get("id").text().unwrap_or(&title)), &title);
    let meta = session.get("meta");
    let number = |name| meta.get(name).number().filter(|number| *number > 0);
    if let Some(start) = number("_wcpt_session_time") {
        let end = number("_wcpt_session_duration").map(|seconds| Instant(start.saturating_add(seconds)));
        listing.when = When::stated(Instant(start), end);
    }
    let embedded = session.get("_embedded");
    let terms = embedded.get("wp:term").items().iter().flat_map(Json::items);
    let tracks = terms.filter(|term| term.get("taxonomy").text() == Some("wcb_track"));
    let tracks: Vec<String> = tracks.filter_map(|track| Some(html(track.get("name").text()?).plain())).collect();
    listing.track = Some(tracks.join(", ")).filter(|track| !track.is_empty());
    listing.kind =
        meta.get("_wcpt_session_type").owned().map(|kind| if kind == "custom" { "Break".to_owned() } else { kind });
    listing.abstract_text = session.get("content").get("rendered").owned();
    listing.url = session.get("link").text().and_then(|url| absolute(url, None));
    let people =
        [embedded.get("speakers"), session.get("session_speakers")].into_iter().find(|list| !list.items().is_empty());
    let name = |person: &Json<'_>| rendered_name(person).or_else(|| person.get("name").owned());
    let people = people.into_iter().flat_map(Json::items).filter_map(name);
    listing.speakers = people.map(|name| Speaker { name, affiliation: None }).collect();
    let links = [("_wcpt_session_slides", "Slides"), ("_wcpt_session_video", "Recording")];
    let link = |(name, title): (&str, &str)| {
        let url = meta.get(name).text().filter(|url| is_http(url))?;
        Some(Link { title: title.to_owned(), url: url.to_owned() })
    };
    listing.links = links.into_iter().filter_map(link).collect();
    Some(listing)
}

/// A title of WordPress without the HTML it is in: `Q&#038;A`.
fn rendered_name(post: &Json<'_>) -> Option<String> {
    post.get("title").get("rendered").text().map(|title| html(title).plain())
}
