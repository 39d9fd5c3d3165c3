use super::super::fixture;
use super::*;
use crate::schedule::{Day, Instant, Local};
use crate::text::plain_title;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// Twenty sessions of the bundled trip, shared by somebody with a name.
fn twenty() -> SharedAgenda {
    let sessions = (0..20).map(|number: u32| Digest::of(&SessionKey::new("kubecon", number.to_string().as_str())));
    let by = Some("Ada Lovelace".to_owned());
    SharedAgenda {
        trip: "kubecon-na-2024".into(),
        by,
        sessions: sessions.collect(),
        events: Vec::new(),
        told: Vec::new(),
    }
}

fn with_dinner() -> SharedAgenda {
    SharedAgenda { told: vec![dinner()], ..twenty() }
}

fn dinner() -> DescribedItem {
    DescribedItem {
        key: SessionKey::new("own", "0f8c-dinner"),
        title: "Dinner with \u{1f469}\u{200d}\u{1f680} and Zoë".to_owned(),
        start: Some(Instant(1_731_546_000)),
        end: Some(Instant(1_731_553_200)),
        location: Some("Red Iguana".to_owned()),
    }
}

#[test]
fn a_link_of_twenty_sessions_is_short() {
    let payload = encode(&twenty()).unwrap();
    assert!(payload.len() <= 160, "{} letters", payload.len());
    assert_eq!(decode(&payload), Ok(twenty()));
}

/// A link once sent is read for ever: never change this text, add another for a new version.
#[test]
fn links_of_version_1_are_read() {
    let key = SessionKey::new("kubecon", "1i7ke");
    let agenda = SharedAgenda { sessions: vec![Digest::of(&key)], ..with_dinner() };
    assert_eq!(encode(&agenda).unwrap(), GOLDEN);
    assert_eq!(decode(GOLDEN), Ok(agenda));
}

const GOLDEN: &str = "1aAEPa3ViZWNvbi1uYS0yMDI0DEFkYSBMb3ZlbGFjZQFqRx1kAQcDb3duCzBmOGMtZGlubmVyIERpbm5lciB3aXRoIPCf\
    kanigI3wn5qAIGFuZCBab8OroK6q8wzAcApSZWQgSWd1YW5hKqek-Q";

#[test]
fn every_change_of_one_letter_is_found() {
    let payload = encode(&with_dinner()).unwrap();
    for index in 0..payload.len() {
        for letter in 0..=0x7f_u8 {
            let mut bytes = payload.clone().into_bytes();
            if bytes[index] != letter {
                bytes[index] = letter;
                assert!(decode(str::from_utf8(&bytes).unwrap()).is_err(), "{} at {index}", char::from(letter));
            }
        }
        let mut shorter = payload.clone();
        shorter.remove(index);
        assert!(decode(&shorter).is_err(), "without letter {index}");
    }
}

#[test]
fn a_link_cut_off_anywhere_says_so() {
    let payload = encode(&twenty()).unwrap();
    for end in 0..payload.len() {
        assert_eq!(decode(&payload[..end]), Err(Unshared::CutOff), "cut at {end}");
    }
}

#[test]
fn an_error_says_what_happened() {
    check_error("", Unshared::CutOff);
    check_error("1", Unshared::CutOff);
    check_error("3AAAA", Unshared::Newer);
    check_error("9AAAA", Unshared::Newer);
    check_error("2AAAA", Unshared::CutOff);
    check_error("nonsense", Unshared::Damaged);
    check_error("1%20%20", Unshared::Damaged);
    check_error("1\u{202e}AAAA", Unshared::Damaged);
    check_error(&(encode(&twenty()).unwrap() + "."), Unshared::Damaged);
    check_error(&(encode(&twenty()).unwrap() + "AAAA"), Unshared::Damaged);
    check_error(&"1".repeat(MOST_LETTERS + 1), Unshared::TooLarge);
}

#[track_caller]
fn check_error(payload: &str, expect: Unshared) {
    assert_eq!(decode(payload), Err(expect));
}

