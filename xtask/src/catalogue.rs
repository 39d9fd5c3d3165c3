//! `docs/faults.md` names the test of every fault. These tests hold it to that: a test that was renamed or removed
//! would otherwise leave a fault without one, and nobody would notice.

use std::path::PathBuf;

use crate::steps::project;

/// The fault and the last column of each row.
fn rows(catalogue: &str) -> Vec<(&str, &str)> {
    fn row(line: &str) -> Option<(&str, &str)> {
        let (fault, rest) = line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | ")?;
        Some((fault, rest.rsplit_once(" | ")?.1))
    }
    catalogue.lines().filter_map(row).filter(|(fault, _)| fault.chars().any(|c| c.is_ascii_digit())).collect()
}

/// The tests that a cell names: file and function.
fn tests_in(cell: &str) -> Vec<(&str, &str)> {
    cell.split('`').skip(1).step_by(2).filter_map(|name| name.split_once("::")).collect()
}

fn file_of(file: &str) -> PathBuf {
    let folder = if file.contains('/') { project() } else { project().join("tests/journeys") };
    folder.join([file, ".rs"].concat())
}

fn is_test(file: &str, function: &str) -> bool {
    let source = std::fs::read_to_string(file_of(file)).unwrap_or_default();
    let head = [" fn ", function, "("].concat();
    let mut before = "";
    for line in source.lines() {
        let is_head = [" ", line].concat().contains(&head);
        if is_head && before.trim_start().starts_with("#[") && before.contains("test]") {
            return true;
        }
        before = line;
    }
    false
}

#[test]
fn every_fault_has_a_test_that_exists_or_says_why_not() {
    let catalogue = std::fs::read_to_string(project().join("docs/faults.md")).unwrap();
    let rows = rows(&catalogue);
    assert!(rows.len() > 50, "the table is not read: {rows:?}");
    for (fault, cell) in rows {
        let tests = tests_in(cell);
        assert!(!tests.is_empty() || cell.starts_with("Not tested"), "{fault} has no test and no reason: {cell}");
        for (file, function) in tests {
            assert!(is_test(file, function), "{fault} names a test that does not exist: {file}::{function}");
        }
    }
}

#[test]
fn a_name_that_is_no_test_is_found_out() {
    assert!(is_test("xtask/src/catalogue", "a_name_that_is_no_test_is_found_out"));
    assert!(!is_test("xtask/src/catalogue", "file_of"), "a function is no test");
    assert!(!is_test("xtask/src/nowhere", "at_all"));
    let table =
        "| S01 | It breaks. | A sentence. | `faults::one` and `core/src/x::two`; `cargo xtask kill` |\n| | | | |\n";
    assert_eq!(rows(table).len(), 1);
    assert_eq!(tests_in(rows(table)[0].1), [("faults", "one"), ("core/src/x", "two")]);
}
