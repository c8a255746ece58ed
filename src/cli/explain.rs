//! `tonescope explain`: tokens, hits, rules and arithmetic of a text.

use super::args::ExplainArgs;
use super::exit::Outcome;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::Path;
use tonescope::analysis::{Analysis, Analyzer};
use tonescope::article::Article;
use tonescope::decode::Hints;
use tonescope::error::{Error, Result};
use tonescope::score::{HALF_POINT, Hit, NANO, saturate};
use tonescope::token::TokenRange;

/// Explains the text.
pub fn run(args: &ExplainArgs) -> Result<Outcome> {
    let analyzer = args.analysis.analyzer()?;
    let bytes = if args.text == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(|e| Error::io(Path::new("-"), &e))?;
        bytes
    } else {
        args.text.clone().into_bytes()
    };
    let article = Article::parse("text", &bytes, Hints::default())?;
    let analysis = analyzer.analyze(article);
    let explanation = Explanation { analyzer, analysis: &analysis };
    let text = explanation.render();
    anstream::stdout().write_all(text.as_bytes()).map_err(|e| Error::write(&e))?;
    Ok(Outcome { scored: 1, failed: 0 })
}

struct Explanation<'a> {
    analyzer: &'a Analyzer,
    analysis: &'a Analysis,
}

impl Explanation<'_> {
    fn render(&self) -> String {
        let mut lines = Vec::new();
        for (number, sentence) in (1..).zip(&self.analysis.sentences) {
            self.sentence(number, *sentence, &mut lines);
        }
        self.whole(&mut lines);
        self.quotes(&mut lines);
        lines.push(String::new());
        lines.join("\n")
    }

    fn text(&self) -> &str {
        self.analysis.article.text()
    }

    fn sentence(&self, number: usize, sentence: TokenRange, lines: &mut Vec<String>) {
        let tokens: Vec<&str> = sentence.of(&self.analysis.tokens).iter().map(|t| t.span.slice(self.text())).collect();
        lines.push(format!("sentence {number}: {}", tokens.join(" ")));
        let hits: Vec<&Hit> =
            self.analysis.hits.iter().map(|h| &h.hit).filter(|h| sentence.contains(h.tokens.start)).collect();
        for hit in &hits {
            lines.push(format!("  {}", self.hit(hit)));
        }
        for target in self.analyzer.scheme().targets() {
            let mut parts = Vec::new();
            let mut sum = 0;
            for hit in &hits {
                let sign = i32::from(target.signs[hit.dimension.0 as usize]);
                if sign != 0 && hit.value != 0 {
                    sum += i64::from(sign * hit.value);
                    parts.push(signed(sign * hit.value));
                }
            }
            if !parts.is_empty() {
                let x = sum as f64 / 1000.0;
                let value = saturate(sum) as f64 / NANO;
                lines.push(format!(
                    "  {}: {} = {x}; {x} / √({x}² + {HALF_POINT}) = {value:.4}",
                    target.id,
                    parts.join(" ")
                ));
            }
        }
    }

    fn hit(&self, hit: &Hit) -> String {
        let lexicon = &self.analyzer.lexicons()[hit.lexicon as usize];
        let entry = &lexicon.entries()[hit.entry as usize];
        let scheme = self.analyzer.scheme();
        let mut line = format!(
            "“{}” {}.{} from `{}` ({}/terms.csv:{}): {}",
            hit.span.slice(self.text()),
            scheme.dimension_of(hit.dimension).id,
            hit.category,
            entry.term,
            lexicon.id(),
            entry.line,
            thousandths(hit.base)
        );
        for modifier in &hit.modifiers {
            let _ = write!(
                line,
                " × {} [{} {} by “{}”]",
                thousandths(modifier.factor),
                modifier.effect.name(),
                modifier.rule,
                modifier.span.slice(self.text())
            );
        }
        line + &format!(" = {}", thousandths(hit.value))
    }

    fn whole(&self, lines: &mut Vec<String>) {
        let scores = &self.analysis.scores;
        lines.push(format!("text: {} sentences, {} words", scores.sentences, scores.words));
        for (at, target) in self.analyzer.scheme().targets().iter().enumerate() {
            if let (Some(score), Some(peak), Some(rate)) = (scores.score(at), scores.peak(at), scores.rate(at))
                && scores.columns[at] != tonescope::score::Score::default()
            {
                lines.push(format!(
                    "  {}: score {:.4} (sum of sentence values {:.4} / {}), peak {peak:.4}, rate {rate:.4} per 100 words",
                    target.id,
                    score,
                    scores.columns[at].sum as f64 / NANO,
                    scores.sentences
                ));
            }
        }
    }

    fn quotes(&self, lines: &mut Vec<String>) {
        for (index, (quote, attribution)) in self.analysis.quotes().enumerate() {
            let speaker = self.analysis.speaker_of(index).map_or("nobody", |s| s.name.as_str());
            lines.push(format!(
                "quote {} ({}, {}): {}",
                index + 1,
                quote.kind.name(),
                quote.class.name(),
                self.analysis.quote_text(index)
            ));
            lines.push(format!(
                "  speaker: {speaker} ({}), confidence {}",
                attribution.reason,
                thousandths(i32::from(attribution.confidence))
            ));
            for (at, cue, hit) in &self.analysis.quote_scores[index].hits {
                let changed = *hit != self.analysis.hits[*at].hit;
                if *cue || changed {
                    let what = if *cue { "cue" } else { "for the speaker" };
                    lines.push(format!("  {what}: {}", self.hit(hit)));
                }
            }
        }
    }
}

fn thousandths(value: i32) -> f64 {
    f64::from(value) / 1000.0
}

fn signed(value: i32) -> String {
    format!("{:+}", thousandths(value))
}
