//! Chromium, steered over WebDriver with a handful of calls: enough to measure and to take pictures.
//!
//! Journeys do not use it; they find things as people do, with the package in `tests/`.

use anyhow::{Context, anyhow};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use xtask::CHROMIUM_FLAGS;

/// A browser with a fresh profile. It is gone when dropped, profile and all.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    profile: PathBuf,
}

impl Browser {
    /// # Errors
    /// When Chromium or its driver does not start.
    pub fn start() -> anyhow::Result<Self> {
        let port = free_port()?;
        let profile = std::env::temp_dir().join(format!("lanyard-browser-{}-{port}", std::process::id()));
        let mut command = Command::new("chromedriver");
        command.arg(format!("--port={port}")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let driver = command.spawn().context("chromedriver")?;
        let mut browser = Self { driver, port, session: String::new(), profile };
        wait(Duration::from_secs(30), "chromedriver", || browser.ask("GET", "/status", &Value::Null).ok())?;
        let mut arguments = CHROMIUM_FLAGS.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", browser.profile.display()));
        let wanted = json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": { "args": arguments } } } });
        let session = browser.ask("POST", "/session", &wanted)?;
        session.get("sessionId").and_then(Value::as_str).unwrap_or_default().clone_into(&mut browser.session);
        Ok(browser)
    }

    /// Goes to an address and waits until it is loaded.
    pub fn go(&self, url: &str) -> anyhow::Result<()> {
        self.tell("url", &json!({ "url": url })).map(drop)
    }

    /// Runs a script's function body in the page.
    pub fn run(&self, script: &str) -> anyhow::Result<Value> {
        self.tell("execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Sends a command of the Chrome DevTools protocol.
    pub fn devtools(&self, command: &str, parameters: Value) -> anyhow::Result<Value> {
        self.tell("goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// Waits until a script returns something other than `null` and `false`.
    pub fn wait_for(&self, what: &str, script: &str) -> anyhow::Result<Value> {
        wait(Duration::from_secs(60), what, || {
            self.run(script).ok().filter(|value| !value.is_null() && *value != false)
        })
    }

    fn tell(&self, command: &str, body: &Value) -> anyhow::Result<Value> {
        self.ask("POST", &format!("/session/{}/{command}", self.session), body)
    }

    /// One request to the driver. Its answer is the `value` of a JSON object.
    fn ask(&self, method: &str, path: &str, body: &Value) -> anyhow::Result<Value> {
        let at = || path.to_owned();
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).with_context(at)?;
        stream.set_read_timeout(Some(Duration::from_secs(120))).with_context(at)?;
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        )
        .with_context(at)?;
        let answer = read_answer(&mut stream).with_context(at)?;
        let answer: Value = serde_json::from_slice(&answer).with_context(at)?;
        let value = answer.get("value").cloned().unwrap_or_default();
        match value.get("error") {
            Some(error) => Err(anyhow!("{path}: {error}: {}", value.get("message").cloned().unwrap_or_default())),
            None => Ok(value),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let _ = self.ask("DELETE", &format!("/session/{}", self.session), &Value::Null);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

/// Tries until `look` finds something.
fn wait<T>(patience: Duration, what: &str, look: impl Fn() -> Option<T>) -> anyhow::Result<T> {
    let end = Instant::now() + patience;
    loop {
        if let Some(found) = look() {
            return Ok(found);
        }
        if Instant::now() > end {
            return Err(anyhow!("waited {} s for {what}", patience.as_secs()));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The body of an answer with a `content-length`. The driver leaves the connection open.
fn read_answer(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut reader = std::io::BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        std::io::BufRead::read_line(&mut reader, &mut line)?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = Vec::new();
    reader.take(length).read_to_end(&mut body)?;
    Ok(body)
}

fn free_port() -> anyhow::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    Ok(listener?.port())
}
