use super::super::fixture;
use super::*;
use crate::schedule::Day;

fn event(sessions: Vec<SharedSession>) -> SharedEvent {
    SharedEvent {
        title: "Kube\\Con \"A\"\n2024".to_owned(),
        zone: "Europe/Brussels".to_owned(),
        first: Day::parse("2024-11-13").unwrap(),
        last: Day::parse("2024-11-14").unwrap(),
        address: None,
        sessions,
    }
}

fn session(id: u32, title: Option<&str>) -> SharedSession {
    let (start, end) = (Some(fixture::at(0)), Some(fixture::at(30)));
    SharedSession { id: Digest(id), title: title.map(str::to_owned), start, end, room: Some("Hall \"1\"".into()) }
}

#[test]
fn what_a_link_tells_is_a_schedule_of_its_own() {
    let expect = concat!(
        r#"{"lanyard":1,"title":"Kube\\Con \"A\" 2024","time_zone":"Europe/Brussels","#,
        r#""first":"2024-11-13","last":"2024-11-14","sessions":["#,
        r#"{"id":"~000000ff","title":"A talk","start":"2024-11-13T12:13:20Z","end":"2024-11-13T12:43:20Z","#,
        r#""room":"Hall \"1\""},"#,
        r#"{"id":"~00000001","title":"Session of Kube\\Con \"A\" 2024"}]}"#,
    );
    let bare = SharedSession { start: None, end: None, room: None, ..session(1, None) };
    assert_eq!(partial_schedule(&event(vec![session(255, Some("A talk")), bare]), None), expect);
}

#[test]
fn what_other_links_told_before_stays() {
    let mut trip = fixture::trip();
    trip.sessions[0].id = Digest(7).session_id();
    trip.sessions[1].id = Digest(255).session_id();
    assert!(!is_partial(&trip, 0), "the desk is of the schedule");
    let written = partial_schedule(&event(vec![session(255, Some("A talk"))]), Some((&trip, 0)));
    let ids: Vec<&str> = written.split("\"id\":\"").skip(1).filter_map(|rest| rest.get(..9)).collect();
    assert_eq!(ids, ["~000000ff", "~00000007"]);
    trip.sessions.truncate(2);
    assert!(is_partial(&trip, 0));
    assert!(!is_partial(&trip, 1), "an event without sessions");
}
