//! Labelled texts → weights of entries, shrunk towards the grades given by hand.
//!
//! Every entry's weight is its hand-given grade times exp(θ), θ = θ of the entry + θ of its category, both bounded and
//! pulled towards 0. A text's score is computed as always (sentence sums, saturation, mean), and θ minimises the loss
//! of a logistic regression of yes-or-no labels, or a linear one of graded labels, on that score, summed over the sets.
//! The logarithm of the text's length is a second predictor, so that no weight answers for longer texts' being labelled
//! otherwise.
//! Entries that the texts hold seldom hardly move: each has its own penalty and little evidence against it.

use crate::analysis::Analyzer;
use crate::article::Article;
use crate::score::HALF_POINT;
use std::collections::{BTreeMap, BTreeSet};

/// An entry: index of its lexicon among the analyzer's, and its index there.
pub type EntryKey = (u16, u32);

/// What a set's labels are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelKind {
    /// 0 or 1: logistic loss.
    Binary,
    /// A number: squared loss.
    Graded,
}

/// A hit's part in a text's score.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Term {
    sentence: u32,
    entry: u32,
    category: u32,
    /// Signed value by the grade given by hand, in weight units.
    value: f64,
}

/// A labelled text, reduced to what its score depends on.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    label: f64,
    sentences: u32,
    /// Logarithm of its number of words.
    length: f64,
    terms: Vec<Term>,
}

/// How weights are fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GradeFit {
    /// Weight of half the square of an entry's θ.
    pub shrink: f64,
    /// The same for a category's θ.
    pub shrink_category: f64,
    /// Texts in which an entry must stand for its θ to move at all: no weight hangs on a single text.
    pub texts: u32,
    /// Largest |θ| of an entry.
    pub bound: f64,
    /// Largest |θ| of a category.
    pub bound_category: f64,
    /// Steps.
    pub steps: u32,
}

/// Lexicons whose categories do not move as a whole, by their index: their grades are a scale of their own.
pub type Fixed = BTreeSet<u16>;

/// Numbers entries and categories as they are met, and keeps each entry's grade.
#[derive(Debug, Default)]
pub struct Grades {
    entries: BTreeMap<EntryKey, u32>,
    categories: BTreeMap<(u16, usize), u32>,
    fixed: Fixed,
}

/// θ of entries and categories.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Theta {
    entries: Vec<f64>,
    categories: Vec<f64>,
}

impl Grades {
    /// No grades yet; the categories of the lexicons in `fixed` will not move as a whole.
    #[must_use]
    pub fn with_fixed(fixed: Fixed) -> Self {
        Self { fixed, ..Self::default() }
    }

    /// What the score of `text` in column `target` depends on. `hand` gives the grades of entries whose weight is no
    /// longer the one given by hand, in thousandths.
    pub fn observe(
        &mut self,
        analyzer: &Analyzer,
        text: &str,
        target: usize,
        label: f64,
        hand: &BTreeMap<EntryKey, i32>,
    ) -> Observation {
        let analysis = analyzer.analyze(Article::new("text", text));
        let signs = &analyzer.scheme().targets()[target].signs;
        let mut terms = Vec::new();
        for hit in analysis.hits.iter().map(|h| &h.hit) {
            let sign = f64::from(signs[hit.dimension.0 as usize]);
            if sign == 0.0 || hit.value == 0 || hit.base == 0 {
                continue;
            }
            let key = (hit.lexicon, hit.entry);
            let category = analyzer.lexicons()[usize::from(hit.lexicon)].entries()[hit.entry as usize].category;
            let grade = hand.get(&key).copied().unwrap_or(hit.base);
            let value = f64::from(hit.value) / f64::from(hit.base) * f64::from(grade) / 1000.0;
            let (entries, categories) = (self.entries.len() as u32, self.categories.len() as u32);
            terms.push(Term {
                sentence: analysis.sentences.partition_point(|s| s.end <= hit.tokens.start) as u32,
                entry: *self.entries.entry(key).or_insert(entries),
                category: *self.categories.entry((hit.lexicon, category)).or_insert(categories),
                value: sign * value,
            });
        }
        let length = f64::from(analysis.scores.words.max(1)).ln();
        Observation { label, sentences: analysis.scores.sentences, length, terms }
    }

