//! Reading a lexicon's files, with errors exact to the row.

use super::manifest::{Kind, Manifest};
use super::term::Pieces;
use super::{Category, Entry, Example, Lexicon, Pattern, UNIT};
use crate::error::{Error, ErrorKind, Result};
use crate::language::{ENGLISH_TABLES, Language};
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Header of `terms.csv`.
pub(super) const TERMS_HEADER: [&str; 5] = ["term", "category", "weight", "source", "note"];
/// Header of `examples.csv`.
pub(super) const EXAMPLES_HEADER: [&str; 4] = ["category", "text", "hit", "value"];
/// Categories that an error lists.
const LISTED: usize = 30;
/// Largest magnitude of a weight.
pub(super) const MAX_WEIGHT: i32 = 4 * UNIT;

/// The text of a lexicon's files.
pub(super) struct Files<'a> {
    pub manifest: &'a str,
    pub terms: &'a str,
    pub examples: &'a str,
    pub rules: Option<&'a str>,
}

/// Reads the lexicon in `folder`: what of it can be read, and what is wrong with the rest.
///
/// # Errors
/// A file that cannot be read at all.
pub(super) fn folder(folder: &Path) -> Result<(Option<Lexicon>, Vec<Error>)> {
    let read = |name: &str| {
        let path = folder.join(name);
        let bytes = fs::read(&path).map_err(|e| Error::io(&path, &e))?;
        let text = crate::decode::decode(&bytes).map_err(|e| e.at_path(&path))?;
        Ok::<_, Error>(text.to_owned())
    };
    let optional = |name: &str| if folder.join(name).exists() { read(name).map(Some) } else { Ok(None) };
    let manifest = read("lexicon.toml")?;
    let composites = toml::from_str::<Manifest>(&manifest).is_ok_and(|m| m.kind == Kind::Composites);
    let terms = if composites { String::new() } else { read("terms.csv")? };
    let examples = optional("examples.csv")?.unwrap_or_default();
    let rules = optional("rules.toml")?;
    let files = Files { manifest: &manifest, terms: &terms, examples: &examples, rules: rules.as_deref() };
    Ok(check(&files, folder))
}

/// Builds a lexicon from the text of its files; `folder` is named in errors.
pub(super) fn parse(files: &Files, folder: &Path) -> Result<Lexicon> {
    whole(check(files, folder), folder)
}

/// The lexicon, or the first thing that is wrong with it.
pub(super) fn whole((lexicon, problems): (Option<Lexicon>, Vec<Error>), folder: &Path) -> Result<Lexicon> {
    match (problems.into_iter().next(), lexicon) {
        (None, Some(lexicon)) => Ok(lexicon),
        (Some(problem), _) => Err(problem),
        (None, None) => Err(invalid("no manifest".to_owned()).at_path(folder)),
    }
}

/// Builds a lexicon from the rows that can be read, with everything that cannot; none without a manifest.
pub(super) fn check(files: &Files, folder: &Path) -> (Option<Lexicon>, Vec<Error>) {
    let path = folder.join("lexicon.toml");
    let manifest: Manifest = match toml::from_str(files.manifest) {
        Ok(manifest) => manifest,
        Err(e) => {
            let line = e.span().map_or(1, |s| files.manifest[..s.start].matches('\n').count() as u64 + 1);
            return (None, vec![invalid(e.message().to_owned()).at_line(line).at_path(&path)]);
        }
    };
    let mut problems: Vec<Error> = ids(&manifest).into_iter().map(|m| invalid(m).at_path(&path)).collect();
    let mut categories: Vec<(usize, Category)> = Vec::new();
    let mut declared = FxHashSet::default();
    for (index, dimension) in manifest.dimension.iter().enumerate() {
        for category in &dimension.category {
            if !declared.insert(&category.id) {
                let message = format!("category {:?} is declared twice; rename one of the two", category.id);
                problems.push(invalid(message).at_path(&path));
                continue;
            }
            categories.push((index, category.clone()));
        }
    }
    let mut broken = Vec::new();
    let known = Categories::new(&categories);
    let entries = entries(files, &manifest, &known, &mut broken);
    problems.extend(broken.drain(..).map(|e| e.at_path(&folder.join("terms.csv"))));
    let examples = examples(files.examples, &known, &mut broken);
    problems.extend(broken.into_iter().map(|e| e.at_path(&folder.join("examples.csv"))));
    let rules = files.rules.map(str::to_owned);
    (Some(Lexicon { manifest, categories, entries, examples, rules, sha256: hash(files), shipped: false }), problems)
}

