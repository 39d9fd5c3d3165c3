//! Adding an event: by file, by drop, by paste or by address; what is in it, and what is still to be asked. Below that,
//! the trips kept on this phone.

use std::sync::Arc;

use lanyard_core::schedule::Problem;
use lanyard_core::schedule::address::{export_address, fetchable};
use lanyard_core::trips::{CatalogTrip, Counts, Destination, EventZone, Origin, Preview, TripCatalog};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Event, File, FileList, HtmlInputElement};

use crate::components::header::inner_header;
use crate::components::node::{Node, all, button, chip, chips, line, link, list, live, node, nothing, p, section};
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

const FORMATS: &str = "Lanyard reads what pretalx, frab, Sched, Sessionize, Indico, KonOpas, ConClár and Open Event \
     write, calendar files, and its own form.";

pub fn page(app: App) -> AnyView {
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
    node("article")
        .class("import")
        .on("dragover", |event| event.prevent_default())
        .on("drop", move |event| dropped(app, &event))
        .child(inner_header(app.href(Page::Trip), "Trip", "Add an event".to_owned(), nothing()))
        .live(body)
        .live(move || trips(app))
        .build()
}

/// The ways to give a schedule; above them, what went wrong with the last one.
fn ways(app: App, failed: Option<(String, Option<String>)>) -> AnyView {
    let failed = failed.map(|(sentence, address)| {
        let open = address.map(|address| node("p").child(rich::link(&address, "Open the address")));
        node("div").class("ask").set("role", "alert").child(p("", sentence)).child(open).build()
    });
    let file = node("input").set("type", "file").flag("multiple", true).on("change", move |event| {
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        read_files(app, field.and_then(|field| field.files()));
    });
    let typed = RwSignal::new(String::new());
    let address = node("input")
        .set("type", "url")
        .set("inputmode", "url")
        .set("autocomplete", "off")
        .value(move || typed.get())
        .on_text(move |text| typed.set(text));
    let ask = move || ask_address(app, &typed.get_untracked());
    let pasted = RwSignal::new(String::new());
    let field = node("textarea")
        .set("rows", "3")
        .class("field")
        .set("spellcheck", "false")
        .value(move || pasted.get())
        .on_text(move |text| pasted.set(text));
    let read_pasted = move || {
        let text = pasted.get_untracked();
        app.trips.look_into(Input {
            origin: Origin::Pasted,
            files: vec![Arc::new(text.into_bytes())],
            zone: None,
            destination: None,
        });
    };
    all(vec![
        failed.unwrap_or_else(nothing),
        p("facts", FORMATS).build(),
        line("File, or several that belong together", file).build(),
        line("Address of a schedule or of its page", address).build(),
        node("div").class("buttons").child(button("button", "Read this address", ask)).build(),
        p("facts", "Lanyard asks the other site once, now. Nothing of yours is sent.").build(),
        line("Or paste it here", field).build(),
        node("div").class("buttons").child(button("button", "Read what I pasted", read_pasted)).build(),
    ])
}

fn ask_address(app: App, typed: &str) {
    match fetchable(typed) {
        Some(address) => {
            let address = export_address(&address).unwrap_or(address);
            app.trips.look_into(Input {
                origin: Origin::Address(address),
                files: Vec::new(),
                zone: None,
                destination: None,
            });
        }
        None => app.trips.import.set(ImportState::Failed(
            "This is no address that Lanyard can ask. It begins with https:// and names a site.".to_owned(),
            None,
        )),
    }
}

fn dropped(app: App, event: &Event) {
    event.prevent_default();
    let carried = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
    read_files(app, carried.and_then(|carried| carried.files()));
}

fn read_files(app: App, files: Option<FileList>) {
    let Some(files) = files.filter(|files| files.length() > 0) else { return };
    let files: Vec<File> = (0..files.length()).filter_map(|index| files.get(index)).collect();
    let names: Vec<String> = files.iter().map(File::name).collect();
    app.trips.read_files(files.into_iter().map(Into::into).collect(), move |files| {
        app.trips.look_into(Input { origin: Origin::File(names.join(", ")), files, zone: None, destination: None });
    });
}

fn working(app: App, step: ReaderProgress) -> AnyView {
    let (what, progress) = match step {
        ReaderProgress::Fetching(bytes, total) => {
            let words = ["Fetching the schedule · ", &(bytes / 1024).to_string(), " kB"].concat();
            let bar = node("progress").set("aria-label", "Fetched");
            (
                words,
                match total {
                    Some(total) => bar.set("max", total.to_string()).set("value", bytes.to_string()),
                    None => bar,
                },
            )
        }
        ReaderProgress::Reading => ("Reading the schedule".to_owned(), node("progress").set("aria-label", "Reading")),
    };
    all(vec![
        p("empty", what).set("role", "status").build(),
        node("p").child(progress).build(),
        node("div").class("buttons").child(button("button", "Cancel", move || app.trips.cancel_reading())).build(),
    ])
}

