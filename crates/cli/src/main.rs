//! The crossread program: the only crate that walks folders, prints and sets exit codes.

mod args;
mod command;
mod print;
mod repairs;
mod template;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Cli, Command};
use crate::command::Outcome;

fn main() -> ExitCode {
    tell_no_guarded_panic();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; a pipe that nobody reads is none either.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let result = match &cli.command {
        Command::Extract(args) => command::extract::run(args, &mut out),
        Command::Compare(args) => command::compare::run(args, &mut out),
        Command::Findings(args) => command::findings::run(args, &mut out),
        Command::Report(args) => command::report::run(args, &mut out),
        Command::Export(args) => command::export::run(args, &mut out),
        Command::Diff(args) => command::diff::run(args, &mut out),
        Command::Check(args) => command::check::run(args, &mut out),
        Command::Eval(args) => command::eval::run(args, &mut out),
        Command::Show(args) => command::show::run(args, &mut out),
        Command::Lexicon(args) => command::lexicon::run(args, &mut out),
        Command::Schema(args) => command::schema::run(args, &mut out),
    };
    match result.and_then(|outcome| Ok(out.flush().map(|()| outcome)?)) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Short) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "crossread: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// A panic that costs one document is told as a row of the table `skipped`, with its file; any other is printed.
fn tell_no_guarded_panic() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !crossread_ingest::is_guarded() {
            usual(panic);
        }
    }));
}

/// True when the reader of our output went away: `crossread findings out | head`.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
}
