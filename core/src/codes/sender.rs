//! The phone that shows codes.

use miniz_oxide::deflate::compress_to_vec_zlib;
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use thiserror::Error;

use super::MAX_PAYLOAD;
use super::fountain::FountainEncoder;
use super::packet::{CodePacket, CodeTransfer, MAX_NUMBERS};
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

/// Draws the codes of one transfer.
pub struct CodeSender {
    transfer: CodeTransfer,
    encoder: FountainEncoder,
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
        Self::of_deflated(&compress_to_vec_zlib(payload, DEFLATE_LEVEL))
    }

    /// Makes a transfer of what is deflated already.
    pub(super) fn of_deflated(deflated: &[u8]) -> Result<Self, SendError> {
        let transfer = CodeTransfer::of(deflated).ok_or(SendError::TooLarge)?;
        Ok(Self { transfer, encoder: FountainEncoder::new(deflated) })
    }

    /// About how many codes the other phone has to see: two more, on the average.
    pub fn codes_needed(&self) -> usize {
        self.transfer.symbols()
    }

    /// The text of a code. Every number has its own code, and always the same one; whoever starts at another number each
    /// time shows nothing that was seen already. They begin anew after sixteen million.
    pub fn text(&self, number: u32) -> String {
        let number = number % MAX_NUMBERS;
        CodePacket { transfer: self.transfer, number, symbol: self.encoder.symbol(number) }.encode()
    }

    /// The code with this number, to be drawn.
    pub fn code(&self, number: u32) -> Option<Qr> {
        let segment = [QrSegment::make_alphanumeric(&self.text(number))];
        let version = Version::new(CODE_VERSION);
        let code = QrCode::encode_segments_advanced(&segment, QrCodeEcc::Low, version, version, None, false);
        code.ok().as_ref().map(Qr::from)
    }
}