fn linked(app: App, address: String) -> AnyView {
    let asked = address.clone();
    let ask = move || ask_address(app, &asked);
    all(vec![
        p("", "This is a page. It says that its schedule is here:").build(),
        p("facts", address).build(),
        node("div")
            .class("buttons")
            .child(button("button primary", "Read that address", ask))
            .child(button("button", "Cancel", move || app.trips.cancel_reading()))
            .build(),
    ])
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
        Destination::ThisTrip => ["Add to ", &trip.title].concat(),
        Destination::OwnTrip => "Add as a trip of its own".to_owned(),
        Destination::Event(_) if preview.doubts.is_empty() => "Update".to_owned(),
        Destination::Event(_) => "Update all the same".to_owned(),
    };
    let add = button("button primary", name, add).flag("disabled", preview.zone == EventZone::Missing);
    all(vec![
        node("h2").class("preview-title").text(preview.title.clone()).build(),
        p("", facts(preview)).set("role", "status").build(),
        if is_update {
            p("", wording::differences(preview.counts).unwrap_or_else(|| "Nothing has changed.".to_owned())).build()
        } else {
            nothing()
        },
        doubts(&preview.doubts).map_or_else(nothing, Node::build),
        zone(app, found),
        destinations(app, found),
        problems(&preview.problems).map_or_else(nothing, Node::build),
        node("div")
            .class("buttons")
            .child(add)
            .child(button("button", "Cancel", move || app.trips.cancel_reading()))
            .build(),
    ])
}

/// `1 to 2 February 2025 · 986 sessions · 31 rooms · frab XML`.
fn facts(preview: &Preview) -> String {
    let Counts { sessions, timed, rooms, .. } = preview.counts;
    let mut parts = Vec::new();
    parts.extend(preview.days.map(|(first, last)| words::days_between(first, last)));
    parts.push(words::count(sessions, "session", "sessions"));
    if timed < sessions {
        parts.push([&(sessions - timed).to_string(), " without a time"].concat());
    }
    parts.push(words::count(rooms, "room", "rooms"));
    parts.push(preview.format.clone());
    parts.join(" · ")
}

fn doubts(doubts: &[String]) -> Option<Node> {
    let told = doubts.iter().map(|doubt| p("", doubt.clone()).build()).collect::<Vec<_>>();
    let hint = "Look twice: this may be another event, or half a file. Your stars and notes stay either way.";
    (!told.is_empty()).then(|| node("div").class("ask").set("role", "alert").children(told).child(p("", hint)))
}

/// The zone: what the file names, or a question.
fn zone(app: App, found: &Arc<FoundSchedule>) -> AnyView {
    let chosen = match &found.preview.zone {
        EventZone::Named(zone) => return p("facts", ["Times are ", zone, " time."].concat()).build(),
        EventZone::Given(zone) => zone.clone(),
        EventZone::Missing => String::new(),
    };
    let mut near = vec![app.trip.get_untracked().zone.name.clone()];
    near.extend(zone::own_zone());
    near.dedup();
    near.retain(|name| *name != chosen);
    let first = match chosen.as_str() {
        "" => node("option").set("value", "").text("Choose").build(),
        chosen => zone_option(chosen).flag("selected", true).build(),
    };
    let picked = RwSignal::new(chosen.clone());
    let mut options = vec![first];
    options.extend(near.iter().map(|name| zone_option(name).build()));
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
    options.push(live(move || {
        let names = far.get();
        let slices = Slices::new(names.len(), ZONES_AT_ONCE);
        let part = |(number, names): (usize, &[String])| {
            let names = names.to_vec();
            slices
                .part(number * ZONES_AT_ONCE, move || all(names.iter().map(|name| zone_option(name).build()).collect()))
        };
        all(names.chunks(ZONES_AT_ONCE).enumerate().map(part).collect())
    }));
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
    let question = "The schedule does not say its time zone. Where is the event?";
    let select = node("select").on_change(move |zone| picked.set(zone)).children(options);
    let take = node("div").class("buttons").child(button("button", "Use this time zone", take));
    all(vec![line(question, select).build(), take.build()])
}

fn zone_option(name: &str) -> Node {
    node("option").set("value", name.to_owned()).text(name.replace('_', " "))
}

