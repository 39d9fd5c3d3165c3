//! Puts the site together from its parts, and seals it: each file under a name that holds its hash, the hashes of the code
//! written into the page, and the list of all files into the service worker.
//!
//! It implements `faults.md` 3.2 and 3.3. It refuses to finish when a page holds a script of its own (other than the import
//! map, whose hash the page's security policy names), an event attribute or a `style` attribute: the policy would block
//! them, and with a wrong hash a browser would ignore the import map and check nothing.
//!
//! `dist/` is replaced in one step at the end, so a failed build leaves the last good one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256, Sha384};

use crate::server::mime_of;

/// Where the parts are, and where the site goes.
pub struct Parts {
    pub page: PathBuf,
    /// Holds `all.css`, which imports the other files in their order.
    pub styles: PathBuf,
    pub public: PathBuf,
    /// Trunk's result.
    pub compiled: PathBuf,
    /// The trip's index and details, and their summary.
    pub packed: PathBuf,
    pub out: PathBuf,
}

/// The files of the site by their address within it.
type Site = BTreeMap<String, Vec<u8>>;

/// What the `{name}` places in pages stand for.
type Values = BTreeMap<&'static str, String>;

/// The start page goes by this address: some hosts redirect `index.html`.
const HOME: &str = "index.html";

/// Files of `public/` that keep their name, because other hosts or browsers look for them by it.
const FIXED_SCRIPT: &str = "sw.js";

/// # Errors
/// When a part is missing, or a page holds what the security policy forbids.
pub fn seal(parts: &Parts) -> Result<(), String> {
    let mut site = Site::new();
    let mut values = Values::new();
    let style = smaller_css(&join_styles(&parts.styles)?);
    values.insert("style", add_hashed(&mut site, "lanyard.css", style.into_bytes()));
    for (value, name) in [("index", "index.txt"), ("details", "details.txt")] {
        values.insert(value, add_hashed(&mut site, name, read(&parts.packed.join(name))?));
    }
    values.extend(trip_words(&read_text(&parts.packed.join("summary.json"))?)?);
    add_code(&mut site, &mut values, &parts.compiled)?;
    let worker = add_public(&mut site, &mut values, &parts.public)?;

    let page = fill(&read_text(&parts.page)?, &values, HOME)?;
    let page: String = page.lines().filter(|line| !line.contains("data-trunk")).flat_map(|line| [line, "\n"]).collect();
    site.insert(HOME.to_owned(), page.clone().into_bytes());
    let build = hex(&Sha256::digest([list(&site), worker.clone()].concat()));
    let page = fill(&page, &Values::from([("build", build.clone())]), HOME)?;
    site.insert(HOME.to_owned(), page.into_bytes());

    for (name, content) in site.iter().filter(|(name, _)| name.ends_with(".html")) {
        check_page(&String::from_utf8_lossy(content)).map_err(|problem| format!("{name}: {problem}"))?;
    }
    let sealed = format!("self.SEAL = {{ BUILD: \"{build}\", FILES: {} }};\n{worker}", list(&site));
    site.insert(FIXED_SCRIPT.to_owned(), sealed.into_bytes());
    write(&site, &parts.out)?;
    println!("build {build}: {} files", site.len());
    Ok(())
}

/// What the start page says of the trip before anything runs.
fn trip_words(summary: &str) -> Result<Values, String> {
    let summary: serde_json::Value = serde_json::from_str(summary).map_err(|error| error.to_string())?;
    let word = |key: &str| {
        let word =
            summary.get(key).and_then(serde_json::Value::as_str).ok_or_else(|| format!("no {key} in the summary"));
        word.map(escaped)
    };
    Ok(Values::from([
        ("trip-title", word("title")?),
        ("trip-days", word("days_words")?),
        ("trip-place", word("place")?),
        ("first-rows", first_rows(&summary)),
    ]))
}

/// How many sessions the start page shows before anything runs: a phone's screen full.
const FIRST_ROWS: usize = 6;

