//! The readings of a cue that stand to choice: no report, what the rules found, and the same with other ends.

use super::{Found, Reader};
use crate::language::Class;
use crate::quote::Construction;
use crate::quote::behind::Side;
use crate::quote::choose::{Ballot, Template};
use crate::quote::cue::{Cue, Frame};
use crate::quote::phrase::Range;
use crate::quote::place::{self, EDGES, FORMS, FRAMES, RATES};
use crate::quote::stretch::{Sums, Unit, UnitKind};
use crate::token::TokenKind;

/// Where the content stands.
const WAYS: &[&str] = &["before", "around", "behind"];
const SIDES: &[&str] = &["pair", "colon", "that", "clause", "comma", "nothing"];
const LENGTHS: &[&str] = &["1", "2", "3-4", "5-8", "9-16", "17 and more"];
const COUNTS: &[&str] = &["0", "1", "2", "3 and more"];
const BY_RULE: &[&str] = &["by rule", "other end", "no rule"];
const YES: &[&str] = &["no", "yes"];
const SUBJECTS: &[&str] = &["its own", "behind the cue", "shared", "relative", "none"];
/// Words at which contents often end or go on; others share the last name.
const WORDS: &[&str] = &[
    "and",
    "but",
    "or",
    "while",
    "as",
    "after",
    "before",
    "when",
    "because",
    "although",
    "though",
    "since",
    "if",
    "which",
    "who",
    "where",
    "that",
    "in",
    "on",
    "at",
    "during",
    "with",
    "for",
    "to",
    "of",
    "by",
    "from",
    "including",
    "than",
    "so",
    "also",
    "not",
    "any other",
];

const FRAME: usize = 0;
const FORM: usize = 1;
const RATE: usize = 2;
const SIDE: usize = 3;
const SUBJECT: usize = 4;
const BEFORE_CUE: usize = 5;
const BEHIND_CUE: usize = 6;
const RULE: usize = 7;
const LATER: usize = 8;
const PAIRS: usize = 9;
const LENGTH: usize = 10;
const FIRST: usize = 11;
const END: usize = 12;
const END_WORD: usize = 13;
const AFTER_END: usize = 14;
const COMMAS: usize = 15;
const CUES: usize = 16;
const REST: usize = 17;
const LAST: usize = 18;
const KIND: usize = 19;
const FRAME_END: usize = 20;
const REST_CUE: usize = 21;
const FRAME_RATE: usize = 22;
const ENDS: usize = 23;
const MARK_ENDS: usize = 24;
const FRAME_WORD: usize = 25;
const VERB: usize = 26;
const REST_VERB: usize = 27;
const FINE_RATE: usize = 28;
const FRAME_SUBJECT: usize = 29;
const SIDE_FIRST: usize = 30;

/// The properties of a reading of a cue.
pub(in crate::quote) const TEMPLATES: &[Template] = &[
    Template { name: "cue's frame", parts: &[WAYS, FRAMES] },
    Template { name: "cue's form", parts: &[WAYS, FORMS] },
    Template { name: "cue's rate", parts: &[WAYS, RATES] },
    Template { name: "behind the clause", parts: &[WAYS, SIDES] },
    Template { name: "subject", parts: &[WAYS, SUBJECTS] },
    Template { name: "before the cue", parts: &[WAYS, EDGES] },
    Template { name: "behind the cue", parts: &[WAYS, EDGES] },
    Template { name: "rules", parts: &[WAYS, BY_RULE] },
    Template { name: "inside a later content", parts: &[WAYS, YES] },
    Template { name: "pairs inside", parts: &[WAYS, COUNTS] },
    Template { name: "length", parts: &[WAYS, LENGTHS, YES] },
    Template { name: "first unit", parts: &[WAYS, EDGES, RATES] },
    Template { name: "behind the end", parts: &[EDGES, BY_RULE] },
    Template { name: "word behind the end", parts: &[WORDS, YES] },
    Template { name: "second behind the end", parts: &[EDGES] },
    Template { name: "commas inside", parts: &[WAYS, COUNTS] },
    Template { name: "cues inside", parts: &[WAYS, COUNTS] },
    Template { name: "length left behind the end", parts: &[LENGTHS, YES] },
    Template { name: "last unit", parts: &[EDGES] },
    Template { name: "kind of subject", parts: &[place::KINDS, YES] },
    Template { name: "frame and what is behind the end", parts: &[FRAMES, EDGES] },
    Template { name: "cues behind the end", parts: &[COUNTS] },
    Template { name: "frame and rate", parts: &[FRAMES, RATES] },
    Template { name: "the two behind the end", parts: &[EDGES, EDGES] },
    Template { name: "the two behind the mark at the end", parts: &[EDGES, EDGES] },
    Template { name: "frame and word behind the end", parts: &[FRAMES, WORDS, YES] },
    Template { name: "verb inside", parts: &[FRAMES, YES] },
    Template { name: "verb left behind the end", parts: &[EDGES, YES, YES] },
    Template { name: "share of uses that report", parts: &[WAYS, TENTHS] },
    Template { name: "frame and kind of subject", parts: &[FRAMES, place::KINDS] },
    Template { name: "frame and first unit", parts: &[FRAMES, SIDES, EDGES] },
];

