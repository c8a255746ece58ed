//! Rows of any source → manifest, terms and examples.
//!
//! Each outermost category becomes a dimension, so that a word may stand in several; categories that are only positive
//! and negative become one signed dimension.

use super::express::{Expressed, express};
use super::{Conversion, Format, Options, Remark, RemarkKind, Row, Source, Term, invalid};
use crate::error::Result;
use crate::language::Language;
use crate::lexicon::load::MAX_WEIGHT;
use crate::lexicon::{Category, DimensionSpec, Kind, Manifest, Pattern, Role, UNIT};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// The categories of formats that give signed numbers.
pub(super) const POSITIVE: &str = "positive";
pub(super) const NEGATIVE: &str = "negative";
/// Names of categories that say good or bad, with what they say: the sign of their words. The last two are Lexicoder's
/// for words behind a negation.
const POLARITY: [(&str, &str, i32); 6] = [
    (POSITIVE, POSITIVE, 1),
    ("pos", POSITIVE, 1),
    (NEGATIVE, NEGATIVE, -1),
    ("neg", NEGATIVE, -1),
    ("neg_positive", NEGATIVE, -1),
    ("neg_negative", POSITIVE, 1),
];
/// AFINN's −5 to 5 on the scale of −4 to 4, in thousandths.
const AFINN_SCALE: i32 = 800;
/// What stands where nobody said the licence or how to cite.
const UNKNOWN: &str = "unknown, see the source";

pub(super) fn build(source: Source, format: Format, options: &Options) -> Result<Conversion> {
    let Source { rows, mut remarks } = source;
    let mut plan = Plan::new(&rows, options);
    let scale = options.scale.unwrap_or(if format == Format::Afinn { AFINN_SCALE } else { UNIT });
    let terms = terms(rows, format, &mut plan, scale, &mut remarks);
    remarks.sort_by_key(|r| r.line);
    if terms.is_empty() {
        let found = remarks.first().map_or("the file holds no word".to_owned(), |r| r.message.clone());
        let line = remarks.first().map_or(1, |r| r.line);
        return Err(invalid(format!("no row converts: {found}; is this {}?", format.name())).at_line(line));
    }
    let manifest = plan.manifest(&terms, format, options);
    let mut conversion = Conversion { manifest, terms, examples: Vec::new(), remarks, source: options.source.clone() };
    conversion.examples = super::write::examples(&conversion)?;
    Ok(conversion)
}

/// Which dimensions and categories the rows need.
#[derive(Default)]
struct Plan {
    polarity: bool,
    /// Id and name of each dimension, in order of the source.
    dimensions: Vec<(String, String)>,
    /// Path in the source, id, dimension of each category.
    categories: Vec<(Vec<String>, String, usize)>,
    signed: bool,
    /// Places of dimensions by name, and of categories by path.
    by_name: FxHashMap<String, usize>,
    by_path: FxHashMap<Vec<String>, usize>,
}

impl Plan {
    fn new(rows: &[Row], options: &Options) -> Self {
        let polarity = rows.iter().all(|r| r.category.len() == 1 && polar(&r.category[0]).is_some());
        let signed = polarity || rows.iter().any(|r| r.weight < 0);
        let mut plan = Self { polarity, signed, ..Self::default() };
        let (mut dimensions, mut categories) = (Ids::default(), Ids::default());
        for row in rows {
            if plan.by_path.contains_key(&row.category) {
                continue;
            }
            let dimension = plan.dimension(row, options, &mut dimensions);
            let id = match polar(&row.category[0]) {
                Some((id, _)) if polarity => id.to_owned(),
                _ => categories.unused(&slug(&row.category.join(" "))),
            };
            plan.by_path.insert(row.category.clone(), plan.categories.len());
            plan.categories.push((row.category.clone(), id, dimension));
        }
        plan
    }

