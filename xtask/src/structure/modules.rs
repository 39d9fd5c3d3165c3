//! The modules of a crate, as the compiler finds them, without those that are for tests alone.

use anyhow::Context;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use syn::{Attribute, Item, ItemMod};

use super::imports::{Import, imports};

/// The names of a module from the crate's root on.
pub type ModulePath = Vec<String>;

/// A module in a file of its own.
pub struct Module {
    pub file: PathBuf,
    pub items: Vec<Item>,
}

/// The modules of a crate that ship.
pub struct Crate {
    pub modules: BTreeMap<ModulePath, Module>,
}

impl Crate {
    /// Reads the crate with this root file.
    ///
    /// # Errors
    /// When a file is missing or is no Rust.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let mut read = Self { modules: BTreeMap::new() };
        read.add(Vec::new(), root)?;
        Ok(read)
    }

    fn add(&mut self, path: ModulePath, file: &Path) -> anyhow::Result<()> {
        let at = || file.display().to_string();
        let source = std::fs::read_to_string(file).with_context(at)?;
        let mut items = syn::parse_file(&source).with_context(at)?.items;
        items.retain(|item| !is_for_tests(attributes(item)));
        let inner: Vec<String> = items.iter().filter_map(file_module).map(|module| module.ident.to_string()).collect();
        self.modules.insert(path.clone(), Module { file: file.to_owned(), items });
        for name in inner {
            let folder = folder_below(file);
            let candidates = [folder.join(&name).with_extension("rs"), folder.join(&name).join("mod.rs")];
            let found = candidates
                .iter()
                .find(|file| file.is_file())
                .with_context(|| format!("{}: no file of module {name}", at()))?;
            let inner = path.iter().cloned().chain([name]).collect();
            self.add(inner, found)?;
        }
        Ok(())
    }

    /// The types that the crate defines, with their files.
    pub fn types(&self) -> Vec<(String, &Path)> {
        let of = |module: &'_ Module| module.items.iter().filter_map(type_name).collect::<Vec<_>>();
        self.modules.values().flat_map(|module| of(module).into_iter().map(|name| (name, &*module.file))).collect()
    }

    /// Every import of one file by another.
    pub fn imports(&self) -> Vec<Import> {
        imports(self)
    }
}

/// `mod name;`
fn file_module(item: &Item) -> Option<&ItemMod> {
    match item {
        Item::Mod(module) if module.content.is_none() => Some(module),
        _ => None,
    }
}

/// Where the files of a module's own modules are.
fn folder_below(file: &Path) -> PathBuf {
    let is_head = file.file_name().is_some_and(|name| ["mod.rs", "lib.rs", "main.rs"].iter().any(|head| name == *head));
    if is_head { file.parent().unwrap_or(file).to_owned() } else { file.with_extension("") }
}

fn type_name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Struct(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Mod(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        _ => &[],
    }
}

/// `#[cfg(test)]`, alone or within `all(..)`.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    let mentions_test = |attribute: &Attribute| {
        let tokens = attribute.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default();
        attribute.path().is_ident("cfg") && (tokens == "test" || tokens.starts_with("all (test ,"))
    };
    attributes.iter().any(mentions_test)
}
