//! A strict validator of published calendars, written from RFC 5545, RFC 5546 (section 3.2.1), RFC 7986 and RFC 9074. It knows
//! nothing of the writer, and is stricter than the standards where we have promised more: UTC alone, no `ORGANIZER`, an alarm
//! with a UID of its own that rings before the start.

use std::collections::BTreeSet;

/// What is wrong with a file, a line for each.
pub fn problems(file: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let lines = match lines(file, &mut found) {
        Some(lines) => lines,
        None => return found,
    };
    let mut properties = Vec::new();
    for line in &lines {
        match Property::parse(line) {
            Ok(property) => properties.push(property),
            Err(why) => found.push(format!("{why}: {line}")),
        }
    }
    let mut rest = properties.into_iter();
    match rest.next() {
        Some(first) if first.name == "BEGIN" && first.value == "VCALENDAR" => {
            let calendar = read_component(first.value, &mut rest, &mut found);
            if rest.next().is_some() {
                found.push("something follows the calendar".to_owned());
            }
            calendar.check(&mut found);
        }
        _ => found.push("no calendar".to_owned()),
    }
    found
}

/// Section 3.1: lines of at most 75 octets that end in CR LF, folded between characters.
fn lines(file: &[u8], found: &mut Vec<String>) -> Option<Vec<String>> {
    let Some(body) = file.strip_suffix(b"\r\n") else {
        found.push("the last line does not end".to_owned());
        return None;
    };
    let mut lines: Vec<String> = Vec::new();
    let mut physical = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.windows(2).position(|pair| pair == b"\r\n") {
        physical.push(&rest[..at]);
        rest = &rest[at + 2..];
    }
    physical.push(rest);
    for line in physical {
        if line.len() > 75 {
            found.push(format!("{} octets in a line", line.len()));
        }
        let Ok(line) = std::str::from_utf8(line) else {
            found.push("a line is folded within a character, or is no UTF-8".to_owned());
            return None;
        };
        if line.chars().any(|c| c.is_control() && c != '\t') {
            found.push(format!("a control character: {line:?}"));
        }
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(""), _) => found.push("an empty fold".to_owned()),
            (Some(more), Some(last)) => last.push_str(more),
            (Some(_), None) => found.push("it begins with a folded line".to_owned()),
            (None, _) if line.is_empty() => found.push("an empty line".to_owned()),
            (None, _) => lines.push(line.to_owned()),
        }
    }
    Some(lines)
}

#[derive(Debug)]
struct Property {
    name: String,
    parameters: Vec<(String, Vec<String>)>,
    value: String,
}

impl Property {
    fn parse(line: &str) -> Result<Self, &'static str> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let end = line.find(|c| !is_name(c)).ok_or("no value")?;
        let (name, mut rest) = line.split_at(end);
        if name.is_empty() {
            return Err("no name");
        }
        let mut parameters = Vec::new();
        while let Some(after) = rest.strip_prefix(';') {
            let (parameter, after) = after.split_once('=').ok_or("a parameter without a value")?;
            if parameter.is_empty() || !parameter.chars().all(is_name) {
                return Err("the name of a parameter");
            }
            let mut values = Vec::new();
            rest = after;
            loop {
                if let Some(quoted) = rest.strip_prefix('"') {
                    let (value, after) = quoted.split_once('"').ok_or("a quotation that does not end")?;
                    values.push(value.to_owned());
                    rest = after;
                } else {
                    let end = rest.find([';', ':', ',', '"']).ok_or("no value")?;
                    values.push(rest[..end].to_owned());
                    rest = &rest[end..];
                }
                match rest.strip_prefix(',') {
                    Some(after) => rest = after,
                    None => break,
                }
            }
            parameters.push((parameter.to_ascii_uppercase(), values));
        }
        let value = rest.strip_prefix(':').ok_or("a parameter or a name ends oddly")?;
        Ok(Self { name: name.to_ascii_uppercase(), parameters, value: value.to_owned() })
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        let (_, values) = self.parameters.iter().find(|(parameter, _)| parameter == name)?;
        values.first().map(String::as_str)
    }
}

