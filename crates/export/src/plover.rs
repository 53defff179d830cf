//! Claims of people killed, injured or detained as event records in the fields of PLOVER's codebook, version 0.8.
//!
//! A record is one claim, as event data have it before events are merged. What the codebook requires and a claim does not
//! tell (who did it, which day) is never filled in: such claims are left out, and counted by what they lack.

use std::collections::BTreeMap;
use std::path::Path;

use crossread_tables::{Row, RunDir, counted, table};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Exported;
use crate::codes::Codes;
use crate::documents::{json, owned};
use crate::error::{ExportError, held};
use crate::output::{json_line, whole};

/// Material conflict: the quad category of both kinds of events here.
const QUAD: u8 = 4;
/// Columns of `figures` that say whose claim it is and how it is bounded.
const CLAIM: [&str; 12] = [
    "text",
    "measure",
    "low",
    "high",
    "comparator",
    "subject",
    "claimant_id",
    "claimant",
    "stance",
    "verification",
    "claimed_on",
    "places",
];

/// A record, in the order of the codebook's table; `claim` and `synthetic` are ours.
#[derive(Serialize)]
struct Event<'a> {
    id: String,
    /// `YYYY-MM-DD`.
    date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    enddate: Option<String>,
    source: [Actor<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recipient: Vec<Actor<'a>>,
    event: [&'static str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    event_loc: Option<Location<'a>>,
    quad_code: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<[&'static str; 1]>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    size: Map<String, Value>,
    text_info: Map<String, Value>,
    cite_info: Map<String, Value>,
    coder: &'static str,
    claim: Map<String, Value>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    synthetic: bool,
}

#[derive(Serialize)]
struct Actor<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor_id: Option<String>,
}

/// Names of fields are those of GeoNames, blanks included.
#[derive(Serialize)]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    geonameid: Option<u64>,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    latitude: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    longitude: Option<f64>,
    #[serde(rename = "country code", skip_serializing_if = "Option::is_none")]
    country: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cc3: Option<&'a str>,
    place_id: &'a str,
}

/// Why a figure is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lacks {
    Measure,
    Happened,
    Event,
    Whole,
    Somebody,
    Agent,
    State,
    Day,
}

impl Lacks {
    fn told(self, count: usize) -> String {
        let why = match self {
            Self::Measure => "of other measures than people killed, injured or detained",
            Self::Happened => "conditional, forecast or denied",
            Self::Event => "of periods or rates, which are no event",
            Self::Whole => "parts of totals",
            Self::Somebody => "stated zeros",
            Self::Agent => "without a party said to have done it, which PLOVER requires",
            Self::State => "of people held by a party that is no state, which PLOVER does not call an arrest",
            Self::Day => "without a day, which PLOVER requires",
        };
        format!("{} left out: {why}", counted(count, "figure", "figures"))
    }
}

/// The kind of an event: its category, its mode, and the field of its size.
struct Kind {
    event: &'static str,
    mode: Option<&'static str>,
    size: &'static str,
}

struct Party {
    name: String,
    kind: String,
    country: Option<String>,
}

struct Place {
    name: String,
    level: String,
    country: Option<String>,
    point: Option<(f64, f64)>,
}

/// What records take from other tables than `figures`.
struct Around {
    codes: Codes,
    parties: BTreeMap<String, Party>,
    places: BTreeMap<String, Place>,
    /// Columns of documents that are known, and whether it is invented.
    documents: BTreeMap<String, (Map<String, Value>, bool)>,
    /// The days of the question that a figure answers, where the run was compared.
    days: BTreeMap<(String, i32), (Date, Option<Date>)>,
}

impl Around {
    fn read(run: &RunDir) -> Result<Self, ExportError> {
        let mut around = Self {
            codes: Codes::new(&[])?,
            parties: BTreeMap::new(),
            places: BTreeMap::new(),
            documents: BTreeMap::new(),
            days: BTreeMap::new(),
        };
        let text = |row: Row<'_>, column: &str| row.str(column).map(str::to_owned);
        run.for_each(held(run, "actors")?, |row| {
            around.parties.entry(owned(row, "actor_id")).or_insert_with(|| Party {
                name: owned(row, "actor"),
                kind: owned(row, "type"),
                country: text(row, "country"),
            });
        })?;
        run.for_each(held(run, "places")?, |row| {
            around.places.entry(owned(row, "place_id")).or_insert_with(|| Place {
                name: owned(row, "place"),
                level: owned(row, "level"),
                country: text(row, "country"),
                point: row.f64("lat").zip(row.f64("lon")),
            });
        })?;
        run.for_each(held(run, "documents")?, |row| {
            let fields = [
                ("citation", "doc_id"),
                ("url", "url"),
                ("title", "title"),
                ("language", "language"),
                ("publication", "source"),
            ];
            let mut about = named(row, fields.into_iter());
            about.insert("codebook".to_owned(), "plover-0.8".into());
            around.documents.insert(owned(row, "doc_id"), (about, row.bool("synthetic") == Some(true)));
        })?;
        if let Some(answers) = table("compare_figures").filter(|answers| run.holds(answers)) {
            run.for_each(answers, |row| {
                if let Some((number, first)) = row.i32("figure_id").zip(row.date("date_from")) {
                    around.days.insert((owned(row, "doc_id"), number), (first, row.date("date_to")));
                }
            })?;
        }
        Ok(around)
    }

