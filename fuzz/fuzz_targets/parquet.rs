//! Any bytes, read as a Parquet file.

#![no_main]

use crossread_fuzz::{check_reading, guard_libraries};
use crossread_ingest::{Compression, Format};

libfuzzer_sys::fuzz_target!(init: guard_libraries(), |bytes: &[u8]| check_reading(Format::Parquet, Compression::None, bytes));