    /// The entries that were met, with exp(θ) of each and of its category.
    #[must_use]
    pub fn factors(&self, theta: &Theta) -> BTreeMap<EntryKey, f64> {
        self.entries.iter().map(|(key, at)| (*key, theta.entries[*at as usize].exp())).collect()
    }

    /// exp(θ) of each category that was met: index of the lexicon, index of the category.
    #[must_use]
    pub fn category_factors(&self, theta: &Theta) -> BTreeMap<(u16, usize), f64> {
        self.categories.iter().map(|(key, at)| (*key, theta.categories[*at as usize].exp())).collect()
    }

    /// θ that changes nothing.
    #[must_use]
    pub fn zero(&self) -> Theta {
        Theta { entries: vec![0.0; self.entries.len()], categories: vec![0.0; self.categories.len()] }
    }

    /// Fits θ to sets of observations, each with its kind and its weight in the loss.
    #[must_use]
    pub fn fit(&self, sets: &[(LabelKind, f64, Vec<&Observation>)], settings: GradeFit) -> Theta {
        let mut theta = self.zero();
        let mut lines = vec![[2.0, 0.0, 0.0]; sets.len()];
        let lengths: Vec<Vec<f64>> = sets.iter().map(|(.., observations)| standard_lengths(observations)).collect();
        let bounds = self.bounds(sets, settings);
        let mut category_bounds = vec![settings.bound_category; theta.categories.len()];
        for (_, at) in self.categories.iter().filter(|((lexicon, _), _)| self.fixed.contains(lexicon)) {
            category_bounds[*at as usize] = 0.0;
        }
        let mut state = Adam::new(theta.entries.len() + theta.categories.len() + 3 * sets.len());
        for _ in 0..settings.steps {
            let mut gradient = Gradient { entries: Vec::new(), categories: Vec::new() };
            gradient.entries.extend(theta.entries.iter().map(|t| settings.shrink * t));
            gradient.categories.extend(theta.categories.iter().map(|t| settings.shrink_category * t));
            let mut slopes = vec![[0.0; 3]; sets.len()];
            for (((set, lengths), line), slope) in sets.iter().zip(&lengths).zip(&lines).zip(&mut slopes) {
                *slope = gradient.add(set, lengths, *line, &theta);
            }
            state.step += 1;
            let mut at = 0;
            let mut update = |value: &mut f64, gradient: f64, bound: f64| {
                *value = (*value - state.change(at, gradient)).clamp(-bound, bound);
                at += 1;
            };
            let entries = theta.entries.iter_mut().zip(&gradient.entries).zip(&bounds);
            entries.for_each(|((t, g), bound)| update(t, *g, *bound));
            let categories = theta.categories.iter_mut().zip(&gradient.categories).zip(&category_bounds);
            categories.for_each(|((t, g), bound)| update(t, *g, *bound));
            for (line, slope) in lines.iter_mut().zip(&slopes) {
                line.iter_mut().zip(slope).for_each(|(l, g)| update(l, *g, f64::INFINITY));
            }
        }
        theta
    }

    /// How far each entry may move: not at all where too few texts hold it.
    fn bounds(&self, sets: &[(LabelKind, f64, Vec<&Observation>)], settings: GradeFit) -> Vec<f64> {
        let mut texts = vec![0; self.entries.len()];
        for observation in sets.iter().flat_map(|(_, _, observations)| observations) {
            let own: BTreeSet<u32> = observation.terms.iter().map(|t| t.entry).collect();
            for entry in own {
                texts[entry as usize] += 1;
            }
        }
        texts.into_iter().map(|n: u32| if n >= settings.texts { settings.bound } else { 0.0 }).collect()
    }
}

impl Observation {
    /// The text's score under θ.
    #[must_use]
    pub fn score(&self, theta: &Theta) -> f64 {
        let sums = self.sums(theta);
        let total: f64 = sums.values().map(|x| x / (x * x + HALF_POINT).sqrt()).sum();
        total / f64::from(self.sentences.max(1))
    }

    fn sums(&self, theta: &Theta) -> BTreeMap<u32, f64> {
        let mut sums = BTreeMap::new();
        for term in &self.terms {
            *sums.entry(term.sentence).or_insert(0.0) += term.under(theta);
        }
        sums
    }
}

impl Term {
    fn under(&self, theta: &Theta) -> f64 {
        self.value * (theta.entries[self.entry as usize] + theta.categories[self.category as usize]).exp()
    }
}

