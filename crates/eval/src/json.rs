//! An evaluation as JSON.

use serde_json::{Map, Value, json};

use crate::evaluation::{Cost, Evaluation};
use crate::item::Layer;

impl Evaluation {
    /// Measures with F1 by document, what each rule and lexicon row cost, and confused ids, of `layers`: an object with the
    /// lists `measures`, `rules`, `entries` and `confusions`.
    #[must_use]
    pub fn json(&self, layers: &[Layer]) -> Value {
        let measures: Vec<Value> = self
            .measures
            .iter()
            .filter(|row| layers.contains(&row.layer))
            .map(|row| {
                let by_document: Map<String, Value> = self
                    .documents
                    .iter()
                    .zip(&row.by_document)
                    .map(|(id, counts)| (id.clone(), json!(counts.f1())))
                    .collect();
                json!({
                    "layer": row.layer.name(), "measure": row.name, "precision": row.counts.precision(),
                    "recall": row.counts.recall(), "f1": row.counts.f1(), "low": row.interval.low, "high": row.interval.high,
                    "right": row.counts.right, "gold": row.counts.gold, "said": row.counts.said, "documents": by_document,
                })
            })
            .collect();
        let confusions: Vec<Value> = self
            .confusions
            .iter()
            .filter(|row| layers.contains(&row.layer))
            .map(|row| json!({"layer": row.layer.name(), "gold": row.gold, "said": row.said, "count": row.count}))
            .collect();
        json!({
            "measures": measures, "rules": costs(&self.rules, layers), "entries": costs(&self.entries, layers),
            "confusions": confusions,
        })
    }
}

fn costs(costs: &[Cost], layers: &[Layer]) -> Vec<Value> {
    let chosen = costs.iter().filter(|cost| layers.contains(&cost.layer));
    chosen
        .map(|cost| {
            json!({"layer": cost.layer.name(), "name": cost.name, "said": cost.said, "extra": cost.extra, "wrong": cost.wrong})
        })
        .collect()
}
