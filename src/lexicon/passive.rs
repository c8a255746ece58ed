//! A verb and its object → the same in the passive: "close the border", "the border was closed".

use super::inflect;
use super::term::Step;
use crate::language::Language;

/// Words between the object and "was": "the border <to all traffic> was closed".
const BEFORE_BE: u8 = 3;
/// Words between "was" and the participle: "will be <gradually> closed".
const BEFORE_PARTICIPLE: u8 = 1;
/// Verbs whose forms make a passive.
const AUXILIARIES: [&str; 2] = ["be", "get"];

/// Steps whose number `gap` is a gap between a verb and its object, and the same in the passive; nothing when no verb
/// stands before the gap.
pub(super) fn both(steps: Vec<Step>, gap: usize, language: &Language) -> Option<Vec<Step>> {
    let participles = participles_of_all(&steps[..gap])?;
    let be = AUXILIARIES.iter().flat_map(|verb| inflect::forms(verb, 'v', language)).collect();
    let mut passive = steps[gap + 1..].to_vec();
    passive.extend([Step::Gap(BEFORE_BE), Step::Word(be), Step::Gap(BEFORE_PARTICIPLE)]);
    passive.push(Step::Either(participles));
    Some(vec![Step::Either(vec![steps, passive])])
}

/// The ways in which a verb, or one of several, ends a passive: its participle and what belongs to it ("cut off").
fn participles_of_all(verb: &[Step]) -> Option<Vec<Vec<Step>>> {
    let found: Vec<Vec<Step>> = match verb {
        [Step::Either(verbs)] => verbs.iter().filter_map(|verb| participles(verb)).collect(),
        verb => participles(verb).into_iter().collect(),
    };
    Some(found).filter(|found| !found.is_empty())
}

/// A verb's forms that can be its participle: neither the third person nor the one in -ing, and the lemma only when
/// there is no other ("put").
fn participles(verb: &[Step]) -> Option<Vec<Step>> {
    let (Step::Word(forms), particles) = verb.split_first()? else { return None };
    let (lemma, others) = forms.split_first().filter(|(_, others)| !others.is_empty())?;
    let past: Vec<String> = others.iter().filter(|f| !f.ends_with("ing") && !f.ends_with('s')).cloned().collect();
    let past = if past.is_empty() { vec![lemma.clone()] } else { past };
    let mut found = vec![Step::Word(past.into())];
    found.extend_from_slice(particles);
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::super::Pattern;
    use crate::language::Language;

    #[test]
    fn both_voices_are_there() {
        let forms = |term: &str| Pattern::parse(term, Language::english()).unwrap().forms(1000);
        let close = forms("(close/v|seal/v off|shut/v) <3p> (border/n|port)");
        for found in ["closing port", "seal off borders", "border was closed", "port be sealed off", "borders got shut"]
        {
            assert!(close.iter().any(|form| form == found), "{found}");
        }
        for missing in ["border was closing", "border was closes", "port was close"] {
            assert!(!close.iter().any(|form| form == missing), "{missing}");
        }
        assert!(forms("break/v <1p> truce").iter().any(|form| form == "truce was broken"));
    }
}
