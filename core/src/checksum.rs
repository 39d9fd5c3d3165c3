//! CRC-32 of IEEE 802.3, the one of PNG and zip (RFC 1952): over stored records, shared links, the files of a schedule and
//! what is put into a zip.
//!
//! It finds every change of up to 32 neighbouring bits. It is no protection against somebody who means harm.

/// A checksum of bytes that come in pieces.
#[derive(Clone, Copy, Debug, Default)]
pub struct RunningChecksum(u32);

impl RunningChecksum {
    /// These bytes come next.
    pub fn take(&mut self, bytes: &[u8]) {
        const TABLE: [u32; 256] = table();
        let step = |crc: u32, byte: u8| crc >> 8 ^ TABLE.get(usize::from(crc as u8 ^ byte)).copied().unwrap_or(0);
        self.0 = !bytes.iter().fold(!self.0, |crc, byte| step(crc, *byte));
    }

    /// The CRC-32 of all the bytes so far.
    pub fn value(self) -> u32 {
        self.0
    }
}

/// The CRC-32 of the bytes, a byte at a time.
pub fn crc32(bytes: &[u8]) -> u32 {
    let mut sum = RunningChecksum::default();
    sum.take(bytes);
    sum.value()
}

#[allow(clippy::indexing_slicing, reason = "worked out by the compiler, which would refuse it")]
const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        let mut sum = RunningChecksum::default();
        for piece in [&b"1234"[..], b"", b"56789"] {
            sum.take(piece);
        }
        assert_eq!(sum.value(), 0xcbf4_3926, "in pieces");
    }
}
