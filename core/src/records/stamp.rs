//! Stamps: the order and the names of revisions, made by a hybrid logical clock.
//!
//! A stamp reads `<milliseconds, 12 hex digits>-<counter, 4 hex digits>-<writer>`, so that the order of its text is the
//! order of time, and two writers never make the same one. A writer is one run of the app in one tab. The wall clock
//! only seeds it: a stamp is always later than every stamp its clock has seen, so a phone whose clock jumps back keeps
//! the order of what was written (Kulkarni and others, "Logical Physical Clocks", 2014). A stamp from more than a day
//! ahead is not believed, or one wrong clock would drag all others with it; order still holds then, because revisions
//! name what they knew and never rely on time alone ([`super::revision::Revision::compare`]).

use super::frame::{push_decimal, push_hex};
use super::time::UnixMillis;
use std::sync::Arc;
use std::time::Duration;

/// One run of the app in one tab: a few random letters and digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WriterId(Arc<str>);

/// The name of one revision. The order of stamps is that of time, then of the counter, then of the writer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp(Arc<str>);

/// A stamp from further ahead than this is not believed.
const BELIEVED_AHEAD: Duration = Duration::from_secs(86_400);
const TIME_DIGITS: usize = 12;
/// Where the writer begins: twelve digits, a dash, four digits, a dash.
const WRITER_AT: usize = TIME_DIGITS + 6;

impl WriterId {
    /// Lower-case letters and digits name a writer; anything else in `text` is dropped.
    pub fn new(text: &str) -> Self {
        Self(text.chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit()).collect::<String>().into())
    }

    /// The name of one merge that this run of the app makes by itself. A writer is taken to know its own earlier
    /// words; a merge knows only the two versions it joins, so it has a name of its own.
    pub fn merging(&self, count: u32) -> Self {
        let mut name = String::from(&*self.0);
        name.push('~');
        push_decimal(&mut name, u64::from(count));
        Self(name.into())
    }

    /// Lower-case letters and digits; for a merge, `~` and a number after them.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Stamp {
    /// `None` unless the text reads `<12 hex digits>-<4 hex digits>-<writer>`.
    pub fn parse(text: &str) -> Option<Self> {
        let (time, rest) = text.split_at_checked(TIME_DIGITS)?;
        let (counter, writer) = rest.strip_prefix('-')?.split_once('-')?;
        let hex = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let named = writer.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'~');
        (hex(time) && counter.len() == 4 && hex(counter) && named).then(|| Self(text.into()))
    }

    /// As stored: `<12 hex digits>-<4 hex digits>-<writer>`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What follows the second dash, as [`WriterId::as_str`] gives it.
    pub fn writer(&self) -> &str {
        self.0.get(WRITER_AT..).unwrap_or("")
    }

    /// Whether Lanyard made the revision by itself, out of others ([`WriterId::merging`]).
    pub fn is_of_merge(&self) -> bool {
        self.writer().contains('~')
    }

    /// When it was made, as the writer's clock had it.
    pub fn time(&self) -> UnixMillis {
        UnixMillis(self.millis())
    }

    fn millis(&self) -> u64 {
        self.0.get(..TIME_DIGITS).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(0)
    }

    fn counter(&self) -> u64 {
        self.0.get(TIME_DIGITS + 1..WRITER_AT - 1).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(0)
    }
}

/// Makes stamps. One for each run of the app.
#[derive(Clone, Debug)]
pub struct HybridClock {
    /// Milliseconds and counter of the latest stamp made or believed.
    latest: (u64, u64),
}

impl HybridClock {
    /// A clock that has seen no stamp.
    pub fn new() -> Self {
        Self { latest: (0, 0) }
    }

    /// Takes note of a stamp, so that later ones come after it. One from more than a day ahead is ignored.
    pub fn observe(&mut self, now: UnixMillis, stamp: &Stamp) {
        if stamp.time() <= now + BELIEVED_AHEAD {
            self.latest = self.latest.max((stamp.millis(), stamp.counter()));
        }
    }

    /// Makes a stamp later than all made or observed before.
    pub fn tick(&mut self, now: UnixMillis, writer: &WriterId) -> Stamp {
        let (millis, counter) = self.latest;
        self.latest = match (now.0 > millis, counter < 0xffff) {
            (true, _) => (now.0, 0),
            (false, true) => (millis, counter + 1),
            (false, false) => (millis + 1, 0),
        };
        let mut text = String::with_capacity(WRITER_AT + 12);
        push_hex(&mut text, self.latest.0, TIME_DIGITS as u32);
        text.push('-');
        push_hex(&mut text, self.latest.1, 4);
        text.push('-');
        text.push_str(writer.as_str());
        Stamp(text.into())
    }
}

