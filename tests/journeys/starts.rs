//! Lanyard does not start: a part of it is missing or changed, a new version is broken, or something ends its tab. The
//! page says so, with the ways out, and nobody is locked out for long.

use std::path::Path;

use lanyard_journeys::Outcome;
use lanyard_journeys::axe::Axe;
use lanyard_journeys::browser::{Browser, Profile};
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{dist, journey};
use serde_json::{Value, json};
use thirtyfour::WindowHandle;
use xtask::seal;
use xtask::server::{Answer, Server};

use crate::updates::{first_version, host, running_build, still_runs, update, version};

const NOT_STARTED: &str = "Lanyard has not started. Your notes are safe.…";
const NOT_THE_NEWEST: &str = "The newest version did not start here. You are back on the one before.";

/// What only time brings about, at once. Gives the delays there were, in milliseconds.
async fn end_of_waiting(page: &Page) -> Outcome<Value> {
    let script = "return document.getAnimations().map((it) => { it.finish(); return it.effect.getTiming().delay; })";
    page.run(script, vec![]).await
}

/// The page has said nothing so far; after 15 s its own style shows what no script could say.
async fn says_by_itself_that_it_did_not_start(page: &Page) -> Outcome {
    assert_eq!(page.all("alert", "…").await?.len(), 0, "it is too early to say anything");
    assert_eq!(end_of_waiting(page).await?, json!([15_000]));
    page.alert(NOT_STARTED).await?;
    page.link("Save a copy of my notes").await?;
    Ok(())
}

type Fault = fn(&Server);

const NO_FIRST_SCRIPT: [(&str, Fault); 2] = [
    ("it is not there", |server| {
        server.answer_with(|request| is_first_script(request.path()).then(|| Answer::new(404, "text/html", "no")));
    }),
    ("it was changed", |server| {
        let usual = server.usual_answers();
        server.answer_with(move |request| {
            is_first_script(request.path()).then(|| still_runs(usual(request), ".js").with("cache-control", "no-store"))
        });
    }),
];

fn is_first_script(path: &str) -> bool {
    path.contains("/boot-")
}

/// Nothing that runs could say it.
#[test]
fn a_page_whose_first_script_is_lost_says_so() -> Outcome {
    journey(async |stage| {
        for (name, fault) in NO_FIRST_SCRIPT {
            let server = host(&dist()?)?;
            let browser = Browser::start(&stage.profile).await?;
            let page = browser.page();
            fault(&server);
            page.open(&server.url()).await?;
            says_by_itself_that_it_did_not_start(page).await.map_err(|error| format!("{name}: {error}"))?;
            page.tap(&page.link("Save a copy of my notes").await?).await?;
            page.press("Save a copy").await?;
            page.status("Saved to your downloads.").await?;
            page.tap(&page.link("Back to Lanyard").await?).await?;
            says_by_itself_that_it_did_not_start(page).await.map_err(|error| format!("{name}: {error}"))?;
            server.answer_as_usual();
            page.tap(&page.link("Try again").await?).await?;
            page.started().await?;
            assert_eq!(end_of_waiting(page).await?, json!([]), "it would still appear");
            assert_eq!(page.all("alert", "…").await?.len(), 0);
            browser.close().await?;
        }
        Ok(())
    })
}

/// A host may answer with the app where its address lacks the slash. From there every file of it is somewhere else.
#[test]
fn an_address_without_its_slash_says_what_it_lacks() -> Outcome {
    journey(async |stage| {
        let folder = dist()?;
        let server = host(&folder)?;
        let home = std::fs::read(folder.join("index.html"))?;
        server.answer_with(move |request| {
            (request.path() == "/x/y").then(|| Answer::new(200, "text/html; charset=utf-8", home.clone()))
        });
        let browser = Browser::start(&stage.profile).await?;
        let page = browser.page();
        page.open(server.url().trim_end_matches('/')).await?;
        says_by_itself_that_it_did_not_start(page).await?;
        page.says("it must end with a slash (/), or have one before its #").await?;
        page.open(&server.url()).await?;
        page.started().await?;
        browser.close().await
    })
}

