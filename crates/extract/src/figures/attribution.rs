//! Which words stand under whose claim.
//!
//! Every reporting verb, `according to`, `name:` and noun of claiming opens a frame: a source, a
//! stance, and the tokens it covers. A figure belongs to the smallest claim that covers it.

use std::ops::Range;

use crossread_lexicon::{CueClass, CueSet};
use jiff::civil::Date;

use super::claimant::Source;
use super::context::Context;
use super::frames::frames;
use crate::extraction::Stance;

/// What a frame does to the figures it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// The source says so.
    Claim,
    /// Nobody in particular says so.
    Hearsay,
    /// The source rejects it.
    Denial,
}

/// A stretch of text under somebody's claim or denial.
#[derive(Clone, Debug)]
pub(super) struct Frame<'a> {
    pub(super) act: Act,
    pub(super) source: Option<Source<'a>>,
    pub(super) stance: Stance,
    /// The tokens it covers.
    pub(super) scope: Range<usize>,
    /// Where its verb or noun stands.
    pub(super) at: usize,
    /// The rule that opened it.
    pub(super) rule: &'static str,
    /// The day of the claim.
    pub(super) on: Option<Date>,
    /// The words that name the source, with all their complements.
    pub(super) naming: Range<usize>,
}

/// The claim that holds for a figure, and who denies it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict<'f, 'a> {
    pub(super) claim: Option<&'f Frame<'a>>,
    pub(super) hearsay: Option<&'f Frame<'a>>,
    pub(super) denial: Option<&'f Frame<'a>>,
}

/// The frames of a document, found by sentence.
pub(super) struct Frames<'a> {
    frames: Vec<Frame<'a>>,
    /// Frames that reach into sentence `i`.
    by_sentence: Vec<Vec<u32>>,
    /// Tokens that name a source or a hearer: places among them are not where anything happened.
    naming: Vec<bool>,
}

impl<'a> Frames<'a> {
    pub(super) fn of(context: &Context<'_, '_, 'a>) -> Self {
        let frames = frames(context);
        let mut by_sentence = vec![Vec::new(); context.reading.document.sentences.len()];
        for (number, frame) in frames.iter().enumerate().filter(|(_, frame)| !frame.scope.is_empty()) {
            let first = context.reading.sentence_of(frame.scope.start);
            let last = context.reading.sentence_of(frame.scope.end - 1);
            for bucket in by_sentence.get_mut(first..=last).unwrap_or_default() {
                bucket.push(u32::try_from(number).unwrap_or(u32::MAX));
            }
        }
        let mut naming = vec![false; context.reading.len()];
        for frame in frames.iter().filter(|frame| frame.source.is_some()) {
            let hearer = frame.at..frame.scope.start.max(frame.at);
            for range in [frame.naming.clone(), hearer] {
                naming.get_mut(range).unwrap_or_default().fill(true);
            }
        }
        Self { frames, by_sentence, naming }
    }

    /// True for a token that names a source or a hearer.
    pub(super) fn names_source(&self, at: usize) -> bool {
        self.naming.get(at).copied().unwrap_or(false)
    }

    /// True for a token among the words for a source that no name tells: `a resident of X`.
    pub(super) fn names_witness(&self, sentence: usize, at: usize) -> bool {
        let bucket = self.by_sentence.get(sentence).map_or(&[][..], Vec::as_slice);
        let mut frames = bucket.iter().filter_map(|&number| self.frames.get(number as usize));
        frames.any(|frame| frame.naming.contains(&at) && frame.source.as_ref().is_some_and(|source| source.generic))
    }

    /// True for a number that counts who speaks: `two witnesses said`.
    pub(super) fn counts_source(&self, context: &Context<'_, '_, 'a>, at: usize) -> bool {
        const INNER: CueSet = CueSet::of(&[CueClass::Relative, CueClass::Preposition, CueClass::MeasureNoun]);
        let bucket = self.by_sentence.get(context.reading.sentence_of(at)).map_or(&[][..], Vec::as_slice);
        let mut frames = bucket.iter().filter_map(|&number| self.frames.get(number as usize));
        frames.any(|frame| {
            frame.naming.contains(&at)
                && frame.source.as_ref().is_some_and(|source| source.generic)
                && !(frame.naming.start..at).any(|at| context.has_any(at, INNER))
        })
    }

    /// The smallest claim, hearsay and denial that cover token `at`.
    pub(super) fn verdict(&self, context: &Context<'_, '_, 'a>, at: usize) -> Verdict<'_, 'a> {
        let smallest = |act: Act| {
            let bucket = self.by_sentence.get(context.reading.sentence_of(at)).map_or(&[][..], Vec::as_slice);
            let frames = bucket.iter().filter_map(|&number| self.frames.get(number as usize));
            // "two witnesses said": how many speak is not what they say.
            let covers = |frame: &&Frame<'a>| frame.scope.contains(&at) && !frame.naming.contains(&at);
            frames.filter(|frame| frame.act == act).filter(covers).min_by_key(|frame| frame.scope.len())
        };
        Verdict { claim: smallest(Act::Claim), hearsay: smallest(Act::Hearsay), denial: smallest(Act::Denial) }
    }

