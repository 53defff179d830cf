//! What commands print: within [`WIDTH`] columns, sorted as the tables are.

pub(crate) mod diff;
pub(crate) mod evaluation;
pub(crate) mod finding;
pub(crate) mod matrix;
pub(crate) mod overview;
pub(crate) mod repairs;

use std::io::{self, Write};

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

/// `text` cut to `columns`, with an ellipsis where something is missing.
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
    format!("{}…", kept.trim_end())
}

/// `text` and blanks up to `columns`.
pub(crate) fn padded(text: &str, columns: usize) -> String {
    let width = textwrap::core::display_width(text);
    format!("{text}{}", " ".repeat(columns.saturating_sub(width)))
}

/// `1 contradiction`, `2 contradictions`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(count), if count == 1 { one } else { many })
}

/// `12,345`.
pub(crate) fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{counted, cut, thousands, wrapped};

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(thousands(7), "7");
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(counted(1, "figure", "figures"), "1 figure");
        assert_eq!(counted(310, "figure", "figures"), "310 figures");
    }

    #[test]
    fn long_texts_are_cut_or_wrapped() {
        assert_eq!(cut("Nangarhar", 9), "Nangarhar");
        assert_eq!(cut("Nangarhar province", 10), "Nangarhar…");
        let mut out = Vec::new();
        wrapped(&mut out, "  - ", &"word ".repeat(40)).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.lines().all(|line| line.len() <= super::WIDTH));
        assert!(out.lines().nth(1).is_some_and(|line| line.starts_with("    word")));
    }
}
