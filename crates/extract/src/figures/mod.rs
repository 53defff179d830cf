//! Quantities with their meaning: measure, subject, claimant, place and time.
//!
//! Steps, each a module: the counted phrase (`subject`), the measure (`measure`, `percent`), what
//! a number takes over from the one before it (`drafts`), who claims it (`attribution`,
//! `claimant`, `quotes`, `voice`), where and when (`place`, `time`), its scope and modality (`scope`), the
//! total it is a part of (`parts`), table cells (`tables`), and the counts that no number states
//! (`implied`).

mod according;
mod apposition;
mod attribution;
mod carry;
mod claimant;
#[cfg(test)]
mod claims_tests;
mod context;
mod drafts;
mod frames;
mod implied;
mod interviews;
mod measure;
mod nominal;
mod parties;
mod parts;
mod percent;
mod place;
mod quotes;
mod reporting;
mod scope;
mod several;
mod speakers;
mod spoken;
mod stance;
mod subject;
mod tables;
mod time;
mod turns;
mod unit;
mod unlisted;
mod voice;

use std::borrow::Cow;

use crossread_lexicon::{CueClass, Dimension};
use rustc_hash::FxHashMap;

use self::attribution::Frames;
use self::context::Context;
use self::drafts::{Draft, Origin};
use self::place::{Earlier, Setting};
pub use self::place::{PlaceChoice, Weighed};
use self::tables::Layout;
use crate::extraction::{Comparator, Evidence, Figure, Measure, Quantity, TimeMention};
use crate::names::Names;
use crate::reading::Reading;
use crate::rules::Rule;

pub(crate) const RULES: &[Rule] = &[
    Rule {
        id: "figures/inside",
        meaning: "a measure word inside the counted phrase gives the measure",
        example: "11 wounded civilians",
    },
    Rule {
        id: "figures/object",
        meaning: "a number that is the object of a measure verb",
        example: "the raid killed 12 fighters",
    },
    Rule {
        id: "figures/predicate",
        meaning: "a number whose predicate is a measure verb or adjective",
        example: "58 soldiers had been killed",
    },
    Rule { id: "figures/noun", meaning: "a measure noun before the number", example: "a death toll of 12" },
    Rule { id: "figures/event", meaning: "a number that counts events", example: "54 assaults" },
    Rule {
        id: "figures/part",
        meaning: "a part takes the measure of its total; numbers that add up to a total are its parts",
        example: "nine people, including six herders",
    },
    Rule {
        id: "figures/coordinated",
        meaning: "a number takes the measure of the one it is coordinated with or answers",
        example: "The army said 12 were killed; the rebels said 30.",
    },
    Rule { id: "figures/measured", meaning: "a unit gives the measure", example: "a 2,600-km border" },
    Rule { id: "figures/change", meaning: "a percentage that tells a rise or fall", example: "up 44 percent" },
    Rule { id: "figures/share", meaning: "a percentage that tells a share", example: "29 percent of those displaced" },
    Rule { id: "figures/strength", meaning: "armed people counted without a predicate", example: "6,000 fighters" },
    Rule { id: "figures/counted", meaning: "anything else that is counted", example: "eight mobile clinics" },
    Rule {
        id: "figures/cell",
        meaning: "a table cell takes the measure of its column",
        example: "Province | Killed\nKunar | 9",
    },
    Rule { id: "figures/implied", meaning: "a count that no number states", example: "A policeman was killed." },
    Rule { id: "figures/zero", meaning: "a zero that the text states", example: "No casualties were reported." },
    Rule {
        id: "figures/unnumbered",
        meaning: "casualties claimed without a number",
        example: "The strike caused civilian casualties.",
    },
];