    /// Denials of what stands before them in the sentence: `the administration denied this`.
    pub(super) fn denials_in(&self, sentence: usize) -> impl Iterator<Item = &Frame<'a>> {
        let bucket = self.by_sentence.get(sentence).map_or(&[][..], Vec::as_slice);
        bucket.iter().filter_map(|&number| self.frames.get(number as usize)).filter(|frame| frame.act == Act::Denial)
    }
}

#[cfg(test)]
mod tests {
    use crate::check::check_figures;

    #[test]
    fn claims_and_denials() {
        check_figures(
            "Kabul: 58 Pakistani soldiers dead. Islamabad: 23.",
            &[
                "\"58\" 58..58 person killed of Pakistani soldiers = security-force counts pakistan-military says afghan-taliban claimed scope event",
                "\"23\" 23..23 person killed of Pakistani soldiers = security-force counts pakistan-military says pakistan claimed scope event",
            ],
        );
        check_figures(
            "The UN, which counts slowly, says 56 civilians are dead.",
            &["\"56\" 56..56 person killed of civilians = civilian says un claimed scope event"],
        );
        check_figures(
            "At least 12 civilians were killed, according to UNICEF.",
            &["\"At least 12\" 12.. person killed of civilians = civilian says unicef claimed scope event"],
        );
        check_figures(
            "According to UNICEF, 12 civilians were killed and 30 injured.",
            &[
                "\"12\" 12..12 person killed of civilians = civilian says unicef claimed scope event",
                "\"30\" 30..30 person injured of civilians = civilian says unicef claimed scope event",
            ],
        );
        check_figures(
            "\"We lost 12 men. They lost 60,\" the Arakan Army said.",
            &[
                "\"12\" 12..12 person killed of men counts aa says aa claimed scope event",
                "\"60\" 60..60 person killed says aa claimed scope event",
            ],
        );
        check_figures(
            "Ukraine's army put its own dead at 23 and said it had killed 200 Russian soldiers.",
            &[
                "\"23\" 23..23 person killed of dead counts ukraine-military says ukraine-military claimed scope event",
                "\"200\" 200..200 person killed of Russian soldiers = security-force counts russia-military by ukraine-military says ukraine-military claimed scope event",
            ],
        );
        check_figures(
            "The Taliban said nine died. They said 16 were hurt.",
            &[
                "\"nine\" 9..9 person killed says afghan-taliban claimed scope event",
                "\"16\" 16..16 person injured says afghan-taliban claimed scope event",
            ],
        );
        check_figures(
            "Moscow denied that 12 civilians had been killed.",
            &["\"12\" 12..12 person killed of civilians = civilian denied denied by russia scope event"],
        );
        check_figures(
            "Ukraine denied the claim by the Russian army that 200 soldiers had surrendered.",
            &[
                "\"200\" 200..200 person detained of soldiers = security-force says russia-military denied denied by ukraine scope event",
            ],
        );
        check_figures(
            "Twelve villagers died, residents said; the Malian army denied this.",
            &[
                "\"Twelve\" 12..12 person killed of villagers = civilian says residents claimed denied by mali-military scope event",
            ],
        );
        check_figures(
            "Officials told reporters in Bamako that UNICEF had counted 30 dead.",
            &["\"30\" 30..30 person killed of dead says unicef claimed scope event"],
        );
        check_figures(
            "The Sudanese army estimates that 400 fighters remain in Bara.",
            &[
                "\"400\" 400..400 person strength of fighters = combatant says saf estimated at SD-KN/Bara from the clause scope stock",
            ],
        );
        check_figures(
            "Two soldiers were reportedly killed.",
            &["\"Two\" 2..2 person killed of soldiers = security-force claimed scope event"],
        );
        check_figures(
            "A doctor at a clinic in Gao said 11 wounded men had been brought in.",
            &["\"11\" 11..11 person injured of wounded men says hospital-officials claimed scope event"],
        );
        check_figures(
            "Nineteen strikes were recorded by OCHA.",
            &["\"Nineteen\" 19..19 event strikes of strikes says ocha claimed scope period"],
        );
        check_figures(
            "By the Malian army's estimate, the rebels have 2,000 men.",
            &["\"2,000\" 2000..2000 person strength of men says mali-military estimated scope stock"],
        );
        check_figures(
            "The raid killed 31 villagers by the United Nations' count, and 12 by the rebels' tally.",
            &[
                "\"31\" 31..31 person killed of villagers = civilian says un claimed scope event",
                "\"12\" 12..12 person killed of villagers = civilian says militants claimed scope event",
            ],
        );
        check_figures(
            "Mali repeated that JNIM, blamed for a raid that killed 17 farmers by the UN's count, is armed by Algeria.",
            &["\"17\" 17..17 person killed of farmers = civilian says un claimed scope event"],
        );
        check_figures(
            "JNIM claimed 52 soldiers and six Russians killed; Bamako admitted 18 dead.",
            &[
                "\"52\" 52..52 person killed of soldiers = security-force says jnim claimed scope event",
                "\"six\" 6..6 person killed of Russians counts russians says jnim claimed scope event",
                "\"18\" 18..18 person killed of dead counts mali says mali claimed scope event",
            ],
        );
        check_figures(
            "A hospital in Goma reported two dead. The numbers could not be independently verified.",
            &[
                "\"two\" 2..2 person killed of dead says hospital-officials claimed not-verified at CD-NK/Goma from the clause scope event",
            ],
        );
    }
}
