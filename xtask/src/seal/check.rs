//! The last look at a page before it ships.

use super::csp_hash;
use anyhow::anyhow;

/// What may not be in a page, because its security policy would block it, or because it would get around it.
pub fn check_page(page: &str) -> anyhow::Result<()> {
    for script in page.split("<script").skip(1) {
        let (attributes, rest) = script.split_once('>').unwrap_or((script, ""));
        if attributes.contains("src=") {
            continue;
        }
        let content = rest.split("</script>").next().unwrap_or_default();
        if !attributes.contains("type=\"importmap\"") {
            return Err(anyhow!("a script of its own: {content}"));
        }
        if !page.contains(&format!("'{}'", csp_hash(content))) {
            return Err(anyhow!("the security policy does not name the import map's hash"));
        }
    }
    for style in page.split("<style>").skip(1) {
        let content = style.split("</style>").next().unwrap_or_default();
        if !page.contains(&format!("'{}'", csp_hash(content))) {
            return Err(anyhow!("the security policy does not name the style's hash"));
        }
    }
    for tag in page.split('<').skip(1).filter_map(|part| part.split('>').next()) {
        let forbidden = tag.split_whitespace().skip(1).find(|word| {
            let name = word.split('=').next().unwrap_or_default();
            word.contains('=') && (name.starts_with("on") || name == "style") || word.contains("javascript:")
        });
        if let Some(word) = forbidden {
            return Err(anyhow!("`{word}` in <{tag}>"));
        }
    }
    if page.contains("Content-Security-Policy") { Ok(()) } else { Err(anyhow!("no security policy")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(page: &str, why: &str) {
        let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">";
        let problem = check_page(&format!("{policy}{page}")).expect_err("the page should be refused");
        assert!(problem.to_string().contains(why), "{problem}");
    }

    #[test]
    fn pages_with_code_of_their_own_are_refused() {
        refused("<script>alert(1)</script>", "a script of its own");
        refused("<script type=\"module\">import 'x'</script>", "a script of its own");
        refused("<script type=\"importmap\">{}</script>", "import map's hash");
        refused("<style>p{}</style>", "the style's hash");
        refused("<p onclick=\"x()\">", "onclick");
        refused("<p style=\"color:red\">", "style");
        refused("<a href=\"javascript:x()\">", "javascript:");
        assert!(check_page("<p>no policy</p>").is_err());
    }

    #[test]
    fn the_import_map_is_accepted_with_its_own_hash_only() {
        let page = |hash: &str| {
            format!(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src '{hash}'\"><script type=\"importmap\">{{}}</script>"
            )
        };
        check_page(&page(&csp_hash("{}"))).unwrap();
        assert!(check_page(&page(&csp_hash("{} "))).is_err());
    }
}
