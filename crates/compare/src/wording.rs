//! Questions in words: who or what is counted, where and when.

use crate::day::Day;
use crate::store::{Asked, Data};
use crate::subject::{Group, Subject};

/// What a question asks: "Fighters of the Karo Front killed, Goma, 3 May 2026".
pub(crate) fn question(
    data: &Data,
    seed: Asked<'_>,
    subject: &Subject,
    places: &[String],
    dates: Option<(Day, Day)>,
) -> String {
    let given = Given { measure: seed.measure(), unit: seed.unit(), text: seed.text() };
    let mut words = counted(given, &subject_in_words(data, seed, subject));
    let known = words.to_lowercase();
    let names: Vec<&str> = places
        .iter()
        .map(|place| data.gazetteer.name(place))
        .filter(|name| !known.contains(&name.to_lowercase()))
        .collect();
    if !names.is_empty() {
        words += &format!(", {}", names.join(" and "));
    }
    match dates {
        Some((from, to)) if from == to => words += &format!(", {}", from.in_words()),
        Some((from, to)) => words += &format!(", {} to {}", from.in_words(), to.in_words()),
        None => {}
    }
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A number as its report gives it.
#[derive(Clone, Copy)]
struct Given<'a> {
    measure: &'a str,
    unit: &'a str,
    text: &'a str,
}

/// The measure and who is counted, each once.
fn counted(claim: Given<'_>, who: &str) -> String {
    let measure = claim.measure;
    let name = match measure {
        "money" => format!("amount in {}", claim.unit),
        _ => measure.replace('-', " "),
    };
    match measure {
        "other" if who.is_empty() => format!("number given as \"{}\"", claim.text),
        "other" => who.to_owned(),
        "length" | "area" | "money" | "duration" | "population" | "percent-share" | "percent-change" | "attacks"
        | "strikes" => match who {
            // Nothing says of what: the wording tells the question from others of its kind.
            "" => format!("{name} given as \"{}\"", claim.text),
            who if who.eq_ignore_ascii_case(&name) => name,
            who => format!("{name}: {who}"),
        },
        _ if who.is_empty() => format!("{} {}", claim.unit, measure_in_words(measure)),
        _ if who.split_whitespace().any(|word| word.eq_ignore_ascii_case(measure)) => who.to_owned(),
        _ => format!("{who} {}", measure_in_words(measure)),
    }
}

fn subject_in_words(data: &Data, seed: Asked<'_>, subject: &Subject) -> String {
    let side = subject.side.as_deref();
    let name = side.map(|side| side_in_words(data, side));
    let of = |what: &str| match &name {
        Some(name) if !what.to_lowercase().contains(&name.to_lowercase()) => format!("{what} of {name}"),
        _ => what.to_owned(),
    };
    let phrase = || seed.phrase().filter(|phrase| !phrase.is_empty()).map(str::to_owned);
    match &subject.group {
        Group::Forces => match (side, subject.class.as_deref()) {
            (None, Some("combatant")) => "fighters".to_owned(),
            (None, _) => "security forces".to_owned(),
            (Some(side), _) if data.sides.is_group(side) => of("fighters"),
            (Some(side), _) if data.sides.is_armed(side) => of("members"),
            _ => of("forces"),
        },
        Group::Civilian => match &subject.detail {
            Some(_) => phrase().unwrap_or_else(|| "civilians".to_owned()),
            None => "civilians".to_owned(),
        },
        Group::Named(name) => {
            let thing = matches!(seed.dimension(), "length" | "area" | "money");
            of(&phrase().filter(|_| !thing).unwrap_or_else(|| name.clone()))
        }
        Group::People => match (side, &name) {
            (Some(side), Some(name)) if data.sides.is_people(side) => name.clone(),
            (Some(side), _) if data.sides.is_armed(side) => of("members"),
            _ => of("people"),
        },
        Group::Unstated => String::new(),
    }
}

/// A side, or what lies between two: "Afghanistan and Pakistan".
fn side_in_words(data: &Data, side: &str) -> String {
    let one = |id: &str| match (data.sides.name(id), data.gazetteer.name(id)) {
        (name, _) if name != id => name.to_owned(),
        (_, place) if place != id => place.to_owned(),
        _ => spelled(id),
    };
    side.split('|').map(one).collect::<Vec<_>>().join(" and ")
}

/// An id that no mention names, as a name: `karo-front` is "Karo Front"; codes stay as they are.
pub(crate) fn spelled(id: &str) -> String {
    if id.chars().any(char::is_uppercase) {
        return id.to_owned();
    }
    let slug = id.rsplit(':').next().unwrap_or(id);
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    slug.split('-').map(word).collect::<Vec<_>>().join(" ")
}

/// The words of a measure, for questions in prose.
pub(crate) fn measure_in_words(measure: &str) -> &str {
    match measure {
        "casualties" => "killed or injured",
        "strength" => "under arms",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Given, counted, spelled};

    fn claim<'a>(measure: &'a str, unit: &'a str, text: &'a str) -> Given<'a> {
        Given { measure, unit, text }
    }

    #[test]
    fn a_measure_is_said_once() {
        assert_eq!(counted(claim("killed", "person", "9"), "drivers"), "drivers killed");
        assert_eq!(counted(claim("killed", "person", "9"), ""), "person killed");
        assert_eq!(counted(claim("displaced", "person", "9"), "displaced families"), "displaced families");
        assert_eq!(counted(claim("attacks", "item", "54"), "Attacks"), "attacks");
        assert_eq!(counted(claim("attacks", "item", "54"), "clashes"), "attacks: clashes");
        assert_eq!(counted(claim("duration", "day", "six days"), ""), "duration given as \"six days\"");
        assert_eq!(counted(claim("money", "PKR", "Rs 310"), "loss"), "amount in PKR: loss");
    }

    #[test]
    fn an_id_without_a_name_is_spelled() {
        assert_eq!(spelled("karo-front"), "Karo Front");
        assert_eq!(spelled("person:lina-marou"), "Lina Marou");
        assert_eq!(spelled("AF-KNR"), "AF-KNR");
    }
}
