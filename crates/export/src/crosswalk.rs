//! Every party and place that a run names, with what other lists call it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crossread_tables::{Row, RunDir, counted};

use crate::Exported;
use crate::codes::{Code, Codes};
use crate::documents::owned;
use crate::error::{ExportError, held};
use crate::output::whole;

const HEADER: [&str; 8] = ["kind", "id", "level", "name", "system", "code", "source", "version"];

/// A party.
#[derive(Default)]
struct Party {
    name: String,
    kind: String,
    country: Option<String>,
}

/// A place, by what it is called and the codes that the run itself has.
#[derive(Default)]
struct Place {
    name: String,
    pcode: Option<Code>,
}

/// What a run names: parties by id, places by id and level.
#[derive(Default)]
struct Named {
    parties: BTreeMap<String, Party>,
    places: BTreeMap<(String, String), Place>,
}

impl Named {
    fn read(run: &RunDir) -> Result<Self, ExportError> {
        let mut named = Self::default();
        run.for_each(held(run, "actors")?, |row| named.actor(row))?;
        run.for_each(held(run, "places")?, |row| named.place(row))?;
        Ok(named)
    }

    fn actor(&mut self, row: Row<'_>) {
        let party = self.parties.entry(owned(row, "actor_id")).or_default();
        if party.name.is_empty() {
            *party = Party {
                name: owned(row, "actor"),
                kind: owned(row, "type"),
                country: row.str("country").map(str::to_owned),
            };
        }
        self.within(row.str("country"), "country");
    }

    fn place(&mut self, row: Row<'_>) {
        self.within(row.str("country"), "country");
        self.within(row.str("admin1"), "admin1");
        let place = self.places.entry((owned(row, "place_id"), owned(row, "level"))).or_default();
        place.name = owned(row, "place");
        let pcode = row.str("pcode").zip(row.str("pcode_source"));
        place.pcode = pcode.map(|(code, source)| Code {
            system: "pcode".to_owned(),
            code: code.to_owned(),
            source: source.to_owned(),
            version: String::new(),
        });
    }

    /// A country or province that something lies in; what it is called is told where it is named.
    fn within(&mut self, id: Option<&str>, level: &str) {
        if let Some(id) = id {
            self.places.entry((id.to_owned(), level.to_owned())).or_default();
        }
    }
}

pub(crate) fn write(run: &RunDir, files: &[PathBuf], out: &Path) -> Result<Exported, ExportError> {
    let codes = Codes::new(files)?;
    let named = Named::read(run)?;
    let (mut count, mut without) = (0, 0);
    whole(out, |file| {
        let refused = |error: csv::Error| ExportError::io(out)(error.into());
        let mut writer = csv::Writer::from_writer(file);
        writer.write_record(HEADER).map_err(refused)?;
        let mut put = |kind: &str, id: &str, level: &str, name: &str, codes: Vec<Code>| {
            without += usize::from(codes.is_empty());
            count += codes.len();
            codes.iter().try_for_each(|code| {
                writer.write_record([kind, id, level, name, &code.system, &code.code, &code.source, &code.version])
            })
        };
        for (id, party) in &named.parties {
            let codes = codes.of_actor(id, &party.kind, party.country.as_deref());
            put("actor", id, "", &party.name, codes).map_err(refused)?;
        }
        for ((id, level), place) in &named.places {
            let mut codes = codes.of_place(id, level);
            codes.extend(place.pcode.clone());
            put("place", id, level, &place.name, codes).map_err(refused)?;
        }
        writer.flush().map_err(ExportError::io(out))
    })?;
    let left_out = (without > 0).then(|| {
        format!("{} in no other list here", counted(without, "party or place stands", "parties and places stand"))
    });
    Ok(Exported { count, what: "codes", left_out: left_out.into_iter().collect() })
}
