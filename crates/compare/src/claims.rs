//! The table `claims`: every figure with its sentence and the names behind its ids, so that it can be read without joins.

use crate::claim::{Batch, Claim};
use crate::table::Table;

/// The rows of some documents: every figure, also those that enter no question.
pub(crate) fn claims(data: &Batch<'_>) -> Table {
    let each = || data.claims.iter();
    let document = |claim: &Claim| &data.documents[claim.doc];
    let actor = |id: &Option<String>| id.as_deref().map(|id| data.sides.name(id).to_owned());
    let places = |ids: &[String]| ids.iter().map(|id| data.gazetteer.name(id).to_owned()).collect();
    Table::new("claims")
        .str("doc_id", each().map(|c| Some(document(c).doc_id.clone())))
        .int("figure_id", each().map(|c| Some(c.figure_id)))
        .str("measure", each().map(|c| Some(c.measure.clone())))
        .str("text", each().map(|c| Some(c.text.clone())))
        .float("low", each().map(|c| c.low))
        .float("high", each().map(|c| c.high))
        .str("comparator", each().map(|c| Some(c.comparator.clone())))
        .str("unit", each().map(|c| Some(c.unit.clone())))
        .str("subject", each().map(|c| c.subject.clone()))
        .str("subject_class", each().map(|c| c.subject_class.clone()))
        .str("party", each().map(|c| actor(&c.subject_actor_id)))
        .str("agent", each().map(|c| actor(&c.agent_actor_id)))
        .str("claimant_name", each().map(|c| actor(&c.claimant_id).or_else(|| c.claimant.clone())))
        .str("stance", each().map(|c| Some(c.stance.clone())))
        .str("denied_by", each().map(|c| actor(&c.denier_id)))
        .str("verification", each().map(|c| c.verification.clone()))
        .list("place_names", each().map(|c| places(&c.places)))
        .list("destination_names", each().map(|c| places(&c.destinations)))
        .date("date_from", each().map(|c| c.date_from))
        .date("date_to", each().map(|c| c.date_to))
        .str("sentence", each().map(|c| Some(c.sentence.clone())))
        .str("title", each().map(|c| document(c).title.clone()))
        .str("source", each().map(|c| document(c).source.clone()))
        .str("url", each().map(|c| document(c).url.clone()))
        .date("published", each().map(|c| document(c).published))
        .bool("synthetic", each().map(|c| document(c).synthetic))
        .str("scope", each().map(|c| c.scope.clone()))
        .str("modality", each().map(|c| Some(c.modality.clone())))
        .bool("implied", each().map(|c| c.implied))
        .int("part_of", each().map(|c| c.part_of))
        .date("claimed_on", each().map(|c| c.claimed_on))
        .str("subject_actor_id", each().map(|c| c.subject_actor_id.clone()))
        .str("agent_actor_id", each().map(|c| c.agent_actor_id.clone()))
        .str("claimant_id", each().map(|c| c.claimant_id.clone()))
        .str("claimant", each().map(|c| c.claimant.clone()))
        .str("denier_id", each().map(|c| c.denier_id.clone()))
        .list("place_ids", each().map(|c| c.places.clone()))
        .list("destination_ids", each().map(|c| c.destinations.clone()))
        .int("sentence_id", each().map(|c| Some(c.sentence_id)))
        .int("start", each().map(|c| Some(c.start)))
        .int("end", each().map(|c| Some(c.end)))
}
