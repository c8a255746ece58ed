//! The command line of tonescope.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
