//! From a page to the schedule behind it.
//!
//! A conference's page may say where its schedule is (`<link type="application/vnd.c3voc.schedule+xml">`); pages of
//! pretalx and Sched export it at a fixed address. Nothing is fetched here: the answer is an address for the user to see
//! and agree to.

use super::markup::{Token, Tokens, attributes};
use crate::schedule::address::{export_address, pretalx_export, resolve};

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
        let Some(href) = value("href").and_then(|href| resolve(href, address)) else { continue };
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
        check(
            "<a type='text/calendar' href='../all.ics'>",
            "https://y.example/2025/programme/",
            Some("https://y.example/2025/all.ics"),
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
