//! Times as the reader wants them told.

use super::*;
use crate::state::trips::telling::{HOURS, OWN_ZONE, SHOWN_ZONE, TRIP_ZONE, TWELVE};
use lanyard_core::schedule::words;

/// When the first session starts, as a row says it.
fn said(tab: &Tab) -> String {
    tab.trips.shown.with_untracked(|trip| {
        let session = trip.sessions.first().unwrap();
        let start = session.when.start().unwrap();
        format!("{} {}", words::clock_on(trip, session.day, start), words::shown_zone(trip).abbreviation_at(start))
    })
}

async fn set(world: &World, tab: &Tab, name: &str, value: &str) {
    tab.user.settings.set(name, value);
    world.settle().await;
}

#[test]
fn times_follow_the_settings_and_come_back() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        assert_eq!(said(&tab), "09:00 UTC");
        set(&world, &tab, HOURS, TWELVE).await;
        assert_eq!(said(&tab), "9:00 am UTC");
        set(&world, &tab, SHOWN_ZONE, OWN_ZONE).await;
        assert_eq!(said(&tab), "6:00 pm JST");
        set(&world, &tab, SHOWN_ZONE, "Europe/Berlin").await;
        assert_eq!(said(&tab), "10:00 am CET");
        let again = world.open().await;
        assert_eq!(said(&again), "10:00 am CET", "they are kept");
        set(&world, &tab, SHOWN_ZONE, "Nowhere/Town").await;
        assert_eq!(said(&tab), "9:00 am UTC", "what the browser does not know is the trip's");
        set(&world, &tab, SHOWN_ZONE, TRIP_ZONE).await;
        set(&world, &tab, HOURS, "24").await;
        assert_eq!(said(&tab), "09:00 UTC");
        assert_eq!(said(&again), "09:00 UTC", "in the other tab, too");
    });
}

#[test]
fn a_device_that_travels_is_followed() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        set(&world, &tab, SHOWN_ZONE, OWN_ZONE).await;
        assert_eq!(said(&tab), "18:00 JST");
        *world.zones.own.borrow_mut() = "America/New_York".to_owned();
        tab.tick_to(world::NOW.0 + 60);
        world.settle().await;
        assert_eq!(said(&tab), "04:00 EST");
    });
}

#[test]
fn another_trip_and_an_update_are_told_the_same_way() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        set(&world, &tab, SHOWN_ZONE, OWN_ZONE).await;
        add_fosdem(&world, &tab).await;
        assert_eq!((tab.sessions(), said(&tab)), (WITH_FOSDEM.map(str::to_owned).to_vec(), "18:00 JST".to_owned()));
        world.add(&tab, schedule("Other", &["o 16 Late"]), Some(Destination::OwnTrip)).await;
        assert_eq!((tab.title(), said(&tab)), ("Other".to_owned(), "01:00 next day JST".to_owned()));
    });
}
