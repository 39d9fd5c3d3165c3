//! JSON as people really write and cut it, including the JavaScript around it.
//!
//! Reads what RFC 8259 allows to the same values, and also comments, trailing commas, single quotes, bare keys, several
//! values in a row, and `var program = [...];` around them, since KonOpas' files are scripts. A text that breaks off
//! gives what was there, marked as cut off. Nothing is executed.

use std::borrow::Cow;

use super::super::context::ScheduleError;
use super::super::problems::Problems;
use super::{Json, JsonValue};

const DEEPEST: usize = 64;
const MOST_VALUES: usize = 2_000_000;
const MOST_DOCUMENTS: usize = 16;

/// Reads all lists and objects that stand in a row. What stands between them is passed over.
pub fn read<'a>(input: &'a str, problems: &mut Problems<'a>) -> Result<Vec<Json<'a>>, ScheduleError> {
    let mut parser = Parser { input, offset: 0, values: 0, problems };
    let mut documents = Vec::new();
    while documents.len() < MOST_DOCUMENTS {
        parser.skip_space();
        match parser.peek() {
            None => break,
            Some(b'{' | b'[') => documents.push(parser.value(0)?),
            Some(_) => parser.skip_character(),
        }
    }
    if documents.iter().any(|document| document.cut_off) {
        problems.at(input.len(), "The file breaks off here; what came before was read.".to_owned());
    }
    Ok(documents)
}

struct Parser<'a, 'p> {
    input: &'a str,
    offset: usize,
    values: usize,
    problems: &'p mut Problems<'a>,
}

