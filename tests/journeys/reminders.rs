//! Someone lets Lanyard remind them while it is open.

use std::time::{SystemTime, UNIX_EPOCH};

use lanyard_core::schedule::Instant;
use lanyard_journeys::Outcome;
use lanyard_journeys::stage::journey;
use serde_json::json;

use crate::imports::{paste, programme};

/// What the notifications that are shown say: title, text, and where they lead.
const SHOWN: &str = "
    const done = arguments[0];
    navigator.serviceWorker.getRegistration().then((it) => it.getNotifications())
        .then((all) => done(all.map((it) => [it.title, it.body, it.data])));";

/// Counts what the browser has shown. Whoever asks for notifications while one is being shown takes it away again: Chromium
/// drops from its list what is not displayed yet.
const COUNTED: &str = "
    const all = ServiceWorkerRegistration.prototype;
    const show = all.showNotification;
    window.shownByNow = 0;
    all.showNotification = function (...told) {
        return show.apply(this, told).then(() => { window.shownByNow += 1; });
    };";

/// The real clock, to the minute, so many minutes from now.
fn in_minutes(minutes: i64) -> Outcome<Instant> {
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?;
    Ok(Instant((now + minutes * 60).div_euclid(60) * 60))
}

#[test]
fn a_talk_that_starts_soon_is_notified() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/settings").await?;
        let page = browser.page();
        // Nobody is asked before they want it.
        let asked = "return Notification.permission";
        assert_eq!(page.run(asked, vec![]).await?, "default");
        let grant = json!({ "permissions": ["notifications"], "origin": stage.server.origin() });
        page.devtools("Browser.grantPermissions", grant).await?;
        let ready = "navigator.serviceWorker.ready.then(() => arguments[0](true))";
        page.run_until_answered(ready, vec![]).await?;

        page.run(COUNTED, vec![]).await?;

        let start = in_minutes(8)?.at_offset(0);
        let start = format!("{}T{}", start.day, start.clock());
        paste(page, &programme("Marmots", Some("Etc/UTC"), &[["soon", &start, "Loft", "What marmots dream of"]]))
            .await?;
        page.press("In a new trip").await?;
        page.press("Add as a new trip").await?;
        page.says("Marmots was added.").await?;
        page.go(&format!("#/agenda?day={}", start.split('T').next().unwrap_or_default())).await?;
        page.press("Star What marmots dream of").await?;
        page.go("#/settings").await?;
        page.press("2 min before").await?;
        // Now it is due.
        page.press("15 min before").await?;
        page.says("What marmots dream of").await?;
        page.button("Open").await?;
        page.wait("a notification", async || Ok(page.run("return window.shownByNow", vec![]).await? == 1)).await?;
        let shown = page.run_until_answered(SHOWN, vec![]).await?;
        assert_eq!(shown.as_array().map(Vec::len), Some(1), "{shown}");
        let [title, body, leads_to] = [0, 1, 2].map(|part| shown[0][part].as_str().unwrap_or_default());
        assert!(title.starts_with("In ") && title.ends_with(" min: What marmots dream of"), "{title}");
        assert!(body.ends_with(" · Loft"), "{body}");
        assert_eq!(leads_to, "#/session/marmots/soon");
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}
