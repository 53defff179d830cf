//! Any bytes, read as JSON Lines, and as an index in JSON.

#![no_main]

use crossread_fuzz::{check_index, check_reading, guard_libraries};
use crossread_ingest::{Compression, Format, IndexFormat};

libfuzzer_sys::fuzz_target!(init: guard_libraries(), |bytes: &[u8]| {
    check_reading(Format::JsonLines, Compression::None, bytes);
    check_index(IndexFormat::JsonLines, bytes);
    check_index(IndexFormat::Json, bytes);
});
