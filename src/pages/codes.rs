//! Everything written here, without photos, as animated codes that another phone reads.

use leptos::prelude::*;

use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, all, article, button, div, live, p};
use crate::components::{qr, words};
use crate::route::Page;
use crate::state::App;
use crate::state::codes::{CodeShow, ShowStage};
use crate::wording;

pub fn page(app: App) -> HtmlElement {
    let body = match app.codes.show() {
        Some(show) => live(move || shown(show)),
        None => p().class("empty").child("There is nothing to show yet. Make a backup, and choose codes there.").into(),
    };
    article().class("codes").child(inner_header(app, Page::Trip, "Trip", "Send by codes".to_owned(), ())).child(body)
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
            "On the other phone: Lanyard, Trip, On this phone, Scan a code. Hold it still, so that the code fills its picture.",
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
