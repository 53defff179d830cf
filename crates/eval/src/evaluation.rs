//! Everything an evaluation tells.

use std::collections::BTreeMap;

use crate::counts::{Counts, Interval};
use crate::gold::GoldDocument;
use crate::item::{Item, Items, Layer};
use crate::linking::Links;
use crate::matching::{Matching, Paired, pair};
use crate::measures::{Linking, Measure, measures};

/// How to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// When spans meet.
    pub matching: Matching,
    /// Ids of gold stand for those of the run that they meet most often; otherwise ids must be equal.
    pub mapped_ids: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { matching: Matching::Overlap, mapped_ids: true }
    }
}

/// One measure of one layer.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureScore {
    /// The layer.
    pub layer: Layer,
    /// Name of the measure.
    pub name: &'static str,
    /// Over all documents.
    pub counts: Counts,
    /// Of F1, by drawing documents.
    pub interval: Interval,
    /// Of each document, in the order given.
    pub by_document: Vec<Counts>,
}

/// What a rule or a lexicon row did in one layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The layer.
    pub layer: Layer,
    /// Name of the rule, or `pack:row`.
    pub name: String,
    /// Rows it made, optional gold aside.
    pub said: usize,
    /// Of these, rows that answer no gold.
    pub extra: usize,
    /// Of these, rows that answer gold but are wrong by the layer's last measure.
    pub wrong: usize,
}

/// A gold id and the id said instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    /// Actors or places.
    pub layer: Layer,
    /// What gold has.
    pub gold: String,
    /// What the run has.
    pub said: String,
    /// How often.
    pub count: usize,
}

/// What is wrong with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WrongKind {
    /// In gold, not in the run.
    Missed,
    /// In the run, not in gold.
    Extra,
    /// In both, and wrong by the layer's last measure.
    Differs,
}

/// One mistake.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrong {
    /// Its document.
    pub doc_id: String,
    /// Its layer.
    pub layer: Layer,
    /// What kind of mistake.
    pub kind: WrongKind,
    /// The gold item, but for [`WrongKind::Extra`].
    pub gold: Option<Item>,
    /// The row, but for [`WrongKind::Missed`].
    pub said: Option<Item>,
}

/// A row that is right.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Its document.
    pub doc_id: String,
    /// Its layer.
    pub layer: Layer,
    /// The row.
    pub said: Item,
}

/// The result of [`evaluate`]. Lists are sorted: costs and confusions by how much they cost, then by
/// name; mistakes by document, layer and place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    /// Ids of the documents, in the order given.
    pub documents: Vec<String>,
    /// Every measure of every layer.
    pub measures: Vec<MeasureScore>,
    /// By rule.
    pub rules: Vec<Cost>,
    /// By lexicon row.
    pub entries: Vec<Cost>,
    /// Ids mistaken for others.
    pub confusions: Vec<Confusion>,
    /// Every mistake.
    pub mistakes: Vec<Wrong>,
    /// Every row that is right by its layer's last measure, by document, layer and place.
    pub answers: Vec<Answer>,
}

impl Evaluation {
    /// A measure by its layer and name.
    #[must_use]
    pub fn measure(&self, layer: Layer, name: &str) -> Option<&MeasureScore> {
        self.measures.iter().find(|measure| measure.layer == layer && measure.name == name)
    }
}

/// A document while it is compared.
type Compared<'d> = (&'d GoldDocument, &'d Items, Vec<(Layer, Paired)>);

/// Compares documents, each as gold and what a run said of it.
#[must_use]
pub fn evaluate(documents: &[(GoldDocument, Items)], options: &Options) -> Evaluation {
    let compared: Vec<Compared<'_>> = documents
        .iter()
        .map(|(gold, said)| {
            let pairs = Layer::ALL.map(|layer| (layer, pair(&gold.items[layer], &said[layer], options.matching)));
            (gold, said, pairs.into())
        })
        .collect();
    let links = linking(&compared, options.mapped_ids);
    let mut evaluation =
        Evaluation { documents: documents.iter().map(|(gold, _)| gold.id.clone()).collect(), ..Evaluation::default() };
    for layer in Layer::ALL {
        for measure in measures(layer) {
            let by_document: Vec<Counts> =
                compared.iter().map(|document| count(document, layer, measure, &links)).collect();
            let mut counts = Counts::default();
            by_document.iter().for_each(|document| counts += *document);
            let interval = Interval::of(&by_document);
            evaluation.measures.push(MeasureScore { layer, name: measure.name, counts, interval, by_document });
        }
    }
    charge(&compared, &links, &mut evaluation);
    evaluation
}

