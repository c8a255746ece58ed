//! Reporting clauses: for each cue of a stretch its subject, and on which side its content stands.

mod choice;
mod frames;
mod options;
mod subject;

use super::behind::{After, Side, after};
use super::choose::{Ballot, Ballots, Decide, Decision};
use super::content;
use super::cue::{Cue, CueClass, CueForm, Frame};
use super::phrase::{self, Range};
use super::place::REACH;
use super::stretch::{Stretch, Unit, UnitKind};
use super::{Construction, Origin, Own, Quote, Reading, Scope};
use crate::language::Class;
use crate::span::Span;
use crate::token::{TokenKind, TokenRange};

pub(super) use options::TEMPLATES as CONTENT_TEMPLATES;

/// A cue whose content stands in the next paragraph: "and added:".
#[derive(Debug, Clone, Copy)]
pub(super) struct Pending {
    pub phrase: TokenRange,
    pub cue: Cue,
}

/// A cue of a stretch: its unit, the cue, and the units of the subject that the rules give it.
pub(super) type Cued = (usize, Cue, Option<Range>);

/// Reads all cues of a stretch, left to right, and appends the quotes they report. A cue at the end of the
/// paragraph that introduces the next is returned.
pub(super) fn read(
    scope: Scope,
    stretch: &Stretch,
    ballots: &mut Ballots,
    out: &mut Vec<Quote>,
    decider: &mut dyn Decide,
) -> Option<Pending> {
    let units = &stretch.units;
    let mut reader = Reader::new(scope, stretch, ballots, out, decider);
    let mut at = 0;
    while at < units.len() {
        let end = match units[at].kind {
            UnitKind::Cue(index) if at >= reader.floor => reader.cue(at, scope.own.cues[index]),
            _ => None,
        };
        at = end.unwrap_or(at + 1).max(at + 1);
    }
    reader.pending
}

/// All cues of a stretch, in order.
pub(super) fn subjects(scope: Scope, stretch: &Stretch) -> Vec<Cued> {
    let units = &stretch.units;
    let (mut ballots, mut out, mut decider) = (Ballot::all(), Vec::new(), Rules);
    let reader = Reader::new(scope, stretch, &mut ballots, &mut out, &mut decider);
    let cues = units.iter().enumerate().filter_map(|(at, u)| match u.kind {
        UnitKind::Cue(index) => Some((at, scope.own.cues[index])),
        _ => None,
    });
    cues.map(|(at, cue)| (at, cue, reader.subject_range(at, cue))).collect()
}

/// Those of a stretch's cues that stand near enough to unit `at` to report it.
pub(super) fn cues_near(cues: &[Cued], at: usize) -> &[Cued] {
    let from = cues.partition_point(|c| c.0 + REACH < at);
    let to = cues.partition_point(|c| c.0 <= at + REACH);
    &cues[from..to]
}

/// Decides nothing: for reading subjects alone.
struct Rules;

impl Decide for Rules {
    fn decide(&mut self, _: &Ballot) -> Decision {
        Decision { choice: 0, margin: 0, confidence: 0 }
    }
}

/// How much more sure a cue must be, in thousandths, to take a quoted piece from one nearer to it.
const MARGIN: i32 = 200;

/// The subject of a cue and where the clause around it lies.
#[derive(Debug, Clone, Copy)]
struct Subject {
    phrase: Option<Range>,
    construction: Construction,
    /// Where words before the reporting clause end.
    before: usize,
    /// Where words behind the reporting clause begin.
    after: usize,
    inverted: bool,
    /// The "who" that stands for the phrase.
    relative: Option<usize>,
}

impl Subject {
    /// A subject before its cue; `before` is where its clause begins, `after` where the words behind the cue do.
    fn before(phrase: Range, before: usize, after: usize) -> Self {
        let construction = Construction::ClauseSubject;
        Self { phrase: Some(phrase), construction, before, after, inverted: false, relative: None }
    }

    /// A subject behind the cue at unit `cue`.
    fn behind(phrase: Range, cue: usize) -> Self {
        let construction = Construction::ClauseSubject;
        Self { phrase: Some(phrase), construction, before: cue, after: phrase.1, inverted: true, relative: None }
    }
}

