//! Later mentions of a person: the full name again, a part of it, the surname alone, the first name alone.

use std::collections::BTreeMap;

use crossread_lexicon::{ActorType, CueClass, Level};

use crate::actors::persons;
use crate::extraction::ActorForm;
use crate::names::context::Context;
use crate::names::found::{Found, Party, Sense};
use crate::names::survey::{Meaning, meaning};
use crate::names::words;
use crate::reading::Reading;

/// Links every later mention to its person; `found` is keyed by the token a name begins at.
pub(super) fn link<'a>(context: &Context<'_, '_, 'a>, found: &mut BTreeMap<usize, Found<'a>>) {
    full_names(context, found);
    shorter_names(context, found);
    let index = Index::of(&context.reading, found);
    single_names(context, found, &index);
}

/// Joins every other mention of a full name to the person: a label before what they say, a signature, a list.
fn full_names<'a>(context: &Context<'_, '_, 'a>, found: &mut BTreeMap<usize, Found<'a>>) {
    let reading = &context.reading;
    let mut by_first: BTreeMap<&'a str, Vec<Found<'a>>> = BTreeMap::new();
    for one in found.values().filter(|one| one.end > one.start + 1) {
        let same = by_first.entry(reading.word(one.start)).or_default();
        if !same.iter().any(|known| is_same_name(reading, known, one.start)) {
            same.push(one.clone());
        }
    }
    if by_first.is_empty() {
        return;
    }
    let mut at = 0;
    while at < reading.len() {
        if let Some(known) = found.get(&at) {
            at = known.end;
            continue;
        }
        let named = by_first.get(reading.word(at)).and_then(|same| {
            same.iter().filter(|known| is_same_name(reading, known, at)).max_by_key(|known| known.end - known.start)
        });
        match named {
            Some(known) if !words::is_hyphen(reading, at + known.end - known.start) => {
                let end = at + (known.end - known.start);
                let title = persons::title_start(context, at);
                found.insert(at, Found { title, ..Found::new(at, end, known.sense.clone(), known.rule) });
                at = end;
            }
            _ => at += 1,
        }
    }
}

/// True when the words of a person's name stand from `at` on as well.
fn is_same_name(reading: &Reading<'_, '_>, known: &Found<'_>, at: usize) -> bool {
    (known.start..known.end).all(|token| reading.word(token) == reading.word(at + token - known.start))
}

/// Gives an unlisted person whose name is the end of a longer one in the document (`al-Karo`, `Marou Jr.`) its party.
fn shorter_names<'a>(context: &Context<'_, '_, 'a>, found: &mut BTreeMap<usize, Found<'a>>) {
    let reading = &context.reading;
    // By the last word and the number of words.
    let mut longer: BTreeMap<(String, usize), Vec<(usize, Party<'a>)>> = BTreeMap::new();
    for one in found.values().filter(|one| one.end > one.start + 1) {
        if let Sense::Party(party, _) = &one.sense {
            let names = longer.entry((key(reading, one.end - 1), one.end - one.start)).or_default();
            names.push((one.start, party.clone()));
        }
    }
    for one in found.values_mut().filter(|one| one.end > one.start + 1) {
        let Sense::Party(party, _) = &mut one.sense else { continue };
        if party.known {
            continue;
        }
        let length = one.end - one.start;
        let same = |end: usize| (0..length).all(|at| key(reading, end - length + at) == key(reading, one.start + at));
        let last = key(reading, one.end - 1);
        let names = longer.range((last.clone(), length + 1)..).take_while(|((word, _), _)| *word == last);
        let names = names.flat_map(|((_, words), names)| names.iter().map(move |name| (*words, name)));
        let mut names: Vec<(usize, &Party<'a>)> = names
            .filter(|(words, (start, _))| same(start + words))
            .map(|(_, (start, party))| (*start, party))
            .collect();
        names.sort_by_key(|&(start, _)| start);
        if let Some(known) = nearest(&names, one.start) {
            *party = (*known).clone();
        }
    }
}

/// A word as names are compared: without accents and capitals.
fn key(reading: &Reading<'_, '_>, at: usize) -> String {
    crossread_text::fold(reading.word(at))
}

/// The last of some persons named before `at`, else the first of them; they come in text order.
fn nearest<P>(persons: &[(usize, P)], at: usize) -> Option<&P> {
    let before = persons.partition_point(|(start, _)| *start < at);
    persons.get(before.saturating_sub(1)).map(|(_, party)| party)
}

/// The persons of a document by single words of their names, each with where a full name begins.
#[derive(Debug, Default)]
struct Index<'a> {
    /// By surname: the last word, and every word between the first and the last.
    surnames: BTreeMap<&'a str, Vec<(usize, Party<'a>)>>,
    /// Persons of whom one name alone is told.
    single_names: BTreeMap<&'a str, Vec<(usize, Party<'a>)>>,
    /// By first name.
    first_names: BTreeMap<&'a str, Vec<(usize, Party<'a>)>>,
}

