//! Splitting a text into sentences, each with the kind of line it stands in.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::span::{Span, TokenRange};
use crate::token::{Token, TokenKind};

/// What kind of text a sentence belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SentenceKind {
    /// Running text.
    Body,
    /// A line of its own without closing stop: a headline, a section heading, a dateline above.
    Heading,
    /// A line of a block quotation (`>`).
    Quote,
    /// An item that a bullet opens.
    List,
    /// The text under a picture or table.
    Caption,
    /// A row of a table: cells between `|` or tabs.
    TableRow,
}

impl SentenceKind {
    /// The name the tables use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Heading => "heading",
            Self::Quote => "quote",
            Self::List => "list",
            Self::Caption => "caption",
            Self::TableRow => "table-row",
        }
    }
}

/// A sentence, heading, list item or table row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first token to its last.
    pub span: Span,
    /// The tokens it holds; never empty.
    pub tokens: TokenRange,
    /// The kind of line it stands in.
    pub kind: SentenceKind,
    /// Number of the paragraph, heading or row it belongs to, from 0, ascending.
    pub block: u32,
}

/// How a dotted word behaves at the end of a sentence (`data/abbreviations.csv`).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Abbreviation {
    /// A name follows: never the end.
    Title,
    /// The end unless a numeral follows.
    Number,
    /// The end when a word follows that opens sentences.
    MayEnd,
}

struct Words {
    abbreviations: HashMap<&'static str, Abbreviation>,
    starters: std::collections::HashSet<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { abbreviations: HashMap::new(), starters: std::collections::HashSet::new() };
    for row in include_str!("../data/abbreviations.csv").lines().skip(1) {
        let mut cells = row.split(',');
        let (Some(word), Some(kind)) = (cells.next(), cells.next()) else {
            continue;
        };
        let kind = match kind {
            "title" => Abbreviation::Title,
            "number" => Abbreviation::Number,
            "may-end" => Abbreviation::MayEnd,
            _ => {
                words.starters.insert(word);
                continue;
            }
        };
        words.abbreviations.insert(word, kind);
    }
    words
});

/// A line shorter than this, without closing stop and alone in its block, is a heading.
const HEADING_BYTES: usize = 160;
/// A text whose lines mostly end beyond the first and before the second of these is hard-wrapped:
/// its line ends are spaces and blank lines part its paragraphs.
const WRAPPED_BYTES: std::ops::Range<usize> = 45..110;

/// A sentence is cut after this many tokens even without a stop: what reads sentences may look all
/// over one, and a file without stops or line ends must not make that costly.
const LONGEST_TOKENS: usize = 512;

struct Line {
    tokens: TokenRange,
    /// Bytes from the line's first to its last character.
    len: usize,
    /// A blank line stands before it.
    after_blank: bool,
}

pub(crate) fn sentences_of(text: &str, tokens: &[Token]) -> Vec<Sentence> {
    let lines = lines_of(text, tokens);
    let wrapped = is_wrapped(&lines, text, tokens);
    let mut sentences = Vec::new();
    let mut block = 0;
    let mut at = 0;
    while at < lines.len() {
        let mut end = at + 1;
        let kind = marked_kind(&lines[at], text, tokens);
        if !matches!(kind, Some(SentenceKind::TableRow | SentenceKind::Heading)) {
            while end < lines.len() && joins(&lines, end, wrapped, text, tokens) {
                end += 1;
            }
        }
        let range = TokenRange { start: lines[at].tokens.start, end: lines[end - 1].tokens.end };
        let kind = kind.unwrap_or_else(|| plain_kind(range, end - at, text, tokens));
        split_block(range, kind, block, text, tokens, &mut sentences);
        block += 1;
        at = end;
    }
    sentences
}

