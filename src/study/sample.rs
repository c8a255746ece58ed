//! A blind sample of passages for coders, drawn from strata.

use super::passage::{Passage, PassageUnit, passages};
use crate::analysis::Analysis;
use crate::measure::{Random, allocate, draw, quantile};
use crate::span::OffsetUnit;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Strata of the passages whose score is not zero; those at zero are one more.
const SCORE_STRATA: usize = 4;

/// The stratum of passages without a speaker or a date.
const NONE: &str = "(none)";

/// What strata are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strata {
    /// One stratum: a simple random sample.
    None,
    /// Scores of this column: those at zero, and the others by quarters.
    Score(usize),
    /// Speakers; quotes without one are a stratum.
    Speaker,
    /// Months of the articles' dates; those without one are a stratum.
    Period,
}

/// How a sample is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleOptions {
    /// What is drawn.
    pub unit: PassageUnit,
    /// Passages to draw.
    pub size: usize,
    /// What strata are made of.
    pub strata: Strata,
    /// Keep speakers of different articles apart.
    pub apart: bool,
    /// Seed of the draw.
    pub seed: u64,
    /// Unit of offsets in the key.
    pub offsets: OffsetUnit,
}

/// All passages from which a sample can be drawn.
#[derive(Debug)]
pub struct Sample {
    options: SampleOptions,
    passages: Vec<Passage>,
    seen: FxHashSet<String>,
    repeated: u64,
}

/// A passage of the sample. Which stratum it is from shows in no other field that a coder sees.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampled {
    /// Its number in the shuffled sample, from 1, with leading zeros.
    pub id: String,
    /// The passage.
    pub passage: Passage,
    /// Its stratum.
    pub stratum: String,
    /// Passages of the stratum.
    pub stratum_size: usize,
    /// The probability with which it entered the sample, above 0 and at most 1.
    pub probability: f64,
}

impl Sample {
    /// No passages yet.
    #[must_use]
    pub fn new(options: SampleOptions) -> Self {
        Self { options, passages: Vec::new(), seen: FxHashSet::default(), repeated: 0 }
    }

    /// Adds the passages of an article. Of passages with the same words the first stays: nobody codes a text twice.
    pub fn add(&mut self, analysis: &Analysis) {
        for passage in passages(analysis, self.options.unit, self.options.offsets) {
            let words: Vec<&str> = passage.text.split_whitespace().collect();
            if self.seen.insert(words.join(" ")) { self.passages.push(passage) } else { self.repeated += 1 }
        }
    }

    /// Passages to draw from.
    #[must_use]
    pub fn len(&self) -> usize {
        self.passages.len()
    }

