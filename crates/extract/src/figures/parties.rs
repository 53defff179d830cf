//! The party counted and the party said to have done it.
//!
//! Both are read only where the text ties them to the number: in the counted phrase, right before
//! the verb, after `by`, or in the name of the attack. A party that merely stands near is none.

mod agent;
mod phrase;

use std::borrow::Cow;

use crossread_lexicon::{ActorType, CueClass};

use self::phrase::Doer;
use super::context::Context;
use super::drafts::{Draft, Origin};
use super::measure::Form;
use super::subject::Kind;
use crate::extraction::{ActorForm, ActorMention, Claimant, Measure, SubjectClass};

/// The parties of one figure.
#[derive(Clone, Debug, Default)]
pub(super) struct Parties<'a> {
    pub(super) subject: Option<Cow<'a, str>>,
    pub(super) agent: Option<Cow<'a, str>>,
}

/// Finds who was counted and who did it.
pub(super) fn of<'a>(context: &Context<'_, '_, 'a>, draft: &Draft, claimant: Option<&Claimant<'a>>) -> Parties<'a> {
    if draft.cell.is_some() {
        return Parties { subject: named(context, draft), agent: None };
    }
    let whole = |doer: Doer<'a>| match doer {
        Doer::Party(id) => Some(id),
        // A person who speaks for a force is not the force.
        Doer::Speaker => {
            claimant.filter(|claimant| !claimant.id.starts_with("person:")).map(|claimant| claimant.id.clone())
        }
        Doer::Nobody => None,
    };
    let victim = || {
        let person = context.actor(draft.tokens.start).filter(|actor| actor.form == ActorForm::Person)?;
        (draft.origin == Origin::Implied).then(|| person.id.clone())
    };
    let subject = victim().or_else(|| counted(context, draft).and_then(whole));
    let agent = agent::of(context, draft).and_then(whole).filter(|agent| subject.as_ref() != Some(agent));
    Parties { subject, agent }
}

/// True for a party that can act by force.
fn acts(actor: &ActorMention<'_>) -> bool {
    actor.kind.acts() && actor.form != ActorForm::Person
}

/// The party that stands in the counted phrase.
fn named<'a>(context: &Context<'_, '_, 'a>, draft: &Draft) -> Option<Cow<'a, str>> {
    let tokens = draft.kin.clone().or_else(|| draft.subject.clone())?;
    tokens
        .filter_map(|at| context.actor(at))
        .find(|actor| actor.form != ActorForm::Person && !context.is_hyphen(actor.tokens.end as usize))
        .map(|actor| actor.id.clone())
}

/// The party counted or harmed.
fn counted<'a>(context: &Context<'_, '_, 'a>, draft: &Draft) -> Option<Doer<'a>> {
    if matches!(draft.kind, Kind::Event(_)) {
        return target(context, draft.end).map(Doer::Party);
    }
    if let Some(id) = named(context, draft) {
        return Some(Doer::Party(id));
    }
    if let Some(tokens) = draft.kin.clone().or_else(|| draft.subject.clone()) {
        let own = tokens
            .clone()
            .chain(tokens.start.checked_sub(1))
            .any(|at| context.value(at, CueClass::Pronoun) == Some("possessive"));
        if own {
            return Some(Doer::Speaker);
        }
        let force = draft.class == Some(SubjectClass::SecurityForce)
            || (draft.kind == Kind::Thing && draft.measure == Measure::Destroyed);
        // "Israeli-made drones" are nobody's yet.
        let nation = |at: usize| context.demonym(at).filter(|_| !context.is_hyphen(at + 1));
        if let Some(country) = tokens.clone().find_map(nation).filter(|_| force) {
            return phrase::military(context, country).map(Doer::Party);
        }
        if let Some(id) = belonging(context, tokens.end.max(draft.tokens.end)) {
            return Some(Doer::Party(id));
        }
    }
    sufferer(context, draft).or_else(|| owner(context, draft))
}

