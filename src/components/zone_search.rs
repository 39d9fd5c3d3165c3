//! A field for a city, and the time zones of that name.

use leptos::prelude::*;

use super::html::{HtmlElement, chip, chips, input, line, live, p};
use crate::platform::zone;

const MOST_OFFERED: usize = 8;

/// The field under this name; a tap on a zone chooses it.
pub fn zone_search(
    name: &'static str,
    choose: impl Fn(&str) + Clone + Send + Sync + 'static,
) -> (HtmlElement, AnyView) {
    let typed = RwSignal::new(String::new());
    let names = StoredValue::new(zone::all_zones());
    let field = input().r#type("search").autocomplete("off").on_text(move |words| typed.set(words));
    let found = live(move || {
        let words = typed.get().trim().to_lowercase();
        if words.is_empty() {
            return None;
        }
        let is_meant = |name: &&String| place(name).to_lowercase().contains(&words);
        let found = names
            .with_value(|names| names.iter().filter(is_meant).take(MOST_OFFERED).cloned().collect::<Vec<String>>());
        let one = |name: String| {
            let choose = choose.clone();
            chip(place(&name), || false, move || choose(&name))
        };
        Some(match found.is_empty() {
            true => p().class("facts").role("status").child("No zone of this name. Try the nearest large city."),
            false => chips("Zones", found.into_iter().map(one).collect()),
        })
    });
    (line(name, field), found)
}

/// `America/New York`.
pub fn place(name: &str) -> String {
    name.replace('_', " ")
}
