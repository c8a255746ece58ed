//! The tables of a report while they grow: an article's rows are made where it is analysed, and added in input order.

use super::checkpoint::Checkpoint;
use super::copies::Sketch;
use super::draft::{Draft, Growing, damaged};
use super::formats::final_name;
use super::ledger::{Kept, Ledger};
use super::packed::Packed;
use super::report::{Notice, ReportOptions};
use super::rows::{OpenRow, Printed, TableRows};
use super::speakers::Gathering;
use super::stream::Mark;
use super::survey::Survey;
use super::{Item, PageFile, Place, page, partials};
use crate::analysis::Analyzer;
use crate::error::{Error, ErrorKind, Result};
use crate::report::html::{Excerpt, Excerpts};
use crate::report::{
    Cell, CsvStyle, ERROR_COLUMNS, ErrorRow, HitRows, SKETCH_COLUMNS, Unit, header, partial_columns, write_row,
};
use std::fs::File;
use std::path::Path;

/// The tables over articles; the first has the rows that wait for their cluster.
const TABLES: [Unit; 5] = [Unit::Articles, Unit::Paragraphs, Unit::Quotes, Unit::SpeakerArticles, Unit::Hits];
/// The sketches of all articles, by which copies are known again when a run is continued or reports are merged.
pub(super) const SKETCHES: &str = "sketches.csv";
pub(super) const ERRORS: &str = "errors.csv";
pub(super) const SPEAKERS: &str = "speakers.csv";
/// Speakers compared, by rank, by month, and by their words.
pub(super) const COMPARISONS: &str = "comparisons.csv";
pub(super) const RANKING: &str = "ranking.csv";
pub(super) const TRENDS: &str = "trends.csv";
pub(super) const DISTINCTIVE: &str = "distinctive.csv";
/// Documents from one checkpoint to the next: a second's work or less, beside which writing it is nothing.
const CHECKPOINT_DOCUMENTS: u64 = 1_000;

/// How the rows of all tables are written.
pub(super) struct Rows<'a> {
    analyzer: &'a Analyzer,
    options: &'a ReportOptions,
    articles: TableRows<'a>,
    others: Vec<TableRows<'a>>,
    excerpts: Excerpts<'a>,
}

/// What becomes of a document.
pub(super) enum Made {
    Article(Box<Article>),
    Failed(Error),
}

/// An article's rows.
pub(super) struct Article {
    row: OpenRow,
    others: Vec<Vec<u8>>,
    kept: Kept,
    /// What its speakers say.
    said: Vec<Packed>,
    /// What the page shows of it.
    excerpt: Excerpt,
}

impl<'a> Rows<'a> {
    pub fn new(analyzer: &'a Analyzer, options: &'a ReportOptions) -> Self {
        let rows = |unit| TableRows::new(analyzer, unit, options.hits, options.csv);
        let listed = |unit: &Unit| *unit != Unit::Hits || options.hits != HitRows::None;
        let others = TABLES[1..].iter().copied().filter(listed).map(rows).collect();
        Self {
            analyzer,
            options,
            articles: rows(TABLES[0]),
            others,
            excerpts: Excerpts::new(analyzer, options.apart).of_small_runs(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &TableRows<'a>> {
        std::iter::once(&self.articles).chain(&self.others)
    }

    /// Names of all files of the report but run.json, as they are called at the end.
    pub fn names(&self) -> Vec<String> {
        let tables = self.all().map(|t| format!("{}.csv", t.unit().name()));
        let kept = [SPEAKERS, ERRORS, partials::FILE, SKETCHES, page::FILE];
        let compared = [COMPARISONS, RANKING, TRENDS, DISTINCTIVE];
        let grown = tables.chain(kept.into_iter().chain(compared).map(str::to_owned));
        grown.map(|name| final_name(&name, self.options.format)).collect()
    }

    /// An item's rows, made in the thread that analysed it.
    pub fn made(&self, item: Item, place: &Place) -> Made {
        let analysis = match item {
            Item::Article(analysis) => analysis,
            Item::Failed(error) => return Made::Failed(error),
        };
        let printed = Printed::new(&analysis, self.options.offsets);
        let mut kept = Kept::of(&analysis, place, self.options.keep());
        let said = std::mem::take(&mut kept.said).into_iter();
        Made::Article(Box::new(Article {
            row: self.articles.open(&printed),
            others: self.others.iter().map(|t| t.write(&printed)).collect(),
            said: said.map(|partial| Packed::new(partial, Some(self.analyzer.scheme()))).collect(),
            kept,
            excerpt: self.excerpts.of(&analysis),
        }))
    }
}

/// The growing files.
pub(super) struct Tables<'a> {
    articles: Growing,
    others: Vec<Growing>,
    partials: Growing,
    sketches: Growing,
    errors: Growing,
    pub ledger: Ledger,
    gathering: Gathering,
    page: PageFile<'a>,
    task: String,
    mark: Mark,
    /// A checkpoint was written, so that there is something to go on with.
    pub resumable: bool,
}

impl<'a> Tables<'a> {
    /// Opens the files, new with their headers, or as the checkpoint left them.
    pub fn open(draft: &Draft, rows: &Rows<'a>, task: String, from: Option<&Checkpoint>) -> Result<Self> {
        let options = rows.options;
        let grow = |name: &str| match from {
            None => draft.grow(name),
            Some(checkpoint) => draft.go_on(name, checkpoint.grown(draft, name)?),
        };
        let table = |rows: &TableRows| grow(&format!("{}.csv", rows.unit().name()));
        let mut new = Self {
            articles: table(&rows.articles)?,
            others: rows.others.iter().map(table).collect::<Result<_>>()?,
            partials: grow(partials::FILE)?,
            sketches: grow(SKETCHES)?,
            errors: grow(ERRORS)?,
            ledger: Ledger::within(rows.analyzer, draft.place()),
            gathering: Gathering::new(draft.place(), Some(Survey::new(draft.place(), options.apart))),
            page: PageFile::new(rows.analyzer, options.apart, options.offsets),
            task,
            mark: from.map(Checkpoint::mark).unwrap_or_default(),
            resumable: from.is_some(),
        };
        match from {
            None => new.headers(rows)?,
            Some(checkpoint) => new.restore(draft, checkpoint, rows.analyzer)?,
        }
        Ok(new)
    }

