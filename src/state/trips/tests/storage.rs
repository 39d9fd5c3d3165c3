//! Stores that are full, unreadable, or do not answer.

use super::*;

#[test]
fn a_removed_trip_leaves_the_phone_with_the_next_start() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        world.add(&tab, fosdem(), Some(Destination::OwnTrip)).await;
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
    in_a_browser(async |world| {
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
    in_a_browser(async |world| {
        let tab = world.open().await;
        tab.give(fosdem(), Some(Destination::ThisTrip));
        world.settle().await;
        let (catalog, files) = (world.catalog().await, world.main.file_names());
        world.main.refuses_files.set(Some(lanyard_core::records::Refusal::Full));
        tab.add();
        world.settle().await;
        let ImportState::Failed(why, None, _) = tab.trips.import.get_untracked() else { panic!("it was stored") };
        assert_eq!(why, wording::TRIP_NOT_STORED);
        world.main.refuses_files.set(None);
        assert_eq!((tab.sessions(), world.catalog().await), (WEEK.map(str::to_owned).to_vec(), catalog));
        assert_eq!(world.main.file_names(), files, "nothing is left lying about");
    });
}

#[test]
fn a_store_that_gives_nothing_just_now_loses_nothing() {
    in_a_browser(async |world| {
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
    in_a_browser(async |world| {
        let tab = world.open().await;
        world.add(&tab, fosdem(), Some(Destination::OwnTrip)).await;
        tab.trips.choose(TripId::new("week"));
        world.settle().await;
        let number = world.catalog().await.find(&TripId::new("fosdem")).unwrap().now.number;
        world.remove_file(&format!("trips/{number}/details")).await;
        tab.trips.choose(TripId::new("fosdem"));
        world.settle().await;
        assert_eq!((tab.title(), tab.said()), ("Week".to_owned(), wording::TRIP_NOT_READ.to_owned()));
    });
}
