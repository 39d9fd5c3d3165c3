//! Time zones by the browser's `Intl` (ECMA-402). It tells the offset of a zone at one instant; the spans are found by
//! asking often enough.

use std::cell::RefCell;

use js_sys::{Array, Date, Function, Object, Reflect};
use lanyard_core::schedule::{Instant, Zone, Zones};
use wasm_bindgen::{JsCast, JsValue};

/// Remembers what it was told: asking takes as long as reading a hundred sessions, and a file's zone is asked for again
/// and again.
#[derive(Default)]
pub struct Browser {
    told: RefCell<Vec<Told>>,
}

/// A zone, and the time it was asked for.
struct Told {
    from: Instant,
    to: Instant,
    zone: Zone,
}

/// English, as people say it in different countries: each knows the short names of the zones around it.
const LOCALES: [&str; 6] = ["en-US", "en-GB", "en-AU", "en-IN", "en-ZA", "en-CA"];

impl Zones for Browser {
    fn zone(&self, name: &str, from: Instant, to: Instant) -> Option<Zone> {
        let covers = |told: &&Told| told.zone.name == name && told.from <= from && told.to >= to;
        if let Some(told) = self.told.borrow().iter().find(covers) {
            return Some(told.zone.clone());
        }
        let zone = asked(name, from, to)?;
        self.told.borrow_mut().push(Told { from, to, zone: zone.clone() });
        Some(zone)
    }
}

fn asked(name: &str, from: Instant, to: Instant) -> Option<Zone> {
    let offsets = Format::new("en-US", name, "longOffset").ok()?;
    let ask = |at: Instant| {
        let offset = offsets.at(at).ok_or(())?;
        Ok::<_, ()>((offset_seconds(&offset).ok_or(())?, String::new()))
    };
    let mut zone = Zone::by_asking(name, from, to, ask).ok()?;
    // The first locales know most zones, so the others need not be made.
    let mut formats = Vec::new();
    for span in &mut zone.spans {
        span.abbreviation = abbreviation(name, span.from, &mut formats).unwrap_or_default();
    }
    Some(zone)
}

/// The short name of a zone at an instant, from the first locale that has one; else its offset. `formats` are those made
/// so far, in the order of the locales.
fn abbreviation(zone: &str, at: Instant, formats: &mut Vec<Format>) -> Option<String> {
    let mut offset = None;
    for (index, locale) in LOCALES.iter().enumerate() {
        if formats.len() == index {
            formats.push(Format::new(locale, zone, "short").ok()?);
        }
        let said = formats.get(index)?.at(at)?;
        if !said.starts_with("GMT") {
            return Some(said);
        }
        offset.get_or_insert(said);
    }
    offset
}

/// Writes the name of a zone at an instant in one of its styles.
struct Format {
    format: JsValue,
    to_parts: Function,
}

impl Format {
    /// Fails when the browser does not know the zone or the style.
    fn new(locale: &str, zone: &str, style: &str) -> Result<Self, JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"timeZone".into(), &zone.into())?;
        Reflect::set(&options, &"timeZoneName".into(), &style.into())?;
        let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
        let maker: Function = Reflect::get(&intl, &"DateTimeFormat".into())?.dyn_into()?;
        let format = Reflect::construct(&maker, &Array::of2(&locale.into(), &options))?;
        let to_parts = Reflect::get(&format, &"formatToParts".into())?.dyn_into()?;
        Ok(Self { format, to_parts })
    }

    fn at(&self, at: Instant) -> Option<String> {
        let date = Date::new(&JsValue::from_f64(at.0 as f64 * 1000.0));
        let parts: Array = self.to_parts.call1(&self.format, &date).ok()?.dyn_into().ok()?;
        let field = |part: &JsValue, name: &str| Reflect::get(part, &name.into()).ok()?.as_string();
        let named = parts.iter().find(|part| field(part, "type").as_deref() == Some("timeZoneName"))?;
        field(&named, "value")
    }
}

/// `GMT-07:00`, `GMT+05:53:28`, or `GMT` alone.
fn offset_seconds(written: &str) -> Option<i32> {
    let rest = written.strip_prefix("GMT")?;
    let mut characters = rest.chars();
    match characters.next() {
        None => Some(0),
        Some('+') => seconds(characters.as_str()),
        // A hyphen, or the sign that stands for minus in good typography.
        Some('-' | '\u{2212}') => seconds(characters.as_str()).map(|seconds| -seconds),
        Some(_) => None,
    }
}

fn seconds(clock: &str) -> Option<i32> {
    let mut total = 0;
    let mut unit = 3600;
    for part in clock.split(':') {
        total += part.parse::<i32>().ok()?.checked_mul(unit)?;
        unit /= 60;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::offset_seconds;

    #[track_caller]
    fn check(written: &str, expect: Option<i32>) {
        assert_eq!(offset_seconds(written), expect);
    }

    #[test]
    fn offsets_are_read_as_browsers_write_them() {
        check("GMT", Some(0));
        check("GMT-07:00", Some(-25_200));
        check("GMT\u{2212}07:00", Some(-25_200));
        check("GMT+05:45", Some(20_700));
        check("GMT+00:17:30", Some(1_050));
        for wrong in ["", "MST", "GMT*1", "GMT+a", "GMT+"] {
            check(wrong, None);
        }
    }
}
