//! What the project's commands share with its browser tests: the static server, how a browser is started, and the last
//! step of the build.
//!
//! The commands themselves are in `main.rs`.

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
