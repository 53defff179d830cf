//! Words for saying that are nouns where they stand: `the final report`, `of claims`, `intelligence reports`.

use crossread_lexicon::CueClass;

use super::claimant::Source;
use super::frames::Reader;
use crate::extraction::ActorMention;

impl<'a> Reader<'_, '_, '_, 'a> {
    /// True for a noun read as a verb: `the final report`, `Situation Report`, whose only "subject" is a word in
    /// the singular that no list knows.
    pub(super) fn is_headless(&self, at: usize, source: &Source<'a>) -> bool {
        let context = self.context;
        let Some(last) = source.phrase.end.checked_sub(1) else { return false };
        let listed = [CueClass::SourceNoun, CueClass::OfficialSource]
            .iter()
            .any(|&class| context.cue_before(last + 1, class).is_some());
        source.generic
            && !listed
            && last + 1 == at
            && context.has(at, CueClass::ClaimNoun)
            && !context.word(at).ends_with(['s', 'd', 'S', 'D'])
            && !super::subject::is_plural(context.word(last))
    }

    /// True for words that are nouns where they stand: `the report`, `Shan State`, `of claims`, `a UN report`.
    pub(super) fn is_noun(&self, at: usize) -> bool {
        let context = self.context;
        let Some(before) = at.checked_sub(1) else { return false };
        let indefinite = |actor: &ActorMention<'_>| {
            let start = actor.tokens.start as usize;
            start > 0 && (context.is(start - 1, "a") || context.is(start - 1, "an"))
        };
        if context.has(at, CueClass::ClaimNoun) && context.actor(before).is_some_and(indefinite) {
            return true;
        }
        if self.context.reading.sentence_of(before) != self.context.reading.sentence_of(at) {
            return false;
        }
        if context.has(at, CueClass::ClaimNoun) && context.is_comma(at + 1) && self.opens_with_preposition(at) {
            return true;
        }
        context.value(before, CueClass::Article) == Some("")
            || context.is_possessive(before)
            || context.value(before, CueClass::Pronoun) == Some("possessive")
            || (context.has(before, CueClass::Preposition)
                && (!context.is(before, "to") || context.word(at).ends_with('s'))
                && context.actor(before).is_none())
            || context.quantity(before).is_some()
            || context.demonym(before).is_some() && context.actor(before).is_none()
    }

    /// True when the words from the start of the sentence to `at` are one phrase behind a preposition: `Based on
    /// validated intelligence reports, there were`.
    fn opens_with_preposition(&self, at: usize) -> bool {
        let context = self.context;
        let mut words = context.sentence(at).start..at;
        let Some(first) = words.find(|&at| context.is_word(at)) else { return false };
        let plain = |at: usize| {
            context.is_word(at) && !context.is_named(at) && !context.has(at, CueClass::Article) && !context.speaks(at)
        };
        context.has(first, CueClass::Preposition) && words.all(plain)
    }
}

#[cfg(test)]
mod tests {
    use crate::check::check_claims;

    #[test]
    fn a_noun_of_claiming_behind_a_preposition_says_nothing() {
        check_claims("Based on validated intelligence reports, there were 27 dead.", &["27 says - asserted"]);
        check_claims("Despite earlier hospital reports, nine people died.", &["nine says - asserted"]);
        check_claims(
            "Nine people died, Interfax reports, and two were hurt.",
            &["Nine says interfax claimed", "two says interfax claimed"],
        );
    }
}