/// What nobody's Lanyard makes, under a right checksum.
#[test]
fn a_forged_link_is_bounded() {
    check_forged(|body| body.number(2), Unshared::Damaged);
    check_forged(|body| forge(body, 2_001), Unshared::TooLarge);
    check_forged(|body| forge(body, u64::MAX), Unshared::TooLarge);
    check_forged(|body| forge(body, 1), Unshared::Damaged);
    let long_trip = |body: &mut ByteWriter| {
        body.number(0);
        body.text(&"x".repeat(257));
    };
    check_forged(long_trip, Unshared::TooLarge);
    let too_many_items = |body: &mut ByteWriter| {
        forge(body, 0);
        body.number(251);
    };
    check_forged(too_many_items, Unshared::TooLarge);
    let more_after_the_end = |body: &mut ByteWriter| {
        forge(body, 0);
        body.number(0);
        body.number(0);
    };
    check_forged(more_after_the_end, Unshared::Damaged);
    let at_the_end_of_time = |body: &mut ByteWriter| {
        forge(body, 0);
        body.number(1);
        body.number(item::START);
        ["own", "x", "Dinner"].iter().for_each(|text| body.text(text));
        body.signed(i64::MAX);
    };
    check_forged(at_the_end_of_time, Unshared::Damaged);
}

#[test]
fn what_a_link_says_is_plain() {
    let tricky = DescribedItem {
        title: "Din\u{202e}ner\n\u{200b}".to_owned(),
        location: Some("\u{2066}Red Igu\u{ad}ana".to_owned()),
        end: Some(Instant(i64::MAX)),
        ..dinner()
    };
    let hidden = DescribedItem { title: "\u{200b}".to_owned(), location: Some("\u{feff}".to_owned()), ..dinner() };
    let shared = SharedAgenda { by: Some("Ada\u{202e}\tLovelace".to_owned()), told: vec![tricky, hidden], ..twenty() };
    let read = decode(&encode(&shared).unwrap()).unwrap();
    assert_eq!(read.by.as_deref(), Some("Ada Lovelace"));
    let item = read.told[0].as_own().unwrap();
    assert_eq!((item.title.as_str(), item.location.as_str(), item.end), ("Dinner", "Red Iguana", None));
    assert_eq!((read.told[1].title.as_str(), &read.told[1].location), ("Untitled", &None));
}

/// An agenda as whoever opens the link reads it.
fn plain(mut agenda: SharedAgenda) -> SharedAgenda {
    let line = |text: Option<String>| text.map(|text| plain_title(&text)).filter(|text| !text.is_empty());
    let time = |time: Option<Instant>| time.filter(|time| time.is_plausible());
    agenda.by = line(agenda.by);
    for event in &mut agenda.events {
        event.title = line(Some(event.title.clone())).unwrap_or("Untitled event".to_owned());
        event.zone = line(Some(event.zone.clone())).unwrap_or_default();
        for session in &mut event.sessions {
            session.title = line(session.title.take());
            session.room = line(session.room.take().map(|room| room.to_string())).map(Into::into);
            session.start = time(session.start);
            session.end = time(session.end).filter(|_| session.start.is_some());
        }
    }
    for told in &mut agenda.told {
        told.title = line(Some(told.title.clone())).unwrap_or("Untitled".to_owned());
        told.location = line(told.location.take());
        (told.start, told.end) = (time(told.start), time(told.end));
    }
    agenda
}

#[track_caller]
fn check_forged(write: impl FnOnce(&mut ByteWriter), expect: Unshared) {
    let mut body = ByteWriter::default();
    write(&mut body);
    check_error(&seal(PLAIN, &body.bytes), expect);
}

fn forge(body: &mut ByteWriter, count: u64) {
    body.number(0);
    body.text("week");
    body.number(count);
}

