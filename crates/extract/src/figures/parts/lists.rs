//! Lines under a total: `17 people were killed:` and then one line for each part; lines whose
//! label names the total.

use std::ops::Range;

use crossread_lexicon::CueClass;
use crossread_text::SentenceKind;

use super::{adds_up, counts, fits, join, of_sum, same_kind, same_measure, sum, value, within};
use crate::extraction::Measure;
use crate::figures::context::Context;
use crate::figures::drafts::Draft;
use crate::figures::subject::Kind;

/// A line of a list with the number that leads it.
struct Item {
    /// Index of the draft.
    draft: usize,
    /// True when the line's label says that it is the sum.
    total: bool,
}

pub(super) fn link(context: &Context<'_, '_, '_>, drafts: &mut [Draft]) {
    let count = context.reading.document.sentences.len();
    let mut index = 0;
    while index < count {
        let mut items = Vec::new();
        let mut end = index;
        while let Some(after) = block(context, end)
            && let Some(item) = item(context, drafts, end)
        {
            items.push(item);
            end = after;
        }
        if items.len() > 1 {
            let intro = index.checked_sub(1).filter(|&before| !is_item(context, before));
            run(context, drafts, intro, &items);
        }
        index = end.max(index + 1);
    }
}

/// The first sentence after the block (line or paragraph) of sentence `index`.
fn block(context: &Context<'_, '_, '_>, index: usize) -> Option<usize> {
    let sentences = &context.reading.document.sentences;
    let first = sentences.get(index)?;
    let len = sentences[index..].partition_point(|sentence| sentence.block == first.block);
    Some(index + len)
}

fn is_item(context: &Context<'_, '_, '_>, index: usize) -> bool {
    context.reading.sentence(index).is_some_and(|sentence| sentence.kind == SentenceKind::List)
}

/// The line of sentence `index` as an item: a number leads it, or a label and then a number.
fn item(context: &Context<'_, '_, '_>, drafts: &[Draft], index: usize) -> Option<Item> {
    let sentence = context.reading.sentence(index)?;
    let tokens = sentence.tokens.indices();
    let found = within(drafts, &tokens).find(|&at| counts(context, &drafts[at]))?;
    let draft = &drafts[found];
    let lead = tokens.start..draft.tokens.start;
    let label = lead.clone().rev().find(|&at| context.word(at) == ":");
    let leads = match label {
        Some(colon) => (colon + 1..draft.tokens.start).all(|at| !context.is_word(at)),
        None => sentence.kind == SentenceKind::List && lead.clone().all(|at| !context.is_word(at)),
    };
    let line = sentence.kind == SentenceKind::List || label.is_some() && draft.rule == "figures/cell";
    if sentence.kind == SentenceKind::TableRow || !leads || !line {
        return None;
    }
    Some(Item { draft: found, total: names_total(context, &lead) })
}

fn names_total(context: &Context<'_, '_, '_>, label: &Range<usize>) -> bool {
    let first = label.clone().find(|&at| context.is_word(at));
    first.is_some_and(|at| context.has(at, CueClass::Total))
}

/// Links one run of lines: to the line that names the total, else to the sentence above.
fn run(context: &Context<'_, '_, '_>, drafts: &mut [Draft], intro: Option<usize>, items: &[Item]) {
    if let Some(position) = items.iter().position(|item| item.total) {
        let total = items[position].draft;
        let before: Vec<usize> = items[..position].iter().map(|item| item.draft).collect();
        let after: Vec<usize> = items[position + 1..].iter().map(|item| item.draft).collect();
        let parts = if before.is_empty() { after } else { before };
        if sum_of(drafts, &parts).is_some_and(|sum| adds_up(&drafts[total], sum)) {
            of_label(drafts, total, &parts);
        }
        return;
    }
    let Some(sentence) = intro.and_then(|intro| context.reading.sentence(intro)) else { return };
    let tokens = sentence.tokens.indices();
    let Some(total) = within(drafts, &tokens).rev().find(|&at| counts(context, &drafts[at])) else { return };
    let whole = &drafts[total];
    let parts: Vec<usize> = items.iter().map(|item| item.draft).collect();
    let like = |&part: &usize| same_kind(whole, &drafts[part]) && same_measure(whole, &drafts[part]);
    let Some(sum) = sum_of(drafts, &parts).filter(|_| value(whole).is_some_and(|value| value >= 2.0)) else { return };
    let opened = context.word(tokens.end.saturating_sub(1)) == ":" && whole.measure != Measure::Other;
    if !parts.iter().all(like) || !(adds_up(whole, sum) || opened && fits(whole, sum)) {
        return;
    }
    for part in parts {
        join(drafts, total, part);
    }
}

fn sum_of(drafts: &[Draft], parts: &[usize]) -> Option<f64> {
    if parts.is_empty() { None } else { sum(parts.iter().map(|&at| &drafts[at])) }
}

/// Links parts to a total that is labelled so; a bare one takes their measure.
fn of_label(drafts: &mut [Draft], total: usize, parts: &[usize]) {
    if drafts[total].measure == Measure::Other
        && let Some(measure) = of_sum(parts.iter().map(|&at| drafts[at].measure))
    {
        drafts[total].measure = measure;
        if measure != Measure::Other && drafts[total].kind == Kind::Bare {
            drafts[total].kind = drafts[parts[0]].kind;
        }
    }
    for &part in parts {
        drafts[part].part_of = Some(drafts[total].tokens.start);
    }
}
