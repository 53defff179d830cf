//! From rows to the dictionary.

use std::collections::BTreeMap;

use crossread_text::{Document, tokenize};

use crate::cue::{Cue, CueClass};
use crate::dictionary::{Case, Dictionary};
use crate::error::{LexiconError, LexiconErrors};
use crate::lexicon::{Lexicon, Payload, Phrase, RowId};
use crate::names::{Actor, ActorType, Country, Demonym, DemonymForm, Level, Name, NameRow, Operation, Place};
use crate::quantities::{Dimension, Unit, UnitAlias, UnitPosition, Vague};
use crate::rows::{Located, PackFile, PackRows};

impl PackRows {
    /// Adds the rows of the CSV files of `pack`; the stem of a file's name tells what it holds.
    ///
    /// # Errors
    /// Every row that does not parse, and files of unknown names.
    pub fn add_csv_files(&mut self, pack: &str, files: &[PackFile<'_>]) -> Result<(), LexiconErrors> {
        let mut errors = Vec::new();
        for file in files {
            let stem = file.name.rsplit('/').next().unwrap_or(file.name).trim_end_matches(".csv");
            let cues = file.name.contains("cues");
            match stem {
                _ if cues => read(pack, file, &mut self.cues, &mut errors),
                "actors" => read(pack, file, &mut self.actors, &mut errors),
                "actor_aliases" => read(pack, file, &mut self.actor_aliases, &mut errors),
                "places" => read(pack, file, &mut self.places, &mut errors),
                "place_aliases" => read(pack, file, &mut self.place_aliases, &mut errors),
                "countries" => read(pack, file, &mut self.countries, &mut errors),
                "governments" => read(pack, file, &mut self.governments, &mut errors),
                "demonyms" => read(pack, file, &mut self.demonyms, &mut errors),
                "operations" => read(pack, file, &mut self.operations, &mut errors),
                "units" => read(pack, file, &mut self.units, &mut errors),
                "unit_aliases" => read(pack, file, &mut self.unit_aliases, &mut errors),
                "vague" => read(pack, file, &mut self.vague, &mut errors),
                _ => errors.push(LexiconError {
                    file: file.name.to_owned(),
                    line: 1,
                    message: "no such kind of pack file".to_owned(),
                    fix: "name it after one of the files of the built-in pack, such as actor_aliases.csv".to_owned(),
                }),
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(LexiconErrors(errors)) }
    }
}

fn read<T: serde::de::DeserializeOwned>(
    pack: &str,
    file: &PackFile<'_>,
    rows: &mut Vec<Located<T>>,
    errors: &mut Vec<LexiconError>,
) {
    let mut reader = csv::ReaderBuilder::new().from_reader(file.text.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    for record in reader.into_records() {
        let parsed = record.and_then(|record| {
            let line = record.position().map_or(0, csv::Position::line);
            record.deserialize(Some(&headers)).map(|row| (line, row))
        });
        match parsed {
            Ok((line, row)) => rows.push(Located {
                pack: pack.to_owned(),
                file: file.name.to_owned(),
                line: u32::try_from(line).unwrap_or(0),
                row,
            }),
            Err(error) => errors.push(LexiconError {
                file: file.name.to_owned(),
                line: error.position().map_or(0, |position| u32::try_from(position.line()).unwrap_or(0)),
                message: error.to_string(),
                fix: format!("give it the columns {}", headers.iter().collect::<Vec<_>>().join(",")),
            }),
        }
    }
}

struct Compiler {
    lexicon: Lexicon,
    errors: Vec<LexiconError>,
}

/// Builds the lexicon of `rows`, with the vague quantities of `vague_table`.
pub(crate) fn compile(rows: &PackRows, vague_table: &str) -> Result<Lexicon, LexiconErrors> {
    let mut compiler = Compiler {
        lexicon: Lexicon {
            actors: Vec::new(),
            places: Vec::new(),
            countries: BTreeMap::new(),
            demonyms: Vec::new(),
            operations: Vec::new(),
            names: Vec::new(),
            units: Vec::new(),
            unit_aliases: Vec::new(),
            vague: Vec::new(),
            cues: Vec::new(),
            dictionary: Dictionary::new(),
            phrases: Vec::new(),
            roles: BTreeMap::new(),
            entries: Vec::new(),
            vague_table: vague_table.to_owned(),
            packs: Vec::new(),
        },
        errors: Vec::new(),
    };
    compiler.actors(rows);
    compiler.places(rows);
    compiler.countries(rows);
    compiler.demonyms_and_operations(rows);
    compiler.quantities(rows, vague_table);
    compiler.cues(rows);
    compiler.lexicon.dictionary.finish();
    if compiler.errors.is_empty() { Ok(compiler.lexicon) } else { Err(LexiconErrors(compiler.errors)) }
}

impl Compiler {
    fn error<T>(&mut self, at: &Located<T>, message: String, fix: &str) {
        self.errors.push(LexiconError { file: at.file.clone(), line: at.line, message, fix: fix.to_owned() });
    }

    /// Files a row under `pack:id`.
    fn row<T: std::fmt::Debug>(&mut self, at: &Located<T>, id: &str) -> RowId {
        let entries = &mut self.lexicon.entries;
        entries.push((format!("{}:{id}", at.pack), format!("{:?}", at.row)));
        RowId(u32::try_from(entries.len() - 1).unwrap_or(u32::MAX))
    }

    /// The value of a closed list, or an error that prints the list.
    fn value<T, V>(
        &mut self,
        at: &Located<T>,
        column: &str,
        written: &str,
        parsed: Option<V>,
        all: &[&str],
    ) -> Option<V> {
        if parsed.is_none() {
            self.error(at, format!("unknown {column} {written:?}"), &format!("write one of {}", all.join(", ")));
        }
        parsed
    }

    fn case<T>(&mut self, at: &Located<T>, written: &str, default: Case) -> Case {
        match written {
            "" => default,
            "initial" => Case::Initial,
            "exact" => Case::Exact,
            "any" => Case::Any,
            _ => {
                self.error(at, format!("unknown case {written:?}"), "write initial, exact, any or leave it empty");
                default
            }
        }
    }

    /// Enters a spelling into the dictionary.
    fn phrase<T>(&mut self, at: &Located<T>, written: &str, case: Case, payload: Payload) {
        let document = Document::from_text("phrase", written);
        let tokens = tokenize(&document).tokens;
        let number = u32::try_from(self.lexicon.phrases.len()).unwrap_or(u32::MAX);
        if self.lexicon.dictionary.insert(written, &tokens, number) {
            self.lexicon.phrases.push(Phrase { payload, case, written: written.to_owned() });
        } else {
            self.error(at, format!("{written:?} holds no word"), "write at least one letter, digit or symbol");
        }
    }

    fn name<T>(&mut self, at: &Located<T>, case: Case, row: NameRow) {
        let number = u32::try_from(self.lexicon.names.len()).unwrap_or(u32::MAX);
        self.phrase(at, &row.alias, case, Payload::Name(number));
        self.lexicon.names.push(row);
    }

    fn actors(&mut self, rows: &PackRows) {
        let all: Vec<_> = ActorType::ALL.iter().map(|kind| kind.name()).collect();
        for at in &rows.actors {
            let Some(kind) = self.value(at, "type", &at.row.kind, ActorType::from_name(&at.row.kind), &all) else {
                continue;
            };
            let row = self.row(at, &at.row.id);
            self.lexicon.actors.push(Actor {
                id: at.row.id.clone(),
                name: at.row.name.clone(),
                kind,
                country: some(&at.row.country),
                part_of: some(&at.row.part_of),
                side: some(&at.row.side),
                role: some(&at.row.role),
                row,
            });
        }
        self.lexicon.actors.sort_by(|a, b| a.id.cmp(&b.id));
        for (index, actor) in (0..).zip(&self.lexicon.actors) {
            if let (Some(country), Some(role)) = (&actor.country, &actor.role) {
                let roles = self.lexicon.roles.entry(country.clone()).or_default();
                roles.entry(role.clone()).or_insert(index);
            }
        }
        for at in &rows.actor_aliases {
            let Ok(index) = self.lexicon.actors.binary_search_by(|actor| actor.id.as_str().cmp(&at.row.actor)) else {
                self.error(at, format!("no actor {:?}", at.row.actor), "use the id of a row of actors.csv");
                continue;
            };
            let case = self.case(at, &at.row.case, Case::Initial);
            let actor = &self.lexicon.actors[index];
            let row = NameRow {
                alias: at.row.alias.clone(),
                name: Name::Actor(u32::try_from(index).unwrap_or(u32::MAX)),
                context: !at.row.context.is_empty(),
                canonical: actor.name == at.row.alias,
                row: actor.row,
            };
            self.name(at, case, row);
        }
    }

    fn places(&mut self, rows: &PackRows) {
        let all: Vec<_> = Level::ALL.iter().map(|level| level.name()).collect();
        for at in &rows.places {
            let Some(level) = self.value(at, "level", &at.row.level, Level::from_name(&at.row.level), &all) else {
                continue;
            };
            let row = self.row(at, &at.row.id);
            self.lexicon.places.push(Place {
                id: at.row.id.clone(),
                name: at.row.name.clone(),
                level,
                country: some(&at.row.country),
                admin1: some(&at.row.admin1),
                lat: at.row.lat,
                lon: at.row.lon,
                population: at.row.population.unwrap_or(0),
                pcode: some(&at.row.pcode),
                pcode_source: some(&at.row.pcode_source),
                row,
            });
        }
        self.lexicon.places.sort_by(|a, b| (&a.id, a.level).cmp(&(&b.id, b.level)));
        for at in &rows.place_aliases {
            let Some(level) = self.value(at, "level", &at.row.level, Level::from_name(&at.row.level), &all) else {
                continue;
            };
            let found = self
                .lexicon
                .places
                .binary_search_by(|place| (place.id.as_str(), place.level).cmp(&(at.row.place.as_str(), level)));
            let Ok(index) = found else {
                self.error(
                    at,
                    format!("no {} {:?}", at.row.level, at.row.place),
                    "use the id and level of a row of places.csv",
                );
                continue;
            };
            let case = self.case(at, &at.row.case, Case::Initial);
            let place = &self.lexicon.places[index];
            let row = NameRow {
                alias: at.row.alias.clone(),
                name: Name::Place(u32::try_from(index).unwrap_or(u32::MAX)),
                context: !at.row.context.is_empty(),
                canonical: place.name == at.row.alias,
                row: place.row,
            };
            self.name(at, case, row);
        }
    }

    fn countries(&mut self, rows: &PackRows) {
        for at in &rows.countries {
            let row = &at.row;
            for actor in [&row.state, &row.military] {
                if !actor.is_empty() && self.lexicon.actor(actor).is_none() {
                    self.error(at, format!("no actor {actor:?}"), "use the id of a row of actors.csv");
                }
            }
            let country = Country {
                code: row.code.clone(),
                state: row.state.clone(),
                military: some(&row.military),
                capital: some(&row.capital),
                governments: Vec::new(),
            };
            self.lexicon.countries.insert(row.code.clone(), country);
        }
        for at in &rows.governments {
            let row = &at.row;
            let known = self.lexicon.actor(&row.actor).is_some();
            match self.lexicon.countries.get_mut(&row.country) {
                Some(country) if known => {
                    country.governments.push((row.actor.clone(), row.from.clone(), row.to.clone()))
                }
                _ => self.error(
                    at,
                    format!("no country {:?} or actor {:?}", row.country, row.actor),
                    "use codes of countries.csv and ids of actors.csv",
                ),
            }
        }
    }

    fn demonyms_and_operations(&mut self, rows: &PackRows) {
        let all: Vec<_> = DemonymForm::ALL.iter().map(|form| form.name()).collect();
        for at in &rows.demonyms {
            let Some(form) = self.value(at, "form", &at.row.form, DemonymForm::from_name(&at.row.form), &all) else {
                continue;
            };
            if !self.lexicon.countries.contains_key(&at.row.country) {
                self.error(at, format!("no country {:?}", at.row.country), "use the code of a row of countries.csv");
            }
            let row = self.row(at, &format!("demonym/{}", at.row.word));
            let index = u32::try_from(self.lexicon.demonyms.len()).unwrap_or(u32::MAX);
            self.lexicon.demonyms.push(Demonym {
                word: at.row.word.clone(),
                country: at.row.country.clone(),
                form,
                row,
            });
            self.name(
                at,
                Case::Initial,
                NameRow {
                    alias: at.row.word.clone(),
                    name: Name::Demonym(index),
                    context: false,
                    canonical: true,
                    row,
                },
            );
        }
        for at in &rows.operations {
            let row = self.row(at, &format!("operation/{}", at.row.id));
            let index = u32::try_from(self.lexicon.operations.len()).unwrap_or(u32::MAX);
            self.lexicon.operations.push(Operation {
                id: at.row.id.clone(),
                name: at.row.name.clone(),
                country: some(&at.row.country),
                row,
            });
            let aliases = at.row.aliases.split('|').filter(|alias| !alias.is_empty());
            for alias in std::iter::once(at.row.name.as_str()).chain(aliases) {
                let canonical = alias == at.row.name;
                self.name(
                    at,
                    Case::Initial,
                    NameRow { alias: alias.to_owned(), name: Name::Operation(index), context: false, canonical, row },
                );
            }
        }
    }

    fn quantities(&mut self, rows: &PackRows, vague_table: &str) {
        let all: Vec<_> = Dimension::ALL.iter().map(|dimension| dimension.name()).collect();
        for at in &rows.units {
            let Some(dimension) =
                self.value(at, "dimension", &at.row.dimension, Dimension::from_name(&at.row.dimension), &all)
            else {
                continue;
            };
            let row = self.row(at, &format!("unit/{}", at.row.id));
            self.lexicon.units.push(Unit { id: at.row.id.clone(), dimension, si_factor: at.row.si_factor, row });
        }
        let positions: Vec<_> = UnitPosition::ALL.iter().map(|position| position.name()).collect();
        for at in &rows.unit_aliases {
            let Some(unit) = self.lexicon.units.iter().position(|unit| unit.id == at.row.unit) else {
                self.error(at, format!("no unit {:?}", at.row.unit), "use the id of a row of units.csv");
                continue;
            };
            let position = UnitPosition::from_name(&at.row.position);
            let Some(position) = self.value(at, "position", &at.row.position, position, &positions) else {
                continue;
            };
            let case = self.case(at, &at.row.case, Case::Any);
            let row = self.row(at, &format!("unit/{}", at.row.alias));
            let number = u32::try_from(self.lexicon.unit_aliases.len()).unwrap_or(u32::MAX);
            self.lexicon.unit_aliases.push(UnitAlias {
                alias: at.row.alias.clone(),
                unit: u32::try_from(unit).unwrap_or(u32::MAX),
                factor: at.row.factor.unwrap_or(1.0),
                position,
                row,
            });
            self.phrase(at, &at.row.alias, case, Payload::Unit(number));
        }
        for at in rows.vague.iter().filter(|at| at.row.table == vague_table) {
            let row = self.row(at, &format!("vague/{}/{}", at.row.table, at.row.phrase));
            let number = u32::try_from(self.lexicon.vague.len()).unwrap_or(u32::MAX);
            self.lexicon.vague.push(Vague { phrase: at.row.phrase.clone(), low: at.row.low, high: at.row.high, row });
            self.phrase(at, &at.row.phrase, Case::Any, Payload::Vague(number));
        }
    }

    fn cues(&mut self, rows: &PackRows) {
        let all: Vec<_> = CueClass::ALL.iter().map(|class| class.name()).collect();
        for at in &rows.cues {
            let Some(class) = self.value(at, "class", &at.row.class, CueClass::from_name(&at.row.class), &all) else {
                continue;
            };
            let case = self.case(at, &at.row.case, Case::Any);
            let row = self.row(at, &format!("{}/{}", at.row.class, at.row.phrase));
            let number = u32::try_from(self.lexicon.cues.len()).unwrap_or(u32::MAX);
            self.lexicon.cues.push(Cue { phrase: at.row.phrase.clone(), class, value: at.row.value.clone(), row });
            self.phrase(at, &at.row.phrase, case, Payload::Cue(number));
        }
    }
}

fn some(cell: &str) -> Option<String> {
    if cell.is_empty() { None } else { Some(cell.to_owned()) }
}
