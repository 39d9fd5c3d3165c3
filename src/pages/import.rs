//! Adding a conference: by file, by drop, by paste or by address; what is in it, and what is still to be asked.

use std::sync::Arc;

use lanyard_core::schedule::Problem;
use lanyard_core::schedule::address::{export_address, fetchable};
use lanyard_core::share::payload_in;
use lanyard_core::trips::{Counts, Destination, EventZone, Origin, Preview};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, FileList, HtmlInputElement};

use super::add;
use crate::components::header::inner_header;
use crate::components::html::{
    HtmlElement, all, article, button, chip, chips, details, div, h2, input, li, line, list, option, p, progress,
    select, summary, textarea, titled,
};
use crate::components::slices::Slices;
use crate::components::{rich, words};
use crate::platform::reader::ReaderProgress;
use crate::platform::{scrolling, zone};
use crate::route::Page;
use crate::state::App;
use crate::state::trips::{FoundSchedule, ImportState, Input};
use crate::wording;

/// There are over 400 time zones.
const ZONES_AT_ONCE: usize = 50;

const FORMATS: &str = "Lanyard reads calendar files, and schedules of pretalx, frab, Sched, Sessionize, Indico, KonOpas, \
     ConClár and Open Event.";

pub fn page(app: App) -> HtmlElement {
    let stage = app.trips.import;
    Effect::new(move || {
        if !matches!(stage.get(), ImportState::Working(_)) {
            app.trips.expect_schedule();
        }
    });
    on_cleanup(move || app.trips.expect_no_schedule());
    let body = move || match stage.get() {
        ImportState::Idle => ways(app, None),
        ImportState::Working(step) => working(app, step),
        ImportState::Found(found) => preview(app, &found),
        ImportState::Linked(address) => linked(app, address),
        ImportState::Failed(sentence, address) => ways(app, Some((sentence, address))),
    };
    article()
        .class("import")
        .on(ev::dragover, |event| event.prevent_default())
        .on(ev::drop, move |event| dropped(app, &event))
        .child(inner_header(app, Page::Trip, "Trip", "Add a conference".to_owned(), ()))
        .child(body)
}

/// The ways to give a schedule; above them, what went wrong with the last one.
fn ways(app: App, failed: Option<(String, Option<String>)>) -> AnyView {
    let failed = failed.map(|(sentence, address)| {
        let open = address.map(|address| p().child(rich::link(&address, "Open the address")));
        div().class("ask").role("alert").child(p().child(sentence)).child(open)
    });
    let file = input().r#type("file").multiple(true).on(ev::change, move |event| {
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        read_files(app, field.and_then(|field| field.files()));
    });
    let typed = RwSignal::new(String::new());
    let address = input()
        .r#type("url")
        .inputmode("url")
        .autocomplete("off")
        .prop_value(move || typed.get())
        .on_text(move |text| typed.set(text));
    let ask = move || {
        typed.with_untracked(|typed| {
            if !add::opens(app, typed) {
                ask_address(app, typed)
            }
        })
    };
    let pasted = RwSignal::new(String::new());
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
        app.trips.look_into(Input::of(Origin::Pasted, vec![Arc::new(text.into_bytes())]));
    };
    all((
        failed,
        p().class("facts").child(FORMATS),
        p().class("facts").child("An agenda that somebody shared with you, as a link or a file, opens here as well."),
        line("A file, or several that belong together", file),
        line("Or the address of a schedule, or of its web page", address),
        div().class("buttons").child(button().class("button").on_click(ask).child("Read this address")),
        p().class("facts").child("Lanyard asks that site once, now. Nothing of yours is sent."),
        line("Or paste it here", field),
        div().class("buttons").child(button().class("button").on_click(read_pasted).child("Read what I pasted")),
    ))
}

