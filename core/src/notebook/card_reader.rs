//! Reads the card that a code, a badge or a message holds: vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350), and MECARD (NTT
//! DoCoMo).
//!
//! It is forgiving, as phones are: the version is not asked for, unknown properties are passed over, a card without an end
//! is read as far as it goes. What is read is plain and bounded: names and the like are one line without anything hidden.

use super::contact_card::ContactCard;
use crate::schedule::address::{fetchable, is_http};
use crate::text::content_line::unescape;
use crate::text::{plain_title, windows_1252::windows_1252};

/// Bytes that are looked at. A code has 3 kB; a card with a picture of the person may have more.
const MOST_BYTES: usize = 200_000;
/// Letters of one field, and of a line of the note.
const MOST_IN_FIELD: usize = 300;
/// Mails, phones, links, and lines of the note.
const MOST_OF_A_KIND: usize = 12;

/// The first card in a text; `None` where there is none, or one that says nothing of a person.
pub fn read_card(text: &str) -> Option<ContactCard> {
    let text = text.get(..text.floor_char_boundary(MOST_BYTES)).unwrap_or(text);
    let start = |word: &str| text.char_indices().map(|(at, _)| at).find(|at| begins(text.get(*at..), word));
    let mut card = ContactCard::default();
    let mut parts_of_name = String::new();
    if let Some(rest) = start("BEGIN:VCARD").and_then(|at| text.get(at..)) {
        for property in content_lines(rest).iter().skip(1) {
            let Some(CardProperty { name, parameters, value }) = property_of(property) else { continue };
            match name.as_str() {
                "END" => break,
                "N" => parts_of_name = name_of_parts(&value),
                _ => put(&mut card, &name, &parameters, &value),
            }
        }
    } else {
        let rest = start("MECARD:").and_then(|at| text.get(at + "MECARD:".len()..))?;
        for field in split(rest, ';') {
            let Some((name, value)) = field.split_once(':') else { continue };
            match name.trim().to_ascii_uppercase().as_str() {
                // Family name first.
                "N" => {
                    let parts: Vec<String> = split(value, ',').iter().map(|part| unescape(part)).collect();
                    parts_of_name = parts.into_iter().rev().collect::<Vec<String>>().join(" ");
                }
                name => put(&mut card, name, "", value),
            }
        }
    }
    if card.name.is_empty() {
        card.name = field(&parts_of_name);
    }
    named(card)
}

/// A card without a name is known by what else it says.
fn named(mut card: ContactCard) -> Option<ContactCard> {
    if card.name.is_empty() {
        card.name = match std::mem::take(&mut card.affiliation) {
            affiliation if affiliation.is_empty() => card.mails.first().or(card.phones.first()).cloned()?,
            affiliation => affiliation,
        };
    }
    Some(card)
}

struct CardProperty {
    /// In capitals, without its group.
    name: String,
    /// In capitals.
    parameters: String,
    /// Decoded, and still escaped.
    value: String,
}

