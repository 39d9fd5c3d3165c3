//! `cargo xtask speed`, after the first visit: what one does all day, with a thousand sessions and with ten thousand.
//!
//! The schedule is 38C3, 1,007 sessions, and ten times 38C3: each session with nine copies under ids of their own, on the
//! same day. The page runs on a quarter of this machine's processor. Keys and taps are real ones, and a time is that from
//! the moment the browser has one to the moment its frame has been painted.
//!
//! Beside them stand the same keys, taps and pixels on [`FLOOR`], a page without a framework: what this machine can do at
//! all, in the same minutes. Milliseconds differ by a third and more between runs, so those over their limit are named and
//! fail nothing. What is counted is the same in every run, and fails. The schedule is no part of the project: without it this
//! is left out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::reading::{WALK, give, open_import};
use super::{REPORT, median, number};
use crate::Outcome;
use crate::page::Page;
use crate::server::{Answer, Server};

const INSTRUMENTS: &str = include_str!("everyday.js");
const FLOOR: &str = include_str!("floor.html");

/// Below `../shared`, or below `$LANYARD_SHARED`.
const SCHEDULE: &str = "schedules/frab-xml/ccc-38c3-20251206.xml";
const SESSIONS: usize = 1_007;
/// How often each session is there.
const TIMES: [usize; 2] = [1, 10];

/// Typed first, and not measured: the browser makes the code fast meanwhile. A third of all abstracts have it.
const FIRST_WORD: &str = "the";
/// Each is typed over the one before it.
const WORDS: [&str; 3] = ["security", "hardware", "open source"];

/// Chips of the first values of each are tapped, on and off again.
const FILTERS: [&str; 2] = ["Track", "Room"];
const CHIPS: usize = 3;

/// Pixels a frame, and frames: ten seconds of 2,400 pixels each.
const STEP: usize = 40;
const FRAMES: usize = 600;

/// How often the grid is opened.
const GRIDS: usize = 5;

/// Where the pages begin that are opened; of each kind that a link leads to, one is opened, too.
const PAGES: [&str; 15] = [
    "#/now",
    "#/agenda",
    "#/notebook",
    "#/trip",
    "#/search?q=security",
    "#/settings",
    "#/import",
    "#/changes",
    "#/people",
    "#/trash",
    "#/phone",
    "#/venues",
    "#/retrospective",
    "#/closing",
    "#/recordings",
];

/// One line of the table.
struct Line {
    name: &'static str,
    value: fn(&Measured) -> f64,
    /// With 38C3 and with ten times 38C3.
    limits: [f64; 2],
    /// What is measured in milliseconds is only named.
    fails: bool,
    digits: usize,
}

const UNLIMITED: [f64; 2] = [f64::INFINITY; 2];

/// A phone of 740 pixels shows eight rows below the field. A key may draw those, whatever else it finds, and none that was
/// there and stays: what the eye does not see yet can wait until after the frame.
const ROWS_OF_A_KEY: f64 = 8.0;

const LINES: [Line; 17] = [
    millis("key of a search, painted", |it| median(it.keys.clone()), [50.0, 60.0]),
    millis("  the slowest key", |it| most(&it.keys), UNLIMITED),
    millis("tap on a filter, painted", |it| median(it.taps.clone()), [60.0; 2]),
    millis("  the slowest tap", |it| most(&it.taps), UNLIMITED),
    millis("  until its list is whole", |it| median(it.wholes.clone()), UNLIMITED),
    millis("frame while scrolling, 95 of 100", |it| ninety_five(it.frames.clone()), [20.0; 2]),
    millis("  the slowest frame", |it| most(&it.frames), UNLIMITED),
    millis("  the longest task", |it| most(&it.tasks), UNLIMITED),
    millis("tap on the grid, until it is there", |it| median(it.grids.clone()), [300.0, 400.0]),
    millis("frame while scrolling it, 95 of 100", |it| ninety_five(it.grid_frames.clone()), [20.0; 2]),
    millis("  the slowest frame", |it| most(&it.grid_frames), UNLIMITED),
    count("nodes of the grid", |it| it.grid_nodes, [600.0; 2], 0),
    count("rows drawn for a key", |it| it.drawn_for_a_key, [ROWS_OF_A_KEY; 2], 0),
    count("  drawn anew, though they stay", |it| it.anew, [0.0; 2], 0),
    count("rows drawn for a tap on a filter", |it| it.drawn_for_a_tap, UNLIMITED, 0),
    count("nodes of the largest page", |it| it.nodes.0, [600.0; 2], 0),
    count("what moves by itself, at most", |it| it.moved.0, [0.02; 2], 3),
];

