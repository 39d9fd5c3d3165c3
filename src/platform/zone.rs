//! The time zones that this device and its browser know.

#[cfg(all(test, not(target_arch = "wasm32")))]
use std::cell::RefCell;

use js_sys::{Array, Date, Function, Object, Reflect};
#[cfg(all(test, not(target_arch = "wasm32")))]
use lanyard_core::schedule::Span;
use lanyard_core::schedule::{Instant, Local, Zone};
use wasm_bindgen::{JsCast, JsValue};

/// What those who show times ask of the device.
pub trait DeviceZones {
    /// The zone this device is set to.
    fn own(&self) -> Option<String>;

    /// The zone of this name as it is from one instant to another; `None` when the browser does not know it.
    fn zone(&self, name: &str, from: Instant, to: Instant) -> Option<Zone>;
}

pub struct BrowserZones;

impl DeviceZones for BrowserZones {
    fn own(&self) -> Option<String> {
        own_zone()
    }

    fn zone(&self, name: &str, from: Instant, to: Instant) -> Option<Zone> {
        let offsets = ZoneNames::of("en-US", Some(name), "longOffset")?;
        let ask = |at| Ok::<_, ()>((offsets.at(at).and_then(|said| offset_seconds(&said)).ok_or(())?, String::new()));
        let mut zone = Zone::by_asking(name, from, to, ask).ok()?;
        for span in &mut zone.spans {
            span.abbreviation = abbreviation(Some(name), span.from).unwrap_or_default();
        }
        Some(zone)
    }
}

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
    abbreviation(None, at)
}

/// The same of any zone; of the device's own without a name.
fn abbreviation(zone: Option<&str>, at: Instant) -> Option<String> {
    let names: Vec<String> =
        NAMING.iter().filter_map(|language| ZoneNames::of(language, zone, "short")?.at(at)).collect();
    let is_distance = |name: &&String| name.starts_with("GMT") && name.len() > 3;
    names.iter().find(|name| !is_distance(name)).or(names.first()).cloned()
}

/// Writes what a zone is called at an instant.
struct ZoneNames {
    format: JsValue,
    take_apart: Function,
}

impl ZoneNames {
    /// `None` when the browser does not know the zone, or names none in this style.
    fn of(language: &str, zone: Option<&str>, style: &str) -> Option<Self> {
        let options = Object::new();
        Reflect::set(&options, &"timeZoneName".into(), &style.into()).ok()?;
        if let Some(zone) = zone {
            Reflect::set(&options, &"timeZone".into(), &zone.into()).ok()?;
        }
        let format = date_time_format(&Array::of2(&language.into(), &options))?;
        let take_apart = Reflect::get(&format, &"formatToParts".into()).ok()?.dyn_into().ok()?;
        Some(Self { format, take_apart })
    }

    fn at(&self, at: Instant) -> Option<String> {
        let parts = self.take_apart.call1(&self.format, &date(at)).ok()?.dyn_into::<Array>().ok()?;
        let part_of = |part: &JsValue, name: &str| Reflect::get(part, &name.into()).ok()?.as_string();
        parts
            .iter()
            .find(|part| part_of(part, "type").as_deref() == Some("timeZoneName"))
            .and_then(|part| part_of(&part, "value"))
    }
}

/// `GMT-07:00`, or `GMT` alone, in seconds.
fn offset_seconds(said: &str) -> Option<i32> {
    let distance = said.strip_prefix("GMT")?.replace('\u{2212}', "-");
    let distance = if distance.is_empty() { "Z" } else { &distance };
    let noon = |distance: &str| Instant::parse(&format!("2000-01-01T12:00{distance}"));
    i32::try_from(noon("Z")?.0 - noon(distance)?.0).ok()
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

/// A device that knows three zones.
#[cfg(all(test, not(target_arch = "wasm32")))]
pub struct MemoryZones {
    pub own: RefCell<String>,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Default for MemoryZones {
    fn default() -> Self {
        Self { own: RefCell::new("Asia/Tokyo".to_owned()) }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl DeviceZones for MemoryZones {
    fn own(&self) -> Option<String> {
        Some(self.own.borrow().clone())
    }

    fn zone(&self, name: &str, _: Instant, _: Instant) -> Option<Zone> {
        match name {
            "Asia/Tokyo" => Some(Zone::fixed(name, 9 * 3600, "JST")),
            "America/New_York" => Some(Zone::fixed(name, -5 * 3600, "EST")),
            "Europe/Berlin" => {
                let span = |from, hours: i32, abbreviation: &str| Span {
                    from,
                    offset_seconds: hours * 3600,
                    abbreviation: abbreviation.to_owned(),
                };
                let change = Instant::parse("2024-10-27T01:00:00Z")?;
                let spans = vec![span(Instant(i64::MIN), 2, "CEST"), span(change, 1, "CET")];
                Some(Zone { name: name.to_owned(), spans })
            }
            _ => None,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_as_browsers_write_them() {
        for (said, expect) in [
            ("GMT", Some(0)),
            ("GMT-07:00", Some(-25_200)),
            ("GMT\u{2212}07:00", Some(-25_200)),
            ("GMT+05:45", Some(20_700)),
            ("MST", None),
            ("GMT+a", None),
        ] {
            assert_eq!(offset_seconds(said), expect, "{said}");
        }
    }
}
