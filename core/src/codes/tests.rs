//! The laws of a transfer: what was sent comes back, or nothing does.

use miniz_oxide::deflate::compress_to_vec_zlib;
use proptest::prelude::*;

use super::fountain::SYMBOL_SIZE;
use super::packet::{CodePacket, CodeTransfer};
use super::*;

/// Bytes that no deflater makes smaller.
fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    std::iter::repeat_with(|| random.u8(..)).take(length).collect()
}

/// Gives the receiver the codes with these numbers, until it has something to say other than progress.
fn show(receiver: &mut CodeReceiver, sender: &CodeSender, numbers: impl IntoIterator<Item = u32>) -> ScanOutcome {
    let outcomes = numbers.into_iter().map(|number| receiver.take(&sender.text(number)));
    let mut last = ScanOutcome::Foreign;
    for outcome in outcomes {
        last = outcome;
        if !matches!(last, ScanOutcome::Progress { .. }) {
            break;
        }
    }
    last
}

/// How many codes in a row bring this payload.
#[track_caller]
fn check(payload: &[u8], expect_needed: usize) {
    let sender = CodeSender::new(payload).unwrap();
    assert_eq!(sender.codes_needed(), expect_needed);
    let surplus = 30;
    let enough = 100..100 + (expect_needed + surplus) as u32;
    assert_eq!(show(&mut CodeReceiver::default(), &sender, enough), ScanOutcome::Complete(payload.to_vec()));
}

#[test]
fn bytes_of_any_length_come_over() {
    check(b"", 1);
    check(b"a", 1);
    check(&noise(SYMBOL_SIZE, 1), 2);
    check(&noise(100_000, 2), 149);
    check(&noise(1 << 20, 3), 1561);
    check(&vec![b'a'; MAX_PAYLOAD], 25);
}

#[test]
fn what_is_too_much_is_said_before() {
    let refusal = |payload: &[u8]| CodeSender::new(payload).err();
    assert_eq!(refusal(&vec![0; MAX_PAYLOAD + 1]), Some(SendError::TooLarge));
    assert_eq!(refusal(&noise(MAX_DEFLATED, 1)), Some(SendError::TooLarge));
    assert_eq!(refusal(&noise(MAX_DEFLATED - 1000, 1)), None);
}

#[test]
fn numbers_never_end() {
    let sender = CodeSender::new(&noise(2000, 1)).unwrap();
    for number in [0, 1, u32::MAX - 1, u32::MAX] {
        assert!(CodePacket::parse(&sender.text(number)).is_ok());
    }
    let last = packet::MAX_NUMBERS - 1;
    assert_eq!(sender.text(last + 1), sender.text(0));
    let around_the_end = last - 2..last + 3;
    let outcome = show(&mut CodeReceiver::default(), &sender, around_the_end);
    assert_eq!(outcome, ScanOutcome::Complete(noise(2000, 1)));
}

#[test]
fn a_transfer_goes_on_after_the_sender_was_started_anew() {
    let payload = noise(10_000, 1);
    let mut receiver = CodeReceiver::default();
    let first = show(&mut receiver, &CodeSender::new(&payload).unwrap(), 0..10);
    assert_eq!(first, ScanOutcome::Progress { known: 10, needed: 15 });
    let again = show(&mut receiver, &CodeSender::new(&payload).unwrap(), 5..10);
    assert_eq!(again, ScanOutcome::Progress { known: 10, needed: 15 }, "seen before");
    let rest = show(&mut receiver, &CodeSender::new(&payload).unwrap(), 1000..1010);
    assert_eq!(rest, ScanOutcome::Complete(payload));
}

#[test]
fn another_transfer_is_left_out() {
    let (first, second) = (CodeSender::new(b"first").unwrap(), CodeSender::new(&noise(2000, 1)).unwrap());
    let mut receiver = CodeReceiver::default();
    assert_eq!(show(&mut receiver, &second, 0..2), ScanOutcome::Progress { known: 2, needed: 3 });
    assert_eq!(show(&mut receiver, &first, 0..1), ScanOutcome::Other);
    assert_eq!(show(&mut receiver, &second, 2..40), ScanOutcome::Complete(noise(2000, 1)));
    assert_eq!(show(&mut receiver, &first, 0..1), ScanOutcome::Complete(b"first".to_vec()), "its turn");
}

