//! No edit is lost, whatever happens to the notebook and the schedule, and in whatever order.

use super::super::tests::{Week, attended};
use super::super::{OutlineKind, PieceEdit};
use super::*;
use crate::notebook::EntryKind;
use crate::schedule::Trip;
use proptest::prelude::*;

/// What the user has changed, as the app keeps it.
#[derive(Clone, Debug, Default)]
struct Edits(Vec<PieceEdit>);

impl Edits {
    fn change(&mut self, id: &PieceId, kind: PieceKind, change: impl FnOnce(&mut PieceEdit)) {
        if !self.0.iter().any(|edit| edit.id == *id) {
            self.0.push(PieceEdit::new(id.clone(), kind));
        }
        change(self.0.iter_mut().find(|edit| edit.id == *id).unwrap());
    }

    fn say(&mut self, row: &OutlineRow, text: String) {
        self.change(&row.piece.id, row.piece.kind.clone(), |edit| {
            edit.text = Some(row.edited(edit.text.as_ref(), text));
        });
    }
}

fn week() -> Week {
    let mut week = Week::new();
    week.mark("early", attended());
    week.on("early", "09:10", "first note here");
    week.on("early", "09:20", "second note here");
    week.mark("early-too", attended());
    week.write(EntryKind::Takeaway, "12:30", "less is more");
    week
}

fn ids(rows: &[OutlineRow]) -> Vec<&str> {
    rows.iter().filter(|row| !row.piece.kind.is_front()).map(|row| row.piece.id.as_str()).collect()
}

#[track_caller]
fn find<'a>(rows: &'a [OutlineRow], id: &str) -> &'a OutlineRow {
    rows.iter().find(|row| row.piece.id.as_str() == id).unwrap()
}

const NATURAL: [&str; 13] = [
    "first",
    "introduction",
    "trip-facts",
    "numbers",
    "day/2024-11-13/main",
    "event/main",
    "session/main/early",
    "entry/e0",
    "entry/e1",
    "session/main/early-too",
    "takeaways",
    "entry/e2",
    "closing",
];

#[test]
fn a_text_is_merged_with_what_its_note_became() {
    let mut week = week();
    let mut edits = Edits::default();
    edits.say(find(&week.rows(&[]), "entry/e0"), "first note HERE".to_owned());
    assert_eq!(find(&week.rows(&edits.0), "entry/e0").state, RowState::Edited);
    week.entries[0].text = "very first note here".to_owned();
    let rows = week.rows(&edits.0);
    let row = find(&rows, "entry/e0");
    assert_eq!((row.piece.text.as_str(), row.state), ("very first note HERE", RowState::Edited));
    week.entries[0].text = "first note there".to_owned();
    let rows = week.rows(&edits.0);
    let row = find(&rows, "entry/e0");
    assert_eq!((row.piece.text.as_str(), row.state), ("first note HERE", RowState::Conflict));
    assert_eq!(row.drafted(), "first note there", "the other one is shown");
    // Going on in one of the two decides nothing.
    let (id, kind) = (row.piece.id.clone(), row.piece.kind.clone());
    let row = row.clone();
    edits.change(&id, kind, |edit| edit.text = Some(row.edited(edit.text.as_ref(), "first note HERE!".to_owned())));
    assert_eq!(find(&week.rows(&edits.0), "entry/e0").state, RowState::Conflict);
}

#[test]
fn a_text_stays_when_its_note_goes() {
    let mut week = week();
    let mut edits = Edits::default();
    edits.say(find(&week.rows(&[]), "entry/e0"), "first note HERE".to_owned());
    let note = week.entries.remove(0);
    let rows = week.rows(&edits.0);
    let row = find(&rows, "entry/e0");
    assert_eq!((row.piece.text.as_str(), row.open.as_slice()), ("first note HERE", &[PrivacyReason::Gone][..]));
    week.entries.insert(0, note);
    assert!(find(&week.rows(&edits.0), "entry/e0").open.is_empty());
}

