//! Any bytes, read as CSV, and as an index in CSV.

#![no_main]

use crossread_fuzz::{check_index, check_reading, guard_libraries};
use crossread_ingest::{Compression, Format, IndexFormat};

libfuzzer_sys::fuzz_target!(init: guard_libraries(), |bytes: &[u8]| {
    check_reading(Format::Csv, Compression::None, bytes);
    check_index(IndexFormat::Csv, bytes);
});
