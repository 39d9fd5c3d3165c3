//! The phone that reads codes.

use std::collections::BTreeSet;

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use raptorq::{EncodingPacket, PayloadId, SourceBlockDecoder};

use super::MAX_PAYLOAD;
use super::packet::{CodePacket, CodeTransfer, PacketError, SYMBOL_SIZE};

/// So many packets more than needed would have brought any transfer: the chance that they do not is below 10 to the power
/// of -60. Somebody has mixed in others.
const MAX_SURPLUS: usize = 32;

/// What a code turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanOutcome {
    /// A code of something else.
    Foreign,
    /// Part of the transfer, and how much of it is there.
    Progress {
        /// Different codes seen.
        seen: usize,
        /// About how many are enough.
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

/// Puts together what codes bring. Begins with the first transfer that it sees, and stays with it until it is complete or
/// [forgotten](Self::forget), however long it takes and how often it is interrupted.
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
        let outcome = incoming.take(packet);
        if matches!(outcome, ScanOutcome::Complete(_) | ScanOutcome::Spoilt) {
            self.forget();
        }
        outcome
    }

    /// Lets go of the transfer that has begun.
    pub fn forget(&mut self) {
        self.incoming = None;
    }
}

/// A transfer that has begun.
struct Incoming {
    transfer: CodeTransfer,
    decoder: SourceBlockDecoder,
    /// The numbers of the packets that were taken.
    taken: BTreeSet<u32>,
}

impl Incoming {
    fn new(transfer: CodeTransfer) -> Self {
        let decoder = SourceBlockDecoder::new(0, &transfer.encoding(), transfer.length() as u64);
        Self { transfer, decoder, taken: BTreeSet::new() }
    }

    fn take(&mut self, packet: CodePacket) -> ScanOutcome {
        let needed = self.transfer.packets_needed();
        if self.taken.insert(packet.number) {
            let id = PayloadId::new(0, needed as u32 + packet.number);
            let block = self.decoder.decode([EncodingPacket::new(id, packet.symbol.to_vec())]);
            if let Some(block) = block {
                return self.finish(block).map_or(ScanOutcome::Spoilt, ScanOutcome::Complete);
            }
        }
        let seen = self.taken.len();
        if seen > needed + MAX_SURPLUS { ScanOutcome::Spoilt } else { ScanOutcome::Progress { seen, needed } }
    }

    /// The payload, if the block is what was sent.
    fn finish(&self, mut block: Vec<u8>) -> Option<Vec<u8>> {
        debug_assert_eq!(block.len(), self.transfer.packets_needed() * SYMBOL_SIZE);
        block.truncate(self.transfer.length());
        let is_what_was_sent = CodeTransfer::of(&block) == Some(self.transfer);
        is_what_was_sent.then(|| decompress_to_vec_zlib_with_limit(&block, MAX_PAYLOAD).ok()).flatten()
    }
}
