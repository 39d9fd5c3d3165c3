//! The static host of `cargo xtask serve`, with what journeys need besides.
//!
//! What is posted to `/__log` is kept for the test, and a file that is posted to a path below `/__kept/` is served there from
//! then on. Both are at the root, outside the app, and of its origin, as the app's content security policy asks. Pages of a
//! test can be put anywhere.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
pub use xtask::server::Answer;
use xtask::server::{Request, Seen};

/// Serves one folder under one path.
pub struct Server {
    host: xtask::server::Server,
    extras: Arc<Extras>,
}

#[derive(Default)]
struct Extras {
    pages: Mutex<BTreeMap<String, Answer>>,
    told: Mutex<Vec<Value>>,
    more: Condvar,
}

impl Server {
    /// Serves `folder` under `base`, at a port that is free.
    ///
    /// # Errors
    /// When there is none.
    pub fn start(folder: &Path, base: &str) -> io::Result<Self> {
        let server = Self::start_compressing(folder, base)?;
        server.host.send_plain();
        Ok(server)
    }

    /// The same, but what it sends is compressed as on a real host, for measurements. Files are compressed once.
    ///
    /// # Errors
    /// When there is no free port.
    pub fn start_compressing(folder: &Path, base: &str) -> io::Result<Self> {
        let host = xtask::server::Server::start(folder, base, 0)?;
        let extras = Arc::<Extras>::default();
        let own = extras.clone();
        host.answer_with(move |request| {
            if request.path() == "/__log" {
                lock(&own.told).extend(serde_json::from_slice::<Value>(&request.body));
                own.more.notify_all();
                return Some(Answer::new(204, "text/plain", ""));
            }
            if request.method == "POST" && request.path().starts_with("/__kept/") {
                let file = Answer::new(200, "application/octet-stream", request.body.clone());
                lock(&own.pages).insert(request.path().to_owned(), file);
                return Some(Answer::new(204, "text/plain", ""));
            }
            lock(&own.pages).get(request.path()).cloned()
        });
        Ok(Self { host, extras })
    }

    /// The address of the app.
    pub fn app(&self) -> String {
        self.host.url()
    }

    /// The scheme, host and port, without a slash at the end.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.host.port())
    }

    /// From now on nobody answers at this address: the only true way to be offline.
    pub fn stop(&mut self) {
        self.host.stop();
    }

    /// # Errors
    /// When the port was taken meanwhile.
    pub fn restart(&mut self) -> io::Result<()> {
        self.host.restart()
    }

    /// Answers `path` so, whatever the folder has there. The path is the whole one, from the root.
    pub fn answer(&self, path: &str, answer: Answer) {
        lock(&self.extras.pages).insert(path.to_owned(), answer);
    }

    /// The file that was posted to this path, if one was.
    pub fn kept(&self, path: &str) -> Option<Vec<u8>> {
        lock(&self.extras.pages).get(path).map(|answer| answer.body.clone())
    }

    /// Every request so far, as it came over the wire: its target, headers and body.
    pub fn requests(&self) -> Vec<String> {
        let all = self.host.requests().into_iter();
        all.map(|seen| format!("{:?}", (seen.request.target, seen.request.headers, seen.request.body))).collect()
    }

    /// What of all requests was more than the name of a file, to be asked when the journey has ended. What tests themselves
    /// ask begins with two underscores; what is shared by a form arrives here where no worker is in between; and whoever sends
    /// a link on may put words of their own behind the app's address.
    pub fn told_more_than_names(&self) -> impl Fn() -> Vec<String> + use<> {
        let (log, app) = (self.host.log(), self.host.url().replace(&self.origin(), ""));
        move || {
            let more = |seen: &Seen| {
                let Request { target, body, .. } = &seen.request;
                let is_own = target.starts_with("/__")
                    || *target == [&app, "share"].concat()
                    || target.starts_with(&[&app, "?"].concat()) && body.is_empty();
                !is_own && (target.contains(['?', '#']) || !body.is_empty())
            };
            log().iter().filter(|seen| more(seen)).map(|seen| format!("{:?}", seen.request)).collect()
        }
    }

    /// Everything pages told so far.
    pub fn told(&self) -> Vec<Value> {
        lock(&self.extras.told).clone()
    }

    /// Waits until what pages told satisfies `look`, and gives what it found.
    pub fn wait_for<T>(&self, patience: Duration, look: impl Fn(&[Value]) -> Option<T>) -> Option<T> {
        let deadline = Instant::now() + patience;
        let mut told = lock(&self.extras.told);
        loop {
            if let Some(found) = look(&told) {
                return Some(found);
            }
            let left = deadline.checked_duration_since(Instant::now())?;
            told = self.extras.more.wait_timeout(told, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