#[test]
fn a_transfer_that_would_become_too_large_is_none() {
    let bomb = compress_to_vec_zlib(&vec![0; MAX_PAYLOAD + 1], 9);
    let sender = CodeSender::of_deflated(&bomb).unwrap();
    assert_eq!(show(&mut CodeReceiver::default(), &sender, 0..100), ScanOutcome::Spoilt);
    let no_deflate_stream = CodeSender::of_deflated(&noise(2000, 1)).unwrap();
    assert_eq!(show(&mut CodeReceiver::default(), &no_deflate_stream, 0..100), ScanOutcome::Spoilt);
}

/// The code with this number, its symbol replaced by somebody who knows how.
fn forged(sender: &CodeSender, number: u32, symbol: Vec<u8>) -> String {
    let packet = CodePacket::parse(&sender.text(number)).unwrap();
    CodePacket { symbol, ..packet }.encode()
}

#[test]
fn a_forged_code_spoils_a_transfer_and_never_changes_it() {
    let payload = noise(10_000, 1);
    let sender = CodeSender::new(&payload).unwrap();
    let mut receiver = CodeReceiver::default();
    receiver.take(&forged(&sender, 7, vec![0; SYMBOL_SIZE]));
    assert_eq!(show(&mut receiver, &sender, 0..100), ScanOutcome::Spoilt);
    assert_eq!(show(&mut receiver, &sender, 0..100), ScanOutcome::Complete(payload), "begun again");
}

#[test]
fn a_code_is_read_back_from_a_picture() {
    let sender = CodeSender::new(&noise(10_000, 1)).unwrap();
    let code = sender.code(3).unwrap();
    assert_eq!(code.size, 89);
    for scale in [3, 4, 16, 40] {
        let side = (code.size + 8) * scale;
        let dark = |at: usize| (at / scale).checked_sub(4).filter(|module| *module < code.size);
        let luma = (0..side * side).map(|at| match (dark(at % side), dark(at / side)) {
            (Some(x), Some(y)) if code.modules[y * code.size + x] => 40,
            _ => 220,
        });
        assert_eq!(text(&luma.collect::<Vec<u8>>(), side, side), Some(sender.text(3)), "{scale} pixels a module");
    }
}

#[test]
fn a_picture_of_any_size_is_looked_at() {
    for (width, height, pixels) in
        [(0, 0, 0), (0, 9, 9), (1, 1, 1), (21, 21, 440), (usize::MAX, 2, 9), (20_000, 30, 600_000)]
    {
        assert_eq!(text(&vec![0; pixels], width, height), None, "{width} × {height}");
    }
}

/// What a camera may see while a transfer is going on.
#[derive(Clone, Debug)]
enum Sight {
    Code(u32),
    CodeOfAnother(u32),
    Misread { number: u32, letter: usize },
    Something(String),
}

fn sight(numbers: u32) -> impl Strategy<Value = Sight> {
    prop_oneof![
        6 => (0..numbers).prop_map(Sight::Code),
        1 => (0..numbers).prop_map(Sight::CodeOfAnother),
        1 => (0..numbers, 0..1000_usize).prop_map(|(number, letter)| Sight::Misread { number, letter }),
        1 => "(LANYARD:)?[0-9A-Z:+.]{0,40}".prop_map(Sight::Something),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Two thirds of the codes are enough, in any order and with anything between them.
    #[test]
    fn what_was_sent_comes_back_or_nothing_does(
        length in 0..6000_usize,
        seed: u64,
        between in prop::collection::vec(sight(60), 0..60),
        order in Just((0..30_u32).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let payload = noise(length, seed);
        let (sender, another) = (CodeSender::new(&payload).unwrap(), CodeSender::new(b"another").unwrap());
        let mut between = between.into_iter();
        let sights = order.into_iter().take(20).flat_map(|number| {
            let others: Vec<Sight> = between.by_ref().take(3).collect();
            [Sight::Code(number)].into_iter().chain(others)
        });
        let mut receiver = CodeReceiver::default();
        let outcomes = sights.map(|sight| match sight {
            Sight::Code(number) => (true, receiver.take(&sender.text(number))),
            Sight::CodeOfAnother(number) => (false, receiver.take(&another.text(number))),
            Sight::Misread { number, letter } => {
                let mut text = sender.text(number);
                let other = if text[letter..].starts_with('A') { "B" } else { "A" };
                text.replace_range(letter..letter + 1, other);
                (false, receiver.take(&text))
            }
            Sight::Something(text) => (false, receiver.take(&text)),
        });
        let mut received = None;
        for (is_part, outcome) in outcomes {
            match outcome {
                ScanOutcome::Complete(payload) => {
                    received = Some(payload);
                    break;
                }
                ScanOutcome::Progress { needed, .. } => prop_assert!(is_part && needed == sender.codes_needed()),
                ScanOutcome::Foreign | ScanOutcome::Other | ScanOutcome::Damaged => prop_assert!(!is_part),
                ScanOutcome::Newer | ScanOutcome::Spoilt => prop_assert!(false, "{outcome:?}"),
            }
        }
        prop_assert_eq!(received, Some(payload));
    }

    /// Whatever a camera sees.
    #[test]
    fn no_picture_panics(
        width in 21..200_usize,
        height in 21..200_usize,
        seed: u64,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 1..40_usize), 0..40),
    ) {
        let code = CodeSender::new(&noise(1000, seed)).unwrap().code(1).unwrap();
        let mut luma: Vec<u8> = (0..width * height)
            .map(|at| code.modules.get(at / width / 2 * code.size + at % width / 2).map_or(255, |dark| u8::from(!dark) * 255))
            .collect();
        for (index, value, length) in changes {
            let start = index.index(luma.len());
            let end = (start + length).min(luma.len());
            luma[start..end].fill(value);
        }
        text(&luma, width, height);
    }
}