fn destinations(app: App, found: &Arc<FoundSchedule>) -> AnyView {
    let trip = app.trip.get_untracked();
    let mut choices: Vec<(String, Destination)> = trip
        .events
        .iter()
        .filter(|event| {
            found.preview.destination == Destination::Event(event.id.clone()) || event.title == found.preview.title
        })
        .map(|event| (["A newer ", &event.short].concat(), Destination::Event(event.id.clone())))
        .collect();
    choices.push(([&trip.title, ", as a new event"].concat(), Destination::ThisTrip));
    choices.push(("A trip of its own".to_owned(), Destination::OwnTrip));
    let buttons = choices
        .into_iter()
        .map(|(name, destination)| {
            let is_on = found.preview.destination == destination;
            let found = found.clone();
            let choose = move || {
                app.trips.look_into(Input { destination: Some(destination.clone()), ..found.input.clone() });
            };
            chip(name, move || is_on, choose).build()
        })
        .collect();
    chips("Where it goes", buttons).build()
}

fn problems(problems: &[Problem]) -> Option<Node> {
    let items = problems
        .iter()
        .map(|problem| node("li").text([&problem.location, ": ", &problem.what].concat()).build())
        .collect::<Vec<_>>();
    let count = words::count(items.len(), "problem", "problems");
    list("facts-list", items).map(|list| {
        let summary = node("summary").text([&count, " in the file; the rest was read"].concat());
        node("details").class("filters").child(summary).child(list)
    })
}

/// The trips kept here, and the bundled one, which can only be hidden.
fn trips(app: App) -> AnyView {
    let catalog = app.trips.catalog.get();
    let shown = app.trip.get().id.clone();
    let is_hidden = |kept: &CatalogTrip| catalog.hides_bundled && kept.now.base.is_some() && kept.id != shown;
    let show = |kept: &CatalogTrip| {
        let id = kept.id.clone();
        button("button", ["Show ", &kept.title].concat(), move || app.trips.choose(id.clone()))
    };
    let card = |kept: &CatalogTrip| {
        let is_shown = kept.id == shown;
        let id = kept.id.clone();
        let put_away = match kept.now.base {
            Some(_) if is_shown => None,
            Some(_) => Some(button("button", ["Hide ", &kept.title].concat(), move || app.trips.hide_bundled(true))),
            None => Some(button("button", ["Remove ", &kept.title].concat(), move || app.trips.remove(id.clone()))),
        };
        node("li")
            .class("card")
            .child(node("h3").text(kept.title.clone()))
            .child(is_shown.then(|| p("row-facts", "Shown")))
            .child(node("div").class("buttons").child((!is_shown).then(|| show(kept))).child(put_away))
            .build()
    };
    if catalog.trips.len() < 2 {
        return nothing();
    }
    let cards = catalog.trips.iter().filter(|kept| !is_hidden(kept)).map(card).collect();
    let hidden = catalog.trips.iter().find(|kept| is_hidden(kept));
    section("Trips on this phone", list("cards", cards))
        .child(hidden.map(|kept| p("facts", ["Hidden: ", &kept.title].concat())))
        .child(hidden.map(|kept| node("div").class("buttons").child(show(kept))))
        .build()
}

/// What is on screen is of another trip that is kept here: the way to that one. Nothing while it is shown.
pub fn way_to_trip(app: App, of: impl Fn(&TripCatalog) -> Option<&CatalogTrip> + Send + Sync + 'static) -> AnyView {
    live(move || {
        let catalog = app.trips.catalog.get();
        let Some(kept) = of(&catalog).filter(|kept| app.trip.with(|shown| shown.id != kept.id)) else {
            return nothing();
        };
        let id = kept.id.clone();
        let show = button("button", ["Show ", &kept.title].concat(), move || app.trips.choose(id.clone()));
        node("div")
            .class("ask")
            .child(p("", ["This is of another trip on this phone: ", &kept.title, "."].concat()))
            .child(node("div").class("buttons").child(show))
            .build()
    })
}

/// The way to the others from the page of one trip, when there are others.
pub fn way_to_trips(app: App) -> AnyView {
    let count = app.trips.catalog.with(|catalog| catalog.trips.len());
    if count < 2 {
        return nothing();
    }
    let way = link("plain-row", app.href(Page::Import), "Trips on this phone")
        .child(node("span").class("count").text(count.to_string()));
    node("li").child(way).build()
}

/// The way here, from the page of the trip.
pub fn way_in(app: App) -> Node {
    node("p").class("buttons").child(link("button", app.href(Page::Import), "Add an event"))
}
