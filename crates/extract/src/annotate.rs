//! A report with its labels under the words: what `crossread show` prints and snapshots hold.

use std::fmt::Write as _;

use crossread_text::{Document, Span};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::extraction::{ActorMention, Extraction, Figure, PlaceMention, TimeMention};

/// Text columns of a line.
const WIDTH: usize = 96;

/// A labelled stretch of text.
struct Label {
    span: Span,
    /// `A`ctor, `P`lace, `T`ime, `F`igure.
    mark: char,
    text: String,
}

/// The sentences of a document, each with marks under its words and one line for every mention.
///
/// Marks are `A` for actors, `P` for places, `T` for times, `F` for figures, `f` for counts that no
/// number word states; overlapping ones stand on lines of their own. The width is at most 100
/// columns, save for the lines that describe a mention.
#[must_use]
pub fn annotate(document: &Document, extraction: &Extraction<'_>) -> String {
    let labels = labels(document, extraction);
    let mut out = String::new();
    let mut next = 0;
    for sentence in &extraction.sentences {
        let _ = writeln!(out, "[{}]", sentence.kind.name());
        let from = next;
        while next < labels.len() && labels[next].span.start() < sentence.span.end() {
            next += 1;
        }
        for line in lines(&document.text, sentence.span) {
            let _ = writeln!(out, "  {}", line.of(&document.text).replace(['\n', '\r', '\t'], " "));
            marks(&document.text, line, &labels[from..next], &mut out);
        }
        for label in &labels[from..next] {
            let _ = writeln!(out, "    {} {}", label.mark, label.text);
        }
    }
    out
}

fn labels(document: &Document, extraction: &Extraction<'_>) -> Vec<Label> {
    let text = &document.text;
    let mut labels: Vec<Label> = Vec::new();
    labels.extend(extraction.actors.iter().map(|actor| Label {
        span: actor.span,
        mark: 'A',
        text: actor_label(text, actor),
    }));
    labels.extend(extraction.places.iter().map(|place| Label {
        span: place.span,
        mark: 'P',
        text: place_label(text, place),
    }));
    labels.extend(extraction.times.iter().map(|time| Label {
        span: time.span,
        mark: 'T',
        text: time_label(text, time),
    }));
    labels.extend(extraction.figures.iter().enumerate().map(|(id, figure)| Label {
        span: figure.span,
        mark: if figure.implied { 'f' } else { 'F' },
        text: figure_label(text, id, figure),
    }));
    labels.sort_by_key(|label| (label.span.start(), label.span.end()));
    labels
}

fn quoted(text: &str, span: Span) -> String {
    format!("{:?}", span.of(text).replace(['\n', '\r'], " "))
}

fn actor_label(text: &str, actor: &ActorMention<'_>) -> String {
    let mut label = format!("{} {} {} {}", quoted(text, actor.span), actor.id, actor.kind.name(), actor.form.name());
    if let Some(whole) = &actor.part_of {
        let _ = write!(label, " part of {whole}");
    }
    if !actor.known {
        label.push_str(" unlisted");
    }
    label
}

fn place_label(text: &str, place: &PlaceMention<'_>) -> String {
    let mut label = format!("{} {} {}", quoted(text, place.span), place.id, place.level.name());
    if let Some(role) = place.role {
        let _ = write!(label, " {}", role.name());
    }
    label
}

fn time_label(text: &str, time: &TimeMention<'_>) -> String {
    let end = |day: Option<jiff::civil::Date>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
    let to = if time.open { "…".to_owned() } else { end(time.to) };
    format!("{} {}..{to} {}", quoted(text, time.span), end(time.from), time.granularity.name())
}

/// A value to six places: a third of 100 is no long row of digits.
fn rounded(value: f64) -> f64 {
    const PLACES: f64 = 1e6;
    let scaled = (value * PLACES).round() / PLACES;
    if scaled.is_finite() { scaled } else { value }
}

