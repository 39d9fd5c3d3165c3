//! Adding an event, removing a trip, and undo.

use super::*;
use crate::platform::Clock;
use crate::state::trips::Input;
use lanyard_core::schedule::Day;
use lanyard_core::schedule::columns::ColumnKind;
use lanyard_core::trips::{Origin, PublicSchedule, PublicSchedules, SiteAccess, TripCatalog};
use std::sync::Arc;

#[test]
fn an_added_event_is_shown_and_said() {
    in_a_browser(async |world| {
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
    in_a_browser(async |world| {
        let tab = world.open().await;
        add_fosdem(&world, &tab).await;
        tab.tap_notice();
        world.settle().await;
        assert_eq!((tab.sessions(), tab.said()), (WEEK.map(str::to_owned).to_vec(), wording::UNDONE.to_owned()));
        assert_eq!(world.open().await.sessions(), WEEK);
    });
}

#[test]
fn an_event_can_be_a_trip_of_its_own() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        world.add(&tab, fosdem(), Some(Destination::OwnTrip)).await;
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
fn a_schedule_of_the_list_is_read_at_its_address_in_its_zone() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        assert!(tab.trips.public_schedules().await.is_none(), "the file has not arrived");
        let day = Day::from_ymd(2024, 11, 13).unwrap();
        let list = PublicSchedules::new(vec![PublicSchedule {
            name: "FOSDEM 2024".to_owned(),
            first: day,
            last: day,
            city: String::new(),
            zone: "Europe/Brussels".to_owned(),
            address: "https://fosdem.example/xml".to_owned(),
            access: SiteAccess::Allowed,
        }]);
        world.list(&list.encode().replace("\t0\t", "\tnever\t"));
        assert!(tab.trips.public_schedules().await.is_none(), "a damaged list is none");
        world.list(&list.encode());
        let list = tab.trips.public_schedules().await.unwrap();
        world.site("https://fosdem.example/xml", Ok(fosdem()));
        tab.trips.read_public_schedule(list.find("fosdem", 1)[0]);
        world.settle().await;
        let ImportState::Found(found) = tab.trips.import.get_untracked() else { panic!("nothing was read") };
        assert_eq!(found.input.zone.as_deref(), Some("Europe/Brussels"));
        assert_eq!(found.input.origin.address(), Some("https://fosdem.example/xml"));
        assert_eq!(tab.sessions(), WEEK, "nothing is changed yet");
    });
}

#[test]
fn a_cancelled_reading_shows_nothing_when_it_comes_late() {
    in_a_browser(async |world| {
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
fn a_removed_trip_comes_back_by_undo() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        world.add(&tab, fosdem(), Some(Destination::OwnTrip)).await;
        tab.trips.remove(TripId::new("fosdem"));
        world.settle().await;
        assert_eq!((tab.title(), tab.said()), ("Week".to_owned(), wording::TRIP_REMOVED.to_owned()));
        tab.tap_notice();
        world.settle().await;
        assert_eq!(tab.title(), "FOSDEM");
    });
}

#[test]
fn another_destination_is_chosen_and_the_file_is_neither_sent_nor_read_again() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        tab.give(fosdem(), None);
        world.settle().await;
        assert_eq!(tab.found().preview.destination, Destination::ThisTrip);
        tab.choose(Destination::OwnTrip, None);
        world.settle().await;
        tab.choose(Destination::OwnTrip, Some("Europe/Brussels"));
        world.settle().await;
        assert_eq!((tab.found().preview.destination.clone(), world.reader.sent.get()), (Destination::OwnTrip, 1));
        tab.add();
        world.settle().await;
        assert_eq!((tab.sessions(), world.reader.sent.get()), (vec!["fosdem/x".to_owned()], 1));
        tab.give(schedule("Party", &["p 20 Dance"]), Some(Destination::OwnTrip));
        world.settle().await;
        assert_eq!((tab.found().preview.title.as_str(), world.reader.sent.get()), ("Party", 2), "another file");
    });
}

