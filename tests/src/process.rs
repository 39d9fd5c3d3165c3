//! A process and all its children, ended at once.
//!
//! A browser is a dozen processes. When one dies the others notice and flush what they hold, which a power loss or the
//! system's low-memory killer would not allow. So the whole tree is frozen first, and only then killed.
//!
//! It touches only the tree of a process that was started here.

use std::fs;
use std::io;
use std::process::{Child, Command, Stdio};

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
        let root = command.stdin(Stdio::null()).stderr(Stdio::null()).spawn()?;
        Ok(Self { root, is_alive: true })
    }

    pub fn root(&mut self) -> &mut Child {
        &mut self.root
    }

    /// `kill -9`, with no last words. Only once: its number may be somebody else's afterwards.
    pub fn kill(&mut self) {
        if !std::mem::take(&mut self.is_alive) {
            return;
        }
        let tree = with_children(self.root.id());
        for signal in [Signal::STOP, Signal::KILL] {
            for pid in tree.iter().filter_map(|pid| i32::try_from(*pid).ok().and_then(Pid::from_raw)) {
                // One that has ended by itself meanwhile is what we want.
                let _ = kill_process(pid, signal);
            }
        }
        let _ = self.root.wait();
        wait_until_gone(&tree);
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The process, its children, and theirs.
fn with_children(root: u32) -> Vec<u32> {
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

/// A killed child of a killed parent is gone when the system has taken it in; its files are closed only then.
fn wait_until_gone(tree: &[u32]) {
    let is_alive = |pid: &u32| {
        let status = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        // The state follows the name, which stands in parentheses and may itself hold some.
        status.rsplit(')').next().is_some_and(|rest| !rest.is_empty() && !rest.trim_start().starts_with('Z'))
    };
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(5);
    while tree.iter().any(is_alive) && std::time::Instant::now() < deadline {
        std::thread::yield_now();
    }
}
