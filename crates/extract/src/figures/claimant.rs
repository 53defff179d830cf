//! Who speaks: from the words before or after a reporting verb to a source.

use std::borrow::Cow;
use std::ops::Range;

use crossread_lexicon::{ActorType, CueClass, Dimension};
use crossread_text::SentenceKind;

use super::apposition;
use super::context::Context;
use super::several::{joins_sources, lists_sources};
use super::speakers::{Speakers, introduced};
use super::unlisted::{slugged, unlisted, with_role};
use crate::extraction::{ActorForm, ActorMention, Claimant};

/// A source with where it stands.
#[derive(Clone, Debug)]
pub(super) struct Source<'a> {
    pub(super) claimant: Claimant<'a>,
    /// A human being.
    pub(super) person: bool,
    /// A state as a whole, which records what happens to it as well as what it counts.
    pub(super) state: bool,
    /// A source that no name tells: residents, doctors.
    pub(super) generic: bool,
    /// The words that name it.
    pub(super) phrase: Range<usize>,
    /// What kind of party it is, where a name tells.
    pub(super) kind: Option<ActorType>,
}

pub(super) fn source_of<'a>(mention: &ActorMention<'a>, context: &Context<'_, '_, 'a>) -> Source<'a> {
    Source {
        claimant: Claimant { id: mention.id.clone(), text: Cow::Borrowed(mention.span.of(context.reading.text())) },
        person: mention.form == ActorForm::Person,
        state: mention.kind == ActorType::State && mention.form != ActorForm::Descriptor,
        generic: false,
        phrase: mention.tokens.indices(),
        kind: Some(mention.kind),
    }
}

/// The source named in `region`, the words of a subject or of `according to`.
///
/// The head of the phrase, before its first preposition, goes first: a person, then the last
/// party, then a generic source; only then its complements (`sources in the government`).
pub(super) fn named<'a>(
    context: &Context<'_, '_, 'a>,
    region: &Range<usize>,
    speakers: &Speakers<'a>,
) -> Option<Source<'a>> {
    let region_start = region.start;
    let region = without_opening(context, region);
    let head = region.start..head_end(context, &region);
    // "Medical sources and the Red Cross", "residents, doctors and officials": the first of several speaks.
    let listed = head.clone().skip(1).find(|&at| context.is_comma(at) && joins_sources(context, at));
    let joint = listed
        .or(head.clone().skip(1).find(|&at| {
            context.value(at, CueClass::Conjunction) == Some("coordinating") && context.actor(at).is_none()
        }));
    if let Some(joint) = joint
        && let Some(first) = named(context, &(region_start..joint), speakers)
    {
        return Some(first);
    }
    let generic = generic_in(context, &head);
    if let Some(mention) = head_actor(context, &head) {
        // "the Iran-backed group": whom the noun stands for, if the words before tell.
        let attribute = context.is_hyphen(mention.tokens.end as usize);
        let noun = head.end.checked_sub(1).filter(|at| attribute && head.contains(at));
        if let Some(source) = noun.and_then(|noun| speakers.definite(context, noun)) {
            return Some(source);
        }
        return match generic.filter(|(tokens, value)| is_possessed(context, mention, tokens) && is_own_source(value)) {
            Some((at, value)) => generic_source(context, at, value),
            None => Some(source_of(mention, context)),
        };
    }
    by_noun(context, region_start, &region, &head, generic, speakers)
}

