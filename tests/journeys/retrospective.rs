//! Someone comes home and writes up the week: what they captured becomes a post, which builds in the blog they have.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use lanyard_core::schedule::words::day_long;
use lanyard_core::schedule::{Day, Trip};
use lanyard_journeys::Outcome;
use lanyard_journeys::entering::{capture, fill, go, mark, rehearsed, title_of, trip};
use lanyard_journeys::example::{Week, week};
use lanyard_journeys::page::Page;
use lanyard_journeys::server::Server;
use lanyard_journeys::site::{ExportedFiles, Generator, build, unpacked};
use lanyard_journeys::stage::{journey, shared, skipped};
use serde_json::{Value, json};

use crate::hand_over::{downloads, saved};

/// After the last day.
const AFTER: &str = "2024-11-16T10:00";

/// What a blog of Bootstrap's style has for a picture.
const PICTURE_LINE: &str = "<img src=\"{path}\" class=\"img-responsive center-block\" alt=\"{alt}\">";

const TITLE: &str = "KubeCon North America 2024 retrospective";
const NAME: &str = "kubecon-north-america-2024-retrospective";

/// The links of the post that this week became when its author wrote it by hand (`../shared/mission`). They are facts, and
/// the only thing of that text that stands here.
const LINKS: [&str; 12] = [
    "https://cfp.cloud-native.rejekts.io/cloud-native-rejekts-na-salt-lake-city-2024/talk/CZ9VGR/",
    "https://www.youtube.com/live/M1R05c1pWmc?si=H5jQnHiflrMDRuaO&t=14609",
    "https://kcsna2024.sched.com/event/1nSgo/official-kubernetes-crds-where-to-from-here",
    "https://kcsna2024.sched.com/event/1nSjo/unified-framework-for-unit-integration-and-e2e-testing",
    "https://sched.co/1i7ke",
    "https://sched.co/1i7mE",
    "https://sched.co/1pee5",
    "https://kccncna2024.sched.com/event/1howV/sig-autoscaling-projects-update-jack-francis-microsoft",
    "https://sched.co/1i7nv",
    "https://sched.co/1i7oQ",
    "https://sched.co/1hoxc",
    "https://sched.co/1hoyJ",
];

/// Each day of the week, and the event of which the post tells there.
const DAYS: [(&str, &str); 6] = [
    ("2024-11-10", "Rejekts"),
    ("2024-11-11", "Contributor Summit"),
    ("2024-11-12", "OpenShift Commons"),
    ("2024-11-13", "KubeCon"),
    ("2024-11-14", "KubeCon"),
    ("2024-11-15", "KubeCon"),
];

/// The text that this week became by hand, where it is at hand: it is not ours to keep.
fn written_by_hand() -> Outcome<Option<String>> {
    let Some(folder) = shared("mission") else { return Ok(None) };
    let mut text = String::new();
    for entry in fs::read_dir(folder)? {
        text += &fs::read_to_string(entry?.path())?;
    }
    Ok(Some(text))
}

#[test]
fn the_links_are_those_of_the_post_by_hand() -> Outcome {
    let Some(text) = written_by_hand()? else { return skipped("../shared/mission is not here") };
    let links: Vec<&str> = text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert_eq!(links, LINKS);
    Ok(())
}

/// So many words in a row are somebody's sentence.
const SENTENCE: usize = 7;

#[test]
fn no_sentence_of_it_is_copied() -> Outcome {
    let Some(text) = written_by_hand()? else { return skipped("../shared/mission is not here") };
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let theirs: BTreeSet<Vec<String>> = words(&text).windows(SENTENCE).map(<[String]>::to_vec).collect();
    assert!(theirs.len() > 1_000, "hardly a text");
    // Titles are those of the programme.
    for entry in week()?.entries.iter().filter(|entry| entry.kind != "link") {
        for run in words(&[&entry.text, " ", &entry.caption].concat()).windows(SENTENCE) {
            assert!(!theirs.contains(run), "{}: {}", entry.at, run.join(" "));
        }
    }
    Ok(())
}

