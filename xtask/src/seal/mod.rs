//! Puts the site together from its parts, and seals it: each file under a name that holds its hash, the hashes of the code
//! written into the page, and the list of all files into the service worker.
//!
//! `docs/faults.md` says what each of this is against. It refuses to finish when a page holds a script of its own (other
//! than the import map), a style whose hash its security policy does not name, an event attribute or a `style` attribute:
//! the policy would block them, and with a wrong hash a browser would ignore the import map and check nothing.
//!
//! The site is replaced in one step at the end, so a failed build leaves the last good one. While Trunk serves it, the
//! page loads itself anew after each build, and no service worker answers with older files.

mod check;
mod shell;
mod smaller;
mod workers;

use anyhow::{Context, anyhow, ensure};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use lanyard_core::records::LAYOUT;
use lanyard_core::schedule::Instant;
use lanyard_core::schedule::wire::decode_index;
use sha2::{Digest, Sha256, Sha384};

use self::check::check_page;
use self::shell::trip_words;
use self::smaller::{smaller_css, smaller_js};
pub use self::workers::Arrival;
use self::workers::{add_workers, is_part};
use crate::server::mime_of;

/// Where the parts are, and where the site goes.
pub struct Parts {
    /// The start page, with its placeholders.
    pub page: PathBuf,
    /// Holds `all.css`, which imports the other files in their order, and `rescue.css`.
    pub styles: PathBuf,
    /// Files that are copied as they are, `boot.js` and `sw.js` among them.
    pub public: PathBuf,
    /// What Trunk made: the app, its other parts when it was cut, and the workers.
    pub compiled: PathBuf,
    /// The trip's index and details, and the list of public schedules.
    pub packed: PathBuf,
    /// Where the site goes. What was there before is replaced.
    pub out: PathBuf,
}

impl Parts {
    /// Where the last build left them in the project's folder, with `dist/` to go to.
    pub fn of(project: &Path) -> Self {
        let target = project.join("target");
        Self {
            page: project.join("index.html"),
            styles: project.join("style"),
            public: project.join("public"),
            compiled: target.join("compiled"),
            packed: target.join("packed"),
            out: project.join("dist"),
        }
    }
}

/// The files of the site by their address within it.
type Site = BTreeMap<String, Vec<u8>>;

/// What the `{name}` placeholders in pages stand for.
type Values = BTreeMap<&'static str, String>;

/// The start page goes by this address: some hosts redirect `index.html`.
const HOME: &str = "index.html";

/// The WebAssembly that comes after the first part, among what Trunk made: file, address and hash in the page. The door is a
/// part of the deferred one.
const AFTER_THE_FIRST: [(&str, &str, &str); 3] = [
    ("deferred.wasm", "deferred", "deferred-integrity"),
    ("door.wasm", "door", "door-integrity"),
    ("later.wasm", "later", "later-integrity"),
];

/// Trunk's own script, which our policy forbids, asks at this address. It is in the page that Trunk made when, and only
/// when, it serves the site and loads it anew after each build.
const TRUNK_TELLS: &str = ".well-known/trunk/ws";

/// Files of `public/` that keep their name, because other hosts or browsers look for them by it.
const FIXED_SCRIPT: &str = "sw.js";

/// What goes in front of the scripts in `public/` that read stores and write zips: that of a page, and that of a worker.
const STORES: &str = "stores.js";

/// The page that saves a copy when the app does not start, with its script. It has to be there when nothing else is.
const RESCUE: &str = "rescue.html";
const RESCUE_BUDGET: usize = 10_000;

/// Copies what Trunk made out of the way of the site. What was there before is replaced.
///
/// # Errors
/// When the file system refuses.
pub fn keep(made: &Path, compiled: &Path) -> anyhow::Result<()> {
    write(&files_below(made)?, compiled)
}

