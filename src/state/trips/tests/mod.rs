//! What becomes of trips, told as what somebody does with them: adding, updating, undoing, in one tab and in two, with
//! stores and sites that do not do as they should. In a browser the journeys `trips`, `updates` and `editions` do a part
//! of the same.

pub(in crate::state) mod world;

use lanyard_core::schedule::{SessionKey, TripId};
use lanyard_core::trips::Destination;
use leptos::prelude::*;

use super::ImportState;
use crate::platform::reader::Failure;
use crate::wording;
use world::{Tab, World, schedule, trip};

fn scenario<F: Future<Output = ()>>(test: impl FnOnce(World) -> F) {
    let owner = Owner::new();
    owner.set();
    let world = World::new(trip("Week", &["a 09 Opening", "b 10 Talk"]));
    let clock = world.clock.clone();
    crate::platform::contract::run(&clock, test(world));
}

const WEEK: [&str; 2] = ["week/a", "week/b"];
const WITH_FOSDEM: [&str; 3] = ["fosdem/x", "week/a", "week/b"];

fn fosdem() -> Vec<u8> {
    schedule("FOSDEM", &["x 11 Rust"])
}

/// Adds FOSDEM to the week, from a file.
async fn add_fosdem(world: &World, tab: &Tab) {
    tab.give(fosdem(), Some(Destination::ThisTrip));
    world.settle().await;
    tab.add();
    world.settle().await;
}

#[test]
fn the_first_start_shows_the_bundled_trip_and_keeps_a_copy_of_it() {
    scenario(async |world| {
        let tab = world.open().await;
        assert_eq!(tab.sessions(), WEEK);
        let catalog = world.catalog().await;
        assert_eq!(catalog.trips.len(), 1);
        assert!(catalog.trips[0].now.is_plain);
        assert_eq!(tab.said(), "");
    });
}

#[test]
fn an_added_event_is_shown_and_said() {
    scenario(async |world| {
        let tab = world.open().await;
        add_fosdem(&world, &tab).await;
        assert_eq!(tab.sessions(), WITH_FOSDEM);
        assert_eq!(tab.said(), "FOSDEM was added.");
        assert_eq!(tab.page(), "#/trip");
        assert!(matches!(tab.trips.import.get_untracked(), ImportState::Idle));
    });
}

#[test]
fn undo_takes_an_added_event_away_again() {
    scenario(async |world| {
        let tab = world.open().await;
        add_fosdem(&world, &tab).await;
        tab.tap_notice();
        world.settle().await;
        assert_eq!((tab.sessions(), tab.said()), (WEEK.map(str::to_owned).to_vec(), wording::UNDONE.to_owned()));
        assert_eq!(world.open().await.sessions(), WEEK);
    });
}

#[test]
fn undo_of_a_state_that_another_tab_has_left_does_nothing() {
    scenario(async |world| {
        let (tab, other) = (world.open().await, world.open().await);
        add_fosdem(&world, &tab).await;
        other.give(schedule("Party", &["p 20 Dance"]), Some(Destination::ThisTrip));
        world.settle().await;
        other.add();
        world.settle().await;
        tab.tap_notice();
        world.settle().await;
        assert_eq!(tab.said(), wording::NOT_UNDONE);
        assert_eq!(tab.sessions(), ["fosdem/x", "party/p", "week/a", "week/b"]);
    });
}

#[test]
fn an_event_can_be_a_trip_of_its_own() {
    scenario(async |world| {
        let tab = world.open().await;
        tab.give(fosdem(), Some(Destination::OwnTrip));
        world.settle().await;
        tab.add();
        world.settle().await;
        assert_eq!((tab.title(), tab.sessions()), ("FOSDEM".to_owned(), vec!["fosdem/x".to_owned()]));
        assert_eq!(world.catalog().await.trips.len(), 2);
        let again = world.open().await;
        assert_eq!(again.title(), "FOSDEM", "the next start shows it at once");
        again.trips.choose(TripId::new("week"));
        world.settle().await;
        assert_eq!((again.title(), tab.title()), ("Week".to_owned(), "Week".to_owned()), "in both tabs");
    });
}

