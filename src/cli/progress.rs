//! What is told on standard error while a run goes on: a bar when it is a terminal, warnings, and a closing line.

use super::args::run::RunArgs;
use super::exit::tell;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fmt::Display;
use std::io::IsTerminal;
use std::path::Path;
use std::time::{Duration, Instant};
use tonescope::run::{Input, Place, Watch, expand};

/// Duplicate ids that are told one by one unless --verbose asks for all.
const TOLD_DUPLICATES: u64 = 20;
/// Redraws a second: enough to be read.
const REDRAWS: u8 = 8;

/// The voice of a run.
pub struct Progress {
    bar: Option<ProgressBar>,
    watch: Watch,
    start: Instant,
    documents: u64,
    duplicates: u64,
    verbose: bool,
    /// A closing line is told.
    closing: bool,
}

impl Progress {
    /// The voice of a run over `inputs`; with `alone` nothing else is written to the terminal meanwhile.
    pub fn new(args: &RunArgs, inputs: &[Input], watch: &Watch, alone: bool) -> Self {
        let shown = alone && !args.quiet && std::io::stderr().is_terminal();
        Self {
            bar: shown.then(|| bar(inputs)),
            watch: watch.clone(),
            start: Instant::now(),
            documents: 0,
            duplicates: 0,
            verbose: args.verbose,
            closing: shown || args.verbose,
        }
    }

    /// Tells a closing line in any case but --quiet.
    pub fn closing(mut self, quiet: bool) -> Self {
        self.closing = !quiet;
        self
    }

    /// A document was dealt with.
    pub fn step(&mut self) {
        self.documents += 1;
        let Some(bar) = &self.bar else { return };
        bar.set_position(self.watch.bytes());
        let seconds = self.start.elapsed().as_secs_f64();
        bar.set_message(format!("{} articles, {:.0}/s", self.documents, self.documents as f64 / seconds.max(0.001)));
    }

    /// Tells a line, the bar out of its way.
    pub fn tell(&self, message: &impl Display) {
        match &self.bar {
            Some(bar) => bar.suspend(|| tell(message)),
            None => tell(message),
        }
    }

    /// Warns of an id that stands twice.
    pub fn duplicate(&mut self, id: &str, first: &Place, again: &Place) {
        self.duplicates += 1;
        if self.verbose || self.duplicates <= TOLD_DUPLICATES {
            self.tell(&format!("{again}: the id {id:?} stands already at {first}; both articles are kept"));
        }
    }

    /// Takes the bar away and tells what the run came to, with time and speed.
    pub fn close(&self, counts: &str) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        if self.duplicates > TOLD_DUPLICATES && !self.verbose {
            let more = self.duplicates - TOLD_DUPLICATES;
            tell(&format!("{more} more articles have the id of an earlier one; --verbose names them all"));
        }
        if self.closing {
            let seconds = self.start.elapsed().as_secs_f64();
            let speed = self.watch.bytes() as f64 / 1e6 / seconds.max(0.001);
            tell(&format!("{counts}; {seconds:.1} s, {speed:.1} MB/s"));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// A bar over the bytes of all inputs; without a length where standard input is one of them.
fn bar(inputs: &[Input]) -> ProgressBar {
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |data| data.len());
    let endless = inputs.iter().any(Input::is_stream);
    let files = inputs.iter().flat_map(|input| expand(input).unwrap_or_default());
    let length = (!endless).then(|| files.map(|path| size(&path)).sum());
    let target = ProgressDrawTarget::stderr_with_hz(REDRAWS);
    let bar = ProgressBar::with_draw_target(length, target);
    let template = if endless { "{spinner} {bytes} {msg}" } else { "{bar:30} {bytes}/{total_bytes} {msg}, {eta} left" };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}