#[test]
fn pieces_go_where_they_are_put() {
    #[track_caller]
    fn check(moves: &[(&str, Direction)], expect: &[&str]) {
        let week = week();
        let mut edits = Edits::default();
        for (id, direction) in moves {
            let rows = week.rows(&edits.0);
            let row = find(&rows, id);
            let placement = super::moved(&rows, &row.piece.id, *direction, next_order(&edits.0));
            if placement.is_some() {
                edits.change(&row.piece.id, row.piece.kind.clone(), |edit| edit.placement = placement);
            }
        }
        assert_eq!(ids(&week.rows(&edits.0)), expect, "{moves:?}");
    }
    use Direction::{Down, Up};
    check(&[], &NATURAL);
    check(&[("first", Down), ("first", Up), ("introduction", Up), ("closing", Down)], &NATURAL);
    check(&[("day/2024-11-13/main", Up)], &NATURAL);
    check(&[("session/main/early", Down), ("session/main/early", Up)], &NATURAL);
    check(&[("entry/e0", Down), ("entry/e0", Up)], &NATURAL);
    check(
        &[("session/main/early-too", Up)],
        &[
            "first",
            "introduction",
            "trip-facts",
            "numbers",
            "day/2024-11-13/main",
            "event/main",
            "session/main/early-too",
            "session/main/early",
            "entry/e0",
            "entry/e1",
            "takeaways",
            "entry/e2",
            "closing",
        ],
    );
    check(
        &[("takeaways", Up)],
        &[
            "first",
            "introduction",
            "trip-facts",
            "numbers",
            "takeaways",
            "entry/e2",
            "closing",
            "day/2024-11-13/main",
            "event/main",
            "session/main/early",
            "entry/e0",
            "entry/e1",
            "session/main/early-too",
        ],
    );
    check(
        &[("event/main", Up)],
        &[
            "first",
            "introduction",
            "trip-facts",
            "numbers",
            "event/main",
            "day/2024-11-13/main",
            "session/main/early",
            "entry/e0",
            "entry/e1",
            "session/main/early-too",
            "takeaways",
            "entry/e2",
            "closing",
        ],
    );
    check(
        &[("entry/e2", Up)],
        &[
            "first",
            "introduction",
            "trip-facts",
            "numbers",
            "day/2024-11-13/main",
            "event/main",
            "session/main/early",
            "entry/e0",
            "entry/e1",
            "session/main/early-too",
            "entry/e2",
            "takeaways",
            "closing",
        ],
    );
}

#[test]
fn what_the_user_adds_stands_where_it_was_put() {
    let week = week();
    let own = |id: &str, kind, after: &str, order| {
        let placement = Placement { after: PieceId::new(&[after]), section: PieceId::new(&["takeaways"]), order };
        let text = Some(EditedText { base: String::new(), text: id.to_owned() });
        PieceEdit { text, placement: Some(placement), is_own: true, ..PieceEdit::new(PieceId::new(&[id]), kind) }
    };
    let edits = [
        own("own/a", PieceKind::Text, "entry/e1", 1),
        own("own/b", PieceKind::Text, "gone", 2),
        own("own/h", PieceKind::Heading, "day/2024-11-13/main", 3),
        own("own/c", PieceKind::Text, "own/h", 4),
    ];
    let rows = week.rows(&edits);
    assert_eq!(
        ids(&rows)[6..],
        [
            "session/main/early",
            "entry/e0",
            "entry/e1",
            "own/a",
            "session/main/early-too",
            "own/h",
            "own/c",
            "takeaways",
            "entry/e2",
            "closing",
            "own/b",
        ]
    );
    assert!(find(&rows, "own/a").open.is_empty());
}

