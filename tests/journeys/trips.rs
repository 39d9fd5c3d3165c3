//! Someone keeps a trip current: several sources, two tabs, second thoughts.

use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::server::{Answer, Server};
use lanyard_journeys::stage::{Stage, dist, journey};

use crate::imports::{DAY, ask_address, json_answer, look_for_changes, meeting, paste, programme, put_away};

const FIELD: &str = "What do you want to keep?";

/// Talks of another meeting, in the same days.
const VOLES: [[&str; 4]; 2] =
    [["v1", "2024-11-12T14:00", "Burrow", "Voles at scale"], ["v2", "2024-11-12T15:00", "Burrow", "Vole panel"]];

fn voles(talks: &[[&str; 4]]) -> String {
    programme("Vole meeting", Some("America/Denver"), talks)
}

async fn add_by_address(page: &Page, stage: &Stage, path: &str, title: &str) -> Outcome {
    ask_address(page, &[&stage.server.origin(), path].concat()).await?;
    page.heading(title).await?;
    page.press("Add to KubeCon week").await?;
    page.says(&[title, " was added."].concat()).await?;
    put_away(page).await
}

/// The meetings of the marmots, the moles and the voles, each from an address of its own.
async fn three_sources(page: &Page, stage: &Stage) -> Outcome {
    stage.server.answer("/__marmots.json", json_answer(meeting(&DAY)));
    let moles = [["m1", "2024-11-13T09:00", "Hill", "Moles and you"]];
    stage.server.answer("/__moles.json", json_answer(programme("Mole meeting", Some("America/Denver"), &moles)));
    stage.server.answer("/__voles.json", json_answer(voles(&VOLES)));
    add_by_address(page, stage, "/__marmots.json", "Marmot meeting").await?;
    add_by_address(page, stage, "/__moles.json", "Mole meeting").await?;
    add_by_address(page, stage, "/__voles.json", "Vole meeting").await
}

fn marmots_moved() -> Answer {
    json_answer(meeting(&[DAY[0], ["mine", "2024-11-12T16:00", "Loft", DAY[1][3]], DAY[2]]))
}

fn voles_moved() -> Answer {
    json_answer(voles(&[VOLES[0], ["v2", "2024-11-12T15:00", "Meadow", VOLES[1][3]]]))
}

#[test]
fn a_broken_source_does_not_keep_the_others_from_being_read() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        three_sources(page, &stage).await?;
        stage.server.answer("/__marmots.json", marmots_moved());
        stage.server.answer("/__moles.json", Answer::new(500, "text/html", "no"));
        stage.server.answer("/__voles.json", voles_moved());
        look_for_changes(page).await?;
        page.says("Marmot meeting: 1 changed.").await?;
        page.says(
            "Mole meeting: The other site answered with an error. Try again later. Its schedule stays as it was.",
        )
        .await?;
        page.says("Vole meeting: 1 changed.").await?;
        page.go("#/changes").await?;
        page.link("Marmots in the wild").await?;
        page.link("Vole panel").await?;

        // What one tap has changed, one tap takes back, after a restart of the browser too.
        browser.close().await?;
        let browser = stage.open("#/changes").await?;
        let page = browser.page();
        page.link("Vole panel").await?;
        page.press("Undo the last update").await?;
        page.says("Back to the schedule as it was before.").await?;
        page.says("Nothing has changed since you last looked.").await?;
        page.go("#/agenda?day=2024-11-12&event=marmot-meeting").await?;
        page.says("11:00").await?;
        browser.close().await
    })
}

#[test]
fn a_site_that_never_answers_is_given_up() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        three_sources(page, &stage).await?;
        stage.server.answer("/__marmots.json", Answer::never());
        stage.server.answer("/__voles.json", voles_moved());
        look_for_changes(page).await?;
        page.says("Marmot meeting: The other site does not answer.").await?;
        page.says("Vole meeting: 1 changed.").await?;
        browser.close().await
    })
}