    /// Whether there is nothing to draw from.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.passages.is_empty()
    }

    /// Passages left out because their words had come before.
    #[must_use]
    pub fn repeated(&self) -> u64 {
        self.repeated
    }

    /// Draws the sample: the same number from each stratum as far as it has so many, in random order.
    #[must_use]
    pub fn draw(self) -> Vec<Sampled> {
        let mut strata: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, stratum) in self.strata().into_iter().enumerate() {
            strata.entry(stratum).or_default().push(at);
        }
        let mut random = Random::new(self.options.seed, 0);
        let sizes: Vec<usize> = strata.values().map(Vec::len).collect();
        let allocations = allocate(&sizes, self.options.size, &mut random);
        let mut drawn = Vec::new();
        for ((stratum, members), allocation) in strata.iter().zip(allocations) {
            let probability = allocation.expected / members.len() as f64;
            let own = draw(members, allocation.drawn, &mut random);
            drawn.extend(own.into_iter().map(|at| (at, stratum, members.len(), probability)));
        }
        random.shuffle(&mut drawn);
        let digits = drawn.len().to_string().len();
        let mut passages: Vec<Option<Passage>> = self.passages.into_iter().map(Some).collect();
        let sampled = drawn.into_iter().zip(1..).filter_map(|((at, stratum, stratum_size, probability), number)| {
            let passage = passages[at].take()?;
            Some(Sampled {
                id: format!("{number:0digits$}"),
                passage,
                stratum: stratum.clone(),
                stratum_size,
                probability,
            })
        });
        sampled.collect()
    }

    /// The stratum of each passage.
    fn strata(&self) -> Vec<String> {
        match self.options.strata {
            Strata::None => vec!["all".to_owned(); self.passages.len()],
            Strata::Score(column) => self.score_strata(column),
            Strata::Speaker => self.passages.iter().map(|p| self.speaker_stratum(p)).collect(),
            Strata::Period => {
                let month = |p: &Passage| p.date.as_deref().and_then(|d| d.get(..7)).unwrap_or(NONE).to_owned();
                self.passages.iter().map(month).collect()
            }
        }
    }

    /// A speaker whose name tells nothing elsewhere is another in each article.
    fn speaker_stratum(&self, passage: &Passage) -> String {
        match &passage.speaker {
            None => NONE.to_owned(),
            Some(speaker) if speaker.everywhere && !self.options.apart => speaker.id.clone(),
            Some(speaker) => format!("{} in {}", speaker.id, passage.article_id),
        }
    }

    fn score_strata(&self, column: usize) -> Vec<String> {
        let score = |p: &Passage| p.scores.get(column).copied().flatten().unwrap_or_default();
        let mut scored: Vec<f64> = self.passages.iter().map(score).filter(|s| *s != 0.0).collect();
        scored.sort_by(f64::total_cmp);
        let cuts = (1..SCORE_STRATA).filter_map(|at| quantile(&scored, at as f64 / SCORE_STRATA as f64));
        let cuts: Vec<f64> = cuts.collect();
        let stratum = |score: f64| {
            if score == 0.0 {
                "zero".to_owned()
            } else {
                format!("quarter {}", 1 + cuts.iter().filter(|cut| score > **cut).count())
            }
        };
        self.passages.iter().map(|p| stratum(score(p))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::article::Article;

    fn sample(strata: Strata, size: usize, seed: u64) -> Vec<Sampled> {
        let analyzer = Analyzer::shipped().unwrap();
        let options = SampleOptions {
            unit: PassageUnit::Quotes,
            size,
            strata,
            apart: false,
            seed,
            offsets: OffsetUnit::CodePoint,
        };
        let mut sample = Sample::new(options);
        for (number, name) in ["Tor Vesk", "Ana Lind", "Rolf Brandt"].into_iter().enumerate() {
            for day in 0..=number {
                let text = format!(
                    "“We will attack on day {number} {day},” {name} said.\n\n“It rained {number} {day} times,” {name} said."
                );
                let mut article = Article::new(name, text);
                article.date = Some(format!("2024-0{}-05", number + 1));
                sample.add(&analyzer.analyze(article));
            }
        }
        sample.add(&analyzer.analyze(Article::new("copy", "“We will attack on day 0 0,” Tor Vesk said.")));
        assert_eq!((sample.len(), sample.repeated()), (12, 1));
        sample.draw()
    }

    #[test]
    fn strata_are_drawn_alike_with_their_probability() {
        let by_speaker = sample(Strata::Speaker, 6, 1);
        for id in by_speaker.iter().map(|s| &s.stratum) {
            assert_eq!(by_speaker.iter().filter(|s| s.stratum == *id).count(), 2);
        }
        assert!(by_speaker.iter().all(|s| (s.probability - 2.0 / s.stratum_size as f64).abs() < 1e-12));
        let months: Vec<String> = sample(Strata::Period, 3, 1).into_iter().map(|s| s.stratum).collect();
        assert!(["2024-01", "2024-02", "2024-03"].iter().all(|m| months.contains(&(*m).to_owned())), "{months:?}");
        let column = Analyzer::shipped().unwrap().scheme().target("rhetoric").unwrap();
        let zeros = sample(Strata::Score(column), 4, 1).iter().filter(|s| s.stratum == "zero").count();
        assert_eq!(zeros, 2);
    }

    #[test]
    fn the_seed_alone_decides() {
        let ids = |seed| sample(Strata::None, 5, seed).into_iter().map(|s| s.passage.text).collect::<Vec<_>>();
        assert_eq!(ids(1), ids(1));
        assert_ne!(ids(1), ids(2));
        assert_eq!(sample(Strata::None, 99, 1).len(), 12);
        assert_eq!(sample(Strata::None, 99, 1)[0].id, "01");
    }
}
