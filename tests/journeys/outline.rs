//! Someone works on what the week becomes: edits that outlive every change around them, what is private and stays so, and
//! recordings from a list.

use lanyard_journeys::Outcome;
use lanyard_journeys::axe::Axe;
use lanyard_journeys::browser::Browser;
use lanyard_journeys::entering::{capture, fill, go, rehearsed, title_of, trip};
use lanyard_journeys::example::{WeekEntry, week};
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{Stage, journey, skipped};

use crate::imports::{DAY, PATH, json_answer, look_for_changes, meeting, with_the_meeting};

/// All dialects, as they are called on the screen.
const DIALECTS: [&str; 6] = ["Jekyll", "Hugo", "Obsidian", "Markdown", "Web page", "Plain text"];

/// Opens a section of the outline, by the beginning of its heading.
async fn open_section(page: &Page, heading: &str) -> Outcome {
    page.heading("Retrospective").await?;
    page.press(&[heading, "…"].concat()).await
}

/// Puts other words in the place of a piece's, and waits until they are kept.
async fn rewrite(page: &Page, piece: &str, words: &str) -> Outcome {
    let edit = ["Edit: ", piece, "…"].concat();
    page.press(&edit).await?;
    fill(page, &page.find("textbox", &["Text: ", piece, "…"].concat()).await?, words).await?;
    page.status("Saved on this phone").await?;
    page.press(&edit).await?;
    page.gone("textbox", &["Text: ", piece, "…"].concat()).await
}

async fn check_says(page: &Page, wanted: &[&str], unwanted: &[&str]) -> Outcome {
    for words in wanted {
        page.says(words).await?;
    }
    let text = page.text().await?;
    for words in unwanted {
        assert!(!text.contains(words), "“{words}” is on screen:\n{text}");
    }
    Ok(())
}

