//! What is known about a text: read with care, and never at the price of the text.

use jiff::civil::Date;

use crate::field::{Field, Key};
use crate::skip::SkipCode;

/// What is known about a text. Unknown is `None`, never an empty string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The headline.
    pub title: Option<String>,
    /// The outlet that published it.
    pub source: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// When it was published, as the date was written: a time of day or an offset changes no date.
    pub published: Option<Date>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// Whether the document is invented; `None` if nobody said.
    pub synthetic: Option<bool>,
}

impl Metadata {
    /// Takes from `other` what is unknown here.
    pub fn fill_from(&mut self, other: &Self) {
        let fill = |mine: &mut Option<String>, theirs: &Option<String>| {
            if mine.is_none() {
                mine.clone_from(theirs);
            }
        };
        fill(&mut self.title, &other.title);
        fill(&mut self.source, &other.source);
        fill(&mut self.url, &other.url);
        fill(&mut self.language, &other.language);
        self.published = self.published.or(other.published);
        self.synthetic = self.synthetic.or(other.synthetic);
    }
}

/// A value that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: SkipCode,
    pub(crate) what: String,
    pub(crate) fix: &'static str,
    /// Where, if that is a finer place than the record's.
    pub(crate) line: Option<u64>,
}

/// Collects metadata key by key.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    metadata: Metadata,
    /// `date`, which counts only where `published` says nothing.
    date: Option<Date>,
    problems: Vec<Problem>,
}

impl Collector {
    /// Takes one value; what cannot be used becomes a problem. Keys that are no metadata are ignored.
    pub(crate) fn set(&mut self, key: Key, value: Field<'_>, line: Option<u64>) {
        let result = match key {
            Key::Title => string(value).map(|value| self.metadata.title = value),
            Key::Source => string(value).map(|value| self.metadata.source = value),
            Key::Url => string(value).map(|value| self.metadata.url = value),
            Key::Published => date(value).map(|value| self.metadata.published = value),
            Key::Date => date(value).map(|value| self.date = value),
            Key::Language => language(value).map(|value| self.metadata.language = value),
            Key::Synthetic => boolean(value).map(|value| self.metadata.synthetic = value),
            Key::Id | Key::Text | Key::Unknown => Ok(()),
        };
        if let Err((what, fix)) = result {
            let code = match key {
                Key::Published | Key::Date => SkipCode::BadDate,
                _ => SkipCode::BadMetadata,
            };
            self.problems.push(Problem { code, what: format!("`{}` is {what}", key.name()), fix, line });
        }
    }

    /// Adds a problem that is no single value's.
    pub(crate) fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub(crate) fn finish(self) -> (Metadata, Vec<Problem>) {
        let mut metadata = self.metadata;
        metadata.published = metadata.published.or(self.date);
        (metadata, self.problems)
    }
}

