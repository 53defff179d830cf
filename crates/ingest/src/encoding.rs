//! From bytes to text: byte-order marks, UTF-8, and encodings that must be guessed.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How much of a text is looked at when its encoding must be guessed.
const GUESS_BYTES: usize = 1024 * 1024;

/// The encoding that a byte-order mark names, and the mark's length.
pub(crate) fn bom_of(bytes: &[u8]) -> Option<(&'static Encoding, usize)> {
    Encoding::for_bom(bytes)
}

/// A whole text, decoded.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// What is worth knowing of the encoding; nothing for sound UTF-8.
    pub(crate) note: Option<String>,
}

/// Decodes a whole file, without its byte-order mark.
pub(crate) fn decode_file(mut bytes: Vec<u8>) -> Decoded {
    let bom = bom_of(&bytes);
    if let Some((encoding, length)) = bom {
        if encoding != UTF_8 {
            let rest = bytes.get(length..).unwrap_or_default();
            return decode_with(encoding, rest, "named by its byte-order mark");
        }
        bytes.drain(..length);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded { text, note: None },
        Err(error) => error.into_bytes(),
    };
    if bom.is_some() || is_damaged_utf8(&bytes) {
        return decode_damaged_utf8(&bytes);
    }
    let mut guess = Guess::default();
    // The guess needs the foreign characters: what stands before them tells nothing.
    let from = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0).saturating_sub(64);
    let window = bytes.get(from..).unwrap_or_default();
    guess.feed(window.get(..GUESS_BYTES).unwrap_or(window));
    decode_with(guess.encoding(), &bytes, "detected")
}

/// Decodes a whole file whose markup names its encoding: the mark goes first, then sound UTF-8, then that name.
pub(crate) fn decode_labelled(bytes: &[u8], label: Option<&'static Encoding>) -> Decoded {
    match label {
        Some(encoding) if bom_of(bytes).is_none() && std::str::from_utf8(bytes).is_err() && encoding != UTF_8 => {
            decode_with(encoding, bytes, "named by the file")
        }
        _ => decode_file(bytes.to_vec()),
    }
}

/// The encoding of a file of records, guessed anew with each record that is not UTF-8: the more
/// has been read, the surer it is, and nothing has to be held.
pub(crate) struct Guess {
    detector: EncodingDetector,
}

impl Default for Guess {
    fn default() -> Self {
        Self { detector: EncodingDetector::new(Iso2022JpDetection::Deny) }
    }
}

impl Guess {
    /// Learns from more of the file.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.detector.feed(bytes, false);
    }

    /// The likeliest encoding of what was fed so far, never UTF-8.
    fn encoding(&self) -> &'static Encoding {
        self.detector.guess(None, Utf8Detection::Deny)
    }

    /// The encoding of one record, given as its parts: `None` if all of them are UTF-8.
    pub(crate) fn of_record<'a>(&mut self, parts: impl Iterator<Item = &'a [u8]> + Clone) -> Option<&'static Encoding> {
        let mut broken = parts.clone().filter(|part| std::str::from_utf8(part).is_err());
        let first = broken.next()?;
        if is_damaged_utf8(first) && broken.all(is_damaged_utf8) {
            return Some(UTF_8);
        }
        parts.for_each(|part| self.feed(part));
        Some(self.encoding())
    }
}

/// One part of a record in the encoding that [`Guess::of_record`] gave; with the note, if any.
pub(crate) fn decode_part<'a>(encoding: Option<&'static Encoding>, bytes: &'a [u8]) -> (Cow<'a, str>, Option<String>) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && (encoding.is_none_or(|encoding| encoding == UTF_8) || bytes.is_ascii())
    {
        return (Cow::Borrowed(text), None);
    }
    let decoded = match encoding {
        Some(encoding) if encoding != UTF_8 => decode_with(encoding, bytes, "detected"),
        _ => decode_damaged_utf8(bytes),
    };
    (Cow::Owned(decoded.text), decoded.note)
}

/// The note for a record of a stream that was UTF-16.
pub(crate) fn transcoded_note(encoding: &'static Encoding, broken: bool, text: &str) -> String {
    let replaced = if broken { count_replaced(text) } else { 0 };
    note(encoding.name(), "named by its byte-order mark", replaced)
}

