//! A conversion → the three files of a lexicon's folder.

use super::{Conversion, Term, invalid};
use crate::error::{Error, ErrorKind, Result};
use crate::language::Language;
use crate::lexicon::load::{EXAMPLES_HEADER, Files, TERMS_HEADER, parse};
use crate::lexicon::{Lexicon, Match, Matcher, UNIT};
use crate::token::{Token, TokenRange, Vocabulary, tokenize};
use std::fs;
use std::path::Path;

/// Texts that hold no word of most categories; the first that does not hit is a category's counter-example.
const PLAIN: [&str; 3] = ["The clerk counted the chairs.", "Seven ships lay at anchor.", "Marland, 1874."];
/// Entries of a category that are tried for its example.
const TRIED: usize = 50;
/// Forms of an entry that are tried for its category's example.
const FORMS: usize = 4;

impl Conversion {
    /// Names and contents of the lexicon's files.
    ///
    /// # Errors
    /// None in practice: a manifest of plain strings can always be written.
    pub fn files(&self) -> Result<[(&'static str, String); 3]> {
        let manifest = toml::to_string(&self.manifest).map_err(|e| invalid(e.to_string()))?;
        let terms = self.terms.iter().map(|t| self.row(t));
        let examples = self.examples.iter().map(|(category, text, hit)| {
            [category.clone(), text.clone(), hit.clone().unwrap_or_else(|| "-".to_owned()), String::new()].to_vec()
        });
        Ok([
            ("lexicon.toml", manifest),
            ("terms.csv", table(&TERMS_HEADER, terms)?),
            ("examples.csv", table(&EXAMPLES_HEADER, examples)?),
        ])
    }

    fn row(&self, term: &Term) -> Vec<String> {
        let weight = format!("{}", f64::from(term.weight) / f64::from(UNIT));
        vec![term.term.clone(), term.category.clone(), weight, format!("{}:{}", self.source, term.line), String::new()]
    }

    /// Writes the lexicon into `folder`, which is made; an earlier lexicon there is replaced with `force` only.
    ///
    /// # Errors
    /// A folder that holds a lexicon already, or anything that is not one, or that cannot be written.
    pub fn write(&self, folder: &Path, force: bool) -> Result<()> {
        keep_others(folder, force)?;
        fs::create_dir_all(folder).map_err(|e| Error::io(folder, &e))?;
        let files = self.files()?;
        let beside = |name: &str| folder.join(format!(".tonescope-{name}"));
        for (name, text) in &files {
            let path = beside(name);
            fs::write(&path, text).map_err(|e| Error::io(&path, &e))?;
        }
        for (name, _) in &files {
            let path = folder.join(name);
            fs::rename(beside(name), &path).map_err(|e| Error::io(&path, &e))?;
        }
        Ok(())
    }
}

/// An earlier conversion is replaced when the user says so; a folder with anything else never is.
fn keep_others(folder: &Path, force: bool) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    let refuse = |message: &str| Err(Error::new(ErrorKind::Usage, message).at_path(folder));
    let mut entries = fs::read_dir(folder).map_err(|e| Error::io(folder, &e))?;
    if folder.join("rules.toml").exists() {
        return refuse("the folder holds context rules, which no conversion wrote; name another folder");
    }
    match (folder.join("lexicon.toml").exists(), force) {
        (true, false) => refuse("the folder already holds a lexicon; name another folder, or replace it with --force"),
        (false, _) if entries.next().is_some() => {
            refuse("the folder holds other files and no lexicon; name another folder")
        }
        _ => Ok(()),
    }
}

fn table(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<String> {
    let failed = |e: String| invalid(e);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).map_err(|e| failed(e.to_string()))?;
    for row in rows {
        writer.write_record(row).map_err(|e| failed(e.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|e| failed(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| failed(e.to_string()))
}

/// For each category a text that hits and one that does not, tried on the lexicon and the shipped modifiers.
pub(super) fn examples(conversion: &Conversion) -> Result<Vec<(String, String, Option<String>)>> {
    let [(_, manifest), (_, terms), _] = conversion.files()?;
    let files = Files { manifest: &manifest, terms: &terms, examples: "", rules: None };
    let lexicon = parse(&files, Path::new(&conversion.manifest.id))?;
    let modifiers = Lexicon::builtin("modifiers")?;
    let lexicons = [lexicon, modifiers];
    let mut vocabulary = Vocabulary::new(Language::english());
    let matcher = Matcher::new(&lexicons, &mut vocabulary);
    let mut entries: Vec<Vec<usize>> = vec![Vec::new(); lexicons[0].categories().len()];
    for (at, entry) in lexicons[0].entries().iter().enumerate() {
        entries[entry.category].push(at);
    }
    let trial = Trial { lexicons: &lexicons, entries, vocabulary: &vocabulary, matcher: &matcher };
    let mut found = Vec::new();
    for (at, (_, category)) in lexicons[0].categories().iter().enumerate() {
        if let Some((text, hit)) = trial.hit(at) {
            found.push((category.id.clone(), text, Some(hit)));
        }
        if let Some(text) = PLAIN.iter().find(|text| trial.matches(text).0.iter().all(|m| !trial.is_of(*m, at))) {
            found.push((category.id.clone(), (*text).to_owned(), None));
        }
    }
    Ok(found)
}

struct Trial<'a> {
    lexicons: &'a [Lexicon],
    /// Those of each category of the converted lexicon.
    entries: Vec<Vec<usize>>,
    vocabulary: &'a Vocabulary,
    matcher: &'a Matcher,
}

impl Trial<'_> {
    fn matches(&self, text: &str) -> (Vec<Match>, Vec<Token>) {
        let (mut tokens, mut found) = (Vec::new(), Vec::new());
        tokenize(text, self.vocabulary, &mut tokens);
        self.matcher.find(&tokens, TokenRange::new(0, tokens.len() as u32), &mut found);
        (found, tokens)
    }

    /// Whether a match is an entry of the converted lexicon's category.
    fn is_of(&self, found: Match, category: usize) -> bool {
        found.lexicon == 0 && self.lexicons[0].entries()[found.entry as usize].category == category
    }

    /// A text in which an entry of the category is found and nothing else contends for its words; else any entry's.
    fn hit(&self, category: usize) -> Option<(String, String)> {
        let entries = self.entries[category].iter().take(TRIED).map(|at| &self.lexicons[0].entries()[*at]);
        let forms: Vec<String> = entries.filter_map(|e| e.pattern().ok()).flat_map(|p| p.forms(FORMS)).collect();
        let text = |form: &String| format!("They wrote {form}.");
        let clear = forms.iter().find(|form| {
            let text = text(form);
            let (found, tokens) = self.matches(&text);
            let whole = |m: &Match| m.tokens.span(&tokens).slice(&text) == form.as_str();
            let own = found.iter().find(|m| whole(m) && self.is_of(**m, category));
            own.is_some_and(|own| {
                let near = |m: &Match| m.tokens.start < own.tokens.end && own.tokens.start < m.tokens.end;
                found.iter().all(|m| !near(m) || m.lexicon == 0 && m.tokens == own.tokens)
            })
        });
        clear.or(forms.first()).map(|form| (text(form), form.clone()))
    }
}
