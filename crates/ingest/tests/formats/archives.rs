//! Archives and mails with attachments: what is read of their members, and what hostile ones cost.

use crossread_ingest::{Compression, Index, IndexFormat, Input, Options, read};

use crate::make::{tar, tar_with_link, zip};
use crate::{codes, read_all, shown, shown_within};

#[test]
fn members_are_read_as_files_are() {
    let inner = zip(&[("deep/wire.txt", b"Nine killed."), ("deep/scan.png", b"no report")]);
    let members: [(&str, &[u8]); 5] = [
        ("un/feed.jsonl", b"{\"id\":\"x\",\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n"),
        ("un/page.html", b"<!doctype html><p>Three."),
        ("inner.zip", &inner),
        (".hidden.txt", b"never"),
        ("empty.txt", b""),
    ];
    for bytes in [zip(&members), tar(&members)] {
        let name = if bytes.starts_with(b"PK") { "pack.zip" } else { "pack.tar" };
        let empty = format!("empty: {name}/empty.txt: the file is empty; add the text, or leave it out");
        assert_eq!(
            shown(name, &bytes),
            ["x: One.", "pack/un/feed#2: Two.", "pack/un/page: Three.", "pack/inner/deep/wire: Nine killed.", &empty]
        );
        let parts: Vec<Option<String>> = read_all(name, &bytes, Options::default())
            .into_iter()
            .filter_map(Result::ok)
            .map(|record| record.part)
            .collect();
        let expected = ["un/feed.jsonl", "un/feed.jsonl", "un/page.html", "inner.zip/deep/wire.txt"];
        assert_eq!(parts, expected.map(|part| Some(part.to_owned())));
    }
}

#[test]
fn an_index_in_an_archive_describes_the_members_of_its_folder() {
    let inner = zip(&[("c.txt", b"Three."), ("index.json", b"[{\"id\":\"c\",\"source\":\"Inner\"}]")]);
    let members: [(&str, &[u8]); 7] = [
        ("a.txt", b"One."),
        ("un/b.md", b"---\nsource: Own\n---\nTwo."),
        ("un/records.jsonl", b"{\"id\":\"x\",\"text\":\"Four.\"}\n"),
        ("inner.zip", &inner),
        ("index.json", b"[{\"id\":\"a\",\"source\":\"Root\"},{\"id\":\"x\",\"source\":\"Wrong\"}]"),
        ("un/index.json", b"[{\"id\":\"un/b\",\"source\":\"Folder\",\"published\":\"2026-04-14\"},{\"id\":\"x\",\"source\":\"Right\"}]"),
        ("broken/index.json", b"{"),
    ];
    for (name, bytes) in [("pack.zip", zip(&members)), ("pack.tar", tar(&members))] {
        let (mut read, mut lost) = (Vec::new(), Vec::new());
        for item in read_all(name, &bytes, Options::default()) {
            match item {
                Ok(record) => {
                    let document = record.into_document(&[]);
                    let day = document.published.map_or(String::new(), |day| day.to_string());
                    read.push(format!("{} {} {day}", document.id, document.source.unwrap_or_default()));
                }
                Err(skipped) => lost.push(format!("{} {}", skipped.code, skipped.input)),
            }
        }
        assert_eq!(read, ["pack/a Root ", "pack/un/b Own 2026-04-14", "x Right ", "pack/inner/c Inner "]);
        assert_eq!(lost, [format!("bad-index {name}/broken/index.json")]);
    }
    // What was given with `--index` goes before it.
    let given = Index::read(
        "i",
        "",
        (IndexFormat::Json, Compression::None),
        &b"[{\"id\":\"pack/a\",\"source\":\"Given\"}]"[..],
    );
    let record = read_all("pack.zip", &zip(&members), Options::default()).remove(1).unwrap();
    assert_eq!(record.into_document(&[&given.unwrap().0]).source.as_deref(), Some("Given"));
}

/// Fails as a library might: after some bytes it panics.
struct Panicking(usize);

