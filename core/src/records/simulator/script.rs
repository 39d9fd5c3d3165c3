//! Stories that are told again and again, each time with another operation failing.

use super::laws::check_promises;
use super::world::{Fault, World, entry, star};
use crate::records::FrameError;
use crate::records::Record;
use crate::records::UnixMillis;
use crate::records::keeper::{Reason, Refusal, SaveState, StorageHealth, Urgency};
use std::time::Duration;

const FAULTS: [Fault; 4] =
    [Fault::Refuse(Refusal::Broken), Fault::Refuse(Refusal::Full), Fault::CrashBefore, Fault::CrashAfter];

/// Tells the story without a fault, then once for every operation and every kind of fault.
#[track_caller]
fn check(name: &str, story: impl Fn(&mut World, &Record)) {
    let record = entry("a");
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
        world.edit(0, record, true, Urgency::AtOnce, str::to_owned);
        world.answer(0);
        world.edit(0, record, true, Urgency::AtOnce, str::to_owned);
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
    let record = entry("a");
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

#[test]
fn the_last_note_still_fits_when_the_stores_are_full() {
    let record = entry("a");
    let mut world = World::new(5);
    world.open_tab();
    world.rest();
    assert!(world.reserve, "a reserve is laid down in the first calm moment");
    (world.main_refuses, world.small_refuses) = (Some(Refusal::Full), true);
    world.type_word(0, &record, true);
    world.pass(300);
    world.answer(0);
    assert_eq!(world.tabs[0].keeper.save_state(&record), SaveState::Saved);
    assert!(world.tabs[0].keeper.is_full(), "and the person is told");
    world.crash();
    check_promises(&mut world, "full");
}

#[test]
fn what_cannot_be_read_is_set_aside_and_never_written_over() {
    let record = entry("a");
    for newer in [false, true] {
        let mut world = World::new(6);
        world.open_tab();
        world.type_word(0, &record, true);
        world.rest();
        world.close(0);
        let spoilt = |frame: &mut String| {
            *frame = if newer { frame.replacen("lanyard 1", "lanyard 2", 1) } else { frame.replace('a', "b") };
            frame.clone()
        };
        let (key, frame) = world.heads.iter_mut().next().unwrap();
        let (key, text) = (key.clone(), spoilt(frame));
        world.open_tab();
        let damaged = &world.tabs[0].keeper.restored().damaged;
        assert_eq!(
            damaged.iter().map(|it| (it.key.as_str(), it.why == FrameError::Newer)).collect::<Vec<_>>(),
            [(key.as_str(), newer)]
        );
        world.type_word(0, &record, true);
        world.rest();
        assert_eq!(world.heads.get(&key), Some(&text), "the original stays");
        assert_eq!(world.aside.values().collect::<Vec<_>>(), [&text], "and there is a copy");
        check_promises(&mut world, "the small store had the words");
    }
}

#[test]
fn the_trash_is_emptied_after_a_month_and_not_by_a_wrong_clock() {
    const DAY: Duration = Duration::from_secs(86_400);
    let (old, fresh) = (entry("a"), entry("b"));
    let mut world = World::new(7);
    world.open_tab();
    world.type_word(0, &old, true);
    world.rest();
    let mut fields = world.tabs[0].keeper.fields(&old, None);
    fields.set_number("deleted", Some(world.now.seconds()));
    fields.set("photo", "abc");
    fields.set("former-photos", "shared former");
    let based_on = world.tabs[0].keeper.shown(&old).map(|head| head.stamp.clone());
    world.tabs[0].keeper.write(world.now, &old, based_on.as_ref(), fields, Urgency::AtOnce);
    world.files.extend(["photo/abc", "photo/former", "photo/shared"].map(str::to_owned));
    world.rest();
    let is_there = |world: &World| !world.tabs[0].keeper.heads(&old)[0].fields.flag("gone");

    let reopen = |world: &mut World| {
        world.close(0);
        world.open_tab();
        world.rest();
    };
    let start = world.now;
    // One edit under a clock that is ten years ahead, and a month of starts.
    for day in 3_650..3_680 {
        world.set_clock(start + DAY * day);
        reopen(&mut world);
        world.type_word(0, &fresh, true);
        world.rest();
    }
    assert!(is_there(&world), "one clock alone is not believed");
    world.set_clock(start + DAY * 31);
    reopen(&mut world);
    assert!(is_there(&world), "nor the clock after it, at once");
    let mut fields = world.tabs[0].keeper.fields(&fresh, None);
    fields.set("photo", "shared");
    world.tabs[0].keeper.write(world.now, &fresh, None, fields, Urgency::AtOnce);
    world.rest();
    for week in 1..=6 {
        assert!(is_there(&world));
        world.set_clock(start + DAY * (31 + 7 * week));
        reopen(&mut world);
    }
    assert!(!is_there(&world));
    assert_eq!(world.files.iter().collect::<Vec<_>>(), ["photo/shared"], "its photos go with it, but for one in use");
    assert!(world.history.keys().all(|key| !key.starts_with("entry/a ")), "and its history");
}

#[test]
fn a_clock_that_is_set_ahead_holds_up_no_save() {
    let record = entry("a");
    let mut world = World::new(11);
    world.open_tab();
    world.set_clock(world.now + Duration::from_secs(400 * 86_400));
    world.type_word(0, &record, true);
    world.pass(300);
    world.answer(0);
    assert_eq!(world.tabs[0].keeper.save_state(&record), SaveState::Saved);
}

#[test]
fn a_clock_that_is_set_back_holds_up_no_save() {
    let record = entry("a");
    let mut world = World::new(11);
    world.set_clock(world.now + Duration::from_secs(400 * 86_400));
    world.open_tab();
    world.type_word(0, &record, true);
    world.set_clock(UnixMillis(1_000));
    for _ in 0..2 {
        world.pass(300);
        world.answer(0);
    }
    assert_eq!(world.tabs[0].keeper.save_state(&record), SaveState::Saved);
}

#[test]
fn what_was_written_under_a_clock_ahead_is_edited_like_the_rest() {
    const YEARS: Duration = Duration::from_secs(3_650 * 86_400);
    let (note, mark) = (entry("a"), star());
    let mut world = World::new(12);
    let right = world.now;
    world.set_clock(right + YEARS);
    world.open_tab();
    world.type_word(0, &note, true);
    world.set_mark(0, &mark, true);
    world.rest();
    world.close(0);
    world.set_clock(right + Duration::from_secs(60));
    world.open_tab();
    world.type_word(0, &note, true);
    world.set_mark(0, &mark, false);
    world.rest();
    world.close(0);
    world.open_tab();
    world.rest();
    let keeper = &world.tabs[0].keeper;
    assert_eq!(keeper.heads(&note).len(), 1);
    assert!(keeper.shown(&note).is_some_and(|shown| shown.stamp.time() < right + YEARS), "the later edit stands");
    assert!(keeper.shown(&mark).is_some_and(|shown| !shown.fields.flag("on")), "and the mark is off");
    check_promises(&mut world, "a clock ahead");
}

#[test]
fn a_browser_that_threw_everything_away_is_noticed() {
    let mut world = World::new(8);
    world.open_tab();
    world.type_word(0, &entry("a"), true);
    world.type_word(0, &entry("b"), true);
    world.rest();
    world.close(0);
    (world.heads, world.history, world.small) = Default::default();
    world.open_tab();
    assert_eq!(world.tabs[0].keeper.restored().missing, 2);
}

#[test]
fn a_long_note_leaves_a_version_a_minute() {
    let record = entry("a");
    let mut world = World::new(9);
    world.open_tab();
    for _ in 0..1_200 {
        world.type_word(0, &record, false);
        world.pass(1_000);
        world.answer(0);
    }
    let kept = world.history.len();
    assert!((20..=20 + 5 * 60 + 2).contains(&kept), "{kept}");
}

#[test]
fn whatever_store_is_missing_the_person_is_told_what_is_safe() {
    #[track_caller]
    fn check(has_main: bool, has_small: bool, refuses: bool, health: StorageHealth, saved: bool) {
        let record = entry("a");
        let mut world = World::new(10);
        (world.has_main, world.has_small) = (has_main, has_small);
        world.main_refuses = refuses.then_some(Refusal::Broken);
        world.open_tab();
        assert_eq!(world.tabs[0].keeper.save_state(&record), SaveState::Untouched);
        world.type_word(0, &record, true);
        world.pass(300);
        world.answer(0);
        let keeper = &world.tabs[0].keeper;
        assert_eq!(keeper.health(), health);
        match keeper.save_state(&record) {
            SaveState::Saved => assert!(saved),
            SaveState::Failed(why) => {
                assert!(!saved && why == health && !matches!(why, StorageHealth::Ready | StorageHealth::Loading));
            }
            other => panic!("{other:?}"),
        }
    }
    let refused = StorageHealth::LessSafe(Reason::MainStoreRefuses(Refusal::Broken));
    check(true, true, false, StorageHealth::Ready, true);
    check(false, true, false, StorageHealth::LessSafe(Reason::NoMainStore), true);
    check(true, false, false, StorageHealth::LessSafe(Reason::NoSmallStore), true);
    check(true, true, true, refused, false);
    check(true, false, true, StorageHealth::NothingCanBeSaved, false);
}

#[test]
fn with_neither_store_nothing_is_said_to_be_saved() {
    let record = entry("a");
    let mut world = World::new(11);
    (world.has_main, world.has_small) = (false, false);
    world.open_tab();
    assert_eq!(world.tabs[0].keeper.health(), StorageHealth::NothingCanBeSaved);
    world.type_word(0, &record, true);
    world.pass(5_000);
    assert!(matches!(world.tabs[0].keeper.save_state(&record), SaveState::Failed(_)));
    assert!(world.small.now.is_empty() && world.heads.is_empty());
}
