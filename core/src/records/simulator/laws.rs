//! Random sequences of everything that can happen, against the one law.

use super::world::{World, entry, star};
use crate::records::UnixMillis;
use crate::records::keeper::{Refusal, SaveState, StorageHealth};

const YEAR_MILLIS: u64 = 365 * 86_400_000;

/// Every word that was shown as saved is in a version that can be seen; every saved mark, or a later one, stands.
#[track_caller]
pub fn check_promises(world: &mut World, story: &str) {
    world.tabs.clear();
    world.open_tab();
    world.rest();
    let keeper = &world.tabs[0].keeper;
    for (record, words) in &world.promised {
        for word in words {
            let seen = keeper.heads(record).iter().any(|head| head.fields.body.split(' ').any(|other| other == word));
            assert!(seen, "{story}: {word} of {} is gone: {:#?}", record.as_str(), keeper.heads(record));
        }
    }
    for (record, mark) in &world.promised_marks {
        let stands = keeper.shown(record).is_some_and(|shown| shown.compare(mark).is_ge());
        assert!(stands, "{story}: the mark {} is gone", record.as_str());
    }
}

fn live(seed: u64) -> World {
    let mut world = World::new(seed);
    let notes = [entry("a"), entry("b")];
    let mark = star();
    world.open_tab();
    for _ in 0..40 {
        let tab = world.chance.below(world.tabs.len().max(1));
        let note = notes[world.chance.below(3) / 2].clone();
        match world.chance.below(25) {
            0..=6 => {
                let anew = world.chance.one_in(2);
                world.type_word(tab, &note, anew);
            }
            7..=8 => {
                let on = world.chance.one_in(2);
                world.set_mark(tab, &mark, on);
            }
            9..=12 => {
                let millis = [10, 260, 1_100, 6_000][world.chance.below(4)];
                world.pass(millis);
            }
            13..=16 => world.answer(tab),
            17 => world.hear(tab),
            18 => world.hide(tab),
            19 => world.resolve(tab, &note),
            20 if world.tabs.len() < 3 => world.open_tab(),
            21 => world.small.flush(),
            24 => world.reread(tab),
            22 => match world.chance.below(4) {
                0 => world.main_refuses = Some(Refusal::Broken),
                1 => world.small_refuses = true,
                _ => (world.main_refuses, world.small_refuses) = (None, false),
            },
            23 => {
                let clock = [1_000, 1_000_000, 1_000_000 + 10 * YEAR_MILLIS][world.chance.below(3)];
                world.set_clock(UnixMillis(clock + world.operations as u64));
            }
            _ if world.chance.one_in(3) => {
                world.crash();
                world.open_tab();
            }
            _ if world.tabs.len() > 1 => world.close(tab),
            _ => {}
        }
    }
    world
}

/// Takes a minute or two without optimisation; `LANYARD_SEQUENCES=1000` tries fewer while working on it.
#[test]
fn no_saved_word_is_lost_in_any_sequence() {
    let count = std::env::var("LANYARD_SEQUENCES").ok().and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            scope.spawn(move || (thread as u64..count).step_by(threads).for_each(check_sequence));
        }
    });
}

fn check_sequence(seed: u64) {
    let mut world = live(seed);
    if seed.is_multiple_of(2) {
        world.rest();
        check_nothing_waits(&world, &format!("seed {seed}"));
    }
    world.crash();
    check_promises(&mut world, &format!("seed {seed}"));
}

/// Once the stores work, everything comes to be saved.
#[track_caller]
fn check_nothing_waits(world: &World, story: &str) {
    for tab in &world.tabs {
        for record in [entry("a"), entry("b"), star()] {
            let state = tab.keeper.save_state(&record);
            assert!(matches!(state, SaveState::Saved | SaveState::Untouched), "{story}: {state:?}");
            assert_eq!(tab.keeper.health(), StorageHealth::Ready, "{story}");
        }
    }
}

#[test]
fn one_person_in_one_tab_never_sees_two_versions() {
    let note = entry("a");
    for seed in 0..200 {
        let mut world = World::new(seed);
        world.open_tab();
        for _ in 0..20 {
            match world.chance.below(5) {
                0..=1 => world.type_word(0, &note, false),
                2 => world.type_word(0, &note, true),
                3 => world.pass(300),
                _ => world.answer(0),
            }
            assert!(world.tabs[0].keeper.heads(&note).len() < 2, "seed {seed}");
        }
        world.rest();
        assert!(world.heads.len() < 2, "seed {seed}");
    }
}