impl Default for HybridClock {
    fn default() -> Self {
        Self::new()
    }
}

/// What a revision has seen: of every writer, the latest stamp. A version vector with the writers' own stamps in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Knows(Vec<Stamp>);

impl Knows {
    /// Whether this stamp, or a later one of the same writer, has been seen.
    pub fn covers(&self, stamp: &Stamp) -> bool {
        self.0.iter().any(|known| known.writer() == stamp.writer() && known >= stamp)
    }

    /// Adds a stamp; of each writer only the latest is kept.
    pub fn add(&mut self, stamp: &Stamp) {
        match self.0.iter_mut().find(|known| known.writer() == stamp.writer()) {
            Some(known) if *known < *stamp => *known = stamp.clone(),
            Some(_) => {}
            None => self.0.push(stamp.clone()),
        }
    }

    /// Adds every stamp that `other` has.
    pub fn add_all(&mut self, other: &Self) {
        for stamp in &other.0 {
            self.add(stamp);
        }
    }

    /// All known stamps and this one, latest first.
    pub fn with<'a>(&'a self, stamp: &'a Stamp) -> Vec<&'a Stamp> {
        let others = self.0.iter().filter(|known| known.writer() != stamp.writer());
        let mut all: Vec<&Stamp> = others.chain([stamp]).collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        all
    }

    /// The stamps: of every writer the latest.
    pub fn stamps(&self) -> &[Stamp] {
        &self.0
    }

    /// The stamps, with spaces between them.
    pub fn write(&self) -> String {
        let mut text = String::new();
        for stamp in &self.0 {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(stamp.as_str());
        }
        text
    }

    /// Reads what [`Knows::write`] wrote. What is no stamp is left out.
    pub fn read(text: &str) -> Self {
        Self(text.split(' ').filter_map(Stamp::parse).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_stamp_reads_back_as_its_parts() {
        let stamp = HybridClock::new().tick(UnixMillis(1_731_534_120_250), &WriterId::new("ab12"));
        assert_eq!(stamp.as_str(), "01932779e53a-0000-ab12");
        assert_eq!((stamp.time().0, stamp.writer()), (1_731_534_120_250, "ab12"));
        assert_eq!(Stamp::parse(stamp.as_str()), Some(stamp));
        for text in ["", "01932779e53a", "01932779e53a-0000", "01932779e53a-000-ab", "01932779E53A-0000-ab12", "é"] {
            assert_eq!(Stamp::parse(text), None, "{text}");
        }
    }

    #[test]
    fn of_every_writer_the_latest_stamp_is_known() {
        let (mut clock, a, b) = (HybridClock::new(), WriterId::new("a"), WriterId::new("b"));
        let (first, other, second) =
            (clock.tick(UnixMillis(1), &a), clock.tick(UnixMillis(1), &b), clock.tick(UnixMillis(1), &a));
        let mut knows = Knows::default();
        knows.add(&first);
        assert!(knows.covers(&first) && !knows.covers(&second) && !knows.covers(&other));
        knows.add(&second);
        knows.add(&first);
        assert!(knows.covers(&first) && knows.covers(&second) && !knows.covers(&other));
        assert_eq!(Knows::read(&knows.write()), knows);
    }

    #[test]
    fn a_stamp_of_next_year_does_not_drag_the_clock() {
        let (writer, now) = (WriterId::new("a"), UnixMillis(1_000));
        let far = HybridClock::new().tick(now + BELIEVED_AHEAD * 2, &writer);
        let mut clock = HybridClock::new();
        clock.observe(now, &far);
        assert_eq!(clock.tick(now, &writer).time(), now);
    }

    proptest! {
        #[test]
        fn stamps_of_one_clock_always_grow(times in prop::collection::vec(0u64..1 << 44, 1..200)) {
            let (mut clock, writer) = (HybridClock::new(), WriterId::new("a"));
            let stamps: Vec<Stamp> = times.iter().map(|now| clock.tick(UnixMillis(*now), &writer)).collect();
            prop_assert!(stamps.is_sorted_by(|a, b| a < b));
        }
    }
}
