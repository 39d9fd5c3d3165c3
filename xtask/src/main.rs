//! Everything one does with the project from a terminal: `cargo xtask COMMAND`.

mod build;
#[cfg(test)]
mod catalogue;
mod check;
mod fuzz;
mod pack;
mod read;
mod serve;
mod size;
mod split;
mod stand_in;
mod steps;
mod structure;
mod test;
mod tools;
mod zones;

use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf, absolute};
use std::process::ExitCode;

use clap::Parser;

pub use xtask::{seal, server};

/// What one does with Lanyard from a terminal.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
enum Command {
    /// Build the app and serve it until stopped
    Serve {
        /// Another trip than the bundled one: a folder with a `trip.toml`
        dir: Option<PathBuf>,
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// A path below the host, as in `https://name.example/PATH/`
        #[arg(long, default_value = "")]
        base: String,
        #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
        host: IpAddr,
        /// Serve what was built before
        #[arg(long)]
        no_build: bool,
    },
    /// Build the app into dist/, for any static host
    Build {
        /// Another trip than the bundled one: a folder with a `trip.toml`
        dir: Option<PathBuf>,
        /// In seconds, for looking at: many times the bytes
        #[arg(long)]
        quick: bool,
    },
    /// Everything: checks, tests, build, size, journeys in a browser
    Test,
    /// Format, lints, banned words, and the structure of the sources
    Check,
    /// Build the app and take the journeys through it in a browser
    E2e {
        /// Only the journeys whose name holds one of these
        filter: Vec<String>,
    },
    /// Kill a browser again and again while someone types, or copy its profile: nothing called saved may be lost
    /// And while a backup is restored: nothing may be half restored
    Kill {
        /// [restore] --browser chromium|firefox|webkit, --count N or --copies N, --seed N
        #[arg(allow_hyphen_values = true, trailing_var_arg = true)]
        arguments: Vec<String>,
    },
    /// The bytes of the built app, against their budgets
    Size,
    /// On a slow phone: when the first session shows, and then keys, taps, scrolling and nodes of a thousand sessions and of
    /// ten thousand, against their limits
    Speed {
        /// Instead: how soon this schedule file is read and in the agenda, and whether the screen stays smooth
        file: Option<PathBuf>,
    },
    /// Pictures of every screen, phone and desk, light and dark
    Shots {
        /// Where the pictures go; target/shots when not given
        dir: Option<PathBuf>,
    },
    /// Check a trip's description and write the form that ships
    Pack {
        /// Another trip than the bundled one: a folder with a `trip.toml`
        #[arg(env = pack::TRIP)]
        dir: Option<PathBuf>,
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Trunk's last step: make the site of what it has compiled
    Seal {
        #[arg(env = "TRUNK_STAGING_DIR")]
        stage: PathBuf,
        #[arg(long, env = "TRUNK_PROFILE")]
        profile: String,
    },
    /// What a schedule file holds, as one line of JSON
    Read {
        /// The zone of local times where the file names none, by its IANA name
        #[arg(long)]
        zone: Option<String>,
        /// The files of one schedule: some systems write programme and people apart
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// What changed between two schedule files, as one line of JSON
    Diff {
        /// The zone of local times where the files name none, by its IANA name
        #[arg(long)]
        zone: Option<String>,
        old: PathBuf,
        new: PathBuf,
    },
    /// Feed every reader what no organiser would write
    Fuzz {
        /// How long each reader is fed
        #[arg(long, default_value_t = 60, conflicts_with = "inputs")]
        seconds: u64,
        /// How many inputs each reader is fed, instead of for so long
        #[arg(long)]
        inputs: Option<u64>,
        /// How many changed copies of files each reader is fed, quickly, instead
        #[arg(long, conflicts_with_all = ["inputs", "seconds"])]
        mutations: Option<u64>,
        /// Only this reader: a folder of `fuzz/seeds`
        reader: Option<String>,
    },
}

fn main() -> ExitCode {
    let called: Vec<OsString> = std::env::args_os().collect();
    let name = called.first().and_then(|program| Path::new(program).file_stem()?.to_str()).unwrap_or_default();
    // As `cargo xtask COMMAND` in Trunk's hooks, our own name is the second word.
    let words = called.iter().skip(usize::from(name == "cargo"));
    let done =
        stand_in::answer(name, called.get(1..).unwrap_or_default()).unwrap_or_else(|| run(Command::parse_from(words)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve { dir, port, base, host, no_build } => {
            let trip = (!no_build).then(|| dir.unwrap_or_else(pack::bundled));
            serve::serve(trip.as_deref(), &base, (host, port).into())
        }
        Command::Build { dir, quick } => {
            let effort = if quick { build::Effort::Quick } else { build::Effort::Small };
            build::build(&dir.unwrap_or_else(pack::bundled), effort)
        }
        Command::Seal { stage, profile } => build::seal(&stage, profile == "release"),
        Command::Test => test::test(),
        Command::Check => check::check(),
        Command::E2e { filter } => test::e2e(&filter),
        Command::Kill { arguments } => test::kill(&arguments),
        Command::Size => size::size(),
        Command::Speed { file: None } => {
            test::measure(&["start".as_ref()])?;
            test::measure(&["everyday".as_ref()])?;
            test::measure(&["retrospective".as_ref()])
        }
        Command::Speed { file: Some(file) } => test::measure(&["reading".as_ref(), absolute(&file)?.as_ref()]),
        Command::Shots { dir } => {
            let dir = absolute(dir.unwrap_or_else(|| "target/shots".into()))?;
            test::measure(&["screens".as_ref(), dir.as_ref()])
        }
        Command::Pack { dir, out } => {
            Ok(pack::write(&dir.unwrap_or_else(pack::bundled), &out.unwrap_or_else(pack::output))?)
        }
        Command::Read { zone, files } => read::read(&files, zone.as_deref()),
        Command::Diff { zone, old, new } => read::diff_files(&old, &new, zone.as_deref()),
        Command::Fuzz { seconds, inputs, mutations, reader } => {
            let limit = match (mutations, inputs) {
                (Some(count), _) => fuzz::Limit::Mutations(count),
                (None, Some(count)) => fuzz::Limit::Inputs(count),
                (None, None) => fuzz::Limit::Seconds(seconds),
            };
            fuzz::run(limit, reader.as_deref())
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_commands_are_well_formed() {
        Command::command().debug_assert();
    }

    #[track_caller]
    fn check(line: &str, is_taken: bool) {
        let words = ["cargo xtask"].into_iter().chain(line.split_whitespace());
        assert_eq!(Command::try_parse_from(words).is_ok(), is_taken, "{line}");
    }

    #[test]
    fn what_is_no_command_is_refused() {
        check("read a.ics", true);
        check("read --zone Europe/Berlin a.ics", true);
        check("read a.ics --zone", false);
        check("read", false);
        check("diff old.ics", false);
        check("build trips/one --quick", true);
        check("build --quickly", false);
        check("serve --port 8080 --base /x/", true);
        check("serve --port many", false);
        check("kill --browser firefox --count 5", true);
        check("kill restore --browser firefox --count 5", true);
        check("fuzz --inputs 10 icalendar", true);
        check("fuzz --mutations 10 icalendar", true);
        check("fuzz --inputs 10 --seconds 5", false);
        check("nothing", false);
    }
}
