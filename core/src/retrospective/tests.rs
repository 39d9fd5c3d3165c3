//! From a notebook to a document, by small weeks: what is in, what stays, and that no edit is lost.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::agenda::ConferenceDays;
use crate::agenda::fixture::{self, at};
use crate::notebook::{Attachment, Entry, EntryId, EntryKind, KnownNames, Marks, OwnItem, PhotoId, SessionSnapshot};
use crate::schedule::{Details, Link, SessionKey, Trip};
use crate::text::{Block, Inline};
use proptest::prelude::*;

/// A trip with what a user wrote in it.
#[derive(Clone, Debug)]
pub(crate) struct Week {
    pub trip: Trip,
    pub entries: Vec<Entry>,
    pub sessions: BTreeMap<SessionKey, SessionMaterial>,
    pub own_items: Vec<OwnItem>,
}

impl Week {
    pub fn new() -> Self {
        Self { trip: fixture::trip(), entries: Vec::new(), sessions: BTreeMap::new(), own_items: Vec::new() }
    }

    pub fn draft(&self, kind: OutlineKind) -> Vec<OutlinePiece> {
        let days = ConferenceDays::of(&self.trip);
        let material = Material {
            trip: &self.trip,
            days: &days,
            entries: &self.entries,
            sessions: &self.sessions,
            own_items: &self.own_items,
        };
        draft(&material, kind)
    }

    pub fn rows(&self, edits: &[PieceEdit]) -> Vec<OutlineRow> {
        arrange(
            &self.draft(OutlineKind::Post).into_iter().map(Arc::new).collect::<Vec<_>>(),
            edits,
            &UnnamedPeople::of(&self.entries),
        )
    }

    fn document(&self, edits: &[PieceEdit]) -> Document {
        let names = self.entries.iter().map(|entry| entry.name.as_str());
        document(&self.rows(edits), &KnownNames::new(names), self.trip.last)
    }

    pub fn write(&mut self, kind: EntryKind, clock: &str, text: &str) -> &mut Entry {
        let id = EntryId::new(&format!("e{}", self.entries.len()));
        let mut entry = Entry::new(id, at(clock), Attachment::Hallway, None);
        entry.set_kind(kind);
        text.clone_into(&mut entry.text);
        self.entries.push(entry);
        self.entries.last_mut().unwrap()
    }

    pub fn on(&mut self, session: &str, clock: &str, text: &str) -> &mut Entry {
        let entry = self.write(EntryKind::Note, clock, text);
        entry.attachment = Attachment::Session(SessionKey::new("main", session));
        let key = SessionKey::new("main", session);
        self.sessions.entry(key).or_default();
        self.entries.last_mut().unwrap()
    }

    pub fn mark(&mut self, session: &str, marks: Marks) {
        let known = self.sessions.entry(SessionKey::new("main", session)).or_default();
        known.marks = marks;
        known.snapshot = SessionSnapshot { title: format!("{session} as it was"), start: None };
    }
}

pub(super) fn attended() -> Marks {
    Marks { star: true, attended: true, ..Marks::default() }
}

/// The document as lines: `## ` sections, `### ` talks with notes, `- ` items, text, `> ` quotes, `! ` pictures.
fn lines(document: &Document) -> Vec<String> {
    fn plain(blocks: &[Block]) -> String {
        crate::text::RichText { blocks: blocks.to_vec() }.plain().replace('\n', " / ")
    }
    fn words(inlines: &[Inline]) -> String {
        plain(&[Block::Paragraph(inlines.to_vec())])
    }
    fn push(parts: &[DocumentPart], out: &mut Vec<String>) {
        for part in parts {
            match part {
                DocumentPart::Heading(text) => out.push(format!("### {}", words(text))),
                DocumentPart::Text(blocks) => out.push(plain(blocks)),
                DocumentPart::Item(blocks) => out.push(format!("- {}", plain(blocks))),
                DocumentPart::FollowUp(it) => {
                    out.push(format!("- [{}] {}", if it.done { 'x' } else { ' ' }, plain(&it.text)));
                }
                DocumentPart::Quote(blocks) => out.push(format!("> {}", plain(blocks))),
                DocumentPart::Picture { alt, .. } => out.push(format!("! {alt}")),
                DocumentPart::Session(session) => {
                    let mark = if session.parts.is_empty() { "-" } else { "###" };
                    out.push(format!("{mark} {} | {}", words(&session.title), words(&session.line)));
                    push(&session.parts, out);
                }
            }
        }
    }
    let mut out = Vec::new();
    for section in &document.sections {
        if !section.heading.is_empty() {
            out.push(format!("## {}", words(&section.heading)));
        }
        push(&section.parts, &mut out);
    }
    out
}