/// A share in tenths.
const TENTHS: &[&str] = &["0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"];

/// Units behind a comma within which a medium's cue stands.
const MEDIUM_WITHIN: usize = 6;

/// Most other ends that are tried.
const MOST_ENDS: usize = 10;

fn length(n: usize) -> usize {
    match n {
        0..=1 => 0,
        2 => 1,
        3..=4 => 2,
        5..=8 => 3,
        9..=16 => 4,
        _ => 5,
    }
}

fn side(side: Side) -> usize {
    match side {
        Side::Quoted => 0,
        Side::Colon => 1,
        Side::That => 2,
        Side::Clause => 3,
        Side::Comma => 4,
        Side::Nothing => 5,
    }
}

fn many(n: u32) -> usize {
    (n as usize).min(COUNTS.len() - 1)
}

/// The index in [`WAYS`] of a content of the cue at unit `at`.
fn way(at: usize, ranges: &[Range]) -> usize {
    if ranges.len() > 1 { 1 } else { usize::from(ranges[0].0 > at) * 2 }
}

impl Reader<'_, '_, '_> {
    /// Other ends for the content `range`: wherever a clause or phrase may break off before its sentence ends.
    pub(super) fn other_ends(&self, range: Range) -> Vec<usize> {
        let breaks = Class::COORDINATOR
            | Class::CONJUNCTION
            | Class::SUBORDINATOR
            | Class::RELATIVE
            | Class::PREPOSITION
            | Class::THAT
            | Class::INFINITIVE
            | Class::TIME
            | Class::WEEKDAY;
        let mut found = Vec::new();
        let ceiling = if self.is_passed_on(range.1) { range.1 } else { self.units.len() };
        for at in range.0 + 1..ceiling {
            let unit = &self.units[at];
            let before = &self.units[at - 1];
            let stops = unit.ends_sentence();
            let mark = matches!(
                unit.kind,
                UnitKind::Mark(
                    TokenKind::Comma | TokenKind::Dash | TokenKind::Semicolon | TokenKind::Colon | TokenKind::Open
                )
            );
            let word = unit.is_word() && unit.any(breaks) && !before.any(breaks) && before.is_word();
            let joins_cue = matches!(unit.kind, UnitKind::Cue(_)) && before.is_word() && unit.ing;
            // A relative clause behind a comma belongs to the content.
            let relative = mark && self.units.get(at + 1).is_some_and(|u| u.is_word() && u.any(Class::RELATIVE));
            if at != range.1 && !relative && (stops || mark || word || joins_cue || unit.is_pair() || before.is_pair())
            {
                found.push(at);
            }
            if stops || found.len() == MOST_ENDS {
                break;
            }
        }
        if ceiling == self.units.len()
            && !self.units.last().is_some_and(Unit::ends_sentence)
            && range.1 != self.units.len()
            && found.len() < MOST_ENDS
            && !(range.0 + 1..self.units.len()).any(|at| self.units[at].ends_sentence())
        {
            found.push(self.units.len());
        }
        found
    }

    /// "…, state television reported": a medium behind the content that passes it on.
    fn is_passed_on(&self, end: usize) -> bool {
        let behind = self.units.iter().skip(end + 1).take(MEDIUM_WITHIN).take_while(|u| u.is_word());
        let near: Vec<&Unit> = behind.collect();
        let cue = near.iter().position(|u| matches!(u.kind, UnitKind::Cue(_)));
        self.units.get(end).is_some_and(|u| u.is_mark(TokenKind::Comma))
            && cue.is_some_and(|c| c > 0 && near[c - 1].any(Class::MEDIA))
    }

    /// Opens a reading of the cue at unit `at` and gives it what does not depend on where its content ends. Returns the
    /// number of these features.
    pub(super) fn nominate(&self, ballot: &mut Ballot, at: usize, cue: Cue, found: &Found, later: bool) -> usize {
        let ranges = &found.ranges;
        ballot.open([self.range_span(ranges[0]), ranges.get(1).and_then(|r| self.range_span(*r))], None);
        let (way, first) = (way(at, ranges), ranges[0].0);
        let (the_cue, frame) = (Some(cue), place::frame(Some(cue)));
        let subject = match found.subject {
            s if s.relative.is_some() => 3,
            s if s.phrase.is_none() => 4,
            s if s.inverted => 1,
            s if s.construction == Construction::SharedSubject => 2,
            _ => 0,
        };
        let rate = place::rate(the_cue);
        ballot.add(FRAME, [way, frame]);
        ballot.add(FORM, [way, place::form(the_cue)]);
        ballot.add(RATE, [way, rate]);
        ballot.add(FRAME_RATE, [frame, rate]);
        ballot.add(SIDE, [way, side(found.side)]);
        ballot.add(SIDE_FIRST, [frame, side(found.side), place::edge(self.units, Some(first))]);
        ballot.add(FINE_RATE, [way, usize::try_from(cue.weight.clamp(0, 999) / 100).unwrap_or(0)]);
        ballot.add(SUBJECT, [way, subject]);
        if let Some(phrase) = found.subject.phrase {
            let kind = place::kind(self.units, phrase);
            ballot.add(KIND, [kind, usize::from(way == 2)]);
            ballot.add(FRAME_SUBJECT, [frame, kind]);
        }
        ballot.add(BEFORE_CUE, [way, place::edge(self.units, at.checked_sub(1))]);
        ballot.add(BEHIND_CUE, [way, place::edge(self.units, Some(at + 1))]);
        ballot.add(LATER, [way, usize::from(later)]);
        ballot.add(FIRST, [way, place::edge(self.units, Some(first)), rate]);
        ballot.added()
    }

    /// Adds what depends on where the content ends. `by_rule` indexes [`BY_RULE`].
    pub(super) fn nominate_range(&self, ballot: &mut Ballot, at: usize, cue: Cue, ranges: &[Range], by_rule: usize) {
        let (way, range) = (way(at, ranges), ranges[0]);
        let sums = Sums::between(self.units, range.0, range.1);
        let words = (sums.words + sums.pairs) as usize;
        ballot.add(RULE, [way, by_rule]);
        ballot.add(PAIRS, [way, many(sums.pairs)]);
        ballot.add(LENGTH, [way, length(words), usize::from(matches!(cue.frame, Frame::Say | Frame::Tell))]);
        ballot.add(COMMAS, [way, many(sums.commas)]);
        ballot.add(CUES, [way, many(sums.cues)]);
        if way == 2 {
            self.end_features(ballot, range, by_rule, place::frame(Some(cue)));
        }
    }

    fn end_features(&self, ballot: &mut Ballot, range: Range, by_rule: usize, frame: usize) {
        let end = range.1;
        let rest_end = (end..self.units.len()).find(|at| self.units[*at].ends_sentence()).unwrap_or(self.units.len());
        let (inside, rest) = (Sums::between(self.units, range.0, end), Sums::between(self.units, end, rest_end));
        let left = (rest.words + rest.pairs) as usize;
        let stop = place::edge(self.units, Some(end));
        // Behind a comma the word after it tells more.
        let mark = self.units.get(end).is_some_and(|u| !u.is_word() && !u.ends_sentence());
        let word = self.word(if mark { end + 1 } else { end });
        let index = WORDS.iter().position(|w| w.eq_ignore_ascii_case(word)).unwrap_or(WORDS.len() - 1);
        ballot.add(END, [stop, by_rule]);
        ballot.add(END_WORD, [index, usize::from(mark)]);
        ballot.add(AFTER_END, [place::edge(self.units, Some(end + 1))]);
        ballot.add(LAST, [place::edge(self.units, end.checked_sub(1))]);
        ballot.add(REST, [length(left), usize::from(left == 0)]);
        ballot.add(REST_CUE, [many(rest.cues)]);
        ballot.add(FRAME_END, [frame, stop]);
        let (second, third) = (place::edge(self.units, Some(end + 1)), place::edge(self.units, Some(end + 2)));
        ballot.add(ENDS, [stop, second]);
        if mark {
            ballot.add(MARK_ENDS, [second, third]);
        }
        ballot.add(FRAME_WORD, [frame, index, usize::from(mark)]);
        ballot.add(VERB, [frame, usize::from(inside.verbs > 0)]);
        ballot.add(REST_VERB, [stop, usize::from(rest.verbs > 0), usize::from(inside.verbs > 0)]);
    }
}
