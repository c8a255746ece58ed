//! Fits the models that choose among readings on annotated articles, and writes their weights.
//!
//! `cargo run --release --example train -- GOLD.jsonl WEIGHTS.csv CUES.csv` counts how often each cue reports, writes
//! the shares into the table of cues, and fits on all articles;
//! `… -- GOLD.jsonl --folds 5 OUT.jsonl` writes the analysis of every article by shares and weights that have not seen
//! it, for the script that evaluates quotes.

use std::collections::BTreeMap;
use std::fs;
use tonescope::learn::rates::{self, Uses};
use tonescope::learn::{Annotated, Annotation, Fit, train};
use tonescope::span::{OffsetUnit, Offsets};
use tonescope::{Analyzer, Article, Span};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let analyzer = Analyzer::shipped()?;
    match &args[..] {
        [gold, out, cues] => {
            let gold = read(gold)?;
            let gold: Vec<&Annotated> = gold.iter().collect();
            let uses = rates::uses(&analyzer, &gold);
            let rates = rates::rates(&analyzer, &uses);
            fs::write(cues, cue_table(&analyzer, &uses, &rates)?)?;
            let model = train(&analyzer.with_cue_rates(&rates), &gold, Fit::default());
            fs::write(out, model.table())?;
        }
        [gold, flag, folds, out] if flag == "--folds" => {
            let gold = read(gold)?;
            let folds: usize = folds.parse()?;
            let mut lines = vec![String::new(); gold.len()];
            for fold in 0..folds {
                let others: Vec<_> = gold.iter().enumerate().filter(|(at, _)| at % folds != fold).collect();
                let others: Vec<_> = others.iter().map(|o| o.1).collect();
                let rates = rates::rates(&analyzer, &rates::uses(&analyzer, &others));
                let own = Analyzer::shipped()?.with_cue_rates(&rates);
                let model = train(&own, &others, Fit::default());
                let own = own.with_model(model);
                for at in (fold..gold.len()).step_by(folds) {
                    lines[at] = line(&own, &gold[at].article);
                }
            }
            fs::write(out, lines.concat())?;
        }
        _ => return Err("expected GOLD.jsonl WEIGHTS.csv CUES.csv, or GOLD.jsonl --folds N OUT.jsonl".into()),
    }
    Ok(())
}

/// The table of cues with the counted shares and their counts.
fn cue_table(
    analyzer: &Analyzer,
    uses: &BTreeMap<u32, Uses>,
    rates: &BTreeMap<u32, i32>,
) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let lexicon = analyzer.cue_lexicon();
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["term", "category", "weight", "source", "note"])?;
    for (entry, at) in lexicon.entries().iter().zip(0..) {
        let weight = rates.get(&at).copied().unwrap_or(entry.weight);
        let source = if rates.contains_key(&at) {
            let own = uses.get(&at).copied().unwrap_or_default();
            format!("{}: {} of {} uses", rates::COUNTED, own.reporting, own.all)
        } else {
            entry.source.to_string()
        };
        let category = &lexicon.categories()[entry.category].1.id;
        let weight = (f64::from(weight) / 1000.0).to_string();
        out.write_record([&*entry.term, category, &weight, &source, &entry.note])?;
    }
    Ok(out.into_inner()?)
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
        let annotations = attributions
            .map(|a| Annotation { content: spans(&a["content"]), cue: spans(&a["cue"]), source: spans(&a["source"]) })
            .collect();
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
            let source = attribution.source.map(|s| offsets.pair(s));
            let confidence = f64::from(attribution.confidence) / 1000.0;
            serde_json::json!({
                "spans": spans, "source": source, "speaker": speaker, "kind": quote.kind.name(), "confidence": confidence
            })
        })
        .collect();
    serde_json::json!({"id": article.id, "quotes": quotes}).to_string() + "\n"
}
