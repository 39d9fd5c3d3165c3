//! Settings: the look, how times are told, and what a key does. They are kept like everything else of the user's.

mod reminders;
mod times;

use leptos::prelude::*;

use crate::components::capture;
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, article, chip, chips, titled};
use crate::platform::shell;
use crate::route::Page;
use crate::state::trips::telling;
use crate::state::{App, PACE_SETTING};

type Choices = &'static [(&'static str, &'static str)];

const THEMES: Choices = &[("system", "Automatic"), ("light", "Light"), ("dark", "Dark")];
const SIZES: Choices = &[("100", "Normal"), ("115", "Large"), ("130", "Larger"), ("150", "Largest")];
const PACES: Choices = &[("normal", "Normal"), ("slow", "Slow"), ("step-free", "Without steps")];
const DENSITIES: Choices = &[("comfortable", "Comfortable"), (COMPACT, "Compact")];
const HOURS: Choices = &[("24", "14:30"), (telling::TWELVE, "2:30 pm")];
// A key without a modifier can be turned off (WCAG 2.2, 2.1.4): whoever speaks to the machine presses keys by accident.
const KEY: Choices = &[("on", "Opens Capture"), ("off", "Does nothing")];

/// The setting that says how much room a row takes.
const DENSITY: &str = "density";
const COMPACT: &str = "compact";

/// Whether rows take as little room as they can. Reactive.
pub fn is_compact(app: App) -> bool {
    app.settings.get(DENSITY).as_deref() == Some(COMPACT)
}

pub fn page(app: App) -> HtmlElement {
    article()
        .child(inner_header(app, Page::Trip, "Trip", "Settings".to_owned(), ()))
        .child(choice(app, "Theme", "theme", THEMES))
        .child(choice(app, "Text size", "text-size", SIZES))
        .child(choice(app, "How you walk", PACE_SETTING, PACES))
        .child(choice(app, "Rows", DENSITY, DENSITIES))
        .child(choice(app, "Hours", telling::HOURS, HOURS))
        .child(times::zone(app))
        .child(reminders::reminders(app))
        .child(choice(app, "The key n", capture::KEY_SETTING, KEY).class("of-keyboard"))
}

/// Keeps the root element's `data-theme` and the like as the settings say; the style does the rest.
pub fn apply(app: App) {
    Effect::new(move || {
        for (name, choices) in [("theme", THEMES), ("text-size", SIZES), (DENSITY, DENSITIES), (telling::HOURS, HOURS)]
        {
            let value = app.settings.get(name).filter(|value| choices.iter().any(|(known, _)| known == value));
            shell::set_root_data(name, value.as_deref());
        }
    });
}

fn choice(app: App, title: &'static str, name: &'static str, choices: Choices) -> HtmlElement {
    let first = choices.first().map_or("", |(value, _)| value);
    let buttons = choices
        .iter()
        .map(|(value, label)| {
            let on = move || app.settings.get(name).as_deref().unwrap_or(first) == *value;
            chip(*label, on, move || app.settings.set(name, value))
        })
        .collect();
    titled(title, chips(title, buttons))
}
