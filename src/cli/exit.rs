//! Exit codes: 0 all well, 1 nothing could be scored or written, 2 usage, 3 some inputs failed and the rest are complete,
//! 130 interrupted.

use std::io::Write;
use std::process::ExitCode;
use tonescope::error::{Error, ErrorKind};

/// The exit code after a signal that asked to stop: 128 + SIGINT.
pub const INTERRUPTED: u8 = 130;

/// What a subcommand came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Articles that were scored.
    pub scored: u64,
    /// Inputs that failed.
    pub failed: u64,
}

/// The exit code of an outcome; an error is told on standard error first.
pub fn code(outcome: Result<Outcome, Error>) -> ExitCode {
    match outcome {
        Ok(Outcome { scored: 0, failed: 1.. }) => ExitCode::from(1),
        Ok(Outcome { failed: 1.., .. }) => ExitCode::from(3),
        Ok(_) => ExitCode::SUCCESS,
        // The reader of the output has seen enough, as `head` does.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            tell(&error);
            ExitCode::from(match error.kind() {
                ErrorKind::Usage | ErrorKind::Lexicon => 2,
                ErrorKind::Interrupted => INTERRUPTED,
                _ => 1,
            })
        }
    }
}

/// One line on standard error.
pub fn tell(message: &impl std::fmt::Display) {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(anstream::stderr(), "tonescope: {message}");
}

/// Says how many articles were passed over for their language.
pub fn tell_skipped(count: u64) {
    match count {
        0 => {}
        1 => tell(&"1 article is not English and was skipped; --any-language scores it all the same"),
        _ => {
            tell(&format!(
                "{count} articles are not English and were skipped; --any-language scores them all the same"
            ));
        }
    }
}
