//! Where an event comes from.

use crate::schedule::wire::{Damaged, LineFields, LineWriter};
use crate::schedule::{EventId, Instant};

/// Where the programme of an event that the user added was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The event, by its id in the trip.
    pub event: EventId,
    /// Where its schedule was read.
    pub origin: Origin,
    /// The zone the user gave for a schedule that names none.
    pub zone: Option<String>,
    /// When it was last read, whether anything was new or not.
    pub read_at: Instant,
    /// Over the bytes that were read: the same ones again are nothing new.
    pub checksum: u32,
}

/// Where a schedule was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It can be asked again.
    Address(String),
    /// By its name on the user's device.
    File(String),
    /// The user pasted its text, so it cannot be asked again.
    Pasted,
}

/// Stands where a file's name does, so that older builds read it as one.
const BUNDLED: &str = "of an earlier Lanyard";

impl Origin {
    /// It came with an earlier version of the app.
    pub fn bundled() -> Self {
        Self::File(BUNDLED.to_owned())
    }

    /// Whether it is the one that [`Origin::bundled`] makes.
    pub fn is_bundled(&self) -> bool {
        matches!(self, Self::File(name) if name == BUNDLED)
    }

    /// The address to ask again; `None` for a file and for pasted text.
    pub fn address(&self) -> Option<&str> {
        match self {
            Self::Address(address) => Some(address),
            Self::File(_) | Self::Pasted => None,
        }
    }

    /// The address, when it is that of a calendar file: what a calendar can subscribe to.
    pub fn calendar_address(&self) -> Option<&str> {
        let address = self.address()?;
        let path = address.split(['?', '#']).next().unwrap_or(address);
        path.to_ascii_lowercase().ends_with(".ics").then_some(address)
    }

    pub(super) fn write(&self, writer: &mut LineWriter) {
        match self {
            Self::Address(address) => writer.raw("address").text(address),
            Self::File(name) => writer.raw("file").text(name),
            Self::Pasted => writer.raw("pasted").raw(""),
        };
    }

    pub(super) fn read(fields: &mut LineFields<'_>) -> Result<Self, Damaged> {
        let (kind, text) = (fields.raw()?, fields.text()?);
        match kind {
            "address" => Ok(Self::Address(text)),
            "file" => Ok(Self::File(text)),
            "pasted" => Ok(Self::Pasted),
            _ => Err(fields.damaged()),
        }
    }
}

impl Source {
    pub(super) fn write(&self, writer: &mut LineWriter) {
        writer.text(self.event.as_str());
        self.origin.write(writer);
        writer.optional_text(self.zone.as_deref()).number(self.read_at.0).number(i64::from(self.checksum));
    }

    pub(super) fn read(fields: &mut LineFields<'_>) -> Result<Self, Damaged> {
        Ok(Self {
            event: EventId::new(fields.text()?),
            origin: Origin::read(fields)?,
            zone: fields.optional_text()?,
            read_at: Instant(fields.number()?),
            checksum: u32::try_from(fields.number()?).map_err(|_| fields.damaged())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_can_subscribe_to_a_calendar_file_alone() {
        #[track_caller]
        fn check(origin: Origin, expect: Option<&str>) {
            assert_eq!(origin.calendar_address(), expect);
        }
        let at = |address: &str| Origin::Address(address.to_owned());
        check(at("https://a.example/all.ics"), Some("https://a.example/all.ics"));
        check(at("https://a.example/ALL.ICS?day=1#x"), Some("https://a.example/ALL.ICS?day=1#x"));
        check(at("https://a.example/schedule.xml?as=all.ics"), None);
        check(Origin::File("all.ics".to_owned()), None);
        check(Origin::Pasted, None);
    }
}
