//! The three engines, started without a driver on a profile of one's own.
//!
//! No driver: WebKit's forgets its storage in automation mode, and a browser that is about to be killed needs none. What
//! happens in the page is told by the page itself.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::Outcome;
use crate::browser::Profile;
use crate::process::Tree;

/// A browser, by the engine it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Blink, as in Chrome and Edge.
    Chromium,
    /// Gecko.
    Firefox,
    /// WebKitGTK, the nearest to Safari on this machine.
    WebKit,
}

impl Engine {
    /// `chromium`, `firefox` or `webkit`; `None` for other names.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "chromium" => Some(Self::Chromium),
            "firefox" => Some(Self::Firefox),
            "webkit" => Some(Self::WebKit),
            _ => None,
        }
    }

    /// Whether everything that it needs is installed here.
    pub fn is_here(self) -> bool {
        self.command().is_ok() && (self != Self::WebKit || xtask::program(SCREEN).is_some())
    }

    /// Its program, by the names it goes by.
    fn command(self) -> Outcome<Command> {
        let names: &[&str] = match self {
            Self::Chromium => &["chromium"],
            Self::Firefox => &["firefox-esr", "firefox"],
            Self::WebKit => &[xtask::MINI_BROWSER],
        };
        let program = names.iter().find_map(|name| xtask::program(name));
        Ok(Command::new(program.ok_or("this browser is not installed")?))
    }

    /// Opens an address on a profile, which may be fresh or what another browser left.
    ///
    /// # Errors
    /// When it is not installed, or cannot be started.
    pub fn start(self, profile: &Profile, address: &str) -> Outcome<Running> {
        let mut command = self.command()?;
        command.stdout(Stdio::null());
        let mut screen = None;
        match self {
            Self::Chromium => {
                command.args(xtask::CHROMIUM_FLAGS).arg(format!("--user-data-dir={}", profile.path().display()));
            }
            Self::Firefox => {
                let saves = format!("user_pref(\"browser.download.dir\", {:?});\n", downloads(profile));
                fs::write(profile.path().join("user.js"), [FIREFOX_SETTINGS, &saves].concat())?;
                command.args(["--headless", "--no-remote", "--profile"]).arg(profile.path());
                command.env("HOME", profile.path()).env("MOZ_CRASHREPORTER_DISABLE", "1");
            }
            Self::WebKit => {
                // It has no word for a profile: it keeps everything where the desktop's standards say.
                for (variable, folder) in WEBKIT_FOLDERS {
                    command.env(variable, profile.path().join(folder));
                }
                command.envs(WEBKIT_SETTINGS).env("DISPLAY", &screen.insert(Screen::start()?).name);
            }
        }
        Ok(Running { tree: Tree::start(command.arg(address))?, _screen: screen })
    }
}

/// The folder that Firefox saves to, without asking.
pub fn downloads(profile: &Profile) -> PathBuf {
    profile.path().join("saved")
}

/// No first-run pages, no question after a crash, no reports, and files are saved to a folder of ours.
const FIREFOX_SETTINGS: &str = r#"user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("toolkit.startup.max_resumed_crashes", -1);
user_pref("browser.sessionstore.resume_from_crash", false);
user_pref("browser.download.folderList", 2);
user_pref("browser.download.always_ask_before_handling_new_types", false);
"#;

const WEBKIT_FOLDERS: [(&str, &str); 4] =
    [("HOME", ""), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache"), ("XDG_CONFIG_HOME", "config")];

/// No sandbox, which containers forbid, and no graphics card.
const WEBKIT_SETTINGS: [(&str, &str); 5] = [
    ("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1"),
    ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
    ("LIBGL_ALWAYS_SOFTWARE", "1"),
    ("GDK_BACKEND", "x11"),
    ("NO_AT_BRIDGE", "1"),
];

/// A browser that runs. It ends with it, and then its screen.
pub struct Running {
    /// The browser with all its processes.
    pub tree: Tree,
    _screen: Option<Screen>,
}

/// The X server that draws into memory.
const SCREEN: &str = "Xvfb";

/// A screen that nobody sees, for a browser that has no other way to run.
struct Screen {
    name: String,
    _server: Tree,
}

impl Screen {
    fn start() -> Outcome<Self> {
        let mut command = Command::new(SCREEN);
        // It takes a number that is free and says it on standard output.
        command.args(["-displayfd", "1", "-screen", "0", "800x900x24", "-nolisten", "tcp"]).stdout(Stdio::piped());
        let mut server = Tree::start(&mut command)?;
        let said = server.root().stdout.take().ok_or("the screen says nothing")?;
        let mut number = String::new();
        BufReader::new(said).read_line(&mut number)?;
        let number = number.trim();
        if number.is_empty() {
            return Err("the screen did not start".into());
        }
        Ok(Self { name: [":", number].concat(), _server: server })
    }
}
