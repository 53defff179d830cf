//! `crossread schema`: the columns of every table.

use std::io::Write;

use anyhow::{Result, bail};
use crossread_tables::{Column, TABLES, Table, Values};

use crate::args::SchemaArgs;
use crate::command::Outcome;
use crate::print::{padded, wrapped};

pub(crate) fn run(args: &SchemaArgs, out: &mut impl Write) -> Result<Outcome> {
    let tables: Vec<&Table> = match &args.table {
        None => TABLES.to_vec(),
        Some(name) => match crossread_tables::table(name) {
            Some(table) => vec![table],
            None => {
                let names: Vec<_> = TABLES.iter().map(|table| table.name).collect();
                bail!("{name}: no such table; name one of {}", names.join(", "))
            }
        },
    };
    for (number, table) in tables.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        wrapped(out, "", &format!("{}: one row is {}", table.name, table.row))?;
        for column in table.columns {
            print(out, column)?;
        }
    }
    Ok(Outcome::Done)
}

fn print(out: &mut impl Write, column: &Column) -> Result<()> {
    let kind = format!("{}{}", column.kind.name(), if column.nullable { "?" } else { "" });
    let mut meaning = column.meaning.to_owned();
    match column.values {
        Values::Any => {}
        Values::Of(unit) => meaning.push_str(&format!(" ({unit})")),
        Values::OneOf(values) => meaning.push_str(&format!(": {}", values().join(", "))),
    }
    Ok(wrapped(out, &format!("  {} {} ", padded(column.name, 18), padded(&kind, 10)), &meaning)?)
}