#[test]
fn too_much_for_a_link_is_said_before_it_is_sent() {
    let agenda = |count| SharedAgenda { sessions: vec![Digest(7); count], ..twenty() };
    assert!(encode(&agenda(2_000)).is_ok());
    assert_eq!(encode(&agenda(2_001)), Err(TooMuch));
    let dinners = |count| SharedAgenda { told: vec![dinner(); count], ..twenty() };
    assert!(encode(&dinners(180)).is_ok());
    assert_eq!(encode(&dinners(200)), Err(TooMuch), "too many letters");
    let names = |count| fosdem(count, Some("https://a.example")).with_detail(LinkDetail::Names);
    assert!(encode(&names(250)).is_ok());
    assert_eq!(encode(&names(251)), Err(TooMuch));
    let both = SharedAgenda { told: vec![dinner()], ..names(250) };
    assert_eq!(encode(&both), Err(TooMuch));
    let endless = SharedAgenda { trip: "x".repeat(257).as_str().into(), ..twenty() };
    assert_eq!(encode(&endless), Err(TooMuch));
}

#[test]
fn a_long_title_is_shortened() {
    let long = DescribedItem { title: "ü".repeat(300), ..dinner() };
    let back = decode(&encode(&SharedAgenda { told: vec![long], ..twenty() }).unwrap()).unwrap();
    assert_eq!(back.told[0].title, "ü".repeat(256));
}

/// An agenda of the trip of the fixture, whose event came from there.
fn of_trip(trip: &Trip, starred: &[SessionKey], origin: Option<Option<&str>>) -> SharedAgenda {
    let origin = |_: &EventId| origin.map(|address| address.map(str::to_owned));
    SharedAgenda::of(trip, None, starred, origin, |key| key.session.clone(), vec![dinner()])
}

#[test]
fn sessions_that_come_with_lanyard_take_a_digest_and_others_stand_with_their_event() {
    let (a, gone) = (fixture::key("a"), fixture::key("gone"));
    let mut trip = fixture::trip();
    trip.events[0].title = "KubeCon".to_owned();
    let starred = [fixture::key("b"), a.clone(), gone.clone()];
    let bundled = of_trip(&trip, &starred, None);
    assert_eq!((bundled.sessions.len(), &bundled.events[..], &bundled.told[..]), (3, &[][..], &[dinner()][..]));

    let added = of_trip(&trip, &starred, Some(Some("https://a.example/s.xml")));
    let [event] = &added.events[..] else { panic!("one event") };
    assert_eq!((event.title.as_str(), event.zone.as_str(), event.first), ("KubeCon", "UTC", Day(20_000)));
    assert_eq!(event.address.as_deref(), Some("https://a.example/s.xml"));
    let titles: Vec<_> = event.sessions.iter().map(|session| session.title.as_deref()).collect();
    assert_eq!(titles, [Some("a"), Some("b")], "in order of time, and none that the schedule lacks");
    assert_eq!(event.sessions[0].id, Digest::within_event(&a.session));
    assert_eq!(added.count(), 3);
    assert_eq!(decode(&encode(&added).unwrap()), Ok(added));
}

#[test]
fn two_sessions_of_one_digest_are_told() {
    // These two have the same CRC-32.
    let (one, other) = (fixture::key("plumless"), fixture::key("buckeroo"));
    let mut trip = fixture::trip();
    trip.sessions[0].id = one.session.clone();
    trip.sessions[1].id = other.session.clone();
    let shared = of_trip(&trip, std::slice::from_ref(&other), None);
    assert_eq!(Digest::of(&one), Digest::of(&other));
    assert_eq!(shared.sessions, []);
    assert_eq!(shared.told[1].key, other);
}

