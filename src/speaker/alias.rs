//! Other names of speakers: a capital for its state, and whatever a user's table says.

use super::SpeakerKind;
use crate::error::{Error, ErrorKind, Result};
use crate::shipped::ALIASES;
use crate::token::fold;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::Path;

/// Who a form stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// Canonical name of the speaker.
    pub speaker: String,
    /// What the speaker is, where the table says it.
    pub kind: Option<SpeakerKind>,
    /// The side the speaker is on, where the table says it.
    pub side: Option<String>,
}

/// Forms of names, each with the speaker it stands for. Case and the way of writing accents do not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases {
    /// A capital in a reporting clause stands for its state ("Moscow said"); offices keep their own names.
    metonyms: FxHashMap<String, Alias>,
    /// A people's name stands for its state where it is spoken of ("Russian aggression").
    demonyms: FxHashMap<String, Alias>,
    /// An office belongs to its state: whoever speaks for the one speaks for the other.
    offices: FxHashMap<String, Alias>,
    given: FxHashMap<String, Alias>,
}

impl Aliases {
    /// The shipped tables alone, read when the program was built.
    #[must_use]
    pub fn shipped() -> Self {
        let [metonyms, demonyms, offices] = ALIASES.map(listed);
        Self { metonyms, demonyms, offices, given: FxHashMap::default() }
    }

    /// The forms of a table with whom they stand for, a line each, in the order of the forms: what [`Self::shipped`]
    /// reads fast.
    ///
    /// # Errors
    /// The first row that cannot be used, with its line.
    pub fn listing(text: &str, path: &Path) -> Result<String> {
        let found: BTreeMap<_, _> = table(text, path)?.into_iter().collect();
        let line = |(form, alias): (String, Alias)| {
            let kind = alias.kind.map_or("", SpeakerKind::name);
            format!("{form}\t{}\t{kind}\t{}\n", alias.speaker, alias.side.unwrap_or_default())
        };
        Ok(found.into_iter().map(line).collect())
    }

    /// Adds a table: CSV with the columns `form`, `speaker` and, where wanted, `side` and `kind` (person, anonymous,
    /// group or organization). A speaker's own name is one of its forms. A form that is given twice must mean the same.
    ///
    /// # Errors
    /// The first row that cannot be used, with its line.
    pub fn with_table(mut self, text: &str, path: &Path) -> Result<Self> {
        self.given = table(text, path)?;
        Ok(self)
    }

    /// Whether there is a given table.
    pub(super) fn is_given(&self) -> bool {
        !self.given.is_empty()
    }

    /// Who a form stands for in the given table.
    #[must_use]
    pub fn get(&self, form: &str) -> Option<&Alias> {
        if self.given.is_empty() { None } else { self.given.get(&fold(form)) }
    }

    /// Who is meant where a form is spoken of: whom the given table names, else the state of a capital or people.
    #[must_use]
    pub fn spoken_of(&self, form: &str) -> Option<&Alias> {
        self.get(form).or_else(|| self.metonym(form)).or_else(|| self.demonyms.get(&fold(form)))
    }

    /// The side that whoever bears the name is on: what the given table says, else the state of a capital, people or
    /// office.
    #[must_use]
    pub fn side(&self, form: &str) -> Option<&str> {
        let alias = self.spoken_of(form).or_else(|| self.offices.get(&fold(form)))?;
        Some(alias.side.as_ref().unwrap_or(&alias.speaker))
    }

    /// The state that a place's name stands for where it speaks.
    #[must_use]
    pub fn metonym(&self, form: &str) -> Option<&Alias> {
        self.metonyms.get(&fold(form))
    }
}