/// How many codes are changed in all. Ten million take some minutes with optimisation.
fn mutations() -> u64 {
    std::env::var("LANYARD_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(20_000)
}

const MUTATIONS_A_RUN: u64 = 10;

#[test]
fn no_mutated_code_panics_or_changes_what_comes() {
    let payload = noise(1500, 1);
    let sender = CodeSender::new(&payload).unwrap();
    let texts: Vec<String> = (0..16).map(|number| sender.text(number)).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (payload, texts) = (&payload, &texts);
            let runs = (thread as u64..mutations() / MUTATIONS_A_RUN).step_by(threads);
            scope.spawn(move || runs.for_each(|seed| check_mutations(seed, payload, texts)));
        }
    });
}

#[track_caller]
fn check_mutations(seed: u64, payload: &[u8], texts: &[String]) {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut receiver = CodeReceiver::default();
    let check = |receiver: &mut CodeReceiver, text: &str| {
        let outcome = receiver.take(text);
        match &outcome {
            ScanOutcome::Complete(got) => assert!(got == payload, "seed {seed}"),
            ScanOutcome::Progress { needed, .. } => {
                assert!(*needed <= MAX_DEFLATED.div_ceil(SYMBOL_SIZE), "seed {seed}")
            }
            _ => {}
        }
        matches!(outcome, ScanOutcome::Complete(_))
    };
    for _ in 0..MUTATIONS_A_RUN {
        let text = &texts[random.usize(..texts.len())];
        check(&mut receiver, &if random.bool() { mutated(text, &mut random) } else { rewritten(text, &mut random) });
        if random.bool() {
            check(&mut receiver, &texts[random.usize(..texts.len())]);
        }
    }
    let mut receiver = CodeReceiver::default();
    assert!(texts.iter().any(|text| check(&mut receiver, text)), "seed {seed}: complete in the end");
}

/// As a bad reading would change it.
fn mutated(text: &str, random: &mut fastrand::Rng) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..random.usize(1..4) {
        let index = random.usize(..bytes.len().max(1));
        match random.u8(..4) {
            0 => bytes.truncate(index),
            1 => bytes.insert(index, random.u8(..)),
            2 if !bytes.is_empty() => drop(bytes.remove(index)),
            _ => bytes.get_mut(index).into_iter().for_each(|byte| *byte = random.u8(..)),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// As somebody would change it who means harm: it is a packet still.
fn rewritten(text: &str, random: &mut fastrand::Rng) -> String {
    let mut packet = CodePacket::parse(text).unwrap();
    match random.u8(..4) {
        0 => packet.number = random.u32(..packet::MAX_NUMBERS),
        1 => packet.transfer = CodeTransfer::of(&[0; 5000][..random.usize(1..5000)]).unwrap(),
        2 => packet.symbol = noise(SYMBOL_SIZE, random.u64(..)),
        _ => packet.symbol[random.usize(..SYMBOL_SIZE)] ^= 1 << random.u8(..8),
    }
    packet.encode()
}