#[derive(Debug)]
struct Component {
    name: String,
    properties: Vec<Property>,
    components: Vec<Component>,
}

/// How often a property may stand in a component.
enum Count {
    One,
    Perhaps,
    Any,
}

use Count::{Any, One, Perhaps};

/// RFC 5545, section 3.6, and RFC 7986, section 4.
const OF_CALENDAR: [(&str, Count); 12] = [
    ("PRODID", One),
    ("VERSION", One),
    ("CALSCALE", Perhaps),
    // A file that is published says so.
    ("METHOD", One),
    ("UID", Perhaps),
    ("LAST-MODIFIED", Perhaps),
    ("URL", Perhaps),
    ("COLOR", Perhaps),
    ("NAME", Any),
    ("DESCRIPTION", Any),
    ("CATEGORIES", Any),
    ("IMAGE", Any),
];

/// RFC 5545, section 3.6.1, narrowed by RFC 5546, section 3.2.1, for what is published once.
const OF_EVENT: [(&str, Count); 19] = [
    ("UID", One),
    ("DTSTAMP", One),
    ("DTSTART", One),
    ("SUMMARY", One),
    ("DTEND", Perhaps),
    ("DURATION", Perhaps),
    ("CLASS", Perhaps),
    ("CREATED", Perhaps),
    ("DESCRIPTION", Perhaps),
    ("LAST-MODIFIED", Perhaps),
    ("LOCATION", Perhaps),
    ("PRIORITY", Perhaps),
    ("SEQUENCE", Perhaps),
    ("STATUS", Perhaps),
    ("TRANSP", Perhaps),
    ("URL", Perhaps),
    ("COLOR", Perhaps),
    ("CATEGORIES", Any),
    ("COMMENT", Any),
];

/// RFC 5545, section 3.6.6, for alarms that are shown, and RFC 9074, section 4.
const OF_ALARM: [(&str, Count); 7] = [
    ("UID", One),
    ("ACTION", One),
    ("TRIGGER", One),
    ("DESCRIPTION", One),
    ("DURATION", Perhaps),
    ("REPEAT", Perhaps),
    ("ACKNOWLEDGED", Perhaps),
];

impl Component {
    fn check(&self, found: &mut Vec<String>) {
        self.check_counts(&OF_CALENDAR, found);
        for (name, expect) in [("VERSION", "2.0"), ("METHOD", "PUBLISH")] {
            if self.value(name).is_some_and(|value| value != expect) {
                found.push(format!("another {name}"));
            }
        }
        if self.components.is_empty() {
            found.push("an empty calendar".to_owned());
        }
        let mut uids = BTreeSet::new();
        for event in &self.components {
            if event.name != "VEVENT" {
                found.push(format!("a {} in a calendar", event.name));
                continue;
            }
            event.check_event(found);
            for one in std::iter::once(event).chain(&event.components) {
                if one.value("UID").is_some_and(|uid| !uids.insert(uid)) {
                    found.push("one UID twice".to_owned());
                }
            }
        }
    }

    fn check_counts(&self, counts: &[(&str, Count)], found: &mut Vec<String>) {
        for property in &self.properties {
            let is_known = counts.iter().any(|(name, _)| *name == property.name) || property.name.starts_with("X-");
            if !is_known {
                found.push(format!("{} in {}", property.name, self.name));
            }
            check_value(property, found);
        }
        for (name, count) in counts {
            let times = self.properties.iter().filter(|property| property.name == *name).count();
            let fits = match count {
                One => times == 1,
                Perhaps => times < 2,
                Any => true,
            };
            if !fits {
                found.push(format!("{name} {times} times in {}", self.name));
            }
        }
    }

