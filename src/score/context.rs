//! Applying the context rules to the hits of a sentence.

use super::rules::{Names, Rule, RuleEffect, SideOf};
use super::{Hit, Modifier, Rules, Scheme, name};
use crate::language::Class;
use crate::lexicon::{Lexicon, Match, Role, UNIT};
use crate::token::{Token, TokenKind, TokenRange, Vocabulary};

/// Words between a trigger and the modifier that `unless` or `needs` looks for before it.
const GOVERNED: u32 = 5;
/// Words before a hit within which `with` looks.
const SENTENCE_REACH: u32 = 40;

/// Everything the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The article's text.
    pub text: &'a str,
    /// The article's tokens.
    pub tokens: &'a [Token],
    /// The words' classes.
    pub vocabulary: &'a Vocabulary,
    /// All lexicons, in the matcher's order.
    pub lexicons: &'a [Lexicon],
    /// Their dimensions.
    pub scheme: &'a Scheme,
    /// The rules.
    pub rules: &'a Rules,
}

/// Turns the scored matches of a sentence into hits; `modifiers` are those of the same sentence, in text order.
pub fn apply(context: Context, sentence: TokenRange, scored: &[Match], modifiers: &[Match], out: &mut Vec<Hit>) {
    let look = Look { context, sentence, scored, modifiers };
    if scored.is_empty() {
        return;
    }
    let triggers = modifiers.iter().map(|m| look.categories(*m)).fold(Names::default(), Names::with);
    let rules: Vec<(&Rule, Names)> = context.rules.triggered(triggers).collect();
    for found in scored.iter().filter(|found| !look.named(**found)) {
        let mut hit = raw(context, *found);
        for (rule, triggers) in &rules {
            if !is_for(context, rule, &hit) {
                continue;
            }
            if let Some(trigger) = look.trigger((rule, *triggers), &hit) {
                fire(context, rule, trigger, &mut hit);
                if rule.last {
                    break;
                }
            }
        }
        hit.value = Hit::worth(hit.base, &hit.modifiers);
        out.push(hit);
    }
}

fn raw(context: Context, found: Match) -> Hit {
    let lexicon = &context.lexicons[found.lexicon as usize];
    let entry = &lexicon.entries()[found.entry as usize];
    Hit {
        span: found.tokens.span(context.tokens),
        tokens: found.tokens,
        lexicon: found.lexicon,
        entry: found.entry,
        dimension: context.scheme.dimension_of_category(found.lexicon, entry.category),
        from_dimension: None,
        category: lexicon.categories()[entry.category].1.id.clone(),
        base: entry.weight,
        modifiers: Vec::new(),
        value: entry.weight,
    }
}

fn is_for(context: Context, rule: &Rule, hit: &Hit) -> bool {
    let own = context.scheme.dimension_of(hit.dimension).role;
    let moved = hit.from_dimension.is_some() && rule.to.is_some();
    !moved && rule.roles.contains(&own) && (rule.categories.is_empty() || rule.categories.contains(&hit.category))
}

fn fire(context: Context, rule: &Rule, trigger: Match, hit: &mut Hit) {
    let weight = context.lexicons[trigger.lexicon as usize].entries()[trigger.entry as usize].weight;
    let mut factor = rule.factor.map_or(weight, |f| (f * f64::from(UNIT)).round() as i32);
    let mut effect = rule.effect.effect();
    if let Some(role) = rule.to {
        if let Some(dimension) = context.scheme.for_category(role, &rule.category, context.lexicons) {
            hit.from_dimension = Some(hit.dimension);
            hit.dimension = dimension;
            hit.category.clone_from(&rule.category);
            factor = raised(hit, factor, rule.floor);
        } else {
            // Nothing to flip to among the lexicons in use: the words no longer mean what their entry says.
            effect = super::Effect::Cancel;
        }
    }
    if effect == super::Effect::Cancel {
        factor = 0;
    }
    hit.modifiers.push(Modifier { rule: rule.id.clone(), span: trigger.tokens.span(context.tokens), effect, factor });
}

