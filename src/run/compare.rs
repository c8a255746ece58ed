//! Inputs → speech → comparisons: pairs and groups are worked on in parallel and come out in order.

use super::cited::Cited;
use super::draft::Draft;
use super::engine::each;
use super::finished::Finished;
use super::partials;
use super::picked::Picked;
use super::quoted::Sample;
use super::survey::Surveyed;
use super::{Input, Item, Keep, Kept, Ledger, Place, RunOptions, Source, Watch, run_with};
use crate::aggregate::{
    Background, CompareSettings, Comparing, Comparison, Distinctive, Features, Grouping, LeftOut, Partial, PartialHit,
    Said, Shown, SpeakerKey, Speech, SpeechOptions, Spoken, Trend, Wordings, joined,
};
use crate::analysis::Analyzer;
use crate::error::{Error, ErrorKind, Result};
use crate::report::html::{Excerpt, Excerpts, PAIR_WORDS, Page, WORD_PAIRS};
use crate::report::{Compared, Totals};
use crate::span::OffsetUnit;
use serde_json::Value;

/// What is said in the inputs.
#[derive(Debug)]
pub struct Gathered<'a> {
    /// By whom.
    pub speech: Speech,
    /// The files that were read.
    pub sources: Vec<Source>,
    /// Counts of what was analysed.
    pub totals: Totals,
    /// Inputs that failed.
    pub failed: u64,
    /// Articles that are copies of an earlier one.
    pub copies: u64,
    /// Lines of the corrections that no quote was found for.
    pub unused_corrections: Vec<u64>,
    /// Quotes of the articles, where they are wanted and there are some in any input.
    pub quotes: Option<Page<'a>>,
    /// The inputs that are finished reports, whose quotes are still to come.
    pub reports: Cited<'a>,
}

/// What is gathered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatherOptions {
    /// What is kept of speech.
    pub speech: SpeechOptions,
    /// Also whom hostile words are about.
    pub targets: bool,
    /// Also the quotes that a page shows.
    pub quotes: bool,
    /// Near-duplicate articles are looked for, so that they count as one.
    pub dedup: bool,
    /// Options as run.json records them; inputs that are finished reports must have been made with the same.
    pub recorded: Value,
}

/// Analyses the inputs and keeps what everybody says; of inputs that are finished reports it is read. `failed` is called
/// for each input that fails, now or when the report was written.
///
/// # Errors
/// As [`run`](super::run); a report that was made with other lexicons or options, that is damaged, or that does not hold
/// what is asked for: fields of the articles' records, and whom words are about.
pub fn gather<'a>(
    analyzer: &'a Analyzer,
    inputs: &[Input],
    options: &RunOptions,
    gather: &GatherOptions,
    mut failed: impl FnMut(&Error),
) -> Result<Gathered<'a>> {
    // All reports are looked at before anything is read.
    let mut reports: Vec<Option<Finished>> =
        inputs.iter().map(|input| Finished::open(input, analyzer, gather)).collect::<Result<_>>()?;
    let mut speech = Speech::new(gather.speech.clone());
    let mut ledger = Ledger::new(analyzer);
    let mut sources = Vec::new();
    let mut quotes = gather.quotes.then(|| Page::new(analyzer, gather.speech.apart, OffsetUnit::default()));
    let read = reports.iter().any(Option::is_none);
    let mut cited = Cited::default();
    let mut at = 0;
    while at < inputs.len() {
        if let Some(report) = reports[at].take() {
            let articles = report.enter(gather, &mut speech, &mut ledger, &mut failed)?;
            sources.extend(report.sources());
            cited.push(report, quotes.as_mut().map_or(0, |page| page.pass_over(articles)));
            at += 1;
            continue;
        }
        let next = reports[at..].iter().position(Option::is_some).map_or(inputs.len(), |next| at + next);
        let heard = (&mut speech, &mut ledger, &mut quotes);
        sources.extend(articles(analyzer, &inputs[at..next], options, gather, heard, &mut failed)?);
        at = next;
    }
    let (totals, failed, copies) = (ledger.totals(), ledger.failed(), ledger.copied);
    let unused_corrections = ledger.corrections().unused();
    let quotes = quotes.filter(|_| read || cited.unquoted() < inputs.len() as u64);
    Ok(Gathered { speech, sources, totals, failed, copies, unused_corrections, quotes, reports: cited })
}

/// Analyses articles and adds what is said in them.
fn articles(
    analyzer: &Analyzer,
    inputs: &[Input],
    options: &RunOptions,
    gather: &GatherOptions,
    (speech, ledger, quotes): (&mut Speech, &mut Ledger, &mut Option<Page>),
    failed: &mut impl FnMut(&Error),
) -> Result<Vec<Source>> {
    let keep = Keep { sketch: gather.dedup, ..Keep::default() };
    let excerpts =
        quotes.is_some().then(|| Excerpts::new(analyzer, gather.speech.apart).of_compared(gather.speech.clone()));
    let work = |item: Item, place: &Place| -> Result<(Said, Kept, Option<Excerpt>)> {
        let analysis = match item {
            Item::Article(analysis) => analysis,
            Item::Failed(error) => return Err(error),
        };
        let targets = if gather.targets { analyzer.targets(&analysis) } else { Vec::new() };
        let said = Said::of(&analysis, &gather.speech, &targets);
        Ok((said, Kept::of(&analysis, place, keep), excerpts.as_ref().map(|e| e.of(&analysis))))
    };
    run_with(analyzer, inputs, options, &Watch::default(), work, |made| {
        match made {
            Ok((said, kept, excerpt)) => {
                speech.enter(said, Some(&ledger.enter(&kept)?.cluster_id));
                if let (Some(quotes), Some(excerpt)) = (quotes.as_mut(), excerpt) {
                    quotes.enter(excerpt);
                }
            }
            Err(error) => {
                failed(&error);
                ledger.fail();
            }
        }
        Ok(())
    })
}

