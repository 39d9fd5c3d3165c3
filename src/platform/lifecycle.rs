//! The page itself: when it is hidden, when it comes back, and what other tabs say.

#[cfg(all(test, not(target_arch = "wasm32")))]
use super::waiting::Callback;
use super::waiting::{Answer, answered, oneshot};
use super::{focus, installation, listen};
use js_sys::{Function, Promise, Reflect};
use std::rc::Rc;
#[cfg(all(test, not(target_arch = "wasm32")))]
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, Event, MessageEvent, StorageEvent};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LifecycleEvent {
    /// It may be gone any moment.
    Hidden,
    /// It is seen again, perhaps after a long sleep.
    Returned,
    /// Another tab said something.
    Broadcast(String),
    /// Another tab changed the small store.
    SmallStoreChanged,
    /// Somebody emptied it.
    SmallStoreCleared,
}

/// Whoever is told what happens to the page.
pub type LifecycleListener = Rc<dyn Fn(LifecycleEvent)>;

pub trait Lifecycle {
    /// Calls back for each event, for as long as the page lives.
    fn listen(&self, call: LifecycleListener);

    /// Says something to the other tabs. They may not hear it.
    fn broadcast(&self, message: &str);

    /// Whether there may be a network.
    fn is_online(&self) -> bool;

    /// Waits until nobody types on the page: not at all, or until the cursor has left its field.
    fn nobody_types(&self) -> Answer<()>;

    /// Loads the page anew.
    fn start_anew(&self);

    /// Waits until no other tab has the lock; then this one has it.
    fn lock(&self) -> Answer<Lock>;
}

/// One tab at a time. Dropping it lets the next one in.
pub struct Lock {
    unlock: Option<Box<dyn FnOnce()>>,
}

impl Lock {
    fn new(unlock: impl FnOnce() + 'static) -> Self {
        Self { unlock: Some(Box::new(unlock)) }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(unlock) = self.unlock.take() {
            unlock();
        }
    }
}

pub struct BrowserLifecycle {
    /// Not every browser has it; without it tabs catch up when they come back.
    channel: Option<BroadcastChannel>,
}

impl BrowserLifecycle {
    pub fn new() -> Self {
        Self { channel: BroadcastChannel::new(&installation::name()).ok() }
    }
}

impl Lifecycle for BrowserLifecycle {
    fn listen(&self, call: LifecycleListener) {
        let Some(window) = web_sys::window() else { return };
        let leaving = call.clone();
        listen::always(&window, &["pagehide", "blur"], move |_| leaving(LifecycleEvent::Hidden));
        let returning = call.clone();
        listen::always(&window, &["pageshow"], move |event: Event| {
            let kept = Reflect::get(&event, &"persisted".into()).is_ok_and(|kept| kept.is_truthy());
            if kept {
                returning(LifecycleEvent::Returned);
            }
        });
        let (storing, ours) = (call.clone(), installation::name_of(""));
        listen::always(&window, &["storage"], move |event: Event| {
            match event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key) {
                None => storing(LifecycleEvent::SmallStoreCleared),
                Some(key) if key.starts_with(&ours) => storing(LifecycleEvent::SmallStoreChanged),
                Some(_) => {}
            }
        });
        if let Some(document) = window.document() {
            let (seen, changing) = (document.clone(), call.clone());
            listen::always(&document, &["visibilitychange", "freeze"], move |event: Event| {
                let gone = seen.hidden() || event.type_() == "freeze";
                changing(if gone { LifecycleEvent::Hidden } else { LifecycleEvent::Returned });
            });
        }
        if let Some(channel) = &self.channel {
            listen::always(channel, &["message"], move |event: Event| {
                if let Some(text) = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string()) {
                    call(LifecycleEvent::Broadcast(text));
                }
            });
        }
    }

    fn broadcast(&self, message: &str) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&message.into());
        }
    }

    fn is_online(&self) -> bool {
        is_online()
    }

    fn nobody_types(&self) -> Answer<()> {
        Box::pin(focus::nobody_types())
    }

    fn start_anew(&self) {
        if let Some(window) = web_sys::window() {
            let _ = window.location().reload();
        }
    }

    fn lock(&self) -> Answer<Lock> {
        let (enter, entered) = oneshot();
        // A lock is held for as long as the promise that its callback gives is open.
        let mut enter = Some(enter);
        let locked = Closure::once_into_js(move |_: JsValue| {
            Promise::new(&mut |let_go: Function, _| {
                if let Some(enter) = enter.take() {
                    enter(Lock::new(move || drop(let_go.call0(&JsValue::NULL))));
                }
            })
        });
        let locks = || -> Option<(JsValue, Function)> {
            let navigator = web_sys::window()?.navigator();
            let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
            let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
            Some((locks, request))
        };
        // Every browser that can start the app has locks, but not at an address that is not secure (http://192.168.…).
        // There is no service worker either, and the last of two tabs wins.
        match locks() {
            Some((locks, request)) => drop(request.call2(&locks, &installation::name().into(), &locked)),
            None => drop(locked.unchecked_into::<Function>().call1(&JsValue::NULL, &JsValue::NULL)),
        }
        entered
    }
}

fn is_online() -> bool {
    web_sys::window().is_some_and(|window| window.navigator().on_line())
}

/// A page that shares nothing with others, and has nothing to bring to safety when it is hidden.
pub struct OnePage;

