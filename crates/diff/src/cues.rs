//! Cue words that changed, found in the texts they stand in.
//!
//! Rows name few cue words of their own: "killed" makes a figure a toll without being named by it. A changed cue word is a
//! cause of what changed in the sentences that hold it: the text is the same on both sides, so that the word was there before
//! and was not read as now.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

use crossread_lexicon::{CueClass, Lexicon, PackFile, PackRows};
use crossread_tables::{Group, table};
use crossread_text::{Document, tokenize};

use crate::DiffError;
use crate::work::{ROWS_AT_ONCE, Work};

/// Phrases with the causes they stand for, as a lexicon of their own: what finds them is what reads texts.
struct Cues {
    lexicon: Lexicon,
    causes: BTreeMap<String, Vec<u32>>,
}

impl Cues {
    fn new(causes: BTreeMap<String, Vec<u32>>) -> Option<Self> {
        let mut text = String::from("phrase,class\n");
        for phrase in causes.keys() {
            let _ = writeln!(text, "\"{}\",{}", phrase.replace('"', "\"\""), CueClass::Adverb.name());
        }
        let mut rows = PackRows::new();
        rows.add_files("changed", &[PackFile { name: "cues/changed.csv", text: &text }]);
        Lexicon::compile(&rows, None).ok().map(|lexicon| Self { lexicon, causes })
    }

    /// The causes that a sentence holds.
    fn in_text(&self, text: &str) -> BTreeSet<u32> {
        let document = Document::from_text("", text);
        let found = self.lexicon.scan(&tokenize(&document)).cue_rows();
        let phrases = found.iter().filter_map(|cue| self.lexicon.cues.get(cue));
        phrases.filter_map(|cue| self.causes.get(&cue.phrase)).flatten().copied().collect()
    }
}

impl Work<'_> {
    /// Keeps where sentences stand, if they will be searched.
    pub(crate) fn note_sentences(&mut self, groups: &[Group]) {
        if self.recorded.cues().next().is_some() {
            self.sentences = groups.iter().map(|group| (group.key.clone(), group.rows.clone())).collect();
        }
    }

    /// Finds changed cue words in the documents that hold a change without a cause of its own.
    pub(crate) fn find_cues(&mut self) -> Result<(), DiffError> {
        let mut causes: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (phrase, cause) in self.recorded.cues() {
            causes.entry(phrase.to_owned()).or_default().push(self.causes.number(cause));
        }
        let sentences = std::mem::take(&mut self.sentences);
        let (false, Some(declared)) = (causes.is_empty() || sentences.is_empty(), table("sentences")) else {
            return Ok(());
        };
        let Some(cues) = Cues::new(causes) else { return Ok(()) };
        let documents: BTreeSet<&str> = self.pending.iter().filter_map(|pending| self.document_of(pending)).collect();
        let mut ranges: Vec<Range<usize>> =
            documents.into_iter().filter_map(|id| sentences.get(id)).flatten().cloned().collect();
        ranges.sort_unstable_by_key(|range| range.start);
        let mut rest = ranges.as_slice();
        while !rest.is_empty() {
            let mut rows = 0;
            let mut many = |range: &Range<usize>| {
                rows += range.len();
                rows <= ROWS_AT_ONCE
            };
            let (now, later) = rest.split_at(rest.iter().take_while(|range| many(range)).count().max(1));
            let read = self.new.rows(declared, now.iter().cloned())?;
            for row in now.iter().cloned().flatten().filter_map(|number| read.get(number)) {
                let (Some(id), Some(text)) = (row.str("doc_id"), row.str("text")) else { continue };
                let found = cues.in_text(text);
                if !found.is_empty() {
                    let sentence = row.i32("sentence_id");
                    let state = self.documents.entry(id.to_owned()).or_default();
                    state.direct.extend(found.into_iter().map(|cause| ((sentence, sentence), cause)));
                }
            }
            rest = later;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(phrases: &[&str], text: &str, expected: &[u32]) {
        let causes = (0..).zip(phrases).map(|(number, phrase)| ((*phrase).to_owned(), vec![number])).collect();
        assert_eq!(Cues::new(causes).unwrap().in_text(text).into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn phrases_are_found_as_texts_are_read() {
        check(&["laid to rest", "rest"], "Nine were LAID-TO-REST in Kunar.", &[0, 1]);
        check(&["laid to rest", "to"], "Nine arrested.", &[]);
        check(&["so-called \"zone\"", "a, b"], "Nothing of it.", &[]);
    }
}