fn released(id: &PieceId, reasons: &[&str]) -> PieceEdit {
    let released = reasons.iter().map(|reason| (*reason).to_owned()).collect();
    PieceEdit { released, ..PieceEdit::new(id.clone(), PieceKind::Text) }
}

#[test]
fn a_week_becomes_a_post_in_the_order_of_time() {
    let mut week = Week::new();
    week.mark("early", attended());
    week.mark("early-too", Marks { star: true, missed: true, watch_later: true, ..Marks::default() });
    let late = week.sessions.get_mut(&SessionKey::new("main", "early-too")).unwrap();
    late.recording.url = "https://youtu.be/abc".to_owned();
    late.recording.start = Some(14_609);
    let details = Details {
        url: Some("https://a.example/early".to_owned()),
        links: vec![Link { title: "Slides".to_owned(), url: "https://a.example/slides.pdf".to_owned() }],
        ..Details::default()
    };
    week.sessions.get_mut(&SessionKey::new("main", "early")).unwrap().details = details;
    week.on("early", "09:10", "It *begins*.");
    let quote = week.on("early", "09:20", "Ship it.");
    (quote.kind, quote.name) = (EntryKind::Quote, "Ana".to_owned());
    let photo = week.write(EntryKind::Photo, "12:00", "");
    (photo.photo, photo.caption) = (Some(PhotoId::new("f0")), "The hall".to_owned());
    week.write(EntryKind::Takeaway, "12:30", "Less is more.");
    week.write(EntryKind::FollowUp, "12:40", "Ask for the slides").attachment =
        Attachment::Session(SessionKey::new("main", "early"));
    assert_eq!(
        lines(&week.document(&[])),
        [
            "From 13 to 14 November 2024 I was in Town, at main.",
            "## main, Wednesday 13 November",
            "main: 13 November 2024, palace and hotel.",
            "### early | Slides",
            "It begins.",
            "> Ship it. / — Ana",
            "! The hall",
            "## Takeaways",
            "- Less is more.",
            "## To watch",
            "- early-too / Recording from 4:03:29",
            "## Next",
            "- [ ] Ask for the slides",
        ]
    );
}

#[test]
fn what_is_to_be_watched_comes_in_the_order_of_time() {
    let mut week = Week::new();
    for session in ["early-too", "early", "gone"] {
        week.mark(session, Marks { watch_later: true, ..Marks::default() });
    }
    let text = lines(&week.document(&[]));
    let from = text.iter().position(|line| line == "## To watch").unwrap();
    assert_eq!(text[from + 1..], ["- early", "- early-too", "- gone as it was"]);
}

#[test]
fn an_event_is_told_by_its_facts_and_linked_once() {
    let mut week = Week::new();
    let event = &mut week.trip.events[0];
    event.url = Some("https://a.example/main/".to_owned());
    event.facts = ["About 200 people came.", "Somebody guesses that 900 people came.", "Bring a coat."]
        .map(str::to_owned)
        .to_vec();
    week.mark("early", attended());
    let page = |week: &mut Week, url: &str| {
        let known = week.sessions.get_mut(&SessionKey::new("main", "early")).unwrap();
        known.details.url = Some(url.to_owned());
        week.draft(OutlineKind::Post)
    };
    let pieces = page(&mut week, "https://a.example/main");
    let text = |pieces: &[OutlinePiece], id: PieceId| pieces.iter().find(|piece| piece.id == id).unwrap().text.clone();
    let facts = text(&pieces, PieceId::new(&["event", "main"]));
    assert!(facts.ends_with("hotel. About 200 people came."), "{facts}");
    let session = PieceId::of_session(&SessionKey::new("main", "early"));
    assert_eq!(text(&pieces, session.clone()), "early");
    let pieces = page(&mut week, "https://a.example/main/early");
    assert_eq!(text(&pieces, session), "[early](https://a.example/main/early)");
}

