//! Files of the formats that are read, made by code: sound ones and hostile ones.

use std::io::Write;
use std::sync::Arc;

use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, dictionary};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, Int32Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

/// A ZIP of deflated members.
pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    for (name, bytes) in members {
        let (mut entry, config) =
            archive.new_file(name).compression_method(rawzip::CompressionMethod::Deflate).start().unwrap();
        let encoder = flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::best());
        let mut writer = config.wrap(encoder);
        writer.write_all(bytes).unwrap();
        let (encoder, output) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(output).unwrap();
    }
    archive.finish().unwrap();
    out
}

/// A TAR of files.
pub(crate) fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_ustar();
        // Written past the checks of the library, as hostile archives are.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        archive.append(&header, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

/// A TAR whose member is a link.
pub(crate) fn tar_with_link(name: &str, target: &str) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_ustar();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    archive.append_link(&mut header, name, target).unwrap();
    archive.into_inner().unwrap()
}

/// A Word file with that content of its body.
pub(crate) fn docx(body: &str) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let core = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>Returns at the gate</dc:title><dc:language>en-GB</dc:language><cp:keywords>synthetic</cp:keywords></cp:coreProperties>";
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("docProps/core.xml", core.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ])
}

/// An OpenDocument text with that content.
pub(crate) fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\"><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let meta = "<office:document-meta xmlns:office=\"o\" xmlns:dc=\"d\"><office:meta><dc:title>Combats sur la route</dc:title><meta:keyword xmlns:meta=\"m\">synthetic</meta:keyword></office:meta></office:document-meta>";
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("meta.xml", meta.as_bytes()),
    ])
}

/// Text at a place of a page: x, y, size, text.
pub(crate) type Placed<'a> = (i64, i64, i64, &'a str);

/// A PDF with such pages; a page without text holds a picture.
pub(crate) fn pdf(pages: &[Vec<Placed<'_>>], title: &str) -> Document {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
        "FirstChar" => 32, "LastChar" => 126, "Widths" => widths(),
    });
    let picture = document.add_object(Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1, "BitsPerComponent" => 8, "ColorSpace" => "DeviceGray" },
        vec![0],
    ));
    let resources = document.add_object(dictionary! {
        "Font" => dictionary! { "F1" => font }, "XObject" => dictionary! { "P" => picture },
    });
    let kids: Vec<Object> = pages
        .iter()
        .map(|page| {
            let mut operations = vec![Operation::new("BT", vec![])];
            for (x, y, size, text) in page {
                operations.push(Operation::new("Tf", vec!["F1".into(), (*size).into()]));
                operations
                    .push(Operation::new("Tm", vec![1.into(), 0.into(), 0.into(), 1.into(), (*x).into(), (*y).into()]));
                operations.push(Operation::new("Tj", vec![Object::string_literal(*text)]));
            }
            operations.push(Operation::new("ET", vec![]));
            if page.is_empty() {
                operations.push(Operation::new("Do", vec!["P".into()]));
            }
            let content = document.add_object(Stream::new(dictionary! {}, Content { operations }.encode().unwrap()));
            document
                .add_object(
                    dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => resources },
                )
                .into()
        })
        .collect();
    let count = i64::try_from(kids.len()).unwrap();
    let tree_dictionary = dictionary! {
        "Type" => "Pages", "Kids" => kids, "Count" => count,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    };
    document.objects.insert(tree, Object::Dictionary(tree_dictionary));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    let info = document.add_object(dictionary! {
        "Title" => Object::string_literal(title), "Synthetic" => Object::string_literal("true"),
        "CreationDate" => Object::string_literal("D:20260420101500Z"),
    });
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    document
}

pub(crate) fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// Half of the size for every letter: close enough to tell words from gaps.
fn widths() -> Vec<Object> {
    (32..=126).map(|code| if code == 32 { 280.into() } else { 520.into() }).collect()
}

/// A Parquet file with id, text, a day, and a column that nobody asked for.
pub(crate) fn parquet(rows: &[(&str, Option<&str>, i32)]) -> Vec<u8> {
    let schema = "message m { optional binary id (UTF8); optional binary Text (UTF8); required int32 published (DATE); required int32 other; required boolean synthetic; }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut out = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut out, schema, Arc::new(WriterProperties::new())).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let ids: Vec<ByteArray> = rows.iter().map(|(id, ..)| (*id).into()).collect();
    let texts: Vec<ByteArray> = rows.iter().filter_map(|(_, text, _)| text.map(Into::into)).collect();
    let days: Vec<i32> = rows.iter().map(|(.., day)| *day).collect();
    let defined: Vec<i16> = rows.iter().map(|(_, text, _)| i16::from(text.is_some())).collect();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&ids, Some(&vec![1; ids.len()]), None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&texts, Some(&defined), None).unwrap();
    column.close().unwrap();
    for _ in 0..2 {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32Type>().write_batch(&days, None, None).unwrap();
        column.close().unwrap();
    }
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<BoolType>().write_batch(&vec![true; rows.len()], None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
    out
}
