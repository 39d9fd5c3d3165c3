//! Feeds the readers what a coverage-guided fuzzer makes of `seeds/`. Run by `cargo xtask fuzz`.

#![no_main]

mod promises;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::check(bytes));