/// The source of a phrase whose head names nobody: what its noun stands for, its complement, the noun itself.
fn by_noun<'a>(
    context: &Context<'_, '_, 'a>,
    region_start: usize,
    region: &Range<usize>,
    head: &Range<usize>,
    generic: Option<(Range<usize>, &'a str)>,
    speakers: &Speakers<'a>,
) -> Option<Source<'a>> {
    let sentence = context.reading.sentence_of(region.start);
    let noun = generic.as_ref().map_or(head.end, |(tokens, _)| tokens.end).checked_sub(1)?;
    let definite = region_is_definite(context, region_start) && !super::subject::is_plural(context.word(noun));
    let armed = matches!(generic, Some((_, "militants"))) && region_is_definite(context, region_start);
    if (armed || definite && region.contains(&noun))
        && let Some(source) = speakers.definite(context, noun)
    {
        return Some(source);
    }
    if region.contains(&noun)
        && let Some(source) = introduced(context, noun)
    {
        return Some(source);
    }
    if let Some((_, value)) = &generic
        && is_own_source(value)
    {
        return generic.and_then(|(at, value)| generic_source(context, at, value));
    }
    let complement = head.end..region.end;
    if let Some(mention) = first_actor(context, &complement).filter(|mention| !is_agent(context, mention, head.end)) {
        return Some(source_of(mention, context));
    }
    // "a commander of the group": whose commander the words before tell.
    let whole =
        complement.clone().skip(1).find(|&at| context.has(at, CueClass::GroupNoun) && context.is(at - 1, "the"));
    if let Some(source) = whole.filter(|_| generic.is_some()).and_then(|noun| speakers.definite(context, noun)) {
        return Some(source);
    }
    if let Some((at, value)) = generic.clone().filter(|(_, value)| names_somebody(value)) {
        return generic_source(context, at, value);
    }
    if let Some((at, value)) = generic_in(context, &complement).filter(|(_, value)| names_somebody(value)) {
        return generic_source(context, at, value);
    }
    let personal = |value: &&str| matches!(*value, "person" | "thing" | "plural");
    if let Some(pronoun) = region.clone().find_map(|at| context.value(at, CueClass::Pronoun).filter(personal)) {
        return speakers.resolve(pronoun, sentence);
    }
    // "the communiqué said", "a spokesman said": whoever spoke last; else a source that only its noun names.
    let (tokens, value) = generic?;
    // "the local resistance committee", "the Sudanese Doctors' Union": a body with a name of its own is not the one named last.
    let capital = |at: usize| context.word(at).starts_with(char::is_uppercase);
    let spelled = context.word(noun).chars().any(char::is_lowercase);
    let named = capital(noun) && spelled && capital(head.start) && head.len() > 1 && !is_headline(context, noun);
    let own = named || context.has(noun, CueClass::InstitutionNoun) && head.start < tokens.start;
    let last = if value == VOICE || definite && !own {
        let document = if context.has(noun, CueClass::ClaimNoun) { speakers.published(sentence) } else { None };
        document.or_else(|| speakers.resolve("thing", sentence)).or_else(|| named_before(context, region.start))
    } else {
        None
    };
    let last = last.filter(|source| super::speakers::may_be(context, noun, source));
    // "according to government data": whose data it is; "a study says", "intelligence estimates": nobody in particular.
    if last.is_none() && context.has(noun, CueClass::ClaimNoun) {
        let owner = generic_in(context, &(head.start..tokens.start)).filter(|(_, value)| names_somebody(value));
        if !definite || owner.is_some() {
            return owner.and_then(|(at, value)| generic_source(context, at, value));
        }
    }
    // "a figure the army disputes": a name begins behind the last article.
    let article =
        head.clone().take_while(|at| *at < tokens.start).filter(|&at| context.has(at, CueClass::Article)).last();
    last.or_else(|| slugged(context, article.map_or(head.start, |at| at + 1)..tokens.end))
}

/// True in a headline, where capitals tell nothing.
fn is_headline(context: &Context<'_, '_, '_>, at: usize) -> bool {
    let sentence = context.reading.sentence(context.reading.sentence_of(at));
    sentence.is_some_and(|sentence| sentence.kind == SentenceKind::Heading)
}

/// True for a person behind "by" from token `from` on: `the ministry in reply to a query by X`.
fn is_agent(context: &Context<'_, '_, '_>, mention: &ActorMention<'_>, from: usize) -> bool {
    mention.form == ActorForm::Person && (from..mention.tokens.start as usize).any(|at| context.is(at, "by"))
}

/// True for a source that belongs to a state and does not speak for it: `Sudan's doctors`.
fn is_possessed(context: &Context<'_, '_, '_>, owner: &ActorMention<'_>, tokens: &Range<usize>) -> bool {
    let end = owner.tokens.end as usize;
    let state = owner.kind == ActorType::State && owner.form != ActorForm::Descriptor;
    state && context.is_possessive(end) && tokens.start > end
}

/// The value of a noun for one who speaks for somebody else.
const VOICE: &str = "voice";

/// True for the value of a noun that is a source whatever stands around it.
fn is_own_source(value: &str) -> bool {
    names_somebody(value) && value != "state" && value != "military"
}

/// True for the value of a noun that tells who speaks.
fn names_somebody(value: &str) -> bool {
    !value.is_empty() && value != VOICE
}

/// Where the head of a noun phrase ends: before its first preposition or relative.
pub(super) fn head_end(context: &Context<'_, '_, '_>, region: &Range<usize>) -> usize {
    let closes = |at: &usize| {
        context.actor(*at).is_none()
            && (context.has(*at, CueClass::Preposition)
                || context.has(*at, CueClass::Relative)
                || context.word(*at) == "(")
    };
    region.clone().skip(1).find(closes).unwrap_or(region.end)
}

