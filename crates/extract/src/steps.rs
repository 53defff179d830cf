//! Counts the looks at tokens, so that tests can hold every rule to a number of steps that grows with the text.

/// A look at a token: counted in tests, nothing elsewhere.
#[cfg(not(test))]
#[inline]
pub(crate) fn look() {}

/// A look at a token.
#[cfg(test)]
pub(crate) fn look() {
    tests::LOOKS.with(|looks| looks.set(looks.get() + 1));
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use crossread_lexicon::Lexicon;
    use crossread_text::Document;

    thread_local! {
        pub(super) static LOOKS: Cell<u64> = const { Cell::new(0) };
    }

    fn looks_at(text: &str) -> u64 {
        let document = Document::from_text("steps", text.to_owned());
        LOOKS.with(|looks| looks.set(0));
        std::hint::black_box(crate::extract(&document, Lexicon::built_in()));
        LOOKS.with(Cell::get)
    }

    /// Four times the text takes at most five times the looks.
    fn check(piece: &str) {
        const SHORT: usize = 32_000;
        let text = piece.repeat(4 * SHORT / piece.len());
        let (short, long) = (looks_at(&text[..text.len() / 4 / piece.len() * piece.len()]), looks_at(&text));
        assert!(long <= 5 * short + 1_000, "{piece:?}: {short} looks, at four times the length {long}");
    }

    #[test]
    fn one_thing_over_and_over_takes_steps_by_length() {
        for piece in [
            "1",
            "12 ",
            "123,",
            "1.",
            "12-",
            "ABC ",
            "Karo ",
            "A.",
            "A. ",
            "\"",
            "\" ",
            "“",
            "“word ",
            "“a ” b ",
            "(",
            "(a ",
            ",",
            "-",
            "a-",
            "a\n",
            "a\t",
            ".",
            ":",
            "'",
            "a'",
            "$",
            "%",
            "|",
            "| ",
        ] {
            check(piece);
        }
    }

    #[test]
    fn one_word_over_and_over_takes_steps_by_length() {
        for piece in [
            "Kabul ",
            "Taliban ",
            "the Taliban said ",
            "hundred ",
            "million ",
            "and ",
            "killed ",
            "12 killed, ",
            "army: ",
            "according to ",
            "he said that ",
            "12 October 2025 ",
            "the third ",
            "since ",
            "Karo Front (KF), ",
            "Gen. Ahmad Karimi said. ",
            "Karimi said. ",
            "in Khost, Paktika, Kunar, ",
            "12 people, including 3 women, ",
        ] {
            check(piece);
        }
    }

    #[test]
    fn one_line_over_and_over_takes_steps_by_length() {
        for piece in [
            "12 killed\n",
            "| 12 | Kabul | 3 |\n",
            "- 12 killed in Kabul\n",
            "Q: How many?\nA: 12 killed.\n",
            "A total of 30 died. 12 in Kabul. 18 in Khost. ",
            "In Kabul 12 people were killed, the Taliban said.\n\n",
            "The army denied the figure of 12. ",
        ] {
            check(piece);
        }
    }
}