    fn check_event(&self, found: &mut Vec<String>) {
        self.check_counts(&OF_EVENT, found);
        let of = |name: &str| self.properties.iter().find(|property| property.name == name);
        if let (Some(start), Some(end)) = (of("DTSTART"), of("DTEND")) {
            if start.parameter("VALUE") != end.parameter("VALUE") {
                found.push("the end is of another type than the start".to_owned());
            } else if end.value <= start.value {
                found.push("the end is not later than the start".to_owned());
            }
        }
        if of("DTEND").is_some() && of("DURATION").is_some() {
            found.push("an end and a length".to_owned());
        }
        if self.value("UID").is_some_and(|uid| uid.is_empty() || uid.len() > 255) {
            found.push("a UID of no length, or too long".to_owned());
        }
        for alarm in &self.components {
            if alarm.name != "VALARM" {
                found.push(format!("a {} in an event", alarm.name));
            }
            alarm.check_counts(&OF_ALARM, found);
            if !alarm.components.is_empty() {
                found.push("a component in an alarm".to_owned());
            }
            if alarm.value("TRIGGER").is_some_and(|trigger| !trigger.starts_with('-')) {
                found.push("an alarm that does not ring before".to_owned());
            }
            if alarm.value("DURATION").is_some() != alarm.value("REPEAT").is_some() {
                found.push("an alarm that repeats by half".to_owned());
            }
        }
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|property| property.name == name).map(|property| property.value.as_str())
    }
}

/// The component that has begun, with those in it.
fn read_component(name: String, rest: &mut impl Iterator<Item = Property>, found: &mut Vec<String>) -> Component {
    let mut component = Component { name, properties: Vec::new(), components: Vec::new() };
    let mut outer: Vec<Component> = Vec::new();
    for property in rest {
        match property.name.as_str() {
            "BEGIN" => {
                let inner = Component { name: property.value, properties: Vec::new(), components: Vec::new() };
                outer.push(std::mem::replace(&mut component, inner));
            }
            "END" if property.value == component.name => match outer.pop() {
                Some(around) => {
                    let inner = std::mem::replace(&mut component, around);
                    component.components.push(inner);
                }
                None => return component,
            },
            "END" => found.push(format!("{} ends as {}", component.name, property.value)),
            other => {
                if !component.components.is_empty() {
                    found.push(format!("{other} stands behind a component"));
                }
                component.properties.push(property);
            }
        }
    }
    found.push(format!("{} does not end", component.name));
    component
}

/// The types of section 3.3, by the properties of section 3.8.
fn check_value(property: &Property, found: &mut Vec<String>) {
    let value = property.value.as_str();
    let (fits, allowed): (bool, &[&str]) = match property.name.as_str() {
        "DTSTAMP" | "LAST-MODIFIED" | "CREATED" | "ACKNOWLEDGED" => (is_date_time(value), &[]),
        "DTSTART" | "DTEND" => match property.parameter("VALUE") {
            Some("DATE") => (is_date(value), &["VALUE"]),
            None | Some("DATE-TIME") => (is_date_time(value), &["VALUE"]),
            Some(_) => (false, &["VALUE"]),
        },
        "SEQUENCE" | "PRIORITY" | "REPEAT" => {
            (value.bytes().all(|it| it.is_ascii_digit()) && value.parse::<i32>().is_ok(), &[])
        }
        "TRIGGER" => (is_duration(value), &["RELATED"]),
        "DURATION" => (is_duration(value), &[]),
        "URL" => (is_uri(value), &[]),
        "STATUS" => (matches!(value, "TENTATIVE" | "CONFIRMED" | "CANCELLED"), &[]),
        "TRANSP" => (matches!(value, "OPAQUE" | "TRANSPARENT"), &[]),
        "ACTION" => (value == "DISPLAY", &[]),
        "CATEGORIES" => (is_text(value, true), &["LANGUAGE"]),
        "UID" | "PRODID" | "VERSION" | "METHOD" => (is_text(value, false) && !value.is_empty(), &[]),
        _ => (is_text(value, false), &["ALTREP", "LANGUAGE"]),
    };
    if !fits {
        found.push(format!("no value of {}: {value:?}", property.name));
    }
    for (parameter, _) in &property.parameters {
        if !allowed.contains(&parameter.as_str()) && !parameter.starts_with("X-") {
            found.push(format!("{parameter} at {}", property.name));
        }
    }
}

