//! A new version of Lanyard is put on the host, or something that only looks like one.
//!
//! The versions are real: the build's last step (`xtask::seal`) makes another site of the same parts. What runs is told
//! by the build's name in the page, because for the person in front of it every version looks the same.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use lanyard_journeys::browser::{Browser, Profile};
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{dist, journey};
use lanyard_journeys::{Failure, Outcome};
use xtask::seal::{Parts, seal};
use xtask::server::{Answer, Request, Server};

use crate::imports::{DAY, meeting, paste};

/// Asks the host for a new version and waits until it is clear what came of it: `nothing new`, `refused`, `redundant`
/// (an install that failed) or `installed`.
const UPDATE: &str = "
    const done = arguments[arguments.length - 1];
    const end = (worker) => new Promise((resolve) => {
        const look = () => ['redundant', 'installed', 'activated'].includes(worker.state) && resolve(worker.state);
        worker.addEventListener('statechange', look);
        look();
    });
    navigator.serviceWorker.getRegistration().then(async (registration) => {
        try { await registration.update(); } catch { return done('refused'); }
        const worker = registration.installing ?? registration.waiting;
        done(worker ? await end(worker) : 'nothing new');
    });
";

pub async fn running_build(page: &Page) -> Outcome<String> {
    let build = page.run("return document.querySelector('script[data-build]').dataset.build", vec![]).await?;
    build.as_str().map(str::to_owned).ok_or_else(|| Failure::from("the page names no build"))
}

pub async fn update(page: &Page) -> Outcome<String> {
    Ok(page.run_until_answered(UPDATE, vec![]).await?.as_str().unwrap_or_default().to_owned())
}

/// Another version of the built app, in a folder below `folder`. `change` may change its parts.
pub fn version(folder: &Path, name: &str, change: impl Fn(&mut Parts) -> Outcome) -> Outcome<PathBuf> {
    let folder = folder.join(name);
    std::fs::create_dir_all(&folder)?;
    let mut parts = Parts::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    let shell = std::fs::read_to_string(&parts.page)?;
    parts.page = folder.join("index.html");
    std::fs::write(&parts.page, shell.replace("<title>", &["<title>", name, " "].concat()))?;
    parts.out = folder.join("site");
    change(&mut parts)?;
    seal(&parts)?;
    Ok(parts.out)
}

pub fn host(site: &Path) -> Outcome<Server> {
    let server = Server::start(site, "/x/y/", 0)?;
    server.send_plain();
    Ok(server)
}

/// The person already has the first version, and it works offline.
pub async fn first_version(server: &Server, profile: &Profile) -> Outcome<Browser> {
    let browser = Browser::start(profile).await?;
    browser.page().open(&server.url()).await?;
    browser.page().status("Ready offline").await?;
    Ok(browser)
}

/// What a bad host says to a request, beside the usual answer that it would give.
type Lie = fn(&Request, Answer) -> Option<Answer>;

fn is_worker(request: &Request) -> bool {
    request.path().ends_with("/sw.js")
}

/// Only the start page differs between our two versions, so a lie about it is a lie about the whole update.
fn is_page(request: &Request) -> bool {
    request.path().ends_with("/y/")
}

const LOG_IN: &str = "<!doctype html><title>Log in to the venue's network</title>";

const LIES: [(&str, Lie); 8] = [
    ("a captive portal for everything", |_, _| Some(Answer::new(200, "text/html", LOG_IN))),
    ("a captive portal for all but the worker", |request, _| {
        (!is_worker(request)).then(|| Answer::new(200, "text/html", LOG_IN))
    }),
    ("a page cut short", |request, usual| is_page(request).then(|| usual.cut_after(900))),
    ("half a page that says it is whole", |request, mut usual| {
        usual.body.truncate(900);
        is_page(request).then_some(usual)
    }),
    ("an error for the page", |request, _| is_page(request).then(|| Answer::new(500, "text/html", "no"))),
    ("no page", |request, _| is_page(request).then(|| Answer::new(404, "text/html", "no"))),
    ("a redirect to somewhere else", |request, _| {
        is_page(request).then(|| Answer::new(302, "text/html", "").with("location", "/login"))
    }),
    ("no worker", |request, _| is_worker(request).then(|| Answer::new(404, "text/html", "no"))),
];