/// SHA-256 over a lexicon's files, and over the sets that its terms name, in hexadecimal.
fn hash(files: &Files) -> String {
    let mut hash = Sha256::new();
    // Terms that name a set of the language mean what stands in it.
    let [_, _, sets] = ENGLISH_TABLES;
    let named = files.terms.contains('@').then_some(sets);
    let own = [files.manifest, files.terms, files.examples, files.rules.unwrap_or_default()];
    for part in own.into_iter().chain(named) {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let mut sha256 = String::with_capacity(64);
    for byte in hash.finalize() {
        let _ = write!(sha256, "{byte:02x}");
    }
    sha256
}

/// What is wrong with the manifest's ids: those of dimensions and composites become columns and fields.
fn ids(manifest: &Manifest) -> Vec<String> {
    let plain = |id: &str| {
        id.starts_with(|c: char| c.is_ascii_lowercase())
            && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let dimensions = manifest.dimension.iter().map(|d| ("dimension", &d.id));
    let composites = manifest.composite.iter().map(|c| ("composite", &c.id));
    let bad = dimensions.chain(composites).filter(|(_, id)| !plain(id));
    bad.map(|(what, id)| {
        format!("{what} {id:?} found; an id of small letters, digits and _ expected, as in \"my_topic\"")
    })
    .collect()
}

fn entries(files: &Files, manifest: &Manifest, categories: &Categories, problems: &mut Vec<Error>) -> Vec<Entry> {
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    let mut pieces = Pieces::new(Language::english());
    rows(files.terms, &TERMS_HEADER, |row| {
        let read = row.and_then(|(line, row)| {
            let entry = entry(row, line, manifest, categories).map_err(|e| e.at_line(line))?;
            Pattern::parse_with(&entry.term, &mut pieces).map_err(|e| e.at_line(line))?;
            // A word may modify in several ways, but not twice in one.
            let way = (manifest.kind == Kind::Modifiers).then_some(entry.category);
            if !seen.insert((entry.term.clone(), categories.all[entry.category].0, way)) {
                let message = format!("term {:?} stands here a second time; merge the two rows", entry.term);
                return Err(invalid(message).at_line(line));
            }
            Ok(entry)
        });
        match read {
            Ok(entry) => found.push(entry),
            Err(error) => problems.push(error),
        }
    });
    found
}

fn entry(row: &csv::StringRecord, line: u64, manifest: &Manifest, categories: &Categories) -> Result<Entry> {
    let (term, name) = (row[0].trim(), row[1].trim());
    let category = categories.place(name)?;
    let signed = manifest.dimension[categories.all[category].0].signed;
    let weight = thousandths(&row[2])?;
    let low = if signed { -MAX_WEIGHT } else { 0 };
    if !(low..=MAX_WEIGHT).contains(&weight) {
        let message = format!("weight {} found, {} to 4 expected", &row[2], low / UNIT);
        return Err(invalid(message));
    }
    if row[3].trim().is_empty() && row[4].trim().is_empty() {
        return Err(invalid(format!("{term:?} has neither source nor note; fill one of them")));
    }
    let text = |text: &str| Cow::Owned(text.to_owned());
    Ok(Entry { term: text(term), category, weight, source: text(&row[3]), note: text(&row[4]), line })
}

fn examples(table: &str, categories: &Categories, problems: &mut Vec<Error>) -> Vec<Example> {
    let mut found = Vec::new();
    rows(table, &EXAMPLES_HEADER, |row| {
        match row.and_then(|(line, row)| example(row, line, categories).map_err(|e| e.at_line(line))) {
            Ok(example) => found.push(example),
            Err(error) => problems.push(error),
        }
    });
    found
}

fn example(row: &csv::StringRecord, line: u64, categories: &Categories) -> Result<Example> {
    categories.place(&row[0])?;
    let value = match row[3].trim() {
        "" => None,
        number => Some(thousandths(number)?),
    };
    let hit = Some(&row[2]).filter(|h| *h != "-");
    if hit.is_some_and(|h| !row[1].contains(h)) {
        return Err(invalid(format!("hit {:?} does not stand in the example's text; copy it from there", &row[2])));
    }
    let text = |text: &str| Cow::Owned(text.to_owned());
    Ok(Example { category: text(&row[0]), text: text(&row[1]), hit: hit.map(text), value, line })
}

/// Categories with their places by id.
struct Categories<'a> {
    all: &'a [(usize, Category)],
    places: FxHashMap<&'a str, usize>,
}

impl<'a> Categories<'a> {
    fn new(all: &'a [(usize, Category)]) -> Self {
        Self { all, places: all.iter().zip(0..).map(|((_, category), at)| (category.id.as_str(), at)).collect() }
    }

    fn place(&self, name: &str) -> Result<usize> {
        self.places.get(name).copied().ok_or_else(|| {
            let mut known: Vec<&str> = self.all.iter().take(LISTED).map(|(_, c)| c.id.as_str()).collect();
            if self.all.len() > LISTED {
                known.push("…");
            }
            invalid(format!("category {name:?} found, one of {} expected", known.join(", ")))
        })
    }
}

/// Hands on the rows of a table with their 1-based lines, each of the header's width. An empty table has no rows; one
/// with another header is a single error.
fn rows(table: &str, header: &[&str], mut each: impl FnMut(Result<(u64, &csv::StringRecord)>)) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
    let found = match reader.headers() {
        Ok(found) => found,
        Err(error) => return each(Err(invalid(error.to_string()))),
    };
    if !table.is_empty() && found.iter().ne(header.iter().copied()) {
        let found: Vec<_> = found.iter().collect();
        let message = format!("header {} found, {} expected", found.join(","), header.join(","));
        return each(Err(invalid(message).at_line(1)));
    }
    let width = header.len();
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                each(Err(invalid(error.to_string())));
                continue;
            }
        }
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() == width {
            each(Ok((line, &record)));
            continue;
        }
        let message = format!("{} fields found, {width} expected; quote a field that holds a comma", record.len());
        each(Err(invalid(message).at_line(line)));
    }
}

