//! Everything written here, without photos, as animated codes that another phone reads.

use lanyard_core::backup::BackupExtent;
use leptos::prelude::*;

use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, all, article, button, div, live, p};
use crate::components::{qr, words};
use crate::route::Page;
use crate::state::App;
use crate::state::backups::BackupStage;
use crate::state::codes::{CodeShow, ShowStage};
use crate::wording;

const EXAMPLE: &str = "The example is not kept, so there is nothing to send. Leave it to send what is yours.";

pub fn page(app: App) -> HtmlElement {
    let head = inner_header(app, Page::Backup(None), "Backup", "Send by codes".to_owned(), ());
    if app.is_example() {
        return article().child(head).child(p().class("empty").child(EXAMPLE));
    }
    let article = article().class("codes").child(head);
    if let Some(show) = app.codes.show_again() {
        return article.child(move || shown(show));
    }
    let backups = app.backups();
    backups.extent.set(BackupExtent::ForCodes);
    backups.make();
    let body = move || match backups.making.get() {
        BackupStage::Idle | BackupStage::Working(_) => {
            p().class("facts").role("status").child("Putting it together").into()
        }
        BackupStage::Failed(why) => {
            let again = button().class("button").on_click(move || backups.make()).child("Try again");
            let why = div().class("ask").role("alert").child(p().child(why));
            all((why, div().class("buttons").child(again)))
        }
        BackupStage::Ready => {
            let show = backups.ready().and_then(|ready| app.codes.show(ready.at, ready.parcel.file.part()));
            show.map_or_else(|| all(()), |show| live(move || shown(show)))
        }
    };
    article.child(body)
}

fn shown(show: CodeShow) -> AnyView {
    let needed = match show.stage.get() {
        ShowStage::Starting => return p().class("facts").role("status").child("Drawing the first code").into(),
        ShowStage::Failed(failure) => {
            let why = wording::codes_failure(failure);
            return div().class("ask").role("alert").child(p().child(why)).into();
        }
        ShowStage::Showing(needed) => needed,
    };
    let time = move || show.seconds().map(|seconds| format!("About {}: {needed} codes and some.", duration(seconds)));
    let code = live(move || show.code.get().map(|code| qr::code(&code, "A code, and then another one")));
    let pause = button()
        .class("button")
        .on_click(move || show.runs.update(|runs| *runs = !*runs))
        .child(move || if show.runs.get() { "Pause" } else { "Go on" }.to_owned());
    let slower =
        button().class("button").disabled(move || show.is_slowest()).on_click(move || show.slower()).child("Slower");
    let faster =
        button().class("button").disabled(move || show.is_fastest()).on_click(move || show.faster()).child("Faster");
    let speed = move || format!("{} codes a second", show.per_second.get());
    all((
        div().class("ask").child(p().child("Any camera in view can read this: everything you wrote is in it.")),
        p().class("facts").child(
            "On the other phone: Lanyard, Trip, Scan a code. Hold it still, so that the code fills its picture.",
        ),
        code,
        div().class("buttons").child(slower).child(pause).child(faster),
        p().class("facts").child(speed),
        p().class("facts").child(time),
        p().class("facts").child("Which codes it misses does not matter. Photos come by file."),
    ))
}

fn duration(seconds: usize) -> String {
    match seconds {
        ..=90 => words::count(seconds, "second", "seconds"),
        _ => words::count(seconds.div_ceil(60), "minute", "minutes"),
    }
}
