//! Someone gives their agenda to a colleague, who has never seen Lanyard.

use lanyard_core::notebook::{OwnItem, OwnItemId};
use lanyard_core::schedule::Instant;
use lanyard_core::share;
use lanyard_journeys::browser::{Browser, Profile};
use lanyard_journeys::page::Page;
use lanyard_journeys::past::Past;
use lanyard_journeys::stage::journey;
use lanyard_journeys::{Failure, Outcome};

/// How long the address before the fragment is on a usual host: `https://lanyard.example.org/kubecon-na-2024/`, and some.
pub const ADDRESS: usize = 60;

/// Stars the first sessions of a day, which has no stars yet.
pub async fn star(page: &Page, count: usize) -> Outcome {
    let mut starred = Vec::new();
    // A screen shows a few of them, and each tap brings more of them near.
    for _ in 0..count {
        // Own items come a moment later than sessions, and then stand before them.
        page.button("Star …").await?;
        let names = page.attributes("button", "Star …", "aria-label").await?;
        for name in names {
            if starred.contains(&name) || starred.len() == count {
                continue;
            }
            page.press(&name).await?;
            let is_on =
                async || Ok(page.attributes("button", &name, "aria-pressed").await?.iter().any(|on| on == "true"));
            page.wait("the star is set", is_on).await?;
            starred.push(name);
        }
    }
    assert_eq!(starred.len(), count, "sessions to star");
    Ok(())
}

pub async fn link(page: &Page) -> Outcome<String> {
    page.go("#/trip").await?;
    page.press("Share my agenda").await?;
    let link = page.find("textbox", "Link").await?.prop("value").await?;
    link.ok_or_else(|| Failure::from("the link is empty"))
}

#[test]
fn a_colleague_sees_the_agenda_and_takes_it_over() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/agenda?day=2024-11-13").await?;
        star(browser.page(), 20).await?;
        let link = link(browser.page()).await?;
        let payload = link.split_once("#/shared/").ok_or("the payload is not in the fragment")?.1;
        assert!(ADDRESS + "#/shared/".len() + payload.len() <= 300, "{} characters", payload.len());
        assert_eq!(scanned(&browser.page().picture_of("img", "Code with the link…").await?)?, link);
        browser.close().await?;

        let colleague = Profile::fresh()?;
        let browser = Browser::start(&colleague).await?;
        let page = browser.page();
        page.open(&link).await?;
        page.says("20 sessions").await?;
        page.press("Add all").await?;
        page.says("20 sessions added to your agenda.").await?;
        page.go("#/agenda?day=2024-11-13&view=mine").await?;
        page.button("Mine 20").await?;
        page.reload().await?;
        page.button("Mine 20").await?;
        assert_eq!(browser.foreign_hosts(), [""; 0]);
        browser.close().await?;

        let told = stage.server.requests().join("\n");
        assert!(!told.contains('#') && !told.contains("shared") && !told.contains(payload), "{told}");
        Ok(())
    })
}

/// Own items are private: they are in a link only when one says so, and then become the other's.
#[test]
fn what_is_my_own_is_shared_only_when_i_say_so() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/own/dinner?day=2024-11-13").await?;
        let page = browser.page();
        page.find("textbox", "What").await?.send_keys("Dinner at the Red Iguana").await?;
        page.status("Saved on this phone").await?;
        let told = |link: &str| {
            let payload = link.split_once("#/shared/").map(|(_, payload)| payload.to_owned());
            share::decode(&payload.unwrap_or_default()).map(|agenda| agenda.told.len())
        };
        assert_eq!(told(&link(page).await?), Ok(0));
        page.tap(&page.find("checkbox", "With my own items").await?).await?;
        page.says("these sessions and your own items").await?;
        let link = page.find("textbox", "Link").await?.prop("value").await?.unwrap_or_default();
        assert_eq!(told(&link), Ok(1));
        browser.close().await?;

        let colleague = Profile::fresh()?;
        let browser = Browser::start(&colleague).await?;
        let page = browser.page();
        page.open(&link).await?;
        page.says("Dinner at the Red Iguana").await?;
        page.press("Add all").await?;
        page.go("#/agenda?day=2024-11-13&view=mine").await?;
        page.link("Dinner at the Red Iguana").await?;
        page.press("Undo").await?;
        page.gone("link", "Dinner at the Red Iguana").await?;
        browser.close().await
    })
}

/// What a phone's camera would read in a picture of the code.
pub fn scanned(picture: &[u8]) -> Outcome<String> {
    let picture = image::load_from_memory(picture)?.to_luma8();
    let (width, height) = picture.dimensions();
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
        picture.get_pixel(x as u32, y as u32).0.first().copied().unwrap_or(255)
    });
    let code = prepared.detect_grids().into_iter().next().ok_or("no code in the picture")?;
    Ok(code.decode()?.1)
}

