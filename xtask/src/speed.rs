//! `cargo xtask speed`: when does the first session show on a slow phone that has never seen Lanyard?
//!
//! Slow is 1.6 Mbit/s, 150 ms to the host, and a quarter of this machine's processor (`performance.md`, harness H). The
//! clock starts with the navigation. It is read when a frame with the first session's title has been painted, which is the
//! start page's work, and when the app has painted its own first row, whose star answers a tap.

use anyhow::anyhow;
use std::sync::mpsc::Receiver;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::measured::{self, REPORT, number};
use crate::server::Server;
use crate::{build, size, tools};

const RUNS: usize = 5;
const LIMIT_MS: f64 = 1_300.0;

/// Reports when the first link to a session, with its title in it, has been painted, when the first star has, and what
/// had been sent until the first.
const WATCH: &str = "
    const painted = (selector) => new Promise((done) => {
        const look = () => {
            if (!document.querySelector(selector)) return requestAnimationFrame(look);
            requestAnimationFrame(() => setTimeout(() => done(performance.now())));
        };
        look();
    });
    const row = painted('a[href*=\"#/session/\"]:not(:empty)');
    const star = painted('main button[aria-label^=\"Star \"]');
    Promise.all([row, star]).then(([row, star]) => {
        const sent = performance.getEntries().filter((it) => it.encodedBodySize && it.responseStart <= row);
        report({ row, star, bytes: sent.reduce((sum, it) => sum + it.encodedBodySize, 0) });
    });
";

/// # Errors
/// When the app is not built, the browser does not start, or the median is over the limit.
pub fn speed() -> anyhow::Result<()> {
    tools::browser(tools::CHROMIUM)?;
    let server = Server::start(&build::dist(), "", 0)?;
    let told = measured::listen(&server);
    size::weighed()?;
    let mut times = Vec::new();
    for run in 1..=RUNS {
        let (row_ms, star_ms, bytes) = first_visit(&server, &told)?;
        println!(
            "run {run}: first session after {row_ms:.0} ms, {bytes} bytes asked for until then; the app's own after {star_ms:.0} ms"
        );
        times.push((row_ms, star_ms));
    }
    times.sort_by(|one, other| one.0.total_cmp(&other.0));
    let median = times.get(RUNS / 2).map_or(f64::INFINITY, |times| times.0);
    times.sort_by(|one, other| one.1.total_cmp(&other.1));
    let answers = times.get(RUNS / 2).map_or(f64::INFINITY, |times| times.1);
    println!("median {median:.0} ms, limit {LIMIT_MS:.0} ms; the app's own {answers:.0} ms");
    if median > LIMIT_MS {
        Err(anyhow!("The first session shows {:.0} ms too late.", median - LIMIT_MS))
    } else {
        Ok(())
    }
}

/// Milliseconds to the first row and to the app's own, and the bytes of what was asked for until the first.
fn first_visit(server: &Server, told: &Receiver<Value>) -> anyhow::Result<(f64, f64, usize)> {
    let browser = Browser::start()?;
    browser.devtools("Network.enable", json!({}))?;
    let phone = json!({ "width": 412, "height": 823, "deviceScaleFactor": 1, "mobile": true });
    browser.devtools("Emulation.setDeviceMetricsOverride", phone)?;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 }))?;
    let throughput = 1.6e6 / 8.0;
    let link =
        json!({ "offline": false, "latency": 150, "downloadThroughput": throughput, "uploadThroughput": throughput });
    browser.devtools("Network.emulateNetworkConditions", link)?;
    let watch = [REPORT, WATCH].concat();
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": watch }))?;
    browser.devtools("Page.navigate", json!({ "url": format!("{}#/agenda", server.url()) }))?;
    let report = measured::next(told)?;
    Ok((number(&report, "row"), number(&report, "star"), number(&report, "bytes") as usize))
}
