//! Two phones in memory: one shows codes, the other looks at them.
#![cfg(not(target_arch = "wasm32"))]

use std::sync::Arc;
use std::time::Duration;

use lanyard_core::codes::CodeSender;
use lanyard_core::records::UnixMillis;
use lanyard_core::share::Qr;

use super::*;
use crate::platform::camera::{CameraFailure, MemoryCamera};
use crate::platform::codes::CodesFailure;
use crate::platform::contract::run;
use crate::platform::{Clock, Platform};
use crate::route::{Arrival, Page};
use crate::state::user::User;

const VIDEO: &str = "camera";

/// A phone, and what a test needs to hold something before its camera.
struct Phone {
    transfers: CodeTransfers,
    camera: Rc<MemoryCamera>,
    clock: Rc<dyn Clock>,
    owner: Owner,
}

impl Phone {
    async fn sees(&self, texts: impl IntoIterator<Item = String>) {
        self.camera.texts.borrow_mut().extend(texts);
        self.wait_for(Duration::from_secs(10)).await;
    }

    async fn wait_for(&self, pause: Duration) {
        self.clock.wait(pause).await;
    }
}

fn on_a_phone<F: Future<Output = ()>>(test: impl FnOnce(Phone) -> F) {
    let owner = Owner::new();
    owner.set();
    let (platform, clock) = Platform::memory();
    let camera = Rc::<MemoryCamera>::default();
    let platform = Platform { camera: camera.clone(), ..platform };
    run(&clock, async {
        let user = User::new();
        user.begin(platform.clone());
        let phone = Phone { transfers: user.codes, camera, clock: platform.clock, owner };
        phone.wait_for(Duration::from_millis(100)).await;
        test(phone).await;
    });
}

/// Bytes that do not become fewer when they are deflated.
fn backup(seed: u8) -> Vec<u8> {
    let mut state = u32::from(seed) + 1;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    std::iter::repeat_with(next).take(10_000).collect()
}

fn codes(payload: &[u8], numbers: std::ops::Range<u32>) -> Vec<String> {
    let sender = CodeSender::new(payload).unwrap();
    numbers.map(|number| sender.text(number)).collect()
}

fn stage(scan: CodeScan) -> ScanStage {
    scan.stage.get_untracked()
}

fn progress(scan: CodeScan) -> Option<(usize, usize)> {
    untrack(|| scan.progress())
}

#[test]
fn a_transfer_comes_over() {
    on_a_phone(async |phone| {
        let scan = phone.transfers.scan();
        assert_eq!(stage(scan), ScanStage::Idle, "nobody is asked for the camera before a tap");
        scan.start(VIDEO);
        assert_eq!(stage(scan), ScanStage::Asking);
        phone.sees(codes(&backup(1), 0..10)).await;
        assert_eq!(stage(scan), ScanStage::Looking);
        assert_eq!(progress(scan), Some((10, 15)));
        phone.sees(codes(&backup(1), 10..40)).await;
        assert_eq!(stage(scan), ScanStage::Complete);
        assert!(phone.transfers.received().unwrap().content() == backup(1));
        assert!(phone.transfers.take_received().unwrap().content() == backup(1));
        assert!(phone.transfers.take_received().is_none(), "it is restored once");
        assert_eq!(progress(scan), None);
    });
}

#[test]
fn what_was_received_stays_while_nobody_looks() {
    on_a_phone(async |phone| {
        let first = phone.transfers.scan();
        first.start(VIDEO);
        phone.sees(codes(&backup(1), 0..10)).await;
        first.stop();
        phone.sees(codes(&backup(1), 10..12)).await;
        assert_eq!(progress(first), Some((10, 15)), "the camera is off");
        let again = phone.transfers.scan();
        again.start(VIDEO);
        phone.sees(codes(&backup(1), 20..50)).await;
        assert_eq!(stage(again), ScanStage::Complete);
        assert_eq!(stage(first), ScanStage::Idle);
    });
}