#[test]
fn nothing_private_goes_out_before_it_was_named() {
    let mut week = Week::new();
    week.mark("early", attended());
    week.on("early", "09:10", "secret").publishable = false;
    week.on("early", "09:11", "with @Jan");
    week.write(EntryKind::Note, "12:00", "said in passing");
    let person = week.write(EntryKind::Person, "12:01", "");
    person.name = "Jan".to_owned();
    let all = |edits: &[PieceEdit]| lines(&week.document(edits)).join("\n");
    let text = all(&[]);
    assert!(!text.contains("secret") && !text.contains("Jan") && !text.contains("passing"), "{text}");
    let ids: Vec<PieceId> = week.entries.iter().map(|entry| PieceId::of_entry(&entry.id)).collect();
    assert!(all(&[released(&ids[0], &["private"])]).contains("secret"));
    assert!(!all(&[released(&ids[0], &["hallway"])]).contains("secret"), "another reason than that it was asked for");
    assert!(all(&[released(&ids[1], &["names jan"])]).contains("with Jan"), "a mention becomes a name");
    assert!(all(&[released(&ids[2], &["hallway"])]).contains("said in passing"));
    assert!(all(&[released(&ids[3], &["private"])]).contains("- Jan"));
    let findings = checklist(&week.rows(&[]), &UnnamedPeople::of(&week.entries));
    let withheld = findings.iter().filter(|finding| matches!(finding, Finding::Withheld(..))).count();
    assert_eq!(withheld, 4);
    assert!(findings.contains(&Finding::NotAsked("Jan".to_owned())));
}

#[test]
fn whoever_was_not_asked_is_named_by_no_edit() {
    let mut week = Week::new();
    week.mark("early", attended());
    week.write(EntryKind::Person, "12:01", "").name = "Jan".to_owned();
    for id in [&["title"][..], &["introduction"], &["session", "main", "early"], &["day", "2024-11-13", "main"]] {
        let text = EditedText { base: String::new(), text: "With Jan".to_owned() };
        let edit = PieceEdit { text: Some(text), ..PieceEdit::new(PieceId::new(id), PieceKind::Text) };
        let document = week.document(std::slice::from_ref(&edit));
        let text = format!("{} {}", document.title, lines(&document).join("\n"));
        assert!(!text.contains("Jan"), "{id:?}: {text}");
        let released = PieceEdit { released: vec!["names jan".to_owned()], ..edit };
        let document = week.document(&[released]);
        assert!(format!("{} {}", document.title, lines(&document).join("\n")).contains("With Jan"), "{id:?}");
    }
}

#[test]
fn what_is_between_talks_stands_below_no_talk() {
    let mut week = Week::new();
    week.mark("early", attended());
    week.on("early", "09:10", "a note");
    week.write(EntryKind::Note, "12:00", "in the lobby").attachment = Attachment::Venue("palace".into());
    let text = lines(&week.document(&[]));
    let from = text.iter().position(|line| line.starts_with("### early")).unwrap();
    assert_eq!(text[from + 1..=from + 3], ["a note", "### Between sessions", "in the lobby"]);
}

#[test]
fn what_is_left_out_takes_along_what_is_below_it() {
    let mut week = Week::new();
    week.mark("early", attended());
    week.on("early", "09:10", "a note");
    week.mark("early-too", attended());
    let out = |id: PieceId| PieceEdit { included: Some(false), ..PieceEdit::new(id, PieceKind::Text) };
    let text = lines(&week.document(&[out(PieceId::of_session(&SessionKey::new("main", "early")))])).join("\n");
    assert!(!text.contains("a note") && !text.contains("early |") && text.contains("early-too"), "{text}");
    let day = PieceId::new(&["day", "2024-11-13", "main"]);
    let text = lines(&week.document(&[out(day)])).join("\n");
    assert!(!text.contains("early-too") && !text.contains("palace"), "{text}");
}

