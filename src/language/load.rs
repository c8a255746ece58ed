//! Reading `words.csv`, `irregular.csv` and `sets.csv`.

use super::{Class, Language, Lists, Phrases};
use crate::error::{Error, ErrorKind, Result};

impl Language {
    /// Reads a language from the text of its three tables, `words.csv` (`term,class,features,note`), `irregular.csv`
    /// (`lemma,pos,forms`) and `sets.csv` (`set,term`).
    ///
    /// # Errors
    /// The first row that names an unknown class or part of speech, with its line.
    pub fn load(tables: [&str; 3]) -> Result<Self> {
        let (lists, phrases) = self::tables(tables)?;
        Ok(Self { tables: None, lists: lists.into(), phrases })
    }

    /// Its phrases and months, one a line: what [`Language::english`] reads fast.
    #[must_use]
    pub fn phrase_listing(&self) -> String {
        let boilerplate = self.phrases.boilerplate.iter();
        let lines = boilerplate.map(|(phrase, whole)| format!("{phrase}\t{}\n", if *whole { WHOLE } else { START }));
        lines.chain(self.phrases.months.iter().map(|(name, number)| format!("{name}\t{number}\n"))).collect()
    }
}

/// A phrase that is the whole of a boilerplate line.
const WHOLE: &str = "whole";
/// A phrase that a boilerplate line opens with.
const START: &str = "start";

impl Phrases {
    /// What [`Language::phrase_listing`] lists.
    pub(super) fn listed(listing: &str) -> Self {
        let mut phrases = Self::default();
        for (phrase, what) in listing.lines().filter_map(|line| line.split_once('\t')) {
            match what.parse() {
                Ok(month) => drop(phrases.months.insert(phrase.to_owned(), month)),
                Err(_) => phrases.boilerplate.push((phrase.to_owned(), what == WHOLE)),
            }
        }
        phrases
    }
}

/// What the three tables of a language hold.
pub(super) fn tables([words, irregular, sets]: [&str; 3]) -> Result<(Lists, Phrases)> {
    let (mut lists, mut phrases) = (Lists::default(), Phrases::default());
    for record in rows(words, 4) {
        let (line, row) = record?;
        lists.add_word(&row[0], &row[1], &row[2], &mut phrases).map_err(|e| e.at_line(line))?;
    }
    for record in rows(irregular, 3) {
        let (line, row) = record?;
        let pos = match &row[1] {
            "v" => 'v',
            "n" => 'n',
            "a" => 'a',
            found => {
                let message = format!("part of speech is {found:?}, expected v, n or a; correct the row");
                return Err(Error::new(ErrorKind::Lexicon, message).at_line(line));
            }
        };
        let forms: Vec<String> = row[2].split_whitespace().map(str::to_owned).collect();
        if pos == 'v' {
            let past = forms.iter().filter(|f| !f.ends_with('s') && !f.ends_with("ing"));
            past.for_each(|form| *lists.words.entry(form.clone()).or_default() |= Class::PAST);
        }
        lists.irregular.insert((row[0].to_owned(), pos), forms);
    }
    for record in rows(sets, 2) {
        let (_, row) = record?;
        let terms = lists.sets.entry(row[0].to_owned()).or_default();
        if !terms.is_empty() {
            terms.push('|');
        }
        terms.push_str(&row[1]);
    }
    lists.add_plurals();
    Ok((lists, phrases))
}

impl Lists {
    fn add_word(&mut self, term: &str, class: &str, features: &str, phrases: &mut Phrases) -> Result<()> {
        let term = term.to_lowercase();
        if class == "boilerplate" {
            let whole = features.split_whitespace().any(|f| f == WHOLE);
            phrases.boilerplate.push((term, whole));
            return Ok(());
        }
        let Some(mut set) = Class::parse(class) else {
            let message = format!("class is {class:?}, which tonescope does not know; see CONTRIBUTING.md");
            return Err(Error::new(ErrorKind::Lexicon, message));
        };
        for feature in features.split_whitespace() {
            set |= Class::feature(feature);
            if class == "month"
                && let Ok(number) = feature.parse()
            {
                phrases.months.insert(term.clone(), number);
            }
        }
        // Of a title of several words the last is the head ("prime minister"); the others only join it.
        // Of "secretary of state" it is the word before "of".
        let title = term.split_once(" of ").map_or(term.as_str(), |(head, _)| head);
        let mut parts = title.split([' ', '-']).rev();
        if let Some(head) = parts.next() {
            *self.words.entry(head.to_owned()).or_default() |= set;
        }
        if set.any(Class::TITLE) {
            let rest = term[title.len()..].split(' ').filter(|p| !p.is_empty() && *p != "of");
            for part in parts.chain(rest) {
                *self.words.entry(part.to_owned()).or_default() |= Class::TITLE_PART;
            }
        }
        Ok(())
    }

    /// Plurals of the nouns for one person ("minister" → "ministers") are nouns for several.
    fn add_plurals(&mut self) {
        let single = Class::TITLE | Class::PERSON;
        let nouns: Vec<(String, Class)> = self
            .words
            .iter()
            .filter(|(_, class)| class.any(single))
            .map(|(word, class)| (word.clone(), *class))
            .collect();
        for (noun, class) in nouns {
            let gender = Class::PERSON_PLURAL | Class::PLURAL | keep(class, Class::MASCULINE | Class::FEMININE);
            let regular = [regular_plural(&noun)];
            let forms = self.irregular.get(&(noun, 'n')).map_or(&regular[..], Vec::as_slice);
            for form in forms {
                *self.words.entry(form.clone()).or_default() |= gender;
            }
        }
    }
}

fn keep(class: Class, mask: Class) -> Class {
    class.without(class.without(mask))
}

/// The regular plural of an English noun.
pub(crate) fn regular_plural(noun: &str) -> String {
    let ends = |suffixes: &[&str]| suffixes.iter().any(|s| noun.ends_with(s));
    match noun.strip_suffix('y') {
        Some(stem) if !ends(&["ay", "ey", "oy", "uy"]) => format!("{stem}ies"),
        _ if ends(&["s", "x", "z", "ch", "sh"]) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

/// The data rows of a CSV table with their 1-based lines; every row must have `width` fields.
fn rows(table: &str, width: usize) -> impl Iterator<Item = Result<(u64, csv::StringRecord)>> {
    let reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
    reader.into_records().map(move |record| {
        let record = record.map_err(|e| Error::new(ErrorKind::Lexicon, e.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() == width {
            return Ok((line, record));
        }
        let message = format!("{} fields found, {width} expected; check commas and quotes", record.len());
        Err(Error::new(ErrorKind::Lexicon, message).at_line(line))
    })
}

#[cfg(test)]
mod tests {
    use super::super::ENGLISH_TABLES;
    use super::*;

    #[test]
    fn ready_phrases_are_those_of_the_tables() {
        let read = Language::load(ENGLISH_TABLES).unwrap();
        assert_eq!(Language::english().phrases, read.phrases);
        assert_eq!((read.month("sept"), read.is_boilerplate("advertisement")), (Some(9), true));
    }
}
