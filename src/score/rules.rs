//! The context rules, as an ordered table of data (`lexicons/modifiers/rules.toml`).

use super::Effect;
use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::{Lexicon, Role};
use serde::Deserialize;

/// What a rule does, as the table names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleEffect {
    /// The hit moves to another role.
    Flip,
    /// The hit is multiplied.
    Scale,
    /// The hit is worth nothing.
    Cancel,
    /// The hit is multiplied.
    Boost,
}

impl RuleEffect {
    pub(super) const fn effect(self) -> Effect {
        match self {
            Self::Flip => Effect::Flip,
            Self::Scale => Effect::Scale,
            Self::Cancel => Effect::Cancel,
            Self::Boost => Effect::Boost,
        }
    }
}

/// On which side of a hit a trigger stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SideOf {
    /// Before the hit.
    Before,
    /// Behind the hit, in the passive ("talks were suspended").
    Behind,
    /// In the hit's own words, or behind them within the window ("urged both sides to stop").
    Within,
    /// Among the hit's own words, where its entry passes over others in a gap ("the border will not be closed").
    Gap,
}

/// A row of the table.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent yes or no of a row in rules.toml")]
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its id, as hits record it.
    pub id: String,
    /// Roles of the hits it applies to.
    pub roles: Vec<Role>,
    /// Categories of hits it applies to; all when empty.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Modifier categories that make it fire.
    pub trigger: Vec<String>,
    /// Where the trigger stands.
    pub side: SideOf,
    /// Most words between trigger and hit.
    pub window: u32,
    /// Whether the trigger may stand beyond a clause mark.
    #[serde(default)]
    pub across: bool,
    /// Modifier categories, one of which must also stand between the sentence's start and the hit.
    #[serde(default)]
    pub with: Vec<String>,
    /// Modifier categories that, right before the trigger, keep the rule from firing.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Modifier categories, one of which must stand right before the trigger.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Modifier categories, none of which may stand between trigger and hit.
    #[serde(default)]
    pub barred: Vec<String>,
    /// Modifier categories, none of which may stand in the hit's own words.
    #[serde(default)]
    pub barred_within: Vec<String>,
    /// Whether the trigger changes only the first entry behind it.
    #[serde(default)]
    pub nearest: bool,
    /// Whether "I" or "we" must stand in the trigger or right before it.
    #[serde(default)]
    pub first_person: bool,
    /// Whether no later rule is tried on the hit.
    #[serde(default)]
    pub last: bool,
    /// What it does.
    pub effect: RuleEffect,
    /// The role that a flip leads to.
    pub to: Option<Role>,
    /// The category that a flip leads to.
    #[serde(default)]
    pub category: String,
    /// The factor; the trigger's own weight when missing.
    pub factor: Option<f64>,
    /// Least value after a flip.
    #[serde(default)]
    pub floor: f64,
    /// Why the rule exists, with its evidence.
    pub why: String,
    /// A text in which it fires.
    pub example: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    rule: Vec<Rule>,
}

/// The ordered table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rules {
    table: Vec<Rule>,
    /// The categories that each rule names as triggers.
    triggers: Vec<Names>,
    /// Each category of each lexicon.
    names: Vec<Box<[Names]>>,
}

/// A set of names of categories, as bits; where there are more names than bits, some share one, so that it says what
/// surely is not in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Names(u128);

impl Names {
    /// The set of one name, of those in `known`; a new one is entered.
    fn of<'n>(name: &'n str, known: &mut Vec<&'n str>) -> Self {
        let at = known.iter().position(|k| *k == name).unwrap_or_else(|| {
            known.push(name);
            known.len() - 1
        });
        Self(1 << (at % u128::BITS as usize))
    }

    /// The names of both.
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether some name may be in both.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl Rules {
    /// Reads the rules of the modifier lexicons, in order.
    ///
    /// # Errors
    /// A table that cannot be read, a trigger that no category of the lexicon names, or a flip without a role.
    pub fn new(lexicons: &[Lexicon]) -> Result<Self> {
        let mut rules = Vec::new();
        for lexicon in lexicons {
            let Some(text) = lexicon.rules() else { continue };
            let table: Table = toml::from_str(text).map_err(|e| invalid(lexicon, e.message()))?;
            for rule in table.rule {
                check(lexicon, &rule)?;
                rules.push(rule);
            }
        }
        let mut known = Vec::new();
        let mut names = Vec::with_capacity(lexicons.len());
        for lexicon in lexicons {
            names.push(lexicon.categories().iter().map(|(_, c)| Names::of(&c.id, &mut known)).collect());
        }
        let mut triggers = Vec::with_capacity(rules.len());
        for rule in &rules {
            let own = rule.trigger.iter().map(|name| Names::of(name, &mut known));
            triggers.push(own.fold(Names::default(), Names::with));
        }
        Ok(Self { table: rules, triggers, names })
    }

    /// All rules, in the order in which they are tried.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.table
    }

    /// The rules that a trigger of one of these categories may make fire, in order, each with the categories of its own.
    pub(super) fn triggered(&self, by: Names) -> impl Iterator<Item = (&Rule, Names)> {
        self.table.iter().zip(self.triggers.iter().copied()).filter(move |(_, own)| own.meets(by))
    }

    /// The name of a category of a lexicon, as a set.
    pub(super) fn name(&self, lexicon: u16, category: usize) -> Names {
        self.names[lexicon as usize][category]
    }

    /// The same table without one rule.
    #[must_use]
    pub fn without(mut self, id: &str) -> Self {
        let mut triggers = self.table.iter().map(|r| r.id != id);
        self.triggers.retain(|_| triggers.next() == Some(true));
        self.table.retain(|r| r.id != id);
        self
    }
}

fn check(lexicon: &Lexicon, rule: &Rule) -> Result<()> {
    for name in rule
        .trigger
        .iter()
        .chain(&rule.with)
        .chain(&rule.unless)
        .chain(&rule.needs)
        .chain(&rule.barred)
        .chain(&rule.barred_within)
    {
        if !lexicon.categories().iter().any(|(_, c)| c.id == *name) {
            return Err(invalid(
                lexicon,
                &format!("rule {:?} names the category {name:?}, which the manifest does not declare", rule.id),
            ));
        }
    }
    if rule.effect == RuleEffect::Flip && rule.to.is_none() {
        return Err(invalid(lexicon, &format!("rule {:?} flips, but `to` names no role", rule.id)));
    }
    Ok(())
}

fn invalid(lexicon: &Lexicon, message: &str) -> Error {
    Error::new(ErrorKind::Lexicon, format!("rules.toml of lexicon {:?}: {message}", lexicon.id()))
}
