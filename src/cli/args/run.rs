//! The arguments of commands that work through a corpus.

use clap::Args as ClapArgs;

/// How a run goes on, and what it tells.
#[derive(Debug, ClapArgs)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct RunArgs {
    /// Stop at the first article or file that fails; no file is written then
    #[arg(long)]
    pub strict: bool,
    /// Do not look for near-duplicate articles, such as wire copies
    #[arg(long)]
    pub no_dedup: bool,
    /// Tell only what went wrong: no progress, no closing line
    #[arg(short, long)]
    pub quiet: bool,
    /// Tell more: every duplicate id, and a closing line with time and speed
    #[arg(short, long, conflicts_with = "quiet")]
    pub verbose: bool,
}
