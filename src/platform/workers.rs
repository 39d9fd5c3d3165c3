//! The app's workers. Their addresses are handed over by the start page, because only the build knows their hashed names.

use web_sys::Worker;

/// Starts the worker whose address is in `data-<name>`; `None` when the page or the browser has none.
pub fn start(name: &str) -> Option<Worker> {
    let attribute = format!("data-{name}");
    let script = web_sys::window()?.document()?.query_selector(&format!("script[{attribute}]")).ok()??;
    Worker::new(&script.get_attribute(&attribute)?).ok()
}
