//! Someone who needs large text, strong contrast, a narrow screen, or a screen reader.

use lanyard_journeys::Outcome;
use lanyard_journeys::axe::Axe;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{DURING, Stage, journey, skipped};

/// An address of every page, with something of the user's on those that show it. The agenda of a day is open at first.
pub async fn addresses(page: &Page, stage: &Stage) -> Outcome<Vec<String>> {
    page.open(&stage.at("#/agenda?day=2024-11-13")).await?;
    page.press("Star …").await?;
    let star = page.button("Star …").await?.attr("aria-label").await?.unwrap_or_default();
    let session = page.link(star.trim_start_matches("Star ")).await?.attr("href").await?.unwrap_or_default();
    page.press("Capture").await?;
    page.find("textbox", "What do you want to keep?")
        .await?
        .send_keys("A *note* with `- [ ]` and https://example.org")
        .await?;
    page.status("Saved on this phone").await?;
    let history = first_link(page, "#/history/").await?;
    page.press("Done").await?;
    page.go("#/venues").await?;
    let venue = first_link(page, "#/venue/").await?;
    page.go(&venue).await?;
    page.heading("Rooms").await?;
    let room = first_link(page, "#/room/").await?;
    // Two at one time, for the plan of the day.
    for words in ["future%20of%20dbaas", "architecting%20tomorrow"] {
        page.go(&["#/search?q=", words].concat()).await?;
        page.press("Star …").await?;
    }
    page.go("#/search?q=sharma").await?;
    let person = first_link(page, "#/person/").await?;
    let calendar = session.replace("#/session/", "#/calendar/session/");
    let instead = session.replace("#/session/", "#/instead/");
    let now = ["#/now?at=", DURING].concat();
    let fixed = [
        "#/now",
        "#/agenda?day=2024-11-13",
        "#/notebook",
        "#/notebook?by=person&q=note",
        "#/trash",
        "#/own/new",
        "#/agenda?day=2024-11-13&view=mine",
        "#/agenda?day=2024-11-13&grid=rooms",
        "#/agenda?day=2024-11-12&view=mine&grid=venues",
        "#/people",
        "#/trip",
        "#/event/kubecon",
        "#/venues",
        "#/phone",
        "#/settings",
        "#/import",
        "#/stars",
        "#/changes",
        "#/calendar",
        "#/calendar/event/kubecon",
        "#/marked/watch-later",
        "#/search?q=kubernetes",
        "#/nowhere",
        "#/shared/damaged",
        "#/retrospective",
        "#/retrospective?show=preview",
        "#/retrospective?show=publish",
        "#/closing",
        "#/closing?day=2024-11-13",
        "#/plan?day=2024-11-13",
        "#/hidden",
        "#/posters",
        "#/compare",
        "#/marked/interested",
        "#/recordings",
        "#/print",
        "#/print?day=2024-11-13",
    ];
    let mut addresses: Vec<String> = fixed.map(str::to_owned).to_vec();
    addresses.extend([now, session, calendar, instead, venue, room, person, history]);
    Ok(addresses)
}

/// The address of the first link on the page that begins so, as soon as there is one.
async fn first_link(page: &Page, begins: &str) -> Outcome<String> {
    let links = [
        "[...document.links].map((link) => link.getAttribute('href')).find((address) => address.startsWith('",
        begins,
        "'))",
    ];
    let script = ["return ", &links.concat()].concat();
    page.wait(&["a link to ", begins].concat(), async || Ok(page.run(&script, vec![]).await?.is_string())).await?;
    Ok(page.run(&script, vec![]).await?.as_str().unwrap_or_default().to_owned())
}

/// The headings of a page are there when its page is.
pub async fn arrive(page: &Page, address: &str) -> Outcome {
    page.go(address).await?;
    let is_drawn = "return document.querySelector('h1, h2') !== null && document.querySelector('[aria-busy]') === null";
    page.wait(address, async || {
        Ok(page.address().await?.ends_with(address) && page.run(is_drawn, vec![]).await? == true)
    })
    .await?;
    // One comes back to where one was, and there a row may be half under the days. Seen from the top none is.
    page.run("for (const it of document.querySelectorAll('html, .pane')) it.scrollTop = 0", vec![]).await?;
    page.wait("the top is drawn", async || Ok(page.run(is_drawn, vec![]).await? == true)).await
}