/// The programme's first sessions as the app would draw them, so that a first visit sees them at once. The app takes
/// their place when it has started.
fn first_rows(summary: &serde_json::Value) -> String {
    let list = |value: &serde_json::Value, key: &str| value.get(key).and_then(|it| it.as_array()).cloned();
    let word = |value: &serde_json::Value, key: &str| escaped(value.get(key).and_then(|it| it.as_str()).unwrap_or(""));
    let mut page = String::new();
    let mut shown = 0;
    for day in list(summary, "days").unwrap_or_default() {
        if shown >= FIRST_ROWS {
            break;
        }
        page.push_str(&format!("<section><h2>{}</h2><ul class=\"rows\">", word(&day, "words")));
        for row in list(&day, "first_rows").unwrap_or_default().iter().take(FIRST_ROWS - shown) {
            shown += 1;
            let start = match (word(row, "start"), row.get("about").and_then(|it| it.as_bool())) {
                (start, _) if start.is_empty() => "time not known".to_owned(),
                (start, Some(true)) => format!("about {start}"),
                (start, _) => start,
            };
            let speakers = list(row, "speakers").unwrap_or_default();
            let speakers: Vec<String> = speakers.iter().filter_map(|name| name.as_str()).map(escaped).collect();
            let facts = [start, word(row, "room"), speakers.join(", ")];
            let facts: String = facts.iter().filter(|fact| !fact.is_empty()).flat_map(|fact| [" · ", fact]).collect();
            page.push_str(&format!(
                "<li class=\"row event-{}\"><div class=\"row-body\"><a class=\"row-title\" href=\"#/session/{}\">{}</a><p class=\"row-facts\"><span class=\"row-event\">{}</span>{facts}</p></div></li>",
                row.get("color").and_then(|it| it.as_u64()).unwrap_or(0),
                word(row, "key"),
                word(row, "title"),
                word(row, "event"),
            ));
        }
        page.push_str("</ul></section>");
    }
    page
}

/// Text as it stands in a page; braces too, because they would be a place to fill.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '&' | '<' | '>' | '"' | '\'' | '{' | '}' => escaped.push_str(&format!("&#{};", u32::from(character))),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The glue and the WebAssembly, with the hashes that the page checks them by.
fn add_code(site: &mut Site, values: &mut Values, compiled: &Path) -> Result<(), String> {
    let mut integrity = BTreeMap::new();
    for (name, content) in files_below(compiled)? {
        let is_snippet = name.starts_with("snippets/");
        if name.ends_with(".wasm") {
            values.insert("wasm-integrity", sri(&content));
            values.insert("wasm", add_hashed(site, "lanyard.wasm", content));
        } else if name.ends_with(".js") {
            let hash = sri(&content);
            let name = if is_snippet { add(site, name, content) } else { add_hashed(site, "lanyard.js", content) };
            integrity.insert(format!("./{name}"), hash);
            if !is_snippet {
                values.insert("glue", name);
            }
        }
    }
    let entries: Vec<String> = integrity.iter().map(|(name, hash)| format!("\"{name}\":\"{hash}\"")).collect();
    let map = format!("{{\"integrity\":{{{}}}}}", entries.join(","));
    values.insert("import-map-hash", csp_hash(&map));
    values.insert("import-map", map);
    Ok(())
}

/// Scripts, pages, icons and the manifest. Returns the service worker, which comes last.
fn add_public(site: &mut Site, values: &mut Values, public: &Path) -> Result<String, String> {
    let (mut worker, mut pages) = (None, Vec::new());
    for (name, content) in files_below(public)? {
        match name.as_str() {
            FIXED_SCRIPT => worker = Some(smaller_js(&text(content)?)),
            "boot.js" => {
                let script = smaller_js(&text(content)?).into_bytes();
                values.insert("boot-integrity", sri(&script));
                values.insert("boot", add_hashed(site, &name, script));
            }
            "rescue.js" => {
                let script = smaller_js(&text(content)?).into_bytes();
                values.insert("rescue", add_hashed(site, &name, script));
            }
            _ if name.ends_with(".html") => pages.push((name, text(content)?)),
            _ => drop(add(site, name, content)),
        }
    }
    for (name, page) in pages {
        let filled = fill(&page, values, "")?;
        site.insert(name, filled.into_bytes());
    }
    worker.ok_or_else(|| format!("{} is missing", public.join(FIXED_SCRIPT).display()))
}

