//! Pieces that several pages draw.

pub mod attachment;
pub mod capture;
pub mod entry;
pub mod entry_words;
pub mod header;
pub mod html;
pub mod icon;
pub mod marks;
pub mod moment;
pub mod notes_field;
pub mod photo;
pub mod plain_row;
pub mod qr;
pub mod rehearsal;
pub mod rich;
pub mod row;
pub mod saved;
pub mod share;
pub mod slices;
pub mod sources;
pub mod star;
pub mod storage_health;
pub mod storage_space;
pub mod versions;
pub mod windowed;
pub mod words;
