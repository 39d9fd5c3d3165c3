//! Time and randomness.

use lanyard_core::records::UnixMillis;
use lanyard_core::schedule::Instant;
#[cfg(all(test, not(target_arch = "wasm32")))]
use std::cell::{Cell, RefCell};
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

pub trait Clock {
    /// The present moment, as the phone has it.
    fn now_millis(&self) -> UnixMillis;

    /// Calls back once, after this time or later.
    fn after(&self, pause: Duration, call: Box<dyn FnOnce()>);
}

pub trait Random {
    /// Sixteen random bytes.
    fn bytes(&self) -> [u8; 16];
}

/// The present second, as the phone has it.
pub fn now() -> Instant {
    Instant(BrowserClock.now_millis().seconds())
}

pub struct BrowserClock;

impl Clock for BrowserClock {
    fn now_millis(&self) -> UnixMillis {
        UnixMillis(js_sys::Date::now().max(0.0) as u64)
    }

    fn after(&self, pause: Duration, call: Box<dyn FnOnce()>) {
        let call = Closure::once_into_js(call);
        if let Some(window) = web_sys::window() {
            let millis = i32::try_from(pause.as_millis()).unwrap_or(i32::MAX);
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(call.as_ref().unchecked_ref(), millis);
        }
    }
}

pub struct BrowserRandom;

impl Random for BrowserRandom {
    fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        let filled = web_sys::window()
            .and_then(|window| window.crypto().ok())
            .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
        if !filled {
            // Ids need to differ, not to be secret.
            bytes.fill_with(|| (js_sys::Math::random() * 256.0) as u8);
        }
        bytes
    }
}

/// When it falls due, and what it calls.
#[cfg(all(test, not(target_arch = "wasm32")))]
type Timer = (UnixMillis, Box<dyn FnOnce()>);

/// A clock that a test moves.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[derive(Default)]
pub struct MemoryClock {
    now: Cell<UnixMillis>,
    timers: RefCell<Vec<Timer>>,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl MemoryClock {
    /// Somebody sets the clock. Timers go on as they went.
    pub fn set(&self, now: UnixMillis) {
        let before = self.now.replace(now);
        for (at, _) in self.timers.borrow_mut().iter_mut() {
            *at = now + at.since(before);
        }
    }

    /// Moves time on and runs what falls due, in order.
    pub fn advance(&self, time: Duration) {
        let end = self.now.get() + time;
        loop {
            let mut timers = self.timers.borrow_mut();
            let next = timers.iter().enumerate().filter(|(_, (at, _))| *at <= end).min_by_key(|(_, (at, _))| *at);
            let Some(index) = next.map(|(index, _)| index) else { break };
            let (at, call) = timers.remove(index);
            drop(timers);
            self.now.set(self.now.get().max(at));
            call();
        }
        self.now.set(end);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Clock for MemoryClock {
    fn now_millis(&self) -> UnixMillis {
        self.now.get()
    }

    fn after(&self, pause: Duration, call: Box<dyn FnOnce()>) {
        self.timers.borrow_mut().push((self.now.get() + pause, call));
    }
}

/// Counts instead of drawing lots, so that a test can be repeated.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[derive(Default)]
pub struct MemoryRandom {
    drawn: Cell<u128>,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Random for MemoryRandom {
    fn bytes(&self) -> [u8; 16] {
        self.drawn.set(self.drawn.get() + 1);
        // Some ids are cut off after their beginning, others get another one.
        (self.drawn.get() << 96 | self.drawn.get()).to_be_bytes()
    }
}