/// Puts the values in their places. A place of the start page that no value fits, and a value it does not use, is a fault.
fn fill(page: &str, values: &Values, name: &str) -> Result<String, String> {
    let mut filled = page.to_owned();
    for (key, value) in values {
        let place = format!("{{{key}}}");
        if name == HOME && !filled.contains(&place) && *key != "rescue" {
            return Err(format!("{name} has no place {place}"));
        }
        filled = filled.replace(&place, value);
    }
    Ok(filled)
}

/// The list of files as the service worker reads it.
fn list(site: &Site) -> String {
    let entries = site.iter().map(|(name, content)| {
        let url = if name == HOME { "./" } else { name.as_str() };
        let sha256 = BASE64_STANDARD.encode(Sha256::digest(content));
        let mime = mime_of(Path::new(name));
        format!("{{\"url\":\"{url}\",\"mime\":\"{mime}\",\"bytes\":{},\"sha256\":\"{sha256}\"}}", content.len())
    });
    format!("[{}]", entries.collect::<Vec<_>>().join(","))
}

fn add(site: &mut Site, name: String, content: Vec<u8>) -> String {
    site.insert(name.clone(), content);
    name
}

/// Adds a file under `stem-<hash>.extension`.
fn add_hashed(site: &mut Site, name: &str, content: Vec<u8>) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let hash = hex(&Sha256::digest(&content));
    add(site, format!("{stem}-{hash}.{extension}"), content)
}

/// Sixteen digits: enough to tell files apart, short enough to read out.
fn hex(digest: &[u8]) -> String {
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn sri(content: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(content)))
}

fn csp_hash(script: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(script)))
}

/// What may not be in a page, because its security policy would block it, or because it would get around it.
fn check_page(page: &str) -> Result<(), String> {
    for script in page.split("<script").skip(1) {
        let (attributes, rest) = script.split_once('>').unwrap_or((script, ""));
        if attributes.contains("src=") {
            continue;
        }
        let content = rest.split("</script>").next().unwrap_or_default();
        if !attributes.contains("type=\"importmap\"") {
            return Err(format!("a script of its own: {content}"));
        }
        if !page.contains(&format!("'{}'", csp_hash(content))) {
            return Err("the security policy does not name the import map's hash".to_owned());
        }
    }
    for tag in page.split('<').skip(1).filter_map(|part| part.split('>').next()) {
        let forbidden = tag.split_whitespace().skip(1).find(|word| {
            let name = word.split('=').next().unwrap_or_default();
            word.contains('=') && (name.starts_with("on") || name == "style") || word.contains("javascript:")
        });
        if let Some(word) = forbidden {
            return Err(format!("`{word}` in <{tag}>"));
        }
    }
    if page.contains("Content-Security-Policy") { Ok(()) } else { Err("no security policy".to_owned()) }
}

/// The style as one file: `all.css` imports the others in their order.
fn join_styles(folder: &Path) -> Result<String, String> {
    let order = read_text(&folder.join("all.css"))?;
    let names = order.lines().filter_map(|line| line.trim().strip_prefix("@import \"")?.strip_suffix("\";"));
    names.map(|name| read_text(&folder.join(name))).collect()
}

/// Drops comments and the space that means nothing. Strings stay as they are.
fn smaller_css(css: &str) -> String {
    let mut small = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(next) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if next == '"' || next == '\'' {
            let end = rest.char_indices().skip(1).find(|(_, c)| *c == next).map_or(rest.len(), |(place, _)| place + 1);
            let (string, after) = rest.split_at(end);
            small.push_str(string);
            rest = after;
        } else if next.is_whitespace() {
            rest = rest.trim_start();
            let tight = |c: char| matches!(c, '{' | '}' | ';' | ',' | '>');
            let before_is_tight = small.chars().next_back().is_none_or(|c| tight(c) || c == ':');
            if !before_is_tight && !rest.starts_with(tight) && !rest.starts_with("/*") {
                small.push(' ');
            }
        } else {
            if next == '}' && small.ends_with(';') {
                small.pop();
            }
            small.push(next);
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
    }
    small
}

/// Drops the lines that are only a comment, and indentation. Our scripts have no template that spans lines.
fn smaller_js(script: &str) -> String {
    let lines = script
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//") && !line.starts_with("/* "));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// All files below a folder, by their path with slashes.
fn files_below(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        let entries = std::fs::read_dir(&current).map_err(|error| format!("{}: {error}", current.display()))?;
        for entry in entries.filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(name) = path.strip_prefix(folder) {
                let name =
                    name.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
                files.push((name, read(&path)?));
            }
        }
    }
    files.sort();
    Ok(files)
}

