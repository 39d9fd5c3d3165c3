//! Someone keeps the agendas of five colleagues beside their own: who is where, and who covers what. Agendas too long for a
//! link go as a file; and whoever gets one may use another browser.

use std::time::Duration;

use lanyard_core::share::{self, SharedAgenda};
use lanyard_journeys::Outcome;
use lanyard_journeys::browser::{Browser, Profile};
use lanyard_journeys::engine::Engine;
use lanyard_journeys::page::Page;
use lanyard_journeys::server::Answer;
use lanyard_journeys::stage::{journey, skipped};
use serde_json::json;

use crate::imports::{PATH, json_answer};
use crate::sharing::{link, star};
use crate::together::{TALKS, mole_days, shared_link};

const PEOPLE: [&str; 5] = ["Ada Lovelace", "Bo", "Bob", "Chandra", "Zoë Müller"];

/// The links of five people, each to three of six sessions: the first one is picked by all of them.
fn links(link: &str) -> Outcome<Vec<String>> {
    let (app, payload) = link.split_once("#/shared/").ok_or("no payload")?;
    let all = share::decode(payload)?;
    let of = |(index, name): (usize, &&str)| {
        let picked = [0, 1 + index % 5, 1 + (index + 1) % 5];
        let sessions = picked.iter().filter_map(|at| all.sessions.get(*at).copied()).collect();
        let agenda = SharedAgenda { by: Some((*name).to_owned()), sessions, ..all.clone() };
        Ok([app, "#/shared/", &share::encode(&agenda)?].concat())
    };
    PEOPLE.iter().enumerate().map(of).collect()
}

async fn faces(page: &Page) -> Outcome<usize> {
    Ok(page.all("img", "…").await?.len())
}

#[test]
fn five_agendas_stay_by_name_and_say_who_is_where_and_who_covers_what() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/agenda?day=2024-11-13").await?;
        let page = browser.page();
        star(page, 6).await?;
        let mine = link(page).await?;
        for link in links(&mine)? {
            page.open(&link).await?;
            page.says("3 sessions").await?;
            page.says("You have all of them.").await?;
            page.press("Compare with mine").await?;
            page.heading("Compare agendas").await?;
            page.press("Close").await?;
        }
        page.reload().await?;
        for name in PEOPLE {
            page.link(name).await?;
        }
        // Five beside their names, six of mine, and three of each of theirs.
        page.wait("every face is there", async || Ok(faces(page).await? == 5 + 6 + 15)).await?;
        page.press("Without you").await?;
        page.says("Nobody is anywhere without you on this day.").await?;
        page.press("Everybody").await?;

        page.press("Who covers what").await?;
        page.says("You cover it").await?;
        page.says("Ada Lovelace covers 1 session").await?;
        let part = page.find("textbox", "Link").await?.prop("value").await?.unwrap_or_default();
        let part = share::decode(part.split_once("#/shared/").ok_or("no payload")?.1)?;
        assert_eq!((part.by.as_deref(), part.count()), (Some("Ada Lovelace (plan)"), 1));

        // A newer one of the same person takes the place of the older one.
        let all = share::decode(mine.split_once("#/shared/").ok_or("no payload")?.1)?;
        let newer = SharedAgenda { by: Some("ADA LOVELACE".to_owned()), ..all };
        page.open(&stage.at(&["#/shared/", &share::encode(&newer)?].concat())).await?;
        page.press("Compare with mine").await?;
        page.wait("one is another one", async || Ok(faces(page).await? == 5 + 6 + 6 + 12)).await?;
        page.press("Undo").await?;
        page.wait("it is back", async || Ok(faces(page).await? == 5 + 6 + 15)).await?;
        page.press("Remove the agenda of Bob").await?;
        page.gone("link", "Bob").await?;
        page.press("Undo").await?;
        page.link("Bob").await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

#[test]
fn an_agenda_goes_as_a_text_and_comes_back_out_of_it() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/agenda?day=2024-11-13").await?;
        star(browser.page(), 4).await?;
        let link = link(browser.page()).await?;
        browser.close().await?;

        let folder = tempfile::tempdir()?;
        let file = folder.path().join("agenda.txt");
        std::fs::write(&file, format!("Wed 13 Nov 2024\n09:00 A talk\n\n{link}\n"))?;
        let colleague = Profile::fresh()?;
        let browser = Browser::start(&colleague).await?;
        let page = browser.page();
        page.open(&stage.at("#/import")).await?;
        page.choose("A file, or several", &file).await?;
        page.says("4 new to you").await?;
        page.open(&stage.at("#/import")).await?;
        page.find("textbox", "Or paste it here").await?.send_keys(["Have a look: ", &link].concat()).await?;
        page.press("Read what I pasted").await?;
        page.press("Add all").await?;
        page.says("4 sessions added to your agenda.").await?;
        browser.close().await
    })
}

/// How long Firefox may take to start, and to do all of it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Opens the link, adds all, and tells what then stands in the agenda.
const BY_ITSELF: &str = "
    const app = document.querySelector('iframe');
    const tell = (what) => fetch('/__log', { method: 'POST', body: JSON.stringify(what) });
    const all = (selector) => [...(app.contentDocument?.querySelectorAll(selector) ?? [])];
    const find = (selector, words) => all(selector).find((it) => words.test(it.textContent));
    async function until(look) {
        for (;;) {
            const found = look();
            if (found) return found;
            await new Promise((next) => setTimeout(next, 20));
        }
    }
    const taken = async () => {
        app.src = await (await fetch('/__link')).text();
        (await until(() => find('button', /^Add all$/))).click();
        await until(() => find('*', /^8 sessions added to your agenda\\.$/));
        app.contentWindow.location.hash = '#/agenda?day=2025-02-01&view=mine';
        await until(() => all('.agenda-list .row').length === 8);
        await tell(all('.agenda-list .row').map((row) => row.querySelector('.row-time b').textContent));
    };
    taken().catch((problem) => tell(String(problem)));
";

#[test]
fn what_chromium_shared_is_taken_over_in_firefox() -> Outcome {
    if !Engine::Firefox.is_here() {
        return skipped("there is no firefox here");
    }
    journey(async |stage| {
        stage.server.answer(PATH, json_answer(mole_days(&TALKS)));
        let link = shared_link(&stage, Some(&[&stage.server.origin(), PATH].concat())).await?;
        stage.server.answer("/__link", Answer::new(200, "text/plain", link));
        stage.server.answer("/__taking.js", Answer::new(200, "text/javascript", BY_ITSELF));
        let page = "<!doctype html><title>A colleague</title><iframe src='about:blank'></iframe><script src='/__taking.js'></script>";
        stage.server.answer("/__taking", Answer::new(200, "text/html", page));
        let profile = Profile::fresh()?;
        let _running = Engine::Firefox.start(&profile, &[&stage.server.origin(), "/__taking"].concat())?;
        let told = stage.server.wait_for(PATIENCE, |told| told.last().cloned()).ok_or("Firefox said nothing")?;
        assert_eq!(told, json!(["09:30", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00"]));
        Ok(())
    })
}
