//! Character references of HTML and XML: all numeric ones, and the names that schedules use.

use std::borrow::Cow;

use crate::text::windows_1252::windows_1252;

/// Name and character together: the punctuation and Latin letters of HTML 4.
const NAMED: &str = "amp& lt< gt> quot\" apos' nbsp\u{a0} shy\u{ad} iexcl¡ cent¢ pound£ yen¥ sect§ copy© laquo« reg® deg° \
    plusmn± sup2² sup3³ micro\u{b5} para¶ middot· raquo» frac14¼ frac12½ frac34¾ iquest¿ Agrave\u{c0} Aacute\u{c1} Acirc\u{c2} \
    Atilde\u{c3} Auml\u{c4} Aring\u{c5} AElig\u{c6} Ccedil\u{c7} Egrave\u{c8} Eacute\u{c9} Ecirc\u{ca} Euml\u{cb} Igrave\u{cc} \
    Iacute\u{cd} Icirc\u{ce} Iuml\u{cf} Ntilde\u{d1} Ograve\u{d2} Oacute\u{d3} Ocirc\u{d4} Otilde\u{d5} Ouml\u{d6} times\u{d7} \
    Oslash\u{d8} Ugrave\u{d9} Uacute\u{da} Ucirc\u{db} Uuml\u{dc} Yacute\u{dd} szlig\u{df} agrave\u{e0} aacute\u{e1} acirc\u{e2} \
    atilde\u{e3} auml\u{e4} aring\u{e5} aelig\u{e6} ccedil\u{e7} egrave\u{e8} eacute\u{e9} ecirc\u{ea} euml\u{eb} igrave\u{ec} \
    iacute\u{ed} icirc\u{ee} iuml\u{ef} ntilde\u{f1} ograve\u{f2} oacute\u{f3} ocirc\u{f4} otilde\u{f5} ouml\u{f6} divide\u{f7} \
    oslash\u{f8} ugrave\u{f9} uacute\u{fa} ucirc\u{fb} uuml\u{fc} yacute\u{fd} yuml\u{ff} OElig\u{152} oelig\u{153} Scaron\u{160} \
    scaron\u{161} ndash\u{2013} mdash\u{2014} lsquo\u{2018} rsquo\u{2019} sbquo\u{201a} ldquo\u{201c} rdquo\u{201d} bdquo\u{201e} \
    bull\u{2022} hellip\u{2026} lsaquo\u{2039} rsaquo\u{203a} euro\u{20ac} trade\u{2122} larr\u{2190} rarr\u{2192}";

const LONGEST: usize = 10;

/// Reads a reference from the start of the text, which begins with `&`, and gives what follows it. `&nbsp` is common
/// without its `;`.
pub fn read(text: &str) -> Option<(char, &str)> {
    let inside = text.strip_prefix('&')?;
    let Some(end) = inside.bytes().take(LONGEST).position(|byte| byte == b';') else {
        return inside.strip_prefix("nbsp").map(|rest| ('\u{a0}', rest));
    };
    let (name, rest) = (inside.get(..end)?, inside.get(end + 1..)?);
    let number = match name.strip_prefix('#') {
        Some(number) => number,
        None => return Some((named(name)?, rest)),
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    // A number of one byte means Windows-1252: so do browsers read the controls among them.
    let c = match code.ok()? {
        0 => return None,
        code => u8::try_from(code).map_or_else(|_| char::from_u32(code), |byte| Some(windows_1252(byte)))?,
    };
    Some((c, rest))
}

fn named(name: &str) -> Option<char> {
    NAMED.split(' ').find_map(|entry| {
        let mut rest = entry.strip_prefix(name)?.chars();
        rest.next().filter(|c| !c.is_ascii_alphanumeric() && rest.next().is_none())
    })
}

/// The text with its references resolved; what is unknown stays. For titles and values of attributes, which hold no tags.
pub fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        let (before, entity) = rest.split_at_checked(start).unwrap_or_default();
        out.push_str(before);
        let (c, after) = read(entity).unwrap_or(('&', entity.get(1..).unwrap_or("")));
        out.push(c);
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn references_are_read_as_browsers_do() {
        #[track_caller]
        fn check(text: &str, expect: &str) {
            assert_eq!(decode(text), expect);
        }
        check("R&amp;D", "R&D");
        check("&#246;&#xF6;&#Xf6;&ouml;&sup2;", "öööö²");
        check("a&nbsp b&nbsp;c", "a\u{a0} b\u{a0}c");
        check("R&D; &unknown; & &#xD800; &#0; &su;", "R&D; &unknown; & &#xD800; &#0; &su;");
        check("&#132;x&#147; &#x96; &#128; &#129;", "„x“ – € \u{81}");
    }
}