    /// The dimension of a row's category, entered if it is new.
    fn dimension(&mut self, row: &Row, options: &Options, ids: &mut Ids) -> usize {
        let (name, id) = match &options.dimension {
            Some(id) => (options.id.clone(), id.clone()),
            None if self.polarity => (options.id.clone(), slug(&options.id)),
            None => (row.category[0].clone(), slug(&format!("{} {}", options.id, row.category[0]))),
        };
        if let Some(at) = self.by_name.get(&name) {
            return *at;
        }
        self.by_name.insert(name.clone(), self.dimensions.len());
        self.dimensions.push((ids.unused(&id), name));
        self.dimensions.len() - 1
    }

    /// Id and dimension of a row's category.
    fn category(&self, path: &[String]) -> (&str, usize) {
        let found = self.by_path.get(path).map(|at| &self.categories[*at]);
        found.map_or(("", 0), |(_, id, dimension)| (id, *dimension))
    }

    fn manifest(&self, terms: &[Term], format: Format, options: &Options) -> Manifest {
        let role = options.role.unwrap_or(if self.signed { Role::Valence } else { Role::Topic });
        let mut used = grades(terms);
        let mut categories: Vec<Vec<Category>> = vec![Vec::new(); self.dimensions.len()];
        for (path, own, dimension) in &self.categories {
            // Each once: several names of good and bad are one category.
            if let Some(grade) = used.remove(own.as_str()) {
                let definition = format!("“{}” of {}.", path.join(" / "), options.source);
                categories[*dimension].push(Category { id: own.clone(), grade, definition });
            }
        }
        let filled = self.dimensions.iter().zip(categories).filter(|(_, category)| !category.is_empty());
        let dimension = filled.map(|((id, name), category)| DimensionSpec {
            id: id.clone(),
            label: (*name != options.id).then(|| name.clone()),
            role,
            signed: self.signed,
            aside: false,
            definition: format!("“{name}” of {} ({}).", options.source, format.name()),
            category,
        });
        Manifest {
            id: options.id.clone(),
            kind: Kind::Scores,
            version: "1.0.0".to_owned(),
            language: "en".to_owned(),
            licence: options.licence.clone().unwrap_or_else(|| UNKNOWN.to_owned()),
            citation: options.citation.clone().unwrap_or_else(|| UNKNOWN.to_owned()),
            description: format!("Converted from {} ({}) by tonescope.", options.source, format.name()),
            overlap: options.id.clone(),
            dimension: dimension.collect(),
            composite: Vec::new(),
        }
    }
}

/// Ids that are taken, each with the number that the next one of its name gets.
#[derive(Default)]
struct Ids(FxHashMap<String, usize>);

impl Ids {
    /// `wanted`, or with a number behind it when another has it.
    fn unused(&mut self, wanted: &str) -> String {
        let Some(&next) = self.0.get(wanted) else {
            self.0.insert(wanted.to_owned(), 2);
            return wanted.to_owned();
        };
        let mut number = next;
        let mut id = format!("{wanted}_{number}");
        while self.0.contains_key(&id) {
            number += 1;
            id = format!("{wanted}_{number}");
        }
        self.0.insert(wanted.to_owned(), number + 1);
        self.0.insert(id.clone(), 2);
        id
    }
}

/// For each category that has terms the weight that they share, if they do.
fn grades(terms: &[Term]) -> FxHashMap<&str, Option<f64>> {
    let mut found: FxHashMap<&str, Option<i32>> = FxHashMap::default();
    for term in terms {
        let grade = found.entry(&term.category).or_insert(Some(term.weight));
        *grade = grade.filter(|weight| *weight == term.weight);
    }
    let grade = |weight: i32| f64::from(weight) / f64::from(UNIT);
    found.into_iter().map(|(category, weight)| (category, weight.map(grade))).collect()
}

fn polar(name: &str) -> Option<(&'static str, i32)> {
    let name = slug(name);
    POLARITY.iter().find(|(known, ..)| *known == name).map(|(_, id, sign)| (*id, *sign))
}

