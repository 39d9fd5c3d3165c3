//! Settings: the look and the text size. They are kept like everything else of the user's.

use leptos::prelude::*;

use crate::components::header::inner_header;
use crate::platform::window;
use crate::route::Page;
use crate::state::App;

const THEMES: [(&str, &str); 3] = [("system", "As the system"), ("light", "Light"), ("dark", "Dark")];
const SIZES: [(&str, &str); 4] = [("100", "Normal"), ("115", "Larger"), ("130", "Large"), ("150", "Very large")];

pub fn page(app: App) -> AnyView {
    view! {
        <article>
            {inner_header(app.href(Page::Trip), "Trip", "Settings".to_owned(), ())}
            {choice(app, "Theme", "theme", &THEMES)}
            {choice(app, "Text size", "text-size", &SIZES)}
        </article>
    }
    .into_any()
}

/// Keeps the root element's `data-theme` and `data-text-size` as the settings say; the style does the rest.
pub fn apply(app: App) {
    Effect::new(move || {
        for (name, choices) in [("theme", &THEMES[..]), ("text-size", &SIZES[..])] {
            let value = app.user.setting(name).filter(|value| choices.iter().any(|(known, _)| known == value));
            window::set_root_data(name, value.as_deref());
        }
    });
}

fn choice(
    app: App,
    title: &'static str,
    name: &'static str,
    choices: &'static [(&'static str, &'static str)],
) -> AnyView {
    let current = move || app.user.setting(name);
    let first = choices.first().map_or("", |(value, _)| value);
    let buttons: Vec<_> = choices
        .iter()
        .map(|(value, label)| {
            view! {
                <button
                    type="button"
                    class="chip"
                    aria-pressed=move || if current().as_deref().unwrap_or(first) == *value { "true" } else { "false" }
                    on:click=move |_| app.user.set_setting(name, value)
                >{*label}</button>
            }
            .into_any()
        })
        .collect();
    view! { <section><h2>{title}</h2><div class="chips" role="group" aria-label=title>{buttons}</div></section> }
        .into_any()
}
