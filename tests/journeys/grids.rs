//! Someone plans a day with thirty rooms at once: against time, by keyboard alone, by touch alone, or as it is read out.

use std::collections::BTreeSet;

use lanyard_journeys::Outcome;
use lanyard_journeys::page::Page;
use lanyard_journeys::stage::{DURING, Stage, journey, shared, skipped};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::imports::{FOSDEM, add_fosdem};

/// So many sessions make a day's plan.
const PLANNED: usize = 8;

/// The option that one is on: its name, whether it is selected and all of it in sight in the grid, and its number of how many.
const ACTIVE: &str = "
    const list = document.querySelector('[role=listbox]');
    const option = document.getElementById(list?.getAttribute('aria-activedescendant'));
    if (!option || list.getAttribute('aria-busy')) return null;
    const [box, around] = [option, list].map((it) => it.getBoundingClientRect());
    const isInSight = box.left >= around.left && box.right <= around.right + 1 && box.top >= around.top
        && box.top < around.bottom;
    return { name: option.getAttribute('aria-label'), selected: option.getAttribute('aria-selected'), isInSight,
        number: +option.getAttribute('aria-posinset'), total: +option.getAttribute('aria-setsize') };";

/// A day of FOSDEM in a phone's hands.
async fn fosdem(page: &Page, stage: &Stage, file: &std::path::Path) -> Outcome {
    add_fosdem(page, file).await?;
    page.shape(360, 740).await?;
    page.open(&stage.at("#/agenda?day=2025-02-01")).await?;
    page.started().await?;
    page.heading("Agenda").await.map(drop)
}

async fn active(page: &Page) -> Outcome<Value> {
    page.wait("an option is picked", async || Ok(page.run(ACTIVE, vec![]).await?.is_object())).await?;
    page.run(ACTIVE, vec![]).await
}

/// The name of the option that one is on.
async fn active_name(page: &Page) -> Outcome<String> {
    Ok(active(page).await?.get("name").and_then(Value::as_str).unwrap_or_default().to_owned())
}

/// Presses Tab until something with this role and such a name has the focus.
async fn tab_to(page: &Page, role: &str, name: &str) -> Outcome {
    let is_there =
        "return [document.activeElement?.getAttribute('role') ?? document.activeElement?.tagName.toLowerCase(),
        document.activeElement?.getAttribute('aria-label') ?? '']";
    for _ in 0..60 {
        page.key(Key::Tab).await?;
        let [found, named]: [String; 2] = serde_json::from_value(page.run(is_there, vec![]).await?)?;
        if found == role && named.starts_with(name) {
            return Ok(());
        }
    }
    Err(format!("no Tab leads to the {role} “{name}”").into())
}

/// The sessions of my agenda are these, by their titles.
async fn planned(page: &Page, titles: &BTreeSet<String>) -> Outcome {
    page.go("#/agenda?day=2025-02-01&view=mine").await?;
    page.says(&format!("Mine {}", titles.len())).await?;
    for title in titles {
        page.link(title).await?;
    }
    assert_eq!(page.agenda().await?.len(), titles.len());
    Ok(())
}

#[test]
fn a_saturday_is_planned_by_keyboard_alone() -> Outcome {
    let Some(file) = shared(FOSDEM) else { return skipped("FOSDEM's schedule is not here") };
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        fosdem(page, &stage, &file).await?;
        tab_to(page, "button", "Grid").await?;
        page.key(Key::Enter).await?;
        page.find("listbox", "Saturday 1 February…").await?;
        tab_to(page, "listbox", "Saturday 1 February").await?;
        let first = active(page).await?;
        assert_eq!((&first["selected"], &first["isInSight"]), (&json!("true"), &json!(true)), "{first}");
        let mut titles = BTreeSet::new();
        while titles.len() < PLANNED {
            for key in [Key::Right, Key::Right, Key::Right, Key::PageDown] {
                page.key(key).await?;
            }
            // At the end of the grid there is nothing further, and what is starred already is left as it is.
            while active_name(page).await?.contains(", going") {
                page.key(Key::Left).await?;
            }
            page.wait("it is in sight", async || Ok(active(page).await?["isInSight"] == true)).await?;
            page.key(Key::Space).await?;
            page.wait("it is starred", async || Ok(active_name(page).await?.contains(", going"))).await?;
            titles.insert(picked_title(page).await?);
        }
        // Enter opens what is picked, and the way back leads to it again.
        let last = active_name(page).await?;
        page.key(Key::Enter).await?;
        let title = picked_title_of(&titles, &last)?;
        page.heading(title).await?;
        page.back().await?;
        page.wait("the same cell", async || Ok(active_name(page).await? == last)).await?;
        planned(page, &titles).await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

/// The title of the session whose row stands below the grid.
async fn picked_title(page: &Page) -> Outcome<String> {
    let script = "return document.querySelector('[role=listbox] ~ ul a')?.textContent ?? null";
    page.wait("the row below the grid", async || Ok(page.run(script, vec![]).await?.is_string())).await?;
    Ok(page.run(script, vec![]).await?.as_str().unwrap_or_default().to_owned())
}

fn picked_title_of<'a>(titles: &'a BTreeSet<String>, name: &str) -> Outcome<&'a str> {
    let title = titles.iter().filter(|title| name.contains(title.as_str())).max_by_key(|title| title.len());
    title.map(String::as_str).ok_or_else(|| format!("{name} is not planned").into())
}