#[test]
fn another_transfer_is_left_out_until_it_is_asked_for() {
    on_a_phone(async |phone| {
        let scan = phone.transfers.scan();
        scan.start(VIDEO);
        phone.sees(codes(&backup(1), 0..10)).await;
        phone.sees(codes(&backup(2), 0..10)).await;
        assert_eq!(scan.remark.get_untracked(), Some(ScanRemark::Other));
        assert_eq!(progress(scan), Some((10, 15)));
        scan.begin_anew();
        assert_eq!((progress(scan), scan.remark.get_untracked()), (None, None));
        phone.sees(codes(&backup(2), 10..20)).await;
        assert_eq!(progress(scan), Some((10, 15)));
    });
}

#[test]
fn other_codes_say_what_they_are_for() {
    #[track_caller]
    fn check(text: &'static str, expect: Page) {
        on_a_phone(async |phone| {
            let scan = phone.transfers.scan();
            scan.start(VIDEO);
            phone.sees([text.to_owned()]).await;
            assert_eq!(stage(scan), ScanStage::Found(text.to_owned(), expect));
        });
    }
    let draft = |text: &str| Page::Received(Arrival::Linked(text.to_owned()));
    check("https://lanyard.example/a/#/shared/1AbC", Page::Shared("1AbC".to_owned()));
    check("https://lanyard.example/a/#/settings", draft("https://lanyard.example/a/#/settings"));
    check("BEGIN:VCARD\nFN:Ana\nEND:VCARD", draft("BEGIN:VCARD\nFN:Ana\nEND:VCARD"));
    check("", draft(""));
}

#[test]
fn without_a_camera_it_says_so() {
    on_a_phone(async |phone| {
        phone.camera.refuses.set(true);
        let scan = phone.transfers.scan();
        scan.start(VIDEO);
        phone.sees([]).await;
        assert_eq!(stage(scan), ScanStage::NoCamera(CameraFailure::Refused));
        phone.camera.refuses.set(false);
        scan.start(VIDEO);
        phone.sees([]).await;
        assert_eq!(stage(scan), ScanStage::Looking);
        phone.owner.cleanup();
        phone.sees(codes(&backup(1), 0..1)).await;
        assert_eq!(phone.camera.texts.borrow().len(), 1, "nobody looks when the page is left");
    });
}

#[test]
fn codes_change_until_they_are_stopped() {
    on_a_phone(async |phone| {
        let show = phone.transfers.show(UnixMillis(0), FilePart::of_bytes(&backup(1))).unwrap();
        assert_eq!(show.stage.get_untracked(), ShowStage::Starting);
        let shown = async || {
            let mut codes = Vec::<Arc<Qr>>::new();
            for _ in 0..50 {
                phone.wait_for(Duration::from_millis(40)).await;
                codes.extend(show.code.get_untracked());
            }
            codes.dedup();
            codes.len()
        };
        assert!((15..=21).contains(&shown().await), "ten a second for two seconds");
        assert_eq!(show.stage.get_untracked(), ShowStage::Showing(15));
        assert_eq!(untrack(|| show.seconds()), Some(3));
        (0..20).for_each(|_| show.slower());
        assert!(untrack(|| show.is_slowest() && !show.is_fastest()));
        assert!((7..=9).contains(&shown().await), "four a second");
        (0..20).for_each(|_| show.faster());
        assert!(untrack(|| show.is_fastest()));
        show.runs.set(false);
        phone.wait_for(Duration::from_secs(1)).await;
        assert_eq!(shown().await, 1, "it stands still");
        show.runs.set(true);
        assert!(shown().await > 10);
        assert!(phone.transfers.show_again().is_some(), "the same file, when nothing has changed");
    });
}

#[test]
fn what_is_too_much_for_codes_is_said() {
    on_a_phone(async |phone| {
        let show = phone.transfers.show(UnixMillis(0), FilePart::of_bytes(&vec![0; (16 << 20) + 1])).unwrap();
        phone.wait_for(Duration::from_secs(1)).await;
        assert_eq!(show.stage.get_untracked(), ShowStage::Failed(CodesFailure::TooLarge));
        assert_eq!(untrack(|| show.seconds()), None);
    });
}
