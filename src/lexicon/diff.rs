//! What differs between two lexicons.

use super::{Lexicon, UNIT};
use std::collections::{BTreeMap, BTreeSet};

/// How something differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Only the second lexicon has it.
    Added,
    /// Only the first lexicon has it.
    Removed,
    /// Both have it, but not alike.
    Changed,
}

impl ChangeKind {
    /// The kind's name in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// One field of one thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// How it differs.
    pub kind: ChangeKind,
    /// `manifest`, `dimension`, `category`, `composite`, `rule` or `term`.
    pub what: &'static str,
    /// The thing: an id, or a term as written.
    pub name: String,
    /// Its field.
    pub field: &'static str,
    /// The field in the first lexicon; empty where that has none.
    pub before: String,
    /// The field in the second lexicon; empty where that has none.
    pub after: String,
}

/// Fields of a thing, in the order in which they are told.
type Fields = Vec<(&'static str, String)>;
type Things = BTreeMap<String, Fields>;
/// What a kind of thing is called, and how a lexicon's are read.
type Part = (&'static str, fn(&Lexicon) -> Things);

/// Everything that differs from `a` to `b`: the manifest's fields, then dimensions, categories, composites, rules and terms, each
/// in the order of bytes. A term that moves within its dimension is changed; one that moves to another dimension is
/// removed there and added here. Sources of terms are not compared.
#[must_use]
pub fn diff(a: &Lexicon, b: &Lexicon) -> Vec<Change> {
    let mut changes = Vec::new();
    for (what, of) in PARTS {
        compare(what, &of(a), &of(b), &mut changes);
    }
    changes
}

const PARTS: [Part; 6] = [
    ("manifest", manifest),
    ("dimension", dimensions),
    ("category", categories),
    ("composite", composites),
    ("rule", rules),
    ("term", terms),
];

fn compare(what: &'static str, a: &Things, b: &Things, changes: &mut Vec<Change>) {
    let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    for name in names {
        let (before, after) = (a.get(name), b.get(name));
        let kind = match (before, after) {
            (None, _) => ChangeKind::Added,
            (_, None) => ChangeKind::Removed,
            _ => ChangeKind::Changed,
        };
        for at in 0..before.or(after).map_or(0, Vec::len) {
            let value = |fields: Option<&Fields>| fields.map(|f| f[at].1.clone()).unwrap_or_default();
            let field = before.or(after).map_or("", |f| f[at].0);
            let change = Change { kind, what, name: shown(name), field, before: value(before), after: value(after) };
            if change.before != change.after {
                changes.push(change);
            }
        }
    }
}

/// A key without the dimension that keeps terms apart.
fn shown(key: &str) -> String {
    key.split('\0').next().unwrap_or(key).to_owned()
}

fn manifest(lexicon: &Lexicon) -> Things {
    let m = lexicon.manifest();
    let fields = vec![
        ("id", m.id.clone()),
        ("kind", m.kind.name().to_owned()),
        ("version", m.version.clone()),
        ("language", m.language.clone()),
        ("licence", m.licence.clone()),
        ("citation", m.citation.clone()),
        ("description", m.description.clone()),
        ("overlap", m.overlap.clone()),
    ];
    BTreeMap::from([("lexicon.toml".to_owned(), fields)])
}

fn dimensions(lexicon: &Lexicon) -> Things {
    let fields = |d: &super::DimensionSpec| {
        vec![("role", d.role.name().to_owned()), ("signed", d.signed.to_string()), ("definition", d.definition.clone())]
    };
    lexicon.manifest().dimension.iter().map(|d| (d.id.clone(), fields(d))).collect()
}

fn categories(lexicon: &Lexicon) -> Things {
    let fields = |(at, c): &(usize, super::Category)| {
        vec![
            ("dimension", lexicon.manifest().dimension[*at].id.clone()),
            ("grade", c.grade.map(|g| g.to_string()).unwrap_or_default()),
            ("definition", c.definition.clone()),
        ]
    };
    lexicon.categories().iter().map(|c| (c.1.id.clone(), fields(c))).collect()
}

fn composites(lexicon: &Lexicon) -> Things {
    let fields = |c: &super::Composite| {
        vec![("plus", c.plus.join(" ")), ("minus", c.minus.join(" ")), ("definition", c.definition.clone())]
    };
    lexicon.manifest().composite.iter().map(|c| (c.id.clone(), fields(c))).collect()
}

fn rules(lexicon: &Lexicon) -> Things {
    let table: toml::Table = lexicon.rules().and_then(|text| toml::from_str(text).ok()).unwrap_or_default();
    let rules = table.get("rule").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let id = |rule: &toml::Value| rule.get("id").and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    rules.iter().map(|rule| (id(rule), vec![("row", rule.to_string())])).collect()
}

fn terms(lexicon: &Lexicon) -> Things {
    let fields = |e: &super::Entry| {
        vec![
            ("category", lexicon.categories()[e.category].1.id.clone()),
            ("weight", (f64::from(e.weight) / f64::from(UNIT)).to_string()),
            ("note", e.note.clone().into_owned()),
        ]
    };
    let dimension = |e: &super::Entry| &lexicon.manifest().dimension[lexicon.categories()[e.category].0].id;
    // A term may stand in several dimensions.
    lexicon.entries().iter().map(|e| (format!("{}\0{}", e.term, dimension(e)), fields(e))).collect()
}
