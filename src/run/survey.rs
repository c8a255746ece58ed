//! What a report tells of everybody – the ranking, all speech by month, how often each entry is found – added up as its
//! articles come, and who is compared. Of a speaker it keeps some hundred bytes, of an article nothing.

use super::partials;
use super::shelf::Shelf;
use super::sorted::Sorter;
use crate::aggregate::{
    Amount, Background, EntryId, FEWEST_QUOTES, Interval, LeftOut, MOST_GROUPS, Overall, Partial, PartialHit, Period,
    Ranked, Ranks, Side, SpeakerKey, SpeakerRow, Tally, Trend,
};
use crate::analysis::Analyzer;
use crate::error::{Error, ErrorKind, Result};
use crate::report::{CsvStyle, header, ranking_fields, write_row};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

/// Between a period and a cluster in a key.
const BETWEEN: u8 = 0;

/// Adds up what everybody says.
pub(super) struct Survey {
    apart: bool,
    background: Background,
    months: Months,
    /// The speaker whose partials come.
    tally: Tally,
    groups: Groups,
    left: LeftOut,
}

/// Everybody, as a report tells of them.
pub(super) struct Surveyed {
    /// Speakers that are compared, with most quotes first.
    pub chosen: Vec<SpeakerKey>,
    /// Who is not.
    pub left: LeftOut,
    /// All speech by month.
    pub overall: Vec<Trend>,
    pub background: Background,
}

/// The ranking, before it is written.
pub(super) struct Ranking {
    groups: Groups,
    chosen: BTreeSet<SpeakerKey>,
}

/// The speakers that are ranked.
struct Groups {
    ranks: Ranks,
    /// What [`Ranks`] does not keep.
    details: Shelf,
    /// Its place for each.
    places: Vec<u32>,
    /// Speakers, also those without a sentence, and those with enough quotes to be compared.
    all: usize,
    enough: usize,
    /// Those with most quotes: quotes, name, scope, id.
    most: BTreeSet<(Reverse<u64>, String, String, String)>,
    /// The name of the last one in the order of names, and its number.
    name: Vec<u8>,
    names: u32,
}

/// What a row of the ranking tells of a speaker beside its means.
struct Detail<'d> {
    /// Id, scope, name and kind.
    texts: [&'d str; 4],
    /// Articles, quotes, sentences and words.
    counts: [u64; 4],
    /// Ends of the intervals of all columns, bit by bit; empty where there are none.
    ends: Vec<[u64; 2]>,
}

