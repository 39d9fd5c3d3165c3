//! A field for a time at the venue. What it cannot take stays in it as typed, and says so.

use lanyard_core::schedule::{Instant, Local};
use leptos::prelude::*;

use super::html::{all, input, line, p};
use crate::state::App;

const REFUSED: &str = "The year has to be between 1900 and 2200. This time is not saved.";

/// `set` is called with each time that can be kept, and with `None` when the field was emptied.
pub fn moment_field(
    app: App,
    name: &'static str,
    get: impl Fn() -> Option<Instant> + Send + Sync + 'static,
    set: impl Fn(Option<Instant>) + 'static,
) -> AnyView {
    let shown = move || get().map(|at| app.trip.with(|trip| trip.zone.local(at)));
    local_field(name, shown, move |local| app.trip.with_untracked(|trip| trip.zone.instant(local)), set)
}

/// The same by other clocks: `instant` says what they mean.
pub fn local_field(
    name: &'static str,
    get: impl Fn() -> Option<Local> + Send + Sync + 'static,
    instant: impl Fn(Local) -> Instant + 'static,
    set: impl Fn(Option<Instant>) + 'static,
) -> AnyView {
    // What was typed and not taken.
    let refused = RwSignal::new(None::<String>);
    let kept = move || get().map(|local| format!("{}T{}", local.day, local.clock())).unwrap_or_default();
    let change = move |typed: String| {
        let at = Local::parse(&typed).map(&instant).filter(|at| at.is_plausible());
        let is_taken = at.is_some() || typed.is_empty();
        refused.set((!is_taken).then_some(typed));
        if is_taken {
            set(at);
        }
    };
    let field = input()
        .r#type("datetime-local")
        .aria_invalid(move || refused.with(Option::is_some).then_some("true"))
        .prop_value(move || refused.get().unwrap_or_else(&kept))
        .on_change(change);
    let why = move || refused.with(Option::is_some).then(|| p().class("facts").role("alert").child(REFUSED));
    all((line(name, field), why))
}
