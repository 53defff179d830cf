//! Any bytes, read as a ZIP and all that is in it, or as the Word or OpenDocument file that it is.

#![no_main]

use crossread_fuzz::{check_reading, guard_libraries};
use crossread_ingest::{Compression, Format};

libfuzzer_sys::fuzz_target!(init: guard_libraries(), |bytes: &[u8]| check_reading(Format::Zip, Compression::None, bytes));