/// The factor that brings a hit to at least `floor`.
fn raised(hit: &Hit, factor: i32, floor: f64) -> i32 {
    let floor = (floor * f64::from(UNIT)).round() as i32;
    let value = Hit::worth(hit.base, &hit.modifiers) * factor / UNIT;
    if hit.base > 0 && value < floor {
        (f64::from(floor) * f64::from(UNIT) / f64::from(hit.base)).ceil() as i32
    } else {
        factor
    }
}

struct Look<'a> {
    context: Context<'a>,
    sentence: TokenRange,
    scored: &'a [Match],
    modifiers: &'a [Match],
}

impl Look<'_> {
    /// Whether an entry stands in a proper name. Entries written with capitals look for names, and topics count them.
    fn named(&self, found: Match) -> bool {
        let Context { tokens, vocabulary, lexicons, .. } = self.context;
        let term = || &lexicons[found.lexicon as usize].entries()[found.entry as usize].term;
        name::holds(tokens, vocabulary, self.sentence, found.tokens)
            && self.role(found) != Role::Topic
            && !term().contains(char::is_uppercase)
    }

    /// The category of a match, as a set of names.
    fn categories(&self, found: Match) -> Names {
        let entry = &self.context.lexicons[found.lexicon as usize].entries()[found.entry as usize];
        self.context.rules.name(found.lexicon, entry.category)
    }

    fn category(&self, found: Match) -> &str {
        let lexicon = &self.context.lexicons[found.lexicon as usize];
        &lexicon.categories()[lexicon.entries()[found.entry as usize].category].1.id
    }

    fn role(&self, found: Match) -> Role {
        let entry = &self.context.lexicons[found.lexicon as usize].entries()[found.entry as usize];
        let scheme = self.context.scheme;
        scheme.dimension_of(scheme.dimension_of_category(found.lexicon, entry.category)).role
    }

    fn is_any(&self, found: Match, names: &[String]) -> bool {
        names.iter().any(|n| n == self.category(found))
    }

    /// The nearest trigger of a rule for a hit. Words that have already changed a hit change it no further.
    fn trigger(&self, (rule, triggers): (&Rule, Names), hit: &Hit) -> Option<Match> {
        let spent = |found: &Match| {
            let span = found.tokens.span(self.context.tokens);
            hit.modifiers.iter().any(|m| m.span == span)
        };
        let (entry, hit) = ((hit.lexicon, hit.entry), hit.tokens);
        let fits = |found: &Match| {
            self.categories(*found).meets(triggers)
                && self.is_any(*found, &rule.trigger)
                && !spent(found)
                && self.reaches(rule, *found, hit)
                && !(self.negates(*found) && found.tokens.end <= hit.start && self.spells_negator(entry))
                && self.conditions(rule, *found, hit)
        };
        match rule.side {
            SideOf::Before => {
                let end = self.modifiers.partition_point(|m| m.tokens.start < hit.start);
                let near = self.modifiers[..end]
                    .iter()
                    .rev()
                    .take_while(|m| m.tokens.start + 4 * (rule.window + 8) > hit.start);
                near.copied().find(fits)
            }
            SideOf::Behind => {
                let start = self.modifiers.partition_point(|m| m.tokens.start < hit.end);
                let near =
                    self.modifiers[start..].iter().take_while(|m| m.tokens.start < hit.end + 2 * (rule.window + 4));
                near.copied().find(fits)
            }
            SideOf::Within => {
                let start = self.modifiers.partition_point(|m| m.tokens.start < hit.start);
                let near = self.modifiers[start..].iter().take_while(|m| m.tokens.start <= hit.end + rule.window);
                near.copied().find(fits)
            }
            SideOf::Gap => {
                let start = self.modifiers.partition_point(|m| m.tokens.start < hit.start);
                let own = self.modifiers[start..].iter().take_while(|m| m.tokens.start < hit.end);
                let mut passed =
                    own.filter(|m| m.tokens.end <= hit.end && self.has(**m, Class::NEGATOR | Class::MODAL));
                passed.find(|m| fits(m)).copied().filter(|m| !(self.negates(*m) && self.spells_negator(entry)))
            }
        }
    }

    /// Whether trigger and hit are close enough, with no clause mark between them unless the rule allows it.
    fn reaches(&self, rule: &Rule, trigger: Match, hit: TokenRange) -> bool {
        let between = match rule.side {
            SideOf::Before => TokenRange::new(self.governing(trigger, hit), hit.start),
            SideOf::Behind => TokenRange::new(hit.end, trigger.tokens.start),
            SideOf::Within => TokenRange::new(hit.end, trigger.tokens.start.max(hit.end)),
            SideOf::Gap => return true,
        };
        if between.start > between.end {
            return false;
        }
        let tokens = between.of(self.context.tokens);
        if rule.side == SideOf::Before && self.apart(rule, trigger, tokens, hit) {
            return false;
        }
        let words = tokens.iter().filter(|t| t.is_wordlike()).count();
        let passive = rule.side != SideOf::Behind || tokens.iter().any(|t| self.class(*t).any(Class::BE));
        passive && words <= rule.window as usize && (rule.across || !tokens.iter().any(|t| self.ends_clause(*t)))
    }

    /// Whether trigger and hit are two statements. What is shifted stands behind its trigger: "the shelling stopped and
    /// talks began", "the ban was robbery" shift nothing. A verb behind "and" starts afresh: "without basis, and demanded".
    fn apart(&self, rule: &Rule, trigger: Match, between: &[Token], hit: TokenRange) -> bool {
        let is =
            |at: u32, class: Class| self.context.tokens.get(at as usize).is_some_and(|t| self.class(*t).any(class));
        let shifts = rule.effect == RuleEffect::Flip && !self.negates(trigger);
        let joined = between.last().is_some_and(|t| self.class(*t).any(Class::COORDINATOR));
        let verb = || is(hit.start, Class::PAST | Class::MODAL) || self.form(hit.start).ends_with("ed");
        shifts && is(trigger.tokens.end, Class::COORDINATOR | Class::BE) || joined && verb()
    }

    fn form(&self, at: u32) -> &str {
        self.context.tokens[at as usize].span.slice(self.context.text)
    }

    /// Where the reach of a trigger before a hit begins: behind the trigger, or behind the last infinitive that is
    /// joined to its own ("no reason to sit down, to gather again and start talks").
    fn governing(&self, trigger: Match, hit: TokenRange) -> u32 {
        let tokens = self.context.tokens;
        let infinitive = |at: u32| self.class(tokens[at as usize]).any(Class::INFINITIVE);
        let end = trigger.tokens.end;
        if end >= hit.start || !infinitive(end - 1) {
            return end;
        }
        let joins = |at: u32| {
            let before = tokens[at as usize - 1];
            before.kind == TokenKind::Comma || self.class(before).any(Class::COORDINATOR)
        };
        (end + 1..hit.start).rev().find(|at| infinitive(*at) && joins(*at)).map_or(end, |at| at + 1)
    }

    fn class(&self, token: Token) -> Class {
        self.context.vocabulary.class(token.word)
    }

    /// Marks and words at which a modifier's reach ends; quotation marks and hyphens do not end it.
    fn ends_clause(&self, token: Token) -> bool {
        match token.kind {
            TokenKind::Word | TokenKind::Clitic | TokenKind::Number => self.class(token).any(Class::CLAUSE_MARK),
            TokenKind::Symbol | TokenKind::Url => false,
            _ => !token.is_transparent(),
        }
    }

    fn conditions(&self, rule: &Rule, trigger: Match, hit: TokenRange) -> bool {
        (rule.unless.is_empty() || !self.governed(trigger, &rule.unless))
            && (rule.needs.is_empty() || self.governed(trigger, &rule.needs))
            && (rule.with.is_empty() || self.accompanied(rule, trigger, hit))
            && !(rule.nearest && self.shielded(rule, trigger, hit))
            && !self.barred(rule, trigger, hit)
            && (!rule.first_person || self.first_person(trigger))
    }

    /// Whether a modifier of one of the categories stands right before the trigger.
    fn governed(&self, trigger: Match, names: &[String]) -> bool {
        let end = self.modifiers.partition_point(|m| m.tokens.start < trigger.tokens.start);
        self.modifiers[..end].iter().rev().take(6).any(|m| {
            let between = TokenRange::new(m.tokens.end, trigger.tokens.start);
            if between.start > between.end || !self.is_any(*m, names) {
                return false;
            }
            let tokens = between.of(self.context.tokens);
            tokens.iter().filter(|t| t.is_wordlike()).count() <= GOVERNED as usize
                && !tokens.iter().any(|t| self.ends_clause(*t))
        })
    }

    /// Whether another entry stands between trigger and hit and takes the trigger for itself; valence takes none from a
    /// rule that is not for valence.
    fn shielded(&self, rule: &Rule, trigger: Match, hit: TokenRange) -> bool {
        let start = self.scored.partition_point(|m| m.tokens.start < trigger.tokens.end);
        let mut between = self.scored[start..].iter().take_while(|m| m.tokens.start < hit.start);
        let valence = rule.roles.contains(&Role::Valence);
        between.any(|m| valence || self.role(*m) != Role::Valence)
    }

    /// Whether a modifier of `barred` stands between trigger and hit, or one of `barred_within` in the hit.
    fn barred(&self, rule: &Rule, trigger: Match, hit: TokenRange) -> bool {
        let start = self.modifiers.partition_point(|m| m.tokens.start < trigger.tokens.end);
        let near = self.modifiers[start..].iter().take_while(|m| m.tokens.start < hit.end);
        near.into_iter().any(|m| {
            let names = if m.tokens.start < hit.start { &rule.barred } else { &rule.barred_within };
            self.is_any(*m, names)
        })
    }

    /// Whether a modifier of `with` stands between the sentence's start and the hit's end, apart from the trigger.
    fn accompanied(&self, rule: &Rule, trigger: Match, hit: TokenRange) -> bool {
        let end = self.modifiers.partition_point(|m| m.tokens.start < hit.end);
        let near = self.modifiers[..end].iter().rev().take_while(|m| m.tokens.start + 2 * SENTENCE_REACH > hit.start);
        let mut found = near.filter(|m| **m != trigger);
        found.any(|m| self.is_any(*m, &rule.with))
    }

    /// Whether a modifier holds a negator.
    fn negates(&self, found: Match) -> bool {
        self.has(found, Class::NEGATOR)
    }

    /// Whether a word of a modifier is of a class.
    fn has(&self, found: Match, class: Class) -> bool {
        found.tokens.of(self.context.tokens).iter().any(|t| self.class(*t).any(class))
    }

    /// Whether an entry's own term holds a negator, so that one among its words belongs to it.
    fn spells_negator(&self, (lexicon, entry): (u16, u32)) -> bool {
        let term = &self.context.lexicons[lexicon as usize].entries()[entry as usize].term;
        let vocabulary = self.context.vocabulary;
        let mut words = term.split(|c: char| !c.is_alphabetic() && c != '\'');
        words.any(|w| vocabulary.class(vocabulary.look_up(w.as_bytes())).any(Class::NEGATOR))
    }

    fn first_person(&self, trigger: Match) -> bool {
        let start = trigger.tokens.start.saturating_sub(2).max(self.sentence.start);
        let range = TokenRange::new(start, trigger.tokens.end);
        range.of(self.context.tokens).iter().any(|t| self.class(*t).any(Class::FIRST_PERSON))
    }
}
