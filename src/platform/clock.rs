//! Time and randomness.

#[cfg(all(test, not(target_arch = "wasm32")))]
use super::waiting::Callback;
use super::waiting::{Answer, oneshot};
#[cfg(all(test, not(target_arch = "wasm32")))]
use any_spawner::Executor;
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

    /// This time from this call on, or longer.
    fn wait(&self, pause: Duration) -> Answer<()>;
}

impl dyn Clock {
    /// The present second.
    pub fn now(&self) -> Instant {
        Instant(self.now_millis().seconds())
    }

    /// Lets the screen answer a tap. Taking texts apart and drawing what they say each take a frame on a slow phone.
    pub fn yield_to_browser(&self) -> Answer<()> {
        self.wait(Duration::ZERO)
    }
}

pub trait Random {
    /// Sixteen random bytes.
    fn bytes(&self) -> [u8; 16];
}

/// The present second, as the phone has it.
pub fn now() -> Instant {
    (&BrowserClock as &dyn Clock).now()
}

pub struct BrowserClock;

impl Clock for BrowserClock {
    fn now_millis(&self) -> UnixMillis {
        UnixMillis(js_sys::Date::now().max(0.0) as u64)
    }

    fn wait(&self, pause: Duration) -> Answer<()> {
        let (bring, brought) = oneshot();
        let call = Closure::once_into_js(move || bring(()));
        if let Some(window) = web_sys::window() {
            let millis = i32::try_from(pause.as_millis()).unwrap_or(i32::MAX);
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(call.as_ref().unchecked_ref(), millis);
        }
        brought
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

/// When it falls due, and what it brings about.
#[cfg(all(test, not(target_arch = "wasm32")))]
type Timer = (UnixMillis, Callback<()>);

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

    /// Moves time on. Whatever falls due goes on in its order, with all that was waiting for it.
    pub fn advance(&self, time: Duration) {
        let end = self.now.get() + time;
        loop {
            Executor::poll_local();
            let mut timers = self.timers.borrow_mut();
            let next = timers.iter().enumerate().filter(|(_, (at, _))| *at <= end).min_by_key(|(_, (at, _))| *at);
            let Some(index) = next.map(|(index, _)| index) else { break };
            let (at, call) = timers.remove(index);
            drop(timers);
            self.now.set(self.now.get().max(at));
            call(());
        }
        self.now.set(end);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Clock for MemoryClock {
    fn now_millis(&self) -> UnixMillis {
        self.now.get()
    }

    fn wait(&self, pause: Duration) -> Answer<()> {
        let (bring, brought) = oneshot();
        self.timers.borrow_mut().push((self.now.get() + pause, bring));
        brought
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
