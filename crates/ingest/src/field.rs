//! Keys and values of a record, before they have a meaning, whatever format they came in.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The keys that have a meaning; all others are ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Id,
    Text,
    Title,
    Source,
    Url,
    Published,
    Date,
    Language,
    Synthetic,
    Unknown,
}

impl Key {
    const KNOWN: [(&'static str, Self); 9] = [
        ("id", Self::Id),
        ("text", Self::Text),
        ("title", Self::Title),
        ("source", Self::Source),
        ("url", Self::Url),
        ("published", Self::Published),
        ("date", Self::Date),
        ("language", Self::Language),
        ("synthetic", Self::Synthetic),
    ];

    /// The key of that name, whatever its case.
    pub(crate) fn of(name: &str) -> Self {
        let mut known = Self::KNOWN.iter();
        known.find(|(key, _)| key.eq_ignore_ascii_case(name)).map_or(Self::Unknown, |&(_, key)| key)
    }

    /// The key that a raw CSV header cell names, quoted or not.
    pub(crate) fn of_cell(cell: &[u8]) -> Self {
        let cell = cell.trim_ascii();
        let inner = cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\""));
        std::str::from_utf8(inner.unwrap_or(cell)).map_or(Self::Unknown, |name| Self::of(name.trim()))
    }

    /// The key's name; empty for an unknown one.
    pub(crate) fn name(self) -> &'static str {
        Self::KNOWN.iter().find(|&&(_, key)| key == self).map_or("", |&(name, _)| name)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl Visitor<'_> for KeyVisitor {
            type Value = Key;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_str<E>(self, name: &str) -> Result<Key, E> {
                Ok(Key::of(name))
            }
        }
        deserializer.deserialize_identifier(KeyVisitor)
    }
}

/// A value as its format gave it; text is borrowed from the input where that is possible.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Field<'a> {
    /// Not there, `null`, or an empty cell.
    #[default]
    Null,
    Text(Cow<'a, str>),
    Bool(bool),
    /// A number, in its shortest spelling.
    Number(String),
    /// A value that no key can have; says what it is.
    Other(&'static str),
}

impl Field<'_> {
    /// What it is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Text(_) => "a string",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Other(kind) => kind,
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Field<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldVisitor)
    }
}

struct FieldVisitor;

impl<'de> Visitor<'de> for FieldVisitor {
    type Value = Field<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Field::Text(Cow::Borrowed(text)))
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Field::Text(Cow::Owned(text.to_owned())))
    }
    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Field::Bool(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Field::Number(value.to_string()))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Field::Number(value.to_string()))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Field::Number(value.to_string()))
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Field::Other("a list"))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Field::Other("an object"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_by_name_whatever_the_case() {
        for (name, key) in Key::KNOWN {
            assert_eq!((Key::of(name), Key::of(&name.to_uppercase())), (key, key));
            assert_eq!(key.name(), name);
        }
        assert_eq!(Key::of("titles"), Key::Unknown);
        assert_eq!(Key::of_cell(b" \"Text\"\r"), Key::Text);
        assert_eq!(Key::of_cell(b"\xff"), Key::Unknown);
    }

    #[test]
    fn plain_text_is_borrowed_and_escaped_text_is_not() {
        let field: Field<'_> = serde_json::from_str("\"plain\"").unwrap();
        assert!(matches!(field, Field::Text(Cow::Borrowed("plain"))));
        let field: Field<'_> = serde_json::from_str(r#""a\nb""#).unwrap();
        assert_eq!(field, Field::Text(Cow::Owned("a\nb".to_owned())));
        let kinds = ["null", "true", "-7", "1.5", "[1,[2]]", r#"{"a":{}}"#]
            .map(|json| serde_json::from_str::<Field<'_>>(json).unwrap());
        assert_eq!(
            kinds,
            [
                Field::Null,
                Field::Bool(true),
                Field::Number("-7".to_owned()),
                Field::Number("1.5".to_owned()),
                Field::Other("a list"),
                Field::Other("an object"),
            ]
        );
    }
}
