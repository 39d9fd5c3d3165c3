//! What the agenda can be filtered by: every value with how many sessions it would show. It comes with the deferred part.

use std::sync::Arc;

use lanyard_core::agenda::{Filter, FilterChoice, FilterContext, FilterProperty};
use lanyard_core::schedule::Day;
use lanyard_core::search::fold::fold;
use leptos::prelude::*;

use super::tools::change;
use crate::components::html::{
    HtmlElement, all, button, chip, div, input, item, keyed, live, p, section, span, strong,
};
use crate::components::words;
use crate::platform::scrolling;
use crate::state::{AgendaFilter, App};

/// So many values are offered at once; a field finds the others.
const OFFERED: usize = 8;

/// What the counts are of: the filter and the day.
type Counted = RwSignal<(Filter, Option<Day>)>;

pub fn filters(app: App, shown: AgendaFilter) -> HtmlElement {
    let filter = shown.filter;
    let next = move || (filter.get(), shown.day.get());
    let counted = RwSignal::new(untrack(next));
    // The frame of a tap has the list to draw. The counts follow.
    Effect::new(move || {
        let next = next();
        if counted.with_untracked(|counted| *counted != next) {
            scrolling::after_next_frame(move || drop(counted.try_set(next)));
        }
    });
    let times = div()
        .class("chips")
        .role("group")
        .aria_label("Time")
        .child(flag_chip(app, filter, "Not over", |filter| filter.upcoming, |filter, on| filter.upcoming = on))
        .child(flag_chip(app, filter, "Fits my gaps", |filter| filter.fits_gaps, |filter, on| filter.fits_gaps = on));
    let clear = move || {
        change(app, filter, |filter| {
            *filter = Filter { day: filter.day, mine: filter.mine, grid: filter.grid, ..Filter::default() }
        });
    };
    let results = move || words::count(shown.count.get(), "session", "sessions");
    let head = div()
        .class("filters-head")
        .child(p().role("status").child(results))
        .child(button().class("button").on_click(clear).child("Clear filters"));
    let kept = saved_filters(app, filter);
    let properties = FilterProperty::ALL.map(|property| property_view(app, filter, counted, property));
    // What comes and goes with what is chosen stands below all that is tapped.
    div().class("filters").child(head).child(times).children(properties.into()).child(kept)
}

/// The setting that holds a filter begins with this, and goes on with its name. An empty one was taken away.
const SAVED: &str = "filter:";

/// Filters that were saved under a name, to be chosen again or taken away; and the way to save this one.
fn saved_filters(app: App, filter: Memo<Filter>) -> AnyView {
    let saved = Memo::new(move |_| app.settings.starting_with(SAVED));
    let is_same = move |query: &str| filter.with(|filter| criteria(filter).to_query() == query);
    let one = move |(name, query): (String, String)| {
        let (shown, chosen) = (query.clone(), query);
        let on = move || is_same(&shown);
        let choose = move || {
            let saved = Filter::from_query(&chosen);
            change(app, filter, |filter| *filter = Filter { day: filter.day, mine: filter.mine, ..saved });
        };
        let key = format!("{SAVED}{name}");
        let remove = move || app.settings.set(&key, "");
        let remove = button().class("chip").aria_label(format!("Forget the filter {name}")).on_click(remove).child("×");
        all((chip(name, on, choose), remove))
    };
    let name = RwSignal::new(String::new());
    let can_save = move || filter.with(|filter| criteria(filter) != Filter::default());
    let save = move || {
        let (named, query) = (name.get_untracked(), filter.with_untracked(|filter| criteria(filter).to_query()));
        if !named.trim().is_empty() {
            app.settings.set(&format!("{SAVED}{}", named.trim()), &query);
            name.set(String::new());
        }
    };
    let field = move || {
        let field = input()
            .r#type("text")
            .class("field one-line")
            .aria_label("Name for this filter")
            .placeholder("Name for this filter")
            .maxlength("40")
            .prop_value(move || name.get())
            .on_text(move |words| name.set(words));
        let save = button().class("button").on_click(save).child("Save");
        can_save().then(|| div().class("save-filter").child(field).child(save))
    };
    let chips = move || {
        let saved = saved.get();
        (!saved.is_empty()).then(|| {
            let chips = div().class("chips").role("group").aria_label("Saved filters");
            chips.children(saved.into_iter().map(one).collect())
        })
    };
    all((live(chips), live(field)))
}

