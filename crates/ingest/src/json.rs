//! One JSON object as a record.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use crate::assemble::RawRecord;
use crate::field::{Field, Key};
use crate::skip::{At, SkipCode, Skipped};

impl<'de: 'a, 'a> Deserialize<'de> for RawRecord<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RecordVisitor)
    }
}

struct RecordVisitor;

impl<'de> Visitor<'de> for RecordVisitor {
    type Value = RawRecord<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut raw = RawRecord::default();
        let mut seen = 0_u16;
        while let Some(key) = entries.next_key::<Key>()? {
            if key == Key::Unknown {
                entries.next_value::<IgnoredAny>()?;
                continue;
            }
            let bit = 1 << key as u16;
            if seen & bit != 0 {
                return Err(A::Error::custom(format_args!("`{}` stands there twice", key.name())));
            }
            seen |= bit;
            let value: Field<'de> = entries.next_value()?;
            match key {
                Key::Id => raw.id = value,
                Key::Text => raw.text = value,
                _ => raw.metadata.set(key, value, None),
            }
        }
        Ok(raw)
    }
}

/// One line as a record; `at` is the line's place.
pub(crate) fn parse<'a>(line: &'a str, at: At<'_>) -> Result<RawRecord<'a>, Skipped> {
    serde_json::from_str(line).map_err(|error| {
        let (what, column) = described(&error);
        if error.is_data() {
            let fix = if what.contains("twice") {
                "keep one of them"
            } else {
                "write it as an object, such as {\"id\": \"a\", ...}"
            };
            return Skipped::new(SkipCode::BadRecord, at, what, fix);
        }
        let problem = format!("not valid JSON: {what} at byte {column}");
        Skipped::new(SkipCode::BadJson, at, problem, "correct the line or take it out")
    })
}

/// What the parser says without its place, and the 1-based column in bytes.
pub(crate) fn described(error: &serde_json::Error) -> (String, usize) {
    let text = error.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    (what.to_owned(), error.column())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(line: &str) -> String {
        parse(line, At::line("a.jsonl", 7)).unwrap_err().message
    }

    #[test]
    fn unknown_keys_and_nested_values_are_passed_over() {
        let line = r#"{"tags":["a",{"b":[1]}],"ID":"x","n":1e3,"text":"t","title":null}"#;
        let raw = parse(line, At::input("a")).unwrap();
        assert_eq!((raw.id, raw.text), (Field::Text("x".into()), Field::Text("t".into())));
        assert_eq!(raw.metadata.finish(), Default::default());
    }

    #[test]
    fn errors_name_the_place_and_the_fix() {
        assert_eq!(
            message(r#"{"id":"a" "text":"b"}"#),
            "a.jsonl, line 7: not valid JSON: expected `,` or `}` at byte 11; \
             correct the line or take it out"
        );
        assert_eq!(
            message(r#"["a","b"]"#),
            "a.jsonl, line 7: invalid type: sequence, expected an object; \
             write it as an object, such as {\"id\": \"a\", ...}"
        );
        assert_eq!(
            message(r#"{"text":"a","Text":"b"}"#),
            "a.jsonl, line 7: `text` stands there twice; keep one of them"
        );
    }

    #[test]
    fn cut_off_doubled_and_deep_lines_are_errors_not_panics() {
        let code = |line: &str| parse(line, At::input("a")).unwrap_err().code;
        assert_eq!(code(r#"{"id":"a","text":"cut of"#), SkipCode::BadJson);
        assert_eq!(code(r#"{"id":"a"}{"id":"b"}"#), SkipCode::BadJson);
        assert_eq!(code(r#"{"id":"\ud800"}"#), SkipCode::BadJson);
        let deep = format!(r#"{{"text":{}"#, "[".repeat(100_000));
        assert_eq!(code(&deep), SkipCode::BadJson);
    }
}
