//! `cargo xtask fuzz`: the readers under a coverage-guided fuzzer, each from its own seeds, for so long (a minute) or with
//! so many inputs.
//!
//! libFuzzer needs nothing but the compiler's coverage passes, which are stable options, and a C++ compiler for its
//! runtime. What it finds worth keeping goes to `fuzz/target/corpus`, what breaks a reader to `fuzz/target/findings`;
//! `fuzz/seeds` holds what is kept for good.

use anyhow::{Context, anyhow};
use std::path::Path;
use std::process::Command;

/// Coverage of edges, and comparisons traced so that magic words are found.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// When a reader was fed enough.
pub enum Limit {
    Seconds(u64),
    Inputs(u64),
}

/// Feeds every reader, or `only` this one.
///
/// # Errors
/// When a reader breaks, or there is no compiler for libFuzzer.
pub fn run(limit: Limit, only: Option<&str>) -> anyhow::Result<()> {
    let limit = match limit {
        Limit::Seconds(seconds) => format!("-max_total_time={seconds}"),
        Limit::Inputs(count) => format!("-runs={count}"),
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
    // With a target named, the flags reach the readers and leave build scripts alone.
    let target = host()?;
    let build = ["build", "--release", "--target", &target];
    execute(Command::new(env!("CARGO")).args(build).env("RUSTFLAGS", FLAGS).current_dir(&root))?;
    let binary = root.join("target").join(&target).join("release/read");
    let mut readers: Vec<_> = list(&root.join("seeds"))?;
    readers.retain(|reader| only.is_none_or(|only| only == reader));
    for reader in readers {
        println!("== {reader}");
        let corpus = root.join("target/corpus").join(&reader);
        let findings = root.join("target/findings").join(&reader);
        for folder in [&corpus, &findings] {
            std::fs::create_dir_all(folder)?;
        }
        let mut fuzz = Command::new(&binary);
        fuzz.arg(limit.as_str()).arg(format!("-artifact_prefix={}/", findings.display()));
        fuzz.arg(format!("-dict={}", root.join("words.dict").display()));
        fuzz.args(["-max_len=4096", "-timeout=1", "-rss_limit_mb=1024", "-verbosity=0", "-print_final_stats=1"]);
        execute(fuzz.arg(corpus).arg(root.join("seeds").join(&reader)))?;
    }
    Ok(())
}

fn execute(command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().with_context(|| format!("{command:?}"))?;
    if status.success() { Ok(()) } else { Err(anyhow!("{command:?} ended with {status}")) }
}

fn host() -> anyhow::Result<String> {
    let output = Command::new("rustc").arg("-vV").output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc does not say what it builds for")
}

fn list(folder: &Path) -> anyhow::Result<Vec<String>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}
