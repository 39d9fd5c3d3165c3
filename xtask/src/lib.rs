//! What the project's commands share with its browser tests: the static server, how a browser is started, and the last
//! step of the build.
//!
//! The commands themselves are in `main.rs`.

use std::path::{Path, PathBuf};

pub mod seal;
pub mod server;

/// What every Chromium here is started with: no window, no sandbox that containers forbid, no talk of its own.
pub const CHROMIUM_FLAGS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--metrics-recording-only",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
];

/// WebKit's own small browser. It comes beside the library and is on nobody's `PATH`.
pub const MINI_BROWSER: &str = "MiniBrowser";

/// Where a program is, if it is installed.
pub fn program(name: &str) -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&on_path).collect();
    if name == MINI_BROWSER {
        // Debian keeps it below a folder named after the processor, Fedora in `libexec`.
        let libraries = Path::new("/usr/lib").read_dir().into_iter().flatten().flatten().map(|entry| entry.path());
        let libraries = libraries.chain([PathBuf::from("/usr/libexec")]);
        folders.extend(libraries.map(|folder| folder.join("webkit2gtk-4.1")));
    }
    folders.into_iter().map(|folder| folder.join(name)).find(|file| file.is_file())
}
