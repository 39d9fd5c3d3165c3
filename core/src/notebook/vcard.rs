//! A card as a vCard 3.0 (RFC 2426), for a file and for a code.
//!
//! Of the ways to write a contact it is the one that both kinds of phones read from a code and from a file. Apple's Contacts
//! write and read 3.0, and 4.0 only in part. Android's cameras read codes as ZXing does (`VCardResultParser`): any version,
//! by the names of the properties. MECARD would be a third shorter, and has neither a role nor several addresses.
//!
//! `N` is required beside `FN`, and its parts are not known: where a name is cut is another question in each language. All of
//! it is the given name, so that every address book shows it as it was written.

use super::contact_card::ContactCard;
use crate::schedule::Instant;
use crate::text::content_line::{escape, push_line, push_text};

impl ContactCard {
    /// The card as a file, made at `now`.
    pub fn vcard(&self, now: Instant) -> String {
        self.lines(Some(now))
    }

    /// The card as the text of a code: as short as it may be, and in lines that are not folded, which not every scanner
    /// puts together again.
    pub fn code_text(&self) -> String {
        self.lines(None).replace("\r\n ", "")
    }

    fn lines(&self, revised: Option<Instant>) -> String {
        let mut card = String::new();
        push_line(&mut card, "BEGIN", "VCARD");
        push_line(&mut card, "VERSION", "3.0");
        let name = if self.name.trim().is_empty() { "Unknown" } else { self.name.trim() };
        push_line(&mut card, "N", &format!(";{}", escape(name)));
        push_text(&mut card, "FN", name);
        let texts = [("ORG", &self.affiliation), ("TITLE", &self.role)];
        for (property, text) in texts.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
            push_text(&mut card, property, text.trim());
        }
        self.mails.iter().for_each(|mail| push_text(&mut card, "EMAIL", mail));
        self.phones.iter().for_each(|phone| push_text(&mut card, "TEL", phone));
        self.links.iter().for_each(|link| push_line(&mut card, "URL", link));
        if !self.note.trim().is_empty() {
            push_text(&mut card, "NOTE", &self.note);
        }
        if let Some(revised) = revised {
            push_line(&mut card, "REV", &revised.basic());
        }
        push_line(&mut card, "END", "VCARD");
        card
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Attachment, Entry, EntryId};
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
        let card = ContactCard::of_person(&ana, "Met at KubeCon").vcard(Instant(1_731_534_120));
        let expect = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:;Ana López\r\nFN:Ana López\r\nORG:CERN\\, Geneva\r\n\
            EMAIL:ana@example.org\r\nTEL:+1 801 555 0100\r\nURL:https://ana.example\r\n\
            NOTE:Met at KubeCon\\neBPF\\; again\\n@ana\r\nREV:20241113T214200Z\r\nEND:VCARD\r\n";
        assert_eq!(card, expect);
    }

    #[test]
    fn the_text_of_a_code_is_short_and_not_folded() {
        let link = format!("https://ana.example/{}", "a".repeat(90));
        let card = ContactCard { name: "Ana; PhD".into(), links: vec![link.clone()], ..ContactCard::default() };
        assert_eq!(
            card.code_text(),
            format!("BEGIN:VCARD\r\nVERSION:3.0\r\nN:;Ana\\; PhD\r\nFN:Ana\\; PhD\r\nURL:{link}\r\nEND:VCARD\r\n")
        );
    }

    proptest! {
        #[test]
        fn no_text_breaks_out_of_its_line(name in "(?s).{0,60}", contact in "(?s).{0,60}", text in "(?s).{0,200}") {
            let card = ContactCard::of_person(&person(&name, &contact, &text), "").vcard(Instant(0));
            let unfolded = card.replace("\r\n ", "");
            for line in unfolded.split_terminator("\r\n") {
                let property = line.split(':').next().unwrap_or("");
                let known = ["BEGIN", "VERSION", "N", "FN", "EMAIL", "TEL", "URL", "NOTE", "REV", "END"];
                prop_assert!(known.contains(&property));
            }
            prop_assert!(unfolded.ends_with("\r\nEND:VCARD\r\n"));
        }
    }
}
