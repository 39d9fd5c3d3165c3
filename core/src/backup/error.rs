//! What is wrong with a file, in sentences for the user.

use crate::zip::ZipReadError;

/// Why nothing can be restored from a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    /// It is something else.
    #[error("This is no backup of Lanyard.")]
    NotOurs,
    /// The zip itself.
    #[error("{}", zip_words(*.0))]
    Zip(ZipReadError),
    /// It unpacks to more than a phone can take.
    #[error("This file unpacks to more than Lanyard takes. It may be none of Lanyard's, or a harmful one.")]
    TooLarge,
    /// A part of it is another than when it was made.
    #[error("This backup is damaged: {0} is not what it was when the backup was made.")]
    Changed(String),
    /// A part of it is not there.
    #[error("This backup is damaged: {0} is missing.")]
    Missing(String),
    /// A part of it makes no sense: which, and what is wrong.
    #[error("This backup cannot be read: {path}: {why}")]
    Unreadable {
        /// The part.
        path: String,
        /// What its reader says.
        why: String,
    },
}
fn zip_words(why: ZipReadError) -> &'static str {
    match why {
        ZipReadError::NotAZip => "This backup is not whole: its end is missing.",
        ZipReadError::Damaged | ZipReadError::Overlapping => "This backup is damaged: its list of files is not right.",
        ZipReadError::Zip64 => "This zip is larger than any that Lanyard makes.",
        ZipReadError::TooLarge => "This zip unpacks to more than Lanyard takes.",
        ZipReadError::Encrypted => "This zip has a password of its own. Unpack it, and zip its files without one.",
        ZipReadError::UnknownMethod => {
            "This zip was packed in a way that Lanyard does not know. Unpack it, and zip its files anew."
        }
        ZipReadError::LeadsOut => "This zip has files that do not belong into a backup.",
    }
}
