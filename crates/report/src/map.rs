//! Where: provinces coloured by how many reports name them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use maud::{Markup, html};

use crate::facets::containing;
use crate::later::later;
use crate::read::Corpus;
use crate::shapes::{Extent, Point, Province, Shapes};
use crate::words::counted;

/// Maps at most; provinces beyond them stand in the table.
const MOST_MAPS: usize = 4;
/// Provinces nearer than this share a map, in degrees.
const NEAR: f64 = 1.2;
/// What is seen around the provinces named, in degrees.
const AROUND: f64 = 0.7;
/// Widths of the first map and of the others, in their own units.
const WIDE: f64 = 720.0;
const SMALL: f64 = 300.0;
/// Height to width of a map at most.
const TALL: f64 = 0.8;
/// How much larger names are, in a map's own units, where the page is narrow.
const FAR: f64 = 1.8;

/// What is known of a province.
#[derive(Clone, Debug, Default)]
struct Counts {
    documents: BTreeSet<usize>,
    struck: BTreeSet<usize>,
    killed: usize,
    displaced: usize,
    /// Figures that name several provinces jointly.
    joint: usize,
}

/// Measures a map can show: key, what it is called, the unit in a title, whether it counts claims.
const MEASURES: [(&str, &str, &str, bool); 4] = [
    ("docs", "reports that name it", "reports", false),
    ("struck", "reports of a strike on it", "reports", false),
    ("killed", "figures of people killed there", "figures", true),
    ("displaced", "figures of people displaced there", "figures", true),
];

impl Counts {
    fn of(&self, measure: &str) -> usize {
        match measure {
            "struck" => self.struck.len(),
            "killed" => self.killed,
            "displaced" => self.displaced,
            _ => self.documents.len(),
        }
    }
}

/// Reports and figures by province.
fn count(corpus: &Corpus) -> BTreeMap<String, Counts> {
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for place in &corpus.places {
        let Some(province) = &place.admin1 else { continue };
        let entry = counts.entry(province.clone()).or_default();
        entry.documents.insert(place.doc);
        if place.roles.iter().any(|role| role == "struck") {
            entry.struck.insert(place.doc);
        }
    }
    for claim in corpus.claims.iter().filter(|claim| claim.is_actual) {
        let places = claim.place_ids.iter().flat_map(|place| containing(place)).filter(|place| is_province(place));
        let provinces: BTreeSet<&str> = places.collect();
        for province in &provinces {
            let entry = counts.entry((*province).to_owned()).or_default();
            match claim.measure.as_str() {
                "killed" => entry.killed += 1,
                "displaced" => entry.displaced += 1,
                _ => continue,
            }
            entry.joint += usize::from(provinces.len() > 1);
        }
    }
    counts
}

fn is_province(place: &str) -> bool {
    !place.contains('/') && place.split_once('-').is_some_and(|(country, _)| country.len() == 2)
}

/// From 0 to 5: 1, 2, 4, 8, 16 and more.
pub(crate) fn bucket(count: usize) -> usize {
    count.checked_ilog2().map_or(0, |power| usize::try_from(power + 1).unwrap_or(5).min(5))
}

pub(crate) fn map(corpus: &Corpus) -> Markup {
    let counts = count(corpus);
    let shapes = Shapes::built_in();
    let named: Vec<&Province> =
        shapes.provinces.iter().filter(|province| counts.get(&province.id).is_some_and(|c| c.of("docs") > 0)).collect();
    let mut groups = groups(&named);
    groups.sort_by_key(|group| {
        let weight: usize = group.iter().map(|province| counts[&province.id].documents.len()).sum();
        (std::cmp::Reverse(weight), group[0].id.clone())
    });
    html! {
        @if !named.is_empty() {
            section #map aria-labelledby="map-h" {
                h2 #map-h { "Provinces" }
                p.lead { "Press a province to narrow the findings to it. Hatched: figures that name several provinces jointly; they are not divided among them, and nothing is added up." }
                (later(0, &html! {
                    (choices())
                    div.maps {
                        @for group in groups.iter().take(1) { (drawn(&shapes, &counts, group, WIDE)) }
                        div.smaller { @for group in groups.iter().take(MOST_MAPS).skip(1) {
                            (drawn(&shapes, &counts, group, SMALL))
                        } }
                    }
                    (table(corpus, &counts))
                }))
            }
        }
    }
}

