//! The trip that comes with the app, and the next one.

use super::*;

#[test]
fn the_first_start_shows_the_bundled_trip_and_keeps_a_copy_of_it() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        assert_eq!(tab.sessions(), WEEK);
        let catalog = world.catalog().await;
        assert_eq!(catalog.trips.len(), 1);
        assert!(catalog.trips[0].now.is_plain);
        assert_eq!(tab.said(), "");
    });
}

#[test]
fn a_hidden_bundled_trip_comes_back_when_it_is_chosen() {
    in_a_browser(async |world| {
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
    in_a_browser(async |world| {
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
    in_a_browser(async |world| {
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
    in_a_browser(async |world| {
        world.open().await;
        world.ship(trip("Next week", &["n 09 Opening"]));
        let again = world.open_at(world::NOW.0 + 7 * 86_400).await;
        assert_eq!((again.title(), again.said()), ("Next week".to_owned(), wording::trip_is_over("Week")));
        again.tap_notice();
        world.settle().await;
        assert_eq!(again.title(), "Week");
    });
}
