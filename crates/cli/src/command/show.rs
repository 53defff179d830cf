//! `crossread show`: a report with its labels under the words, and why they are there.

use std::io::Write;

use anyhow::{Context as _, Result, bail};
use crossread_extract::{Evidence, Extraction, Figure, annotate, extract};
use crossread_lexicon::Lexicon;
use crossread_run::{Event, Reader, find};
use crossread_text::{CodePoints, Document, Span};

use crate::args::ShowArgs;
use crate::command::Outcome;

pub(crate) fn run(args: &ShowArgs, out: &mut impl Write) -> Result<Outcome> {
    let lexicon = args.lexicon.load()?;
    let found = find(&[args.file.to_string_lossy().into_owned()])?;
    let (mut reader, mut skipped) = Reader::new(args.index.as_deref(), &std::env::temp_dir(), args.limits.options()?)?;
    skipped.extend(found.skipped);
    let mut documents = 0;
    let mut explained = 0;
    reader.read_all(&found.files, |event| -> Result<()> {
        match event {
            Event::File(_) => {}
            Event::Skipped(row) => skipped.push(row),
            Event::Document(document) => {
                documents += 1;
                let extraction = extract(&document, &lexicon);
                match &args.why {
                    Some(wanted) => explained += explain(&document, &extraction, &lexicon, wanted, out)?,
                    None => print(&document, &extraction, out)?,
                }
            }
        }
        Ok(())
    })?;
    for row in &skipped {
        writeln!(std::io::stderr(), "crossread: {row}")?;
    }
    if documents == 0 {
        bail!("{}: nothing to show", args.file.display());
    }
    if let (Some(wanted), 0) = (&args.why, explained) {
        bail!("{wanted}: no row touches this span; give start:end in code points, or a piece of the text as it stands");
    }
    Ok(if skipped.is_empty() { Outcome::Done } else { Outcome::Short })
}

fn print(document: &Document, extraction: &Extraction<'_>, out: &mut impl Write) -> Result<()> {
    writeln!(out, "{}{}", document.id, if document.synthetic { " (synthetic: an invented report)" } else { "" })?;
    let published = document.published.map(|day| day.to_string());
    writeln!(
        out,
        "{} · {}",
        document.source.as_deref().unwrap_or("outlet unknown"),
        published.as_deref().unwrap_or("undated: weekdays and \"last month\" stay unresolved")
    )?;
    if let Some(note) = &document.note {
        writeln!(out, "note: {note}")?;
    }
    writeln!(out)?;
    write!(out, "{}", annotate(document, extraction))?;
    writeln!(out)?;
    Ok(())
}

/// Prints every row that touches one of the spans `wanted` names; returns how many.
fn explain(
    document: &Document,
    extraction: &Extraction<'_>,
    lexicon: &Lexicon,
    wanted: &str,
    out: &mut impl Write,
) -> Result<usize> {
    let spans = spans(document, wanted)?;
    let touches = |span: Span| spans.iter().any(|wanted| wanted.overlaps(span));
    let mut rows: Vec<Row<'_>> = Vec::new();
    for actor in extraction.actors.iter().filter(|actor| touches(actor.span)) {
        rows.push(("actor", actor.span, format!("{} ({})", actor.id, actor.form.name()), &actor.evidence, None));
    }
    for place in extraction.places.iter().filter(|place| touches(place.span)) {
        rows.push(("place", place.span, format!("{} ({})", place.id, place.level.name()), &place.evidence, None));
    }
    for time in extraction.times.iter().filter(|time| touches(time.span)) {
        let end = |day: Option<jiff::civil::Date>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
        rows.push(("time", time.span, format!("{}..{}", end(time.from), end(time.to)), &time.evidence, None));
    }
    for figure in extraction.figures.iter().filter(|figure| touches(figure.span)) {
        let meaning = format!("{} {}", figure.measure.name(), figure.unit);
        rows.push(("figure", figure.span, meaning, &figure.evidence, Some(figure)));
    }
    rows.sort_by_key(|row| (row.1.start(), row.1.end()));
    let points = CodePoints::new(&document.text);
    for (layer, span, meaning, evidence, figure) in &rows {
        writeln!(
            out,
            "{layer} {}:{} {:?}: {meaning}",
            points.at(span.start()),
            points.at(span.end()),
            span.of(&document.text)
        )?;
        let meaning = crossread_extract::all_rules().into_iter().find(|rule| rule.id == evidence.rule);
        writeln!(
            out,
            "  rule         {}{}",
            evidence.rule,
            meaning.map_or_else(String::new, |rule| format!(": {}", rule.meaning))
        )?;
        if let Some(row) = evidence.entry {
            writeln!(out, "  lexicon row  {}", lexicon.entry(row))?;
            writeln!(out, "               {}", lexicon.row_text(row))?;
        }
        if !evidence.alternatives.is_empty() {
            writeln!(out, "  alternatives {}", evidence.alternatives.join(", "))?;
        }
        if let Some(note) = &evidence.note {
            writeln!(out, "  note         {note}")?;
        }
        if let Some(figure) = figure {
            weighed_places(figure, out)?;
        }
    }
    Ok(rows.len())
}

/// A row to explain: its layer, span, meaning and evidence, and the figure if it is one.
type Row<'e> = (&'static str, Span, String, &'e Evidence<'e>, Option<&'e Figure<'e>>);

/// Prints the place of a figure and the runner-up, each with the points that speak for and against it.
fn weighed_places(figure: &Figure<'_>, out: &mut impl Write) -> Result<()> {
    let Some(choice) = &figure.place_choice else { return Ok(()) };
    let runner_up = choice.runner_up.as_ref().map(|(places, weighed)| ("  or rather  ", places, *weighed));
    for (label, places, weighed) in [("  place      ", &figure.places, choice.chosen)].into_iter().chain(runner_up) {
        let places = if places.is_empty() { "nowhere".to_owned() } else { places.join("+") };
        let reasons: Vec<_> = weighed
            .reasons()
            .filter(|&(_, points)| points != 0)
            .map(|(name, points)| format!("{name} {points:+}"))
            .collect();
        writeln!(out, "{label}  {places} {}: {}", weighed.points(), reasons.join(", "))?;
    }
    Ok(())
}

/// `start:end` in code points, or every occurrence of a piece of the text.
fn spans(document: &Document, wanted: &str) -> Result<Vec<Span>> {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let parsed = wanted
        .split_once(':')
        .and_then(|(start, end)| Some((start.parse::<usize>().ok()?, end.parse::<usize>().ok()?)));
    if let Some((start, end)) = parsed {
        let byte = |point: usize| document.text.char_indices().nth(point).map_or(document.text.len(), |(at, _)| at);
        if start >= end || start >= document.text.chars().count() {
            bail!("{wanted}: not a span of this text, which has {} code points", document.text.chars().count());
        }
        return Ok(vec![Span::new(offset(byte(start)), offset(byte(end)))]);
    }
    Some(document.text.match_indices(wanted).map(|(at, part)| Span::new(offset(at), offset(at + part.len()))).collect())
        .filter(|spans: &Vec<Span>| !spans.is_empty() && !wanted.is_empty())
        .with_context(|| format!("{wanted:?} does not stand in {}", document.id))
}
