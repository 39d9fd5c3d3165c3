//! Front matter and the line of a picture, as the user may change them.
//!
//! A variable is a word in braces. In front matter its value becomes YAML 1.2 that reads back as the very same text: a
//! line that is more than its variable becomes one double-quoted string (section 7.3.1). A picture's line that holds a
//! tag is HTML, and its values are escaped for an attribute.

use super::super::clean::{clean_text, is_no_character};
use super::super::document::Document;
use super::choice::{Dialect, ExportOptions};
use super::inlines::label;
use super::page::code_text;

/// What stands around the text and is the user's to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The lines between the two `---`. Variables: `{title}`, `{subtitle}`, `{date}`, `{categories}`, `{tags}`,
    /// `{aliases}`, `{draft}`, `{published}`. A line whose one variable is empty is left out, `{published}` unless it
    /// is `false`.
    pub front_matter: String,
    /// The line of a picture. Variables: `{path}`, `{alt}`, `{name}`.
    pub picture: String,
}

impl Dialect {
    /// The template that is used until the user changes it.
    pub fn template(self) -> Template {
        Template::default_of(self)
    }
}

const NO_TEMPLATE: (&str, &str) = ("", "");
const MARKDOWN_PICTURE: &str = "![{alt}]({path})";

impl Template {
    fn default_of(dialect: Dialect) -> Self {
        let (front_matter, picture) = match dialect {
            Dialect::Jekyll => (
                "layout: post\ntitle: {title}\nsubtitle: {subtitle}\ndate: {date}\ncategories: {categories}\n\
                 published: {published}",
                MARKDOWN_PICTURE,
            ),
            Dialect::Hugo => (
                "title: {title}\nsubtitle: {subtitle}\ndate: {date}\ndraft: {draft}\ncategories: {categories}\n\
                 tags: {tags}",
                MARKDOWN_PICTURE,
            ),
            Dialect::Obsidian => {
                ("aliases: {aliases}\nsubtitle: {subtitle}\ndate: {date}\ntags: {tags}", MARKDOWN_PICTURE)
            }
            Dialect::CommonMark => ("", MARKDOWN_PICTURE),
            Dialect::Html | Dialect::Plain => NO_TEMPLATE,
        };
        Self { front_matter: front_matter.to_owned(), picture: picture.to_owned() }
    }

    /// The front matter with its two `---`, and an empty line.
    pub(super) fn front_matter(&self, document: &Document, dialect: Dialect, options: ExportOptions) -> String {
        let value = |name: &str| front_matter_value(name, document, options);
        let mut lines: Vec<&str> = self.front_matter.trim().lines().collect();
        // The user may have put the marks into the template.
        if lines.first() == Some(&"---") {
            lines.remove(0);
        }
        if lines.last() == Some(&"---") {
            lines.pop();
        }
        let filled: String =
            lines.into_iter().filter_map(|line| yaml_line(line, &value)).map(|line| line + "\n").collect();
        // Jekyll writes a file without front matter out as it stands.
        if filled.is_empty() && dialect != Dialect::Jekyll {
            return filled;
        }
        format!("---\n{filled}---\n\n")
    }

    /// The lines of one picture.
    pub(super) fn picture_line(&self, dialect: Dialect, base: &str, name: &str, alt: &str) -> String {
        let template: Vec<&str> = self.picture.lines().filter(|line| !line.trim().is_empty()).collect();
        let template = template.join("\n");
        let alt = clean_text(alt);
        let is_html = template.split('<').skip(1).any(|after| after.starts_with(|c: char| c.is_ascii_alphabetic()));
        fill(&template, |variable, before| {
            let value = match variable {
                "alt" if !is_html => {
                    let label = label(alt.trim(), dialect, before.is_empty() || before.ends_with('\n'));
                    return Some(match dialect {
                        // Obsidian takes a bar for the size that follows it.
                        Dialect::Obsidian => label.replace("\\|", "&#124;"),
                        // In the words of a picture kramdown knows no escaped tilde, and needs none.
                        Dialect::Jekyll => label.replace("\\~", "~"),
                        Dialect::Hugo => spare_escapes(&label),
                        _ => label,
                    });
                }
                "alt" => alt.trim().to_owned(),
                "path" => format!("{base}{name}"),
                "name" => name.to_owned(),
                _ => return None,
            };
            Some(if is_html { attribute(&value) } else { value })
        })
    }
}

/// The value of a variable.
enum TemplateValue {
    Text(String),
    List(Vec<String>),
    /// A date or a truth value, which YAML knows without quotes.
    Bare(String),
    /// What needs no line.
    Default(String),
}

