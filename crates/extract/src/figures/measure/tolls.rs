//! Tolls told at a distance: `the number of people killed in the raids on Karo had risen to 13`, `among those killed in June
//! were 13 officers`.

use std::ops::Range;

use crossread_lexicon::{CueClass, CueHit, CueSet};

use super::{Form, Trigger};
use crate::figures::context::Context;
use crate::figures::subject::{Counted, Kind};

/// Between a toll and its number stand at most so many tokens.
const TOLL: usize = 28;
/// Between "among" and its verb stand at most so many tokens.
const AMONG: usize = 16;
/// The word that tells what befell those counted stands so many tokens behind "among those" at most.
const HARM: usize = 4;

/// A toll that its number stands apart from: `put the death toll in Karo since April at 387`.
pub(super) fn toll_before(context: &Context<'_, '_, '_>, start: usize, counted: &Counted) -> Option<Trigger> {
    let sentence = context.sentence(start);
    let lead = start.checked_sub(1).filter(|lead| *lead > sentence.start && counted.kind == Kind::Bare)?;
    let leads = context.is(lead, "to")
        || context.is(lead, "at")
        || context.value(lead, CueClass::Auxiliary) == Some("be")
        || context.cue_before(start, CueClass::Change).is_some();
    let floor = sentence.start.max(start.saturating_sub(TOLL));
    let mut words = (floor..lead).rev().take_while(|&at| !parts(context, at)).filter(|&at| !context.is_named(at));
    let found = words.find(|&at| {
        let number = context.is(at, "number") && context.is(at + 1, "of");
        number || context.has(at, CueClass::ClaimNoun) && context.has(at, CueClass::MeasureNoun)
    });
    let at = found.filter(|_| leads)?;
    let hit = if context.is(at, "number") {
        harm_in(context, at + 2..lead)?
    } else {
        context.cue(at, CueClass::MeasureNoun)?
    };
    Trigger::of(&hit, at, (hit.tokens.end as usize).min(start), Form::Noun)
}

/// Those of whom the number is a part: `among those killed in June were 13 officers`, `among the ten dead are three nurses`, `the
/// number of deceased includes 2,500 soldiers`.
pub(super) fn set_before(context: &Context<'_, '_, '_>, start: usize) -> Option<Trigger> {
    let sentence = context.sentence(start);
    let verb = start.checked_sub(1).filter(|verb| *verb > sentence.start)?;
    let hit = if context.value(verb, CueClass::Auxiliary) == Some("be") {
        let floor = sentence.start.max(verb.saturating_sub(AMONG));
        let among =
            (floor..verb).rev().take_while(|&at| !ends_clause(context, at)).find(|&at| context.is(at, "among"))?;
        harm_in(context, among + 1..verb.min(among + 1 + HARM))?
    } else {
        let includes = context.cue_before(start, CueClass::Including)?.tokens.start as usize;
        let of = includes.checked_sub(2).filter(|of| *of > sentence.start && context.is(*of, "of"))?;
        let number = context.is(of - 1, "number");
        if number { harm_in(context, of + 1..includes)? } else { return None }
    };
    Trigger::of(&hit, hit.tokens.start as usize, hit.tokens.end as usize, Form::Noun)
}

/// The first word in `range` that tells what befell people.
fn harm_in<'c>(context: &Context<'c, '_, '_>, range: Range<usize>) -> Option<CueHit<'c>> {
    const HARMS: [CueClass; 3] = [CueClass::MeasureVerb, CueClass::MeasureAdjective, CueClass::MeasureNoun];
    range.clone().filter(|&at| !context.is_named(at)).find_map(|at| {
        let hits = HARMS.iter().filter_map(|&class| context.cue(at, class));
        hits.filter(|hit| hit.tokens.end as usize <= range.end).max_by_key(|hit| hit.tokens.end)
    })
}

/// True for a token between a toll and a number that is not its own.
fn parts(context: &Context<'_, '_, '_>, at: usize) -> bool {
    ends_clause(context, at) || context.is_comma(at) || context.counts(at)
}

fn ends_clause(context: &Context<'_, '_, '_>, at: usize) -> bool {
    const CLAUSES: CueSet = CueSet::of(&[CueClass::Relative]);
    matches!(context.word(at), ";" | ":" | "(" | ")")
        || context.value(at, CueClass::Conjunction) == Some("clause") && context.time(at + 1).is_none()
        || context.has_any(at, CLAUSES)
}

#[cfg(test)]
mod tests {
    use crate::check::check_measures as check;

    #[test]
    fn a_toll_and_its_number_may_stand_apart() {
        check("The number of people killed in earlier raids on the city of Karo had risen to 13.", &["13 killed"]);
        check("It has put the civilian death toll in Idlib and Hama since the end of April at 387.", &["387 killed"]);
        check("The number of children wounded in the strikes now stands at 64.", &["64 injured"]);
        check("The number of shops on the road to Karo rose to 13.", &["13 other"]);
    }

    #[test]
    fn parts_of_those_whom_something_befell() {
        check(
            "Among those killed from April to June were 13 police officers and more than 460 gang members.",
            &["13 killed", "more than 460 killed"],
        );
        check("Among the ten wounded were three nurses.", &["ten injured", "three injured"]);
        check("Among the people detained on Sunday are 12 teachers.", &["12 detained"]);
        check("The number of deceased includes 2,500 army troops.", &["2,500 killed"]);
        check("Among the guests were 12 officers.", &["12 strength"]);
    }

    #[test]
    fn what_befell_some_or_others_is_no_toll_of_one_kind() {
        check("Some 1,860 people were reported killed, injured or kidnapped.", &["Some 1,860 casualties"]);
        check("A total of 127 soldiers were killed or missing.", &["127 casualties"]);
        check("Hundreds remain missing after the flood.", &["Hundreds missing"]);
        check("Some 47,000 people have abandoned their homes.", &["Some 47,000 displaced"]);
    }
}