#[test]
fn an_address_is_asked_once_however_often_a_destination_is_chosen() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        world.site("https://fosdem.example/", Ok(fosdem()));
        tab.give_address("https://fosdem.example/", None);
        world.settle().await;
        tab.choose(Destination::OwnTrip, None);
        world.settle().await;
        assert_eq!((tab.found().preview.title.as_str(), world.reader.sent.get()), ("FOSDEM", 1));
        world.site("https://fosdem.example/", Ok(schedule("FOSDEM", &["x 11 Rust", "y 12 Go"])));
        tab.give_address("https://fosdem.example/", None);
        world.settle().await;
        assert_eq!((tab.found().preview.counts.sessions, world.reader.sent.get()), (2, 2), "it may say something new");
    });
}

#[test]
fn the_worker_was_ended_meanwhile_and_the_files_are_sent_again() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        tab.give(fosdem(), None);
        world.settle().await;
        let choose_after = async |seconds, destination: Destination| {
            world.clock.wait(Duration::from_secs(seconds)).await;
            tab.choose(destination.clone(), None);
            world.settle().await;
            assert_eq!(tab.found().preview.destination, destination);
            world.reader.sent.get()
        };
        assert_eq!(choose_after(8, Destination::OwnTrip).await, 1, "it waits ten seconds");
        assert_eq!(choose_after(8, Destination::ThisTrip).await, 1, "and from its last answer on");
        assert_eq!(choose_after(10, Destination::OwnTrip).await, 2);
        world.reader.forget();
        assert_eq!(choose_after(0, Destination::ThisTrip).await, 3, "it does not have them, and says so");
        world.reader.holds.set(true);
        tab.choose(Destination::OwnTrip, None);
        world.settle().await;
        tab.trips.cancel_reading();
        world.reader.let_go();
        tab.give(fosdem(), None);
        world.settle().await;
        assert_eq!(world.reader.sent.get(), 4, "a worker that was stopped is no more");
    });
}

#[test]
fn an_event_is_added_under_the_name_that_the_user_gives_it() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        tab.give(fosdem(), Some(Destination::ThisTrip));
        world.settle().await;
        tab.trips.add_found(tab.found(), Some("Brussels".to_owned()));
        world.settle().await;
        assert_eq!(
            (tab.said(), tab.sessions().contains(&"brussels/x".to_owned())),
            ("Brussels was added.".to_owned(), true)
        );
    });
}

#[test]
fn several_schedules_are_shown_one_after_the_other() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        let files = [fosdem(), schedule("Devroom", &["d 10 Talk"]), schedule("Party", &["p 20 Beer"])];
        let origin = Origin::File("a.json, b.json, c.json".to_owned());
        tab.trips.look_into(Input::of(origin, files.into_iter().map(Arc::new).collect()));
        world.settle().await;
        let shown = || {
            let found = tab.found();
            (found.preview.title.clone(), found.input.origin.clone(), found.input.next.len())
        };
        assert_eq!(shown(), ("FOSDEM".to_owned(), Origin::File("a.json".to_owned()), 2));
        tab.add();
        world.settle().await;
        assert_eq!(
            (tab.said(), shown()),
            ("FOSDEM was added.".to_owned(), ("Devroom".to_owned(), Origin::File("b.json".to_owned()), 1))
        );
        tab.trips.go_on(tab.found().input.next.clone());
        world.settle().await;
        assert_eq!(shown(), ("Party".to_owned(), Origin::File("c.json".to_owned()), 0));
        tab.add();
        world.settle().await;
        let added: Vec<String> = tab.sessions().into_iter().filter(|key| !key.starts_with("week")).collect();
        assert_eq!(added, ["fosdem/x", "party/p"]);
    });
}

const TABLE: &str = "Was,Wer da,Wann genau\nBrot backen,Ida Low,2024-11-13 9:00\nKuchen,Max May,2024-11-13 10:30\n";