#[test]
fn looking_for_changes_shows_how_far_it_is_and_can_be_stopped() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        three_sources(page, &stage).await?;
        stage.server.answer("/__marmots.json", Answer::never());
        look_for_changes(page).await?;
        page.status("Looking for changes of Marmot meeting").await?;
        page.press("Cancel").await?;
        page.says("Stopped.").await?;
        page.button("Look for changes").await?;
        let asked = stage.server.requests();
        assert_eq!(asked.iter().filter(|request| request.contains("/__voles.json")).count(), 1, "it went on");
        browser.close().await
    })
}

#[test]
fn reading_an_address_shows_how_far_it_is_and_can_be_stopped() -> Outcome {
    journey(async |stage| {
        stage.server.answer("/__marmots.json", Answer::never());
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        ask_address(page, &[&stage.server.origin(), "/__marmots.json"].concat()).await?;
        page.status("Fetching the schedule · 0 kB").await?;
        page.press("Cancel").await?;
        page.button("Read this address").await?;
        paste(page, &meeting(&DAY)).await?;
        page.heading("Marmot meeting").await?;
        browser.close().await
    })
}

#[test]
fn whoever_allows_it_finds_the_news_when_lanyard_opens() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        three_sources(page, &stage).await?;
        stage.server.answer("/__voles.json", voles_moved());
        page.go("#/changes").await?;
        page.reload().await?;
        page.button("Look for changes").await?;
        let before = stage.server.requests().iter().filter(|request| request.contains("/__voles.json")).count();
        assert_eq!(before, 1, "nobody allowed it yet");
        page.press("Also each time Lanyard opens").await?;
        let is_kept =
            async || Ok(page.attributes("button", "Also each time Lanyard opens", "aria-pressed").await? == ["true"]);
        page.wait("the wish is heard", is_kept).await?;
        page.reload().await?;
        page.wait("the wish is kept", is_kept).await?;
        page.says("Vole meeting: 1 changed.").await?;
        let text = page.text().await?;
        assert!(!text.contains("nothing new"), "only news are told: {text}");
        browser.close().await
    })
}

#[test]
fn what_one_tab_does_to_the_trip_shows_in_the_other_one() -> Outcome {
    journey(async |stage| {
        stage.server.answer("/__voles.json", json_answer(voles(&VOLES)));
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        add_by_address(page, &stage, "/__voles.json", "Vole meeting").await?;
        page.go("#/agenda?day=2024-11-12&event=vole-meeting").await?;
        page.tap(&page.link("Vole panel").await?).await?;
        page.find("textbox", FIELD).await?.send_keys("ask about ").await?;
        let first = page.tab().await?;

        // The session that somebody writes about on the first tab gets another room.
        stage.server.answer("/__voles.json", voles_moved());
        page.new_tab().await?;
        page.open(&stage.at("#/changes")).await?;
        page.press("Look for changes").await?;
        page.says("Vole meeting: 1 changed.").await?;
        let second = page.tab().await?;
        page.show_tab(&first).await?;
        page.type_text("tunnels").await?;
        page.status("Saved on this phone").await?;
        let words = page.find("textbox", FIELD).await?.prop("value").await?;
        assert_eq!(words.as_deref(), Some("ask about tunnels"));
        page.go("#/changes").await?;
        page.says("Was Burrow, now Meadow").await?;

        // Seen here is seen there; undone there is undone here.
        page.press("Seen: Vole panel").await?;
        page.says("Nothing has changed").await?;
        page.show_tab(&second).await?;
        page.go("#/changes").await?;
        page.says("Nothing has changed").await?;
        page.press("Undo the last update").await?;
        page.says("Back to the schedule as it was before.").await?;
        page.show_tab(&first).await?;
        page.go("#/agenda?day=2024-11-12&event=vole-meeting").await?;
        page.wait("the old room is back", async || Ok(!page.text().await?.contains("Meadow"))).await?;
        page.tap(&page.link("Vole panel").await?).await?;
        page.says("ask about tunnels").await?;
        browser.close().await
    })
}

