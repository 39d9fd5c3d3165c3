//! `cargo xtask speed`: when does the first session show on a slow phone that has never seen Lanyard?
//!
//! Slow is 1.6 Mbit/s, 150 ms to the host, and a quarter of this machine's processor (`performance.md`, harness H). The
//! clock starts with the navigation and stops when a frame with the first session's title has been painted.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::server::Server;
use crate::{build, tools};

const RUNS: usize = 5;
const LIMIT_MS: f64 = 1_300.0;

/// Notes when the first link to a session, with its title in it, has been painted.
const WATCH: &str = "
    const look = () => {
        const row = [...document.querySelectorAll('a[href*=\"#/session/\"]')].some((link) => link.textContent.trim());
        if (!row) return requestAnimationFrame(look);
        requestAnimationFrame(() => setTimeout(() => { window.firstRow = performance.now(); }));
    };
    look();
";

/// # Errors
/// When the app is not built, the browser does not start, or the median is over the limit.
pub fn speed() -> Result<(), String> {
    tools::browsers()?;
    let server = Server::start(&build::dist(), "", 0).map_err(|error| error.to_string())?;
    // The first answer of each file takes the time to compress it.
    let mut times = Vec::new();
    for run in 0..=RUNS {
        let (ms, bytes) = first_row(&server)?;
        if run > 0 {
            println!("run {run}: first session after {ms:.0} ms, {bytes} bytes asked for until then");
            times.push(ms);
        }
    }
    times.sort_by(f64::total_cmp);
    let median = times.get(RUNS / 2).copied().unwrap_or(f64::INFINITY);
    println!("median {median:.0} ms, limit {LIMIT_MS:.0} ms");
    if median > LIMIT_MS {
        Err(format!("The first session shows {:.0} ms too late.", median - LIMIT_MS))
    } else {
        Ok(())
    }
}

/// Milliseconds to the first row, and the bytes of what was asked for until then.
fn first_row(server: &Server) -> Result<(f64, usize), String> {
    let browser = Browser::start()?;
    browser.devtools("Network.enable", json!({}))?;
    let phone = json!({ "width": 412, "height": 823, "deviceScaleFactor": 1, "mobile": true });
    browser.devtools("Emulation.setDeviceMetricsOverride", phone)?;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 }))?;
    let throughput = 1.6e6 / 8.0;
    let link =
        json!({ "offline": false, "latency": 150, "downloadThroughput": throughput, "uploadThroughput": throughput });
    browser.devtools("Network.emulateNetworkConditions", link)?;
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH }))?;
    server.forget_requests();
    browser.go(&format!("{}#/agenda", server.url()))?;
    let ms = browser.wait_for("the first session", "return window.firstRow")?;
    let received =
        "return performance.getEntries().filter((e) => e.encodedBodySize && e.responseStart <= window.firstRow)
        .reduce((sum, e) => sum + e.encodedBodySize, 0)";
    let bytes = browser.run(received)?.as_f64().unwrap_or(0.0);
    Ok((ms.as_f64().unwrap_or(f64::INFINITY), bytes as usize))
}

/// Every screen, for `cargo xtask shots`: a name, and the fragment that leads there.
const SCREENS: [(&str, &str); 11] = [
    ("now", "#/now?at=2024-11-13T14:42:00-07:00"),
    ("now-after", "#/now"),
    ("agenda", "#/agenda?day=2024-11-13"),
    ("mine", "#/agenda?view=mine"),
    ("notebook", "#/notebook"),
    ("trip", "#/trip"),
    ("search", "#/search?q=security"),
    ("settings", "#/settings"),
    ("shared", "#/shared/damaged"),
    ("lost", "#/nowhere"),
    ("session", "#/agenda"),
];

/// Makes the pictures worth looking at: three stars, and a note on the talk that is running.
const FURNISH: &str = "
    for (const star of [...document.querySelectorAll('button[aria-label^=\"Star \"]')].slice(0, 3)) star.click();
    return true;
";

/// `cargo xtask shots [DIR]`: every screen on a phone and on a desk, light and dark.
///
/// # Errors
/// When the app is not built or the browser does not start.
pub fn shots(arguments: &[String]) -> Result<(), String> {
    tools::browsers()?;
    let folder = arguments.first().map_or_else(|| crate::steps::project().join("target/shots"), Into::into);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let server = Server::start(&build::dist(), "", 0).map_err(|error| error.to_string())?;
    let browser = Browser::start()?;
    browser.go(&format!("{}#/agenda?day=2024-11-13", server.url()))?;
    browser.wait_for("the app", "return document.querySelector('button[aria-label^=\"Star \"]')")?;
    browser.run(FURNISH)?;
    for (size, width, height, mobile) in [("phone", 360, 740, true), ("desk", 1280, 800, false)] {
        for theme in ["light", "dark"] {
            let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
            browser.devtools("Emulation.setDeviceMetricsOverride", screen)?;
            let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] });
            browser.devtools("Emulation.setEmulatedMedia", media)?;
            for (name, fragment) in SCREENS {
                browser.go("about:blank")?;
                browser.go(&format!("{}{fragment}", server.url()))?;
                browser.wait_for("the screen", "return document.querySelector('#app nav button')")?;
                if name == "session" {
                    browser.run("document.querySelector('a[href*=\"#/session/\"]')?.click()")?;
                }
                settle(&browser)?;
                let picture = browser.devtools("Page.captureScreenshot", json!({ "format": "png" }))?;
                let path = folder.join(format!("{name}-{size}-{theme}.png"));
                std::fs::write(&path, decode(&picture)?).map_err(|error| format!("{}: {error}", path.display()))?;
            }
        }
    }
    println!("{} pictures in {}", SCREENS.len() * 4, folder.display());
    Ok(())
}

/// Two painted frames with everything loaded.
fn settle(browser: &Browser) -> Result<(), String> {
    browser.run(
        "window.settled = 0; requestAnimationFrame(() => requestAnimationFrame(() => { window.settled = 1; }));",
    )?;
    browser.wait_for("two frames", "return window.settled").map(drop)
}

fn decode(picture: &Value) -> Result<Vec<u8>, String> {
    use base64::Engine;
    let data = picture.get("data").and_then(Value::as_str).unwrap_or_default();
    base64::prelude::BASE64_STANDARD.decode(data).map_err(|error| error.to_string())
}