/// Everything that a figure claims, on one line.
fn figure_label(text: &str, id: usize, figure: &Figure<'_>) -> String {
    let bound = |value: Option<f64>| value.map_or_else(|| "?".to_owned(), |value| rounded(value).to_string());
    let mut label = format!(
        "{id} {} {} {} {}..{} {}",
        quoted(text, figure.span),
        figure.measure.name(),
        figure.comparator.name(),
        bound(figure.low),
        bound(figure.high),
        figure.unit
    );
    let mut add = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            let _ = write!(label, " · {name}{value}");
        }
    };
    add("of ", figure.subject.as_deref());
    add("class ", figure.subject_class.map(|class| class.name()));
    add("counted ", figure.subject_actor.as_deref());
    add("by ", figure.agent_actor.as_deref());
    add("", Some(figure.stance.name()));
    add("claimant ", figure.claimant.as_ref().map(|claimant| &*claimant.id));
    add("denied by ", figure.denier.as_deref());
    add("scope ", figure.scope.map(|scope| scope.name()));
    if figure.modality != crate::Modality::Actual {
        add("", Some(figure.modality.name()));
    }
    add("", figure.verification.map(|verification| verification.name()));
    let places = figure.places.join("+");
    add("in ", Some(places.as_str()).filter(|places| !places.is_empty()));
    let destinations = figure.destinations.join("+");
    add("to ", Some(destinations.as_str()).filter(|places| !places.is_empty()));
    let days = match (figure.from, figure.to) {
        (None, None) => None,
        (from, to) => Some([from, to].map(|day| day.map_or_else(|| "?".to_owned(), |day| day.to_string())).join("..")),
    };
    add("", days.as_deref());
    let whole = figure.part_of.map(|whole| whole.to_string());
    add("part of ", whole.as_deref());
    label
}

/// Cuts a sentence into lines of at most [`WIDTH`] columns, at white space.
fn lines(text: &str, sentence: Span) -> Vec<Span> {
    let content = sentence.of(text);
    let mut lines = Vec::new();
    let (mut start, mut columns, mut last_blank) = (0, 0, None);
    for (at, c) in content.char_indices() {
        if columns >= WIDTH {
            let cut = last_blank.unwrap_or(at);
            lines.push(part(sentence, start, cut));
            start = if last_blank.is_some() { cut + 1 } else { cut };
            columns = content[start..at].graphemes(true).count();
            last_blank = None;
        }
        if c == ' ' {
            last_blank = Some(at);
        }
        columns += 1;
    }
    lines.push(part(sentence, start, content.len()));
    lines
}

fn part(sentence: Span, start: usize, end: usize) -> Span {
    let offset = |at: usize| sentence.start() + u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(start), offset(end))
}

/// The lines of marks under a line of text; labels that overlap go to lines further down.
fn marks(text: &str, line: Span, labels: &[Label], out: &mut String) {
    let column =
        |byte: u32| text.get(line.start() as usize..byte as usize).map_or(0, |before| before.graphemes(true).count());
    let mut rows: Vec<String> = Vec::new();
    for label in labels.iter().filter(|label| label.span.overlaps(line)) {
        let from = column(label.span.start().max(line.start()));
        let to = column(label.span.end().min(line.end()));
        let row = match rows.iter().position(|row| row.len() <= from) {
            Some(row) => row,
            None => {
                rows.push(String::new());
                rows.len() - 1
            }
        };
        let row = &mut rows[row];
        row.extend(std::iter::repeat_n(' ', from - row.len()));
        row.extend(std::iter::repeat_n(label.mark, to - from));
    }
    for row in rows {
        let _ = writeln!(out, "  {row}");
    }
}

#[cfg(test)]
mod tests {
    use super::{lines, part};
    use crossread_text::Span;

    #[test]
    fn lines_are_cut_at_blanks_and_lose_nothing_else() {
        let text = "word ".repeat(60);
        let text = text.trim_end();
        let sentence = Span::new(0, text.len() as u32);
        let cut: Vec<_> = lines(text, sentence).into_iter().map(|line| line.of(text)).collect();
        assert_eq!(cut.join(" "), text);
        assert!(cut.iter().all(|line| line.len() <= super::WIDTH));
        assert_eq!(part(sentence, 0, 4).of(text), "word");
    }

    #[test]
    fn a_word_longer_than_a_line_is_cut() {
        let text = "x".repeat(500);
        let cut = lines(&text, Span::new(0, 500));
        assert!(cut.iter().all(|line| line.len() as usize <= super::WIDTH));
    }
}
