//! From a page to the schedule behind it.
//!
//! A conference's page may say where its schedule is (`<link type="application/vnd.c3voc.schedule+xml">`); pages of
//! pretalx and Sched export it at a fixed address. Nothing is fetched here: the answer is an address for the user to see
//! and agree to.

use super::fields::{absolute, is_http};
use super::markup::{Token, Tokens, attributes};

/// The address of the schedule that a page links. `address` is the page's own, where it is known.
pub fn linked_schedule(html: &str, address: Option<&str>) -> Option<String> {
    const TYPES: [&str; 3] =
        ["application/vnd.c3voc.schedule+xml", "application/vnd.c3voc.schedule+json", "text/calendar"];
    let mut best: Option<(usize, String)> = None;
    let mut is_pretalx = false;
    for (_, token) in Tokens::new(html) {
        let Token::Open { name, attributes: inside, .. } = token else { continue };
        is_pretalx |= name.eq_ignore_ascii_case("pretalx-schedule");
        if !name.eq_ignore_ascii_case("link") && !name.eq_ignore_ascii_case("a") {
            continue;
        }
        let attributes = attributes(inside);
        let value = |wanted: &str| {
            attributes.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim())
        };
        let Some(href) = value("href").and_then(|href| absolute(href, address)) else { continue };
        is_pretalx |= href.contains("/schedule/export/");
        let rank = value("type").and_then(|kind| TYPES.iter().position(|known| kind.eq_ignore_ascii_case(known)));
        if let Some(rank) = rank.filter(|rank| best.as_ref().is_none_or(|(known, _)| rank < known)) {
            best = Some((rank, href));
        }
    }
    best.map(|(_, href)| href).or_else(|| {
        let address = address?;
        export_address(address).or_else(|| is_pretalx.then(|| pretalx_export(address))?)
    })
}

/// The address at which a page of Sched or pretalx.com exports its schedule.
pub fn export_address(address: &str) -> Option<String> {
    let (host, path) = host_and_path(address)?;
    if host.ends_with(".sched.com") {
        return Some(format!("https://{host}/all.ics"));
    }
    (host == "pretalx.com" && !path.is_empty()).then(|| pretalx_export(address))?
}

/// pretalx serves an event under one path segment, or under none on a host of its own.
fn pretalx_export(address: &str) -> Option<String> {
    const PAGES: [&str; 7] = ["schedule", "talk", "speaker", "sneak", "featured", "cfp", "me"];
    let (host, path) = host_and_path(address)?;
    let event = path.split('/').next().filter(|segment| !segment.is_empty() && !PAGES.contains(segment));
    let event = event.map_or(String::new(), |event| format!("/{event}"));
    Some(format!("https://{host}{event}/schedule/export/schedule.xml"))
}

/// Host in small letters, and the path without its first slash, query and fragment.
fn host_and_path(address: &str) -> Option<(String, &str)> {
    let address = address.trim();
    if !is_http(address) {
        return None;
    }
    let rest = address.get(address.find("//")? + 2..)?;
    let rest = rest.get(..rest.find(['?', '#']).unwrap_or(rest.len()))?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    (!host.is_empty() && !host.contains('@')).then(|| (host.to_ascii_lowercase(), path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, address: &str, expect: Option<&str>) {
        assert_eq!(linked_schedule(html, Some(address)).as_deref(), expect);
    }

    #[test]
    fn a_page_that_links_its_schedule() {
        let page = "<html><head><LINK rel=alternate type='text/calendar' href='/all.ics'>
            <link rel='alternate' type='application/vnd.c3voc.schedule+xml' href='https://x.example/s.xml?a=1&amp;b=2'></head>";
        check(page, "https://y.example/", Some("https://x.example/s.xml?a=1&b=2"));
        check(
            "<a type='text/calendar' href='/all.ics'>",
            "https://y.example/programme",
            Some("https://y.example/all.ics"),
        );
        check("<link type='text/calendar' href='javascript:alert(1)'>", "https://y.example/", None);
        check("<html>nothing</html>", "https://y.example/", None);
    }

    #[test]
    fn pages_of_pretalx_and_sched() {
        let pretalx = "<pretalx-schedule event-url='/2024/'></pretalx-schedule>";
        let export = Some("https://cfp.x.example/2024/schedule/export/schedule.xml");
        check(pretalx, "https://cfp.x.example/2024/talk/ABC/", export);
        check(pretalx, "https://cfp.x.example/2024/schedule/#2024-11-13", export);
        check(pretalx, "https://cfp.x.example/schedule/", Some("https://cfp.x.example/schedule/export/schedule.xml"));
        for (address, expect) in [
            ("https://kccncna2024.Sched.com/event/1i7ke/x?iframe=no", Some("https://kccncna2024.sched.com/all.ics")),
            ("http://kccncna2024.sched.com", Some("https://kccncna2024.sched.com/all.ics")),
            ("https://pretalx.com/democon/talk/", Some("https://pretalx.com/democon/schedule/export/schedule.xml")),
            ("https://pretalx.com/", None),
            ("https://evil.example/?sched.com", None),
            ("ftp://x.sched.com/", None),
        ] {
            assert_eq!(export_address(address).as_deref(), expect, "{address}");
        }
    }
}
