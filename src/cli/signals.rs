//! SIGINT and SIGTERM: the first stops a run in order, a second one at once.

use super::exit::INTERRUPTED;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tonescope::error::{Error, ErrorKind, Result};
use tonescope::run::Watch;

/// A handle on a run that these signals stop.
pub fn watch() -> Result<Watch> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order the flag is still down when the first signal comes.
        flag::register_conditional_shutdown(signal, i32::from(INTERRUPTED), stop.clone())
            .and_then(|_| flag::register(signal, stop.clone()))
            .map_err(|e| Error::new(ErrorKind::Io, format!("cannot listen to signals: {e}")))?;
    }
    Ok(Watch::stopped_by(stop))
}
