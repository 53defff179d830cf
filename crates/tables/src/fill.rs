//! The rows of each table, from an extraction. Cells stand in the order of `columns.rs`.

use std::collections::BTreeSet;

use crossread_extract::{ActorMention, Evidence, Extraction, Figure, PlaceMention, TimeMention};
use crossread_lexicon::{Lexicon, RowId};
use crossread_text::{CodePoints, Document, Sentence, Span};

use crate::builder::{Cells, TableBuilder};

/// What the rows of one document share.
pub(crate) struct Filler<'d> {
    document: &'d Document,
    lexicon: &'d Lexicon,
    points: CodePoints<'d>,
}

impl<'d> Filler<'d> {
    pub(crate) fn new(document: &'d Document, lexicon: &'d Lexicon) -> Self {
        Self { document, lexicon, points: CodePoints::new(&document.text) }
    }

    /// The row of table `documents`.
    pub(crate) fn document(&self, out: &mut TableBuilder, hashes: [&str; 2], sentences: usize, keep_text: bool) {
        let Document { id, title, source, url, published, language, synthetic, note, part, text, pages: _ } =
            self.document;
        let [sha256, fingerprint] = hashes;
        out.row()
            .str("doc_id", id)
            .opt_str("title", title.as_deref())
            .opt_str("source", source.as_deref())
            .opt_str("url", url.as_deref())
            .opt_date("published", *published)
            .opt_str("language", language.as_deref())
            .count("chars", self.points.len())
            .count("sentences", index(sentences))
            .str("sha256", sha256)
            .str("fingerprint", fingerprint)
            .bool("synthetic", *synthetic)
            .opt_str("note", note.as_deref())
            .opt_str("part", part.as_deref())
            .opt_str("text", keep_text.then_some(text));
    }

    pub(crate) fn sentences(&self, out: &mut TableBuilder, sentences: &[Sentence]) {
        for (number, sentence) in sentences.iter().enumerate() {
            let mut row = out.row();
            row.str("doc_id", &self.document.id).count("sentence_id", index(number));
            self.span(&mut row, sentence.span);
            row.str("kind", sentence.kind.name()).opt_count("page", self.document.page_of(sentence.span.start()));
        }
    }

