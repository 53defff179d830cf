//! Formats with markup, archives and Parquet: what comes out of each, and what is said of hostile ones.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail the test")]

#[path = "formats/archives.rs"]
mod archives;
#[path = "formats/deep.rs"]
mod deep;
#[path = "formats/laws.rs"]
mod laws;
#[path = "formats/make.rs"]
mod make;
#[path = "formats/samples.rs"]
mod samples;

use crossread_ingest::{Compression, Format, Input, Options, Record, Skipped, read};
use make::{docx, odt, parquet, pdf, saved, tar, zip};

/// Reads content as the program does: its first bytes go before its name.
fn read_all(name: &str, bytes: &[u8], options: Options) -> Vec<Result<Record, Skipped>> {
    let path = std::path::Path::new(name);
    let named = Format::of_path(path);
    let (format, compression) = Format::of_file(named, &bytes[..bytes.len().min(8192)]).unwrap();
    let input = Input::new(name, crossread_ingest::file_id(path), format, compression);
    read(&input, &options, bytes).collect()
}

fn one(name: &str, bytes: &[u8]) -> Record {
    let mut all = read_all(name, bytes, Options::default());
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0).unwrap()
}

/// `id: text` of what was read and `code part: message` of what was not.
fn shown_within(name: &str, bytes: &[u8], options: Options) -> Vec<String> {
    let row = |skipped: &Skipped| format!("{}: {}", skipped.code, skipped.message);
    let mut out = Vec::new();
    for item in read_all(name, bytes, options) {
        match item {
            Ok(record) => {
                out.push(format!("{}: {}", record.id, record.text));
                out.extend(record.warnings.iter().map(row));
            }
            Err(skipped) => out.push(row(&skipped)),
        }
    }
    out
}

fn shown(name: &str, bytes: &[u8]) -> Vec<String> {
    shown_within(name, bytes, Options::default())
}

/// The codes of what was not read.
fn codes(name: &str, bytes: &[u8], options: Options) -> Vec<&'static str> {
    let lost = read_all(name, bytes, options).into_iter().flat_map(|item| match item {
        Ok(record) => record.warnings,
        Err(skipped) => vec![skipped],
    });
    lost.map(|skipped| skipped.code.as_str()).collect()
}

// Word and OpenDocument

#[test]
fn a_word_file_gives_paragraphs_items_and_rows() {
    let body = "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>The toll</w:t></w:r></w:p>\
        <w:p><w:r><w:t xml:space=\"preserve\">Nine were </w:t></w:r><w:del><w:r><w:delText>not</w:delText></w:r></w:del><w:ins><w:r><w:t>killed &amp; two hurt.</w:t></w:r></w:ins></w:p>\
        <w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/></w:numPr></w:pPr><w:r><w:t>One</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>post</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Asmar</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>9</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let record = one("a.docx", &docx(body));
    assert_eq!(record.text, "The toll\n\nNine were killed & two hurt.\n\n• One post\n\n| Asmar | 9 |");
    assert_eq!(record.metadata.title.as_deref(), Some("Returns at the gate"));
    assert_eq!(record.metadata.language.as_deref(), Some("en-GB"));
    // What it is shows in its members, whatever its name.
    assert_eq!(one("a.zip", &docx(body)).text, record.text);
}

#[test]
fn an_opendocument_text_gives_the_same() {
    let body = "<text:h>Fuel</text:h><text:p>Nine<text:s/>were<text:line-break/><text:span>killed</text:span>.\
        <text:note><text:p>A note.</text:p></text:note></text:p>\
        <text:list><text:list-item><text:p>One post</text:p></text:list-item></text:list>\
        <table:table><table:table-row><table:table-cell><text:p>Kosti</text:p></table:table-cell>\
        <table:table-cell><text:p>7</text:p></table:table-cell></table:table-row></table:table>";
    let record = one("a.odt", &odt(body));
    assert_eq!(record.text, "Fuel\n\nNine were\nkilled.\n\n• One post\n\n| Kosti | 7 |");
    assert_eq!(record.metadata.title.as_deref(), Some("Combats sur la route"));
}

