//! Reads files into [`Document`](crossread_text::Document)s, and says what it could not read.
//!
//! [`read()`] takes the bytes of one input as any [`Read`](std::io::Read) and gives its records one
//! at a time, so that memory is bounded by the largest record, not by the file. Each item is a
//! [`Record`] or a [`Skipped`]: one bad line never stops the rest.
//! [`Index`] holds metadata that stand beside the texts; [`SeenIds`] finds ids given twice.
//!
//! This crate opens no file, walks no folder and prints nothing: the caller hands in bytes and
//! names. What users need to know of formats, ids, metadata and limits is in `docs/input.md`.
//!
//! ```
//! use crossread_ingest::{Compression, Format, Input, Options, read};
//!
//! let input = Input::new("reports.jsonl", "reports", Format::JsonLines, Compression::None);
//! let bytes = &b"{\"id\":\"wire-1\",\"text\":\"Nine people were killed.\"}\nnot a record\n"[..];
//! let mut records = read(&input, &Options::default(), bytes);
//! assert_eq!(records.next().unwrap().unwrap().id, "wire-1");
//! let skipped = records.next().unwrap().unwrap_err();
//! assert_eq!((skipped.code.as_str(), skipped.line), ("bad-json", Some(2)));
//! assert!(records.next().is_none());
//! ```

mod archive;
mod assemble;
mod csv_records;
mod csv_rows;
mod decompress;
mod encoding;
mod extracted;
mod feed;
mod field;
mod format;
mod front_matter;
mod held;
mod html;
mod index;
mod json;
mod json_lines;
mod language;
mod limits;
mod lines;
mod mail;
mod metadata;
mod office;
mod parquet_footer;
mod parquet_records;
mod pdf;
mod prose;
mod read;
mod record;
mod seen;
mod skip;
mod sorted_run;
mod stream;
mod text_file;
mod whole_file;
mod xml;

pub use extracted::{guarded, is_guarded};
pub use format::{Compression, Format, file_id};
pub use index::{Index, IndexEntry, IndexError, IndexFormat};
pub use limits::Options;
pub use metadata::Metadata;
pub use read::{Input, Records, read, read_file};
pub use record::Record;
pub use seen::{Place, SeenIds};
pub use skip::{At, SkipCode, Skipped};
