//! Quotes whose words are compared: their texts one behind the other in one block.

use crate::aggregate::compare::Comparing;

/// The number of a speaker who is not compared.
const NOBODY: u32 = u32::MAX;

/// Quotes whose words are compared, of a corpus whose speech has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quotes {
    /// Ids of the speakers who are compared.
    speakers: Vec<String>,
    /// Of each quote the article's id, where the speaker is compared, and its words.
    bytes: Vec<u8>,
    all: Vec<Quoted>,
}

/// A quote: where its article's id, its words and all of it end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Quoted {
    speaker: u32,
    start: u32,
    words: u32,
    end: u32,
}

impl Quotes {
    /// None yet; the speakers of these ids are compared.
    #[must_use]
    pub fn new(speakers: Vec<String>) -> Self {
        Self { speakers, ..Self::default() }
    }

    /// Adds a quote by the speaker of this id in an article.
    pub fn push(&mut self, speaker: &str, article: &str, text: &str) {
        let speaker = self.speakers.iter().position(|known| known == speaker).map_or(NOBODY, |at| at as u32);
        let start = self.bytes.len() as u32;
        if speaker != NOBODY {
            self.bytes.extend_from_slice(article.as_bytes());
        }
        let words = self.bytes.len() as u32;
        self.bytes.extend_from_slice(text.as_bytes());
        self.all.push(Quoted { speaker, start, words, end: self.bytes.len() as u32 });
    }

    /// How many quotes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is no quote.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The words of a quote.
    #[must_use]
    pub fn text(&self, number: usize) -> &str {
        let Quoted { words, end, .. } = self.all[number];
        self.slice(words, end)
    }

    /// The article of a quote; empty where the speaker is not compared.
    #[must_use]
    pub fn article(&self, number: usize) -> &str {
        let Quoted { start, words, .. } = self.all[number];
        self.slice(start, words)
    }

    fn slice(&self, start: u32, end: u32) -> &str {
        // Whole texts went in.
        std::str::from_utf8(&self.bytes[start as usize..end as usize]).unwrap_or_default()
    }
}

/// Quotes by the turn they are part of.
#[derive(Debug)]
pub(super) struct ByTurn {
    quotes: Quotes,
    /// Turns with their quotes, in order.
    turns: Vec<(u32, u32)>,
    /// Quotes of no turn.
    pub others: Vec<u32>,
}

impl ByTurn {
    /// Finds the turns of the quotes among those of the profiles.
    pub fn new(comparing: &Comparing, quotes: Quotes) -> Self {
        let speech = comparing.speech;
        let article = |turn: u32| speech.places.id(speech.turns[turn as usize].article);
        let of_speaker = |id: &String| {
            let all = comparing.profiles.iter().flat_map(|profile| profile.turns.iter().copied());
            let is_own = |turn: &u32| speech.people[speech.turns[*turn as usize].speaker as usize].key.0 == *id;
            let mut turns: Vec<u32> = all.filter(is_own).collect();
            turns.sort_by_key(|turn| article(*turn));
            turns
        };
        let own: Vec<Vec<u32>> = quotes.speakers.iter().map(of_speaker).collect();
        let (mut turns, mut others) = (Vec::new(), Vec::new());
        for (number, quoted) in (0..).zip(&quotes.all) {
            let id = quotes.article(number as usize);
            let turn = own.get(quoted.speaker as usize).and_then(|own| {
                let at = own.partition_point(|turn| article(*turn) < id);
                own.get(at).copied().filter(|turn| article(*turn) == id)
            });
            match turn {
                Some(turn) => turns.push((turn, number)),
                None => others.push(number),
            }
        }
        turns.sort_unstable();
        Self { quotes, turns, others }
    }

    /// The words of a quote.
    pub fn text(&self, number: u32) -> &str {
        self.quotes.text(number as usize)
    }

    /// The words of a turn's quotes, in their order.
    pub fn of(&self, turn: u32) -> impl Iterator<Item = &str> {
        let from = self.turns.partition_point(|(at, _)| *at < turn);
        let own = self.turns[from..].iter().take_while(move |(at, _)| *at == turn);
        own.map(|(_, number)| self.text(*number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_of_those_who_are_compared_have_their_article() {
        let mut quotes = Quotes::new(vec!["s".into()]);
        for n in 0..50 {
            quotes.push(if n % 3 == 0 { "s" } else { "t" }, &format!("a{n}"), &"é".repeat(n % 7));
        }
        assert_eq!(quotes.len(), 50);
        for n in 0..50 {
            let article = if n % 3 == 0 { format!("a{n}") } else { String::new() };
            assert_eq!((quotes.article(n), quotes.text(n)), (article.as_str(), "é".repeat(n % 7).as_str()));
        }
    }
}
