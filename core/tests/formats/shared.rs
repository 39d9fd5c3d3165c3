//! Files of other systems, which are not part of the project. Where they are missing a test says that it was skipped; on the
//! machine that guards the project it fails.

use std::io::Write;
use std::path::PathBuf;

/// The file at this path below `../shared`, or below `$LANYARD_SHARED`.
///
/// # Panics
/// When it is missing on the machine that guards the project.
pub fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("LANYARD_SHARED").map(PathBuf::from);
    let root = root.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")));
    let path = root.join(path);
    if path.exists() {
        return Some(path);
    }
    let name = std::thread::current().name().unwrap_or_default().to_owned();
    assert!(std::env::var_os("CI").is_none(), "{} is missing: nothing is left out here", path.display());
    // Past the harness, which shows what a test prints only when it fails.
    let _ = writeln!(std::io::stdout(), "skipped: {name}: {} is not here", path.display());
    None
}
