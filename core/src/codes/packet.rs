//! What one code carries: one encoded symbol of the fountain, written as text.
//!
//! The bytes stand in base45 ([RFC 9285](https://www.rfc-editor.org/rfc/rfc9285)), in the alphanumeric mode of codes. That
//! costs 3 % over plain bytes, and survives a browser's `BarcodeDetector`, which gives what it read as a string. All
//! numbers are big-endian:
//!
//! | bytes | |
//! |---|---|
//! | 1 | version of this layout; each has the checksum in its last four bytes |
//! | 8 | the transfer: the first bytes of the SHA-256 of all that is sent, deflated |
//! | 3 | how many bytes that is |
//! | 3 | number of the encoded symbol |
//! | 672 | encoded symbol |
//! | 4 | CRC-32 of all before |

use sha2::{Digest, Sha256};

use super::MAX_DEFLATED;
use super::fountain::SYMBOL_SIZE;
use crate::checksum::crc32;

/// Tells a packet from the text of any other code.
const PREFIX: &str = "LANYARD:";
const VERSION: u8 = 1;

/// Packets have numbers below this one: what three bytes hold.
pub const MAX_NUMBERS: u32 = 1 << 24;

/// What is sent, as every packet of it names it. Whoever sends the same bytes again sends the same transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeTransfer {
    id: [u8; 8],
    /// Bytes, deflated: more than none, and at most [`MAX_DEFLATED`].
    length: usize,
}

impl CodeTransfer {
    /// `None` for no bytes, or too many.
    pub fn of(deflated: &[u8]) -> Option<Self> {
        let digest = Sha256::digest(deflated);
        Self::new(*digest.first_chunk()?, deflated.len())
    }

    fn new(id: [u8; 8], length: usize) -> Option<Self> {
        (1..=MAX_DEFLATED).contains(&length).then_some(Self { id, length })
    }

    /// How many symbols it has.
    pub fn symbols(&self) -> usize {
        self.length.div_ceil(SYMBOL_SIZE)
    }

    /// Bytes, deflated.
    pub fn length(&self) -> usize {
        self.length
    }
}

/// A piece of a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePacket {
    pub transfer: CodeTransfer,
    /// Below [`MAX_NUMBERS`].
    pub number: u32,
    /// Of [`SYMBOL_SIZE`] bytes.
    pub symbol: Vec<u8>,
}

/// Why a text is no packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PacketError {
    /// It is the text of some other code.
    Foreign,
    /// A newer Lanyard wrote it.
    Newer,
    /// It is damaged.
    Damaged,
}

impl CodePacket {
    /// Letters that codes have in their alphanumeric mode.
    pub fn encode(&self) -> String {
        let number = |number: u32| number.to_be_bytes().into_iter().skip(1);
        let mut bytes = vec![VERSION];
        bytes.extend(self.transfer.id);
        bytes.extend(number(self.transfer.length as u32));
        bytes.extend(number(self.number));
        bytes.extend(&self.symbol);
        bytes.extend(crc32(&bytes).to_be_bytes());
        [PREFIX, &base45::encode(&bytes)].concat()
    }

    /// # Errors
    /// When the text is anything but what [`Self::encode`] writes.
    pub fn parse(text: &str) -> Result<Self, PacketError> {
        let bytes = base45::decode(text.strip_prefix(PREFIX).ok_or(PacketError::Foreign)?);
        let bytes = bytes.map_err(|_| PacketError::Damaged)?;
        let (signed, checksum) = bytes.split_last_chunk().ok_or(PacketError::Damaged)?;
        if u32::from_be_bytes(*checksum) != crc32(signed) {
            return Err(PacketError::Damaged);
        }
        match signed.split_first() {
            Some((&VERSION, rest)) => Self::parse_rest(rest).ok_or(PacketError::Damaged),
            Some(_) => Err(PacketError::Newer),
            None => Err(PacketError::Damaged),
        }
    }