/// All comparisons, with `threads` as in [`RunOptions`].
///
/// # Errors
/// That no threads can be started.
pub fn compare(comparing: &Comparing, threads: usize) -> Result<Vec<Comparison>> {
    let figures = each(threads, comparing.pairs(), |pair| comparing.figures(pair))?;
    Ok(comparing.conclude(&figures))
}

/// What a report tells of its speakers: the pairs that are compared by default, the compared ones by month behind all
/// together, and the words that set pairs apart, of the quotes that `sample` reads. It is made of the report's own tables, so that a report that was
/// continued or merged has the same.
pub(super) fn of_report(
    draft: &Draft,
    analyzer: &Analyzer,
    surveyed: &Surveyed,
    (apart, threads): (bool, usize),
    sample: impl FnOnce() -> Result<Sample>,
) -> Result<Compared> {
    let speech = spoken(draft, &surveyed.chosen, apart)?;
    let mut comparing = Comparing::new(&speech, analyzer, CompareSettings::new(analyzer.scheme()))?;
    let mut all = surveyed.overall.clone();
    all.extend(trends(&comparing, false, threads)?);
    comparing.trends_are_done();
    let comparisons = compare(&comparing, threads)?;
    comparing.pairs_are_done();
    // Quotes are read when the pairs are done with: both take room.
    let sample = sample()?;
    let worded = (sample.len() as u64, sample.of);
    let spoken = Spoken::of(&comparing, sample.quotes()?);
    Ok(Compared {
        comparisons,
        trends: all,
        distinctive: set_apart(&spoken, Some(&surveyed.background), threads)?,
        worded: Some(worded),
        left: LeftOut { pairs: comparing.left_out().pairs, ..surveyed.left.clone() },
        ..Compared::default()
    })
}

/// What the compared speakers say in a report, from its partials.
fn spoken(draft: &Draft, chosen: &[SpeakerKey], apart: bool) -> Result<Speech> {
    let path = draft.place().join(partials::FILE);
    let mut speech = Speech::new(SpeechOptions { apart, grouping: Grouping::Speaker, texts: false });
    let (mut rows, []) = Picked::open(&path, [])?;
    let mut row = csv::StringRecord::new();
    while rows.next(|speaker| chosen.iter().any(|(id, _)| id == speaker), &mut row)? {
        // One speaker may be several, each in an article of its own.
        if chosen.iter().any(|(id, scope)| row.get(0) == Some(id) && row.get(1) == Some(scope)) {
            speech.enter_partial(partials::parse(&row)?);
        }
    }
    speech.shrink();
    Ok(speech)
}

/// Whether the lexicons have all that a partial names.
pub(super) fn known(partial: &Partial, analyzer: &Analyzer) -> Result<()> {
    let known = |hit: &PartialHit| {
        partials::is_known(analyzer, (hit.lexicon, hit.entry), hit.dimension) && hit.sentence < partial.sentences
    };
    if !partial.hits.iter().all(known) || partial.columns.len() != analyzer.scheme().targets().len() {
        let message = "found a hit or score that the lexicons do not have; write the report again";
        return Err(Error::new(ErrorKind::Record, message));
    }
    Ok(())
}

/// The periods of all compared groups, likewise; `shifts` says whether to look for shifts of their levels.
///
/// # Errors
/// That no threads can be started.
pub fn trends(comparing: &Comparing, shifts: bool, threads: usize) -> Result<Vec<Trend>> {
    Ok(joined(each(threads, comparing.groups(), |group| comparing.trend(group, shifts))?))
}

/// The words that set the sides of each pair apart, likewise; those that a page shows have their contexts.
///
/// # Errors
/// That no threads can be started.
pub fn distinctive(comparing: &Comparing, threads: usize) -> Result<Vec<Distinctive>> {
    set_apart(&Spoken::new(comparing), None, threads)
}

fn set_apart(spoken: &Spoken, background: Option<&Background>, threads: usize) -> Result<Vec<Distinctive>> {
    let features = Features::new(spoken, each(threads, spoken.sides(), |side| spoken.frequent(side))?);
    let counts = each(threads, features.parts(spoken), |part| features.count(spoken, part))?;
    let wordings = Wordings::new(spoken, &features, counts, background);
    let mut all = joined(each(threads, spoken.pairs(), |pair| wordings.pair(pair))?);
    let shown = Shown { pairs: WORD_PAIRS, most: PAIR_WORDS };
    let told = each(threads, spoken.sides(), |side| wordings.told(&all, shown, side))?;
    wordings.tell(&mut all, shown, &told);
    Ok(all)
}