fn choices() -> Markup {
    html! {
        fieldset.choices {
            legend { "Show" }
            @for (at, (key, name, unit, claims)) in MEASURES.into_iter().enumerate() {
                label { input type="radio" name="map" value=(key) data-unit=(unit) data-claims=(claims) checked[at == 0]; " " (name) }
            }
            span.scale aria-hidden="true" {
                @for (class, name) in [("h1", "1"), ("h2", "2–3"), ("h3", "4–7"), ("h4", "8–15"), ("h5", "16+")] {
                    span { svg viewBox="0 0 12 12" { rect class=(class) width="12" height="12" {} } (name) }
                }
            }
        }
    }
}

/// Named provinces that lie near each other.
fn groups<'a>(named: &[&'a Province]) -> Vec<Vec<&'a Province>> {
    let mut group: Vec<usize> = (0..named.len()).collect();
    for first in 0..named.len() {
        for second in 0..first {
            if named[first].extent.wider(NEAR).meets(named[second].extent) && group[first] != group[second] {
                let (from, to) = (group[first], group[second]);
                group.iter_mut().filter(|number| **number == from).for_each(|number| *number = to);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<&Province>> = BTreeMap::new();
    for (number, province) in group.into_iter().zip(named) {
        groups.entry(number).or_default().push(province);
    }
    groups.into_values().collect()
}

/// Longitudes and latitudes to the units of a map: equal distances along its middle latitude.
struct Projection {
    frame: Extent,
    across: f64,
    up: f64,
    width: f64,
    height: f64,
}

impl Projection {
    fn of(group: &[&Province], width: f64) -> Self {
        let extent = group.iter().fold(Extent::NONE, |extent, province| extent.with(province.extent));
        let frame = extent.wider(AROUND);
        let middle = f64::midpoint(frame.north, frame.south).to_radians().cos().max(0.2);
        let (degrees_across, degrees_up) = (frame.east - frame.west, frame.north - frame.south);
        let up = (width / (degrees_across * middle)).min(width * TALL / degrees_up);
        let across = up * middle;
        Self { frame, across, up, width: degrees_across * across, height: degrees_up * up }
    }

    fn at(&self, (x, y): Point) -> Point {
        ((x - self.frame.west) * self.across, (self.frame.north - y) * self.up)
    }

    /// The path of `points`, without steps too small to see.
    fn path(&self, points: &[Point], closed: bool, path: &mut String) {
        let mut last: Option<(i64, i64)> = None;
        for &point in points {
            let (x, y) = self.at(point);
            #[expect(clippy::cast_possible_truncation, reason = "tenths of a unit on a map less than a thousand wide")]
            let (x, y) = ((x * 10.0).round() as i64, (y * 10.0).round() as i64);
            let tenths =
                |value: i64| format!("{}{}.{}", if value < 0 { "-" } else { "" }, value.abs() / 10, value.abs() % 10);
            let far = last.is_none_or(|(a, b)| (a - x).abs() + (b - y).abs() >= 8);
            if far {
                let letter = if last.is_none() { 'M' } else { 'L' };
                // Writing to a String cannot fail.
                let _ = write!(path, "{letter}{} {}", tenths(x), tenths(y));
                last = Some((x, y));
            }
        }
        if closed {
            path.push('Z');
        }
    }

    /// Puts a name at a point beside those that are `placed`, if it fits.
    fn places(&self, x: f64, y: f64, half: f64, line: f64, placed: &mut Vec<(f64, f64, f64)>) -> bool {
        let inside = x - half > 0.0 && x + half < self.width && y > 10.0 && y < self.height - 4.0;
        let free = placed.iter().all(|(a, b, c)| (x - a).abs() > half + c || (y - b).abs() > line);
        if inside && free {
            placed.push((x, y, half));
        }
        inside && free
    }

    fn outline(&self, province: &Province) -> String {
        let mut path = String::new();
        for ring in &province.rings {
            self.path(ring, true, &mut path);
        }
        path
    }
}

fn drawn(shapes: &Shapes, counts: &BTreeMap<String, Counts>, group: &[&Province], width: f64) -> Markup {
    let projection = Projection::of(group, width);
    let seen: Vec<&Province> =
        shapes.provinces.iter().filter(|province| province.extent.meets(projection.frame)).collect();
    let mut borders = String::new();
    for border in &shapes.borders {
        let near = border.iter().any(|&(x, y)| projection.frame.meets(Extent { west: x, south: y, east: x, north: y }));
        if near {
            projection.path(border, false, &mut borders);
        }
    }
    let labels = labels(&projection, counts, group);
    let hatch = format!("hatch-{}", group[0].id);
    let count = |province: &Province| counts.get(&province.id).cloned().unwrap_or_default();
    html! {
        svg viewBox={ "0 0 " (format!("{:.0}", projection.width)) " " (format!("{:.0}", projection.height)) }
            width=(format!("{:.0}", projection.width)) role="group" aria-label="Map of provinces" {
            defs { pattern id=(hatch) width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                line.hatching x1="0" x2="0" y1="0" y2="5" {}
            } }
            @for province in &seen {
                @let count = count(province);
                @let documents = count.documents.len();
                @if documents == 0 {
                    path.province.h0 d=(projection.outline(province)) {}
                } @else {
                    path class={ "province h" (bucket(documents)) } d=(projection.outline(province))
                        role="button" tabindex="0" data-act="filter" data-name="province" data-value=(province.id)
                        aria-label={ (province.name) ": " (counted(documents, "report", "reports")) }
                        data-name-shown=(province.name) data-docs=(documents) data-struck=(count.struck.len())
                        data-killed=(count.killed) data-displaced=(count.displaced) {
                        title { (province.name) ": " (counted(documents, "report", "reports")) }
                    }
                    @if count.joint > 0 { path.joint d=(projection.outline(province)) fill={ "url(#" (hatch) ")" } {} }
                }
            }
            path.border d=(borders) {}
            @for Label { x, y, name, far } in labels {
                text class=(if far { "label far" } else { "label" }) x=(format!("{x:.0}")) y=(format!("{y:.0}")) text-anchor="middle" { (name) }
            }
        }
    }
}

/// A name on a map.
struct Label<'a> {
    x: f64,
    y: f64,
    name: &'a str,
    /// Whether it also fits where the map is small and names are larger.
    far: bool,
}

