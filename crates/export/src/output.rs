//! A file that appears only when it is complete.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::Path;

use crate::error::ExportError;

/// Writes `out` by way of a file beside it, which is renamed at the end and removed when `write` fails.
pub(crate) fn whole<T>(
    out: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<T, ExportError>,
) -> Result<T, ExportError> {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = out.with_file_name(name);
    let written = File::create(&part).map_err(ExportError::io(out)).and_then(|file| {
        let mut file = BufWriter::new(file);
        let done = write(&mut file)?;
        file.into_inner().map_err(|error| ExportError::io(out)(error.into_error()))?;
        fs::rename(&part, out).map_err(ExportError::io(out))?;
        Ok(done)
    });
    if written.is_err() {
        // What is left when even this fails carries the name of a part.
        let _ = fs::remove_file(&part);
    }
    written
}

/// A value as JSON on a line of its own.
pub(crate) fn json_line(out: &mut impl io::Write, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
