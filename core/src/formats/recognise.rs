//! Finds out from the content what wrote it. Names and types of files are not asked: they lie.

use super::context::{Format, ScheduleError};
use super::json::Json;
use super::markup::{Token, Tokens};
use super::table::TableLayout;
use crate::schedule::columns::TableMapping;

pub enum Recognised {
    FrabXml,
    ICalendar,
    XCal,
    Json,
    Table(TableLayout),
}

/// What is in a text. A table is known by its header, or by what the user said of its columns.
pub fn recognise(text: &str, table: Option<&TableMapping>) -> Result<Recognised, ScheduleError> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if text.is_empty() {
        return Err(ScheduleError::Empty);
    }
    if text.starts_with('<') {
        return recognise_markup(text);
    }
    let is_begin = |line: &str| line.trim_start().get(..6).is_some_and(|word| word.eq_ignore_ascii_case("BEGIN:"));
    if is_begin(text) {
        return Ok(Recognised::ICalendar);
    }
    if looks_like_script(text) {
        return Ok(Recognised::Json);
    }
    match TableLayout::of(text, table) {
        Some(layout) if layout.sample.mapping.suffices() => Ok(Recognised::Table(layout)),
        _ if text.lines().take(50).any(is_begin) => Ok(Recognised::ICalendar),
        Some(layout) if layout.looks_like_table(text) => Err(ScheduleError::UnknownColumns(Box::new(layout.sample))),
        _ => Err(ScheduleError::Unrecognised),
    }
}

fn recognise_markup(text: &str) -> Result<Recognised, ScheduleError> {
    let names = Tokens::new(text).filter_map(|(_, token)| match token {
        Token::Open { name, .. } | Token::DocType(name) => Some(name),
        _ => None,
    });
    // A schedule may stand some way inside what delivered it.
    for name in names.take(16) {
        match name.to_ascii_lowercase().as_str() {
            "html" | "head" | "body" => return Err(ScheduleError::WebPage),
            "schedule" => return Ok(Recognised::FrabXml),
            "icalendar" | "vcalendar" => return Ok(Recognised::XCal),
            _ => {}
        }
    }
    Err(ScheduleError::Unrecognised)
}

/// A list or an object, perhaps behind `var program =`, a comment or the name of a function.
fn looks_like_script(text: &str) -> bool {
    let Some(start) = text.find(['{', '[']) else { return false };
    let before = text.get(..start).unwrap_or("").trim_end();
    const FIRST_WORDS: [&str; 7] = ["//", "/*", "var ", "let ", "const ", "export ", "window"];
    // In a table a bracket stands behind cells, or behind words.
    let line = before.lines().last().unwrap_or("");
    let is_called = line.strip_suffix('(').is_some_and(|name| !name.contains(char::is_whitespace));
    let is_assigned = (line.ends_with('=') || is_called) && !line.contains([',', ';', '\t', '|']);
    before.is_empty() || is_assigned || FIRST_WORDS.iter().any(|word| before.starts_with(word))
}

