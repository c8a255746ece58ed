//! Reporting clauses: for each cue of a stretch its subject, and on which side its content stands.

use super::content::{self, After, Side};
use super::cue::{Cue, CueClass, CueForm, Frame};
use super::phrase::{self, Range};
use super::stretch::{Stretch, Unit, UnitKind};
use super::{Construction, Origin, Own, Quote, Reading};
use crate::language::Class;
use crate::token::{TokenKind, TokenRange};

/// A cue whose content stands in the next paragraph: "and added:".
#[derive(Debug, Clone, Copy)]
pub(super) struct Pending {
    pub phrase: TokenRange,
    pub cue: Cue,
}

/// Reads all cues of a stretch, left to right, and appends the quotes they report. A cue at the end of the
/// paragraph that introduces the next is returned.
pub(super) fn read(
    reading: Reading,
    stretch: &Stretch,
    own: &Own,
    paragraph: u32,
    out: &mut Vec<Quote>,
) -> Option<Pending> {
    let units = &stretch.units;
    let mut reader = Reader { reading, units, own, paragraph, floor: 0, main: None, pending: None, out };
    let mut at = 0;
    while at < units.len() {
        let end = match units[at].kind {
            UnitKind::Cue(index) if at >= reader.floor => reader.cue(at, own.cues[index]),
            _ => None,
        };
        at = end.unwrap_or(at + 1).max(at + 1);
    }
    reader.pending
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
}

struct Reader<'a, 'o> {
    reading: Reading<'a>,
    units: &'a [Unit],
    own: &'a Own<'a>,
    paragraph: u32,
    /// Units before it are taken.
    floor: usize,
    /// The source of the stretch's latest quote.
    main: Option<Range>,
    pending: Option<Pending>,
    out: &'o mut Vec<Quote>,
}

impl Reader<'_, '_> {
    fn lower(&self, at: usize) -> String {
        self.units
            .get(at)
            .map_or_else(String::new, |u| u.tokens.span(self.reading.tokens).slice(self.reading.text).to_lowercase())
    }

    /// Reads the cue at unit `at`; returns the unit to go on at when it reports something.
    fn cue(&mut self, at: usize, cue: Cue) -> Option<usize> {
        match cue.frame {
            Frame::According => return self.according(at, cue),
            Frame::Message => return self.message(at, cue),
            Frame::Relay => return self.relay(at, cue),
            _ => {}
        }
        if self.is_inside_later_content(at, cue) {
            return None;
        }
        let subject = self.subject(at, cue)?;
        let left = self.left(&subject);
        let after = self.after(subject.after, cue);
        let quoted_left = left.is_some_and(|l| l.quoted);
        if let Some(left) = left.filter(|l| content::comes_first(self.reading, self.units, l, &after, subject.inverted))
        {
            let mut ranges = vec![left.range];
            let mut end = subject.after;
            if let Some(second) = content::second_part(self.units, &left, &after, subject.after, subject.inverted) {
                ranges.push(second);
                end = second.1;
            }
            self.push(&ranges, cue, &subject, quoted_left);
            self.floor = end;
            return Some(end);
        }
        if let (Some(phrase), true) = (subject.phrase, self.introduces(subject.after)) {
            self.pending = Some(Pending { phrase: self.token_range(phrase), cue });
            return None;
        }
        // A doubtful subject reports nothing unless quoted words stand beside it.
        let first = content::right(self.units, self.own, &after, cue)?;
        let quoted = self.units[first.0].is_pair();
        let speaks = subject.phrase.is_none_or(|p| phrase::can_speak(self.units, p));
        let nameless = subject.phrase.is_none() && !self.has_pair(first) && cue.form != CueForm::Impersonal;
        if !speaks && !quoted || nameless {
            return None;
        }
        self.push(&[first], cue, &subject, self.has_pair(first));
        self.floor = first.1;
        Some(first.1)
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
        content::left(self.units, self.own, self.floor, subject.before, subject.inverted)
    }

    fn after(&self, at: usize, cue: Cue) -> After {
        content::after(self.units, at, cue.frame)
    }

