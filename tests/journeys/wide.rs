//! Someone at a laptop goes through a list, and reads beside it.

use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{Stage, journey};

/// The heading of the page, what of the list beside it leads there, and whether that is in sight.
const BESIDE: &str = "
    const marked = [...document.querySelectorAll('main a[aria-current=true]')];
    const inSight = marked.map((link) => link.getBoundingClientRect())
        .every(({ top, bottom }) => top >= 0 && bottom <= innerHeight);
    const headings = [...document.querySelectorAll('h1')];
    return [headings.map((heading) => heading.textContent), marked.map((link) => link.getAttribute('href')), inSight,
        document.activeElement === headings[0]]";

async fn wide(page: &Page, stage: &Stage, address: &str) -> Outcome {
    page.shape(1280, 800).await?;
    page.open(&stage.at(address)).await?;
    page.started().await
}

/// The page at this address stands beside a list that is still headed so, in which its link is marked and in sight. The
/// heading of the page is the only one of the first order, and has the focus when one has come by a tap.
async fn is_beside(page: &Page, address: &str, list: &str, heading: &str) -> Outcome {
    let seen = async || Outcome::Ok(page.run(BESIDE, vec![]).await?.to_string());
    let wanted = |focus: bool| serde_json::json!([[heading], [address], true, focus]).to_string();
    page.wait(&format!("{address} beside {list}"), async || Ok(seen().await? == wanted(true)))
        .await
        .map_err(|error| format!("{error}, wanted {}", wanted(true)))?;
    assert_eq!(page.all("heading", list).await?.len(), 1, "the list is still there");
    Ok(())
}

/// Taps the link with this address, and waits for its page.
async fn read_on(page: &Page, address: &str, list: &str) -> Outcome {
    let link = format!("main a[href='{address}']");
    let words = "const link = document.querySelector(arguments[0]); link?.scrollIntoView({ block: 'center' });
                 return (link?.querySelector('b') ?? link?.querySelector('span') ?? link)?.textContent ?? ''";
    page.wait(address, async || Ok(page.run(words, vec![link.clone().into()]).await? != "")).await?;
    let words = page.run(words, vec![link.clone().into()]).await?;
    page.run("const link = document.querySelector(arguments[0]); link.focus(); link.click()", vec![link.into()])
        .await?;
    is_beside(page, address, list, words.as_str().unwrap_or_default()).await
}

/// The addresses of links in the page that begin so.
async fn links(page: &Page, beginning: &str) -> Outcome<Vec<String>> {
    let script = "return [...document.querySelectorAll('main a')].map((link) => link.getAttribute('href'))
                      .filter((href) => href.startsWith(arguments[0]))";
    let found = page.run(script, vec![beginning.into()]).await?;
    Ok(found.as_array().into_iter().flatten().filter_map(|href| href.as_str().map(str::to_owned)).collect())
}

#[test]
fn the_agenda_and_what_a_search_found_stay_beside_a_session() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        for (address, list) in [("#/agenda?day=2024-11-14", "Agenda"), ("#/search?q=kubernetes", "Search")] {
            wide(page, &stage, address).await?;
            page.says("What you pick opens here.").await?;
            page.wait("rows", async || Ok(links(page, "#/session/").await?.len() > 5)).await?;
            let sessions = links(page, "#/session/").await?;
            for session in sessions.iter().take(4).skip(2) {
                read_on(page, session, list).await?;
            }
            // The way back leads to the list alone.
            page.back().await?;
            page.back().await?;
            page.says("What you pick opens here.").await?;
            assert!(page.address().await?.ends_with(address));
            assert_eq!(links(page, "#/session/").await?, sessions);
        }
        // Opened from somewhere else, a session stands beside its own day, and its row is in sight.
        wide(page, &stage, "#/agenda?day=2024-11-14").await?;
        let last = page.agenda().await?.pop().unwrap_or_default();
        wide(page, &stage, &last).await?;
        let is_marked = async || Ok(page.run(BESIDE, vec![]).await?[1] == serde_json::json!([last]));
        page.wait("its row is marked", is_marked).await?;
        page.wait("and in sight", async || Ok(page.run(BESIDE, vec![]).await?[2] == true)).await?;
        assert_eq!(page.button("Thu 14 Nov").await?.attr("aria-pressed").await?.as_deref(), Some("true"));
        browser.close().await
    })
}

