//! Scores one article and lists its speakers, harshest first: `cargo run --example speakers examples/harbour-talks.txt`.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

use tonescope::{Analyzer, Article, ErrorKind, Result};

fn main() -> Result<()> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "examples/harbour-talks.txt".to_owned());
    let text = std::fs::read_to_string(&path)
        .map_err(|e| tonescope::Error::new(ErrorKind::Io, e.to_string()).at_path(path.as_ref()))?;
    let analyzer = Analyzer::shipped()?;
    let analysis = analyzer.analyze(Article::new(path, text));
    let rhetoric = analyzer.scheme().target("rhetoric").unwrap_or_default();
    let mut speakers: Vec<_> = analysis.speakers.iter().zip(&analysis.speaker_scores).collect();
    speakers
        .sort_by(|(_, a), (_, b)| b.1.score(rhetoric).unwrap_or(0.0).total_cmp(&a.1.score(rhetoric).unwrap_or(0.0)));
    for (speaker, (quotes, scores)) in speakers {
        println!("{:+.2}  {} ({quotes} quotes)", scores.score(rhetoric).unwrap_or(0.0), speaker.name);
    }
    Ok(())
}
