//! What reaches somebody who does not look at the page: a notification, a vibration, a number on the app's icon. All of it
//! only while the page lives; a web app that is closed can do none of it without a server that pushes.

use super::waiting::Answer;
#[cfg(all(test, not(target_arch = "wasm32")))]
use super::waiting::answered;
use js_sys::{Array, Function, Object, Promise, Reflect};
#[cfg(all(test, not(target_arch = "wasm32")))]
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Whether the user lets this app show notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertPermission {
    Granted,
    /// The user, or the browser's settings, said no; asking again would ask nobody.
    Denied,
    NotAsked,
    /// This browser has none, or none for this page.
    Unsupported,
}

/// A notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    pub title: String,
    pub body: String,
    /// A second one of the same name takes the place of the first, also from another tab.
    pub name: String,
    /// The fragment of the page that a tap opens.
    pub fragment: String,
    pub vibrates: bool,
}

pub trait Alerts {
    fn permission(&self) -> AlertPermission;

    /// Asks the user. Only for a tap on what says so.
    fn ask(&self) -> Answer<AlertPermission>;

    /// Shows a notification, where that is permitted.
    fn show(&self, alert: Alert);

    /// Shakes the phone once, where it can.
    fn vibrate(&self);

    /// Sets the number on the app's icon, where it has one; 0 takes it away.
    fn set_badge(&self, count: usize);
}

pub struct BrowserAlerts;

/// Milliseconds: on, off, on.
const SHAKES: [f64; 3] = [200.0, 100.0, 200.0];

impl Alerts for BrowserAlerts {
    fn permission(&self) -> AlertPermission {
        permission().unwrap_or(AlertPermission::Unsupported)
    }

    fn ask(&self) -> Answer<AlertPermission> {
        let asked =
            notifications().and_then(|class| call(&class, "requestPermission", &[])?.dyn_into::<Promise>().ok());
        Box::pin(async move {
            if let Some(asked) = asked {
                let _ = JsFuture::from(asked).await;
            }
            permission().unwrap_or(AlertPermission::Unsupported)
        })
    }

    fn show(&self, alert: Alert) {
        if permission() != Some(AlertPermission::Granted) {
            return;
        }
        spawn_local(async move {
            // The page cannot make one by itself on a phone: only the service worker's registration can, and it is the
            // worker that hears of a tap (`sw.js`).
            let _ = show(&alert).await;
        });
    }

    fn vibrate(&self) {
        if let Some(navigator) = navigator() {
            let _ = call(&navigator, "vibrate", &[shakes()]);
        }
    }

    fn set_badge(&self, count: usize) {
        let Some(navigator) = navigator() else { return };
        let asked = match count {
            0 => call(&navigator, "clearAppBadge", &[]),
            _ => call(&navigator, "setAppBadge", &[JsValue::from_f64(count as f64)]),
        };
        if let Some(asked) = asked.and_then(|asked| asked.dyn_into::<Promise>().ok()) {
            // An app without an icon refuses, and nobody needs to know.
            spawn_local(async move { drop(JsFuture::from(asked).await) });
        }
    }
}

async fn show(alert: &Alert) -> Option<()> {
    let registered = call(&workers()?, "getRegistration", &[])?.dyn_into::<Promise>().ok()?;
    let registration = JsFuture::from(registered).await.ok()?;
    let options = Object::new();
    let set = |name: &str, value: JsValue| Reflect::set(&options, &name.into(), &value).ok();
    set("body", alert.body.as_str().into())?;
    set("tag", alert.name.as_str().into())?;
    set("data", alert.fragment.as_str().into())?;
    set("icon", "icons/lanyard-192.png".into())?;
    if alert.vibrates {
        set("vibrate", shakes())?;
    }
    let shown = call(&registration, "showNotification", &[alert.title.as_str().into(), options.into()])?;
    JsFuture::from(shown.dyn_into::<Promise>().ok()?).await.ok().map(drop)
}

fn permission() -> Option<AlertPermission> {
    workers()?;
    let said = Reflect::get(&notifications()?, &"permission".into()).ok()?.as_string()?;
    Some(match said.as_str() {
        "granted" => AlertPermission::Granted,
        "denied" => AlertPermission::Denied,
        _ => AlertPermission::NotAsked,
    })
}

fn shakes() -> JsValue {
    SHAKES.iter().copied().map(JsValue::from_f64).collect::<Array>().into()
}

fn notifications() -> Option<JsValue> {
    there_is(&js_sys::global(), "Notification")
}

fn navigator() -> Option<JsValue> {
    Some(web_sys::window()?.navigator().into())
}

fn workers() -> Option<JsValue> {
    there_is(&navigator()?, "serviceWorker")
}

fn there_is(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// Calls a method that a browser may lack or refuse.
fn call(of: &JsValue, name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let method: Function = there_is(of, name)?.dyn_into().ok()?;
    method.apply(of, &arguments.iter().collect()).ok()
}

/// Keeps what was shown, for a test to look at.
#[cfg(all(test, not(target_arch = "wasm32")))]
pub struct MemoryAlerts {
    pub permission: Cell<AlertPermission>,
    /// What the user says when asked.
    pub answer: Cell<AlertPermission>,
    pub shown: RefCell<Vec<Alert>>,
    pub shaken: Cell<u32>,
    pub badge: Cell<usize>,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Default for MemoryAlerts {
    fn default() -> Self {
        Self {
            permission: Cell::new(AlertPermission::NotAsked),
            answer: Cell::new(AlertPermission::Granted),
            shown: RefCell::default(),
            shaken: Cell::default(),
            badge: Cell::default(),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Alerts for MemoryAlerts {
    fn permission(&self) -> AlertPermission {
        self.permission.get()
    }

    fn ask(&self) -> Answer<AlertPermission> {
        if self.permission.get() == AlertPermission::NotAsked {
            self.permission.set(self.answer.get());
        }
        answered(self.permission.get())
    }

    fn show(&self, alert: Alert) {
        if self.permission.get() == AlertPermission::Granted {
            self.shown.borrow_mut().retain(|shown| shown.name != alert.name);
            self.shown.borrow_mut().push(alert);
        }
    }

    fn vibrate(&self) {
        self.shaken.set(self.shaken.get() + 1);
    }

    fn set_badge(&self, count: usize) {
        self.badge.set(count);
    }
}
