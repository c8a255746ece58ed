//! Fits the models that choose among readings on annotated articles, and writes their weights.
//!
//! `cargo run --release --example train -- GOLD.jsonl WEIGHTS.csv` fits on all articles;
//! `… -- GOLD.jsonl --folds 5 OUT.jsonl` writes the analysis of every article by a model that has not seen it, for
//! the script that evaluates quotes.

use std::fs;
use tonescope::learn::{Annotated, Annotation, Fit, train};
use tonescope::span::{OffsetUnit, Offsets};
use tonescope::{Analyzer, Article, Span};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let analyzer = Analyzer::shipped()?;
    match &args[..] {
        [gold, out] => {
            let gold = read(gold)?;
            let model = train(&analyzer, &gold.iter().collect::<Vec<_>>(), Fit::default());
            fs::write(out, model.table())?;
        }
        [gold, flag, folds, out] if flag == "--folds" => {
            let gold = read(gold)?;
            let folds: usize = folds.parse()?;
            let mut lines = vec![String::new(); gold.len()];
            for fold in 0..folds {
                let others: Vec<_> = gold.iter().enumerate().filter(|(at, _)| at % folds != fold).collect();
                let model = train(&analyzer, &others.iter().map(|o| o.1).collect::<Vec<_>>(), Fit::default());
                let own = Analyzer::shipped()?.with_model(model);
                for at in (fold..gold.len()).step_by(folds) {
                    lines[at] = line(&own, &gold[at].article);
                }
            }
            fs::write(out, lines.concat())?;
        }
        _ => return Err("expected GOLD.jsonl WEIGHTS.csv, or GOLD.jsonl --folds N OUT.jsonl".into()),
    }
    Ok(())
}

/// The annotated articles of a JSONL file: `id`, `text`, and `attributions` with `content` and `source` as spans of
/// code points.
fn read(path: &str) -> Result<Vec<Annotated>, Box<dyn std::error::Error>> {
    let mut found = Vec::new();
    for line in fs::read_to_string(path)?.lines() {
        let record: serde_json::Value = serde_json::from_str(line)?;
        let text = record["text"].as_str().unwrap_or_default();
        let bytes: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
        let spans = |value: &serde_json::Value| -> Vec<Span> {
            let pairs = value.as_array().into_iter().flatten();
            pairs
                .filter_map(|p| {
                    Some(Span::new(*bytes.get(p[0].as_u64()? as usize)?, *bytes.get(p[1].as_u64()? as usize)?))
                })
                .collect()
        };
        let attributions = record["attributions"].as_array().into_iter().flatten();
        let annotations =
            attributions.map(|a| Annotation { content: spans(&a["content"]), source: spans(&a["source"]) }).collect();
        found.push(Annotated { article: Article::new(record["id"].as_str().unwrap_or_default(), text), annotations });
    }
    Ok(found)
}

/// What the script reads of an analysis.
fn line(analyzer: &Analyzer, article: &Article) -> String {
    let analysis = analyzer.analyze(article.clone());
    let text = article.text();
    let offsets = Offsets::new(text, OffsetUnit::CodePoint);
    let quotes: Vec<serde_json::Value> = analysis
        .quotes()
        .map(|(quote, attribution)| {
            let spans: Vec<_> = quote.spans.iter().map(|s| offsets.pair(*s)).collect();
            let speaker = attribution.speaker.map(|s| analysis.speakers[s].name.clone());
            serde_json::json!({"spans": spans, "source": attribution.source.map(|s| offsets.pair(s)), "speaker": speaker})
        })
        .collect();
    serde_json::json!({"id": article.id, "quotes": quotes}).to_string() + "\n"
}
