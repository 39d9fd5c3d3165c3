//! The app's workers, and when the files that come apart from the app reach the phone.
//!
//! A worker is one script: the glue of its crate (`lanyard-<name>`), and behind it its scripts of `public/`. It checks its
//! WebAssembly against the hash that is written into it here, and the start page carries its address, as `data-<name>`.

use std::path::Path;

use super::{Site, Values, add_hashed, part, read_text, smaller_js, sri, text};

/// When a file reaches the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// With all that the app needs to start: all of these or none.
    Installed,
    /// After that, one by one: it has to work offline, and nobody waits for it on a first visit.
    Afterwards,
    /// When it is first asked for.
    OnDemand,
}

impl Arrival {
    /// What comes apart from the app is known by how its names begin.
    pub fn of(name: &str) -> Self {
        let is_named = |start: &str| name.strip_prefix(start).is_some_and(|rest| rest.starts_with('-'));
        let others = WORKERS.iter().map(|worker| (worker.name, worker.arrival)).chain([EXAMPLE, SCHEDULES]);
        others.into_iter().find(|(start, _)| is_named(start)).map_or(Self::Installed, |(_, arrival)| arrival)
    }

    /// What the service worker is told of it.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Installed => None,
            Self::Afterwards => Some("afterwards"),
            Self::OnDemand => Some("on demand"),
        }
    }
}

const WORKERS: [Worker; 3] = [
    // A phone without a network is the one that most needs a backup, or comes to nothing else than one.
    Worker { name: "backup", scripts: &["stores.js", "backup.js"], arrival: Arrival::Afterwards },
    // A phone without a network is the one that needs codes.
    Worker { name: "codes", scripts: &["codes.js"], arrival: Arrival::Afterwards },
    // Only who adds an event needs the readers, and the event comes over the network as well.
    Worker { name: "reader", scripts: &["reader.js"], arrival: Arrival::OnDemand },
];

/// The records and pictures of the example are for whoever looks at it.
const EXAMPLE: (&str, Arrival) = ("example", Arrival::OnDemand);

/// A schedule is looked for before there is a network to read it with.
const SCHEDULES: (&str, Arrival) = ("schedules", Arrival::Afterwards);

struct Worker {
    name: &'static str,
    /// In `public/`, in the order in which they stand behind the glue.
    scripts: &'static [&'static str],
    arrival: Arrival,
}

/// Whether a file of `public/` is a part of a worker.
pub fn is_part(name: &str) -> bool {
    WORKERS.iter().any(|worker| worker.scripts.contains(&name))
}

/// Adds each worker, and gives the page its address.
///
/// # Errors
/// When a part of one is missing.
pub fn add_workers(site: &mut Site, values: &mut Values, compiled: &Site, public: &Path) -> anyhow::Result<()> {
    for worker in &WORKERS {
        let stem = ["lanyard-", worker.name].concat();
        let code = part(compiled, &[&stem, "_bg.wasm"].concat())?;
        let integrity = sri(code);
        let wasm = add_hashed(site, &[worker.name, ".wasm"].concat(), code.clone());
        let mut whole = smaller_js(text(part(compiled, &[&stem, ".js"].concat())?)?);
        for script in worker.scripts {
            let script = smaller_js(&read_text(&public.join(script))?);
            whole.push_str(&script.replace("{wasm}", &wasm).replace("{integrity}", &integrity));
        }
        values.insert(worker.name, add_hashed(site, &[worker.name, ".js"].concat(), whole.into_bytes()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_apart_is_known_by_its_name() {
        #[track_caller]
        fn check(name: &str, expect: Arrival) {
            assert_eq!(Arrival::of(name), expect);
        }
        check("backup-0123456789abcdef.js", Arrival::Afterwards);
        check("reader-0123456789abcdef.wasm", Arrival::OnDemand);
        check("example-0123456789abcdef.jpg", Arrival::OnDemand);
        check("schedules-0123456789abcdef.txt", Arrival::Afterwards);
        check("lanyard-0123456789abcdef.wasm", Arrival::Installed);
        check("readers.html", Arrival::Installed);
    }
}