#[test]
fn the_trip_its_lists_and_the_people_stay_beside_what_they_lead_to() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        wide(page, &stage, "#/trip").await?;
        for address in ["#/settings", "#/phone", "#/changes", "#/venues"] {
            read_on(page, address, "KubeCon week").await?;
        }
        // What is a list itself moves over, and so on.
        let venues = links(page, "#/venue/").await?;
        for venue in venues.iter().take(2) {
            read_on(page, venue, "Venues and getting around").await?;
        }
        page.back().await?;
        page.back().await?;
        is_beside(page, "#/venues", "KubeCon week", "Venues and getting around").await?;

        page.press("Capture").await?;
        page.press("Person").await?;
        page.find("textbox", "Name").await?.send_keys("Grace Hopper").await?;
        page.status("Saved on this phone").await?;
        page.press("Done").await?;
        page.go("#/notebook").await?;
        read_on(page, "#/people", "Notebook").await?;
        read_on(page, "#/person/Grace%20Hopper", "People").await?;
        browser.close().await
    })
}

#[test]
fn the_notebook_stays_beside_what_an_entry_is_about() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        wide(page, &stage, "#/agenda?day=2024-11-13").await?;
        page.wait("rows", async || Ok(links(page, "#/session/").await?.len() > 5)).await?;
        let session = links(page, "#/session/").await?.swap_remove(3);
        read_on(page, &session, "Agenda").await?;
        page.press("Capture").await?;
        page.find("textbox", "What do you want to keep?").await?.send_keys("Ask for the slides").await?;
        page.status("Saved on this phone").await?;
        page.press("Done").await?;
        page.go("#/notebook").await?;
        read_on(page, &session, "Notebook").await?;
        page.find("searchbox", "Search the notebook").await?.send_keys("nothing").await?;
        page.says("What you pick opens here.").await?;
        assert!(page.address().await?.ends_with("q=nothing"));
        browser.close().await
    })
}

/// The first row that is wholly below the tools, and how far below them it is.
const AT_THE_TOP: &str = "
    const edge = document.querySelector('[aria-label=Day]').parentElement.getBoundingClientRect().bottom;
    if (document.querySelector('[aria-busy]')) return null;
    const rows = [...document.querySelectorAll('[aria-posinset]')].map((row) => [row.getBoundingClientRect().top, row]);
    const [top, row] = rows.filter(([top]) => top >= edge).sort(([a], [b]) => a - b)[0] ?? [];
    return row ? [row.querySelector('a').textContent, Math.round(top - edge)] : null";

/// How far below the tools the row of this name is.
const BELOW_THE_TOOLS: &str = "
    const edge = document.querySelector('[aria-label=Day]').parentElement.getBoundingClientRect().bottom;
    const row = [...document.querySelectorAll('[aria-posinset] a')].find((link) => link.textContent === arguments[0]);
    return row ? Math.round(row.closest('li').getBoundingClientRect().top - edge) : null";

const SCROLL: &str = "
    const pane = document.querySelector('[aria-posinset]').closest('div').parentElement.closest('div');
    pane.scrollTop = arguments[0]";

#[test]
fn the_row_at_the_top_stays_where_it_is() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        wide(page, &stage, "#/agenda?day=2024-11-13").await?;
        page.wait("rows", async || Ok(links(page, "#/session/").await?.len() > 5)).await?;
        page.go("#/own/new?day=2024-11-13").await?;
        page.find("textbox", "What").await?.send_keys("Breakfast").await?;
        let starts = page.find("date", "Starts (venue time)").await?;
        let set = "arguments[0].value = arguments[1];
                   arguments[0].dispatchEvent(new Event('change', { bubbles: true }))";
        page.run(set, vec![starts.to_json()?, "2024-11-13T05:00".into()]).await?;
        page.says("Saved on this phone").await?;
        // From here on nothing is looked for by its role that is not there yet: the list would be scrolled for it.
        page.run(SCROLL, vec![2_500.into()]).await?;
        let at_the_top = async || Outcome::Ok(page.run(AT_THE_TOP, vec![]).await?);
        page.wait("a row far down at the top", async || {
            Ok(at_the_top().await?[1].as_f64().is_some_and(|below| below < 90.0))
        })
        .await?;
        let row = at_the_top().await?;
        let stays = async |what: &str| {
            page.says(what).await?;
            page.wait(what, async || Ok(page.run(BELOW_THE_TOOLS, vec![row[0].clone()]).await? == row[1])).await
        };
        stays("All 144").await?;
        page.press("Delete").await?;
        stays("All 143").await?;
        page.press("Undo").await?;
        stays("All 144").await?;
        let press = "const found = [...document.querySelectorAll('main button')]
                         .find((it) => it.textContent.startsWith(arguments[0]));
                     found?.click(); return found !== undefined";
        for name in ["Filters", "KubeCon"] {
            page.wait(name, async || Ok(page.run(press, vec![name.into()]).await? == true)).await?;
        }
        stays("140 sessions").await?;
        browser.close().await
    })
}