/// Backslashes escape backslash, semicolon, comma or a line feed, and the first three never stand alone. In a list commas do.
fn is_text(value: &str, is_list: bool) -> bool {
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        let fits = match character {
            '\\' => matches!(characters.next(), Some('\\' | ';' | ',' | 'n' | 'N')),
            ';' => false,
            ',' => is_list,
            _ => true,
        };
        if !fits {
            return false;
        }
    }
    true
}

fn is_date(value: &str) -> bool {
    let number = |from: usize, to: usize| value.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
    let is_eight_digits = value.len() == 8 && value.bytes().all(|byte| byte.is_ascii_digit());
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(4, 6), number(6, 8)) else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    is_eight_digits && (1..=days).contains(&day)
}

/// In UTC: form 2 of section 3.3.5.
fn is_date_time(value: &str) -> bool {
    let Some((date, time)) = value.split_once('T') else { return false };
    let Some(time) = time.strip_suffix('Z') else { return false };
    let number = |from: usize, to: usize| time.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
    let is_six_digits = time.len() == 6 && time.bytes().all(|byte| byte.is_ascii_digit());
    let fits = |part: Option<u32>, most: u32| part.is_some_and(|part| part <= most);
    is_date(date) && is_six_digits && fits(number(0, 2), 23) && fits(number(2, 4), 59) && fits(number(4, 6), 60)
}

/// Section 3.3.6: `-PT10M`, `P1DT2H`, `P2W`.
fn is_duration(value: &str) -> bool {
    let Some(value) = value.trim_start_matches(['+', '-']).strip_prefix('P') else { return false };
    let (date, time) = value.split_once('T').map_or((value, None), |(date, time)| (date, Some(time)));
    let parts = |mut text: &str, units: &str| {
        let mut last = None;
        while !text.is_empty() {
            let Some(end) = text.find(|c: char| !c.is_ascii_digit()).filter(|end| *end > 0) else { return false };
            let unit = text[end..].chars().next().and_then(|unit| units.find(unit));
            if unit.is_none() || unit <= last {
                return false;
            }
            last = unit;
            text = &text[end + 1..];
        }
        true
    };
    match time {
        Some(time) => !time.is_empty() && (date.is_empty() || parts(date, "D")) && parts(time, "HMS"),
        None => !date.is_empty() && (parts(date, "W") || parts(date, "D")),
    }
}

/// RFC 3986, as far as a line can tell: a scheme, and nothing that has to be escaped.
fn is_uri(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let may_not_stand = |c: char| !c.is_ascii_graphic() || "\"<>\\^`{|}".contains(c);
    is_scheme && !rest.is_empty() && !rest.contains(may_not_stand)
}

const VALID: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//A//B//EN\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\n\
    UID:a@b\r\nDTSTAMP:20241112T082640Z\r\nSEQUENCE:0\r\nDTSTART:20241113T214200Z\r\nDTEND:20241113T221700Z\r\n\
    SUMMARY:Edge\\, core\r\nCATEGORIES:A,B\r\nURL:https://a.example/\r\nSTATUS:CONFIRMED\r\nBEGIN:VALARM\r\nUID:c@b\r\n\
    ACTION:DISPLAY\r\nTRIGGER:-PT10M\r\nDESCRIPTION:Edge\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[track_caller]
fn check(from: &str, to: &str, expect: &str) {
    assert!(VALID.contains(from), "{from:?}");
    let found = problems(VALID.replacen(from, to, 1).as_bytes());
    assert!(found.iter().any(|problem| problem.contains(expect)), "{from:?} to {to:?}: {found:?}");
}

#[test]
fn a_valid_file_has_no_problems() {
    assert_eq!(problems(VALID.as_bytes()), [""; 0]);
}