#[test]
fn a_session_that_left_the_programme_stays_in_the_post() {
    let mut week = Week::new();
    week.mark("early", attended());
    week.on("early", "09:10", "a note");
    week.trip.sessions.retain(|session| session.id.as_str() != "early");
    let text = lines(&week.document(&[])).join("\n");
    assert!(text.contains("### early as it was") && text.contains("a note"), "{text}");
}

#[test]
fn a_report_has_its_sections_even_when_empty() {
    let mut week = Week::new();
    week.mark("early", attended());
    let pieces = week.draft(OutlineKind::Report);
    let headings: Vec<&str> =
        pieces.iter().filter(|it| it.kind == PieceKind::Heading).map(|it| it.text.as_str()).collect();
    assert_eq!(headings, ["", "Purpose", "Summary", "main, Wednesday 13 November", "Cost"]);
}

#[test]
fn pieces_have_names_of_their_own() {
    let mut week = Week::new();
    week.mark("early", Marks { watch_later: true, ..attended() });
    let photo = week.on("early", "09:10", "beside it");
    (photo.photo, photo.caption) = (Some(PhotoId::new("f0")), "The hall".to_owned());
    week.write(EntryKind::Takeaway, "09:11", "one");
    for kind in OutlineKind::ALL {
        let mut names: Vec<PieceId> = week.draft(kind).into_iter().map(|piece| piece.id).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}

#[test]
fn every_dialect_says_what_a_colleague_wrote_and_who() {
    let mut week = Week::new();
    week.mark("early", attended());
    week.on("early", "09:10", "It begins.").author = "Ben".to_owned();
    let quote = week.on("early", "09:20", "Ship it.\n\n— Zoe");
    (quote.kind, quote.author) = (EntryKind::Quote, "Ben".to_owned());
    let photo = week.write(EntryKind::Photo, "12:00", "");
    (photo.photo, photo.caption, photo.author) = (Some(PhotoId::new("f0")), "The hall".to_owned(), "Ben".to_owned());
    week.write(EntryKind::Takeaway, "12:30", "Less is more.").author = "Ben".to_owned();
    week.write(EntryKind::FollowUp, "12:40", "Ask for the slides").author = "Ben".to_owned();
    week.write(EntryKind::Note, "12:50", "In the hallway").author = "Ben".to_owned();
    let person = week.write(EntryKind::Person, "13:00", "Grace: compilers");
    (person.publishable, person.author) = (true, "Ben".to_owned());
    week.write(EntryKind::Takeaway, "13:10", "My own.");
    let document = week.document(&[]);
    assert_eq!(
        lines(&document)[3..],
        [
            "### early | ",
            "Ben: It begins.",
            "> Ben: Ship it. / — Zoe",
            "! Ben: The hall",
            "Ben: In the hallway",
            "## Takeaways",
            "- Ben: Less is more.",
            "- My own.",
            "## People",
            "- Ben: Grace: compilers",
            "## Next",
            "- [ ] Ben: Ask for the slides",
        ]
    );
    for dialect in Dialect::ALL {
        let export = export(&document, dialect, &dialect.template(), ExportOptions::default());
        let text = export.source_text();
        for said in
            ["It begins", "Ship it", "The hall", "In the hallway", "Less is more", "Grace", "Ask for the slides"]
        {
            assert!(text.contains(&format!("Ben: {said}")), "{dialect:?}: {said} in {text}");
        }
        assert!(!text.contains("Ben: My own"), "{text}");
    }
    let days = ConferenceDays::of(&week.trip);
    let (trip, entries, sessions) = (&week.trip, &week.entries, &week.sessions);
    let numbers = WeekNumbers::of(&Material { trip, days: &days, entries, sessions, own_items: &[] });
    assert_eq!(numbers.sentence(), "1 planned, 1 attended", "what is the colleague's does not count");
}

#[test]
fn whom_nobody_asked_is_looked_for_in_a_colleagues_words() {
    let mut week = Week::new();
    week.write(EntryKind::Person, "12:01", "").name = "Jan".to_owned();
    week.write(EntryKind::Note, "12:02", "with Jan").author = "Ben".to_owned();
    week.write(EntryKind::Note, "12:03", "alone").author = "Jan".to_owned();
    let text = lines(&week.document(&[])).join("\n");
    assert!(!text.contains("with Jan") && text.contains("Jan: alone"), "{text}");
}

/// A text of few words, so that names, private words and public ones meet.
fn note() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "ana",
        "Ana",
        "@ana",
        "Ana López",
        "@Zoe",
        "zoe",
        "talk",
        "**bold**",
        "# x",
        "`Zoe`",
        "[Ana](https://a.example)",
        "\n\n",
        "- [ ] do",
        "#tag",
        "<script>alert(1)</script>",
        "{{ x }}",
        "|",
        "🦀",
        "עברית",
        "> said",
    ]);
    prop::collection::vec(word, 0..8).prop_map(|words| words.join(" "))
}

