//! Writes a run of invented claims, as `extract` would have written it, to time the comparison.
//!
//! usage: claims CLAIMS DIR
//!
//! Every document tells of four events in one country, one claim a sentence; every event is told by three documents, one in
//! three of them with another number. The same bytes every time; batches keep memory small whatever the size.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use polars::prelude::*;
use polars_io::parquet::write::ParquetWriter;
use sha2::{Digest, Sha256};

/// Claims of one document.
const EACH: usize = 4;
/// Claims of one event.
const TOLD: usize = 3;
/// Documents of one batch.
const BATCH: usize = 16_384;
const COUNTRIES: usize = 60;
const PROVINCES: usize = 20;
const TOWNS: usize = 40;
/// Days over which the events lie, from the first of 2005.
const DAYS: usize = 7300;
const FIRST_DAY: usize = 12_784;

type Failure = Box<dyn std::error::Error>;

/// The nth number of a stream that looks random (SplitMix64).
fn mixed(n: usize) -> usize {
    let mut z = (n as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    usize::try_from((z ^ (z >> 31)) >> 33).unwrap_or_default()
}

/// One claim: its document, its place in it, and the event it tells of.
struct Claim {
    doc: usize,
    at: usize,
    event: usize,
    telling: usize,
}

impl Claim {
    /// The tellings of an event lie in three thirds of the corpus, so that documents meet in many ways.
    fn new(doc: usize, at: usize, events: usize) -> Self {
        let number = doc * EACH + at;
        let telling = number / events;
        Self { doc, at, event: number % events, telling }
    }

    fn country(&self) -> String {
        let n = mixed(self.event / EACH) % COUNTRIES;
        format!(
            "{}{}",
            char::from(b'A' + u8::try_from(n / 26).unwrap_or(0)),
            char::from(b'A' + u8::try_from(n % 26).unwrap_or(0))
        )
    }

    fn place(&self) -> String {
        let n = mixed(self.event * 3 + 1);
        format!("{}-{:02}/Town{:02}", self.country(), n % PROVINCES, n / PROVINCES % TOWNS)
    }

    fn day(&self) -> i32 {
        i32::try_from(FIRST_DAY + mixed(self.event / EACH * 3 + 2) % DAYS).unwrap_or(i32::MAX)
    }

    fn number(&self) -> usize {
        1 + mixed(self.event * 3 + 5) % 120 + if self.telling == 2 { 7 } else { 0 }
    }

    fn army(&self) -> String {
        format!("army-{}", self.country().to_lowercase())
    }

    fn class(&self) -> (&'static str, Option<&'static str>, Option<String>) {
        match mixed(self.event * 3 + 7) % 3 {
            0 => ("people", None, None),
            1 => ("civilians", Some("civilian"), None),
            _ => ("soldiers", Some("security-force"), Some(self.army())),
        }
    }

    fn sentence(&self) -> String {
        let place = self.place();
        let town = place.rsplit('/').next().unwrap_or_default();
        format!("Report {} said {} {} were killed in {town} on that day.", self.doc, self.number(), self.class().0)
    }
}

fn doc_id(doc: usize) -> String {
    format!("d{doc:08}")
}

fn published(claims: &[Claim]) -> i32 {
    claims.iter().map(Claim::day).max().unwrap_or_default() + 1
}

fn int(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

fn date(name: &str, days: Vec<Option<i32>>) -> PolarsResult<Column> {
    Column::new(name.into(), days).cast(&DataType::Date)
}

fn list(name: &str, values: impl Iterator<Item = Option<String>>, rows: usize) -> Column {
    let mut builder = ListStringChunkedBuilder::new(name.into(), rows, rows);
    values.for_each(|value| builder.append_values_iter(value.iter().map(String::as_str)));
    builder.finish().into_column()
}

/// Columns of which every row is the same.
fn same<'a>(rows: usize, value: Option<&'a str>, names: &'a [&'a str]) -> impl Iterator<Item = Column> + 'a {
    names.iter().map(move |name| Column::new((*name).into(), vec![value; rows]))
}

