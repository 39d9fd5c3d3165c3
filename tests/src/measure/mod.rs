//! What a page measures of itself, and pictures of every screen: `cargo xtask speed` and `cargo xtask shots`.
//!
//! A page posts what it measured to its host, so that nobody asks it anything meanwhile: on a slow phone a question from
//! outside takes longer than much of what is measured.

pub mod everyday;
pub mod reading;
pub mod retrospective;
pub mod screens;
pub mod start;

use std::io;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use xtask::server::brotli;

use crate::Outcome;
use crate::browser::{Browser, Profile};
use crate::server::Server;
use crate::stage::dist;

/// For a script in the page: `report(value)` ends the measurement.
const REPORT: &str =
    "const report = (value) => fetch('/__log', { method: 'POST', body: JSON.stringify(value), keepalive: true });";

const PATIENCE: Duration = Duration::from_secs(120);

/// How much slower than this machine's processor a phone's is.
const SLOWER: f64 = 4.0;

/// The built app on a host that compresses as a real one does. All files are compressed before the first is asked for.
fn host() -> Outcome<Server> {
    let folder = dist()?;
    compress_below(&folder)?;
    Ok(Server::start_compressing(&folder, "")?)
}

fn compress_below(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            compress_below(&path)?;
        } else {
            brotli(&std::fs::read(path)?);
        }
    }
    Ok(())
}

/// A browser on a profile of its own.
async fn browser() -> Outcome<(Browser, Profile)> {
    let profile = Profile::fresh()?;
    Ok((Browser::start(&profile).await?, profile))
}

/// The `count`th report of the pages of this host.
fn report(server: &Server, count: usize) -> Outcome<Value> {
    let report = server.wait_for(PATIENCE, |told| told.get(count - 1).cloned());
    report.ok_or_else(|| format!("the page measured nothing in {} s", PATIENCE.as_secs()).into())
}

/// A number in a report.
fn number(report: &Value, name: &str) -> f64 {
    report.get(name).and_then(Value::as_f64).unwrap_or(f64::INFINITY)
}

/// The middle one of an odd number of values.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::INFINITY)
}

/// Slows the page's thread down to a phone's.
async fn slow_down(browser: &Browser) -> Outcome {
    browser.page().devtools("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWER })).await.map(drop)
}