#[test]
fn what_is_no_text_of_an_office_says_so() {
    assert_eq!(codes("a.xlsx.zip", &zip(&[("xl/workbook.xml", b"<w/>")]), Options::default()), ["unknown-format"]);
    assert_eq!(codes("a.docx", &zip(&[("other.xml", b"<w/>")]), Options::default()), ["bad-document"]);
    assert_eq!(codes("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Options::default()), ["encrypted"]);
    let manifest = b"<manifest:encryption-data/>";
    let locked = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", b"\x01"),
        ("META-INF/manifest.xml", manifest),
    ]);
    assert_eq!(codes("a.odt", &locked, Options::default()), ["encrypted"]);
}

// Mails and feeds

#[test]
fn a_mail_gives_its_text_its_sender_and_its_date() {
    let mail = b"From: \"Highland Monitor\" <desk@example.org>\r\nSubject: =?utf-8?q?Nine_killed_at_the_gate?=\r\n\
        Date: Tue, 14 Apr 2026 23:30:00 +0430\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
        --b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        Nine were killed =E2=80=93 two hurt.\r\n\r\nMore follows.\r\n\
        --b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"map.pdf\"\r\n\r\n%PDF\r\n--b--\r\n";
    let record = read_all("a.eml", mail, Options::default()).remove(0).unwrap();
    assert_eq!(record.text, "Nine were killed – two hurt.\n\nMore follows.");
    assert_eq!(record.metadata.title.as_deref(), Some("Nine killed at the gate"));
    assert_eq!(record.metadata.source.as_deref(), Some("Highland Monitor"));
    assert_eq!(record.metadata.published, Some(jiff::civil::date(2026, 4, 14)));
    assert_eq!(
        shown("a.eml", mail)[1..],
        ["bad-document: a.eml/map.pdf: it is no sound PDF (couldn't parse input: invalid file header); \
             open it in its own program and save it again, or leave it out"]
    );
    let html = b"From: a@example.org\r\nContent-Type: text/html\r\n\r\n<p>One<p>Two";
    assert_eq!(one("b.eml", html).text, "One\n\nTwo");
}

#[test]
fn a_saved_page_is_a_page() {
    let page = b"Snapshot-Content-Location: https://example.org/a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n\
        --b\r\nContent-Type: text/html\r\n\r\n<meta property=og:site_name content='Lantern Wire'><nav>World</nav><p>Nine were killed.</p>\r\n--b--\r\n";
    let record = one("a.mhtml", page);
    assert_eq!((record.text.as_str(), record.metadata.source.as_deref()), ("Nine were killed.", Some("Lantern Wire")));
}

#[test]
fn entries_of_feeds_are_documents() {
    let rss = b"<?xml version='1.0'?><rss><channel><title>Lantern Wire</title><language>en</language>\
        <item><title>Nine &amp; two</title><link>https://example.org/1</link><pubDate>Tue, 14 Apr 2026 23:30:00 +0430</pubDate>\
        <description>&lt;p&gt;Short.&lt;/p&gt;</description><content:encoded><![CDATA[<p>Nine were killed.</p><p>Two hurt.</p>]]></content:encoded></item>\
        <item><title>Empty</title></item></channel></rss>";
    assert_eq!(
        shown("feed.xml", rss),
        [
            "feed#1: Nine were killed.\n\nTwo hurt.",
            "empty: feed.xml (feed#2): there is no text; add the text, or leave it out",
        ]
    );
    let first = read_all("feed.xml", rss, Options::default()).remove(0).unwrap().metadata;
    assert_eq!((first.title.as_deref(), first.source.as_deref()), (Some("Nine & two"), Some("Lantern Wire")));
    assert_eq!(
        (first.url.as_deref(), first.published),
        (Some("https://example.org/1"), Some(jiff::civil::date(2026, 4, 14)))
    );
    let atom = b"<feed xml:lang='fr'><title>Le Relais</title><entry><title>A</title><link rel='self' href='x'/><link href='https://example.org/2'/>\
        <published>2026-04-14T10:00:00Z</published><content type='xhtml'><div><p>One</p><p>Two</p></div></content></entry></feed>";
    let entry = one("a.atom", atom);
    assert_eq!((entry.id.as_str(), entry.text.as_str()), ("a#1", "One\n\nTwo"));
    assert_eq!(
        (entry.metadata.url.as_deref(), entry.metadata.language.as_deref()),
        (Some("https://example.org/2"), Some("fr"))
    );
    assert_eq!(codes("a.xml", b"<?xml version='1.0'?><data/>", Options::default()), ["unknown-format"]);
}

// Parquet