/// # Errors
/// When a part is missing, or a page holds what the security policy forbids.
pub fn seal(parts: &Parts) -> anyhow::Result<()> {
    let mut site = Site::new();
    let mut values = Values::new();
    values.extend(style(&parts.styles.join("all.css"))?);
    for (value, name) in [("index", "index.txt"), ("details", "details.txt"), ("schedules", "schedules.txt")] {
        values.insert(value, add_hashed(&mut site, name, read(&parts.packed.join(name))?));
    }
    let example = add_example(&mut site, &parts.packed.join("example"))?;
    let index = decode_index(&read_text(&parts.packed.join("index.txt"))?);
    let index = index.map_err(|damaged| anyhow!("index.txt: {damaged:?}"))?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    values.extend(trip_words(&index, !example.is_empty(), Instant(i64::try_from(now.as_secs())?)));
    values.insert("example", example);
    let compiled = files_below(&parts.compiled)?;
    let hashes = add_code(&mut site, &mut values, &compiled)?;
    add_after_the_first(&mut site, &mut values, &compiled);
    add_workers(&mut site, &mut values, &compiled, &parts.public)?;
    let worker = add_public(&mut site, &mut values, parts)?;
    let is_live = String::from_utf8_lossy(part(&compiled, HOME)?).contains(TRUNK_TELLS);
    values.insert("live", if is_live { add_live(&mut site) } else { String::new() });
    values.insert("layout", LAYOUT.to_string());
    let map = import_map(&hashes, values.get("boot").map_or("", String::as_str));
    values.insert("import-map-hash", csp_hash(&map));
    values.insert("import-map", map);

    let page = fill(&read_text(&parts.page)?, &values, HOME)?;
    let page: String = page.lines().filter(|line| !line.contains("data-trunk")).flat_map(|line| [line, "\n"]).collect();
    site.insert(HOME.to_owned(), page.clone().into_bytes());
    let build = hex(&Sha256::digest([list(&site), worker.clone()].concat()));
    let page = fill(&page, &Values::from([("build", build.clone())]), HOME)?;
    site.insert(HOME.to_owned(), page.into_bytes());

    for (name, content) in site.iter().filter(|(name, _)| name.ends_with(".html")) {
        check_page(&String::from_utf8_lossy(content)).with_context(|| name.clone())?;
    }
    let sealed = if is_live {
        include_str!("live_worker.js").to_owned()
    } else {
        format!("self.SEAL = {{ BUILD: \"{build}\", LAYOUT: {LAYOUT}, FILES: {} }};\n{worker}", list(&site))
    };
    site.insert(FIXED_SCRIPT.to_owned(), sealed.into_bytes());
    write(&site, &parts.out)?;
    println!("build {build}: {} files", site.len());
    Ok(())
}

/// The trip's example, if it has one: gives the address of its records. Those of the pictures hold the digests by which the
/// records name them (`src/state/example.rs`).
fn add_example(site: &mut Site, folder: &Path) -> anyhow::Result<String> {
    let mut address = String::new();
    for (name, content) in if folder.exists() { files_below(folder)? } else { Site::new() } {
        match name.ends_with(".jpg") {
            true => drop(add_hashed(site, "example.jpg", content)),
            false => address = add_hashed(site, "example.txt", content),
        }
    }
    Ok(address)
}

/// The glue and the WebAssembly. Returns the hashes that the import map checks scripts by.
fn add_code(site: &mut Site, values: &mut Values, compiled: &Site) -> anyhow::Result<BTreeMap<String, String>> {
    let wasm = part(compiled, "lanyard_bg.wasm")?;
    values.insert("wasm-integrity", sri(wasm));
    values.insert("wasm", add_hashed(site, "lanyard.wasm", wasm.clone()));
    let mut hashes = BTreeMap::new();
    let mut add_script = |name: &str, add: &dyn Fn(&mut Site, &str, Vec<u8>) -> String| {
        let script = smaller_js(text(part(compiled, name)?)?).into_bytes();
        let hash = sri(&script);
        let name = add(site, name, script);
        hashes.insert(format!("./{name}"), hash);
        anyhow::Ok(name)
    };
    values.insert("glue", add_script("lanyard.js", &add_hashed)?);
    for name in compiled.keys().filter(|name| name.starts_with("snippets/") && name.ends_with(".js")) {
        add_script(name, &add)?;
    }
    Ok(hashes)
}

