//! Things go from hand to hand, one by one: a conference, my card, somebody else's card, what I promised. Each is a code or
//! words that read well in a chat, with the link on a line of its own.

use std::fs;

use lanyard_core::notebook::read_card;
use lanyard_core::share::{EventLink, qr};
use lanyard_journeys::Outcome;
use lanyard_journeys::browser::{Browser, Profile};
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{DURING, Stage, journey};
use serde_json::Value;

use crate::codes::before_codes;
use crate::hand_over::{downloads, saved};
use crate::imports::{PATH, ask_address, json_answer, paste, put_away};
use crate::sharing::{link, scanned, star};
use crate::together::{TALKS, mole_days};

/// A phone with a share sheet: what goes into it is noted.
const SHARE_SHEET: &str = "
    window.journeySent = [];
    Object.defineProperty(navigator, 'share', { configurable: true, value: async (data) => { window.journeySent.push(data); } });";

/// What was sent: words, and then the link on a line of its own.
async fn sent(page: &Page) -> Outcome<(String, String)> {
    page.wait(
        "something is sent",
        async || Ok(page.run("return window.journeySent.length > 0", vec![]).await? == true),
    )
    .await?;
    let sent = page.run("return window.journeySent.pop()", vec![]).await?;
    assert_eq!(sent.get("url"), None, "an address beside the words ends up in the same line: {sent}");
    let text = sent.get("text").and_then(Value::as_str).ok_or("no words were sent")?.trim_end().to_owned();
    let (words, link) = text.rsplit_once('\n').ok_or("there is one line")?;
    assert!(link.starts_with("http") && !link.contains(char::is_whitespace), "{text}");
    assert!(!words.contains("://") || words.lines().all(|line| !line.contains(' ') || !line.contains("://")), "{text}");
    Ok((words.to_owned(), link.to_owned()))
}

async fn with_share_sheet(stage: &Stage, fragment: &str) -> Outcome<Browser> {
    let browser = Browser::start(&stage.profile).await?;
    browser.page().before_every_page(SHARE_SHEET).await?;
    browser.page().open(&stage.at(fragment)).await?;
    browser.page().started().await?;
    Ok(browser)
}

/// Somebody adds the mole days from an address, and hands them on: as words with a link, and as a code.
async fn handed_on(stage: &Stage) -> Outcome<String> {
    let browser = with_share_sheet(stage, "#/import").await?;
    let page = browser.page();
    ask_address(page, &[&stage.server.origin(), PATH].concat()).await?;
    page.press("Add as a new trip").await?;
    page.says("Mole days 2025 was added.").await?;
    put_away(page).await?;
    page.go("#/trip").await?;
    page.tap(&page.link("Share this conference").await?).await?;
    page.heading("Share Mole days 2025").await?;
    let shown = page.find("textbox", "Link").await?.prop("value").await?.unwrap_or_default();
    assert_eq!(scanned(&page.picture_of("img", "Code with the link to this conference").await?)?, shown);
    page.press("Share").await?;
    let (words, link) = sent(page).await?;
    assert_eq!((words.as_str(), &link), ("Mole days 2025\n1 to 2 February 2025\nAdd it to Lanyard:", &shown));
    assert_eq!(page.troubles().await?, [""; 0]);
    browser.close().await?;
    Ok(link)
}

#[test]
fn a_conference_goes_from_phone_to_phone_by_its_link() -> Outcome {
    journey(async |stage| {
        stage.server.answer(PATH, json_answer(mole_days(&TALKS)));
        let link = handed_on(&stage).await?;
        let asked = || stage.server.requests().iter().filter(|request| request.contains(PATH)).count();
        let before = asked();

        let profile = Profile::fresh()?;
        let browser = Browser::start(&profile).await?;
        let page = browser.page();
        page.open(&link).await?;
        page.heading("Add Mole days 2025").await?;
        page.says("Lanyard asks that site once, when you tap.").await?;
        page.says(PATH).await?;
        assert_eq!(asked(), before, "nobody has tapped yet");
        page.press("Read the schedule").await?;
        page.says("10 sessions").await?;
        assert_eq!(asked(), before + 1);
        page.press("Add as a new trip").await?;
        page.says("Mole days 2025 was added.").await?;

        // Whoever has it can hand it on.
        page.open(&link).await?;
        page.heading("Share Mole days 2025").await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        let told = stage.server.requests().join("\n");
        assert!(!told.contains('#') && !told.contains("from="), "{told}");
        browser.close().await
    })
}