fn front_matter_value(name: &str, document: &Document, options: ExportOptions) -> Option<TemplateValue> {
    Some(match name {
        "title" => TemplateValue::Text(document.title.clone()),
        "subtitle" => TemplateValue::Text(document.subtitle.clone()),
        "date" => TemplateValue::Bare(document.date.to_string()),
        "categories" => TemplateValue::List(document.categories.clone()),
        "tags" => TemplateValue::List(document.tags.clone()),
        "aliases" => TemplateValue::List(vec![document.title.clone()]),
        "draft" => TemplateValue::Bare(options.is_draft.to_string()),
        "published" if options.is_draft => TemplateValue::Bare("false".to_owned()),
        "published" => TemplateValue::Default("true".to_owned()),
        _ => return None,
    })
}

/// A line of front matter; `None` when it is left out.
fn yaml_line(line: &str, value: &dyn Fn(&str) -> Option<TemplateValue>) -> Option<String> {
    let (key, template) = match line.split_once(": ") {
        Some((key, template)) if !key.contains('{') => (format!("{key}: "), template.trim()),
        _ => match line.trim_start().strip_prefix("- ") {
            Some(template) => (format!("{}- ", " ".repeat(line.len() - line.trim_start().len())), template.trim()),
            None => return Some(line.to_owned()),
        },
    };
    let bare = |quote: &str| template.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    let template = bare("\"").or_else(|| bare("'")).filter(|inner| inner.contains('{')).unwrap_or(template);
    let in_list = template.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).map(str::trim);
    let variable = |text: &str| text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).and_then(value);
    if let Some(found) = variable(template).or_else(|| in_list.and_then(variable)) {
        let text = match found {
            TemplateValue::Default(_) => return None,
            TemplateValue::Text(text) if text.trim().is_empty() => return None,
            TemplateValue::List(items) if items.iter().all(|item| item.trim().is_empty()) => return None,
            TemplateValue::Text(text) => yaml_string(text.trim()),
            TemplateValue::List(items) => {
                let items = items.iter().map(|item| item.trim()).filter(|item| !item.is_empty());
                return Some(format!("{key}[{}]", items.map(yaml_string).collect::<Vec<_>>().join(", ")));
            }
            TemplateValue::Bare(text) => text,
        };
        return Some(if in_list.is_some() { format!("{key}[{text}]") } else { format!("{key}{text}") });
    }
    let mut has_variable = false;
    let filled = fill(template, |name, _| {
        let text = match value(name)? {
            TemplateValue::Text(text) | TemplateValue::Bare(text) | TemplateValue::Default(text) => text,
            TemplateValue::List(items) => items.join(", "),
        };
        has_variable = true;
        Some(text)
    });
    Some(if has_variable { format!("{key}{}", yaml_string(&filled)) } else { line.to_owned() })
}

/// Puts values in the place of `{word}`; what has no value stays. The value may know what stands before it.
fn fill(template: &str, mut value: impl FnMut(&str, &str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, at_brace) = rest.split_at_checked(open).unwrap_or_default();
        out.push_str(before);
        let inside = at_brace.get(1..).unwrap_or("");
        let name = inside.split('}').next().unwrap_or("");
        match value(name, &out).filter(|_| inside.len() > name.len()) {
            Some(text) => {
                out.push_str(&text);
                rest = inside.get(name.len() + 1..).unwrap_or("");
            }
            None => {
                out.push('{');
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The words of a picture for goldmark, which shows every backslash in them before its version 1.7.5: only those stay
/// without which something would be lost.
fn spare_escapes(label: &str) -> String {
    let mut out = String::new();
    let mut characters = label.chars().peekable();
    while let Some(c) = characters.next() {
        match (c, characters.peek()) {
            ('\\', Some('.' | '#' | '|' | '$' | '=' | '>' | ':' | '+' | '@' | '!' | '}' | '(' | ')')) => {}
            ('\\', Some(escaped)) => {
                out.extend([c, *escaped]);
                characters.next();
            }
            _ => out.push(c),
        }
    }
    out.replace("&#94;", "^").replace("&#96;", "'")
}

/// A double-quoted string of YAML that holds exactly this text.
pub(super) fn yaml_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\u{2028}' => out.push_str("\\L"),
            '\u{2029}' => out.push_str("\\P"),
            c if c.is_control() || is_no_character(c) => out.push_str(&format!("\\U{:08X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Text inside a quoted attribute of HTML, where neither Liquid nor Hugo finds a brace.
fn attribute(text: &str) -> String {
    code_text(text).replace('{', "&#123;").replace('}', "&#125;")
}