impl<'d> Detail<'d> {
    /// As bytes: each row of the ranking is read once for each column.
    fn packed(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(DETAIL_LENGTH);
        self.counts.iter().for_each(|count| bytes.extend(count.to_le_bytes()));
        for text in self.texts {
            bytes.extend((text.len() as u32).to_le_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
        self.ends.as_flattened().iter().for_each(|end| bytes.extend(end.to_le_bytes()));
        bytes
    }

    /// What was packed.
    fn read(bytes: &'d [u8]) -> Option<Self> {
        let (mut texts, mut counts, mut rest) = ([""; 4], [0; 4], bytes);
        for count in &mut counts {
            let (own, behind) = rest.split_first_chunk()?;
            (*count, rest) = (u64::from_le_bytes(*own), behind);
        }
        for text in &mut texts {
            let (length, behind) = rest.split_first_chunk()?;
            let (own, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            (*text, rest) = (std::str::from_utf8(own).ok()?, behind);
        }
        let ends = rest.as_chunks().0.as_chunks().0;
        Some(Self { texts, counts, ends: ends.iter().map(|ends| ends.map(u64::from_le_bytes)).collect() })
    }
}

/// About as long as what is kept of a speaker is.
const DETAIL_LENGTH: usize = 256;

impl Survey {
    /// Nobody yet; `folder` is for nameless files.
    pub fn new(folder: &Path, apart: bool) -> Self {
        let groups = Groups {
            ranks: Ranks::default(),
            details: Shelf::new(Some(folder)),
            places: Vec::new(),
            all: 0,
            enough: 0,
            most: BTreeSet::new(),
            name: Vec::new(),
            names: 0,
        };
        Self {
            apart,
            background: Background::default(),
            months: Months::new(folder),
            tally: Tally::default(),
            groups,
            left: LeftOut::default(),
        }
    }

    /// Adds what a speaker says in an article, in the order of partials.csv.
    pub fn said(&mut self, partial: &Partial, cluster: &str) -> Result<()> {
        self.background.said(partial.words);
        for PartialHit { lexicon, entry, dimension, category, .. } in &partial.hits {
            self.background.hit(EntryId { lexicon: *lexicon, entry: *entry }, *dimension, category);
        }
        let cluster = partial.record_cluster.as_deref().unwrap_or(cluster);
        self.months.add(partial, cluster)
    }

    fn is_group(&self, scope: &str) -> bool {
        scope.is_empty() || self.apart
    }

    /// Adds a partial of the speaker whose turn it is; those of a speaker come together, by cluster.
    pub fn partial(&mut self, partial: &Partial, squares: &[i128]) {
        if self.is_group(&partial.scope) {
            let Partial { quotes, sentences, words, .. } = *partial;
            let sums: Vec<i64> = partial.columns.iter().map(|column| column.sum).collect();
            let cluster = partial.record_cluster.as_ref().unwrap_or(&partial.cluster_id);
            self.tally.add(cluster, &Amount { quotes, sentences, words, sums: &sums, squares });
        }
    }

    /// Ends the speaker whose turn it was, and returns its number among those that are ranked.
    pub fn speaker(&mut self, scope: &str, row: &SpeakerRow) -> Result<Option<u32>> {
        if !self.is_group(scope) {
            self.left.nameless += row.quotes;
            return Ok(None);
        }
        self.groups.add(scope, row, std::mem::take(&mut self.tally))
    }

    /// Is told the speakers in the order of their names: the name, and the number that it got.
    pub fn named(&mut self, name: &[u8], group: u32) {
        let groups = &mut self.groups;
        if groups.names == 0 || groups.name != name {
            name.clone_into(&mut groups.name);
            groups.names += 1;
        }
        groups.ranks.named(group, groups.names);
    }

    /// What it comes to.
    pub fn finish(mut self, columns: &[usize]) -> Result<(Surveyed, Ranking)> {
        self.left.few = self.groups.all - self.groups.enough;
        self.left.beyond = self.groups.enough.saturating_sub(MOST_GROUPS);
        let most = std::mem::take(&mut self.groups.most);
        let chosen: Vec<SpeakerKey> = most.into_iter().map(|(_, _, scope, id)| (id, scope)).collect();
        let Self { left, background, groups, .. } = self;
        let ranking = Ranking { groups, chosen: chosen.iter().cloned().collect() };
        Ok((Surveyed { chosen, left, overall: self.months.finish(columns)?, background }, ranking))
    }
}

impl Groups {
    fn add(&mut self, scope: &str, row: &SpeakerRow, tally: Tally) -> Result<Option<u32>> {
        self.all += 1;
        if row.quotes >= FEWEST_QUOTES {
            self.enough += 1;
            let least = self.most.last().filter(|_| self.most.len() == MOST_GROUPS);
            if least.is_none_or(|(quotes, ..)| *quotes >= Reverse(row.quotes)) {
                self.most.insert((Reverse(row.quotes), row.name.clone(), scope.to_owned(), row.id.clone()));
                if self.most.len() > MOST_GROUPS {
                    self.most.pop_last();
                }
            }
        }
        let standing = tally.finish(row.name.clone());
        if standing.side.sentences == 0 {
            return Ok(None);
        }
        let Side { articles, quotes, sentences, words, .. } = standing.side;
        let number = self.ranks.push(&standing);
        let ends = (0..row.sums.len()).map_while(|at| standing.interval(at));
        let detail = Detail {
            texts: [&row.id, scope, &row.name, row.kind.name()],
            counts: [articles as u64, quotes, sentences, words],
            ends: ends.map(|Interval { low, high }| [low.to_bits(), high.to_bits()]).collect(),
        };
        self.places.push(self.details.put(&detail.packed())?);
        Ok(Some(number))
    }
}

impl Ranking {
    /// Writes the rows of ranking.csv; `each` is shown all of them.
    pub fn write(
        mut self,
        analyzer: &Analyzer,
        columns: &[usize],
        style: CsvStyle,
        out: &mut impl Write,
        mut each: impl FnMut(&Ranked),
    ) -> Result<()> {
        let fields = ranking_fields(analyzer.scheme());
        header(fields.iter().map(|f| f.name.as_str()), style, out)?;
        for column in columns {
            for (place, rank) in self.groups.ranks.order(*column).into_iter().enumerate() {
                let number = self.groups.places[rank.group as usize];
                let bytes = self.groups.details.get(number)?;
                let Detail { texts, counts, ends } = Detail::read(bytes).ok_or_else(|| {
                    Error::new(ErrorKind::Internal, "what was kept of a speaker came back changed; check the disk")
                })?;
                let [id, scope, name, kind] = texts;
                let (key, name) = ((id.to_owned(), scope.to_owned()), name.to_owned());
                let ([articles, quotes, sentences, words], period) = (counts, None);
                let side = Side { name, period, articles: articles as usize, quotes, sentences, words };
                let row = Ranked {
                    column: *column,
                    rank: place + 1,
                    compared: self.chosen.contains(&key),
                    key,
                    side,
                    kind: Some(partials::kind(kind)?.name()),
                    mean: rank.mean,
                    interval: ends.get(*column).map(|ends| {
                        let [low, high] = ends.map(f64::from_bits);
                        Interval { low, high }
                    }),
                    shrunk: rank.shrunk,
                    weight: rank.weight,
                };
                each(&row);
                let cells: Vec<_> = fields.iter().map(|field| field.cell(&row)).collect();
                write_row(&cells, style, out)?;
            }
        }
        Ok(())
    }
}

/// All speech by month: what is said in each article, sorted by month and cluster.
struct Months {
    sorter: Sorter,
    /// Key and amounts of the article that is being added up.
    key: Vec<u8>,
    counts: [u32; 3],
    sums: Vec<i64>,
    /// A date, and the month that it lies in.
    date: (String, Option<String>),
}

impl Months {
    fn new(folder: &Path) -> Self {
        let (key, sums) = (Vec::new(), Vec::new());
        Self { sorter: Sorter::new(folder), key, counts: [0; 3], sums, date: (String::new(), None) }
    }

    /// Adds what a speaker says in an article; what has no date belongs to no month.
    fn add(&mut self, partial: &Partial, cluster: &str) -> Result<()> {
        let date = partial.date.as_deref().unwrap_or_default();
        if self.date.0 != date {
            let month = date.parse::<Date>().ok().map(|day| Period::Month.of(day));
            self.date = (date.to_owned(), month);
        }
        let Some(month) = &self.date.1 else { return Ok(()) };
        let key = [month.as_bytes(), &[BETWEEN], cluster.as_bytes()].concat();
        if self.key != key {
            self.push()?;
            self.key = key;
            self.counts = [0; 3];
            self.sums.clear();
            self.sums.resize(partial.columns.len(), 0);
        }
        let counts = [partial.quotes, partial.sentences, partial.words];
        self.counts.iter_mut().zip(counts).for_each(|(own, new)| *own = own.saturating_add(new));
        let sums = self.sums.iter_mut().zip(&partial.columns);
        sums.for_each(|(own, new)| *own = own.saturating_add(new.sum));
        Ok(())
    }

    fn push(&mut self) -> Result<()> {
        if self.key.is_empty() {
            return Ok(());
        }
        let mut value = Vec::with_capacity(12 + 8 * self.sums.len());
        for count in self.counts {
            value.extend(count.to_le_bytes());
        }
        for sum in &self.sums {
            value.extend(sum.to_le_bytes());
        }
        self.sorter.push(&self.key, &value)
    }

    fn finish(mut self, columns: &[usize]) -> Result<Vec<Trend>> {
        self.push()?;
        let mut overall = Overall::default();
        // What was said in the same cluster in one month, in several articles, is added up first.
        let mut open: Option<(Vec<u8>, [u32; 3], Vec<i64>)> = None;
        let mut close = |(key, [quotes, sentences, words], sums): (Vec<u8>, [u32; 3], Vec<i64>)| {
            let month = key.split(|byte| *byte == BETWEEN).next().unwrap_or_default();
            let amount = Amount { quotes, sentences, words, sums: &sums, squares: &[] };
            overall.cluster(&String::from_utf8_lossy(month), &amount);
        };
        self.sorter.finish(|key, value| {
            let (counts, sums) = value.split_at(12);
            let counts = counts.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes));
            let sums = sums.as_chunks().0.iter().map(|bytes| i64::from_le_bytes(*bytes));
            match &mut open {
                Some((known, all, total)) if known == key => {
                    all.iter_mut().zip(counts).for_each(|(own, new)| *own = own.saturating_add(new));
                    total.iter_mut().zip(sums).for_each(|(own, new)| *own = own.saturating_add(new));
                }
                open => {
                    let mut new = [0; 3];
                    new.iter_mut().zip(counts).for_each(|(own, new)| *own = new);
                    let done = open.replace((key.to_vec(), new, sums.collect()));
                    if let Some(done) = done {
                        close(done);
                    }
                }
            }
            Ok(())
        })?;
        if let Some(last) = open {
            close(last);
        }
        Ok(overall.trends(columns))
    }
}