/// The parts of the WebAssembly that `boot.js` fetches when they are asked for. There are none when it is in one piece.
fn add_after_the_first(site: &mut Site, values: &mut Values, compiled: &Site) {
    for (name, address, integrity) in AFTER_THE_FIRST {
        let part = compiled.get(name);
        values.insert(integrity, part.map_or(String::new(), |part| sri(part)));
        let hashed = |part: &Vec<u8>| ["./", &add_hashed(site, name, part.clone())].concat();
        values.insert(address, part.map_or(String::new(), hashed));
    }
}

/// The script that loads the page anew. Gives its place in the page, by which `boot.js` also knows to do without a worker.
fn add_live(site: &mut Site) -> String {
    let name = add(site, "live.js", include_str!("live.js").into());
    format!("<script type=\"module\" src=\"{name}\" data-live></script>")
}

/// Checks scripts against their hashes, and leads the door that `wasm_split` makes in the glue to `boot.js`.
fn import_map(hashes: &BTreeMap<String, String>, boot: &str) -> String {
    let entries: Vec<String> = hashes.iter().map(|(name, hash)| format!("\"{name}\":\"{hash}\"")).collect();
    format!("{{\"imports\":{{\"./__wasm_split.js\":\"./{boot}\"}},\"integrity\":{{{}}}}}", entries.join(","))
}

/// Scripts, pages, icons and the manifest. Returns the service worker, which comes last.
fn add_public(site: &mut Site, values: &mut Values, parts: &Parts) -> anyhow::Result<String> {
    let mut of_pages = style(&parts.styles.join("rescue.css"))?;
    let (mut worker, mut pages, mut rescue_bytes) = (None, Vec::new(), 0);
    for (name, content) in files_below(&parts.public)? {
        match name.as_str() {
            FIXED_SCRIPT => worker = Some(smaller_js(text(&content)?)),
            "boot.js" => {
                let script = smaller_js(text(&content)?).into_bytes();
                values.insert("boot-integrity", sri(&script));
                values.insert("boot", add_hashed(site, &name, script));
            }
            "rescue.js" => {
                let script =
                    [read_text(&parts.public.join(STORES))?.as_str(), text(&content)?].map(smaller_js).concat();
                rescue_bytes += script.len();
                of_pages.insert("rescue", add_hashed(site, &name, script.into_bytes()));
            }
            _ if is_part(&name) => {}
            _ if name.ends_with(".html") => pages.push((name, text(&content)?.to_owned())),
            _ => drop(add(site, &name, content)),
        }
    }
    for (name, page) in pages {
        let page = fill(&page, &of_pages, "")?.into_bytes();
        rescue_bytes += if name == RESCUE { page.len() } else { 0 };
        site.insert(name, page);
    }
    ensure!(rescue_bytes < RESCUE_BUDGET, "{RESCUE} with its script has {rescue_bytes} bytes of {RESCUE_BUDGET}");
    worker.with_context(|| format!("{} is missing", parts.public.join(FIXED_SCRIPT).display()))
}

/// Puts the values in their places. A place of the start page that no value fits, and a value it does not use, is a fault.
fn fill(page: &str, values: &Values, name: &str) -> anyhow::Result<String> {
    let mut filled = page.to_owned();
    for (key, value) in values {
        let placeholder = format!("{{{key}}}");
        if name == HOME && !filled.contains(&placeholder) {
            return Err(anyhow!("{name} has no placeholder {placeholder}"));
        }
        filled = filled.replace(&placeholder, value);
    }
    Ok(filled)
}

