//! A difference in the order in which people read it: findings, counts, causes, documents, rows.

use std::collections::{BTreeMap, BTreeSet};

use crossread_tables::{DocumentRow, Writer};
use serde_json::Value;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::DiffError;
use crate::cause::{Cause, Fate, short};
use crate::details::{Detail, FindingKind, shown};
use crate::diff::{Change, Counts, Diff, Kind, Side, TableDiff};
use crate::edit::{Piece, words};

/// A difference in reading order, every list with at most as many items as were asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// True when a document of either run is invented.
    pub synthetic: bool,
    /// What the runs record about themselves that differs: versions, packs, the vague table.
    pub facts: Vec<String>,
    /// Questions that changed: flipped ones first, then new, revised, moved, gone, others.
    pub findings: Vec<FindingLine>,
    /// Questions that are not listed.
    pub more_findings: usize,
    /// Every table with how many rows changed, and the run that lacks it.
    pub counts: Vec<(&'static str, Counts, Option<Side>)>,
    /// Why, the most frequent cause first.
    pub causes: Vec<CauseLine>,
    /// Documents that one run alone has or whose text was edited, by id.
    pub documents: Vec<DocumentLine>,
    /// Documents that are not listed.
    pub more_documents: usize,
    /// Rows that changed, but for questions, edited texts and the rows of documents that one run alone has.
    pub sections: Vec<Section>,
}

/// A question that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct FindingLine {
    /// How.
    pub kind: FindingKind,
    /// The question in words.
    pub question: String,
    /// What was and what is.
    pub facts: Vec<String>,
    /// Why.
    pub causes: Vec<String>,
}

/// A cause with what it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CauseLine {
    /// The cause in words.
    pub cause: String,
    /// Rows that changed for it, by table; a row with two causes counts for both.
    pub tables: Vec<(&'static str, usize)>,
    /// Documents in which `extract` said something else.
    pub documents: usize,
}

/// A document that one run alone has, or that was edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentLine {
    /// Its id.
    pub doc_id: String,
    /// What became of it.
    pub fate: Fate,
    /// Rows of it that changed, its sentences aside.
    pub rows: usize,
    /// What was written and what is written now.
    pub edits: Vec<Edit>,
    /// Edited sentences that are not listed.
    pub more: usize,
}

/// A sentence before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// The old sentence; empty when it is new.
    pub old: Sentence,
    /// The new sentence; empty when it was taken out.
    pub new: Sentence,
}

/// A sentence as runs of words.
pub type Sentence = Vec<Word>;

/// Words that stand together, and whether the other side has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As written.
    pub text: String,
    /// True when the other side has them too.
    pub same: bool,
}

/// Rows of one table.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The table.
    pub table: &'static str,
    /// Its first changes.
    pub lines: Vec<ChangeLine>,
    /// Changes that are not listed.
    pub more: usize,
}

/// A row that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeLine {
    /// How.
    pub kind: Kind,
    /// Where: document and offsets, or the key.
    pub place: String,
    /// What a reader knows the row by.
    pub label: String,
    /// What was and what is.
    pub facts: Vec<String>,
    /// Why.
    pub causes: Vec<String>,
}

/// Columns that tell a row that one run alone has.
const TELLING: [&str; 12] = [
    "actor_id",
    "place_id",
    "low",
    "high",
    "unit",
    "measure",
    "claimant_id",
    "places",
    "date_from",
    "date_to",
    "rule",
    "entry",
];

/// Sentences of an edited document that are listed.
const MOST_EDITS: usize = 12;

