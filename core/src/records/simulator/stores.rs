//! A store that is late, a store that is emptied, and entries that nobody can bring back.

use super::world::{World, entry};
use crate::records::keeper::{Reason, SaveState, StorageHealth};

fn text_in(rows: impl IntoIterator<Item = (String, String)>, word: &str) -> bool {
    rows.into_iter().any(|(_, frame)| frame.contains(word))
}

/// Notes of yesterday lie in the main store alone, which opens only after the person has begun to write.
#[test]
fn a_main_store_that_answers_late_is_joined() {
    let (old, new) = (entry("old"), entry("new"));
    let mut world = World::new(1);
    world.open_tab();
    world.type_word(0, &old, true);
    world.rest();
    world.close(0);
    world.small.now.clear();
    world.has_main = false;
    world.open_tab();
    assert_eq!(world.tabs[0].keeper.health(), StorageHealth::LessSafe(Reason::NoMainStore));
    world.type_word(0, &new, true);
    world.rest();
    assert_eq!(world.tabs[0].keeper.save_state(&new), SaveState::Saved);
    assert!(!text_in(world.heads.clone(), "w2"), "only the small store has it");

    world.has_main = true;
    world.reread(0);
    world.rest();
    let keeper = &world.tabs[0].keeper;
    assert_eq!(keeper.health(), StorageHealth::Ready);
    assert!(keeper.shown(&old).is_some_and(|head| head.fields.body.contains("w1")), "the old note is joined");
    assert!(text_in(world.heads.clone(), "w1") && text_in(world.heads.clone(), "w2"), "both are in the main store");
    assert_eq!(keeper.restored().from_small, 0, "what this page wrote is not brought back but new");
    assert_eq!(keeper.save_state(&new), SaveState::Saved);
}

#[test]
fn what_was_cleared_under_an_open_page_is_written_back() {
    let (note, other) = (entry("note"), entry("other"));
    let mut world = World::new(1);
    world.open_tab();
    world.type_word(0, &other, true);
    world.rest();
    world.close(0);
    world.open_tab();
    world.type_word(0, &note, true);
    world.rest();
    world.heads.clear();
    world.history.clear();
    world.small.now.clear();

    world.reread(0);
    world.rest();
    for word in ["w1", "w2"] {
        assert!(text_in(world.heads.clone(), word), "{word} is in the main store again");
        assert!(text_in(world.small.now.clone(), word), "{word} is in the small store again");
    }
    assert_eq!(world.tabs[0].keeper.save_state(&note), SaveState::Saved);
}

#[test]
fn reading_again_what_is_whole_writes_nothing() {
    let note = entry("note");
    let mut world = World::new(1);
    world.open_tab();
    world.type_word(0, &note, true);
    world.rest();
    let (heads, small, operations) = (world.heads.clone(), world.small.now.clone(), world.operations);
    world.reread(0);
    world.rest();
    assert_eq!((&world.heads, &world.small.now, world.operations), (&heads, &small, operations));
}

/// Two entries were here; the browser removed both. However much is written before the person takes note of it, and
/// however often Lanyard starts, it is told.
#[test]
fn missing_entries_are_told_until_the_loss_is_acknowledged() {
    let mut world = World::new(1);
    world.open_tab();
    world.type_word(0, &entry("one"), true);
    world.type_word(0, &entry("two"), true);
    world.rest();
    world.close(0);
    world.heads.clear();
    world.small.now.clear();
    for name in ["three", "four"] {
        world.open_tab();
        assert_eq!(world.tabs[0].keeper.restored().missing, 2);
        world.type_word(0, &entry(name), true);
        world.rest();
        assert_eq!(world.tabs[0].keeper.restored().missing, 2);
        world.close(0);
    }
    world.open_tab();
    let now = world.now;
    world.tabs[0].keeper.acknowledge_missing(now);
    assert_eq!(world.tabs[0].keeper.restored().missing, 0);
    world.rest();
    world.close(0);
    world.open_tab();
    assert_eq!(world.tabs[0].keeper.restored().missing, 0, "it is told no more");
}