#[test]
fn a_pasted_or_scanned_link_of_a_conference_leads_to_it_and_a_cut_one_says_so() -> Outcome {
    journey(async |stage| {
        let named = EventLink { name: "Mole days".into(), zone: None, address: "https://moles.example/s".into() };
        let query = named.encode().ok_or("no link")?;
        let message = format!("Mole days\nAdd it to Lanyard:\nhttps://lanyard.example/#/add?{query}");
        let code = qr(&format!("https://lanyard.example/#/add?{query}")).ok_or("too long for a code")?;
        let browser = before_codes(&stage, &[code]).await?;
        let page = browser.page();
        page.press("Use the camera").await?;
        page.tap(&page.link("Look at this conference").await?).await?;
        page.heading("Add Mole days").await?;
        page.says("https://moles.example/s").await?;
        paste(page, &message).await?;
        page.heading("Add Mole days").await?;
        ask_address(page, &format!("https://lanyard.example/#/add?{query}")).await?;
        page.heading("Add Mole days").await?;

        page.open(&stage.at("#/add?from=moles.example/s")).await?;
        page.alert("This link is cut off: its end is missing. Nothing was asked. Ask for the whole link.").await?;
        page.open(&stage.at("#/add?from=javascript:alert(1)&name=A")).await?;
        page.alert("This link names no address that Lanyard may ask…").await?;
        assert_eq!(page.all("button", "Read the schedule").await?.len(), 0);
        assert_eq!(browser.foreign_hosts(), [""; 0]);
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

const FIELDS: [(&str, &str); 6] = [
    ("Name", "Ana López, PhD"),
    ("Company or project", "CERN; IT"),
    ("Role", "Engineer"),
    ("Mail", "ana@example.org"),
    ("Phone", "+41 22 767 6111"),
    ("Links, one on each line", "ana.example/talks"),
];

/// A reader of vCards of its own: name and value of each line, and what is escaped in the value (RFC 2426, section 4).
fn vcard_lines(card: &str) -> Vec<(String, String)> {
    let line = |line: &str| {
        let (name, value) = line.split_once(':')?;
        let value = value.replace("\\;", ";").replace("\\,", ",").replace("\\n", "\n").replace("\\\\", "\\");
        Some((name.to_owned(), value))
    };
    card.split("\r\n").filter_map(line).collect()
}

async fn fill_in(page: &Page) -> Outcome {
    for (name, words) in FIELDS {
        page.find("textbox", name).await?.send_keys(words).await?;
    }
    page.status("Saved on this phone").await?;
    Ok(())
}

#[test]
fn my_card_is_a_code_and_a_file_that_every_phone_reads() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/people").await?;
        let page = browser.page();
        let folder = downloads(page, &stage).await?;
        page.tap(&page.link("My card").await?).await?;
        page.says("The code comes here as you type.").await?;
        fill_in(page).await?;
        page.reload().await?;
        let code = scanned(&page.picture_of("img", "Code with my card").await?)?;
        let expect = [
            ("BEGIN", "VCARD"),
            ("VERSION", "3.0"),
            ("N", ";Ana López, PhD"),
            ("FN", "Ana López, PhD"),
            ("ORG", "CERN; IT"),
            ("TITLE", "Engineer"),
            ("EMAIL", "ana@example.org"),
            ("TEL", "+41 22 767 6111"),
            ("URL", "https://ana.example/talks"),
            ("END", "VCARD"),
        ];
        let told = vcard_lines(&code);
        assert_eq!(told.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>(), expect);
        page.press("Save my card as a file").await?;
        let file = fs::read_to_string(saved(page, &folder, "Ana López, PhD.vcf").await?)?;
        assert_eq!(read_card(&file), read_card(&code));
        assert_eq!(page.troubles().await?, [""; 0]);
        assert_eq!(browser.foreign_hosts(), [""; 0]);
        browser.close().await
    })
}

