//! A browser killed, or its profile copied, at random moments while someone types (`docs/faults.md`, S01).
//!
//! It needs no driver, so it works in every engine: a page of the test's host holds the app in a frame, types into its
//! capture field as a person does, and tells the host each time the app says "Saved on this phone". At a random moment
//! the browser's whole process tree is frozen. Then either it is killed, and started again on the same profile; or the
//! profile is copied, the typing goes on, and another browser starts on the copy. Either way, whatever the app had called
//! saved by that moment must be in its notebook.
//!
//! A copy is taken of a frozen browser, since that is what a snapshot or the backup of a phone holds: all files as they
//! were at one instant, in the middle of whatever the browser was doing. Files copied one after the other beneath a running
//! database hold no moment that ever was, and no database promises anything for them.

use std::fs;
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::Outcome;
use crate::browser::Profile;
use crate::engine::{Engine, Running};
use crate::server::{Answer, Server};
use crate::stage;

/// How long a browser may take to start, load the app and say something.
const PATIENCE: Duration = Duration::from_secs(60);

/// The longest time between the first "Saved" and the fault. Chromium writes its small store after five seconds and then
/// only once a minute, so both sides of that moment are reached.
const LONGEST_MILLIS: u64 = 8_000;

/// What one fault showed.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// How many times the app had said "Saved on this phone".
    pub acknowledged: usize,
    /// The texts it had said it of and that were not there afterwards.
    pub lost: Vec<String>,
}

/// Kills so many browsers one after the other, at moments that follow from the seed, and says how each went.
///
/// # Errors
/// When something that had been called saved was lost, a browser does not start, or the app never says that anything is
/// saved.
pub fn kills(engine: Engine, count: usize, seed: u64, say: impl Fn(&str)) -> Outcome {
    repeat(Fault { name: "kill", engine, count, seed }, say, |_, millis| {
        let host = Host::start(engine)?;
        let profile = Profile::fresh()?;
        let mut typing = host.open(&profile, "type")?;
        host.wait_for_more_than(0)?;
        // This is the random moment itself, not a wait for something to have happened.
        thread::sleep(Duration::from_millis(millis));
        typing.tree.kill();
        host.look_for(host.saved(), &profile, 1)
    })
}

/// Copies the profile of one browser so many times while someone types in it, at moments that follow from the seed, looks
/// into each copy, and says how each went.
///
/// # Errors
/// As [`kills`].
pub fn copies(engine: Engine, count: usize, seed: u64, say: impl Fn(&str)) -> Outcome {
    let host = Host::start(engine)?;
    let profile = Profile::fresh()?;
    let typing = host.open(&profile, "type")?;
    let mut acknowledged = 0;
    repeat(Fault { name: "copy", engine, count, seed }, say, |number, millis| {
        // Something new is at stake each time, and the browser survived being frozen.
        host.wait_for_more_than(acknowledged)?;
        thread::sleep(Duration::from_millis(millis));
        let copy = Profile::fresh()?;
        typing.tree.freeze();
        let copied = copy_files(profile.path(), copy.path());
        let saved = host.saved();
        typing.tree.thaw();
        copied?;
        acknowledged = saved.len();
        host.look_for(saved, &copy, number)
    })
}

struct Fault {
    name: &'static str,
    engine: Engine,
    count: usize,
    seed: u64,
}

/// `once` is given the number of the fault, from 1, and the milliseconds of typing before it.
fn repeat(fault: Fault, say: impl Fn(&str), mut once: impl FnMut(usize, u64) -> Outcome<Findings>) -> Outcome {
    let Fault { name, engine, count, seed } = fault;
    let mut random = fastrand::Rng::with_seed(seed);
    let (mut acknowledged, mut whole) = (0, 0);
    for number in 1..=count {
        let millis = random.u64(0..LONGEST_MILLIS);
        let found = once(number, millis).map_err(|error| format!("{name} {number} of {engine:?}: {error}"))?;
        acknowledged += found.acknowledged;
        whole += usize::from(found.lost.is_empty());
        say(&format!(
            "{name} {number} of {count}: after {millis} ms, {} saved, {} lost",
            found.acknowledged,
            found.lost.len()
        ));
        for text in found.lost {
            say(&format!("lost: {text}"));
        }
    }
    say(&format!(
        "{name} of {engine:?}: {whole} of {count} lost nothing, {acknowledged} saved texts looked for, seed {seed}"
    ));
    if whole == count { Ok(()) } else { Err("something that had been called saved was lost".into()) }
}

/// The app on a host that hears what happens in it.
struct Host {
    engine: Engine,
    server: Server,
}

impl Host {
    fn start(engine: Engine) -> Outcome<Self> {
        let server = Server::start(&stage::dist()?, "/x/y/")?;
        server.answer("/__probe", Answer::new(200, "text/html", include_str!("probe.html")));
        server.answer("/__probe.js", Answer::new(200, "text/javascript", include_str!("probe.js")));
        Ok(Self { engine, server })
    }

    /// A browser whose page does what `probe.js` knows by this name.
    fn open(&self, profile: &Profile, task: &str) -> Outcome<Running> {
        let address = format!("{}/__probe#{task},{}", self.server.origin(), self.server.app());
        self.engine.start(profile, &address)
    }

    /// Every text that was called saved, in the order of time.
    fn saved(&self) -> Vec<String> {
        saved(&self.server.told())
    }

    fn wait_for_more_than(&self, count: usize) -> Outcome {
        let said = self.server.wait_for(PATIENCE, |told| (saved(told).len() > count).then_some(()));
        Ok(said.ok_or("the app never said “Saved on this phone”")?)
    }

    /// Starts a browser on what is left, as its reader of this number, and looks for these texts in its notebook.
    fn look_for(&self, saved: Vec<String>, profile: &Profile, number: usize) -> Outcome<Findings> {
        let mut reading = self.open(profile, &format!("read {number}"))?;
        let lost = |told: &[Value]| {
            let own = |it: &&Value| it.get("reader").and_then(Value::as_str) == Some(&number.to_string());
            let kept = told.iter().rev().find(own)?.get("kept")?.as_str()?;
            Some(saved.iter().filter(|text| !kept.contains(text.trim())).cloned().collect::<Vec<String>>())
        };
        let everything = self.server.wait_for(PATIENCE, |told| lost(told).filter(Vec::is_empty));
        let lost = match everything {
            Some(nothing) => nothing,
            None => lost(&self.server.told()).ok_or("the app did not start again")?,
        };
        reading.tree.kill();
        Ok(Findings { acknowledged: saved.len(), lost })
    }
}

fn saved(told: &[Value]) -> Vec<String> {
    told.iter().filter_map(|it| it.get("saved")?.as_str().map(str::to_owned)).collect()
}

/// Copies folders and files. Links and sockets stay behind: they say which process of this machine has the profile, and a
/// browser on the copy would hand its work over to that one.
fn copy_files(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, target) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            fs::create_dir_all(&target)?;
            copy_files(&entry.path(), &target)?;
        } else if kind.is_file() {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
