//! Where a phrase stands to a content and a cue: the features by which the source of a quote is chosen.

mod edge;

use super::choose::{Ballot, Template};
use super::cue::{Cue, CueForm, Frame};
use super::phrase::{self, Range};
use super::stretch::{Sums, Unit, UnitKind};
use crate::language::Class;
use crate::token::TokenKind;

pub(super) use edge::{EDGES, edge, edge_of};

/// What a phrase is.
pub(super) const KINDS: &[&str] = &[
    "he or she",
    "other pronoun",
    "first or second person",
    "relative",
    "titled name",
    "full name",
    "single name",
    "person",
    "persons",
    "body",
    "document",
    "quantity",
    "other",
];

/// The index in [`KINDS`] of a phrase.
pub(super) fn kind(units: &[Unit], (start, end): Range) -> usize {
    let (first, last) = (&units[start], &units[end - 1]);
    if end == start + 1 && first.any(Class::RELATIVE) {
        return 3;
    }
    if end == start + 1 && first.any(Class::PRONOUN) {
        return match first.class {
            c if c.any(Class::FIRST_PERSON | Class::SECOND_PERSON) => 2,
            c if c.any(Class::MASCULINE | Class::FEMININE) => 0,
            _ => 1,
        };
    }
    let names = (start..end).filter(|at| phrase::is_name(units, *at)).count();
    let titled = units[start..end].iter().any(|u| u.any(Class::TITLE | Class::HONORIFIC));
    match last.class {
        c if c.any(Class::DOCUMENT) => 10,
        c if c.any(Class::ORGANISATION) => 9,
        _ if last.capital && names > 0 && titled => 4,
        _ if last.capital && names > 1 => 5,
        _ if last.capital && names == 1 => 6,
        c if c.any(Class::PERSON_PLURAL) => 8,
        c if c.any(Class::PERSON | Class::TITLE) => 7,
        c if c.any(Class::QUANTITY | Class::DETERMINER) => 11,
        _ => 12,
    }
}

/// The order of content, source and cue.
const ORDERS: &[&str] = &[
    "source cue content",
    "source content cue",
    "cue source content",
    "cue content source",
    "content source cue",
    "content cue source",
    "source content",
    "content source",
];
/// How a cue is tied to the phrase.
const LINKS: &[&str] = &["its subject", "next to it", "near", "in the sentence"];
/// Share of a cue's uses that report.
pub(super) const RATES: &[&str] = &["no cue", "rare", "sometimes", "often", "mostly"];
/// A count with small numbers apart.
const COUNTS: &[&str] = &["0", "1", "2", "3 and more"];
const DISTANCES: &[&str] = &["0", "1", "2", "3-4", "5-8", "9-16", "17 and more"];
const SIDES: &[&str] = &["before", "behind"];
/// Words between phrase and content.
const GAPS: &[&str] = &["0 words", "1 word", "2 words", "3 words", "4 words", "more words"];
/// The mark at the content.
const MARKS: &[&str] = &["no mark", "comma", "colon", "other mark"];
/// The verb's form.
pub(super) const FORMS: &[&str] = &["no cue", "finite", "participle", "passive", "impersonal"];
/// The cue's frame.
pub(super) const FRAMES: &[&str] =
    &["no cue", "say", "tell", "urge", "judge", "call", "accuse", "according", "relay", "message", "think", "want"];
/// Whether the rules found this phrase.
const RULES: &[&str] = &["nothing found", "this phrase", "another phrase"];

const ORDER: usize = 0;
const DISTANCE: usize = 1;
const GAP: usize = 2;
const OTHERS_TO_CUE: usize = 3;
const OTHERS_TO_CONTENT: usize = 4;
const SENTENCES: usize = 5;
const PAIRS: usize = 6;
const KIND: usize = 7;
const BEFORE: usize = 8;
const BEHIND: usize = 9;
const RULE: usize = 10;
const FORM: usize = 11;
const FRAME: usize = 12;
const EDGE_AT_CONTENT: usize = 13;
const NONE: usize = 14;
/// The number of properties that every task of sources shares.
pub(super) const SHARED: usize = 15;

