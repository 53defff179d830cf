//! Files that are held whole: taken out of their markup, and made into records.

use std::io::Read;

use crate::archive::Members;
use crate::assemble;
use crate::decompress::{Decompressed, failed};
use crate::extracted::{Extracted, Refused, guarded};
use crate::format::Format;
use crate::held::Held;
use crate::limits::Options;
use crate::read::Input;
use crate::record::Record;
use crate::skip::{At, SkipCode, Skipped};
use crate::{feed, html, mail, office, pdf, text_file};

/// All bytes of the input, unpacked.
pub(crate) fn bytes(input: &Input, reader: impl Read, options: Options) -> Result<Vec<u8>, Skipped> {
    let at = At::input(&input.name);
    let reader = Decompressed::new(reader, input.compression, options);
    let bytes = text_file::read_all(reader, options.file_limit())
        .map_err(|error| failed(input.compression, at, &error))?
        .ok_or_else(|| Refused::limit("file-bytes", options.max_file_bytes).row(at))?;
    if bytes.is_empty() { Err(assemble::empty(at, "the file is empty")) } else { Ok(bytes) }
}

/// The documents of a file, each a record, and what was lost of it.
pub(crate) fn records(input: &Input, bytes: &[u8], options: Options) -> Vec<Result<Record, Skipped>> {
    let made = guarded(|| match input.format {
        Format::Html => html::read(bytes, options).map(one),
        Format::Feed => feed::read(bytes, options),
        Format::Pdf => pdf::read(bytes, options).map(one),
        Format::Mail => mail::read(bytes, options).map(one),
        format => {
            let held = Held::Memory(bytes::Bytes::copy_from_slice(bytes));
            let members =
                Members::open(held, Format::Zip, options, None).map_err(|refused| office::refused(bytes, refused))?;
            office::read(format, &members, options).map(one)
        }
    });
    assembled(input, made.unwrap_or_else(|| Err(Refused::crashed())), options)
}

/// The record of a Word or OpenDocument file whose members are known.
pub(crate) fn of_office(
    input: &Input,
    format: Format,
    members: &Members,
    options: Options,
) -> Vec<Result<Record, Skipped>> {
    assembled(input, office::read(format, members, options).map(one), options)
}

fn one(document: Extracted) -> Vec<Extracted> {
    vec![document]
}

fn assembled(input: &Input, made: Result<Vec<Extracted>, Refused>, options: Options) -> Vec<Result<Record, Skipped>> {
    let at = At::input(&input.name);
    let documents = match made {
        Ok(documents) => documents,
        Err(refused) => return vec![Err(refused.row(at))],
    };
    let alone = documents.len() == 1 && input.format != Format::Feed;
    let mut out = Vec::with_capacity(documents.len());
    for (number, document) in (1_u64..).zip(documents) {
        let id = if alone { input.id.clone() } else { format!("{}#{number}", input.id) };
        let at = if alone { at } else { at.part(&id) };
        let lost: Vec<Skipped> = document
            .lost
            .iter()
            .map(|lost| Skipped::new(lost.code, at.part(&lost.part), &lost.problem, lost.fix))
            .collect();
        match assemble::check_text(&document.text, at, options.limit()) {
            // A file without text whose parts were all lost is told by them.
            Err(skipped) if skipped.code == SkipCode::Empty && !lost.is_empty() => {
                out.extend(lost.into_iter().map(Err));
            }
            Err(skipped) => out.push(Err(skipped)),
            Ok(()) => out.push(Ok(Record {
                id: id.clone(),
                text: document.text,
                metadata: document.metadata,
                note: document.note,
                pages: document.pages,
                warnings: lost,
                ..Record::default()
            })),
        }
    }
    out
}
