//! A term's pattern → texts that it matches.

use super::{Pattern, Step};

/// Letters that make a word of a prefix which no lexicon lists.
const UNLISTED: &str = "qq";

impl Pattern {
    /// Word sequences that the pattern matches, at most `most` of them, the first alternatives first. A gap is left
    /// empty; `word*` gives its prefix and a word that no lexicon lists.
    #[must_use]
    pub fn forms(&self, most: usize) -> Vec<String> {
        sequence(&self.steps, most)
    }
}

fn sequence(steps: &[Step], most: usize) -> Vec<String> {
    let mut found = vec![String::new()];
    for step in steps {
        let next = alternatives(step, most);
        let longer = found.iter().flat_map(|start| next.iter().map(move |word| joined(start, word)));
        found = longer.take(most).collect();
    }
    found
}

fn alternatives(step: &Step, most: usize) -> Vec<String> {
    let all = |sequences: &[Vec<Step>]| sequences.iter().flat_map(|s| sequence(s, most)).take(most).collect();
    match step {
        Step::Word(forms) => forms.to_vec(),
        Step::Capitals(word) => vec![word.to_uppercase()],
        Step::Prefix(prefix) => vec![prefix.clone(), format!("{prefix}{UNLISTED}")],
        Step::Either(sequences) => all(sequences),
        Step::Optional(sequences) => {
            let mut found: Vec<String> = all(sequences);
            found.insert(0, String::new());
            found
        }
        Step::Gap(_) => vec![String::new()],
    }
}

/// Two runs of words; a clitic stands at its word.
fn joined(start: &str, word: &str) -> String {
    let blank = if start.is_empty() || word.is_empty() || word.starts_with('\'') { "" } else { " " };
    format!("{start}{blank}{word}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn every_kind_of_step_is_spelled_out() {
        let forms = |term| Pattern::parse(term, &Language::default()).unwrap().forms(100).join("|");
        assert_eq!(forms("vow/v (to|not to) [ever] <2> US"), {
            let verbs = ["vow", "vows", "vowed", "vowing"];
            let tails = [" not to US", " not to ever US", " to US", " to ever US"];
            verbs.iter().flat_map(|v| tails.iter().map(move |t| format!("{v}{t}"))).collect::<Vec<_>>().join("|")
        });
        assert_eq!(forms("we 'll"), "we'll");
        assert_eq!(forms("terror*"), "terror|terrorqq");
        assert_eq!(Pattern::parse("vow/v", &Language::default()).unwrap().forms(2).len(), 2);
    }
}
