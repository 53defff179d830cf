//! Any bytes, read as text, as Markdown with its front matter, and as packed text.

#![no_main]

use crossread_fuzz::{check_reading, guard_libraries};
use crossread_ingest::{Compression, Format};

libfuzzer_sys::fuzz_target!(init: guard_libraries(), |bytes: &[u8]| {
    check_reading(Format::Text, Compression::None, bytes);
    check_reading(Format::Markdown, Compression::None, bytes);
    check_reading(Format::Text, Compression::Gzip, bytes);
    check_reading(Format::Text, Compression::Zstd, bytes);
});
