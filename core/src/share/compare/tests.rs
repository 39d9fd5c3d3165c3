use super::super::fixture::{at, key, trip};
use super::super::link::SharedEvent;
use super::*;
use crate::notebook::OwnItemId;
use crate::schedule::Day;

fn mine(id: &str, from: i64, to: i64) -> MyAgendaItem {
    MyAgendaItem { key: key(id), slot: Some(Slot::new(at(from), Some(at(to)))), own: false }
}

fn dinner() -> DescribedItem {
    let key = SessionKey::new("own", "dinner");
    DescribedItem { key, title: "Dinner".to_owned(), start: Some(at(45)), end: None, location: None }
}

fn shared(sessions: &[&str], told: Vec<DescribedItem>) -> SharedAgenda {
    let sessions = sessions.iter().map(|id| Digest::of(&key(id))).collect();
    SharedAgenda { trip: trip().id, by: None, sessions, events: Vec::new(), told }
}

/// The trip of the fixture, with its event in the place of the link's first one.
fn receiver<'a>(trip: &'a Trip, source_id: &'a dyn Fn(&SessionKey) -> SessionId) -> ReceiverTrip<'a> {
    ReceiverTrip { trip, events: vec![Some(0), None], source_id }
}

fn same_id(key: &SessionKey) -> SessionId {
    key.session.clone()
}

/// Each row as `id! clash,clash`, with the mark of what is mine.
#[track_caller]
fn check_rows(shared: &SharedAgenda, mine: &[MyAgendaItem], expect: &[&str]) {
    let trip = trip();
    let receiver = receiver(&trip, &same_id);
    let shown = compare(shared, &receiver, mine).into_iter().map(|row| {
        let clashes: Vec<&str> = row.clashes.iter().map(|index| mine[*index].key.session.as_str()).collect();
        let id = row.key(&receiver).map_or("missing".to_owned(), |key| key.session.to_string());
        format!("{id}{} {}", if row.mine { "!" } else { "" }, clashes.join(","))
    });
    assert_eq!(shown.collect::<Vec<_>>(), expect);
}

#[test]
fn rows_are_in_order_of_time_and_say_what_i_have_and_what_clashes() {
    let shared = shared(&["gone", "b", "a"], vec![dinner()]);
    check_rows(&shared, &[], &["a ", "b ", "dinner ", "missing "]);
    check_rows(&shared, &[mine("a", 0, 30)], &["a! ", "b ", "dinner ", "missing "]);
    check_rows(&shared, &[mine("x", 20, 31)], &["a x", "b x", "dinner ", "missing "]);
    check_rows(&shared, &[mine("b", 30, 60)], &["a ", "b! ", "dinner b", "missing "]);
    check_rows(&shared, &[mine("gone", 0, 9)], &["a gone", "b ", "dinner ", "missing! "]);
}

#[test]
fn the_registration_desk_clashes_with_nothing() {
    check_rows(&shared(&["desk"], Vec::new()), &[mine("a", 0, 30)], &["desk "]);
}

#[test]
fn a_session_named_twice_is_shown_once() {
    check_rows(&shared(&["a", "a"], vec![dinner(), dinner()]), &[], &["a ", "dinner "]);
}

#[test]
fn a_told_session_that_i_have_shows_with_my_times() {
    let told = DescribedItem { key: key("b"), start: Some(at(0)), ..dinner() };
    let trip = trip();
    let rows = compare(&shared(&[], vec![told]), &receiver(&trip, &same_id), &[]);
    assert_eq!((&rows[0].what, rows[0].start), (&SharedItem::Session(1), Some(at(30))));
    assert_eq!(rows[0].moved_from, Some(at(0)));
}

#[track_caller]
fn check_plan(
    shared: &SharedAgenda,
    mine: &[MyAgendaItem],
    choice: Choice,
    expect: &[AgendaChange],
    expect_undo: &[AgendaChange],
) {
    let trip = trip();
    let receiver = receiver(&trip, &same_id);
    let plan = plan(&compare(shared, &receiver, mine), &receiver, mine, choice);
    assert_eq!(plan.changes, expect);
    assert_eq!(plan.undo, expect_undo);
}

#[test]
fn taking_over_adds_what_i_lack() {
    let shared = shared(&["b", "gone", "a"], vec![dinner()]);
    let (star, unstar) = (|id| AgendaChange::Star(key(id)), |id| AgendaChange::Unstar(key(id)));
    let (add, remove) = (AgendaChange::AddItem(dinner()), AgendaChange::RemoveItem(dinner().key));
    let mine = [mine("b", 30, 60), mine("x", 0, 5)];
    check_plan(&shared, &mine, Choice::All, &[star("a"), add.clone()], &[remove.clone(), unstar("a")]);
    check_plan(&shared, &mine, Choice::Chosen(&[0, 1]), &[star("a")], &[unstar("a")]);
    check_plan(&shared, &mine, Choice::Chosen(&[]), &[], &[]);
    let replaced = [star("a"), add, unstar("x")];
    check_plan(&shared, &mine, Choice::Replace, &replaced, &[star("x"), remove, unstar("a")]);
}

