//! Fonts: what text a code stands for, and how wide it is.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

/// What a font says of its codes is no longer, unpacked: a code of two bytes takes some twenty to explain.
const MOST_BYTES: usize = 2 * 1024 * 1024;
/// No code stands for more, in bytes: ligatures and syllables do with less.
const LONGEST_TEXT: usize = 64;
/// Width of a character of which nothing is known, in thousandths of the font's size.
const USUAL_WIDTH: f32 = 500.0;

/// A font, ready to be read with.
pub(super) struct Font {
    /// Codes of two bytes instead of one.
    wide: bool,
    texts: BTreeMap<u16, String>,
    widths: BTreeMap<u16, f32>,
    usual_width: f32,
}

/// A code of a shown string.
pub(super) struct Shown<'f> {
    /// `None` if the font does not tell.
    pub(super) text: Option<&'f str>,
    /// In thousandths of the font's size.
    pub(super) width: f32,
    /// A blank of one byte, to which the spacing of words is added.
    pub(super) blank: bool,
}

impl Font {
    /// Loads a font.
    pub(super) fn load(document: &Document, dictionary: &Dictionary) -> Self {
        let wide = dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0");
        let mut font = Self { wide, texts: BTreeMap::new(), widths: BTreeMap::new(), usual_width: USUAL_WIDTH };
        font.load_texts(document, dictionary);
        if wide {
            font.load_wide_widths(document, dictionary);
        } else {
            font.load_widths(document, dictionary);
        }
        font
    }

    /// The codes of a string.
    pub(super) fn show<'f>(&'f self, bytes: &'f [u8]) -> impl Iterator<Item = Shown<'f>> {
        bytes.chunks(if self.wide { 2 } else { 1 }).map(|code| {
            let blank = !self.wide && code == b" ";
            let code = code.iter().fold(0_u16, |code, &byte| (code << 8) | u16::from(byte));
            let text = self.texts.get(&code).map(String::as_str);
            Shown { text, width: self.widths.get(&code).copied().unwrap_or(self.usual_width), blank }
        })
    }

    fn load_texts(&mut self, document: &Document, dictionary: &Dictionary) {
        let mut named = dictionary.clone();
        named.set("Type", Object::Name(b"Font".to_vec()));
        if has_long_ranges(document, dictionary) {
            named.remove(b"ToUnicode");
        }
        let mut mapped = named.clone();
        mapped.remove(b"Encoding");
        let sources =
            if mapped.get_deref(b"ToUnicode", document).is_ok() { vec![&mapped, &named] } else { vec![&named] };
        for source in sources {
            let Ok(encoding) = source.get_font_encoding_with_limit(document, MOST_BYTES) else { continue };
            let codes = if self.wide { 0..=u16::MAX } else { 0..=0xff };
            for code in codes.filter(|code| !self.texts.contains_key(code)).collect::<Vec<_>>() {
                let bytes = code.to_be_bytes();
                let text = encoding.bytes_to_string(if self.wide { &bytes } else { &bytes[1..] }).unwrap_or_default();
                if (1..=LONGEST_TEXT).contains(&text.len()) && !text.contains(['\u{fffd}', '\0']) {
                    self.texts.insert(code, text);
                }
            }
            // A wide font's own encoding names glyphs, not characters.
            if self.wide {
                break;
            }
        }
    }

    fn load_widths(&mut self, document: &Document, dictionary: &Dictionary) {
        let first = dictionary.get_deref(b"FirstChar", document).ok().and_then(whole).unwrap_or(0);
        let widths = dictionary.get_deref(b"Widths", document).and_then(Object::as_array);
        for (code, width) in (first..=0xff).zip(widths.into_iter().flatten()) {
            let width = document.dereference(width).ok().and_then(|(_, width)| number(width));
            if let Some(width) = width {
                self.widths.insert(code, width);
            }
        }
        let descriptor = dictionary.get_deref(b"FontDescriptor", document).and_then(Object::as_dict);
        let missing =
            descriptor.ok().and_then(|descriptor| number(descriptor.get_deref(b"MissingWidth", document).ok()?));
        self.usual_width = missing.filter(|width| *width > 0.0).unwrap_or(USUAL_WIDTH);
    }

