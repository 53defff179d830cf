//! Units that a number takes over: from the head of its column, from a heading above, from an amount
//! of money before it in its sentence.

use std::borrow::Cow;

use crossread_lexicon::{CueClass, Dimension, UnitPosition};
use crossread_text::{Sentence, SentenceKind, TokenKind};

use crate::extraction::Quantity;
use crate::reading::Reading;

/// A unit with the scale written beside it: "USD million".
#[derive(Clone, Copy)]
struct Head<'a> {
    id: &'a str,
    dimension: Dimension,
    factor: f64,
    si: Option<f64>,
}

/// Gives bare numbers the unit of their column, heading or neighbour.
pub(super) fn carry<'a>(reading: &Reading<'_, 'a>, quantities: &mut [Quantity<'a>]) {
    columns(reading, quantities);
    headings(reading, quantities);
    money(reading, quantities);
}

/// The quantities of one sentence.
fn of_sentence<'q, 'a>(quantities: &'q mut [Quantity<'a>], sentence: usize) -> &'q mut [Quantity<'a>] {
    let start = quantities.partition_point(|quantity| (quantity.sentence as usize) < sentence);
    let end = quantities.partition_point(|quantity| quantity.sentence as usize <= sentence);
    &mut quantities[start..end]
}

fn give<'a>(quantity: &mut Quantity<'a>, head: Head<'a>, note: &'static str) {
    let scaled = |bound: Option<f64>| bound.map(|bound| bound * head.factor);
    quantity.low = scaled(quantity.low);
    quantity.high = scaled(quantity.high);
    quantity.unit = Some(head.id);
    quantity.dimension = head.dimension;
    quantity.low_si = quantity.low.zip(head.si).map(|(low, si)| low * si);
    quantity.high_si = quantity.high.zip(head.si).map(|(high, si)| high * si);
    quantity.evidence.note = Some(Cow::Borrowed(note));
}

/// The measured unit written at token `at`, with the scale behind it.
fn head_at<'a>(reading: &Reading<'_, 'a>, at: usize) -> Option<Head<'a>> {
    let lexicon = reading.lexicon();
    let (tokens, alias) = reading.scan.units(at).find(|(_, alias)| {
        let dimension = lexicon.units[alias.unit as usize].dimension;
        // A word such as "day" heads a column of dates as often as one of durations.
        !matches!(dimension, Dimension::Count | Dimension::Duration)
            && (alias.position != UnitPosition::After || dimension != Dimension::Money)
    })?;
    let unit = &lexicon.units[alias.unit as usize];
    let scale = reading.cue(tokens.end as usize, CueClass::NumberScale);
    let scale = scale.and_then(|hit| hit.cue.value.parse::<f64>().ok()).unwrap_or(1.0);
    Some(Head { id: &unit.id, dimension: unit.dimension, factor: alias.factor * scale, si: unit.si_factor })
}

/// The column that byte `at` of a table row stands in: the separators before it.
fn column(reading: &Reading<'_, '_>, row: &Sentence, at: u32) -> usize {
    let before = reading.text().get(row.span.start() as usize..at as usize).unwrap_or("");
    before.matches(['|', '\t']).count()
}

