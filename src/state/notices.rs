//! Short messages above the page: what was done, and perhaps a way back.

use std::sync::Arc;

use leptos::prelude::*;

/// What a button in a message says and does.
pub type NoticeAction = (&'static str, Arc<dyn Fn() + Send + Sync>);

/// A short message with, perhaps, a way back. One with something to do, or to read with care, stays until it is closed,
/// the next one comes, or the person has moved on [`MOVES`] times. One that says what can be seen anyway leaves by itself
/// after [`TICKS`], unless the pointer or the focus is on it (WCAG 2.2, 2.2.1).
#[derive(Clone)]
pub struct Notice {
    pub text: String,
    pub action: Option<NoticeAction>,
    moves_left: u8,
    /// `None` when time does not count.
    ticks_left: Option<u8>,
}

/// The first move may be the app's own, to where what was done can be seen; then there and back again.
const MOVES: u8 = 3;

/// Ticks come every five seconds, so that it is ten seconds at least.
const TICKS: u8 = 3;

/// The message that is shown. Copy it freely.
#[derive(Clone, Copy, Default)]
pub struct Notices {
    shown: RwSignal<Option<Notice>>,
    /// Whether the pointer or the focus is on it.
    is_held: StoredValue<bool>,
}

impl Notices {
    /// Reactive.
    pub fn shown(self) -> Option<Notice> {
        self.shown.get()
    }

    /// Says what was done, where nothing is lost when nobody reads it.
    pub fn say(self, text: impl Into<String>) {
        self.show(text.into(), None, Some(TICKS));
    }

    /// Says what was not done, or what else is to be known: it stays.
    pub fn warn(self, text: impl Into<String>) {
        self.show(text.into(), None, None);
    }

    pub fn say_with_undo(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.offer(text, "Undo", undo);
    }

    pub fn offer(self, text: impl Into<String>, name: &'static str, act: impl Fn() + Send + Sync + 'static) {
        self.show(text.into(), Some((name, Arc::new(act))), None);
    }

    pub fn close(self) {
        self.is_held.set_value(false);
        self.shown.set(None);
    }

    /// The pointer or the focus has come to it, or left it.
    pub fn hold(self, is_held: bool) {
        self.is_held.set_value(is_held);
    }

    fn show(self, text: String, action: Option<NoticeAction>, ticks_left: Option<u8>) {
        self.is_held.set_value(false);
        self.shown.set(Some(Notice { text, action, moves_left: MOVES, ticks_left }));
    }

    /// The person, or the app, has gone to another page.
    pub(super) fn count_move(self) {
        self.close_if(|notice| {
            notice.moves_left = notice.moves_left.saturating_sub(1);
            notice.moves_left == 0
        });
    }

    /// Some seconds have gone.
    pub(super) fn count_tick(self) {
        if self.is_held.try_get_value() != Some(false) {
            return;
        }
        self.close_if(|notice| {
            notice.ticks_left = notice.ticks_left.map(|left| left.saturating_sub(1));
            notice.ticks_left == Some(0)
        });
    }

    fn close_if(self, is_over: impl Fn(&mut Notice) -> bool) {
        let is_over = self.shown.try_update_untracked(|notice| notice.as_mut().is_some_and(is_over));
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

    /// How many ticks a notice is shown for, of ten.
    fn ticks_of(say: fn(Notices), hold: bool) -> usize {
        Owner::new().with(|| {
            let notices = Notices::default();
            say(notices);
            notices.hold(hold);
            let shown = |_: &usize| {
                notices.count_tick();
                untrack(|| notices.shown()).is_some()
            };
            (0..10).take_while(shown).count()
        })
    }

    #[test]
    fn what_can_be_seen_anyway_leaves_by_itself() {
        assert_eq!(ticks_of(|notices| notices.say("Link copied."), false), usize::from(TICKS) - 1);
        assert_eq!(ticks_of(|notices| notices.say("Link copied."), true), 10, "while somebody reads it");
        assert_eq!(ticks_of(|notices| notices.warn("It was not saved."), false), 10);
        assert_eq!(ticks_of(|notices| notices.say_with_undo("Deleted.", || ()), false), 10);
    }
}