/// Fingers on a screen, through the browser's own input.
async fn touch(page: &Page, kind: &str, points: &[(f64, f64)]) -> Outcome {
    let points: Vec<Value> = points.iter().zip(1..).map(|((x, y), id)| json!({ "x": x, "y": y, "id": id })).collect();
    page.devtools("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).await.map(drop)
}

/// Moves fingers from some points to others, a tenth of the way at a time.
async fn drag(page: &Page, from: &[(f64, f64)], to: &[(f64, f64)]) -> Outcome {
    touch(page, "touchStart", from).await?;
    for step in 1..=10 {
        let part = f64::from(step) / 10.0;
        let along =
            |(from, to): (&(f64, f64), &(f64, f64))| (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
        let points: Vec<(f64, f64)> = from.iter().zip(to).map(along).collect();
        touch(page, "touchMove", &points).await?;
    }
    touch(page, "touchEnd", &[]).await
}

/// Taps the middle of what a script finds, and gives its name.
async fn tap(page: &Page, found: &str) -> Outcome<String> {
    let script = format!(
        "const found = {found}; if (!found || document.querySelector('[aria-busy]')) return null;
         const box = found.getBoundingClientRect();
         return [box.left + box.width / 2, box.top + box.height / 2, found.getAttribute('aria-label') ?? '']"
    );
    let place = page.wait_for(found, async || Ok(page.run(&script, vec![]).await?.as_array().cloned())).await?;
    let (x, y, name) = serde_json::from_value(place.into())?;
    touch(page, "touchStart", &[(x, y)]).await?;
    touch(page, "touchEnd", &[]).await?;
    Ok(name)
}

/// Where the grid is scrolled to, and how high an hour of it is.
const SCROLLED: &str = "
    const list = document.querySelector('[role=listbox]');
    const [first, second] = [...list.querySelectorAll('[aria-hidden] > span')].map((it) => it.getBoundingClientRect());
    const third = list.querySelectorAll('[aria-hidden] > span')[2].getBoundingClientRect();
    return [list.scrollLeft, list.scrollTop, third.top - second.top].map(Math.round)";

/// How far the grid can be scrolled down.
const BELOW: &str = "
    const list = document.querySelector('[role=listbox]');
    return Math.floor(list.scrollHeight - list.clientHeight - list.scrollTop)";

/// An option that is whole in sight and not starred, in the middle of the grid.
const FREE: &str = "(() => {
    const around = document.querySelector('[role=listbox]').getBoundingClientRect();
    return [...document.querySelectorAll('[role=option]')].find((it) => {
        const box = it.getBoundingClientRect();
        return !it.getAttribute('aria-label').includes(', going') && box.left > around.left + 50 && box.right < around.right
            && box.top > around.top + 50 && box.bottom < around.bottom;
    });
})()";

/// Answers once the grid has stood still for some frames: a tap on what moves only stops it.
const STILL: &str = "
    const done = arguments[arguments.length - 1];
    const list = document.querySelector('[role=listbox]');
    let [at, frames] = ['', 0];
    const look = () => {
        const now = `${list.scrollLeft} ${list.scrollTop} ${list.getAttribute('aria-busy')}`;
        frames = now === at ? frames + 1 : 0;
        at = now;
        if (frames > 20) done(); else requestAnimationFrame(look);
    };
    look();";

#[test]
fn a_saturday_is_planned_by_touch_alone() -> Outcome {
    let Some(file) = shared(FOSDEM) else { return skipped("FOSDEM's schedule is not here") };
    journey(async |stage| {
        let browser = stage.open("").await?;
        let page = browser.page();
        fosdem(page, &stage, &file).await?;
        page.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": true, "maxTouchPoints": 2 })).await?;
        tap(page, "document.querySelector('[aria-label=Grid]')").await?;
        page.find("listbox", "Saturday 1 February…").await?;
        let scrolled = async || {
            let at = page.run(SCROLLED, vec![]).await?;
            Outcome::Ok([0, 1, 2].map(|part| at[part].as_i64().unwrap_or_default()))
        };
        let before = scrolled().await?;
        // Two fingers apart make it larger, and nearer smaller.
        drag(page, &[(150.0, 450.0), (210.0, 450.0)], &[(90.0, 450.0), (270.0, 450.0)]).await?;
        page.wait("an hour is higher", async || Ok(scrolled().await?[2] > before[2])).await?;
        drag(page, &[(90.0, 450.0), (270.0, 450.0)], &[(160.0, 450.0), (200.0, 450.0)]).await?;
        page.wait("and lower again", async || Ok(scrolled().await?[2] <= before[2])).await?;
        let mut titles = BTreeSet::new();
        while titles.len() < PLANNED {
            let [left, top, _] = scrolled().await?;
            // Down as far as the day goes, then to the right: how far one drag goes depends on how busy the machine is.
            let below = page.run(BELOW, vec![]).await?.as_i64().unwrap_or_default();
            let to = if titles.len() % 2 == 0 && below > 50 { (300.0, 370.0) } else { (120.0, 500.0) };
            drag(page, &[(300.0, 500.0)], &[to]).await?;
            page.wait("it scrolls", async || Ok(scrolled().await?[..2] != [left, top])).await?;
            page.run_until_answered(STILL, vec![]).await?;
            let name = tap(page, FREE).await?;
            page.wait("it is picked", async || Ok(active_name(page).await? == name)).await?;
            let title = picked_title(page).await?;
            tap(page, "document.querySelector('[role=listbox] ~ ul .star')").await?;
            page.wait("it is starred", async || Ok(active_name(page).await?.contains(", going"))).await?;
            titles.insert(title);
        }
        planned(page, &titles).await?;
        assert_eq!(page.troubles().await?, [""; 0]);
        browser.close().await
    })
}

