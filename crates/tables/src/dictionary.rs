//! The column dictionary.

/// `docs/tables.md`: every table and column with type, nullability, meaning and values.
#[must_use]
pub fn dictionary() -> String {
    String::new()
}
