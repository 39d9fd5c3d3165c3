//! Journeys: what a person does with Lanyard, in real browsers, against the built `dist`.
//!
//! Three rules. A journey finds things by role and name, as a person with a screen reader does, and never by markup.
//! It waits for a condition with a deadline, and never for a while. It stops only processes that it started.
//!
//! - [`server`]: the host, which can be stopped and started, and hears what pages tell it.
//! - [`process`]: a process with all its children, frozen, or ended as the system would end it.
//! - [`browser`]: Chromium on a profile of its own, driven over WebDriver.
//! - [`memory`]: how much memory a browser takes while something happens in it.
//! - [`page`]: what is on screen, by role and name.
//! - [`past`]: what an earlier use of the app left in its stores.
//! - [`week`]: the bundled week as somebody has planned it.
//! - [`example`]: the example that comes with the trip, as it is written.
//! - [`entering`]: that example, entered by hand.
//! - [`calendar`]: a calendar that honours UID and SEQUENCE, as a model of its own.
//! - [`site`]: a blog, built of what the app exports.
//! - [`axe`]: the accessibility rules a machine can check.
//! - [`stage`]: a host, a profile and the built app: where a journey begins.
//! - [`engine`]: Chromium, Firefox and WebKit, started without a driver.
//! - [`kill`]: a browser killed, or its profile copied, at random moments while someone types. It needs no driver.
//! - [`restoring`]: backups saved and restored without a driver, and a browser killed while it restores.
//! - [`measure`]: how soon things show on a slow phone, and pictures of every screen.
//!
//! The journeys themselves are in `journeys/`.

use std::process::ExitCode;

pub mod axe;
pub mod browser;
pub mod calendar;
pub mod engine;
pub mod entering;
pub mod example;
pub mod kill;
pub mod measure;
pub mod memory;
pub mod page;
pub mod past;
pub mod process;
pub mod restoring;
pub mod server;
pub mod site;
pub mod stage;
pub mod week;

/// What went wrong, in a sentence. Journeys end with it; nobody handles it.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
/// What a journey, or a step of one, comes to.
pub type Outcome<T = ()> = Result<T, Failure>;

/// How a program of this package ends: what went wrong is said on the terminal.
pub fn exit_code(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