const fn millis(name: &'static str, value: fn(&Measured) -> f64, limits: [f64; 2]) -> Line {
    Line { name, value, limits, fails: false, digits: 0 }
}

const fn count(name: &'static str, value: fn(&Measured) -> f64, limits: [f64; 2], digits: usize) -> Line {
    Line { name, value, limits, fails: true, digits }
}

/// What keys, taps, scrolling and pages came to: milliseconds, and the most of what is counted with where it was.
#[derive(Default)]
struct Measured {
    keys: Vec<f64>,
    taps: Vec<f64>,
    wholes: Vec<f64>,
    frames: Vec<f64>,
    tasks: Vec<f64>,
    grids: Vec<f64>,
    grid_frames: Vec<f64>,
    grid_nodes: f64,
    drawn_for_a_key: f64,
    drawn_for_a_tap: f64,
    anew: f64,
    nodes: (f64, String),
    moved: (f64, String),
}

impl Measured {
    /// What every report says: how many nodes there are, and what moved.
    fn note(&mut self, act: &str, report: &Value) {
        for (most, name) in [(&mut self.nodes, "nodes"), (&mut self.moved, "moved")] {
            let value = number(report, name);
            if value > most.0 {
                *most = (value, act.to_owned());
            }
        }
    }
}

/// # Errors
/// When the app is not built, the browser does not start, or something counted is over its limit.
pub async fn speed() -> Outcome {
    let Some(file) = schedule() else {
        println!("skipped: a day with 38C3, for ../shared/{SCHEDULE} is not here");
        return Ok(());
    };
    let (server, xml) = (super::host()?, std::fs::read_to_string(file)?);
    server.answer("/floor.html", Answer::new(200, "text/html; charset=utf-8", FLOOR));
    let floor = on_the_floor(&server).await?;
    let mut measured = Vec::new();
    for times in TIMES {
        let file = tempfile::Builder::new().prefix("38c3-").suffix(".xml").tempfile()?;
        std::fs::write(file.path(), multiplied(&xml, times))?;
        measured.push(with_schedule(&server, file.path(), &longest_day(&xml), SESSIONS * times).await?);
    }
    let broken = print(&floor, &measured);
    if broken.is_empty() { Ok(()) } else { Err(format!("Over the limit: {}.", broken.join(", ")).into()) }
}

fn schedule() -> Option<PathBuf> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared"));
    let root = std::env::var_os("LANYARD_SHARED").map_or_else(beside, PathBuf::from);
    Some(root.join(SCHEDULE)).filter(|file| file.is_file())
}

/// The schedule with each session so many times.
fn multiplied(xml: &str, times: usize) -> String {
    const BEGIN: &str = "<event guid=\"";
    const END: &str = "</event>";
    let mut parts = xml.split(BEGIN);
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (session, after) = part.split_once(END).unwrap_or((part, ""));
        for copy in 0..times {
            let id = if copy > 0 { format!("{copy}-") } else { String::new() };
            all.extend([BEGIN, &id, session, END]);
        }
        all.push_str(after);
    }
    all
}

/// The day with most sessions, as the address of the agenda has it.
fn longest_day(xml: &str) -> String {
    let days = xml.split("<day date=\"").skip(1);
    let longest = days.max_by_key(|day| day.matches("<event ").count()).unwrap_or_default();
    longest.chars().take("2024-12-27".len()).collect()
}

async fn on_the_floor(server: &Server) -> Outcome<Measured> {
    let (browser, _profile) = super::browser().await?;
    let page = browser.page();
    page.before_every_page(&[REPORT, INSTRUMENTS].concat()).await?;
    super::slow_down(&browser).await?;
    page.open(&format!("{}/floor.html", server.origin())).await?;
    let mut hands = Hands::at(page, server);
    hands.scroll().await?;
    hands.ask("scrollTo(0, 0); report(null)").await?;
    for _ in 0..4 * CHIPS {
        hands.tap_filter("a tap on the floor", "document.querySelector('#tap')").await?;
    }
    hands.search().await?;
    Ok(hands.measured)
}