/// A link that came with a letter wrong, cut off, or from something else changes nothing, and says what to do.
#[test]
fn a_damaged_link_says_so_and_changes_nothing() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/agenda?day=2024-11-13").await?;
        let page = browser.page();
        star(page, 3).await?;
        let link = link(page).await?;
        let (address, payload) = link.split_once("#/shared/").ok_or("the payload is not in the fragment")?;
        let cut: String = payload.chars().take(payload.len() / 2).collect();
        let last = if payload.ends_with('A') { "B" } else { "A" };
        let wrong = [payload.get(..payload.len() - 1).unwrap_or_default(), last].concat();
        for damaged in [cut.as_str(), wrong.as_str(), "zzzz", "9AAAAAAAA", "%00%ff"] {
            page.open(&[address, "#/shared/", damaged].concat()).await?;
            let said = page.alert("…").await?.text().await?;
            assert!(said.len() > 20 && said.ends_with('.'), "{damaged}: {said}");
            assert_eq!(page.all("button", "Add all").await?.len(), 0);
        }
        page.open(&stage.at("#/agenda?day=2024-11-13&view=mine")).await?;
        page.button("Mine 3").await?;
        browser.close().await
    })
}

/// Where somebody came from is nobody else's business.
#[test]
fn what_was_added_to_the_address_on_the_way_does_not_travel_on() -> Outcome {
    journey(async |stage| {
        let browser = Browser::start(&stage.profile).await?;
        let page = browser.page();
        page.open(&[&stage.server.app(), "?fbclid=IwAR0marmot&utm_source=chat#/agenda?day=2024-11-13"].concat())
            .await?;
        star(page, 1).await?;
        let link = link(page).await?;
        assert!(link.starts_with(&stage.at("#/shared/1")), "{link}");
        browser.close().await
    })
}

/// On 13 November, each with a title that fills a line.
fn dinners(count: u32) -> Past {
    let mut past = Past::default();
    for number in 0..count {
        past.own_item(&OwnItem {
            id: OwnItemId(format!("dinner-{number}").into()),
            title: format!(
                "Dinner number {number} with everybody who has ever had a word to say about marmots and moles"
            ),
            start: Instant(1_731_500_000).plus_minutes(i64::from(number)),
            end: None,
            location: "The long table at the back of the Red Iguana".to_owned(),
            note: String::new(),
            deleted: None,
            based_on: None,
        });
    }
    past
}

#[test]
fn an_agenda_too_long_for_a_link_says_what_to_do_and_goes_as_text() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/now").await?;
        let page = browser.page();
        dinners(60).put(page, &stage).await?;
        page.open(&stage.at("#/agenda?day=2024-11-13")).await?;
        star(page, 3).await?;
        link(page).await?;
        page.tap(&page.find("checkbox", "With my own items").await?).await?;
        page.status(
            "This agenda is too long for a link. Leave your own items out, share fewer sessions, \
             or send the agenda as text.",
        )
        .await?;
        page.gone("textbox", "Link").await?;
        let text = page.find("textbox", "Agenda as text").await?.prop("value").await?.unwrap_or_default();
        assert_eq!(text.lines().filter(|line| line.contains("Dinner number")).count(), 60, "{text}");
        assert!(text.starts_with("Wed 13 Nov 2024\n"), "{text}");
        page.run("navigator.clipboard.writeText = async (text) => { window.journeyCopied = text; }", vec![]).await?;
        page.press("Copy as text").await?;
        page.says("Agenda copied as text.").await?;
        assert_eq!(page.run("return window.journeyCopied", vec![]).await?, text.as_str());

        // Without them it is a link again.
        page.tap(&page.find("checkbox", "With my own items").await?).await?;
        page.find("textbox", "Link").await?;
        page.gone("textbox", "Agenda as text").await?;
        browser.close().await?;

        // Somewhere between the two some apps cut it, and some do not: there are both ways.
        let other = Profile::fresh()?;
        let browser = Browser::start(&other).await?;
        let page = browser.page();
        dinners(20).put(page, &stage).await?;
        page.open(&stage.at("#/trip")).await?;
        page.started().await?;
        page.press("Share my agenda").await?;
        page.tap(&page.find("checkbox", "With my own items").await?).await?;
        page.says("This is a long link, and some chat apps cut long links.").await?;
        page.find("textbox", "Link").await?;
        page.find("textbox", "Agenda as text").await?;
        browser.close().await
    })
}
