//! How the letters of a word are written.

/// What rules ask of the letters of a token, told once when the token is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape(u8);

/// A capital letter of ASCII, in [`BYTES`].
const CAPITAL: u8 = 1 << 5;
/// An ASCII character that is neither letter nor digit, in [`BYTES`].
const MARK: u8 = 1 << 6;
/// A part of a character beyond ASCII, in [`BYTES`].
const MORE: u8 = 1 << 7;

/// What each byte of a word tells.
static BYTES: [u8; 256] = {
    let mut table = [MORE; 256];
    let mut byte = 0;
    while byte < 128 {
        let c = byte as u8;
        table[byte] = if c.is_ascii_lowercase() {
            Shape::SMALL
        } else if c.is_ascii_digit() {
            Shape::DIGIT
        } else if c.is_ascii_uppercase() {
            CAPITAL
        } else {
            MARK
        };
        byte += 1;
    }
    table
};

impl Shape {
    const CAPITALISED: u8 = 1;
    const SMALL: u8 = 1 << 1;
    const ALPHABETIC: u8 = 1 << 2;
    const DIGIT: u8 = 1 << 3;
    const ALL_CAPS: u8 = 1 << 4;
    const FOLDED: u8 = 1 << 5;

    /// The shape of a word.
    #[must_use]
    pub fn of(word: &str) -> Self {
        let seen = word.bytes().fold(0, |seen, byte| seen | BYTES[byte as usize]);
        if seen & MORE != 0 {
            return Self::of_unicode(word);
        }
        let mut shape = seen & (Self::SMALL | Self::DIGIT);
        if seen & (CAPITAL | MARK) == 0 {
            shape |= Self::FOLDED;
        }
        if seen & (Self::DIGIT | MARK) == 0 {
            shape |= Self::ALPHABETIC;
        }
        if seen & CAPITAL != 0 && word.as_bytes()[0].is_ascii_uppercase() {
            shape |= Self::CAPITALISED;
            let letters = || word.bytes().filter(u8::is_ascii_alphanumeric).count();
            if seen & Self::SMALL == 0 && letters() > 1 {
                shape |= Self::ALL_CAPS;
            }
        }
        Self(shape)
    }

    fn of_unicode(word: &str) -> Self {
        let any = |test: fn(char) -> bool| word.chars().any(test);
        let mut shape = 0;
        for (holds, flag) in [
            (word.starts_with(char::is_uppercase), Self::CAPITALISED),
            (any(char::is_lowercase), Self::SMALL),
            (!any(|c| !c.is_alphabetic()), Self::ALPHABETIC),
            (any(|c| c.is_ascii_digit()), Self::DIGIT),
        ] {
            shape |= if holds { flag } else { 0 };
        }
        let letters = || word.chars().filter(|c| c.is_alphanumeric()).count();
        if shape & (Self::CAPITALISED | Self::SMALL) == Self::CAPITALISED && letters() > 1 {
            shape |= Self::ALL_CAPS;
        }
        Self(shape)
    }

    /// True when the first character is a capital letter.
    #[inline]
    #[must_use]
    pub fn is_capitalised(self) -> bool {
        self.0 & Self::CAPITALISED != 0
    }

    /// True when it holds a small letter.
    #[inline]
    #[must_use]
    pub fn has_small(self) -> bool {
        self.0 & Self::SMALL != 0
    }

    /// True when it is letters alone.
    #[inline]
    #[must_use]
    pub fn is_alphabetic(self) -> bool {
        self.0 & Self::ALPHABETIC != 0
    }

    /// True when it holds a digit of ASCII.
    #[inline]
    #[must_use]
    pub fn has_digit(self) -> bool {
        self.0 & Self::DIGIT != 0
    }

    /// True for a word that is its own folded form ([`crate::fold()`]): small letters and digits of ASCII alone. A word
    /// with other letters may be its own folded form too.
    #[inline]
    #[must_use]
    pub fn is_folded(self) -> bool {
        self.0 & Self::FOLDED != 0
    }

    /// True for an acronym: it begins with a capital and has two letters or digits or more, none of them small
    /// (`TTP`, `U.N.`, `M23`).
    #[inline]
    #[must_use]
    pub fn is_all_caps(self) -> bool {
        self.0 & Self::ALL_CAPS != 0
    }
}

#[cfg(test)]
mod tests {
    use super::Shape;

    /// Letters of the flags that hold: capitalised, small, alphabetic, digit, all caps, folded.
    fn check(word: &str, expected: &str) {
        let shape = Shape::of(word);
        let flags = [
            (shape.is_capitalised(), 'C'),
            (shape.has_small(), 's'),
            (shape.is_alphabetic(), 'a'),
            (shape.has_digit(), 'd'),
            (shape.is_all_caps(), 'X'),
            (shape.is_folded(), 'f'),
        ];
        let found: String = flags.into_iter().filter(|(holds, _)| *holds).map(|(_, letter)| letter).collect();
        assert_eq!(found, expected, "{word:?}");
        assert!(!shape.is_folded() || crate::fold(word) == word, "{word:?}");
    }

    #[test]
    fn shapes() {
        check("Kabul", "Csa");
        check("kabul", "saf");
        check("TTP", "CaX");
        check("U.N.", "CX");
        check("M23", "CdX");
        check("A", "Ca");
        check("2,600", "d");
        check("11th", "sdf");
        check("Šarīf", "Csa");
        check("ÉTAT", "CaX");
        check("کابل", "a");
        check("—", "");
        check("Ta'ang", "Cs");
    }
}
