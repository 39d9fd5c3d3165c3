//! A backup is restored, and the phone goes out on the way; or it comes from another browser.

use std::fs;
use std::io::Cursor;

use lanyard_journeys::Outcome;
use lanyard_journeys::browser::Profile;
use lanyard_journeys::engine::{self, Engine};
use lanyard_journeys::restoring::{Host, kills};
use lanyard_journeys::stage::{journey, skipped, turn};

use crate::backups::{Phone, files, files_in, fill};
use crate::imports::{DAY, json_answer, meeting, with_the_meeting};
use crate::rescue::whole_zip;

/// So that a run that left a mixture can be played again.
const SEED: u64 = 20_241_113;

/// Hundreds more are for `cargo xtask kill restore`.
fn killed_while_restoring(engine: Engine, count: u32) -> Outcome {
    if !engine.is_here() {
        return skipped(&format!("there is no {engine:?} here"));
    }
    let _turn = turn();
    kills(engine, count, SEED, |line| println!("{line}"))
}

#[test]
fn a_restore_that_chromium_did_not_survive_is_all_or_nothing() -> Outcome {
    killed_while_restoring(Engine::Chromium, 4)
}

#[test]
fn a_restore_that_firefox_did_not_survive_is_all_or_nothing() -> Outcome {
    killed_while_restoring(Engine::Firefox, 2)
}

#[test]
fn a_restore_that_webkit_did_not_survive_is_all_or_nothing() -> Outcome {
    killed_while_restoring(Engine::WebKit, 2)
}

/// What it comes from, and when it was made, are in the manifest and in what people read; the rest is what was written.
const OF_THE_MAKER: [&str; 2] = ["manifest.json", "notebook.md"];

/// Restores in another engine what Chromium saved, and saves it there again.
fn carried_over(engine: Engine) -> Outcome {
    if !engine.is_here() {
        return skipped(&format!("there is no {engine:?} here"));
    }
    journey(async |stage| {
        let phone = Phone::new(&stage).await?;
        stage.server.answer("/__marmots.json", json_answer(meeting(&DAY)));
        with_the_meeting(phone.page(), &[&stage.server.origin(), "/__marmots.json"].concat()).await?;
        fill(&phone, &stage, 4).await?;
        let backup = phone.back_up(&stage, "").await?;

        let host = Host::new(engine, &stage.server);
        let profile = Profile::fresh()?;
        let (made, _running) = host.carry(fs::read(&backup)?, &profile)?;
        let (before, after) = (files(&backup)?, files_in(Cursor::new(&made))?);
        let names: Vec<&String> = before.keys().collect();
        // The bundled trip as it came, with the meeting, and as it was in between.
        for (part, count) in [("trips/", 8), ("photos/", 4), ("notebook.json", 1), ("trips.json", 1)] {
            assert_eq!(names.iter().filter(|name| name.starts_with(part)).count(), count, "{part} in {names:?}");
        }
        assert_eq!(names, after.keys().collect::<Vec<_>>());
        for (path, bytes) in before.iter().filter(|(path, _)| !OF_THE_MAKER.contains(&path.as_str())) {
            assert!(after.get(path) == Some(bytes), "{path} is another one in {engine:?}");
        }
        if engine == Engine::Firefox {
            let is_saved = async || Ok(whole_zip(&engine::downloads(&profile))?.is_some());
            phone.page().wait("the backup is saved", is_saved).await?;
            let saved = whole_zip(&engine::downloads(&profile))?.ok_or("it is gone again")?;
            assert!(fs::read(saved)? == made, "another file was saved than was made");
        }
        phone.browser.close().await
    })
}

#[test]
fn what_chromium_saved_is_the_same_after_firefox_restored_it() -> Outcome {
    carried_over(Engine::Firefox)
}

#[test]
fn what_chromium_saved_is_the_same_after_webkit_restored_it() -> Outcome {
    carried_over(Engine::WebKit)
}