#[test]
fn two_tabs_that_add_at_once_lose_neither_event() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        paste(page, &meeting(&DAY)).await?;
        page.heading("Marmot meeting").await?;
        let first = page.tab().await?;
        page.new_tab().await?;
        page.open(&stage.at("#/import")).await?;
        paste(page, &voles(&VOLES)).await?;
        page.press("Add to KubeCon week").await?;
        page.says("Vole meeting was added.").await?;
        // What this tab has in its preview was joined with the trip before the voles came.
        page.show_tab(&first).await?;
        page.press("Add to KubeCon week").await?;
        page.says("Marmot meeting was added.").await?;
        page.reload().await?;
        page.go("#/trip").await?;
        page.link("Vole meeting…").await?;
        page.link("Marmot meeting…").await?;
        page.go("#/agenda?day=2024-11-12&event=vole-meeting").await?;
        page.link("Vole panel").await?;
        browser.close().await
    })
}

#[test]
fn the_bundled_trip_can_be_hidden_beside_another_one() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        let far = [["a", "2025-06-03T09:30", "Hall", "Moles of Kathmandu"]];
        paste(page, &programme("Mole days", Some("Asia/Kathmandu"), &far)).await?;
        page.press("Add as a new trip").await?;
        page.says("Mole days was added.").await?;
        page.go("#/phone").await?;
        page.button("Show KubeCon week").await?;
        page.press("Hide KubeCon week").await?;
        page.says("Hidden: KubeCon week").await?;
        page.gone("heading", "KubeCon week").await?;
        page.reload().await?;
        page.says("Hidden: KubeCon week").await?;
        page.go("#/trip").await?;
        page.heading("Mole days").await?;
        page.go("#/phone").await?;
        page.press("Show KubeCon week").await?;
        page.button("Show Mole days").await?;
        page.go("#/trip").await?;
        page.heading("KubeCon week").await?;
        browser.close().await
    })
}

/// Lets go of a file over the page, as a mouse would.
const DROP: &str = "
    const carried = new DataTransfer();
    carried.items.add(new File([arguments[0]], 'programme.json'));
    const drop = new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true });
    document.querySelector('main article').dispatchEvent(drop);";

#[test]
fn a_file_that_is_dropped_is_read() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        page.heading("Add a conference").await?;
        page.run(DROP, vec![meeting(&DAY).into()]).await?;
        page.heading("Marmot meeting").await?;
        page.press("Add to KubeCon week").await?;
        page.tap(&page.link("Marmot meeting…").await?).await?;
        page.says("From the file programme.json").await?;
        browser.close().await
    })
}

/// Pages whose schedule lies elsewhere, in the ways that the well-known systems have.
#[test]
fn a_page_leads_to_its_schedule() -> Outcome {
    journey(async |stage| {
        let other = Server::start(&dist()?, "/elsewhere/")?;
        let open = |kind, body: &str| Answer::new(200, kind, body).with("access-control-allow-origin", "*");
        other.answer("/s.json", json_answer(meeting(&DAY)));
        let schedule = "<html><head><title>Marmots</title>
            <link rel='alternate' type='application/vnd.c3voc.schedule+xml' href='s.json'></head></html>";
        other.answer("/programme", open("text/html", schedule));
        other.answer("/nothing", open("text/html", "<!doctype html><html><body>Welcome</body></html>"));
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        ask_address(page, &[&other.origin(), "/programme"].concat()).await?;
        page.says(&[&other.origin(), "/s.json"].concat()).await?;
        page.press("Read the schedule").await?;
        page.heading("Marmot meeting").await?;
        page.press("Cancel").await?;
        ask_address(page, &[&other.origin(), "/nothing"].concat()).await?;
        page.alert("This is a web page…").await?;
        browser.close().await
    })
}
