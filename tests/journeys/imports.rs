//! Someone adds an event of another organiser, and its schedule changes until the day. Whatever the other site answers,
//! what is on the phone stays right, and stars and notes stay.

use std::path::Path;

use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::server::{Answer, Server};
use lanyard_journeys::stage::{Stage, dist, journey};
use serde_json::{Value, json};

use crate::own::set_time;

pub const PATH: &str = "/__programme.json";

/// A day of three talks in Lanyard's own form, within the days of the bundled trip: id, start, room, title.
pub const DAY: [[&str; 4]; 3] = [
    ["open", "2024-11-12T10:00", "Loft", "Opening of the marmot meeting"],
    ["mine", "2024-11-12T11:00", "Loft", "Marmots in the wild"],
    ["last", "2024-11-12T12:00", "Cellar", "What marmots dream of"],
];

pub fn programme(title: &str, zone: Option<&str>, talks: &[[&str; 4]]) -> String {
    let session = |[id, start, room, title]: &[&str; 4]| -> Value {
        json!({ "id": id, "start": start, "minutes": 30, "room": room, "title": title })
    };
    let sessions: Vec<Value> = talks.iter().map(session).collect();
    let mut file = json!({ "lanyard": 1, "title": title, "sessions": sessions });
    if let (Some(zone), Some(file)) = (zone, file.as_object_mut()) {
        file.insert("time_zone".to_owned(), zone.into());
    }
    file.to_string()
}

pub fn meeting(talks: &[[&str; 4]]) -> String {
    programme("Marmot meeting", Some("America/Denver"), talks)
}

pub fn json_answer(body: impl Into<Vec<u8>>) -> Answer {
    Answer::new(200, "application/json", body).with("access-control-allow-origin", "*")
}

pub async fn paste(page: &Page, text: &str) -> Outcome {
    page.go("#/import").await?;
    let field = page.find("textbox", "Or paste it here").await?;
    field.clear().await?;
    field.send_keys(text).await?;
    page.press("Read what I pasted").await
}

pub async fn ask_address(page: &Page, address: &str) -> Outcome {
    page.go("#/import").await?;
    let field = page.find("textbox", "Or the address of a schedule, or of its web page").await?;
    field.clear().await?;
    field.send_keys(address).await?;
    page.press("Read this address").await
}

/// Opens the app with the meeting of [`DAY`], read from an address, in the bundled trip.
pub async fn with_the_meeting(page: &Page, address: &str) -> Outcome {
    ask_address(page, address).await?;
    page.says("3 sessions").await?;
    page.press("Add to KubeCon week").await?;
    page.says("Marmot meeting was added.").await?;
    put_away(page).await
}

/// FOSDEM's schedule of 2025 among the files of others: two days, 69 tracks, 30 rooms.
pub const FOSDEM: &str = "schedules/frab-xml/fosdem-2025.xml";

/// Makes a trip of its own of it.
pub async fn add_fosdem(page: &Page, file: &Path) -> Outcome {
    page.go("#/import").await?;
    page.choose("A file, or several", file).await?;
    page.press("Add as a new trip").await?;
    page.says("FOSDEM 2025 was added.").await?;
    put_away(page).await
}

/// Closes what the app has just said, so that it is not taken for what it says next.
pub async fn put_away(page: &Page) -> Outcome {
    page.press("Close").await?;
    page.gone("button", "Close").await
}

async fn star_and_note(page: &Page, session: &str, note: &str) -> Outcome {
    page.go("#/agenda?day=2024-11-12&event=marmot-meeting").await?;
    page.press(&["Star ", session].concat()).await?;
    page.tap(&page.link(session).await?).await?;
    page.find("textbox", "What do you want to keep?").await?.send_keys(note).await?;
    page.status("Saved on this phone").await?;
    Ok(())
}

pub async fn look_for_changes(page: &Page) -> Outcome {
    page.go("#/changes").await?;
    page.press("Look for changes").await
}