#[test]
fn a_bad_host_never_replaces_a_version_that_works() -> Outcome {
    journey(async |stage| {
        let folder = tempfile::tempdir()?;
        let (first, second) = (dist()?, version(folder.path(), "second", |_| Ok(()))?);
        let server = host(&first)?;
        let browser = first_version(&server, &stage.profile).await?;
        let page = browser.page();
        let build = running_build(page).await?;
        for (name, lie) in LIES {
            server.deploy(&second);
            let usual = server.usual_answers();
            server.answer_with(move |request| lie(request, usual(request)));
            assert_ne!(update(page).await?, "installed", "{name}");
            page.open(&server.url()).await?;
            page.status("Ready offline").await?;
            assert_eq!(running_build(page).await?, build, "{name}");
            assert_ne!(update(page).await?, "installed", "{name}");
            // The host is well again, and has nothing new: the worker comes to rest before the next lie.
            server.deploy(&first);
            server.answer_as_usual();
            update(page).await?;
        }
        // An old page beside the new worker, as a host that is half way through a deployment has it.
        server.deploy(&second);
        let old = std::fs::read(first.join("index.html"))?;
        server.answer_with(move |request| is_page(request).then(|| Answer::new(200, "text/html", old.clone())));
        assert_ne!(update(page).await?, "installed", "an old page beside a new worker");
        server.answer_as_usual();
        assert_eq!(update(page).await?, "installed", "a good host");
        browser.close().await
    })
}

#[test]
fn before_a_version_that_changes_what_is_stored_a_backup_is_offered() -> Outcome {
    journey(async |stage| {
        let folder = tempfile::tempdir()?;
        let (first, second) = (dist()?, version(folder.path(), "second", |_| Ok(()))?);
        let worker = std::fs::read_to_string(second.join("sw.js"))?;
        let later = worker.replace("LAYOUT: 1,", "LAYOUT: 2,");
        assert_ne!(later, worker);
        let server = host(&first)?;
        let browser = first_version(&server, &stage.profile).await?;
        let page = browser.page();
        server.deploy(&second);
        assert_eq!(update(page).await?, "installed");
        page.button("Use it now").await?;
        assert!(page.all("link", "Save a backup first").await?.is_empty(), "it changes nothing that is stored");
        std::fs::write(second.join("sw.js"), later)?;
        server.deploy(&second);
        assert_eq!(update(page).await?, "installed");
        page.tap(&page.link("Save a backup first").await?).await?;
        page.button("Prepare the backup").await?;
        browser.close().await
    })
}

/// Whether the app keeps a copy of the bundled trip, to tell what a newer one changes.
pub const KEPT: &str = "
    const done = arguments[arguments.length - 1];
    indexedDB.open('lanyard /x/y/').onsuccess = ({ target: { result: database } }) => {
        const asked = database.transaction('files').objectStore('files').get('trips/shelf');
        asked.onsuccess = () => { database.close(); done(Boolean(asked.result)); };
    };
";

