//! Backups saved and restored in every engine, without a driver; and a browser killed at any moment of a restore
//! (`docs/faults.md`).
//!
//! A phone holds an older state, and a backup a newer one: other words in every note, more notes, and photos. While it is
//! restored, the browser's whole process tree is killed. Then another browser starts on the same profile. Its stores hold
//! the one state or the other, to the letter, and no photo that nothing shows; and the notebook says what they hold.

use std::collections::BTreeSet;
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Outcome;
use crate::browser::Profile;
use crate::engine::{Engine, Running};
use crate::past::{Past, Rows};
use crate::server::{Answer, Server};
use crate::stage;

/// How long a browser may take to start, load the app and do one thing.
const PATIENCE: Duration = Duration::from_secs(90);

/// How often a restore that the browser fails by itself is tried.
const ATTEMPTS: u32 = 3;

/// Where the page looks for the backup that it restores.
const BACKUP: &str = "/__kept/backup.zip";
/// Where it puts the one it has made.
const MADE: &str = "/__kept/made.zip";

const OLD_NOTES: u32 = 100;
const NOTES: u32 = 300;
const OLD_PHOTOS: u32 = 3;
const PHOTOS: u32 = 33;
const PHOTO_BYTES: usize = 60_000;

/// What a main store holds.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stored {
    heads: Rows,
    history: Rows,
    /// By their digests.
    photos: BTreeSet<String>,
}

/// What one look at a profile showed.
#[derive(Debug, Deserialize)]
struct Look {
    #[serde(flatten)]
    stored: Stored,
    /// All that the notebook says.
    words: String,
}

/// The app on a host, with a page beside it that saves and restores.
pub struct Host<'a> {
    engine: Engine,
    server: &'a Server,
}

impl<'a> Host<'a> {
    /// Puts the page on a host.
    pub fn new(engine: Engine, server: &'a Server) -> Self {
        server.answer("/__probe", Answer::new(200, "text/html", include_str!("probe.html")));
        server.answer("/__probe.js", Answer::new(200, "text/javascript", include_str!("restoring.js")));
        Self { engine, server }
    }

    fn open(&self, profile: &Profile, task: &str) -> Outcome<Running> {
        self.engine.start(profile, &format!("{}/__probe#{task},{}", self.server.origin(), self.server.app()))
    }

    /// What the page tells in this task under this name, or in all of it.
    fn told<T: for<'de> Deserialize<'de>>(&self, task: &str, name: &str) -> Outcome<T> {
        let of_task = |told: &[serde_json::Value]| {
            let said = told.iter().filter(|said| said.get("task").is_some_and(|it| it == task));
            said.into_iter().find_map(|said| said.get("failed").or_else(|| said.get(name)).map(|_| said.clone()))
        };
        let said = self.server.wait_for(PATIENCE, of_task).ok_or_else(|| format!("{task}: nothing said of {name}"))?;
        match said.get("failed") {
            Some(why) => Err(format!("{task}: {why}").into()),
            None if name == "words" => Ok(serde_json::from_value(said)?),
            None => Ok(T::deserialize(said.get(name).unwrap_or_default())?),
        }
    }

    /// Restores a backup in a browser that has never seen the app, and saves one there. Gives that, and the browser.
    ///
    /// # Errors
    /// When the app refuses, or nothing comes of it.
    pub fn carry(&self, backup: Vec<u8>, profile: &Profile) -> Outcome<(Vec<u8>, Running)> {
        self.server.answer(BACKUP, Answer::new(200, "application/zip", backup));
        let task = format!("carry {:?}", self.engine);
        let running = self.open(profile, &task)?;
        self.told::<bool>(&task, "made")?;
        Ok((self.server.kept(MADE).ok_or("no backup came")?, running))
    }
}

/// Kills so many browsers one after the other while they restore, at moments that follow from the seed and are spread over
/// all of it, and says how each went.
///
/// # Errors
/// When what is there afterwards is a mixture, or a browser does not start.
pub fn kills(engine: Engine, count: u32, seed: u64, say: impl Fn(&str)) -> Outcome {
    let server = Server::start(&stage::dist()?, "/x/y/")?;
    let host = Host::new(engine, &server);
    let photos: Vec<Vec<u8>> = (0..PHOTOS).map(photo).collect();
    let ids: Vec<String> = photos.iter().map(|bytes| digest(bytes)).collect();
    for (id, bytes) in ids.iter().zip(photos) {
        server.answer(&format!("/__photo/{id}"), Answer::new(200, "image/jpeg", bytes));
    }
    let [old, new] = states(&ids);
    for (name, state) in [("old", &old), ("new", &new)] {
        let answer = Answer::new(200, "application/json", serde_json::to_vec(state)?);
        server.answer(&format!("/__{name}.json"), answer);
    }

    let phone = Profile::fresh()?;
    let mut making = host.open(&phone, "make")?;
    host.told::<bool>("make", "made")?;
    making.tree.kill();
    server.answer(BACKUP, Answer::new(200, "application/zip", server.kept(MADE).ok_or("no backup came")?));

    let millis = host.undisturbed(&old, &new, &say)?;

    let mut random = fastrand::Rng::with_seed(seed);
    let mut seen = Vec::new();
    for number in 1..=count {
        // Some come after it has ended.
        let part = (f64::from(number - 1) + random.f64()) / f64::from(count);
        let moment = Duration::from_millis(millis).mul_f64(part * 1.2);
        let profile = Profile::fresh()?;
        let task = format!("restore {number}");
        let mut restoring = host.open(&profile, &task)?;
        host.told::<bool>(&task, "tapped")?;
        // This is the random moment itself, not a wait for something to have happened.
        thread::sleep(moment);
        restoring.tree.kill();
        let look = host.look(&profile, &number.to_string())?;
        let state = state_of(&look, &old, &new)
            .map_err(|error| format!("kill {number} of {engine:?} after {moment:?}, seed {seed}: {error}"))?;
        say(&format!("kill {number} of {count}: after {} of {millis} ms, the {state} state", moment.as_millis()));
        seen.push(state);
    }
    let restored = seen.iter().filter(|state| **state == "new").count();
    say(&format!("{engine:?}: {count} kills left no mixture, {restored} of them the new state, seed {seed}"));
    Ok(())
}