async fn with_schedule(server: &Server, file: &Path, day: &str, sessions: usize) -> Outcome<Measured> {
    let (browser, _profile) = super::browser().await?;
    let page = browser.page();
    page.before_every_page(&[REPORT, WALK, INSTRUMENTS].concat()).await?;
    open_import(page, server).await?;
    let mut hands = Hands::at(page, server);
    give(page, file).await?;
    hands.hear()?;
    super::slow_down(&browser).await?;
    page.open(&format!("{}#/now", server.app())).await?;
    page.started().await?;
    let agenda = format!("#/agenda?day={day}");
    hands.visit(&agenda).await?;
    hands.scroll().await?;
    hands.visit("#/now").await?;
    hands.visit(&agenda).await?;
    hands.open_grid().await?;
    hands.tap("opening the filters", "document.querySelector('.views > [aria-expanded]')").await?;
    for filter in FILTERS {
        let chips = format!("document.querySelectorAll('.filters [aria-label={filter}] .chip");
        for number in 0..CHIPS {
            hands.tap_filter(&format!("filter {filter} {number}"), &format!("{chips}')[{number}]")).await?;
            hands.tap_filter(&format!("no filter {filter}"), &format!("{chips}[aria-pressed=true]')[0]")).await?;
        }
    }
    hands.visit("#/search").await?;
    hands.type_word(FIRST_WORD).await?;
    // Abstracts are read meanwhile.
    let many = format!("parseInt(document.querySelector('.found')?.textContent) > {}", sessions / 3);
    hands.ask(&format!("const look = () => ({many} ? report(null) : requestAnimationFrame(look)); look()")).await?;
    hands.search().await?;
    hands.visit_all().await?;
    Ok(hands.measured)
}

/// Somebody with a page before them, and what it reported.
struct Hands<'a> {
    page: &'a Page,
    server: &'a Server,
    heard: usize,
    measured: Measured,
}

impl<'a> Hands<'a> {
    fn at(page: &'a Page, server: &'a Server) -> Self {
        Self { page, server, heard: server.told().len(), measured: Measured::default() }
    }

    /// The next report.
    fn hear(&mut self) -> Outcome<Value> {
        self.heard += 1;
        super::report(self.server, self.heard)
    }

    /// What a script reports.
    async fn ask(&mut self, script: &str) -> Outcome<Value> {
        self.page.run(script, vec![]).await?;
        self.hear()
    }