/// The format of a schedule in one or several JSON documents: that of the one that holds the sessions.
pub fn format_of(documents: &[Json<'_>]) -> Option<Format> {
    // The speakers' view of Sessionize holds titles too, so it only counts when nothing else does.
    let speakers = || documents.iter().flat_map(Json::items).any(|item| item.has("fullName") && item.has("sessions"));
    documents.iter().find_map(format_of_one).or_else(|| speakers().then_some(Format::Sessionize))
}

fn format_of_one(document: &Json<'_>) -> Option<Format> {
    if document.is_object() { format_of_object(document) } else { format_of_list(document) }
}

fn format_of_object(document: &Json<'_>) -> Option<Format> {
    let schedule = document.get("schedule");
    Some(if document.has("lanyard") {
        Format::Lanyard
    } else if schedule.has("conference") {
        if schedule.get("events").is_list() { Format::HubJson } else { Format::FrabJson }
    } else if document.has("schemaVersion") && schedule.is_list() {
        Format::ConClar
    } else if format_of_list(document.get("sessions")) == Some(Format::Sessionize)
        || (document.has("categories") && document.get("sessions").is_list())
    {
        Format::Sessionize
    } else if is_indico(document) {
        Format::Indico
    } else if document.get("talks").is_list()
        || ["results", "slots"].iter().any(|list| format_of_list(document.get(list)) == Some(Format::PretalxJson))
    {
        Format::PretalxJson
    } else if document.members().iter().any(|(code, item)| is_by_code(code, item) && item.has("title"))
        || document
            .get("days")
            .members()
            .iter()
            .any(|(_, day)| day.get("events").items().iter().any(|it| it.has("rooms")))
    {
        Format::EuroPython
    } else {
        return None;
    })
}

/// A list of events, or a timetable by event, day and key.
fn is_indico(document: &Json<'_>) -> bool {
    let results = document.get("results");
    let first = results.items().first().or_else(|| results.members().first().map(|(_, event)| event));
    first.is_some_and(|first| {
        document.get("_type").text() == Some("HTTPAPIResult") || first.get("startDate").has("date")
    })
}

/// Whether EuroPython's API put this item under its own code.
fn is_by_code(key: &str, item: &Json<'_>) -> bool {
    item.get("code").text() == Some(key)
}

/// Members of an Open Event session, whose names hold underscores in some exports and hyphens in others.
const OPEN_EVENT_MARKS: [&str; 7] =
    ["microlocation", "session_type", "session-type", "short_abstract", "short-abstract", "starts_at", "starts-at"];
/// Members of what stands beside a programme and of nothing in it.
const COMPANION_MARKS: [&str; 9] = [
    "prog",
    "sortname",
    "long_biography",
    "long-biography",
    "short_biography",
    "short-biography",
    "font_color",
    "font-color",
    "floor",
];
const EVENT_MARKS: [&str; 5] =
    ["event_url", "event-url", "schedule_published_on", "schedule-published-on", "organizer-name"];

fn format_of_list(list: &Json<'_>) -> Option<Format> {
    let items = list.items();
    let first = items.iter().find(|item| item.is_object())?;
    let has_any = |names: &[&str]| names.iter().any(|name| first.has(name));
    Some(if has_any(&["groupId", "groupName", "startsAt"]) || (first.has("rooms") && first.has("date")) {
        Format::Sessionize
    } else if first.has("submission") && first.has("room") {
        Format::PretalxJson
    } else if first.has("event_key") && first.has("name") {
        Format::SchedJson
    } else if first.get("title").has("rendered") && first.get("meta").has("_wcpt_session_time") {
        Format::WordCamp
    } else if !first.has("title") {
        return None;
    } else if has_any(&OPEN_EVENT_MARKS) {
        Format::OpenEvent
    } else if first.has("code") && has_any(&["submission_type", "slot", "state"]) {
        Format::PretalxJson
    } else if has_any(&["loc", "mins", "datetime"]) || (first.has("time") && has_any(&["date", "day"])) {
        let is_newer = items.iter().any(|item| {
            item.has("datetime") || item.has("links") || item.get("tags").items().iter().any(Json::is_object)
        });
        if is_newer { Format::ConClar } else { Format::KonOpas }
    } else {
        return None;
    })
}

/// People, tracks or rooms that some formats keep beside the programme.
pub fn is_companion(document: &Json<'_>) -> bool {
    let list = if document.has("schemaVersion") { document.get("people") } else { document };
    let has_any = |item: &Json<'_>, names: &[&str]| names.iter().any(|name| item.has(name));
    list.items().iter().any(|item| item.has("fullName") || item.has("name") && has_any(item, &COMPANION_MARKS))
        || (document.has("name") && has_any(document, &EVENT_MARKS))
        || document.members().iter().any(|(code, item)| is_by_code(code, item) && item.has("name"))
}