#[test]
fn a_scanned_card_becomes_a_person_where_i_am_and_never_a_second_one() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/card").await?;
        fill_in(browser.page()).await?;
        // The code then stands where nothing lies over it.
        browser.page().reload().await?;
        let text = scanned(&browser.page().picture_of("img", "Code with my card").await?)?;
        browser.close().await?;

        // Another phone sees it, in the middle of a talk that its owner is in.
        let other = Stage { profile: Profile::fresh()?, ..stage };
        let browser = before_codes(&other, &[qr(&text).ok_or("too long for a code")?]).await?;
        let page = browser.page();
        page.go(&format!("#/agenda?day=2024-11-13&at={DURING}")).await?;
        star_what_is_on(page).await?;
        page.go(&format!("#/scan?at={DURING}")).await?;
        page.press("Use the camera").await?;
        page.status("The card of Ana López, PhD:").await?;
        page.says("Engineer, CERN; IT").await?;
        let about = on(page).await?;
        assert!(!about.contains("Hallway"), "{about}");
        page.press("Add Ana López, PhD").await?;
        page.says("Ana López, PhD is in your notebook.").await?;
        page.press("Undo").await?;
        page.press("Add Ana López, PhD").await?;
        page.tap(&page.link("Open Ana López, PhD").await?).await?;
        page.says("ana@example.org, +41 22 767 6111, https://ana.example/talks").await?;
        page.says(about.trim_start_matches("On: ")).await?;

        // The same name on a badge, with a number more.
        page.go(&format!("#/scan?at={DURING}")).await?;
        let badge = page.find("textbox", "Or paste what a code says").await?;
        badge.send_keys("MECARD:N:ana lopez\\, phd;TEL:+15550100;;").await?;
        page.press("Read what I pasted").await?;
        page.says("Ana López, PhD is in your notebook.").await?;
        assert_eq!(page.all("button", "Add ana lopez, phd").await?.len(), 0);
        page.press("Add what is new").await?;
        page.gone("button", "Add what is new").await?;
        page.go("#/people").await?;
        page.says("+15550100").await?;
        assert_eq!(page.all("button", "Save …").await?.len(), 1, "one person");
        page.reload().await?;
        page.says("+15550100").await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        assert_eq!(browser.foreign_hosts(), [""; 0]);
        browser.close().await
    })
}

/// Stars a talk that runs at [`DURING`].
async fn star_what_is_on(page: &Page) -> Outcome {
    page.press("Star Tutorial…").await
}

/// What the person would be attached to.
async fn on(page: &Page) -> Outcome<String> {
    let text = page.text().await?;
    Ok(text.lines().find(|line| line.starts_with("On: ")).ok_or("it does not say where")?.to_owned())
}

#[test]
fn what_goes_into_a_chat_is_words_and_then_the_link() -> Outcome {
    journey(async |stage| {
        let browser = with_share_sheet(&stage, "#/agenda?day=2024-11-13").await?;
        let page = browser.page();
        star(page, 2).await?;
        let agenda = link(page).await?;
        page.press("Share").await?;
        assert_eq!(sent(page).await?, ("My agenda: 2 sessions of KubeCon week".to_owned(), agenda));

        page.go("#/agenda?day=2024-11-13").await?;
        let listed = page.agenda().await?;
        let of_session =
            listed.iter().filter_map(|address| address.split_once('#')).find(|it| it.1.starts_with("/session/"));
        page.go(of_session.ok_or("no session is listed")?.1).await?;
        page.press("Share").await?;
        let (words, session) = sent(page).await?;
        assert!(words.starts_with("Wed 13 Nov 2024\n") && session.contains("#/session/"), "{words}\n{session}");
        browser.close().await
    })
}

#[test]
fn follow_ups_go_into_a_chat() -> Outcome {
    journey(async |stage| {
        let browser = with_share_sheet(&stage, "#/now").await?;
        let page = browser.page();
        page.press("Capture").await?;
        page.press("Person").await?;
        page.find("textbox", "Name").await?.send_keys("Grace Hopper").await?;
        page.find("textbox", "Affiliation").await?.send_keys("Navy").await?;
        page.find("textbox", "Contact").await?.send_keys("grace@example.org, https://grace.example").await?;
        page.press("Done").await?;
        page.press("Capture").await?;
        page.press("Follow-up").await?;
        page.find("textbox", "What do you want to keep?").await?.send_keys("Send the slides to @Grace Hopper").await?;
        page.press("Done").await?;
        for fragment in ["#/notebook", "#/closing"] {
            page.go(fragment).await?;
            page.press("Share follow-ups").await?;
            let (words, link) = sent(page).await?;
            assert_eq!(link, "https://grace.example");
            let lines: Vec<&str> = words.lines().collect();
            assert_eq!(lines.first(), Some(&"To follow up after KubeCon week:"));
            assert!(words.contains("\n• Send the slides to Grace Hopper\n  Grace Hopper, Navy. Met at "), "{words}");
            assert!(!words.contains("grace@example.org"), "nobody asked her: {words}");
        }
        // Without a share sheet, it is copied.
        let no_sheet = "
            Object.defineProperty(navigator, 'share', { value: undefined });
            navigator.clipboard.writeText = async (text) => { window.journeyCopied = text; };";
        page.run(no_sheet, vec![]).await?;
        page.press("Share follow-ups").await?;
        page.says("Copied.").await?;
        let copied = page.run("return window.journeyCopied", vec![]).await?;
        let ends_with_link = copied.as_str().is_some_and(|text| text.trim_end().ends_with("\n\nhttps://grace.example"));
        assert!(ends_with_link, "{copied}");
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}
