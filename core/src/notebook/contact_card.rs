//! Who somebody is, as cards say it: my own, which others scan, and those of people met.

use super::entry::{Entry, EntryKind};
use crate::schedule::address::is_http;
use crate::search::fold;

/// What a card says of a person. A field that nobody filled in is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactCard {
    /// As the person writes it.
    pub name: String,
    /// The company or project.
    pub affiliation: String,
    /// What the person does there.
    pub role: String,
    /// Addresses for mail.
    pub mails: Vec<String>,
    /// Numbers to call.
    pub phones: Vec<String>,
    /// Addresses of pages, with `http://` or `https://`.
    pub links: Vec<String>,
    /// Everything else; it may have several lines.
    pub note: String,
}

impl ContactCard {
    /// The card of somebody in the notebook. `met` says where and when in the user's words, and begins the note.
    pub fn of_person(person: &Entry, met: &str) -> Self {
        let mut card = Self {
            name: person.name.trim().to_owned(),
            affiliation: person.affiliation.trim().to_owned(),
            ..Self::default()
        };
        card.add_to_note(met);
        card.add_to_note(&person.text);
        card.add_contacts(&person.contact);
        card
    }

    /// Sorts what [`Entry::contact`] holds: mail, phone and addresses of pages. What is none of them goes into the note.
    pub fn add_contacts(&mut self, contacts: &str) {
        for contact in contacts.split([',', ';', '\n']).map(str::trim).filter(|contact| !contact.is_empty()) {
            match kind_of(contact) {
                Some(ContactKind::Mail) => self.mails.push(contact.to_owned()),
                Some(ContactKind::Phone) => self.phones.push(contact.to_owned()),
                Some(ContactKind::Page) => self.links.push(contact.to_owned()),
                None => self.add_to_note(contact),
            }
        }
    }

    /// Adds lines to the note.
    pub fn add_to_note(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.note.push_str(if self.note.is_empty() { "" } else { "\n" });
            self.note.push_str(text);
        }
    }

    /// Whether there is nothing on it.
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    /// Makes an entry the person of this card, or adds to the person it is what it lacks. What stands there stays.
    pub fn add_to(&self, person: &mut Entry) {
        person.set_kind(EntryKind::Person);
        for (field, value) in [(&mut person.name, &self.name), (&mut person.affiliation, &self.affiliation)] {
            if field.trim().is_empty() {
                field.clone_from(value);
            }
        }
        for contact in self.mails.iter().chain(&self.phones).chain(&self.links) {
            // These letters stand between contacts.
            let contact = contact.replace(',', "%2C").replace(';', "%3B");
            add_unless_there(&mut person.contact, &contact, ", ");
        }
        for line in [self.role.as_str()].into_iter().chain(self.note.lines()) {
            add_unless_there(&mut person.text, line, "\n");
        }
    }
}

fn add_unless_there(field: &mut String, words: &str, between: &str) {
    if !words.trim().is_empty() && !fold(field).contains(&fold(words)) {
        if !field.trim().is_empty() {
            field.push_str(between);
        }
        field.push_str(words);
    }
}

enum ContactKind {
    Mail,
    Phone,
    Page,
}

fn kind_of(contact: &str) -> Option<ContactKind> {
    let mail = contact.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let digits = contact.chars().filter(char::is_ascii_digit).count();
    let phone = digits >= 5 && contact.chars().all(|c| c.is_ascii_digit() || "+-() ./".contains(c));
    if is_http(contact) {
        Some(ContactKind::Page)
    } else if mail && !contact.contains([' ', '/']) {
        Some(ContactKind::Mail)
    } else {
        phone.then_some(ContactKind::Phone)
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Attachment, EntryId};
    use super::*;
    use crate::schedule::Instant;

    fn ana() -> ContactCard {
        ContactCard {
            name: "Ana López".into(),
            affiliation: "CERN".into(),
            role: "Engineer".into(),
            mails: vec!["ana@example.org".into()],
            phones: vec!["+1 801 555 0100".into()],
            links: vec!["https://ana.example/?a,b".into()],
            note: "eBPF\n@ana".into(),
        }
    }

    fn blank() -> Entry {
        Entry::new(EntryId::new("x"), Instant(0), Attachment::Hallway, None)
    }

    #[test]
    fn a_card_becomes_a_person_who_is_private() {
        let mut entry = blank();
        ana().add_to(&mut entry);
        assert_eq!((entry.kind, entry.publishable), (EntryKind::Person, false));
        assert_eq!((entry.name.as_str(), entry.affiliation.as_str()), ("Ana López", "CERN"));
        assert_eq!(entry.contact, "ana@example.org, +1 801 555 0100, https://ana.example/?a%2Cb");
        assert_eq!(entry.text, "Engineer\neBPF\n@ana");
        let again = entry.clone();
        ana().add_to(&mut entry);
        assert_eq!(entry, again, "the same card a second time brings nothing new");
    }

    #[test]
    fn what_is_known_of_somebody_stays_and_the_rest_is_added() {
        let mut entry = blank();
        (entry.name, entry.affiliation) = ("ana lopez".into(), "CERN, Geneva".into());
        (entry.contact, entry.text) = ("ANA@example.org".into(), "Met in the queue".into());
        ana().add_to(&mut entry);
        assert_eq!((entry.name.as_str(), entry.affiliation.as_str()), ("ana lopez", "CERN, Geneva"));
        assert_eq!(entry.contact, "ANA@example.org, +1 801 555 0100, https://ana.example/?a%2Cb");
        assert_eq!(entry.text, "Met in the queue\nEngineer\neBPF\n@ana");
    }
}