impl Host<'_> {
    /// Restores without a kill, and says how many milliseconds that takes. A browser may fail by itself, WebKit on a busy
    /// machine does: then nothing may have changed, and it is tried again, as the app says.
    fn undisturbed(&self, old: &Stored, new: &Stored, say: &impl Fn(&str)) -> Outcome<u64> {
        let attempt = |number: u32| {
            let profile = Profile::fresh()?;
            let task = format!("restore 0.{number}");
            let mut running = self.open(&profile, &task)?;
            let restored = self.told::<u64>(&task, "restored");
            running.tree.kill();
            let state = state_of(&self.look(&profile, &format!("0.{number}"))?, old, new)?;
            Outcome::Ok((restored, state))
        };
        for number in 1..=ATTEMPTS {
            match attempt(number)? {
                (Ok(millis), "new") => return Ok(millis),
                (Err(error), "old") if number < ATTEMPTS && error.to_string().contains("The browser failed") => {
                    say(&error.to_string());
                }
                (restored, state) => return Err(format!("{restored:?}, and the {state} state").into()),
            }
        }
        Err("never tried".into())
    }

    /// Starts a browser on what is left, and looks into its stores once the app has tidied up.
    fn look(&self, profile: &Profile, name: &str) -> Outcome<Look> {
        let task = format!("look {name}");
        let mut looking = self.open(profile, &task)?;
        let look = self.told(&task, "words");
        looking.tree.kill();
        look
    }
}

fn photo(number: u32) -> Vec<u8> {
    let mut bytes = vec![0; PHOTO_BYTES];
    fastrand::Rng::with_seed(u64::from(number)).fill(&mut bytes);
    bytes
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What the phone holds, and what the backup holds.
fn states(photos: &[String]) -> [Stored; 2] {
    let mut past = Past::default();
    let stored = |past: &Past, photos: u32, ids: &[String]| Stored {
        heads: past.heads().clone(),
        history: past.history().clone(),
        photos: ids.iter().take(photos as usize).cloned().collect(),
    };
    let named = |number: u32| (NOTES + 1 + number, format!("Slide {number} "));
    for number in 1..=OLD_NOTES {
        past.note(number, &format!("Note {number} as it was"));
    }
    for ((number, caption), id) in (0..OLD_PHOTOS).map(named).zip(photos) {
        past.photo(number, id, &caption);
    }
    let old = stored(&past, OLD_PHOTOS, photos);
    for number in 1..=OLD_NOTES {
        past.change_note(number, &format!("Note {number} as it became"));
    }
    for number in OLD_NOTES + 1..=NOTES {
        past.note(number, &format!("Note {number} as it became"));
    }
    for ((number, caption), id) in (0..PHOTOS).map(named).zip(photos).skip(OLD_PHOTOS as usize) {
        past.photo(number, id, &caption);
    }
    [old, stored(&past, PHOTOS, photos)]
}

/// Which state it is, in the stores and on the screen alike.
fn state_of(look: &Look, old: &Stored, new: &Stored) -> Outcome<&'static str> {
    let (name, notes, words) = match &look.stored {
        stored if stored == old => ("old", OLD_NOTES, "as it was"),
        stored if stored == new => ("new", NOTES, "as it became"),
        mixture => return Err(differences(mixture, old, new).into()),
    };
    let missing = (1..=notes).map(|number| format!("Note {number} {words}")).find(|note| !look.words.contains(note));
    let shown = look.words.matches("as it ").count();
    match missing {
        Some(note) => Err(format!("the stores are {name}, and of {notes} the {shown} notes shown lack: {note}").into()),
        None if shown != notes as usize => Err(format!("the stores are {name}, and {shown} notes are shown").into()),
        None => Ok(name),
    }
}

fn differences(found: &Stored, old: &Stored, new: &Stored) -> String {
    let of = |name: &str, state: &Stored| {
        let rows = |found: &Rows, wanted: &Rows| {
            let missing = wanted.iter().filter(|(key, frame)| found.get(*key) != Some(*frame)).count();
            format!(
                "{missing} missing or other, {} besides",
                found.keys().filter(|key| !wanted.contains_key(*key)).count()
            )
        };
        let (heads, history) = (rows(&found.heads, &state.heads), rows(&found.history, &state.history));
        let orphans = found.photos.difference(&state.photos).count();
        let missing = state.photos.difference(&found.photos).count();
        format!("against the {name} one: heads {heads}; history {history}; photos {missing} missing, {orphans} besides")
    };
    format!("a mixture; {}; {}", of("old", old), of("new", new))
}
