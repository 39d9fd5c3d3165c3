//! The phone that reads codes.

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::MAX_PAYLOAD;
use super::fountain::FountainDecoder;
use super::packet::{CodePacket, CodeTransfer, PacketError};

/// What a code turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanOutcome {
    /// A code of something else.
    Foreign,
    /// Part of the transfer, and how much of it is there.
    Progress {
        /// Codes that brought something new.
        known: usize,
        /// How many of them are enough.
        needed: usize,
    },
    /// Part of another transfer than the one that has begun. It was left out.
    Other,
    /// A newer Lanyard shows it, in a form that is not known here.
    Newer,
    /// Damaged, and left out.
    Damaged,
    /// The transfer came to an end, and is not what was sent. It was forgotten, and may be begun again.
    Spoilt,
    /// The bytes that were sent. The receiver is ready for another transfer.
    Complete(Vec<u8>),
}

/// Puts together what codes bring. Begins with the first transfer that it sees, and stays with it until it is complete,
/// however long it takes and how often it is interrupted.
#[derive(Default)]
pub struct CodeReceiver {
    incoming: Option<Incoming>,
}

impl CodeReceiver {
    /// Takes the text of a code.
    pub fn take(&mut self, text: &str) -> ScanOutcome {
        let packet = match CodePacket::parse(text) {
            Ok(packet) => packet,
            Err(PacketError::Foreign) => return ScanOutcome::Foreign,
            Err(PacketError::Newer) => return ScanOutcome::Newer,
            Err(PacketError::Damaged) => return ScanOutcome::Damaged,
        };
        let incoming = self.incoming.get_or_insert_with(|| Incoming::new(packet.transfer));
        if incoming.transfer != packet.transfer {
            return ScanOutcome::Other;
        }
        incoming.decoder.take(packet.number, &packet.symbol);
        let (known, needed) = (incoming.decoder.known(), packet.transfer.symbols());
        if known < needed {
            return ScanOutcome::Progress { known, needed };
        }
        let payload = self.incoming.take().and_then(Incoming::payload);
        payload.map_or(ScanOutcome::Spoilt, ScanOutcome::Complete)
    }
}

/// A transfer that has begun.
struct Incoming {
    transfer: CodeTransfer,
    decoder: FountainDecoder,
}

impl Incoming {
    fn new(transfer: CodeTransfer) -> Self {
        Self { transfer, decoder: FountainDecoder::new(transfer.symbols()) }
    }

    /// The bytes that were sent, if these are they.
    fn payload(self) -> Option<Vec<u8>> {
        let mut deflated = self.decoder.block()?;
        deflated.truncate(self.transfer.length());
        let is_what_was_sent = CodeTransfer::of(&deflated) == Some(self.transfer);
        is_what_was_sent.then(|| decompress_to_vec_zlib_with_limit(&deflated, MAX_PAYLOAD).ok()).flatten()
    }
}
