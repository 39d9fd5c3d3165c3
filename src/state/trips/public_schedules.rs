//! The list of public schedules, a file of the app that is loaded when somebody looks for one.

use super::{Input, Trips};
use lanyard_core::trips::{Origin, PublicSchedule, PublicSchedules};

/// The id under which the start page names the list.
pub(super) const SCHEDULES: &str = "schedules";

impl Trips {
    /// The list; `None` when its file cannot be had or read. No network is needed once it has arrived on the phone.
    pub async fn public_schedules(self) -> Option<PublicSchedules> {
        let files = self.navigation.screen().own_files.clone();
        let text = files.read(&files.address(SCHEDULES)?).await?;
        PublicSchedules::decode(&text).ok()
    }

    /// Asks the site of one of them for it, and shows what is in it. Nothing is changed yet.
    pub fn read_public_schedule(self, schedule: &PublicSchedule) {
        let input = Input::of(Origin::Address(schedule.address.clone()), Vec::new());
        self.look_into(Input { zone: Some(schedule.zone.clone()), ..input });
    }
}