/// What the rules make of a cue.
#[derive(Debug, Clone)]
struct Found {
    /// The content: one range of units, or two around the reporting clause.
    ranges: Vec<Range>,
    subject: Subject,
    /// What stands behind the reporting clause.
    side: Side,
    /// A quoted piece stands right beside the reporting clause.
    quoted: bool,
    /// The unit to go on at.
    end: usize,
    /// How sure the choice of the source is, in thousandths.
    confidence: Option<u16>,
}

/// Whether a cue has its content in its own sentence.
fn takes_content(cue: Cue) -> bool {
    !matches!(cue.frame, Frame::According | Frame::Message | Frame::Relay)
}

struct Reader<'a, 'o, 'd> {
    reading: Reading<'a>,
    units: &'a [Unit],
    phrases: &'a [Range],
    own: Own<'a>,
    paragraph: u32,
    /// Units before it are taken.
    floor: usize,
    /// The source of the stretch's latest quote.
    main: Option<Range>,
    pending: Option<Pending>,
    out: &'o mut Vec<Quote>,
    decider: &'d mut dyn Decide,
    ballots: &'d mut Ballots,
}

impl<'a, 'o, 'd> Reader<'a, 'o, 'd> {
    fn new(
        scope: Scope<'a>,
        stretch: &'a Stretch,
        ballots: &'d mut Ballots,
        out: &'o mut Vec<Quote>,
        decider: &'d mut dyn Decide,
    ) -> Self {
        let Scope { reading, own, paragraph, .. } = scope;
        let Stretch { units, phrases } = stretch;
        Self { reading, units, phrases, own, paragraph, floor: 0, main: None, pending: None, out, decider, ballots }
    }
}

