//! `tonescope lexicon lint`.

use super::super::args::lexicon::{LintArgs, TableFormat};
use super::super::exit::{Outcome, tell};
use super::super::settings::{folder, width};
use super::print;
use super::table::Table;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use tonescope::Analyzer;
use tonescope::error::{Error, ErrorKind, Result};
use tonescope::lexicon::{Entry, Lexicon, UNIT};
use tonescope::lint::{Coverage, FindingKind, Usage, context, lint};
use tonescope::run::{Input, Item, RunOptions, run as analyze};

/// Entries that the coverage names as the most frequent.
const FREQUENT: usize = 10;
/// Entries that the coverage names as never found.
const UNFOUND: usize = 60;

/// A line of the result.
struct Found {
    path: PathBuf,
    line: Option<u64>,
    problem: bool,
    kind: FindingKind,
    message: String,
}

/// Checks the lexicons, prints what was found, and counts their use in the inputs.
pub fn run(args: &LintArgs) -> Result<Outcome> {
    let mut found = Vec::new();
    let mut lexicons = Vec::new();
    let mut folders = Vec::new();
    for name in &args.lexicons {
        let place = folder(name).map_or_else(|| Path::new("lexicons").join(name), Path::to_owned);
        if let Some(lexicon) = load(name, &place, &mut found)? {
            lexicons.push(lexicon);
            folders.push(place);
        }
    }
    let count = lexicons.len();
    let analyzer = context(lexicons)?;
    for (findings, folder) in lint(&analyzer, count).into_iter().zip(&folders) {
        found.extend(findings.into_iter().map(|f| Found {
            path: folder.join(f.file),
            line: f.line,
            problem: f.problem,
            kind: f.kind,
            message: f.message,
        }));
    }
    found.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    let problems = found.iter().filter(|f| f.problem).count();
    let mut out = match args.table.format {
        TableFormat::Terminal => readable(&found, problems),
        format => table(&found).render(format)?,
    };
    if !args.on.is_empty() {
        let coverage = coverage(&analyzer, count, &args.on)?;
        if args.table.format == TableFormat::Terminal {
            out.push_str(&covered(&analyzer, &coverage));
        }
        if let Some(path) = &args.counts {
            let text = counts(&analyzer, &coverage).render(TableFormat::Csv)?;
            std::fs::write(path, text).map_err(|e| Error::io(path, &e))?;
        }
    }
    print(&out)?;
    Ok(Outcome { scored: 0, failed: problems as u64 })
}

/// The lexicon, as far as its rows can be read; the others are findings.
fn load(name: &str, place: &Path, found: &mut Vec<Found>) -> Result<Option<Lexicon>> {
    let Some(folder) = folder(name) else { return Lexicon::builtin(name).map(Some) };
    let (lexicon, errors) = Lexicon::check(folder)?;
    found.extend(errors.iter().map(|error| Found {
        path: error.location().path.clone().unwrap_or_else(|| place.to_owned()),
        line: error.location().line,
        problem: true,
        kind: FindingKind::Broken,
        message: error.message().to_owned(),
    }));
    let Some(lexicon) = lexicon else { return Ok(None) };
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    if folder.file_name().is_none_or(|n| n != lexicon.id()) {
        found.push(Found {
            path: place.join("lexicon.toml"),
            line: None,
            problem: false,
            kind: FindingKind::Form,
            message: format!("id {:?} found, the folder's name expected", lexicon.id()),
        });
    }
    Ok(Some(lexicon))
}

fn readable(found: &[Found], problems: usize) -> String {
    let mut out = String::new();
    for f in found {
        let line = f.line.map(|l| format!(":{l}")).unwrap_or_default();
        let level = if f.problem { "problem" } else { "note" };
        let _ = writeln!(out, "{}{line}: {level}: {}: {}", f.path.display(), f.kind.name(), f.message);
    }
    let notes = found.len() - problems;
    let _ = writeln!(out, "{}, {}", counted(problems as u64, "problem"), counted(notes as u64, "note"));
    out
}

fn table(found: &[Found]) -> Table {
    let mut table = Table::new(&["path", "line", "level", "kind", "message"]);
    for f in found {
        table.row([
            f.path.display().to_string().into(),
            f.line.into(),
            if f.problem { "problem" } else { "note" }.into(),
            f.kind.name().into(),
            f.message.clone().into(),
        ]);
    }
    table
}

