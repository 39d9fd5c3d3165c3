//! `cargo xtask fuzz`: the readers under a coverage-guided fuzzer, each from its own seeds, for so long (a minute) or with
//! so many inputs; or fed so many changed copies of seeds and of what that fuzzer kept, which is far quicker.
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
    /// Of changed copies, without the fuzzer.
    Mutations(u64),
}

/// Feeds every reader, or `only` this one.
///
/// # Errors
/// When a reader breaks, or there is no compiler for libFuzzer.
pub fn run(limit: Limit, only: Option<&str>) -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
    let (name, flags) = match limit {
        Limit::Mutations(_) => ("mutate", ""),
        Limit::Seconds(_) | Limit::Inputs(_) => ("read", FLAGS),
    };
    // With a target named, the flags reach the readers and leave build scripts alone.
    let target = host()?;
    let built = root.join("target").join(name);
    let build = ["build", "--release", "--bin", name, "--target", &target];
    execute(
        Command::new(env!("CARGO"))
            .args(build)
            .arg("--target-dir")
            .arg(&built)
            .env("RUSTFLAGS", flags)
            .current_dir(&root),
    )?;
    let binary = built.join(&target).join("release").join(name);
    let words = root.join("words.dict");
    let mut readers: Vec<_> = list(&root.join("seeds"))?;
    readers.retain(|reader| only.is_none_or(|only| only == reader));
    for reader in readers {
        println!("== {reader}");
        let seeds = root.join("seeds").join(&reader);
        let corpus = root.join("target/corpus").join(&reader);
        let findings = root.join("target/findings").join(&reader);
        for folder in [&corpus, &findings] {
            std::fs::create_dir_all(folder)?;
        }
        let mut fuzz = Command::new(&binary);
        match limit {
            Limit::Mutations(count) => {
                fuzz.arg(count.to_string()).args([&findings, &words]);
            }
            Limit::Seconds(seconds) => {
                fuzz.arg(format!("-max_total_time={seconds}")).args(libfuzzer(&findings, &words));
            }
            Limit::Inputs(count) => {
                fuzz.arg(format!("-runs={count}")).args(libfuzzer(&findings, &words));
            }
        }
        execute(fuzz.args([corpus, seeds]))?;
    }
    Ok(())
}

fn libfuzzer(findings: &Path, words: &Path) -> [String; 7] {
    [
        format!("-artifact_prefix={}/", findings.display()),
        format!("-dict={}", words.display()),
        "-max_len=4096".to_owned(),
        "-timeout=1".to_owned(),
        "-rss_limit_mb=1024".to_owned(),
        "-verbosity=0".to_owned(),
        "-print_final_stats=1".to_owned(),
    ]
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
