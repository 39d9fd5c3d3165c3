//! Short messages above the page: what was done, and perhaps a way back.

use std::sync::Arc;

use leptos::prelude::*;

/// What a button in a message says and does.
pub type NoticeAction = (&'static str, Arc<dyn Fn() + Send + Sync>);

/// A short message with, perhaps, a way back. It stays until it is closed, the next one comes, or the person has moved
/// on [`MOVES`] times; never does it go by time alone (WCAG 2.2, 2.2.1).
#[derive(Clone)]
pub struct Notice {
    pub text: String,
    pub action: Option<NoticeAction>,
    moves_left: u8,
}

/// The first move may be the app's own, to where what was done can be seen; then there and back again.
const MOVES: u8 = 3;

/// The message that is shown. Copy it freely.
#[derive(Clone, Copy, Default)]
pub struct Notices {
    shown: RwSignal<Option<Notice>>,
}

impl Notices {
    /// Reactive.
    pub fn shown(self) -> Option<Notice> {
        self.shown.get()
    }

    pub fn say(self, text: impl Into<String>) {
        self.show(text.into(), None);
    }

    pub fn say_with_undo(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.offer(text, "Undo", undo);
    }

    pub fn offer(self, text: impl Into<String>, name: &'static str, act: impl Fn() + Send + Sync + 'static) {
        self.show(text.into(), Some((name, Arc::new(act))));
    }

    pub fn close(self) {
        self.shown.set(None);
    }

    fn show(self, text: String, action: Option<NoticeAction>) {
        self.shown.set(Some(Notice { text, action, moves_left: MOVES }));
    }

    /// The person, or the app, has gone to another page.
    pub(super) fn count_move(self) {
        let is_over = self.shown.try_update_untracked(|notice| {
            notice.as_mut().is_some_and(|notice| {
                notice.moves_left = notice.moves_left.saturating_sub(1);
                notice.moves_left == 0
            })
        });
        if is_over == Some(true) {
            self.close();
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_message_goes_after_three_moves() {
        Owner::new().with(|| {
            let notices = Notices::default();
            notices.say_with_undo("Done.", || ());
            for _ in 1..MOVES {
                notices.count_move();
                assert_eq!(untrack(|| notices.shown()).map(|notice| notice.text), Some("Done.".to_owned()));
            }
            notices.count_move();
            assert!(untrack(|| notices.shown()).is_none());
        });
    }
}
