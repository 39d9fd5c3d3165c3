//! Newer schedules: by a file, by asking addresses, and what they changed.

use super::*;
use lanyard_core::notebook::HiddenThing;
use lanyard_core::share::Digest;

#[test]
fn an_update_shows_what_changed_and_undo_gives_the_old_programme_back() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        add_fosdem(&world, &tab).await;
        let newer = schedule("FOSDEM", &["x 12 Rust", "y 13 Go"]);
        world.add(&tab, newer, Some(Destination::Event("fosdem".into()))).await;
        assert_eq!(tab.sessions(), ["fosdem/x", "fosdem/y", "week/a", "week/b"]);
        assert_eq!(tab.said(), "FOSDEM: 1 changed, 1 new.");
        assert_eq!(tab.page(), "#/changes");
        let x = SessionKey::new("fosdem", "x");
        assert_eq!(untrack(|| tab.trips.mark(&x)), Some("Moved"));
        tab.tap_notice();
        world.settle().await;
        assert_eq!(tab.sessions(), WITH_FOSDEM);
        assert_eq!(untrack(|| tab.trips.mark(&x)), None);
    });
}

#[test]
fn a_session_with_a_star_stays_when_an_update_drops_it() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        world.add(&tab, schedule("FOSDEM", &["x 11 Rust", "y 12 Go", "z 13 C"]), Some(Destination::ThisTrip)).await;
        tab.star(&SessionKey::new("fosdem", "x"));
        world.add(&tab, schedule("FOSDEM", &["y 12 Go"]), Some(Destination::Event("fosdem".into()))).await;
        assert_eq!(tab.sessions(), ["-fosdem/x", "fosdem/y", "week/a", "week/b"]);
    });
}

#[test]
fn what_is_hidden_stays_hidden_over_an_update_and_comes_back_with_what_is_new() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        world.add(&tab, schedule("FOSDEM", &["x 11 Rust", "y 12 Go", "z 13 C"]), Some(Destination::ThisTrip)).await;
        let hide = |id: &str| HiddenThing::Session(SessionKey::new("fosdem", id));
        tab.user.decisions.set_hidden(&hide("x"), true);
        tab.user.decisions.set_hidden(&hide("y"), true);
        world.settle().await;
        assert_eq!(tab.sessions(), ["fosdem/z", "week/a", "week/b"]);
        tab.star(&SessionKey::new("fosdem", "y"));
        world.settle().await;
        assert_eq!(tab.sessions(), ["fosdem/y", "fosdem/z", "week/a", "week/b"], "what is mine is shown");
        let newer = schedule("FOSDEM", &["x 15 Rust", "y 12 Go", "z 14 C"]);
        world.add(&tab, newer, Some(Destination::Event("fosdem".into()))).await;
        assert_eq!(tab.sessions(), ["fosdem/y", "fosdem/z", "week/a", "week/b"]);
        assert_eq!(untrack(|| tab.trips.changes()).len(), 1, "what is hidden is no news");
        let again = world.open().await;
        assert_eq!(again.sessions(), ["fosdem/y", "fosdem/z", "week/a", "week/b"]);
        again.user.decisions.set_hidden(&hide("x"), false);
        world.settle().await;
        assert_eq!(again.sessions(), ["fosdem/x", "fosdem/y", "fosdem/z", "week/a", "week/b"]);
        assert_eq!(untrack(|| again.trips.changes()).len(), 2);
    });
}

#[test]
fn changes_are_seen_one_by_one_or_all_at_once_and_undo_brings_them_back() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        world.add(&tab, schedule("FOSDEM", &["x 11 Rust", "y 12 Go"]), Some(Destination::ThisTrip)).await;
        world.add(&tab, schedule("FOSDEM", &["x 14 Rust", "y 15 Go"]), Some(Destination::Event("fosdem".into()))).await;
        let changes = || untrack(|| tab.trips.changes()).len();
        assert_eq!(changes(), 2);
        tab.trips.acknowledge(Some(&SessionKey::new("fosdem", "x")));
        assert_eq!(changes(), 1);
        tab.trips.acknowledge(None);
        assert_eq!((changes(), tab.said()), (0, wording::CHANGES_SEEN.to_owned()));
        tab.tap_notice();
        world.settle().await;
        assert_eq!(changes(), 1);
        let again = world.open().await;
        assert_eq!(untrack(|| again.trips.changes()).len(), 1, "it is kept");
    });
}

/// FOSDEM and the party, each from an address of its own.
async fn add_by_address(world: &World, tab: &Tab) {
    world.site("https://fosdem.example/", Ok(fosdem()));
    world.site("https://party.example/", Ok(schedule("Party", &["p 20 Dance"])));
    for address in ["https://fosdem.example/", "https://party.example/"] {
        tab.give_address(address, Some(Destination::ThisTrip));
        world.settle().await;
        tab.add();
        world.settle().await;
    }
}

#[test]
fn one_broken_source_does_not_keep_the_others_from_being_read() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        add_by_address(&world, &tab).await;
        world.site("https://fosdem.example/", Err(Failure::Refused(500)));
        world.site("https://party.example/", Ok(schedule("Party", &["p 21 Dance"])));
        tab.trips.refresh(false);
        world.settle().await;
        assert_eq!(
            tab.said(),
            "FOSDEM: The other site answered with an error. Try again later. Its schedule stays as it was.\n\
             Party: 1 changed."
        );
        assert_eq!(untrack(|| tab.trips.changes()).len(), 1);
        assert_eq!(tab.trips.refreshing.get_untracked(), None);
    });
}

