//! A browser killed at random moments while someone types (`faults.md`, S01).
//!
//! It needs no driver, so it works in every engine: a page of the test's host holds the app in a frame, types into its
//! capture field as a person does, and tells the host each time the app says "Saved on this phone". At a random moment
//! the browser's whole process tree is frozen and killed. Then it starts again on the same profile, and whatever the app
//! had called saved must be in its notebook.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::Outcome;
use crate::browser::{self, Profile};
use crate::process::Tree;
use crate::server::{Answer, Server};
use crate::stage;

/// How long a browser may take to start, load the app and say something.
const PATIENCE: Duration = Duration::from_secs(60);

/// The longest time between the first "Saved" and the kill. Chromium writes its small store after five seconds and then
/// only once a minute, so both sides of that moment are reached.
const LONGEST_MILLIS: u64 = 8_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
}

impl Engine {
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "chromium" => Some(Self::Chromium),
            "firefox" => Some(Self::Firefox),
            _ => None,
        }
    }

    /// The program, by the names it goes by.
    fn program(self) -> Option<&'static str> {
        let names: &[&str] = match self {
            Self::Chromium => &["chromium"],
            Self::Firefox => &["firefox-esr", "firefox"],
        };
        names.iter().copied().find(|name| browser::is_installed(name))
    }

    fn start(self, profile: &Profile, address: &str) -> Outcome<Tree> {
        let program = self.program().ok_or("this browser is not installed")?;
        let mut command = Command::new(program);
        command.stdout(Stdio::null());
        match self {
            Self::Chromium => {
                command.args(xtask::CHROMIUM_FLAGS).arg(format!("--user-data-dir={}", profile.path().display()));
            }
            Self::Firefox => {
                fs::write(profile.path().join("user.js"), FIREFOX_SETTINGS)?;
                command.args(["--headless", "--no-remote", "--profile"]).arg(profile.path());
                command.env("HOME", profile.path()).env("MOZ_CRASHREPORTER_DISABLE", "1");
            }
        }
        Ok(Tree::start(command.arg(address))?)
    }
}

/// No first-run pages, no question after a crash, no reports.
const FIREFOX_SETTINGS: &str = r#"user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("toolkit.startup.max_resumed_crashes", -1);
user_pref("browser.sessionstore.resume_from_crash", false);
"#;

/// What one kill showed.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// How many times the app had said "Saved on this phone".
    pub acknowledged: usize,
    /// The texts it had said it of and that were not there afterwards.
    pub lost: Vec<String>,
}

/// Kills one browser, after so many milliseconds of typing, and looks what is left.
///
/// # Errors
/// When the browser does not start, or the app never says that anything is saved or kept.
pub fn trial(engine: Engine, millis: u64) -> Outcome<Trial> {
    let server = Server::start(&stage::dist()?, "/x/y/")?;
    server.answer("/__probe", Answer::new(200, "text/html", include_str!("probe.html")));
    server.answer("/__probe.js", Answer::new(200, "text/javascript", include_str!("probe.js")));
    let probe = |mode: &str| format!("{}/__probe#{mode},{}", server.origin(), server.app());
    let profile = Profile::fresh()?;

    let mut typing = engine.start(&profile, &probe("type"))?;
    let began = server.wait_for(PATIENCE, |told| (!saved(told).is_empty()).then_some(()));
    began.ok_or("the app never said “Saved on this phone”")?;
    // This is the random moment itself, not a wait for something to have happened.
    thread::sleep(Duration::from_millis(millis));
    typing.kill();
    let claims = saved(&server.told());

    let mut reading = engine.start(&profile, &probe("read"))?;
    let lost = |told: &[Value]| {
        let kept = told.iter().rev().find_map(|it| it.get("kept"))?.as_str()?;
        Some(claims.iter().filter(|claim| !kept.contains(claim.trim())).cloned().collect::<Vec<String>>())
    };
    let everything = server.wait_for(PATIENCE, |told| lost(told).filter(Vec::is_empty));
    let lost = match everything {
        Some(nothing) => nothing,
        None => lost(&server.told()).ok_or("the app did not start again")?,
    };
    reading.kill();
    Ok(Trial { acknowledged: claims.len(), lost })
}

/// Every text that was called saved, in the order of time.
fn saved(told: &[Value]) -> Vec<String> {
    told.iter().filter_map(|it| it.get("saved")?.as_str().map(str::to_owned)).collect()
}

/// Kills so many browsers one after the other, at moments that follow from the seed, and says how each went.
///
/// # Errors
/// When something that had been called saved was lost.
pub fn trials(engine: Engine, count: usize, seed: u64, say: impl Fn(&str)) -> Outcome {
    let mut chance = fastrand::Rng::with_seed(seed);
    let (mut acknowledged, mut whole) = (0, 0);
    for number in 1..=count {
        let millis = chance.u64(0..LONGEST_MILLIS);
        let trial = trial(engine, millis)?;
        acknowledged += trial.acknowledged;
        whole += usize::from(trial.lost.is_empty());
        say(&format!(
            "{number} of {count}: killed after {millis} ms, {} saved, {} lost",
            trial.acknowledged,
            trial.lost.len()
        ));
        for text in trial.lost {
            say(&format!("lost: {text}"));
        }
    }
    say(&format!("{whole} of {count} kills of {engine:?} lost nothing, {acknowledged} times saved, seed {seed}"));
    if whole == count { Ok(()) } else { Err("something that had been called saved was lost".into()) }
}

/// Whether this browser is here.
pub fn is_here(engine: Engine) -> bool {
    engine.program().is_some()
}
