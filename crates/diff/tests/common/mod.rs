//! Runs in folders of their own.

#![allow(dead_code)]

use std::sync::LazyLock;

use crossread_extract::{Extraction, extract};
use crossread_lexicon::{Lexicon, PackFile, PackRows};
use crossread_tables::{Rows, RunDir, RunOptions, RunWriter};
use crossread_text::Document;

/// A folder for runs.
pub(crate) struct Runs {
    dir: tempfile::TempDir,
    count: usize,
}

impl Runs {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), count: 0 }
    }

    /// Extracts documents and writes their run.
    pub(crate) fn write(&mut self, documents: &[Document], lexicon: &Lexicon) -> RunDir {
        let mut rows = Rows::new(lexicon);
        for document in documents {
            rows.append(document, &extract(document, lexicon));
        }
        self.write_rows(rows, lexicon)
    }

    /// Writes the run of one document as it was extracted.
    pub(crate) fn write_extracted(
        &mut self,
        document: &Document,
        extraction: &Extraction<'_>,
        lexicon: &Lexicon,
    ) -> RunDir {
        let mut rows = Rows::new(lexicon);
        rows.append(document, extraction);
        self.write_rows(rows, lexicon)
    }

    fn write_rows(&mut self, rows: Rows<'_>, lexicon: &Lexicon) -> RunDir {
        self.count += 1;
        let out = self.dir.path().join(format!("run-{}", self.count));
        let mut run = RunWriter::create(&out, lexicon, RunOptions::default()).unwrap();
        run.start_input("reports");
        run.append(rows).unwrap();
        run.finish().unwrap();
        RunDir::open(&out).unwrap()
    }
}

/// The built-in words alone.
pub(crate) fn lexicon() -> &'static Lexicon {
    Lexicon::built_in()
}

/// A pack of one party with that spelling, over the built-in one; compiled once for each of the two spellings in use.
pub(crate) fn pack(alias: &str) -> &'static Lexicon {
    static ONE: LazyLock<Lexicon> = LazyLock::new(|| compile("Ember Front"));
    static OTHER: LazyLock<Lexicon> = LazyLock::new(|| compile("Ash Front"));
    if alias == "Ember Front" { &ONE } else { &OTHER }
}

fn compile(alias: &str) -> Lexicon {
    let mut rows = PackRows::built_in();
    let actors = "id,name,type,country\nember,Ember Front,armed-group,AF\n";
    let aliases = format!("alias,actor\n{alias},ember\n");
    rows.add_files(
        "ours",
        &[PackFile { name: "actors.csv", text: actors }, PackFile { name: "actor_aliases.csv", text: &aliases }],
    );
    Lexicon::compile(&rows, None).unwrap()
}

/// A pack that gives a party of the built-in one another spelling.
pub(crate) fn lent(alias: &str, actor: &str) -> Lexicon {
    let mut rows = PackRows::built_in();
    let text = format!("alias,actor\n{alias},{actor}\n");
    rows.add_files("ours", &[PackFile { name: "actor_aliases.csv", text: &text }]);
    Lexicon::compile(&rows, None).unwrap()
}
