//! `tonescope methods`: what a paper says of how a report's figures came about.

use super::args::MethodsArgs;
use super::exit::Outcome;
use std::io::Write;
use tonescope::error::{Error, Result};

/// Prints the paragraph and the citation.
pub fn run(args: &MethodsArgs) -> Result<Outcome> {
    let text = tonescope::run::methods(&args.report)?;
    anstream::stdout().write_all(text.as_bytes()).map_err(|e| Error::write(&e))?;
    Ok(Outcome { scored: 1, failed: 0 })
}
