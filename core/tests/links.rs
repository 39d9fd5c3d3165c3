//! Links that came with letters wrong, and links that somebody forged: each gives an agenda or an error, in little time and
//! little memory. `LANYARD_LINKS=10000000 cargo test --release -p lanyard-core --test links` tries as many of each.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fastrand::Rng;
use flate2::Crc;
use lanyard_core::schedule::{Day, Instant};
use lanyard_core::share::{Digest, SharedAgenda, SharedEvent, SharedSession, Unshared, decode, encode};
use peak_alloc::PeakAlloc;
use rustix::time::{ClockId, clock_gettime};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Memory is counted for the whole program, so each test waits for the one before.
static ALONE: Mutex<()> = Mutex::new(());

const MOST_TIME: Duration = Duration::from_millis(50);
const MOST_BYTES: usize = 64 * 1024;
/// How many are tried where nobody says otherwise.
const COUNT: usize = 50_000;
const ATTEMPTS: usize = 5;

fn count() -> usize {
    std::env::var("LANYARD_LINKS").ok().and_then(|count| count.parse().ok()).unwrap_or(COUNT)
}

fn agenda(sessions: u32, address: Option<&str>) -> SharedAgenda {
    let session = |number: u32| SharedSession {
        id: Digest(number.wrapping_mul(2_654_435_761)),
        title: Some(format!("Talk {number} about {}", number.wrapping_mul(2_654_435_761))),
        start: Some(Instant(1_738_400_400 + i64::from(number) * 900)),
        end: Some(Instant(1_738_402_200 + i64::from(number) * 900)),
        room: Some(format!("Room {}", number % 7).as_str().into()),
    };
    let event = SharedEvent {
        title: "Mole days".to_owned(),
        zone: "Europe/Brussels".to_owned(),
        first: Day(20_120),
        last: Day(20_121),
        address: address.map(str::to_owned),
        sessions: (0..sessions).map(session).collect(),
    };
    let own = (0..sessions).map(|number| Digest(number.wrapping_mul(40_503)));
    let by = Some("Ada".to_owned());
    SharedAgenda { trip: "moles".into(), by, sessions: own.collect(), events: vec![event], told: Vec::new() }
}

/// Of all attempts the quickest counts, so that a busy machine fails nothing.
fn time_of(payload: &str) -> Duration {
    let attempt = || {
        let start = clock_gettime(ClockId::ThreadCPUTime);
        let _ = std::hint::black_box(decode(payload));
        Duration::try_from(clock_gettime(ClockId::ThreadCPUTime) - start).unwrap_or_default()
    };
    (0..ATTEMPTS).map(|_| attempt()).min().unwrap_or_default()
}

fn bytes_of(payload: &str) -> usize {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let _ = std::hint::black_box(decode(payload));
    MEMORY.peak_usage().saturating_sub(before)
}

/// What Lanyard writes around a body, by other means: length, body, checksum, letters.
fn sealed(version: u8, body: &[u8]) -> String {
    let mut bytes = Vec::new();
    let mut length = body.len();
    while length >= 0x80 {
        bytes.push(length as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend_from_slice(body);
    let mut sum = Crc::new();
    sum.update(&[&[version], body].concat());
    bytes.extend_from_slice(&sum.sum().to_le_bytes());
    format!("{}{}", char::from(version), URL_SAFE_NO_PAD.encode(bytes))
}

/// The bytes that [`sealed`] was given, from a payload of Lanyard's.
fn body_of(payload: &str) -> Vec<u8> {
    let bytes = URL_SAFE_NO_PAD.decode(&payload[1..]).unwrap_or_default();
    let length = bytes.iter().take_while(|byte| **byte >= 0x80).count() + 1;
    bytes.get(length..bytes.len() - 4).unwrap_or_default().to_vec()
}

#[test]
fn a_link_with_letters_wrong_is_no_other_agenda() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut numbers = Rng::with_seed(1);
    let payloads: Vec<(String, SharedAgenda)> = [agenda(3, Some("https://a.example/s.xml")), agenda(20, None)]
        .into_iter()
        .map(|agenda| (encode(&agenda).unwrap(), agenda))
        .collect();
    let letters = b"ABCXYZabcxyz0129-_ %.\0~";
    for _ in 0..count() {
        let (payload, agenda) = &payloads[numbers.usize(..payloads.len())];
        let mut bytes = payload.clone().into_bytes();
        for _ in 0..1 + numbers.usize(..3) {
            let (at, letter) = (numbers.usize(..bytes.len()), letters[numbers.usize(..letters.len())]);
            match numbers.usize(..4) {
                0 => bytes[at] = letter,
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, letter),
                _ => bytes.truncate(at),
            }
            if bytes.is_empty() {
                break;
            }
        }
        let damaged = String::from_utf8(bytes).unwrap();
        match decode(&damaged) {
            Ok(read) => assert!(damaged == *payload && read == *agenda, "{damaged}"),
            Err(Unshared::Damaged | Unshared::CutOff | Unshared::Newer | Unshared::TooLarge) => {}
        }
    }
}

#[test]
fn a_forged_link_is_read_in_little_time_and_memory_or_refused() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut numbers = Rng::with_seed(2);
    let packed = agenda(60, None);
    // So that the mutations reach what is inside: not deflated, which a link may be as well.
    let plain = {
        let whole = SharedAgenda { events: Vec::new(), ..packed.clone() };
        let mut body = body_of(&encode(&whole).unwrap());
        body.insert(0, 0);
        body.push(0);
        body
    };
    assert!(decode(&sealed(b'2', &plain)).is_ok_and(|read| read.sessions == packed.sessions));
    let bodies =
        [(b'2', plain.clone()), (b'2', body_of(&encode(&packed).unwrap())), (b'1', plain[1..plain.len() - 1].to_vec())];
    let mut longest = Duration::ZERO;
    for index in 0..count() {
        let (version, body) = &bodies[numbers.usize(..bodies.len())];
        let mut body = body.clone();
        for _ in 0..1 + numbers.usize(..6) {
            let (at, byte) = (numbers.usize(..body.len()), numbers.usize(..256) as u8);
            match numbers.usize(..4) {
                0 => body[at] = byte,
                1 => drop(body.remove(at)),
                2 => body.insert(at, byte),
                _ => body.extend_from_within(at..),
            }
            body.truncate(12_000);
            if body.is_empty() {
                break;
            }
        }
        let payload = sealed(*version, &body);
        if let Ok(agenda) = decode(&payload) {
            assert_eq!(decode(&encode(&agenda).unwrap()).unwrap(), agenda);
        }
        if index % 1_000 == 0 {
            longest = longest.max(time_of(&payload));
            assert!(bytes_of(&payload) <= MOST_BYTES, "{} bytes: {payload}", bytes_of(&payload));
        }
    }
    assert!(longest <= MOST_TIME, "{longest:?}");
}

#[test]
fn the_largest_links_take_little_time_and_memory() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let many = |sessions| encode(&agenda(sessions, Some("https://a.example"))).unwrap();
    let zeros = vec![0; 12_000];
    let worst =
        [many(150), "2".repeat(16 * 1024), sealed(b'1', &zeros), sealed(b'2', &zeros), sealed(b'2', &[1; 12_000])];
    for payload in worst {
        let (time, bytes) = (time_of(&payload), bytes_of(&payload));
        assert!(time <= MOST_TIME && bytes <= MOST_BYTES, "{time:?} and {bytes} bytes for {} letters", payload.len());
    }
}