/// A decimal number with at most three places, as an integer in thousandths.
pub(crate) fn thousandths(number: &str) -> Result<i32> {
    let bad = || invalid(format!("number {number:?} found, a decimal with at most three places expected"));
    let text = number.trim();
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 4 || part.len() > 3 || !is_number(whole) || !is_number(part) {
        return Err(bad());
    }
    let digit = |value: i32, byte: u8| 10 * value + i32::from(byte - b'0');
    let places = part.bytes().chain(std::iter::repeat(b'0')).take(3);
    let value = whole.bytes().chain(places).fold(0, digit);
    Ok(if negative { -value } else { value })
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::Lexicon, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "id='x'\nkind='scores'\nversion='1'\nlanguage='en'\nlicence='MIT'\ncitation='c'\n\
        description='d'\noverlap='x'\n[[dimension]]\nid='x'\nrole='conflict'\ndefinition='d'\n\
        [[dimension.category]]\nid='a'\ngrade=1.0\ndefinition='d'\n";

    fn error(terms: &str) -> String {
        let files = Files { manifest: MANIFEST, terms, examples: "", rules: None };
        parse(&files, Path::new("my")).unwrap_err().to_string()
    }

    #[test]
    fn errors_name_file_row_found_and_expected() {
        let head = "term,category,weight,source,note\n";
        for (row, expected) in [
            ("bad,a,1,s,n\nbad,a,2,s,n\n", "my/terms.csv:3: term \"bad\" stands here a second time"),
            ("bad,b,1,s,n\n", "my/terms.csv:2: category \"b\" found, one of a expected"),
            ("bad,a,5,s,n\n", "my/terms.csv:2: weight 5 found, 0 to 4 expected"),
            ("bad,a,x,s,n\n", "my/terms.csv:2: number \"x\" found"),
            ("bad,a,1\n", "my/terms.csv:2: 3 fields found, 5 expected"),
            ("bad,a,1,,\n", "neither source nor note"),
            ("(bad,a,1,s,n\n", "my/terms.csv:2: "),
        ] {
            let message = error(&format!("{head}{row}"));
            assert!(message.contains(expected), "{message}");
        }
        assert!(error("word,score\n").contains("my/terms.csv:1: header word,score found"));
    }

    #[test]
    fn numbers_are_exact() {
        assert_eq!(thousandths("2.5").unwrap(), 2500);
        assert_eq!(thousandths("-0.125").unwrap(), -125);
        assert!(thousandths("1e3").is_err() && thousandths("").is_err() && thousandths(".5").is_err());
    }
}
