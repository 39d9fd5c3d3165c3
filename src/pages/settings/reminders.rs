//! Settings: what the app does by itself while it is open, and what it cannot do when it is closed.

use lanyard_core::share::CalendarScope;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::html::{HtmlElement, a, check, chip, chips, div, live, p, titled};
use crate::platform::alerts::AlertPermission;
use crate::route::Page;
use crate::state::App;
use crate::state::reminders::{BADGE, LEAD, ON, SCREEN, VIBRATE};

/// Minutes before something starts, and what the button says.
const LEADS: [(&str, &str); 5] =
    [("off", "Off"), ("2", "2 min before"), ("5", "5 min before"), ("10", "10 min before"), ("15", "15 min before")];

pub fn reminders(app: App) -> HtmlElement {
    let alerts = app.alerts();
    let permission = RwSignal::new(alerts.as_ref().map_or(AlertPermission::Unsupported, |alerts| alerts.permission()));
    let lead = move || app.settings.get(LEAD).unwrap_or_else(|| "off".to_owned());
    let choose = move |minutes: &'static str| {
        app.settings.set(LEAD, minutes);
        if minutes == "off" || permission.get_untracked() != AlertPermission::NotAsked {
            return;
        }
        // This tap is what the browser wants before it asks.
        let Some(asked) = app.alerts().map(|alerts| alerts.ask()) else { return };
        spawn_local(async move {
            let answer = asked.await;
            // The page may have been left meanwhile.
            let _ = permission.try_set(answer);
        });
    };
    let one =
        |(minutes, name): (&'static str, &'static str)| chip(name, move || lead() == minutes, move || choose(minutes));
    let on = move |setting: &'static str, words: &'static str| {
        let set = move |on| app.settings.set(setting, if on { ON } else { "off" });
        check(words, move || app.is_set(setting), set)
    };
    let is_off = Memo::new(move |_| lead() == "off");
    let allowed = live(move || {
        let words = match permission.get() {
            _ if is_off.get() => return None,
            AlertPermission::Granted => return None,
            AlertPermission::Denied => {
                "Notifications are blocked for this site in the browser's settings, so you are reminded on this page only."
            }
            AlertPermission::NotAsked => "You are reminded on this page only, until you allow notifications.",
            AlertPermission::Unsupported => {
                "This browser shows no notifications here, so you are reminded on this page only."
            }
        };
        Some(p().class("facts").role("status").child(words))
    });
    let calendar = p()
        .class("facts")
        .child("A web app that is closed cannot ring. For that, ")
        .child(a().href(app.href(Page::Calendar(CalendarScope::Agenda))).child("put your agenda into your calendar"))
        .child(".");
    let body = div()
        .class("open-field")
        .child(chips("Remind me of what is mine", LEADS.into_iter().map(one).collect()))
        .child(allowed)
        .child(on(VIBRATE, "Vibrate with it"))
        .child(on(SCREEN, "Keep the screen on during a session of mine"))
        .child(on(BADGE, "Count changes to my sessions on the app's icon"))
        .child(calendar);
    titled("Remind me, while Lanyard is open", body)
}
