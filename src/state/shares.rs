//! What was shared with the app and not taken over yet.

use super::records::Records;
use crate::platform::inbox::Share;
use crate::platform::storage::ReadResult;

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
    pub fn waiting(self, done: impl FnOnce(Vec<Share>) + 'static) {
        self.records.with(|open| open.platform.inbox.waiting(Box::new(done)));
    }

    /// The share whose taking over was tried and never came to an end.
    pub fn attempt(self, done: impl FnOnce(Option<String>) + 'static) {
        let read = |found: ReadResult<Vec<u8>>| found.ok().flatten().and_then(|bytes| String::from_utf8(bytes).ok());
        self.records.with(|open| open.platform.main.file(ATTEMPT, Box::new(move |found| done(read(found)))));
    }

    /// Notes on disk that a share is about to be taken over; where nothing can be noted it is tried all the same.
    pub fn note_attempt(self, share: &str, done: impl FnOnce(()) + 'static) {
        self.records.with(|open| open.platform.main.put_file(ATTEMPT, share.as_bytes(), Box::new(|_| done(()))));
    }

    /// It came to an end, whatever the end was.
    pub fn forget_attempt(self) {
        self.records.with(|open| open.platform.main.remove_file(ATTEMPT, Box::new(drop)));
    }

    pub fn let_go_of(self, address: &str) {
        self.records.with(|open| open.platform.inbox.let_go(address));
    }
}
