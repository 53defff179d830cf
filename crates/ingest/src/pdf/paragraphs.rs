//! From lines to paragraphs: what repeats on every page taken off, words at line ends joined.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{Column, Line};

/// Lines at the top and at the bottom of a page that may repeat.
const EDGE_LINES: usize = 2;
/// The end of a paragraph in which its last word is looked for, in bytes.
const WORD_BYTES: usize = 100;
/// A gap between lines this many times the usual one parts paragraphs.
const PARAGRAPH_GAP: f32 = 1.35;

/// A paragraph or a row of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Paragraph {
    Text(String),
    Row(Vec<String>),
}

/// Words that the document writes with a hyphen within a line, folded to lower case.
pub(super) type Hyphenated = BTreeSet<String>;

/// The words with a hyphen within the lines of the columns.
pub(super) fn hyphenated<'c>(columns: impl Iterator<Item = &'c Column>) -> Hyphenated {
    let mut out = Hyphenated::new();
    for line in columns.flatten() {
        for segment in &line.segments {
            for word in segment.text.split_whitespace() {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                if word.contains('-') {
                    out.insert(word.to_lowercase());
                }
            }
        }
    }
    out
}

/// Takes off the lines that stand at the edge of most pages, numbers in them apart, and page numbers.
pub(super) fn drop_running_lines(pages: &mut [Vec<Column>]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages.iter() {
        let shapes: BTreeSet<String> =
            edges(page).into_iter().map(|(column, line)| shape(&page[column][line].text())).collect();
        for shape in shapes {
            *counts.entry(shape).or_default() += 1;
        }
    }
    let most = pages.len();
    for page in pages.iter_mut() {
        let mut dropped = edges(page);
        dropped.retain(|&(column, line)| {
            let shape = shape(&page[column][line].text());
            let repeated = counts.get(&shape).is_some_and(|&count| count >= most.clamp(2, 3) && count * 2 >= most);
            repeated || is_page_number(&shape)
        });
        dropped.sort_unstable();
        for (column, line) in dropped.into_iter().rev() {
            page[column].remove(line);
        }
        page.retain(|column| !column.is_empty());
    }
}

/// The places of the highest and the lowest lines of a page.
fn edges(page: &[Column]) -> Vec<(usize, usize)> {
    let mut lines: Vec<(usize, usize, f32)> = Vec::new();
    for (number, column) in page.iter().enumerate() {
        lines.extend(column.iter().enumerate().map(|(at, line)| (number, at, line.y)));
    }
    lines.sort_by(|a, b| b.2.total_cmp(&a.2));
    let places: Vec<(usize, usize)> = lines.iter().map(|&(column, line, _)| (column, line)).collect();
    let after = places.len().saturating_sub(EDGE_LINES).max(EDGE_LINES);
    places.iter().take(EDGE_LINES).chain(places.iter().skip(after)).copied().collect()
}

/// A line with its digits made alike.
fn shape(text: &str) -> String {
    let mut shape = String::new();
    for c in text.chars() {
        let c = if c.is_ascii_digit() { '#' } else { c };
        if !(c == '#' && shape.ends_with('#')) {
            shape.push(c);
        }
    }
    shape
}

fn is_page_number(shape: &str) -> bool {
    let shape = shape.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | '[' | ']'));
    matches!(shape, "#" | "#/#" | "# / #")
}

/// The paragraphs of a column.
pub(super) fn paragraphs(column: &Column, hyphenated: &Hyphenated) -> Vec<Paragraph> {
    let pitch = usual_pitch(column);
    let right = column.iter().map(Line::x1).fold(f32::MIN, f32::max);
    let left = column.iter().map(Line::x0).fold(f32::MAX, f32::min);
    let mut out: Vec<Paragraph> = Vec::new();
    let mut before: Option<&Line> = None;
    for line in column {
        if line.segments.len() > 1 {
            out.push(Paragraph::Row(line.segments.iter().map(|segment| segment.text.clone()).collect()));
            before = None;
            continue;
        }
        let text = line.text();
        let follows = before.is_some_and(|before| continues(before, line, pitch, (left, right)));
        match out.last_mut() {
            Some(Paragraph::Text(paragraph)) if follows => join(paragraph, &text, hyphenated),
            _ => out.push(Paragraph::Text(text)),
        }
        before = Some(line);
    }
    out
}

