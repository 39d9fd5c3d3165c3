//! Addresses of sessions, and links that carry a whole choice of them.
//!
//! - WordCamp's schedule shares `…/schedule/?fav-sessions=123%2C456`: ids of posts.
//! - KonOpas shares `#star/set:id,id`, and shows a session at `#prog/id:id`.
//! - ConClár shares `…/ids/id~id`, in several links when there are many, and shows a session at `…/id/id`.
//! - The page of a session is `…/talk/CODE/` at pretalx, `…/event/id/title` at Sched, `…/contributions/id/` at Indico.
//!
//! Giggity's links (`#url=…&see=…`) carry a compressed list that is not read here.

use crate::schedule::address::is_http;
use crate::text::query::decode;

/// What stands before the id in the path of a session's page.
const BEFORE_ID: [&str; 7] = ["talk", "event", "session", "sessions", "id", "contributions", "submission"];

/// An address in the forms in which two are compared.
pub struct ComparedAddress {
    /// In small letters, without `www.`.
    pub host: String,
    /// Host and path.
    pub page: String,
    /// With query and fragment, where some sites keep what tells their sessions apart.
    pub whole: String,
}

impl ComparedAddress {
    /// `None` for what is no address of a web page.
    pub fn parse(address: &str) -> Option<Self> {
        let address = address.trim();
        let rest = if is_http(address) { address.split_once("://")?.1 } else { return None };
        let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.to_ascii_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
        let path = decode(path).unwrap_or_else(|| path.to_owned());
        let page = format!("{host}/{}", path.trim_matches('/'));
        let query: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_tracking(pair)).collect();
        let whole = format!("{page}?{}#{}", query.join("&"), fragment.trim_matches('/'));
        Some(Self { host, page, whole })
    }
}

/// Who brought the reader, and not what is read.
fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or("");
    name.starts_with("utm_") || name.ends_with("clid")
}

/// The ids in a link that carries a choice of sessions; `None` for any other.
pub fn listed_ids(link: &str) -> Option<Vec<String>> {
    let after = |mark: &str| link.split_once(mark).map(|(_, rest)| rest);
    let (list, separators): (&str, &[char]) = if let Some(list) = after("fav-sessions=") {
        (list, &[','])
    } else if let Some(list) = after("#star/set").or_else(|| after("#/star/set")) {
        (list.strip_prefix([':', '/'])?, &[','])
    } else {
        (after("/ids/")?, &['~', ','])
    };
    let list = list.split(['&', '#', '?', '/']).next()?;
    let list = decode(list).unwrap_or_else(|| list.to_owned());
    let ids: Vec<String> =
        list.split(separators).map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect();
    (!ids.is_empty()).then_some(ids)
}

/// The id that the address of a session's page carries, as far as well-known systems write it.
pub fn id_in(address: &str) -> Option<String> {
    let parts: Vec<&str> = address.split(['/', '?', '&', '#']).filter(|part| !part.is_empty()).collect();
    let named = parts.iter().find_map(|part| part.strip_prefix("id:").or_else(|| part.strip_prefix("p=")));
    let behind = || {
        parts.windows(2).rev().find_map(|pair| match pair {
            [mark, id] if BEFORE_ID.contains(mark) => Some(*id),
            _ => None,
        })
    };
    decode(named.or_else(behind)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_carry_a_choice() {
        #[track_caller]
        fn check(link: &str, expect: &[&str]) {
            assert_eq!(listed_ids(link).unwrap_or_default(), expect);
        }
        check("https://x.wordcamp.example/2024/schedule/?fav-sessions=123%2C456", &["123", "456"]);
        check("https://x.wordcamp.example/schedule/?a=b&fav-sessions=123,456&c=d#top", &["123", "456"]);
        check("https://x.example/#star/set:12,a%20b,", &["12", "a b"]);
        check("https://x.example/guide/#star/set/12,13", &["12", "13"]);
        check("https://x.example/guide/ids/12~13", &["12", "13"]);
        check("x.example/ids/12,13?a", &["12", "13"]);
        for other in ["https://x.example/#star", "https://x.example/ids/", "#star/settle", "https://x.example/id/12"] {
            check(other, &[]);
        }
    }

    #[test]
    fn the_id_in_the_address_of_a_page() {
        #[track_caller]
        fn check(address: &str, expect: Option<&str>) {
            assert_eq!(id_in(address).as_deref(), expect);
        }
        check("https://pretalx.example/democon/talk/G9JGWY/", Some("G9JGWY"));
        check("https://x.sched.example/event/1i7ke/a-talk?iframe=no", Some("1i7ke"));
        check("https://indico.example/event/12/contributions/345/", Some("345"));
        check("https://x.example/guide/id/12", Some("12"));
        check("https://x.example/#prog/day:2013-07-05/id:12", Some("12"));
        check("https://x.example/?p=12", Some("12"));
        check("https://x.example/event", None);
    }

    #[test]
    fn addresses_of_one_page_are_alike() {
        #[track_caller]
        fn check(one: &str, other: &str, expect: bool) {
            let whole = |address| ComparedAddress::parse(address).map(|it| it.whole);
            assert_eq!(whole(one) == whole(other), expect, "{one} {other}");
        }
        check("http://www.X.example/a%20b/", "https://x.example/a b", false);
        check("http://www.X.example/a%20b/", "https://x.example/a%20b", true);
        check("https://x.example/a?utm_source=b&fbclid=c", "https://x.example/a", true);
        check("https://x.example/a#12", "https://x.example/a#13", false);
        check("https://x.example/?p=12", "https://x.example/?p=13", false);
        check("https://x.example/A", "https://x.example/a", false);
        assert!(ComparedAddress::parse("ftp://x.example/a").is_none());
    }
}
