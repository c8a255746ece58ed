//! What a cue reports and who says it: the rules' reading and others, one of which the model takes.

use super::{Found, Reader, takes_content};
use crate::language::Class;
use crate::quote::Construction;
use crate::quote::choose::{Ballot, Task};
use crate::quote::cue::{Cue, Frame};
use crate::quote::phrase::Range;
use crate::quote::place::{self, Scene};

impl Reader<'_, '_, '_> {
    /// Reads the cue at unit `at`; returns the unit to go on at when it reports something.
    pub(super) fn cue(&mut self, at: usize, cue: Cue) -> Option<usize> {
        let later = takes_content(cue) && self.is_inside_later_content(at, cue);
        let by_rule = if later { None } else { self.found(at, cue) };
        let fallback = if by_rule.is_none() { self.fallback(at, cue) } else { None };
        let base = by_rule.as_ref().or(fallback.as_ref())?;
        let mut ballot = std::mem::replace(&mut self.ballots[Task::Content as usize], Ballot::new(Task::Content));
        ballot.clear();
        ballot.cue = Some(cue.span);
        ballot.open([None, None], None);
        let (own, other) = if by_rule.is_some() { (0, 1) } else { (2, 2) };
        let shared = self.nominate(&mut ballot, at, cue, base, later);
        self.nominate_range(&mut ballot, at, cue, &base.ranges, own);
        let mut ends = Vec::new();
        if let [range] = base.ranges[..]
            && range.0 > at
        {
            ends = self.other_ends(range);
            for end in &ends {
                let range = (range.0, *end);
                ballot.open([self.range_span(range), None], None);
                ballot.repeat(1, shared);
                self.nominate_range(&mut ballot, at, cue, &[range], other);
            }
        }
        let decision = self.decider.decide(&ballot);
        self.ballots[Task::Content as usize] = ballot;
        let choice = decision.choice.checked_sub(1)?;
        let mut chosen = by_rule.or(fallback)?;
        if let Some(end) = choice.checked_sub(1).map(|at| ends[at]) {
            chosen.ranges[0].1 = end;
            chosen.end = end;
        }
        if !matches!(cue.frame, Frame::Relay | Frame::According) {
            self.choose_source(at, cue, &mut chosen);
        }
        self.push(&chosen, cue, decision.margin);
        self.floor = chosen.end;
        Some(chosen.end)
    }

    /// Lets the model choose the source among all phrases near.
    fn choose_source(&mut self, at: usize, cue: Cue, found: &mut Found) {
        let content = (found.ranges[0].0, found.ranges.last().map_or(at, |r| r.1));
        let units = self.units;
        let inside = |p: &Range| p.0 < content.1 && content.0 < p.1 && found.ranges.len() == 1;
        let rule = found.subject.relative.map(|who| (who, who + 1)).or(found.subject.phrase);
        let mut phrases = place::near(self.phrases, content).to_vec();
        phrases.retain(|p| !inside(p));
        if let Some(rule) = rule {
            place::admit(&mut phrases, rule);
        }
        let mut ballot = std::mem::replace(&mut self.ballots[Task::Source as usize], Ballot::new(Task::Source));
        ballot.clear();
        ballot.cue = Some(cue.span);
        let whole = [self.range_span(content), None];
        let cues = [(at, cue, rule)];
        let scene = Scene { units, content, phrases: &phrases, cues: &cues, given: Some(at), rule };
        // The rules' own choice comes first, so that it stands where nothing speaks for another.
        let others = phrases.iter().copied().map(Some).chain([None]).filter(|p| *p != rule);
        let picks: Vec<Option<Range>> = [rule].into_iter().chain(others).collect();
        for pick in &picks {
            ballot.open(whole, pick.and_then(|p| self.range_span(p)));
            match pick {
                Some(phrase) => scene.place(*phrase, &mut ballot),
                None => scene.nobody(&mut ballot),
            }
        }
        let decision = self.decider.decide(&ballot);
        self.ballots[Task::Source as usize] = ballot;
        found.confidence = Some(decision.confidence).filter(|c| *c > 0);
        let chosen = picks[decision.choice];
        if chosen == rule {
            return;
        }
        found.subject.relative = None;
        found.subject.phrase = chosen;
        if let Some(phrase) = chosen {
            found.subject.construction = Construction::Chosen;
            let who = phrase.1 == phrase.0 + 1 && units[phrase.0].any(Class::RELATIVE);
            if who && let Some(noun) = self.antecedent(phrase.0) {
                found.subject.relative = Some(phrase.0);
                found.subject.phrase = Some(noun);
            }
        }
    }
}