/// The party that the head of a phrase names: the last one, of several joined by "and" the first.
fn head_actor<'c, 'a>(context: &Context<'c, '_, 'a>, head: &Range<usize>) -> Option<&'c ActorMention<'a>> {
    let mut found = last_actor(context, head)?;
    loop {
        let start = found.tokens.start as usize;
        let mut before = start;
        while before > head.start
            && (context.has(before - 1, CueClass::Article)
                || context.has(before - 1, CueClass::PersonTitle)
                || context.is_comma(before - 1)
                || context.value(before - 1, CueClass::Conjunction) == Some("coordinating"))
        {
            before -= 1;
        }
        let joined = (before..start).any(|at| context.value(at, CueClass::Conjunction) == Some("coordinating"))
            || before < start && context.is_comma(before);
        match before.checked_sub(1).filter(|at| joined && head.contains(at)).and_then(|at| context.actor(at)) {
            Some(first) => found = first,
            None => return Some(found),
        }
    }
}

/// The party named last in the sentence before: `... the TTP's losses. The group admits to four.`
fn named_before<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Source<'a>> {
    let before = context.sentence(context.sentence(at).start.checked_sub(1)?);
    last_actor(context, &before).map(|mention| source_of(mention, context))
}

/// True for "the communiqué", "its statement": words that name nobody new.
fn region_is_definite(context: &Context<'_, '_, '_>, start: usize) -> bool {
    (start.saturating_sub(1)..start + 3)
        .any(|at| context.is(at, "the") || context.value(at, CueClass::Pronoun) == Some("possessive"))
}

/// The region without times, adverbs and a preposition phrase that open it (`On Sunday the army`).
pub(super) fn without_opening(context: &Context<'_, '_, '_>, region: &Range<usize>) -> Range<usize> {
    let mut start = region.start;
    while start < region.end {
        if let Some(time) = context.time(start) {
            start = time.tokens.end as usize;
        } else if context.has(start, CueClass::Article)
            || context.has(start, CueClass::Adverb)
            || context.has(start, CueClass::Conjunction)
            || (context.has(start, CueClass::Preposition) && context.actor(start).is_none())
            || !context.is_word(start)
        {
            start += 1;
        } else {
            break;
        }
    }
    start.min(region.end)..region.end
}

pub(super) fn last_actor<'c, 'a>(context: &Context<'c, '_, 'a>, range: &Range<usize>) -> Option<&'c ActorMention<'a>> {
    let person = range.clone().rev().find_map(|at| context.actor(at).filter(|actor| actor.form == ActorForm::Person));
    person.or_else(|| range.clone().rev().find_map(|at| context.actor(at)))
}

fn first_actor<'c, 'a>(context: &Context<'c, '_, 'a>, range: &Range<usize>) -> Option<&'c ActorMention<'a>> {
    range.clone().find_map(|at| context.actor(at))
}

/// The last source noun in `range`, longest first, with its value.
fn generic_in<'a>(context: &Context<'_, '_, 'a>, range: &Range<usize>) -> Option<(Range<usize>, &'a str)> {
    let mut at = range.start;
    let mut found = None;
    while at < range.end {
        let source = [CueClass::OfficialSource, CueClass::SourceNoun]
            .iter()
            .filter_map(|&class| context.cue(at, class))
            .filter(|hit| hit.tokens.end as usize <= range.end)
            .max_by_key(|hit| hit.tokens.end);
        match source {
            Some(hit) => {
                found = Some((hit.tokens.indices(), hit.cue.value.as_str()));
                at = hit.tokens.end as usize;
            }
            None => at += 1,
        }
    }
    found
}

/// A source that no name tells; `state` is whoever governs the place at hand.
fn generic_source<'a>(context: &Context<'_, '_, 'a>, tokens: Range<usize>, value: &'a str) -> Option<Source<'a>> {
    if value.is_empty() {
        return None;
    }
    let text = Cow::Borrowed(context.slice(&tokens));
    let lexicon = context.reading.lexicon();
    let id = match value {
        "state" => country_at_hand(context, tokens.start)
            .and_then(|country| context.government(country))
            .unwrap_or("officials"),
        "military" => country_at_hand(context, tokens.start)
            .and_then(|country| lexicon.countries.get(country)?.military.as_deref())
            .unwrap_or("security-sources"),
        other => other,
    };
    let claimant = Claimant { id: Cow::Borrowed(id), text };
    Some(Source { claimant, person: false, state: false, generic: true, phrase: tokens, kind: None })
}