/// The lines that hold tokens.
fn lines_of(text: &str, tokens: &[Token]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut start = 0;
    while start < tokens.len() {
        let from = tokens[start].span.start() as usize;
        let (end, stop) = line_end(text, tokens, start);
        let gap = match start.checked_sub(1) {
            Some(last) => &text[tokens[last].span.end() as usize..from],
            None => "",
        };
        lines.push(Line {
            tokens: TokenRange { start: index(start), end: index(end) },
            len: stop - from,
            after_blank: gap.matches('\n').count().max(gap.matches('\r').count()) > 1,
        });
        start = end;
    }
    lines
}

/// One past the last token of the line that token `start` opens, and the byte where the line ends. No token holds a
/// line end.
fn line_end(text: &str, tokens: &[Token], start: usize) -> (usize, usize) {
    let mut at = start;
    loop {
        let from = tokens[at].span.end() as usize;
        at += 1;
        let to = tokens.get(at).map_or(text.len(), |next| next.span.start() as usize);
        let gap = &text[from..to];
        if gap == " " && at < tokens.len() {
            continue;
        }
        if let Some(found) = gap.find(['\n', '\r', '\u{2028}', '\u{2029}']) {
            return (at, from + found);
        }
        if at == tokens.len() {
            return (at, text.len());
        }
    }
}

fn is_wrapped(lines: &[Line], text: &str, tokens: &[Token]) -> bool {
    let adjoining = lines.windows(2).filter(|pair| !pair[1].after_blank).count();
    let wrapped = lines
        .windows(2)
        .filter(|pair| !pair[1].after_blank && WRAPPED_BYTES.contains(&pair[0].len) && !closes(&pair[0], text, tokens))
        .count();
    adjoining >= 3 && wrapped * 2 > adjoining && lines.iter().all(|line| line.len < WRAPPED_BYTES.end + 30)
}

/// True when line `at` goes on with the line before it.
fn joins(lines: &[Line], at: usize, wrapped: bool, text: &str, tokens: &[Token]) -> bool {
    let (before, line) = (&lines[at - 1], &lines[at]);
    if line.after_blank || marked_kind(line, text, tokens).is_some() {
        return false;
    }
    if wrapped {
        return before.len >= WRAPPED_BYTES.start || !closes(before, text, tokens);
    }
    let lower = first_word(line, text, tokens).chars().next().is_some_and(char::is_lowercase);
    lower && before.len >= WRAPPED_BYTES.start && !closes(before, text, tokens)
}

fn first_word<'t>(line: &Line, text: &'t str, tokens: &[Token]) -> &'t str {
    tokens[line.tokens.start as usize].span.of(text)
}

/// True when the line ends with a stop, a colon, or either within closing marks.
fn closes(line: &Line, text: &str, tokens: &[Token]) -> bool {
    ends_with_stop(line.tokens, text, tokens, true)
}

fn ends_with_stop(range: TokenRange, text: &str, tokens: &[Token], colon: bool) -> bool {
    tokens[range.indices()]
        .iter()
        .rev()
        .map(|token| token.span.of(text))
        .find(|word| !is_closing(word))
        .is_some_and(|word| is_stop(word) || word == "…" || (colon && word == ":"))
}

/// The kind that a line's own marks give it: a table row, a list item, a quotation, a heading.
fn marked_kind(line: &Line, text: &str, tokens: &[Token]) -> Option<SentenceKind> {
    let span = line_span(line.tokens, tokens);
    let content = span.of(text);
    if content.matches('|').count() >= 2
        || content.matches('\t').count() >= 2
        || (content.contains(" | ") && line.len < 60)
    {
        return Some(SentenceKind::TableRow);
    }
    let first = first_word(line, text, tokens);
    let spaced = content[first.len()..].starts_with([' ', '\t', '\u{A0}']);
    match first {
        "•" | "●" | "▪" | "◦" | "‣" | "·" | "" => Some(SentenceKind::List),
        "-" | "*" | "–" | "—" if spaced => Some(SentenceKind::List),
        ">" => Some(SentenceKind::Quote),
        "#" => Some(SentenceKind::Heading),
        _ => None,
    }
}

