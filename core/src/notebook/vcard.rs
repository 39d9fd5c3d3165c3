//! A person as a vCard 4.0 (RFC 6350), which every phone's address book takes.

use super::entry::Entry;
use crate::schedule::Instant;
use crate::schedule::address::is_http;
use crate::text::content_line::{push_line, push_text};

/// The card of one person. `met` says where and when in the user's words, and becomes part of the note.
pub fn vcard(person: &Entry, met: &str, now: Instant) -> String {
    let mut card = String::new();
    let mut note: Vec<&str> = [met, person.text.as_str()].into_iter().filter(|text| !text.trim().is_empty()).collect();
    push_line(&mut card, "BEGIN", "VCARD");
    push_line(&mut card, "VERSION", "4.0");
    let name = person.name.trim();
    push_text(&mut card, "FN", if name.is_empty() { "Unknown" } else { name });
    if !person.affiliation.trim().is_empty() {
        push_text(&mut card, "ORG", person.affiliation.trim());
    }
    for contact in person.contact.split([',', ';', '\n']).map(str::trim).filter(|contact| !contact.is_empty()) {
        match kind_of(contact) {
            Contact::Mail => push_text(&mut card, "EMAIL", contact),
            Contact::Phone => push_text(&mut card, "TEL", contact),
            Contact::Address => push_line(&mut card, "URL", contact),
            Contact::Other => note.push(contact),
        }
    }
    if !note.is_empty() {
        push_text(&mut card, "NOTE", &note.join("\n"));
    }
    push_line(&mut card, "REV", &now.basic());
    push_line(&mut card, "END", "VCARD");
    card
}

enum Contact {
    Mail,
    Phone,
    Address,
    Other,
}

fn kind_of(contact: &str) -> Contact {
    let mail = contact.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let digits = contact.chars().filter(char::is_ascii_digit).count();
    let phone = digits >= 5 && contact.chars().all(|c| c.is_ascii_digit() || "+-() ./".contains(c));
    if is_http(contact) {
        Contact::Address
    } else if mail && !contact.contains([' ', '/']) {
        Contact::Mail
    } else if phone {
        Contact::Phone
    } else {
        Contact::Other
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Attachment, EntryId};
    use super::*;
    use proptest::prelude::*;

    fn person(name: &str, contact: &str, text: &str) -> Entry {
        let mut entry = Entry::new(EntryId::new("x"), Instant(0), Attachment::Hallway, None);
        (entry.name, entry.contact, entry.text) = (name.into(), contact.into(), text.into());
        entry
    }

    #[test]
    fn a_card_says_all_that_is_known() {
        let mut ana = person("Ana López", "ana@example.org, +1 801 555 0100; https://ana.example; @ana", "eBPF; again");
        ana.affiliation = "CERN, Geneva".into();
        let card = vcard(&ana, "Met at KubeCon", Instant(1_731_534_120));
        let expect = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ana López\r\nORG:CERN\\, Geneva\r\nEMAIL:ana@example.org\r\n\
            TEL:+1 801 555 0100\r\nURL:https://ana.example\r\nNOTE:Met at KubeCon\\neBPF\\; again\\n@ana\r\n\
            REV:20241113T214200Z\r\nEND:VCARD\r\n";
        assert_eq!(card, expect);
    }

    proptest! {
        #[test]
        fn no_text_breaks_out_of_its_line(name in "(?s).{0,60}", contact in "(?s).{0,60}", text in "(?s).{0,200}") {
            let card = vcard(&person(&name, &contact, &text), "", Instant(0));
            let unfolded = card.replace("\r\n ", "");
            for line in unfolded.split_terminator("\r\n") {
                let property = line.split(':').next().unwrap_or("");
                prop_assert!(["BEGIN", "VERSION", "FN", "EMAIL", "TEL", "URL", "NOTE", "REV", "END"].contains(&property));
            }
            prop_assert!(unfolded.ends_with("\r\nEND:VCARD\r\n"));
        }
    }
}