/// The browser has dropped some of what is kept, and there is no network.
#[test]
fn without_its_kept_files_and_a_network_it_offers_a_copy() -> Outcome {
    const DROP: &str = "
        const [name, done] = arguments;
        const isMeant = ({ url }) => new RegExp(name).test(new URL(url).pathname);
        caches.keys().then(async (keys) => {
            for (const cache of await Promise.all(keys.map((key) => caches.open(key)))) {
                await Promise.all((await cache.keys()).filter(isMeant).map((kept) => cache.delete(kept)));
            }
            done(true);
        });";
    journey(async |stage| {
        let mut server = host(&dist()?)?;
        let browser = first_version(&server, &stage.profile).await?;
        let page = browser.page();
        page.run_until_answered(DROP, vec![json!("/boot-")]).await?;
        server.stop();
        // The browser's memory has it still.
        page.devtools("Network.clearBrowserCache", json!({})).await?;
        page.reload().await?;
        says_by_itself_that_it_did_not_start(page).await?;

        // The page itself is gone as well.
        page.run_until_answered(DROP, vec![json!("/y/$")]).await?;
        page.reload().await?;
        page.heading("Save a copy of everything").await?;
        page.press("Save a copy").await?;
        page.status("Saved to your downloads.").await?;
        server.restart()?;
        page.tap(&page.link("Back to Lanyard").await?).await?;
        page.started().await?;
        browser.close().await
    })
}

/// The page's own words give way to better ones, stay while a slow start goes on, and go with its end.
#[test]
fn a_slow_start_is_told_of_once() -> Outcome {
    journey(async |stage| {
        let server = host(&dist()?)?;
        let (release, held) = std::sync::mpsc::channel::<()>();
        let (held, usual) = (std::sync::Mutex::new(held), server.usual_answers());
        server.answer_with(move |request| {
            request.path().contains("/deferred-").then(|| {
                // Ends at once when the test lets go, or is over.
                let _ = held.lock().map(|held| held.recv());
                usual(request)
            })
        });
        let browser = Browser::start(&stage.profile).await?;
        let page = browser.page();
        page.open(&server.url()).await?;
        page.button("Capture").await?;
        assert_eq!(end_of_waiting(page).await?, json!([15_000]));
        page.alert("Lanyard is still loading. The network may be slow.…").await?;
        page.button("Try again").await?;
        assert_eq!(page.all("alert", "…").await?.len(), 1);
        drop(release);
        page.started().await?;
        page.gone("alert", "…").await?;
        assert_eq!(end_of_waiting(page).await?, json!([]), "it would appear again");
        browser.close().await
    })
}

#[test]
fn what_says_that_it_did_not_start_breaks_no_rule() -> Outcome {
    journey(async |stage| {
        let axe = match Axe::ready() {
            Ok(axe) => axe,
            Err(error) => return lanyard_journeys::stage::skipped(&error.to_string()),
        };
        let server = host(&dist()?)?;
        server.answer_with(|request| is_first_script(request.path()).then(|| Answer::new(404, "text/html", "no")));
        let browser = Browser::start(&stage.profile).await?;
        let page = browser.page();
        for (width, height) in [(320, 640), (360, 740), (1280, 800)] {
            page.shape(width, height).await?;
            for scheme in ["light", "dark"] {
                page.prefer(scheme).await?;
                page.open(&server.url()).await?;
                says_by_itself_that_it_did_not_start(page).await?;
                let found = axe.violations(page).await?;
                assert!(found.is_empty(), "{width} px, {scheme}:\n{}", found.join("\n"));
            }
        }
        browser.close().await
    })
}

/// Calls itself until the stack is full: `(module (func (export "f") call 0))`.
const FILL_THE_STACK: &str = "
    const code = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 6, 1, 4, 0, 16, 0, 11]);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code));
    setTimeout(() => exports.f());";