    pub(crate) fn actors(&self, out: &mut TableBuilder, actors: &[ActorMention<'_>]) {
        for actor in ordered(actors, |actor| (actor.span, actor.evidence.rule)) {
            let mut row = out.row();
            row.str("doc_id", &self.document.id).count("sentence_id", actor.sentence);
            self.span(&mut row, actor.span);
            row.str("actor_id", &actor.id)
                .str("actor", &actor.name)
                .str("type", actor.kind.name())
                .opt_str("country", actor.country.as_deref())
                .str("form", actor.form.name())
                .opt_str("part_of", actor.part_of.as_deref())
                .opt_str("side", actor.side.as_deref())
                .bool("known", actor.known);
            self.evidence(&mut row, &actor.evidence);
        }
    }

    pub(crate) fn places(&self, out: &mut TableBuilder, places: &[PlaceMention<'_>]) {
        for place in ordered(places, |place| (place.span, place.evidence.rule)) {
            let mut row = out.row();
            row.str("doc_id", &self.document.id).count("sentence_id", place.sentence);
            self.span(&mut row, place.span);
            row.str("place_id", &place.id)
                .str("place", &place.name)
                .str("level", place.level.name())
                .opt_str("country", place.country.as_deref())
                .opt_str("admin1", place.admin1.as_deref())
                .opt_f64("lat", place.lat)
                .opt_f64("lon", place.lon)
                .opt_str("pcode", place.pcode.as_deref())
                .opt_str("pcode_source", place.pcode_source.as_deref())
                .opt_str("role", place.role.map(|role| role.name()));
            self.evidence(&mut row, &place.evidence);
        }
    }

    pub(crate) fn times(&self, out: &mut TableBuilder, times: &[TimeMention<'_>]) {
        for time in ordered(times, |time| (time.span, time.evidence.rule)) {
            let mut row = out.row();
            row.str("doc_id", &self.document.id).count("sentence_id", time.sentence);
            self.span(&mut row, time.span);
            row.opt_date("date_from", time.from)
                .opt_date("date_to", time.to)
                .bool("open", time.open)
                .str("granularity", time.granularity.name());
            self.evidence(&mut row, &time.evidence);
        }
    }

    pub(crate) fn figures(&self, out: &mut TableBuilder, figures: &[Figure<'_>]) {
        let numbered: Vec<(usize, &Figure<'_>)> = figures.iter().enumerate().collect();
        for &(number, figure) in ordered(&numbered, |(_, figure)| (figure.span, figure.evidence.rule)) {
            let mut row = out.row();
            row.str("doc_id", &self.document.id)
                .count("figure_id", index(number))
                .count("sentence_id", figure.sentence);
            self.span(&mut row, figure.span);
            self.quantity(&mut row, figure);
            meaning(&mut row, figure);
            self.evidence(&mut row, &figure.evidence);
        }
    }

    fn quantity(&self, row: &mut Cells<'_>, figure: &Figure<'_>) {
        row.opt_f64("low", figure.low)
            .opt_f64("high", figure.high)
            .str("comparator", figure.comparator.name())
            .opt_str("vague", figure.vague.map(|row| self.lexicon.entry(row)))
            .str("unit", figure.unit)
            .str("dimension", figure.dimension.name())
            .opt_f64("low_si", figure.low_si)
            .opt_f64("high_si", figure.high_si);
    }

    fn span(&self, row: &mut Cells<'_>, span: Span) {
        row.count("start", self.points.at(span.start()))
            .count("end", self.points.at(span.end()))
            .str("text", span.of(&self.document.text));
    }

    fn evidence(&self, row: &mut Cells<'_>, evidence: &Evidence<'_>) {
        row.str("rule", evidence.rule)
            .opt_str("entry", evidence.entry.map(|row| self.lexicon.entry(row)))
            .list("alternatives", &evidence.alternatives)
            .opt_str("note", evidence.note.as_deref());
    }
}

fn meaning(row: &mut Cells<'_>, figure: &Figure<'_>) {
    row.str("measure", figure.measure.name())
        .opt_str("scope", figure.scope.map(|scope| scope.name()))
        .opt_str("subject", figure.subject.as_deref())
        .opt_str("subject_class", figure.subject_class.map(|class| class.name()))
        .opt_str("subject_actor_id", figure.subject_actor.as_deref())
        .opt_str("agent_actor_id", figure.agent_actor.as_deref())
        .opt_str("claimant_id", figure.claimant.as_ref().map(|claimant| claimant.id.as_ref()))
        .opt_str("claimant", figure.claimant.as_ref().map(|claimant| claimant.text.as_ref()))
        .str("stance", figure.stance.name())
        .opt_str("denier_id", figure.denier.as_deref())
        .opt_str("verification", figure.verification.map(|verification| verification.name()))
        .opt_date("claimed_on", figure.claimed_on)
        .str("modality", figure.modality.name())
        .list("places", &figure.places)
        .list("destinations", &figure.destinations)
        .opt_str("place_basis", figure.place_basis.map(|basis| basis.name()))
        .opt_date("date_from", figure.from)
        .opt_date("date_to", figure.to)
        .opt_str("time_basis", figure.time_basis.map(|basis| basis.name()))
        .opt_count("part_of", figure.part_of)
        .bool("implied", figure.implied);
}

/// Adds the lexicon rows that an extraction used to `fired`: those that rows name, and those of the parties and places that
/// were found by other words (a nationality, a capital), for their names and codes are theirs.
pub(crate) fn fired(extraction: &Extraction<'_>, lexicon: &Lexicon, fired: &mut BTreeSet<RowId>) {
    fired.extend(extraction.actors.iter().filter_map(|row| Some(lexicon.actor(&row.id)?.row)));
    fired.extend(extraction.places.iter().flat_map(|row| lexicon.places_of(&row.id)).map(|place| place.row));
    fired.extend(extraction.actors.iter().filter_map(|row| row.evidence.entry));
    fired.extend(extraction.places.iter().filter_map(|row| row.evidence.entry));
    fired.extend(extraction.times.iter().filter_map(|row| row.evidence.entry));
    fired.extend(extraction.figures.iter().flat_map(|row| [row.evidence.entry, row.vague]).flatten());
}

/// The rows in the contract's order: by start, end, rule. Rows that stand equal keep their order.
fn ordered<R>(rows: &[R], key: impl Fn(&R) -> (Span, &'static str)) -> Vec<&R> {
    let mut rows: Vec<&R> = rows.iter().collect();
    rows.sort_by_key(|row| key(row));
    rows
}

/// A position as the tables hold it; there are fewer than 2^31 rows in a document.
fn index(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