/// The kind of a block that nothing marks: a lone short line without closing stop is a heading.
fn plain_kind(range: TokenRange, lines: usize, text: &str, tokens: &[Token]) -> SentenceKind {
    let short = (line_span(range, tokens).len() as usize) < HEADING_BYTES;
    if lines == 1 && short && !ends_with_stop(range, text, tokens, false) {
        SentenceKind::Heading
    } else {
        SentenceKind::Body
    }
}

fn line_span(range: TokenRange, tokens: &[Token]) -> Span {
    let held = &tokens[range.indices()];
    match (held.first(), held.last()) {
        (Some(first), Some(last)) => first.span.cover(last.span),
        _ => Span::default(),
    }
}

/// Cuts a block at its stops.
fn split_block(
    range: TokenRange,
    kind: SentenceKind,
    block: u32,
    text: &str,
    tokens: &[Token],
    sentences: &mut Vec<Sentence>,
) {
    let mut start = range.start as usize;
    let end = range.end as usize;
    let mut push = |from: usize, to: usize| {
        let tokens_held = TokenRange { start: index(from), end: index(to) };
        sentences.push(Sentence { span: line_span(tokens_held, tokens), tokens: tokens_held, kind, block });
    };
    let mut at = start;
    while at < end {
        let mut next = at + 1;
        if next - start >= LONGEST_TOKENS {
            push(start, next);
            start = next;
        } else if kind != SentenceKind::TableRow && ends_sentence(at, start, end, text, tokens) {
            while next < end && is_closing(tokens[next].span.of(text)) && is_glued(tokens, next) {
                next += 1;
            }
            push(start, next);
            start = next;
        }
        at = next;
    }
    if start < end {
        push(start, end);
    }
}

/// Decides whether the token at `at` closes the sentence that began at `start`.
fn ends_sentence(at: usize, start: usize, end: usize, text: &str, tokens: &[Token]) -> bool {
    let word = tokens[at].span.of(text);
    let dotted = tokens[at].kind == TokenKind::Word && word.ends_with('.');
    if !dotted && !is_stop(word) && word != "…" {
        return false;
    }
    let mut next = at + 1;
    while next < end && is_closing(tokens[next].span.of(text)) && is_glued(tokens, next) {
        next += 1;
    }
    if next >= end {
        return true;
    }
    if is_glued(tokens, next) {
        return false;
    }
    let following = tokens[next].span.of(text);
    if following.chars().next().is_some_and(char::is_lowercase) {
        return false;
    }
    if dotted {
        return WORDS.starters.contains(following) && !is_initial(word);
    }
    word != "." || ends_after_word(at, start, next, text, tokens)
}

/// A full stop after an abbreviation, an initial or a section number is no end.
fn ends_after_word(at: usize, start: usize, next: usize, text: &str, tokens: &[Token]) -> bool {
    let Some(before) = at.checked_sub(1).filter(|&before| before >= start) else {
        return true;
    };
    let word = tokens[before].span.of(text);
    let number_follows = tokens[next].kind == TokenKind::Number;
    if !is_glued(tokens, at) {
        // A text that was cut into words has its stops apart: "6 . 2 percent", "dec . 12".
        let decimal = tokens[before].kind == TokenKind::Number;
        let numbered =
            || abbreviation(&word.to_ascii_lowercase()).or_else(|| titled(word)) == Some(Abbreviation::Number);
        return !(number_follows && (decimal || numbered()));
    }
    if before == start && tokens[before].kind == TokenKind::Number {
        return false;
    }
    let shouted = word.len() > 1 && !word.contains(char::is_lowercase);
    match abbreviation(word).or_else(|| if shouted { titled(word) } else { None }) {
        Some(Abbreviation::Title) => false,
        Some(Abbreviation::Number) => !number_follows,
        Some(Abbreviation::MayEnd) => WORDS.starters.contains(tokens[next].span.of(text)),
        None => {
            !(is_initial(word)
                && tokens[next].kind == TokenKind::Word
                && !WORDS.starters.contains(tokens[next].span.of(text)))
        }
    }
}