#[test]
fn what_the_columns_of_a_table_hold_is_asked_once() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        let table = |table: &str| table.as_bytes().to_vec();
        tab.give(table(TABLE), Some(Destination::ThisTrip));
        world.settle().await;
        let ImportState::Columns(asked) = tab.trips.import.get_untracked() else { panic!("it was understood") };
        let mut mapping = asked.sample.mapping.clone();
        mapping.columns.push((ColumnKind::Title, "Was".to_owned()));
        tab.trips.say_columns(asked.input.clone(), &asked.sample, mapping.clone());
        world.settle().await;
        assert_eq!(tab.found().preview.counts.sessions, 2);
        // The next table of the kind, and even at another start.
        let again = world.open().await;
        again.give(table(&format!("{TABLE}Tee,,2024-11-13 12:00\n")), Some(Destination::ThisTrip));
        world.settle().await;
        let found = again.found();
        assert_eq!((found.preview.counts.sessions, &found.input.table), (3, &Some(mapping)));
    });
}

#[test]
fn what_was_found_is_outdated_once_its_trip_is_another() {
    in_a_browser(async |world| {
        let (tab, other) = (world.open().await, world.open().await);
        tab.give(fosdem(), Some(Destination::ThisTrip));
        world.settle().await;
        let found = tab.found();
        let is_outdated = || tab.trips.catalog.with_untracked(|catalog| found.is_outdated(catalog));
        assert!(!is_outdated());
        world.add(&other, schedule("Party", &["p 20 Beer"]), Some(Destination::ThisTrip)).await;
        assert!(is_outdated(), "in the other tab something was added");
    });
}

#[test]
fn an_event_that_moves_is_in_one_trip_and_undo_brings_both_back() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        add_fosdem(&world, &tab).await;
        let party = schedule("Party", &["p 20 Beer"]);
        world.add(&tab, party, Some(Destination::OwnTrip)).await;
        let catalog = world.catalog().await;
        tab.trips.move_event("party".into(), Some(TripId::new("week")));
        world.settle().await;
        assert_eq!((tab.title(), tab.said()), ("Week".to_owned(), wording::is_in_trip("Week")));
        assert_eq!(tab.sessions(), ["fosdem/x", "party/p", "week/a", "week/b"]);
        let moved = world.catalog().await;
        assert!(moved.find(&TripId::new("party")).is_none(), "nothing was left in it");
        assert!(moved.holder(&"party".into()).is_some_and(|kept| kept.id == TripId::new("week")));
        tab.tap_notice();
        world.settle().await;
        let states = |catalog: &TripCatalog| {
            let mut states: Vec<(String, u32)> =
                catalog.trips.iter().map(|kept| (kept.id.as_str().to_owned(), kept.now.number)).collect();
            states.sort();
            states
        };
        let back = world.catalog().await;
        assert_eq!((states(&back), back.chosen), (states(&catalog), catalog.chosen));
        assert_eq!((tab.title(), tab.sessions()), ("Party".to_owned(), vec!["party/p".to_owned()]));
    });
}

#[test]
fn a_move_whose_trip_is_another_by_now_changes_nothing() {
    in_a_browser(async |world| {
        let (tab, other) = (world.open().await, world.open().await);
        add_fosdem(&world, &tab).await;
        world.settle().await;
        tab.trips.rename_event("fosdem".into(), "Brussels".to_owned());
        world.settle().await;
        assert_eq!(tab.said(), wording::is_called("Brussels"));
        world.add(&other, schedule("Party", &["p 20 Beer"]), Some(Destination::ThisTrip)).await;
        tab.tap_notice();
        world.settle().await;
        assert_eq!(tab.said(), wording::NOT_UNDONE, "what the other tab added would go");
        assert!(tab.sessions().contains(&"party/p".to_owned()));
        // Taken out, and back.
        tab.trips.leave_out("fosdem".into());
        world.settle().await;
        assert!(!tab.sessions().contains(&"fosdem/x".to_owned()));
        tab.tap_notice();
        world.settle().await;
        assert!(tab.sessions().contains(&"fosdem/x".to_owned()));
    });
}
