//! Everything of the user's, in its parts.

use super::appointments::Appointments;
use super::codes::CodeTransfers;
use super::decisions::Decisions;
use super::marks::SessionMarks;
use super::notebook::Notebook;
use super::own_items::OwnItems;
use super::photos::EntryPhotos;
use super::records::Records;
use super::retrospective::Retrospective;
use super::settings::Settings;
use super::shares::Shares;
use super::storage::Storage;
use crate::platform::Platform;

/// Copy it freely.
#[derive(Clone, Copy)]
pub struct User {
    pub records: Records,
    pub settings: Settings,
    pub storage: Storage,
    pub notebook: Notebook,
    pub own_items: OwnItems,
    pub marks: SessionMarks,
    pub decisions: Decisions,
    pub appointments: Appointments,
    pub photos: EntryPhotos,
    pub shares: Shares,
    pub retrospective: Retrospective,
    pub codes: CodeTransfers,
}

impl User {
    /// Holds nothing before [`User::begin`].
    pub fn new() -> Self {
        let records = Records::new();
        let settings = Settings::new(records);
        let storage = Storage::new(records, settings);
        let notebook = Notebook::new(records, storage);
        Self {
            records,
            settings,
            storage,
            notebook,
            own_items: OwnItems::new(records),
            marks: SessionMarks::new(records),
            decisions: Decisions::new(records),
            appointments: Appointments::new(records),
            photos: EntryPhotos::new(records, notebook, storage),
            shares: Shares::new(records),
            retrospective: Retrospective::new(records),
            codes: CodeTransfers::new(records),
        }
    }

    /// Loads what is stored, and follows what becomes of it.
    pub fn begin(self, platform: Platform) {
        let followers = vec![
            self.settings.follower(),
            self.marks.follower(),
            self.own_items.follower(),
            self.decisions.follower(),
            self.appointments.follower(),
            self.retrospective.follower(),
            self.notebook.follower(),
        ];
        self.records.begin(platform, followers, move |is_whole| {
            self.storage.look_at_space();
            if is_whole {
                self.photos.look_at_missing();
            }
        });
    }
}
