//! What calendars were last told: written down once a file was really handed over.

use std::sync::Arc;

use lanyard_core::notebook::HandedOut;
use lanyard_core::notebook::appointments::{HandedOutAppointment, read_appointment, write_appointment};
use leptos::prelude::*;

use super::records::{Change, Edit, Follower, Records};

/// Copy it freely.
#[derive(Clone, Copy)]
pub struct Appointments {
    records: Records,
    handed_out: StoredValue<Arc<HandedOut>>,
}

impl Appointments {
    pub fn new(records: Records) -> Self {
        Self { records, handed_out: StoredValue::default() }
    }

    /// All that calendars were told. It is not reactive: the file that is being handed over stays as it is afterwards.
    pub fn handed_out(self) -> Arc<HandedOut> {
        self.handed_out.try_get_value().unwrap_or_default()
    }

    /// A file that says this was handed over.
    pub fn hand_out(self, told: &[HandedOutAppointment]) {
        let edit = |told: &HandedOutAppointment| {
            let told = told.clone();
            let record = told.id.record();
            let change: Edit = Box::new(move |fields| write_appointment(&told, fields));
            (record, change)
        };
        self.records.edit_all(told.iter().map(edit).collect());
    }

    pub(super) fn follower(self) -> Follower {
        Box::new(move |changes: &[Change], _| {
            let new = changes.iter().filter(|change| change.is_new);
            let told: Vec<HandedOutAppointment> = new.filter_map(|change| read_appointment(&change.head)).collect();
            if !told.is_empty() {
                let entries = told.into_iter().map(|told| (told.id.clone(), told));
                self.handed_out.try_update_value(|known| Arc::make_mut(known).extend(entries));
            }
        })
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use lanyard_core::notebook::{AgendaItemId, AppointmentFacts, AppointmentReasons, AppointmentTime, OwnItemId};
    use lanyard_core::schedule::Instant;

    use super::*;
    use crate::state::trips::tests::world::in_a_browser;

    fn told(id: &str, sequence: u32) -> HandedOutAppointment {
        HandedOutAppointment {
            id: AgendaItemId::Own(OwnItemId(id.into())),
            facts: AppointmentFacts {
                title: "Dinner".to_owned(),
                when: AppointmentTime::Timed { start: Instant(100), end: Instant(200) },
                location: String::new(),
                is_cancelled: false,
                is_free: false,
            },
            reasons: AppointmentReasons { agenda: true, ..AppointmentReasons::default() },
            remaining: 0,
            sequence,
            modified: Instant(7),
        }
    }

    #[test]
    fn what_was_handed_out_is_known_in_every_tab_and_never_sinks() {
        in_a_browser(async |world| {
            let (tab, other) = (world.open().await, world.open().await);
            tab.user.appointments.hand_out(&[told("a", 0), told("b", 4)]);
            world.settle().await;
            other.user.appointments.hand_out(&[told("a", 1), told("b", 3)]);
            world.settle().await;
            for tab in [&tab, &other, &world.open().await] {
                let known = tab.user.appointments.handed_out();
                assert_eq!(known.values().map(|told| told.sequence).collect::<Vec<u32>>(), [1, 4]);
            }
        });
    }
}