#[test]
fn the_week_becomes_a_post() -> Outcome {
    if let Some(missing) = Generator::Jekyll.missing().or_else(|| Generator::Hugo.missing()) {
        return skipped(&missing);
    }
    journey(async |stage| {
        let (week, trip) = (week()?, trip()?);
        let browser = stage.open("#/notebook").await?;
        let page = browser.page();
        let folder = downloads(page, &stage).await?;
        enter(page, &trip, &week).await?;
        close_the_week(page, &trip, &week).await?;
        go(page, &rehearsed("#/retrospective", AFTER)).await?;
        page.press("Title, date and categories").await?;
        fill(page, &page.find("textbox", "Title").await?, TITLE).await?;
        page.tap(&page.link("Publish").await?).await?;
        let_out(page, &week).await?;

        page.press("Hugo").await?;
        let bundle = exported(page, &folder, &format!("{NAME}.zip")).await?;
        page.press("Jekyll").await?;
        page.press("Template").await?;
        fill(page, &page.find("textbox", "Line of a picture").await?, PICTURE_LINE).await?;
        let post = exported(page, &folder, &format!("2024-11-15-{NAME}.zip")).await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        assert_eq!(browser.foreign_hosts(), [""; 0]);

        for (generator, files) in [(Generator::Hugo, &bundle), (Generator::Jekyll, &post)] {
            check_nothing_private(files, &week)?;
            let site = build(generator, files)?;
            let host = Server::start(&site.out, "/")?;
            page.open(&[&host.app(), site.post.as_str()].concat()).await?;
            check_post(page, generator).await?;
        }
        check_kept(&post)?;
        browser.close().await
    })
}

/// Everything of the example, but what was put into the agenda, of which the post says nothing by itself.
async fn enter(page: &Page, trip: &Trip, week: &Week) -> Outcome {
    for marks in &week.marks {
        mark(page, trip, marks).await?;
    }
    for entry in &week.entries {
        capture(page, trip, entry).await.map_err(|error| format!("{}: {error}", entry.at))?;
    }
    go(page, &rehearsed("#/notebook", AFTER)).await?;
    page.says(&format!("{} entries", week.entries.len())).await?;
    page.reload().await?;
    page.started().await?;
    page.says(&format!("{} entries", week.entries.len())).await
}

/// Says on the evening of each day where one was.
async fn close_the_week(page: &Page, trip: &Trip, week: &Week) -> Outcome {
    for (day, _) in DAYS {
        let wanted = Day::parse(day).ok_or("a day")?;
        go(page, &rehearsed(&format!("#/closing?day={day}"), &format!("{day}T22:00"))).await?;
        for marks in week.marks.iter().filter(|marks| marks.star && marks.attended) {
            let (event, id) = marks.session.split_once('/').ok_or("a session")?;
            let session = trip.find(&lanyard_core::schedule::SessionKey::new(event, id)).ok_or("no session")?;
            if session.day == Some(wanted) {
                page.press(&format!("Attended: {}", title_of(trip, &marks.session)?)).await?;
            }
        }
    }
    Ok(())
}

/// Lets out what was said in the hallway and may be published, each chosen by its words.
async fn let_out(page: &Page, week: &Week) -> Outcome {
    let is_hallway = |entry: &&lanyard_journeys::example::WeekEntry| {
        entry.session.is_none()
            && entry.venue.is_none()
            && entry.is_publishable()
            // Pictures, links and takeaways are no talk between two people, and who may be named has said so.
            && !matches!(entry.kind.as_str(), "photo" | "takeaway" | "link" | "person")
    };
    let wanted: Vec<_> = week.entries.iter().filter(is_hallway).collect();
    for entry in &wanted {
        let begins: String = entry.text.chars().take(40).collect();
        page.tap(&page.find("checkbox", &format!("Let out: {begins}…")).await?).await?;
    }
    page.press(&format!("Let {} out", wanted.len())).await?;
    page.says("They go out now.").await
}

/// Prepares the file, saves it and unpacks it.
async fn exported(page: &Page, folder: &Path, name: &str) -> Outcome<ExportedFiles> {
    page.press("Prepare the file").await?;
    page.status(&format!("{name} · …")).await?;
    page.press("Download").await?;
    unpacked(&saved(page, folder, name).await?)
}

/// The words of an export: all its files that are no pictures.
fn texts(files: &ExportedFiles) -> Outcome<Vec<(&str, String)>> {
    let is_text = |(path, _): &&(String, Vec<u8>)| !path.ends_with(".jpg");
    files.iter().filter(is_text).map(|(path, bytes)| Ok((path.as_str(), String::from_utf8(bytes.clone())?))).collect()
}