    /// What follows on the version, up to the checksum.
    fn parse_rest(rest: &[u8]) -> Option<Self> {
        let (id, rest) = rest.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        let (number, symbol) = rest.split_first_chunk()?;
        let transfer = CodeTransfer::new(*id, number_of(*length) as usize)?;
        let is_whole = symbol.len() == SYMBOL_SIZE;
        is_whole.then(|| Self { transfer, number: number_of(*number), symbol: symbol.to_vec() })
    }
}

fn number_of([high, middle, low]: [u8; 3]) -> u32 {
    u32::from_be_bytes([0, high, middle, low])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn packet(number: u32) -> CodePacket {
        let transfer = CodeTransfer::of(b"what is sent").unwrap();
        CodePacket { transfer, number, symbol: (0..SYMBOL_SIZE).map(|index| index as u8).collect() }
    }

    #[track_caller]
    fn check(text: &str, expect: Result<CodePacket, PacketError>) {
        assert_eq!(CodePacket::parse(text), expect, "{text}");
    }

    /// A packet as its bytes were changed, checksum included.
    fn rewritten(change: impl FnOnce(&mut Vec<u8>)) -> String {
        let text = packet(7).encode();
        let mut bytes = base45::decode(text.strip_prefix(PREFIX).unwrap()).unwrap();
        bytes.truncate(bytes.len() - 4);
        change(&mut bytes);
        bytes.extend(crc32(&bytes).to_be_bytes());
        [PREFIX, &base45::encode(&bytes)].concat()
    }

    #[test]
    fn a_packet_is_read_back() {
        for number in [0, 7, MAX_NUMBERS - 1] {
            check(&packet(number).encode(), Ok(packet(number)));
        }
        check(&rewritten(|_| ()), Ok(packet(7)));
    }

    #[test]
    fn what_is_no_packet_says_why() {
        for text in ["", "https://lanyard.example", "LANYARD", "lanyard:", "BEGIN:VCARD", "LANYARÐ:"] {
            check(text, Err(PacketError::Foreign));
        }
        for text in ["LANYARD:", "LANYARD:?", "LANYARD:AA", "LANYARD:::", "LANYARD:é"] {
            check(text, Err(PacketError::Damaged));
        }
        check(&rewritten(|bytes| bytes[0] = 2), Err(PacketError::Newer));
        check(&rewritten(|bytes| bytes.truncate(0)), Err(PacketError::Damaged));
        check(&rewritten(|bytes| bytes.push(0)), Err(PacketError::Damaged));
        check(&rewritten(|bytes| bytes.truncate(bytes.len() - 1)), Err(PacketError::Damaged));
        check(&rewritten(|bytes| bytes[9..12].fill(0)), Err(PacketError::Damaged));
        check(&rewritten(|bytes| bytes[9..12].fill(0xff)), Err(PacketError::Damaged));
    }

    #[test]
    fn nothing_and_too_much_are_no_transfer() {
        let lengths = |length: usize| CodeTransfer::of(&vec![0; length]).map(|transfer| transfer.symbols());
        assert_eq!(lengths(0), None);
        assert_eq!(lengths(1), Some(1));
        assert_eq!(lengths(SYMBOL_SIZE), Some(1));
        assert_eq!(lengths(SYMBOL_SIZE + 1), Some(2));
        assert_eq!(lengths(MAX_DEFLATED), Some(3121));
        assert_eq!(lengths(MAX_DEFLATED + 1), None);
    }

    proptest! {
        #[test]
        fn a_letter_that_changed_makes_no_packet(index in any::<prop::sample::Index>(), letter in "[0-9A-Z $%*+./:-]") {
            let text = packet(7).encode();
            let index = index.index(text.len());
            let mut changed = text.clone();
            changed.replace_range(index..index + 1, &letter);
            prop_assert_eq!(CodePacket::parse(&changed).is_ok(), changed == text);
        }
    }
}
