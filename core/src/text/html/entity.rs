//! Character references: all numeric ones, and the names that schedules use.

/// Name and character together: the punctuation and Latin letters of HTML 4.
const NAMED: &str = "amp& lt< gt> quot\" apos' nbsp\u{a0} iexcl¡ cent¢ pound£ yen¥ sect§ copy© laquo« reg® deg° \
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

/// Reads a reference from the start of the text, which begins with `&`, and gives what follows it.
pub fn read(text: &str) -> Option<(char, &str)> {
    let inside = text.strip_prefix('&')?;
    let end = inside.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let (name, rest) = (inside.get(..end)?, inside.get(end + 1..)?);
    let number = match name.strip_prefix('#') {
        Some(number) => number,
        None => return Some((named(name)?, rest)),
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    let c = char::from_u32(code.ok()?)?;
    // References to the C1 controls mean Windows-1252, so do browsers read them.
    Some((if ('\u{80}'..='\u{9f}').contains(&c) { windows_1252(c) } else { c }, rest))
}

fn named(name: &str) -> Option<char> {
    NAMED.split(' ').find_map(|entry| {
        let mut rest = entry.strip_prefix(name)?.chars();
        rest.next().filter(|c| !c.is_ascii_alphanumeric() && rest.next().is_none())
    })
}

fn windows_1252(c: char) -> char {
    const PUNCTUATION: &str = "\u{2018}\u{2019}\u{201c}\u{201d}\u{2022}\u{2013}\u{2014}";
    match c {
        '\u{80}' => '\u{20ac}',
        '\u{85}' => '\u{2026}',
        '\u{99}' => '\u{2122}',
        _ => PUNCTUATION.chars().nth((c as usize).wrapping_sub(0x91)).unwrap_or('\u{fffd}'),
    }
}

/// The text with its entities decoded: for titles, which hold no tags.
pub fn decode(text: &str) -> String {
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
    out
}