fn write(site: &Site, out: &Path) -> Result<(), String> {
    let fresh = out.with_extension("new");
    let at = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let clear = |folder: &Path| {
        if folder.exists() { std::fs::remove_dir_all(folder).map_err(|error| at(folder, error)) } else { Ok(()) }
    };
    clear(&fresh)?;
    for (name, content) in site {
        let path = fresh.join(name);
        let folder = path.parent().unwrap_or(&fresh);
        std::fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
        std::fs::write(&path, content).map_err(|error| at(&path, error))?;
    }
    clear(out)?;
    std::fs::rename(&fresh, out).map_err(|error| at(out, error))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn read_text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn text(content: Vec<u8>) -> Result<String, String> {
    String::from_utf8(content).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn css(input: &str, expect: &str) {
        assert_eq!(smaller_css(input), expect);
    }

    #[test]
    fn styles_lose_only_what_means_nothing() {
        css("/* a */\na , b > c {\n  color : red;\n}\n", "a,b>c{color :red}");
        css("a :hover { width: calc(1px + 2px); }", "a :hover{width:calc(1px + 2px)}");
        css("a::after { content: \" ; /* x */ \"; }", "a::after{content:\" ; /* x */ \"}");
        css("@media (width >= 900px) { a { b: c } }", "@media (width>= 900px){a{b:c}}");
        css("/* never closed", "");
    }

    #[test]
    fn what_an_organiser_writes_is_text_in_the_page() {
        let words =
            trip_words(r#"{"title": "R&D <b>{style}</b>", "days_words": "1 May 2027", "place": "Here"}"#).unwrap();
        assert_eq!(words["trip-title"], "R&#38;D &#60;b&#62;&#123;style&#125;&#60;/b&#62;");
        assert!(trip_words("{}").is_err());
    }

    #[test]
    fn the_first_sessions_stand_in_the_page_as_text() {
        let rows = r#"[{"key":"e/1","title":"<b>","event":"E","color":2,"about":true,"start":"15:06","room":null,"speakers":["A","B"]},
            {"key":"e/2","title":"T","event":"E","color":0,"about":false,"start":null,"room":"R","speakers":[]}]"#;
        let summary = format!(r#"{{"days":[{{"words":"Day one","first_rows":{rows}}}]}}"#);
        let page = first_rows(&serde_json::from_str(&summary).unwrap());
        for expect in
            ["<h2>Day one</h2>", "&#60;b&#62;", "· about 15:06 · A, B<", "· time not known · R<", "#/session/e/2"]
        {
            assert!(page.contains(expect), "{expect} in {page}");
        }
        assert_eq!(page.matches("<li ").count(), 2);
    }

    #[track_caller]
    fn refused(page: &str, why: &str) {
        let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">";
        let problem = check_page(&format!("{policy}{page}")).expect_err("the page should be refused");
        assert!(problem.contains(why), "{problem}");
    }

    #[test]
    fn pages_with_code_of_their_own_are_refused() {
        refused("<script>alert(1)</script>", "a script of its own");
        refused("<script type=\"module\">import 'x'</script>", "a script of its own");
        refused("<script type=\"importmap\">{}</script>", "import map's hash");
        refused("<p onclick=\"x()\">", "onclick");
        refused("<p style=\"color:red\">", "style");
        refused("<a href=\"javascript:x()\">", "javascript:");
        assert!(check_page("<p>no policy</p>").is_err());
    }

    #[test]
    fn the_import_map_is_accepted_with_its_own_hash_only() {
        let page = |hash: &str| {
            format!(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src '{hash}'\"><script type=\"importmap\">{{}}</script>"
            )
        };
        assert_eq!(check_page(&page(&csp_hash("{}"))), Ok(()));
        assert!(check_page(&page(&csp_hash("{} "))).is_err());
    }

    #[test]
    fn a_place_of_the_start_page_without_a_value_is_a_fault() {
        let values = Values::from([("wasm", "lanyard-1.wasm".to_owned())]);
        assert_eq!(fill("<{wasm}>", &values, HOME), Ok("<lanyard-1.wasm>".to_owned()));
        assert!(fill("<>", &values, HOME).is_err());
    }
}
