//! Addresses that may become links, and where they stand in plain text.
//!
//! Stricter than the URL standard, which repairs what it reads: `http`, `https` or `mailto`, a host that is spelled
//! out, no user name before it, no backslash, and nothing invisible anywhere. A host in other letters than ASCII is
//! written in Punycode (RFC 3492), so that what is shown is where the link leads.

use super::title::is_hidden;

/// Bytes of an address, and of the text of a link.
pub(super) const LONGEST: usize = 2_048;

/// An address that is safe as a link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Href(String);

impl Href {
    /// `None` for whatever must stay text.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches(|c: char| c.is_ascii_whitespace());
        if text.len() > LONGEST || text.chars().any(is_never_in_an_address) {
            return None;
        }
        let (scheme, rest) = text.split_once(':')?;
        if scheme.eq_ignore_ascii_case("mailto") {
            let address = rest.split('?').next().unwrap_or("");
            let (name, host) = address.split_once('@')?;
            let spelled = !name.is_empty() && is_host(host) && name.chars().all(is_in_a_mail_name);
            return spelled.then(|| Self(format!("mailto:{rest}")));
        }
        let scheme = ["https", "http"].into_iter().find(|known| scheme.eq_ignore_ascii_case(known))?;
        let rest = rest.strip_prefix("//")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end)?;
        let (host, port) = authority.split_at_checked(authority.find(':').unwrap_or(authority.len()))?;
        let is_port = |port: &str| (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
        if !port.is_empty() && !port.strip_prefix(':').is_some_and(is_port) {
            return None;
        }
        Some(Self(format!("{scheme}://{}{port}{path}", ascii_host(host)?)))
    }

    /// The address, with its scheme and host in lower case and its host in ASCII.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The address that `rest` begins with, when no word runs into it.
pub(super) fn address_at<'a>(before: &str, rest: &'a str) -> Option<(&'a str, Href)> {
    let begins = |scheme: &&str| rest.get(..scheme.len()).is_some_and(|text| text.eq_ignore_ascii_case(scheme));
    let scheme = ["https://", "http://", "mailto:"].into_iter().find(begins)?;
    // A text may be full of starts of addresses: most of those that are none show it in what follows the first word.
    let after_name = cut(rest.get(scheme.len()..)?, LONGEST).trim_start_matches(is_in_a_name);
    let is_port = |port: &str| port.starts_with(|c: char| c.is_ascii_digit());
    if before.ends_with(char::is_alphanumeric) || after_name.strip_prefix(':').is_some_and(|port| !is_port(port)) {
        return None;
    }
    let most = cut(rest, LONGEST + 4);
    let address = without_trailing_marks(most.split(ends_an_address).next()?);
    Some((address, Href::parse(address)?))
}

fn is_in_a_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '@')
}

/// At most so many bytes from the start.
pub(super) fn cut(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

fn ends_an_address(c: char) -> bool {
    matches!(c, '<' | '>' | '"' | '`' | '|' | '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}')
        || is_never_in_an_address(c)
}

fn is_never_in_an_address(c: char) -> bool {
    if c.is_ascii() { c <= ' ' || matches!(c, '\\' | '\u{7f}') } else { c.is_whitespace() || is_hidden(c) }
}

/// An address at the end of a sentence or in brackets does not take the mark with it; `Rust_(language)` keeps its own.
fn without_trailing_marks(address: &str) -> &str {
    let mut end = address.len();
    // How many brackets of each kind close without having been opened.
    let mut unopened = [('(', ')'), ('[', ']'), ('{', '}')]
        .map(|(open, close)| (close, address.matches(close).count().saturating_sub(address.matches(open).count())));
    for (start, last) in address.char_indices().rev() {
        if let Some((_, count)) = unopened.iter_mut().find(|(close, _)| *close == last) {
            if *count == 0 {
                break;
            }
            *count -= 1;
        } else if !matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '\u{2019}' | '\u{2026}')
        {
            break;
        }
        end = start;
    }
    address.get(..end).unwrap_or("")
}

fn is_in_a_mail_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-')
}

fn is_host(host: &str) -> bool {
    let label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    host.len() <= 253 && host.strip_suffix('.').unwrap_or(host).split('.').all(label)
}

fn ascii_host(host: &str) -> Option<String> {
    let mut out = String::new();
    for (index, label) in host.split('.').enumerate() {
        if index > 0 {
            out.push('.');
        }
        if label.is_ascii() {
            out.push_str(&label.to_ascii_lowercase());
        } else if label.chars().all(char::is_alphanumeric) || label.is_empty() {
            push_punycode(&label.chars().flat_map(char::to_lowercase).collect::<String>(), &mut out)?;
        } else {
            return None;
        }
    }
    is_host(&out).then_some(out)
}

/// RFC 3492, section 6.3. `None` for labels longer than a name server takes.
fn push_punycode(label: &str, out: &mut String) -> Option<()> {
    let letters: Vec<u32> = label.chars().map(u32::from).collect();
    if letters.len() > 63 {
        return None;
    }
    out.push_str("xn--");
    let basic: String = label.chars().filter(char::is_ascii).collect();
    out.push_str(&basic);
    if !basic.is_empty() {
        out.push('-');
    }
    let (mut n, mut delta, mut bias, mut handled) = (128, 0_u32, 72, basic.len() as u32);
    let first = handled;
    while (handled as usize) < letters.len() {
        let next = letters.iter().copied().filter(|letter| *letter >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(handled + 1)?)?;
        n = next;
        for letter in &letters {
            if *letter < n {
                delta = delta.checked_add(1)?;
            }
            if *letter == n {
                push_delta(delta, bias, out);
                bias = adapted(delta, handled + 1, handled == first);
                delta = 0;
                handled += 1;
            }
        }
        delta += 1;
        n += 1;
    }
    Some(())
}

fn push_delta(delta: u32, bias: u32, out: &mut String) {
    let digit = |value: u32| char::from(if value < 26 { b'a' + value as u8 } else { b'0' + (value as u8 - 26) });
    let (mut rest, mut k) = (delta, 36);
    loop {
        let threshold = if k <= bias { 1 } else { (k - bias).min(26) };
        if rest < threshold {
            out.push(digit(rest));
            return;
        }
        out.push(digit(threshold + (rest - threshold) % (36 - threshold)));
        rest = (rest - threshold) / (36 - threshold);
        k += 36;
    }
}

fn adapted(delta: u32, count: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / count;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}
