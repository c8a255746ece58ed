//! The subject of a cue: the words before or behind it that name who reports.

use super::{Reader, Subject};
use crate::language::Class;
use crate::quote::cue::{Cue, CueForm};
use crate::quote::ends_in;
use crate::quote::phrase::{self, Range};
use crate::quote::stretch::{Unit, UnitKind};
use crate::quote::{Construction, content};
use crate::token::TokenKind;

/// Most units of the titles between quotation marks and a source's name.
const LONGEST_TITLE: usize = 9;

enum LeftPhrase {
    Phrase(Range),
    /// A name behind an office, and where the office begins.
    Apposed(Range, usize),
    /// What "who" stands for, and where "who" is.
    Antecedent(Range, usize),
    None,
}

impl Reader<'_, '_, '_> {
    /// The subject of the cue at unit `at`, where it reports for certain that there is one.
    pub(super) fn subject(&self, at: usize, cue: Cue) -> Option<Subject> {
        let after = at + 1;
        match cue.form {
            CueForm::Passive => {
                let phrase = phrase::beginning_at(self.units, after + 1, self.units.len())?;
                return Some(Subject::behind(phrase, at));
            }
            CueForm::Impersonal => {
                let it = (self.floor..at).rev().find(|u| self.units[*u].any(Class::NEUTER))?;
                return Some(Subject { phrase: None, ..Subject::before((it, at), it, after) });
            }
            CueForm::Participle if at > 0 && self.units[at - 1].is_mark(TokenKind::Comma) => {
                return Some(self.shared_subject(at));
            }
            _ => {}
        }
        let participle = cue.form == CueForm::Participle;
        match self.left_phrase(at) {
            LeftPhrase::Phrase(phrase) if participle && !phrase::can_speak(self.units, phrase) => {
                Some(self.shared_subject(at))
            }
            LeftPhrase::Phrase(phrase) if self.is_supposed(phrase.0) => None,
            LeftPhrase::Phrase(phrase) => {
                let phrase = self.behind_marks(self.whole_subject(at, phrase));
                Some(Subject::before(phrase, phrase.0, after))
            }
            LeftPhrase::Apposed(phrase, before) => Some(Subject::before(phrase, before, after)),
            LeftPhrase::Antecedent(phrase, who) => {
                Some(Subject { relative: Some(who), ..Subject::before(phrase, self.floor, after) })
            }
            LeftPhrase::None if participle => Some(self.shared_subject(at)),
            LeftPhrase::None => {
                let found = phrase::beginning_at(self.units, after, self.units.len());
                match found.filter(|p| self.may_invert(at, *p)) {
                    Some(phrase) => Some(Subject::behind(self.name_behind(phrase), at)),
                    // "His ministry, asked for its records, …" is no report.
                    None => self.is_joined(at).then(|| self.shared_subject(at)),
                }
            }
        }
    }

    /// The sentence's subject for a cue whose own the rules do not find; none where they know that it does not report:
    /// in a supposition, or as a participle between commas ("His ministry, asked for its records, …").
    pub(super) fn doubtful_subject(&self, at: usize) -> Option<Subject> {
        let supposed = matches!(self.left_phrase(at), LeftPhrase::Phrase(phrase) if self.is_supposed(phrase.0));
        let inserted = at > 0 && self.units[at - 1].is_mark(TokenKind::Comma);
        let phrase = self.main_subject(at);
        let construction = Construction::SharedSubject;
        let subject = Subject { phrase, construction, before: at, after: at + 1, inverted: false, relative: None };
        (!supposed && !inserted).then_some(subject)
    }

    /// The subject of the main clause or relative clause that a participle or joined verb shares.
    fn shared_subject(&self, at: usize) -> Subject {
        let phrase = self.relative_subject(at).or(self.main).or_else(|| self.main_subject(at));
        Subject {
            phrase,
            construction: Construction::SharedSubject,
            before: at,
            after: at + 1,
            inverted: false,
            relative: None,
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

    /// "“…,” former union lawyer Jane Roe wrote": the words between the marks and the name belong to the source.
    fn behind_marks(&self, phrase: Range) -> Range {
        let first = phrase.0.saturating_sub(LONGEST_TITLE).max(self.floor);
        let Some(pair) = (first..phrase.0).rev().find(|u| self.units[*u].is_pair()) else { return phrase };
        let nominal = |u: &Unit| {
            let verbal = Class::AUXILIARY | Class::RELATIVE | Class::SUBORDINATOR | Class::PRONOUN | Class::CONJUNCTION;
            u.is_word() && !matches!(u.kind, UnitKind::Cue(_)) && (!u.any(verbal) || u.any(Class::POSSESSIVE))
                || u.kind == UnitKind::Clitic
        };
        let between = &self.units[pair + 1..phrase.0];
        let opens = between.first().is_some_and(|u| !u.any(Class::PREPOSITION));
        if opens && between.iter().all(nominal) { (pair + 1, phrase.1) } else { phrase }
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
        // "…, said the government “reserves the right”": a verb or marks behind the phrase make it a subject.
        let goes_on = self.units.get(phrase.1).is_some_and(|u| u.is_pair() || u.is_word() && u.any(Class::AUXILIARY));
        let quoted = before.is_some_and(Unit::is_pair);
        behind && (quoted || !goes_on) && phrase::can_speak(self.units, phrase)
    }

    fn left_phrase(&self, at: usize) -> LeftPhrase {
        let mut end = at;
        while end > self.floor {
            let unit = &self.units[end - 1];
            let word = self.word(end - 1);
            let passed = unit.is_word()
                && (unit.any(Class::ADVERB | Class::AUXILIARY) && !unit.any(Class::PRONOUN) || ends_in(word, "ly"))
                || unit.kind == UnitKind::Clitic && !ends_in(word, "s");
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
            return self.antecedent(end - 1).map_or(LeftPhrase::None, |phrase| LeftPhrase::Antecedent(phrase, end - 1));
        }
        phrase::ending_at(self.units, end - 1, self.floor).map_or(LeftPhrase::None, LeftPhrase::Phrase)
    }

    /// What the relative pronoun at unit `who` stands for.
    pub(super) fn antecedent(&self, who: usize) -> Option<Range> {
        let comma = who >= 1 && self.units[who - 1].is_mark(TokenKind::Comma);
        let noun = if comma { who - 1 } else { who };
        noun.checked_sub(1).and_then(|n| phrase::ending_at(self.units, n, 0))
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
        let named = (name.0..name.1).filter(|u| phrase::is_name(self.units, *u)).count();
        // "the National Security Adviser, Anna Kovac,": an article shows that the capitals are no name.
        let office = |at: usize| {
            phrase::ending_at(self.units, at, self.floor).is_some_and(|p| self.units[p.0].any(Class::DETERMINER))
                && self.units[at].any(Class::TITLE)
        };
        let speaks = |at: usize| {
            let unit = &self.units[at];
            unit.any(phrase::SPEAKING) && unit.is_word() && (!phrase::is_name(self.units, at) || office(at))
        };
        let head = if speaks(open - 1) { Some(open - 1) } else { self.head_before(open).filter(|h| speaks(*h)) };
        let head = head.filter(|_| named > 0)?;
        let (start, _) = phrase::ending_at(self.units, head, self.floor)?;
        let joined = start.checked_sub(2).filter(|b| {
            *b >= self.floor && self.units[start - 1].any(Class::COORDINATOR) && phrase::is_name(self.units, *b)
        });
        match joined.and_then(|b| phrase::ending_at(self.units, b, self.floor)) {
            Some(first) => Some(((first.0, name.1), first.0)),
            None => Some((name, start)),
        }
    }

    /// "its ambassador to the African Union": the noun before the preposition that the words up to `end` belong to.
    fn head_before(&self, end: usize) -> Option<usize> {
        let first = end.saturating_sub(LONGEST_TITLE).max(self.floor + 1);
        let nominal = |u: &Unit| {
            u.is_word()
                && !u.any(Class::AUXILIARY | Class::RELATIVE | Class::SUBORDINATOR | Class::PRONOUN)
                && !matches!(u.kind, UnitKind::Cue(_))
                || u.kind == UnitKind::Clitic
        };
        let owned = (first..end).rev().take_while(|at| nominal(&self.units[*at]));
        owned.filter(|at| self.units[*at].any(Class::PREPOSITION)).last().map(|at| at - 1)
    }

    /// The comma that opens the insertion ending at `comma`: a relative clause, an apposition, a participle.
    fn parenthesis(&self, comma: usize) -> Option<usize> {
        let commas = (self.floor..comma).rev().filter(|at| self.units[*at].is_mark(TokenKind::Comma));
        let mut nearest = None;
        for open in commas {
            let (before, first) = (open.checked_sub(1).map(|b| &self.units[b]), &self.units[open + 1]);
            if self.units[open..comma].iter().any(Unit::is_pair) && !self.units[comma].is_pair() {
                break;
            }
            let noun = before.is_some_and(|b| {
                b.is_word() && (b.capital || b.any(phrase::SPEAKING | Class::SUFFIX)) || b.is_mark(TokenKind::Close)
            });
            if !noun {
                continue;
            }
            let owner = first.capital && self.units.get(open + 2).is_some_and(|u| u.kind == UnitKind::Clitic);
            // "associate professor of history".
            let office = self.units[open + 1..comma].iter().take(3);
            let office = office.take_while(|u| u.is_word()).any(|u| u.any(Class::TITLE) && !u.capital);
            let opens = owner
                || office
                || first.any(
                    Class::RELATIVE
                        | Class::DETERMINER
                        | Class::POSSESSIVE
                        | Class::TITLE
                        | Class::TITLE_PART
                        | Class::PERSON
                        | Class::PREPOSITION,
                )
                || ends_in(self.word(open + 1), "ing")
                || self.word(open + 1).starts_with(|c: char| c.is_ascii_digit());
            if opens {
                return Some(open);
            }
            nearest.get_or_insert(open);
        }
        // "Smith, R-Ohio, said": one or two capitals between the commas.
        nearest.filter(|open| comma - open <= 3)
    }

    /// The subject of the sentence's main clause, for participles and joined verbs at unit `at`.
    pub(super) fn main_subject(&self, at: usize) -> Option<Range> {
        let start = content::after_lead_in(self.reading, self.units, self.sentence_start(at));
        phrase::beginning_at(self.units, start, at).filter(|p| phrase::can_speak(self.units, *p))
    }

    fn sentence_start(&self, at: usize) -> usize {
        (0..at).rev().find(|u| self.units[*u].ends_sentence()).map_or(0, |u| u + 1)
    }
}