#[test]
fn rows_of_parquet_are_records() {
    let bytes = parquet(&[("a", Some("Nine were killed."), 20_557), ("b", None, 0)]);
    assert_eq!(
        shown("t.parquet", &bytes),
        [
            "a: Nine were killed.",
            "missing-text: t.parquet, line 2 (b): the record has no `text`; give the record a `text` string"
        ]
    );
    let record = read_all("t.parquet", &bytes, Options::default()).remove(0).unwrap();
    assert_eq!((record.line, record.metadata.published), (Some(1), Some(jiff::civil::date(2026, 4, 14))));
}

// PDF

#[test]
fn columns_are_read_one_after_the_other() {
    let left = [
        "Nine people were killed in the",
        "shelling of the bridge, the dis-",
        "trict council said on Sunday.",
        "Two more were hurt there.",
    ];
    let right = [
        "The army denied it and said",
        "that its guns had been silent",
        "in the valley for a week, and",
        "that the count was invented.",
    ];
    let mut page: Vec<make::Placed<'_>> = vec![(50, 800, 18, "A night at the bridge")];
    for (number, (left, right)) in (0_i64..).zip(left.iter().zip(right)) {
        page.push((50, 760 - number * 14, 11, left));
        page.push((310, 760 - number * 14, 11, right));
    }
    page.push((50, 690, 11, "Asmar"));
    page.push((200, 690, 11, "9"));
    let record = one("a.pdf", &saved(pdf(&[page], "A night at the bridge")));
    assert_eq!(
        record.text,
        "A night at the bridge\n\nNine people were killed in the shelling of the bridge, the district council said on Sunday. \
         Two more were hurt there.\n\nThe army denied it and said that its guns had been silent in the valley for a week, and \
         that the count was invented.\n\n| Asmar | 9 |"
    );
    assert_eq!(record.metadata.title.as_deref(), Some("A night at the bridge"));
    assert_eq!(record.metadata.synthetic, Some(true));
    assert_eq!(record.note.as_deref(), Some("the PDF was made on 2026-04-20"));
}

#[test]
fn pages_are_known_and_what_runs_along_them_is_not_read() {
    let page = |number: &'static str, text: &'static str| {
        vec![(50, 800, 9, "Situation report 7"), (50, 700, 11, text), (300, 40, 9, number)]
    };
    let document = pdf(
        &[
            page("Page 1 of 4", "The convoy was fired on, and the drivers"),
            page("Page 2 of 4", "left it. Nine were hurt."),
            vec![],
            page("Page 4 of 4", "Two died later."),
        ],
        "report.docx",
    );
    let record = one("a.pdf", &saved(document));
    assert_eq!(record.text, "The convoy was fired on, and the drivers left it. Nine were hurt.\n\nTwo died later.");
    let starts: Vec<(&str, u32)> =
        record.pages.iter().map(|start| (&record.text[start.offset as usize..][..4], start.page)).collect();
    assert_eq!(starts, [("The ", 1), ("left", 2), ("Two ", 4)]);
    assert_eq!(record.metadata.title, None);
    let lost = &record.warnings[0];
    assert_eq!((lost.code.as_str(), lost.part.as_deref()), ("scanned", Some("page 3")));
}

#[test]
fn a_scanned_or_locked_or_broken_pdf_is_never_silently_empty() {
    let scanned = saved(pdf(&[vec![], vec![]], "x"));
    assert_eq!(
        shown("a.pdf", &scanned),
        [
            "scanned: a.pdf (pages 1-2): there is a picture and no text; read the page with a text recogniser, and give the result as text"
        ]
    );
    assert_eq!(codes("a.pdf", b"%PDF-1.5\nnothing", Options::default()), ["bad-document"]);
    let sound = saved(pdf(&[vec![(50, 700, 11, "Nine were killed.")]], "x"));
    assert_eq!(shown("a.txt", &sound), ["a: Nine were killed."]);
    for cut in (0..sound.len()).step_by(97) {
        let codes = codes("a.pdf", &sound[..cut], Options::default());
        assert!(
            codes.len() <= 1 && codes.iter().all(|code| ["bad-document", "empty", "scanned"].contains(code)),
            "{cut}: {codes:?}"
        );
    }
    let few = Options { max_pages: 1, ..Options::default() };
    assert_eq!(codes("a.pdf", &scanned, few), ["limit"]);
}