/// The country that unnamed officials speak for: of a place in their sentence, else of the state
/// party named last before them.
fn country_at_hand<'c, 'a>(context: &Context<'c, '_, 'a>, at: usize) -> Option<&'c str> {
    let sentence = context.sentence(at);
    // "On the Israeli side 82 soldiers died, authorities say."
    let side = |at: usize| context.demonym(at).filter(|_| context.has(at + 1, CueClass::GeographyNoun));
    if let Some(country) = (sentence.start..at).find_map(side) {
        return Some(country);
    }
    let place = (at..sentence.end)
        .chain(behind_dateline(context, &sentence)..at)
        .find_map(|at| context.place(at).and_then(|place| place.country.as_deref()));
    let state = |at: usize| {
        let actor = context.actor(at)?;
        crossread_lexicon::Lexicon::is_of_state(actor.kind).then_some(actor.country.as_deref())?
    };
    // "Ukraine toll in Russian strikes rises to 12: officials": a headline opens with whom it is about.
    let kind = context.reading.sentence(context.reading.sentence_of(at)).map(|sentence| sentence.kind);
    let topic = || sentence.clone().find_map(state).filter(|_| kind == Some(SentenceKind::Heading));
    let near = || (at.saturating_sub(NEARBY)..at).rev().find_map(state);
    let dateline = || sentence.clone().find_map(|at| context.place(at).and_then(|place| place.country.as_deref()));
    place.or_else(topic).or_else(near).or_else(dateline)
}

/// Where a sentence begins behind its dateline, `ISTANBUL (AA) – `: no official speaks for where a report was written.
fn behind_dateline(context: &Context<'_, '_, '_>, sentence: &Range<usize>) -> usize {
    let opens = sentence.clone().take(2).any(|at| context.place(at).is_some());
    let mut head = sentence.clone().take(DATELINE);
    head.find(|&at| opens && context.is_dash(at)).map_or(sentence.start, |dash| dash + 1)
}

/// A dateline is no longer than so many tokens.
const DATELINE: usize = 10;

/// How far back the party that unnamed officials speak for is looked for, in tokens.
const NEARBY: usize = 80;

/// The subject of the verb at `verb`: the words back to the nearest boundary, across an
/// apposition between commas (`Mujahid, the chief spokesman, said`). Of a verb of `speech` the
/// subject may be a source that no list knows.
pub(super) fn subject<'a>(
    context: &Context<'_, '_, 'a>,
    floor: usize,
    verb: usize,
    speakers: &Speakers<'a>,
    speech: bool,
) -> Option<(Range<usize>, Source<'a>)> {
    let known = |region: &Range<usize>| {
        if is_one_of_several(context, region) {
            return speakers.several(context.reading.sentence_of(verb));
        }
        let found = named(context, region, speakers);
        found.or_else(|| if speech { unlisted(context, region, speakers) } else { None })
    };
    let end = back_over_small(context, floor, verb);
    if end > floor && (context.is_comma(end - 1) || context.is_dash(end - 1)) {
        let open = (floor..end - 1).rev().find(|&at| context.is_comma(at) || context.is_dash(at))?;
        let region = clause_start(context, floor, open)..open;
        if holds_figure(context, &region) || region.is_empty() {
            return None;
        }
        let source = match apposition::named_between(context, &region, &(open + 1..end - 1), speakers) {
            Some(person) => person,
            None => known(&region).map(|source| with_role(context, source, open))?,
        };
        // The name must reach up to the comma, or the comma closes a clause of its own.
        let verbless = !region.clone().any(|at| {
            context.actor(at).is_none() && (context.has(at, CueClass::Auxiliary) || context.has(at, CueClass::SayVerb))
        });
        return verbless.then_some((region, source));
    }
    let region = clause_start(context, floor, end)..end;
    if region.is_empty() || holds_figure(context, &region) {
        return None;
    }
    if let Some(person) = apposition::named_before(context, floor, end) {
        return Some((person.tokens.indices(), source_of(person, context)));
    }
    // "In a statement carried by state media it said": the pronoun right before the verb speaks.
    let pronoun =
        context.value(end - 1, CueClass::Pronoun).filter(|value| matches!(*value, "person" | "thing" | "plural"));
    if let Some(pronoun) = pronoun {
        let source = speakers.resolve(pronoun, context.reading.sentence_of(end - 1))?;
        return Some((end - 1..end, source));
    }
    if let Some((start, source)) = apposition::antecedent(context, floor, &region, speakers) {
        return Some((start..region.end, source));
    }
    let source = known(&region)?;
    Some((region, source))
}

