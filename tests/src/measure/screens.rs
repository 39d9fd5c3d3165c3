//! `cargo xtask shots [DIR]`: every screen on a phone and on a desk, light and dark, and Now at twenty instants of the week, to
//! be looked at.

use std::path::Path;

use serde_json::json;

use crate::Outcome;
use crate::page::Page;
use crate::stage::Stage;
use crate::week::{MOMENTS, planned};

/// Every screen: a name, the fragment that leads there, and what is pressed there.
const SCREENS: [(&str, &str, &str); 38] = [
    ("now", "#/now?at=2024-11-13T14:42:00-07:00", ""),
    ("now-after", "#/now", ""),
    ("agenda", "#/agenda?at=2024-11-13T14:42:00-07:00", ""),
    ("filters", "#/agenda?day=2024-11-13", "press('.views > .button[aria-expanded]')"),
    ("mine", "#/agenda?day=2024-11-13&view=mine", ""),
    ("session", "#/agenda", "press('a[href*=\"#/session/\"]')"),
    ("capture", "#/now?at=2024-11-13T14:42:00-07:00", "press('.nav-link.capture')"),
    ("notebook", "#/notebook", ""),
    ("history", "#/notebook", "press('[aria-label=Edit]'); await frame(); press('.entry-details a')"),
    ("trash", "#/trash", ""),
    ("people", "#/people", ""),
    ("person", "#/person/Grace%20Hopper", ""),
    ("trip", "#/trip", ""),
    ("event", "#/event/kubecon", ""),
    ("venues", "#/venues", ""),
    ("phone", "#/phone", ""),
    ("recording", "#/session/rejekts/CZ9VGR?at=2024-11-10T15:10:00-07:00", ""),
    ("venue", "#/venue/salt-palace", ""),
    ("room", "#/venue/salt-palace", "press('a[href*=\"#/room/\"]')"),
    ("marked", "#/marked/star", ""),
    ("own", "#/own/new", ""),
    ("import", "#/import", ""),
    ("preview", "#/import", PASTE),
    ("stars", "#/stars", PASTE_TITLES),
    ("changes", "#/changes", ""),
    ("calendar", "#/calendar", ""),
    ("share", "#/trip", "press('.share > button')"),
    (
        "shared",
        "#/trip",
        "press('.share > button'); await frame(); location.hash = document.querySelector('.share .link').value.split('#')[1];",
    ),
    ("damaged", "#/shared/damaged", ""),
    ("search", "#/search?q=security", ""),
    ("settings", "#/settings", ""),
    ("lost", "#/nowhere", ""),
    ("outline", "#/retrospective?example=week", ""),
    (
        "outline-editor",
        "#/retrospective?example=week",
        "press('.outline .outline-opener:not(:first-child)'); await frame(); press('.outline-pieces [aria-label^=Edit]')",
    ),
    ("outline-preview", "#/retrospective?show=preview&example=week", ""),
    ("outline-publish", "#/retrospective?show=publish&example=week", ""),
    ("closing", "#/closing?example=week&at=2024-11-16T10:00:00-07:00", ""),
    ("recordings", "#/recordings?example=week", PASTE_VIDEOS),
];

/// Three videos, of which one is of no session.
const PASTE_VIDEOS: &str = r"
    const field = document.querySelector('.recordings textarea');
    field.value = 'Architecting Tomorrow: The Heterogeneous Compute Resources https://youtu.be/a\nPickled cabbage https://youtu.be/b\nSIG Autoscaling Projects Update https://youtu.be/c?t=90';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
";

/// A schedule without a zone, and with something wrong in it.
const PASTE: &str = r#"
    const field = document.querySelector('.import textarea');
    field.value = JSON.stringify({ lanyard: 1, title: 'Marmot meeting', sessions: [
        { id: 'a', start: '2024-11-12T10:00', minutes: 30, room: 'Loft', title: 'Opening of the marmot meeting' },
        { id: 'b', start: 'noon', room: 'Cellar', title: 'What marmots dream of' }] });
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    [...document.querySelectorAll('.import button')].find((it) => it.textContent === 'Read what I pasted').click();
    while (!document.querySelector('.preview-title')) await frame();
    while (document.querySelector('[aria-busy]')) await frame();