#[test]
fn no_edit_is_lost() -> Outcome {
    const AT: &str = "2024-11-12T12:00";
    const MEETING: &str = "Marmot meeting, Tuesday 12 November";
    // The title is mine, the note has a paragraph of mine and one that the notebook changes later.
    const MINE: [&str; 3] = ["What I saw of the marmots", "Their whistle carries very far.", "A text of my own."];
    const NOTED: &str = "Asked who keeps watch: the eldest.";
    journey(async |stage| {
        stage.server.answer(PATH, json_answer(meeting(&DAY)));
        let browser = stage.open("#/import").await?;
        let page = browser.page();
        with_the_meeting(page, &[&stage.server.origin(), PATH].concat()).await?;
        let session = "#/session/marmot-meeting/mine";
        go(page, &rehearsed(session, AT)).await?;
        page.press("Attended").await?;
        let field = page.find("textbox", "What do you want to keep?").await?;
        fill(page, &field, "Their whistle carries far.\n\nAsk who keeps watch.").await?;
        page.status("Saved on this phone").await?;

        let outline = rehearsed("#/retrospective", AT);
        go(page, &outline).await?;
        open_section(page, MEETING).await?;
        rewrite(page, DAY[1][3], MINE[0]).await?;
        rewrite(page, "Their whistle carries far.", &[MINE[1], "\n\nAsk who keeps watch."].concat()).await?;
        page.press("Add a text").await?;
        fill(page, &page.find("textbox", "Text: No words yet").await?, MINE[2]).await?;
        page.status("Saved on this phone").await?;

        // The notebook changes the other paragraph: both stand.
        go(page, &rehearsed("#/notebook", AT)).await?;
        page.press("Edit").await?;
        let sheet = page.find("dialog", "Capture").await?;
        let field = page.find_in(&sheet, "textbox", "What do you want to keep?").await?;
        fill(page, &field, &["Their whistle carries far.\n\n", NOTED].concat()).await?;
        page.status("Saved on this phone").await?;
        page.press("Done").await?;
        go(page, &outline).await?;
        open_section(page, MEETING).await?;
        check_says(page, &[MINE[0], MINE[1], NOTED, MINE[2]], &["Two versions", "Ask who keeps watch."]).await?;

        // The programme changes the title, which is mine: two versions, and mine stands.
        let renamed = [DAY[0], ["mine", DAY[1][1], DAY[1][2], "Marmots at home"], DAY[2]];
        stage.server.answer(PATH, json_answer(meeting(&renamed)));
        look_for_changes(page).await?;
        page.says("Marmot meeting: 1 changed.").await?;
        go(page, &outline).await?;
        open_section(page, MEETING).await?;
        page.find("group", "Two versions").await?;
        check_says(page, &[MINE[0], MINE[1], NOTED, MINE[2], "Now it would say: Marmots at home"], &[]).await?;
        go(page, &rehearsed("#/retrospective?show=preview", AT)).await?;
        check_says(page, &[MINE[0], MINE[1], NOTED, MINE[2]], &["Marmots at home"]).await?;

        go(page, "#/changes").await?;
        page.press("Undo the last update").await?;
        page.says("Back to the schedule as it was before.").await?;
        for _ in 0..2 {
            go(page, &outline).await?;
            open_section(page, MEETING).await?;
            page.gone("group", "Two versions").await?;
            check_says(page, &[MINE[0], MINE[1], NOTED, MINE[2]], &["Marmots at home"]).await?;
            page.reload().await?;
            page.started().await?;
        }
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

/// The example's week at its retrospective.
async fn example(stage: &Stage) -> Outcome<Browser> {
    let browser = stage.open("#/retrospective?example=week&at=2024-11-16T10:00:00-07:00").await?;
    browser.page().heading("Retrospective").await?;
    browser.page().says("pieces stay out").await?;
    Ok(browser)
}

/// What goes out, in every dialect.
async fn sources(page: &Page) -> Outcome<Vec<(&'static str, String)>> {
    page.tap(&page.link("Preview").await?).await?;
    page.press("Source").await?;
    let mut sources = Vec::new();
    for dialect in DIALECTS {
        page.press(dialect).await?;
        page.wait(dialect, async || {
            Ok(page.attributes("button", dialect, "aria-pressed").await?.iter().any(|on| on == "true"))
        })
        .await?;
        sources.push((dialect, page.find("region", "Source").await?.text().await?));
    }
    page.tap(&page.link("Outline").await?).await?;
    Ok(sources)
}

#[test]
fn what_is_private_stays() -> Outcome {
    const SECRET: &str = "peppermint";
    journey(async |stage| {
        let week = week()?;
        let is_private = |entry: &&WeekEntry| !entry.is_publishable();
        let words = |entry: &WeekEntry| [entry.name.clone(), entry.contact.clone()];
        let mut private: Vec<String> = week.entries.iter().filter(is_private).flat_map(words).collect();
        private.retain(|word| !word.is_empty());
        private.extend(week.private_words.clone());
        assert!(private.len() > 10 && private.iter().any(|word| word == SECRET), "{private:?}");
        let takeaway = week.entries.iter().find(|entry| entry.kind == "takeaway").ok_or("no takeaway")?;

        let browser = example(&stage).await?;
        let page = browser.page();
        for (dialect, source) in sources(page).await? {
            let source = source.split_whitespace().collect::<Vec<&str>>().join(" ");
            assert!(source.contains(&takeaway.text), "{dialect} has no takeaway:\n{source}");
            for word in &private {
                assert!(!source.to_lowercase().contains(&word.to_lowercase()), "{word} is in {dialect}");
            }
        }

        let section = "Cloud Native Rejekts NA 2024, Sunday 10 November";
        open_section(page, section).await?;
        let piece = page.find("listitem", "Room 1412…").await?;
        let press = async |name: &str| page.tap(&page.find_in(&piece, "button", name).await?).await;
        press("Let it out …").await?;
        page.find("group", "Let it out").await?;
        for (dialect, source) in sources(page).await? {
            assert!(!source.contains(SECRET), "the first step alone lets it out in {dialect}");
        }
        open_section(page, section).await?;
        let piece = page.find("listitem", "Room 1412…").await?;
        let press = async |name: &str| page.tap(&page.find_in(&piece, "button", name).await?).await;
        press("Let it out …").await?;
        press("Yes, let it out").await?;
        page.says("You let this out.").await?;
        for (dialect, source) in sources(page).await? {
            assert!(source.contains(SECRET), "it is let out, and not in {dialect}");
            assert!(!source.contains("Valrhona"), "another one went out with it in {dialect}");
        }
        open_section(page, section).await?;
        let piece = page.find("listitem", "Room 1412…").await?;
        page.tap(&page.find_in(&piece, "button", "Keep it back").await?).await?;
        page.gone("button", "Keep it back").await?;
        for (dialect, source) in sources(page).await? {
            assert!(!source.contains(SECRET), "it is kept back, and in {dialect}");
        }
        browser.close().await
    })
}

#[test]
fn a_recording_from_a_pasted_list_is_in_the_post() -> Outcome {
    const AT: &str = "2024-11-16T10:00";
    journey(async |stage| {
        let trip = trip()?;
        let (talk, other) = (title_of(&trip, "kubecon/1i7ke")?, title_of(&trip, "kubecon/1hoxc")?);
        let browser = stage.open("#/notebook").await?;
        let page = browser.page();
        for session in ["kubecon/1i7ke", "kubecon/1hoxc"] {
            go(page, &rehearsed(&format!("#/session/{session}"), AT)).await?;
            page.press("Attended").await?;
        }
        go(page, &rehearsed("#/recordings", AT)).await?;
        let videos = [
            format!("{talk} - Alexander Kanevskiy https://www.youtube.com/watch?v=a&t=90"),
            "How to pickle cabbage https://www.youtube.com/watch?v=b".to_owned(),
            format!("{other} https://www.youtube.com/watch?v=c"),
        ];
        fill(page, &page.find("textbox", "Videos").await?, &videos.join("\n")).await?;
        page.status("3 videos, 2 with a session").await?;
        page.heading("Without a session").await?;
        page.press(&["Take the recording of ", talk].concat()).await?;
        go(page, &rehearsed("#/retrospective?show=preview", AT)).await?;
        page.press("Source").await?;
        page.press("Markdown").await?;
        page.says("[Recording from 1:30](https://www.youtube.com/watch?v=a&t=90)").await?;
        let source = page.find("region", "Source").await?.text().await?;
        assert!(!source.contains("watch?v=b") && !source.contains("watch?v=c"), "{source}");
        browser.close().await
    })
}

#[test]
fn a_photo_and_a_note_of_a_day_are_closed_by_tap() -> Outcome {
    journey(async |stage| {
        let (trip, week) = (trip()?, week()?);
        let browser = stage.open("#/notebook").await?;
        let page = browser.page();
        let mut photo = week.entries.into_iter().find(|entry| entry.photo.is_some()).ok_or("no photo")?;
        let caption = std::mem::take(&mut photo.caption);
        let day = photo.at.split('T').next().unwrap_or_default().to_owned();
        capture(page, &trip, &photo).await?;
        let evening = rehearsed(&format!("#/closing?day={day}"), &format!("{day}T22:00"));
        go(page, &evening).await?;
        page.heading("Photos without a caption · 1").await?;
        fill(page, &page.find("textbox", "What does it show?").await?, &caption).await?;
        go(page, &rehearsed("#/notebook", &format!("{day}T22:00"))).await?;
        page.find("img", &caption).await?;
        go(page, &evening).await?;
        page.says("Nothing is open here.").await?;
        browser.close().await
    })
}

#[test]
fn the_retrospective_keeps_the_rules_of_accessibility() -> Outcome {
    let axe = match Axe::ready() {
        Ok(axe) => axe,
        Err(error) => return skipped(&error.to_string()),
    };
    journey(async |stage| {
        let browser = example(&stage).await?;
        let page = browser.page();
        let mut all = Vec::new();
        // So high that no bar lies over half a button: to scroll on is no fault.
        for width in [360, 1280] {
            page.shape(width, 6_000).await?;
            let mut check = async |what: &str| -> Outcome {
                let found = axe.violations(page).await?;
                all.extend(found.into_iter().map(|found| format!("{what} at {width} px: {found}")));
                Ok(())
            };
            let section = "Cloud Native Rejekts NA 2024, Sunday 10 November";
            let outline = page.address().await?;
            open_section(page, section).await?;
            page.press("Edit: Kiln is a coworking space…").await?;
            page.find("textbox", "Text: Kiln…").await?;
            let piece = page.find("listitem", "Room 1412…").await?;
            page.tap(&page.find_in(&piece, "button", "Let it out …").await?).await?;
            page.find("group", "Let it out").await?;
            check("an editor in the outline").await?;
            page.tap(&page.link("Preview").await?).await?;
            page.heading("Takeaways").await?;
            check("the preview").await?;
            page.tap(&page.link("Publish").await?).await?;
            page.press("Jekyll").await?;
            page.press("Template").await?;
            page.find("textbox", "Front matter").await?;
            check("the ways out").await?;
            let with = |address: &str| outline.replacen("#/retrospective?", address, 1);
            for (address, says) in [("#/closing?day=2024-11-13&", "Close the day"), ("#/closing?", "Close the week")] {
                page.run("location.href = arguments[0]", vec![with(address).into()]).await?;
                page.heading(says).await?;
                page.says("Starred").await?;
                check(says).await?;
            }
            page.run("location.href = arguments[0]", vec![with("#/recordings?").into()]).await?;
            let videos = "Architecting Tomorrow: The Heterogeneous Compute Resources https://youtu.be/a\nOther https://youtu.be/b";
            fill(page, &page.find("textbox", "Videos").await?, videos).await?;
            page.status("2 videos…").await?;
            check("recordings").await?;
            page.run("location.href = arguments[0]", vec![outline.into()]).await?;
        }
        assert!(all.is_empty(), "{}", all.join("\n"));
        browser.close().await
    })
}
