//! iCalendar as XML: the `schedule.xcal` that Pentabarf, frab and pretalx export, and RFC 6321.
//!
//! The former has each property as an element of the component, with a name as the attendee; the latter puts them into
//! `properties`, with parameters and a typed value inside, and components into `components`. Either becomes the tree that
//! the lines of a calendar give. Rules of repetition, which only RFC 6321 has, are left out.

use std::borrow::Cow;

use super::super::xml::Element;
use super::lines::{Component, Property};
use crate::text::content_line::escape;

const COMPONENTS: [&str; 7] = ["vcalendar", "vevent", "vtimezone", "valarm", "vtodo", "vjournal", "vfreebusy"];

pub fn component(element: &Element<'_>) -> Component<'static> {
    let (offset, cut_off) = (element.offset, element.cut_off);
    let mut component = Component { name: element.name.to_ascii_uppercase(), offset, cut_off, ..Component::default() };
    add(&mut component, element);
    component
}

fn add(component: &mut Component<'static>, element: &Element<'_>) {
    for child in &element.children {
        match child.name {
            "iCalendar" | "icalendar" | "properties" | "components" => add(component, child),
            name if COMPONENTS.contains(&name) => component.children.push(self::component(child)),
            _ => component.properties.extend(property(child)),
        }
    }
}

fn property(element: &Element<'_>) -> Option<Property<'static>> {
    let (offset, name) = (element.offset, element.name);
    let typed = element.children.iter().find(|child| child.name != "parameters");
    let value = typed.unwrap_or(element).text()?;
    let parameters = element.children_named("parameters").flat_map(|parameters| &parameters.children);
    let mut parameters: Vec<(String, String)> = parameters
        .filter_map(|parameter| {
            let value = parameter.children.first().unwrap_or(parameter).text()?;
            Some((parameter.name.to_ascii_uppercase(), value.to_owned()))
        })
        .collect();
    if name == "attendee" && !value.contains(':') {
        // As the lines of Pentabarf's calendars mark a speaker.
        parameters.push(("CN".to_owned(), value.to_owned()));
        return Some(Property { name: "ATTENDEE".to_owned(), parameters, value: "invalid:nomail".into(), offset });
    }
    let name = match name {
        "category" => "CATEGORIES".to_owned(),
        // Pentabarf's own, which stands before a summary that has the subtitle too.
        "title" => "SUMMARY".to_owned(),
        _ => name.to_ascii_uppercase(),
    };
    Some(Property { name, parameters, value: Cow::Owned(escape(value)), offset })
}
