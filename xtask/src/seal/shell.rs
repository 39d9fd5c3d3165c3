//! What the start page says of the trip before anything runs.

use super::Values;
use anyhow::Context;

/// What the start page says of the trip before anything runs.
pub fn trip_words(summary: &str) -> anyhow::Result<Values> {
    let summary: serde_json::Value = serde_json::from_str(summary)?;
    let word = |key: &str| {
        let word =
            summary.get(key).and_then(serde_json::Value::as_str).with_context(|| format!("no {key} in the summary"));
        word.map(escaped)
    };
    Ok(Values::from([
        ("trip-title", word("title")?),
        ("trip-days", word("days_words")?),
        ("trip-city", word("city")?),
        ("first-rows", first_rows(&summary)),
    ]))
}

/// How many sessions the start page shows before anything runs: a phone's screen full.
const FIRST_ROWS: usize = 6;

/// The programme's first sessions as the app would draw them, so that a first visit sees them at once. The app takes
/// their place when it has started.
fn first_rows(summary: &serde_json::Value) -> String {
    let list = |value: &serde_json::Value, key: &str| value.get(key).and_then(|it| it.as_array()).cloned();
    let word = |value: &serde_json::Value, key: &str| escaped(value.get(key).and_then(|it| it.as_str()).unwrap_or(""));
    let mut page = String::new();
    let mut shown = 0;
    for day in list(summary, "days").unwrap_or_default() {
        if shown >= FIRST_ROWS {
            break;
        }
        page.push_str(&format!("<section><h2>{}</h2><ul class=\"rows\">", word(&day, "words")));
        for row in list(&day, "first_rows").unwrap_or_default().iter().take(FIRST_ROWS - shown) {
            shown += 1;
            let start = match (word(row, "start"), row.get("about").and_then(|it| it.as_bool())) {
                (start, _) if start.is_empty() => "time not known".to_owned(),
                (start, Some(true)) => format!("about {start}"),
                (start, _) => start,
            };
            let speakers = list(row, "speakers").unwrap_or_default();
            let speakers: Vec<String> = speakers.iter().filter_map(|name| name.as_str()).map(escaped).collect();
            let facts = [start, word(row, "room"), speakers.join(", ")];
            let facts: String = facts.iter().filter(|fact| !fact.is_empty()).flat_map(|fact| [" · ", fact]).collect();
            page.push_str(&format!(
                "<li class=\"row event-{}\"><div class=\"row-body\"><a class=\"row-title\" href=\"#/session/{}\">{}</a><p class=\"row-facts\"><span class=\"row-event\">{}</span>{facts}</p></div></li>",
                row.get("color").and_then(|it| it.as_u64()).unwrap_or(0),
                word(row, "key"),
                word(row, "title"),
                word(row, "event"),
            ));
        }
        page.push_str("</ul></section>");
    }
    page
}

/// Text as it stands in a page; braces too, because they would be a placeholder.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '&' | '<' | '>' | '"' | '\'' | '{' | '}' => escaped.push_str(&format!("&#{};", u32::from(character))),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_organiser_writes_is_text_in_the_page() {
        let words =
            trip_words(r#"{"title": "R&D <b>{style}</b>", "days_words": "1 May 2027", "city": "Here"}"#).unwrap();
        assert_eq!(words["trip-title"], "R&#38;D &#60;b&#62;&#123;style&#125;&#60;/b&#62;");
        assert!(trip_words("{}").is_err());
    }

    #[test]
    fn the_first_sessions_stand_in_the_page_as_text() {
        let rows = r#"[{"key":"e/1","title":"<b>","event":"E","color":2,"about":true,"start":"15:06","room":null,"speakers":["A","B"]},
            {"key":"e/2","title":"T","event":"E","color":0,"about":false,"start":null,"room":"R","speakers":[]}]"#;
        let summary = format!(r#"{{"days":[{{"words":"Day one","first_rows":{rows}}}]}}"#);
        let page = first_rows(&serde_json::from_str(&summary).unwrap());
        for expect in
            ["<h2>Day one</h2>", "&#60;b&#62;", "· about 15:06 · A, B<", "· time not known · R<", "#/session/e/2"]
        {
            assert!(page.contains(expect), "{expect} in {page}");
        }
        assert_eq!(page.matches("<li ").count(), 2);
    }
}
