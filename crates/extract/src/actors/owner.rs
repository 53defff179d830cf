//! Whose body a role noun without owner means: "its army", "the army, it said", "the district administration".
//!
//! In this order: the owner of a possessive, who speaks in the clause, the name that opens the paragraph as a
//! label, the last compatible name, what the document is about. Nothing that fits leaves the noun unlinked.

use crossread_lexicon::{ActorType, CueClass, Level, Lexicon, Place};

use crate::actors::descriptors::Head;
use crate::actors::states::{self, Tier};
use crate::names::context::Context;
use crate::names::found::{Found, Party};
use crate::names::survey::{Meaning, meaning};
use crate::names::words;

/// A short form is looked for among this many names before.
pub(super) const NEAR: usize = 40;
/// What a document is about is told by so many of its first names, besides those near.
const LEAD: usize = 12;
/// The name that opens a paragraph as its label is at most so many names back.
const PARAGRAPH: usize = 20;

/// The country whose body the head noun at `at` means.
pub(super) fn country<'a>(
    context: &Context<'_, '_, 'a>,
    before: &[Found<'a>],
    at: usize,
    head: Head<'a>,
) -> Option<&'a str> {
    let reading = &context.reading;
    let told = possessor(context, before, at)
        .or_else(|| speaker(context, before, at))
        .or_else(|| label(context, before, at))
        .filter(|code| may_own(context, code, head == Head::Force("military")));
    if told.is_some() {
        return told;
    }
    let home = context.survey.home().filter(|_| matches!(head, Head::Ministry(_)) && words::is_name_word(reading, at));
    home.or_else(|| named_last(context, before, at, matches!(head, Head::Force("military") | Head::StateForce(_))))
}

/// True when the country has such a body: one that an armed group governs has fighters, no army, and a few have none.
fn may_own(context: &Context<'_, '_, '_>, code: &str, armed: bool) -> bool {
    let lexicon = context.lexicon();
    let governed = lexicon.government(code, context.survey.day());
    lexicon.countries.get(code).is_some_and(|country| !armed || country.military.is_some())
        && !(armed && governed.is_some_and(|actor| actor.kind == ActorType::ArmedGroup))
}

/// The country of a name: of a party that takes part, a place or a nationality word.
fn code_of<'a>(context: &Context<'_, '_, 'a>, found: &Found<'a>) -> Option<&'a str> {
    let lexicon = context.lexicon();
    context.reading.scan.names(found.start).filter(|hit| hit.tokens.end as usize <= found.end).find_map(|hit| {
        match meaning(lexicon, hit) {
            // Where an agency or a charity has its seat tells nothing of what it reports on.
            Meaning::Actor(actor) => actor.country.as_deref().filter(|_| !actor.kind.observes()),
            Meaning::Place(place) => place.country.as_deref(),
            Meaning::Nationality(code) => Some(code),
            Meaning::Other => None,
        }
    })
}

