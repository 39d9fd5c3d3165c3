//! `cargo xtask test`: everything, from a bare machine to the last journey, and one line at the end that says how it went.

use anyhow::anyhow;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::process::Command;

use crate::build::Effort;
use crate::steps::{run, run_and_read, step};
use crate::{build, check, pack, size, tools};

/// How many tests passed, failed and were left out, over all test programs.
#[derive(Debug, Default)]
struct Counts {
    passed: usize,
    failed: usize,
    ignored: usize,
    /// Those that left themselves out. To the harness they have passed.
    skipped: BTreeSet<String>,
}

/// A test that leaves itself out says so in a line: `skipped: NAME: REASON`.
const SKIPPED: &str = "skipped: ";

impl Counts {
    /// Adds what one run of `cargo test` printed.
    fn add(&mut self, printed: &str) {
        for line in printed.lines() {
            if let Some((_, skipped)) = line.split_once(SKIPPED) {
                self.skipped.extend(skipped.split(": ").next().map(str::to_owned));
            }
            if let Some(result) = line.strip_prefix("test result: ") {
                self.passed += count(result, " passed");
                self.failed += count(result, " failed");
                self.ignored += count(result, " ignored");
            }
        }
    }

    fn line(&self) -> String {
        let (left_out, passed) = (self.skipped.len(), self.passed.saturating_sub(self.skipped.len()));
        let skipped =
            if left_out + self.ignored > 0 { format!(", {} skipped", left_out + self.ignored) } else { String::new() };
        format!("{passed} passed, {} failed{skipped}", self.failed)
    }
}

/// The number before a word: `12 passed; 0 failed`.
fn count(result: &str, word: &str) -> usize {
    let before = result.split(word).next().unwrap_or_default();
    before.rsplit(|c: char| !c.is_ascii_digit()).next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// # Errors
/// When any step fails. All test programs are run before.
pub fn test() -> anyhow::Result<()> {
    let mut counts = Counts::default();
    let mut problems = Vec::new();
    let mut note = |outcome: anyhow::Result<()>| problems.extend(outcome.err());
    note(check::check());
    note(step("tests without a browser", || {
        let packages = ["--workspace", "--exclude", "lanyard-journeys", "--all-features"];
        counted(&mut counts, &mut cargo_test(&packages))
    }));
    note(stores_in_a_browser(&mut counts));
    let built = build::build(&pack::bundled(), Effort::Small);
    let is_built = built.is_ok();
    note(built);
    if is_built {
        note(step("size", size::size));
        note(journeys(&mut counts, &[]));
    }
    if !problems.is_empty() {
        println!(
            "\nWhat went wrong:\n{}\n",
            problems.iter().map(|problem| format!("{problem:#}")).collect::<Vec<_>>().join("\n")
        );
        counts.failed = counts.failed.max(1);
    }
    println!("{}", counts.line());
    if problems.is_empty() { Ok(()) } else { Err(anyhow!("Not everything passed.")) }
}

/// The journeys whose name holds `filter`, in a real browser, through the app as it is built.
///
/// # Errors
/// When one fails, or there is no browser.
pub fn e2e(filter: &[String]) -> anyhow::Result<()> {
    let mut counts = Counts::default();
    build::build(&pack::bundled(), Effort::Small)?;
    let done = journeys(&mut counts, filter);
    println!("{}", counts.line());
    done
}

/// Kills a browser again and again while someone types or a backup is restored, or copies its profile; `arguments` are
/// those of `tests/src/bin/kill.rs`.
///
/// # Errors
/// When something that had been called saved was lost or something is half restored, or there is no browser.
pub fn kill(arguments: &[String]) -> anyhow::Result<()> {
    let is_asked_for = |browser: &str| arguments.iter().any(|argument| argument == browser);
    tools::browser(match () {
        () if is_asked_for("firefox") => tools::FIREFOX,
        () if is_asked_for("webkit") => tools::WEBKIT,
        () => tools::CHROMIUM,
    })?;
    build::build(&pack::bundled(), Effort::Small)?;
    let kill = ["run", "--quiet", "--package", "lanyard-journeys", "--bin", "kill", "--"];
    step("kill a browser again and again", || run(Command::new("cargo").args(kill).args(arguments)))
}

/// Measures the built app in a browser, or takes pictures of it; `arguments` are those of `tests/src/bin/measure.rs`.
///
/// # Errors
/// When the app is not built, something is over its limit, or there is no browser.
pub fn measure(arguments: &[&OsStr]) -> anyhow::Result<()> {
    tools::browser(tools::CHROMIUM)?;
    let measure = ["run", "--quiet", "--package", "lanyard-journeys", "--bin", "measure", "--"];
    run(Command::new("cargo").args(measure).args(arguments))
}

/// The contract of `src/platform/contract.rs`, over the stores of a real browser, started as `webdriver.json` says.
fn stores_in_a_browser(counts: &mut Counts) -> anyhow::Result<()> {
    let tools = tools::Tools::for_build()?;
    tools::browser(tools::CHROMIUM)?;
    step("the app's stores in a browser", || {
        let mut test = Command::new("cargo");
        test.args(["test", "--package", "lanyard", "--target", "wasm32-unknown-unknown"]);
        test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", tools.program("wasm-bindgen-test-runner"));
        counted(counts, test.env("CHROMEDRIVER", "chromedriver"))
    })
}

fn journeys(counts: &mut Counts, filter: &[String]) -> anyhow::Result<()> {
    tools::browser(tools::CHROMIUM)?;
    // Only a few need these, and say so when they have to be left out.
    for error in [tools::browser(tools::WEBKIT), tools::site_generators()].into_iter().filter_map(Result::err) {
        println!("{error:#}");
    }
    let tools = tools::Tools::for_build()?;
    step("journeys in a browser", || {
        let mut test = cargo_test(&["--package", "lanyard-journeys"]);
        // They share the machine among themselves (tests/src/stage.rs): one that waits for its turn keeps none from running.
        test.env("RUST_TEST_THREADS", "8");
        // One of them is to work on the app itself, with Trunk.
        counted(counts, test.args(filter).env("PATH", tools.path()))
    })
}

/// `--no-fail-fast`: one broken test should not hide the others.
fn cargo_test(arguments: &[&str]) -> Command {
    let mut test = Command::new("cargo");
    test.args(["test", "--no-fail-fast"]).args(arguments);
    test
}

fn counted(counts: &mut Counts, command: &mut Command) -> anyhow::Result<()> {
    let (is_fine, printed) = run_and_read(command)?;
    counts.add(&printed);
    if is_fine { Ok(()) } else { Err(anyhow!("a test failed, or did not compile")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(printed: &str, expect: &str) {
        let mut counts = Counts::default();
        counts.add(printed);
        assert_eq!(counts.line(), expect);
    }

    #[test]
    fn results_are_summed_over_test_programs() {
        check("", "0 passed, 0 failed");
        let first = "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n";
        let second =
            "test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.01s\n";
        check(first, "12 passed, 0 failed");
        check(&[first, second].concat(), "15 passed, 2 failed, 1 skipped");
        check(&["skipped: a: no file\nskipped: a: no other\n", first].concat(), "11 passed, 0 failed, 1 skipped");
    }
}
