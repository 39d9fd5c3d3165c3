//! How much memory a browser takes while something happens in it, as the system counts it (`smaps_rollup` of `/proc`).
//!
//! What processes share is divided among them for the sum of all (`Pss`), so that nothing is counted twice, and counts whole
//! for those that run pages and their workers (`Rss`).

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::Outcome;
use crate::process::with_children;

/// Bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory {
    /// Of the processes that run pages and workers.
    pub renderers: u64,
    /// Of all processes.
    pub browser: u64,
}

/// Looks again and again.
pub struct MemoryWatch {
    before: Memory,
    is_over: Arc<AtomicBool>,
    looking: JoinHandle<Memory>,
}

impl MemoryWatch {
    /// Of a process with all its children.
    pub fn start(root: u32) -> Self {
        let (before, is_over) = (Memory::of(root), Arc::<AtomicBool>::default());
        let ends = is_over.clone();
        let looking = thread::spawn(move || {
            let mut peak = before;
            while !ends.load(Ordering::Relaxed) {
                let now = Memory::of(root);
                peak.renderers = peak.renderers.max(now.renderers);
                peak.browser = peak.browser.max(now.browser);
                // Leaves the machine to the browser between two looks.
                thread::sleep(Duration::from_millis(20));
            }
            peak
        });
        Self { before, is_over, looking }
    }

    /// By how much it grew at most since the start.
    ///
    /// # Errors
    /// When nobody looked.
    pub fn growth(self) -> Outcome<Memory> {
        self.is_over.store(true, Ordering::Relaxed);
        let peak = self.looking.join().map_err(|_| "nobody looked at the memory")?;
        Ok(Memory { renderers: peak.renderers - self.before.renderers, browser: peak.browser - self.before.browser })
    }
}

impl Memory {
    fn of(root: u32) -> Self {
        let mut memory = Self::default();
        for pid in with_children(root) {
            // One that has ended meanwhile holds nothing.
            let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
            memory.browser += bytes(&rollup, "Pss:");
            let command = fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            if command.contains("--type=renderer") {
                memory.renderers += bytes(&rollup, "Rss:");
            }
        }
        memory
    }
}

/// `Rss:    2204 kB`
fn bytes(rollup: &str, name: &str) -> u64 {
    let line = rollup.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()).unwrap_or(0) * 1024
}
