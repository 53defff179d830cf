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
    /// What a weight is the weight of.
    Mass,
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
                "mass" => Kind::Mass,
                "money" => Kind::Money,
                _ => return None,
            };
            Some((*row.first()?, Noun { group: row.get(1)?, kind }))
        })
        .collect()
});

/// One row of `cues.csv`.
#[derive(Debug)]
pub(crate) struct Cue {
    /// The words of the phrase; `_` stands for any one word.
    pub(crate) words: Vec<&'static str>,
    pub(crate) note: &'static str,
}

static CUES: LazyLock<BTreeMap<&'static str, Vec<Cue>>> = LazyLock::new(|| {
    let mut cues: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in rows(include_str!("../data/cues.csv")) {
        if let [kind, phrase, note] = row[..] {
            cues.entry(kind).or_default().push(Cue { words: phrase.split(' ').collect(), note });
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

/// The phrases of one kind of cue.
pub(crate) fn cues(kind: &str) -> &'static [Cue] {
    CUES.get(kind).map_or(&[], Vec::as_slice)
}

/// Whether a word is a cue of one kind.
pub(crate) fn is_cue(kind: &str, word: &str) -> bool {
    cues(kind).iter().any(|cue| cue.words[..] == [word])
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

impl Cue {
    /// Where the phrase stands in words; the last place if there are several.
    pub(crate) fn find(&self, words: &[String]) -> Option<usize> {
        words.windows(self.words.len()).rposition(|window| self.opens(window))
    }

    /// Whether words begin with the phrase.
    pub(crate) fn opens(&self, words: &[String]) -> bool {
        words.len() >= self.words.len() && words.iter().zip(&self.words).all(|(a, b)| *b == "_" || a == b)
    }
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
        let find =
            |phrase: &'static str, text: &str| Cue { words: phrase.split(' ').collect(), note: "" }.find(&words(text));
        let text = "The toll was revised, up from two dead";
        assert_eq!(find("up from", text), Some(4));
        assert_eq!(find("from up", text), None);
        assert_eq!(find("dead", text), Some(7));
        assert_eq!(find("each _ day", "Each idle day costs them dear"), Some(0));
        assert_eq!(find("each _ day", "each day"), None);
        assert_eq!(find("up from", ""), None);
    }
}
