//! Adding a conference: by file, by drop, by paste or by address; what is in it, and what is still to be asked.

mod columns;
mod pieces;
mod preview;
mod public_schedules;

use std::collections::BTreeMap;
use std::sync::Arc;

use lanyard_core::schedule::address::{export_address, fetchable};
use lanyard_core::share::payload_in;
use lanyard_core::trips::Origin;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, FileList, HtmlInputElement};

use self::pieces::next_button;
pub use self::pieces::problems;
use super::add;
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, Piece, all, article, button, div, input, line, p, progress, textarea};
use crate::components::rich;
use crate::platform::reader::ReaderProgress;
use crate::route::Page;
use crate::state::App;
use crate::state::trips::{ImportState, Input};

const FORMATS: &str = "Lanyard reads calendar files, tables, and schedules of pretalx, frab, Sched, Sessionize, Indico, \
     KonOpas, ConClár, Open Event, WordCamp and EuroPython.";

/// What the user typed. It outlasts what becomes of it: what could not be read is still there, to be put right.
#[derive(Clone, Copy)]
struct Typed {
    sought: RwSignal<String>,
    address: RwSignal<String>,
    pasted: RwSignal<String>,
    names: RwSignal<BTreeMap<String, String>>,
}

pub fn page(app: App) -> HtmlElement {
    let stage = app.trips.import;
    Effect::new(move || {
        if !matches!(stage.get(), ImportState::Working(_)) {
            app.trips.expect_schedule();
        }
    });
    on_cleanup(move || app.trips.expect_no_schedule());
    let typed = Typed {
        sought: RwSignal::default(),
        address: RwSignal::default(),
        pasted: RwSignal::default(),
        names: RwSignal::default(),
    };
    let body = move || match stage.get() {
        ImportState::Idle => ways(app, typed, ()),
        ImportState::Working(step) => working(app, step),
        ImportState::Found(found) => preview::preview(app, &found, typed.names),
        ImportState::Adding => all(p().class("empty").role("status").child("Adding it to your trips")),
        ImportState::Columns(table) => columns::question(app, &table),
        ImportState::Linked(address) => linked(app, address),
        ImportState::Failed(sentence, address, next) => ways(app, typed, failed(app, sentence, address, next)),
    };
    article()
        .class("import")
        .on(ev::dragover, |event| event.prevent_default())
        .on(ev::drop, move |event| dropped(app, &event))
        .child(inner_header(app, Page::Trip, "Trip", "Add a conference".to_owned(), ()))
        .child(body)
}

/// What went wrong, and the way on where more is to be read.
fn failed(app: App, sentence: String, address: Option<String>, next: Vec<Input>) -> HtmlElement {
    let open = address.map(|address| p().child(rich::link(&address, "Open the address")));
    let told = div().class("ask").role("alert").child(p().child(sentence)).child(open);
    told.child((!next.is_empty()).then(|| div().class("buttons").child(next_button(app, next))))
}

/// The ways to give a schedule; above them, what went wrong with the last one.
fn ways(app: App, typed: Typed, failed: impl Piece) -> AnyView {
    let file = input().r#type("file").multiple(true).on(ev::change, move |event| {
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        read_files(app, field.and_then(|field| field.files()));
    });
    let Typed { address, pasted, .. } = typed;
    let address_field = input()
        .r#type("url")
        .inputmode("url")
        .autocomplete("off")
        .prop_value(move || address.get())
        .on_text(move |text| address.set(text));
    let ask = move || {
        address.with_untracked(|address| {
            if !add::opens(app, address) {
                ask_address(app, address)
            }
        })
    };
    let field = textarea()
        .rows("3")
        .class("field")
        .spellcheck("false")
        .prop_value(move || pasted.get())
        .on_text(move |text| pasted.set(text));
    let read_pasted = move || {
        let text = pasted.get_untracked();
        if add::opens(app, &text) {
            return;
        }
        if let Some(payload) = payload_in(&text) {
            return app.navigation.go(Page::Shared(payload.to_owned()));
        }
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let addresses: Option<Vec<Input>> = lines.map(|line| Some(of_address(&fetchable(line)?))).collect();
        let pasted = || Input::of(Origin::Pasted, vec![Arc::new(text.clone().into_bytes())]);
        app.trips.look_into(addresses.and_then(Input::of_several).unwrap_or_else(pasted));
    };
    all((
        failed,
        p().class("facts").child(FORMATS),
        p().class("facts").child("An agenda that somebody shared with you, as a link or a file, opens here as well."),
        p().class("facts")
            .child("Several schedules are shown one after the other: files, or pasted addresses, one on each line."),
        public_schedules::find_schedule(app, typed.sought),
        line("A file, or several", file),
        line("Or the address of a schedule, or of its web page", address_field),
        div().class("buttons").child(button().class("button").on_click(ask).child("Read this address")),
        p().class("facts").child("Lanyard asks that site once, now. Nothing of yours is sent."),
        line("Or paste it here", field),
        div().class("buttons").child(button().class("button").on_click(read_pasted).child("Read what I pasted")),
    ))
}

fn ask_address(app: App, typed: &str) {
    match fetchable(typed) {
        Some(address) => app.trips.look_into(of_address(&address)),
        None => app.trips.import.set(ImportState::Failed(
            "This is not a web address. It has to begin with https:// and name a site.".to_owned(),
            None,
            Vec::new(),
        )),
    }
}

/// What is to be fetched from there, or from where the page there keeps its schedule.
fn of_address(address: &str) -> Input {
    let address = export_address(address).unwrap_or_else(|| address.to_owned());
    Input::of(Origin::Address(address), Vec::new())
}

fn dropped(app: App, event: &DragEvent) {
    event.prevent_default();
    read_files(app, event.data_transfer().and_then(|carried| carried.files()));
}

fn read_files(app: App, files: Option<FileList>) {
    let Some(files) = files.filter(|files| files.length() > 0) else { return };
    let files: Vec<File> = (0..files.length()).filter_map(|index| files.get(index)).collect();
    let names: Vec<String> = files.iter().map(File::name).collect();
    app.trips.read_files(files.into_iter().map(Into::into).collect(), move |files| {
        let text = |file: &Arc<Vec<u8>>| std::str::from_utf8(file).ok().and_then(payload_in).map(str::to_owned);
        if let Some(payload) = files.iter().find_map(text) {
            return app.navigation.go(Page::Shared(payload));
        }
        app.trips.look_into(Input::of(Origin::File(names.join(", ")), files));
    });
}

fn working(app: App, step: ReaderProgress) -> AnyView {
    let (what, progress) = match step {
        ReaderProgress::Fetching(bytes, total) => {
            let words = format!("Fetching the schedule · {} kB", bytes / 1024);
            let value = total.map(|_| bytes.to_string());
            (words, progress().aria_label("Fetched").max(total.map(|total| total.to_string())).value(value))
        }
        ReaderProgress::Reading => ("Reading the schedule".to_owned(), progress().aria_label("Reading")),
    };
    all((
        p().class("empty").role("status").child(what),
        p().child(progress),
        div()
            .class("buttons")
            .child(button().class("button").on_click(move || app.trips.cancel_reading()).child("Cancel")),
    ))
}

fn linked(app: App, address: String) -> AnyView {
    let asked = address.clone();
    let ask = move || ask_address(app, &asked);
    all((
        p().child("This is a web page. It says its schedule is here:"),
        p().class("facts").child(address),
        div()
            .class("buttons")
            .child(button().class("button primary").on_click(ask).child("Read the schedule"))
            .child(button().class("button").on_click(move || app.trips.cancel_reading()).child("Cancel")),
    ))
}
