//! Feeds the readers changed copies of files: `mutate COUNT FINDINGS WORDS FOLDER...`. Run by `cargo xtask fuzz --mutations`.
//!
//! Without looking at coverage, and so at a hundred times as many inputs in a second as `read`. The files are the seeds and
//! what `read` found worth keeping. An input that breaks a reader, or takes longer than a second, is kept under FINDINGS.

mod promises;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use std::{env, fs, panic, process, thread};

use fastrand::Rng;
use rustix::time::{ClockId, clock_gettime};

const LONGEST_INPUT: usize = 4096;
const LONGEST_TIME: Duration = Duration::from_secs(1);
const MOST_CHANGES: usize = 8;
/// How many inputs a thread takes at once.
const BATCH: u64 = 1000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut given = env::args().skip(1);
    let mut next = || given.next().ok_or("mutate COUNT FINDINGS WORDS FOLDER...");
    let (count, findings, words) = (next()?.parse::<u64>()?, PathBuf::from(next()?), fs::read_to_string(next()?)?);
    let words: Vec<Vec<u8>> = words.lines().filter_map(word).collect();
    let mut files = Vec::new();
    for folder in given {
        for entry in fs::read_dir(folder)? {
            files.push(fs::read(entry?.path())?);
        }
    }
    let (taken, longest, broken) = (AtomicU64::new(0), Mutex::new(Duration::ZERO), AtomicU64::new(0));
    let feed = |seed: u64| {
        let mut random = Rng::with_seed(seed);
        while taken.fetch_add(BATCH, Ordering::Relaxed) < count {
            for _ in 0..BATCH {
                let input = mutated(&mut random, &files, &words);
                let start = clock_gettime(ClockId::ThreadCPUTime);
                let went = panic::catch_unwind(|| promises::check(&input));
                // Of this thread alone: the machine may be busy.
                let time = Duration::try_from(clock_gettime(ClockId::ThreadCPUTime) - start).unwrap_or_default();
                if went.is_err() || time > LONGEST_TIME {
                    broken.fetch_add(1, Ordering::Relaxed);
                    keep(&findings, &input);
                }
                if let Ok(mut longest) = longest.lock() {
                    *longest = time.max(*longest);
                }
            }
        }
    };
    thread::scope(|threads| {
        for seed in 0..thread::available_parallelism().map_or(1, usize::from) as u64 {
            let feed = &feed;
            threads.spawn(move || feed(seed));
        }
    });
    let broken = broken.into_inner();
    println!(
        "{count} changed copies of {} files, the longest took {:?}, {broken} broke",
        files.len(),
        longest.into_inner()?
    );
    process::exit(i32::from(broken > 0));
}

/// A word of a dictionary as libFuzzer has it: `"BEGIN:VEVENT\x0a"`.
fn word(line: &str) -> Option<Vec<u8>> {
    let word = line.trim().strip_prefix('"')?.strip_suffix('"')?;
    Some(word.replace("\\x0a", "\n").replace("\\\"", "\"").replace("\\\\", "\\").into_bytes())
}

fn mutated(random: &mut Rng, files: &[Vec<u8>], words: &[Vec<u8>]) -> Vec<u8> {
    let mut input = random.choice(files).cloned().unwrap_or_default();
    for _ in 0..random.usize(1..=MOST_CHANGES) {
        let at = random.usize(..=input.len());
        let end = input.len().min(at + random.usize(1..=64));
        match random.u8(..6) {
            0 => input.splice(at..end, []).for_each(drop),
            1 => input.splice(at..end.min(at + 1), [random.u8(..)]).for_each(drop),
            2 => input.splice(at..at, random.choice(words).cloned().unwrap_or_default()).for_each(drop),
            3 => {
                let part = input[at..end].to_vec();
                let to = random.usize(..=input.len());
                input.splice(to..to, part).for_each(drop);
            }
            4 => {
                let Some(other) = random.choice(files).filter(|other| !other.is_empty()) else { continue };
                let from = random.usize(..other.len());
                let part = other[from..other.len().min(from + random.usize(1..=256))].to_vec();
                input.splice(at..end, part).for_each(drop);
            }
            // Numbers are where readers calculate.
            _ => {
                if let Some(digit) = input.iter_mut().skip(at).find(|byte| byte.is_ascii_digit()) {
                    *digit = random.digit(10) as u8;
                }
            }
        }
    }
    input.truncate(LONGEST_INPUT);
    input
}

fn keep(findings: &Path, input: &[u8]) {
    let sum = input.iter().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    let path = findings.join(format!("mutated-{sum:016x}"));
    match fs::write(&path, input) {
        Ok(()) => println!("kept in {}", path.display()),
        Err(error) => println!("not kept: {error}"),
    }
}