"#;

/// A title of the trip, one that several sessions have, and one of another conference.
const PASTE_TITLES: &str = r#"
    const field = document.querySelector('.import textarea');
    field.value = 'Relaxation Station\nTutorial: Live with Gateway API V1.2\nA talk of another conference';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    [...document.querySelectorAll('.import button')].find((it) => it.textContent === 'Look them up').click();
    while (!document.querySelector('.import .closing-list')) await frame();
"#;

/// What the scripts below press and type with.
const HANDS: &str = "
    const frame = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    const press = (selector) => document.querySelector(selector)?.click();
    const type = (name, text) => {
        const field = document.querySelector(`.sheet [aria-label=\"${name}\"]`)
            ?? [...document.querySelectorAll('.sheet label')].find((it) => it.textContent.startsWith(name))?.querySelector('input');
        field.value = text;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    const pick = (name) => [...document.querySelectorAll('.sheet button')].find((it) => it.textContent === name).click();
";

/// Makes the pictures worth looking at, beside the stars: two notes, a follow-up, somebody met, and something in the trash.
const FURNISH: &str = "
    const kept = [['Note', 'To be deleted'], ['Note', 'Two etcds are **better** than one. #etcd'],
        ['Follow-up', 'Send the slides to @Grace Hopper'], ['Person', 'Talked about compilers']];
    for (const [kind, words] of kept) {
        press('.nav-link.capture');
        while (!document.querySelector('.sheet')) await frame();
        pick(kind);
        await frame();
        type('What do you want to keep?', words);
        if (kind === 'Person') type('Name', 'Grace Hopper');
        while (!document.querySelector('.sheet').textContent.includes('Saved on this phone')) await frame();
        pick('Done');
        await frame();
    }
    location.hash = '#/notebook';
    const entry = () => [...document.querySelectorAll('.entry')].find((it) => it.textContent.includes('To be deleted'));
    while (!entry()) await frame();
    entry().querySelector('[aria-label=Edit]').click();
    await frame();
    press('.sheet [aria-label=Delete]');
    await frame();
    press('[aria-label=Close]');
";

/// Takes every picture and puts it into `folder`.
///
/// # Errors
/// When the app is not built or the browser does not start.
pub async fn shots(folder: &Path) -> Outcome {
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let stage = Stage::set()?;
    let browser = stage.open("#/trip").await?;
    let page = browser.page();
    planned().put(page, &stage).await?;
    page.open(&stage.at("#/now")).await?;
    page.started().await?;
    act(page, FURNISH).await?;
    for (size, width, height, mobile) in [("phone", 360, 740, true), ("desk", 1280, 800, false)] {
        for theme in ["light", "dark"] {
            let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
            page.devtools("Emulation.setDeviceMetricsOverride", screen).await?;
            page.prefer(theme).await?;
            for (name, fragment, pressed) in SCREENS {
                take(page, &stage.at(fragment), pressed, &folder.join(format!("{name}-{size}-{theme}.png"))).await?;
            }
        }
    }
    let phone = json!({ "width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": true });
    page.devtools("Emulation.setDeviceMetricsOverride", phone).await?;
    page.prefer("light").await?;
    for moment in MOMENTS {
        let address = stage.at(&format!("#/now?at={}", moment.at));
        take(page, &address, "", &folder.join(format!("now-{}.png", moment.name))).await?;
    }
    println!("{} pictures in {}", SCREENS.len() * 4 + MOMENTS.len(), folder.display());
    Ok(())
}

/// Opens a page, presses what is to be pressed, and takes its picture.
async fn take(page: &Page, address: &str, pressed: &str, path: &Path) -> Outcome {
    page.open(address).await?;
    page.started().await?;
    act(page, pressed).await?;
    act(page, "while (document.querySelector('[aria-busy]')) await frame(); await frame(); await frame()").await?;
    Ok(std::fs::write(path, page.picture().await?).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// Does something in the page, and waits until it is done.
async fn act(page: &Page, script: &str) -> Outcome {
    let script = format!("const done = arguments[0]; (async () => {{ {HANDS} {script}; done(); }})();");
    page.run_until_answered(&script, vec![]).await.map(drop)
}
