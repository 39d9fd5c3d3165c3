//! The accessibility rules a machine can check, by axe-core, on what is on screen.
//!
//! axe-core comes from npm in one fixed version, into the folder for the project's tools. It is put into a page over
//! WebDriver, and never shipped. What it cannot see (does the name say the right thing, is the order sensible) the
//! journeys check by finding everything by role and name.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::Outcome;
use crate::page::Page;

const VERSION: &str = "4.14.1";

/// Runs the rules of WCAG 2.2 at levels A and AA.
const CHECK: &str = "
const done = arguments[arguments.length - 1];
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
axe.run(document, { runOnly: tags, resultTypes: ['violations'] }).then(
    (result) => done(result.violations.flatMap((rule) => rule.nodes.map((node) =>
        `${rule.id}: ${node.target.join(' ')} ${node.any.concat(node.all, node.none).map((why) => why.message).join('; ')}`))),
    (error) => done([`axe failed: ${error}`]));
";

/// axe-core, ready to be run in a page.
pub struct Axe {
    script: String,
}

impl Axe {
    /// # Errors
    /// When it is not there and npm cannot install it.
    pub fn ready() -> Outcome<Self> {
        // Two journeys may need it at once.
        static INSTALLING: Mutex<()> = Mutex::new(());
        let _turn = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tools()?.join(["axe-core-", VERSION].concat());
        let file = folder.join("node_modules/axe-core/axe.min.js");
        if !file.is_file() {
            fs::create_dir_all(&folder)?;
            let mut npm = Command::new("npm");
            npm.args(["install", "--no-audit", "--no-fund", "--prefix"]).arg(&folder);
            npm.arg(["axe-core@", VERSION].concat()).stdout(Stdio::null());
            if !npm.status()?.success() {
                return Err("npm could not install axe-core".into());
            }
        }
        Ok(Self { script: fs::read_to_string(file)? })
    }

    /// What breaks the rules on screen now, one line each.
    ///
    /// # Errors
    /// When there is no document.
    pub async fn violations(&self, page: &Page) -> Outcome<Vec<String>> {
        if page.run("return typeof axe === 'undefined'", vec![]).await? == Value::Bool(true) {
            page.run(&self.script, vec![]).await?;
        }
        let found = page.run_until_answered(CHECK, vec![]).await?;
        let found = found.as_array().cloned().unwrap_or_default();
        Ok(found.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect())
    }
}

/// The same folder as the build's own tools: `$LANYARD_TOOLS`, else `lanyard/tools` in the user's cache folder.
fn tools() -> Outcome<PathBuf> {
    let given = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = || given("XDG_CACHE_HOME").or_else(|| given("HOME").map(|home| home.join(".cache")));
    let folder = given("LANYARD_TOOLS").or_else(|| cache().map(|cache| cache.join("lanyard/tools")));
    Ok(folder.ok_or("Please set LANYARD_TOOLS to a folder for the tests' programs.")?)
}
