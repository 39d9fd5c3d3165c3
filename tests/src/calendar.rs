//! A calendar as somebody has it who imports files: by the UID and the SEQUENCE of an appointment it knows the newest edition
//! (RFC 5546, section 2.1.5), and what is cancelled is taken out. It reads files by itself, without anything of the app's.

use std::collections::BTreeMap;

/// An edition of an appointment: its properties by their names, with those of its alarm under `VALARM/`.
pub type Edition = BTreeMap<String, String>;

/// What a calendar holds, by UID, with what was taken out.
#[derive(Default)]
pub struct Calendar {
    known: BTreeMap<String, Edition>,
}

impl Calendar {
    /// Takes a file over. Gives how many editions in it were news.
    pub fn import(&mut self, file: &str) -> usize {
        let mut news = 0;
        for edition in editions(file) {
            let uid = text(&edition, "UID").to_owned();
            let age = |edition: &Edition| (sequence(edition), text(edition, "DTSTAMP").to_owned());
            let is_news = self.known.get(&uid).is_none_or(|known| sequence(known) < sequence(&edition));
            if self.known.get(&uid).is_none_or(|known| age(known) <= age(&edition)) {
                self.known.insert(uid, edition);
            }
            news += usize::from(is_news);
        }
        news
    }

    /// The appointments that one sees: title, start in UTC, location and number, by start.
    pub fn shown(&self) -> Vec<(&str, &str, &str, u32)> {
        let is_shown = |edition: &&Edition| text(edition, "STATUS") != "CANCELLED";
        let mut shown: Vec<(&str, &str, &str, u32)> = self
            .known
            .values()
            .filter(is_shown)
            .map(|it| (text(it, "SUMMARY"), text(it, "DTSTART"), text(it, "LOCATION"), sequence(it)))
            .collect();
        shown.sort_by_key(|(title, start, ..)| (start.to_owned(), title.to_owned()));
        shown
    }
}

/// A property of an edition; empty when it has none.
pub fn text<'a>(edition: &'a Edition, name: &str) -> &'a str {
    edition.get(name).map_or("", String::as_str)
}

fn sequence(edition: &Edition) -> u32 {
    text(edition, "SEQUENCE").parse().unwrap_or(0)
}

/// All appointments of a file.
pub fn editions(file: &str) -> Vec<Edition> {
    let unfolded = file.replace("\r\n ", "").replace("\r\n\t", "");
    let (mut editions, mut open) = (Vec::new(), Vec::<String>::new());
    for line in unfolded.lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let name = name.split(';').next().unwrap_or(name);
        match (name, value) {
            ("BEGIN", "VEVENT") => editions.push(Edition::new()),
            ("BEGIN", _) => {}
            ("END", _) => drop(open.pop()),
            _ => {
                if let Some(edition) = editions.last_mut().filter(|_| open.iter().any(|it| it == "VEVENT")) {
                    let inner = open.iter().skip_while(|it| *it != "VEVENT").skip(1);
                    let path = inner.map(|it| [it.as_str(), "/"].concat()).collect::<String>();
                    edition.insert(path + name, unescape(value));
                }
            }
        }
        if name == "BEGIN" {
            open.push(value.to_owned());
        }
    }
    editions
}

fn unescape(value: &str) -> String {
    let mut text = String::new();
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                text.extend(letters.next().map(|escaped| if matches!(escaped, 'n' | 'N') { '\n' } else { escaped }))
            }
            letter => text.push(letter),
        }
    }
    text
}