fn documents(docs: &[Vec<Claim>]) -> PolarsResult<DataFrame> {
    let each = || docs.iter().map(|claims| &claims[0]);
    let hash = |claim: &Claim| format!("{:016x}{:016x}", mixed(claim.doc * 2), mixed(claim.doc * 2 + 1));
    let mut columns = vec![
        Column::new("doc_id".into(), each().map(|c| doc_id(c.doc)).collect::<Vec<_>>()),
        Column::new("source".into(), each().map(|c| format!("Outlet {}", c.doc % 500)).collect::<Vec<_>>()),
        date("published", docs.iter().map(|claims| Some(published(claims))).collect())?,
        Column::new("chars".into(), vec![400; docs.len()]),
        Column::new("sha256".into(), each().map(hash).collect::<Vec<_>>()),
        Column::new(
            "fingerprint".into(),
            each().map(|c| format!("{:016x}", mixed(c.doc * 31) * mixed(c.doc * 17))).collect::<Vec<_>>(),
        ),
        Column::new("synthetic".into(), vec![true; docs.len()]),
    ];
    columns.extend(same(docs.len(), None, &["title", "url"]));
    DataFrame::new(docs.len(), columns)
}

/// The columns that place a row in its document.
fn placed(claims: &[&Claim]) -> Vec<Column> {
    vec![
        Column::new("doc_id".into(), claims.iter().map(|c| doc_id(c.doc)).collect::<Vec<_>>()),
        Column::new("sentence_id".into(), claims.iter().map(|c| int(c.at)).collect::<Vec<_>>()),
        Column::new("start".into(), claims.iter().map(|c| int(c.at * 100)).collect::<Vec<_>>()),
        Column::new("end".into(), claims.iter().map(|c| int(c.at * 100 + 90)).collect::<Vec<_>>()),
    ]
}

fn sentences(claims: &[&Claim]) -> PolarsResult<DataFrame> {
    let mut columns = placed(claims);
    columns.push(Column::new("text".into(), claims.iter().map(|c| c.sentence()).collect::<Vec<_>>()));
    columns.extend(same(claims.len(), Some("body"), &["kind"]));
    DataFrame::new(claims.len(), columns)
}

fn actors(claims: &[&Claim]) -> PolarsResult<DataFrame> {
    let ids: Vec<String> = claims.iter().map(|c| c.army()).collect();
    let mut columns = placed(claims);
    columns.extend(["text", "actor_id", "actor"].map(|name| Column::new(name.into(), &ids)));
    columns.push(Column::new("country".into(), claims.iter().map(|c| c.country()).collect::<Vec<_>>()));
    columns.extend(same(claims.len(), Some("security-force"), &["type"]));
    columns.extend(same(claims.len(), Some("name"), &["form"]));
    columns.extend(same(claims.len(), None, &["part_of", "side"]));
    DataFrame::new(claims.len(), columns)
}

fn places(claims: &[&Claim]) -> PolarsResult<DataFrame> {
    let ids: Vec<String> = claims.iter().map(|c| c.place()).collect();
    let part = |separator: char| ids.iter().map(|id| id.split(separator).next().unwrap_or(id)).collect::<Vec<_>>();
    let mut columns = placed(claims);
    columns.extend(["text", "place_id", "place"].map(|name| Column::new(name.into(), &ids)));
    columns.push(Column::new("country".into(), part('-')));
    columns.push(Column::new("admin1".into(), part('/')));
    columns.extend(same(claims.len(), Some("city"), &["level"]));
    columns.extend(same(claims.len(), None, &["role"]));
    DataFrame::new(claims.len(), columns)
}

fn times(claims: &[&Claim]) -> PolarsResult<DataFrame> {
    let mut columns = placed(claims);
    for name in ["date_from", "date_to"] {
        columns.push(date(name, claims.iter().map(|c| Some(c.day())).collect())?);
    }
    columns.push(Column::new("open".into(), vec![false; claims.len()]));
    columns.extend(same(claims.len(), Some("day"), &["granularity"]));
    DataFrame::new(claims.len(), columns)
}

