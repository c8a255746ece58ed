//! Rows of lexicons as numbers and one text that they point into, so that those of the shipped lexicons are made when
//! the program is built and stay where they lie in it.
//!
//! A lexicon is how many numbers follow, the texts of its manifest (as JSON), rules and hash, how many entries it has and
//! a row of [`ENTRY`] numbers for each, then its examples likewise. A text is its place and its length.

use super::{Entry, Example, Lexicon, Manifest};
use crate::error::{Error, ErrorKind, Result};
use crate::numbers::{Table, push};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Numbers of an entry: category, weight, line, and the texts of term, source and note.
const ENTRY: usize = 9;
/// Numbers of an example: whether it has a hit, whether it has a value, the value, the line, and the texts of category,
/// example and hit.
const EXAMPLE: usize = 10;

/// Numbers and the text that they point into.
#[derive(Debug, Default)]
pub struct Embedded {
    /// The numbers as bytes.
    pub rows: Vec<u8>,
    /// The text.
    pub texts: String,
    places: FxHashMap<String, u32>,
}

impl Embedded {
    /// Lexicons one behind the other.
    ///
    /// # Errors
    /// None in practice: every manifest can be written.
    pub fn of(lexicons: &[Lexicon]) -> Result<Self> {
        let mut all = Self::default();
        for lexicon in lexicons {
            let manifest = serde_json::to_string(lexicon.manifest()).map_err(|e| no_manifest(&e))?;
            let own = [&manifest, lexicon.rules().unwrap_or_default(), lexicon.sha256()];
            let mut numbers: Vec<u32> = own.into_iter().flat_map(|t| all.text(t)).collect();
            numbers.push(lexicon.entries().len() as u32);
            for entry in lexicon.entries() {
                numbers.extend([entry.category as u32, entry.weight.cast_unsigned(), entry.line as u32]);
                numbers.extend([&entry.term, &entry.source, &entry.note].into_iter().flat_map(|t| all.text(t)));
            }
            numbers.push(lexicon.examples().len() as u32);
            for example in lexicon.examples() {
                let value = example.value.unwrap_or_default().cast_unsigned();
                numbers.extend([example.hit.is_some().into(), example.value.is_some().into(), value]);
                numbers.push(example.line as u32);
                let hit = example.hit.as_deref().unwrap_or_default();
                numbers.extend([&*example.category, &*example.text, hit].into_iter().flat_map(|t| all.text(t)));
            }
            push(numbers.len() as u32, &mut all.rows);
            for number in numbers {
                push(number, &mut all.rows);
            }
        }
        Ok(all)
    }

    /// Where a text lies, and its length: the same one lies there once.
    fn text(&mut self, text: &str) -> [u32; 2] {
        let texts = &mut self.texts;
        let place = *self.places.entry(text.to_owned()).or_insert_with(|| {
            let place = texts.len() as u32;
            texts.push_str(text);
            place
        });
        [place, text.len() as u32]
    }
}

fn no_manifest(error: &serde_json::Error) -> Error {
    Error::new(ErrorKind::Lexicon, error.to_string())
}

/// Lexicon `at` of those that [`Embedded::of`] made these tables of.
///
/// # Errors
/// None in practice: the manifest is read as it was written.
///
/// # Panics
/// When they are other tables, or there is no such lexicon.
pub(super) fn embedded(rows: &'static [u8], texts: &'static str, at: usize) -> Result<Lexicon> {
    let mut reader = Reader { numbers: Table::of(rows), texts };
    for _ in 0..at {
        reader.numbers.run();
    }
    let [_] = reader.numbers.next();
    let [manifest, rules, sha256] = std::array::from_fn(|_| reader.next_text());
    let manifest: Manifest = serde_json::from_str(manifest).map_err(|e| no_manifest(&e))?;
    let dimensions = manifest.dimension.iter().enumerate();
    Ok(Lexicon {
        categories: dimensions.flat_map(|(at, d)| d.category.iter().map(move |c| (at, c.clone()))).collect(),
        entries: reader.each(Reader::entry),
        examples: reader.each(Reader::example),
        rules: Some(rules).filter(|rules| !rules.is_empty()).map(str::to_owned),
        sha256: sha256.to_owned(),
        shipped: true,
        manifest,
    })
}

struct Reader {
    numbers: Table,
    texts: &'static str,
}

impl Reader {
    fn text(&self, place: u32, length: u32) -> &'static str {
        &self.texts[place as usize..][..length as usize]
    }

    fn next_text(&mut self) -> &'static str {
        let [place, length] = self.numbers.next();
        self.text(place, length)
    }

    /// As many rows as the next number says.
    fn each<T>(&mut self, row: fn(&mut Self) -> T) -> Vec<T> {
        let [count] = self.numbers.next();
        (0..count).map(|_| row(self)).collect()
    }

    fn entry(&mut self) -> Entry {
        let [category, weight, line, term, term_length, source, source_length, note, note_length]: [u32; ENTRY] =
            self.numbers.next();
        Entry {
            term: Cow::Borrowed(self.text(term, term_length)),
            category: category as usize,
            weight: weight.cast_signed(),
            source: Cow::Borrowed(self.text(source, source_length)),
            note: Cow::Borrowed(self.text(note, note_length)),
            line: line.into(),
        }
    }

    fn example(&mut self) -> Example {
        let [has_hit, has_value, value, line, category, category_length, text, text_length, hit, hit_length]: [u32;
            EXAMPLE] = self.numbers.next();
        Example {
            category: Cow::Borrowed(self.text(category, category_length)),
            text: Cow::Borrowed(self.text(text, text_length)),
            hit: (has_hit == 1).then(|| Cow::Borrowed(self.text(hit, hit_length))),
            value: (has_value == 1).then_some(value.cast_signed()),
            line: line.into(),
        }
    }
}
