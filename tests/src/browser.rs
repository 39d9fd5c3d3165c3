//! Chromium on a profile of its own, driven over WebDriver.
//!
//! A [`Profile`] outlives the browsers on it: a browser can be killed and another started on what is left on disk. The
//! driver chooses its own port. Names outside this machine lead nowhere: each request for one lands at [`Outside`],
//! which writes it down.

use std::io::{self, BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::prelude::*;
use xtask::CHROMIUM_FLAGS;

use crate::Outcome;
use crate::memory::MemoryWatch;
use crate::page::Page;
use crate::process::Tree;

/// What one person's browser keeps on disk. It is removed at the end.
pub struct Profile {
    folder: TempDir,
}

impl Profile {
    /// # Errors
    /// When there is no room for it.
    pub fn fresh() -> io::Result<Self> {
        Ok(Self { folder: tempfile::Builder::new().prefix("lanyard-profile-").tempdir()? })
    }

    /// The folder that the browser is given.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// A running browser with one page in front.
pub struct Browser {
    page: Page,
    driver: Tree,
    outside: Outside,
}

impl Browser {
    /// Nothing of Lanyard runs before there is a window, so that a start that fails is tried again and hides nothing.
    ///
    /// # Errors
    /// When Chromium or its driver does not start, three times.
    pub async fn start(profile: &Profile) -> Outcome<Self> {
        Self::start_with(profile, &[]).await
    }

    /// The same, with more of Chromium's flags.
    ///
    /// # Errors
    /// As [`Browser::start`].
    pub async fn start_with(profile: &Profile, flags: &[&str]) -> Outcome<Self> {
        let mut failed = String::new();
        for _ in 0..3 {
            match Self::try_to_start(profile, flags).await {
                Ok(browser) => return Ok(browser),
                Err(error) => failed.push_str(&format!("\n{error}")),
            }
        }
        Err(format!("the browser did not start:{failed}").into())
    }

    async fn try_to_start(profile: &Profile, more: &[&str]) -> Outcome<Self> {
        let outside = Outside::listen()?;
        let mut command = Command::new("chromedriver");
        let mut driver = Tree::start(command.arg("--port=0").stdout(Stdio::piped()))?;
        let port = port_of(&mut driver)?;
        let mut flags: Vec<String> = CHROMIUM_FLAGS.iter().chain(more).map(|flag| (*flag).to_owned()).collect();
        flags.push(format!("--user-data-dir={}", profile.path().display()));
        flags.push(format!("--proxy-server={}", outside.address));
        let mut wishes = DesiredCapabilities::chrome();
        wishes.set("goog:chromeOptions", json!({ "args": flags }))?;
        wishes.set("goog:loggingPrefs", json!({ "browser": "ALL" }))?;
        let driver_address = format!("http://127.0.0.1:{port}");
        let page = Page::new(WebDriver::new(driver_address, wishes).await?);
        let browser = Self { page, driver, outside };
        browser.page.listen_from_the_start().await?;
        browser.page.shape(360, 740).await?;
        Ok(browser)
    }

    /// The page in front.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Hosts other than this machine that anything in this browser asked for.
    pub fn foreign_hosts(&self) -> Vec<String> {
        self.outside.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks at its memory from now on.
    pub fn watch_memory(&mut self) -> MemoryWatch {
        MemoryWatch::start(self.driver.root().id())
    }

    /// `kill -9` of the browser with everything it runs.
    pub fn kill(self) {
        drop(self);
    }

    /// Closes the browser as a person does.
    ///
    /// # Errors
    /// When it does not want to.
    pub async fn close(self) -> Outcome {
        Ok(self.page.close().await?)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.driver.kill();
        self.page.forget();
    }
}

/// The driver says on its first lines which port it took. It takes one of IPv4 and then wants the same one of IPv6,
/// which somebody else may have by then: it ends at once.
fn port_of(driver: &mut Tree) -> Outcome<u16> {
    let said = driver.root().stdout.take().ok_or("the driver says nothing")?;
    let mut before = String::from("chromedriver ended with these words:");
    for line in BufReader::new(said).lines() {
        let line = line?;
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            return Ok(port.trim_end_matches('.').parse()?);
        }
        before.push_str(&format!(" {line}"));
    }
    Err(before.into())
}

/// The only proxy this browser knows. It lets nothing through and remembers what was asked for.
struct Outside {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Outside {
    fn listen() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let heard = asked.clone();
        thread::spawn(move || {
            for caller in listener.incoming().flatten() {
                // Hanging up is the answer.
                if let Some(line) = first_line(&caller).filter(|line| !is_the_browsers_own(line)) {
                    heard.lock().unwrap_or_else(PoisonError::into_inner).push(line);
                }
            }
        });
        Ok(Self { address, asked })
    }
}

fn first_line(caller: &TcpStream) -> Option<String> {
    caller.set_read_timeout(Some(std::time::Duration::from_secs(2))).ok()?;
    let mut line = String::new();
    BufReader::new(caller).read_line(&mut line).ok()?;
    Some(line.trim().to_owned()).filter(|line| !line.is_empty())
}

/// Chromium itself still looks after its account, its updates and its search page, whatever page is open.
fn is_the_browsers_own(line: &str) -> bool {
    ["google.com", "googleapis.com", "gvt1.com", "gstatic.com", "duckduckgo.com"].iter().any(|host| line.contains(host))
}

/// What is missing on this machine for a journey, if anything is.
pub fn missing() -> Option<&'static str> {
    ["chromium", "chromedriver"].into_iter().find(|program| xtask::program(program).is_none())
}
