//! Outlines of provinces, from the two topologies in `data/`.

use std::collections::BTreeMap;

use serde::Deserialize;

const WORLD: &str = include_str!("../data/world_admin1.topojson");
/// Drawn over the world's, in more detail.
const DETAIL: &str = include_str!("../data/af_pk_admin1.topojson");

/// A point: longitude and latitude in degrees.
pub(crate) type Point = (f64, f64);

/// A first-level division.
#[derive(Clone, Debug)]
pub(crate) struct Province {
    /// ISO 3166-2, empty where the source has none.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) country: String,
    /// Rings, outer and inner alike: filled by the even-odd rule.
    pub(crate) rings: Vec<Vec<Point>>,
    pub(crate) extent: Extent,
}

/// A rectangle of longitudes and latitudes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Extent {
    pub(crate) west: f64,
    pub(crate) south: f64,
    pub(crate) east: f64,
    pub(crate) north: f64,
}

impl Extent {
    /// Holds nothing.
    pub(crate) const NONE: Self =
        Self { west: f64::INFINITY, south: f64::INFINITY, east: f64::NEG_INFINITY, north: f64::NEG_INFINITY };

    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    fn of(rings: &[Vec<Point>]) -> Self {
        rings
            .iter()
            .flatten()
            .fold(Self::NONE, |extent, &(x, y)| extent.with(Self { west: x, south: y, east: x, north: y }))
    }

    /// Larger by `degrees` on every side.
    pub(crate) fn wider(self, degrees: f64) -> Self {
        Self {
            west: self.west - degrees,
            south: self.south - degrees,
            east: self.east + degrees,
            north: self.north + degrees,
        }
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.west <= other.east && other.west <= self.east && self.south <= other.north && other.south <= self.north
    }
}

/// Every province, and the lines between countries.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shapes {
    pub(crate) provinces: Vec<Province>,
    pub(crate) borders: Vec<Vec<Point>>,
}

impl Shapes {
    /// The shapes that come with the program; none if they cannot be read, which a test rules out.
    pub(crate) fn built_in() -> Self {
        let mut shapes = Self::default();
        let Ok(detail) = serde_json::from_str::<Topology>(DETAIL) else { return shapes };
        let Ok(world) = serde_json::from_str::<Topology>(WORLD) else { return shapes };
        detail.add_to(&mut shapes, &[]);
        let mut known: Vec<String> = shapes.provinces.iter().map(|province| province.country.clone()).collect();
        known.dedup();
        let mut rest = Self::default();
        world.add_to(&mut rest, &known);
        shapes.provinces.extend(rest.provinces.into_iter().filter(|province| !known.contains(&province.country)));
        shapes.borders.extend(rest.borders);
        shapes
    }
}

#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    objects: Objects,
    arcs: Vec<Vec<(f64, f64)>>,
}

#[derive(Deserialize)]
struct Transform {
    scale: (f64, f64),
    translate: (f64, f64),
}

#[derive(Deserialize)]
struct Objects {
    admin1: Collection,
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(flatten)]
    arcs: Arcs,
    properties: Properties,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "arcs")]
enum Arcs {
    Polygon(Vec<Vec<i64>>),
    MultiPolygon(Vec<Vec<Vec<i64>>>),
}

#[derive(Deserialize)]
struct Properties {
    iso: String,
    name: String,
    country: String,
}

impl Arcs {
    fn rings(&self) -> Vec<&Vec<i64>> {
        match self {
            Self::Polygon(rings) => rings.iter().collect(),
            Self::MultiPolygon(polygons) => polygons.iter().flatten().collect(),
        }
    }
}

/// The number of an arc, whichever way it is walked.
fn unsigned(arc: i64) -> usize {
    usize::try_from(if arc < 0 { !arc } else { arc }).unwrap_or(usize::MAX)
}

impl Topology {
    /// Adds its provinces, and the borders that are not those of the countries `known` in more detail.
    fn add_to(&self, shapes: &mut Shapes, known: &[String]) {
        let arcs: Vec<Vec<Point>> = self.arcs.iter().map(|arc| self.decoded(arc)).collect();
        // The countries on either side of an arc; a coast has one.
        let mut sides: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for geometry in &self.objects.admin1.geometries {
            let mut rings = Vec::new();
            for ring in geometry.arcs.rings() {
                rings.push(joined(ring, &arcs));
                // Simplification has left some islands with a point or two.
                rings.pop_if(|ring| ring.len() < 3);
                for &arc in ring {
                    sides.entry(unsigned(arc)).or_default().push(&geometry.properties.country);
                }
            }
            let extent = Extent::of(&rings);
            let Properties { iso, name, country } = &geometry.properties;
            shapes.provinces.push(Province {
                id: iso.clone(),
                name: name.clone(),
                country: country.clone(),
                rings,
                extent,
            });
        }
        let drawn = |countries: &[&str]| countries.iter().any(|country| known.iter().any(|known| known == country));
        let outer =
            sides.into_iter().filter(|(_, countries)| !drawn(countries)).filter(|(_, countries)| {
                match countries.as_slice() {
                    [_] => true,
                    [first, rest @ ..] => rest.iter().any(|country| country != first),
                    [] => false,
                }
            });
        shapes.borders.extend(outer.filter_map(|(arc, _)| arcs.get(arc).cloned()));
    }

    /// Arcs are stored as steps on a grid.
    fn decoded(&self, arc: &[(f64, f64)]) -> Vec<Point> {
        let (mut x, mut y) = (0.0, 0.0);
        arc.iter()
            .map(|(dx, dy)| {
                x += dx;
                y += dy;
                (
                    x * self.transform.scale.0 + self.transform.translate.0,
                    y * self.transform.scale.1 + self.transform.translate.1,
                )
            })
            .collect()
    }
}

fn joined(ring: &[i64], arcs: &[Vec<Point>]) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for &number in ring {
        let Some(arc) = arcs.get(unsigned(number)) else { continue };
        // The first point of an arc is the last one of the arc before it.
        let skip = usize::from(!points.is_empty());
        if number < 0 {
            points.extend(arc.iter().rev().skip(skip));
        } else {
            points.extend(arc.iter().skip(skip));
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::{Extent, Shapes};

    #[test]
    fn the_shapes_are_there() {
        let shapes = Shapes::built_in();
        let kunar = shapes.provinces.iter().find(|province| province.id == "AF-KNR").unwrap();
        assert_eq!((kunar.name.as_str(), kunar.country.as_str()), ("Kunar", "AF"));
        assert!(kunar.extent.meets(Extent { west: 71.0, south: 34.8, east: 71.2, north: 35.0 }), "{:?}", kunar.extent);
        for country in ["SD", "UA", "MM", "ML", "SY", "PK"] {
            assert!(shapes.provinces.iter().any(|province| province.country == country), "{country}");
        }
        assert!(shapes.provinces.iter().all(|province| province.rings.iter().all(|ring| ring.len() > 2)));
        assert!(shapes.borders.len() > 100);
    }
}
