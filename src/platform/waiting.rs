//! From a callback to something one can wait for.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use super::storage::Callback;

/// What a trait object gives to wait for.
pub type Answer<T> = Pin<Box<dyn Future<Output = T>>>;

/// Something to wait for, and what brings it.
pub fn oneshot<T: 'static>() -> (Callback<T>, Answer<T>) {
    let slot: Rc<RefCell<(Option<T>, Option<Waker>)>> = Rc::default();
    let filled = slot.clone();
    let bring = move |value| {
        let mut filled = filled.borrow_mut();
        filled.0 = Some(value);
        if let Some(waker) = filled.1.take() {
            waker.wake();
        }
    };
    let wait = poll_fn(move |context| {
        let mut slot = slot.borrow_mut();
        slot.1 = Some(context.waker().clone());
        slot.0.take().map_or(Poll::Pending, Poll::Ready)
    });
    (Box::new(bring), Box::pin(wait))
}

/// Waits for what a callback brings.
pub async fn answer<T: 'static>(ask: impl FnOnce(Callback<T>)) -> T {
    let (bring, brought) = oneshot();
    ask(bring);
    brought.await
}