impl Reader<'_, '_, '_> {
    fn word(&self, at: usize) -> &str {
        self.units.get(at).map_or("", |u| u.tokens.span(self.reading.tokens).slice(self.reading.text))
    }

    fn range_span(&self, range: Range) -> Option<Span> {
        (range.0 < range.1).then(|| self.token_range(range).span(self.reading.tokens))
    }

    /// The units of the subject that the rules give a cue.
    fn subject_range(&self, at: usize, cue: Cue) -> Option<Range> {
        let subject = match cue.frame {
            Frame::According => self.according_subject(at),
            Frame::Relay => phrase::beginning_at(self.units, at + 1, self.units.len()).map(|p| Subject::behind(p, at)),
            Frame::Message => None,
            _ => self.subject(at, cue),
        }?;
        subject.relative.map(|who| (who, who + 1)).or(subject.phrase)
    }

    /// A reading of a cue that the rules refuse: its subject, or the sentence's, and the words behind it.
    fn fallback(&self, at: usize, cue: Cue) -> Option<Found> {
        if !takes_content(cue) || self.pending.is_some() {
            return None;
        }
        let subject = self.subject(at, cue).or_else(|| self.doubtful_subject(at))?;
        let after = self.after(subject.after, cue);
        let range = content::right(self.units, &self.own, &after, cue)?;
        let quoted = self.has_pair(range);
        if subject.phrase.is_none() && at == 0 {
            return None;
        }
        (range.0 < range.1).then(|| Found {
            ranges: vec![range],
            subject,
            side: after.side,
            quoted,
            end: range.1,
            confidence: None,
        })
    }

    /// What the rules make of the cue at unit `at`.
    fn found(&mut self, at: usize, cue: Cue) -> Option<Found> {
        match cue.frame {
            Frame::According => return self.according(at, cue),
            Frame::Message => return self.message(at, cue),
            Frame::Relay => return self.relay(at, cue),
            _ => {}
        }
        let subject = self.subject(at, cue)?;
        let left = self.left(&subject);
        let after = self.after(subject.after, cue);
        let side = after.side;
        if let Some(left) = left.filter(|l| content::comes_first(self.reading, self.units, l, &after, subject.inverted))
        {
            let mut ranges = vec![left.range];
            let mut end = subject.after;
            if let Some(second) = content::second_part(self.units, &left, &after, subject.after, subject.inverted) {
                ranges.push(second);
                end = second.1;
            }
            return Some(Found { ranges, subject, side, quoted: left.quoted, end, confidence: None });
        }
        if let (Some(phrase), true) = (subject.phrase, self.introduces(subject.after)) {
            self.pending = Some(Pending { phrase: self.token_range(phrase), cue });
            return None;
        }
        // A doubtful subject reports nothing unless quoted words stand beside it.
        let first = content::right(self.units, &self.own, &after, cue)?;
        let quoted = self.units[first.0].is_pair();
        let speaks = subject.phrase.is_none_or(|p| phrase::can_speak(self.units, p));
        let nameless = subject.phrase.is_none() && !self.has_pair(first) && cue.form != CueForm::Impersonal;
        if !speaks && !quoted || nameless {
            return None;
        }
        Some(Found { ranges: vec![first], subject, side, quoted: self.has_pair(first), end: first.1, confidence: None })
    }

    /// Whether the paragraph ends in a colon with nothing but adjuncts before it.
    fn introduces(&self, from: usize) -> bool {
        let rest = &self.units[from..];
        rest.last().is_some_and(|u| u.is_mark(TokenKind::Colon)) && !rest.iter().any(Unit::is_pair)
    }

    fn has_pair(&self, range: Range) -> bool {
        self.units[range.0..range.1].iter().any(Unit::is_pair)
    }

    /// Whether a later cue at the end of the sentence ("…, a spokesman said.") takes this one into its content.
    fn is_inside_later_content(&self, at: usize, own: Cue) -> bool {
        let sentence_end = (at..self.units.len()).find(|u| self.units[*u].ends_sentence()).unwrap_or(self.units.len());
        (at + 1..sentence_end).any(|later| {
            let UnitKind::Cue(index) = self.units[later].kind else { return false };
            let cue = self.own.cues[index];
            if cue.class != CueClass::Speech || !matches!(cue.frame, Frame::Say | Frame::According) {
                return false;
            }
            let found =
                if cue.frame == Frame::According { self.according_subject(later) } else { self.subject(later, cue) };
            let Some(subject) = found else { return false };
            // "…, state television reported": a medium that passes on what somebody said.
            if subject.phrase.is_some_and(|p| self.units[p.1 - 1].any(Class::MEDIA)) && own.frame == Frame::Say {
                return false;
            }
            let after = self.after(subject.after, cue);
            let own_quote =
                self.units[self.floor..at].iter().any(Unit::is_pair) || self.units[at..later].iter().any(Unit::is_pair);
            let left = self.left(&subject);
            let weaker = own.weight + MARGIN <= cue.weight && left.is_some_and(|l| l.quoted);
            (!own_quote && left.is_some_and(|l| !l.quoted) || weaker)
                && subject.before > at + 2
                && subject.construction != Construction::SharedSubject
                && left.is_some_and(|l| content::comes_first(self.reading, self.units, &l, &after, subject.inverted))
                && (after.side == Side::Nothing || subject.inverted && after.side == Side::Comma)
        })
    }

    fn left(&self, subject: &Subject) -> Option<content::Left> {
        content::left(self.units, &self.own, self.floor, subject.before, subject.inverted)
    }

    fn after(&self, at: usize, cue: Cue) -> After {
        after(self.units, at, cue.frame)
    }

    fn push(&mut self, found: &Found, cue: Cue, margin: i32) {
        let Found { ranges, subject, quoted, confidence, .. } = found;
        let construction = match subject.construction {
            Construction::ClauseSubject if *quoted => Construction::QuotedSubject,
            other => other,
        };
        let origin = match subject.phrase {
            Some(phrase) => Origin::Phrase(self.token_range(phrase), construction),
            None => Origin::None("the sentence names no source"),
        };
        self.main = subject.phrase.or(self.main);
        if let Some(quote) = content::quote(self.reading, self.units, &self.own, ranges, cue, self.paragraph, origin) {
            let relative = subject.relative.map(|who| self.units[who].tokens);
            self.out.push(Quote { relative, margin, confidence: *confidence, ..quote });
        }
    }

    fn token_range(&self, (start, end): Range) -> TokenRange {
        TokenRange::new(self.units[start].tokens.start, self.units[end - 1].tokens.end)
    }

    /// Whether the clause before the subject only supposes: "if the alliance declined".
    fn is_supposed(&self, subject: usize) -> bool {
        let near = self.units[self.floor..subject].iter().rev().take(2);
        near.take_while(|u| u.is_word()).any(|u| u.any(Class::SUPPOSING)) || self.is_term(subject)
    }

    /// "what engineers call a “relay”": a term in general use.
    fn is_term(&self, subject: usize) -> bool {
        let free = subject > self.floor && self.units[subject - 1].any(Class::FREE_RELATIVE);
        free && !self.units[subject].capital && self.units[subject].any(Class::PERSON_PLURAL)
    }
}