#[test]
fn an_update_shows_what_changed_and_undo_gives_the_old_programme_back() {
    scenario(async |world| {
        let tab = world.open().await;
        add_fosdem(&world, &tab).await;
        let newer = schedule("FOSDEM", &["x 12 Rust", "y 13 Go"]);
        tab.give(newer, Some(Destination::Event("fosdem".into())));
        world.settle().await;
        tab.add();
        world.settle().await;
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
    scenario(async |world| {
        let tab = world.open().await;
        tab.give(schedule("FOSDEM", &["x 11 Rust", "y 12 Go", "z 13 C"]), Some(Destination::ThisTrip));
        world.settle().await;
        tab.add();
        world.settle().await;
        tab.star(&SessionKey::new("fosdem", "x"));
        tab.give(schedule("FOSDEM", &["y 12 Go"]), Some(Destination::Event("fosdem".into())));
        world.settle().await;
        tab.add();
        world.settle().await;
        assert_eq!(tab.sessions(), ["-fosdem/x", "fosdem/y", "week/a", "week/b"]);
    });
}

#[test]
fn changes_are_seen_one_by_one_or_all_at_once_and_undo_brings_them_back() {
    scenario(async |world| {
        let tab = world.open().await;
        tab.give(schedule("FOSDEM", &["x 11 Rust", "y 12 Go"]), Some(Destination::ThisTrip));
        world.settle().await;
        tab.add();
        world.settle().await;
        tab.give(schedule("FOSDEM", &["x 14 Rust", "y 15 Go"]), Some(Destination::Event("fosdem".into())));
        world.settle().await;
        tab.add();
        world.settle().await;
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

#[test]
fn what_was_read_for_a_state_that_has_gone_is_joined_with_the_present_one() {
    scenario(async |world| {
        let (tab, other) = (world.open().await, world.open().await);
        tab.give(fosdem(), Some(Destination::ThisTrip));
        world.settle().await;
        other.give(schedule("Party", &["p 20 Dance"]), Some(Destination::ThisTrip));
        world.settle().await;
        other.add();
        world.settle().await;
        tab.add();
        world.settle().await;
        for tab in [&tab, &other] {
            assert_eq!(tab.sessions(), ["fosdem/x", "party/p", "week/a", "week/b"]);
        }
    });
}

#[test]
fn two_tabs_that_add_at_the_same_time_lose_nothing() {
    scenario(async |world| {
        let (tab, other) = (world.open().await, world.open().await);
        tab.give(fosdem(), Some(Destination::ThisTrip));
        other.give(schedule("Party", &["p 20 Dance"]), Some(Destination::ThisTrip));
        world.settle().await;
        tab.add();
        other.add();
        world.settle().await;
        for tab in [&tab, &other, &world.open().await] {
            assert_eq!(tab.sessions(), ["fosdem/x", "party/p", "week/a", "week/b"]);
        }
    });
}

#[test]
fn the_same_event_added_in_two_tabs_is_there_once_and_updated() {
    scenario(async |world| {
        let (tab, other) = (world.open().await, world.open().await);
        for tab in [&tab, &other] {
            tab.give(fosdem(), None);
        }
        world.settle().await;
        tab.add();
        world.settle().await;
        other.add();
        world.settle().await;
        let events = |tab: &Tab| tab.trips.shown.with_untracked(|trip| trip.events.len());
        assert_eq!((events(&tab), events(&other)), (3, 3), "as a new event, because the user was told so");
    });
}

#[test]
fn two_tabs_that_change_different_trips_do_not_disturb_each_other() {
    scenario(async |world| {
        let (tab, other) = (world.open().await, world.open().await);
        tab.give(fosdem(), Some(Destination::OwnTrip));
        other.give(schedule("Party", &["p 20 Dance"]), Some(Destination::OwnTrip));
        world.settle().await;
        tab.add();
        other.add();
        world.settle().await;
        let mut titles: Vec<String> = world.catalog().await.trips.iter().map(|kept| kept.title.clone()).collect();
        titles.sort();
        assert_eq!(titles, ["FOSDEM", "Party", "Week"]);
        assert_eq!(tab.title(), other.title(), "both show what was chosen last");
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
    scenario(async |world| {
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
    scenario(async |world| {
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
    scenario(async |world| {
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
    scenario(async |world| {
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
    scenario(async |world| {
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
fn a_cancelled_reading_shows_nothing_when_it_comes_late() {
    scenario(async |world| {
        let tab = world.open().await;
        world.reader.holds.set(true);
        tab.give(fosdem(), None);
        world.settle().await;
        assert!(matches!(tab.trips.import.get_untracked(), ImportState::Working(_)));
        tab.trips.cancel_reading();
        world.reader.let_go();
        world.settle().await;
        assert!(matches!(tab.trips.import.get_untracked(), ImportState::Idle));
        assert_eq!(tab.sessions(), WEEK);
    });
}

#[test]
fn an_unreadable_file_says_why_and_changes_nothing() {
    scenario(async |world| {
        let tab = world.open().await;
        let before = world.catalog().await;
        for (file, expect) in [(b"".to_vec(), "empty"), (b"hello".to_vec(), "Nothing was changed.")] {
            tab.give(file, None);
            world.settle().await;
            let ImportState::Failed(why, None) = tab.trips.import.get_untracked() else { panic!("it was read") };
            assert!(why.contains(expect), "{why}");
        }
        tab.give_address("https://gone.example/", None);
        world.settle().await;
        let ImportState::Failed(why, Some(address)) = tab.trips.import.get_untracked() else { panic!("it was read") };
        assert!(why.starts_with("The address could not be read."), "{why}");
        assert_eq!(address, "https://gone.example/", "the user can open it");
        assert_eq!(world.catalog().await, before);
    });
}

#[test]
fn a_removed_trip_comes_back_by_undo() {
    scenario(async |world| {
        let tab = world.open().await;
        tab.give(fosdem(), Some(Destination::OwnTrip));
        world.settle().await;
        tab.add();
        world.settle().await;
        tab.trips.remove(TripId::new("fosdem"));
        world.settle().await;
        assert_eq!((tab.title(), tab.said()), ("Week".to_owned(), wording::TRIP_REMOVED.to_owned()));
        tab.tap_notice();
        world.settle().await;
        assert_eq!(tab.title(), "FOSDEM");
    });
}

#[test]
fn a_removed_trip_leaves_the_phone_with_the_next_start() {
    scenario(async |world| {
        let tab = world.open().await;
        tab.give(fosdem(), Some(Destination::OwnTrip));
        world.settle().await;
        tab.add();
        world.settle().await;
        let files = |world: &World| world.main.file_names().iter().filter(|name| name.starts_with("trips/")).count();
        let before = files(&world);
        tab.trips.remove(TripId::new("fosdem"));
        world.settle().await;
        assert_eq!(files(&world), before, "it may still be wanted back");
        let again = world.open().await;
        assert_eq!(files(&world), before - 3);
        assert_eq!(again.title(), "Week");
        tab.tap_notice();
        world.settle().await;
        assert_eq!(tab.said(), wording::TRIP_GONE);
    });
}

#[test]
fn a_catalog_of_a_newer_lanyard_is_left_as_it_is() {
    scenario(async |world| {
        let tab = world.open().await;
        let newer = b"lanyard-shelf\t2\nwhatever".to_vec();
        world.put_catalog(&newer).await;
        tab.give(fosdem(), Some(Destination::ThisTrip));
        world.settle().await;
        assert_eq!(tab.said(), wording::CATALOG_UNREADABLE);
        tab.trips.choose(TripId::new("week"));
        tab.trips.remove(TripId::new("week"));
        world.settle().await;
        let again = world.open().await;
        assert_eq!(
            (again.sessions(), again.said()),
            (WEEK.map(str::to_owned).to_vec(), wording::CATALOG_UNREADABLE.to_owned())
        );
        assert_eq!(world.catalog_bytes().await, newer);
    });
}

#[test]
fn a_full_store_keeps_the_trip_as_it_was_and_says_so() {
    scenario(async |world| {
        let tab = world.open().await;
        tab.give(fosdem(), Some(Destination::ThisTrip));
        world.settle().await;
        let (catalog, files) = (world.catalog().await, world.main.file_names());
        world.main.refuses_files.set(Some(lanyard_core::records::Refusal::Full));
        tab.add();
        world.settle().await;
        let ImportState::Failed(why, None) = tab.trips.import.get_untracked() else { panic!("it was stored") };
        assert_eq!(why, wording::TRIP_NOT_STORED);
        world.main.refuses_files.set(None);
        assert_eq!((tab.sessions(), world.catalog().await), (WEEK.map(str::to_owned).to_vec(), catalog));
        assert_eq!(world.main.file_names(), files, "nothing is left lying about");
    });
}

#[test]
fn a_store_that_gives_nothing_just_now_loses_nothing() {
    scenario(async |world| {
        let tab = world.open().await;
        add_fosdem(&world, &tab).await;
        world.main.hides_files.set(true);
        tab.wake();
        world.settle().await;
        tab.trips.choose(TripId::new("week"));
        world.settle().await;
        assert_eq!(tab.said(), wording::CATALOG_NOT_READ_NOW);
        assert_eq!(tab.sessions(), WITH_FOSDEM, "what is on screen stays");
        world.main.hides_files.set(false);
        assert_eq!(world.open().await.sessions(), WITH_FOSDEM);
    });
}

#[test]
fn a_trip_whose_texts_are_gone_is_said_to_be() {
    scenario(async |world| {
        let tab = world.open().await;
        tab.give(fosdem(), Some(Destination::OwnTrip));
        world.settle().await;
        tab.add();
        world.settle().await;
        tab.trips.choose(TripId::new("week"));
        world.settle().await;
        let number = world.catalog().await.find(&TripId::new("fosdem")).unwrap().now.number;
        world.remove_file(&format!("trips/{number}/details")).await;
        tab.trips.choose(TripId::new("fosdem"));
        world.settle().await;
        assert_eq!((tab.title(), tab.said()), ("Week".to_owned(), wording::TRIP_NOT_READ.to_owned()));
    });
}

#[test]
fn of_two_trips_chosen_at_once_the_last_one_shows() {
    scenario(async |world| {
        let tab = world.open().await;
        tab.give(fosdem(), Some(Destination::OwnTrip));
        world.settle().await;
        tab.add();
        world.settle().await;
        tab.trips.choose(TripId::new("week"));
        tab.trips.choose(TripId::new("fosdem"));
        world.settle().await;
        assert_eq!(tab.title(), "FOSDEM");
        tab.trips.choose(TripId::new("fosdem"));
        tab.trips.choose(TripId::new("week"));
        world.settle().await;
        assert_eq!(tab.title(), "Week");
    });
}

#[test]
fn a_hidden_bundled_trip_comes_back_when_it_is_chosen() {
    scenario(async |world| {
        let tab = world.open().await;
        tab.give(fosdem(), Some(Destination::OwnTrip));
        world.settle().await;
        tab.add();
        tab.trips.hide_bundled(true);
        world.settle().await;
        assert!(world.catalog().await.hides_bundled);
        tab.trips.choose(TripId::new("week"));
        world.settle().await;
        assert!(!world.catalog().await.hides_bundled);
    });
}

#[test]
fn a_newer_bundled_trip_takes_the_added_event_along() {
    scenario(async |world| {
        let tab = world.open().await;
        add_fosdem(&world, &tab).await;
        world.ship(trip("Week", &["a 09 Opening", "b 14 Talk", "c 15 New"]));
        let again = world.open().await;
        assert_eq!(again.sessions(), ["fosdem/x", "week/a", "week/b", "week/c"]);
        assert_eq!(untrack(|| again.trips.mark(&SessionKey::new("week", "b"))), Some("Moved"));
        assert_eq!(world.open().await.sessions(), again.sessions());
    });
}

#[test]
fn another_bundled_trip_leaves_the_one_before_on_the_phone() {
    scenario(async |world| {
        world.open().await;
        world.ship(trip("Next week", &["n 09 Opening"]));
        let again = world.open().await;
        assert_eq!(again.said(), wording::another_trip_came("Next week"));
        assert_eq!(again.title(), "Week", "its last day is not over");
        again.tap_notice();
        world.settle().await;
        assert_eq!((again.title(), again.sessions()), ("Next week".to_owned(), vec!["next-week/n".to_owned()]));
        assert_eq!(world.catalog().await.trips.len(), 2);
    });
}

#[test]
fn a_bundled_trip_that_is_over_makes_room_for_the_next_one() {
    scenario(async |world| {
        world.open().await;
        world.ship(trip("Next week", &["n 09 Opening"]));
        let again = world.open_at(world::NOW.0 + 7 * 86_400).await;
        assert_eq!((again.title(), again.said()), ("Next week".to_owned(), wording::trip_is_over("Week")));
        again.tap_notice();
        world.settle().await;
        assert_eq!(again.title(), "Week");
    });
}

#[test]
fn a_start_looks_for_changes_when_the_user_wants_it() {
    scenario(async |world| {
        let tab = world.open().await;
        add_by_address(&world, &tab).await;
        tab.user.settings.set(super::REFRESH_ON_OPENING, "yes");
        world.settle().await;
        world.site("https://fosdem.example/", Err(Failure::Silent));
        world.site("https://party.example/", Ok(schedule("Party", &["p 21 Dance"])));
        let again = world.open().await;
        world.settle().await;
        assert_eq!(again.said(), "Party: 1 changed.", "of what failed nothing is said, for nobody asked just now");
    });
}
