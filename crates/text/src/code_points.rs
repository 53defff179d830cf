//! From byte offsets to the code points that tables count in.

/// Turns ascending or arbitrary byte offsets of one text into code-point offsets.
///
/// Building costs one pass over the text and one `u32` per 64 bytes of it; a text of ASCII alone
/// needs no index at all. A look-up scans at most 64 bytes.
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `64 * i`; empty when the text is ASCII.
    starts: Vec<u32>,
}

const STRIDE: usize = 64;

impl<'t> CodePoints<'t> {
    /// Indexes `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        if text.is_ascii() {
            return Self { text, starts: Vec::new() };
        }
        let mut seen = 0;
        let starts = text
            .as_bytes()
            .chunks(STRIDE)
            .map(|chunk| {
                let before = seen;
                seen += count(chunk);
                before
            })
            .collect();
        Self { text, starts }
    }

    /// Code points before byte offset `byte`, which is clipped to the text's length.
    #[must_use]
    pub fn at(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.text.len());
        let Some(&before) = self.starts.get(byte / STRIDE) else {
            return match self.starts.last() {
                // `byte` is the text's length and a multiple of the stride.
                Some(&last) => last + count(&self.text.as_bytes()[(self.starts.len() - 1) * STRIDE..byte]),
                None => u32::try_from(byte).unwrap_or(u32::MAX),
            };
        };
        before + count(&self.text.as_bytes()[byte / STRIDE * STRIDE..byte])
    }

    /// Number of code points in the whole text.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.at(u32::try_from(self.text.len()).unwrap_or(u32::MAX))
    }

    /// True for the empty text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// Code points that begin in `bytes`: all bytes but the continuation bytes of UTF-8.
fn count(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::CodePoints;

    #[test]
    fn counts_like_python() {
        for text in
            ["", "plain", "Türkiye – Ségou", &"é".repeat(200), &"a".repeat(64), &("é".to_owned() + &"a".repeat(62))]
        {
            let index = CodePoints::new(text);
            for (expected, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(index.at(byte as u32), expected as u32, "{text:?} at byte {byte}");
            }
            assert_eq!(index.len(), text.chars().count() as u32, "{text:?}");
        }
    }
}