/// The pairs of a layer in a document, as items.
fn pairs_of<'d>(document: &'d Compared<'d>, layer: Layer) -> impl Iterator<Item = (&'d Item, &'d Item)> {
    let (gold, said, pairs) = document;
    let paired = pairs.iter().find(|(of, _)| *of == layer);
    paired
        .into_iter()
        .flat_map(move |(_, paired)| paired.pairs.iter().map(move |&(g, s)| (&gold.items[layer][g], &said[layer][s])))
}

fn linking(compared: &[Compared<'_>], mapped: bool) -> Linking {
    let ids = |layer| {
        compared
            .iter()
            .flat_map(move |document| pairs_of(document, layer))
            .filter_map(|(gold, said)| Some((gold.id.as_deref()?, said.id.as_deref()?)))
    };
    let mut actors = Links::new(ids(Layer::Actors), mapped);
    for (_, said) in compared.iter().flat_map(|document| pairs_of(document, Layer::Actors)) {
        if let (Some(id), Some(whole)) = (&said.id, &said.part_of) {
            actors.note_whole(id, whole);
        }
    }
    Linking { actors, places: Links::for_places(ids(Layer::Places), mapped) }
}

fn count(document: &Compared<'_>, layer: Layer, measure: &Measure, links: &Linking) -> Counts {
    let right = pairs_of(document, layer).filter(|(gold, said)| (measure.right)(gold, said, links)).count();
    let sizes = document.2.iter().find(|(of, _)| *of == layer).map(|(_, paired)| paired);
    let size = |left: fn(&Paired) -> usize| sizes.map_or(0, |paired| paired.pairs.len() + left(paired));
    Counts { right, gold: size(|paired| paired.missed.len()), said: size(|paired| paired.extra.len()) }
}

/// Charges every mistake to the rule and the lexicon row that made it, and lists it.
fn charge(compared: &[Compared<'_>], links: &Linking, evaluation: &mut Evaluation) {
    let mut rules = Ledger::default();
    let mut entries = Ledger::default();
    let mut confusions: BTreeMap<(Layer, String, String), usize> = BTreeMap::new();
    for document in compared {
        let (gold, said, pairs) = document;
        for (layer, paired) in pairs {
            let Some(whole) = measures(*layer).last() else { continue };
            let mut mistakes: Vec<(WrongKind, Option<&Item>, Option<&Item>)> = Vec::new();
            mistakes.extend(paired.missed.iter().map(|&at| (WrongKind::Missed, Some(&gold.items[*layer][at]), None)));
            for &at in &paired.extra {
                let row = &said[*layer][at];
                rules.note(*layer, row.rule.as_deref(), Some(WrongKind::Extra));
                entries.note(*layer, row.entry.as_deref(), Some(WrongKind::Extra));
                mistakes.push((WrongKind::Extra, None, Some(row)));
            }
            for (right, row) in pairs_of(document, *layer) {
                let wrong = (!(whole.right)(right, row, links)).then_some(WrongKind::Differs);
                rules.note(*layer, row.rule.as_deref(), wrong);
                entries.note(*layer, row.entry.as_deref(), wrong);
                if wrong.is_none() {
                    evaluation.answers.push(Answer { doc_id: gold.id.clone(), layer: *layer, said: row.clone() });
                } else {
                    mistakes.push((WrongKind::Differs, Some(right), Some(row)));
                    if let (Some(gold), Some(said)) = (&right.id, &row.id) {
                        *confusions.entry((*layer, gold.clone(), said.clone())).or_default() += 1;
                    }
                }
            }
            mistakes.sort_by_key(|(kind, gold, said)| (gold.or(*said).map(|item| (item.start, item.end)), *kind));
            evaluation.mistakes.extend(mistakes.into_iter().map(|(kind, right, row)| Wrong {
                doc_id: gold.id.clone(),
                layer: *layer,
                kind,
                gold: right.cloned(),
                said: row.cloned(),
            }));
        }
    }
    evaluation.rules = rules.costs();
    evaluation.entries = entries.costs();
    evaluation.confusions =
        confusions.into_iter().map(|((layer, gold, said), count)| Confusion { layer, gold, said, count }).collect();
    evaluation.confusions.sort_by_key(|confusion| std::cmp::Reverse(confusion.count));
}

/// Rows and mistakes by name.
#[derive(Default)]
struct Ledger(BTreeMap<(Layer, String), (usize, usize, usize)>);

impl Ledger {
    fn note(&mut self, layer: Layer, name: Option<&str>, wrong: Option<WrongKind>) {
        let Some(name) = name else { return };
        let (said, extra, differs) = self.0.entry((layer, name.to_owned())).or_default();
        *said += 1;
        *extra += usize::from(wrong == Some(WrongKind::Extra));
        *differs += usize::from(wrong == Some(WrongKind::Differs));
    }

    fn costs(self) -> Vec<Cost> {
        let mut costs: Vec<Cost> = self
            .0
            .into_iter()
            .map(|((layer, name), (said, extra, wrong))| Cost { layer, name, said, extra, wrong })
            .collect();
        costs.sort_by_key(|cost| std::cmp::Reverse(cost.extra + cost.wrong));
        costs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(start: u32, id: &str, rule: &str) -> Item {
        Item {
            start,
            end: start + 4,
            id: Some(id.to_owned()),
            rule: Some(rule.to_owned()),
            entry: Some(format!("built-in:{id}")),
            ..Item::default()
        }
    }

    /// Three documents with one mistake of each kind.
    fn sample() -> Vec<(GoldDocument, Items)> {
        let document = |id: &str, gold: Vec<Item>, said: Vec<Item>| {
            let mut right = GoldDocument::named(id);
            right.items[Layer::Places] = gold;
            let mut items = Items::default();
            items[Layer::Places] = said;
            (right, items)
        };
        vec![
            document("a", vec![item(0, "AF-NAN", ""), item(9, "AF-KHO", "")], vec![item(0, "AF-NAN", "places/name")]),
            document("b", vec![item(0, "AF-KAB", "")], vec![item(0, "AF-KAB/Kabul", "places/bare")]),
            document("c", vec![], vec![item(5, "SY", "places/bare")]),
        ]
    }

    #[test]
    fn mistakes_are_counted_charged_and_listed() {
        let result = evaluate(&sample(), &Options::default());
        let linked = result.measure(Layer::Places, "linked").unwrap();
        assert_eq!(linked.counts, Counts { right: 1, gold: 3, said: 3 });
        assert_eq!(linked.by_document[1], Counts { right: 0, gold: 1, said: 1 });
        assert_eq!(result.measure(Layer::Places, "span").unwrap().counts.right, 2);
        assert_eq!(
            result.rules,
            [
                Cost { layer: Layer::Places, name: "places/bare".to_owned(), said: 2, extra: 1, wrong: 1 },
                Cost { layer: Layer::Places, name: "places/name".to_owned(), said: 1, extra: 0, wrong: 0 },
            ]
        );
        assert_eq!(result.entries.len(), 3);
        let confused = &result.confusions[0];
        assert_eq!((confused.gold.as_str(), confused.said.as_str(), confused.count), ("AF-KAB", "AF-KAB/Kabul", 1));
        let kinds: Vec<_> = result.mistakes.iter().map(|wrong| (wrong.doc_id.as_str(), wrong.kind)).collect();
        assert_eq!(kinds, [("a", WrongKind::Missed), ("b", WrongKind::Differs), ("c", WrongKind::Extra)]);
    }

    #[test]
    fn the_order_of_documents_changes_no_sum() {
        let mut documents = sample();
        let forward = evaluate(&documents, &Options::default());
        documents.reverse();
        let backward = evaluate(&documents, &Options::default());
        for (a, b) in forward.measures.iter().zip(&backward.measures) {
            assert_eq!((a.layer, a.name, a.counts), (b.layer, b.name, b.counts));
        }
        assert_eq!((forward.rules, forward.confusions), (backward.rules, backward.confusions));
    }
}