/// The rows as terms in the order of bytes, those that say the same merged.
fn terms(rows: Vec<Row>, format: Format, plan: &mut Plan, scale: i32, remarks: &mut Vec<Remark>) -> Vec<Term> {
    // With each term whether the source writes it so: tools look words up in small letters, so those rows count there.
    let mut found: BTreeMap<(Pattern, usize), (Term, bool)> = BTreeMap::new();
    let unsigned = rows.iter().all(|r| r.weight >= 0);
    for row in rows {
        let mut remark = |kind, message: String| {
            remarks.push(Remark { line: row.line, kind, message: format!("{:?}: {message}", row.term) });
        };
        let sign = match polar(&row.category[0]) {
            Some((_, sign)) if plan.polarity && unsigned => sign,
            _ => 1,
        };
        let weight = sign * (f64::from(row.weight) * f64::from(scale) / f64::from(UNIT)).round() as i32;
        let (category, dimension) = plan.category(&row.category);
        let read = read(&row.term, format).and_then(|e| in_range(weight).map(|()| e));
        let (Expressed { term, change }, pattern) = match read {
            Ok(read) => read,
            Err(reason) => {
                remark(RemarkKind::LeftOut, reason);
                continue;
            }
        };
        if let Some(change) = change {
            remark(RemarkKind::Changed, change);
        }
        let new = Term { term, category: category.to_owned(), weight, line: row.line };
        let exact = new.term == row.term;
        let Some((old, old_exact)) = found.get_mut(&(pattern.clone(), dimension)) else {
            found.insert((pattern, dimension), (new, exact));
            continue;
        };
        let replaces = (exact, new.weight.abs()) > (*old_exact, old.weight.abs());
        remark(RemarkKind::Changed, merged(old, &new, replaces));
        if replaces {
            (*old, *old_exact) = (new, exact);
        }
    }
    let mut terms: Vec<Term> = found.into_values().map(|(term, _)| term).collect();
    terms.sort_by(|a, b| (a.term.as_bytes(), &a.category).cmp(&(b.term.as_bytes(), &b.category)));
    terms
}

fn read(term: &str, format: Format) -> std::result::Result<(Expressed, Pattern), String> {
    let expressed = match format {
        Format::Csv => Expressed { term: term.to_owned(), change: None },
        _ => express(term)?,
    };
    let pattern = Pattern::parse(&expressed.term, Language::english()).map_err(|e| e.message().to_owned())?;
    Ok((expressed, pattern))
}

fn in_range(weight: i32) -> std::result::Result<(), String> {
    let shown = f64::from(weight) / f64::from(UNIT);
    match weight {
        0 => Err("weight 0, which scores nothing".to_owned()),
        _ if weight.abs() > MAX_WEIGHT => {
            Err(format!("weight {shown} found, -4 to 4 expected; --scale makes weights smaller"))
        }
        _ => Ok(()),
    }
}

/// What is said of a second row with the words of an earlier one in the same dimension.
fn merged(old: &Term, new: &Term, replaces: bool) -> String {
    let weight = |t: &Term| f64::from(t.weight) / f64::from(UNIT);
    if (&old.category, old.weight) == (&new.category, new.weight) {
        return format!("stands in line {} already; kept once", old.line);
    }
    let kept = if replaces { new } else { old };
    format!(
        "stands in line {} already as {} {}, here as {} {}; kept as {} {}",
        old.line,
        old.category,
        weight(old),
        new.category,
        weight(new),
        kept.category,
        weight(kept)
    )
}

/// A name as an id: small letters and digits, `_` for all else, a letter first.
fn slug(name: &str) -> String {
    let mut id = String::new();
    for c in name.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
        if c.is_ascii_alphanumeric() {
            id.push(c.to_ascii_lowercase());
        } else if !id.is_empty() && !id.ends_with('_') {
            id.push('_');
        }
    }
    let id = id.trim_end_matches('_');
    if id.starts_with(|c: char| c.is_ascii_lowercase()) { id.to_owned() } else { format!("c{id}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids() {
        assert_eq!(slug("Positive Emotion"), "positive_emotion");
        assert_eq!(slug("NEG-POSITIVE "), "neg_positive");
        assert_eq!(slug("2nd person"), "c2nd_person");
        assert_eq!(slug("Émotion"), "emotion");
        let mut ids = Ids::default();
        assert_eq!(["a", "a_2", "a", "a", "a_2"].map(|id| ids.unused(id)), ["a", "a_2", "a_3", "a_4", "a_2_2"]);
    }
}
