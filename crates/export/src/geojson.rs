//! Places with coordinates, a point each.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;

use crossread_tables::{Row, RunDir, counted};
use geojson::{Feature, FeatureWriter, Geometry, GeometryValue, JsonObject};
use serde_json::Value;

use crate::Exported;
use crate::documents::{json, owned};
use crate::error::{ExportError, held};
use crate::output::whole;

/// What the documents say of a place.
#[derive(Default)]
struct Place {
    /// Name, level, country, province and place code, as the tables name them.
    about: JsonObject,
    /// Longitude and latitude in degrees, the order of GeoJSON.
    point: Option<[f64; 2]>,
    mentions: usize,
    documents: BTreeSet<String>,
    roles: BTreeSet<String>,
    spellings: BTreeSet<String>,
}

impl Place {
    fn add(&mut self, row: Row<'_>) {
        if self.mentions == 0 {
            let columns = ["place_id", "place", "level", "country", "admin1", "pcode", "pcode_source"];
            self.about =
                columns.into_iter().filter_map(|name| Some((name.to_owned(), json(row.named(name)?)?))).collect();
            self.point = row.f64("lon").zip(row.f64("lat")).map(|(lon, lat)| [lon, lat]);
        }
        self.mentions += 1;
        self.documents.insert(owned(row, "doc_id"));
        self.spellings.insert(owned(row, "text"));
        self.roles.extend(row.str("role").map(str::to_owned));
    }

    fn feature(self, point: [f64; 2], synthetic: &BTreeSet<String>) -> Feature {
        let list = |items: BTreeSet<String>| Value::from(items.into_iter().collect::<Vec<_>>());
        let mut properties = self.about;
        properties.insert("mentions".to_owned(), self.mentions.into());
        if self.documents.iter().any(|id| synthetic.contains(id)) {
            properties.insert("synthetic".to_owned(), true.into());
        }
        properties.insert("doc_ids".to_owned(), list(self.documents));
        properties.insert("roles".to_owned(), list(self.roles));
        properties.insert("spellings".to_owned(), list(self.spellings));
        Feature {
            geometry: Some(Geometry::new(GeometryValue::Point { coordinates: point.into() })),
            properties: Some(properties),
            ..Feature::default()
        }
    }
}

pub(crate) fn write(run: &RunDir, out: &Path) -> Result<Exported, ExportError> {
    let mut synthetic = BTreeSet::new();
    run.for_each(held(run, "documents")?, |row| {
        if row.bool("synthetic") == Some(true) {
            synthetic.insert(owned(row, "doc_id"));
        }
    })?;
    // A district and its seat may share an id.
    let mut places: BTreeMap<(String, String), Place> = BTreeMap::new();
    run.for_each(held(run, "places")?, |row| {
        places.entry((owned(row, "place_id"), owned(row, "level"))).or_default().add(row);
    })?;
    let (mut count, mut without) = (0, 0);
    whole(out, |file| {
        let mut writer = FeatureWriter::from_writer(&mut *file);
        for (_, place) in places {
            match place.point {
                Some(point) => {
                    count += 1;
                    let feature = place.feature(point, &synthetic);
                    writer.write_feature(&feature).map_err(|error| refused(out, error))?;
                }
                None => without += 1,
            }
        }
        writer.finish().map_err(|error| refused(out, error))?;
        drop(writer);
        file.write_all(b"\n").map_err(ExportError::io(out))
    })?;
    let left_out = (without > 0).then(|| {
        let places = counted(without, "place has", "places have");
        format!("{places} no coordinates in the lexicon and stand in the table `places` alone")
    });
    Ok(Exported { count, what: "places", left_out: left_out.into_iter().collect() })
}

fn refused(out: &Path, error: geojson::Error) -> ExportError {
    let cause = match error {
        geojson::Error::Io(cause) => cause,
        other => std::io::Error::other(other.to_string()),
    };
    ExportError::io(out)(cause)
}
