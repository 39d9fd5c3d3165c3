//! The table of layers in `ARCHITECTURE.md`, and what does not keep to it.

use anyhow::anyhow;
use std::path::Path;

use super::modules::Crate;
use super::shown;

/// The heading of the table's first two columns.
const HEAD: &str = "| Folder | May use |";

/// A folder or file, by its path from the project's folder, and the other ones that it may use.
struct Layer {
    folder: String,
    uses: Vec<String>,
}

/// From the bottom to the top.
pub struct Layers(Vec<Layer>);

impl Layers {
    /// Reads the table: a folder in code marks, then what it may use in code marks, then what it must never do.
    ///
    /// # Errors
    /// When there is no table.
    pub fn parse(document: &str) -> anyhow::Result<Self> {
        let rows = document.lines().skip_while(|line| !line.starts_with(HEAD)).skip(2);
        let layer = |line: &str| {
            let mut cells = line.strip_prefix('|')?.split('|').map(in_code_marks);
            Some(Layer { folder: cells.next()?.into_iter().next()?, uses: cells.next()? })
        };
        let layers: Vec<Layer> = rows.map_while(layer).collect();
        if layers.is_empty() { Err(anyhow!("ARCHITECTURE.md has no table `{HEAD} ..`")) } else { Ok(Self(layers)) }
    }

    /// The imports that the table does not allow, and the files that it forgets.
    pub fn faults(&self, crates: &[Crate]) -> Vec<String> {
        let files = crates.iter().flat_map(|of| of.modules.values().map(|module| &*module.file));
        let forgotten = files.filter(|file| self.of(file).is_none());
        let forgotten = forgotten.map(|file| format!("The table of layers says nothing of {}", shown(file)));
        let imports = crates.iter().flat_map(Crate::imports);
        let against = imports.filter(|import| !self.allows(&import.from, &import.to));
        let against = against.map(|import| format!("{} may not use {}", shown(&import.from), shown(&import.to)));
        forgotten.chain(against).collect()
    }

    fn allows(&self, from: &Path, to: &Path) -> bool {
        match (self.of(from), self.of(to)) {
            (Some(from), Some(to)) => from.folder == to.folder || from.uses.contains(&to.folder),
            _ => true,
        }
    }

    /// The layer of a file: the longest path of the table that it lies in.
    fn of(&self, file: &Path) -> Option<&Layer> {
        let name = shown(file);
        self.0.iter().filter(|layer| Path::new(&name).starts_with(&layer.folder)).max_by_key(|layer| layer.folder.len())
    }
}

fn in_code_marks(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(|name| name.trim_end_matches('/').to_owned()).collect()
}
