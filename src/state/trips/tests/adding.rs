//! Adding an event, removing a trip, and undo.

use super::*;

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