fn ask_address(app: App, typed: &str) {
    match fetchable(typed) {
        Some(address) => {
            let address = export_address(&address).unwrap_or(address);
            app.trips.look_into(Input::of(Origin::Address(address), Vec::new()));
        }
        None => app.trips.import.set(ImportState::Failed(
            "This is not a web address. It has to begin with https:// and name a site.".to_owned(),
            None,
        )),
    }
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

fn preview(app: App, found: &Arc<FoundSchedule>) -> AnyView {
    let preview = &found.preview;
    let is_update = matches!(preview.destination, Destination::Event(_));
    let add = {
        let found = found.clone();
        move || app.trips.add_found(found.clone())
    };
    let trip = app.trip.get_untracked();
    let name = match &preview.destination {
        Destination::ThisTrip => format!("Add to {}", trip.title),
        Destination::OwnTrip => "Add as a new trip".to_owned(),
        Destination::Event(_) if preview.doubts.is_empty() => "Update".to_owned(),
        Destination::Event(_) => "Update anyway".to_owned(),
    };
    let add = button().class("button primary").on_click(add).disabled(preview.zone == EventZone::Missing).child(name);
    all((
        h2().class("preview-title").child(preview.title.clone()),
        p().role("status").child(facts(preview)),
        is_update.then(|| {
            p().child(wording::differences(preview.counts).unwrap_or_else(|| "Nothing has changed.".to_owned()))
        }),
        doubts(&preview.doubts),
        zone(app, found),
        destinations(app, found),
        problems(&preview.problems),
        div()
            .class("buttons")
            .child(add)
            .child(button().class("button").on_click(move || app.trips.cancel_reading()).child("Cancel")),
    ))
}

/// `1 to 2 February 2025 · 986 sessions · 31 rooms · frab XML`.
fn facts(preview: &Preview) -> String {
    let Counts { sessions, timed, rooms, .. } = preview.counts;
    let mut parts = Vec::new();
    parts.extend(preview.days.map(|(first, last)| words::days_between(first, last)));
    parts.push(words::count(sessions, "session", "sessions"));
    if timed < sessions {
        parts.push(format!("{} without a time", sessions - timed));
    }
    parts.push(words::count(rooms, "room", "rooms"));
    parts.push(preview.format.clone());
    parts.join(" · ")
}

fn doubts(doubts: &[String]) -> Option<HtmlElement> {
    let told = doubts.iter().map(|doubt| p().child(doubt.clone())).collect::<Vec<_>>();
    let hint = "Check this first: it may be another event, or half a file. Your stars and notes stay either way.";
    (!told.is_empty()).then(|| div().class("ask").role("alert").children(told).child(p().child(hint)))
}

/// The zone: what the file names, or a question.
fn zone(app: App, found: &Arc<FoundSchedule>) -> AnyView {
    let chosen = match &found.preview.zone {
        EventZone::Named(zone) => {
            return p().class("facts").child(format!("Times are {zone} time.")).into();
        }
        EventZone::Given(zone) => zone.clone(),
        EventZone::Missing => String::new(),
    };
    let mut near = vec![app.trip.get_untracked().zone.name.clone()];
    near.extend(zone::own_zone());
    near.dedup();
    near.retain(|name| *name != chosen);
    let first = match chosen.as_str() {
        "" => option().value("").child("Choose"),
        chosen => zone_option(chosen).selected(true),
    };
    let picked = RwSignal::new(chosen.clone());
    let mut options = vec![first];
    options.extend(near.iter().map(|name| zone_option(name)));
    near.push(chosen);
    // Naming all of them takes a frame of its own.
    let far = RwSignal::new(Vec::new());
    scrolling::before_next_frame(move |_| {
        scrolling::before_next_frame(move |_| {
            let names = zone::all_zones().into_iter().filter(|name| !near.contains(name)).collect();
            // The question may be gone by now.
            let _ = far.try_set(names);
        });
    });
    let far = move || {
        let names = far.get();
        let slices = Slices::new(names.len(), ZONES_AT_ONCE);
        let part = |(number, names): (usize, &[String])| {
            let names = names.to_vec();
            slices.part(number * ZONES_AT_ONCE, move || names.iter().map(|name| zone_option(name)).collect())
        };
        names.chunks(ZONES_AT_ONCE).enumerate().map(part).collect::<Vec<AnyView>>()
    };
    let found = found.clone();
    let take = move || {
        let zone = Some(picked.get_untracked()).filter(|zone| !zone.is_empty());
        if zone.is_some() {
            app.trips.look_into(Input {
                zone,
                destination: Some(found.preview.destination.clone()),
                ..found.input.clone()
            });
        }
    };
    let question = "The file does not say the time zone. Which one is it?";
    let select = select().on_change(move |zone| picked.set(zone)).children(options).child(far);
    let take = div().class("buttons").child(button().class("button").on_click(take).child("Use this time zone"));
    all((line(question, select), take))
}

fn zone_option(name: &str) -> HtmlElement {
    option().value(name.to_owned()).child(name.replace('_', " "))
}

fn destinations(app: App, found: &Arc<FoundSchedule>) -> HtmlElement {
    let trip = app.trip.get_untracked();
    let mut choices: Vec<(String, Destination)> = trip
        .events
        .iter()
        .filter(|event| {
            found.preview.destination == Destination::Event(event.id.clone()) || event.title == found.preview.title
        })
        .map(|event| (format!("Update {}", event.short), Destination::Event(event.id.clone())))
        .collect();
    choices.push((format!("In {}", trip.title), Destination::ThisTrip));
    choices.push(("In a new trip".to_owned(), Destination::OwnTrip));
    let buttons = choices
        .into_iter()
        .map(|(name, destination)| {
            let is_on = found.preview.destination == destination;
            let found = found.clone();
            let choose = move || {
                app.trips.look_into(Input { destination: Some(destination.clone()), ..found.input.clone() });
            };
            chip(name, move || is_on, choose)
        })
        .collect();
    titled("Where to put it", chips("Where to put it", buttons))
}

/// What could not be read of files, folded away.
pub(super) fn problems(problems: &[Problem]) -> Option<HtmlElement> {
    let items = problems
        .iter()
        .map(|problem| li().child(format!("{}: {}", problem.location, problem.what)))
        .collect::<Vec<_>>();
    let count = words::count(items.len(), "problem", "problems");
    list("facts-list", items).map(|list| {
        let summary = summary().child(format!("{count} in the file. The rest was read."));
        details().class("filters").child(summary).child(list)
    })
}