/// Finds the figures of a document, in text order.
pub(crate) fn find<'a>(
    reading: &Reading<'_, 'a>,
    times: &[TimeMention<'a>],
    names: &Names<'a>,
    quantities: &[Quantity<'a>],
) -> Vec<Figure<'a>> {
    let context = Context::new(reading, times, names, quantities);
    let layout = Layout::of(&context);
    let mut drafts = drafts::of(&context, &layout);
    implied::add(&context, &mut drafts);
    drafts.sort_by_key(|draft| (draft.tokens.start, draft.tokens.end));
    parts::link(&context, &layout, &mut drafts);
    let frames = Frames::of(&context);
    // "A trader said that 22 men were missing": who speaks is not counted.
    drafts.retain(|draft| draft.origin != Origin::Implied || !frames.counts_source(&context, draft.tokens.start));
    for draft in drafts.iter_mut().filter(|draft| frames.counts_source(&context, draft.tokens.start)) {
        draft.measure = Measure::Other;
        draft.trigger = None;
        draft.rule = "figures/counted";
    }
    let setting = Setting::of(&context, &layout, &frames);
    let mut figures: Vec<Figure<'a>> = Vec::with_capacity(drafts.len());
    let mut placed: FxHashMap<Number, usize> = FxHashMap::default();
    for draft in &drafts {
        let last = figures.last().map(|last| (last.places.as_slice(), last.tokens.start as usize));
        let told = number(&context, draft);
        let same = told.and_then(|told| placed.get(&told)).and_then(|&at: &usize| figures.get(at));
        let earlier = Earlier { last, same: same.map(|figure| figure.places.as_slice()) };
        let found = figure(&context, &frames, draft, &setting, earlier);
        if let Some(told) = told.filter(|_| !found.places.is_empty()) {
            placed.entry(told).or_insert(figures.len());
        }
        figures.push(found);
    }
    place::settle(&context, &mut figures);
    number_totals(&drafts, &mut figures);
    leave_to_parts(&context, &drafts, &mut figures);
    stance::verify(&context, &mut figures);
    stance::trace(&mut figures);
    stance::inherit(&context, &mut figures);
    figures
}

/// A number with its measure, as bits that compare: the same one told again is about the same place.
type Number = (Measure, u64, u64);

/// The number of a draft; `None` for small ones, which recur by chance.
fn number(context: &Context<'_, '_, '_>, draft: &Draft) -> Option<Number> {
    let Origin::Quantity(quantity) = draft.origin else { return None };
    let quantity = context.quantities.get(quantity)?;
    let bits = |bound: Option<f64>| bound.map_or(0, f64::to_bits);
    let telling = quantity.low.or(quantity.high).is_some_and(|bound| bound >= TELLING);
    telling.then(|| (draft.measure, bits(quantity.low), bits(quantity.high)))
}

/// From here on a number that recurs is the same one.
const TELLING: f64 = 20.0;

/// Gives a draft everything that does not depend on other figures.
fn figure<'a>(
    context: &Context<'_, '_, 'a>,
    frames: &Frames<'a>,
    draft: &Draft,
    setting: &Setting<'a>,
    earlier: Earlier<'_, 'a>,
) -> Figure<'a> {
    let quantity = match draft.origin {
        Origin::Quantity(number) => context.quantities.get(number),
        _ => None,
    };
    let verdict = frames.verdict(context, draft.tokens.start);
    let unit = unit::of(context, draft, quantity);
    let claim = stance::of(context, frames, draft, &verdict, quantity);
    let when = time::of(context, draft);
    let site = place::of(context, draft, &verdict, setting, earlier, when.open_or_long);
    let parties = parties::of(context, draft, claim.claimant.as_ref());
    let (low, high) = quantity.map_or(draft.bounds, |quantity| (quantity.low, quantity.high));
    let taken = unit::taken(context, draft);
    let factor = taken.map_or(Some(1.0), |unit| unit.si_factor);
    let counts = quantity.is_none_or(|quantity| quantity.dimension == Dimension::Count);
    let si = |bound: Option<f64>, written: Option<f64>| if counts { Some(bound? * factor?) } else { written };
    Figure {
        sentence: u32::try_from(context.reading.sentence_of(draft.tokens.start)).unwrap_or(u32::MAX),
        span: context.span(&draft.tokens),
        tokens: Reading::range(draft.tokens.start, draft.tokens.end),
        low,
        high,
        comparator: quantity.map_or(Comparator::Eq, |quantity| quantity.comparator),
        vague: quantity.and_then(|quantity| quantity.vague),
        unit,
        dimension: taken
            .map(|unit| unit.dimension)
            .or(quantity.map(|quantity| quantity.dimension))
            .unwrap_or(Dimension::Count),
        low_si: si(low, quantity.and_then(|quantity| quantity.low_si)),
        high_si: si(high, quantity.and_then(|quantity| quantity.high_si)),
        measure: draft.measure,
        scope: scope::of(context, draft, when.open_or_long),
        subject: draft.subject.as_ref().map(|tokens| Cow::Borrowed(context.slice(tokens))),
        subject_class: draft.class,
        subject_actor: parties.subject,
        agent_actor: parties.agent,
        claimant: claim.claimant,
        stance: claim.stance,
        denier: claim.denier,
        verification: None,
        claimed_on: claim.on,
        modality: scope::modality(context, draft),
        places: site.places,
        destinations: site.destinations,
        place_basis: site.basis,
        place_choice: site.choice,
        from: when.from,
        to: when.to,
        time_basis: when.basis,
        part_of: None,
        implied: matches!(draft.origin, Origin::Implied | Origin::Unnumbered),
        evidence: Evidence {
            rule: draft.rule,
            entry: draft.entry,
            note: note(quantity),
            alternatives: quantity.map_or_else(Vec::new, |quantity| quantity.evidence.alternatives.clone()),
        },
    }
}