#[test]
fn a_stack_that_webassembly_fills_is_a_break() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        // A script's own, of an extension for example, is none.
        page.run("const again = () => again(); setTimeout(again);", vec![]).await?;
        page.wait("a script fails", async || Ok(!page.troubles().await?.is_empty())).await?;
        assert_eq!(page.all("alert", "…").await?.len(), 0, "{:?}", page.troubles().await?);
        page.run(FILL_THE_STACK, vec![]).await?;
        page.alert("Something broke. Your notes are safe.…").await?;
        browser.close().await
    })
}

/// A browser in which a start never comes to its end.
const HELD: &str = "window.fetch = () => { window.isUnderWay = true; return new Promise(() => {}); };";

/// Opens a tab in which the app's start is under way and stays so.
async fn tab_that_starts(page: &Page, address: &str) -> Outcome<WindowHandle> {
    page.new_tab().await?;
    page.before_every_page(HELD).await?;
    page.open(address).await?;
    under_way(page).await?;
    page.tab().await
}

async fn under_way(page: &Page) -> Outcome {
    let script = "return window.isUnderWay === true";
    page.wait("the start is under way", async || Ok(page.run(script, vec![]).await? == true)).await
}

/// Opens a tab in which the app starts as it can.
async fn tab(page: &Page, address: &str) -> Outcome {
    page.new_tab().await?;
    page.open(address).await?;
    page.started().await
}

/// The person has the first version, and now runs a second one, which is as good. Gives the build of the second.
async fn second_version(server: &Server, profile: &Profile, second: &Path) -> Outcome<(Browser, String)> {
    let browser = first_version(server, profile).await?;
    let page = browser.page();
    let build = running_build(page).await?;
    server.deploy(second);
    assert_eq!(update(page).await?, "installed");
    page.press("Use it now").await?;
    page.wait("the new version runs", async || Ok(running_build(page).await.is_ok_and(|now| now != build))).await?;
    page.started().await?;
    let build = running_build(page).await?;
    Ok((browser, build))
}

#[test]
fn starts_that_overlap_or_are_left_are_not_failed_ones() -> Outcome {
    journey(async |stage| {
        let folder = tempfile::tempdir()?;
        let second = version(folder.path(), "second", |_| Ok(()))?;
        let server = host(&dist()?)?;
        let (browser, build) = second_version(&server, &stage.profile, &second).await?;
        let page = browser.page();
        for _ in 0..3 {
            tab_that_starts(page, &server.url()).await?;
        }
        tab(page, &server.url()).await?;
        assert_eq!(running_build(page).await?, build, "four tabs at once");

        tab_that_starts(page, &server.url()).await?;
        for _ in 0..3 {
            page.open(&server.url()).await?;
            under_way(page).await?;
        }
        page.open("about:blank").await?;
        tab(page, &server.url()).await?;
        assert_eq!(running_build(page).await?, build, "left four times");
        assert_eq!(page.all("alert", "…").await?.len(), 0);
        browser.close().await
    })
}

#[test]
fn a_start_that_ends_its_tab_counts_until_one_succeeds() -> Outcome {
    journey(async |stage| {
        let folder = tempfile::tempdir()?;
        let second = version(folder.path(), "second", |_| Ok(()))?;
        let server = host(&dist()?)?;
        let (browser, build) = second_version(&server, &stage.profile, &second).await?;
        let page = browser.page();
        let home = page.tab().await?;
        let end_a_start = async || -> Outcome {
            tab_that_starts(page, &server.url()).await?;
            // The driver says that the tab is gone, or nothing.
            let _ = page.devtools("Page.crash", json!({})).await;
            page.show_tab(&home).await?;
            let free =
                "const done = arguments[0]; navigator.locks.query().then(({ held }) => done(held.length === 0));";
            page.wait("the tab is gone", async || Ok(page.run_until_answered(free, vec![]).await? == true)).await
        };
        for _ in 0..2 {
            end_a_start().await?;
            tab(page, &server.url()).await?;
            assert_eq!(running_build(page).await?, build, "one in a row");
            page.show_tab(&home).await?;
        }
        end_a_start().await?;
        end_a_start().await?;
        page.new_tab().await?;
        page.open(&server.url()).await?;
        page.says(NOT_THE_NEWEST).await?;
        assert_ne!(running_build(page).await?, build, "two in a row");
        browser.close().await
    })
}