    fn headers(&mut self, rows: &Rows) -> Result<()> {
        rows.articles.header(&mut self.articles)?;
        rows.others.iter().zip(&mut self.others).try_for_each(|(rows, file)| rows.header(file))?;
        let columns = partial_columns(rows.analyzer.scheme());
        header(columns.iter().map(|(name, _)| name.as_str()), CsvStyle::default(), &mut self.partials)?;
        header(SKETCH_COLUMNS.iter().map(|(name, _)| *name), CsvStyle::default(), &mut self.sketches)?;
        header(ERROR_COLUMNS.iter().map(|(name, ..)| *name), rows.options.csv, &mut self.errors)
    }

    /// Makes the ledger again from the sketches that were written, and what is gathered from the partials.
    fn restore(&mut self, draft: &Draft, checkpoint: &Checkpoint, analyzer: &Analyzer) -> Result<()> {
        self.page.leave_out_articles(None);
        self.gathering.read(&draft.place().join(partials::FILE), analyzer)?;
        let Checkpoint { words, quotes, articles, skipped, failed, corrected, .. } = checkpoint;
        let (path, mut rows) = (draft.place().join(SKETCHES), 0);
        for seen in Sketches::open(&path)? {
            let seen = seen?;
            self.ledger.place(&seen.id, &seen.place, &seen.sketch)?;
            rows += 1;
        }
        if rows != articles + skipped {
            return Err(damaged(&path, &format!("found {rows} articles, expected {}", articles + skipped)));
        }
        (self.ledger.totals.words, self.ledger.totals.quotes) = (*words, *quotes);
        (self.ledger.totals.articles, self.ledger.totals.skipped, self.ledger.failed) = (*articles, *skipped, *failed);
        self.ledger.corrections_mut().add(&corrected.iter().copied().collect::<Vec<_>>());
        Ok(())
    }

    /// Adds what was made of the next document.
    pub fn take(
        &mut self,
        made: Made,
        mark: Mark,
        (draft, options): (&Draft, &ReportOptions),
        notice: &mut impl FnMut(Notice),
    ) -> Result<()> {
        match made {
            Made::Failed(error) if options.strict => return Err(error),
            Made::Failed(error) => {
                notice(Notice::Failed(&error));
                self.fail(&ErrorRow::from(&error), options.csv)?;
            }
            Made::Article(article) => self.article(*article, options.csv, notice)?,
        }
        self.mark = mark;
        notice(Notice::Read);
        if mark.documents.is_multiple_of(CHECKPOINT_DOCUMENTS) {
            self.save(draft)?;
        }
        Ok(())
    }

    /// Adds a row of errors.csv.
    fn fail(&mut self, error: &ErrorRow, style: CsvStyle) -> Result<()> {
        self.ledger.fail();
        let line = error.line.map_or(Cell::Empty, |l| Cell::Number(l as i64));
        write_row(&[Cell::text(error.path.clone()), line, error.message.clone().into()], style, &mut self.errors)
    }