#[test]
fn the_lines_of_a_broken_file_are_refused() {
    check("Edge\\, core", &"x".repeat(68), "76 octets");
    check("SUMMARY:Edge\\, core\r\n", "SUMMARY:Edge\n", "a control character");
    check("Edge\\, core", "a\u{7}b", "a control character");
    check("END:VCALENDAR\r\n", "END:VCALENDAR", "does not end");
    check("Edge\\, core\r\n", "Edge\r\n \r\n", "an empty fold");
    check("STATUS", "\r\nSTATUS", "an empty line");
    check("BEGIN:VCALENDAR", " BEGIN:VCALENDAR", "begins with a folded line");
    check("SUMMARY:", "SUMMARY", "ends oddly");
    check("SUMMARY:", "SUMMARY;LANGUAGE:", "without a value");
    check("SUMMARY:", "SUMMARY;ALTREP=\"x:", "does not end");
    let within_a_character = [b"SUMMARY:\xc3\r\n \xa9".as_slice(), VALID.as_bytes()].concat();
    assert!(problems(&within_a_character).iter().any(|problem| problem.contains("within a character")));
}

#[test]
fn the_components_of_a_broken_file_are_refused() {
    check("BEGIN:VCALENDAR", "BEGIN:VCARD", "no calendar");
    check("END:VCALENDAR\r\n", "END:VCALENDAR\r\nX-A:b\r\n", "something follows");
    check("END:VEVENT", "END:VTODO", "ends as VTODO");
    check("END:VALARM\r\n", "END:VALARM\r\nLOCATION:x\r\n", "behind a component");
    check("VERSION:2.0\r\n", "", "VERSION 0 times");
    check("VERSION:2.0", "VERSION:1.0", "another VERSION");
    check("METHOD:PUBLISH\r\n", "", "METHOD 0 times");
    check("METHOD:PUBLISH", "METHOD:REQUEST", "another METHOD");
    check("UID:a@b\r\n", "", "UID 0 times in VEVENT");
    check("UID:c@b\r\n", "", "UID 0 times in VALARM");
    check("UID:c@b", "UID:a@b", "one UID twice");
    check("DTSTAMP:20241112T082640Z\r\n", "", "DTSTAMP 0 times");
    check("SUMMARY:", "SUMMARY:a\r\nSUMMARY:", "SUMMARY 2 times");
    check("SEQUENCE:0", "SEQUENCE:0\r\nORGANIZER:mailto:a@b", "ORGANIZER in VEVENT");
    check("ACTION:DISPLAY", "ACTION:DISPLAY\r\nSUMMARY:x", "SUMMARY in VALARM");
    check("ACTION:DISPLAY", "ACTION:DISPLAY\r\nREPEAT:2", "repeats by half");
}

#[test]
fn the_values_of_a_broken_file_are_refused() {
    check("DTEND:20241113T221700Z", "DTEND:20241113T214200Z", "not later");
    check("DTEND:20241113T221700Z", "DTEND;VALUE=DATE:20241114", "another type");
    check("DTEND:", "DURATION:PT5M\r\nDTEND:", "an end and a length");
    check("DTSTART:20241113T214200Z", "DTSTART:20241113T214200", "no value of DTSTART");
    check("DTSTART:20241113T214200Z", "DTSTART;TZID=Europe/Brussels:20241113T214200Z", "TZID at DTSTART");
    check("20241113T214200Z", "20230229T214200Z", "no value of DTSTART");
    check("20241113T214200Z", "20241113T244200Z", "no value of DTSTART");
    check("SEQUENCE:0", "SEQUENCE:-1", "no value of SEQUENCE");
    check("SEQUENCE:0", "SEQUENCE:2147483648", "no value of SEQUENCE");
    check("Edge\\, core", "Edge, core", "no value of SUMMARY");
    check("Edge\\, core", "Edge; core", "no value of SUMMARY");
    check("Edge\\, core", "Edge\\x", "no value of SUMMARY");
    check("CATEGORIES:A,B", "CATEGORIES:A;B", "no value of CATEGORIES");
    check("https://a.example/", "https://a.example/ä", "no value of URL");
    check("https://a.example/", "a.example", "no value of URL");
    check("CONFIRMED", "DONE", "no value of STATUS");
    check("-PT10M", "PT10M", "does not ring before");
    check("-PT10M", "-PT", "no value of TRIGGER");
    check("-PT10M", "-P10M", "no value of TRIGGER");
    check("DISPLAY", "AUDIO", "no value of ACTION");
}
