//! Which file of a crate uses what of another: `use` items, paths in expressions and types, and paths within macros.
//! A name that a module passes on (`pub use`) counts for the file that defines it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;
use syn::{Item, ItemUse, Macro, Path, UseTree, Visibility};

use super::modules::{Crate, ModulePath};

/// One file uses another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    pub from: PathBuf,
    pub to: PathBuf,
}

/// What a module passes on: the name, and the path it was written with.
type PassedOn = BTreeMap<ModulePath, BTreeMap<String, Vec<String>>>;

pub fn imports(of: &Crate) -> Vec<Import> {
    let passed_on: PassedOn =
        of.modules.iter().map(|(path, module)| (path.clone(), passed_on(&module.items))).collect();
    let mut found = BTreeSet::new();
    for (path, module) in &of.modules {
        let mut paths = Paths::default();
        module.items.iter().for_each(|item| paths.visit_item(item));
        for written in paths.found {
            let target = absolute(of, path, &written).and_then(|target| resolve(of, &passed_on, &target, 0));
            if let Some(target) = target.filter(|target| target != path).and_then(|target| of.modules.get(&target)) {
                found.insert(Import { from: module.file.clone(), to: target.file.clone() });
            }
        }
    }
    found.into_iter().collect()
}

fn passed_on(items: &[Item]) -> BTreeMap<String, Vec<String>> {
    let mut names = BTreeMap::new();
    for item in items {
        if let Item::Use(item) = item
            && !matches!(item.vis, Visibility::Inherited)
        {
            spread(&item.tree, &mut Vec::new(), &mut |path, name| drop(names.insert(name, path)));
        }
    }
    names
}

/// Calls back with every path of a `use`, and with the name it is known by from then on.
fn spread(tree: &UseTree, before: &mut Vec<String>, found: &mut impl FnMut(Vec<String>, String)) {
    let with = |name: String| before.iter().cloned().chain([name]).collect::<Vec<_>>();
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            spread(&path.tree, before, found);
            before.pop();
        }
        UseTree::Name(name) if name.ident == "self" => {
            found(before.clone(), before.last().cloned().unwrap_or_default());
        }
        UseTree::Name(name) => found(with(name.ident.to_string()), name.ident.to_string()),
        UseTree::Rename(name) => found(with(name.ident.to_string()), name.rename.to_string()),
        UseTree::Glob(_) => found(before.clone(), String::new()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| spread(tree, before, found)),
    }
}

/// Every path of a file that may lead to another one.
#[derive(Default)]
struct Paths {
    found: BTreeSet<Vec<String>>,
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        // What is passed on is no use of it.
        if matches!(item.vis, Visibility::Inherited) {
            spread(&item.tree, &mut Vec::new(), &mut |path, _| self.found.extend([path]));
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        if path.segments.len() > 1 {
            self.found.insert(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        self.tokens(called.tokens.clone());
        syn::visit::visit_macro(self, called);
    }
}

impl Paths {
    /// `a::b::c` within the arguments of a macro.
    fn tokens(&mut self, tokens: TokenStream) {
        let (mut path, mut colons) = (Vec::new(), 0);
        let mut ended = |path: &mut Vec<String>| {
            if path.len() > 1 {
                self.found.insert(std::mem::take(path));
            }
            path.clear();
        };
        let mut groups = Vec::new();
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        ended(&mut path);
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    ended(&mut path);
                    groups.push(group.stream());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => ended(&mut path),
            }
        }
        ended(&mut path);
        groups.into_iter().for_each(|inner| self.tokens(inner));
    }
}

/// The path from the crate's root; `None` when it leads out of the crate.
fn absolute(of: &Crate, here: &ModulePath, written: &[String]) -> Option<ModulePath> {
    let ups = written.iter().take_while(|name| *name == "super").count();
    let rest = written.get(ups..)?;
    if ups > 0 {
        return Some([here.get(..here.len().checked_sub(ups)?)?, rest].concat());
    }
    match written.first()?.as_str() {
        "crate" => Some(written.get(1..)?.to_vec()),
        "self" => Some([here, written.get(1..)?].concat()),
        name => {
            let inner = [here.as_slice(), &[name.to_owned()]].concat();
            of.modules.contains_key(&inner).then(|| [here, written].concat())
        }
    }
}

/// No name is passed on more often than this.
const MOST_STEPS: usize = 8;

/// The module that defines what a path names.
fn resolve(of: &Crate, passed_on: &PassedOn, path: &[String], steps: usize) -> Option<ModulePath> {
    let module =
        (0..=path.len()).rev().filter_map(|end| path.get(..end)).find(|begin| of.modules.contains_key(*begin))?;
    let elsewhere = path
        .get(module.len())
        .and_then(|name| passed_on.get(module)?.get(name))
        .filter(|_| steps < MOST_STEPS)
        .and_then(|written| absolute(of, &module.to_vec(), written));
    match elsewhere {
        Some(elsewhere) => resolve(of, passed_on, &elsewhere, steps + 1),
        None => Some(module.to_vec()),
    }
}
