//! The rehearsal clock: says that the app behaves as at another instant, steps to others, and leads back to real time. In the
//! example, which is rehearsed as a rule, the way back leads out of that as well.

use lanyard_core::schedule::{Instant, Local, Zone};
use leptos::prelude::*;

use super::html::{HtmlElement, a, all, b, button, p, span};
use super::{icon::icon, words};
use crate::route::{Page, Route};
use crate::state::App;

/// How far one tap goes.
#[derive(Clone, Copy)]
enum Step {
    Minutes(i64),
    Days(i32),
}

/// What stands in the banner. It is not drawn anew with a step, so that the focus stays on its button.
pub fn clock(app: App) -> AnyView {
    let at = move || app.navigation.route.with(|route| route.at);
    let day = move || at().map(|at| words::day_short(words::shown_local(&app.trip.get(), at).day)).unwrap_or_default();
    let time = move || at().map(|at| words::clock(&app.trip.get(), at)).unwrap_or_default();
    let stop = match app.is_example() {
        true => a().href(Route::plain(Page::Now).href()).child("Leave the example"),
        false => a()
            .href(move || Route { at: None, ..app.navigation.route.get() }.href())
            .aria_label("Stop, back to real time")
            .child("Stop"),
    };
    let example = app.is_example().then(|| {
        p().class("example-words")
            .child("Example: a made-up notebook of this week. ")
            .child(span().child("Nothing here is kept."))
    });
    let when = p()
        .class("rehearsed")
        .role("status")
        .child(span().child("Rehearsing "))
        .child(b().child(time))
        .child(" ")
        .child(b().class("rehearsed-day").child(day));
    all((
        example,
        step(app, "Back 1 day", "1 day", Step::Days(-1)),
        step(app, "Back 30 min", "30 min", Step::Minutes(-30)),
        when,
        step(app, "Forward 30 min", "30 min", Step::Minutes(30)).class("forward"),
        step(app, "Forward 1 day", "1 day", Step::Days(1)).class("forward"),
        stop,
    ))
}

fn step(app: App, name: &'static str, words: &'static str, step: Step) -> HtmlElement {
    let go = move || {
        let at = app.navigation.route.with_untracked(|route| route.at);
        app.navigation.rehearse(at.map(|at| app.trip.with_untracked(|trip| moved(&trip.zone, at, step))));
    };
    button().aria_label(name).on_click(go).child(icon("back")).child(span().child(words))
}

/// A day later is the same time of the next day, also where the clocks are changed between.
fn moved(zone: &Zone, at: Instant, step: Step) -> Instant {
    match step {
        Step::Minutes(minutes) => at.plus_minutes(minutes),
        Step::Days(days) => {
            let local = zone.local(at);
            zone.instant(Local::new(local.day.plus(days), local.hour(), local.minute()))
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use lanyard_core::schedule::Span;

    #[test]
    fn a_day_later_is_the_same_time_of_day() {
        let span = |from, hours: i32, abbreviation: &str| Span {
            from,
            offset_seconds: hours * 3600,
            abbreviation: abbreviation.to_owned(),
        };
        let change = Instant::parse("2024-11-03T08:00:00Z").unwrap();
        let spans = vec![span(Instant(i64::MIN), -6, "MDT"), span(change, -7, "MST")];
        let zone = Zone { name: "America/Denver".to_owned(), spans };
        #[track_caller]
        fn check(zone: &Zone, from: &str, step: Step, expect: &str) {
            assert_eq!(moved(zone, Instant::parse(from).unwrap(), step).to_string(), expect);
        }
        check(&zone, "2024-11-02T18:00:00Z", Step::Days(1), "2024-11-03T19:00:00Z");
        check(&zone, "2024-11-03T19:00:00Z", Step::Days(-1), "2024-11-02T18:00:00Z");
        check(&zone, "2024-11-02T18:00:00Z", Step::Minutes(30), "2024-11-02T18:30:00Z");
        check(&zone, "2024-11-02T18:00:00Z", Step::Minutes(-30), "2024-11-02T17:30:00Z");
    }
}