/// "| Sector | USD | PKR |" above "| Shelter | 9,800,000 | 2.75bn |".
fn columns<'a>(reading: &Reading<'_, 'a>, quantities: &mut [Quantity<'a>]) {
    let sentences = &reading.document.sentences;
    let mut heads: Vec<(usize, Head<'a>)> = Vec::new();
    for (index, row) in sentences.iter().enumerate() {
        if row.kind != SentenceKind::TableRow {
            continue;
        }
        let first = index == 0 || sentences[index - 1].kind != SentenceKind::TableRow;
        if first {
            heads = row
                .tokens
                .indices()
                .filter_map(|at| {
                    let start = reading.document.tokens[at].span.start();
                    Some((column(reading, row, start), head_at(reading, at)?))
                })
                .collect();
            continue;
        }
        for quantity in of_sentence(quantities, index).iter_mut().filter(|quantity| quantity.unit.is_none()) {
            let place = column(reading, row, quantity.span.start());
            if let Some(&(_, head)) = heads.iter().find(|(column, _)| *column == place) {
                give(quantity, head, "unit from the head of its column");
            }
        }
    }
}

/// "Budget by sector (USD / PKR)" above lines of as many numbers as it names units.
fn headings<'a>(reading: &Reading<'_, 'a>, quantities: &mut [Quantity<'a>]) {
    let sentences = &reading.document.sentences;
    let mut heads: Vec<Head<'a>> = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        if sentence.kind == SentenceKind::TableRow {
            continue;
        }
        let held = of_sentence(quantities, index);
        let bare = held.iter().filter(|quantity| quantity.unit.is_none()).count();
        let labelled = sentence.tokens.indices().any(|at| reading.word(at) == ":");
        if !heads.is_empty() && labelled && bare == heads.len() {
            for (quantity, &head) in held.iter_mut().filter(|quantity| quantity.unit.is_none()).zip(&heads) {
                give(quantity, head, "unit from the heading above");
            }
        } else {
            heads = bracketed(reading, sentence);
        }
    }
}

/// The currencies that a heading names in brackets, and nothing else.
fn bracketed<'a>(reading: &Reading<'_, 'a>, sentence: &Sentence) -> Vec<Head<'a>> {
    let tokens = sentence.tokens.indices();
    let Some(open) = tokens.clone().find(|&at| reading.word(at) == "(") else { return Vec::new() };
    if sentence.kind != SentenceKind::Heading {
        return Vec::new();
    }
    let inside = (open + 1..tokens.end).take_while(|&at| reading.word(at) != ")");
    if inside.clone().any(|at| reading.kind(at) == Some(TokenKind::Number)) {
        return Vec::new();
    }
    inside.filter_map(|at| head_at(reading, at)).collect()
}

/// "50 lakh rupees per family and for the injured 10 lakh", "100,000 afghanis for each martyr and
/// 50,000 for each wounded person".
fn money<'a>(reading: &Reading<'_, 'a>, quantities: &mut [Quantity<'a>]) {
    const LARGE: f64 = 1000.0;
    for next in 1..quantities.len() {
        let (before, rest) = quantities.split_at_mut(next);
        let (Some(paid), Some(bare)) = (before.last(), rest.first_mut()) else { continue };
        let value = bare.low.or(bare.high).unwrap_or(0.0);
        let large = value >= LARGE && bare.unit.is_none() && bare.evidence.rule != super::SHARE;
        if paid.sentence != bare.sentence || paid.dimension != Dimension::Money || !large {
            continue;
        }
        let (after_paid, after_bare) = (paid.tokens.end as usize, bare.tokens.end as usize);
        let ends = bare.number.indices();
        let scaled =
            ends.clone().any(|at| reading.has(at, CueClass::NumberScale) || reading.has(at, CueClass::NumberSuffix));
        let led = reading.has(ends.start.saturating_sub(1), CueClass::Preposition)
            && !reading.has(ends.start.saturating_sub(1), CueClass::RangeOpen);
        let parallel = reading.has(after_bare, CueClass::Preposition)
            && reading.word(after_bare).eq_ignore_ascii_case(reading.word(after_paid));
        let alone = [CueClass::Auxiliary, CueClass::Preposition, CueClass::Conjunction]
            .iter()
            .any(|&class| reading.has(after_bare, class))
            || reading.kind(after_bare).is_none_or(|kind| kind == TokenKind::Punctuation);
        if parallel || (scaled && alone && !led) {
            bare.unit = paid.unit;
            bare.dimension = Dimension::Money;
            (bare.low_si, bare.high_si) = (None, None);
            bare.evidence.alternatives.clone_from(&paid.evidence.alternatives);
            bare.evidence.note = Some(Cow::Borrowed("unit from the amount before it"));
        }
    }
}