#[test]
fn the_address_holds_the_grid() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/agenda?day=2024-11-12").await?;
        let page = browser.page();
        page.press("Grid").await?;
        page.find("listbox", "Tuesday 12 November, by room").await?;
        page.press("Tracks").await?;
        page.find("listbox", "Tuesday 12 November, by track").await?;
        assert!(page.address().await?.ends_with("#/agenda?day=2024-11-12&grid=tracks"), "{}", page.address().await?);
        page.reload().await?;
        page.find("listbox", "Tuesday 12 November, by track").await?;
        page.press("Wed 13 Nov").await?;
        page.find("listbox", "Wednesday 13 November, by track").await?;
        page.press("Zoom in").await?;
        // Whoever has zoomed finds it so again; the list is a tap away.
        let hour = async || page.run(SCROLLED, vec![]).await;
        let zoomed = hour().await?[2].clone();
        page.reload().await?;
        page.find("listbox", "Wednesday 13 November, by track").await?;
        page.wait("the same zoom", async || Ok(hour().await?[2] == zoomed)).await?;
        page.press("Grid").await?;
        page.gone("listbox", "").await?;
        assert!(page.address().await?.ends_with("#/agenda?day=2024-11-13"), "{}", page.address().await?);
        assert!(page.agenda().await?.len() > 100);
        browser.close().await
    })
}

#[test]
fn it_is_read_as_a_list_that_says_when_where_and_what_overlaps() -> Outcome {
    journey(async |stage| {
        let browser = stage.open("#/own/lunch?day=2024-11-13").await?;
        let page = browser.page();
        page.find("textbox", "What").await?.send_keys("Lunch with Ada").await?;
        let set = "arguments[0].value = arguments[1];
                   arguments[0].dispatchEvent(new Event('change', { bubbles: true }))";
        for (name, at) in [("Starts (venue time)", "2024-11-13T14:30"), ("Ends (optional)", "2024-11-13T14:45")] {
            let field = page.find("date", name).await?;
            page.run(set, vec![field.to_json()?, at.into()]).await?;
        }
        page.status("Saved on this phone").await?;
        page.open(&stage.at(&["#/agenda?day=2024-11-13&grid=rooms&at=", DURING].concat())).await?;
        // It opens at what is on now, with my own in the first column.
        page.find("option", "14:30 to 14:45, yours, Lunch with Ada").await?;
        let list = page.find("listbox", "Wednesday 13 November, by room").await?;
        page.tap(&page.find("option", "14:30 to 14:45, yours, Lunch with Ada").await?).await?;
        assert_eq!(active(page).await?["selected"], "true");
        // Across to a talk at that time, in whichever room one is.
        while !active_name(page).await?.starts_with("14:30 to 15:05") {
            page.key(Key::Right).await?;
        }
        let name = active_name(page).await?;
        page.tap(&page.button("Star …").await?).await?;
        page.find("option", &[&name, ", going, overlaps by 15 min"].concat()).await?;
        page.run("arguments[0].scrollTo({ left: 0 })", vec![list.to_json()?]).await?;
        page.find("option", "14:30 to 14:45, yours, Lunch with Ada, overlaps by 15 min").await?;
        let numbers = async |name| page.attributes("option", "", name).await;
        let total = numbers("aria-setsize").await?.pop().unwrap_or_default();
        assert!(total.parse::<usize>()? > 100 && numbers("aria-setsize").await?.len() < 200, "{total}");
        // From anywhere else the way back to now is a tap.
        page.run("arguments[0].scrollTo(9000, 9000)", vec![list.to_json()?]).await?;
        page.wait("it has scrolled", async || Ok(page.all("option", "14:30 to 14:45, yours…").await?.is_empty()))
            .await?;
        page.press("Jump to now").await?;
        let is_on = "return [...document.querySelectorAll('[role=option]')].some((it) => {
            const { top, bottom } = it.getBoundingClientRect();
            return /^14:(00|15|30)/.test(it.getAttribute('aria-label')) && top > 0 && bottom < innerHeight;
        })";
        page.wait("what is on now is in sight", async || Ok(page.run(is_on, vec![]).await? == true)).await?;
        browser.close().await
    })
}