/// What a filter asks for, without the day and without whose sessions: that is saved under a name.
fn criteria(filter: &Filter) -> Filter {
    Filter { day: None, mine: false, ..filter.clone() }
}

fn flag_chip(
    app: App,
    filter: Memo<Filter>,
    name: &'static str,
    get: fn(&Filter) -> bool,
    set: fn(&mut Filter, bool),
) -> HtmlElement {
    let toggle = move || change(app, filter, |filter| set(filter, !get(filter)));
    chip(name, move || filter.with(get), toggle)
}

fn name_of(property: FilterProperty) -> &'static str {
    match property {
        FilterProperty::Event => "Event",
        FilterProperty::Kind => "Type",
        FilterProperty::Track => "Track",
        FilterProperty::Room => "Room",
        FilterProperty::Level => "Level",
        FilterProperty::Language => "Language",
    }
}

/// Nothing, where there are no two values to choose from.
fn property_view(app: App, filter: Memo<Filter>, counted: Counted, property: FilterProperty) -> AnyView {
    let choices = Memo::new(move |_| Arc::new(choices(app, counted, property)));
    let chosen = Memo::new(move |_| {
        filter.with(|filter| filter.values(property).into_iter().map(str::to_owned).collect::<Vec<String>>())
    });
    let is_choice = Memo::new(move |_| choices.with(|choices| choices.len() > 1));
    let is_long = Memo::new(move |_| choices.with(|choices| choices.len() > OFFERED));
    let typed = RwSignal::new(String::new());
    let offered = move || {
        let (all, typed) = (choices.get(), fold(&typed.get()));
        let chosen = chosen.get();
        let is_offered = |(number, choice): &(usize, &FilterChoice)| match typed.is_empty() {
            true => *number < OFFERED || chosen.contains(&choice.value),
            false => fold(&choice.name).contains(&typed),
        };
        let chips = all.iter().enumerate().filter(is_offered).map(|(_, choice)| choice);
        let chip = |choice: FilterChoice| {
            let value = choice.value.clone();
            item(&value, move || choice_chip(app, filter, property, choice, choices))
        };
        chips.cloned().map(chip).collect()
    };
    let name = name_of(property);
    let field = move || {
        let field = input()
            .r#type("search")
            .class("field one-line")
            .aria_label(format!("Find a {}", name.to_lowercase()))
            .placeholder(format!("Find among {}", choices.with(|choices| choices.len())))
            .prop_value(move || typed.get())
            .on_text(move |words| typed.set(words));
        is_long.get().then_some(field)
    };
    live(move || {
        let chips = div().class("chips").role("group").aria_label(name).child(keyed(offered));
        is_choice.get().then(|| section().child(strong().child(name)).child(field).child(chips))
    })
}

fn choices(app: App, counted: Counted, property: FilterProperty) -> Vec<FilterChoice> {
    let (trip, timeline, keys) = (app.trip.get(), app.timeline.get(), app.marks.my_agenda());
    let mine = |key: &_| keys.has(key);
    let context = FilterContext::new(&timeline, &mine, untrack(|| app.now()));
    counted.with(|(filter, day)| filter.choices(&trip, *day, property, &context))
}

fn choice_chip(
    app: App,
    filter: Memo<Filter>,
    property: FilterProperty,
    choice: FilterChoice,
    choices: Memo<Arc<Vec<FilterChoice>>>,
) -> HtmlElement {
    let (chosen, counted, toggled) = (choice.value.clone(), choice.value.clone(), choice.value);
    let count = move || {
        let sessions = |choices: &Arc<Vec<FilterChoice>>| {
            choices.iter().find(|choice| choice.value == counted).map_or(0, |choice| choice.sessions)
        };
        choices.with(sessions).to_string()
    };
    let is_on = move || filter.with(|filter| filter.values(property).contains(&chosen.as_str()));
    let toggle = move || change(app, filter, |filter| filter.toggle(property, &toggled));
    chip((), is_on, toggle).child(choice.name).child(" ").child(span().class("count").child(count))
}