fn abbreviation(word: &str) -> Option<Abbreviation> {
    WORDS.abbreviations.get(word).copied()
}

/// The abbreviation that a word is with one capital: `NOV`, `dec`, `COL`.
fn titled(word: &str) -> Option<Abbreviation> {
    const LONGEST: usize = 8;
    if word.len() > LONGEST || !word.is_ascii() {
        return None;
    }
    let mut titled = word.to_ascii_lowercase();
    titled.get_mut(..1)?.make_ascii_uppercase();
    abbreviation(&titled)
}

/// `J` or `J.`: one capital letter.
fn is_initial(word: &str) -> bool {
    let mut letters = word.trim_end_matches('.').chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

fn is_stop(word: &str) -> bool {
    matches!(word, "." | "!" | "?" | "।" | "۔" | "؟" | "。" | "！" | "？")
}

fn is_closing(word: &str) -> bool {
    matches!(word, ")" | "]" | "\"" | "'" | "”" | "’" | "»" | "*" | "_")
}

fn is_glued(tokens: &[Token], at: usize) -> bool {
    at > 0 && tokens[at - 1].span.end() == tokens[at].span.start()
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use crate::{Document, tokenize};

    /// Sentences of `text`, each as `kind: text`, are the lines of `expected`.
    fn check(text: &str, expected: &[&str]) {
        let document = Document::from_text("t", text);
        let tokenized = tokenize(&document);
        let found: Vec<_> = tokenized
            .sentences
            .iter()
            .map(|sentence| format!("{}: {}", sentence.kind.name(), sentence.span.of(text).replace('\n', " ")))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn stops_and_abbreviations() {
        check(
            "Gen. Ali spoke. He left at 5 a.m. on Monday.",
            &["body: Gen. Ali spoke.", "body: He left at 5 a.m. on Monday."],
        );
        check(
            "The U.N. Security Council met. No one died.",
            &["body: The U.N. Security Council met.", "body: No one died."],
        );
        check("It hit the U.S. The army said so.", &["body: It hit the U.S.", "body: The army said so."]);
        check("He said: “We won.” They left.", &["body: He said: “We won.”", "body: They left."]);
        check("See No. 47 and No. 48. Then stop.", &["body: See No. 47 and No. 48.", "body: Then stop."]);
        check("2. Forces of J. Khan fled.", &["body: 2. Forces of J. Khan fled."]);
        check("Losses fell 3.5 percent. 12 died.", &["body: Losses fell 3.5 percent.", "body: 12 died."]);
        check("LIMA, NOV. 15 (PIP) - COL. RUIZ FLED.", &["body: LIMA, NOV. 15 (PIP) - COL. RUIZ FLED."]);
        check("it fell 6 . 2 % by dec . 12 .", &["body: it fell 6 . 2 % by dec . 12 ."]);
        check("It ends at 9 EST. Two left.", &["body: It ends at 9 EST.", "body: Two left."]);
    }

    #[test]
    fn a_text_without_stops_is_cut() {
        let document = Document::from_text("t", "word ".repeat(2000));
        let sentences = tokenize(&document).sentences;
        assert_eq!(sentences.len(), 4);
        assert!(sentences.iter().all(|sentence| sentence.tokens.len() <= super::LONGEST_TOKENS));
    }

    #[test]
    fn lines() {
        check(
            "Two killed in Kunar\n\nIt rained.\nIt stopped.",
            &["heading: Two killed in Kunar", "body: It rained.", "body: It stopped."],
        );
        check(
            "A | 1 | 2\nB | 3 | 4\n• one item",
            &["table-row: A | 1 | 2", "table-row: B | 3 | 4", "list: • one item"],
        );
        check(
            "The army said that it had killed a number of fighters in the\nnorthern valleys on Sunday.",
            &["body: The army said that it had killed a number of fighters in the northern valleys on Sunday."],
        );
    }
}
