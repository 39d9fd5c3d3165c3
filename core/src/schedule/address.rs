//! Addresses of schedules: which may be asked, and where well-known systems export one.

/// The address to ask for what the user typed or pasted: https, and plain http only of this very device. `webcal:` is
/// how calendars are linked.
pub fn fetchable(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let (scheme, rest) = typed.split_once("://").unwrap_or(("https", typed));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_here = ["localhost", "127.0.0.1"].contains(&name);
    let looks_right = (name.contains('.') || is_here) && !host.contains('@') && !typed.contains(char::is_whitespace);
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        "https" | "webcal" | "webcals" => "https://",
        "http" if is_here => "http://",
        "http" => "https://",
        _ => return None,
    };
    looks_right.then(|| format!("{scheme}{rest}"))
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
pub fn pretalx_export(address: &str) -> Option<String> {
    const PAGES: [&str; 7] = ["schedule", "talk", "speaker", "sneak", "featured", "cfp", "me"];
    let (host, path) = host_and_path(address)?;
    let event = path.split('/').next().filter(|segment| !segment.is_empty() && !PAGES.contains(segment));
    let event = event.map_or(String::new(), |event| format!("/{event}"));
    Some(format!("https://{host}{event}/schedule/export/schedule.xml"))
}

/// Where a link on a page leads (RFC 3986, section 5.2), if that is an address that may be asked. `webcal:` is read as
/// https.
pub fn resolve(href: &str, page: Option<&str>) -> Option<String> {
    let href = href.split('#').next().unwrap_or_default().trim();
    if is_http(href) {
        return Some(href.to_owned());
    }
    if href.contains("://") {
        return fetchable(href);
    }
    let page = page.map(str::trim).filter(|page| is_http(page))?;
    let host_start = page.find("//")? + 2;
    if let Some(rest) = href.strip_prefix("//") {
        return Some(format!("{}{rest}", page.get(..host_start)?));
    }
    let is_relative = !href.is_empty() && !href.split(['/', '?']).next()?.contains(':');
    let page = page.split(['?', '#']).next().filter(|_| is_relative)?;
    let host_end = page.get(host_start..)?.find('/').map_or(page.len(), |length| host_start + length);
    let (site, path) = page.split_at_checked(host_end)?;
    if href.starts_with('?') {
        return Some(format!("{page}{href}"));
    }
    let (target, query) = href.split_at_checked(href.find('?').unwrap_or(href.len()))?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut steps: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').skip(1).collect() };
    for step in target.trim_start_matches('/').split('/') {
        match step {
            "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    Some(format!("{site}/{}{query}", steps.join("/")))
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

/// Whether an address begins with `http://` or `https://`, in any case, goes on after that, and has no white space.
pub fn is_http(address: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && address.len() > scheme.len()
            && !address.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expect: Option<&str>) {
        assert_eq!(fetchable(typed).as_deref(), expect);
    }

    #[test]
    fn a_link_is_completed_by_its_page() {
        for (href, expect) in [
            ("s.xml", "https://x.example/a/s.xml"),
            ("./s.xml?v=1#top", "https://x.example/a/s.xml?v=1"),
            ("../s.xml", "https://x.example/s.xml"),
            ("../../../s.xml", "https://x.example/s.xml"),
            ("/s.xml", "https://x.example/s.xml"),
            ("?format=xml", "https://x.example/a/b?format=xml"),
            ("//y.example/s.xml", "https://y.example/s.xml"),
            ("http://y.example/s.xml", "http://y.example/s.xml"),
            ("webcal://y.example/s.ics", "https://y.example/s.ics"),
        ] {
            assert_eq!(resolve(href, Some("https://x.example/a/b?c=d/e")).as_deref(), Some(expect), "{href}");
        }
        assert_eq!(resolve("s.xml", Some("https://x.example")).as_deref(), Some("https://x.example/s.xml"));
        for href in ["", "#top", "javascript:alert(1)", "mailto:a@x.example", "ftp://x.example/s.xml"] {
            assert_eq!(resolve(href, Some("https://x.example/a/b")), None, "{href}");
        }
        assert_eq!(resolve("s.xml", None), None);
    }

    #[test]
    fn what_people_type_becomes_an_address_that_may_be_asked() {
        check(" https://x.example/all.ics ", Some("https://x.example/all.ics"));
        check("x.example/schedule.xml?a=b", Some("https://x.example/schedule.xml?a=b"));
        check("webcal://x.example/all.ics", Some("https://x.example/all.ics"));
        check("http://x.example/all.ics", Some("https://x.example/all.ics"));
        check("http://127.0.0.1:8130/a.xml", Some("http://127.0.0.1:8130/a.xml"));
        for wrong in [
            "",
            "https://",
            "javascript://x.example",
            "file:///etc/passwd",
            "x y.example",
            "https://a@b.example",
            "word",
        ] {
            check(wrong, None);
        }
    }
}