fn decode_with(encoding: &'static Encoding, bytes: &[u8], how: &str) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    // Legacy encodings have no U+FFFD of their own, so each one stands for a broken character.
    let replaced = if broken { count_replaced(&text) } else { 0 };
    Decoded { note: Some(note(encoding.name(), how, replaced)), text: text.into_owned() }
}

fn decode_damaged_utf8(bytes: &[u8]) -> Decoded {
    let replaced = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    Decoded { text: String::from_utf8_lossy(bytes).into_owned(), note: Some(note(UTF_8.name(), "damaged", replaced)) }
}

fn count_replaced(text: &str) -> usize {
    text.matches('\u{fffd}').count()
}

fn note(encoding: &str, how: &str, replaced: usize) -> String {
    match replaced {
        0 => format!("encoding {encoding}, {how}"),
        1 => format!("encoding {encoding}, {how}; 1 broken character read as U+FFFD"),
        _ => format!("encoding {encoding}, {how}; {replaced} broken characters read as U+FFFD"),
    }
}

/// True for UTF-8 in which a little is broken: more sound multi-byte characters than broken
/// places. Text in any other encoding hardly forms a sound one by chance.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > broken
}

/// Why content is not text, or `None` if it is.
///
/// One NUL is enough: no text has any. So are control characters, other than those that lay out
/// text, if they make up more than one byte in fifty.
pub(crate) fn not_text(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    if memchr::memchr(0, bytes).is_some() {
        return Some("it contains NUL characters");
    }
    // Without branches and counted in bytes, a chunk at a time, so that it compiles to vector
    // instructions: every text passes here. A chunk's count cannot overflow. Allowed are 0x08..=0x0d, 0x1a and 0x1b.
    let is_control = |b: u8| (b < b' ') & (b.wrapping_sub(0x08) > 5) & (b.wrapping_sub(0x1a) > 1);
    let in_chunk = |chunk: &[u8]| chunk.iter().fold(0_u8, |count, &b| count.wrapping_add(u8::from(is_control(b))));
    let controls: usize = bytes.chunks(usize::from(u8::MAX)).map(|chunk| usize::from(in_chunk(chunk))).sum();
    (controls.saturating_mul(50) > bytes.len()).then_some("it is full of control characters")
}

/// What binary content looks like, to help whoever reads the message.
pub(crate) fn looks_like(bytes: &[u8]) -> Option<&'static str> {
    let signatures: [(&[u8], &str); 7] = [
        (b"%PDF-", "it looks like a PDF: extract its text first"),
        (b"PK\x03\x04", "it looks like a ZIP, Word or Excel file: export it as text or CSV"),
        (b"\xd0\xcf\x11\xe0", "it looks like an old Word or Excel file: export it as text or CSV"),
        (b"\x1f\x8b", "it is packed with gzip: add `.gz` to its name"),
        (b"\x28\xb5\x2f\xfd", "it is packed with zstd: add `.zst` to its name"),
        (b"PAR1", "it looks like a Parquet file: export it as CSV or JSON Lines"),
        (b"\x89PNG", "it looks like a picture"),
    ];
    let known = signatures.iter().find(|(signature, _)| bytes.starts_with(signature));
    known.map(|&(_, hint)| hint).or_else(|| {
        let head = bytes.get(..256).unwrap_or(bytes);
        let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
        let most = head.len() / 2 * 3 / 4;
        (head.len() >= 4 && (zeros(0) > most || zeros(1) > most))
            .then_some("it looks like UTF-16 without byte-order mark: save it as UTF-8")
    })
}

