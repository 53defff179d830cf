//! Several sources in one subject: `witnesses and vigilantes`, `residents, doctors and local officials`.

use crossread_lexicon::CueClass;

use super::context::Context;
use super::subject::is_plural;

/// True for an "and" between two sources: `witnesses and vigilantes`, `medics and the Red Cross`.
pub(super) fn joins_sources(context: &Context<'_, '_, '_>, at: usize) -> bool {
    let source = |at: usize| {
        context.actor(at).is_some()
            || context.has(at, CueClass::SourceNoun)
            || context.has(at, CueClass::OfficialSource)
    };
    let Some(before) = at.checked_sub(1) else { return false };
    let listed = [CueClass::SourceNoun, CueClass::OfficialSource].iter().any(|&c| context.cue_before(at, c).is_some());
    let mut after = at + 1;
    while after < at + 4
        && !source(after)
        && (context.has(after, CueClass::Article) || context.quantity(after).is_some() || context.is_word(after))
        && !context.has(after, CueClass::SayVerb)
        && !context.has(after, CueClass::Auxiliary)
    {
        after += 1;
    }
    let counted = context.quantity(at + 1).is_some() || context.has(at + 1, CueClass::NumberArticle);
    // "two witnesses and a herder": another one of them, whatever the noun. "Security and local sources": of both kinds.
    let told = listed || source(before) || of_both_kinds(context, before, after);
    told && !counts_victims(context, before) && (source(after) || counted && context.actor(before).is_none())
}

/// True for a noun at `at` whose number is the object of a verb of harm: `killed nine herders, police said`.
fn counts_victims(context: &Context<'_, '_, '_>, at: usize) -> bool {
    let near = at.saturating_sub(VICTIMS)..=at;
    let mut numbers = near.rev().take_while(|&at| context.is_word(at) || context.counts(at));
    let Some(number) = numbers.find(|&at| context.quantity(at).is_some()) else { return false };
    let first = (0..number).rev().take_while(|&at| context.quantity(at) == context.quantity(number)).last();
    first
        .unwrap_or(number)
        .checked_sub(1)
        .is_some_and(|before| context.cue_before(before + 1, CueClass::MeasureVerb).is_some())
}

/// Between a number and its noun stand at most so many tokens.
const VICTIMS: usize = 4;

/// True for the first of two attributes of one noun, `security and local sources`: a word behind a mark or article.
fn of_both_kinds(context: &Context<'_, '_, '_>, first: usize, noun: usize) -> bool {
    let opens = first == 0 || context.is_punctuation(first - 1) || context.has(first - 1, CueClass::Article);
    let plain = context.is_word(first) && !context.counts(first) && !context.has(first, CueClass::MeasureVerb);
    let source = [CueClass::SourceNoun, CueClass::OfficialSource].iter().find_map(|&class| context.cue(noun, class));
    opens && plain && source.is_some_and(|hit| hit.tokens.len() > 1 || noun > first + 2)
}

/// True for the comma of a bare list of sources: `residents, doctors and local officials`.
pub(super) fn lists_sources(context: &Context<'_, '_, '_>, at: usize) -> bool {
    let classes = [CueClass::SourceNoun, CueClass::OfficialSource];
    let plural = at.checked_sub(1).is_some_and(|before| is_plural(context.word(before)));
    plural
        && !at.checked_sub(1).is_some_and(|before| counts_victims(context, before))
        && classes.iter().any(|&class| context.has(at + 1, class))
        && classes.iter().any(|&class| context.cue_before(at, class).is_some())
}

#[cfg(test)]
mod tests {
    use crate::check::check_claims;

    #[test]
    fn victims_are_no_source_though_others_of_their_trade_speak() {
        check_claims("Fighters killed nine farmers, hospital sources said.", &["nine says hospital-officials claimed"]);
        check_claims("Gunmen shot dead 12 teachers, police officials said.", &["12 says police claimed"]);
        check_claims(
            "Raiders wounded four doctors and residents said three had died.",
            &["four says - asserted", "three says residents claimed"],
        );
        check_claims(
            "Two witnesses and a herder told AFP that nine died.",
            &["Two says - asserted", "nine says witnesses claimed"],
        );
    }

    #[test]
    fn two_attributes_share_a_noun() {
        check_claims(
            "Nine people died, security and hospital sources said.",
            &["Nine says hospital-officials claimed"],
        );
        check_claims("The hospital and rescue officials said 12 had died.", &["12 says hospital-officials claimed"]);
    }

    #[test]
    fn some_of_those_who_speak_behind_the_verb() {
        check_claims(
            "Nine bodies lay in the street, said one resident.",
            &["Nine says residents claimed", "one says - asserted"],
        );
        check_claims(
            "“We counted 12 dead,” said two doctors in Karo.",
            &["12 says hospital-officials claimed", "two says - asserted"],
        );
        check_claims(
            "“They killed 52 people. Most were men,” said one resident, who gave his name as Rabe.",
            &["52 says residents claimed", "one says - asserted"],
        );
    }
}
