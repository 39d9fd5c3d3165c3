//! `cargo xtask speed`, last: somebody with 1,000 entries and 50 photos writes up the week, on a quarter of this machine's
//! processor.
//!
//! Three waits: from the tap on Retrospective until the outline has been painted, in an app that has just started; from a
//! key in an open editor until its frame has been painted; and the longest task while the post becomes a file with its
//! photos. Milliseconds over their limit are named and fail nothing: they differ by half between runs.

use lanyard_core::notebook::{Attachment, Entry, EntryId, EntryKind, Mark, PhotoId};
use lanyard_core::schedule::{Instant, SessionKey, Trip};
use serde_json::{Value, json};

use super::{REPORT, median, number, report};
use crate::Outcome;
use crate::browser::Browser;
use crate::entering::trip;
use crate::page::Page;
use crate::past::{Past, put_photos};
use crate::server::Answer;
use crate::stage::Stage;

const INSTRUMENTS: &str = include_str!("retrospective.js");

/// A page with one field: what this machine can do at all, in the same minute.
const FLOOR: &str = "/__floor";

const ENTRIES: usize = 1_000;
const PHOTOS: usize = 50;
const PHOTO_BYTES: u32 = 300_000;

const OPENINGS: usize = 5;
const KEYS: &str = "twenty letters more.";

/// What DevTools tells apart of a page's work.
const WORK: [&str; 4] = ["ScriptDuration", "RecalcStyleDuration", "LayoutDuration", "TaskDuration"];

const OPEN_MS: f64 = 500.0;
const KEY_MS: f64 = 50.0;
const TASK_MS: f64 = 50.0;

/// # Errors
/// When the app is not built, the browser does not start, or a page never shows what is waited for.
pub async fn speed() -> Outcome {
    let (stage, trip) = (Stage::set()?, trip()?);
    let browser = stage.open("#/trip").await?;
    let page = browser.page();
    notebook(&trip).put(page, &stage).await?;
    let photos: Vec<String> = (0..PHOTOS).map(|number| photo(number).as_str().to_owned()).collect();
    put_photos(page, &photos, PHOTO_BYTES).await?;
    page.before_every_page(&[REPORT, INSTRUMENTS].concat()).await?;
    super::slow_down(&browser).await?;
    let mut hands = Hands { browser: &browser, stage: &stage, heard: 0 };

    let mut openings = Vec::new();
    for _ in 0..OPENINGS {
        hands.start("#/notebook").await?;
        openings.push(hands.tap("link('Retrospective')", "document.querySelector('.outline li') !== null").await?);
    }
    println!("{ENTRIES} entries, {PHOTOS} photos of {} kB, a quarter of the processor", PHOTO_BYTES / 1_000);
    line("from Retrospective to the outline, painted", &openings, OPEN_MS);

    hands.tap("front()", "front().parentElement.open").await?;
    line("a key in the title, painted", &hands.keys("titleField()").await?, KEY_MS);
    let section = "openers().reduce((one, other) => (words(one) > words(other) ? one : other))";
    line("a section opened, painted", &[hands.tap(section, "pieces().length > 0").await?], f64::INFINITY);
    println!("  pieces in it: {}", hands.ask("report({ count: pieces().length })", "count").await?);
    let middle = "pieces()[Math.floor(pieces().length / 2)].querySelector('[aria-label^=Edit]')";
    line("an editor opened, painted", &[hands.tap(middle, "editor() !== null").await?], f64::INFINITY);
    line("a key in an editor, painted", &hands.keys("editor()").await?, KEY_MS);

    stage.server.answer(FLOOR, Answer::new(200, "text/html", "<!doctype html><textarea></textarea>"));
    page.open(&[&stage.server.origin(), FLOOR].concat()).await?;
    line("  a key in a page of nothing else", &hands.keys("document.querySelector('textarea')").await?, f64::INFINITY);

    hands.start("#/retrospective?show=publish").await?;
    hands.ask("settled().then(() => report({ count: 0 }))", "count").await?;
    page.run("prepare()", vec![]).await?;
    let made = hands.hear()?;
    println!("the file with its photos: {:.0} ms", number(&made, "all"));
    line("  the longest task", &[number(&made, "longest")], TASK_MS);
    browser.close().await
}

fn line(name: &str, values: &[f64], limit: f64) {
    let middle = median(values.to_vec());
    let most = values.iter().copied().fold(0.0, f64::max);
    let over = if middle > limit { "over " } else { "" };
    let limit = if limit.is_finite() { format!(", limit {limit:.0} ms") } else { String::new() };
    println!("{name}: {over}{middle:.0} ms, the slowest of {} {most:.0} ms{limit}", values.len());
}

fn photo(number: usize) -> PhotoId {
    PhotoId::new(&format!("{number:064x}"))
}

