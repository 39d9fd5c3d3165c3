//! Lanyard does not start: a part of it is missing or changed. The page says so, with the ways out.

use lanyard_journeys::Outcome;
use lanyard_journeys::axe::Axe;
use lanyard_journeys::browser::Browser;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{dist, journey};
use serde_json::{Value, json};
use xtask::server::{Answer, Server};

use crate::updates::{first_version, host, still_runs};

const NOT_STARTED: &str = "Lanyard has not started. Your notes are safe.…";

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
            request.path().contains("/more-").then(|| {
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
