//! Words by which pages name what is not the article: data, in `data/markup.csv`.

use std::collections::BTreeSet;
use std::sync::OnceLock;

const DATA: &str = include_str!("../../data/markup.csv");
/// No phrase of the data is longer, in bytes.
const LONGEST_PHRASE: usize = 40;

#[derive(Default)]
struct Words {
    drop: BTreeSet<&'static str>,
    always: BTreeSet<&'static str>,
    phrases: BTreeSet<&'static str>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = Words::default();
        for line in DATA.lines().skip(1) {
            let mut cells = line.split(',');
            let (Some(kind), Some(word)) = (cells.next(), cells.next()) else { continue };
            match kind {
                "drop" => words.drop.insert(word),
                "drop-always" => words.always.insert(word),
                _ => words.phrases.insert(word),
            };
        }
        words
    })
}

/// What a class or id says of an element: whether it is probably, and whether it is surely, no article.
pub(crate) fn judge(names: &str) -> (bool, bool) {
    let (mut drop, mut always) = (false, false);
    for name in names.split(|c: char| !c.is_ascii_alphanumeric()).filter(|name| (2..=16).contains(&name.len())) {
        let name = name.to_ascii_lowercase();
        drop |= words().drop.contains(name.as_str());
        always |= words().always.contains(name.as_str());
    }
    (drop, always)
}

/// True for a line that pages put between paragraphs and that says nothing.
pub(crate) fn is_boilerplate(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', '.', '…', '»', '>']).trim_end();
    text.len() <= LONGEST_PHRASE && words().phrases.contains(text.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_are_sorted_and_short_enough() {
        let rows: Vec<&str> = DATA.lines().skip(1).collect();
        assert!(rows.is_sorted() && rows.len() > 50);
        assert!(words().phrases.iter().all(|phrase| phrase.len() <= LONGEST_PHRASE));
        assert_eq!(rows.len(), words().drop.len() + words().always.len() + words().phrases.len());
    }

    #[test]
    fn names_are_judged_by_their_parts() {
        assert_eq!(judge("story__related-links wide"), (true, false));
        assert_eq!(judge("CommentsList comments"), (false, true));
        assert_eq!(judge("shared-values article-body"), (false, false));
        assert!(is_boilerplate(" Read more: ") && !is_boilerplate("Read more about it"));
    }
}