impl std::io::Read for Panicking {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        assert!(self.0 > 0, "injected");
        let count = buffer.len().min(self.0);
        buffer[..count].fill(b' ');
        self.0 -= count;
        Ok(count)
    }
}

#[test]
fn a_panic_while_an_input_is_read_costs_that_input() {
    for name in [
        "a.txt",
        "a.md",
        "a.jsonl",
        "a.csv",
        "a.parquet",
        "a.html",
        "a.eml",
        "a.xml",
        "a.pdf",
        "a.docx",
        "a.zip",
        "a.tar",
        "a.txt.gz",
    ] {
        for bytes in [0, 1, 100_000] {
            let input = Input::of_path(name, std::path::Path::new(name)).unwrap();
            let items: Vec<_> = read(&input, &Options::default(), Panicking(bytes)).collect();
            let codes: Vec<_> = items.iter().map(|item| item.as_ref().unwrap_err().code.as_str()).collect();
            // What is no header of gzip is refused before more is read.
            let expected = if name.ends_with(".gz") && bytes > 1 { "bad-compression" } else { "crashed" };
            assert_eq!(codes, [expected], "{name} after {bytes} bytes");
        }
    }
}

#[test]
fn paths_that_lead_out_and_links_are_not_followed() {
    let bytes = tar(&[("../../etc/passwd.txt", b"x"), ("/abs.txt", b"x"), ("./ok.txt", b"Sound.")]);
    assert_eq!(codes("a.tar", &bytes, Options::default()), ["unsafe-member", "unsafe-member"]);
    assert_eq!(shown("a.tar", &bytes).pop().unwrap(), "a/ok: Sound.");
    for hostile in ["../../b.txt", "/x/yy/b.txt", "C:/yy/b.txt", "x\\..\\bb.txt"] {
        let harmless = b"xx/yy/b.txt";
        let mut bytes = zip(&[("xx/yy/b.txt", b"x"), ("ok.txt", b"Sound.")]);
        for at in (0..bytes.len() - harmless.len()).filter(|&at| bytes[at..].starts_with(harmless)).collect::<Vec<_>>()
        {
            bytes[at..at + harmless.len()].copy_from_slice(hostile.as_bytes());
        }
        assert_eq!(codes("a.zip", &bytes, Options::default()), ["unsafe-member"], "{hostile}");
    }
    assert_eq!(codes("a.tar", &tar_with_link("a.txt", "/etc/passwd"), Options::default()), ["unsafe-member"]);
}

#[test]
fn bombs_are_refused_and_the_rest_is_read() {
    let bomb = vec![b'a'; 40_000_000];
    let few = Options { free_bytes: 1_000_000, max_ratio: 20, ..Options::default() };
    let packed = zip(&[("bomb.txt", &bomb)]);
    assert!(packed.len() < 50_000);
    assert_eq!(codes("a.zip", &packed, few), ["limit"]);
    assert_eq!(codes("a.zip", &zip(&[("inner.zip", &packed)]), few), ["limit"]);
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut gz, &bomb).unwrap();
    assert_eq!(codes("a.txt.gz", &gz.finish().unwrap(), few), ["limit"]);
    let mut nested = zip(&[("a.txt", b"Deep.")]);
    for _ in 0..5 {
        nested = zip(&[("a.zip", &nested), ("beside.txt", b"Beside.")]);
    }
    assert_eq!(codes("a.zip", &nested, Options::default()), ["limit"]);
    assert_eq!(shown("a.zip", &nested).iter().filter(|line| line.ends_with("Beside.")).count(), 3);
    let records = Options { max_records: 1, ..Options::default() };
    assert_eq!(
        shown_within("a.jsonl", b"{\"id\":\"a\",\"text\":\"A\"}\n{\"id\":\"b\",\"text\":\"B\"}\n", records).len(),
        2
    );
}

