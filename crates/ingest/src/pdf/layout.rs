//! From glyphs on a page to its lines in reading order.

use super::interpret::Glyph;

/// A run of text on one line, without a wide gap in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Segment {
    pub(super) text: String,
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) y: f32,
    pub(super) size: f32,
}

/// A line of one column: its segments from left to right.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) segments: Vec<Segment>,
    pub(super) y: f32,
    pub(super) size: f32,
}

impl Line {
    pub(super) fn x0(&self) -> f32 {
        self.segments.first().map_or(0.0, |segment| segment.x0)
    }

    pub(super) fn x1(&self) -> f32 {
        self.segments.last().map_or(0.0, |segment| segment.x1)
    }

    pub(super) fn text(&self) -> String {
        let texts: Vec<&str> = self.segments.iter().map(|segment| segment.text.as_str()).collect();
        texts.join(" ")
    }
}

/// Lines of one column, from the top.
pub(super) type Column = Vec<Line>;

/// In parts of the font's size: a gap wider than the first parts words, than the second segments.
const WORD_GAP: f32 = 0.18;
const SEGMENT_GAP: f32 = 1.6;
/// Baselines no farther apart than this stand on one line.
const SAME_LINE: f32 = 0.45;
/// A gutter between columns is at least this wide.
const GUTTER: f32 = 0.9;
/// Lines that a band of columns has at least, and characters that its lines have on average on each side.
const BAND_LINES: usize = 4;
const COLUMN_CHARS: usize = 14;
/// Columns side by side are looked for in lines of at most so many segments, so many lines at a time: a page has no more, and a
/// longer look from every line would take the square of their number.
const MOST_SEGMENTS: usize = 32;
const MOST_LINES: usize = 500;
/// Columns side by side are found by halves, this often.
const DEEPEST: usize = 4;

/// The columns of a page in reading order.
pub(super) fn columns(glyphs: Vec<Glyph>) -> Vec<Column> {
    let mut out = Vec::new();
    split(&lines(segments(glyphs)), DEEPEST, &mut out);
    out
}

fn segments(mut glyphs: Vec<Glyph>) -> Vec<Segment> {
    // Top to bottom by line, then left to right: the order in which a file paints is nobody's reading order.
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut out: Vec<Segment> = Vec::new();
    let mut rest = glyphs.as_mut_slice();
    while let Some(first) = rest.first() {
        let (y, size) = (first.y, first.size);
        let reach = rest.iter().take_while(|glyph| y - glyph.y <= SAME_LINE * size.max(glyph.size)).count();
        let (line, after) = rest.split_at_mut(reach.max(1));
        line.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        line_segments(line, y, &mut out);
        rest = after;
    }
    out
}

/// The segments of one line, whose glyphs stand from left to right.
fn line_segments(line: &[Glyph], y: f32, out: &mut Vec<Segment>) {
    let first_of_line = out.len();
    let mut last: Option<&Glyph> = None;
    for glyph in line {
        let gap = last.map_or(f32::INFINITY, |last| glyph.x0 - last.x1);
        // Bold made by painting twice.
        if last.is_some_and(|last| last.text == glyph.text && glyph.x0 - last.x0 < 0.15 * glyph.size) {
            continue;
        }
        let blank = glyph.text.trim().is_empty();
        let open = if out.len() > first_of_line { out.last_mut() } else { None };
        match open {
            Some(segment) if gap <= SEGMENT_GAP * glyph.size => {
                if (blank || gap > WORD_GAP * glyph.size) && !segment.text.ends_with(' ') {
                    segment.text.push(' ');
                }
                if !blank {
                    segment.text.push_str(&glyph.text);
                    segment.x1 = segment.x1.max(glyph.x1);
                    segment.size = segment.size.max(glyph.size);
                }
            }
            _ if blank => continue,
            _ => out.push(Segment { text: glyph.text.clone(), x0: glyph.x0, x1: glyph.x1, y, size: glyph.size }),
        }
        // A blank bridges no gap: a line of blanks may lead from one column to the next.
        if !blank {
            last = Some(glyph);
        }
    }
    for segment in out.iter_mut().skip(first_of_line) {
        segment.text.truncate(segment.text.trim_end().len());
    }
}

fn lines(segments: Vec<Segment>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for segment in segments {
        match lines.last_mut() {
            Some(line) if line.y == segment.y => {
                line.size = line.size.max(segment.size);
                line.segments.push(segment);
            }
            _ => lines.push(Line { y: segment.y, size: segment.size, segments: vec![segment] }),
        }
    }
    lines
}

