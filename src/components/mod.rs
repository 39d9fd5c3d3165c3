//! Pieces that several pages draw.

pub mod capture;
pub mod entry;
pub mod header;
pub mod icon;
pub mod node;
pub mod qr;
pub mod rich;
pub mod row;
pub mod safety;
pub mod share;
pub mod star;
pub mod words;