    fn load_wide_widths(&mut self, document: &Document, dictionary: &Dictionary) {
        let descendants = dictionary.get_deref(b"DescendantFonts", document).and_then(Object::as_array);
        let first = descendants.ok().and_then(|fonts| document.dereference(fonts.first()?).ok());
        let Some(inner) = first.and_then(|(_, font)| font.as_dict().ok()) else { return };
        self.usual_width = inner.get_deref(b"DW", document).ok().and_then(number).unwrap_or(1000.0);
        let Ok(widths) = inner.get_deref(b"W", document).and_then(Object::as_array) else { return };
        let mut widths = widths.iter().filter_map(|object| document.dereference(object).ok().map(|(_, object)| object));
        // Either `first [w w w]` or `first last w`.
        while let (Some(first), Some(second)) = (widths.next(), widths.next()) {
            let Some(first) = whole(first) else { return };
            if let Ok(list) = second.as_array() {
                for (code, width) in (first..=u16::MAX).zip(list) {
                    self.widths.extend(number(width).map(|width| (code, width)));
                }
            } else if let (Some(last), Some(width)) = (whole(second), widths.next().and_then(number)) {
                self.widths.extend((first..=last).map(|code| (code, width)));
            }
        }
    }
}

/// True if a font explains ranges of codes of three or four bytes, which no string is read by: the library writes out every code
/// of a range, four thousand million of them in sixty bytes of a file.
fn has_long_ranges(document: &Document, dictionary: &Dictionary) -> bool {
    let stream = dictionary.get_deref(b"ToUnicode", document).and_then(Object::as_stream);
    let Some(content) = stream.ok().and_then(|stream| stream.get_plain_content_with_limit(MOST_BYTES).ok()) else {
        return false;
    };
    let ranges = memchr::memmem::find_iter(&content, b"beginbfrange").map(|at| content.get(at..).unwrap_or_default());
    ranges
        .map(|range| {
            let end = memchr::memmem::find(range, b"endbfrange").unwrap_or(range.len());
            range.get(..end).unwrap_or_default()
        })
        .any(ends_long)
}

/// True if one of the ranges `<first> <last> <text>` or `<first> <last> [<text> ...]` has a last code of more than two bytes.
fn ends_long(ranges: &[u8]) -> bool {
    let (mut item, mut listed) = (0, false);
    let mut rest = ranges;
    while let Some(at) = memchr::memchr3(b'<', b'[', b']', rest) {
        let (mark, after) = (rest.get(at), rest.get(at + 1..).unwrap_or_default());
        rest = after;
        match mark {
            Some(b'<') => {
                let end = memchr::memchr(b'>', after).unwrap_or(after.len());
                if !listed {
                    let digits = after.get(..end).unwrap_or_default().iter().filter(|byte| byte.is_ascii_hexdigit());
                    if item < 2 && digits.count() > 4 {
                        return true;
                    }
                    item = (item + 1) % 3;
                }
                rest = after.get(end..).unwrap_or_default();
            }
            Some(b'[') => listed = true,
            _ => {
                listed = false;
                item = 0;
            }
        }
    }
    false
}

/// A number, whole or not.
pub(super) fn number(object: &Object) -> Option<f32> {
    match object {
        #[expect(clippy::cast_precision_loss, reason = "positions on a page are small")]
        Object::Integer(value) => Some(*value as f32),
        Object::Real(value) => Some(*value).filter(|value| value.is_finite()),
        _ => None,
    }
}

fn whole(object: &Object) -> Option<u16> {
    u16::try_from(object.as_i64().ok()?).ok()
}
