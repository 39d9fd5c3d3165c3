//! JSON values, asked forgivingly: what is missing, null or of another kind is not there.
//!
//! [`read`] reads them as people really write them, [`unwrapped`] takes them out of what delivers them, and
//! [`with_underscores`] makes one of the two ways in which Open Event writes its names.

mod parser;
mod wrapped;

pub use parser::read;
pub use wrapped::{unwrapped, with_underscores};

use std::borrow::Cow;
use std::collections::HashMap;

use super::fields::leading_day;
use crate::schedule::Day;

#[derive(Debug, Default, PartialEq)]
pub struct Json<'a> {
    value: JsonValue<'a>,
    /// The input breaks off inside it.
    pub cut_off: bool,
}

#[derive(Debug, Default, PartialEq)]
enum JsonValue<'a> {
    #[default]
    Null,
    Bool(bool),
    /// A number, or a bare word of a script, as written.
    Word(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

static NULL: Json<'static> = Json { value: JsonValue::Null, cut_off: false };

impl<'a> Json<'a> {
    /// The member called `key`; null when there is none.
    pub fn get(&self, key: &str) -> &Json<'a> {
        self.members().iter().rev().find(|(known, _)| known == key).map_or(&NULL, |(_, value)| value)
    }

    pub fn has(&self, key: &str) -> bool {
        self.members().iter().any(|(known, _)| known == key)
    }

    pub fn members(&self) -> &[(Cow<'a, str>, Json<'a>)] {
        if let JsonValue::Object(members) = &self.value { members } else { &[] }
    }

    pub fn items(&self) -> &[Json<'a>] {
        if let JsonValue::List(items) = &self.value { items } else { &[] }
    }

    /// The items of a list, or an object that stands where a list of one should, as converters from XML write it.
    pub fn each(&self) -> &[Json<'a>] {
        if self.is_object() { std::slice::from_ref(self) } else { self.items() }
    }

    pub fn is_object(&self) -> bool {
        matches!(self.value, JsonValue::Object(_))
    }

    pub fn is_list(&self) -> bool {
        matches!(self.value, JsonValue::List(_))
    }

    /// Whether it is a number, or a bare word of a script.
    pub fn is_word(&self) -> bool {
        matches!(self.value, JsonValue::Word(_))
    }

    pub fn is_true(&self) -> bool {
        matches!(self.value, JsonValue::Bool(true))
    }

    pub fn is_false(&self) -> bool {
        matches!(self.value, JsonValue::Bool(false))
    }

    /// Trimmed text, or a number as written; `None` for anything else and for empty text.
    pub fn text(&self) -> Option<&str> {
        let text = match &self.value {
            JsonValue::Text(text) => text,
            JsonValue::Word(word) => *word,
            _ => return None,
        };
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    /// Text, or a text in English or else in the first of several languages: `{"en": "Talk", "de": "Vortrag"}`.
    pub fn localized(&self) -> Option<&str> {
        let first = || self.members().iter().find_map(|(_, value)| value.text());
        self.text().or_else(|| self.get("en").text()).or_else(first)
    }

    pub fn owned(&self) -> Option<String> {
        self.localized().map(str::to_owned)
    }

    pub fn number(&self) -> Option<i64> {
        let text = self.text()?;
        text.split_once('.').map_or(text, |(whole, _)| whole).parse().ok()
    }

    /// Every day that a text inside starts with, so that zones can be looked up once over all of them.
    pub fn days(&self, days: &mut Vec<Day>) {
        match &self.value {
            JsonValue::Text(text) => days.extend(leading_day(text)),
            JsonValue::List(items) => items.iter().for_each(|item| item.days(days)),
            JsonValue::Object(members) => members.iter().for_each(|(_, value)| value.days(days)),
            JsonValue::Null | JsonValue::Bool(_) | JsonValue::Word(_) => {}
        }
    }
}

/// The items by the text of their member `key`. The first of several wins.
pub fn by<'d, 'a: 'd>(key: &str, items: impl Iterator<Item = &'d Json<'a>>) -> HashMap<&'d str, &'d Json<'a>> {
    let mut table = HashMap::new();
    for item in items {
        if let Some(value) = item.get(key).text() {
            table.entry(value).or_insert(item);
        }
    }
    table
}
