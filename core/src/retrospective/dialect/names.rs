//! Names of files that every file system takes, each once.

use super::super::clean::clean_text;
use super::super::document::{Document, DocumentPart};
use crate::notebook::PhotoId;
use crate::search::fold::fold;
use crate::share::{ExportChunk, ExportFile};
use std::collections::{BTreeMap, BTreeSet};

/// Letters of a slug.
const LONGEST_SLUG: usize = 60;

/// Bytes of the name of a note, its extension not counted.
const LONGEST_NAME: usize = 100;

/// A title as it stands in an address: ASCII in lower case with hyphens, accents folded. `otherwise` when no letter is
/// left.
///
/// ```
/// use lanyard_core::retrospective::dialect::names::slug;
///
/// assert_eq!(slug("KubeCon: Zoë’s week, day 1", "retrospective"), "kubecon-zoe-s-week-day-1");
/// assert_eq!(slug("日本", "retrospective"), "retrospective");
/// ```
pub fn slug(title: &str, otherwise: &str) -> String {
    let mut out = String::new();
    for c in fold(title).chars() {
        match c {
            c if c.is_ascii_alphanumeric() => out.push(c),
            _ if out.is_empty() || out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    if out.len() > LONGEST_SLUG {
        out.truncate(LONGEST_SLUG);
        // Whole words, where that leaves most of it.
        if let Some(end) = out.rfind('-').filter(|end| *end > LONGEST_SLUG / 2) {
            out.truncate(end);
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    if out.is_empty() {
        return otherwise.to_owned();
    }
    if is_reserved(&out) { format!("{out}-{otherwise}") } else { out }
}

/// A title as the name of a note in Obsidian: without what a file system or a link of Obsidian does not take.
pub fn note_name(title: &str) -> String {
    let replaced: String =
        clean_text(title).chars().map(|c| if "\\/:*?\"<>|#^[]".contains(c) { ' ' } else { c }).collect();
    let words: Vec<&str> = replaced.split_whitespace().collect();
    let name = words.join(" ");
    let name = name.trim_start_matches(['.', ' ', '%']);
    let name = name.get(..name.floor_char_boundary(LONGEST_NAME)).unwrap_or("").trim_end_matches(['.', ' ']);
    if name.is_empty() {
        return "Note".to_owned();
    }
    if is_reserved(name) { format!("{name} note") } else { name.to_owned() }
}

/// Names that Windows keeps for devices, whatever extension follows.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or("").trim().to_ascii_lowercase();
    let numbered = |device: &str| {
        stem.strip_prefix(device)
            .is_some_and(|number| number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// The names that are taken in one folder; case does not make a difference.
#[derive(Default)]
pub(super) struct FileNames {
    taken: BTreeSet<String>,
}

impl FileNames {
    /// The name, with a number after it where another has it already.
    pub fn take(&mut self, name: &str, separator: &str, extension: &str) -> String {
        let mut number = 1_u32;
        loop {
            let candidate = match number {
                1 => format!("{name}{extension}"),
                _ => format!("{name}{separator}{number}{extension}"),
            };
            if self.taken.insert(fold(&candidate)) {
                return candidate;
            }
            number = number.saturating_add(1);
        }
    }
}

/// The file of each photo, by the words that were first said of it.
pub(super) struct PictureNames {
    names: BTreeMap<PhotoId, String>,
    /// In the order of the document.
    order: Vec<PhotoId>,
}

impl PictureNames {
    pub fn of(document: &Document, taken: &mut FileNames) -> Self {
        let mut names = Self { names: BTreeMap::new(), order: Vec::new() };
        document.sections.iter().for_each(|section| names.add(&section.parts, taken));
        names
    }

    fn add(&mut self, parts: &[DocumentPart], taken: &mut FileNames) {
        for part in parts {
            match part {
                DocumentPart::Picture { photo, alt } if !self.names.contains_key(photo) => {
                    self.names.insert(photo.clone(), taken.take(&slug(alt, "photo"), "-", ".jpg"));
                    self.order.push(photo.clone());
                }
                DocumentPart::Session(session) => self.add(&session.parts, taken),
                _ => {}
            }
        }
    }

    pub fn name(&self, photo: &PhotoId) -> &str {
        self.names.get(photo).map_or("photo.jpg", String::as_str)
    }

    pub fn files(&self, folder: &str) -> Vec<ExportFile> {
        self.order
            .iter()
            .map(|photo| ExportFile {
                path: format!("{folder}{}", self.name(photo)),
                media_type: "image/jpeg",
                chunks: vec![ExportChunk::Photo(photo.clone())],
            })
            .collect()
    }
}