/// "Islamabad has another account. Its army": the state named last, in this sentence or the one before.
fn possessor<'a>(context: &Context<'_, '_, 'a>, before: &[Found<'a>], at: usize) -> Option<&'a str> {
    let reading = &context.reading;
    let own = words::cue_ending_at(reading, at, &[CueClass::Pronoun])?;
    if own.cue.value != "possessive" {
        return None;
    }
    let first = reading.sentence_of(at).saturating_sub(1);
    let near = before.iter().rev().take_while(|found| reading.sentence_of(found.start) >= first);
    near.filter(|found| found.party().is_some_and(|party| Lexicon::is_of_state(party.kind)))
        .find_map(|found| code_of(context, found))
}

/// "The Afghan defence ministry said security forces had crossed": the state whose words the clause gives.
fn speaker<'a>(context: &Context<'_, '_, 'a>, before: &[Found<'a>], at: usize) -> Option<&'a str> {
    let reading = &context.reading;
    let sentence = reading.sentence_tokens(at);
    // "Israel said it had struck; nine died, the health ministry said": a body that speaks itself is not the speaker's.
    if (at + 1..sentence.end.min(at + 3)).any(|next| words::speaks_at(reading, next)) {
        return None;
    }
    let verb = (sentence.start..at).rev().find(|&verb| words::speaks_at(reading, verb))?;
    let found =
        before.iter().rev().take_while(|found| found.start >= sentence.start).find(|found| found.end <= verb)?;
    let joined = (found.end..verb).all(|at| reading.has(at, CueClass::Auxiliary) || reading.has(at, CueClass::Adverb));
    let of_state = found.party().is_some_and(|party| Lexicon::is_of_state(party.kind));
    if joined && of_state { code_of(context, found) } else { None }
}

/// "Burkina Faso. The junta said": the name that stands alone before the first mark of the paragraph.
fn label<'a>(context: &Context<'_, '_, 'a>, before: &[Found<'a>], at: usize) -> Option<&'a str> {
    let reading = &context.reading;
    let block = reading.sentence(reading.sentence_of(at))?.block;
    let inside = |found: &&Found<'a>| {
        reading.sentence(reading.sentence_of(found.start)).is_some_and(|sentence| sentence.block == block)
    };
    let found = before.iter().rev().take(PARAGRAPH).take_while(inside).last()?;
    let opens = reading.sentence_tokens(found.start).start == found.start;
    let marked = matches!(reading.word(found.end), "." | ":" | "—" | "–");
    if opens && marked { code_of(context, found) } else { None }
}

/// The country of the nearest name of one of the two countries that the document is about, in this sentence or the
/// two before; else the country it names most.
fn named_last<'a>(context: &Context<'_, '_, 'a>, before: &[Found<'a>], at: usize, armed: bool) -> Option<&'a str> {
    let first = context.reading.sentence_of(at).saturating_sub(2);
    let fits = |code: &&'a str| may_own(context, code, armed);
    let near = before
        .iter()
        .rev()
        .take_while(|found| context.reading.sentence_of(found.start) >= first)
        // A group fights in more countries than its own: it tells nothing of whose army it meets, nor of whose
        // government where the document is about another country.
        .filter_map(|found| {
            let group = found.party().is_some_and(|party| party.kind == ActorType::ArmedGroup);
            let at_home = |code: &&'a str| context.survey.home().is_none_or(|home| home == *code);
            code_of(context, found).filter(|code| !group || !armed && at_home(code))
        })
        .filter(fits)
        .find(|code| context.survey.is_leading(code));
    near.or_else(|| context.survey.ranked().iter().copied().find(fits))
}

/// The place that a local body at `at` serves: the last of its tier in the paragraph, else the one of the document's
/// own country that it names most.
pub(super) fn place<'a>(
    context: &Context<'_, '_, 'a>,
    before: &[Found<'a>],
    at: usize,
    tier: Tier,
) -> Option<&'a Place> {
    let reading = &context.reading;
    let block = |at: usize| reading.sentence(reading.sentence_of(at)).map(|sentence| sentence.block);
    let here = block(at);
    let near = before
        .iter()
        .rev()
        .take(NEAR)
        .take_while(|found| block(found.start) == here)
        .find_map(|found| served(context, found, tier, None));
    near.or_else(|| {
        let home = context.survey.home().or_else(|| context.survey.ranked().first().copied());
        topic(context, before, tier, home?)
    })
}

/// The place of a tier in `country` that the names before hold most often, the first of several.
fn topic<'a>(context: &Context<'_, '_, 'a>, before: &[Found<'a>], tier: Tier, country: &str) -> Option<&'a Place> {
    let last = before.len().saturating_sub(NEAR);
    let names = before.iter().take(LEAD.min(last)).chain(before.iter().skip(last));
    let mut told: Vec<(&'a Place, usize)> = Vec::new();
    for place in names.filter_map(|found| served(context, found, tier, Some(country))) {
        match told.iter_mut().find(|(known, _)| known.id == place.id) {
            Some((_, count)) => *count += 1,
            None => told.push((place, 1)),
        }
    }
    let most = told.iter().map(|(_, count)| *count).max()?;
    told.into_iter().find(|(_, count)| *count == most).map(|(place, _)| place)
}

/// The place of a tier that a name stands for or lies in, in `country` where one is asked for.
pub(super) fn served<'a>(
    context: &Context<'_, '_, 'a>,
    found: &Found<'a>,
    tier: Tier,
    country: Option<&str>,
) -> Option<&'a Place> {
    let site = found.site()?;
    let named =
        site.options.iter().copied().find(|place| {
            place.admin1.is_some() && country.is_none_or(|code| place.country.as_deref() == Some(code))
        })?;
    match tier {
        Tier::Province => context.lexicon().places_of(named.admin1.as_deref()?).first(),
        Tier::District => (named.level != Level::Admin1).then_some(named),
        Tier::Local => Some(named),
    }
}

/// The police of the province at hand, in a country whose lexicon rows tell its provinces' police apart.
pub(super) fn police<'a>(
    context: &Context<'_, '_, 'a>,
    before: &[Found<'a>],
    at: usize,
    country: &str,
) -> Option<Party<'a>> {
    let province = place(context, before, at, Tier::Province)?;
    let here = province.country.as_deref() == Some(country);
    states::listed_local(context.lexicon(), province, "police").filter(|_| here)
}

#[cfg(test)]
mod tests {
    use crate::check::check_names as check;

    #[test]
    fn a_country_is_told_by_owner_speaker_and_label_before_the_nearest_name() {
        check(
            "Islamabad has another account. Its army said 23 soldiers were lost.",
            "[Islamabad=pakistan] [army=pakistan-military]",
        );
        check(
            "The Sudanese foreign ministry said security forces had crossed into Chad.",
            "[Sudanese foreign ministry=sudan-foreign-ministry] [security forces=saf] {Chad=TD country}",
        );
        check(
            "Mali. JNIM attacked a convoy near Gao.\n\nBurkina Faso. In Djibo 60 civilians died. The junta denied it.",
            "{Mali=ML country} [JNIM=jnim] {Gao=ML-7 admin1} {Burkina Faso=BF country} {Djibo=BF-12/Djibo city} \
             [junta=burkina-faso]",
        );
    }

    #[test]
    fn a_body_that_speaks_itself_is_not_the_speakers() {
        check(
            "Israel said it hit Sweida; a strike on Damascus killed three people, the health ministry said.",
            "[Israel=israel] {Sweida=SY-SU admin1} {Damascus=SY-DI/Damascus city} [health ministry=syria-health-ministry]",
        );
    }

    #[test]
    fn an_army_is_of_the_country_told_not_of_the_group_it_meets() {
        check(
            "Soldiers died near Djibo, Burkina Faso. JNIM said it seized trucks. The army said nothing.",
            "{Djibo=BF-12/Djibo city} {Burkina Faso=BF country} [JNIM=jnim] [army=burkina-faso-military]",
        );
        check(
            "Israeli strikes hit Rafah. In Rafah nine died. The military said it was looking into it.",
            "{Rafah=PS-RFH/Rafah city} {Rafah=PS-RFH/Rafah city} [military=israel-military]",
        );
    }

    #[test]
    fn a_government_is_not_that_of_a_group_from_abroad() {
        check(
            "Burkina Faso buried its dead. JNIM attacked Diapaga in Burkina Faso. The government said nothing.",
            "[Burkina Faso=burkina-faso] [JNIM=jnim] {Diapaga=BF-08/Diapaga city} {Burkina Faso=BF country} \
             [government=burkina-faso]",
        );
    }

    #[test]
    fn a_local_body_serves_the_place_of_its_paragraph_else_the_topic() {
        check(
            "CHAMAN, Pakistan — Trucks stood in line at Chaman.\n\n\"I left Karachi,\" said a driver.\n\n\
             The deputy commissioner's office said it knew of one death.",
            "{CHAMAN=PK-BA/Chaman city} {Pakistan=PK country} {Chaman=PK-BA/Chaman city} {Karachi=PK-SD/Karachi city} \
             [deputy commissioner's office=chaman-administration*]",
        );
        check(
            "PESHAWAR, Pakistan — A bomb exploded in Bannu. Police said 12 were hurt.",
            "{PESHAWAR=PK-KP/Peshawar city} {Pakistan=PK country} {Bannu=PK-KP/Bannu city} [Police=police-kp]",
        );
        check(
            "In Dnipro a block collapsed, the regional governor's office said.",
            "{Dnipro=UA-12/Dnipro city} [regional governor's office=dnipropetrovsk-governor-office*]",
        );
    }

    #[test]
    fn a_government_is_that_of_the_country_it_sits_in() {
        check(
            "The internationally recognised government in Tobruk said so.",
            "[government=libya] {Tobruk=LY-BU/Tobruk city}",
        );
        check("A rival government in Khartoum denied it.", "[government=sudan] {Khartoum=SD-KH/Khartoum city}");
    }

    #[test]
    fn a_local_body_is_named_by_the_place_behind_it() {
        check(
            "The governor's office in Kunar denied it.",
            "[governor's office=kunar-governor-office*] {Kunar=AF-KNR admin1}",
        );
        check("The provincial government of KP announced Rs 2 million.", "[provincial government of KP=kp-government]");
        check(
            "The chamber of commerce in Chaman says 3,000 trucks wait. The chamber wants talks.",
            "[chamber of commerce=chaman-chamber-of-commerce*] {Chaman=PK-BA/Chaman city}",
        );
        check("Police in Chaman said so.", "[Police=police-balochistan] {Chaman=PK-BA/Chaman city}");
    }
}