/// The lines of the card, each whole: those that are folded, and the soft breaks of quoted-printable, put together.
fn content_lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    // vCard 2.1 folds where a space is, and means it.
    let keeps_space = text.to_ascii_uppercase().contains("VERSION:2.1");
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n') {
        let folded = line.strip_prefix([' ', '\t']).map(|rest| if keeps_space { line } else { rest });
        match lines.last_mut() {
            Some(last) if is_quoted_printable(last) && last.ends_with('=') => {
                last.pop();
                last.push_str(line);
            }
            Some(last) if folded.is_some() => {
                last.push_str(folded.unwrap_or_default());
            }
            _ if line.trim().is_empty() => {}
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

fn is_quoted_printable(line: &str) -> bool {
    let head = line.split(':').next().unwrap_or_default();
    head.len() < line.len() && head.to_ascii_uppercase().contains("QUOTED-PRINTABLE")
}

/// `item1.TEL;TYPE=cell:+1 801`. `None` for what is no property, and for what is in no letters known here.
fn property_of(line: &str) -> Option<CardProperty> {
    let mut is_quoted = false;
    let colon = line.find(|c| {
        is_quoted ^= c == '"';
        c == ':' && !is_quoted
    })?;
    let (head, value) = (line.get(..colon)?.to_ascii_uppercase(), line.get(colon + 1..)?);
    let (name, parameters) = head.split_once(';').unwrap_or((&head, ""));
    let name = name.rsplit_once('.').map_or(name, |(_, name)| name).trim().to_owned();
    let value = if is_quoted_printable(line) { unquoted(value, parameters)? } else { value.to_owned() };
    Some(CardProperty { name, parameters: parameters.to_owned(), value })
}

/// Quoted-printable (RFC 2045, section 6.7) in the letters that the property names: UTF-8, or those of western Europe.
fn unquoted(value: &str, parameters: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        let mut digits = rest.clone();
        let mut digit = || char::from(digits.next()?).to_digit(16);
        match (byte, digit(), digit()) {
            (b'=', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = digits;
            }
            _ => bytes.push(byte),
        }
    }
    let is_western =
        !parameters.contains("CHARSET=") || ["8859-1", "1252", "ASCII"].iter().any(|it| parameters.contains(it));
    match String::from_utf8(bytes) {
        Ok(text) => Some(text.replace("\r\n", "\n").replace('\n', "\\n")),
        Err(other) => is_western.then(|| other.as_bytes().iter().map(|byte| windows_1252(*byte)).collect()),
    }
}

/// What stands between separators that are not escaped; it is still escaped itself.
fn split(value: &str, separator: char) -> Vec<&str> {
    let mut is_escaped = false;
    let parts = value.split(|c| {
        let ends = c == separator && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    parts.collect()
}

/// `family;given;additional;before;after`, as it is said.
fn name_of_parts(value: &str) -> String {
    let parts: Vec<String> = split(value, ';').into_iter().map(|part| unescape(&split(part, ',').join(" "))).collect();
    let said = [3, 1, 2, 0, 4].into_iter().filter_map(|index| parts.get(index));
    said.map(String::as_str).collect::<Vec<&str>>().join(" ")
}

fn put(card: &mut ContactCard, name: &str, parameters: &str, value: &str) {
    // A picture or a sound.
    if parameters.contains("BASE64") || parameters.contains("ENCODING=B") {
        return;
    }
    let text = unescape(value);
    match name {
        "FN" if card.name.is_empty() => card.name = field(&text),
        "ORG" if card.affiliation.is_empty() => {
            let parts: Vec<String> = split(value, ';').into_iter().map(|part| field(&unescape(part))).collect();
            let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            card.affiliation = field(&parts.join(", "));
        }
        "TITLE" | "ROLE" if card.role.is_empty() => card.role = field(&text),
        "EMAIL" => add(&mut card.mails, without_scheme(&field(&text), "mailto:")),
        "TEL" if !parameters.contains("FAX") => {
            let phone = field(&text);
            let phone = without_scheme(&phone, "tel:");
            add(&mut card.phones, phone.split(';').next().unwrap_or_default());
        }
        "URL" | "X-SOCIALPROFILE" | "SOCIALPROFILE" => {
            let link = field(&text);
            // Many leave the scheme out.
            let link = if is_http(&link) { Some(link) } else { fetchable(&link) };
            add(&mut card.links, link.as_deref().unwrap_or_default());
        }
        "NOTE" => {
            for line in text.lines().map(field).filter(|line| !line.is_empty()) {
                if card.note.lines().count() < MOST_OF_A_KIND {
                    card.note.push_str(if card.note.is_empty() { "" } else { "\n" });
                    card.note.push_str(&line);
                }
            }
        }
        _ => {}
    }
}

fn add(list: &mut Vec<String>, value: &str) {
    if !value.is_empty() && list.len() < MOST_OF_A_KIND && !list.iter().any(|known| known == value) {
        list.push(value.to_owned());
    }
}

fn without_scheme<'a>(value: &'a str, scheme: &str) -> &'a str {
    let rest = if begins(Some(value), scheme) { value.get(scheme.len()..) } else { None };
    rest.unwrap_or(value).trim()
}