impl Lifecycle for OnePage {
    fn listen(&self, _: LifecycleListener) {}

    fn broadcast(&self, _: &str) {}

    fn is_online(&self) -> bool {
        is_online()
    }

    fn nobody_types(&self) -> Answer<()> {
        Box::pin(focus::nobody_types())
    }

    fn start_anew(&self) {}

    fn lock(&self) -> Answer<Lock> {
        answered(Lock { unlock: None })
    }
}

/// A tab that a test hides and shows, beside others that hear what it says and wait for its lock.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[derive(Default)]
pub struct MemoryLifecycle {
    listeners: Rc<RefCell<Vec<LifecycleListener>>>,
    browser: Rc<MemoryTabs>,
    pub is_offline: Cell<bool>,
    /// How often the page was loaded anew.
    pub started_anew: Cell<u32>,
    /// Whoever waits until nobody types; `None` when nobody does.
    typing: RefCell<Option<Vec<Callback<()>>>>,
}

/// What the tabs of one browser have in common.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[derive(Default)]
struct MemoryTabs {
    tabs: RefCell<Vec<Rc<RefCell<Vec<LifecycleListener>>>>>,
    is_locked: Cell<bool>,
    waiting: RefCell<VecDeque<Callback<Lock>>>,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl MemoryTabs {
    fn enter_next(self: Rc<Self>) {
        let next = self.waiting.borrow_mut().pop_front();
        self.is_locked.set(next.is_some());
        if let Some(enter) = next {
            enter(Lock::new(move || self.enter_next()));
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl MemoryLifecycle {
    /// Another tab of the same browser.
    pub fn beside(&self) -> Self {
        Self { browser: self.browser.clone(), ..Self::default() }
    }

    pub fn happen(&self, event: LifecycleEvent) {
        tell(&self.listeners, event);
    }

    /// Puts the cursor into a field of the page, or takes it out again.
    pub fn set_typing(&self, is_typing: bool) {
        let waiting = self.typing.replace(is_typing.then(Vec::new));
        waiting.into_iter().flatten().for_each(|bring| bring(()));
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
fn tell(listeners: &RefCell<Vec<LifecycleListener>>, event: LifecycleEvent) {
    let listeners = listeners.borrow().clone();
    for call in listeners {
        call(event.clone());
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Lifecycle for MemoryLifecycle {
    fn listen(&self, call: LifecycleListener) {
        let is_known = self.browser.tabs.borrow().iter().any(|tab| Rc::ptr_eq(tab, &self.listeners));
        if !is_known {
            self.browser.tabs.borrow_mut().push(self.listeners.clone());
        }
        self.listeners.borrow_mut().push(call);
    }

    fn broadcast(&self, message: &str) {
        let others: Vec<_> =
            self.browser.tabs.borrow().iter().filter(|tab| !Rc::ptr_eq(tab, &self.listeners)).cloned().collect();
        for tab in others {
            tell(&tab, LifecycleEvent::Broadcast(message.to_owned()));
        }
    }

    fn is_online(&self) -> bool {
        !self.is_offline.get()
    }

    fn nobody_types(&self) -> Answer<()> {
        let (bring, brought) = oneshot();
        match &mut *self.typing.borrow_mut() {
            Some(waiting) => waiting.push(bring),
            None => bring(()),
        }
        brought
    }

    fn start_anew(&self) {
        self.started_anew.set(self.started_anew.get() + 1);
    }

    fn lock(&self) -> Answer<Lock> {
        let (enter, entered) = oneshot();
        self.browser.waiting.borrow_mut().push_back(enter);
        if !self.browser.is_locked.get() {
            self.browser.clone().enter_next();
        }
        entered
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use std::task::{Context, Poll, Waker};

    #[test]
    fn every_listener_hears_what_happens() {
        let page = MemoryLifecycle::default();
        let heard = Rc::new(RefCell::new(Vec::new()));
        for _ in 0..2 {
            let heard = heard.clone();
            page.listen(Rc::new(move |event| heard.borrow_mut().push(event)));
        }
        page.happen(LifecycleEvent::Hidden);
        assert_eq!(*heard.borrow(), [LifecycleEvent::Hidden, LifecycleEvent::Hidden]);
    }

    #[test]
    fn whoever_types_is_waited_for() {
        let (page, mut context) = (MemoryLifecycle::default(), Context::from_waker(Waker::noop()));
        assert!(page.nobody_types().as_mut().poll(&mut context).is_ready());
        page.set_typing(true);
        let mut waiting = page.nobody_types();
        assert!(waiting.as_mut().poll(&mut context).is_pending());
        page.set_typing(false);
        assert!(waiting.as_mut().poll(&mut context).is_ready());
    }

    #[test]
    fn one_tab_has_the_lock_at_a_time() {
        let (page, mut context) = (MemoryLifecycle::default(), Context::from_waker(Waker::noop()));
        let (mut one, given_up, mut other) = (page.lock(), page.lock(), page.lock());
        let Poll::Ready(lock) = one.as_mut().poll(&mut context) else { panic!("nobody has it") };
        assert!(other.as_mut().poll(&mut context).is_pending());
        drop(given_up);
        drop(lock);
        assert!(other.as_mut().poll(&mut context).is_ready());
        assert!(page.lock().as_mut().poll(&mut context).is_ready(), "it was dropped at once");
    }
}
