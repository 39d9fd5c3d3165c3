//! Stories that are told again and again, each time with another operation failing.

use super::laws::check_promises;
use super::world::{Fault, World};
use crate::records::Record;
use crate::records::keeper::{Haste, Refusal};

const FAULTS: [Fault; 4] =
    [Fault::Refuse(Refusal::Broken), Fault::Refuse(Refusal::Full), Fault::CrashBefore, Fault::CrashAfter];

/// Tells the story without a fault, then once for every operation and every kind of fault.
#[track_caller]
fn check(name: &str, story: impl Fn(&mut World, &Record)) {
    let record = Record::entry("a");
    let mut world = World::new(1);
    story(&mut world, &record);
    let operations = world.operations;
    assert!(operations > 2, "{name} does nothing");
    check_promises(&mut world, name);
    for at in 1..=operations {
        for fault in FAULTS {
            let mut world = World::new(at as u64);
            world.plan = Some((at, fault));
            story(&mut world, &record);
            if world.has_crashed() {
                world.crash();
            }
            check_promises(&mut world, &format!("{name}, {fault:?} at operation {at}"));
        }
    }
}

#[test]
fn saving() {
    check("saving", |world, record| {
        world.open_tab();
        for _ in 0..4 {
            world.type_word(0, record, false);
            world.pass(300);
            world.answer(0);
        }
        world.pass(5_000);
    });
}

#[test]
fn editing_after_a_restart() {
    check("editing", |world, record| {
        world.open_tab();
        world.type_word(0, record, true);
        world.hide(0);
        world.answer(0);
        world.close(0);
        world.open_tab();
        world.type_word(0, record, true);
        world.pass(1_000);
        world.answer(0);
        world.type_word(0, record, false);
        world.rest();
    });
}

#[test]
fn typing_while_a_save_is_on_its_way() {
    check("typing on", |world, record| {
        world.open_tab();
        world.type_word(0, record, true);
        world.pass(300);
        world.type_word(0, record, false);
        world.type_word(0, record, false);
        world.answer(0);
        world.hide(0);
        world.answer(0);
    });
}

#[test]
fn deleting_and_restoring() {
    check("deleting", |world, record| {
        world.open_tab();
        world.type_word(0, record, true);
        world.pass(300);
        world.answer(0);
        world.edit(0, record, true, Haste::AtOnce, str::to_owned);
        world.answer(0);
        world.edit(0, record, true, Haste::AtOnce, str::to_owned);
        world.answer(0);
        world.rest();
    });
}

#[test]
fn two_tabs_merging() {
    check("merging", |world, record| {
        world.open_tab();
        world.type_word(0, record, true);
        world.rest();
        world.open_tab();
        world.type_word(0, record, true);
        world.type_word(1, record, true);
        world.pass(300);
        world.answer(1);
        world.answer(0);
        world.hear(0);
        world.rest();
        world.resolve(0, record);
        world.type_word(1, record, false);
        world.rest();
    });
}

#[test]
fn starting_without_the_main_store_and_getting_it_back() {
    check("moving house", |world, record| {
        world.has_main = false;
        world.open_tab();
        world.type_word(0, record, true);
        world.pass(300);
        world.small.flush();
        world.close(0);
        world.has_main = true;
        world.open_tab();
        world.rest();
        world.type_word(0, record, true);
        world.rest();
    });
}

#[test]
fn a_store_that_lost_everything_is_rebuilt() {
    let record = Record::entry("a");
    for (lose_main, lose_small) in [(true, false), (false, true)] {
        let mut world = World::new(3);
        world.open_tab();
        for _ in 0..3 {
            world.type_word(0, &record, false);
            world.rest();
        }
        world.close(0);
        if lose_main {
            world.heads.clear();
            world.history.clear();
        }
        if lose_small {
            world.small = Default::default();
        }
        world.open_tab();
        world.rest();
        let restored = world.tabs[0].keeper.restored();
        assert_eq!((restored.from_small, restored.from_main), (usize::from(lose_main), usize::from(lose_small)));
        check_promises(&mut world, "rebuilt");
        assert_eq!(world.heads.len(), 1);
        assert_eq!(world.small.now.keys().filter(|key| key.starts_with("head/")).count(), 1);
    }
}
