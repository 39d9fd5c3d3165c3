//! Everything in Lanyard that needs no browser.
//!
//! This crate reads no clock, does no IO and draws nothing: time, randomness and storage come in as arguments or
//! small traits. Read the modules in this order.

#![forbid(unsafe_code)]

pub mod agenda;
pub mod backup;
mod checksum;
#[cfg(feature = "codes")]
pub mod codes;
#[cfg(feature = "formats")]
pub mod formats;
pub mod notebook;
pub mod records;
pub mod retrospective;
pub mod schedule;
pub mod search;
pub mod share;
pub mod text;
pub mod trips;
pub mod zip;