/// `soldiers of the Pakistani army`, `fighters from the M23`, `men loyal to the general`.
fn belonging<'a>(context: &Context<'_, '_, 'a>, after: usize) -> Option<Cow<'a, str>> {
    let mut at = context.cue(after, CueClass::Belonging)?.tokens.end as usize;
    let sentence = context.sentence(after);
    while context.has(at, CueClass::Article) || context.is_quote(at) {
        at += 1;
    }
    let actor = context.actor(at).filter(|_| sentence.contains(&at))?;
    let force = matches!(actor.kind, ActorType::ArmedGroup | ActorType::SecurityForce | ActorType::OtherOrg);
    let end = actor.tokens.end as usize;
    let speaks = context.has(end, CueClass::SayVerb) || context.is_hyphen(end) || context.is_possessive(end);
    (force && !speaks && actor.form != ActorForm::Person).then(|| actor.id.clone())
}

/// `The army lost 12 men`, `the front suffered 30 casualties`: the subject of the verb is who was harmed.
fn sufferer<'a>(context: &Context<'_, '_, 'a>, draft: &Draft) -> Option<Doer<'a>> {
    let mut start = draft.tokens.start;
    while start > 0 && (context.has(start - 1, CueClass::Article) || context.has(start - 1, CueClass::Adverb)) {
        start -= 1;
    }
    let hit = context.cue_before(start, CueClass::SufferVerb)?;
    let verb = hit.tokens.start as usize;
    if hit.cue.value == ADMITTED && !may_be_own(draft) {
        return None;
    }
    context.sentence(start).contains(&verb).then(|| phrase::before_verb(context, verb))
}

/// The value of a verb whose subject tells of its own losses.
const ADMITTED: &str = "admitted";

/// True for a toll or soldiers: "admitted 18 dead" are its own, "admitted 18 rebels" and "18 civilians" are not.
fn may_be_own(draft: &Draft) -> bool {
    let toll = matches!(draft.kind, Kind::Toll(_)) && draft.class.is_none();
    toll || draft.class == Some(SubjectClass::SecurityForce)
}

/// `The group's 6,000 fighters`, `the army has 300 tanks`, `the front's losses stand at ten`.
fn owner<'a>(context: &Context<'_, '_, 'a>, draft: &Draft) -> Option<Doer<'a>> {
    let start = draft.tokens.start;
    let sentence = context.sentence(start);
    if let Some(trigger) = draft.trigger.filter(|trigger| trigger.form == Form::Noun && trigger.at < start) {
        let whose = trigger.at - usize::from(trigger.at > sentence.start && context.is(trigger.at - 1, "own"));
        let theirs = whose > sentence.start && context.value(whose - 1, CueClass::Pronoun) == Some("possessive");
        // "acknowledged the loss of 40 soldiers"
        let noun =
            trigger.at - usize::from(trigger.at > sentence.start && context.has(trigger.at - 1, CueClass::Article));
        let admits = context.cue_before(noun, CueClass::SufferVerb).filter(|hit| hit.cue.value == ADMITTED);
        if let Some(verb) = admits.filter(|_| may_be_own(draft)).map(|hit| hit.tokens.start as usize) {
            return sentence.contains(&verb).then(|| phrase::before_verb(context, verb));
        }
        // "put its own losses at 12"
        return if theirs { Some(Doer::Speaker) } else { possessor(context, trigger.at).map(Doer::Party) };
    }
    if draft.measure != Measure::Strength {
        return None;
    }
    if let Some(id) = possessor(context, start) {
        return Some(Doer::Party(id));
    }
    let has = start.checked_sub(1).filter(|&has| context.value(has, CueClass::Auxiliary) == Some("have"));
    let fields = draft.trigger.filter(|trigger| trigger.form == Form::Object).map(|trigger| trigger.at);
    let verb = fields.or(has).filter(|verb| sentence.contains(verb))?;
    Some(phrase::before_verb(context, verb))
}

