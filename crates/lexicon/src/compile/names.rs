//! Parties, places, countries, nationality words, operations.

use super::{Compiler, index, some};
use crate::dictionary::Case;
use crate::merge::place_key;
use crate::names::{Actor, ActorType, Country, Demonym, DemonymForm, Level, Name, NameRow, Operation, Place};
use crate::table::Table;

impl Compiler<'_> {
    pub(super) fn actors(&mut self) {
        let rows = self.rows;
        let all: Vec<_> = ActorType::ALL.iter().map(|kind| kind.name()).collect();
        for &row in self.table(Table::Actors) {
            let [id, name, kind, country, part_of, side, role] = rows.cells(row);
            let Some(kind) = self.value(row, "type", kind, ActorType::from_name(kind), &all) else {
                continue;
            };
            let entry = self.entry(Table::Actors, row);
            self.lexicon.actors.push(Actor {
                id: id.to_owned(),
                name: name.to_owned(),
                kind,
                country: some(country),
                part_of: some(part_of),
                side: some(side),
                role: some(role),
                row: entry,
            });
        }
        self.lexicon.actors.sort_by(|a, b| a.id.cmp(&b.id));
        self.actor_positions();
        for (at, actor) in self.lexicon.actors.iter().enumerate() {
            if let (Some(country), Some(role)) = (&actor.country, &actor.role) {
                let roles = self.lexicon.roles.entry(country.clone()).or_default();
                roles.entry(role.clone()).or_insert(index(at));
            }
        }
        for &row in self.table(Table::ActorAliases) {
            let [alias, id, case, context] = rows.cells(row);
            let Some(&at) = self.actors.get(id) else {
                if !self.is_removed(Table::Actors, id) {
                    self.error(row, format!("no actor {id:?}"), "use the id of a row of actors.csv, or add that row");
                }
                continue;
            };
            let case = self.case(row, case, Case::Initial);
            let context = self.yes(row, "context", context);
            let actor = &self.lexicon.actors[at as usize];
            let (canonical, entry) = (actor.name == alias, actor.row);
            let name = NameRow { alias: alias.to_owned(), name: Name::Actor(at), context, canonical, row: entry };
            self.name(row, case, name);
        }
    }

    fn actor_positions(&mut self) {
        let rows = self.rows;
        for &row in self.table(Table::Actors) {
            let id = rows.cell(row, 0);
            if let Ok(at) = self.lexicon.actors.binary_search_by(|actor| actor.id.as_str().cmp(id)) {
                self.actors.insert(id, index(at));
            }
        }
    }

    pub(super) fn places(&mut self) {
        let rows = self.rows;
        let all: Vec<_> = Level::ALL.iter().map(|level| level.name()).collect();
        for &row in self.table(Table::Places) {
            let [id, name, level, country, admin1, lat, lon, population, pcode, pcode_source] = rows.cells(row);
            let Some(level) = self.value(row, "level", level, Level::from_name(level), &all) else {
                continue;
            };
            let entry = self.entry(Table::Places, row);
            let place = Place {
                id: id.to_owned(),
                name: name.to_owned(),
                level,
                country: some(country),
                admin1: some(admin1),
                lat: self.number(row, "lat", lat),
                lon: self.number(row, "lon", lon),
                population: self.population(row, population),
                pcode: some(pcode),
                pcode_source: some(pcode_source),
                row: entry,
            };
            self.lexicon.places.push(place);
        }
        self.lexicon.places.sort_by(|a, b| (&a.id, a.level).cmp(&(&b.id, b.level)));
        self.place_positions();
        for &row in self.table(Table::PlaceAliases) {
            let [alias, id, written, case, context] = rows.cells(row);
            let Some(level) = self.value(row, "level", written, Level::from_name(written), &all) else {
                continue;
            };
            let Some(&at) = self.places.get(&(id, level)) else {
                if !self.is_removed(Table::Places, &place_key(id, written)) {
                    let fix = "use the id and level of a row of places.csv, or add that row";
                    self.error(row, format!("no {written} {id:?}"), fix);
                }
                continue;
            };
            let case = self.case(row, case, Case::Initial);
            let context = self.yes(row, "context", context);
            let place = &self.lexicon.places[at as usize];
            let (canonical, entry) = (place.name == alias, place.row);
            let name = NameRow { alias: alias.to_owned(), name: Name::Place(at), context, canonical, row: entry };
            self.name(row, case, name);
        }
    }

    fn population(&mut self, row: crate::rows::Row, written: &str) -> u32 {
        if written.is_empty() {
            return 0;
        }
        written.parse().unwrap_or_else(|_| {
            self.error(row, format!("population {written:?} is no count"), "write digits alone, or nothing");
            0
        })
    }

    fn place_positions(&mut self) {
        let rows = self.rows;
        self.places.reserve(self.lexicon.places.len());
        let mut near = 0;
        for &row in self.table(Table::Places) {
            let (id, Some(level)) = (rows.cell(row, 0), Level::from_name(rows.cell(row, 2))) else {
                continue;
            };
            // Rows are mostly sorted as the places are: the next place is nearly always the one.
            let is_it = |place: &Place| place.id == id && place.level == level;
            let places = &self.lexicon.places;
            let at = if places.get(near).is_some_and(is_it) {
                near
            } else {
                let key = (id, level);
                let Ok(at) = places.binary_search_by(|place| (place.id.as_str(), place.level).cmp(&key)) else {
                    continue;
                };
                at
            };
            near = at + 1;
            self.places.insert((id, level), index(at));
        }
    }

    pub(super) fn countries(&mut self) {
        let rows = self.rows;
        for &row in self.table(Table::Countries) {
            let [code, state, military, capital] = rows.cells(row);
            for actor in [state, military].into_iter().filter(|actor| !actor.is_empty()) {
                if !self.actors.contains_key(actor) {
                    self.error(row, format!("no actor {actor:?}"), "use the id of a row of actors.csv");
                }
            }
            if !capital.is_empty() && !self.places.contains_key(&(capital, Level::City)) {
                self.error(row, format!("no city {capital:?}"), "use the id of a city of places.csv");
            }
            let country = Country {
                code: code.to_owned(),
                state: state.to_owned(),
                military: some(military),
                capital: some(capital),
                governments: Vec::new(),
            };
            self.lexicon.countries.insert(code.to_owned(), country);
        }
        for &row in self.table(Table::Governments) {
            let [country, actor, from, to] = rows.cells(row);
            if !self.actors.contains_key(actor) {
                self.error(row, format!("no actor {actor:?}"), "use the id of a row of actors.csv");
            }
            for day in [from, to].into_iter().filter(|day| !day.is_empty() && !is_day(day)) {
                self.error(row, format!("{day:?} is no day"), "write it as 2021-08-15");
            }
            match self.lexicon.countries.get_mut(country) {
                Some(country) => country.governments.push((actor.to_owned(), from.to_owned(), to.to_owned())),
                None => self.error(row, format!("no country {country:?}"), "use the code of a row of countries.csv"),
            }
        }
    }

    pub(super) fn demonyms(&mut self) {
        let rows = self.rows;
        let all: Vec<_> = DemonymForm::ALL.iter().map(|form| form.name()).collect();
        for &row in self.table(Table::Demonyms) {
            let [word, country, form] = rows.cells(row);
            let Some(form) = self.value(row, "form", form, DemonymForm::from_name(form), &all) else {
                continue;
            };
            let entry = self.entry(Table::Demonyms, row);
            let name = Name::Demonym(index(self.lexicon.demonyms.len()));
            self.lexicon.demonyms.push(Demonym {
                word: word.to_owned(),
                country: country.to_owned(),
                form,
                row: entry,
            });
            let name = NameRow { alias: word.to_owned(), name, context: false, canonical: true, row: entry };
            self.name(row, Case::Initial, name);
        }
    }

    pub(super) fn operations(&mut self) {
        let rows = self.rows;
        for &row in self.table(Table::Operations) {
            let [id, written, country, aliases] = rows.cells(row);
            let entry = self.entry(Table::Operations, row);
            let name = Name::Operation(index(self.lexicon.operations.len()));
            let operation =
                Operation { id: id.to_owned(), name: written.to_owned(), country: some(country), row: entry };
            self.lexicon.operations.push(operation);
            let aliases = aliases.split('|').map(str::trim).filter(|alias| !alias.is_empty());
            for alias in std::iter::once(written).chain(aliases) {
                let canonical = alias == written;
                let row_of_name = NameRow { alias: alias.to_owned(), name, context: false, canonical, row: entry };
                self.name(row, Case::Initial, row_of_name);
            }
        }
    }
}

/// True for `2021-08-15`: the form in which days are compared.
fn is_day(written: &str) -> bool {
    let shape = written.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    shape.eq(*b"0000-00-00")
}
