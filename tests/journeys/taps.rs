//! What somebody does every day takes few taps. Each task begins on Now. Typing is no tap, and neither is scrolling: nobody
//! has to scroll, for all that is tapped is in sight.

use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{DURING, Stage, journey, shared, skipped};

use crate::imports::{DAY, FOSDEM, add_fosdem, paste, programme};

/// That all of an element is on screen, with nothing above its middle.
const IN_SIGHT: &str = "
    const { left, top, right, bottom } = arguments[0].getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight
        && arguments[0].contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));";

/// One thumb on a phone, which counts.
struct Thumb<'a> {
    page: &'a Page,
    taps: usize,
}

impl<'a> Thumb<'a> {
    /// Opens Now as at an instant.
    async fn on_now(page: &'a Page, stage: &Stage, at: &str) -> Outcome<Self> {
        page.open(&stage.at(&["#/now?at=", at].concat())).await?;
        page.started().await?;
        Ok(Self { page, taps: 0 })
    }

    /// Taps the first of what has this role and name, as soon as it is in sight.
    async fn tap(&mut self, role: &str, name: &str) -> Outcome {
        let is_in_sight = async || {
            let Some(element) = self.page.all(role, name).await?.into_iter().next() else { return Ok(false) };
            Ok(self.page.run(IN_SIGHT, vec![element.to_json()?]).await? == true)
        };
        self.page.wait(&format!("{role} “{name}” is in sight"), is_in_sight).await?;
        self.page.find(role, name).await?.click().await?;
        self.taps += 1;
        Ok(())
    }

    /// Types where the cursor is, which has to be in a field by now.
    async fn types(&self, role: &str, field: &str, text: &str) -> Outcome {
        let field = self.page.find(role, field).await?;
        let has_cursor = "return document.activeElement === arguments[0]";
        self.page
            .wait("the cursor is in the field", async || {
                Ok(self.page.run(has_cursor, vec![field.to_json()?]).await? == true)
            })
            .await?;
        self.page.type_text(text).await
    }
}

#[test]
fn a_talk_is_starred_by_its_name_in_two_taps() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        let mut thumb = Thumb::on_now(page, &stage, DURING).await?;
        thumb.tap("link", "Search").await?;
        thumb.types("searchbox", "Search", "future of dbaas").await?;
        thumb.tap("button", "Star The Future of DBaaS on Kubernetes").await?;
        assert_eq!(thumb.taps, 2);
        page.open(&stage.at("#/agenda?view=mine")).await?;
        page.link("The Future of DBaaS on Kubernetes").await?;
        browser.close().await
    })
}

#[test]
fn a_dinner_takes_three_taps_and_four_at_a_time_of_its_own() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        for (title, at) in [("Dinner with Ada", None), ("Drinks with Bob", Some("2024-11-13T21:45"))] {
            let mut thumb = Thumb::on_now(page, &stage, DURING).await?;
            thumb.tap("link", "Agenda").await?;
            thumb.tap("button", "Mine…").await?;
            thumb.tap("link", "Add your own").await?;
            thumb.types("textbox", "What", title).await?;
            if let Some(at) = at {
                thumb.tap("date", "Starts (venue time)").await?;
                // The parts of such a field are typed in the order of the system's language; the app hears of the whole.
                let script = "const field = document.activeElement;
                    field.value = arguments[0];
                    field.dispatchEvent(new Event('change', { bubbles: true }));";
                page.run(script, vec![at.into()]).await?;
            }
            page.status("Saved on this phone").await?;
            assert_eq!(thumb.taps, 3 + usize::from(at.is_some()));
        }
        page.open(&stage.at("#/agenda?view=mine&day=2024-11-13")).await?;
        page.link("Drinks with Bob").await?;
        let text = page.text().await?;
        let order = ["19:00", "Dinner with Ada", "21:45", "Drinks with Bob"];
        let positions: Vec<Option<usize>> = order.iter().map(|words| text.find(words)).collect();
        assert!(positions.is_sorted() && positions.iter().all(Option::is_some), "{text}");
        browser.close().await
    })
}

/// The agenda itself is one tap away, too. With the day before the week and the one after it there are eight.
#[test]
fn every_other_day_is_one_tap_away() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/own/arrival?day=2024-11-09").await?;
        let page = browser.page();
        page.find("textbox", "What").await?.send_keys("Arrival").await?;
        page.status("Saved on this phone").await?;
        page.go("#/own/flight?day=2024-11-16").await?;
        page.find("textbox", "What").await?.send_keys("Flight home").await?;
        page.status("Saved on this phone").await?;
        for day in ["Sat 9 Nov", "Sun 10 Nov", "Mon 11 Nov", "Tue 12 Nov", "Thu 14 Nov", "Fri 15 Nov", "Sat 16 Nov"] {
            let mut thumb = Thumb::on_now(page, &stage, DURING).await?;
            thumb.tap("link", "Agenda").await?;
            thumb.taps = 0;
            thumb.tap("button", day).await?;
            page.wait(day, async || Ok(page.attributes("button", day, "aria-pressed").await? == ["true"])).await?;
            assert_eq!(thumb.taps, 1);
        }
        browser.close().await
    })
}

#[test]
fn another_trip_and_the_link_of_my_agenda_are_two_taps_away() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        let far = programme("Mole days", Some("Europe/Berlin"), &DAY);
        paste(page, &far.replace("2024-11-12", "2025-06-03")).await?;
        page.press("Add as a new trip").await?;
        page.says("Mole days was added.").await?;
        page.go("#/agenda?day=2025-06-03").await?;
        page.press("Star Marmots in the wild").await?;

        let mut thumb = Thumb::on_now(page, &stage, "2025-06-03T09:00:00Z").await?;
        thumb.tap("link", "Trip").await?;
        thumb.tap("button", "Share my agenda").await?;
        assert_eq!(thumb.taps, 2);
        let link = page.find("textbox", "Link").await?.prop("value").await?;
        assert!(link.is_some_and(|link| link.contains("#/shared/")));

        let mut thumb = Thumb::on_now(page, &stage, "2025-06-03T09:00:00Z").await?;
        thumb.tap("link", "Trip").await?;
        thumb.tap("button", "KubeCon week").await?;
        assert_eq!(thumb.taps, 2);
        page.heading("KubeCon week").await?;
        browser.close().await
    })
}

#[test]
fn what_is_on_in_the_room_of_a_track_is_two_taps_away() -> Outcome {
    let Some(fosdem) = shared(FOSDEM) else { return skipped("FOSDEM's schedule is not here") };
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        add_fosdem(page, &fosdem).await?;
        let mut thumb = Thumb::on_now(page, &stage, "2025-02-01T12:00:00+01:00").await?;
        thumb.tap("link", "Search").await?;
        thumb.types("searchbox", "Search", "rust").await?;
        thumb.tap("link", "UB2.252A (Lameere)…").await?;
        assert_eq!(thumb.taps, 2);
        page.heading("UB2.252A (Lameere)").await?;
        page.heading("On now").await?;
        browser.close().await
    })
}
