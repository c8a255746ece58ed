//! Inputs → documents → items, with the place in the inputs that a run has reached.

use super::engine::{Push, ordered};
use super::input::{self, Document, Input, InputOptions, Source};
use super::{Item, RunOptions, Watch};
use crate::analysis::{Analyzer, Scratch};
use crate::error::{Error, ErrorKind, Result};
use rustc_hash::FxHasher;
use std::any::Any;
use std::cell::Cell;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Where a document stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Its file; `-` is standard input.
    pub path: String,
    /// 1-based line of a record.
    pub line: Option<u64>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.path),
            None => f.write_str(&self.path),
        }
    }
}

/// How far a run has come: documents and failures read, and a digest over all of them, by which it is known whether
/// the inputs begin as they did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Mark {
    pub documents: u64,
    pub digest: u64,
}

impl Mark {
    fn after(self, document: &Result<Document>) -> Self {
        let mut hash = FxHasher::default();
        hash.write_u64(self.digest);
        match document {
            Ok(document) => {
                document.hash(&mut hash);
            }
            Err(error) => hash.write(error.to_string().as_bytes()),
        }
        Self { documents: self.documents + 1, digest: hash.finish() }
    }
}

/// Analyses the documents that come after `from` and hands what `work` makes of each to `sink`, in input order, with
/// the mark behind it.
pub(super) fn stream<T: Send>(
    analyzer: &Analyzer,
    inputs: &[Input],
    options: &RunOptions,
    watch: &Watch,
    from: Mark,
    work: impl Fn(Item, &Place) -> T + Sync,
    mut sink: impl FnMut(T, Mark) -> Result<()>,
) -> Result<Vec<Source>> {
    let (inputs, input, reading) = (inputs.to_vec(), options.input.clone(), watch.clone());
    let feed = move |push: &mut Push<(Result<Document>, Mark)>| read(&inputs, &input, &reading, from, push);
    let work =
        |scratch: &mut Scratch, (document, mark)| (one(analyzer, &options.input, document, scratch, &work), mark);
    ordered(options.threads, watch, feed, work, |(made, mark)| sink(made, mark))
}

/// Reads all inputs; those up to `from` are only compared with what they were.
fn read(
    inputs: &[Input],
    options: &InputOptions,
    watch: &Watch,
    from: Mark,
    push: &mut Push<(Result<Document>, Mark)>,
) -> Result<Vec<Source>> {
    let mut mark = Mark::default();
    let mut sources = Vec::new();
    for input in inputs {
        let source = input::read(input, options, &mut |document| {
            watch.check()?;
            let bytes = document.as_ref().map_or(0, Document::size);
            watch.read(bytes);
            mark = mark.after(&document);
            match mark.documents.cmp(&from.documents) {
                std::cmp::Ordering::Less => Ok(()),
                std::cmp::Ordering::Equal if mark == from => Ok(()),
                std::cmp::Ordering::Equal => Err(changed()),
                std::cmp::Ordering::Greater => push((document, mark), bytes),
            }
        })?;
        sources.extend(source);
    }
    if mark.documents < from.documents { Err(changed()) } else { Ok(sources) }
}

fn changed() -> Error {
    let message = "the inputs are not those of the interrupted run; repeat its command with --resume, or leave --resume \
                   out to start anew";
    Error::new(ErrorKind::Usage, message)
}

/// Analyses one document and works on the result; a panic becomes the document's error.
fn one<T>(
    analyzer: &Analyzer,
    options: &InputOptions,
    document: Result<Document>,
    scratch: &mut Scratch,
    work: &impl Fn(Item, &Place) -> T,
) -> T {
    let place = match &document {
        Ok(document) => Place { path: document.path.to_string(), line: document.line },
        Err(_) => Place::default(),
    };
    let mut id = None;
    let made = guarded(|| {
        let item = match document.and_then(|d| input::parse(&d, options)) {
            Ok(article) => {
                id = Some(article.id.clone());
                Item::Article(Box::new(analyzer.analyze_with(article, scratch)))
            }
            Err(error) => Item::Failed(error),
        };
        work(item, &place)
    });
    made.unwrap_or_else(|message| {
        // What the panic left behind is not to be relied on.
        *scratch = Scratch::default();
        work(Item::Failed(fault(&place, id.as_deref(), &message)), &place)
    })
}

fn fault(place: &Place, id: Option<&str>, message: &str) -> Error {
    let article = id.map_or_else(|| "this article".to_owned(), |id| format!("article {id:?}"));
    let message = format!("the analysis of {article} failed ({message}); please report it, with the article");
    let error = Error::new(ErrorKind::Internal, message).at_path(Path::new(&place.path));
    match place.line {
        Some(line) => error.at_line(line),
        None => error,
    }
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread works on a document whose panics are caught and reported as its error, so that a panic hook
/// need not tell them.
#[must_use]
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// What `work` returns, or what it panicked with.
fn guarded<T>(work: impl FnOnce() -> T) -> std::result::Result<T, String> {
    GUARDED.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    outcome.map_err(|panic| said(panic.as_ref()))
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned()).or_else(|| panic.downcast_ref().cloned());
    text.unwrap_or_else(|| "no message".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::input::Content;

    #[test]
    fn a_panic_is_its_documents_error_alone() {
        let analyzer = Analyzer::shipped().unwrap();
        let mut scratch = Scratch::default();
        let document = |line: u64| {
            let bytes = format!(r#"{{"id": "d{line}", "text": "“We will attack,” Rolf Brandt said."}}"#).into_bytes();
            let content = Content::Json(bytes);
            Ok(Document { path: "f.jsonl".into(), name: "f".into(), line: Some(line), encoding: None, content })
        };
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let work = |item: Item, place: &Place| match item {
            Item::Article(a) if a.article.id == "d2" => panic!("at {}", a.quotes.len()),
            Item::Article(a) => format!("{place} {} {}", a.article.id, is_guarded()),
            Item::Failed(error) => error.to_string(),
        };
        let found: Vec<String> =
            (1..4).map(|line| one(&analyzer, &InputOptions::default(), document(line), &mut scratch, &work)).collect();
        std::panic::set_hook(hook);
        let fault = "f.jsonl:2: the analysis of article \"d2\" failed (at 1); please report it, with the article";
        assert_eq!(found, ["f.jsonl:1 d1 true", fault, "f.jsonl:3 d3 true"]);
        assert!(!is_guarded());
    }

    #[test]
    fn a_digest_tells_other_inputs() {
        let after = |texts: &[&str]| {
            texts.iter().fold(Mark::default(), |mark, text| {
                let content = Content::Text(text.as_bytes().to_vec());
                mark.after(&Ok(Document { path: "f".into(), name: "f".into(), line: None, encoding: None, content }))
            })
        };
        assert_eq!(after(&["a", "b"]), after(&["a", "b"]));
        assert_ne!(after(&["a", "b"]), after(&["b", "a"]));
        assert_ne!(after(&["a", "b"]), after(&["ab"]));
    }
}