/// FOSDEM, with sessions as its schedule names, times and places them, at the lengths they have there on average.
fn fosdem(count: u32, address: Option<&str>) -> SharedAgenda {
    let first = Day::parse("2025-02-01").unwrap();
    let rooms = ["Janson", "K.1.105 (La Fontaine)", "H.1301 (Cornil)", "UB5.132", "UD2.120 (Chavanne)", "AW1.120"];
    let words = "kernel compiler packet observability language model marmot quantum registry scheduler webassembly ledger \
                 desktop firmware bootloader sandbox privacy archive translation accessibility printer radio satellite \
                 telephone container database optimiser debugger emulator driver typesetting geometry telescope bicycle";
    let words: Vec<&str> = words.split_whitespace().collect();
    // No two of them repeat each other more than titles do.
    let title = |number: u32| {
        let picked =
            (1..7).map(|place| words[(number.wrapping_mul(2_654_435_761) >> (4 * place)) as usize % words.len()]);
        picked.collect::<Vec<&str>>().join(" ")
    };
    let session = |number: u32| {
        let start = Local::new(first.plus((number % 2) as i32), 9 + number % 8, 30 * (number % 2)).at_offset(3_600);
        SharedSession {
            id: Digest(number.wrapping_mul(0x9e37_79b9)),
            title: Some(title(number + 1)),
            start: Some(start),
            end: Some(start.plus_minutes(25 + i64::from(number % 3) * 5)),
            room: Some(rooms[number as usize % rooms.len()].into()),
        }
    };
    let mut sessions: Vec<SharedSession> = (0..count).map(session).collect();
    sessions.sort_by_key(|session| session.start);
    let event = SharedEvent {
        title: "FOSDEM 2025".to_owned(),
        zone: "Europe/Brussels".to_owned(),
        first,
        last: first.plus(1),
        address: address.map(str::to_owned),
        sessions,
    };
    let by = Some("Ada Lovelace".to_owned());
    SharedAgenda { trip: "fosdem-2025".into(), by, sessions: Vec::new(), events: vec![event], told: Vec::new() }
}

/// A link to so many sessions fits so many characters, and tells as much of them as that leaves room for.
#[track_caller]
fn check_detail(count: u32, address: Option<&str>, expect: LinkDetail, most: usize) {
    // How long the address before the payload is on a usual host.
    const BEFORE: usize = 69;
    let agenda = fosdem(count, address);
    let (payload, detail) = agenda.encode_within(&[300 - BEFORE, 858 - BEFORE]).unwrap();
    assert_eq!(detail, expect, "{} characters", BEFORE + payload.len());
    assert!(BEFORE + payload.len() <= most, "{} characters", BEFORE + payload.len());
    let read = decode(&payload).unwrap();
    assert_eq!(read, agenda.with_detail(detail));
    assert_eq!(read.events[0].sessions.iter().all(|session| session.title.is_some()), expect == LinkDetail::Titles);
}

#[test]
fn a_link_tells_as_much_as_it_has_room_for() {
    let address = Some("https://fosdem.org/2025/schedule/xml");
    check_detail(1, address, LinkDetail::Titles, 300);
    check_detail(8, address, LinkDetail::Times, 300);
    check_detail(14, address, LinkDetail::Names, 300);
    check_detail(20, address, LinkDetail::Rooms, 858);
    check_detail(60, address, LinkDetail::Rooms, 858);
    check_detail(120, address, LinkDetail::Names, 858);
    // More than a code holds: then nothing but which ones.
    check_detail(240, address, LinkDetail::Names, 2_000);
    // Nobody can look these up.
    check_detail(8, None, LinkDetail::Titles, 858);
    check_detail(60, None, LinkDetail::Titles, 4_000);
}

#[test]
fn an_address_that_is_longer_than_a_text_is_left_out() {
    let long = format!("https://a.example/{}", "x".repeat(256));
    assert_eq!(decode(&encode(&fosdem(1, Some(&long))).unwrap()).unwrap().events[0].address, None);
}

/// A link once sent is read for ever: never change this text, add another for a new version.
#[test]
fn links_of_version_2_are_read() {
    let agenda = SharedAgenda { told: vec![dinner()], ..fosdem(2, Some("https://fosdem.org/2025/schedule/xml")) };
    assert_eq!(encode(&agenda).unwrap(), GOLDEN_2);
    assert_eq!(decode(GOLDEN_2), Ok(agenda));
}

