//! A file as an endless sequence of codes on the screen.

use std::sync::Arc;
use std::time::Duration;

use lanyard_core::share::Qr;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::Platform;
use crate::platform::camera::ScreenLock;
use crate::platform::codes::CodesFailure;
use crate::platform::transfer::FilePart;

/// Codes a second: a slow camera needs few, a good one reads many.
const SLOWEST: u32 = 4;
const FASTEST: u32 = 15;
const FIRST: u32 = 10;

/// How often is looked whether to go on, while it stands still.
const PAUSE: Duration = Duration::from_millis(100);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShowStage {
    /// The first code is not drawn yet.
    Starting,
    /// About so many codes have to be seen.
    Showing(usize),
    Failed(CodesFailure),
}

/// It ends with what asked for it. Copy it freely.
#[derive(Clone, Copy)]
pub struct CodeShow {
    pub stage: RwSignal<ShowStage>,
    /// What is on the screen now.
    pub code: RwSignal<Option<Arc<Qr>>>,
    pub runs: RwSignal<bool>,
    pub per_second: RwSignal<u32>,
}

impl CodeShow {
    pub(super) fn start(platform: Platform, file: FilePart) -> Self {
        let show = Self {
            stage: RwSignal::new(ShowStage::Starting),
            code: RwSignal::new(None),
            runs: RwSignal::new(true),
            per_second: RwSignal::new(FIRST),
        };
        spawn_local(show.run(platform, file));
        show
    }

    pub fn slower(self) {
        self.per_second.update(|codes| *codes = codes.saturating_sub(1).max(SLOWEST));
    }

    pub fn faster(self) {
        self.per_second.update(|codes| *codes = (*codes + 1).min(FASTEST));
    }

    pub fn is_slowest(self) -> bool {
        self.per_second.get() == SLOWEST
    }

    pub fn is_fastest(self) -> bool {
        self.per_second.get() == FASTEST
    }

    /// About how long the other phone has to look, when it misses every third code. `None` before it is known.
    pub fn seconds(self) -> Option<usize> {
        match self.stage.get() {
            ShowStage::Showing(needed) => Some((needed * 3 / 2).div_ceil(self.per_second.get() as usize)),
            _ => None,
        }
    }

    async fn run(self, platform: Platform, file: FilePart) {
        let worker = platform.codes.start();
        let stage = match worker.send(&file).await {
            Ok(needed) => ShowStage::Showing(needed),
            Err(failure) => ShowStage::Failed(failure),
        };
        if self.stage.try_set(stage).is_some() || matches!(stage, ShowStage::Failed(_)) {
            return;
        }
        // Another number each time, so that whoever has seen some sees others.
        let [a, b, c, d, ..] = platform.random.bytes();
        let mut number = u32::from_le_bytes([a, b, c, d]);
        let mut lock: Option<ScreenLock> = None;
        // Until the page that shows it is left.
        while let Some(runs) = self.runs.try_get_untracked() {
            if !runs {
                lock = None;
                platform.clock.wait(PAUSE).await;
                continue;
            }
            if lock.as_ref().is_none_or(ScreenLock::is_released) {
                lock = platform.camera.keep_screen_on().await;
            }
            let until_next = self.per_second.try_get_untracked().map(|codes| Duration::from_secs(1) / codes.max(1));
            let next = platform.clock.wait(until_next.unwrap_or(PAUSE));
            match worker.draw(number).await {
                Ok(code) => drop(self.code.try_set(Some(Arc::new(code)))),
                Err(failure) => {
                    let _ = self.stage.try_set(ShowStage::Failed(failure));
                    return;
                }
            }
            number = number.wrapping_add(1);
            next.await;
        }
    }
}