/// Gives the lines in reading order: those of a band of columns column by column.
fn split(lines: &[Line], depth: usize, out: &mut Vec<Column>) {
    let mut plain = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let band = if depth > 0 { band(lines, start) } else { None };
        let Some((end, gutter)) = band else {
            plain.extend(lines.get(start).cloned());
            start += 1;
            continue;
        };
        push(std::mem::take(&mut plain), out);
        let part = |left: bool| -> Vec<Line> {
            let side = lines[start..end].iter().filter_map(|line| {
                let of_side = |segment: &&Segment| (segment.x1 <= gutter) == left;
                let segments: Vec<Segment> = line.segments.iter().filter(of_side).cloned().collect();
                (!segments.is_empty()).then(|| Line { segments, ..line.clone() })
            });
            side.collect()
        };
        for side in [part(true), part(false)] {
            split(&side, depth - 1, out);
        }
        start = end;
    }
    push(plain, out);
}

fn push(column: Column, out: &mut Vec<Column>) {
    if !column.is_empty() {
        out.push(column);
    }
}

/// The longest band of lines from `start` that leaves a gutter free, and a place in the gutter.
fn band(lines: &[Line], start: usize) -> Option<(usize, f32)> {
    let first = lines.get(start)?;
    let size = first.size;
    // The gutters of the first lines of which two segments stand side by side.
    let mut free: Vec<(f32, f32)> = Vec::new();
    let mut end = start;
    let mut above = first.y;
    for line in lines.iter().skip(start).take(MOST_LINES) {
        if line.segments.len() > MOST_SEGMENTS {
            break;
        }
        // The rows of a table below columns may leave the same gutter free.
        if std::mem::replace(&mut above, line.y) - line.y > 2.0 * size && is_row(line) {
            break;
        }
        let gaps = line.segments.windows(2).filter_map(|two| match two {
            [a, b] if b.x0 - a.x1 >= GUTTER * size => Some((a.x1, b.x0)),
            _ => None,
        });
        if free.is_empty() {
            free = gaps.collect();
            if free.is_empty() {
                // Lines of one side alone may begin a band, but only a few.
                if end - start >= BAND_LINES {
                    return None;
                }
                end += 1;
                continue;
            }
            let crossed = |gap: &(f32, f32)| lines[start..end].iter().all(|line| leaves_free(line, *gap));
            free.retain(crossed);
        } else {
            let narrowed: Vec<(f32, f32)> = free.iter().filter_map(|gap| narrow(line, *gap, GUTTER * size)).collect();
            if narrowed.is_empty() {
                break;
            }
            free = narrowed;
        }
        if free.is_empty() {
            return None;
        }
        end += 1;
    }
    let wide = free.iter().copied().max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
    let gutter = (wide.0 + wide.1) / 2.0;
    is_columns(&lines[start..end], gutter).then_some((end, gutter))
}

/// True for several short segments side by side.
fn is_row(line: &Line) -> bool {
    let chars: usize = line.segments.iter().map(|segment| segment.text.chars().count()).sum();
    line.segments.len() > 1 && chars < line.segments.len() * COLUMN_CHARS
}

fn leaves_free(line: &Line, (from, to): (f32, f32)) -> bool {
    line.segments.iter().all(|segment| segment.x1 <= from + 0.5 || segment.x0 >= to - 0.5)
}

/// What a line leaves of a gutter, if that is still one.
fn narrow(line: &Line, (mut from, mut to): (f32, f32), least: f32) -> Option<(f32, f32)> {
    for segment in &line.segments {
        let middle = (from + to) / 2.0;
        if segment.x1 <= middle {
            from = from.max(segment.x1);
        } else if segment.x0 >= middle {
            to = to.min(segment.x0);
        } else {
            return None;
        }
    }
    (to - from >= least).then_some((from, to))
}

/// True if both sides are running text, and not the cells of a table.
fn is_columns(band: &[Line], gutter: f32) -> bool {
    let sides = [true, false].map(|left| {
        let of_side =
            band.iter().flat_map(|line| line.segments.iter()).filter(|segment| (segment.x1 <= gutter) == left);
        of_side.fold((0, 0), |(lines, chars), segment| (lines + 1, chars + segment.text.chars().count()))
    });
    band.len() >= BAND_LINES
        && sides.iter().all(|&(lines, chars)| lines >= BAND_LINES - 1 && chars >= lines * COLUMN_CHARS)
}