const GOLDEN_2: &str = "2kgIBTY4xS8NQFIWbCBZswUlcHN6oQ5M0GOokKG1BrQi6ud3m3SYPX94N7720desfcHB1sK4qiKtOov_EX1AQnE0pine5nMPhnM-pDchwzBphEEb1PQ6\
    sR0OUEGPFqS7RSNWCwU7c4EIp1Ky9eCNhUzabXt9_Tq5m05sJA8XZOX083j09fNXf8pVT5OwgKUCB06p1T87anWM2H1jtFJpy9Pd1YQxK8_zqOhsLAI904s8\
    zvolT5IVEf5xJd_kQlCG1duQ1vWYQsc0esC4pC0Lhllsp77267YSg41QMkUnkSQloSqA-jdlv1T8HLEopLL5ctm6_13fdyOpyQYIVpFhGHOVf9gK1KmWfyEo\
    CXrZQbkUmDOofmYbDrQ";

#[test]
fn a_link_is_found_in_what_holds_it() {
    for (text, expect) in [
        ("see https://lanyard.example/#/shared/1aZ-_9. Bye", Some("1aZ-_9")),
        ("Wed 13 Nov\n11:00 Talk\n\nhttps://a.example/x/#/shared/2abc\n", Some("2abc")),
        ("https://a.example/#/shared/", None),
        ("https://a.example/#/shared/%00", None),
        ("https://a.example/#/session/a/b", None),
    ] {
        assert_eq!(payload_in(text), expect, "{text}");
    }
}

#[test]
fn what_deflate_makes_is_bounded() {
    let bomb = packed(&vec![0; 1_000_000]);
    assert!(bomb.len() < 2_000);
    check_error(&seal(WITH_EVENTS, &bomb), Unshared::TooLarge);
    check_error(&seal(WITH_EVENTS, &[1, 0xff, 0xff]), Unshared::Damaged);
    check_error(&seal(WITH_EVENTS, &[2]), Unshared::Damaged);
    check_error(&seal(WITH_EVENTS, &[]), Unshared::Damaged);
}

#[test]
fn a_session_of_a_link_keeps_its_digest() {
    let digest = Digest::within_event(&"0f8c-4711".into());
    assert_eq!(Digest::within_event(&digest.session_id()), digest);
    assert_eq!(Digest::from_link(&digest.session_id()), Some(digest));
    for other in ["0f8c-4711", "~", "~xyz", "~12", "~0123456789", "~ABCDEF01", "~+1234567"] {
        assert_eq!(Digest::from_link(&other.into()), None, "{other}");
    }
}

/// The body in a payload that [`encode`] wrote.
fn body_of(agenda: &SharedAgenda) -> Vec<u8> {
    let payload = encode(agenda).unwrap();
    let (bytes, _) = read_letters(&payload[1..]).unwrap();
    let mut whole = ByteReader { rest: &bytes };
    let length = whole.number().unwrap() as usize;
    let body = &whole.rest[..length];
    match (payload.starts_with(WITH_EVENTS), body.first()) {
        (false, _) => body.to_vec(),
        (true, Some(0)) => body[1..].to_vec(),
        (true, _) => decompress_to_vec_with_limit(&body[1..], MOST_BYTES).unwrap(),
    }
}

/// What is read under a right checksum is shared again as what it is.
fn check_body(body: &[u8]) -> Result<(), TestCaseError> {
    for payload in [seal(PLAIN, body), seal(WITH_EVENTS, &packed(body))] {
        if let Ok(agenda) = decode(&payload) {
            prop_assert_eq!(decode(&encode(&agenda).unwrap()), Ok(agenda));
        }
    }
    Ok(())
}

/// Numbers at the limits of what is taken, as they stand in a body.
fn changed_number() -> impl Strategy<Value = Vec<u8>> {
    let limits = [0, 1, 4, 256, 2_000, -3_000_000_000, 8_000_000_000, i64::MIN, i64::MAX];
    (proptest::sample::select(limits.to_vec()), -1..2_i64, any::<bool>()).prop_map(|(limit, by, is_signed)| {
        let (mut bytes, number) = (ByteWriter::default(), limit.saturating_add(by));
        if is_signed {
            bytes.signed(number)
        } else {
            bytes.number(number as u64)
        }
        bytes.bytes
    })
}