/// What is to be known about the number itself: its own note, else the rule that read it.
fn note(quantity: Option<&Quantity<'_>>) -> Option<Cow<'static, str>> {
    let evidence = &quantity?.evidence;
    evidence.note.clone().or(Some(Cow::Borrowed(evidence.rule)))
}

/// Turns links between drafts into figure ids; a total and its part stand in one order.
fn number_totals(drafts: &[Draft], figures: &mut [Figure<'_>]) {
    for (index, draft) in drafts.iter().enumerate() {
        let Some(total) = draft.part_of else { continue };
        let found = drafts.partition_point(|other| other.tokens.start < total);
        let found = drafts.get(found).filter(|other| other.tokens.start == total).map(|_| found);
        if let (Some(found), Some(figure)) = (found.filter(|&found| found != index), figures.get_mut(index)) {
            figure.part_of = u32::try_from(found).ok();
        }
    }
}

/// `40 people were killed, 12 of them in Kidal`, `900 fighters, and 300 in Gao`: the place right behind a number without a
/// noun of its own is not that of the number whose noun it takes.
fn leave_to_parts(context: &Context<'_, '_, '_>, drafts: &[Draft], figures: &mut [Figure<'_>]) {
    for (index, draft) in drafts.iter().enumerate() {
        let nounless = draft.subject.as_ref().is_none_or(|subject| subject.end <= draft.tokens.start);
        let bare = draft.inherited && nounless;
        let Some(part) = figures.get(index).filter(|part| bare && !part.places.is_empty()) else { continue };
        let total = part.part_of.map(|total| total as usize).or(index.checked_sub(1)).filter(|&total| total < index);
        let Some(total) = total.filter(|&total| drafts[total].measure == draft.measure) else { continue };
        let sentence = context.sentence(draft.tokens.start);
        let whole = &figures[total];
        let named = |at: usize| context.place(at).is_some_and(|place| whole.places.contains(&place.id));
        let behind = context.has(draft.end, CueClass::Preposition) && (draft.end + 1..draft.end + 3).any(named);
        let before = (sentence.start..draft.tokens.start).any(named);
        let own = drafts.get(total).is_some_and(|whole| sentence.contains(&whole.tokens.start));
        if own && behind && !before && part.places == whole.places {
            figures[total].places.clear();
            figures[total].place_basis = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use crossread_lexicon::Lexicon;
    use crossread_text::Document;
    use proptest::prelude::*;

    /// Words and marks whose order decides what the rules read.
    const WORDS: &[&str] = &[
        "12",
        "1,500",
        "about",
        "40",
        "percent",
        "$3",
        "million",
        "km",
        "of",
        "them",
        "the",
        "a",
        "soldiers",
        "police",
        "civilians",
        "families",
        "tanks",
        "strikes",
        "were",
        "had",
        "killed",
        "wounded",
        "dead",
        "died",
        "fled",
        "Kabul",
        "Moscow",
        "the Taliban",
        "UN",
        "said",
        "denied",
        "according to",
        "put",
        "at",
        "its",
        "own",
        "toll",
        "it",
        "he",
        "which",
        "that",
        "and",
        "including",
        "no",
        "would",
        "in",
        "Goma",
        "Kunar",
        "2025",
        "since",
        "rose",
        "by",
        ",",
        ";",
        ":",
        ".",
        "(",
        ")",
        "“",
        "”",
        "\"",
        "—",
        "|",
        "\n",
        "\n\n",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// Rows ascend, spans lie in the text, and a part stands beside a total that is no part of it.
        #[test]
        fn laws(words in prop::collection::vec(prop::sample::select(WORDS), 0..60)) {
            let document = Document::from_text("law", words.join(" "));
            let read = crate::extract(&document, Lexicon::built_in());
            for pair in read.figures.windows(2) {
                prop_assert!(pair[0].span.start() <= pair[1].span.start());
            }
            for (index, figure) in read.figures.iter().enumerate() {
                prop_assert!(!figure.span.of(&document.text).is_empty());
                if let Some(total) = figure.part_of {
                    prop_assert!((total as usize) < read.figures.len() && total as usize != index);
                }
                if let (Some(low), Some(high)) = (figure.low, figure.high) {
                    prop_assert!(low <= high);
                }
                prop_assert_eq!(figure.places.is_empty(), figure.place_basis.is_none());
            }
        }
    }
}
