//! `cargo xtask speed`: when does the first session show on a slow phone that has never seen Lanyard?
//!
//! Slow is 1.6 Mbit/s, 150 ms to the host, and a quarter of this machine's processor. The clock
//! starts with the navigation. It is read when a frame with the first session's title has been painted, which is the start
//! page's work, when the app has painted its own first row, and when a tap on that row's star has been kept, which is the
//! work of all that is stored.

use serde_json::json;

use super::{REPORT, number, report};
use crate::Outcome;
use crate::server::Server;

const RUNS: usize = 5;
const LIMIT_MS: f64 = 1_300.0;

/// Reports when the first link to a session, with its title in it, has been painted, when the first star has, when that one
/// is set after a tap at once, and what had been sent until the first.
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
    const kept = star.then(() => {
        document.querySelector('main button[aria-label^=\"Star \"]').click();
        return painted('main button[aria-label^=\"Star \"][aria-pressed=\"true\"]');
    });
    Promise.all([row, star, kept]).then(([row, star, kept]) => {
        const sent = performance.getEntries().filter((it) => it.encodedBodySize && it.responseStart <= row);
        report({ row, star, kept, bytes: sent.reduce((sum, it) => sum + it.encodedBodySize, 0) });
    });
";

/// # Errors
/// When the app is not built, the browser does not start, or the median is over the limit.
pub async fn speed() -> Outcome {
    let server = super::host()?;
    let (mut rows, mut stars, mut tapped) = (Vec::new(), Vec::new(), Vec::new());
    for run in 1..=RUNS {
        let (row_ms, star_ms, kept_ms, bytes) = first_visit(&server, run).await?;
        println!(
            "run {run}: first session after {row_ms:.0} ms, {bytes} bytes asked for until then; the app's own after {star_ms:.0} ms; a star is kept after {kept_ms:.0} ms"
        );
        rows.push(row_ms);
        stars.push(star_ms);
        tapped.push(kept_ms);
    }
    let (median, own, kept) = (super::median(rows), super::median(stars), super::median(tapped));
    println!(
        "median {median:.0} ms, limit {LIMIT_MS:.0} ms; the app's own {own:.0} ms; a star is kept after {kept:.0} ms"
    );
    if median > LIMIT_MS {
        Err(format!("The first session shows {:.0} ms too late.", median - LIMIT_MS).into())
    } else {
        Ok(())
    }
}

/// Milliseconds to the first row, to the app's own and to a star that is kept, and the bytes of what was asked for until the first.
async fn first_visit(server: &Server, run: usize) -> Outcome<(f64, f64, f64, usize)> {
    let (browser, _profile) = super::browser().await?;
    let page = browser.page();
    page.devtools("Network.enable", json!({})).await?;
    let phone = json!({ "width": 412, "height": 823, "deviceScaleFactor": 1, "mobile": true });
    page.devtools("Emulation.setDeviceMetricsOverride", phone).await?;
    super::slow_down(&browser).await?;
    let throughput = 1.6e6 / 8.0;
    let link =
        json!({ "offline": false, "latency": 150, "downloadThroughput": throughput, "uploadThroughput": throughput });
    page.devtools("Network.emulateNetworkConditions", link).await?;
    page.before_every_page(&[REPORT, WATCH].concat()).await?;
    page.devtools("Page.navigate", json!({ "url": format!("{}#/agenda", server.app()) })).await?;
    let report = report(server, run)?;
    Ok((number(&report, "row"), number(&report, "star"), number(&report, "kept"), number(&report, "bytes") as usize))
}
