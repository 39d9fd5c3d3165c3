//! What is particular to the calendars of Sched, pretalx and Indico: speakers stand in the title or the description.
//!
//! pretalx and frab write `Title - Ada Low, Max May`, Indico a first line `Speakers: Ada Low (CERN), Max May`. Sched writes `Title - Ada Low, Red Hat & Max May, IBM`. A company follows its people, after a comma; several people
//! may share it; a job title may stand between. Which part is what is not marked, so companies that are certain anywhere
//! in the file (the last part of a title is one) tell people from companies everywhere else. What does not look like
//! speakers stays in the title.

use std::collections::{HashMap, HashSet};

use crate::schedule::{Listing, Speaker};

/// Takes the speakers out of the titles of a whole calendar from Sched.
pub fn take_speakers(listings: &mut [Listing]) {
    let mut companies = HashSet::new();
    for group in listings.iter().filter_map(|listing| Some(split_title(&listing.title)?.1)).flat_map(groups) {
        let is_company = |item: &&NamePart| !item.starts_part && !names_job(&item.text);
        companies.extend(items(group, &HashSet::new()).last().filter(is_company).map(|item| item.text.clone()));
    }
    for listing in listings {
        let Some((title, tail)) = split_title(&listing.title) else { continue };
        let speakers: Vec<Speaker> = groups(tail).flat_map(|group| speakers(group, &companies)).collect();
        if speakers.iter().any(|speaker| speaker.affiliation.is_some()) {
            let title = title.to_owned();
            listing.written_title = Some(std::mem::replace(&mut listing.title, title));
            listing.speakers = speakers;
        }
    }
}

/// The title and the names of `Title - Ada Low, Max May`; a session that nobody holds is `Title -`.
pub fn names_behind(written: &str) -> Option<(&str, &str)> {
    written.strip_suffix(" -").map(|title| (title, "")).or_else(|| written.rsplit_once(" - "))
}

/// Takes the speakers out of a title from pretalx or frab.
pub fn take_names(listing: &mut Listing) {
    let Some((title, names)) = names_behind(&listing.title) else { return };
    let names = names.split(", ").map(str::trim).filter(|name| !name.is_empty());
    listing.speakers = names.map(|name| Speaker { name: name.to_owned(), affiliation: None }).collect();
    let title = title.trim().to_owned();
    listing.written_title = Some(std::mem::replace(&mut listing.title, title));
}

/// Takes the speakers out of a description from Indico.
pub fn take_speakers_line(listing: &mut Listing) {
    let text = listing.abstract_text.take().unwrap_or_default();
    let (line, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let Some(names) = line.strip_prefix("Speakers: ").or_else(|| line.strip_prefix("Speaker: ")) else {
        listing.abstract_text = Some(text).filter(|text| !text.is_empty());
        return;
    };
    let mut depth = 0;
    let outside_brackets = |character: char| {
        depth += i32::from(character == '(') - i32::from(character == ')');
        character == ',' && depth <= 0
    };
    let person = |text: &str| match text.strip_suffix(')').and_then(|text| text.split_once(" (")) {
        Some((name, affiliation)) => Speaker { name: name.to_owned(), affiliation: Some(affiliation.to_owned()) },
        None => Speaker { name: text.to_owned(), affiliation: None },
    };
    let names = names.split(outside_brackets).map(str::trim).filter(|name| !name.is_empty());
    listing.speakers = names.map(person).collect();
    listing.abstract_text = Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty());
}

/// Takes off the rooms what most of them end in: the city and country of the whole event.
pub fn take_common_location(listings: &mut [Listing]) {
    let rooms = || listings.iter().filter_map(|listing| listing.room.as_deref());
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, ending) in rooms().filter_map(|room| room.split_once(", ")) {
        *counts.entry(ending).or_default() += 1;
    }
    let half = rooms().count() / 2;
    let Some(common) = counts.iter().find(|(_, count)| **count > half).map(|(ending, _)| format!(", {ending}")) else {
        return;
    };
    for room in listings.iter_mut().filter_map(|listing| listing.room.as_mut()) {
        if let Some(short) = room.strip_suffix(&common).map(str::to_owned) {
            *room = short;
        }
    }
}

/// The title and what may be its speakers: after the last dash, with a comma in it, starting with a name.
fn split_title(written: &str) -> Option<(&str, &str)> {
    let (title, tail) = written.rsplit_once(" - ")?;
    let first = items(tail, &HashSet::new()).into_iter().next()?;
    (tail.contains(", ") && looks_like_name(&first.text)).then_some((title.trim(), tail))
}