#[test]
fn a_new_version_says_what_it_changes_in_the_bundled_trip() -> Outcome {
    const OLD: &str = "Cilium + eBPF Day | Welcome + Opening Remarks";
    journey(async |stage| {
        let folder = tempfile::tempdir()?;
        let packed = folder.path().join("packed");
        std::fs::create_dir(&packed)?;
        let second = version(folder.path(), "second", |parts| {
            for name in ["index.txt", "details.txt", "schedules.txt"] {
                let text = std::fs::read_to_string(parts.packed.join(name))?;
                std::fs::write(packed.join(name), text.replace(OLD, "A marmot opens the day"))?;
            }
            parts.packed.clone_from(&packed);
            Ok(())
        })?;
        let server = host(&dist()?)?;
        let browser = first_version(&server, &stage.profile).await?;
        let page = browser.page();
        page.go("#/agenda?day=2024-11-12&event=colocated").await?;
        page.press(&["Star ", OLD].concat()).await?;
        page.wait("the bundled trip is kept", async || Ok(page.run_until_answered(KEPT, vec![]).await? == true))
            .await?;

        let build = running_build(page).await?;
        server.deploy(&second);
        assert_eq!(update(page).await?, "installed");
        page.press("Use it now").await?;
        page.wait("the new version runs", async || Ok(running_build(page).await? != build)).await?;
        page.go("#/changes").await?;
        page.says("In your agenda").await?;
        page.says(&["Was called “", OLD, "”"].concat()).await?;
        page.press("Mark all as seen").await?;
        page.says("Nothing has changed").await?;
        page.reload().await?;
        page.says("Nothing has changed").await?;
        page.go("#/agenda?day=2024-11-12&view=mine").await?;
        page.link("A marmot opens the day").await?;
        browser.close().await
    })
}

#[test]
fn a_new_version_waits_for_a_tap_and_keeps_what_is_being_written() -> Outcome {
    journey(async |stage| {
        let folder = tempfile::tempdir()?;
        let (first, second) = (dist()?, version(folder.path(), "second", |_| Ok(()))?);
        let server = host(&first)?;
        let browser = first_version(&server, &stage.profile).await?;
        let page = browser.page();
        let build = running_build(page).await?;
        server.deploy(&second);
        assert_eq!(update(page).await?, "installed");
        page.says("A new version is ready.").await?;
        assert_eq!(running_build(page).await?, build, "nothing reloads by itself");
        page.press("Capture").await?;
        page.find("dialog", "Capture").await?;
        page.type_text("Half a sentence about").await?;
        page.press("Use it now").await?;
        page.wait("the new version runs", async || Ok(running_build(page).await.is_ok_and(|now| now != build))).await?;
        page.go("#/notebook").await?;
        page.says("Half a sentence about").await?;
        page.go("#/now").await?;
        page.status("Ready offline").await?;
        browser.close().await
    })
}

/// What the first part cannot do alone is said, and comes back with the network.
#[test]
fn without_its_deferred_part_the_app_says_so() -> Outcome {
    journey(async |stage| {
        let server = host(&dist()?)?;
        server
            .answer_with(|request| request.path().contains("/deferred-").then(|| Answer::new(503, "text/html", "no")));
        let browser = Browser::start(&stage.profile).await?;
        let page = browser.page();
        page.open(&[&server.url(), "#/agenda?day=2024-11-13"].concat()).await?;
        page.button("Star …").await?;
        page.says("A part of Lanyard did not arrive. Your notes are safe.").await?;
        server.answer_as_usual();
        page.press("Try again").await?;
        page.gone("button", "Try again").await?;
        page.go("#/now").await?;
        page.status("Ready offline").await?;
        browser.close().await
    })
}