fn figures(claims: &[&Claim]) -> PolarsResult<DataFrame> {
    let rows = claims.len();
    let text = |value: fn(&Claim) -> Option<String>| claims.iter().map(|c| value(c)).collect::<Vec<_>>();
    let mut columns = placed(claims);
    columns.push(Column::new("figure_id".into(), claims.iter().map(|c| int(c.at)).collect::<Vec<_>>()));
    let numbers: Vec<f64> = claims.iter().map(|c| f64::from(int(c.number()))).collect();
    columns.extend(["low", "high", "low_si", "high_si"].map(|name| Column::new(name.into(), &numbers)));
    columns.push(Column::new("text".into(), text(|c| Some(c.number().to_string()))));
    columns.push(Column::new("subject".into(), text(|c| Some(c.class().0.to_owned()))));
    columns.push(Column::new("subject_class".into(), text(|c| c.class().1.map(str::to_owned))));
    columns.push(Column::new("subject_actor_id".into(), text(|c| c.class().2)));
    for name in ["claimant_id", "claimant"] {
        columns.push(Column::new(name.into(), text(|c| Some(format!("office-{}", mixed(c.doc) % 2000)))));
    }
    for name in ["date_from", "date_to"] {
        columns.push(date(name, claims.iter().map(|c| Some(c.day())).collect())?);
    }
    columns.push(date("claimed_on", vec![None; rows])?);
    columns.push(list("places", claims.iter().map(|c| Some(c.place())), rows));
    columns.push(list("destinations", claims.iter().map(|_| None), rows));
    columns.push(Column::new("part_of".into(), vec![None::<i32>; rows]));
    columns.push(Column::new("implied".into(), vec![false; rows]));
    for (name, value) in [
        ("comparator", "eq"),
        ("unit", "person"),
        ("dimension", "count"),
        ("measure", "killed"),
        ("scope", "event"),
        ("stance", "claimed"),
        ("modality", "actual"),
        ("place_basis", "clause"),
        ("time_basis", "clause"),
    ] {
        columns.push(Column::new(name.into(), vec![value; rows]));
    }
    columns.extend(same(rows, None, &["agent_actor_id", "denier_id", "verification"]));
    DataFrame::new(rows, columns)
}

/// Writes one table batch by batch and gives its sha256.
fn write(
    dir: &Path,
    name: &str,
    docs: usize,
    events: usize,
    table: fn(&[Vec<Claim>]) -> PolarsResult<DataFrame>,
) -> Result<String, Failure> {
    let path = dir.join(format!("{name}.parquet"));
    let mut writer = None;
    for first in (0..docs).step_by(BATCH) {
        let batch: Vec<Vec<Claim>> = (first..docs.min(first + BATCH))
            .map(|doc| (0..EACH).map(|at| Claim::new(doc, at, events)).collect())
            .collect();
        let frame = table(&batch)?;
        if writer.is_none() {
            let file = ParquetWriter::new(File::create(&path)?).with_compression(ParquetCompression::Uncompressed);
            writer = Some(file.set_parallel(false).batched(frame.schema())?);
        }
        if let Some(writer) = &mut writer {
            writer.write_batch(&frame)?;
        }
    }
    if let Some(writer) = writer {
        writer.finish()?;
    }
    let mut file = File::open(&path)?;
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0_u8; 1 << 16]);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [claims, dir] = &arguments[..] else { return Err("usage: claims CLAIMS DIR".into()) };
    let (docs, dir) = (claims.parse::<usize>()?.div_ceil(EACH * TOLD) * TOLD, Path::new(dir));
    // Whole documents of events, so that the tellings of one document's events stand in one document each.
    let events = docs / TOLD * EACH;
    fs::create_dir_all(dir)?;
    type Table = fn(&[Vec<Claim>]) -> PolarsResult<DataFrame>;
    let tables: [(&str, Table); 6] = [
        ("documents", documents),
        ("sentences", |docs| sentences(&flat(docs))),
        ("actors", |docs| actors(&flat(docs))),
        ("places", |docs| places(&flat(docs))),
        ("times", |docs| times(&flat(docs))),
        ("figures", |docs| figures(&flat(docs))),
    ];
    let mut entries = serde_json::Map::new();
    for (name, table) in tables {
        let hash = write(dir, name, docs, events, table)?;
        entries.insert(name.to_owned(), serde_json::json!({ "sha256": hash }));
    }
    let description = serde_json::json!({ "contract_version": 1, "tables": entries });
    fs::write(dir.join("run.json"), description.to_string())?;
    Ok(())
}

fn flat(docs: &[Vec<Claim>]) -> Vec<&Claim> {
    docs.iter().flatten().collect()
}