/// Names that fit without covering each other, the most named first.
fn labels<'a>(projection: &Projection, counts: &BTreeMap<String, Counts>, group: &[&'a Province]) -> Vec<Label<'a>> {
    let mut provinces = group.to_vec();
    provinces.sort_by_key(|province| (std::cmp::Reverse(counts[&province.id].documents.len()), province.id.clone()));
    let (mut placed, mut afar) = (Vec::new(), Vec::new());
    let mut labels = Vec::new();
    for province in provinces {
        let (x, y) = projection.at(middle(province));
        let half = f64::from(u32::try_from(province.name.chars().count()).unwrap_or(20)) * 2.9;
        if projection.places(x, y, half, 11.0, &mut placed) {
            let far = projection.places(x, y, half * FAR, 11.0 * FAR, &mut afar);
            labels.push(Label { x, y: y + 3.5, name: &province.name, far });
        }
    }
    labels
}

/// The middle of the largest ring, by area.
fn middle(province: &Province) -> Point {
    let mut best = (0.0, (0.0, 0.0));
    for ring in &province.rings {
        let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let cross = a.0 * b.1 - b.0 * a.1;
            area += cross;
            x += (a.0 + b.0) * cross;
            y += (a.1 + b.1) * cross;
        }
        if area.abs() > best.0 {
            best = (area.abs(), (x / (3.0 * area), y / (3.0 * area)));
        }
    }
    best.1
}

/// The same as a table, for those who do not see the map.
fn table(corpus: &Corpus, counts: &BTreeMap<String, Counts>) -> Markup {
    let mut rows: Vec<(&String, &Counts)> = counts.iter().collect();
    rows.sort_by_key(|(id, counts)| (std::cmp::Reverse(counts.documents.len()), (*id).clone()));
    html! {
        details {
            summary { "The same as a table: " (counted(rows.len(), "province", "provinces")) }
            div.scroll tabindex="0" role="group" aria-label="Table of provinces" { table {
                thead { tr {
                    th scope="col" { "Province" }
                    @for (_, name, _, _) in MEASURES { th.number scope="col" { (name) } }
                    th.number scope="col" { "figures shared with other provinces" }
                } }
                tbody { @for (id, counts) in rows {
                    tr {
                        td {
                            button.text type="button" data-act="filter" data-name="province" data-value=(id) {
                                (corpus.place_names.get(id).unwrap_or(id))
                            }
                        }
                        @for (key, ..) in MEASURES { td.number { (counts.of(key)) } }
                        td.number { (counts.joint) }
                    }
                } }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{bucket, is_province};

    #[test]
    fn buckets_double() {
        assert_eq!([0, 1, 2, 3, 4, 7, 8, 15, 16, 5000].map(bucket), [0, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    }

    #[test]
    fn only_provinces_are_drawn() {
        assert!(is_province("AF-NAN"));
        assert!(!is_province("AF") && !is_province("PK-KP/Bajaur") && !is_province("feature:durand-line"));
    }
}