/// What may happen to a week.
#[derive(Clone, Debug)]
enum Act {
    Edit(usize),
    Move(usize, bool),
    Note(usize),
    Delete(usize),
    Restore,
    Update(u8),
    Undo,
    Unmark,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => any::<usize>().prop_map(Act::Edit),
        2 => (any::<usize>(), any::<bool>()).prop_map(|(index, up)| Act::Move(index, up)),
        2 => any::<usize>().prop_map(Act::Note),
        1 => any::<usize>().prop_map(Act::Delete),
        1 => Just(Act::Restore),
        1 => (0..3u8).prop_map(Act::Update),
        1 => Just(Act::Undo),
        1 => Just(Act::Unmark),
    ]
}

/// An update of the schedule: a session is renamed, moved to another day, or gone.
fn updated(trip: &Trip, what: u8) -> Trip {
    let mut trip = trip.clone();
    match what {
        0 => trip.sessions.iter_mut().for_each(|session| session.title.push_str(" (new)")),
        1 => trip.sessions.iter_mut().for_each(|session| session.day = session.day.map(|day| day.plus(1))),
        _ => trip.sessions.retain(|session| session.id.as_str() != "early"),
    }
    trip
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn no_edit_is_lost(acts in prop::collection::vec(act(), 1..24)) {
        let mut week = week();
        let (mut edits, mut deleted, mut before) = (Edits::default(), Vec::new(), Vec::new());
        let mut written: Vec<(PieceId, String)> = Vec::new();
        for (number, act) in acts.into_iter().enumerate() {
            let rows = week.rows(&edits.0);
            let pick = |index: usize| rows[index % rows.len()].clone();
            match act {
                Act::Edit(index) => {
                    let row = pick(index);
                    let word = format!("word{number}");
                    let text = &row.piece.text;
                    edits.say(&row, if index % 2 == 0 { format!("{word} {text}") } else { format!("{text} {word}") });
                    written.push((row.piece.id.clone(), word));
                }
                Act::Move(index, up) => {
                    let row = pick(index);
                    let direction = if up { Direction::Up } else { Direction::Down };
                    if let Some(placement) = super::moved(&rows, &row.piece.id, direction, next_order(&edits.0)) {
                        edits.change(&row.piece.id, row.piece.kind.clone(), |edit| edit.placement = Some(placement));
                    }
                }
                Act::Note(index) if !week.entries.is_empty() => {
                    let index = index % week.entries.len();
                    week.entries[index].text.push_str(" more");
                }
                Act::Delete(index) if !week.entries.is_empty() => {
                    let index = index % week.entries.len();
                    deleted.push(week.entries.remove(index));
                }
                Act::Restore => week.entries.extend(deleted.pop()),
                Act::Update(what) => {
                    before.push(week.trip.clone());
                    week.trip = updated(&week.trip, what);
                }
                Act::Undo => week.trip = before.pop().unwrap_or(week.trip),
                Act::Unmark => week.mark("early-too", crate::notebook::Marks::default()),
                Act::Note(_) | Act::Delete(_) => {}
            }
            let rows = week.rows(&edits.0);
            for (id, word) in &written {
                let row = rows.iter().find(|row| row.piece.id == *id);
                prop_assert!(row.is_some_and(|row| row.piece.text.contains(word.as_str())), "{word} of {id:?} is lost");
            }
            // Every piece of the draft is there, once.
            let drafted = week.draft(OutlineKind::Post);
            for piece in &drafted {
                prop_assert_eq!(rows.iter().filter(|row| row.piece.id == piece.id).count(), 1);
            }
        }
    }

    #[test]
    fn an_update_that_is_undone_leaves_no_trace(what in 0..3u8, indices in prop::collection::vec(any::<usize>(), 1..6)) {
        let mut week = week();
        let mut edits = Edits::default();
        for (number, index) in indices.into_iter().enumerate() {
            let rows = week.rows(&edits.0);
            let row = &rows[index % rows.len()];
            edits.say(row, format!("{} word{number}", row.piece.text));
        }
        let (rows, trip) = (week.rows(&edits.0), week.trip.clone());
        week.trip = updated(&trip, what);
        week.rows(&edits.0);
        week.trip = trip;
        prop_assert_eq!(week.rows(&edits.0), rows);
    }
}