impl Diff {
    /// The difference in reading order. At most `most` questions, documents and rows a table are listed; rows of comparison
    /// tables only when `compared`: they repeat what the layers and the questions say.
    ///
    /// # Errors
    /// When a table cannot be read any more.
    pub fn outline(&self, most: usize, compared: bool) -> Result<Outline, DiffError> {
        let mut outline = Outline { synthetic: self.is_synthetic()?, facts: self.facts(), ..Outline::default() };
        outline.counts = self.tables.iter().map(|table| (table.table().name, table.counts, table.missing())).collect();
        outline.causes = self.by_cause();
        if let Some(findings) = self.table("findings") {
            (outline.findings, outline.more_findings) = self.findings(findings, most)?;
        }
        let edited = self.documents(&mut outline, most)?;
        for table in &self.tables {
            let name = table.table().name;
            if name == "findings" || (!compared && table.table().writer == Writer::Compare) {
                continue;
            }
            let wanted = |change: &Change| {
                let whole = self.causes(change).iter().all(|cause| is_whole(cause));
                let told = matches!(name, "sentences" | "documents") && edited.contains(table.key(change));
                // Words that fire because a text changed are counted, not listed: the text tells them.
                let followed = name == "lexicon" && self.causes(change).iter().all(|cause| is_followed(cause));
                !whole && !told && !followed
            };
            let all = table.changes.iter().filter(|change| wanted(change)).count();
            let mut lines = Vec::new();
            self.details(table, Some(most), wanted, |detail| {
                lines.push(line(detail));
                Ok::<(), DiffError>(())
            })?;
            if all > 0 {
                outline.sections.push(Section { table: name, more: all - lines.len(), lines });
            }
        }
        Ok(outline)
    }

    fn is_synthetic(&self) -> Result<bool, DiffError> {
        let mut synthetic = false;
        for run in [&self.old, &self.new] {
            for name in ["documents", "compare_documents"] {
                if let Some(table) = crossread_tables::table(name).filter(|table| run.holds(table)) {
                    run.for_each(table, |row| synthetic |= row.bool("synthetic") == Some(true))?;
                }
            }
        }
        Ok(synthetic)
    }

    fn facts(&self) -> Vec<String> {
        let (old, new) = (self.old.run(), self.new.run());
        let changed = |what: &str, old: &str, new: &str| (old != new).then(|| format!("{what} {old} → {new}"));
        let mut facts: Vec<String> =
            changed("version", &old.program_version, &new.program_version).into_iter().collect();
        let built = facts.is_empty() && !old.build.is_empty() && !new.build.is_empty();
        facts.extend(changed("code", short(&old.build), short(&new.build)).filter(|_| built));
        facts.extend(changed("vague table", &old.vague_table, &new.vague_table));
        let names: BTreeSet<&String> = old.packs.iter().chain(&new.packs).map(|pack| &pack.name).collect();
        for name in names {
            let of = |packs: &[crossread_tables::PackEntry]| {
                packs.iter().find(|pack| pack.name == *name).map(|pack| pack.fingerprint.clone())
            };
            facts.extend(match (of(&old.packs), of(&new.packs)) {
                (None, _) => Some(format!("pack {name} added")),
                (_, None) => Some(format!("pack {name} removed")),
                (old, new) => (old != new).then(|| format!("pack {name} edited")),
            });
        }
        facts
    }

    fn by_cause(&self) -> Vec<CauseLine> {
        type Tally = (BTreeMap<usize, usize>, BTreeSet<String>);
        let mut tallies: BTreeMap<&Cause, Tally> = BTreeMap::new();
        for (at, table) in self.tables.iter().enumerate() {
            let extracted = table.table().writer == Writer::Extract && table.table().column("doc_id").is_some();
            for change in &table.changes {
                for cause in self.causes(change) {
                    let (tables, documents) = tallies.entry(cause).or_default();
                    *tables.entry(at).or_default() += 1;
                    if extracted && !documents.contains(table.key(change)) {
                        documents.insert(table.key(change).to_owned());
                    }
                }
            }
        }
        let name = |at: usize| self.tables[at].table().name;
        let mut lines: Vec<CauseLine> = tallies
            .into_iter()
            .map(|(cause, (tables, documents))| CauseLine {
                cause: cause.to_string(),
                tables: tables.into_iter().map(|(at, count)| (name(at), count)).collect(),
                documents: documents.len(),
            })
            .collect();
        let total = |line: &CauseLine| line.tables.iter().map(|(_, count)| count).sum::<usize>();
        lines.sort_by_key(|line| std::cmp::Reverse(total(line)));
        lines
    }