/// The usual distance between lines.
fn usual_pitch(column: &Column) -> f32 {
    let mut steps: Vec<f32> = column.windows(2).map(|two| two[0].y - two[1].y).filter(|step| *step > 0.0).collect();
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(f32::INFINITY)
}

fn continues(before: &Line, line: &Line, pitch: f32, (left, right): (f32, f32)) -> bool {
    let gap = before.y - line.y;
    let sizes_fit = (before.size - line.size).abs() <= 0.12 * before.size.max(line.size);
    let usual = pitch.min(2.0 * line.size.max(before.size));
    let close = gap > 0.0 && gap <= usual * PARAGRAPH_GAP;
    let text = line.text();
    let marked = text.starts_with(['•', '●', '▪', '◦', '‣', '·', '–', '\u{f0b7}']) || text.starts_with("- ");
    let indented = line.x0() - before.x0() > 0.8 * line.size && before.x0() - left < 0.8 * line.size;
    let before_text = before.text();
    let ended = before_text.ends_with(['.', '!', '?', ':', '”', '"']) && right - before.x1() > (right - left) * 0.12;
    sizes_fit && close && !marked && !indented && !ended
}

/// Adds a line to a paragraph. A word parted at the line's end is made whole; it keeps its hyphen if
/// the document writes it so elsewhere.
pub(super) fn join(paragraph: &mut String, line: &str, hyphenated: &Hyphenated) {
    let last = paragraph.chars().last();
    let next = line.chars().next();
    if last == Some('\u{ad}') {
        paragraph.pop();
    } else if last == Some('-') && next.is_some_and(char::is_alphanumeric) {
        let near = (paragraph.len().saturating_sub(WORD_BYTES)..).find(|&at| paragraph.is_char_boundary(at));
        let near = near.and_then(|near| paragraph.get(near..)).unwrap_or_default();
        let head = near.trim_end_matches('-').rsplit(char::is_whitespace).next().unwrap_or_default();
        let tail = line.split_whitespace().next().unwrap_or_default();
        let whole = format!("{head}-{tail}").to_lowercase();
        let whole = whole.trim_matches(|c: char| !c.is_alphanumeric());
        let parted = head.chars().last().is_some_and(char::is_lowercase) && next.is_some_and(char::is_lowercase);
        if parted && !head.contains('-') && !hyphenated.contains(whole) {
            paragraph.pop();
        }
    } else {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

/// True if a paragraph goes on where the next page begins.
pub(super) fn goes_on(paragraph: &str, next: &str) -> bool {
    let open = !paragraph.trim_end().ends_with(['.', '!', '?', ':', ';', '”', '"', ')']);
    open && next.chars().next().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(paragraph: &str, line: &str, hyphenated: &[&str]) -> String {
        let mut out = paragraph.to_owned();
        join(&mut out, line, &hyphenated.iter().map(|word| (*word).to_owned()).collect());
        out
    }

    #[test]
    fn words_parted_at_a_line_end_are_made_whole() {
        assert_eq!(joined("the dis-", "placed families", &[]), "the displaced families");
        assert_eq!(joined("the north-", "east of it", &["north-east"]), "the north-east of it");
        assert_eq!(joined("near Tel-", "Rifaat", &[]), "near Tel-Rifaat");
        assert_eq!(joined("in 2024-", "25 they", &[]), "in 2024-25 they");
        assert_eq!(joined("soft\u{ad}", "ened", &[]), "softened");
        assert_eq!(joined("two", "words", &[]), "two words");
    }

    #[test]
    fn page_numbers_are_known_by_their_shape() {
        for text in ["12", "- 3 -", "4/17", "| 5"] {
            assert!(is_page_number(&shape(text)), "{text}");
        }
        assert!(!is_page_number(&shape("12 killed")));
        assert_eq!(shape("Page 13 of 40"), "Page # of #");
    }

    #[test]
    fn a_paragraph_goes_on_over_the_page() {
        assert!(goes_on("fighters crossed the", "river at night"));
        assert!(!goes_on("They left.", "river"));
        assert!(!goes_on("crossed the", "River posts"));
    }
}
