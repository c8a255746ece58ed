//! Prints the data dictionary, for docs/data-dictionary.md.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

use tonescope::analysis::Analyzer;

fn main() -> tonescope::error::Result<()> {
    let analyzer = Analyzer::shipped()?;
    print!("{}", tonescope::report::dictionary(&analyzer));
    Ok(())
}