    fn findings(&self, table: &TableDiff, most: usize) -> Result<(Vec<FindingLine>, usize), DiffError> {
        let mut lines = Vec::new();
        self.details(
            table,
            None,
            |_| true,
            |detail| {
                lines.push(FindingLine {
                    kind: detail.finding(),
                    facts: finding_facts(&detail),
                    causes: detail.causes.iter().map(Cause::to_string).collect(),
                    question: detail.label,
                });
                Ok::<(), DiffError>(())
            },
        )?;
        let order = [
            FindingKind::Flipped,
            FindingKind::New,
            FindingKind::Revised,
            FindingKind::Moved,
            FindingKind::Gone,
            FindingKind::Other,
        ];
        lines.sort_by_key(|line| order.iter().position(|kind| *kind == line.kind));
        let more = lines.len().saturating_sub(most);
        lines.truncate(most);
        Ok((lines, more))
    }

    /// Lists documents, and gives the ids of those whose text was edited.
    fn documents(&self, outline: &mut Outline, most: usize) -> Result<BTreeSet<String>, DiffError> {
        let mut fates: BTreeMap<String, (Fate, usize)> = BTreeMap::new();
        for table in self.tables.iter().filter(|table| table.table().writer == Writer::Extract) {
            let counted = !matches!(table.table().name, "documents" | "sentences");
            for change in table.changes.iter().filter(|_| table.table().column("doc_id").is_some()) {
                let fate = self.causes(change).into_iter().find_map(|cause| match cause {
                    Cause::Document { fate } if *fate != Fate::Metadata => Some(*fate),
                    _ => None,
                });
                if let Some(fate) = fate {
                    let (_, rows) = fates.entry(table.key(change).to_owned()).or_insert((fate, 0));
                    *rows += usize::from(counted);
                }
            }
        }
        let edited = fates.iter().filter(|(_, (fate, _))| *fate == Fate::Edited).map(|(id, _)| id.clone()).collect();
        outline.more_documents = fates.len().saturating_sub(most);
        for (doc_id, (fate, rows)) in fates.into_iter().take(most) {
            let (edits, more) = if fate == Fate::Edited { self.edits(&doc_id)? } else { (Vec::new(), 0) };
            outline.documents.push(DocumentLine { doc_id, fate, rows, edits, more });
        }
        Ok(edited)
    }

    fn edits(&self, doc_id: &str) -> Result<(Vec<Edit>, usize), DiffError> {
        let Some(table) = self.table("sentences") else { return Ok((Vec::new(), 0)) };
        let of_document = |change: &Change| table.key(change) == doc_id;
        let texts = |change: &&Change| change.kind() != Kind::Changed || has_text(table, change);
        let all = table.changes.iter().filter(|change| of_document(change)).filter(texts).count();
        let mut edits = Vec::new();
        self.details(
            table,
            Some(MOST_EDITS),
            |change| of_document(change) && texts(&change),
            |detail| {
                let text = |side: fn(&crate::CellChange) -> &Value| match detail.cell("text").map(side) {
                    Some(Value::String(text)) => text.split_whitespace().collect::<Vec<_>>().join(" "),
                    _ => String::new(),
                };
                edits.push(edit(&text(|cell| &cell.old), &text(|cell| &cell.new)));
                Ok::<(), DiffError>(())
            },
        )?;
        Ok((edits, all.saturating_sub(MOST_EDITS)))
    }

    /// The documents of one run.
    ///
    /// # Errors
    /// When its table cannot be read.
    pub fn documents_of(&self, side: Side) -> Result<Vec<DocumentRow>, DiffError> {
        Ok(self.run(side).documents()?)
    }
}