/// The properties of a phrase that may be the source of a content.
pub(super) const TEMPLATES: &[Template] = &[
    Template { name: "order, cue's rate, link", parts: &[ORDERS, RATES, LINKS] },
    Template { name: "distance", parts: &[SIDES, DISTANCES] },
    Template { name: "words and mark between", parts: &[SIDES, GAPS, MARKS] },
    Template { name: "other phrases before the cue", parts: &[ORDERS, COUNTS] },
    Template { name: "other phrases between", parts: &[SIDES, COUNTS] },
    Template { name: "sentence ends between", parts: &[SIDES, COUNTS] },
    Template { name: "pairs between", parts: &[SIDES, COUNTS] },
    Template { name: "kind", parts: &[KINDS, SIDES] },
    Template { name: "before it", parts: &[EDGES, SIDES] },
    Template { name: "behind it", parts: &[EDGES, SIDES] },
    Template { name: "rules", parts: &[RULES, ORDERS] },
    Template { name: "cue's form", parts: &[ORDERS, FORMS] },
    Template { name: "cue's frame", parts: &[ORDERS, FRAMES] },
    Template { name: "content's edge", parts: &[SIDES, EDGES] },
    Template { name: "no source", parts: &[RULES] },
];

fn count(n: usize) -> usize {
    n.min(COUNTS.len() - 1)
}

fn distance(n: usize) -> usize {
    match n {
        0..=2 => n,
        3..=4 => 3,
        5..=8 => 4,
        9..=16 => 5,
        _ => 6,
    }
}

/// The index in [`RATES`] of a cue's share of reporting uses.
pub(super) fn rate(cue: Option<Cue>) -> usize {
    cue.map_or(0, |c| match c.weight {
        ..250 => 1,
        250..500 => 2,
        500..750 => 3,
        _ => 4,
    })
}

/// The index in [`FORMS`].
pub(super) fn form(cue: Option<Cue>) -> usize {
    cue.map_or(0, |c| match c.form {
        CueForm::Finite => 1,
        CueForm::Participle => 2,
        CueForm::Passive => 3,
        CueForm::Impersonal => 4,
    })
}

/// The index in [`FRAMES`].
pub(super) fn frame(cue: Option<Cue>) -> usize {
    cue.map_or(0, |c| match c.frame {
        Frame::Say => 1,
        Frame::Tell => 2,
        Frame::Urge => 3,
        Frame::Judge => 4,
        Frame::Call => 5,
        Frame::Accuse => 6,
        Frame::According => 7,
        Frame::Relay => 8,
        Frame::Message => 9,
        Frame::Think => 10,
        Frame::Want => 11,
    })
}

/// Most units between a content and a phrase that may be its source.
pub(super) const REACH: usize = 40;

/// All phrases of a stretch that may name a source, in order, none inside another.
pub(super) fn phrases(units: &[Unit]) -> Vec<Range> {
    let mut found = Vec::with_capacity(units.len() / 4 + 1);
    let mut at = 0;
    while at < units.len() {
        let relative = units[at].kind == UnitKind::Word
            && units[at].any(Class::RELATIVE)
            && !units[at].any(Class::CONJUNCTION | Class::DETERMINER);
        if relative {
            found.push((at, at + 1));
            at += 1;
            continue;
        }
        match phrase::beginning_at(units, at, units.len()) {
            Some(range) => {
                let object = range.1 == range.0 + 1
                    && units[at].any(Class::PRONOUN)
                    && !units[at].any(Class::SUBJECT | Class::FIRST_PERSON | Class::SECOND_PERSON);
                if !object && phrase::can_speak(units, range) {
                    found.push(range);
                }
                at = range.1;
            }
            None => at += 1,
        }
    }
    found
}

/// Those of a stretch's phrases that stand near enough to a content.
pub(super) fn near(phrases: &[Range], content: Range) -> &[Range] {
    let from = phrases.partition_point(|p| p.0 + REACH < content.0);
    let to = phrases.partition_point(|p| p.0 < content.1 + REACH);
    &phrases[from..to]
}

/// Puts the rules' phrase among the others, in place of those it overlaps.
pub(super) fn admit(phrases: &mut Vec<Range>, rule: Range) {
    phrases.retain(|p| p.1 <= rule.0 || rule.1 <= p.0);
    let at = phrases.partition_point(|p| *p < rule);
    phrases.insert(at, rule);
}

/// A content in a stretch, with what is known of it.
pub(super) struct Scene<'a> {
    pub units: &'a [Unit],
    /// The units of the content.
    pub content: Range,
    /// The phrases that may be its source.
    pub phrases: &'a [Range],
    /// All cues near: unit, cue, and the subject that the rules find.
    pub cues: &'a [(usize, Cue, Option<Range>)],
    /// The cue that is known to report the content.
    pub given: Option<usize>,
    /// The source that the rules found.
    pub rule: Option<Range>,
}

