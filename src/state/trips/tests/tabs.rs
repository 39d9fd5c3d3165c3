//! Two tabs of one browser.

use super::*;

#[test]
fn undo_of_a_state_that_another_tab_has_left_does_nothing() {
    in_a_browser(async |world| {
        let (tab, other) = (world.open().await, world.open().await);
        add_fosdem(&world, &tab).await;
        world.add(&other, schedule("Party", &["p 20 Dance"]), Some(Destination::ThisTrip)).await;
        tab.tap_notice();
        world.settle().await;
        assert_eq!(tab.said(), wording::NOT_UNDONE);
        assert_eq!(tab.sessions(), ["fosdem/x", "party/p", "week/a", "week/b"]);
    });
}

#[test]
fn what_was_read_for_a_state_that_has_gone_is_joined_with_the_present_one() {
    in_a_browser(async |world| {
        let (tab, other) = (world.open().await, world.open().await);
        tab.give(fosdem(), Some(Destination::ThisTrip));
        world.settle().await;
        world.add(&other, schedule("Party", &["p 20 Dance"]), Some(Destination::ThisTrip)).await;
        tab.add();
        world.settle().await;
        for tab in [&tab, &other] {
            assert_eq!(tab.sessions(), ["fosdem/x", "party/p", "week/a", "week/b"]);
        }
    });
}

#[test]
fn two_tabs_that_add_at_the_same_time_lose_nothing() {
    in_a_browser(async |world| {
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
fn an_event_that_two_tabs_add_as_a_new_one_is_there_twice() {
    in_a_browser(async |world| {
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
    in_a_browser(async |world| {
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

#[test]
fn of_two_trips_chosen_at_once_the_last_one_shows() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        world.add(&tab, fosdem(), Some(Destination::OwnTrip)).await;
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