fn coverage(analyzer: &Analyzer, count: usize, inputs: &[PathBuf]) -> Result<Coverage> {
    let mut coverage = Coverage::new(analyzer, count);
    if coverage.usage.iter().all(Vec::is_empty) {
        let message = "--on counts hits, which only lexicons of kind scores have; leave it out";
        return Err(Error::new(ErrorKind::Usage, message));
    }
    let input = |p: &PathBuf| if p.as_os_str() == "-" { Input::Stdin } else { Input::Path(p.clone()) };
    let inputs: Vec<Input> = inputs.iter().map(input).collect();
    analyze(analyzer, &inputs, &RunOptions::default(), |item| {
        match item {
            Item::Article(analysis) => coverage.add(&analysis),
            Item::Failed(error) => tell(&error),
        }
        Ok(())
    })?;
    Ok(coverage)
}

/// Entries with their lexicon and usage, the most frequent first.
fn by_use<'a>(analyzer: &'a Analyzer, coverage: &Coverage) -> Vec<(&'a Lexicon, &'a Entry, Usage)> {
    let mut all = Vec::new();
    for (lexicon, usage) in analyzer.lexicons().iter().zip(&coverage.usage) {
        all.extend(lexicon.entries().iter().zip(usage).map(|(entry, usage)| (lexicon, entry, *usage)));
    }
    all.sort_by_key(|(.., usage)| std::cmp::Reverse(usage.hits));
    all
}

fn covered(analyzer: &Analyzer, c: &Coverage) -> String {
    let mut out = String::new();
    let all = by_use(analyzer, c);
    let used = all.iter().take_while(|(.., usage)| usage.hits > 0).count();
    let share = |part: u64, whole: u64| 100.0 * part as f64 / whole.max(1) as f64;
    let _ = writeln!(out, "\ncoverage: {}, {}", counted(c.texts, "text"), counted(c.words, "word"));
    let _ = writeln!(out, "  texts with a hit: {} of {} ({:.1} %)", c.texts_hit, c.texts, share(c.texts_hit, c.texts));
    let _ = writeln!(
        out,
        "  sentences with a hit: {} of {} ({:.1} %)",
        c.sentences_hit,
        c.sentences,
        share(c.sentences_hit, c.sentences)
    );
    let _ = writeln!(out, "  hits: {}, {:.2} per 100 words", c.hits, share(c.hits, c.words));
    let _ = writeln!(out, "  entries found: {used} of {} ({:.1} %)", all.len(), share(used as u64, all.len() as u64));
    for (_, entry, usage) in all[..used].iter().take(FREQUENT) {
        let (hits, texts) = (counted(usage.hits, "hit"), counted(usage.texts, "text"));
        let _ = writeln!(out, "    {}: {hits} in {texts}", entry.term);
    }
    let missing: Vec<&str> = all[used..].iter().take(UNFOUND).map(|(_, entry, _)| entry.term.as_ref()).collect();
    if !missing.is_empty() {
        let more = all.len() - used - missing.len();
        let rest = if more > 0 { format!("; and {more} more, see --counts FILE") } else { String::new() };
        let text = format!("never found: {}{rest}", missing.join("; "));
        let options = textwrap::Options::new(width()).initial_indent("  ").subsequent_indent("    ");
        for line in textwrap::wrap(&text, options) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

/// Every entry with its use, in the order of the lexicons.
fn counts(analyzer: &Analyzer, coverage: &Coverage) -> Table {
    let mut table = Table::new(&["lexicon", "line", "term", "category", "weight", "hits", "texts"]);
    for (lexicon, usage) in analyzer.lexicons().iter().zip(&coverage.usage) {
        for (entry, usage) in lexicon.entries().iter().zip(usage) {
            table.row([
                lexicon.id().into(),
                entry.line.into(),
                entry.term.clone().into(),
                lexicon.categories()[entry.category].1.id.clone().into(),
                (f64::from(entry.weight) / f64::from(UNIT)).to_string().into(),
                usage.hits.into(),
                usage.texts.into(),
            ]);
        }
    }
    table
}

fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
