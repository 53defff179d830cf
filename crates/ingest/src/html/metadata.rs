//! What a page says about its article: JSON-LD, OpenGraph and other meta elements, `time`, `link`.

use jiff::civil::Date;
use serde_json::Value;

use crate::metadata::{Metadata, iso_date, language_tag, trimmed};
use crate::prose::folded;

/// How far into a page its encoding is named.
const CHARSET_BYTES: usize = 4096;
/// Scripts of metadata that are longer are none.
const LONGEST_SCRIPT: usize = 1024 * 1024;

/// The encoding that a page names in its first bytes.
pub(super) fn charset(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.get(..CHARSET_BYTES).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=").or_else(|| head.split_once("encoding="))?;
    let label = after.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')))?;
    encoding_rs::Encoding::for_label(label.get(..end)?.as_bytes())
}

/// Values as they are met; the best of each kind is chosen at the end.
#[derive(Default)]
pub(super) struct Found {
    metas: Vec<(String, String)>,
    title: String,
    headlines: Vec<String>,
    canonical: Option<String>,
    language: Option<String>,
    /// `datetime` of `time` elements: whether it is marked as the date of publication, or stands in an article.
    times: Vec<(String, u8)>,
    script: String,
    is_data: bool,
    described: Described,
}

/// What JSON-LD says.
#[derive(Default)]
struct Described {
    title: Option<String>,
    source: Option<String>,
    url: Option<String>,
    published: Option<Date>,
    language: Option<String>,
}

impl Found {
    pub(super) fn tag(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<String>, in_article: bool) {
        match name {
            "meta" => {
                let key = ["property", "name", "itemprop", "http-equiv"].into_iter().find_map(attribute);
                if let (Some(key), Some(value)) = (key, attribute("content")) {
                    self.metas.push((key.to_ascii_lowercase(), value));
                }
            }
            "link" if attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.canonical = self.canonical.take().or_else(|| attribute("href"));
            }
            "html" => self.language = attribute("lang").or_else(|| attribute("xml:lang")),
            "time" => {
                if let Some(value) = attribute("datetime") {
                    let marked = attribute("pubdate").is_some()
                        || attribute("itemprop").is_some_and(|name| name.eq_ignore_ascii_case("datePublished"));
                    self.times.push((value, u8::from(marked) * 2 + u8::from(in_article)));
                }
            }
            "script" => {
                self.script.clear();
                self.is_data =
                    attribute("type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"));
            }
            _ => {}
        }
    }

    pub(super) fn title_text(&mut self, text: &str) {
        self.title.push_str(text);
    }

    pub(super) fn headline(&mut self, text: &str) {
        self.headlines.push(text.to_owned());
    }

    /// The text of a script, in one or more pieces.
    pub(super) fn script_text(&mut self, text: &str) {
        if self.is_data && self.script.len() + text.len() <= LONGEST_SCRIPT {
            self.script.push_str(text);
        }
    }

    pub(super) fn end_script(&mut self) {
        if std::mem::take(&mut self.is_data)
            && let Ok(value) = serde_json::from_str::<Value>(&self.script)
        {
            self.described.read(&value);
        }
    }

    fn meta(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| {
            let value = self.metas.iter().find(|(name, value)| name == key && !value.trim().is_empty());
            value.and_then(|(_, value)| trimmed(folded(value)))
        })
    }

    /// The best value of each kind.
    pub(super) fn resolve(&mut self) -> Metadata {
        let described = std::mem::take(&mut self.described);
        let source = described.source.or_else(|| self.meta(&["og:site_name", "citation_publisher", "dc.publisher"]));
        let dates = [
            "article:published_time",
            "datepublished",
            "date",
            "dc.date",
            "dc.date.issued",
            "pubdate",
            "publish-date",
            "publish_date",
            "parsely-pub-date",
            "sailthru.date",
            "citation_publication_date",
        ];
        let of_meta = || dates.into_iter().find_map(|key| iso_date(self.meta(&[key])?.trim()));
        let of_time = || {
            let first = |rank: u8| {
                self.times.iter().filter(move |(_, of)| *of >= rank).find_map(|(value, _)| iso_date(value.trim()))
            };
            first(2).or_else(|| first(1))
        };
        let published = described.published.or_else(of_meta).or_else(of_time);
        let title = described.title.or_else(|| self.meta(&["og:title", "citation_title", "dc.title"]));
        let title = title.or_else(|| self.page_title(source.as_deref()));
        let language = described.language.or_else(|| self.language.take());
        let language = language.or_else(|| self.meta(&["og:locale", "content-language"]));
        let urls = [described.url, self.canonical.take(), self.meta(&["og:url"])];
        Metadata {
            title,
            url: urls.into_iter().flatten().find(|url| is_absolute(url)),
            published,
            language: language.and_then(|language| language_tag(&language)),
            synthetic: self.meta(&["synthetic"]).map(|value| value.eq_ignore_ascii_case("true")),
            source,
        }
    }

    /// The only headline, else the page's title without the outlet's name after it.
    fn page_title(&self, source: Option<&str>) -> Option<String> {
        if let [headline] = self.headlines.as_slice() {
            return trimmed(folded(headline));
        }
        let title = folded(&self.title);
        let cut = [" | ", " - ", " – ", " — "].into_iter().find_map(|between| {
            let (before, after) = title.rsplit_once(between)?;
            (source.is_some_and(|source| source.eq_ignore_ascii_case(after.trim()))).then(|| before.to_owned())
        });
        trimmed(cut.unwrap_or(title))
    }
}

fn is_absolute(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

impl Described {
    /// Takes what the first article among these objects says.
    fn read(&mut self, value: &Value) {
        let mut waiting = vec![value];
        while let Some(value) = waiting.pop() {
            match value {
                Value::Array(items) => waiting.extend(items.iter().rev()),
                Value::Object(object) => {
                    waiting.extend(object.get("@graph"));
                    if is_article(object.get("@type")) {
                        self.article(object);
                    }
                }
                _ => {}
            }
        }
    }

    fn article(&mut self, object: &serde_json::Map<String, Value>) {
        let text = |key: &str| object.get(key).and_then(string);
        let first = |old: Option<String>, new: Option<String>| old.or(new);
        self.title = first(self.title.take(), text("headline").or_else(|| text("name")));
        self.source = first(self.source.take(), object.get("publisher").and_then(name));
        self.url = first(self.url.take(), text("url").or_else(|| object.get("mainEntityOfPage").and_then(name)));
        self.language = first(self.language.take(), text("inLanguage"));
        self.published = self.published.or_else(|| iso_date(text("datePublished")?.trim()));
    }
}

/// Articles, reports and posts, by the names that schema.org gives them.
fn is_article(kind: Option<&Value>) -> bool {
    let fits = |kind: &Value| {
        kind.as_str()
            .is_some_and(|kind| ["Article", "Report", "Posting", "Review"].iter().any(|end| kind.ends_with(end)))
    };
    match kind {
        Some(Value::Array(kinds)) => kinds.iter().any(fits),
        Some(kind) => fits(kind),
        None => false,
    }
}

fn string(value: &Value) -> Option<String> {
    trimmed(folded(value.as_str()?))
}

/// The name or id of an object, or a text alone.
fn name(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) => items.first().and_then(name_of),
        other => name_of(other),
    }
}

fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::Object(object) => object.get("name").or_else(|| object.get("@id")).and_then(string),
        other => string(other),
    }
}
