//! The scan finds what the data hold: against an automaton over the same words, and by laws.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};
use crossread_lexicon::{Lexicon, Scan};
use crossread_text::{Document, TokenKind, TokenizedDocument, tokenize};
use proptest::prelude::*;

/// Invented reports that hold names of many kinds.
const TEXTS: &[&str] = &[
    "Pakistan's Foreign Office said on Monday that the TTP and the Hafiz Gul Bahadur group operate from \
     Khost, Paktika and Nangarhar. Zabihullah Mujahid denied it in Kabul. UNAMA counted 12 civilians.",
    "The Rapid Support Forces shelled El Fasher in North Darfur, the Sudan Doctors Network said; OCHA and \
     Médecins Sans Frontières spoke of 4,000 displaced families near Tawila and Port Sudan.",
    "Ukraine's General Staff reported strikes on Kharkiv, Kupiansk and Zaporizhzhia. Volodymyr Zelensky met \
     NATO ministers in Brussels. The Kremlin called the Institute for the Study of War biased.",
    "Jama'at Nusrat al-Islam wal-Muslimin blocked the road from Kayes to Bamako; al-Qaeda and Islamic State \
     Sahel Province fight in Tillabéri, Menaka and the three-border area of Mali, Niger and Burkina Faso.",
    "In Shan State the Ta'ang National Liberation Army took Kyaukme and Hsipaw before the Myanmar military \
     retook Lashio. Residents of Khan Younis and Deir al-Balah fled; Hezbollah fired at Kiryat Shmona.",
];

/// The words of a text as the dictionary sees them: folded, joined by single blanks, without the
/// hyphens inside compounds. Second: the token each byte of that string belongs to.
fn key(document: &TokenizedDocument<'_>) -> (String, Vec<usize>) {
    let (mut key, mut token_of) = (String::from(" "), vec![0]);
    for (at, token) in document.tokens.iter().enumerate() {
        let written = document.word(at);
        let joins = matches!(written, "-" | "–") && document.is_glued(at) && document.is_glued(at + 1);
        if joins && document.tokens.len() > 1 {
            continue;
        }
        match token.kind {
            TokenKind::Word => key.push_str(&crossread_text::fold(written)),
            TokenKind::Possessive => key.push_str("'s"),
            _ => key.push_str(written),
        }
        key.push(' ');
        token_of.resize(key.len(), at);
    }
    (key, token_of)
}

/// The first tokens and folded words of the names that both find, longest first, without overlap.
fn longest_names(scan: &Scan<'_>, document: &TokenizedDocument<'_>) -> BTreeSet<(usize, usize)> {
    let mut found = BTreeSet::new();
    let mut at = 0;
    while at < document.tokens.len() {
        match scan.names(at).next() {
            Some(hit) => {
                found.insert((at, hit.tokens.end as usize));
                at = hit.tokens.end as usize;
            }
            None => at += 1,
        }
    }
    found
}

#[test]
fn the_dictionary_and_an_automaton_find_the_same_names() {
    let lexicon = Lexicon::built_in();
    // Case is checked after the look-up: the automaton gets the spellings for which it cannot matter.
    let names: BTreeSet<String> =
        lexicon.names.iter().map(|name| key(&tokenize(&Document::from_text("name", name.alias.as_str()))).0).collect();
    let names: Vec<String> = names.into_iter().collect();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(&names)
        .expect("the patterns fit an automaton");
    for text in TEXTS {
        let document = Document::from_text("text", *text);
        let tokenized = tokenize(&document);
        let scan = lexicon.scan(&tokenized);
        let (key, token_of) = key(&tokenized);
        // Patterns begin and end with a blank, and the next may begin with the blank that ended the
        // last: search again from there.
        let mut expected = BTreeSet::new();
        let mut from = 0;
        while let Some(found) = automaton.find(&key[from..]) {
            let (start, end) = (from + found.start(), from + found.end() - 1);
            let first = token_of[start + 1];
            if scan.names(first).next().is_some() {
                expected.insert((first, token_of[end] + 1));
            }
            from = if scan.names(first).next().is_some() { end } else { start + 1 };
        }
        let found = longest_names(&scan, &tokenized);
        assert!(found.len() >= 8, "{found:?}");
        assert_eq!(found, expected, "{text}");
    }
}

fn check(text: &str, expected: &str) {
    let lexicon = Lexicon::built_in();
    let document = Document::from_text("text", text);
    let tokenized = tokenize(&document);
    let scan = lexicon.scan(&tokenized);
    let found: Vec<&str> = longest_names(&scan, &tokenized)
        .into_iter()
        .map(|(start, end)| tokenized.tokens[start].span.cover(tokenized.tokens[end - 1].span).of(text))
        .collect();
    assert_eq!(found.join(" | "), expected);
}

#[test]
fn names_are_found_however_they_are_spelled() {
    check(
        "Tehreek-e-Taliban Pakistan, Tehreek e Taliban Pakistan",
        "Tehreek-e-Taliban Pakistan | Tehreek e Taliban Pakistan",
    );
    check("the U.N. and the UN in TILLABERI", "U.N. | UN | TILLABERI");
    check("al-Shabaab and Al Shabaab", "al-Shabaab | Al Shabaab");
    check("Pakistan's army", "Pakistan");
}

#[test]
fn words_that_are_spelled_like_names_are_not() {
    check("who is there, it is said; the bath in march was nice", "");
    check("No one said so. To the west, ten may most likely reach us.", "");
}

proptest! {
    #[test]
    fn hits_lie_inside_the_text_and_are_ordered(words in prop::collection::vec(
        prop_oneof![
            prop::sample::select(vec!["Kabul", "South", "Waziristan", "TTP", "al", "-", "Qaeda", "'s", "UN", "dozens", "of", "thousands", "km", "$", "said", "Jama'at", "Nusrat"]).prop_map(str::to_owned),
            "\\PC{0,6}",
        ],
        0..40,
    )) {
        let text = words.join(" ");
        let document = Document::from_text("text", text.as_str());
        let tokenized = tokenize(&document);
        let scan = Lexicon::built_in().scan(&tokenized);
        let count = tokenized.tokens.len();
        for at in 0..count {
            let names: Vec<_> = scan.names(at).map(|hit| hit.tokens).collect();
            let cues: Vec<_> = scan.cues(at).map(|hit| hit.tokens).collect();
            let units: Vec<_> = scan.units(at).map(|(tokens, _)| tokens).collect();
            for hits in [names, cues, units] {
                prop_assert!(hits.iter().all(|hit| hit.start as usize == at && hit.start < hit.end && hit.end as usize <= count));
                prop_assert!(hits.windows(2).all(|pair| pair[0].end >= pair[1].end));
            }
            for cue in scan.cues(at) {
                prop_assert!(scan.has(at, cue.cue.class));
                prop_assert!(scan.cue(at, cue.cue.class).is_some());
            }
        }
        prop_assert_eq!(scan.names(count).count() + scan.cues(count).count(), 0);
    }
}
