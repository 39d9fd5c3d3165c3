//! A blog as somebody begins one: an empty site, what the app exports unpacked into it, and the program that builds it.
//!
//! Each site is as small as its program allows: no theme, no plugin, no network. What is shown is the title and the text.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::Outcome;

/// A program that makes a site of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generator {
    /// Jekyll, which builds what GitHub's own pages are.
    Jekyll,
    /// Hugo.
    Hugo,
}

/// The files of a site before anything is written on it: path and content.
type Files = &'static [(&'static str, &'static str)];

const JEKYLL: Files = &[
    ("_config.yml", "title: A fresh site\n"),
    (
        "_layouts/post.html",
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{{ page.title | escape }}</title>\n\
         <main>\n<h1>{{ page.title | escape }}</h1>\n{{ content }}\n</main>\n</html>\n",
    ),
];

const HUGO: Files = &[
    ("config.toml", "baseURL = \"/\"\ntitle = \"A fresh site\"\ndisableKinds = [\"taxonomy\", \"term\", \"RSS\"]\n"),
    (
        "layouts/_default/single.html",
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{{ .Title }}</title>\n\
         <main>\n<h1>{{ .Title }}</h1>\n{{ .Content }}\n</main>\n</html>\n",
    ),
    (
        "layouts/_default/list.html",
        "<!doctype html>\n<title>{{ .Title }}</title>\n{{ range .Pages }}{{ .Title }}{{ end }}\n",
    ),
];

impl Generator {
    /// Its program on the `PATH`.
    pub fn program(self) -> &'static str {
        match self {
            Self::Jekyll => "jekyll",
            Self::Hugo => "hugo",
        }
    }

    /// What is missing on this machine to build with it, if anything is.
    pub fn missing(self) -> Option<String> {
        xtask::program(self.program()).is_none().then(|| format!("there is no {} here", self.program()))
    }

    /// Where in the site's folder the files of an export go.
    fn content(self) -> &'static str {
        match self {
            Self::Jekyll => "",
            Self::Hugo => "content",
        }
    }

    fn command(self, source: &Path, out: &Path) -> Command {
        let mut command = Command::new(self.program());
        match self {
            Self::Jekyll => command.args(["build", "--strict_front_matter", "--source"]),
            Self::Hugo => command.args(["--source"]),
        };
        // A text is UTF-8 wherever it is built.
        command.arg(source).arg("--destination").arg(out).current_dir(source).env("LC_ALL", "C.UTF-8");
        command
    }
}

/// A site that was built.
pub struct BuiltSite {
    _folder: TempDir,
    /// What a host would serve.
    pub out: PathBuf,
    /// The address of the post below it.
    pub post: String,
}

/// Builds a fresh site with the files of an export in it.
///
/// # Errors
/// When the program is not content, in whatever it says.
pub fn build(generator: Generator, files: &ExportedFiles) -> Outcome<BuiltSite> {
    let folder = tempfile::Builder::new().prefix("lanyard-site-").tempdir()?;
    let (source, out) = (folder.path().join("site"), folder.path().join("built"));
    let fresh = if generator == Generator::Jekyll { JEKYLL } else { HUGO };
    for (path, text) in fresh {
        write(&source.join(path), text.as_bytes())?;
    }
    for (path, bytes) in files {
        write(&source.join(generator.content()).join(path), bytes)?;
    }
    let done = generator.command(&source, &out).output()?;
    let said = [String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr)].concat();
    if !done.status.success() || complains(&said) {
        return Err(format!("{} is not content ({}):\n{said}", generator.program(), done.status).into());
    }
    let posts = pages_below(&out, &out)?;
    let is_post = |page: &&String| generator == Generator::Jekyll || page.contains('/') && !page.starts_with("page/");
    match posts.iter().filter(is_post).collect::<Vec<_>>().as_slice() {
        [post] => Ok(BuiltSite { post: (*post).clone(), out, _folder: folder }),
        posts => Err(format!("{} made {posts:?}, and not one post", generator.program()).into()),
    }
}

/// Whether a program warns, or reports an error.
fn complains(said: &str) -> bool {
    said.lines().map(str::to_lowercase).any(|line| ["warn", "error", "deprecat"].iter().any(|word| line.contains(word)))
}

/// The HTML pages of a folder by their address.
fn pages_below(folder: &Path, root: &Path) -> Outcome<Vec<String>> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            pages.extend(pages_below(&path, root)?);
        } else if path.extension() == Some(OsStr::new("html")) {
            pages.push(path.strip_prefix(root)?.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(pages)
}

fn write(path: &Path, bytes: &[u8]) -> Outcome {
    fs::create_dir_all(path.parent().ok_or("a file has a folder")?)?;
    Ok(fs::write(path, bytes)?)
}

/// The files of an export by their paths, in their order.
pub type ExportedFiles = Vec<(String, Vec<u8>)>;

/// Reads a zip archive whole.
///
/// # Errors
/// When it is damaged, or a path leads out of it.
pub fn unpacked(archive: &Path) -> Outcome<ExportedFiles> {
    let mut zip = zip::ZipArchive::new(File::open(archive)?)?;
    let mut files = Vec::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index)?;
        if file.enclosed_name().is_none() {
            return Err(format!("{} leads out of the archive", file.name()).into());
        }
        let mut bytes = Vec::new();
        // It fails where a checksum is not the one of the bytes.
        file.read_to_end(&mut bytes)?;
        files.push((file.name().to_owned(), bytes));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::complains;

    #[test]
    fn a_program_that_is_not_content_is_heard() {
        assert!(!complains("Generating...\n done in 0.2 seconds.\n"));
        assert!(complains("done\nWARN 2024/11/15 found no layout file"));
        assert!(complains("Liquid Warning: unexpected"));
        assert!(complains("ERROR: YAML"));
    }
}
