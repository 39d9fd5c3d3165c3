//! Styles and scripts without what only their readers need.

/// Drops comments and the space that means nothing. Strings stay as they are.
pub fn smaller_css(css: &str) -> String {
    let mut small = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(next) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if next == '"' || next == '\'' {
            let end =
                rest.char_indices().skip(1).find(|(_, c)| *c == next).map_or(rest.len(), |(offset, _)| offset + 1);
            let (string, after) = rest.split_at(end);
            small.push_str(string);
            rest = after;
        } else if next.is_whitespace() {
            rest = rest.trim_start();
            let tight = |c: char| matches!(c, '{' | '}' | ';' | ',' | '>');
            let before_is_tight = small.chars().next_back().is_none_or(|c| tight(c) || c == ':');
            // An empty value is a space: browsers of 2021 want to see it.
            let is_value = small.ends_with(':') && rest.starts_with(';');
            if is_value || (!before_is_tight && !rest.starts_with(tight) && !rest.starts_with("/*")) {
                small.push(' ');
            }
        } else {
            if next == '}' && small.ends_with(';') {
                small.pop();
            }
            small.push(next);
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
    }
    small
}

/// Drops the lines that are only a comment, and indentation. Neither our scripts nor wasm-bindgen's have a template that
/// spans lines.
pub fn smaller_js(script: &str) -> String {
    let mut small = String::with_capacity(script.len());
    let mut is_comment = false;
    for line in script.lines().map(str::trim) {
        is_comment |= line.starts_with("/*");
        if !line.is_empty() && !is_comment && !line.starts_with("//") {
            small.push_str(line);
            small.push('\n');
        }
        is_comment &= !line.ends_with("*/");
    }
    small
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn css(input: &str, expect: &str) {
        assert_eq!(smaller_css(input), expect);
    }

    #[test]
    fn styles_lose_only_what_means_nothing() {
        css("/* a */\na , b > c {\n  color : red;\n}\n", "a,b>c{color :red}");
        css("a :hover { width: calc(1px + 2px); }", "a :hover{width:calc(1px + 2px)}");
        css("a::after { content: \" ; /* x */ \"; }", "a::after{content:\" ; /* x */ \"}");
        css("@media (width >= 900px) { a { b: c } }", "@media (width>= 900px){a{b:c}}");
        css(":root { --b: ; --c: 1 }", ":root{--b: ;--c:1}");
        css("/* never closed", "");
    }

    #[track_caller]
    fn js(input: &str, expect: &str) {
        assert_eq!(smaller_js(input), expect);
    }

    #[test]
    fn scripts_lose_comments_that_have_their_own_lines() {
        js("// a\n  b(); // c\n", "b(); // c\n");
        js("/** a */\nb();\n/*\n * c\n */\nd();", "b();\nd();\n");
        js("a /* b */ + c\n/* d */\n", "a /* b */ + c\n");
        js("/* never closed\na", "");
    }
}
