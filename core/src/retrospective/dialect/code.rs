//! Code in Markdown: text that is shown as it stands, which Liquid and Hugo nevertheless look through.

use super::choice::Dialect;

/// The text of code as its site shows it again, or `None` when the dialect has no way to write it as code.
///
/// Liquid is given an output tag for each opening of its own. Hugo shows `{{</* x */>}}` as `{{< x >}}`; an opening that
/// nothing closes it cannot show at all.
pub(super) fn guarded(text: &str, dialect: Dialect) -> Option<String> {
    match dialect {
        Dialect::Jekyll => Some(for_liquid(text)),
        Dialect::Hugo => for_hugo(text),
        _ => Some(text.to_owned()),
    }
}

/// The longest run of backticks.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// The word after an opening fence. Words that make a plug-in run what follows are left out.
pub(super) fn language(text: &str) -> &str {
    let word = text.split_whitespace().next().unwrap_or("");
    let is_plain =
        word.len() <= 30 && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '_' | '#'));
    let runs = ["dataview", "dataviewjs", "query", "tasks", "goat", "mermaid"];
    if is_plain && !runs.iter().any(|name| word.eq_ignore_ascii_case(name)) { word } else { "" }
}

fn for_liquid(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        let (before, opening) = rest.split_at_checked(at).unwrap_or_default();
        let (mark, after) = opening.split_at_checked(2).unwrap_or_default();
        out.push_str(before);
        out.push_str(if mark == "{{" { "{{ '{{' }}" } else { "{{ '{%' }}" });
        rest = after;
    }
    out.push_str(rest);
    out
}

fn for_hugo(text: &str) -> Option<String> {
    // Hugo takes it for the end of the summary, wherever it stands.
    if text.contains("<!--more-->") {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{<").into_iter().chain(rest.find("{{%")).min() {
        let (before, opening) = rest.split_at_checked(at)?;
        let (mark, after) = opening.split_at_checked(3)?;
        let end = if mark == "{{<" { ">}}" } else { "%}}" };
        let (inside, after) = after.split_once(end)?;
        if inside.contains("*/") || inside.ends_with('*') {
            return None;
        }
        out.extend([before, mark, "/*", inside, "*/", end]);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}
