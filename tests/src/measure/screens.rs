//! `cargo xtask shots [DIR]`: every screen on a phone and on a desk, light and dark, to be looked at.

use std::path::Path;

use serde_json::json;

use crate::Outcome;
use crate::page::Page;

/// Every screen: a name, the fragment that leads there, and what is pressed there.
const SCREENS: [(&str, &str, &str); 30] = [
    ("now", "#/now?at=2024-11-13T14:42:00-07:00", ""),
    ("now-after", "#/now", ""),
    ("agenda", "#/agenda?at=2024-11-13T14:42:00-07:00", ""),
    ("filters", "#/agenda?day=2024-11-13", "press('.filters > summary')"),
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
    ("changes", "#/changes", ""),
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
];

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

/// Makes the pictures worth looking at: five stars, two notes, a follow-up, somebody met, and something in the trash.
const FURNISH: &str = "
    while (document.querySelector('[aria-busy]')) await frame();
    for (const title of ['Keynote: Welcome', 'Choose Your Own Adventure', 'From Observability to Performance',
        'Platform Coffee meetup', 'Self-Led Morning Run']) press(`button[aria-label^=\"Star ${title}\"]`);
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
    while (!document.querySelector('[aria-label=Delete]')) await frame();
    [...document.querySelectorAll('.entry')].find((it) => it.textContent.includes('To be deleted'))
        .querySelector('[aria-label=Delete]').click();
    await frame();
    press('[aria-label=Close]');
";

/// Takes every picture and puts it into `folder`.
///
/// # Errors
/// When the app is not built or the browser does not start.
pub async fn shots(folder: &Path) -> Outcome {
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let server = super::host()?;
    let (browser, _profile) = super::browser().await?;
    let page = browser.page();
    page.open(&format!("{}#/agenda?day=2024-11-13", server.app())).await?;
    shown(page, "button[aria-label^=\"Star \"]").await?;
    act(page, FURNISH).await?;
    for (size, width, height, mobile) in [("phone", 360, 740, true), ("desk", 1280, 800, false)] {
        for theme in ["light", "dark"] {
            let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
            page.devtools("Emulation.setDeviceMetricsOverride", screen).await?;
            page.prefer(theme).await?;
            for (name, fragment, pressed) in SCREENS {
                page.open(&format!("{}{fragment}", server.app())).await?;
                shown(page, "#app nav button").await?;
                let is_there = "return document.querySelector('#app main h1')?.textContent !== 'One moment'";
                page.wait("the deferred part", async || Ok(page.run(is_there, vec![]).await? == true)).await?;
                act(page, pressed).await?;
                act(page, "await frame(); await frame()").await?;
                let path = folder.join(format!("{name}-{size}-{theme}.png"));
                std::fs::write(&path, page.picture().await?).map_err(|error| format!("{}: {error}", path.display()))?;
            }
        }
    }
    println!("{} pictures in {}", SCREENS.len() * 4, folder.display());
    Ok(())
}

/// Waits until something of this selector is there.
async fn shown(page: &Page, selector: &str) -> Outcome {
    let is_there = "return document.querySelector(arguments[0]) !== null";
    page.wait(selector, async || Ok(page.run(is_there, vec![json!(selector)]).await? == true)).await
}

/// Does something in the page, and waits until it is done.
async fn act(page: &Page, script: &str) -> Outcome {
    let script = format!("const done = arguments[0]; (async () => {{ {HANDS} {script}; done(); }})();");
    page.run_until_answered(&script, vec![]).await.map(drop)
}
