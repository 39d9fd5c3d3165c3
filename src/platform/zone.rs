//! The time zones that this device and its browser know.

use js_sys::{Array, Date, Function, Reflect};
use lanyard_core::schedule::{Instant, Local};
use wasm_bindgen::{JsCast, JsValue};

/// The zone this device is set to.
pub fn own_zone() -> Option<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let maker: Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
    let format = Reflect::construct(&maker, &Array::new()).ok()?;
    let resolve: Function = Reflect::get(&format, &"resolvedOptions".into()).ok()?.dyn_into().ok()?;
    Reflect::get(&resolve.call0(&format).ok()?, &"timeZone".into()).ok()?.as_string()
}

/// The zones this browser knows by name.
pub fn all_zones() -> Vec<String> {
    let known = || {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let ask: Function = Reflect::get(&intl, &"supportedValuesOf".into()).ok()?.dyn_into().ok()?;
        let names: Array = ask.call1(&intl, &"timeZone".into()).ok()?.dyn_into().ok()?;
        Some(names.iter().filter_map(|name| name.as_string()).collect())
    };
    known().unwrap_or_default()
}

/// The reader's own local time at an instant, by the zone of this device.
pub fn local_time(at: Instant) -> Option<Local> {
    let date = Date::new(&JsValue::from_f64(at.0 as f64 * 1000.0));
    let minutes_west = date.get_timezone_offset();
    minutes_west.is_finite().then(|| at.at_offset((-minutes_west * 60.0) as i32))
}