/// A value, or what it is instead and how to put it right.
type Read<T> = Result<Option<T>, (String, &'static str)>;

fn string(value: Field<'_>) -> Read<String> {
    match value {
        Field::Null => Ok(None),
        Field::Text(text) => Ok(trimmed(text.into_owned())),
        Field::Number(number) => Ok(Some(number)),
        Field::Bool(_) | Field::Other(_) => {
            Err((format!("{}, not a string", value.kind()), "make it a string or leave it out"))
        }
    }
}

/// The text without white space around it, or nothing if nothing is left.
pub(crate) fn trimmed(text: String) -> Option<String> {
    let inner = text.trim();
    match inner.len() {
        0 => None,
        length if length == text.len() => Some(text),
        _ => Some(inner.to_owned()),
    }
}

fn date(value: Field<'_>) -> Read<Date> {
    const FIX: &str = "write it as YYYY-MM-DD, such as 2025-10-12";
    let text = match value {
        Field::Null => return Ok(None),
        Field::Text(text) => text,
        Field::Number(number) => number.into(),
        Field::Bool(_) | Field::Other(_) => {
            return Err((format!("{}, not a date", value.kind()), FIX));
        }
    };
    match iso_date(text.trim()) {
        Some(date) => Ok(Some(date)),
        None if text.trim().is_empty() => Ok(None),
        None => Err((format!("`{}`, not an ISO date", shortened(&text)), FIX)),
    }
}

/// The date of an ISO date or date-time, `2025-10-12` or `20251012`, as it is written there.
pub(crate) fn iso_date(text: &str) -> Option<Date> {
    let split = text.find(['T', 't', ' ']).unwrap_or(text.len());
    let (date, time) = text.split_at(split);
    let is_time = |time: &str| {
        let mut bytes = time.bytes();
        bytes.by_ref().take(2).all(|b| b.is_ascii_digit()) && bytes.next() == Some(b':')
    };
    if !time.is_empty() && !is_time(time.get(1..)?.trim_start()) {
        return None;
    }
    let (year, month, day) = match (date.len(), date.as_bytes()) {
        (10, [.., b'-', _, _, b'-', _, _]) => (date.get(..4)?, date.get(5..7)?, date.get(8..)?),
        (8, _) => (date.get(..4)?, date.get(4..6)?, date.get(6..)?),
        _ => return None,
    };
    // `parse` alone would take a sign.
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if ![year, month, day].into_iter().all(is_number) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The date of a mail's or feed's date, `Sun, 12 Oct 2025 23:59:59 +0500`, as it is written there.
pub(crate) fn mail_date(text: &str) -> Option<Date> {
    let parser = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true);
    parser.parse_zoned(text.trim()).ok().map(|time| time.date())
}

/// A BCP 47 tag by its form; the underscore that programs write becomes a hyphen.
fn language(value: Field<'_>) -> Read<String> {
    let Some(text) = string(value)? else { return Ok(None) };
    if let Some(tag) = language_tag(&text) {
        return Ok(Some(tag));
    }
    Err((format!("`{}`, not a language tag", shortened(&text)), "write a BCP 47 tag, such as en or ps-AF"))
}

/// The tag that a text is, if it is one.
pub(crate) fn language_tag(text: &str) -> Option<String> {
    let tag = text.replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let well_formed = (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    well_formed.then_some(tag)
}

fn boolean(value: Field<'_>) -> Read<bool> {
    const FIX: &str = "write true or false";
    let text = match value {
        Field::Null => return Ok(None),
        Field::Bool(value) => return Ok(Some(value)),
        Field::Text(text) => text.into_owned(),
        Field::Number(number) => number,
        Field::Other(kind) => return Err((format!("{kind}, not true or false"), FIX)),
    };
    match text.trim().to_ascii_lowercase().as_str() {
        "" => Ok(None),
        "true" | "yes" | "1" => Ok(Some(true)),
        "false" | "no" | "0" => Ok(Some(false)),
        _ => Err((format!("`{}`, not true or false", shortened(&text)), FIX)),
    }
}

/// The start of a value, fit for one line of a message.
pub(crate) fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    fn set(key: &str, value: &str) -> (Metadata, Vec<Problem>) {
        let mut collector = Collector::default();
        collector.set(Key::of(key), Field::Text(value.into()), None);
        collector.finish()
    }

    #[test]
    fn dates_and_date_times_give_the_date_as_written() {
        let sound = [
            "2025-10-12",
            " 2025-10-12 ",
            "20251012",
            "2025-10-12T23:59:59+05:00",
            "2025-10-12 00:01",
            "2025-10-12T10:00:00Z",
        ];
        for text in sound {
            assert_eq!(set("published", text).0.published, Some(day(2025, 10, 12)), "{text}");
        }
        let broken = [
            "12/10/2025",
            "2025-10",
            "2025-13-01",
            "2025-02-30",
            "Oct 12",
            "1760227200",
            "2025-10-12x",
            "2025-10-12T",
            "2025-10-12 noon",
            "+002025-10-12",
            "2025-1-2",
            "２０２５-10-12",
        ];
        for text in broken {
            let (metadata, problems) = set("published", text);
            assert_eq!((metadata.published, problems[0].code), (None, SkipCode::BadDate), "{text}");
        }
        assert_eq!(set("published", "soon").1[0].what, "`published` is `soon`, not an ISO date");
    }

    #[test]
    fn published_goes_before_date_in_either_order() {
        for keys in [["date", "published"], ["published", "date"]] {
            let mut collector = Collector::default();
            for key in keys {
                let value = if key == "date" { "2025-01-01" } else { "2025-02-02" };
                collector.set(Key::of(key), Field::Text(value.into()), None);
            }
            assert_eq!(collector.finish().0.published, Some(day(2025, 2, 2)));
        }
        assert_eq!(set("date", "2025-01-01").0.published, Some(day(2025, 1, 1)));
    }

    #[test]
    fn empty_is_unknown() {
        for key in ["title", "source", "url", "published", "language", "synthetic"] {
            assert_eq!(set(key, "  "), (Metadata::default(), vec![]), "{key}");
        }
        assert_eq!(set("title", " A night \n").0.title.as_deref(), Some("A night"));
    }

    #[test]
    fn languages_are_tags() {
        assert_eq!(set("language", "en_US").0.language.as_deref(), Some("en-US"));
        assert_eq!(set("language", "uz-Arab-AF").0.language.as_deref(), Some("uz-Arab-AF"));
        for text in ["English", "e", "en-", "en US"] {
            assert_eq!(set("language", text).1[0].code, SkipCode::BadMetadata, "{text}");
        }
    }

    #[test]
    fn true_and_false_have_several_spellings() {
        for (text, value) in [("true", true), ("TRUE", true), ("1", true), ("no", false), ("0", false)] {
            assert_eq!(set("synthetic", text).0.synthetic, Some(value), "{text}");
        }
        assert_eq!(set("synthetic", "perhaps").1[0].what, "`synthetic` is `perhaps`, not true or false");
    }

    #[test]
    fn a_value_of_a_wrong_type_is_a_problem_of_that_value_alone() {
        let mut collector = Collector::default();
        collector.set(Key::Title, Field::Other("a list"), None);
        collector.set(Key::Published, Field::Bool(true), None);
        collector.set(Key::Source, Field::Number("24".to_owned()), None);
        let (metadata, problems) = collector.finish();
        assert_eq!(metadata.source.as_deref(), Some("24"));
        assert_eq!(problems[0].what, "`title` is a list, not a string");
        assert_eq!(problems[1].what, "`published` is true or false, not a date");
    }

    #[test]
    fn filling_never_overwrites() {
        let mut mine = Metadata { title: Some("a".into()), synthetic: Some(false), ..Metadata::default() };
        let theirs = Metadata {
            title: Some("b".into()),
            source: Some("Northern Wire".into()),
            synthetic: Some(true),
            ..Metadata::default()
        };
        mine.fill_from(&theirs);
        assert_eq!(mine.title.as_deref(), Some("a"));
        assert_eq!(mine.source.as_deref(), Some("Northern Wire"));
        assert_eq!(mine.synthetic, Some(false));
    }
}