/// What comes last is not what was built: its pages say so and ask for it again, everything else works.
#[test]
fn without_its_later_part_stars_and_capture_work() -> Outcome {
    journey(async |stage| {
        let mut server = host(&dist()?)?;
        let usual = server.usual_answers();
        server.answer_with(move |request| {
            request.path().contains("/later-").then(|| still_runs(usual(request), ".wasm"))
        });
        let browser = Browser::start(&stage.profile).await?;
        let page = browser.page();
        page.open(&[&server.url(), "#/agenda?day=2024-11-13"].concat()).await?;
        page.started().await?;
        let star = page.button("Star …").await?;
        let name = star.attr("aria-label").await?.ok_or("a star without a name")?;
        let is_set = async || Ok(page.attributes("button", &name, "aria-pressed").await? == ["true"]);
        page.tap(&star).await?;
        page.wait("the star is set", is_set).await?;
        page.press("Capture").await?;
        page.type_text("All of this is kept").await?;
        page.status("Saved on this phone").await?;

        for way in ["#/plan", "#/agenda?day=2024-11-13&grid=rooms"] {
            page.open(&[&server.url(), way].concat()).await?;
            page.says("A part of Lanyard is missing").await?;
            page.alert("It did not arrive. Your notes are safe, and stars, search and the notebook work.…").await?;
        }
        page.go("#/plan").await?;
        page.heading("A part of Lanyard is missing").await?;
        server.answer_as_usual();
        page.press("Try again").await?;
        page.heading("Plan").await?;
        page.reload().await?;
        page.go("#/now").await?;
        page.status("Ready offline").await?;

        // The app that is whole offline has all its pages.
        server.stop();
        page.reload().await?;
        page.go("#/plan").await?;
        page.heading("Plan").await?;
        page.go("#/notebook").await?;
        page.says("All of this is kept").await?;
        page.go("#/agenda?day=2024-11-13").await?;
        page.wait("the star was kept", is_set).await?;
        browser.close().await
    })
}

/// On a slow link the agenda can be read and tapped before the rest of the app is there.
#[test]
fn a_tap_before_the_deferred_part_is_there_is_not_lost() -> Outcome {
    journey(async |stage| {
        let server = host(&dist()?)?;
        let (release, held) = std::sync::mpsc::channel::<()>();
        let (held, usual) = (std::sync::Mutex::new(held), server.usual_answers());
        server.answer_with(move |request| {
            let is_deferred = request.path().contains("/deferred-");
            is_deferred.then(|| {
                // Ends at once when the test lets go, or is over.
                let _ = held.lock().map(|held| held.recv());
                usual(request)
            })
        });
        let browser = Browser::start(&stage.profile).await?;
        let page = browser.page();
        page.open(&[&server.url(), "#/agenda?day=2024-11-13"].concat()).await?;
        let star = page.button("Star …").await?;
        let name = star.attr("aria-label").await?.ok_or("a star without a name")?;
        page.tap(&star).await?;
        page.press("Capture").await?;
        // The row may be drawn anew when the rest has come.
        let pressed = async || page.attributes("button", &name, "aria-pressed").await;
        assert_eq!(pressed().await?, ["false"], "nothing is claimed yet");
        drop(release);
        page.find("dialog", "Capture").await?;
        page.wait("the star is set", async || Ok(pressed().await? == ["true"])).await?;
        page.reload().await?;
        page.wait("the star was kept", async || Ok(pressed().await? == ["true"])).await?;
        browser.close().await
    })
}

/// The first visit trusts nothing but the page itself.
#[test]
fn changed_code_is_refused() -> Outcome {
    journey(async |stage| {
        for (kind, says) in [
            ("/lanyard-*.wasm", "Lanyard could not start. A part of it did not arrive whole."),
            ("/lanyard-*.js", "Lanyard could not start. A part of it did not arrive whole."),
            ("/deferred-*.wasm", "A part of Lanyard did not arrive. Your notes are safe."),
        ] {
            let (start, end) = kind.split_once('*').unwrap_or((kind, ""));
            let server = host(&dist()?)?;
            let usual = server.usual_answers();
            server.answer_with(move |request| {
                let is_code = request.path().contains(start) && request.path().ends_with(end);
                is_code.then(|| still_runs(usual(request), end))
            });
            let browser = Browser::start(&stage.profile).await?;
            browser.page().open(&server.url()).await?;
            browser.page().says(says).await?;
            browser.page().link("Save a copy of my notes").await?;
            browser.close().await?;
        }
        Ok(())
    })
}