    fn article(&mut self, mut article: Article, style: CsvStyle, notice: &mut impl FnMut(Notice)) -> Result<()> {
        let kept = &article.kept;
        let entered = self.ledger.enter(kept)?;
        let cluster = &*entered.cluster_id;
        self.page.add(article.excerpt);
        article.row.close(cluster, style, &mut self.articles)?;
        article.others.iter().zip(&mut self.others).try_for_each(|(rows, file)| file.add(rows))?;
        let plain = CsvStyle::default();
        kept.partials.iter().try_for_each(|row| row.close(cluster, plain, &mut self.partials))?;
        article.said.iter_mut().try_for_each(|said| self.gathering.add(said, cluster))?;
        Seen::of(kept).write(cluster, &mut self.sketches)?;
        if let Some(first) = &entered.first {
            notice(Notice::Duplicate { id: &kept.id, first, again: &kept.place });
        }
        Ok(())
    }

    /// Writes a checkpoint. A run that is continued has no articles for its page, so one that might be shows none.
    pub fn save(&mut self, draft: &Draft) -> Result<()> {
        self.page.leave_out_articles(None);
        let mut files = std::collections::BTreeMap::new();
        let fixed = [&mut self.articles, &mut self.partials, &mut self.sketches, &mut self.errors];
        for file in fixed.into_iter().chain(&mut self.others) {
            file.sync()?;
            files.insert(file.name().to_owned(), file.grown());
        }
        let Mark { documents, digest } = self.mark;
        let crate::report::Totals { articles, skipped, words, quotes, .. } = self.ledger.totals;
        let (failed, corrected) = (self.ledger.failed, self.ledger.corrections().used().clone());
        let task = self.task.clone();
        Checkpoint { task, documents, digest, files, words, quotes, articles, skipped, failed, corrected }
            .write(draft)?;
        self.resumable = true;
        Ok(())
    }

    /// All files, what is known of the articles and what is said in them, and the page.
    pub fn close(self) -> (Vec<Growing>, Ledger, Gathering, PageFile<'a>) {
        let mut files = vec![self.articles];
        files.extend(self.others);
        files.extend([self.errors, self.partials, self.sketches]);
        (files, self.ledger, self.gathering, self.page)
    }
}

/// A row of `sketches.csv`.
pub(super) struct Seen {
    pub id: String,
    pub place: Place,
    /// Rows in partials.csv.
    pub partials: usize,
    pub sketch: Sketch,
}

impl Seen {
    fn of(kept: &Kept) -> Self {
        let (id, place, sketch) = (kept.id.clone(), kept.place.clone(), kept.sketch.clone());
        Self { id, place, partials: kept.partials.len(), sketch }
    }

    /// Writes the row.
    pub fn write(&self, cluster: &str, out: &mut Growing) -> Result<()> {
        let line = self.place.line.map_or(Cell::Empty, |l| Cell::Number(l as i64));
        let cells = [
            self.id.as_str().into(),
            self.place.path.as_str().into(),
            line,
            self.partials.into(),
            self.sketch.runs.into(),
            self.sketch.render().into(),
            cluster.into(),
        ];
        write_row(&cells, CsvStyle::default(), out)
    }
}

/// The rows of a `sketches.csv`, in order.
pub(super) struct Sketches {
    path: std::path::PathBuf,
    records: csv::StringRecordsIntoIter<File>,
}

impl Sketches {
    pub fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|e| Error::io(path, &e))?;
        Ok(Self { path: path.to_owned(), records: csv::Reader::from_reader(file).into_records() })
    }
}

impl Iterator for Sketches {
    type Item = Result<Seen>;

    fn next(&mut self) -> Option<Self::Item> {
        let broken = || Error::new(ErrorKind::Record, "found a broken row; write the report again").at_path(&self.path);
        let row = self.records.next()?;
        Some(row.ok().as_ref().and_then(seen).ok_or_else(broken))
    }
}

fn seen(row: &csv::StringRecord) -> Option<Seen> {
    let line = Some(row.get(2)?).filter(|l| !l.is_empty()).map(str::parse).transpose().ok()?;
    Some(Seen {
        id: row.get(0)?.to_owned(),
        place: Place { path: row.get(1)?.to_owned(), line },
        partials: row.get(3)?.parse().ok()?,
        sketch: Sketch::parse(row.get(4)?.parse().ok()?, row.get(5)?)?,
    })
}
