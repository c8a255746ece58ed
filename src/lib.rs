//! Reads news articles, finds every quote, works out who said it, and rates each quote and paragraph for **hostility
//! and escalation** with lexicons that anyone can read and edit.
//!
//! # The pipeline
//!
//! ```text
//! bytes ─ article ─▶ Article ─ token ─▶ tokens, sentences ─┬─ quote ──▶ Quotes ── speaker ─▶ Attributions ─┐
//!                                                          └─ lexicon, score ─▶ Hits ──────────────────────┤
//!                       report ◀── aggregate ◀── many of ── Analysis ◀───────────── analysis ──────────────┘
//! ```
//!
//! | step | module | in → out |
//! |---|---|---|
//! | read | [`article`] | bytes → [`Article`]: text, title, date, paragraphs of a kind |
//! | split | [`token`] | text → tokens that tile it, sentences |
//! | quotes | [`quote`] | tokens → contents, cues, pairs of marks |
//! | speakers | [`speaker`] | quotes → sources, speakers |
//! | hits | [`lexicon`], [`score`] | tokens → entries found, the context rules that fired, scores |
//! | all of it | [`analysis`] | [`Article`] → [`Analysis`] |
//! | check | [`lint`] | lexicons → entries that cannot count, examples that do not hold, use by a corpus |
//! | train | [`learn`] | annotated articles → weights of the models |
//! | measure | [`measure`] | scores and labels → agreement, intervals, keyness, samples |
//! | study | [`study`] | analyses, coded tables → hits in context, samples, validations, suggestions |
//! | many | [`run`], [`aggregate`] | inputs → analyses → sums a speaker |
//! | out | [`report`] | analyses → CSV, JSON, a page of HTML, a view for terminals |
//!
//! The article's text is never altered or copied: all else holds [`Span`]s of bytes into it, which leave the program
//! as code points. Stages are pure: the same article gives the same analysis on any thread.
//!
//! # Example
//!
//! ```
//! use tonescope::{Analyzer, Article};
//!
//! let analyzer = Analyzer::shipped()?;
//! let text = "“If they cross the river, we will attack,” General Rolf Brandt said.";
//! let analysis = analyzer.analyze(Article::new("example", text));
//!
//! let speaker = analysis.speaker_of(0).expect("the source stands right behind the quote");
//! assert_eq!(speaker.name, "Rolf Brandt");
//! assert_eq!(speaker.role.as_deref(), Some("General"));
//!
//! // Every score can be recomputed from its hits: the entry's weight × 1.25 for the condition, then x / √(x² + 15).
//! let (_, _, hit) = &analysis.quote_scores[0].hits[0];
//! assert_eq!(hit.span.slice(text), "we will attack");
//! assert_eq!(hit.modifiers[0].rule, "conditional_threat");
//! assert_eq!(hit.value, hit.base * 5 / 4);
//! let escalation = analyzer.scheme().target("escalation").expect("a shipped dimension");
//! let score = analysis.quote_scores[0].scores.score(escalation).expect("the quote has a sentence");
//! let x = f64::from(hit.value) / 1000.0;
//! assert!((score - x / (x * x + 15.0).sqrt()).abs() < 1e-6);
//! # Ok::<(), tonescope::Error>(())
//! ```
//!
//! An [`Analyzer`] is built once and shared by all threads; each thread may reuse a [`Scratch`] from article to
//! article ([`Analyzer::analyze_with`]). [`run::run`] does this for files, folders and streams of records.

pub mod aggregate;
pub mod analysis;
pub mod article;
pub mod decode;
pub mod error;
pub mod language;
pub mod learn;
pub mod lexicon;
pub mod lint;
pub mod measure;
mod numbers;
pub mod quote;
pub mod report;
pub mod run;
pub mod score;
mod shipped;
pub mod span;
pub mod speaker;
pub mod study;
pub mod token;

pub use analysis::{Analysis, Analyzer, Scratch, Settings};
pub use article::Article;
pub use error::{Error, ErrorKind, Result};
pub use lexicon::Lexicon;
pub use span::Span;