/// Another version whose code cannot start.
fn broken_version(folder: &Path, name: &str) -> Outcome<std::path::PathBuf> {
    version(folder, name, |parts| {
        let compiled = folder.join(name).join("compiled");
        seal::keep(&parts.compiled, &compiled)?;
        std::fs::write(compiled.join("lanyard.js"), "export default () => { throw new Error('no start'); };")?;
        parts.compiled = compiled;
        Ok(())
    })
}

/// The newest version does not start, is tried again, and then left.
async fn fails_twice(page: &Page) -> Outcome {
    for _ in 0..2 {
        page.alert("Lanyard could not start.…").await?;
        page.press("Try again").await?;
    }
    page.says(NOT_THE_NEWEST).await
}

#[test]
fn a_version_that_does_not_start_twice_is_left_for_the_one_before() -> Outcome {
    journey(async |stage| {
        let folder = tempfile::tempdir()?;
        let broken = broken_version(folder.path(), "broken")?;
        let mut server = host(&dist()?)?;
        let browser = first_version(&server, &stage.profile).await?;
        let page = browser.page();
        let build = running_build(page).await?;
        server.deploy(&broken);
        assert_eq!(update(page).await?, "installed");
        page.press("Use it now").await?;
        fails_twice(page).await?;
        assert_eq!(running_build(page).await?, build);

        // It was told; the next start tries the newest version once more. After that it is left for good.
        page.reload().await?;
        page.alert("Lanyard could not start.…").await?;
        assert_ne!(running_build(page).await?, build);
        fails_twice(page).await?;
        assert_eq!(running_build(page).await?, build);
        server.stop();
        page.reload().await?;
        page.status("Ready offline").await?;
        page.says(NOT_THE_NEWEST).await?;
        assert_eq!(running_build(page).await?, build);
        browser.close().await
    })
}

/// Between its two chances a version that does not start is nothing to fall back to.
#[test]
fn two_broken_versions_in_a_row_lead_back_to_the_one_that_works() -> Outcome {
    journey(async |stage| {
        let folder = tempfile::tempdir()?;
        let server = host(&dist()?)?;
        let browser = first_version(&server, &stage.profile).await?;
        let page = browser.page();
        let build = running_build(page).await?;
        for name in ["broken", "broken too"] {
            server.deploy(&broken_version(folder.path(), name)?);
            assert_eq!(update(page).await?, "installed", "{name}");
            page.press("Use it now").await?;
            fails_twice(page).await?;
            assert_eq!(running_build(page).await?, build, "{name}");
            page.press("OK").await?;
        }
        browser.close().await
    })
}

/// What kept it from starting was not its own fault, and has passed.
#[test]
fn a_version_that_starts_at_its_second_chance_is_kept() -> Outcome {
    const NO_MEMORY: &str = "if (localStorage.getItem('no memory')) {
        WebAssembly.instantiateStreaming = WebAssembly.instantiate = () => Promise.reject(new RangeError('no memory'));
    }";
    journey(async |stage| {
        let folder = tempfile::tempdir()?;
        let second = version(folder.path(), "second", |_| Ok(()))?;
        let server = host(&dist()?)?;
        let (browser, build) = second_version(&server, &stage.profile, &second).await?;
        let page = browser.page();
        page.before_every_page(NO_MEMORY).await?;
        page.run("localStorage.setItem('no memory', 'x')", vec![]).await?;
        page.reload().await?;
        page.alert("Lanyard could not start.…").await?;
        page.press("Try again").await?;
        page.alert("Lanyard could not start.…").await?;
        page.run("localStorage.removeItem('no memory')", vec![]).await?;
        page.press("Try again").await?;
        page.says(NOT_THE_NEWEST).await?;
        assert_ne!(running_build(page).await?, build);
        for _ in 0..2 {
            page.reload().await?;
            page.started().await?;
            assert_eq!(running_build(page).await?, build);
            page.status("Ready offline").await?;
            assert_eq!(page.all("alert", "…").await?.len(), 0);
        }
        browser.close().await
    })
}
