//! Someone plans a day: what clashes and what each choice costs, what fits into a gap, what is not to be seen.

use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{Stage, journey};
use serde_json::{Value, json};

use super::imports::{PATH, ask_address, json_answer, look_for_changes, paste, put_away};

const PLAN: &str = "#/plan?day=2024-11-12";
const BURROWS: &str = "Burrows of the north";
const WHISTLING: &str = "Whistling in the dark";

/// A day on which two talks clash, one of them is held again, and posters hang in a hall.
fn meeting(second: &str) -> String {
    let talk = |id: &str, start: &str, minutes: i64, room: &str, title: &str, speaker: &str| -> Value {
        json!({ "id": id, "start": format!("2024-11-12T{start}"), "minutes": minutes, "room": room, "title": title,
            "kind": "Talk", "speakers": [speaker] })
    };
    let poster = |title: &str| json!({ "title": title, "day": "2024-11-12", "room": "Hall", "kind": "Poster" });
    json!({ "lanyard": 1, "title": "Marmot meeting", "time_zone": "America/Denver", "sessions": [
        talk("a", "10:00", 60, "Loft", BURROWS, "Ana"),
        talk("b", second, 60, "Cellar", WHISTLING, "Ben"),
        talk("c", "10:20", 30, "Attic", "Hay, a history", "Cy"),
        talk("d", "13:00", 30, "Cellar", "Marmots at noon", "Ana"),
        talk("e", "16:00", 60, "Loft", BURROWS, "Ana"),
        poster("P10 Ten tunnels"),
        poster("P9 Nine tunnels"),
    ] })
    .to_string()
}

async fn add(page: &Page) -> Outcome {
    paste(page, &meeting("10:30")).await?;
    page.press("Add to KubeCon week").await?;
    page.says("Marmot meeting was added.").await?;
    put_away(page).await
}

async fn star(page: &Page, title: &str) -> Outcome {
    page.press(&["Star ", title].concat()).await
}

async fn is_pressed(page: &Page, name: &str, expect: &str) -> Outcome {
    page.wait(name, async || Ok(page.attributes("button", name, "aria-pressed").await? == [expect])).await
}

#[test]
fn a_star_goes_from_going_to_interested_to_none() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        add(page).await?;
        page.go("#/agenda?day=2024-11-12&event=marmot-meeting&room=cellar").await?;
        let name = ["Star ", WHISTLING].concat();
        for level in ["true", "mixed", "false", "true", "mixed"] {
            star(page, WHISTLING).await?;
            is_pressed(page, &name, level).await?;
        }
        page.reload().await?;
        is_pressed(page, &name, "mixed").await?;
        page.go("#/marked/interested").await?;
        page.tap(&page.link(WHISTLING).await?).await?;
        page.says("Interested").await?;
        browser.close().await
    })
}

#[test]
fn a_clash_says_what_each_choice_costs_and_stays_settled_over_an_update() -> Outcome {
    journey(async |stage: Stage| {
        stage.server.answer(PATH, json_answer(meeting("10:30")));
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        ask_address(page, &[&stage.server.origin(), PATH].concat()).await?;
        page.press("Add to KubeCon week").await?;
        page.says("Marmot meeting was added.").await?;
        put_away(page).await?;
        page.go("#/agenda?day=2024-11-12&event=marmot-meeting").await?;
        star(page, WHISTLING).await?;
        page.tap(&page.link(BURROWS).await?).await?;
        star(page, BURROWS).await?;
        page.tap(&page.link("What each choice costs").await?).await?;

        page.heading("Overlaps · 1 to settle").await?;
        page.says("These overlap by 30 min").await?;
        page.says(&format!("To its end, you miss 30 min of {WHISTLING}. Held again: Tue 12 Nov · 16:00 MST.")).await?;
        page.says(&format!("From its start, leave {BURROWS} at 10:30 and miss its last 30 min.")).await?;
        page.press(&format!("Go to both: leave at 10:30: {BURROWS} and {WHISTLING}")).await?;
        page.heading("Overlaps · all settled").await?;
        let leave = format!("Leave it so: {BURROWS} and {WHISTLING}");
        page.press(&leave).await?;
        is_pressed(page, &leave, "true").await?;

        stage.server.answer(PATH, json_answer(meeting("10:45")));
        look_for_changes(page).await?;
        page.says("Marmot meeting: 1 changed.").await?;
        page.go(PLAN).await?;
        page.says("These overlap by 15 min").await?;
        page.heading("Overlaps · all settled").await?;
        is_pressed(page, &leave, "true").await?;

        page.press(&format!("Interested: {WHISTLING}")).await?;
        page.status("These no longer overlap in your agenda.").await?;
        page.go("#/instead/marmot-meeting/a").await?;
        page.heading("Held again").await?;
        page.heading("You are interested in").await?;
        page.link(WHISTLING).await?;
        page.heading("Also at that time, nearest first").await?;
        page.link("Hay, a history").await?;
        browser.close().await
    })
}

