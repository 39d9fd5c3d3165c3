//! From a callback to something one can wait for.

use std::cell::RefCell;
use std::future::{poll_fn, ready};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

pub type Callback<T> = Box<dyn FnOnce(T)>;

/// What a trait object gives to wait for.
pub type Answer<T> = Pin<Box<dyn Future<Output = T>>>;

/// An answer that is there already.
pub fn answered<T: 'static>(value: T) -> Answer<T> {
    Box::pin(ready(value))
}

/// A callback, and the answer that it brings.
pub fn oneshot<T: 'static>() -> (Callback<T>, Answer<T>) {
    let slot: Rc<RefCell<(Option<T>, Option<Waker>)>> = Rc::default();
    let filled = slot.clone();
    let bring = move |value| {
        let waker = {
            let mut filled = filled.borrow_mut();
            filled.0 = Some(value);
            filled.1.take()
        };
        if let Some(waker) = waker {
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