fn groups(tail: &str) -> impl Iterator<Item = &str> {
    tail.split(';').map(str::trim).filter(|group| !group.is_empty())
}

/// A stretch between commas, ampersands and "and".
struct NamePart {
    text: String,
    /// It follows an ampersand, an "and" or nothing, so it is a name.
    starts_part: bool,
}

fn items(group: &str, companies: &HashSet<String>) -> Vec<NamePart> {
    let may_precede_name = |text: &str| looks_like_name(text) || companies.contains(text.trim());
    let mut items: Vec<NamePart> = Vec::new();
    for part in group.split(" & ") {
        let mut starts_part = true;
        for text in part.split(',').map(str::trim).filter(|text| !text.is_empty()) {
            let (text, after_and) = match text.strip_prefix("and ") {
                Some(text) => (text.trim(), true),
                None => (text, false),
            };
            match items.last_mut() {
                Some(last) if !starts_part && is_legal_form(text) => {
                    last.text.push_str(", ");
                    last.text.push_str(text);
                }
                _ => match text.split_once(" and ").filter(|(a, b)| may_precede_name(a) && looks_like_name(b)) {
                    Some((a, b)) => {
                        items.push(NamePart { text: a.trim().to_owned(), starts_part: starts_part || after_and });
                        items.push(NamePart { text: b.trim().to_owned(), starts_part: true });
                    }
                    None => items.push(NamePart { text: text.to_owned(), starts_part: starts_part || after_and }),
                },
            }
            starts_part = false;
        }
    }
    items
}

fn speakers(group: &str, companies: &HashSet<String>) -> Vec<Speaker> {
    let items = items(group, companies);
    let mut speakers: Vec<Speaker> = Vec::new();
    // People whose company is still to come, and the words of it so far.
    let mut waiting: Vec<String> = Vec::new();
    let mut affiliation = String::new();
    let mut settle = |waiting: &mut Vec<String>, affiliation: &mut String| {
        let affiliation = Some(std::mem::take(affiliation)).filter(|text| !text.is_empty());
        speakers.extend(waiting.drain(..).map(|name| Speaker { name, affiliation: affiliation.clone() }));
    };
    for (index, item) in items.iter().enumerate() {
        let is_last = index + 1 == items.len();
        if item.starts_part {
            if !affiliation.is_empty() {
                settle(&mut waiting, &mut affiliation);
            }
            waiting.push(item.text.clone());
        } else if waiting.is_empty()
            || (affiliation.is_empty() && !is_last && !companies.contains(&item.text) && looks_like_name(&item.text))
        {
            waiting.push(item.text.clone());
        } else {
            if !affiliation.is_empty() {
                affiliation.push_str(", ");
            }
            affiliation.push_str(&item.text);
            if companies.contains(&item.text) {
                settle(&mut waiting, &mut affiliation);
            }
        }
    }
    settle(&mut waiting, &mut affiliation);
    speakers
}

fn is_legal_form(text: &str) -> bool {
    const FORMS: [&str; 9] = ["inc", "ltd", "llc", "gmbh", "ag", "corp", "co", "bv", "sa"];
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    FORMS.contains(&plain.as_str())
}

fn names_job(text: &str) -> bool {
    const JOBS: [&str; 20] = [
        "engineer",
        "engineering",
        "manager",
        "director",
        "officer",
        "developer",
        "architect",
        "founder",
        "president",
        "lead",
        "head",
        "advocate",
        "specialist",
        "scientist",
        "maintainer",
        "owner",
        "reviewer",
        "evangelist",
        "ceo",
        "cto",
    ];
    text.split_whitespace().any(|word| JOBS.contains(&word.to_lowercase().as_str()))
}

fn names_company(text: &str) -> bool {
    const COMPANIES: [&str; 32] = [
        "technology",
        "technologies",
        "tech",
        "labs",
        "lab",
        "cloud",
        "systems",
        "software",
        "group",
        "bank",
        "university",
        "foundation",
        "networks",
        "network",
        "consulting",
        "solutions",
        "security",
        "data",
        "research",
        "telekom",
        "digital",
        "institute",
        "school",
        "services",
        "media",
        "games",
        "energy",
        "open",
        "red",
        "full-day",
        "half-day",
        "platforms",
    ];
    text.split_whitespace().any(|word| COMPANIES.contains(&word.to_lowercase().as_str()))
}

