//! A command is a row of steps: each says what it does and how long it took, and the first that fails ends the command.

use anyhow::{Context, anyhow};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// The project's folder, wherever the command is started from.
pub fn project() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Does `work`, then says how long it took.
///
/// # Errors
/// The error of `work`, with the step's name before it.
pub fn step<T>(name: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    println!("== {name}");
    let start = Instant::now();
    let done = work().with_context(|| name.to_owned())?;
    println!("== {name}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(done)
}

/// Of what a program complained before it failed, the last lines say it.
const QUOTED_LINES: usize = 30;

/// Runs a program in the project's folder, with its output on the terminal and no input. In a log, where the middle may
/// be cut, the error repeats what the program said last.
///
/// # Errors
/// When it cannot be started, or does not succeed.
pub fn run(command: &mut Command) -> anyhow::Result<()> {
    let name = shown(command);
    let could_not = || format!("`{name}` could not be started");
    command.current_dir(project()).stdin(Stdio::null());
    let mut said = VecDeque::new();
    let status = if std::io::stderr().is_terminal() {
        command.status().with_context(could_not)?
    } else {
        let mut child = command.stderr(Stdio::piped()).spawn().with_context(could_not)?;
        let lines = child.stderr.take().into_iter().flat_map(|stderr| BufReader::new(stderr).split(b'\n'));
        for line in lines.map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            eprintln!("{line}");
            said.push_back(line);
            if said.len() > QUOTED_LINES {
                said.pop_front();
            }
        }
        child.wait().with_context(could_not)?
    };
    if status.success() {
        return Ok(());
    }
    let said: String = said.iter().flat_map(|line| ["\n    ", line]).collect();
    Err(anyhow!("`{name}` ended with {status}{said}"))
}

/// Runs a program as [`run`] does, and also returns what it printed.
///
/// # Errors
/// When it cannot be started. Whether it succeeded is the first part of the answer.
pub fn run_and_read(command: &mut Command) -> anyhow::Result<(bool, String)> {
    let name = shown(command);
    let could_not = || format!("`{name}` could not be started");
    let mut child =
        command.current_dir(project()).stdin(Stdio::null()).stdout(Stdio::piped()).spawn().with_context(could_not)?;
    let mut text = String::new();
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            println!("{line}");
            text.push_str(&line);
            text.push('\n');
        }
    }
    let _ = std::io::stdout().flush();
    let status = child.wait().with_context(could_not)?;
    Ok((status.success(), text))
}

/// What a program prints, if it succeeds. For asking whether it is there, and which version.
pub fn answer_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
