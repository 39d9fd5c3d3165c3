//! The time zones that this device and its browser know.

use js_sys::{Array, Date, Function, Reflect};
use lanyard_core::schedule::{Instant, Local};
use wasm_bindgen::{JsCast, JsValue};

/// The languages in which most zones have a name of their own and not only a distance from Greenwich: `MST` in the first,
/// `CET` in the second, `AEDT` in the third.
const NAMING: [&str; 3] = ["en-US", "en-GB", "en-AU"];

/// The zone this device is set to.
pub fn own_zone() -> Option<String> {
    let format = date_time_format(&Array::new())?;
    let resolve: Function = Reflect::get(&format, &"resolvedOptions".into()).ok()?.dyn_into().ok()?;
    Reflect::get(&resolve.call0(&format).ok()?, &"timeZone".into()).ok()?.as_string()
}

/// What people call the zone of this device at an instant: `CET`, or `GMT+5:30` where no language has a name for it.
pub fn own_abbreviation(at: Instant) -> Option<String> {
    let names: Vec<String> = NAMING.iter().filter_map(|language| abbreviation_in(language, at)).collect();
    let is_distance = |name: &&String| name.starts_with("GMT") && name.len() > 3;
    names.iter().find(|name| !is_distance(name)).or(names.first()).cloned()
}

fn abbreviation_in(language: &str, at: Instant) -> Option<String> {
    let options = js_sys::Object::new();
    Reflect::set(&options, &"timeZoneName".into(), &"short".into()).ok()?;
    let format = date_time_format(&Array::of2(&language.into(), &options))?;
    let take_apart: Function = Reflect::get(&format, &"formatToParts".into()).ok()?.dyn_into().ok()?;
    let parts = take_apart.call1(&format, &date(at)).ok()?.dyn_into::<Array>().ok()?;
    let part_of = |part: &JsValue, name: &str| Reflect::get(part, &name.into()).ok()?.as_string();
    parts
        .iter()
        .find(|part| part_of(part, "type").as_deref() == Some("timeZoneName"))
        .and_then(|part| part_of(&part, "value"))
}

/// The browser's way of writing times, made with these arguments.
fn date_time_format(arguments: &Array) -> Option<JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let maker: Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
    Reflect::construct(&maker, arguments).ok()
}

fn date(at: Instant) -> Date {
    Date::new(&JsValue::from_f64(at.0 as f64 * 1000.0))
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
    let minutes_west = date(at).get_timezone_offset();
    minutes_west.is_finite().then(|| at.at_offset((-minutes_west * 60.0) as i32))
}