/// The readers come when they are first needed. Changed ones do not run, and the trip stays as it is.
#[test]
fn changed_readers_are_refused() -> Outcome {
    journey(async |stage| {
        for kind in [".wasm", ".js"] {
            let server = host(&dist()?)?;
            let usual = server.usual_answers();
            server.answer_with(move |request| {
                let is_reader = request.path().contains("/reader-") && request.path().ends_with(kind);
                is_reader.then(|| still_runs(usual(request), kind))
            });
            let profile = Profile::fresh()?;
            let browser = first_version(&server, &profile).await?;
            let page = browser.page();
            page.open(&[&server.url(), "#/import"].concat()).await?;
            paste(page, &meeting(&DAY)).await?;
            page.alert("The part of Lanyard that reads schedules could not be loaded…").await?;
            page.go("#/trip").await?;
            page.gone("link", "Marmot meeting…").await?;
            // The right ones are taken as soon as they come.
            server.answer_as_usual();
            page.go("#/import").await?;
            page.find("textbox", "Or paste it here").await?.clear().await?;
            paste(page, &meeting(&DAY)).await?;
            page.heading("Marmot meeting").await?;
            browser.close().await?;
        }
        drop(stage);
        Ok(())
    })
}

/// Still code that would run: a line more, or a section that nobody knows. Only its hash can refuse it.
pub fn still_runs(mut code: Answer, kind: &str) -> Answer {
    let more: &[u8] = if kind == ".wasm" { b"\0\x02\x01x" } else { b"\n\n" };
    code.body.extend(more);
    code
}

/// Browsers refuse to stream a WebAssembly file of a wrong type; kept so, it would be refused for ever.
#[test]
fn a_host_that_names_wrong_types_does_no_lasting_harm() -> Outcome {
    journey(async |stage| {
        let mut server = host(&dist()?)?;
        let usual = server.usual_answers();
        server.answer_with(move |request| {
            request.path().ends_with(".wasm").then(|| usual(request).with("content-type", "text/plain"))
        });
        let browser = first_version(&server, &stage.profile).await?;
        server.stop();
        browser.page().reload().await?;
        browser.page().status("Ready offline").await?;
        let mime = "const done = arguments[arguments.length - 1];
            fetch(document.querySelector('script[data-wasm]').dataset.wasm).then((r) => done(r.headers.get('content-type')));";
        assert_eq!(browser.page().run_until_answered(mime, vec![]).await?, "application/wasm");
        browser.close().await
    })
}

/// How many of the files are kept that backups need.
const KEPT_FOR_BACKUPS: &str = "const done = arguments[arguments.length - 1];
    const addresses = async (name) => (await (await caches.open(name)).keys()).map((request) => request.url);
    caches.keys().then((names) => Promise.all(names.map(addresses)))
        .then((all) => done(all.flat().filter((url) => url.includes('/backup-')).length));";

/// What backups need comes after the app is ready offline, without being asked for, and at a later start when it is not right.
#[test]
fn a_phone_without_a_network_makes_its_first_backup() -> Outcome {
    journey(async |stage| {
        let mut server = host(&dist()?)?;
        let usual = server.usual_answers();
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        server.answer_with(move |request| {
            let is_needed = request.path().contains("/backup-");
            is_needed.then(|| {
                count.fetch_add(1, Ordering::Relaxed);
                still_runs(usual(request), ".js")
            })
        });
        let browser = first_version(&server, &stage.profile).await?;
        let page = browser.page();
        let kept = async || Outcome::Ok(page.run_until_answered(KEPT_FOR_BACKUPS, vec![]).await?.as_u64());
        // Each is asked for twice: the browser's own cache may be wrong.
        page.wait("both were tried", async || Ok(asked.load(Ordering::Relaxed) >= 4)).await?;
        assert_eq!(kept().await?, Some(0), "changed files are not kept");
        server.answer_as_usual();
        page.reload().await?;
        page.wait("both are kept", async || Ok(kept().await? == Some(2))).await?;
        server.stop();
        page.open(&[&server.url(), "#/backup"].concat()).await?;
        page.press("Prepare the backup").await?;
        page.button("Download").await?;
        browser.close().await
    })
}
