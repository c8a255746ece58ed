//! The columns of scores: what each is of which scores, and their cells in a row.

use super::Row;
use crate::report::cell::add_four_places;
use crate::report::{Cell, Line};
use crate::score::Scores;

/// A column that a table has for each score.
#[derive(Debug)]
pub(super) struct ScorePart {
    /// Its name behind the score's.
    pub suffix: &'static str,
    /// What it holds.
    pub about: &'static str,
    scores: for<'a> fn(&Row<'a>) -> &'a Scores,
    measure: Measure,
}

#[derive(Debug, Clone, Copy)]
enum Measure {
    Mean,
    Peak,
    Rate,
}

impl Measure {
    fn of(self, scores: &Scores, target: usize) -> Option<f64> {
        match self {
            Self::Mean => scores.score(target),
            Self::Peak => scores.peak(target),
            Self::Rate => scores.rate(target),
        }
    }

    /// Whether it is there and nothing: told without a division.
    #[inline]
    fn is_zero(self, scores: &Scores, target: usize) -> bool {
        let Some(score) = scores.columns.get(target) else { return false };
        let (value, of) = match self {
            Self::Mean => (score.sum, scores.sentences),
            Self::Peak => (score.peak, scores.sentences),
            Self::Rate => (score.total, scores.words),
        };
        value == 0 && of > 0
    }
}

impl ScorePart {
    /// Its cell in a row, of score column `target`.
    pub fn cell(&self, row: &Row, target: usize) -> Cell<'static> {
        Cell::decimal(self.measure.of((self.scores)(row), target))
    }
}

/// Most parts of a score in a table.
const PARTS: usize = 5;

/// Adds the cells of all parts of `targets` scores to a row behind other cells.
pub(super) fn add(parts: &[ScorePart], targets: usize, row: &Row, line: &mut Line) {
    let out = line.bytes();
    out.reserve(targets * parts.len() * ZERO.len());
    let own = |part: &ScorePart| ((part.scores)(row), part.measure);
    let Some(first) = parts.first().map(own) else { return };
    let mut scores = [first; PARTS];
    scores.iter_mut().zip(parts).for_each(|(scores, part)| *scores = own(part));
    let scores = &scores[..parts.len()];
    for target in 0..targets {
        for (scores, measure) in scores {
            // Most scores are of a text without a hit.
            if measure.is_zero(scores, target) {
                out.extend_from_slice(ZERO);
                continue;
            }
            out.push(b',');
            if let Some(number) = measure.of(scores, target) {
                add_four_places(number, out);
            }
        }
    }
}

/// The cell of a zero, with the comma before it.
const ZERO: &[u8; 7] = b",0.0000";

const SCORE: &str = "mean sentence value, −1 to 1; empty without sentences";
const PEAK: &str = "sentence value of largest magnitude, −1 to 1";
const RATE: &str = "sum of hit values per 100 words";
const QUOTED: &str = "mean sentence value of quoted speech alone";
const NARRATED: &str = "mean sentence value of the writer's own words alone";

/// Score, peak and rate of the same scores.
const fn three(scores: for<'a> fn(&Row<'a>) -> &'a Scores) -> [ScorePart; 3] {
    [
        ScorePart { suffix: "score", about: SCORE, scores, measure: Measure::Mean },
        ScorePart { suffix: "peak", about: PEAK, scores, measure: Measure::Peak },
        ScorePart { suffix: "rate", about: RATE, scores, measure: Measure::Rate },
    ]
}

/// The same, and the means of both voices.
const fn five(
    scores: for<'a> fn(&Row<'a>) -> &'a Scores,
    quoted: for<'a> fn(&Row<'a>) -> &'a Scores,
    narrated: for<'a> fn(&Row<'a>) -> &'a Scores,
) -> [ScorePart; PARTS] {
    let [score, peak, rate] = three(scores);
    let quoted = ScorePart { suffix: "quoted", about: QUOTED, scores: quoted, measure: Measure::Mean };
    let narrated = ScorePart { suffix: "narrated", about: NARRATED, scores: narrated, measure: Measure::Mean };
    [score, peak, rate, quoted, narrated]
}

pub(super) static ARTICLE: [ScorePart; PARTS] =
    five(|r| &r.analysis.scores, |r| &r.analysis.voices.quoted, |r| &r.analysis.voices.narrated);

pub(super) static PARAGRAPH: [ScorePart; PARTS] = five(
    |r| &r.analysis.paragraphs[r.index].scores,
    |r| &r.analysis.paragraphs[r.index].voices.quoted,
    |r| &r.analysis.paragraphs[r.index].voices.narrated,
);

pub(super) static QUOTE: [ScorePart; 3] = three(|r| &r.analysis.quote_scores[r.index].scores);

pub(super) static SPEAKER_ARTICLE: [ScorePart; 3] = three(|r| &r.analysis.speaker_scores[r.index].1);