/// Six days of notes: most on the sessions of the programme, one in three between them, and some of every other kind.
fn notebook(trip: &Trip) -> Past {
    let timed = trip.sessions.iter().filter(|session| session.when.start().is_some());
    let sessions: Vec<(SessionKey, String, Instant)> = timed
        .step_by(5)
        .filter_map(|session| Some((trip.key(session), session.title.clone(), session.when.start()?)))
        .collect();
    let mut past = Past::default();
    for (key, title, _) in &sessions {
        past.mark(key, title, Mark::Attended);
    }
    for number in 0..ENTRIES {
        let Some((key, title, start)) = sessions.get(number * 7 % sessions.len().max(1)) else { continue };
        let at = Instant(start.0 + i64::try_from(number % 50).unwrap_or(0) * 60);
        let is_between = number % 3 == 0;
        let about = if is_between { Attachment::Hallway } else { Attachment::Session(key.clone()) };
        let id = EntryId::from_bytes((number as u128 + 1).to_be_bytes());
        let mut entry = Entry::new(id, at, about, Some(key.event.clone()));
        entry.about = if is_between { String::new() } else { title.clone() };
        entry.text = format!(
            "Number {number} of *clusters* and quotas, with the people who run them. {}",
            "More words. ".repeat(12)
        );
        if number % (ENTRIES / PHOTOS) == 0 {
            entry.set_kind(EntryKind::Photo);
            (entry.photo, entry.caption) = (Some(photo(number / (ENTRIES / PHOTOS))), format!("Slide {number}"));
        } else {
            entry.set_kind(match number % 25 {
                1 => EntryKind::Takeaway,
                2 => EntryKind::FollowUp,
                3 => EntryKind::Person,
                4 => EntryKind::Quote,
                _ => EntryKind::Note,
            });
            if entry.kind == EntryKind::Person {
                entry.name = format!("Wanda{number} Marmot");
            }
        }
        past.entry(&entry);
    }
    past
}

/// Somebody with a page before them, and how many of its reports were heard.
struct Hands<'a> {
    browser: &'a Browser,
    stage: &'a Stage,
    heard: usize,
}

impl Hands<'_> {
    fn page(&self) -> &Page {
        self.browser.page()
    }

    /// Starts the app anew at a page, and waits until it has come to rest.
    async fn start(&mut self, address: &str) -> Outcome {
        self.page().open(&self.stage.at(address)).await?;
        self.page().started().await?;
        self.ask("settled().then(() => report({ count: 0 }))", "count").await.map(drop)
    }

    fn hear(&mut self) -> Outcome<Value> {
        self.heard += 1;
        report(&self.stage.server, self.heard)
    }

    /// One number of what a script reports.
    async fn ask(&mut self, script: &str, name: &str) -> Outcome<f64> {
        self.page().run(script, vec![]).await?;
        Ok(number(&self.hear()?, name))
    }

    /// Milliseconds from a tap on an element until something holds and has been painted.
    async fn tap(&mut self, element: &str, holds: &str) -> Outcome<f64> {
        self.page().run(&format!("bring({element}, () => {holds})"), vec![]).await?;
        let centre = self.hear()?;
        for kind in ["mousePressed", "mouseReleased"] {
            let (x, y) = (number(&centre, "x"), number(&centre, "y"));
            let tap = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.page().devtools("Input.dispatchMouseEvent", tap).await?;
        }
        Ok(number(&self.hear()?, "painted"))
    }

    /// Milliseconds from each of twenty keys in a field until its frame has been painted.
    async fn keys(&mut self, field: &str) -> Outcome<Vec<f64>> {
        self.ask(&format!("{field}.focus(); settled().then(() => report({{ count: 0 }}))"), "count").await?;
        let before = self.worked().await?;
        let mut keys = Vec::new();
        for letter in KEYS.chars() {
            keys.push(self.key(letter).await?);
        }
        let after = self.worked().await?;
        let each =
            |(name, from, to): (&str, f64, f64)| format!("{name} {:.0}", (to - from) * 1_000.0 / KEYS.len() as f64);
        let each = WORK.iter().zip(before).zip(after).map(|((name, from), to)| each((name, from, to)));
        println!("  milliseconds of each key: {}", each.collect::<Vec<String>>().join(", "));
        Ok(keys)
    }

    /// Seconds that the page has worked so far, by [`WORK`].
    async fn worked(&self) -> Outcome<Vec<f64>> {
        self.page().devtools("Performance.enable", json!({})).await?;
        let all = self.page().devtools("Performance.getMetrics", json!({})).await?;
        let all = all.get("metrics").and_then(Value::as_array).cloned().unwrap_or_default();
        let of = |name: &str| all.iter().find(|it| it.get("name").and_then(Value::as_str) == Some(name));
        Ok(WORK.iter().map(|name| of(name).map_or(0.0, |it| number(it, "value"))).collect())
    }

    /// Milliseconds from a key until its frame has been painted.
    async fn key(&mut self, letter: char) -> Outcome<f64> {
        self.page().run("paint('keydown', () => true)", vec![]).await?;
        let key = |kind: &str| json!({ "type": kind, "key": letter.to_string(), "text": letter.to_string() });
        self.page().devtools("Input.dispatchKeyEvent", key("keyDown")).await?;
        let painted = number(&self.hear()?, "painted");
        self.page().devtools("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": letter.to_string() })).await?;
        Ok(painted)
    }
}