fn table(text: &str, path: &Path) -> Result<FxHashMap<String, Alias>> {
    let mut found: FxHashMap<String, Alias> = FxHashMap::default();
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let invalid = |line: u64, message: String| Error::new(ErrorKind::Lexicon, message).at_line(line).at_path(path);
    let headers = reader.headers().map_err(|e| invalid(1, e.to_string()))?.clone();
    let column = |name: &str| headers.iter().position(|h| h == name);
    let (Some(form), Some(speaker)) = (column("form"), column("speaker")) else {
        let named: Vec<&str> = headers.iter().collect();
        let message = format!("found the columns {named:?}, expected at least `form` and `speaker`");
        return Err(invalid(1, message));
    };
    let (side, kind) = (column("side"), column("kind"));
    for record in reader.records() {
        let record = record.map_err(|e| invalid(e.position().map_or(0, csv::Position::line), e.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: usize| record.get(at).filter(|c| !c.is_empty());
        let (Some(form), Some(speaker)) = (cell(form), cell(speaker)) else {
            return Err(invalid(line, "a row needs a `form` and a `speaker`; fill in or delete it".to_owned()));
        };
        let alias = Alias {
            speaker: speaker.to_owned(),
            kind: kind.and_then(cell).map(|k| kind_named(k).map_err(|m| invalid(line, m))).transpose()?,
            side: side.and_then(cell).map(str::to_owned),
        };
        for form in [form, speaker] {
            let known = found.entry(fold(form)).or_insert_with(|| alias.clone());
            if known.speaker != alias.speaker || known.side != alias.side {
                let message = format!(
                    "`{form}` stands for {:?} of side {:?} here and for {:?} of side {:?} above; keep one",
                    alias.speaker,
                    alias.side.as_deref().unwrap_or_default(),
                    known.speaker,
                    known.side.as_deref().unwrap_or_default()
                );
                return Err(invalid(line, message));
            }
        }
    }
    Ok(found)
}

/// The forms that [`Aliases::listing`] lists.
fn listed(listing: &str) -> FxHashMap<String, Alias> {
    let alias = |line: &str| {
        let mut cells = line.split('\t').map(|cell| Some(cell).filter(|c| !c.is_empty()).map(str::to_owned));
        let (form, speaker) = (cells.next()??, cells.next()??);
        let kind = cells.next()?.and_then(|kind| kind_named(&kind).ok());
        Some((form, Alias { speaker, kind, side: cells.next()? }))
    };
    listing.lines().filter_map(alias).collect()
}

/// The kind of that name.
pub(super) fn kind_named(name: &str) -> std::result::Result<SpeakerKind, String> {
    let all = [SpeakerKind::Person, SpeakerKind::Anonymous, SpeakerKind::Group, SpeakerKind::Organization];
    all.into_iter()
        .find(|k| k.name() == name)
        .ok_or_else(|| format!("kind is {name:?}, expected person, anonymous, group or organization"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_found_whatever_their_case() {
        let path = Path::new("a.csv");
        let given = "form,speaker,side\nThe Fox,Rolf Brandt,Torvia\nBrandt,Rolf Brandt,Torvia\n";
        let aliases = Aliases::shipped().with_table(given, path).unwrap();
        assert_eq!(aliases.get("the fox").map(|a| a.speaker.as_str()), Some("Rolf Brandt"));
        assert_eq!(aliases.get("ROLF BRANDT").and_then(|a| a.side.as_deref()), Some("Torvia"));
        assert!(aliases.get("Fox").is_none());
        assert!(aliases.metonym("Kremlin").is_none(), "an office keeps its name");
        assert_eq!(aliases.side("Kremlin"), aliases.side("Moscow"));
        assert_eq!(aliases.side("Russian"), Some("Russia"));
        assert_eq!(aliases.side("Brandt"), Some("Torvia"));
    }

    #[test]
    fn shipped_forms_are_those_of_the_tables() {
        let shipped = Aliases::shipped();
        for (name, own) in
            [("metonyms", shipped.metonyms), ("demonyms", shipped.demonyms), ("offices", shipped.offices)]
        {
            let path = format!("lexicons/aliases/{name}.csv");
            assert!(own == table(&std::fs::read_to_string(&path).unwrap(), Path::new(&path)).unwrap(), "{path}");
        }
    }

    #[test]
    fn a_row_that_contradicts_another_is_named() {
        let error = table("form,speaker,side\nA,X,east\nA,Y,east\n", Path::new("a.csv")).unwrap_err();
        assert!(error.to_string().contains("a.csv:3"), "{error}");
        let error = table("name,speaker\nA,X\n", Path::new("a.csv")).unwrap_err();
        assert!(error.to_string().contains("expected at least `form` and `speaker`"), "{error}");
    }
}
