//! What was shared with the app and not taken over yet.

use super::records::Records;
use crate::platform::inbox::Share;

/// The file in the main store that names the share being taken over.
const ATTEMPT: &str = "attempt";

/// Copy it freely.
#[derive(Clone, Copy)]
pub struct Shares {
    records: Records,
}

impl Shares {
    pub fn new(records: Records) -> Self {
        Self { records }
    }

    /// All of them, earliest first.
    pub async fn waiting(self) -> Vec<Share> {
        match self.records.platform() {
            Some(platform) => platform.inbox.waiting().await,
            None => Vec::new(),
        }
    }

    /// The share whose taking over was tried and never came to an end.
    pub async fn attempt(self) -> Option<String> {
        let found = self.records.platform()?.main.file(ATTEMPT).await;
        String::from_utf8(found.ok()??).ok()
    }

    /// Notes on disk that a share is about to be taken over; where nothing can be noted it is tried all the same.
    pub async fn note_attempt(self, share: &str) {
        if let Some(platform) = self.records.platform() {
            let _ = platform.main.put_file(ATTEMPT, share.as_bytes()).await;
        }
    }

    /// It came to an end, whatever the end was.
    pub fn forget_attempt(self) {
        self.records.with(|open| drop(open.platform.main.remove_file(ATTEMPT)));
    }

    pub fn let_go_of(self, address: &str) {
        self.records.with(|open| open.platform.inbox.let_go(address));
    }
}