    fn push(&mut self, ranges: &[Range], cue: Cue, subject: &Subject, quoted: bool) {
        let construction = match subject.construction {
            Construction::ClauseSubject if quoted => Construction::QuotedSubject,
            other => other,
        };
        let origin = match subject.phrase {
            Some(phrase) => Origin::Phrase(self.token_range(phrase), construction),
            None => Origin::None("the sentence names no source"),
        };
        self.main = subject.phrase.or(self.main);
        if let Some(quote) = content::quote(self.reading, self.units, self.own, ranges, cue, self.paragraph, origin) {
            self.out.push(quote);
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

    fn subject(&self, at: usize, cue: Cue) -> Option<Subject> {
        let after = at + 1;
        if cue.form == CueForm::Passive {
            let phrase = phrase::beginning_at(self.units, after + 1, self.units.len())?;
            return Some(Subject {
                phrase: Some(phrase),
                construction: Construction::ClauseSubject,
                before: at,
                after: phrase.1,
                inverted: true,
            });
        }
        if cue.form == CueForm::Impersonal {
            let it = (self.floor..at).rev().find(|u| self.units[*u].any(Class::NEUTER))?;
            return Some(Subject {
                phrase: None,
                construction: Construction::ClauseSubject,
                before: it,
                after,
                inverted: false,
            });
        }
        let shared = |reader: &Self| Subject {
            phrase: reader.relative_subject(at).or(reader.main).or_else(|| reader.main_subject(at)),
            construction: Construction::SharedSubject,
            before: at,
            after,
            inverted: false,
        };
        let comma_before = at > 0 && self.units[at - 1].is_mark(TokenKind::Comma);
        if cue.form == CueForm::Participle && comma_before {
            return Some(shared(self));
        }
        match self.left_phrase(at) {
            LeftPhrase::Phrase(phrase) if cue.form == CueForm::Participle && !phrase::can_speak(self.units, phrase) => {
                Some(shared(self))
            }
            LeftPhrase::Phrase(phrase) if self.is_supposed(phrase.0) => None,
            LeftPhrase::Phrase(phrase) => {
                let phrase = self.whole_subject(at, phrase);
                Some(Subject {
                    phrase: Some(phrase),
                    construction: Construction::ClauseSubject,
                    before: phrase.0,
                    after,
                    inverted: false,
                })
            }
            LeftPhrase::Apposed(phrase, before) => Some(Subject {
                phrase: Some(phrase),
                construction: Construction::ClauseSubject,
                before,
                after,
                inverted: false,
            }),
            LeftPhrase::Antecedent(phrase) => Some(Subject {
                phrase: Some(phrase),
                construction: Construction::ClauseSubject,
                before: self.floor,
                after,
                inverted: false,
            }),
            LeftPhrase::None if cue.form == CueForm::Participle => Some(shared(self)),
            LeftPhrase::None => {
                let phrase =
                    phrase::beginning_at(self.units, after, self.units.len()).filter(|p| self.may_invert(at, *p));
                match phrase.map(|p| self.name_behind(p)) {
                    Some(phrase) => Some(Subject {
                        phrase: Some(phrase),
                        construction: Construction::ClauseSubject,
                        before: at,
                        after: phrase.1,
                        inverted: true,
                    }),
                    // "His ministry, asked for its records, …" is no report.
                    None => self.is_joined(at).then(|| shared(self)),
                }
            }
        }
    }

    /// "said his deputy, Ilse Tamarind.": the name behind the office.
    fn name_behind(&self, office: Range) -> Range {
        let title = &self.units[office.1 - 1];
        let comma = self.units.get(office.1).is_some_and(|u| u.is_mark(TokenKind::Comma));
        let name = phrase::beginning_at(self.units, office.1 + 1, self.units.len());
        match name {
            Some(name)
                if comma
                    && title.any(phrase::SPEAKING)
                    && !title.capital
                    && (name.0..name.1).all(|u| self.units[u].capital)
                    && self.units.get(name.1).is_none_or(|u| !u.is_word()) =>
            {
                name
            }
            _ => office,
        }
    }

    /// Whether a conjunction, adverbs aside, joins the cue to a verb before it.
    fn is_joined(&self, at: usize) -> bool {
        let before = self.units[..at]
            .iter()
            .rev()
            .find(|u| !(u.is_word() && u.any(Class::ADVERB) && !u.any(Class::COORDINATOR)));
        before.is_some_and(|u| u.any(Class::COORDINATOR))
    }

    /// "Two people briefed on the matter said": when the nearest phrase cannot speak, the one that opens the clause.
    fn whole_subject(&self, at: usize, phrase: Range) -> Range {
        if phrase::can_speak(self.units, phrase) {
            return phrase;
        }
        let comma = self.units[self.floor..phrase.0].iter().any(|u| {
            !u.is_word() && u.kind != UnitKind::Clitic && !u.is_mark(TokenKind::Close) && !u.is_mark(TokenKind::Open)
        });
        match self.main_subject(at) {
            Some(main) if !comma && main.0 >= self.floor && main.1 <= phrase.0 => (main.0, phrase.1),
            _ => phrase,
        }
    }

    /// "Bexley, who runs the grid and said": what "who" stands for.
    fn relative_subject(&self, at: usize) -> Option<Range> {
        let clause = self.units[self.floor..at]
            .iter()
            .rev()
            .take_while(|u| !u.ends_sentence() && !u.is_mark(TokenKind::Comma))
            .count();
        let who = (at - clause..at)
            .rev()
            .find(|u| self.units[*u].any(Class::RELATIVE) && !self.units[*u].any(Class::CONJUNCTION | Class::THAT))?;
        let noun = if who > self.floor && self.units[who - 1].is_mark(TokenKind::Comma) { who - 1 } else { who };
        phrase::ending_at(self.units, noun.checked_sub(1).filter(|n| *n >= self.floor)?, self.floor)
    }

    /// Inversion ("said Kovac") needs content right before the cue and a source that can speak.
    fn may_invert(&self, at: usize, phrase: Range) -> bool {
        let before = at.checked_sub(1).map(|b| &self.units[b]);
        let behind = before.is_some_and(|b| b.is_pair() || b.is_mark(TokenKind::Comma) || b.is_mark(TokenKind::Dash));
        behind && phrase::can_speak(self.units, phrase)
    }

    fn left_phrase(&self, at: usize) -> LeftPhrase {
        let mut end = at;
        while end > self.floor {
            let unit = &self.units[end - 1];
            let word = self.lower(end - 1);
            let passed = unit.is_word()
                && (unit.any(Class::ADVERB | Class::AUXILIARY) && !unit.any(Class::PRONOUN) || word.ends_with("ly"))
                || unit.kind == UnitKind::Clitic && !word.ends_with('s');
            if passed {
                end -= 1;
            } else if unit.any(Class::WEEKDAY | Class::TIME | Class::MONTH) && unit.is_word() && end >= self.floor + 2 {
                end = self.before_time(end - 1);
            } else if unit.is_mark(TokenKind::Close) {
                match self.back_to(end - 1, TokenKind::Open) {
                    Some(open) => end = open,
                    None => break,
                }
            } else if unit.is_mark(TokenKind::Dash) {
                match self.back_to(end - 1, TokenKind::Dash) {
                    Some(dash) => end = dash,
                    None => return LeftPhrase::None,
                }
            } else if unit.is_pair() && end >= self.floor + 2 && self.units[end - 2].any(Class::PREPOSITION) {
                // "the author of “Falling Objects,” said".
                match self.parenthesis(end - 1) {
                    Some(comma) => end = comma,
                    None => break,
                }
            } else if unit.is_mark(TokenKind::Comma) {
                if let Some((name, before)) = self.apposed_name(end - 1) {
                    return LeftPhrase::Apposed(name, before);
                }
                match self.parenthesis(end - 1) {
                    Some(comma) => end = comma,
                    None => return LeftPhrase::None,
                }
            } else {
                break;
            }
        }
        if end == self.floor {
            return LeftPhrase::None;
        }
        let last = &self.units[end - 1];
        let relative = last.any(Class::RELATIVE) && !last.any(Class::CONJUNCTION | Class::THAT);
        if relative {
            let noun = if end >= 2 && self.units[end - 2].is_mark(TokenKind::Comma) { end - 2 } else { end - 1 };
            let antecedent = noun.checked_sub(1).and_then(|n| phrase::ending_at(self.units, n, 0));
            return antecedent.map_or(LeftPhrase::None, LeftPhrase::Antecedent);
        }
        phrase::ending_at(self.units, end - 1, self.floor).map_or(LeftPhrase::None, LeftPhrase::Phrase)
    }

    /// "Kovac on Thursday said": the unit before the time and its preposition.
    fn before_time(&self, time: usize) -> usize {
        let mut at = time;
        while at > self.floor
            && self.units[at - 1].any(Class::PREPOSITION | Class::DETERMINER | Class::TIME)
            && self.units[at - 1].is_word()
        {
            at -= 1;
        }
        at
    }

    fn back_to(&self, from: usize, mark: TokenKind) -> Option<usize> {
        (self.floor..from).rev().find(|at| self.units[*at].is_mark(mark))
    }

    /// "Its director, Jean-Marc Duval, said": the name between the commas, behind an office.
    /// The second value is where the office begins. An office joined to a name ("Kovac and her counterpart, Brandt,")
    /// gives both.
    fn apposed_name(&self, comma: usize) -> Option<(Range, usize)> {
        let name = phrase::ending_at(self.units, comma.checked_sub(1).filter(|c| *c >= self.floor)?, self.floor)?;
        let open = name.0.checked_sub(1).filter(|o| *o > self.floor && self.units[*o].is_mark(TokenKind::Comma))?;
        let office = &self.units[open - 1];
        let named = (name.0..name.1).filter(|u| phrase::is_name(self.units, *u)).count();
        if named == 0 || !office.any(phrase::SPEAKING) || !office.is_word() || phrase::is_name(self.units, open - 1) {
            return None;
        }
        let (start, _) = phrase::ending_at(self.units, open - 1, self.floor)?;
        let joined = start.checked_sub(2).filter(|b| {
            *b >= self.floor && self.units[start - 1].any(Class::COORDINATOR) && phrase::is_name(self.units, *b)
        });
        match joined.and_then(|b| phrase::ending_at(self.units, b, self.floor)) {
            Some(first) => Some(((first.0, name.1), first.0)),
            None => Some((name, start)),
        }
    }

    /// The comma that opens the insertion ending at `comma`: a relative clause, an apposition, a participle.
    fn parenthesis(&self, comma: usize) -> Option<usize> {
        let commas = (self.floor..comma).rev().filter(|at| self.units[*at].is_mark(TokenKind::Comma));
        let mut nearest = None;
        for open in commas {
            let (before, first) = (open.checked_sub(1).map(|b| &self.units[b]), &self.units[open + 1]);
            if self.units[open..comma].iter().any(|u| u.is_pair()) && !self.units[comma].is_pair() {
                break;
            }
            let noun = before.is_some_and(|b| {
                b.is_word() && (b.capital || b.any(phrase::SPEAKING | Class::SUFFIX)) || b.is_mark(TokenKind::Close)
            });
            if !noun {
                continue;
            }
            let owner = first.capital && self.units.get(open + 2).is_some_and(|u| u.kind == UnitKind::Clitic);
            let opens = owner
                || first.any(
                    Class::RELATIVE
                        | Class::DETERMINER
                        | Class::POSSESSIVE
                        | Class::TITLE
                        | Class::TITLE_PART
                        | Class::PERSON
                        | Class::PREPOSITION,
                )
                || self.lower(open + 1).ends_with("ing")
                || self.lower(open + 1).starts_with(|c: char| c.is_ascii_digit());
            if opens {
                return Some(open);
            }
            nearest.get_or_insert(open);
        }
        // "Smith, R-Ohio, said": one or two capitals between the commas.
        nearest.filter(|open| comma - open <= 3)
    }

    /// The subject of the sentence's main clause, for participles and joined verbs at unit `at`.
    fn main_subject(&self, at: usize) -> Option<Range> {
        let start = content::after_lead_in(self.reading, self.units, self.sentence_start(at));
        phrase::beginning_at(self.units, start, at).filter(|p| phrase::can_speak(self.units, *p))
    }

    fn sentence_start(&self, at: usize) -> usize {
        (0..at).rev().find(|u| self.units[*u].ends_sentence()).map_or(0, |u| u + 1)
    }

    fn according_subject(&self, at: usize) -> Option<Subject> {
        let phrase = phrase::beginning_at(self.units, at + 1, self.units.len())?;
        Some(Subject {
            phrase: Some(phrase),
            construction: Construction::According,
            before: at,
            after: phrase.1,
            inverted: true,
        })
    }

    /// "…, according to S" or "According to S, …".
    fn according(&mut self, at: usize, cue: Cue) -> Option<usize> {
        let subject = self.according_subject(at)?;
        let first =
            self.units[self.floor..at].iter().all(|u| u.any(Class::COORDINATOR) || !u.is_word() && !u.is_pair());
        if !first {
            let left = self.left(&subject)?;
            self.push(&[left.range], cue, &subject, left.quoted);
            self.floor = subject.after;
            return Some(subject.after);
        }
        let comma = (subject.after..self.units.len()).find(|u| self.units[*u].is_mark(TokenKind::Comma))?;
        // "According to Kovac, who leads the union, the …": an insertion goes before the content.
        let relative = self.units.get(comma + 1).is_some_and(|u| u.any(Class::RELATIVE));
        let second = (comma + 1..self.units.len()).find(|u| relative && self.units[*u].is_mark(TokenKind::Comma));
        let start = second.unwrap_or(comma) + 1;
        let range = content::right(self.units, self.own, &After { at: start, side: Side::Clause }, cue)?;
        self.push(&[range], cue, &subject, self.has_pair(range));
        self.floor = range.1;
        Some(range.1)
    }

    /// "The agency quoted S as saying (that) …": who is quoted is the source.
    fn relay(&mut self, at: usize, cue: Cue) -> Option<usize> {
        let phrase = phrase::beginning_at(self.units, at + 1, self.units.len())?;
        let saying = (phrase.1..self.units.len().min(phrase.1 + 6)).find(|u| self.units[*u].ing)?;
        let after = content::after(self.units, saying + 1, Frame::Say);
        let range = content::right(self.units, self.own, &after, cue)?;
        let subject = Subject {
            phrase: Some(phrase),
            construction: Construction::ClauseSubject,
            before: at,
            after: saying + 1,
            inverted: true,
        };
        self.push(&[range], cue, &subject, self.has_pair(range));
        self.floor = range.1;
        Some(range.1)
    }

    /// "his claim that …", "the statement: “…”": the noun's owner is the source.
    fn message(&mut self, at: usize, cue: Cue) -> Option<usize> {
        let after = self.after(at + 1, cue);
        if !matches!(after.side, Side::That | Side::Colon | Side::Quoted) {
            return None;
        }
        let owner = at.checked_sub(1).filter(|b| *b >= self.floor);
        let phrase = match owner.map(|b| self.units[b].kind) {
            Some(UnitKind::Clitic) if at >= self.floor + 2 => phrase::ending_at(self.units, at - 2, self.floor)?,
            Some(UnitKind::Word) if self.units[at - 1].any(Class::POSSESSIVE) => (at - 1, at),
            _ if after.side == Side::Quoted => self.main_subject(at)?,
            _ => return None,
        };
        let range = content::right(self.units, self.own, &after, cue)?;
        let subject = Subject {
            phrase: Some(phrase),
            construction: Construction::ClauseSubject,
            before: phrase.0,
            after: at + 1,
            inverted: false,
        };
        self.push(&[range], cue, &subject, self.has_pair(range));
        self.floor = range.1;
        Some(range.1)
    }
}

enum LeftPhrase {
    Phrase(Range),
    /// A name behind an office, and where the office begins.
    Apposed(Range, usize),
    /// What "who" stands for.
    Antecedent(Range),
    None,
}