#[test]
fn locked_and_damaged_members_cost_only_themselves() {
    let mut bytes = zip(&[("a.txt", b"One."), ("b.txt", b"Two.")]);
    bytes[6] |= 1;
    assert_eq!(codes("a.zip", &bytes, Options::default()), ["encrypted"]);
    let mut bytes = zip(&[("a.txt", b"One."), ("b.txt", b"Two.")]);
    let at = bytes.windows(5).position(|five| five == b"a.txt").unwrap() + 5;
    bytes[at] ^= 0x55;
    let shown = shown("a.zip", &bytes);
    assert_eq!((shown.len(), shown[1].as_str()), (2, "a/b: Two."));
    assert_eq!(codes("a.zip", &bytes[..40], Options::default()), ["bad-document"]);
    assert_eq!(codes("a.zip", &zip(&[("picture.png", b"x")]), Options::default()), ["empty"]);
    let whole = tar(&[("a.txt", b"One."), ("b.txt", &[b'x'; 2000])]);
    assert!(!codes("a.tar", &whole[..1800], Options::default()).is_empty());
}

/// A mail with that text and these files.
fn mail_with(text: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    // Mails in mails need other lines between their parts.
    let between = format!("b{:09}", files.iter().map(|(_, content)| content.len()).sum::<usize>());
    let mut mail = format!(
        "From: desk@example.org\r\nX-Synthetic: true\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary={between}\r\n\r\n\
         --{between}\r\nContent-Type: text/plain\r\n\r\n{text}"
    )
    .into_bytes();
    for (name, content) in files {
        let (kind, name) = match *name {
            "" => ("message/rfc822", String::new()),
            name => ("application/octet-stream", format!("; filename=\"{name}\"")),
        };
        let head = format!("\r\n--{between}\r\nContent-Type: {kind}\r\nContent-Disposition: attachment{name}\r\n\r\n");
        mail.extend_from_slice(head.as_bytes());
        mail.extend_from_slice(content);
    }
    mail.extend_from_slice(format!("\r\n--{between}--\r\n").as_bytes());
    mail
}

#[test]
fn attachments_are_read_as_members_of_an_archive_are() {
    let forwarded = b"From: b@example.org\r\nSubject: Two\r\n\r\nTwo were hurt.";
    let files: [(&str, &[u8]); 4] = [
        ("un/list.csv", b"id,text\n7,Seven fled.\n"),
        ("logo.png", b"not read"),
        ("", forwarded),
        ("../../etc/a.txt", b"Out."),
    ];
    let mail = mail_with("Nine were killed.", &files);
    assert_eq!(
        shown("a.eml", &mail),
        [
            "a: Nine were killed.",
            "7: Seven fled.",
            "a/mail-3: Two were hurt.",
            "unsafe-member: a.eml (../../etc/a.txt): its path leads out of the archive; pack the archive again with paths below its own folder",
        ]
    );
    let read: Vec<_> = read_all("a.eml", &mail, Options::default()).into_iter().filter_map(Result::ok).collect();
    assert_eq!(read[1].part.as_deref(), Some("un/list.csv"));
    assert!(read[..2].iter().all(|record| record.metadata.synthetic == Some(true)));
    // A mail that only carries a file has lost nothing.
    assert_eq!(shown("a.eml", &mail_with("", &[("b.txt", b"Nine.")])), ["a/b: Nine."]);
}

#[test]
fn attachments_count_as_archives_in_archives() {
    let mut mail = mail_with("Bottom.", &[]);
    for depth in ["three", "two", "one", "top"] {
        mail = mail_with(depth, &[("inner.eml", &mail)]);
    }
    let shown = shown("a.eml", &mail);
    assert_eq!(shown[..4], ["a: top", "a/inner: one", "a/inner/inner: two", "a/inner/inner/inner: three"]);
    assert_eq!((shown.len(), codes("a.eml", &mail, Options::default())), (5, vec!["limit"]));
    let packed = zip(&[("a.eml", &mail_with("Nine.", &[("b.zip", &zip(&[("c.txt", b"Two.")]))]))]);
    assert_eq!(codes("a.zip", &packed, Options { max_nesting: 2, ..Options::default() }), ["limit"]);
    assert_eq!(codes("a.zip", &packed, Options::default()), [""; 0]);
}
