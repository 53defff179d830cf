//! `crossread lexicon`
use std::io::Write;

use anyhow::{Result, bail};

use crate::args::LexiconArgs;
use crate::command::Outcome;

pub(crate) fn run(_args: &LexiconArgs, _out: &mut impl Write) -> Result<Outcome> {
    bail!("not yet")
}