fn check_every_screen(width: u32, height: u32, scheme: &'static str) -> Outcome {
    journey(async |stage| {
        let axe = match Axe::ready() {
            Ok(axe) => axe,
            Err(error) => return skipped(&error.to_string()),
        };
        let browser = stage.open("").await?;
        let page = browser.page();
        page.shape(width, height).await?;
        page.prefer(scheme).await?;
        let mut all = Vec::new();
        for address in addresses(page, &stage).await? {
            arrive(page, &address).await?;
            all.extend(axe.violations(page).await?.into_iter().map(|found| format!("{address}: {found}")));
        }
        arrive(page, "#/import").await?;
        crate::public_schedules::find(page, "fosdem").await?;
        page.press("FOSDEM 2026…").await?;
        page.link("Open the address").await?;
        all.extend(axe.violations(page).await?.into_iter().map(|found| format!("found schedules: {found}")));
        page.press("Capture").await?;
        page.find("dialog", "Capture").await?;
        all.extend(axe.violations(page).await?.into_iter().map(|found| format!("the capture sheet: {found}")));
        assert!(all.is_empty(), "{width} px, {scheme}:\n{}", all.join("\n"));
        browser.close().await
    })
}

#[test]
fn no_rule_is_broken_on_a_phone_in_the_light() -> Outcome {
    check_every_screen(360, 740, "light")
}

#[test]
fn no_rule_is_broken_on_a_phone_in_the_dark() -> Outcome {
    check_every_screen(360, 740, "dark")
}

#[test]
fn no_rule_is_broken_on_a_laptop_in_the_light() -> Outcome {
    check_every_screen(1280, 800, "light")
}

#[test]
fn no_rule_is_broken_on_a_laptop_in_the_dark() -> Outcome {
    check_every_screen(1280, 800, "dark")
}

/// Nothing is cut off sideways: on the narrowest phone, and with text twice as large (WCAG 2.2, 1.4.4 and 1.4.10).
#[test]
fn nothing_runs_out_of_a_narrow_screen() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        let addresses = addresses(page, &stage).await?;
        let mut wide = Vec::new();
        for (width, text) in [(320, "100%"), (360, "200%")] {
            page.shape(width, 740).await?;
            for address in &addresses {
                arrive(page, address).await?;
                let over = page
                    .run(
                        "document.documentElement.style.fontSize = arguments[0];
                         return document.documentElement.scrollWidth - document.documentElement.clientWidth",
                        vec![text.into()],
                    )
                    .await?;
                if over != 0 {
                    wide.push(format!("{address} at {width} px and {text}: {over} px too wide"));
                }
            }
        }
        assert!(wide.is_empty(), "{}", wide.join("\n"));
        browser.close().await
    })
}

/// What reaches beyond the screen, or beyond the pane it stands in, and can not be scrolled to.
const CUT_OFF: &str = "
    const scrolls = (it) => it && it !== document.body &&
        (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(it).overflowX) || scrolls(it.parentElement));
    const cut = [...document.querySelectorAll('nav *, main, main *')].filter((it) => {
        const { left, right, width } = it.getBoundingClientRect();
        return width > 0 && (left < 0 || right > innerWidth) && !scrolls(it.parentElement);
    });
    const wide = [...document.querySelectorAll('main, .pane')].filter((it) => it.scrollWidth > it.clientWidth);
    return [...cut, ...wide].map((it) => it.outerHTML.slice(0, 80))";

/// On a tablet there is one column, and from 900 px on there are two; both have room.
#[test]
fn nothing_is_cut_off_around_the_width_where_a_second_column_begins() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        page.shape(768, 1024).await?;
        let addresses = addresses(page, &stage).await?;
        let mut cut = Vec::new();
        for (width, height) in [(768, 1024), (900, 700)] {
            page.shape(width, height).await?;
            for address in &addresses {
                arrive(page, address).await?;
                let found = page.run(CUT_OFF, vec![]).await?;
                cut.extend(found.as_array().into_iter().flatten().map(|it| format!("{address} at {width} px: {it}")));
            }
        }
        assert!(cut.is_empty(), "{}", cut.join("\n"));
        browser.close().await
    })
}
