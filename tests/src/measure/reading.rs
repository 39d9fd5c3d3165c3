//! `cargo xtask speed FILE`: how long somebody waits for a schedule to be read and shown, and whether the screen stays
//! smooth meanwhile.
//!
//! Two waits are added up: from the file to its preview, and from the tap that adds it to its first session in the
//! agenda. The page runs on a quarter of this machine's processor. DevTools slows the page only, and not its workers, so
//! three times what the worker took is added: the sum is what a phone would take. A task that keeps the page busy for
//! longer than 50 ms shows (W3C Long Tasks); there may be none from the file to the last row of the day. Both are the
//! median of five runs, for the machine does other things, too.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::{REPORT, SLOWER, number, report};
use crate::Outcome;
use crate::page::Page;
use crate::server::Server;

const RUNS: usize = 5;
const LIMIT_MS: f64 = 2_000.0;
const LONGEST_MS: f64 = 50.0;
const LOOKING_FOR_A_FILE: Duration = Duration::from_secs(3);

const FIELD: &str = "document.querySelector('input[type=file]')";

/// From the chosen file to the last row of the day, as a person would go, and a report of how long each step took.
pub(super) const WALK: &str = "
    const tasks = [];
    const note = (list) => tasks.push(...list.map(({ startTime, duration }) => [startTime, duration]));
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    observer.observe({ type: 'longtask' });
    let worked = 0;
    window.Worker = class extends Worker {
        postMessage(question) {
            const began = performance.now();
            this.addEventListener('message', ({ data: [what] }) => {
                if (what === 'answer') worked += performance.now() - began;
            });
            super.postMessage(question);
        }
    };
    const until = (holds) => new Promise((done) => {
        const look = () => (holds() ? done() : requestAnimationFrame(look));
        look();
    });
    const steps = [];
    const painted = async (name, holds) => {
        const began = performance.now();
        steps.push([began, name]);
        await until(holds);
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        return performance.now() - began;
    };
    const button = (name) => [...document.querySelectorAll('button')].find((it) => it.textContent === name);
    const add = () => [...document.querySelectorAll('button')].find((it) => /^Add (as|to) /.test(it.textContent));
    const own = () => button('In a new trip')?.getAttribute('aria-pressed') === 'true';
    addEventListener('change', async ({ target }) => {
        if (target.type !== 'file') return;
        // What the page did before is another matter, and so is DevTools' own putting of the file into its field.
        const began = performance.now();
        const previewed = await painted('the preview', add);
        const inWorker = worked;
        if (add().disabled) {
            const choice = 'Europe/Brussels';
            await painted('the zones', () => document.querySelector(`.import option[value=\"${choice}\"]`));
            const select = document.querySelector('.import select');
            select.value = choice;
            select.dispatchEvent(new Event('change', { bubbles: true }));
            button('Use this time zone').click();
            await painted('the zone', () => add() && !add().disabled);
        }
        if (!own()) {
            button('In a new trip').click();
            await painted('a new trip', () => own() && add());
        }
        add().click();
        const added = await painted('the trip', () => !add());
        location.hash = '#/agenda';
        const shown = await painted('the agenda', () => document.querySelector('main .row button[aria-label^=\"Star \"]'));
        await painted('the last row', () => document.querySelector('.agenda-list')?.getAttribute('aria-busy') === null);
        note(observer.takeRecords());
        const counted = tasks.filter(([start]) => start >= began);
        const [start, longest] = counted.reduce((one, other) => (one[1] > other[1] ? one : other), [0, 0]);
        const [, during] = steps.findLast(([began]) => began <= start) ?? [0, 'nothing'];
        report({ previewed, shown: added + shown, worked: inWorker, longest, during });
    }, true);
";

/// # Errors
/// When the app is not built, the browser does not start, the median is over the limit, or the screen stood still.
pub async fn speed(file: &Path) -> Outcome {
    let file = file.canonicalize().map_err(|error| format!("{}: {error}", file.display()))?;
    let server = super::host()?;
    let (mut times, mut tasks) = (Vec::new(), Vec::new());
    for run in 1..=RUNS {
        let report = read_and_show(&server, &file, run).await?;
        let [preview, agenda, worker, task] =
            ["previewed", "shown", "worked", "longest"].map(|name| number(&report, name));
        let all = preview + agenda + (SLOWER - 1.0) * worker;
        let during = report.get("during").and_then(Value::as_str).filter(|_| task > 0.0).unwrap_or("nothing");
        println!(
            "run {run}: {all:.0} ms ({preview:.0} until the preview, {worker:.0} of them in the worker, {agenda:.0} until \
             the agenda), longest task {task:.0} ms, during {during}"
        );
        times.push(all);
        tasks.push(task);
    }
    let (median, longest) = (super::median(times), super::median(tasks));
    println!("median {median:.0} ms, limit {LIMIT_MS:.0} ms; longest task {longest:.0} ms, limit {LONGEST_MS:.0} ms");
    match (median > LIMIT_MS, longest > LONGEST_MS) {
        (true, _) => Err(format!("The schedule shows {:.0} ms too late.", median - LIMIT_MS).into()),
        (_, true) => Err("The screen stood still while the schedule was read and shown.".into()),
        _ => Ok(()),
    }
}

/// What the page measured of one file.
async fn read_and_show(server: &Server, file: &Path, run: usize) -> Outcome<Value> {
    let (browser, _profile) = super::browser().await?;
    let page = browser.page();
    page.before_every_page(&[REPORT, WALK].concat()).await?;
    open_import(page, server).await?;
    // That the app makes itself ready is another wait, and it is over when somebody has found the file they look for.
    tokio::time::sleep(LOOKING_FOR_A_FILE).await;
    super::slow_down(&browser).await?;
    give(page, file).await?;
    report(server, run)
}

/// Opens the page that takes a file. The files for offline use have been fetched, checked and made ready to run by then.
pub(super) async fn open_import(page: &Page, server: &Server) -> Outcome {
    page.open(&format!("{}#/import", server.app())).await?;
    let has_field = format!("return {FIELD} !== null");
    page.wait("the field for a file", async || Ok(page.run(&has_field, vec![]).await? == true)).await?;
    let is_ready = "return document.documentElement.dataset.offline === 'ready'";
    page.wait("the app", async || Ok(page.run(is_ready, vec![]).await? == true)).await
}

/// Puts a file into the field. [`WALK`] goes on from there.
pub(super) async fn give(page: &Page, file: &Path) -> Outcome {
    let field = page.devtools("Runtime.evaluate", json!({ "expression": FIELD })).await?;
    let field = field.pointer("/result/objectId").cloned().ok_or("there is no field for a file")?;
    page.devtools("DOM.setFileInputFiles", json!({ "objectId": field, "files": [file] })).await.map(drop)
}
