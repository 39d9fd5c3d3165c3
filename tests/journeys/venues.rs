//! Someone keeps what is good to know about a venue, and finds it where the venue is shown.

use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::journey;
use serde_json::json;

const FIELD: &str = "What do you want to keep?";

/// Where the first link of a kind leads, as soon as there is one.
async fn first_link(page: &Page, kind: &str) -> Outcome<String> {
    let script = "return document.querySelector(`main a[href^='${arguments[0]}']`)?.getAttribute('href') ?? ''";
    let look = async || page.run(script, vec![json!(kind)]).await;
    page.wait(kind, async || Ok(look().await? != "")).await?;
    Ok(look().await?.as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_note_on_a_room_stands_on_the_room_its_venue_and_its_sessions() -> Outcome {
    journey(async |mut stage| {
        let browser = stage.open("#/trip").await?;
        let page = browser.page();
        page.status("Ready offline").await?;
        stage.server.stop();
        // The trip's page is drawn anew once the stores have been read, so links are not held on to.
        page.go("#/venues").await?;
        page.go(&first_link(page, "#/venue/salt-palace").await?).await?;
        page.heading("Rooms").await?;
        page.go(&first_link(page, "#/room/").await?).await?;
        page.heading("Your notes on this room").await?;
        page.find("textbox", FIELD).await?.send_keys("sockets under the *third* row").await?;
        page.status("Saved on this phone").await?;
        page.press("Capture").await?;
        page.find("dialog", "Capture").await?;
        page.type_text("stairs behind the curtain").await?;
        page.status("Saved on this phone").await?;
        page.press("Done").await?;
        page.reload().await?;
        for note in ["sockets under the third row", "stairs behind the curtain"] {
            page.says(note).await?;
        }
        page.go(&first_link(page, "#/session/").await?).await?;
        page.find("list", "Your notes on this place").await?;
        page.says("sockets under the third row").await?;
        page.tap(&page.find("link", "Salt Palace…").await?).await?;
        page.heading("Your notes on this room").await?;
        page.tap(&page.link("Salt Palace…").await?).await?;
        page.heading("Your notes on this place").await?;
        page.says("sockets under the third row").await?;
        page.says("stairs behind the curtain").await?;
        browser.close().await
    })
}
