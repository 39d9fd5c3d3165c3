//! The programs that the build and the tests need, each in one fixed version, installed when missing.
//!
//! They go to one folder outside the project, so that every clone on a machine shares them: `$LANYARD_TOOLS`, else
//! `lanyard/tools` in the user's cache folder. Only browsers and their drivers, and the programs that build a blog, come
//! from the system. Nothing else is downloaded by any later step: trunk finds everything on its `PATH`.

use anyhow::{Context, anyhow};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::steps::{answer_of, project, run, step};

const TRUNK: &str = "0.21.14";
const BINARYEN: &str = "132.0.0";

/// Where the programs are.
pub struct Tools {
    folder: PathBuf,
}

impl Tools {
    /// Everything that `build` needs.
    ///
    /// # Errors
    /// When something is missing and cannot be installed.
    pub fn for_build() -> anyhow::Result<Self> {
        let tools = Self { folder: folder()? };
        standard_library()?;
        // Trunk leaves the work to others; `wasm-bindgen` reads whole modules itself.
        tools.cargo_tool("trunk", "trunk", TRUNK, "0")?;
        tools.cargo_tool("wasm-bindgen-cli", "wasm-bindgen", &locked_version("wasm-bindgen")?, "1")?;
        tools.binaryen()?;
        Ok(tools)
    }

    /// A command for one of the programs, which finds the others.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.program(program));
        command.env("PATH", self.path());
        command
    }

    /// Where a program that came from a crate is.
    pub fn program(&self, program: &str) -> PathBuf {
        self.folder.join("bin").join(program)
    }

    /// Where these programs are, and then all others.
    pub fn path(&self) -> OsString {
        let own = [self.folder.join("bin"), self.binaryen_bin()];
        let others = std::env::var_os("PATH").unwrap_or_default();
        std::env::join_paths(own.into_iter().chain(std::env::split_paths(&others))).unwrap_or(others)
    }

    fn binaryen_bin(&self) -> PathBuf {
        self.folder.join("npm/node_modules/binaryen/bin")
    }

    /// A program from a crate, compiled with so much optimisation: quick to build matters more here than quick to run.
    /// Its own answer to `--version` tells whether it is the right one.
    fn cargo_tool(&self, krate: &str, program: &str, version: &str, optimised: &str) -> anyhow::Result<()> {
        let answer = answer_of(Command::new(self.folder.join("bin").join(program)).arg("--version"));
        if answer.is_some_and(|answer| answer.split_whitespace().any(|word| word == version)) {
            return Ok(());
        }
        step(&format!("install {krate} {version} (once, some minutes)"), || {
            let mut install = Command::new("cargo");
            install.args(["install", "--quiet", "--locked", "--force", "--version", version, krate]);
            // They fetch nothing: what they have for that, encryption and all, takes minutes to compile.
            install.args(["--no-default-features", "--root"]);
            let profile = [("OPT_LEVEL", optimised), ("LTO", "off"), ("CODEGEN_UNITS", "16"), ("DEBUG", "0")];
            install.envs(profile.map(|(key, value)| (format!("CARGO_PROFILE_RELEASE_{key}"), value)));
            run(install.arg(&self.folder))
        })
    }

    /// `wasm-opt`, in the form that the npm registry has.
    fn binaryen(&self) -> anyhow::Result<()> {
        let package = self.folder.join("npm/node_modules/binaryen/package.json");
        let there = std::fs::read_to_string(package).unwrap_or_default();
        if there.contains(&format!("\"version\": \"{BINARYEN}\"")) {
            return Ok(());
        }
        step(&format!("install binaryen {BINARYEN} (once)"), || {
            let npm = self.folder.join("npm");
            std::fs::create_dir_all(&npm)?;
            let package = format!("binaryen@{BINARYEN}");
            run(Command::new("npm")
                .args(["install", "--no-audit", "--no-fund", "--save-exact", "--prefix"])
                .arg(&npm)
                .arg(package))
            .context("This needs Node, version 18 or newer, with npm")
        })
    }
}

/// The program that makes WebAssembly smaller, if it is here.
pub fn wasm_opt() -> Option<PathBuf> {
    let ours = || folder().ok().map(|folder| Tools { folder }.binaryen_bin().join("wasm-opt"));
    xtask::program("wasm-opt").or_else(|| ours().filter(|program| program.is_file()))
}

/// A program of the system, and the package of Debian it comes in.
type Package = (&'static str, &'static str);