/// Two to five words, each with a capital or a particle, none of which names a job or a company.
fn looks_like_name(text: &str) -> bool {
    const PARTICLES: [&str; 14] =
        ["da", "de", "del", "der", "di", "dos", "du", "el", "la", "le", "van", "von", "den", "bin"];
    let is_word_of_name = |word: &str| {
        let capital = word.chars().next().is_some_and(|first| first.is_uppercase() || !first.is_ascii());
        let plain = word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '(' | ')' | '"'));
        plain && (capital || PARTICLES.contains(&word.to_lowercase().as_str()))
    };
    let words = text.split_whitespace().count();
    (2..=5).contains(&words) && text.split_whitespace().all(is_word_of_name) && !names_job(text) && !names_company(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The speakers of the first title, as `name (affiliation)`, in a calendar that has the others too.
    #[track_caller]
    fn check(titles: &[&str], title: &str, expect: &[&str]) {
        let mut listings: Vec<Listing> = titles.iter().map(|title| Listing::new(*title, *title)).collect();
        take_speakers(&mut listings);
        let first = &listings[0];
        let speakers: Vec<String> = first
            .speakers
            .iter()
            .map(|speaker| format!("{} ({})", speaker.name, speaker.affiliation.as_deref().unwrap_or("")))
            .collect();
        assert_eq!((first.title.as_str(), speakers), (title, expect.iter().map(|&text| text.to_owned()).collect()));
        assert_eq!(first.as_written(), titles[0]);
    }

    #[test]
    fn people_and_their_companies() {
        check(&["Parquet - Ada Low, Vinted"], "Parquet", &["Ada Low (Vinted)"]);
        check(&["A - B - Ada Low, Red Hat & Max May, IBM"], "A - B", &["Ada Low (Red Hat)", "Max May (IBM)"]);
        check(&["X - Ada Low & Max May, IBM; Li Wu, SUSE"], "X", &["Ada Low (IBM)", "Max May (IBM)", "Li Wu (SUSE)"]);
        check(
            &["X - Ada Low, Max May & Li Wu, Bloomberg"],
            "X",
            &["Ada Low (Bloomberg)", "Max May (Bloomberg)", "Li Wu (Bloomberg)"],
        );
        check(
            &["X - Ada Low, Max May, and Li Wu, NVIDIA"],
            "X",
            &["Ada Low (NVIDIA)", "Max May (NVIDIA)", "Li Wu (NVIDIA)"],
        );
        check(&["X - Ada Low, NTT, Inc. & Max May, IBM"], "X", &["Ada Low (NTT, Inc.)", "Max May (IBM)"]);
        check(&["X - Ada Low, Head of Things, Solo.io"], "X", &["Ada Low (Head of Things, Solo.io)"]);
        check(&["X - Ada Low, IBM & Max May"], "X", &["Ada Low (IBM)", "Max May ()"]);
    }

    #[test]
    fn a_company_known_from_another_title_is_no_person() {
        let titles = ["X - Ada Low, Defense Unicorns & Max May, IBM", "Y - Li Wu, Defense Unicorns"];
        check(&titles, "X", &["Ada Low (Defense Unicorns)", "Max May (IBM)"]);
        let titles = ["X - Ada Low, Microsoft and Max May, IBM", "Y - Li Wu, Microsoft"];
        check(&titles, "X", &["Ada Low (Microsoft)", "Max May (IBM)"]);
    }

    #[test]
    fn a_job_is_no_company() {
        let titles = ["X - Ada Low, Principal Engineer, IBM", "Y - Li Wu, Principal Engineer"];
        check(&titles, "X", &["Ada Low (Principal Engineer, IBM)"]);
    }

    #[test]
    fn what_does_not_look_like_speakers_stays() {
        for title in [
            "ArgoCon Hosted by CNCF - Full-Day Event | ALL ACCESS PASS REQUIRED",
            "CSI WON'T SAVE YOU - Why this is not a strategy, and you fail",
            "Breakfast - coffee, tea, bread",
            "Opening - Robert Sirchia",
            "No dash at all",
        ] {
            check(&[title], title, &[]);
        }
    }

    #[test]
    fn rooms_lose_the_place_they_share() {
        let mut listings: Vec<Listing> =
            ["Hall 7, Amsterdam, Netherlands", "Hall 8, Amsterdam, Netherlands", "Hotel, Road 1"]
                .iter()
                .map(|room| Listing { room: Some((*room).to_owned()), ..Listing::new(*room, *room) })
                .collect();
        take_common_location(&mut listings);
        let rooms: Vec<_> = listings.iter().filter_map(|listing| listing.room.as_deref()).collect();
        assert_eq!(rooms, ["Hall 7", "Hall 8", "Hotel, Road 1"]);
    }
}