/// The texts' lengths less their mean, in standard deviations.
fn standard_lengths(observations: &[&Observation]) -> Vec<f64> {
    let n = observations.len().max(1) as f64;
    let mean = observations.iter().map(|o| o.length).sum::<f64>() / n;
    let spread = (observations.iter().map(|o| (o.length - mean).powi(2)).sum::<f64>() / n).sqrt();
    // Where all are of one length, it predicts nothing.
    let unit = if spread > 0.0 { spread } else { 1.0 };
    observations.iter().map(|o| (o.length - mean) / unit).collect()
}

struct Gradient {
    entries: Vec<f64>,
    categories: Vec<f64>,
}

impl Gradient {
    /// Adds a set's gradient; returns that of its line.
    fn add(
        &mut self,
        (kind, weight, observations): &(LabelKind, f64, Vec<&Observation>),
        lengths: &[f64],
        [slope, offset, per_length]: [f64; 3],
        theta: &Theta,
    ) -> [f64; 3] {
        let share = weight / observations.len().max(1) as f64;
        let mut line = [0.0; 3];
        for (observation, length) in observations.iter().zip(lengths) {
            let score = observation.score(theta);
            let predicted = slope * score + offset + per_length * length;
            let predicted = if *kind == LabelKind::Binary { 1.0 / (1.0 + (-predicted).exp()) } else { predicted };
            let error = share * (predicted - observation.label);
            line[0] += error * score;
            line[1] += error;
            line[2] += error * length;
            let outer = error * slope / f64::from(observation.sentences.max(1));
            let sums = observation.sums(theta);
            for term in &observation.terms {
                let x = sums[&term.sentence];
                let inner = outer * HALF_POINT / (x * x + HALF_POINT).powf(1.5) * term.under(theta);
                self.entries[term.entry as usize] += inner;
                self.categories[term.category as usize] += inner;
            }
        }
        line
    }
}

/// Adam (Kingma & Ba 2015) with its usual constants, on the whole gradient, so that nothing is drawn by chance.
struct Adam {
    first: Vec<f64>,
    second: Vec<f64>,
    step: i32,
}

const RATE: f64 = 0.02;
const DECAY: [f64; 2] = [0.9, 0.999];
const TINY: f64 = 1e-10;

impl Adam {
    fn new(size: usize) -> Self {
        Self { first: vec![0.0; size], second: vec![0.0; size], step: 0 }
    }

    fn change(&mut self, at: usize, gradient: f64) -> f64 {
        let (first, second) = (&mut self.first[at], &mut self.second[at]);
        *first = DECAY[0] * *first + (1.0 - DECAY[0]) * gradient;
        *second = DECAY[1] * *second + (1.0 - DECAY[1]) * gradient * gradient;
        let mean = *first / (1.0 - DECAY[0].powi(self.step));
        let spread = *second / (1.0 - DECAY[1].powi(self.step));
        RATE * mean / (spread.sqrt() + TINY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telling_entries_gain_and_misleading_ones_lose_within_their_bounds() {
        let analyzer = Analyzer::shipped().unwrap();
        let target = analyzer.scheme().target("rhetoric").unwrap();
        let mut grades = Grades::default();
        let mut observe = |text: &str, label: f64| grades.observe(&analyzer, text, target, label, &BTreeMap::new());
        let texts: Vec<Observation> = (0..20)
            .flat_map(|_| {
                [
                    observe("The envoy called them liars.", 1.0),
                    observe("There was a crisis in the harbour.", 0.0),
                    observe("The ferry left on time.", 0.0),
                ]
            })
            .collect();
        let settings =
            GradeFit { shrink: 0.001, shrink_category: 0.001, texts: 5, bound: 0.7, bound_category: 0.0, steps: 200 };
        let theta = grades.fit(&[(LabelKind::Binary, 1.0, texts.iter().collect())], settings);
        let factors = grades.factors(&theta);
        assert!(factors.values().any(|f| *f > 1.05) && factors.values().any(|f| *f < 0.95), "{factors:?}");
        assert!(factors.values().all(|f| f.ln().abs() <= 0.7 + 1e-9), "{factors:?}");
        assert_eq!(theta, grades.fit(&[(LabelKind::Binary, 1.0, texts.iter().collect())], settings));
    }
}