prop_compose! {
    fn any_told()(
        event in ".{0,12}",
        id in ".{0,24}",
        title in ".{0,80}",
        start in proptest::option::of(prop_oneof![any::<i64>(), -3_000_000_000..8_000_000_000i64]),
        end in proptest::option::of(prop_oneof![any::<i64>(), -3_000_000_000..8_000_000_000i64]),
        location in proptest::option::of(".{0,20}"),
    ) -> DescribedItem {
        let key = SessionKey::new(event.as_str(), id.as_str());
        DescribedItem { key, title, start: start.map(Instant), end: end.map(Instant), location }
    }
}

prop_compose! {
    fn any_agenda()(
        trip in ".{0,20}",
        by in proptest::option::of(".{0,20}"),
        digests: Vec<u32>,
        told in vec(any_told(), 0..8),
        events in vec(any_event(), 0..4),
    ) -> SharedAgenda {
        let sessions = digests.into_iter().map(Digest).collect();
        SharedAgenda { trip: trip.as_str().into(), by, sessions, events, told }
    }
}

/// Mostly to the minute, as schedules are.
fn any_time() -> impl Strategy<Value = Option<Instant>> {
    let seconds = prop_oneof![
        4 => (28_000_000..30_000_000i64).prop_map(|minutes| minutes * 60),
        1 => -3_000_000_000..8_000_000_000i64,
        1 => any::<i64>(),
    ];
    proptest::option::of(seconds.prop_map(Instant))
}

prop_compose! {
    fn any_session()(
        id: u32,
        title in proptest::option::of(".{0,40}"),
        start in any_time(),
        end in any_time(),
        room in proptest::option::of("[ab]|.{0,12}"),
    ) -> SharedSession {
        let (end, room) = (end.filter(|_| start.is_some()), room.map(|room| room.as_str().into()));
        SharedSession { id: Digest(id), title, start, end, room }
    }
}

prop_compose! {
    fn any_event()(
        title in ".{0,40}",
        zone in "[A-Z][a-z]{1,8}/[A-Z][a-z]{1,8}|.{0,12}",
        first in -20_000..80_000i32,
        days in 0..10i32,
        address in proptest::option::of("https?://[a-z.]{1,20}/.{0,20}|.{0,20}"),
        sessions in vec(any_session(), 0..12),
    ) -> SharedEvent {
        SharedEvent { title, zone, first: Day(first), last: Day(first + days), address, sessions }
    }
}

proptest! {
    #[test]
    fn any_agenda_comes_back(agenda in any_agenda()) {
        let payload = encode(&agenda).unwrap();
        prop_assert!(payload.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'-' || letter == b'_'));
        prop_assert_eq!(decode(&payload), Ok(plain(agenda)));
    }

    #[test]
    fn any_text_gives_an_agenda_or_an_error(text in ".{0,200}", letters in "[12][0-9a-zA-Z_-]{0,200}") {
        let _ = decode(&text);
        let _ = decode(&letters);
    }

    #[test]
    fn any_body_under_a_right_checksum_gives_an_agenda_or_an_error(body: Vec<u8>) {
        check_body(&body)?;
    }

    /// Bytes of a right body dropped, repeated or replaced, under a checksum that fits.
    #[test]
    fn a_changed_body_gives_an_agenda_or_an_error(
        agenda in any_agenda(),
        changes in vec((any::<Index>(), 0..12_usize, prop_oneof![Just(None), changed_number().prop_map(Some)]), 1..32),
    ) {
        let body = body_of(&agenda);
        for (at, length, number) in changes {
            let start = at.index(body.len() + 1);
            let end = (start + length).min(body.len());
            let mut changed = body.clone();
            match number {
                Some(number) => drop(changed.splice(start..(start + 1).min(end), number)),
                None if length % 2 == 0 => drop(changed.drain(start..end)),
                None => drop(changed.splice(start..start, body[start..end].to_vec())),
            }
            check_body(&changed)?;
        }
    }
}
