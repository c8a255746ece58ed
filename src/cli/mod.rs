//! Arguments as typed → settings as meant → one file a subcommand. Uses the public API only.

mod args;
mod compare;
mod exit;
mod explain;
mod kwic;
mod lexicon;
mod methods;
mod output;
mod progress;
mod report;
mod sample;
mod score;
mod settings;
mod signals;
mod validate;

use args::{Args, Command};
use clap::Parser;
use std::process::ExitCode;

/// Parses the arguments and runs the subcommand.
pub fn main() -> ExitCode {
    #[cfg(feature = "parquet")]
    hush_parquet();
    let args = Args::parse();
    args.color.color_choice().write_global();
    quiet_caught_panics();
    let outcome = match &args.command {
        Command::Score(args) => score::run(args),
        Command::Report(args) => report::run(args),
        Command::Compare(args) => compare::run(args),
        Command::Kwic(args) => kwic::run(args),
        Command::Sample(args) => sample::run(args),
        Command::Validate(args) => validate::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Methods(args) => methods::run(args),
        Command::Lexicon(args) => lexicon::run(args),
    };
    exit::code(outcome)
}

/// A panic in analysing a document is reported as that document's error; all others are told as ever.
fn quiet_caught_panics() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !tonescope::run::is_guarded() {
            tell(panic);
        }
    }));
}

/// Damaged Parquet files make their library panic, which the run tells as the file's error; the panic is not shown too.
#[cfg(feature = "parquet")]
fn hush_parquet() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !panic.location().is_some_and(|l| l.file().contains("parquet-")) {
            usual(panic);
        }
    }));
}