/// The list of files as the service worker reads it.
fn list(site: &Site) -> String {
    let entries = site.iter().map(|(name, content)| {
        let url = if name == HOME { "./" } else { name.as_str() };
        let sha256 = BASE64_STANDARD.encode(Sha256::digest(content));
        let mime = mime_of(Path::new(name));
        let arrives = Arrival::of(name).word().map_or(String::new(), |word| format!(",\"arrives\":\"{word}\""));
        let bytes = content.len();
        format!("{{\"url\":\"{url}\",\"mime\":\"{mime}\",\"bytes\":{bytes},\"sha256\":\"{sha256}\"{arrives}}}")
    });
    format!("[{}]", entries.collect::<Vec<_>>().join(","))
}

fn add(site: &mut Site, name: &str, content: Vec<u8>) -> String {
    site.insert(name.to_owned(), content);
    name.to_owned()
}

/// Adds a file under `stem-<hash>.extension`.
fn add_hashed(site: &mut Site, name: &str, content: Vec<u8>) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let hash = hex(&Sha256::digest(&content));
    add(site, &format!("{stem}-{hash}.{extension}"), content)
}

/// Sixteen digits: enough to tell files apart, short enough to read out.
fn hex(digest: &[u8]) -> String {
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn sri(content: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(content)))
}

/// Of a script or a style that stands in a page, as its security policy names it.
fn csp_hash(inside: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(inside)))
}

/// The style that stands in a page, because a page that waits for a second file shows nothing for a third of a second
/// longer; and the hash by which the page's security policy knows it. It stands in `file`, which may import others.
fn style(file: &Path) -> anyhow::Result<Values> {
    let imported =
        |line: &str| line.trim().strip_prefix("@import \"")?.strip_suffix("\";").map(|name| file.with_file_name(name));
    let lines = read_text(file)?;
    let joined =
        lines.split_inclusive('\n').map(|line| imported(line).map_or(Ok(line.to_owned()), |path| read_text(&path)));
    let joined = joined.collect::<anyhow::Result<String>>()?;
    let style = smaller_css(&joined);
    Ok(Values::from([("style-hash", csp_hash(&style)), ("style", style)]))
}

/// All files below a folder, by their path with slashes.
fn files_below(folder: &Path) -> anyhow::Result<Site> {
    let mut files = Site::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        let entries = std::fs::read_dir(&current).with_context(|| current.display().to_string())?;
        for entry in entries.filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(name) = path.strip_prefix(folder) {
                let name =
                    name.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
                files.insert(name, read(&path)?);
            }
        }
    }
    Ok(files)
}

fn write(site: &Site, out: &Path) -> anyhow::Result<()> {
    let fresh = out.with_extension("new");
    let clear = |folder: &Path| {
        if folder.exists() {
            std::fs::remove_dir_all(folder).with_context(|| folder.display().to_string())
        } else {
            Ok(())
        }
    };
    clear(&fresh)?;
    for (name, content) in site {
        let path = fresh.join(name);
        let folder = path.parent().unwrap_or(&fresh);
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        std::fs::write(&path, content).with_context(|| path.display().to_string())?;
    }
    clear(out)?;
    std::fs::rename(&fresh, out).with_context(|| out.display().to_string())
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| path.display().to_string())
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

fn part<'a>(compiled: &'a Site, name: &str) -> anyhow::Result<&'a Vec<u8>> {
    compiled.get(name).with_context(|| format!("Trunk made no {name}"))
}

fn text(content: &[u8]) -> anyhow::Result<&str> {
    Ok(std::str::from_utf8(content)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_of_the_start_page_without_a_value_is_a_fault() {
        let values = Values::from([("wasm", "lanyard-1.wasm".to_owned())]);
        assert_eq!(fill("<{wasm}>", &values, HOME).unwrap(), "<lanyard-1.wasm>");
        assert!(fill("<>", &values, HOME).is_err());
    }
}
