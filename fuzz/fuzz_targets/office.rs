//! Any bytes, read as a Word and as an OpenDocument file; bytes that are no ZIP are the XML in one, so that neither packing nor
//! checksum keeps them from the reader.

#![no_main]

use std::io::Write as _;

use crossread_fuzz::{check_reading, guard_libraries};
use crossread_ingest::{Compression, Format};
use rawzip::ZipArchiveWriter;

fn packed(members: &[(&str, &[u8])]) -> Result<Vec<u8>, rawzip::Error> {
    let mut out = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut out);
    for (name, bytes) in members {
        let (mut entry, config) = archive.new_file(name).start()?;
        let mut writer = config.wrap(&mut entry);
        writer.write_all(bytes)?;
        let (_, descriptor) = writer.finish()?;
        entry.finish(descriptor)?;
    }
    archive.finish()?;
    Ok(out)
}

libfuzzer_sys::fuzz_target!(init: guard_libraries(), |bytes: &[u8]| {
    let raw = bytes.starts_with(b"PK");
    let word = packed(&[("word/document.xml", bytes), ("docProps/core.xml", bytes)]);
    let open =
        packed(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", bytes), ("meta.xml", bytes)]);
    for (format, packed) in [(Format::Docx, word), (Format::Odt, open)] {
        let packed = packed.expect("memory takes every write");
        check_reading(format, Compression::None, if raw { bytes } else { &packed });
    }
});
