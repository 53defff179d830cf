//! Words that tell what is counted and how: rows of `data/`, read once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a noun says about the thing counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A class of persons that every report uses: people, civilians, soldiers, fighters.
    Class,
    /// A noun that says only that people are counted, of a class named before: "the dead", "the toll".
    Empty,
    /// A group within the people of any event: children, women.
    Group,
    /// A group or trade that few reports count.
    Named,
    /// A countable thing that few reports count.
    Thing,
    /// A thing of war that every report counts: posts, camps, drones.
    Military,
    /// What a length is the length of.
    Length,
    /// What an amount of money is the amount of.
    Money,
}

/// One row of `subjects.csv`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Noun {
    pub(crate) group: &'static str,
    pub(crate) kind: Kind,
}

static SUBJECTS: LazyLock<BTreeMap<&'static str, Noun>> = LazyLock::new(|| {
    rows(include_str!("../data/subjects.csv"))
        .filter_map(|row| {
            let kind = match *row.get(2)? {
                "class" => Kind::Class,
                "empty" => Kind::Empty,
                "group" => Kind::Group,
                "named" => Kind::Named,
                "thing" => Kind::Thing,
                "military" => Kind::Military,
                "length" => Kind::Length,
                "money" => Kind::Money,
                _ => return None,
            };
            Some((*row.first()?, Noun { group: row.get(1)?, kind }))
        })
        .collect()
});

static CUES: LazyLock<BTreeMap<&'static str, Vec<(&'static str, &'static str)>>> = LazyLock::new(|| {
    let mut cues: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in rows(include_str!("../data/cues.csv")) {
        if let [kind, phrase, note] = row[..] {
            cues.entry(kind).or_default().push((phrase, note));
        }
    }
    cues
});

static BORDERS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(include_str!("../data/borders.csv")).filter_map(|row| Some((*row.first()?, *row.get(1)?))).collect()
});

/// The data files hold no quotes and no commas inside cells; a test holds them to it.
fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().skip(1).map(|line| line.splitn(4, ',').collect())
}

/// The row of a noun, in singular or plural.
pub(crate) fn noun(word: &str) -> Option<Noun> {
    SUBJECTS.get(word).or_else(|| SUBJECTS.get(singular(word).as_str())).copied()
}

/// The phrases of one kind of cue, each with its note.
pub(crate) fn cues(kind: &str) -> &'static [(&'static str, &'static str)] {
    CUES.get(kind).map_or(&[], Vec::as_slice)
}

/// The two countries that a border feature parts, as `AA|BB`.
pub(crate) fn border(place_id: &str) -> Option<&'static str> {
    BORDERS.get(place_id).copied()
}

/// The singular of a regular plural; other words as they are.
pub(crate) fn singular(word: &str) -> String {
    let cut = |n: usize| word[..word.len() - n].to_owned();
    if word.len() > 4 && word.ends_with("ies") {
        cut(3) + "y"
    } else if word.len() > 4 && ["sses", "xes", "ches", "shes"].iter().any(|end| word.ends_with(end)) {
        cut(2)
    } else if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") {
        cut(1)
    } else {
        word.to_owned()
    }
}

/// Lower-case words of a text, apostrophes and hyphens kept inside words.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’' || c == '-'))
        .map(|word| word.trim_matches(['\'', '’', '-']).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Where a phrase stands in words; the last place if there are several.
pub(crate) fn find_phrase(words: &[String], phrase: &str) -> Option<usize> {
    let wanted: Vec<&str> = phrase.split(' ').collect();
    words.windows(wanted.len()).rposition(|window| window.iter().zip(&wanted).all(|(a, b)| a == b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_files_are_sorted_unique_and_plain() {
        for text in [
            include_str!("../data/subjects.csv"),
            include_str!("../data/cues.csv"),
            include_str!("../data/borders.csv"),
        ] {
            let mut lines: Vec<&str> = text.lines().skip(1).collect();
            let columns = text.lines().next().map_or(0, |line| line.matches(',').count());
            for line in &lines {
                assert_eq!(line.matches(',').count(), columns, "one cell a column: {line}");
                assert_eq!(line.trim(), *line);
            }
            let count = lines.len();
            lines.dedup_by_key(|line| line.rsplit_once(',').map(|(key, _)| key));
            assert_eq!(lines.len(), count, "a row twice");
        }
        assert_eq!(SUBJECTS.len(), include_str!("../data/subjects.csv").lines().count() - 1);
    }

    #[test]
    fn plurals_find_their_row() {
        for (word, group) in
            [("soldiers", "security-force"), ("lorries", "vehicle"), ("buses", "vehicle"), ("losses", "loss")]
        {
            let found = noun(word).map(|n| n.group);
            assert_eq!(found, Some(group), "{word}");
        }
        assert_eq!(noun("status").map(|n| n.group), None);
    }

    #[test]
    fn a_phrase_is_found_in_words_only() {
        let text = words("The toll was revised, up from two dead");
        assert_eq!(find_phrase(&text, "up from"), Some(4));
        assert_eq!(find_phrase(&text, "from up"), None);
        assert_eq!(find_phrase(&text, "dead"), Some(7));
        assert_eq!(find_phrase(&[], "up from"), None);
    }
}
