//! What every figure rule looks at: the reading with its names, times and quantities by token.

use std::ops::Range;

use crossread_lexicon::{CueClass, CueHit, CueSet, Name};
use crossread_text::{Span, TokenKind, TokenRange};

use crate::extraction::{ActorMention, PlaceMention, Quantity, TimeMention};
use crate::names::{Names, words};
use crate::reading::Reading;

/// A reading with an index from tokens to the mentions that cover them.
pub(super) struct Context<'c, 'r, 'a> {
    pub(super) reading: &'c Reading<'r, 'a>,
    pub(super) times: &'c [TimeMention<'a>],
    pub(super) actors: &'c [ActorMention<'a>],
    pub(super) places: &'c [PlaceMention<'a>],
    pub(super) quantities: &'c [Quantity<'a>],
    actor_at: Vec<u32>,
    place_at: Vec<u32>,
    time_at: Vec<u32>,
    quantity_at: Vec<u32>,
}

/// No mention covers the token.
const NONE: u32 = u32::MAX;

impl<'c, 'r, 'a> Context<'c, 'r, 'a> {
    pub(super) fn new(
        reading: &'c Reading<'r, 'a>,
        times: &'c [TimeMention<'a>],
        names: &'c Names<'a>,
        quantities: &'c [Quantity<'a>],
    ) -> Self {
        let len = reading.len();
        Self {
            reading,
            times,
            actors: &names.actors,
            places: &names.places,
            quantities,
            actor_at: index(len, names.actors.iter().map(|mention| mention.tokens)),
            place_at: index(len, names.places.iter().map(|mention| mention.tokens)),
            time_at: index(len, times.iter().map(|mention| mention.tokens)),
            quantity_at: index(len, quantities.iter().map(|quantity| quantity.tokens)),
        }
    }

    /// The party mention that covers token `at`.
    #[inline]
    pub(super) fn actor(&self, at: usize) -> Option<&'c ActorMention<'a>> {
        self.actors.get(*self.actor_at.get(at)? as usize)
    }

    /// The place mention that covers token `at`.
    #[inline]
    pub(super) fn place(&self, at: usize) -> Option<&'c PlaceMention<'a>> {
        self.places.get(*self.place_at.get(at)? as usize)
    }

    /// Index of the place mention that covers token `at`.
    #[inline]
    pub(super) fn place_index(&self, at: usize) -> Option<usize> {
        self.place_at.get(at).filter(|&&found| found != NONE).map(|&found| found as usize)
    }

    /// The time mention that covers token `at`.
    #[inline]
    pub(super) fn time(&self, at: usize) -> Option<&'c TimeMention<'a>> {
        self.times.get(*self.time_at.get(at)? as usize)
    }

    /// Index of the quantity that covers token `at`.
    #[inline]
    pub(super) fn quantity(&self, at: usize) -> Option<usize> {
        self.quantity_at.get(at).filter(|&&found| found != NONE).map(|&found| found as usize)
    }

    /// True when a number that is no duration covers token `at`.
    pub(super) fn counts(&self, at: usize) -> bool {
        let quantity = self.quantity(at).and_then(|quantity| self.quantities.get(quantity));
        quantity.is_some_and(|quantity| quantity.dimension != crossread_lexicon::Dimension::Duration)
    }

    /// True when a party, place or time covers token `at`.
    #[inline]
    pub(super) fn is_named(&self, at: usize) -> bool {
        self.actor(at).is_some() || self.place(at).is_some() || self.time(at).is_some()
    }

    #[inline]
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.reading.word(at)
    }

    /// True when token `at` is the word `word`, in any case.
    #[inline]
    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    /// True for a verb of speech that is neither in a name nor a noun: `says`, not `two suspects`.
    pub(super) fn speaks(&self, at: usize) -> bool {
        self.has(at, CueClass::SayVerb)
            && self.actor(at).is_none()
            && !self.has(at, CueClass::PersonNoun)
            && !self.is_compounded(at)
    }

    #[inline]
    pub(super) fn has(&self, at: usize, class: CueClass) -> bool {
        self.reading.has(at, class)
    }

    /// True when a cue of one of `classes` begins at token `at`.
    #[inline]
    pub(super) fn has_any(&self, at: usize, classes: CueSet) -> bool {
        self.reading.scan.has_any(at, classes)
    }

    #[inline]
    pub(super) fn cue(&self, at: usize, class: CueClass) -> Option<CueHit<'a>> {
        self.reading.cue(at, class)
    }

    /// The value of the cue of `class` at `at`.
    #[inline]
    pub(super) fn value(&self, at: usize, class: CueClass) -> Option<&'a str> {
        self.cue(at, class).map(|hit| hit.cue.value.as_str())
    }

    /// A cue of `class` that ends before token `end`, of at most five tokens, longest first.
    pub(super) fn cue_before(&self, end: usize, class: CueClass) -> Option<CueHit<'a>> {
        (end.saturating_sub(5)..end).filter(|&start| self.has(start, class)).find_map(|start| {
            self.reading.scan.cues(start).find(|hit| hit.cue.class == class && hit.tokens.end as usize == end)
        })
    }

    /// Tokens of the sentence that holds token `at`.
    #[inline]
    pub(super) fn sentence(&self, at: usize) -> Range<usize> {
        self.reading.sentence_tokens(at)
    }

    #[inline]
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.reading.kind(at) == Some(TokenKind::Word)
    }

    #[inline]
    pub(super) fn is_possessive(&self, at: usize) -> bool {
        words::is_possessive(self.reading, at)
    }

    /// True for a stop, comma, bracket, dash or quotation mark.
    pub(super) fn is_punctuation(&self, at: usize) -> bool {
        self.reading.kind(at) == Some(TokenKind::Punctuation)
    }

    pub(super) fn is_comma(&self, at: usize) -> bool {
        matches!(self.word(at), "," | "،")
    }

    /// True for a mark that opens or closes a quotation.
    pub(super) fn is_quote(&self, at: usize) -> bool {
        matches!(self.word(at), "\"" | "“" | "”" | "„" | "«" | "»" | "‘" | "’" | "'")
    }

    /// True for a dash between spaces, which parts a sentence; hyphens inside words do not.
    pub(super) fn is_dash(&self, at: usize) -> bool {
        matches!(self.word(at), "—" | "–" | "-" | "--") && !(self.reading.glued(at) && self.reading.glued(at + 1))
    }

    /// True for a hyphen inside a compound.
    pub(super) fn is_hyphen(&self, at: usize) -> bool {
        matches!(self.word(at), "-" | "\u{2010}" | "\u{2011}" | "–")
            && self.reading.glued(at)
            && self.reading.glued(at + 1)
    }

    /// One past a participle of hearsay before a word for harm: `200 soldiers feared dead`.
    pub(super) fn feared(&self, at: usize) -> Option<usize> {
        const HARM: CueSet =
            CueSet::of(&[CueClass::MeasureAdjective, CueClass::MeasureVerb, CueClass::MeasureIntransitive]);
        let end = self.cue(at, CueClass::Hearsay)?.tokens.end as usize;
        self.has_any(end, HARM).then_some(end)
    }

    /// True for the last part of a compound: `conflict-related`.
    pub(super) fn is_compounded(&self, at: usize) -> bool {
        at > 0 && self.is_hyphen(at - 1)
    }

    /// The text of a token range.
    pub(super) fn slice(&self, range: &Range<usize>) -> &'a str {
        self.span(range).of(self.reading.text())
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        self.reading.span(range.start, range.end)
    }

    /// The written unit of a draft's quantity.
    pub(super) fn quantities_unit(&self, draft: &super::drafts::Draft) -> Option<&'a str> {
        match draft.origin {
            super::drafts::Origin::Quantity(number) => self.quantities.get(number)?.unit,
            _ => None,
        }
    }

    /// Index of the unit with that id in the lexicon.
    pub(super) fn unit_index(&self, id: &str) -> Option<u32> {
        let index = self.reading.lexicon().units.iter().position(|unit| unit.id == id)?;
        u32::try_from(index).ok()
    }

    /// True when a noun for persons ends right before token `end`.
    pub(super) fn has_person_ending(&self, end: usize) -> bool {
        self.cue_before(end, CueClass::PersonNoun).is_some()
    }

    /// One past the nationality word that begins at `at`.
    pub(super) fn demonym_end(&self, at: usize) -> Option<usize> {
        self.reading.demonym_end(at)
    }

    /// The country whose nationality word begins at `at`.
    pub(super) fn demonym(&self, at: usize) -> Option<&'a str> {
        self.reading.scan.names(at).find_map(|hit| match hit.name.name {
            Name::Demonym(index) => self.reading.lexicon().demonyms.get(index as usize).map(|row| row.country.as_str()),
            _ => None,
        })
    }

    /// The party that governs `country` on the day of publication.
    pub(super) fn government(&self, country: &str) -> Option<&'a str> {
        let day = self.reading.published().map(|day| day.to_string());
        self.reading.lexicon().government(country, day.as_deref()).map(|actor| actor.id.as_str())
    }
}

/// Which of `mentions` covers each token; the first one wins where two do.
fn index(len: usize, mentions: impl Iterator<Item = TokenRange>) -> Vec<u32> {
    let mut at = vec![NONE; len];
    for (number, tokens) in mentions.enumerate() {
        let number = u32::try_from(number).unwrap_or(NONE);
        for slot in at.get_mut(tokens.indices()).unwrap_or_default() {
            if *slot == NONE {
                *slot = number;
            }
        }
    }
    at
}
