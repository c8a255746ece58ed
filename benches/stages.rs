//! One group a stage over the same articles, throughput in bytes: `cargo bench --bench stages`.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a bench without its data cannot run")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use tonescope::analysis::{Analyzer, Scratch};
use tonescope::article::{Article, Paragraph, paragraphs};
use tonescope::language::Language;
use tonescope::lexicon::{Kind, Lexicon, Match, Matcher};
use tonescope::quote::choose::Model;
use tonescope::quote::{self, Cues, Quotes, Reading};
use tonescope::speaker::{Aliases, attribute};
use tonescope::token::{Token, TokenRange, Vocabulary, sentences, tokenize};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The project's own articles, which stay as they are so that figures can be compared.
fn articles() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> = ["tests/articles", "examples"]
        .iter()
        .flat_map(|f| std::fs::read_dir(folder.join(f)).unwrap())
        .map(|f| f.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    paths.iter().map(|p| std::fs::read_to_string(p).unwrap()).collect()
}

/// Articles of an annotated news corpus, where one is at hand; `benches/BASELINE.md` says which.
fn news() -> Vec<String> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/quotes/gold_dev.jsonl");
    let lines = std::fs::read_to_string(path).unwrap_or_default();
    let text = |line: &str| -> Option<String> {
        let record: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(record["text"].as_str()?.to_owned())
    };
    lines.lines().filter_map(text).collect()
}

/// An article with what the stages before quotes have found.
struct Prepared {
    article: Article,
    text: String,
    tokens: Vec<Token>,
    layout: Vec<Paragraph>,
    ranges: Vec<TokenRange>,
    sentences: Vec<TokenRange>,
    cues: Vec<Match>,
}

struct Stages {
    vocabulary: Vocabulary,
    matcher: Matcher,
    cue_lexicon: u16,
    cues: Cues,
    model: Model,
}

impl Stages {
    fn new() -> Self {
        let analyzer = Analyzer::shipped().unwrap();
        let lexicons: Vec<Lexicon> = analyzer.lexicons().to_vec();
        let mut vocabulary = Vocabulary::new(Language::english());
        let matcher = Matcher::new(&lexicons, &mut vocabulary);
        let cue_lexicon = lexicons.iter().position(|l| l.manifest().kind == Kind::Cues).unwrap();
        let model = Model::shipped();
        Self { model, cues: quote::cues(&lexicons[cue_lexicon]), cue_lexicon: cue_lexicon as u16, vocabulary, matcher }
    }

    fn prepare(&self, text: String) -> Prepared {
        let mut tokens = Vec::new();
        tokenize(&text, &self.vocabulary, &mut tokens);
        let article = Article::new("bench", text.as_str());
        let (layout, _) = paragraphs(&article, &tokens, &self.vocabulary, Language::english());
        let ranges = layout.iter().map(|p| p.tokens).collect();
        let mut found = Vec::new();
        for paragraph in &layout {
            sentences(&text, &tokens, paragraph.tokens, &self.vocabulary, &mut found);
        }
        let mut matches = Vec::new();
        for sentence in &found {
            self.matcher.find(&tokens, *sentence, &mut matches);
        }
        matches.retain(|m| m.lexicon == self.cue_lexicon);
        Prepared { article, text, tokens, layout, ranges, sentences: found, cues: matches }
    }

    fn reading<'a>(&'a self, article: &'a Prepared) -> Reading<'a> {
        Reading {
            text: &article.text,
            tokens: &article.tokens,
            vocabulary: &self.vocabulary,
            paragraphs: &article.ranges,
            sentences: &article.sentences,
        }
    }
}

fn stages(criterion: &mut Criterion) {
    let stages = Stages::new();
    let texts = articles();
    let bytes = texts.iter().map(String::len).sum::<usize>() as u64;
    let prepared: Vec<Prepared> = texts.iter().map(|t| stages.prepare(t.clone())).collect();
    let quotes: Vec<Quotes> =
        prepared.iter().map(|p| quote::find(stages.reading(p), &stages.cues, &p.cues, &mut &stages.model)).collect();
    let analyzer = Analyzer::shipped().unwrap();
    let aliases = Aliases::shipped();
    let mut group = |name: &str, work: &mut dyn FnMut()| {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(bytes));
        group.bench_function("articles", |b| b.iter(&mut *work));
        group.finish();
    };
    let mut tokens = Vec::new();
    group("tokenize", &mut || {
        for text in &texts {
            tokens.clear();
            tokenize(black_box(text), &stages.vocabulary, &mut tokens);
        }
    });
    group("layout", &mut || {
        for p in &prepared {
            black_box(paragraphs(&p.article, &p.tokens, &stages.vocabulary, Language::english()));
        }
    });
    let mut matches = Vec::new();
    group("hits", &mut || {
        for p in &prepared {
            matches.clear();
            p.sentences.iter().for_each(|s| stages.matcher.find(&p.tokens, *s, &mut matches));
        }
    });
    group("quotes", &mut || {
        for p in &prepared {
            black_box(quote::find(stages.reading(p), &stages.cues, &p.cues, &mut &stages.model));
        }
    });
    group("speakers", &mut || {
        for (p, found) in prepared.iter().zip(&quotes) {
            let ranges: Vec<TokenRange> = p.layout.iter().map(|l| l.tokens).collect();
            black_box(attribute(stages.reading(p), found, &ranges, &aliases));
        }
    });
    let mut scratch = Scratch::default();
    group("analyze", &mut || {
        for text in &texts {
            black_box(analyzer.analyze_with(Article::new("bench", text.as_str()), &mut scratch));
        }
    });
}

/// Quotes and speakers together, over news.
fn attribution(criterion: &mut Criterion) {
    let stages = Stages::new();
    let prepared: Vec<Prepared> = news().into_iter().map(|t| stages.prepare(t)).collect();
    if prepared.is_empty() {
        return;
    }
    let aliases = Aliases::shipped();
    let mut group = criterion.benchmark_group("attribution");
    group.throughput(Throughput::Bytes(prepared.iter().map(|p| p.text.len() as u64).sum()));
    group.bench_function("news", |b| {
        b.iter(|| {
            for p in &prepared {
                let found = quote::find(stages.reading(p), &stages.cues, &p.cues, &mut &stages.model);
                black_box(attribute(stages.reading(p), &found, &p.ranges, &aliases));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, stages, attribution);
criterion_main!(benches);
