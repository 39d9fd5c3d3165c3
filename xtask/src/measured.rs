//! What a page measures of itself. It posts the result to its host, so that nobody asks it anything meanwhile: on a slow
//! phone a question from outside takes longer than much of what is measured.

use anyhow::Context;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;

use crate::server::{Answer, Server};

/// For a script in the page: `report(value)` ends the measurement.
pub const REPORT: &str =
    "const report = (value) => fetch('/__measured', { method: 'POST', body: JSON.stringify(value), keepalive: true });";

const PATIENCE: Duration = Duration::from_secs(120);

/// Hears what pages of this host report.
pub fn listen(server: &Server) -> Receiver<Value> {
    let (tell, told) = channel();
    server.answer_with(move |request| {
        let value = (request.path() == "/__measured").then(|| serde_json::from_slice(&request.body).ok())?;
        // Nobody listens any more when the measurement has failed.
        let _ = tell.send(value.unwrap_or_default());
        Some(Answer::new(204, "text/plain", ""))
    });
    told
}

/// The next report.
///
/// # Errors
/// When none comes.
pub fn next(told: &Receiver<Value>) -> anyhow::Result<Value> {
    let said = told.recv_timeout(PATIENCE);
    said.with_context(|| format!("the page measured nothing in {} s", PATIENCE.as_secs()))
}

/// A number in a report.
pub fn number(report: &Value, name: &str) -> f64 {
    report.get(name).and_then(Value::as_f64).unwrap_or(f64::INFINITY)
}
