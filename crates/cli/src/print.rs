//! What commands print: within [`WIDTH`] columns, sorted as the tables are.

pub(crate) mod claimants;
pub(crate) mod diff;
pub(crate) mod evaluation;
pub(crate) mod finding;
pub(crate) mod matrix;
pub(crate) mod overview;
pub(crate) mod repairs;

use std::io::{self, Write};

pub(crate) use crossread_tables::{counted, thousands};

/// Columns of a terminal that everything fits in.
pub(crate) const WIDTH: usize = 100;

/// The line above everything that was made from invented reports.
pub(crate) const SYNTHETIC: &str = "SYNTHETIC: made from invented reports; nothing here is news.";

/// Writes `text` wrapped to the width, its first line after `first` and its others after as many blanks.
pub(crate) fn wrapped(out: &mut impl Write, first: &str, text: &str) -> io::Result<()> {
    let indent = " ".repeat(textwrap::core::display_width(first));
    let options = textwrap::Options::new(WIDTH).initial_indent(first).subsequent_indent(&indent);
    for line in textwrap::wrap(text, options) {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// `text` cut to `columns` behind a whole word, with an ellipsis where something is missing.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if textwrap::core::display_width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if textwrap::core::display_width(&kept) + 2 > columns {
            break;
        }
        kept.push(c);
    }
    // A word longer than a third of the line is cut all the same.
    let word = kept.rfind(char::is_whitespace).filter(|&blank| blank * 3 > kept.len() * 2);
    let begins = text[kept.len()..].starts_with(char::is_whitespace);
    let whole = if begins { kept.len() } else { word.unwrap_or(kept.len()) };
    format!("{}…", kept[..whole].trim_end_matches(|c: char| c.is_whitespace() || c == ','))
}

/// `text` and blanks up to `columns`.
pub(crate) fn padded(text: &str, columns: usize) -> String {
    let width = textwrap::core::display_width(text);
    format!("{text}{}", " ".repeat(columns.saturating_sub(width)))
}

#[cfg(test)]
mod tests {
    use super::{cut, wrapped};

    #[test]
    fn long_texts_are_cut_or_wrapped() {
        assert_eq!(cut("Nangarhar", 9), "Nangarhar");
        assert_eq!(cut("Nangarhar province", 10), "Nangarhar…");
        assert_eq!(cut("nine men were killed in the night", 25), "nine men were killed in…");
        assert_eq!(cut("United Nations Assistance Mission", 21), "United Nations…");
        let mut out = Vec::new();
        wrapped(&mut out, "  - ", &"word ".repeat(40)).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.lines().all(|line| line.len() <= super::WIDTH));
        assert!(out.lines().nth(1).is_some_and(|line| line.starts_with("    word")));
    }
}
