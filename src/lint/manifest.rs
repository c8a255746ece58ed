//! What a manifest declares, against what the tables hold.

use super::{EXAMPLES, Finding, FindingKind, MANIFEST, TERMS};
use crate::lexicon::{Kind, Lexicon};

pub(super) fn check(lexicon: &Lexicon, all: &[Lexicon]) -> Vec<Finding> {
    let mut found = Vec::new();
    for pair in lexicon.entries().windows(2) {
        let key = |at: usize| (pair[at].term.as_bytes(), &lexicon.categories()[pair[at].category].1.id);
        if key(0) > key(1) {
            let message =
                format!("{:?} sorts before {:?}; keep rows in the order of bytes", pair[1].term, pair[0].term);
            found.push(Finding::note(FindingKind::Form, TERMS, Some(pair[1].line), message));
        }
    }
    for (at, (_, category)) in lexicon.categories().iter().enumerate() {
        let id = &category.id;
        if !lexicon.entries().iter().any(|e| e.category == at) {
            let message = format!("category {id:?} has no entry; add one, or take the category out");
            found.push(Finding::note(FindingKind::Unused, MANIFEST, None, message));
        }
        let own = || lexicon.examples().iter().filter(|e| e.category == *id);
        for (missing, what) in [
            (own().all(|e| e.hit.is_none()), "no example that must hit; add a row with the words that hit"),
            (own().all(|e| e.hit.is_some()), "no example that must not hit; add a row with - for the hit"),
        ] {
            if missing {
                let message = format!("category {id:?} has {what}");
                found.push(Finding::problem(FindingKind::Examples, EXAMPLES, None, message));
            }
        }
    }
    let dimensions: Vec<&str> = all.iter().flat_map(|l| &l.manifest().dimension).map(|d| d.id.as_str()).collect();
    for composite in &lexicon.manifest().composite {
        let parts = composite.plus.iter().chain(&composite.minus);
        for part in parts.filter(|p| !dimensions.contains(&p.as_str())) {
            let message = format!("composite {:?} counts {part:?}, which no lexicon here declares", composite.id);
            let shipped = lexicon.manifest().kind == Kind::Composites;
            found.push(Finding { problem: !shipped, ..Finding::note(FindingKind::Unused, MANIFEST, None, message) });
        }
    }
    found
}
