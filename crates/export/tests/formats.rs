//! Two invented documents in every format that is made of an extraction, and what is read back.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use crossread_eval::{Layer, Matching, Options, evaluate, read_gold};
use crossread_export::{ExportError, Exported, Format, export};
use crossread_extract::extract;
use crossread_lexicon::Lexicon;
use crossread_run::join_gold;
use crossread_tables::{Rows, RunDir, RunOptions, RunWriter};
use crossread_text::Document;

/// Beyond the first plane, decomposed letters, `\r\n`, and mentions over line breaks.
const FIRST: &str = "KABUL \u{1f54a} \u{2013} Officials told reporters on Wednesday evening that the Red\r\n\
                     Cross counted soldiers of both sides who were killed since the April\r\n\
                     14 fighting began in the province, at least two hundred and forty of\r\n\
                     them in the district of Asadabad.\r\n\r\n\
                     Cafe\u{301} owners in Khost fled. Pakistan said nine civilians died.";
const SECOND: &str = "Displaced people returned to Paktika, the Red Cross said.";

struct Folder {
    dir: tempfile::TempDir,
    run: RunDir,
}

/// A run of these documents; the second has an id that is no file name.
fn run(texts: &[&str], keep_text: bool) -> Folder {
    let dir = tempfile::tempdir().unwrap();
    let lexicon = Lexicon::built_in();
    let mut rows = Rows::new(lexicon).keep_text(keep_text);
    for (number, text) in (1..).zip(texts) {
        let id = if number == 1 { "wire-1".to_owned() } else { format!("desk/{number} a") };
        let mut document = Document::from_text(id, *text);
        document.synthetic = true;
        document.source = Some("Lantern Wire".to_owned());
        rows.append(&document, &extract(&document, lexicon));
    }
    let mut writer = RunWriter::create(&dir.path().join("out"), lexicon, RunOptions::default()).unwrap();
    writer.start_input("reports");
    writer.append(rows).unwrap();
    writer.finish().unwrap();
    let run = RunDir::open(&dir.path().join("out")).unwrap();
    Folder { dir, run }
}

impl Folder {
    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn written(&self, format: Format, layers: &[Layer]) -> (Exported, String) {
        let path = self.path("file");
        let told = export(&self.run, format, layers, &[], &path).unwrap();
        assert!(!self.path("file.part").exists());
        (told, fs::read_to_string(path).unwrap())
    }
}

#[test]
fn spans() {
    let (told, text) = run(&[FIRST, SECOND], true).written(Format::Spans, &[]);
    assert_eq!((told.count, told.what), (2, "documents"));
    insta::assert_snapshot!(text);
}

#[test]
fn conll() {
    let (_, text) = run(&[FIRST, SECOND], false).written(Format::Conll, &[]);
    insta::assert_snapshot!(text);
}

#[test]
fn web_annotation() {
    let (_, text) = run(&[SECOND], false).written(Format::WebAnnotation, &[Layer::Places]);
    insta::assert_snapshot!(text);
}

#[test]
fn geojson() {
    let (told, text) = run(&[FIRST, SECOND], false).written(Format::GeoJson, &[]);
    assert_eq!(told.what, "places");
    insta::assert_snapshot!(text);
}

#[test]
fn brat() {
    let folder = run(&[FIRST, SECOND], true);
    let out = folder.path("brat");
    export(&folder.run, Format::Brat, &[Layer::Places, Layer::Figures], &[], &out).unwrap();
    let mut shown = String::new();
    for (name, text) in files(&out) {
        shown += &format!("--- {name}\n{}\n", text.trim_end_matches('\n'));
    }
    insta::assert_snapshot!(shown);
    let again = export(&folder.run, Format::Brat, &[], &[], &out);
    assert!(matches!(again, Err(ExportError::NotEmpty { .. })), "{again:?}");
}

/// Claims that are events, and claims that are none or lack what an event must have.
const EVENTS: &str = "The Taliban wounded more than 20 soldiers in Kabul between April 14 and April 16, 2026. \
                      Pakistan said it killed nine fighters of the TTP in Paktika on April 14, 2026. \
                      Pakistan said it would kill 40 militants in Kunar on April 20, 2026. \
                      Seven people died in Khost on April 14, 2026. \
                      Pakistan said it killed 900 militants in 2025. \
                      A convoy of 30 trucks arrived.";

#[test]
fn plover() {
    let (told, text) = run(&[EVENTS], false).written(Format::Plover, &[]);
    assert_eq!((told.count, told.what), (text.lines().count(), "events"));
    insta::assert_snapshot!(format!("{text}{}", told.left_out.join("\n")));
}