#[test]
fn undo_of_a_refresh_goes_back_to_before_the_first_of_its_updates() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        add_by_address(&world, &tab).await;
        world.site("https://fosdem.example/", Ok(schedule("FOSDEM", &["x 12 Rust"])));
        world.site("https://party.example/", Ok(schedule("Party", &["p 21 Dance"])));
        tab.trips.refresh(false);
        world.settle().await;
        assert_eq!(untrack(|| tab.trips.changes()).len(), 2);
        tab.tap_notice();
        world.settle().await;
        assert_eq!(untrack(|| tab.trips.changes()).len(), 0);
        assert_eq!(tab.said(), wording::UNDONE);
    });
}

#[test]
fn a_refresh_with_nothing_new_notes_when_it_was_read() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        add_by_address(&world, &tab).await;
        let number = |catalog: lanyard_core::trips::TripCatalog| catalog.trips[0].now.number;
        let before = number(world.catalog().await);
        tab.notices.close();
        tab.tick_to(world::NOW.0 + 3_600);
        tab.trips.refresh(true);
        world.settle().await;
        assert_eq!(tab.said(), "", "nobody asked");
        tab.trips.refresh(false);
        world.settle().await;
        assert_eq!(tab.said(), "FOSDEM: nothing new.\nParty: nothing new.");
        let catalog = world.catalog().await;
        let read_at: Vec<i64> = catalog.trips[0].now.sources.iter().map(|source| source.read_at.0).collect();
        assert_eq!(read_at, [world::NOW.0 + 3_600; 2]);
        assert_eq!(number(catalog), before, "no new state of the trip is written");
    });
}

#[test]
fn a_refresh_that_looks_odd_is_asked_about() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        let many: Vec<String> = (0..40).map(|number| format!("s{number} 10 Talk {number}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        world.site("https://fosdem.example/", Ok(schedule("FOSDEM", &many)));
        tab.give_address("https://fosdem.example/", Some(Destination::ThisTrip));
        world.settle().await;
        tab.add();
        world.settle().await;
        let before = tab.sessions();
        world.site("https://fosdem.example/", Ok(schedule("FOSDEM", &["s1 10 Talk 1"])));
        tab.trips.refresh(true);
        world.settle().await;
        assert_eq!(tab.said(), wording::event_in_doubt("FOSDEM"));
        assert_eq!(tab.sessions(), before);
        tab.tap_notice();
        assert_eq!(tab.page(), "#/import");
        assert!(!tab.found().preview.doubts.is_empty());
        tab.add();
        world.settle().await;
        assert_eq!(tab.sessions(), ["fosdem/s1", "week/a", "week/b"]);
    });
}

#[test]
fn a_stopped_refresh_asks_nobody_else() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        add_by_address(&world, &tab).await;
        world.reader.holds.set(true);
        tab.trips.refresh(false);
        world.settle().await;
        assert_eq!(tab.trips.refreshing.get_untracked().as_deref(), Some("FOSDEM"));
        tab.trips.cancel_refresh();
        world.settle().await;
        assert_eq!((tab.said(), tab.trips.refreshing.get_untracked()), ("Stopped.".to_owned(), None));
        world.reader.let_go();
        world.settle().await;
        assert_eq!(tab.said(), "Stopped.", "what comes late is not heard");
    });
}

#[test]
fn an_unreadable_file_says_why_and_changes_nothing() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        let before = world.catalog().await;
        for (file, expect) in [(b"".to_vec(), "empty"), (b"hello".to_vec(), "Nothing was changed.")] {
            tab.give(file, None);
            world.settle().await;
            let ImportState::Failed(why, None, _) = tab.trips.import.get_untracked() else { panic!("it was read") };
            assert!(why.contains(expect), "{why}");
        }
        tab.give_address("https://gone.example/", None);
        world.settle().await;
        let ImportState::Failed(why, Some(address), _) = tab.trips.import.get_untracked() else {
            panic!("it was read")
        };
        assert!(why.starts_with("The address could not be read."), "{why}");
        assert_eq!(address, "https://gone.example/", "the user can open it");
        assert_eq!(world.catalog().await, before);
    });
}

#[test]
fn a_start_looks_for_changes_when_the_user_wants_it() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        add_by_address(&world, &tab).await;
        tab.user.settings.set(REFRESH_ON_OPENING, "yes");
        world.settle().await;
        world.site("https://fosdem.example/", Err(Failure::Silent));
        world.site("https://party.example/", Ok(schedule("Party", &["p 21 Dance"])));
        let again = world.open().await;
        world.settle().await;
        assert_eq!(again.said(), "Party: 1 changed.", "of what failed nothing is said, for nobody asked just now");
    });
}

#[test]
fn an_address_that_came_with_a_link_is_asked_on_a_tap_alone() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        let shared = Digest::within_event(&"x".into()).session_id();
        world.site("https://fosdem.example/", Ok(schedule("FOSDEM", &[&format!("{shared} 11 Rust")])));
        tab.give_address("https://fosdem.example/", Some(Destination::ThisTrip));
        world.settle().await;
        tab.add();
        world.settle().await;
        let before = [format!("fosdem/{shared}"), "week/a".to_owned(), "week/b".to_owned()];
        assert_eq!(tab.sessions(), before);
        world.site("https://fosdem.example/", Ok(schedule("FOSDEM", &["x 11 Rust", "y 12 Go"])));
        tab.trips.refresh(true);
        world.settle().await;
        assert_eq!(tab.sessions(), before);
        tab.trips.refresh(false);
        world.settle().await;
        let after = [&["fosdem/y".to_owned()][..], &before].concat();
        assert_eq!(tab.sessions(), after);
    });
}