#[test]
fn an_event_from_a_file_joins_the_trip_and_is_there_offline() -> Outcome {
    journey(async |mut stage| {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("programme.json");
        std::fs::write(&file, meeting(&DAY))?;
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        let field = page.find("file", "A file, or several").await?;
        field.send_keys(file.to_string_lossy()).await?;
        page.heading("Marmot meeting").await?;
        page.says("12 November 2024 · 3 sessions · 2 rooms · Lanyard JSON").await?;
        page.press("Add to KubeCon week").await?;
        page.tap(&page.link("Marmot meeting…").await?).await?;
        page.says("From the file programme.json").await?;
        star_and_note(page, "Marmots in the wild", "ask about the whistling").await?;
        page.go("#/now").await?;
        page.status("Ready offline").await?;
        stage.server.stop();
        page.open(&stage.at("#/agenda?day=2024-11-12&view=mine")).await?;
        page.link("Marmots in the wild").await?;
        page.go("#/notebook").await?;
        page.says("ask about the whistling").await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

#[test]
fn a_pasted_schedule_far_away_becomes_a_trip_of_its_own_once_its_zone_is_known() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        let far = [["a", "2025-06-03T09:30", "Hall", "Moles of Kathmandu"]];
        paste(page, &programme("Mole days", None, &far)).await?;
        page.heading("Mole days").await?;
        let add = page.button("Add as a new trip").await?;
        assert!(!add.is_enabled().await?, "nobody knows when it is yet");
        page.says("The file does not say the time zone.").await?;
        page.find("searchbox", "Or the zone of another city").await?.send_keys("kat").await?;
        // This one is Asia/Katmandu to some browsers.
        page.press("Asia/Kat…").await?;
        page.wait("the zone is taken", async || {
            let add = page.all("button", "Add as a new trip").await?;
            Ok(match add.first() {
                Some(add) => add.is_enabled().await?,
                None => false,
            })
        })
        .await?;
        page.press("Add as a new trip").await?;
        page.heading("Mole days").await?;
        page.open(&stage.at("#/now?at=2025-06-03T03:50:00Z")).await?;
        page.says("Tue 3 Jun · 09:35").await?;
        page.says("Moles of Kathmandu").await?;
        // Both are kept; the bundled one comes back when this one goes.
        page.open(&stage.at("#/phone")).await?;
        page.press("Remove Mole days").await?;
        page.says("The trip was removed.").await?;
        page.go("#/trip").await?;
        page.heading("KubeCon week").await?;
        page.press("Undo").await?;
        page.heading("Mole days").await?;
        browser.close().await
    })
}

#[test]
fn what_would_be_added_is_seen_before_and_called_as_one_likes() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        let talks = [
            ["a", "2025-06-03T09:30", "Hall", "Welcome, moles"],
            ["b", "2025-06-03T11:00", "Hall", "Soil"],
            ["c", "2025-06-04T10:00", "Yard", "Farewell, moles"],
        ];
        paste(page, &programme("Moles in Brussels", None, &talks)).await?;
        let name = page.find("textbox", "Its name in Lanyard").await?;
        name.clear().await?;
        name.send_keys("Mole week").await?;
        // Its city is a good guess, and one tap is enough. The name outlasts it.
        page.press("Europe/Brussels").await?;
        page.says("Times are read as Europe/Brussels time.").await?;
        page.says("Tue 3 Jun 2025: 2 sessions").await?;
        page.says("Wed 4 Jun 2025: 1 session").await?;
        page.says("Tue 3 Jun · 09:30–10:00 · Hall").await?;
        page.says("Farewell, moles").await?;
        page.press("Add as a new trip").await?;
        page.heading("Mole week").await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

