//! Where a journey takes place: the built app on a host of its own, and profiles for the people in it.

use std::io::Write;
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, PoisonError};

use crate::browser::{self, Browser, Profile};
use crate::server::Server;
use crate::{Failure, Outcome};

/// How many journeys run at once. A browser keeps a core busy.
const AT_ONCE: usize = 2;

/// A moment of the bundled trip at which a starred talk is running.
pub const DURING: &str = "2024-11-13T14:42:00-07:00";

/// The built app on a host, and a browser profile.
pub struct Stage {
    /// The host.
    pub server: Server,
    /// What the browser keeps on disk.
    pub profile: Profile,
}

impl Stage {
    /// The app under a sub-path, as most free hosts have it, and a fresh profile.
    ///
    /// # Errors
    /// When the app is not built.
    pub fn set() -> Outcome<Self> {
        Ok(Self { server: Server::start(&dist()?, "/x/y/")?, profile: Profile::fresh()? })
    }

    /// The address of a page of the app, given by its fragment.
    pub fn at(&self, fragment: &str) -> String {
        [&self.server.app(), fragment].concat()
    }

    /// Starts a browser on this stage's profile and opens a page of the app.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn open(&self, fragment: &str) -> Outcome<Browser> {
        let browser = Browser::start(&self.profile).await?;
        browser.page().open(&self.at(fragment)).await?;
        browser.page().started().await?;
        Ok(browser)
    }
}

/// Plays a journey to its end, two at a time, or says why it cannot be played here.
///
/// # Errors
/// The journey's own.
pub fn journey(play: impl AsyncFnOnce(Stage) -> Outcome) -> Outcome {
    journey_in(turn, play)
}

/// The same with no other journey beside it, for one that measures time.
///
/// # Errors
/// The journey's own.
pub fn undisturbed_journey(play: impl AsyncFnOnce(Stage) -> Outcome) -> Outcome {
    journey_in(|| turns(AT_ONCE), play)
}

fn journey_in(turn: impl FnOnce() -> Turn, play: impl AsyncFnOnce(Stage) -> Outcome) -> Outcome {
    if let Some(program) = browser::missing() {
        return skipped(&["there is no ", program, " here"].concat());
    }
    let _turn = turn();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let stage = Stage::set()?;
        let told = stage.server.told_more_than_names();
        play(stage).await?;
        // What somebody writes, stars or shares stays on the phone: a host is asked for files by their names.
        match told().first() {
            Some(request) => Err(format!("the host was told more than the name of a file: {request}").into()),
            None => Ok(()),
        }
    })
}

/// A machine without a browser may leave journeys out; the one that guards the project may not.
///
/// # Errors
/// On that machine.
pub fn skipped(reason: &str) -> Outcome {
    if std::env::var_os("CI").is_some() {
        return Err(reason.into());
    }
    // Past the harness, which shows what a test prints only when it fails.
    let name = std::thread::current().name().unwrap_or_default().to_owned();
    let _ = writeln!(std::io::stdout(), "skipped: {name}: {reason}");
    Ok(())
}

/// A file of others, which is no part of the project, at this path below `../shared` or `$LANYARD_SHARED`. A journey
/// without it is [`skipped`].
pub fn shared(path: &str) -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let file = std::env::var_os("LANYARD_SHARED").map_or(beside, PathBuf::from).join(path);
    // The browser takes no path that leads through others.
    file.canonicalize().ok()
}

/// The folder with the built app.
///
/// # Errors
/// When it is not there.
pub fn dist() -> Outcome<PathBuf> {
    let built = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../dist");
    let folder = std::env::var_os("LANYARD_DIST").map_or(built, PathBuf::from);
    if folder.join("index.html").is_file() {
        return Ok(folder);
    }
    Err(Failure::from("The app is not built. Please run `cargo xtask build` first."))
}

static RUNNING: Mutex<usize> = Mutex::new(0);
static ENDED: Condvar = Condvar::new();

/// Leave to run so many browsers, for as long as it is held.
pub struct Turn(usize);

/// Waits for leave to run a browser.
pub fn turn() -> Turn {
    turns(1)
}

fn turns(count: usize) -> Turn {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    let wait = ENDED.wait_while(running, |running| *running + count > AT_ONCE);
    *wait.unwrap_or_else(PoisonError::into_inner) += count;
    Turn(count)
}

impl Drop for Turn {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) -= self.0;
        // Whoever needs the most room must hear of it, too.
        ENDED.notify_all();
    }
}
