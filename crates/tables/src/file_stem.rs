//! Names of files that are made from ids.

use std::fmt::Write;

/// The path of a file that is called by an id, without extension: what not every file system takes is written as `%` and two
/// hexadecimal digits a byte. The slashes of the id part folders; no part is empty or begins with a full stop.
#[must_use]
pub fn file_stem(id: &str) -> String {
    let mut name = String::with_capacity(id.len() + 9);
    for part in id.split('/') {
        if !name.is_empty() {
            name.push('/');
        }
        for (at, c) in part.char_indices() {
            let plain = c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | ',' | '=') || (c == '.' && at > 0);
            if plain {
                name.push(c);
            } else {
                let mut bytes = [0; 4];
                c.encode_utf8(&mut bytes).bytes().for_each(|byte| {
                    // Writing to a string does not fail.
                    let _ = write!(name, "%{byte:02x}");
                });
            }
        }
        if part.is_empty() {
            name.push_str("%2f");
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::file_stem;

    #[test]
    fn ids_become_paths() {
        assert_eq!(file_stem("wire-1"), "wire-1");
        assert_eq!(file_stem("2026/05/a b"), "2026/05/a%20b");
        assert_eq!(file_stem("../x"), "%2e./x");
        assert_eq!(file_stem(""), "%2f");
    }
}