fn has_text(table: &TableDiff, change: &Change) -> bool {
    table.table().column("text").is_some_and(|(position, _)| change.columns >> position & 1 == 1)
}

/// True when documents, not the lexicon, made a row fire or fire no more.
fn is_followed(cause: &Cause) -> bool {
    matches!(cause, Cause::Document { .. } | Cause::Elsewhere)
}

/// True when one run alone has the document.
fn is_whole(cause: &Cause) -> bool {
    matches!(cause, Cause::Document { fate: Fate::Added | Fate::Removed })
}

fn edit(old: &str, new: &str) -> Edit {
    fn whole(text: &str) -> Piece<'_> {
        Piece { start: 0, end: 0, text }
    }
    let (old_words, new_words) = (words(whole(old)), words(whole(new)));
    fn texts<'t>(words: &[Piece<'t>]) -> Vec<&'t str> {
        words.iter().map(|word| word.text).collect()
    }
    let mut edit = Edit::default();
    for op in capture_diff_slices(Algorithm::Myers, &texts(&old_words), &texts(&new_words)) {
        let same = matches!(op, DiffOp::Equal { .. });
        push(&mut edit.old, old, &old_words[op.old_range()], same);
        push(&mut edit.new, new, &new_words[op.new_range()], same);
    }
    edit
}

/// Adds the stretch of the text from the first to the last of some words.
fn push(sentence: &mut Sentence, text: &str, words: &[Piece<'_>], same: bool) {
    if let (Some(first), Some(last)) = (words.first(), words.last()) {
        let (from, count) = (first.start, last.end - first.start);
        let (from, count) = (usize::try_from(from).unwrap_or(0), usize::try_from(count).unwrap_or(0));
        sentence.push(Word { text: text.chars().skip(from).take(count).collect(), same });
    }
}

fn line(detail: Detail) -> ChangeLine {
    let document = detail.key.iter().find(|(name, _)| *name == "doc_id").map(|(_, id)| id.as_str());
    let others = detail.key.iter().filter(|(name, value)| *name != "doc_id" && !value.is_empty());
    let mut place: Vec<String> = document.map(str::to_owned).into_iter().collect();
    place.extend(detail.span.map(|(start, end)| format!("{start}..{end}")));
    place.extend(others.map(|(_, value)| value.clone()));
    let facts = match detail.kind {
        Kind::Changed => detail.cells.iter().map(changed).collect(),
        Kind::Added | Kind::Removed => {
            let told = detail.cells.iter().filter(|cell| TELLING.contains(&cell.column));
            let side =
                |cell: &crate::CellChange| if detail.kind == Kind::Added { cell.new.clone() } else { cell.old.clone() };
            let values = told.map(|cell| (cell.column, side(cell)));
            let known = values.filter(|(_, value)| !value.is_null() && *value != Value::Array(Vec::new()));
            known.map(|(column, value)| format!("{column} {}", shown(&value))).collect()
        }
    };
    let causes = detail.causes.iter().map(Cause::to_string).collect();
    ChangeLine { kind: detail.kind, place: place.join(" "), label: detail.label, facts, causes }
}

fn changed(cell: &crate::CellChange) -> String {
    format!("{} {} → {}", cell.column, shown(&cell.old), shown(&cell.new))
}

/// What was and what is, of a question.
fn finding_facts(detail: &Detail) -> Vec<String> {
    let side = |column: &str| {
        let cell = detail.cell(column)?;
        let value = if detail.kind == Kind::Removed { &cell.old } else { &cell.new };
        (!value.is_null()).then(|| shown(value))
    };
    if detail.kind != Kind::Changed {
        return ["relation", "why"].into_iter().filter_map(side).collect();
    }
    let telling = ["relation", "low", "high", "support", "accounts", "sources", "claimants", "doc_ids"];
    let mut facts: Vec<String> = telling.iter().filter_map(|column| detail.cell(column)).map(changed).collect();
    if facts.is_empty() {
        facts = detail.cells.iter().map(changed).collect();
    }
    facts
}