    /// The record of a figure, or what it lacks to be one.
    fn event(&self, row: Row<'_>) -> Result<Event<'_>, Lacks> {
        let kind = self.kind(row)?;
        let doc_id = owned(row, "doc_id");
        let figure = row.i32("figure_id").unwrap_or_default();
        let answered = || self.days.get(&(doc_id.clone(), figure)).copied();
        let (date, last) =
            row.date("date_from").map(|first| (first, row.date("date_to"))).or_else(answered).ok_or(Lacks::Day)?;
        let (cite_info, synthetic) = self.documents.get(&doc_id).cloned().unwrap_or_default();
        let mut size = Map::new();
        if let Some(low) = row.named("low").filter(|low| row.named("high").as_ref() == Some(low)) {
            size.extend(json(low).map(|number| (kind.size.to_owned(), number)));
        }
        let of_text = [("sequence", "sentence_id"), ("start", "start"), ("end", "end")];
        Ok(Event {
            id: format!("{doc_id}/{figure}"),
            date: date.to_string(),
            enddate: last.filter(|last| *last != date).map(|last| last.to_string()),
            source: [self.actor(row.str("agent_actor_id").unwrap_or_default())],
            recipient: self.recipient(row),
            event: [kind.event],
            event_loc: self.location(row),
            quad_code: QUAD,
            mode: kind.mode.map(|mode| [mode]),
            size,
            text_info: named(row, of_text.into_iter()),
            cite_info,
            coder: "crossread",
            claim: named(row, CLAIM.into_iter().map(|column| (column, column))),
            synthetic,
        })
    }

    /// The kind of event, unless the figure is of none or of no single one.
    fn kind(&self, row: Row<'_>) -> Result<Kind, Lacks> {
        let kind = match row.str("measure") {
            Some("killed") => Kind { event: "ASSAULT", mode: None, size: "dead" },
            Some("injured") => Kind { event: "ASSAULT", mode: None, size: "injured" },
            Some("detained") => Kind { event: "COERCE", mode: Some("arrest"), size: "arrested" },
            _ => return Err(Lacks::Measure),
        };
        let agent = row.str("agent_actor_id");
        let of_state = |id: &str| {
            let kind = self.parties.get(id).map(|party| party.kind.as_str());
            matches!(kind, Some("state" | "government-body" | "security-force"))
        };
        let lacks = [
            (row.str("unit") != Some("person"), Lacks::Measure),
            (row.str("modality") != Some("actual") || row.str("stance") == Some("denied"), Lacks::Happened),
            (row.str("scope") != Some("event"), Lacks::Event),
            (row.i32("part_of").is_some(), Lacks::Whole),
            (row.f64("high") == Some(0.0), Lacks::Somebody),
            (agent.is_none(), Lacks::Agent),
            (kind.event == "COERCE" && !agent.is_some_and(of_state), Lacks::State),
        ];
        lacks.into_iter().find(|(missing, _)| *missing).map_or(Ok(kind), |(_, lacks)| Err(lacks))
    }

    fn actor(&self, id: &str) -> Actor<'_> {
        let party = self.parties.get(id);
        let country = party.and_then(|party| party.country.as_deref());
        Actor {
            code: self.codes.plover_code(party.map_or("", |party| party.kind.as_str()), country),
            sector: self.codes.sector(id),
            identifier_text: party.map(|party| party.name.as_str()),
            actor_id: Some(id.to_owned()),
        }
    }

    /// The party harmed; civilians are a sector of their own.
    fn recipient(&self, row: Row<'_>) -> Vec<Actor<'_>> {
        let civilians = || Actor { code: None, sector: Some("CVL"), identifier_text: None, actor_id: None };
        match row.str("subject_actor_id") {
            Some(id) => vec![self.actor(id)],
            None if row.str("subject_class") == Some("civilian") => vec![civilians()],
            None => Vec::new(),
        }
    }

    /// The place of an event that has one; several are jointly its place, and stand in `claim` alone.
    fn location(&self, row: Row<'_>) -> Option<Location<'_>> {
        let ids = row.list("places")?;
        let [id] = ids.as_slice() else { return None };
        let (place_id, place) = self.places.get_key_value(*id)?;
        Some(Location {
            geonameid: self.codes.geonames(place_id, &place.level).and_then(|number| number.parse().ok()),
            name: &place.name,
            latitude: place.point.map(|(lat, _)| lat),
            longitude: place.point.map(|(_, lon)| lon),
            country: place.country.as_deref(),
            cc3: place.country.as_deref().and_then(|country| self.codes.alpha3(country)),
            place_id,
        })
    }
}

/// Columns under the names of fields, those that are known.
fn named<'n>(row: Row<'_>, fields: impl Iterator<Item = (&'n str, &'n str)>) -> Map<String, Value> {
    fields.filter_map(|(field, column)| Some((field.to_owned(), json(row.named(column)?)?))).collect()
}

pub(crate) fn write(run: &RunDir, out: &Path) -> Result<Exported, ExportError> {
    let around = Around::read(run)?;
    let mut count = 0;
    let mut lacking: BTreeMap<Lacks, usize> = BTreeMap::new();
    whole(out, |file| {
        let mut failed = None;
        run.for_each(held(run, "figures")?, |row| match around.event(row) {
            Ok(event) if failed.is_none() => {
                count += 1;
                failed = json_line(file, &event).err();
            }
            Ok(_) => {}
            Err(lacks) => *lacking.entry(lacks).or_default() += 1,
        })?;
        failed.map_or(Ok(()), |error| Err(ExportError::io(out)(error)))
    })?;
    let left_out = lacking.into_iter().map(|(lacks, count)| lacks.told(count)).collect();
    Ok(Exported { count, what: "events", left_out })
}
