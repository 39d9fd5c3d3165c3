//! Looking up in the trip what the user starred elsewhere. Nothing is changed by it.

use super::Trips;
use crate::platform::reader::{Failure, Job};
use crate::wording;
use lanyard_core::trips::{FoundStars, ReaderRequest, ReaderResponse};
use leptos::prelude::*;
use std::rc::Rc;
use std::sync::Arc;

impl Trips {
    /// What files name among the sessions of the trip that is shown.
    ///
    /// # Errors
    /// A sentence that says why nothing was looked up, and what to do.
    pub async fn find_stars(self, files: Vec<Arc<Vec<u8>>>) -> Result<FoundStars, String> {
        if files.is_empty() {
            return Err(wording::FILE_NOT_READ.to_owned());
        }
        let id = self.shown.with_untracked(|trip| trip.id.clone());
        let catalog = self.read_catalog().await.ok_or(wording::NO_TRIP)?;
        let (_, trip) = self.texts_now(&catalog, &id).await.ok_or(wording::NO_TRIP)?;
        let job = Job { ask: ReaderRequest::Stars.encode(), trip, files, address: None };
        match self.ask(job, self.cancel_reading, Rc::new(|_| ())).await {
            Ok((ReaderResponse::Stars(found), ..)) => Ok(found),
            Ok((ReaderResponse::Unreadable(why), ..)) => Err(why),
            Ok(_) => Err(wording::reading_failed(Failure::Broke).to_owned()),
            Err(failure) => Err(wording::reading_failed(failure).to_owned()),
        }
    }
}