#[test]
fn a_table_without_dates_begins_on_the_day_that_is_said_also_when_it_is_read_again() -> Outcome {
    journey(async |stage| {
        let table = |room: &str| {
            let rows = format!("Thursday,Welcome,08:00,Hall\nThursday,Soil,9:00,{room}\nFriday,Farewell,9:00,Hall\n");
            Answer::new(200, "text/csv", ["day,title,start,room\n", &rows].concat())
                .with("access-control-allow-origin", "*")
        };
        stage.server.answer("/talks.csv", table("Yard"));
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        ask_address(page, &[&stage.server.origin(), "/talks.csv"].concat()).await?;
        page.says("On which day does it begin?").await?;
        page.says("3 without a time").await?;
        set_time(page, "Its first day", "2024-11-14").await?;
        page.says("Thu 14 Nov 2024: 2 sessions").await?;
        page.says("Fri 15 Nov 2024: 1 session").await?;
        let name = page.find("textbox", "Its name in Lanyard").await?;
        name.clear().await?;
        name.send_keys("Mole days").await?;
        page.press("Add to KubeCon week").await?;
        page.says("was added.").await?;
        put_away(page).await?;
        page.go("#/agenda?day=2024-11-15").await?;
        page.link("Farewell").await?;

        stage.server.answer("/talks.csv", table("Meadow"));
        look_for_changes(page).await?;
        page.says("Mole days: 1 changed.").await?;
        page.go("#/agenda?day=2024-11-14").await?;
        page.says("Meadow").await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

#[test]
fn a_table_is_read_once_somebody_says_what_its_columns_hold() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        let table = "Was,Wer da,Wann genau\nBrot backen,Ida Low,2024-11-12 9:00\nKuchen,Max May,2024-11-12 10:30\n";
        paste(page, table).await?;
        page.heading("What do its columns hold?").await?;
        page.says("Brot backen · Kuchen").await?;
        let read = page.button("Read it so").await?;
        assert!(!read.is_enabled().await?, "nobody has said which column holds the title");
        page.find("combobox", "Was…").await?.send_keys("Title").await?;
        page.find("combobox", "Wer da…").await?.send_keys("Speakers").await?;
        page.press("Read it so").await?;
        page.says("2 sessions").await?;
        page.press("Add to KubeCon week").await?;
        page.says("Untitled event was added.").await?;
        put_away(page).await?;
        page.go("#/agenda?day=2024-11-12&event=untitled-event").await?;
        page.says("Ida Low").await?;
        // The next table of the kind is understood at once, and by a slip in it the columns can be put right.
        paste(page, &[table, "Tee,Ida Low,2024-11-12 12:00\n"].concat()).await?;
        page.says("3 sessions").await?;
        page.press("What its columns were taken for").await?;
        page.find("combobox", "Wer da…").await?.send_keys("Room").await?;
        page.press("Read it so").await?;
        page.says("2 rooms").await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

#[test]
fn several_schedules_come_one_after_the_other() -> Outcome {
    journey(async |stage| {
        for (path, title) in
            [("/__one.json", "Marmot meeting"), ("/__two.json", "Mole meeting"), ("/__three.json", "Vole meeting")]
        {
            stage.server.answer(path, json_answer(programme(title, Some("America/Denver"), &DAY)));
        }
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        let address = |path: &str| format!("{}{path}\n", stage.server.origin());
        paste(page, &["/__one.json", "/__two.json", "/__none.json", "/__three.json"].map(address).concat()).await?;
        page.heading("Marmot meeting").await?;
        page.says("3 schedules after this one.").await?;
        page.press("Add to KubeCon week").await?;
        page.heading("Mole meeting").await?;
        page.press("Go on without it, 2 more").await?;
        page.alert("There is nothing at this address…").await?;
        page.press("Go on without it, 1 more").await?;
        page.heading("Vole meeting").await?;
        page.press("Add to KubeCon week").await?;
        page.heading("KubeCon week").await?;
        page.link("Marmot meeting…").await?;
        page.link("Vole meeting…").await?;
        assert!(!page.text().await?.contains("Mole meeting"), "it was left out");
        browser.close().await
    })
}

/// What is looked at before an update is what would become of the trip as it is, and names what is mine.
#[test]
fn a_preview_follows_the_trip_and_names_what_changes_of_mine() -> Outcome {
    journey(async |stage| {
        stage.server.answer(PATH, json_answer(meeting(&DAY)));
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        with_the_meeting(page, &[&stage.server.origin(), PATH].concat()).await?;
        star_and_note(page, "Marmots in the wild", "bring the whistle").await?;
        let later = [DAY[0], ["mine", "2024-11-12T15:00", "Loft", DAY[1][3]], DAY[2]];
        paste(page, &meeting(&later)).await?;
        page.heading("What changes in your agenda").await?;
        page.says("Was Tue 12 Nov 11:00–11:30, now Tue 12 Nov 15:00–15:30").await?;
        // In another tab the same comes from its address.
        let first = page.tab().await?;
        page.new_tab().await?;
        page.open(&stage.at("#/import")).await?;
        page.started().await?;
        paste(page, &meeting(&later)).await?;
        page.press("Update").await?;
        page.says("Marmot meeting: 1 changed.").await?;
        page.show_tab(&first).await?;
        page.says("The trip has changed since.").await?;
        page.says("Nothing changes in your agenda.").await?;
        browser.close().await
    })
}

#[test]
fn what_changed_is_told_until_it_is_seen_and_can_be_undone() -> Outcome {
    journey(async |stage| {
        stage.server.answer(PATH, json_answer(meeting(&DAY)));
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        with_the_meeting(page, &[&stage.server.origin(), PATH].concat()).await?;
        star_and_note(page, "Marmots in the wild", "bring the whistle").await?;

        let later =
            [["open", "2024-11-12T10:00", "Attic", DAY[0][3]], ["mine", "2024-11-12T15:00", "Loft", DAY[1][3]], DAY[2]];
        stage.server.answer(PATH, json_answer(meeting(&later)));
        look_for_changes(page).await?;
        page.says("Marmot meeting: 2 changed.").await?;
        page.go("#/changes").await?;
        page.says("Was Tue 12 Nov 11:00–11:30, now Tue 12 Nov 15:00–15:30").await?;
        page.says("Was Loft, now Attic").await?;
        let text = page.text().await?;
        let order = ["In your agenda", "Marmots in the wild", "Other sessions", "Opening of the marmot meeting"];
        let positions: Vec<Option<usize>> = order.iter().map(|words| text.find(words)).collect();
        assert!(positions.is_sorted() && positions.iter().all(Option::is_some), "{text}");
        page.go("#/agenda?day=2024-11-12&event=marmot-meeting").await?;
        page.says("Moved").await?;

        // What was mine is not listed any more: it stays, with all that hangs on it.
        stage.server.answer(PATH, json_answer(meeting(&[later[0], DAY[2]])));
        look_for_changes(page).await?;
        page.says("1 of 3 sessions are missing from the new schedule.").await?;
        put_away(page).await?;
        page.press("Update anyway").await?;
        page.says("No longer listed").await?;
        page.open(&stage.at("#/agenda?day=2024-11-12&view=mine")).await?;
        page.tap(&page.link("Marmots in the wild").await?).await?;
        page.says("bring the whistle").await?;
        page.says("No longer listed").await?;

        page.go("#/changes").await?;
        page.press("Seen: Marmots in the wild").await?;
        page.gone("link", "Marmots in the wild").await?;
        page.link("Opening of the marmot meeting").await?;
        page.press("Undo the last update").await?;
        page.says("Back to the schedule as it was before.").await?;
        page.says("now Tue 12 Nov 15:00–15:30").await?;
        page.go("#/notebook").await?;
        page.says("bring the whistle").await?;
        browser.close().await
    })
}

#[test]
fn an_added_event_is_renamed_moved_and_taken_out_and_my_stars_follow() -> Outcome {
    journey(async |stage| {
        stage.server.answer(PATH, json_answer(meeting(&DAY)));
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        with_the_meeting(page, &[&stage.server.origin(), PATH].concat()).await?;
        star_and_note(page, "Marmots in the wild", "bring the whistle").await?;
        page.go("#/event/marmot-meeting").await?;
        page.press("Rename, move or take out").await?;
        let name = page.find("textbox", "Its name in Lanyard").await?;
        name.clear().await?;
        name.send_keys("Whistlers").await?;
        page.press("Rename").await?;
        page.says("It is called Whistlers now.").await?;
        put_away(page).await?;

        page.press("Rename, move or take out").await?;
        page.press("A new trip").await?;
        page.says("It is in Whistlers now.").await?;
        page.go("#/agenda?day=2024-11-12&view=mine").await?;
        page.link("Marmots in the wild").await?;
        // It is still asked at its address.
        look_for_changes(page).await?;
        page.says("nothing new").await?;
        put_away(page).await?;
        page.go("#/event/marmot-meeting").await?;
        page.press("Rename, move or take out").await?;
        page.press("KubeCon week").await?;
        page.says("It is in KubeCon week now.").await?;
        page.go("#/phone").await?;
        page.heading("On this phone").await?;
        assert!(!page.text().await?.contains("Remove Whistlers"), "nothing was left in its trip");
        // Undo brings both trips back as they were.
        page.press("Undo").await?;
        page.says("Back to the schedule as it was before.").await?;
        page.says("Remove Whistlers").await?;
        put_away(page).await?;

        page.go("#/event/marmot-meeting").await?;
        page.press("Rename, move or take out").await?;
        page.press("KubeCon week").await?;
        page.says("It is in KubeCon week now.").await?;
        put_away(page).await?;
        page.go("#/event/marmot-meeting").await?;
        page.press("Rename, move or take out").await?;
        page.press("Take it out of this trip").await?;
        page.says("Whistlers was taken out.").await?;
        page.gone("link", "Whistlers…").await?;
        page.press("Undo").await?;
        page.link("Whistlers…").await?;
        page.go("#/agenda?day=2024-11-12&view=mine").await?;
        page.tap(&page.link("Marmots in the wild").await?).await?;
        page.says("bring the whistle").await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

/// Whatever the other site answers, the schedule stays as it is, and the page says why.
async fn refused(page: &Page, stage: &Stage, answer: Answer, says: &str) -> Outcome {
    stage.server.answer(PATH, answer);
    look_for_changes(page).await?;
    page.says(says).await?;
    page.go("#/agenda?day=2024-11-12&event=marmot-meeting").await?;
    page.link("Marmots in the wild").await?;
    page.go("#/changes").await?;
    page.says("Nothing has changed").await?;
    put_away(page).await
}

#[test]
fn a_refresh_that_goes_wrong_changes_nothing() -> Outcome {
    journey(async |stage| {
        let tagged = |answer: Answer| answer.with("etag", "\"one\"").with("cache-control", "no-cache");
        stage.server.answer(PATH, tagged(json_answer(meeting(&DAY))));
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        with_the_meeting(page, &[&stage.server.origin(), PATH].concat()).await?;

        refused(page, &stage, tagged(Answer::new(304, "application/json", "")), "nothing new").await?;
        let asked = stage.server.requests().join("\n");
        assert!(asked.contains("if-none-match"), "it was asked again as if nothing were known:\n{asked}");
        refused(page, &stage, json_answer(meeting(&DAY)), "nothing new").await?;
        let page_of_error = "<!doctype html><html><body>502 Bad gateway</body></html>";
        refused(page, &stage, Answer::new(200, "text/html", page_of_error), "This is a web page").await?;
        refused(page, &stage, Answer::new(500, "text/html", page_of_error), "answered with an error").await?;
        refused(page, &stage, Answer::new(404, "text/html", page_of_error), "nothing at this address").await?;
        refused(page, &stage, json_answer(""), "The file is empty").await?;
        refused(page, &stage, json_answer(meeting(&DAY)).cut_after(60), "could not be read").await?;
        let portal = Server::start(&dist()?, "/portal/")?;
        let away = [&portal.origin(), "/portal/index.html"].concat();
        refused(page, &stage, Answer::new(302, "text/html", "").with("location", &away), "could not be read").await?;
        browser.close().await
    })
}

#[test]
fn half_a_schedule_is_not_taken_without_asking() -> Outcome {
    journey(async |stage| {
        stage.server.answer(PATH, json_answer(meeting(&DAY)));
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        with_the_meeting(page, &[&stage.server.origin(), PATH].concat()).await?;
        let whole = meeting(&DAY);
        stage.server.answer(PATH, json_answer(whole.get(..whole.len() - 120).unwrap_or_default()));
        look_for_changes(page).await?;
        page.alert("…").await?;
        put_away(page).await?;
        page.press("Cancel").await?;
        page.go("#/agenda?day=2024-11-12&event=marmot-meeting").await?;
        page.link("What marmots dream of").await?;
        browser.close().await
    })
}

#[test]
fn another_site_is_asked_once_and_told_nothing() -> Outcome {
    journey(async |stage| {
        let other = Server::start(&dist()?, "/elsewhere/")?;
        other.answer("/closed.json", Answer::new(200, "application/json", meeting(&DAY)));
        other.answer("/open.json", json_answer(meeting(&DAY)));
        let html = "<html><head><link type='text/calendar' href='/open.json'></head></html>";
        other.answer("/page", Answer::new(200, "text/html", html).with("access-control-allow-origin", "*"));
        let browser = stage.open("#/import").await?;
        let page = browser.page();

        let closed = [&other.origin(), "/closed.json"].concat();
        ask_address(page, &closed).await?;
        page.alert("The address could not be read…").await?;
        page.link("Open the address").await?;
        let field = page.find("textbox", "Or the address of a schedule, or of its web page").await?;
        assert_eq!(field.prop("value").await?, Some(closed), "what did not work is still there, to be put right");

        page.go("#/trip").await?;
        ask_address(page, &[&other.origin(), "/page"].concat()).await?;
        page.says("It says its schedule is here").await?;
        page.press("Read the schedule").await?;
        page.heading("Marmot meeting").await?;
        let asked = other.requests();
        assert_eq!(asked.iter().filter(|request| request.contains("/open.json")).count(), 1);
        let told = asked.join("\n").to_lowercase();
        assert!(!told.contains("cookie") && !told.contains("referer"), "{told}");
        // The page itself may not ask anybody but its own host.
        let script = "const done = arguments[1]; fetch(arguments[0]).then(() => done('read'), () => done('refused'))";
        let answer = page.run_until_answered(script, vec![json!([&other.origin(), "/open.json"].concat())]).await?;
        assert_eq!(answer, "refused");
        assert_eq!(browser.foreign_hosts(), [""; 0]);
        browser.close().await
    })
}

/// What Lanyard knows of its kept trips as text; given one, puts it in its place first.
pub const SHELF: &str = "
    const [text, done] = [arguments[0], arguments[arguments.length - 1]];
    indexedDB.open('lanyard /x/y/').onsuccess = ({ target: { result: database } }) => {
        const transaction = database.transaction('files', 'readwrite');
        const files = transaction.objectStore('files');
        if (text) files.put(new TextEncoder().encode(text), 'trips/shelf');
        const asked = files.get('trips/shelf');
        transaction.oncomplete = () => { database.close(); done(new TextDecoder().decode(asked.result)); };
    };
";

/// After a rollback the app may find what only a newer version can read.
#[test]
fn what_a_newer_version_kept_of_trips_is_left_as_it_is() -> Outcome {
    journey(async |stage| {
        stage.server.answer(PATH, json_answer(meeting(&DAY)));
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        with_the_meeting(page, &[&stage.server.origin(), PATH].concat()).await?;
        let known = page.run_until_answered(SHELF, vec![Value::Null]).await?;
        let newer = known.as_str().unwrap_or_default().replacen("lanyard-shelf\t1", "lanyard-shelf\t9", 1);
        assert!(newer.starts_with("lanyard-shelf\t9"), "{newer}");
        page.run_until_answered(SHELF, vec![json!(newer)]).await?;
        page.open(&stage.at("#/trip")).await?;
        page.reload().await?;
        page.says("was written by another version of Lanyard, or is damaged. Nothing was changed").await?;
        paste(page, &programme("Vole meeting", Some("America/Denver"), &DAY)).await?;
        page.alert("The trip on this phone could not be read. Reload Lanyard and try again. Nothing was changed…")
            .await?;
        page.says("damaged. Nothing was changed").await?;
        assert_eq!(page.run_until_answered(SHELF, vec![Value::Null]).await?, newer.as_str());
        browser.close().await
    })
}