#[test]
fn every_figure_is_an_event_or_told_to_be_none() {
    let folder = run(&[EVENTS, FIRST, SECOND], false);
    let (told, _) = folder.written(Format::Plover, &[]);
    let left_out = told.left_out.iter().map(|told| told.split(' ').next().unwrap().parse::<usize>().unwrap());
    let mut figures = 0;
    folder.run.for_each(crossread_tables::table("figures").unwrap(), |_| figures += 1).unwrap();
    assert_eq!(told.count + left_out.sum::<usize>(), figures);
}

#[test]
fn crosswalk() {
    let (told, text) = run(&[SECOND, EVENTS], false).written(Format::Crosswalk, &[]);
    assert_eq!((told.count, told.what), (text.lines().count() - 1, "codes"));
    insta::assert_snapshot!(format!("{text}{}", told.left_out.join("\n")));
}

#[test]
fn codes_of_the_user_are_laid_over_those_of_the_program() {
    let folder = run(&[SECOND], false);
    let own = folder.path("pcodes.csv");
    fs::write(&own, "id,system,code,source,version\nAF-PKA,ocha-pcode,P-7,OCHA COD-AB,2025-01\n").unwrap();
    let out = folder.path("codes.csv");
    export(&folder.run, Format::Crosswalk, &[], std::slice::from_ref(&own), &out).unwrap();
    let text = fs::read_to_string(&out).unwrap();
    assert!(text.contains("place,AF-PKA,admin1,Paktika,ocha-pcode,P-7,OCHA COD-AB,2025-01\n"), "{text}");
    let error = export(&folder.run, Format::GeoJson, &[], &[own], &out).unwrap_err().to_string();
    assert_eq!(error, "geojson holds no codes of other lists; leave --codes out");
}

fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn what_was_exported_is_gold_that_the_run_meets() {
    let folder = run(&[FIRST, SECOND], false);
    export(&folder.run, Format::Spans, &[], &[], &folder.path("gold.jsonl")).unwrap();
    export(&folder.run, Format::Brat, &[], &[], &folder.path("gold")).unwrap();
    for gold in ["gold.jsonl", "gold"] {
        let (documents, lost) = join_gold(read_gold(&folder.path(gold)).unwrap(), &folder.run).unwrap();
        assert_eq!((documents.len(), lost.len()), (2, 0), "{gold}");
        let result = evaluate(&documents, &Options { matching: Matching::Strict, mapped_ids: false });
        for layer in Layer::ALL {
            assert!(documents.iter().any(|(gold, _)| !gold.items[layer].is_empty()), "{gold} {layer:?}");
        }
        for measure in &result.measures {
            let counts = measure.counts;
            assert_eq!(
                (counts.right, counts.right),
                (counts.gold, counts.said),
                "{gold} {:?} {}",
                measure.layer,
                measure.name
            );
        }
    }
}

#[test]
fn offsets_are_those_of_the_text_whether_it_was_kept_or_not() {
    for keep in [true, false] {
        let (_, text) = run(&[FIRST], keep).written(Format::Spans, &[]);
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        let spans = line["spans"].as_array().unwrap();
        assert!(spans.len() >= 6);
        for span in spans {
            let at = |key: &str| usize::try_from(span[key].as_u64().unwrap()).unwrap();
            let slice = |text: &str| text.chars().skip(at("start")).take(at("end") - at("start")).collect::<String>();
            assert_eq!(slice(FIRST), span["text"].as_str().unwrap());
            assert_eq!(slice(line["text"].as_str().unwrap()), span["text"].as_str().unwrap());
        }
        assert_eq!(line["text"] == FIRST, keep);
    }
}

#[test]
fn formats_of_other_tables_name_what_is_missing() {
    let folder = run(&[SECOND], false);
    for format in [Format::Xlsx, Format::Hxl] {
        let error = export(&folder.run, format, &[], &[], &folder.path("file")).unwrap_err().to_string();
        assert!(error.ends_with("run `crossread compare` first"), "{error}");
        assert!(!folder.path("file").exists());
    }
    let error =
        export(&folder.run, Format::GeoJson, &[Layer::Places], &[], &folder.path("file")).unwrap_err().to_string();
    assert_eq!(error, "geojson holds no layers to choose from; leave --layer out");
    let nowhere = folder.path("none/file");
    let error = export(&folder.run, Format::Spans, &[], &[], &nowhere).unwrap_err().to_string();
    assert!(error.starts_with(&format!("{}: could not be written", nowhere.display())), "{error}");
}

#[test]
fn more_documents_than_are_held_at_once_come_in_order() {
    let texts: Vec<String> = (0..600).map(|number| format!("{number} people were killed in Kunar.")).collect();
    let (told, text) = run(&texts.iter().map(String::as_str).collect::<Vec<_>>(), false).written(Format::Spans, &[]);
    assert_eq!(told.count, 600);
    for (number, line) in text.lines().enumerate() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["text"], texts[number]);
        assert!(line["spans"].as_array().unwrap().iter().any(|span| span["label"] == "PLACE"));
    }
}