/// The party whose possessive ends right before `at`, or that stands as an attribute there.
fn possessor<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Cow<'a, str>> {
    let mut end = at;
    while end > 0 && (context.has(end - 1, CueClass::PersonNoun) || context.has(end - 1, CueClass::Adverb)) {
        end -= 1;
    }
    let possessive = end > 0 && context.is_possessive(end - 1);
    let actor = context.actor(end.checked_sub(if possessive { 2 } else { 1 })?)?;
    (acts(actor) && context.sentence(at).contains(&(actor.tokens.start as usize))).then(|| actor.id.clone())
}

/// `attacks on Pakistani posts`, `raids against the front`: whom the events hit.
fn target<'a>(context: &Context<'_, '_, 'a>, after: usize) -> Option<Cow<'a, str>> {
    if !context.is(after, "on") && !context.is(after, "against") {
        return None;
    }
    let tokens = phrase::noun_phrase(context, after + 1, context.sentence(after).end);
    phrase::party(context, &tokens)
}

#[cfg(test)]
mod tests {
    use crossread_lexicon::Lexicon;
    use crossread_text::Document;

    /// The parties of each figure: `text: counted < agent`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document =
            Document { published: Some(jiff::civil::date(2025, 10, 14)), ..Document::from_text("check", text) };
        let read = crate::extract(&document, Lexicon::built_in());
        let print = |id: &Option<std::borrow::Cow<'_, str>>| id.as_deref().unwrap_or("-").to_owned();
        let found: Vec<String> = read
            .figures
            .iter()
            .map(|f| format!("{}: {} < {}", f.span.of(text), print(&f.subject_actor), print(&f.agent_actor)))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn parties_of_the_counted_phrase() {
        check("Nine Taliban fighters were killed.", &["Nine: afghan-taliban < -"]);
        check(
            "In all 58 Pakistani soldiers died and 30 others were wounded.",
            &["58: pakistan-military < -", "30: pakistan-military < -"],
        );
        check("Seven fighters from the M23 were detained.", &["Seven: m23 < -"]);
        check("Twelve soldiers of the Congolese army were killed.", &["Twelve: dr-congo-military < -"]);
        check("The Ukrainian army lost 12 men.", &["12: ukraine-military < -"]);
        check("Hezbollah has 20,000 fighters.", &["20,000: hezbollah < -"]);
        check("Twelve civilians from Gaza were killed.", &["Twelve: - < -"]);
        check("Gunmen killed nine villagers.", &["nine: - < -"]);
        check("Nine TTP-linked men were arrested.", &["Nine: - < -"]);
    }

    #[test]
    fn whoever_admits_a_toll_tells_of_its_own() {
        check("Bamako admitted 18 dead.", &["18: mali < -"]);
        check("Kyiv acknowledged the loss of 40 soldiers.", &["40: ukraine < -"]);
        check("The RSF put its own losses at 12.", &["12: rsf < -"]);
        check("Bamako admitted 18 civilians had died.", &["18: - < -"]);
        check("Moscow acknowledged that 12 rebels were dead.", &["12: - < -"]);
    }

    #[test]
    fn agents() {
        check("Fifty people were killed by Pakistani air strikes.", &["Fifty: - < pakistan-military"]);
        check("Israeli strikes killed 30 people on Friday.", &["30: - < israel-military"]);
        check("An Israeli air strike on a camp in Rafah killed 12 people.", &["12: - < israel-military"]);
        check("Nine people died in Russian shelling of Kherson.", &["Nine: - < russia-military"]);
        check("Hamas fired on a convoy, killing nine people.", &["nine: - < hamas"]);
        check("Nine people were killed when Hamas attacked a camp.", &["Nine: - < hamas"]);
        check("Nine people were killed in an attack on the Pakistani army.", &["Nine: - < -"]);
        check("An attack on the Pakistani army killed nine people.", &["nine: - < -"]);
        check("Nine people were killed by Israeli settlers.", &["Nine: - < -"]);
        check("The Taliban carried out 54 attacks on Pakistani posts.", &["54: pakistan-military < afghan-taliban"]);
        check("There were 54 attacks by Hamas in May.", &["54: - < hamas"]);
        check("Hezbollah was attacked by gunmen, killing nine people.", &["nine: - < -"]);
        check("The police said gunmen had killed nine people.", &["nine: - < -"]);
    }
}
