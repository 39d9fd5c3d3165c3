//! Looking for codes with the camera.

use std::time::Duration;

use lanyard_core::share::{EventLink, payload_in};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::CodeTransfers;
use crate::platform::camera::CameraFailure;
use crate::platform::codes::{CodeReading, CodesFailure};
use crate::route::{Arrival, Page};

/// Between two pictures, at least. The fastest sequence has fifteen codes a second.
const BETWEEN_PICTURES: Duration = Duration::from_millis(50);

#[derive(Clone, Debug, PartialEq)]
pub enum ScanStage {
    /// Nobody has asked for the camera.
    Idle,
    /// The browser asks the user for the camera.
    Asking,
    Looking,
    NoCamera(CameraFailure),
    Failed(CodesFailure),
    /// The text of a code, and the page of the app that it is for.
    Found(String, Page),
    /// All of a transfer is here ([`CodeTransfers::received`]).
    Complete,
}

/// What is to be said of the code that was seen last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanRemark {
    /// It belongs to another transfer than the one that has begun.
    Other,
    /// A newer Lanyard shows it.
    Newer,
    /// What came together is not what was sent.
    Spoilt,
}

/// It ends with what asked for it. Copy it freely.
#[derive(Clone, Copy)]
pub struct CodeScan {
    transfers: CodeTransfers,
    pub stage: RwSignal<ScanStage>,
    pub remark: RwSignal<Option<ScanRemark>>,
}

impl CodeScan {
    pub(super) fn new(transfers: CodeTransfers) -> Self {
        Self { transfers, stage: RwSignal::new(ScanStage::Idle), remark: RwSignal::new(None) }
    }

    /// How much of a transfer is here, and about how many codes are enough. Reactive.
    pub fn progress(self) -> Option<(usize, usize)> {
        self.transfers.progress.get()
    }

    /// Asks for the camera, shows what it sees in the video element with this id, and looks for codes.
    pub fn start(self, video: &'static str) {
        self.stage.set(ScanStage::Asking);
        spawn_local(async move {
            if let Some(stage) = self.look(video).await {
                let _ = self.stage.try_set(stage);
            }
        });
    }

    /// Takes a text for that of a code: it was pasted.
    pub fn read(self, text: String) {
        let page = page_of(&text);
        self.stage.set(ScanStage::Found(text, page));
    }

    /// Turns the camera off. What was received stays.
    pub fn stop(self) {
        self.stage.set(ScanStage::Idle);
    }

    /// Lets go of what was received, for the transfer that is before the camera now.
    pub fn begin_anew(self) {
        self.transfers.forget();
        self.remark.set(None);
    }

    /// Until there is something to say. `None` when nobody wants to know any more.
    async fn look(self, video: &'static str) -> Option<ScanStage> {
        let platform = self.transfers.records.platform()?;
        let camera = match platform.camera.open(video).await {
            Ok(camera) => camera,
            Err(failure) => return Some(ScanStage::NoCamera(failure)),
        };
        let _screen_stays_on = platform.camera.keep_screen_on().await;
        self.stage.try_with_untracked(|stage| matches!(stage, ScanStage::Asking)).filter(|asks| *asks)?;
        self.stage.try_set(ScanStage::Looking).is_none().then_some(())?;
        while self.stage.try_with_untracked(|stage| matches!(stage, ScanStage::Looking))? {
            let next = platform.clock.wait(BETWEEN_PICTURES);
            if let Some(picture) = camera.picture().await {
                let reading = self.transfers.receiver()?.look(picture).await;
                if let Some(stage) = self.take(reading) {
                    return Some(stage);
                }
            }
            next.await;
        }
        None
    }

    /// What follows on a picture, if looking ends with it.
    fn take(self, reading: Result<CodeReading, CodesFailure>) -> Option<ScanStage> {
        let remark = match reading {
            Ok(CodeReading::Nothing | CodeReading::Damaged) => return None,
            Ok(CodeReading::Foreign(text)) => {
                let page = page_of(&text);
                return Some(ScanStage::Found(text, page));
            }
            Ok(CodeReading::Progress { known, needed }) => {
                let _ = self.transfers.progress.try_set(Some((known, needed)));
                None
            }
            Ok(CodeReading::Other) => Some(ScanRemark::Other),
            Ok(CodeReading::Newer) => Some(ScanRemark::Newer),
            Ok(CodeReading::Spoilt) => {
                let _ = self.transfers.progress.try_set(None);
                Some(ScanRemark::Spoilt)
            }
            Ok(CodeReading::Complete(file)) => {
                self.transfers.keep(file);
                return Some(ScanStage::Complete);
            }
            Err(failure) => {
                self.transfers.forget();
                return Some(ScanStage::Failed(failure));
            }
        };
        // Said once: the same words again would be read out again.
        if self.remark.try_get_untracked().is_some_and(|before| before != remark) {
            let _ = self.remark.try_set(remark);
        }
        None
    }
}

/// An agenda and a conference open as their links do; everything else becomes the draft of a note.
fn page_of(text: &str) -> Page {
    if let Some(payload) = payload_in(text) {
        return Page::Shared(payload.to_owned());
    }
    match EventLink::query_in(text) {
        Some(query) => Page::Add(query.to_owned()),
        None => Page::Received(Arrival::Linked(text.to_owned())),
    }
}
