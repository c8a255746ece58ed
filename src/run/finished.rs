//! Finished reports as inputs of a comparison: what everybody says is taken from their tables, with the near-duplicates
//! found among all inputs, as if their articles had been read again.

use super::compare::{GatherOptions, known};
use super::formats::of_report;
use super::ledger::{Entered, Ledger};
use super::partials::{self, Partials};
use super::quoted::Rows;
use super::record::{self, Record};
use super::stored::Stored;
use super::tables::{ERRORS, SKETCHES, Seen, Sketches};
use super::{Input, Source, page};
use crate::aggregate::{Grouping, Partial, Speech};
use crate::analysis::Analyzer;
use crate::error::{Error, ErrorKind, Result};
use crate::quote::CueClass;
use crate::report::{CsvStyle, TableFormat, Unit};
use rustc_hash::FxHashMap;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Options of which a report and a comparison must have the same: where run.json has them, and what sets them.
const SAME: [(&str, &str); 6] = [
    ("/min_confidence", "--min-confidence"),
    ("/tables/aliases/sha256", "--aliases"),
    ("/tables/corrections/sha256", "--corrections"),
    ("/apart", "--apart"),
    ("/dedup", "--no-dedup"),
    ("/any_language", "--any-language"),
];

impl Input {
    /// Whether it is a folder that holds a finished report rather than articles.
    #[must_use]
    pub fn is_report(&self) -> bool {
        matches!(self, Self::Path(path) if Record::read(path).is_ok())
    }
}

/// A report in a folder, found to go with the comparison.
#[derive(Debug)]
pub(super) struct Finished<'a> {
    folder: PathBuf,
    record: Record,
    format: TableFormat,
    style: CsvStyle,
    analyzer: &'a Analyzer,
}

impl<'a> Finished<'a> {
    /// The report that an input is; none for one that is articles.
    ///
    /// # Errors
    /// A report that was made otherwise than this comparison is, or that does not hold what it needs.
    pub fn open(input: &Input, analyzer: &'a Analyzer, gather: &GatherOptions) -> Result<Option<Self>> {
        let Input::Path(folder) = input else { return Ok(None) };
        let Ok(record) = Record::read(folder) else { return Ok(None) };
        check(&record, analyzer, gather).map_err(|e| e.at_path(folder))?;
        let options = record.get("options");
        let format = of_report(folder, options)?;
        let style = CsvStyle { excel: options["excel"].as_bool().unwrap_or_default() };
        Ok(Some(Self { folder: folder.clone(), format, style, record, analyzer }))
    }

    /// The files that the report was made of.
    pub fn sources(&self) -> impl Iterator<Item = Source> {
        page::inputs(self.record.get("inputs")).into_iter().map(|input| Source {
            path: input.path,
            bytes: input.bytes,
            sha256: input.sha256,
            documents: input.documents,
        })
    }

    /// The options that it was made with.
    pub fn options(&self) -> &Value {
        self.record.get("options")
    }

    /// The style of its tables in CSV.
    pub fn style(&self) -> CsvStyle {
        self.style
    }

    /// The format of its tables.
    pub fn format(&self) -> TableFormat {
        self.format
    }

    /// Where one of its tables stands.
    pub fn path(&self, table: Unit) -> PathBuf {
        self.folder.join(self.format.file(table.name()))
    }

    /// Adds what is said in the report's articles, and its counts; `failed` is told what failed in it. Returns how many
    /// articles it has.
    pub fn enter(
        &self,
        gather: &GatherOptions,
        speech: &mut Speech,
        ledger: &mut Ledger,
        failed: &mut impl FnMut(&Error),
    ) -> Result<u64> {
        ledger.recall(&self.record);
        let mut articles = 0;
        let mut rows = Partials::open(&self.folder.join(partials::FILE))?;
        let mut words = gather.speech.texts.then(|| Words::open(self)).transpose()?;
        for seen in Sketches::open(&self.folder.join(SKETCHES))? {
            let Seen { id, place, partials, sketch } = seen?;
            let Entered { cluster_id, .. } = ledger.place(&id, &place, &sketch)?;
            let mut texts = words.as_mut().map(|w| w.next(&id)).transpose()?.unwrap_or_default();
            let mut said = Vec::new();
            for _ in 0..partials {
                let partial = rows.next().unwrap_or_else(|| Err(self.fewer(partials::FILE)))?;
                known(&partial, self.analyzer).map_err(|e| e.at_path(&self.folder.join(partials::FILE)))?;
                let texts = texts.remove(&partial.speaker_id).unwrap_or_default();
                said.push((Partial { cluster_id: cluster_id.clone().into_owned(), ..partial }, texts));
            }
            speech.enter_article(said);
            articles += 1;
        }
        self.errors(failed)?;
        Ok(articles)
    }