impl<'a> Parser<'a, '_> {
    fn rest(&self) -> &'a str {
        self.input.get(self.offset..).unwrap_or("")
    }

    fn peek(&self) -> Option<u8> {
        self.input.as_bytes().get(self.offset).copied()
    }

    fn skip_character(&mut self) {
        self.offset += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.offset += usize::from(found);
        found
    }

    fn skip_space(&mut self) {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
            self.offset += blank;
            let rest = self.rest();
            let comment = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else {
                return;
            };
            self.offset += comment;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Json<'a>, ScheduleError> {
        self.values += 1;
        if depth > DEEPEST || self.values > MOST_VALUES {
            return Err(ScheduleError::TooMuch { line: self.problems.line(self.offset) });
        }
        self.skip_space();
        match self.peek() {
            None => Ok(Json { value: JsonValue::Null, cut_off: true }),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"' | b'\'' | b'`') => Ok(Json { value: JsonValue::Text(self.string()), cut_off: false }),
            Some(_) => Ok(Json { value: self.word(), cut_off: false }),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Json<'a>, ScheduleError> {
        self.offset += 1;
        let mut items = Vec::new();
        let cut_off = loop {
            self.skip_space();
            match self.peek() {
                None => break true,
                Some(b']') => {
                    self.offset += 1;
                    break items.last().is_some_and(|item: &Json<'_>| item.cut_off);
                }
                Some(b'}') => {
                    self.problems.at(self.offset, "A list ends where an object should; it was closed here.".to_owned());
                    break false;
                }
                Some(b',' | b':') => self.offset += 1,
                Some(_) => items.push(self.value(depth + 1)?),
            }
        };
        Ok(Json { value: JsonValue::List(items), cut_off })
    }

    fn object(&mut self, depth: usize) -> Result<Json<'a>, ScheduleError> {
        self.offset += 1;
        let mut members = Vec::new();
        let cut_off = loop {
            self.skip_space();
            let key = match self.peek() {
                None => break true,
                Some(b'}') => {
                    self.offset += 1;
                    break members.last().is_some_and(|(_, value): &(_, Json<'_>)| value.cut_off);
                }
                Some(b']') => {
                    self.problems.at(self.offset, "An object ends where a list should; it was closed here.".to_owned());
                    break false;
                }
                Some(b',' | b':') => {
                    self.offset += 1;
                    continue;
                }
                Some(b'"' | b'\'') => self.string(),
                Some(_) => match self.word() {
                    JsonValue::Word(word) => Cow::Borrowed(word),
                    _ => Cow::Borrowed(""),
                },
            };
            self.skip_space();
            if self.take(b':') {
                members.push((key, self.value(depth + 1)?));
            }
        };
        Ok(Json { value: JsonValue::Object(members), cut_off })
    }

    /// A number, a constant or a bare word. Always steps on.
    fn word(&mut self) -> JsonValue<'a> {
        let rest = self.rest();
        let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | '[' | ']' | '{' | '}' | '"' | '\'');
        let length = rest.find(ends).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or("");
        if word.is_empty() {
            self.skip_character();
        }
        self.offset += length;
        match word {
            "" | "null" | "undefined" => JsonValue::Null,
            "true" => JsonValue::Bool(true),
            "false" => JsonValue::Bool(false),
            _ => JsonValue::Word(word),
        }
    }

    fn string(&mut self) -> Cow<'a, str> {
        let quote = self.peek().unwrap_or(b'"');
        self.offset += 1;
        let rest = self.rest();
        let Some(length) = rest.bytes().position(|byte| byte == quote || byte == b'\\') else {
            self.offset = self.input.len();
            return Cow::Borrowed(rest);
        };
        let plain = rest.get(..length).unwrap_or("");
        self.offset += length;
        if self.take(quote) {
            return Cow::Borrowed(plain);
        }
        let mut text = plain.to_owned();
        while let Some(character) = self.rest().chars().next() {
            self.offset += character.len_utf8();
            match character {
                '\\' => self.escape(&mut text),
                _ if u32::from(character) == u32::from(quote) => break,
                _ => text.push(character),
            }
        }
        Cow::Owned(text)
    }

    fn escape(&mut self, text: &mut String) {
        let Some(character) = self.rest().chars().next() else { return };
        self.offset += character.len_utf8();
        text.push(match character {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => self.utf16_escape(),
            other => other,
        });
    }

    /// The four digits after `\u`, and the second half of a pair if it follows.
    fn utf16_escape(&mut self) -> char {
        let Some(first) = self.hex_digits() else { return '\u{fffd}' };
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first).unwrap_or('\u{fffd}');
        }
        let start = self.offset;
        if self.take(b'\\')
            && self.take(b'u')
            && let Some(second @ 0xdc00..0xe000) = self.hex_digits()
        {
            return char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)).unwrap_or('\u{fffd}');
        }
        self.offset = start;
        '\u{fffd}'
    }

    fn hex_digits(&mut self) -> Option<u32> {
        let digits = self.rest().get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        self.offset += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_one(input: &str) -> Json<'_> {
        read(input, &mut Problems::new(input)).unwrap().swap_remove(0)
    }

    #[track_caller]
    fn check(input: &str, same_as: &str) {
        assert_eq!(read_one(input), read_one(same_as), "{input}");
    }

    #[test]
    fn scripts_and_comments_and_commas() {
        let plain = r#"[{"a":"x","b":[1,2]},null,true]"#;
        check("var program = [{a: 'x', \"b\": [1, 2,],}, undefined, true,];", plain);
        check("// note\n[ /* ] */ {\"a\":\"x\" \"b\":[1 2]} null, true]", plain);
        check(
            "callback([{`a`:'x', \"a\":\"x\",\"b\":[1,2]},null,true])",
            plain.replace("{\"a\"", "{\"`a`\":\"x\",\"a\"").as_str(),
        );
    }

    #[test]
    fn escapes() {
        assert_eq!(
            read_one(r#"["\u00e4\n\"\/\\ \ud83d\ude00 \ud83d \x"]"#).items()[0].text(),
            Some("ä\n\"/\\ 😀 \u{fffd} x")
        );
    }

    #[test]
    fn several_values_in_a_row() {
        let input = "var a = [1];\nvar b = {\"c\": 2}";
        assert_eq!(read(input, &mut Problems::new(input)).unwrap().len(), 2);
    }

    #[test]
    fn what_breaks_off_is_marked_all_the_way_up() {
        for input in ["[{\"a\":1},{\"b\":\"cut", "[{\"a\":1},{\"b\":", "[{\"a\":1},{\"b\"", "[{\"a\":1},{"] {
            let list = read_one(input);
            assert!(list.cut_off, "{input}");
            let cut: Vec<bool> = list.items().iter().map(|item| item.cut_off).collect();
            assert_eq!(cut, [false, true], "{input}");
        }
    }

    /// What serde_json makes of the same text, as this module would have it.
    fn agrees(ours: &Json<'_>, theirs: &serde_json::Value) -> bool {
        match theirs {
            serde_json::Value::Null => ours.value == JsonValue::Null,
            serde_json::Value::Bool(value) => ours.value == JsonValue::Bool(*value),
            serde_json::Value::Number(number) => ours.text() == Some(number.to_string().as_str()),
            serde_json::Value::String(text) => ours.value == JsonValue::Text(Cow::Borrowed(text)),
            serde_json::Value::Array(items) => {
                ours.items().len() == items.len() && ours.items().iter().zip(items).all(|(a, b)| agrees(a, b))
            }
            serde_json::Value::Object(members) => members.iter().all(|(key, value)| agrees(ours.get(key), value)),
        }
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(serde_json::Value::from),
            any::<i64>().prop_map(serde_json::Value::from),
            ".{0,12}".prop_map(serde_json::Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            let members = prop::collection::btree_map(".{0,4}", inner.clone(), 0..5);
            prop_oneof![
                prop::collection::vec(inner, 0..5).prop_map(serde_json::Value::from),
                members.prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn valid_json_means_what_it_means(value in any_json(), pretty in any::<bool>()) {
            let value = serde_json::json!([value]);
            let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
            prop_assert!(agrees(&read_one(&text), &value), "{}", text);
        }

        #[test]
        fn any_text_is_read(text in "[\\[\\]{}:,\"'a1\\\\u \n/*-]{0,80}") {
            let _ = read(&text, &mut Problems::new(&text));
        }
    }
}