#[test]
fn replacing_keeps_what_i_wrote_and_what_they_have_too() {
    let own = [MyAgendaItem { own: true, ..mine("lunch", 0, 60) }, mine("gone", 0, 9)];
    check_plan(&shared(&["gone"], Vec::new()), &own, Choice::Replace, &[], &[]);
}

fn told_session(id: &str, start: Option<i64>) -> SharedSession {
    let title = Some(format!("Talk {id}"));
    SharedSession { id: Digest::within_event(&id.into()), title, start: start.map(at), end: None, room: None }
}

fn with_event(sessions: Vec<SharedSession>) -> SharedAgenda {
    let event = SharedEvent {
        title: "KubeCon".to_owned(),
        zone: "UTC".to_owned(),
        first: Day(20_000),
        last: Day(20_005),
        address: None,
        sessions,
    };
    SharedAgenda { events: vec![event.clone(), event], ..shared(&[], Vec::new()) }
}

#[test]
fn sessions_of_an_event_are_found_by_what_its_source_calls_them() {
    // Here `a` has kept the name that its source gave it at first.
    let renamed = |key: &SessionKey| if key.session.as_str() == "a" { "a2".into() } else { key.session.clone() };
    let trip = trip();
    let receiver = receiver(&trip, &renamed);
    let agenda = with_event(vec![told_session("a2", Some(0)), told_session("b", Some(25)), told_session("new", None)]);
    let on_a = MyAgendaItem { key: key("a"), slot: None, own: false };
    let on_new = MyAgendaItem { key: key(Digest::within_event(&"new".into()).session_id().as_str()), ..on_a.clone() };
    let rows = compare(&agenda, &receiver, &[on_a, on_new]);
    let seen = rows.iter().map(|row| (row.event, row.key(&receiver).map(|key| key.session), row.mine, row.moved_from));
    let unknown = |id: &str| Some(unknown_id(id));
    let expect = [
        (Some(1), None, false, None),
        (Some(0), Some("a".into()), true, None),
        (Some(1), None, false, None),
        (Some(0), Some("b".into()), false, Some(at(25))),
        (Some(0), unknown("new"), true, None),
        (Some(1), None, false, None),
    ];
    assert_eq!(seen.collect::<Vec<_>>(), expect);
}

#[test]
fn a_session_that_my_schedule_lacks_is_told_and_of_an_event_that_i_lack_nothing_is_taken() {
    let agenda = with_event(vec![told_session("new", Some(5))]);
    let told = told_session("new", Some(5)).described(key(unknown_id("new").as_str()));
    let undo = [AgendaChange::RemoveItem(told.key.clone())];
    check_plan(&agenda, &[], Choice::All, &[AgendaChange::AddItem(told)], &undo);
}

fn unknown_id(id: &str) -> SessionId {
    Digest::within_event(&id.into()).session_id()
}

#[test]
fn my_agenda_is_what_i_starred_and_what_i_wrote() {
    let item = OwnItem {
        id: OwnItemId("dinner".into()),
        title: "Dinner".to_owned(),
        start: at(45),
        end: None,
        location: String::new(),
        note: String::new(),
        deleted: None,
        based_on: None,
    };
    let gone = OwnItem { deleted: Some(at(0)), ..item.clone() };
    let all = MyAgendaItem::all(&trip(), &[key("b"), key("desk"), key("gone")], &[item.clone(), gone]);
    let dinner_slot = Some(Slot::new(at(45), None));
    assert_eq!(all[0], mine("b", 30, 60));
    assert_eq!(all[1..3].iter().map(|mine| mine.slot).collect::<Vec<_>>(), [None, None]);
    assert_eq!(all[3..], [MyAgendaItem { key: DescribedItem::of_own(&item).key, slot: dinner_slot, own: true }]);
    check_rows(&shared(&[], vec![DescribedItem::of_own(&item)]), &all, &["dinner! b"]);
}

#[test]
fn an_item_of_somebody_elses_becomes_one_of_mine_and_a_session_does_not() {
    let told = DescribedItem { key: SessionKey::new(OWN, "x"), location: Some("Red Iguana".to_owned()), ..dinner() };
    let item = told.as_own().unwrap();
    assert_eq!((DescribedItem::of_own(&item), item.note.as_str()), (told.clone(), ""));
    assert_eq!(DescribedItem { start: None, ..told }.as_own(), None);
    assert_eq!(DescribedItem { key: key("gone"), ..dinner() }.as_own(), None);
}
