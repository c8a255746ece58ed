//! Every shipped lexicon: sorted, unique, in range, licensed, with examples that hold; and every rule's example.

use std::collections::BTreeSet;
use std::path::Path;
use tonescope::analysis::Analyzer;
use tonescope::article::Article;
use tonescope::lexicon::{BUILTIN, DEFAULT, Entry, Kind, Lexicon, UNIT};
use tonescope::lint::{FindingKind, context, lint};

/// Examples a category needs: that hit, and that must not.
const HITTING: usize = 3;
const SILENT: usize = 1;
/// Entries of the scoring lexicons that the first vocabulary has at least.
const ENTRIES: usize = 1500;

fn shipped() -> Vec<Lexicon> {
    BUILTIN.iter().map(|id| Lexicon::builtin(id).expect("shipped lexicons load")).collect()
}

fn check(problems: &[String]) {
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn shipped_lexicons_are_what_anybody_loads() {
    for id in BUILTIN {
        let loaded = Lexicon::load(&Path::new("lexicons").join(id)).unwrap_or_else(|error| panic!("{error}"));
        let own = Lexicon::builtin(id).expect("shipped lexicons load");
        assert_eq!(own.sha256(), loaded.sha256(), "{id}");
        assert_eq!(own.manifest(), loaded.manifest(), "{id}");
        assert_eq!(own.categories(), loaded.categories(), "{id}");
        assert_eq!(own.rules(), loaded.rules(), "{id}");
        assert!(own.entries() == loaded.entries(), "{id}");
        assert!(own.examples() == loaded.examples(), "{id}");
    }
}

#[test]
fn rows_are_sorted_unique_graded_and_sourced() {
    let mut problems = Vec::new();
    for lexicon in shipped() {
        let id = lexicon.id();
        let range = match lexicon.manifest().kind {
            Kind::Cues => 0..=UNIT,
            _ if lexicon.manifest().dimension.iter().any(|d| d.signed) => -4 * UNIT..=4 * UNIT,
            _ => 0..=4 * UNIT,
        };
        // A word may modify in several ways, each of them a row.
        let repeats = lexicon.manifest().kind == Kind::Modifiers;
        let key =
            |entry: &Entry| (entry.term.clone(), repeats.then(|| lexicon.categories()[entry.category].1.id.clone()));
        for pair in lexicon.entries().windows(2).filter(|p| key(&p[0]) >= key(&p[1])) {
            problems.push(format!(
                "{id}/terms.csv:{}: {:?} does not sort behind {:?}",
                pair[1].line, pair[1].term, pair[0].term
            ));
        }
        for entry in lexicon.entries() {
            if !range.contains(&entry.weight) {
                problems.push(format!("{id}/terms.csv:{}: weight {} is out of range", entry.line, entry.weight));
            }
            if entry.source.is_empty() && entry.note.is_empty() {
                problems.push(format!("{id}/terms.csv:{}: neither source nor note", entry.line));
            }
        }
        let manifest = lexicon.manifest();
        for (what, text) in
            [("version", &manifest.version), ("licence", &manifest.licence), ("citation", &manifest.citation)]
        {
            if text.is_empty() {
                problems.push(format!("{id}/lexicon.toml: no {what}"));
            }
        }
    }
    check(&problems);
}

#[test]
fn sets_are_sorted_unique_and_named_by_terms() {
    let table = std::fs::read_to_string("lexicons/lang-en/sets.csv").expect("the language's sets are there");
    let rows: Vec<&str> = table.lines().skip(1).collect();
    let mut problems: Vec<String> = Vec::new();
    for pair in rows.windows(2).filter(|pair| pair[0] >= pair[1]) {
        problems.push(format!("sets.csv: {:?} does not sort behind {:?}", pair[1], pair[0]));
    }
    let lexicons = shipped();
    let terms: Vec<&str> = lexicons.iter().flat_map(Lexicon::entries).map(|entry| &*entry.term).collect();
    let in_name = |c: char| c.is_alphanumeric() || "@-".contains(c);
    let used: BTreeSet<&str> =
        terms.iter().flat_map(|term| term.split(|c| !in_name(c))).filter_map(|piece| piece.strip_prefix('@')).collect();
    let sets: BTreeSet<&str> = rows.iter().filter_map(|row| row.split(',').next()).collect();
    problems.extend(sets.difference(&used).map(|set| format!("sets.csv: no term names @{set}")));
    check(&problems);
}

#[test]
fn the_first_vocabulary_is_there() {
    let entries: usize = DEFAULT.iter().map(|id| Lexicon::builtin(id).expect("shipped").entries().len()).sum();
    assert!(entries >= ENTRIES, "{entries} scoring entries, at least {ENTRIES} expected");
}

#[test]
fn every_category_has_examples_and_one_that_must_not_hit() {
    let mut problems = Vec::new();
    for lexicon in shipped() {
        for (_, category) in lexicon.categories() {
            let own = || lexicon.examples().iter().filter(|e| e.category == category.id);
            let hitting = own().filter(|e| e.hit.is_some()).count();
            let silent = own().count() - hitting;
            if hitting < HITTING || silent < SILENT {
                problems.push(format!(
                    "{}: {} has {hitting} examples that hit and {silent} that must not",
                    lexicon.id(),
                    category.id
                ));
            }
            if category.definition.is_empty() {
                problems.push(format!("{}: {} has no definition", lexicon.id(), category.id));
            }
        }
    }
    check(&problems);
}

#[test]
fn examples_hold_and_composites_have_their_dimensions() {
    let lexicons = shipped();
    let count = lexicons.len();
    let analyzer = context(lexicons).expect("shipped lexicons go together");
    let mut problems = Vec::new();
    for (lexicon, findings) in analyzer.lexicons().iter().zip(lint(&analyzer, count)) {
        let kinds = [FindingKind::Example, FindingKind::Unused];
        let failed = findings.iter().filter(|f| kinds.contains(&f.kind));
        problems.extend(failed.map(|f| format!("{}/{}:{:?}: {}", lexicon.id(), f.file, f.line, f.message)));
    }
    assert_eq!(count, BUILTIN.len());
    check(&problems);
}

#[test]
fn the_example_of_every_rule_fires_it() {
    let analyzer = Analyzer::shipped().expect("shipped");
    let mut problems = Vec::new();
    for rule in analyzer.rules().rules() {
        let analysis = analyzer.analyze(Article::new("example", rule.example.clone()));
        let fired: BTreeSet<&str> =
            analysis.hits.iter().flat_map(|h| &h.hit.modifiers).map(|m| m.rule.as_str()).collect();
        if !fired.contains(rule.id.as_str()) {
            problems.push(format!("{}: {:?} fires {fired:?}", rule.id, rule.example));
        }
        if rule.why.is_empty() {
            problems.push(format!("{}: no why", rule.id));
        }
    }
    assert!(analyzer.rules().rules().len() > 10, "the rule table is missing");
    check(&problems);
}
