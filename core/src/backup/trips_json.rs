//! `trips.json`: which trips are kept, which one is shown, and where their events come from. The texts of a state lie
//! beside it, under `trips/<number>/`.

use serde::{Deserialize, Serialize};

use crate::schedule::{EventId, Instant, TripId};
use crate::trips::{CatalogTrip, Generation, Origin, Source, TripCatalog};

/// What the file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TripsJson {
    pub catalog: TripCatalog,
    pub bundled: Option<BundledJson>,
}

/// The trip that comes with the app that made the backup, as it comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundledJson {
    pub id: String,
    pub title: String,
    /// The name of the app's file of it.
    pub base: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TripsFile {
    #[serde(default)]
    chosen: Option<String>,
    #[serde(default)]
    hides_bundled: bool,
    #[serde(default)]
    trips: Vec<TripJson>,
    #[serde(default)]
    bundled: Option<BundledJson>,
}

#[derive(Serialize, Deserialize)]
struct TripJson {
    id: String,
    title: String,
    now: StateJson,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<StateJson>,
}

#[derive(Serialize, Deserialize)]
struct StateJson {
    number: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base: Option<String>,
    #[serde(default)]
    plain: bool,
    #[serde(default)]
    sources: Vec<SourceJson>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SourceJson {
    event: String,
    from: OriginJson,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    /// Seconds since 1970.
    read_at: i64,
    checksum: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum OriginJson {
    Address(String),
    File(String),
    Pasted,
}

/// Writes the file. Numbers of states that nothing points to any more are left out.
pub fn write(trips: &TripsJson) -> Result<String, serde_json::Error> {
    let TripCatalog { chosen, hides_bundled, trips: kept, dropped: _ } = &trips.catalog;
    let file = TripsFile {
        chosen: chosen.as_ref().map(|id| id.as_str().to_owned()),
        hides_bundled: *hides_bundled,
        trips: kept.iter().map(TripJson::of).collect(),
        bundled: trips.bundled.clone(),
    };
    Ok(serde_json::to_string_pretty(&file)? + "\n")
}

/// Reads the file.
///
/// # Errors
/// When it is no JSON of this form.
pub fn read(text: &[u8]) -> Result<TripsJson, serde_json::Error> {
    let TripsFile { chosen, hides_bundled, trips, bundled } = serde_json::from_slice(text)?;
    let mut catalog = TripCatalog { chosen: chosen.map(TripId::new), hides_bundled, ..TripCatalog::default() };
    for trip in trips {
        let trip = trip.read();
        if catalog.find(&trip.id).is_none() {
            catalog.trips.push(trip);
        }
    }
    Ok(TripsJson { catalog, bundled })
}

impl TripJson {
    fn of(kept: &CatalogTrip) -> Self {
        Self {
            id: kept.id.as_str().to_owned(),
            title: kept.title.clone(),
            now: StateJson::of(&kept.now),
            before: kept.before.as_ref().map(StateJson::of),
        }
    }

    fn read(self) -> CatalogTrip {
        CatalogTrip {
            id: TripId::new(self.id),
            title: self.title,
            now: self.now.read(),
            before: self.before.map(StateJson::read),
        }
    }
}

impl StateJson {
    fn of(generation: &Generation) -> Self {
        let Generation { number, base, is_plain, sources } = generation;
        Self {
            number: *number,
            base: base.clone(),
            plain: *is_plain,
            sources: sources.iter().map(SourceJson::of).collect(),
        }
    }

    fn read(self) -> Generation {
        let Self { number, base, plain, sources } = self;
        Generation { number, base, is_plain: plain, sources: sources.into_iter().map(SourceJson::read).collect() }
    }
}

impl SourceJson {
    fn of(source: &Source) -> Self {
        Self {
            event: source.event.as_str().to_owned(),
            from: match &source.origin {
                Origin::Address(address) => OriginJson::Address(address.clone()),
                Origin::File(name) => OriginJson::File(name.clone()),
                Origin::Pasted => OriginJson::Pasted,
            },
            zone: source.zone.clone(),
            read_at: source.read_at.0,
            checksum: source.checksum,
        }
    }

    fn read(self) -> Source {
        Source {
            event: EventId::new(self.event),
            origin: match self.from {
                OriginJson::Address(address) => Origin::Address(address),
                OriginJson::File(name) => Origin::File(name),
                OriginJson::Pasted => Origin::Pasted,
            },
            zone: self.zone,
            read_at: Instant(self.read_at),
            checksum: self.checksum,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::fixture;

    #[test]
    fn the_kept_trips_come_back() {
        let bundled = BundledJson { id: "b".into(), title: "B".into(), base: "index-1.txt".into() };
        let trips = TripsJson { catalog: fixture::catalog(), bundled: Some(bundled) };
        let text = write(&trips).unwrap();
        assert_eq!(read(text.as_bytes()).unwrap(), trips);
        assert_eq!(read(b"{}").unwrap(), TripsJson::default());
        assert!(read(b"{\"trips\": 7}").is_err());
    }
}