/// True if the encoding is one whose text may hold NUL bytes.
pub(crate) fn is_utf16(bytes: &[u8]) -> bool {
    bom_of(bytes).is_some_and(|(encoding, _)| encoding == UTF_16LE || encoding == UTF_16BE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> (String, Option<String>) {
        let decoded = decode_file(bytes.to_vec());
        (decoded.text, decoded.note)
    }

    #[test]
    fn utf8_comes_back_as_it_is_with_or_without_mark() {
        let text = "Пешавар\r\n– پشاور\n";
        assert_eq!(decode(text.as_bytes()), (text.to_owned(), None));
        assert_eq!(decode(format!("\u{feff}{text}").as_bytes()), (text.to_owned(), None));
        // Only the first mark is one; a second is text.
        assert_eq!(decode("\u{feff}\u{feff}a".as_bytes()), ("\u{feff}a".to_owned(), None));
    }

    #[test]
    fn utf16_is_read_by_its_mark() {
        let little: Vec<u8> = [0xff, 0xfe].into_iter().chain("né".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> = [0xfe, 0xff].into_iter().chain("né".encode_utf16().flat_map(u16::to_be_bytes)).collect();
        let note = |name: &str| Some(format!("encoding {name}, named by its byte-order mark"));
        assert_eq!(decode(&little), ("né".to_owned(), note("UTF-16LE")));
        assert_eq!(decode(&big), ("né".to_owned(), note("UTF-16BE")));
    }

    #[test]
    fn legacy_encodings_are_detected_and_named() {
        let cases = [
            (encoding_rs::WINDOWS_1252, "Le ministère a déclaré que neuf soldats étaient blessés, d’après l’armée."),
            (
                encoding_rs::WINDOWS_1251,
                "Министерство обороны сообщило, что девять солдат погибли в результате обстрела.",
            ),
            (encoding_rs::WINDOWS_1256, "قالت وزارة الدفاع إن تسعة جنود قتلوا في الهجوم الذي وقع يوم الجمعة."),
            (encoding_rs::GBK, "国防部说，有九名士兵在星期五的袭击中丧生，另有十二人受伤。"),
        ];
        for (encoding, text) in cases {
            let (bytes, _, unmappable) = encoding.encode(text);
            assert!(!unmappable);
            let note = Some(format!("encoding {}, detected", encoding.name()));
            assert_eq!(decode(&bytes), (text.to_owned(), note));
        }
    }

    #[test]
    fn a_little_damage_does_not_turn_utf8_into_something_else() {
        let mut bytes = "Ville de Ménaka, région de Gao à l’est".as_bytes().to_vec();
        bytes.extend(b"\xff\xfe end");
        let (text, note) = decode(&bytes);
        assert_eq!(text, "Ville de Ménaka, région de Gao à l’est\u{fffd}\u{fffd} end");
        assert_eq!(note.unwrap(), "encoding UTF-8, damaged; 2 broken characters read as U+FFFD");
    }

    #[test]
    fn a_file_with_the_utf8_mark_is_utf8_however_damaged() {
        let (text, note) = decode(b"\xef\xbb\xbfa\xe9b");
        assert_eq!(text, "a\u{fffd}b");
        assert!(note.unwrap().contains("1 broken character read"));
    }

    #[test]
    fn parts_of_a_legacy_record_share_one_encoding() {
        let (a, _, _) = encoding_rs::WINDOWS_1251.encode("Министерство обороны сообщило");
        let (b, _, _) = encoding_rs::WINDOWS_1251.encode("Девять человек погибли");
        let mut guess = Guess::default();
        let encoding = guess.of_record([&a[..], b"ascii", &b[..]].into_iter());
        assert_eq!(encoding, Some(encoding_rs::WINDOWS_1251));
        assert_eq!(decode_part(encoding, &b).0, "Девять человек погибли");
        assert_eq!(decode_part(encoding, b"ascii"), (Cow::Borrowed("ascii"), None));
        assert_eq!(guess.of_record([&b"ascii"[..], "né".as_bytes()].into_iter()), None);
    }

    #[test]
    fn nul_and_control_characters_are_not_text() {
        assert_eq!(not_text("Nine killed.\r\n\tTwo hurt.\x0c\x1a"), None);
        assert!(not_text("Nine\0killed").is_some());
        assert!(not_text("\x01\x02\x03 noise").is_some());
        assert_eq!(not_text(&format!("{}\x02", "word ".repeat(20))), None);
        let control = |c: char| not_text(&c.to_string()).is_some();
        let allowed: Vec<u32> = (1..0x80).filter(|&c| !control(char::from_u32(c).unwrap())).collect();
        let laid_out = (0x08..=0x0d).chain(0x1a..=0x1b).chain(0x20..0x80);
        assert_eq!(allowed, laid_out.collect::<Vec<u32>>());
    }

    #[test]
    fn a_hint_tells_what_it_looks_like() {
        assert!(looks_like(b"%PDF-1.7\0").unwrap().contains("PDF"));
        assert!(looks_like(b"N\0i\0n\0e\0 \0").unwrap().contains("UTF-16"));
        assert_eq!(looks_like(b"plain\0"), None);
        assert_eq!(looks_like(b""), None);
    }
}
