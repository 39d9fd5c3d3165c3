//! Someone has starred sessions in another system, and brings them along.

use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::journey;
use tempfile::TempDir;

use crate::imports::{PATH, json_answer, put_away, with_the_meeting};

async fn paste(page: &Page, text: &str) -> Outcome {
    page.go("#/stars").await?;
    let field = page.find("textbox", "Paste a link, or titles or addresses, a line each").await?;
    field.clear().await?;
    field.send_keys(text).await?;
    page.press("Look them up").await
}

/// The folder of the file goes when nobody holds it any more.
async fn choose(page: &Page, name: &str, content: &str) -> Outcome<TempDir> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join(name);
    std::fs::write(&file, content)?;
    page.choose("Or a calendar file", &file).await?;
    Ok(folder)
}

/// How many sessions are in my agenda.
async fn mine(page: &Page, count: usize) -> Outcome {
    page.go("#/marked/star").await?;
    let said = if count == 0 { "Nothing yet.".to_owned() } else { format!("{count} session") };
    page.says(&said).await
}

const TITLES: &str = "Solutions Showcase
Wed 13 Nov 2024
- 15:25 mastering applicationset: advanced argo cd automation | Room 1
* Workload Identity Federation – Stop Using Long-Lived Credentials
A talk of another conference";

#[test]
fn a_list_of_titles_is_looked_up_and_taken_and_given_back() -> Outcome {
    journey(async |mut stage| {
        let browser = stage.open("#/trip").await?;
        let page = browser.page();
        page.status("Ready offline").await?;
        page.tap(&page.link("Bring stars from elsewhere").await?).await?;
        page.heading("Stars from elsewhere").await?;
        paste(page, TITLES).await?;
        page.status("4 named: 2 found · 1 unclear · 1 not found").await?;
        page.says("A talk of another conference").await?;
        page.says("Solutions Showcase may be").await?;
        page.button("Add 2 stars").await?;
        mine(page, 0).await?;

        paste(page, TITLES).await?;
        page.tap(&page.find("checkbox", "Solutions Showcase Thu 14 Nov…").await?).await?;
        page.tap(&page.find("checkbox", "Workload Identity Federation…").await?).await?;
        page.press("Add 2 stars").await?;
        page.says("2 stars added to your agenda.").await?;
        page.status("4 named: 2 found, 1 of them yours already · 1 unclear · 1 not found").await?;
        mine(page, 2).await?;
        page.press("Undo").await?;
        mine(page, 0).await?;

        // It is all on the phone.
        stage.server.stop();
        page.open(&stage.at("#/stars")).await?;
        paste(page, TITLES).await?;
        page.press("Add 2 stars").await?;
        mine(page, 2).await?;
        page.reload().await?;
        mine(page, 2).await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        assert_eq!(browser.foreign_hosts(), [""; 0]);
        browser.close().await
    })
}

#[test]
fn a_calendar_is_looked_up_by_address_and_by_title_and_time() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/stars").await?;
        let page = browser.page();
        let event = |lines: &str| ["BEGIN:VEVENT\r\n", lines, "\r\nEND:VEVENT\r\n"].concat();
        let calendar = [
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\n",
            &event("UID:1@x\r\nSUMMARY:Renamed\r\nURL:http://www.kccncna2024.sched.com/event/1i7l2/a-title?iframe=no"),
            &event("UID:2@x\r\nSUMMARY:Lunch\r\nDTSTART:20241114T193000Z"),
            &event("UID:3@x\r\nSUMMARY:Dentist\r\nDTSTART:20241114T150000Z"),
            "END:VCALENDAR\r\n",
        ]
        .concat();
        let _folder = choose(page, "mine.ics", &calendar).await?;
        page.status("3 named: 2 found · 1 not found").await?;
        page.says("Dentist").await?;
        page.find("checkbox", "Building Reliable Cross-Cloud Kubernetes Clusters…").await?;
        page.find("checkbox", "Lunch 🍲 Thu 14 Nov…").await?;
        page.press("Add 2 stars").await?;
        mine(page, 2).await?;
        // The same pasted names nothing new.
        paste(page, &calendar).await?;
        page.status("3 named: 2 found, 2 of them yours already · 1 not found").await?;
        page.says("You have it already").await?;
        assert!(page.button("Add 0 stars").await?.attr("disabled").await?.is_some(), "there is nothing to add");
        browser.close().await
    })
}

#[test]
fn links_of_other_systems_carry_ids() -> Outcome {
    journey(async |stage| {
        let programme = r#"{"lanyard":1,"title":"Marmot meeting","time_zone":"America/Denver","sessions":[
            {"id":"1201","start":"2024-11-12T10:00","minutes":30,"title":"Opening of the marmot meeting"},
            {"id":"1202","start":"2024-11-12T11:00","minutes":30,"title":"Marmots in the wild"},
            {"id":"QWERTY","start":"2024-11-12T12:00","minutes":30,"title":"What marmots dream of"}]}"#;
        stage.server.answer(PATH, json_answer(programme));
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        with_the_meeting(page, &[&stage.server.origin(), PATH].concat()).await?;
        for link in [
            "https://2024.marmots.wordcamp.example/schedule/?fav-sessions=1201%2C1202%2C9",
            "https://guide.example/#star/set:1201,1202,9",
            "https://guide.example/ids/1201~1202~9",
        ] {
            paste(page, link).await?;
            page.status("3 named: 2 found · 1 not found").await?;
            page.says("Session 9").await?;
            page.find("checkbox", "Opening of the marmot meeting…").await?;
            page.find("checkbox", "Marmots in the wild…").await?;
        }
        let faved = "BEGIN:VCALENDAR\nPRODID:-//pretalx//talks.example//\nBEGIN:VEVENT\nSUMMARY:Dreams - Ada Low\n\
            UID:pretalx-marmots-QWERTY@talks.example\nDTSTART:20241112T190000Z\nEND:VEVENT\nEND:VCALENDAR\n";
        let _folder = choose(page, "faved.ics", faved).await?;
        page.status("1 named: 1 found").await?;
        page.press("Add 1 star").await?;
        page.says("1 star added to your agenda.").await?;
        put_away(page).await?;
        page.go("#/agenda?day=2024-11-12&view=mine").await?;
        page.link("What marmots dream of").await?;
        browser.close().await
    })
}

#[test]
fn what_names_no_session_says_why_and_keeps_what_was_pasted() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/stars").await?;
        let page = browser.page();
        paste(page, "---").await?;
        page.alert("No session is named in this.").await?;
        let field = page.find("textbox", "Paste a link, or titles or addresses, a line each").await?;
        assert_eq!(field.prop("value").await?.as_deref(), Some("---"));
        let _folder = choose(page, "page.html", "<!DOCTYPE html><html><body>My schedule</body></html>").await?;
        page.alert("This is a web page. Copy the titles or the addresses…").await?;
        browser.close().await
    })
}
