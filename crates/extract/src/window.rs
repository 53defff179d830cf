//! The tokens that one expression may use: those of its sentence.

use crossread_lexicon::{CueClass, CueHit, Dimension, UnitPosition};
use crossread_text::TokenKind;

use crate::reading::Reading;

/// A sentence as the grammar of numbers and times reads it. Look-ups never reach past its end.
#[derive(Clone, Copy)]
pub(crate) struct Window<'r, 'a> {
    pub(crate) reading: &'r Reading<'r, 'a>,
    /// First token of the sentence.
    pub(crate) first: usize,
    /// One past its last token.
    pub(crate) limit: usize,
}

impl<'r, 'a> Window<'r, 'a> {
    #[inline]
    pub(crate) fn kind(&self, at: usize) -> Option<TokenKind> {
        if at < self.limit { self.reading.kind(at) } else { None }
    }

    #[inline]
    pub(crate) fn word(&self, at: usize) -> &'a str {
        if at < self.limit { self.reading.word(at) } else { "" }
    }

    /// True when no white space stands before token `at`, which lies inside the sentence.
    #[inline]
    pub(crate) fn glued(&self, at: usize) -> bool {
        at > self.first && at < self.limit && self.reading.glued(at)
    }

    #[inline]
    pub(crate) fn has(&self, at: usize, class: CueClass) -> bool {
        at < self.limit && self.reading.has(at, class)
    }

    /// True when a cue of `class` stands on the token before `at`.
    #[inline]
    pub(crate) fn has_before(&self, at: usize, class: CueClass) -> bool {
        at > self.first && self.reading.has(at - 1, class)
    }

    #[inline]
    pub(crate) fn cue(&self, at: usize, class: CueClass) -> Option<CueHit<'a>> {
        if !self.has(at, class) {
            return None;
        }
        self.cue_within(at, class)
    }

    /// The longest cue of `class` at `at` that ends inside the sentence.
    fn cue_within(&self, at: usize, class: CueClass) -> Option<CueHit<'a>> {
        self.reading.scan.cues(at).find(|hit| hit.cue.class == class && hit.tokens.end as usize <= self.limit)
    }

    /// One past the last token of the cue of `class` at `at`.
    #[inline]
    pub(crate) fn cue_end(&self, at: usize, class: CueClass) -> Option<usize> {
        self.cue(at, class).map(|hit| hit.tokens.end as usize)
    }

    /// True when a cue of `class` of at most four tokens ends just before `at`.
    pub(crate) fn ends_before(&self, at: usize, class: CueClass) -> bool {
        const LONGEST: usize = 4;
        (self.first.max(at.saturating_sub(LONGEST))..at).any(|start| {
            let mut cues = self.reading.scan.cues(start);
            self.reading.has(start, class) && cues.any(|hit| hit.cue.class == class && hit.tokens.end as usize == at)
        })
    }

    /// The number that the cue of `class` on the one token `at` stands for.
    #[inline]
    pub(crate) fn value(&self, at: usize, class: CueClass) -> Option<f64> {
        let hit = self.cue(at, class).filter(|hit| hit.tokens.len() == 1)?;
        hit.cue.number
    }

    /// True when token `at` is a hyphen or dash without white space on either side.
    pub(crate) fn is_hyphen(&self, at: usize) -> bool {
        self.glued(at) && self.glued(at + 1) && matches!(self.word(at), "-" | "‐" | "‑" | "–" | "—" | "−")
    }

    /// The token after a hyphen at `at`, or `at` itself.
    pub(crate) fn skip_hyphen(&self, at: usize) -> usize {
        if self.is_hyphen(at) { at + 1 } else { at }
    }

    /// How many tokens from `at` are groups of three digits that continue the digits before: behind
    /// thin or hard spaces always, behind plain ones when there are several or one of `000`.
    pub(crate) fn thousands_groups(&self, at: usize) -> usize {
        let tokens = &self.reading.document.tokens;
        let gap = |at: usize| {
            let before = tokens.get(at.wrapping_sub(1))?.span.end() as usize;
            self.reading.text().get(before..tokens[at].span.start() as usize)
        };
        let mut groups = 0;
        let mut plain = false;
        // The last group may hold the decimals: "1 234 567.89".
        let of_three = |word: &str| word.len() == 3 || (word.len() > 4 && word.as_bytes()[3] == b'.');
        while self.kind(at + groups) == Some(TokenKind::Number) && of_three(self.word(at + groups)) {
            match gap(at + groups) {
                Some("\u{A0}" | "\u{2007}" | "\u{2008}" | "\u{2009}" | "\u{202F}") => {}
                Some(" ") => plain = true,
                _ => break,
            }
            groups += 1;
        }
        if plain && groups == 1 && self.word(at) != "000" { 0 } else { groups }
    }

    /// True when a letter glued to digits, which is also a unit (`m`), scales them: an amount of
    /// money, or something counted or measured behind it ("1.2m people", "5m litres").
    pub(crate) fn suffix_is_scale(&self, at: usize) -> bool {
        const COUNTED: [CueClass; 5] = [
            CueClass::PersonNoun,
            CueClass::FamilyNoun,
            CueClass::PeopleNoun,
            CueClass::MeasureAdjective,
            CueClass::NumberScale,
        ];
        // "1.2m-1.5m people"
        if self.kind(at + 2) == Some(TokenKind::Number) && self.word(at + 3) == self.word(at) && self.glued(at + 3) {
            return self.suffix_is_scale(at + 3);
        }
        let unit = self.reading.scan.units(at).any(|(_, alias)| alias.position != UnitPosition::Before);
        let next = at + 1;
        let counted = COUNTED.iter().any(|&class| self.has(next, class)) || self.measured_at(next);
        let named = !self.glued(next) && self.word(next).starts_with(char::is_uppercase);
        !unit || self.money_before(at) || counted || named
    }

    /// True when a sign or code of a currency stands shortly before `at`: "$3-5m".
    pub(crate) fn money_before(&self, at: usize) -> bool {
        (self.first.max(at.saturating_sub(5))..at).any(|token| self.is_money_sign(token))
    }

    fn is_money_sign(&self, at: usize) -> bool {
        let lexicon = self.reading.lexicon();
        self.reading.scan.units(at).any(|(_, alias)| lexicon.units[alias.unit as usize].dimension == Dimension::Money)
    }

    /// True when a unit of measure, not of counting, stands at `at` or behind a hyphen there.
    pub(crate) fn measured_at(&self, at: usize) -> bool {
        let lexicon = self.reading.lexicon();
        let at = self.skip_hyphen(at);
        at < self.limit
            && self.reading.scan.units(at).any(|(_, alias)| {
                alias.position != UnitPosition::Before
                    && lexicon.units[alias.unit as usize].dimension != Dimension::Count
            })
    }
}