    /// Opens a page, and says where its links lead.
    async fn visit(&mut self, address: &str) -> Outcome<Vec<String>> {
        let report = self.ask(&format!("visit({})", json!(address))).await?;
        self.measured.note(address, &report);
        let links = report.get("links").and_then(Value::as_array).into_iter().flatten();
        Ok(links.filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// Opens [`PAGES`], and of each kind that a link leads to the first one.
    async fn visit_all(&mut self) -> Outcome {
        let mut next: Vec<String> = PAGES.map(str::to_owned).to_vec();
        let mut known: BTreeSet<String> = next.iter().map(|address| kind(address)).collect();
        while let Some(address) = next.pop() {
            for link in self.visit(&address).await? {
                if known.insert(kind(&link)) {
                    next.push(link);
                }
            }
        }
        Ok(())
    }

    async fn scroll(&mut self) -> Outcome {
        let report = self.ask(&format!("scrollOn({STEP}, 0, {FRAMES})")).await?;
        self.measured.note("scrolling", &report);
        self.measured.frames = numbers(&report, "frames");
        self.measured.tasks = numbers(&report, "tasks");
        Ok(())
    }

    /// Opens the day against time and closes it again, some times, and scrolls down and across in it.
    async fn open_grid(&mut self) -> Outcome {
        for turn in 0..2 * GRIDS - 1 {
            let report = self.tap("the grid", "document.querySelector('[aria-label=Grid]')").await?;
            if turn % 2 == 0 {
                self.measured.grids.push(number(&report, "whole"));
            }
        }
        for (top, left) in [(STEP, 0), (0, STEP)] {
            let script = format!("scrollOn({top}, {left}, {FRAMES}, document.querySelector('[role=listbox]'))");
            let report = self.ask(&script).await?;
            self.measured.note("scrolling the grid", &report);
            self.measured.grid_frames.extend(numbers(&report, "frames"));
            self.measured.grid_nodes = self.measured.grid_nodes.max(number(&report, "nodes"));
        }
        self.tap("leaving the grid", "document.querySelector('[aria-label=Grid]')").await.map(drop)
    }

    /// Types the words, each over the one before.
    async fn search(&mut self) -> Outcome {
        for word in WORDS {
            self.page.run("document.querySelector('input[type=search]').select()", vec![]).await?;
            for report in self.type_word(word).await? {
                self.measured.note(&format!("search for {word}"), &report);
                self.measured.keys.push(number(&report, "painted"));
                self.measured.drawn_for_a_key = self.measured.drawn_for_a_key.max(number(&report, "drawn"));
                self.measured.anew = self.measured.anew.max(number(&report, "anew"));
            }
        }
        Ok(())
    }

    async fn type_word(&mut self, word: &str) -> Outcome<Vec<Value>> {
        let mut reports = Vec::new();
        for letter in word.chars() {
            let key = |kind: &str| json!({ "type": kind, "key": letter, "text": letter });
            self.page.devtools("Input.dispatchKeyEvent", key("keyDown")).await?;
            reports.push(self.hear()?);
            self.page.devtools("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": letter })).await?;
        }
        Ok(reports)
    }

    async fn tap_filter(&mut self, act: &str, element: &str) -> Outcome {
        let report = self.tap(act, element).await?;
        self.measured.taps.push(number(&report, "painted"));
        self.measured.wholes.push(number(&report, "whole"));
        self.measured.drawn_for_a_tap = self.measured.drawn_for_a_tap.max(number(&report, "drawn"));
        Ok(())
    }

    /// `element` is an expression of JavaScript.
    async fn tap(&mut self, act: &str, element: &str) -> Outcome<Value> {
        let centre = self.ask(&format!("bring({element})")).await?;
        for kind in ["mousePressed", "mouseReleased"] {
            let (x, y) = (number(&centre, "x"), number(&centre, "y"));
            let tap = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.page.devtools("Input.dispatchMouseEvent", tap).await?;
        }
        let report = self.hear()?;
        self.measured.note(act, &report);
        Ok(report)
    }
}

/// `session`, of the address of a session.
fn kind(address: &str) -> String {
    address.trim_start_matches("#/").split(['/', '?']).next().unwrap_or_default().to_owned()
}

fn numbers(report: &Value, name: &str) -> Vec<f64> {
    report.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_f64).collect()
}

fn most(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}

/// What 95 of 100 values stay below.
fn ninety_five(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() * 95 / 100).copied().unwrap_or(f64::INFINITY)
}

/// Prints the table, and says which counts are over their limits.
fn print(floor: &Measured, measured: &[Measured]) -> Vec<String> {
    let mut broken = Vec::new();
    println!("{:<34}{:>9}{:>12}{:>16}   limit", "", "floor", "38C3", "ten times 38C3");
    for Line { name, value, limits, fails, digits } in LINES {
        let mut line = format!("{name:<34}{:>9.digits$}", value(floor));
        for ((measured, limit), width) in measured.iter().zip(limits).zip([12, 16]) {
            let value = value(measured);
            let is_over = value > limit;
            let said = if is_over { format!("over {value:.digits$}") } else { format!("{value:.digits$}") };
            line.push_str(&format!("{said:>width$}"));
            if is_over && fails {
                broken.push(format!("{name} {value:.digits$}"));
            }
        }
        let limit = match limits {
            [one, _] if one.is_infinite() => String::new(),
            [one, other] if one < other => format!("{one}, {other}"),
            [one, _] => one.to_string(),
        };
        println!("{line}   {limit}");
    }
    for (Measured { nodes, moved, .. }, times) in measured.iter().zip(TIMES) {
        println!("{times} x 38C3: most nodes at {}, most moved at {}", nodes.1, moved.1);
    }
    broken
}
