//! Someone works on Lanyard itself, with a clean clone, Trunk and a browser.

use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use lanyard_journeys::Outcome;
use lanyard_journeys::process::Tree;
use lanyard_journeys::stage::{dist, journey, skipped};
use serde_json::json;
use tempfile::{NamedTempFile, TempDir};
use xtask::server::Server;

use crate::updates::first_version;

/// On a machine that has compiled nothing of it yet.
const LONGEST_BUILD: Duration = Duration::from_secs(1200);

/// `trunk serve`, until dropped.
struct Serving {
    trunk: Tree,
    log: NamedTempFile,
}

impl Serving {
    fn start(trunk: &Path, clone: &Path, port: u16) -> Outcome<Self> {
        let log = NamedTempFile::new()?;
        let mut command = Command::new(trunk);
        command.args(["serve", "--port", &port.to_string()]).current_dir(clone);
        // Kept for the next time. Not the project's own: to cargo both have the same packages, and it would mix them up.
        command.env("CARGO_TARGET_DIR", project().canonicalize()?.join("target/clone"));
        let said = log.reopen()?;
        command.stdout(said.try_clone()?).stderr(said);
        Ok(Self { trunk: Tree::of(command.spawn()?), log })
    }

    /// Waits for a condition, which is told what Trunk has said so far.
    fn wait(&mut self, holds: impl Fn(&str) -> bool) -> Outcome {
        let deadline = Instant::now() + LONGEST_BUILD;
        loop {
            let said = std::fs::read_to_string(self.log.path())?;
            let has_ended = self.trunk.root().try_wait()?.is_some();
            if has_ended || said.contains("ERROR") || Instant::now() > deadline {
                return Err(format!("trunk serve did not do it:\n{said}").into());
            }
            if holds(&said) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What is committed, in a folder of its own: not below `target/`, where Trunk looks for no change.
fn clean_clone() -> Outcome<TempDir> {
    let clone = tempfile::Builder::new().prefix("lanyard-clone-").tempdir()?;
    let done = Command::new("git").args(["clone", "--quiet"]).arg(project()).arg(clone.path()).output()?;
    if !done.status.success() {
        return Err(format!("no clone: {}", String::from_utf8_lossy(&done.stderr)).into());
    }
    Ok(clone)
}

/// At the same address was a finished site before, whose worker keeps all its files.
#[test]
fn trunk_serve_shows_the_app_and_each_change() -> Outcome {
    let Some(trunk) = xtask::program("trunk") else {
        return skipped("there is no trunk here; `cargo xtask test` installs it");
    };
    if !project().join(".git").exists() {
        return skipped("this folder is no clone");
    }
    journey(async |stage| {
        let clone = clean_clone()?;
        assert!(!dist()?.join("live.js").exists(), "what is shipped never looks for changes");
        let mut before = Server::start(&dist()?, "", 0)?;
        before.send_plain();
        let browser = first_version(&before, &stage.profile).await?;
        before.stop();
        let mut serving = Serving::start(&trunk, clone.path(), before.port())?;
        serving.wait(|_| TcpStream::connect((Ipv4Addr::LOCALHOST, before.port())).is_ok())?;

        let page = browser.page();
        // A page that is about to load itself anew may not answer.
        let is = async |script: &str| Ok(page.run(script, vec![]).await.is_ok_and(|answer| answer == json!(true)));
        page.open(&before.url()).await?;
        page.wait("what Trunk serves is shown, not what the worker kept", async || {
            is("return document.querySelector('script[data-live]') !== null").await
        })
        .await?;
        page.started().await?;
        page.go("#/agenda?day=2024-11-13").await?;
        page.button("Star …").await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        let workers = "navigator.serviceWorker.getRegistrations().then((all) => arguments[0](all.length))";
        assert_eq!(page.run_until_answered(workers, vec![]).await?, 0);

        let style = clone.path().join("style/tokens.css");
        let changed = std::fs::read_to_string(&style)? + "\n:root { --changed: 1 }\n";
        std::fs::write(&style, changed)?;
        serving.wait(|said| said.matches("success").count() > 1)?;
        page.wait("the change is shown", async || {
            is("return getComputedStyle(document.documentElement).getPropertyValue('--changed') === '1'").await
        })
        .await?;
        page.started().await?;
        browser.close().await
    })
}
