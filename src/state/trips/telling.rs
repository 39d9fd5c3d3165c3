//! How the times of the trip that is shown are told, as the settings say: by 12 hours or 24, in the trip's zone, in that of
//! this device or in any other.

use leptos::prelude::*;
use std::sync::Arc;

use super::Trips;
use crate::platform::Platform;
use lanyard_core::schedule::{Day, Hours, Instant, Telling, Trip, Zone};

/// The setting that says whether hours go to 12 or to 24.
pub const HOURS: &str = "hours";
/// What it says for 12; 24 is for all else.
pub const TWELVE: &str = "12";

/// The setting that says whose clocks are shown: [`TRIP_ZONE`], [`OWN_ZONE`], or the name of a zone.
pub const SHOWN_ZONE: &str = "zone";
/// That of the trip, whichever is shown.
pub const TRIP_ZONE: &str = "trip";
/// The zone that this device is set to, wherever that is.
pub const OWN_ZONE: &str = "own";

/// So many days before the trip and the present, and after them, are asked for, so that the answer serves a while: a zone
/// that is another one draws everything anew.
const AROUND: i32 = 100;

/// What the device said of a zone, and of which days.
#[derive(Clone)]
struct Answered {
    name: String,
    from: Day,
    to: Day,
    zone: Option<Zone>,
}

impl Trips {
    /// Follows the settings, the trip, and a device that travels.
    pub(super) fn follow_telling(self, platform: Platform) {
        let answered = StoredValue::new(None::<Answered>);
        Effect::new(move || {
            let (trip, settings) = (self.whole.get(), self.user.settings);
            let hours = match settings.get(HOURS).as_deref() {
                Some(TWELVE) => Hours::Twelve,
                _ => Hours::TwentyFour,
            };
            let name = match settings.get(SHOWN_ZONE) {
                Some(name) if name == TRIP_ZONE => None,
                Some(name) if name == OWN_ZONE => platform.zones.own(),
                name => name,
            };
            let today = self.clock.now().at_offset(0).day;
            let (first, last) = (trip.first.min(today), trip.last.max(today));
            let zone = name.filter(|name| *name != trip.zone.name).and_then(|name| {
                let serves = |known: &Answered| known.name == name && known.from < first && known.to > last;
                if let Some(known) = answered.get_value().filter(serves) {
                    return known.zone;
                }
                let (from, to) = (first.plus(-AROUND), last.plus(AROUND));
                let zone = platform.zones.zone(&name, midnight(from), midnight(to));
                answered.set_value(Some(Answered { name, from, to, zone: zone.clone() }));
                zone
            });
            let telling = Telling { hours, zone };
            if trip.telling != telling {
                self.whole.set(Arc::new(Trip { telling, ..(*trip).clone() }));
                self.show_without_hidden();
            }
        });
    }
}

fn midnight(day: Day) -> Instant {
    Instant(i64::from(day.0) * 86_400)
}
