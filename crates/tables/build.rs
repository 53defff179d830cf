//! A fingerprint of the code that decides rows, so that two builds of one version are told apart.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The crates whose code decides rows, beside this one. Words have fingerprints of their own: those of the packs.
const CRATES: [&str; 5] = ["extract", "ingest", "lexicon", "tables", "text"];

fn main() -> io::Result<()> {
    let crates = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("..");
    let mut files = Vec::new();
    for name in CRATES {
        let folder = crates.join(name).join("src");
        // In a registry each crate lies by itself: there the version names the code.
        if folder.is_dir() {
            println!("cargo::rerun-if-changed={}", folder.display());
            sources(&folder, name, &mut files)?;
        }
    }
    files.sort();
    let mut state = 0xcbf2_9ce4_8422_2325;
    for (name, path) in &files {
        let text = fs::read_to_string(path)?;
        // Line ends are the checkout's, not the code's.
        let code = text.bytes().filter(|byte| *byte != b'\r');
        state = fold(fold(state, name.bytes()), code);
    }
    println!("cargo::rustc-env=CROSSREAD_BUILD={state:016x}");
    Ok(())
}

/// Every source file below a folder, with a name that is the same on every machine.
fn sources(folder: &Path, name: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let below = format!("{name}/{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            sources(&path, &below, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push((below, path));
        }
    }
    Ok(())
}

/// FNV-1a, ended by a byte that no text holds.
fn fold(state: u64, bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.chain([0xff]).fold(state, |state, byte| (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
