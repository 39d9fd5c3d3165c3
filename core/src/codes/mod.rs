//! Codes (ISO/IEC 18004) as a way between two phones: an animated sequence of them carries any bytes across, without a
//! network, and what a camera sees is read.
//!
//! The bytes are deflated and put into a fountain code (`fountain`): a [`CodeSender`] draws as many different codes as
//! somebody cares to show, and a [`CodeReceiver`] needs about as many of them as the bytes fill, whichever they are, in any
//! order. So a code that was missed never has to be waited for, and a sender that is started anew goes on with the same
//! transfer, since a transfer's name is the digest of its bytes.
//!
//! A code of anything else is a text like any other, which is the reader's as well: agendas, cards, links.
//!
//! Nothing here trusts a letter of a code. What does not come to the bytes that the sender had is given back to nobody, no
//! code makes anything larger than [`MAX_PAYLOAD`], and whatever a camera sees, nothing panics. Nothing is secret, either:
//! every camera in view can read along.

mod fountain;
mod packet;
mod picture;
mod receiver;
mod sender;

pub use picture::{luma, text};
pub use receiver::{CodeReceiver, ScanOutcome};
pub use sender::{CodeSender, SendError};

/// The most bytes that are sent.
pub const MAX_PAYLOAD: usize = 16 << 20;

/// The most bytes that they may be once deflated. At ten codes a second they take five minutes and a half.
pub const MAX_DEFLATED: usize = 2 << 20;

#[cfg(test)]
mod tests;