impl Scene<'_> {
    fn rule(&self, phrase: Option<Range>) -> usize {
        match (self.rule, phrase) {
            (None, _) => 0,
            (Some(rule), Some(phrase)) if overlap(rule, phrase) => 1,
            _ => 2,
        }
    }

    /// Features of having no source.
    pub fn nobody(&self, ballot: &mut Ballot) {
        ballot.add(NONE, [self.rule(None)]);
    }

    /// Features of a phrase.
    pub fn place(&self, phrase: Range, ballot: &mut Ballot) {
        let behind = phrase.0 >= self.content.1;
        let side = usize::from(behind);
        let between = if behind { self.content.1..phrase.0 } else { phrase.1..self.content.0.max(phrase.1) };
        let (cue, link) = self.cue_of(phrase);
        let order = self.order(phrase, cue.map(|c| c.0));
        let the_cue = cue.map(|c| c.1);
        let gap = Sums::between(self.units, between.start, between.end);
        let others = |range: std::ops::Range<usize>| {
            let from = self.phrases.partition_point(|p| p.0 < range.start);
            self.phrases.partition_point(|p| p.1 <= range.end).saturating_sub(from)
        };
        let to_cue = cue.map_or(0, |(at, ..)| others(if at < phrase.0 { at + 1..phrase.0 } else { phrase.1..at }));
        ballot.add(ORDER, [order, rate(the_cue), link]);
        ballot.add(DISTANCE, [side, distance(between.len())]);
        ballot.add(GAP, [side, (gap.words as usize).min(GAPS.len() - 1), self.mark(behind)]);
        ballot.add(OTHERS_TO_CUE, [order, count(to_cue)]);
        ballot.add(OTHERS_TO_CONTENT, [side, count(others(between))]);
        ballot.add(SENTENCES, [side, count(gap.ends as usize)]);
        ballot.add(PAIRS, [side, count(gap.pairs as usize)]);
        ballot.add(KIND, [kind(self.units, phrase), side]);
        ballot.add(BEFORE, [edge(self.units, phrase.0.checked_sub(1)), side]);
        ballot.add(BEHIND, [edge(self.units, Some(phrase.1)), side]);
        ballot.add(RULE, [self.rule(Some(phrase)), order]);
        ballot.add(FORM, [order, form(the_cue)]);
        ballot.add(FRAME, [order, frame(the_cue)]);
        let edge_at = if behind { Some(self.content.1) } else { self.content.0.checked_sub(1) };
        ballot.add(EDGE_AT_CONTENT, [side, edge(self.units, edge_at)]);
    }

    /// The mark between content and phrase, at the content.
    fn mark(&self, behind: bool) -> usize {
        let at = if behind { Some(self.content.1) } else { self.content.0.checked_sub(1) };
        match at.and_then(|at| self.units.get(at)).map(|u| u.kind) {
            Some(UnitKind::Mark(TokenKind::Comma)) => 1,
            Some(UnitKind::Mark(TokenKind::Colon)) => 2,
            Some(UnitKind::Mark(_)) => 3,
            _ => 0,
        }
    }

    /// The cue that ties a phrase to the content, and how: as its subject, next to it, or just near.
    fn cue_of(&self, phrase: Range) -> (Option<(usize, Cue)>, usize) {
        let away =
            |at: usize| if at < self.content.0 { self.content.0 - at } else { at.saturating_sub(self.content.1) };
        let gap = |at: usize| if at < phrase.0 { phrase.0 - at - 1 } else { at.saturating_sub(phrase.1) };
        let outside = |at: usize| at < self.content.0 || at >= self.content.1;
        let near = self.cues.iter().filter(|(at, ..)| outside(*at));
        let rank = |(at, _, subject): &&(usize, Cue, Option<Range>)| {
            let linked = subject.is_some_and(|s| overlap(s, phrase));
            (!linked, gap(*at) > 0, away(*at))
        };
        let given = self.given.and_then(|g| self.cues.iter().find(|c| c.0 == g));
        let Some((at, cue, subject)) = given.or_else(|| near.min_by_key(rank)) else { return (None, 3) };
        let link = match gap(*at) {
            _ if subject.is_some_and(|s| overlap(s, phrase)) => 0,
            0 => 1,
            1..=4 => 2,
            _ => 3,
        };
        (Some((*at, *cue)), link)
    }

    fn order(&self, phrase: Range, cue: Option<usize>) -> usize {
        let (f, t) = (phrase.0, self.content.0);
        let Some(c) = cue else { return if f < t { 6 } else { 7 } };
        match (f < c, f < t, c < t) {
            (true, true, true) => 0,
            (true, true, false) => 1,
            (false, true, _) => 2,
            (false, false, true) => 3,
            (true, false, _) => 4,
            (false, false, false) => 5,
        }
    }
}

fn overlap(a: Range, b: Range) -> bool {
    a.0 < b.1 && b.0 < a.1
}