impl<'a> Index<'a> {
    fn of(reading: &Reading<'_, 'a>, found: &BTreeMap<usize, Found<'a>>) -> Self {
        let mut index = Self::default();
        for one in found.values() {
            let Sense::Party(party, _) = &one.sense else { continue };
            let entry = (one.start, party.clone());
            let parts: Vec<usize> = (one.start..one.end).filter(|&at| is_part(reading, at)).collect();
            let Some((&first, rest)) = parts.split_first() else { continue };
            if one.end == one.start + 1 {
                index.single_names.entry(reading.word(first)).or_default().push(entry);
                continue;
            }
            for &at in rest {
                index.surnames.entry(reading.word(at)).or_default().push(entry.clone());
            }
            if reading.has(first, CueClass::GivenName) || rest.is_empty() {
                index.first_names.entry(reading.word(first)).or_default().push(entry);
            }
        }
        index
    }

    /// The person meant by one word at `at`.
    fn get(&self, word: &str, at: usize) -> Option<&Party<'a>> {
        let of = |known: &'_ BTreeMap<&'a str, Vec<(usize, Party<'a>)>>| known.contains_key(word);
        let known = [&self.surnames, &self.first_names, &self.single_names].into_iter().find(|known| of(known))?;
        nearest(known.get(word)?, at)
    }
}

/// True for a word of a name that may stand for the whole: no particle, initial, title or `Jr.`.
fn is_part(reading: &Reading<'_, '_>, at: usize) -> bool {
    let word = reading.word(at);
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters > 2
        && words::is_name_word(reading, at)
        && !reading.has(at, CueClass::NameParticle)
        && !reading.has(at, CueClass::PersonTitle)
}

/// Joins mentions by one word alone to the person of that name.
fn single_names<'a>(context: &Context<'_, '_, 'a>, found: &mut BTreeMap<usize, Found<'a>>, index: &Index<'a>) {
    if found.is_empty() {
        return;
    }
    let reading = &context.reading;
    let mut at = 0;
    while at < reading.len() {
        let known = found.get(&at).map(|found| (found.end, found.title, found.end == at + 1));
        if let Some((end, _, false)) = known {
            at = end;
            continue;
        }
        if let Some(party) = index.get(reading.word(at), at)
            && let Some(start) = alone_from(context, at)
        {
            let sense = Sense::Party(party.clone(), ActorForm::Person);
            let title = known.map_or(start, |(_, title, _)| title);
            let one = Found { title, ..Found::new(start, at + 1, sense, "actors/person-surname") };
            found.insert(start, one);
        }
        at += 1;
    }
}

/// Where the mention by the word at `at` begins, particles before it included (`al-Karo`), when it stands alone:
/// neither a part of a longer name nor a name of something else.
fn alone_from(context: &Context<'_, '_, '_>, at: usize) -> Option<usize> {
    let reading = &context.reading;
    let sentence = reading.sentence_tokens(at);
    let particle = |at: usize| at >= sentence.start && reading.has(at, CueClass::NameParticle);
    let start = match at {
        2.. if words::is_hyphen(reading, at - 1) && particle(at - 2) => at - 2,
        1.. if words::is_lower(reading, at - 1) && particle(at - 1) => at - 1,
        _ => at,
    };
    let joined = |at: usize| {
        words::is_name_word(reading, at)
            && !words::speaks_at(reading, at)
            && !reading.has(at, CueClass::Weekday)
            && !reading.has(at, CueClass::Month)
    };
    let title = words::cue_ending_at(reading, start, &[CueClass::PersonTitle, CueClass::PersonRole]).is_some();
    let before = start > sentence.start && joined(start - 1) && !words::is_small_opening(reading, start - 1) && !title;
    let hyphenated = words::is_hyphen(reading, at + 1) || (start > 0 && words::is_hyphen(reading, start - 1));
    let free = words::is_name_word(reading, at) && !before && !joined(at + 1) && !hyphenated;
    (free && (title || start < at || !is_something_else(context, at))).then_some(start)
}

/// True for a word that names a party, a large place or a people as well.
fn is_something_else(context: &Context<'_, '_, '_>, at: usize) -> bool {
    let reading = &context.reading;
    reading.scan.names(at).any(|hit| {
        !hit.name.context
            && match meaning(context.lexicon(), hit) {
                Meaning::Actor(actor) => actor.kind != ActorType::Person,
                Meaning::Place(place) => place.population > 0 || place.level <= Level::Admin1,
                Meaning::Nationality(_) | Meaning::Other => true,
            }
    })
}

#[cfg(test)]
mod tests {
    use crate::check::check_names as check;

    #[test]
    fn later_mentions_are_the_same_person() {
        check(
            "Fatima Torel fled. Fatima wept. But Torel came back.",
            "[Fatima Torel=person:fatima-torel*] [Fatima=person:fatima-torel*] [Torel=person:fatima-torel*]",
        );
        check(
            "Omar al-Torel spoke. He met al-Torel. Al-Torel said no.",
            "[Omar al-Torel=person:omar-al-torel*] [al-Torel=person:omar-al-torel*] [Al-Torel=person:omar-al-torel*]",
        );
        check(
            "Karim, a resident of the camp, said so. Later Karim left.",
            "[Karim=person:karim*] [Karim=person:karim*]",
        );
    }

    #[test]
    fn namesakes_are_told_apart_by_who_was_named_last() {
        check(
            "Ahmed Torel left. Torel wept. Musa Torel stayed. Torel slept.",
            "[Ahmed Torel=person:ahmed-torel*] [Torel=person:ahmed-torel*] [Musa Torel=person:musa-torel*] [Torel=person:musa-torel*]",
        );
    }
}
