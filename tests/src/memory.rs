//! How much memory a browser takes while something happens in it, as the system counts it (`smaps_rollup` of `/proc`).
//!
//! Counted is what a process holds for itself, and its part of what it shares with others (`Anonymous` and `Pss_Shmem`). What
//! the system reads from files does not count: it is the same for all processes of a browser, and given back when it is needed.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::Outcome;
use crate::process::with_children;

/// Bytes.
#[derive(Clone, Copy, Debug)]
pub struct MemoryGrowth {
    /// Of the process of a page and its workers: the one that grew most. Others, which a browser starts ahead of need, do not
    /// count.
    pub page: u64,
    /// Of all processes.
    pub browser: u64,
}

/// Looks again and again.
pub struct MemoryWatch {
    is_over: Arc<AtomicBool>,
    looking: JoinHandle<MemoryGrowth>,
}

impl MemoryWatch {
    /// Of a process with all its children.
    pub fn start(root: u32) -> Self {
        let (before, is_over) = (Memory::of(root), Arc::<AtomicBool>::default());
        let ends = is_over.clone();
        let looking = thread::spawn(move || {
            let mut peak = MemoryGrowth { page: 0, browser: 0 };
            while !ends.load(Ordering::Relaxed) {
                let growth = Memory::of(root).since(&before);
                peak = MemoryGrowth { page: peak.page.max(growth.page), browser: peak.browser.max(growth.browser) };
                // Leaves the machine to the browser between two looks.
                thread::sleep(Duration::from_millis(20));
            }
            peak
        });
        Self { is_over, looking }
    }

    /// By how much it grew at most since the start.
    ///
    /// # Errors
    /// When no page was there all the while.
    pub fn growth(self) -> Outcome<MemoryGrowth> {
        self.is_over.store(true, Ordering::Relaxed);
        let growth = self.looking.join().map_err(|_| "nobody looked at the memory")?;
        if growth.page == 0 { Err("no page was seen to take memory".into()) } else { Ok(growth) }
    }
}

/// At one moment.
struct Memory {
    /// Of each process that runs pages and workers.
    pages: BTreeMap<u32, u64>,
    browser: u64,
}

impl Memory {
    fn of(root: u32) -> Self {
        let mut memory = Self { pages: BTreeMap::new(), browser: 0 };
        for pid in with_children(root) {
            // One that has ended meanwhile holds nothing.
            let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
            let held = bytes(&rollup, "Anonymous:") + bytes(&rollup, "Pss_Shmem:");
            memory.browser += held;
            let command = fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            if command.contains("--type=renderer") {
                memory.pages.insert(pid, held);
            }
        }
        memory
    }

    fn since(&self, before: &Self) -> MemoryGrowth {
        let grown = |(pid, held): (&u32, &u64)| Some(self.pages.get(pid)?.saturating_sub(*held));
        let page = before.pages.iter().filter_map(grown);
        MemoryGrowth { page: page.max().unwrap_or(0), browser: self.browser.saturating_sub(before.browser) }
    }
}

/// `Anonymous:    2204 kB`
fn bytes(rollup: &str, name: &str) -> u64 {
    let line = rollup.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()).unwrap_or(0) * 1024
}