    fn errors(&self, failed: &mut impl FnMut(&Error)) -> Result<()> {
        let table = ERRORS.trim_end_matches(".csv");
        let mut rows = Rows::of(self.table(table)?, ["path", "line", "message"])?;
        while let Some([path, line, message]) = rows.next()? {
            let (path, message) = (self.style.plain(path), self.style.plain(message));
            let mut error = Error::new(ErrorKind::Record, message);
            if !path.is_empty() {
                error = error.at_path(Path::new(path));
            }
            failed(&line.parse().map_or(error.clone(), |line| error.at_line(line)));
        }
        Ok(())
    }

    /// One of its tables, to be read.
    pub fn table(&self, table: &str) -> Result<Stored> {
        Stored::open(&self.folder, table, self.format, self.analyzer.scheme())
    }

    fn fewer(&self, file: &str) -> Error {
        let message = format!("found fewer rows than {SKETCHES} says; write the report again");
        Error::new(ErrorKind::Record, message).at_path(&self.folder.join(file))
    }
}

/// Whether a report goes with a comparison.
fn check(record: &Record, analyzer: &Analyzer, gather: &GatherOptions) -> Result<()> {
    let usage = |message: String| Err(Error::new(ErrorKind::Usage, message));
    let complete = record.get("complete").as_bool().unwrap_or_default();
    if !complete || record.get("partials").is_null() {
        return usage("found no finished report here; name folders that `tonescope report` has written".to_owned());
    }
    if *record.version() != env!("CARGO_PKG_VERSION") || record.partials() != Some(partials::VERSION) {
        return usage("another version of tonescope wrote this report; write it again to compare it".to_owned());
    }
    if *record.get("lexicons") != record::lexicons(analyzer) {
        return usage(
            "this report was scored with other lexicons; name them with --lexicon, or write it again".to_owned(),
        );
    }
    for (place, option) in SAME {
        let value = |options: &Value| options.pointer(place).cloned().unwrap_or_default();
        if value(record.get("options")) != value(&gather.recorded) {
            return usage(format!(
                "this report was written with another {option}; give the same here, or write it again"
            ));
        }
    }
    if let Grouping::Field(field) = &gather.speech.grouping {
        return usage(format!(
            "a report does not hold the field {field} of its articles; name the articles, or compare by speaker, \
             affiliation, side or kind"
        ));
    }
    if gather.targets {
        return usage("a report does not hold whom words are about; name its articles for that table".to_owned());
    }
    Ok(())
}

/// Of a table whose articles are not those of the others.
pub(super) fn other_articles(table: &Path) -> Error {
    let message = format!("found other articles than {SKETCHES} has; write the report again");
    Error::new(ErrorKind::Record, message).at_path(table)
}

/// The words of a report's quotes, article by article.
struct Words {
    articles: Rows<2>,
    quotes: Rows<4>,
    style: CsvStyle,
}

impl Words {
    fn open(report: &Finished) -> Result<Self> {
        let articles = Rows::of(report.table(Unit::Articles.name())?, ["article_id", "quotes"])?;
        let columns = ["article_id", "cue_class", "speaker_id", "text"];
        let quotes = Rows::of(report.table(Unit::Quotes.name())?, columns)?;
        Ok(Self { articles, quotes, style: report.style })
    }

    /// The quotes of speech in the next article, of each speaker in their order.
    fn next(&mut self, id: &str) -> Result<FxHashMap<String, Vec<Box<str>>>> {
        let row = self.articles.next()?.filter(|[article, _]| self.style.plain(article) == id);
        let count = row.and_then(|[_, quotes]| quotes.parse::<u32>().ok());
        let count = count.ok_or_else(|| other_articles(self.articles.path()))?;
        let mut texts: FxHashMap<String, Vec<Box<str>>> = FxHashMap::default();
        for _ in 0..count {
            let row = self.quotes.next()?.filter(|[article, ..]| self.style.plain(article) == id);
            let Some([_, class, speaker, text]) = row else {
                return Err(other_articles(self.quotes.path()));
            };
            if class == CueClass::Speech.name() && !speaker.is_empty() {
                texts.entry(speaker.to_owned()).or_default().push(self.style.plain(text).into());
            }
        }
        Ok(texts)
    }
}