#[test]
fn a_gap_offers_what_fits_and_says_when_nothing_does() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        add(page).await?;
        page.go("#/agenda?day=2024-11-12&event=marmot-meeting").await?;
        for title in [WHISTLING, "Marmots at noon"] {
            star(page, title).await?;
        }
        page.go(PLAN).await?;
        page.says("Nothing of yours overlaps on this day.").await?;
        page.heading(&format!("11:30–13:00 · 1 h 30 min between {WHISTLING} and Marmots at noon")).await?;
        page.press("1 h").await?;
        is_pressed(page, "1 h", "true").await?;
        // The bundled week has sessions in that gap, and what is hidden of it fits no more.
        page.heading("Like what you starred").await?;
        page.says("Ana again").await?;
        browser.close().await
    })
}

#[test]
fn what_is_hidden_is_in_no_list_and_comes_back_whole() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        add(page).await?;
        let list = "#/agenda?day=2024-11-12&event=marmot-meeting";
        page.go(list).await?;
        star(page, WHISTLING).await?;
        page.button("All 7…").await?;
        page.tap(&page.link("Marmots at noon").await?).await?;
        page.press("Hide").await?;
        page.press("Everything in Cellar").await?;
        page.says("You hid this session, its room or its type.").await?;
        page.go(list).await?;
        page.button("All 6…").await?;
        page.link(WHISTLING).await?;
        assert_eq!(page.all("link", "Marmots at noon").await?.len(), 0);
        page.go("#/search?q=marmots%20at%20noon").await?;
        page.says("Nothing found").await?;

        page.reload().await?;
        page.go("#/trip").await?;
        page.tap(&page.link("Hidden…").await?).await?;
        page.press("Show Cellar again").await?;
        page.says("Nothing is hidden.").await?;
        page.go(list).await?;
        page.button("All 7…").await?;
        page.link("Marmots at noon").await?;
        browser.close().await
    })
}

#[test]
fn a_filter_is_saved_under_a_name() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        add(page).await?;
        page.go("#/agenda?day=2024-11-12&event=marmot-meeting&room=loft").await?;
        page.press("Filters…").await?;
        page.find("textbox", "Name for this filter").await?.send_keys("Up in the loft").await?;
        page.press("Save").await?;
        page.press("Clear filters").await?;
        page.reload().await?;
        page.press("Filters…").await?;
        page.press("Up in the loft").await?;
        is_pressed(page, "Up in the loft", "true").await?;
        page.button("All 2…").await?;
        assert!(page.address().await?.contains("event=marmot-meeting&room=loft"));
        page.press("Forget the filter Up in the loft").await?;
        page.gone("button", "Up in the loft").await?;
        browser.close().await
    })
}

#[test]
fn posters_are_ticked_off_by_hall_and_number() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        add(page).await?;
        page.go("#/trip").await?;
        page.tap(&page.link("Posters and booths…").await?).await?;
        page.heading("Hall · 2").await?;
        let titles = page.attributes("button", "Visited: …", "aria-label").await?;
        let of_hall: Vec<&String> = titles.iter().filter(|title| title.ends_with("tunnels")).collect();
        assert_eq!(of_hall, ["Visited: P9 Nine tunnels", "Visited: P10 Ten tunnels"]);
        // The bundled week has posters of its own.
        let all = titles.len();
        page.press("Visited: P9 Nine tunnels").await?;
        page.says(&format!("1 of {all} visited")).await?;
        page.press("Photo or note on P10 Ten tunnels").await?;
        page.find("textbox", "What do you want to keep?").await?.send_keys("ask for the map").await?;
        page.press("Done").await?;
        page.says("1 note").await?;
        page.reload().await?;
        page.says(&format!("1 of {all} visited")).await?;
        browser.close().await
    })
}