/// True for words that name one of those who spoke before: `one of them`, `a second`.
fn is_one_of_several(context: &Context<'_, '_, '_>, region: &Range<usize>) -> bool {
    let inner = without_opening(context, region);
    let head = inner.start..head_end(context, &inner);
    let at = head.start;
    let one = context.value(at, CueClass::NumberUnit) == Some("1") || context.has(at, CueClass::Ordinal);
    head.len() == 1 && one && context.actor(at).is_none()
}

/// True when words hold a number that counts no source: "two western diplomats" are one.
pub(super) fn holds_figure(context: &Context<'_, '_, '_>, region: &Range<usize>) -> bool {
    let source = |at: usize| context.has(at, CueClass::SourceNoun) || context.has(at, CueClass::OfficialSource);
    let counts = |at: usize| (at + 1..region.end.min(at + 4)).any(source);
    let lasts = |at: usize| {
        let quantity = context.quantity(at).and_then(|number| context.quantities.get(number));
        quantity.is_some_and(|quantity| quantity.dimension == Dimension::Duration)
    };
    // "two witnesses and two herders told AFP": the second number counts speakers too.
    let joined = |at: usize| {
        at > region.start + 1
            && context.value(at - 1, CueClass::Conjunction) == Some("coordinating")
            && (source(at - 2) || context.actor(at - 2).is_some())
    };
    region.clone().skip(1).any(|at| context.quantity(at).is_some() && !counts(at) && !lasts(at) && !joined(at))
}

/// The end of the subject: before auxiliaries and adverbs of the verb.
fn back_over_small(context: &Context<'_, '_, '_>, floor: usize, verb: usize) -> usize {
    let mut end = verb;
    while end > floor {
        let before = end - 1;
        let small = context.has(before, CueClass::Auxiliary)
            || context.has(before, CueClass::Adverb)
            || context.has(before, CueClass::Negation);
        if !small || context.actor(before).is_some() {
            break;
        }
        end = before;
    }
    end
}

/// Where the words before `end` begin: after the nearest mark, conjunction or "that".
pub(super) fn clause_start(context: &Context<'_, '_, '_>, floor: usize, end: usize) -> usize {
    let mut start = end;
    let mut brackets = 0_u32;
    while start > floor {
        let at = start - 1;
        if context.word(at) == ")" {
            brackets += 1;
        } else if context.word(at) == "(" {
            if brackets == 0 {
                return start;
            }
            brackets -= 1;
        }
        if brackets == 0 && bounds(context, at) {
            // "who" itself belongs to the clause it opens.
            return if context.has(at, CueClass::Relative) && !context.is(at, "that") { at } else { start };
        }
        start = at;
    }
    start
}

/// True for a token that parts a subject from what stands before it.
fn bounds(context: &Context<'_, '_, '_>, at: usize) -> bool {
    if context.actor(at).is_some() || context.time(at).is_some() {
        return false;
    }
    if context.is_comma(at) && lists_sources(context, at) {
        return false;
    }
    if context.is_punctuation(at) {
        let genitive = matches!(context.word(at), "'" | "’")
            && context.reading.glued(at)
            && !context.reading.glued(at + 1)
            && at.checked_sub(1).is_some_and(|before| context.is_word(before));
        return !context.is_hyphen(at) && !genitive && !matches!(context.word(at), "." | "(" | ")");
    }
    let joins_names = context.value(at, CueClass::Conjunction) == Some("coordinating") && joins_sources(context, at);
    (context.has(at, CueClass::Conjunction) && !joins_names)
        || (context.has(at, CueClass::Relative)
            && context.cue(at, CueClass::Article).is_none_or(|_| context.is(at, "that")))
}

#[cfg(test)]
mod tests {
    use crate::check::check_claims;

    #[test]
    fn officials_speak_for_no_place_where_a_report_was_written() {
        check_claims(
            "ISTANBUL (AA) – Drones in Kharkiv killed four people, officials said.",
            &["four says ukraine claimed"],
        );
        check_claims(
            "NAIROBI, May 4 - A blast in Mogadishu killed nine, officials said.",
            &["nine says somalia claimed"],
        );
        check_claims("Kabul - Nine people died in a fire, officials said.", &["Nine says afghan-taliban claimed"]);
    }
}
