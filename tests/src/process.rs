//! A process and all its children, frozen or ended at once.
//!
//! A browser is a dozen processes. When one dies the others notice and flush what they hold, which a power loss or the
//! system's low-memory killer would not allow. So the whole tree is frozen first, and only then killed.
//!
//! It touches only the tree of a process that was started here.

use std::fs;
use std::io;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// A started program. It and its children end with it.
pub struct Tree {
    root: Child,
    is_alive: bool,
}

impl Tree {
    /// # Errors
    /// When the program cannot be started.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        Ok(Self::of(command.stdin(Stdio::null()).stderr(Stdio::null()).spawn()?))
    }

    /// One that was started with words to read.
    pub fn of(root: Child) -> Self {
        Self { root, is_alive: true }
    }

    /// The process that was started; the others are its children.
    pub fn root(&mut self) -> &mut Child {
        &mut self.root
    }

    /// Stops it where it is, with its children. No process of it does anything more until it is thawed or killed.
    pub fn freeze(&self) {
        self.frozen();
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        send(Signal::CONT, &with_children(self.root.id()));
    }

    /// `kill -9`, with no last words. Only once: its number may be somebody else's afterwards.
    pub fn kill(&mut self) {
        if !std::mem::take(&mut self.is_alive) {
            return;
        }
        let tree = self.frozen();
        send(Signal::KILL, &tree);
        let _ = self.root.wait();
        // A killed child of a killed parent is gone when the system has taken it in; its files are closed only then.
        wait_until_each(&tree, "ZX");
    }

    /// Freezes it, and says which processes it is.
    fn frozen(&self) -> Vec<u32> {
        let mut frozen = Vec::new();
        loop {
            // One that was about to start another when it was stopped has it by now.
            let others = with_children(self.root.id()).into_iter().filter(|pid| !frozen.contains(pid));
            let others: Vec<u32> = others.collect();
            if others.is_empty() {
                return frozen;
            }
            send(Signal::STOP, &others);
            wait_until_each(&others, "TtZX");
            frozen.extend(others);
        }
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The process, its children, and theirs.
pub(crate) fn with_children(root: u32) -> Vec<u32> {
    let mut tree = vec![root];
    let mut looked_at = 0;
    while let Some(pid) = tree.get(looked_at).copied() {
        looked_at += 1;
        let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
        for task in tasks {
            let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            tree.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
        }
    }
    tree
}

fn send(signal: Signal, tree: &[u32]) {
    for pid in tree.iter().filter_map(|pid| i32::try_from(*pid).ok().and_then(Pid::from_raw)) {
        // One that has ended by itself meanwhile is what we want.
        let _ = kill_process(pid, signal);
    }
}

/// Waits until every thread of these processes is in one of these states of `/proc`, or gone.
fn wait_until_each(tree: &[u32], states: &str) {
    let has_arrived = |stat: String| {
        // The state follows the name, which stands in parentheses and may itself hold some.
        let state = stat.rsplit(')').next().and_then(|rest| rest.trim_start().chars().next());
        state.is_none_or(|state| states.contains(state))
    };
    let all_arrived = |pid: &u32| {
        let threads = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
        threads.map(|thread| fs::read_to_string(thread.path().join("stat")).unwrap_or_default()).all(has_arrived)
    };
    let deadline = Instant::now() + Duration::from_secs(5);
    while !tree.iter().all(all_arrived) && Instant::now() < deadline {
        thread::yield_now();
    }
}