pub(crate) fn notebook() -> impl Strategy<Value = Week> {
    let entry = (0..EntryKind::ALL.len(), note(), prop::bool::weighted(0.7), 0..3usize, 0..600u32);
    (prop::collection::vec(entry, 0..12), prop::bool::ANY).prop_map(|(entries, zoe_is_asked)| {
        let mut week = Week::new();
        week.mark("early", attended());
        for (name, publishable) in [("Ana López", false), ("Zoe", zoe_is_asked)] {
            let person = week.write(EntryKind::Person, "08:00", "met");
            (person.name, person.publishable) = (name.to_owned(), publishable);
        }
        for (number, (kind, mut text, publishable, about, minute)) in entries.into_iter().enumerate() {
            if !publishable {
                text.push_str(" SECRET");
            }
            let clock = format!("{:02}:{:02}", 9 + minute / 60, minute % 60);
            let entry = match about {
                0 => week.write(EntryKind::Note, &clock, &text),
                1 => week.on("early", &clock, &text),
                _ => week.on("never listed", &clock, &text),
            };
            entry.set_kind(EntryKind::ALL[kind]);
            entry.publishable = publishable;
            if about == 0 {
                entry.text.push_str(" HALLWAY");
            }
            match EntryKind::ALL[kind] {
                EntryKind::Person => entry.name = format!("Nobody{number}x"),
                EntryKind::Quote => entry.name = "Ana López".to_owned(),
                EntryKind::Link => entry.url = "https://b.example/?a=b&c".to_owned(),
                EntryKind::Photo => entry.photo = Some(PhotoId::new("f0")),
                _ => {}
            }
        }
        week
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_500))]

    /// Ten thousand notebooks: each case draws four.
    #[test]
    fn no_notebook_lets_out_what_is_private(weeks in prop::array::uniform4(notebook())) {
        for week in weeks {
            let said = lines(&week.document(&[]));
            let text = said.join("\n");
            prop_assert!(!text.contains("SECRET"), "{text}");
            let asked = |name: &str| week.entries.iter().any(|it| it.name == name && it.publishable && it.kind == EntryKind::Person);
            let folded = crate::search::fold(&text);
            prop_assert!(!folded.contains("ana lopez") && !text.contains("Ana"), "{text}");
            prop_assert!(asked("Zoe") || !text.contains("Zoe"), "{text}");
            for entry in week.entries.iter().filter(|it| it.kind == EntryKind::Person && !asked(&it.name)) {
                prop_assert!(!text.contains(&entry.name), "{text}");
            }
            let talks = [EntryKind::Note, EntryKind::Quote, EntryKind::FollowUp];
            let hallway = week.entries.iter().filter(|it| it.publishable && talks.contains(&it.kind) && it.photo.is_none());
            let other = week.entries.iter().any(|it| it.text.contains("HALLWAY") && !talks.contains(&it.kind));
            prop_assert!(other || hallway.count() == 0 || !text.contains("HALLWAY"), "{text}");
        }
    }
}
