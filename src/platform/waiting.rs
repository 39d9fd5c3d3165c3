//! From a callback to something one can wait for.

use super::clock::Clock;
use super::storage::Callback;
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Duration;

/// Waits for what a callback brings.
pub async fn answer<T: 'static>(ask: impl FnOnce(Callback<T>)) -> T {
    let slot: Rc<RefCell<(Option<T>, Option<Waker>)>> = Rc::default();
    let filled = slot.clone();
    ask(Box::new(move |value| {
        let mut filled = filled.borrow_mut();
        filled.0 = Some(value);
        if let Some(waker) = filled.1.take() {
            waker.wake();
        }
    }));
    poll_fn(move |context| {
        let mut slot = slot.borrow_mut();
        slot.1 = Some(context.waker().clone());
        slot.0.take().map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

/// Lets the screen answer a tap. Taking texts apart and drawing what they say each take a frame on a slow phone.
pub async fn yield_to_browser(clock: &dyn Clock) {
    answer(|done| clock.after(Duration::ZERO, Box::new(move || done(())))).await;
}
