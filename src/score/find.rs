//! Matches of a sentence → raw hits, overlaps settled.
//!
//! Within an overlap group the longest match wins and what it covers in part or whole is dropped. Entries of the
//! `neutral` category silence what they cover in every group. Matches of one and the same span count once a
//! dimension.

use crate::lexicon::{Kind, Lexicon, Match};
use crate::token::TokenRange;

/// The category whose entries silence others.
pub const NEUTRAL: &str = "neutral";

/// What a lexicon is to finding.
#[derive(Debug)]
struct Part {
    kind: Kind,
    group: usize,
    /// Category index of each entry.
    categories: Vec<usize>,
    /// Number of the dimension of each category, the same for one id in all lexicons.
    dimensions: Vec<usize>,
    weights: Vec<i32>,
    neutral: Option<usize>,
}

/// Settles overlaps between matches of several lexicons.
#[derive(Debug)]
pub struct Finder {
    parts: Vec<Part>,
    groups: usize,
}

/// The matches of one sentence that survive.
#[derive(Debug, Default)]
pub struct SentenceMatches {
    /// Of scoring lexicons, in text order.
    pub scored: Vec<Match>,
    /// Of modifier lexicons, in text order.
    pub modifiers: Vec<Match>,
    order: Vec<Match>,
    taken: Vec<Match>,
    /// For each group and token the match that holds it, as index into `taken` plus one.
    held: Vec<u32>,
}

impl Finder {
    /// Prepares for lexicons in the order the matcher was given them.
    #[must_use]
    pub fn new<'l>(lexicons: &'l [Lexicon]) -> Self {
        let mut groups: Vec<&str> = Vec::new();
        let mut ids: Vec<&str> = Vec::new();
        let mut parts = Vec::new();
        for lexicon in lexicons {
            let name = lexicon.manifest().overlap.as_str();
            let known = groups.iter().position(|g| *g == name && !name.is_empty());
            let group = known.unwrap_or_else(|| {
                groups.push(name);
                groups.len() - 1
            });
            let mut number = |id: &'l str| {
                ids.iter().position(|known| *known == id).unwrap_or_else(|| {
                    ids.push(id);
                    ids.len() - 1
                })
            };
            let own: Vec<usize> = lexicon.manifest().dimension.iter().map(|d| number(&d.id)).collect();
            parts.push(Part {
                kind: lexicon.manifest().kind,
                group,
                categories: lexicon.entries().iter().map(|e| e.category).collect(),
                dimensions: lexicon.categories().iter().map(|(at, _)| own[*at]).collect(),
                weights: lexicon.entries().iter().map(|e| e.weight).collect(),
                neutral: lexicon.categories().iter().position(|(_, c)| c.id == NEUTRAL),
            });
        }
        Self { groups: groups.len(), parts }
    }

    /// Splits the matches of the sentence at `sentence` into what is scored and what modifies.
    pub fn settle(&self, sentence: TokenRange, matches: &[Match], out: &mut SentenceMatches) {
        out.scored.clear();
        out.modifiers.clear();
        out.order.clear();
        out.order.extend(matches.iter().filter(|m| self.parts[m.lexicon as usize].kind != Kind::Cues));
        if out.order.is_empty() {
            return;
        }
        let length = (sentence.end - sentence.start) as usize;
        out.taken.clear();
        out.held.clear();
        out.held.resize((self.groups + 1) * length, 0);
        // Longest first, then leftmost, then the heavier entry, then the order of the files.
        out.order.sort_unstable_by_key(|m| {
            let weight = self.parts[m.lexicon as usize].weights[m.entry as usize].abs();
            (
                std::cmp::Reverse(m.tokens.end - m.tokens.start),
                m.tokens.start,
                std::cmp::Reverse(weight),
                m.lexicon,
                m.entry,
            )
        });
        for at in 0..out.order.len() {
            let found = out.order[at];
            let part = &self.parts[found.lexicon as usize];
            let neutral = self.is_neutral(found);
            let places = |group: usize| {
                let offset = group * length;
                let start = (found.tokens.start - sentence.start) as usize;
                offset + start..offset + (found.tokens.end - sentence.start) as usize
            };
            // The row behind the groups holds what idioms and names silence.
            if out.held[places(self.groups)].iter().any(|h| *h != 0) {
                continue;
            }
            if neutral {
                out.held[places(self.groups)].fill(1);
                continue;
            }
            let row = places(part.group);
            let free =
                out.held[row.clone()].iter().all(|h| *h == 0 || out.taken[*h as usize - 1].tokens == found.tokens);
            if !free || self.counted(&out.taken, found) {
                continue;
            }
            out.taken.push(found);
            out.held[row].fill(out.taken.len() as u32);
            if part.kind == Kind::Modifiers {
                out.modifiers.push(found);
            } else {
                out.scored.push(found);
            }
        }
        out.scored.sort_unstable_by_key(|m| (m.tokens.start, m.tokens.end, m.lexicon, m.entry));
        out.modifiers.sort_unstable_by_key(|m| (m.tokens.start, m.tokens.end, m.lexicon, m.entry));
    }

    /// Whether a match carries nothing and silences what it covers.
    #[must_use]
    pub fn is_neutral(&self, found: Match) -> bool {
        let part = &self.parts[found.lexicon as usize];
        part.neutral == Some(part.categories[found.entry as usize])
    }

    /// Whether a match of the same span already counts in the dimension of `found`; a modifier may be of several
    /// categories, since "must" both orders and leaves open whether it is so.
    fn counted(&self, taken: &[Match], found: Match) -> bool {
        let dimension = |m: Match| {
            let part = &self.parts[m.lexicon as usize];
            let category = part.categories[m.entry as usize];
            (part.dimensions[category], (part.kind == Kind::Modifiers).then_some(category))
        };
        // Matches come longest first and from left to right, so those of one span follow each other.
        let same = taken.iter().rev().take_while(|m| m.tokens == found.tokens);
        same.into_iter().any(|m| dimension(*m) == dimension(found))
    }
}
