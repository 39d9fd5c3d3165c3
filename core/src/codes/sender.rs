//! The phone that shows codes.

use miniz_oxide::deflate::compress_to_vec_zlib;
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use raptorq::{EncodingPacket, SourceBlockEncoder};
use thiserror::Error;

use super::MAX_PAYLOAD;
use super::packet::{CodePacket, CodeTransfer, MAX_NUMBERS, SYMBOL_SIZE};
use crate::share::Qr;

/// 89 modules a side, with room for 1,046 letters. A version with a quarter more room is 97 modules a side: with the quiet
/// zone around it, a camera that sees 720 lines then has fewer than six of them for each module even when the code fills
/// the picture.
const CODE_VERSION: u8 = 18;

/// How many bytes a deflater may look back and compare, on a scale to 10.
const DEFLATE_LEVEL: u8 = 9;

/// Why bytes cannot be sent as codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SendError {
    /// They are more than [`MAX_PAYLOAD`], or more than [`super::MAX_DEFLATED`] once deflated.
    #[error("this is too much for codes")]
    TooLarge,
}

/// Draws the codes of one transfer. What it holds is some three times as large as what is sent, deflated.
pub struct CodeSender {
    transfer: CodeTransfer,
    encoder: SourceBlockEncoder,
}

impl CodeSender {
    /// Makes a transfer of any bytes.
    ///
    /// # Errors
    /// When they are too many.
    pub fn new(payload: &[u8]) -> Result<Self, SendError> {
        if payload.len() > MAX_PAYLOAD {
            return Err(SendError::TooLarge);
        }
        Self::of_deflated(compress_to_vec_zlib(payload, DEFLATE_LEVEL))
    }

    /// Makes a transfer of what is deflated already.
    pub(super) fn of_deflated(mut deflated: Vec<u8>) -> Result<Self, SendError> {
        let transfer = CodeTransfer::of(&deflated).ok_or(SendError::TooLarge)?;
        deflated.resize(transfer.packets_needed() * SYMBOL_SIZE, 0);
        let encoder = SourceBlockEncoder::new(0, &transfer.encoding(), &deflated);
        Ok(Self { transfer, encoder })
    }

    /// About how many codes the other phone has to see.
    pub fn codes_needed(&self) -> usize {
        self.transfer.packets_needed()
    }

    /// The text of a code. Every number has its own code, and always the same one; whoever starts at another number each
    /// time shows nothing that was seen already. They begin anew after eight million.
    pub fn text(&self, number: u32) -> Option<String> {
        let number = number % MAX_NUMBERS;
        let packet = self.encoder.repair_packets(number, 1).into_iter().next();
        let symbol = packet.map(EncodingPacket::split)?.1.try_into().ok()?;
        Some(CodePacket { transfer: self.transfer, number, symbol }.encode())
    }

    /// The code with this number, to be drawn.
    pub fn code(&self, number: u32) -> Option<Qr> {
        let segment = [QrSegment::make_alphanumeric(&self.text(number)?)];
        let version = Version::new(CODE_VERSION);
        let code = QrCode::encode_segments_advanced(&segment, QrCodeEcc::Low, version, version, None, false);
        code.ok().as_ref().map(Qr::from)
    }
}
