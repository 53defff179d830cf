//! What the compiler can do without but a pack must hold: every code and id leads somewhere.

use crate::compile::Compiler;
use crate::names::Level;
use crate::table::Table;

/// Checks the references between rows that the compiler does not follow itself.
pub(crate) fn validate(compiler: &mut Compiler<'_>) {
    actors(compiler);
    places(compiler);
    let rows = compiler.rows;
    for (table, column) in [(Table::Demonyms, 1), (Table::Operations, 2)] {
        for &row in compiler.table(table) {
            country(compiler, row, rows.cell(row, column));
        }
    }
}

fn actors(compiler: &mut Compiler<'_>) {
    let rows = compiler.rows;
    for &row in compiler.table(Table::Actors) {
        let [id, _, _, code, part_of, side, role] = rows.cells(row);
        country(compiler, row, code);
        for (column, other) in [("part_of", part_of), ("side", side)] {
            if !other.is_empty() && compiler.lexicon.actor(other).is_none() {
                let message = format!("{column} names no actor: {other:?}");
                compiler.error(row, message, "use the id of a row of actors.csv");
            }
        }
        if part_of == id {
            compiler.error(row, format!("{id:?} is part of itself"), "leave part_of empty");
        }
        if !role.is_empty() && compiler.lexicon.actor_of(code, role).is_some_and(|body| body.id != id) {
            let message = format!("{code:?} has another {role:?} already");
            compiler.error(row, message, "leave role empty for all but one");
        }
    }
}

fn places(compiler: &mut Compiler<'_>) {
    let rows = compiler.rows;
    for &row in compiler.table(Table::Places) {
        let [_, _, _, code, admin1, lat, lon] = rows.cells(row);
        country(compiler, row, code);
        let known = compiler.lexicon.places_of(admin1).iter().any(|place| place.level == Level::Admin1);
        if !admin1.is_empty() && !known {
            compiler.error(row, format!("no province {admin1:?}"), "use the id of an admin1 row of places.csv");
        }
        let outside = |cell: &str, limit: f64| cell.parse().is_ok_and(|number: f64| number.abs() > limit);
        if outside(lat, 90.0) || outside(lon, 180.0) {
            compiler.error(
                row,
                format!("{lat}, {lon} is nowhere on earth"),
                "write degrees: lat -90..90, lon -180..180",
            );
        }
    }
}

fn country(compiler: &mut Compiler<'_>, row: crate::rows::Row, code: &str) {
    if !code.is_empty() && !compiler.lexicon.countries.contains_key(code) {
        compiler.error(row, format!("no country {code:?}"), "use the two-letter code of a row of countries.csv");
    }
}