/// For the journeys.
pub const CHROMIUM: &[Package] = &[("chromium", "chromium"), ("chromedriver", "chromium-driver")];
/// For the kill tests only.
pub const FIREFOX: &[Package] = &[("firefox", "firefox-esr")];
/// For the kill tests: it draws on a screen in memory.
pub const WEBKIT: &[Package] = &[(xtask::MINI_BROWSER, "libwebkit2gtk-4.1-0"), ("Xvfb", "xvfb")];

/// For the journeys that publish: what people build their blogs with.
pub const SITE_GENERATORS: &[Package] = &[("jekyll", "jekyll"), ("hugo", "hugo")];

/// Installs what is missing of a browser.
///
/// # Errors
/// When something is, and this is not a Debian where we may install it.
pub fn browser(packages: &[Package]) -> anyhow::Result<()> {
    from_the_system(packages, "This runs in a browser.")
}

/// Installs what is missing of [`SITE_GENERATORS`].
///
/// # Errors
/// As [`browser`].
pub fn site_generators() -> anyhow::Result<()> {
    from_the_system(SITE_GENERATORS, "Some journeys build a blog of what the app exports.")
}

/// Installs the packages whose programs are missing; `why` says what they are for.
fn from_the_system(packages: &[Package], why: &str) -> anyhow::Result<()> {
    let missing: Vec<Package> =
        packages.iter().copied().filter(|(program, _)| xtask::program(program).is_none()).collect();
    let (programs, missing): (Vec<&str>, Vec<&str>) = missing.into_iter().unzip();
    if missing.is_empty() {
        return Ok(());
    }
    let is_root = answer_of(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    if !is_root || !Path::new("/etc/debian_version").exists() {
        return Err(anyhow!(
            "{why} Please install {} so that it is on the PATH \
             (on Debian: `sudo apt-get install {}`), then try again.",
            programs.join(" and "),
            missing.join(" ")
        ));
    }
    step(&format!("install {} (once)", missing.join(" and ")), || {
        let apt = |arguments: &[&str]| {
            run(Command::new("apt-get")
                .args(["-qq", "-o", "Dpkg::Use-Pty=0"])
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive"))
        };
        apt(&["update"])?;
        apt(&[&["install", "-y", "--no-install-recommends"], &missing[..]].concat())
    })
}

/// Everything that `check` needs: the lints of the app run for WebAssembly too.
///
/// # Errors
/// When something is missing and cannot be installed.
pub fn for_check() -> anyhow::Result<()> {
    for (command, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if answer_of(Command::new("cargo").current_dir(project()).args([command, "--version"])).is_none() {
            step(&format!("install {component} (once)"), || {
                run(Command::new("rustup").args(["component", "add", component]))
            })?;
        }
    }
    standard_library()
}

/// The standard library for WebAssembly, and its sources: it is compiled anew, without the words of its panics.
fn standard_library() -> anyhow::Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let sysroot =
        answer_of(Command::new("rustc").current_dir(project()).args(["--print", "sysroot"])).unwrap_or_default();
    let library = Path::new(sysroot.trim()).join("lib/rustlib");
    if !library.join(TARGET).exists() {
        step(&format!("install {TARGET} (once)"), || run(Command::new("rustup").args(["target", "add", TARGET])))?;
    }
    if !library.join("src/rust/library/std").exists() {
        step("install rust-src (once)", || run(Command::new("rustup").args(["component", "add", "rust-src"])))?;
    }
    Ok(())
}

/// The version of a crate that the lock file holds: the program must fit the library exactly.
fn locked_version(krate: &str) -> anyhow::Result<String> {
    let lock = std::fs::read_to_string(project().join("Cargo.lock")).context("Cargo.lock")?;
    let start = format!("name = \"{krate}\"\nversion = \"");
    let version =
        lock.split_once(&start).and_then(|(_, rest)| rest.split_once('"')).map(|(version, _)| version.to_owned());
    version.with_context(|| format!("Cargo.lock does not name {krate}"))
}

fn folder() -> anyhow::Result<PathBuf> {
    let given = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = given("LANYARD_TOOLS") {
        return Ok(folder);
    }
    let cache = if cfg!(target_os = "macos") {
        given("HOME").map(|home| home.join("Library/Caches"))
    } else if cfg!(windows) {
        given("LOCALAPPDATA")
    } else {
        given("XDG_CACHE_HOME").or_else(|| given("HOME").map(|home| home.join(".cache")))
    };
    cache
        .map(|cache| cache.join("lanyard/tools"))
        .context("Please set LANYARD_TOOLS to a folder for the build's programs.")
}
