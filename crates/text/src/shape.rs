//! How the letters of a word are written.

/// What rules ask of the letters of a token, told once when the token is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape(u8);

impl Shape {
    const CAPITALISED: u8 = 1;
    const SMALL: u8 = 1 << 1;
    const ALPHABETIC: u8 = 1 << 2;
    const DIGIT: u8 = 1 << 3;
    const ALL_CAPS: u8 = 1 << 4;

    /// The shape of a word.
    #[must_use]
    pub fn of(word: &str) -> Self {
        let mut shape = if word.chars().next().is_some_and(char::is_uppercase) { Self::CAPITALISED } else { 0 };
        let mut letters = 0;
        let mut plain = true;
        if word.is_ascii() {
            for byte in word.bytes() {
                if byte.is_ascii_lowercase() {
                    shape |= Self::SMALL;
                } else if byte.is_ascii_digit() {
                    shape |= Self::DIGIT;
                }
                plain &= byte.is_ascii_alphabetic();
                letters += u32::from(byte.is_ascii_alphanumeric());
            }
        } else {
            for c in word.chars() {
                if c.is_lowercase() {
                    shape |= Self::SMALL;
                } else if c.is_ascii_digit() {
                    shape |= Self::DIGIT;
                }
                plain &= c.is_alphabetic();
                letters += u32::from(c.is_alphanumeric());
            }
        }
        if plain {
            shape |= Self::ALPHABETIC;
        }
        if letters >= 2 && shape & (Self::CAPITALISED | Self::SMALL) == Self::CAPITALISED {
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

    /// Letters of the flags that hold: capitalised, small, alphabetic, digit, all caps.
    fn check(word: &str, expected: &str) {
        let shape = Shape::of(word);
        let flags = [
            (shape.is_capitalised(), 'C'),
            (shape.has_small(), 's'),
            (shape.is_alphabetic(), 'a'),
            (shape.has_digit(), 'd'),
            (shape.is_all_caps(), 'X'),
        ];
        let found: String = flags.into_iter().filter(|(holds, _)| *holds).map(|(_, letter)| letter).collect();
        assert_eq!(found, expected, "{word:?}");
    }

    #[test]
    fn shapes() {
        check("Kabul", "Csa");
        check("kabul", "sa");
        check("TTP", "CaX");
        check("U.N.", "CX");
        check("M23", "CdX");
        check("A", "Ca");
        check("2,600", "d");
        check("Šarīf", "Csa");
        check("ÉTAT", "CaX");
        check("کابل", "a");
        check("—", "");
        check("Ta'ang", "Cs");
    }
}
