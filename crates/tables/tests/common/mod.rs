//! What the tests of this crate share: a hand-made document with one row of each kind, and folders.

#![allow(dead_code, reason = "each test file uses its part")]

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use crossread_extract::{
    ActorForm, ActorMention, Basis, Claimant, Comparator, Evidence, Extraction, Figure, Granularity, Measure, Modality,
    PlaceMention, Role, Scope, Stance, SubjectClass, TimeMention, Verification,
};
use crossread_lexicon::{ActorType, CueRows, Dimension, Lexicon, RowId};
use crossread_tables::{Rows, RunOptions, RunWriter, Summary};
use crossread_text::{Document, Sentence, SentenceKind, Span, TokenRange};
use jiff::civil::date;

/// Letters of two, three and four bytes stand before every mention.
pub(crate) const TEXT: &str = "Zürich – «Türkiye» 𐍈: dozens died in Nangarhar on 21 February, the army said.\nToll";

pub(crate) fn document() -> Document {
    Document {
        id: "desk/one".into(),
        text: TEXT.into(),
        title: Some("A \"quoted\", long title".into()),
        source: Some("Invented Wire".into()),
        url: None,
        published: Some(date(2026, 2, 22)),
        language: Some("en".into()),
        synthetic: true,
        ..Document::default()
    }
}

/// The span of the only occurrence of `part`.
pub(crate) fn span(part: &str) -> Span {
    let start = TEXT.find(part).expect("the part stands in the text");
    Span::new(start as u32, (start + part.len()) as u32)
}

fn evidence(rule: &'static str, entry: Option<RowId>) -> Evidence<'static> {
    Evidence { rule, entry, ..Evidence::default() }
}

/// One row of each layer, every column with a value somewhere.
pub(crate) fn extraction(lexicon: &Lexicon) -> Extraction<'static> {
    let tokens = TokenRange::default();
    let nangarhar = lexicon.places_of("AF-NAN").first().expect("a province of the built-in pack").row;
    let dozens = lexicon.vague.iter().find(|row| row.phrase == "dozens").expect("a row of the built-in pack").row;
    let sentence = |part: &str, kind| Sentence { span: span(part), tokens, kind, block: 0 };
    let body = TEXT.split('\n').next().unwrap_or_default();
    Extraction {
        cues: CueRows::default(),
        sentences: vec![sentence(body, SentenceKind::Body), sentence("Toll", SentenceKind::Heading)],
        actors: vec![ActorMention {
            sentence: 0,
            span: span("army"),
            tokens,
            id: "army".into(),
            name: "Army".into(),
            kind: ActorType::SecurityForce,
            country: None,
            form: ActorForm::Descriptor,
            part_of: None,
            side: Some("state".into()),
            known: false,
            evidence: Evidence {
                alternatives: vec!["other-army".into(), "third-army".into()],
                note: Some(Cow::Borrowed("two armies fit")),
                ..evidence("actors/descriptor", None)
            },
        }],
        places: vec![PlaceMention {
            sentence: 0,
            span: span("Nangarhar"),
            tokens,
            id: "AF-NAN".into(),
            name: "Nangarhar".into(),
            level: crossread_lexicon::Level::Admin1,
            country: Some("AF".into()),
            admin1: Some("AF-NAN".into()),
            lat: Some(34.25),
            lon: Some(-70.5),
            pcode: None,
            pcode_source: None,
            role: Some(Role::Struck),
            evidence: evidence("places/name", Some(nangarhar)),
        }],
        times: vec![TimeMention {
            sentence: 0,
            span: span("21 February"),
            tokens,
            from: Some(date(2026, 2, 21)),
            to: Some(date(2026, 2, 21)),
            open: false,
            granularity: Granularity::Day,
            evidence: evidence("times/date", None),
        }],
        figures: vec![figure(dozens)],
    }
}

fn figure(dozens: RowId) -> Figure<'static> {
    Figure {
        sentence: 0,
        span: span("dozens"),
        tokens: TokenRange::default(),
        low: Some(24.0),
        high: None,
        comparator: Comparator::Approx,
        vague: Some(dozens),
        unit: "person",
        dimension: Dimension::Count,
        low_si: Some(24.0),
        high_si: None,
        measure: Measure::Killed,
        scope: Some(Scope::Event),
        subject: None,
        subject_class: Some(SubjectClass::Civilian),
        subject_actor: None,
        agent_actor: Some("group".into()),
        claimant: Some(Claimant { id: "army".into(), text: "the army".into() }),
        stance: Stance::Claimed,
        denier: None,
        verification: Some(Verification::NotVerified),
        claimed_on: Some(date(1969, 12, 31)),
        modality: Modality::Actual,
        places: vec!["AF-NAN".into(), "region:east".into()],
        destinations: Vec::new(),
        place_basis: Some(Basis::Clause),
        place_choice: None,
        from: Some(date(2026, 2, 21)),
        to: Some(date(2026, 2, 21)),
        time_basis: Some(Basis::Sentence),
        part_of: None,
        implied: false,
        evidence: evidence("figures/count", None),
    }
}

/// Writes a run of `documents`, each with the hand-made rows, so many documents to a `Rows`.
pub(crate) fn write_run(out: &Path, documents: &[Document], options: RunOptions, at_once: usize) -> Summary {
    let lexicon = Lexicon::built_in();
    write_rows(out, options, documents.chunks(at_once).map(|chunk| rows(lexicon, chunk)))
}

pub(crate) fn write_rows(out: &Path, options: RunOptions, all: impl Iterator<Item = Rows<'static>>) -> Summary {
    let mut run = RunWriter::create(out, Lexicon::built_in(), options).unwrap();
    run.start_input("/somewhere/reports");
    all.for_each(|rows| run.append(rows).unwrap());
    run.finish().unwrap()
}

pub(crate) fn rows<'l>(lexicon: &'l Lexicon, documents: &[Document]) -> Rows<'l> {
    let mut rows = Rows::new(lexicon);
    for document in documents {
        rows.append(document, &extraction(lexicon));
    }
    rows
}

/// So many documents with ids and titles of their own.
pub(crate) fn documents(count: usize) -> Vec<Document> {
    (0..count)
        .map(|number| Document {
            id: format!("doc-{number:05}"),
            title: (number % 3 > 0).then(|| format!("Title {number}")),
            ..document()
        })
        .collect()
}

/// Names and content of every file of a folder, sorted by name.
pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}