#[test]
fn a_locked_pdf_is_told() {
    let mut document = pdf(&[vec![(50, 700, 11, "Nine were killed.")]], "x");
    document.trailer.set(
        "ID",
        vec![lopdf::Object::string_literal("0123456789abcdef"), lopdf::Object::string_literal("0123456789abcdef")],
    );
    let version = lopdf::EncryptionVersion::V1 {
        document: &document,
        owner_password: "o",
        user_password: "u",
        permissions: lopdf::Permissions::all(),
    };
    let state = lopdf::EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    assert_eq!(codes("a.pdf", &saved(document), Options::default()), ["encrypted"]);
}

// Damage

#[test]
fn truncated_files_of_every_format_are_told_or_read_in_part() {
    let files: [(&str, Vec<u8>); 7] = [
        ("a.docx", docx("<w:p><w:r><w:t>Nine</w:t></w:r></w:p>")),
        ("a.odt", odt("<text:p>Nine</text:p>")),
        ("a.parquet", parquet(&[("a", Some("Nine"), 1)])),
        ("a.zip", zip(&[("a.txt", b"Nine")])),
        ("a.tar", tar(&[("a.txt", b"Nine")])),
        ("a.eml", b"From: a@example.org\r\n\r\nNine".to_vec()),
        ("a.html", b"<html><body><p>Nine</p></body></html>".to_vec()),
    ];
    for (name, bytes) in files {
        for cut in (0..bytes.len()).step_by(13) {
            let input = Input::of_path(name, std::path::Path::new(name)).unwrap();
            assert_eq!(input.compression, Compression::None);
            let items: Vec<_> = read(&input, &Options::default(), &bytes[..cut]).collect();
            assert!(!items.is_empty(), "{name} cut at {cut} is silently empty");
            let crashed =
                items.iter().filter_map(|item| item.as_ref().err()).any(|skipped| skipped.code.as_str() == "crashed");
            assert!(!crashed, "{name} cut at {cut}");
        }
    }
}

// Samples

/// What a reader sees of a file: each document with all that is known about it.
fn description(name: &str, bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for item in read_all(name, bytes, Options::default()) {
        let record = match item {
            Ok(record) => record,
            Err(skipped) => {
                writeln!(out, "skipped {}: {}\n", skipped.code, skipped.message).unwrap();
                continue;
            }
        };
        let lost = record.warnings.clone();
        let (part, pages) = (record.part.clone(), record.pages.clone());
        let document = record.into_document(&[]);
        writeln!(out, "id: {}", document.id).unwrap();
        let published = document.published.map(|day| day.to_string());
        let known = [
            ("part", &part),
            ("title", &document.title),
            ("source", &document.source),
            ("url", &document.url),
            ("published", &published),
            ("language", &document.language),
            ("note", &document.note),
        ];
        for (key, value) in known {
            if let Some(value) = value {
                writeln!(out, "{key}: {value}").unwrap();
            }
        }
        writeln!(out, "synthetic: {}", document.synthetic).unwrap();
        for start in pages {
            let first: String = document.text[start.offset as usize..].chars().take(24).collect();
            writeln!(out, "page {} begins: {first}", start.page).unwrap();
        }
        for skipped in lost {
            writeln!(out, "skipped {}: {}", skipped.code, skipped.message).unwrap();
        }
        writeln!(out, "---\n{}\n", document.text).unwrap();
    }
    out
}

/// `UPDATE_FIXTURES=1` writes the binary samples and the descriptions instead; read them before committing.
#[test]
fn the_samples_are_read_as_they_are_described() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/formats");
    let update = std::env::var_os("UPDATE_FIXTURES").is_some();
    if update {
        for (name, bytes) in samples::samples() {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
    let mut names: Vec<String> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| {
        Format::of_path(std::path::Path::new(name)).is_some() && name != "README.md" && name != "expected.txt"
    });
    names.sort_unstable();
    assert_eq!(names.len(), 8);
    let mut found = String::new();
    for name in names {
        let bytes = std::fs::read(folder.join(&name)).unwrap();
        found += &format!("=== {name}\n{}", description(&name, &bytes));
        if let Some((_, made)) = samples::samples().into_iter().find(|(sample, _)| *sample == name) {
            assert_eq!(description(&name, &made), description(&name, &bytes), "{name} is not what the code makes");
        }
    }
    if update {
        std::fs::write(folder.join("expected.txt"), &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(folder.join("expected.txt")).unwrap());
}
