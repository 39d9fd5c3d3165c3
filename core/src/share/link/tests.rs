use super::super::fixture;
use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// Twenty sessions of the bundled trip, shared by somebody with a name.
fn twenty() -> SharedAgenda {
    let sessions = (0..20).map(|number: u32| Digest::of(&SessionKey::new("kubecon", number.to_string().as_str())));
    let by = Some("Ada Lovelace".to_owned());
    SharedAgenda { trip: "kubecon-na-2024".into(), by, sessions: sessions.collect(), told: Vec::new() }
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
    check_error("2AAAA", Unshared::Newer);
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
    let too_many_together = |body: &mut ByteWriter| {
        forge(body, 1_000);
        body.bytes.extend([0; 4_000]);
        body.number(1_001);
    };
    check_forged(too_many_together, Unshared::TooLarge);
    let more_after_the_end = |body: &mut ByteWriter| {
        forge(body, 0);
        body.number(0);
        body.number(0);
    };
    check_forged(more_after_the_end, Unshared::Damaged);
    let at_the_end_of_time = |body: &mut ByteWriter| {
        forge(body, 0);
        body.number(1);
        body.number(START);
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
    check_error(&seal(&body.bytes), expect);
}

fn forge(body: &mut ByteWriter, count: u64) {
    body.number(0);
    body.text("week");
    body.number(count);
}

#[test]
fn too_much_for_a_link_is_said_before_it_is_sent() {
    let agenda = |count| SharedAgenda { sessions: vec![Digest(7); count], ..twenty() };
    assert!(encode(&agenda(1_500)).is_ok());
    assert_eq!(encode(&agenda(1_600)), Err(TooMuch));
    assert_eq!(encode(&agenda(2_001)), Err(TooMuch));
    assert_eq!(encode(&SharedAgenda { told: vec![dinner(); 200], ..twenty() }), Err(TooMuch));
    let endless = SharedAgenda { trip: "x".repeat(257).as_str().into(), ..twenty() };
    assert_eq!(encode(&endless), Err(TooMuch));
}

#[test]
fn a_long_title_is_shortened() {
    let long = DescribedItem { title: "ü".repeat(300), ..dinner() };
    let back = decode(&encode(&SharedAgenda { told: vec![long], ..twenty() }).unwrap()).unwrap();
    assert_eq!(back.told[0].title, "ü".repeat(256));
}

#[test]
fn the_receivers_own_sessions_take_a_digest_and_others_are_told() {
    let (a, gone) = (fixture::key("a"), fixture::key("gone"));
    let trip = fixture::trip();
    let share = |has| SharedAgenda::of(&trip, None, &[a.clone(), gone.clone()], |_| has, vec![dinner()]);
    assert_eq!(share(true).sessions, [Digest::of(&a), Digest::of(&gone)]);
    assert_eq!(share(true).told, [dinner()]);
    assert_eq!(share(false).sessions, [Digest::of(&gone)]);
    assert_eq!(share(false).told, [dinner(), DescribedItem::of_session(&trip, &trip.sessions[0])]);
}

#[test]
fn two_sessions_of_one_digest_are_told() {
    // These two have the same CRC-32.
    let (one, other) = (fixture::key("plumless"), fixture::key("buckeroo"));
    let mut trip = fixture::trip();
    trip.sessions[0].id = one.session.clone();
    trip.sessions[1].id = other.session.clone();
    let shared = SharedAgenda::of(&trip, None, std::slice::from_ref(&other), |_| true, Vec::new());
    assert_eq!(Digest::of(&one), Digest::of(&other));
    assert_eq!(shared.sessions, []);
    assert_eq!(shared.told[0].key, other);
}

/// The body in a payload that [`encode`] wrote.
fn body_of(agenda: &SharedAgenda) -> Vec<u8> {
    let payload = encode(agenda).unwrap();
    let (bytes, _) = read_letters(&payload[1..]).unwrap();
    let mut whole = ByteReader { rest: &bytes };
    let length = whole.number().unwrap() as usize;
    whole.rest[..length].to_vec()
}

/// What is read under a right checksum is shared again as what it is.
fn check_body(body: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(agenda) = decode(&seal(body)) {
        prop_assert_eq!(decode(&encode(&agenda).unwrap()), Ok(agenda));
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
    ) -> SharedAgenda {
        SharedAgenda { trip: trip.as_str().into(), by, sessions: digests.into_iter().map(Digest).collect(), told }
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
    fn any_text_gives_an_agenda_or_an_error(text in ".{0,200}", letters in "1[0-9a-zA-Z_-]{0,200}") {
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