/// The post that the project keeps, `docs/retrospective-example/`, is this one. With `LANYARD_KEEP_POST` set it becomes this
/// one. The pictures are there; their bytes are each browser's own.
fn check_kept(files: &ExportedFiles) -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/retrospective-example");
    if std::env::var_os("LANYARD_KEEP_POST").is_some() {
        for old in ["_posts", "img"].map(|name| folder.join(name)).iter().filter(|old| old.is_dir()) {
            fs::remove_dir_all(old)?;
        }
        for (path, bytes) in files {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().ok_or("a file has a folder")?)?;
            fs::write(file, bytes)?;
        }
    }
    for (path, _) in files {
        assert!(folder.join(path).is_file(), "{path} is not in docs/retrospective-example: set LANYARD_KEEP_POST");
    }
    for (path, text) in texts(files)? {
        let kept = fs::read_to_string(folder.join(path))?;
        let differ = kept.lines().zip(text.lines()).find(|(kept, made)| kept != made);
        let lengths = (kept.lines().count(), text.lines().count());
        let is_same = differ.is_none() && lengths.0 == lengths.1;
        assert!(is_same, "{path} is kept otherwise, set LANYARD_KEEP_POST: {differ:#?}, lines {lengths:?}");
    }
    Ok(())
}

fn check_nothing_private(files: &ExportedFiles, week: &Week) -> Outcome {
    for (path, text) in texts(files)? {
        for word in &week.private_words {
            assert!(!text.to_lowercase().contains(&word.to_lowercase()), "{word} is private and stands in {path}");
        }
    }
    Ok(())
}

/// What is on a page: its headings of the second level, its links, the lines of each list by the heading above it, and its
/// pictures, once each has loaded or failed.
const READ: &str = "
    const done = arguments[arguments.length - 1];
    const settled = (picture) => picture.complete ? null : new Promise((next) => {
        picture.onload = picture.onerror = next;
    });
    Promise.all([...document.images].map(settled)).then(() => {
        const sections = [];
        for (const it of document.querySelectorAll('h2, li')) {
            if (it.tagName === 'H2') sections.push([it.textContent, 0]);
            else if (sections.length > 0) sections.at(-1)[1] += 1;
        }
        done({
            title: document.querySelector('h1').textContent,
            sections,
            links: [...document.links].map((link) => link.getAttribute('href')),
            pictures: [...document.images].map((it) => [it.alt, it.className, it.naturalWidth]),
            text: document.body.innerText,
        });
    });";

async fn check_post(page: &Page, generator: Generator) -> Outcome {
    let read = page.run_until_answered(READ, vec![]).await?;
    let of = |name: &str| read.get(name).cloned().unwrap_or_default();
    let list = |name: &str| of(name).as_array().cloned().unwrap_or_default();
    assert_eq!(of("title"), json!(TITLE));
    let sections = list("sections");
    let heading = |section: &Value| section.get(0).and_then(Value::as_str).unwrap_or_default().to_owned();
    let headings: Vec<String> = sections.iter().map(heading).collect();
    for (day, event) in DAYS {
        let day = day_long(Day::parse(day).ok_or("a day")?);
        let is_it = |heading: &&String| heading.contains(&day) && heading.contains(event);
        assert_eq!(headings.iter().filter(is_it).count(), 1, "{day}, {event}: {headings:#?}");
    }
    let links: BTreeSet<String> = list("links").iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let missing: Vec<&str> = LINKS.into_iter().filter(|link| !links.contains(*link)).collect();
    assert!(missing.is_empty(), "{generator:?}: {missing:#?} are not among {links:#?}");
    let takeaways = sections.iter().find(|section| heading(section) == "Takeaways").ok_or("no takeaways")?;
    assert!(takeaways.get(1).and_then(Value::as_u64).unwrap_or(0) >= 4, "{takeaways}");
    let pictures = list("pictures");
    assert_eq!(pictures.len(), 5, "{pictures:?}");
    for picture in &pictures {
        assert!(picture.get(0).and_then(Value::as_str).is_some_and(|alt| !alt.trim().is_empty()), "{picture}");
        assert!(picture.get(2).and_then(Value::as_u64).is_some_and(|width| width > 0), "{picture} does not load");
        let class = if generator == Generator::Jekyll { "img-responsive center-block" } else { "" };
        assert_eq!(picture.get(1), Some(&json!(class)), "{picture}");
    }
    Ok(())
}