/// One plain line.
fn field(text: &str) -> String {
    let line = plain_title(text);
    let shortened: String = line.chars().take(MOST_IN_FIELD).collect();
    shortened.trim_end().to_owned()
}

fn begins(text: Option<&str>, word: &str) -> bool {
    text.and_then(|text| text.get(..word.len())).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::Instant;
    use proptest::prelude::*;

    fn card(name: &str, affiliation: &str, role: &str, lists: [&[&str]; 3], note: &str) -> ContactCard {
        let [mails, phones, links] = lists.map(|list| list.iter().map(|it| (*it).to_owned()).collect());
        ContactCard {
            name: name.into(),
            affiliation: affiliation.into(),
            role: role.into(),
            mails,
            phones,
            links,
            note: note.into(),
        }
    }

    #[track_caller]
    fn check(text: &str, expect: &ContactCard) {
        assert_eq!(read_card(text).as_ref(), Some(expect));
    }

    #[test]
    fn a_vcard_of_each_version_is_read() {
        let expect = card(
            "Ana López",
            "CERN, IT",
            "Engineer; lead",
            [&["ana@example.org"], &["+41 22 767 6111"], &["https://ana.example/x"]],
            "Met\nover, coffee",
        );
        check(
            "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:L=C3=B3pez;Ana;;;\r\n\
             ORG:CERN;IT\r\nTITLE:Engineer\\; lead\r\nTEL;WORK;VOICE:+41 22 767 6111\r\n\
             EMAIL;PREF;INTERNET:ana@example.org\r\nURL:ana.example/x\r\n\
             NOTE;ENCODING=QUOTED-PRINTABLE:Met=0D=0Aover, =\r\ncoffee\r\nPHOTO;JPEG;ENCODING=BASE64:\r\n /9j/4AAQ\r\n\r\nEND:VCARD\r\n",
            &expect,
        );
        check(
            "BEGIN:VCARD\nVERSION:3.0\nN:López;Ana;;;\nFN:Ana López\nORG:CERN;IT\nTITLE:Engineer\\; lead\n\
             item1.TEL;type=CELL;type=pref:+41 22 767 6111\nTEL;TYPE=FAX:+41 1\nitem2.EMAIL;type=INTERNET:ana@exam\n ple.org\n\
             item3.URL;type=pref:https\\://ana.example/x\nitem3.X-ABLabel:_$!<HomePage>!$_\nNOTE:Met\\nover\\, coffee\nEND:VCARD",
            &expect,
        );
        check(
            "Scan of a badge: begin:vcard\r\nversion:4.0\r\nfn:Ana López\r\nn:López;Ana;;;\r\norg:CERN;IT\r\n\
             title:Engineer\\; lead\r\ntel;value=uri;type=\"work,voice\":tel:+41 22 767 6111;ext=5\r\n\
             email:mailto:ana@example.org\r\nurl;x=\"a:b\":https://ana.example/x\r\nnote:Met\\nover\\, coffee\r\nend:vcard\r\n\
             BEGIN:VCARD\r\nFN:Somebody else\r\nEND:VCARD",
            &expect,
        );
    }

    #[test]
    fn a_mecard_is_read() {
        check(
            "MECARD:N:López,Ana;ORG:CERN;TEL:+41227676111;EMAIL:ana@example.org;URL:https\\://ana.example;NOTE:a\\;b;;",
            &card("Ana López", "CERN", "", [&["ana@example.org"], &["+41227676111"], &["https://ana.example"]], "a;b"),
        );
        check("mecard:N:Ana;;", &card("Ana", "", "", [&[], &[], &[]], ""));
    }

    #[test]
    fn letters_older_than_utf_8_are_read_where_they_are_known() {
        let name = |charset: &str, value: &str| {
            let text =
                format!("BEGIN:VCARD\nFN{charset};ENCODING=QUOTED-PRINTABLE:{value}\nEMAIL:a@b.example\nEND:VCARD");
            read_card(&text).map(|card| card.name)
        };
        assert_eq!(name(";CHARSET=ISO-8859-1", "J=FCrgen").as_deref(), Some("Jürgen"));
        assert_eq!(name("", "J=FCrgen").as_deref(), Some("Jürgen"));
        assert_eq!(name(";CHARSET=UTF-8", "J=C3=BCrgen =4").as_deref(), Some("Jürgen =4"));
        assert_eq!(
            name(";CHARSET=SHIFT_JIS", "=8E=52").as_deref(),
            Some("a@b.example"),
            "rather nothing than nonsense"
        );
    }

    #[test]
    fn a_card_without_a_name_is_known_by_what_it_says() {
        check("BEGIN:VCARD\nORG:CERN\nTEL:123456\nEND:VCARD", &card("CERN", "", "", [&[], &["123456"], &[]], ""));
        check("BEGIN:VCARD\nTEL:123456", &card("123456", "", "", [&[], &["123456"], &[]], ""));
        for text in
            ["", "BEGIN:VCARD\nEND:VCARD", "MECARD:;;", "BEGIN:VCALENDAR\nSUMMARY:x\nEND:VCALENDAR", "Ana López"]
        {
            assert_eq!(read_card(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_read_is_plain_and_bounded() {
        let long = "x".repeat(10_000);
        let mails: String = (0..100).map(|number| format!("EMAIL:{number}@b.example\n")).collect();
        let text = format!("BEGIN:VCARD\nFN:a\u{202e}b{long}\n{mails}URL:javascript:alert(1)\nNOTE:{long}\nEND:VCARD");
        let card = read_card(&text).unwrap();
        assert_eq!((card.name.chars().count(), card.name.contains('\u{202e}')), (MOST_IN_FIELD, false));
        assert_eq!((card.mails.len(), card.links.len(), card.note.len()), (MOST_OF_A_KIND, 0, MOST_IN_FIELD));
    }

    fn own_card() -> impl Strategy<Value = ContactCard> {
        let text = || "\\PC{0,60}".prop_map(|text| field(&text));
        let name = text().prop_filter("has a name", |name| !name.is_empty());
        let mails = prop::collection::vec("[a-z.+]{1,10}@[a-z]{1,10}\\.org", 0..3);
        let phones = prop::collection::vec("\\+[0-9]{5,12}", 0..3);
        let links = prop::collection::vec("https://[a-z]{1,10}\\.org/[a-zA-Z0-9,;:/?=&%-]{0,90}", 0..3);
        let note = prop::collection::vec(text(), 0..4)
            .prop_map(|lines| lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<String>>().join("\n"));
        (name, text(), text(), mails, phones, links, note).prop_map(
            |(name, affiliation, role, mut mails, mut phones, mut links, note)| {
                [&mut mails, &mut phones, &mut links].into_iter().for_each(|list| {
                    list.sort();
                    list.dedup();
                });
                ContactCard { name, affiliation, role, mails, phones, links, note }
            },
        )
    }

    proptest! {
        #[test]
        fn our_own_cards_come_back(card in own_card()) {
            let back = Some(card.clone());
            prop_assert_eq!(&read_card(&card.vcard(Instant(0))), &back);
            prop_assert_eq!(&read_card(&card.code_text()), &back);
        }

        #[test]
        fn any_text_is_read_to_its_end(text in "(?s).{0,300}", lines in prop::collection::vec("[A-Z]{0,5}[;:=,\\\\\"][ -~\r\n]{0,30}", 0..12)) {
            for text in [
                text.clone(),
                format!("BEGIN:VCARD{text}"),
                format!("MECARD:{text}"),
                format!("BEGIN:VCARD\n{}", lines.join("\n")),
                format!("BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:{text}"),
                format!("MECARD:{}", lines.join(";")),
            ] {
                if let Some(card) = read_card(&text) {
                    prop_assert!(!card.name.is_empty() && card.name.chars().count() <= MOST_IN_FIELD);
                    prop_assert_eq!(plain_title(&card.name), card.name);
                    prop_assert!(card.links.iter().all(|link| is_http(link)));
                }
            }
        }
    }
}
