//! Lexicons: tonescope's own folders, those of other tools, and how terms are written.

use super::check::sound;
use super::{ANALYZER, choice, files, folder};
use tonescope::analysis::Analyzer;
use tonescope::article::Article;
use tonescope::language::Language;
use tonescope::lexicon::convert::{self, Format, Options};
use tonescope::lexicon::{Lexicon, Matcher, Pattern, diff};
use tonescope::study::{Lookup, Query};
use tonescope::token::{TokenRange, Vocabulary, tokenize};

/// What lexicons are tried on.
const NEWS: &str = "“We will not attack unless they cross the river,” General Rolf Brandt said. Oksana Drell called the \
                    peace talks a corrupt, very good disaster; she had refused to meet the aacc of the elite people.";
const FORMATS: [Format; 8] = [
    Format::Vader,
    Format::Liwc,
    Format::Lexicoder,
    Format::Quanteda,
    Format::Wordstat,
    Format::Nrc,
    Format::Afinn,
    Format::Csv,
];

/// A lexicon's folder: what of it can be read is scored with, and compared with itself.
pub fn lexicon(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let folder = folder();
    for (name, content) in files(text) {
        if ["lexicon.toml", "terms.csv", "examples.csv", "rules.toml"].contains(&name) {
            std::fs::write(folder.path().join(name), content).expect("a file can be written");
        }
    }
    let loaded = Lexicon::load(folder.path());
    let Ok((lexicon, problems)) = Lexicon::check(folder.path()) else { return };
    assert_eq!(loaded.is_ok(), lexicon.is_some() && problems.is_empty(), "check and load differ");
    let Ok(lexicon) = loaded else { return };
    assert!(diff(&lexicon, &lexicon).is_empty());
    scored(lexicon);
}

fn scored(lexicon: Lexicon) {
    if let Ok(analyzer) = Analyzer::new([lexicon]) {
        sound(&analyzer, &analyzer.analyze(Article::new("a", NEWS)));
    }
}

/// A lexicon of another tool: what it becomes is a lexicon without faults.
pub fn convert(bytes: &[u8]) {
    let Some((way, bytes)) = choice::<32>(bytes) else { return };
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let options = Options {
        id: "made".to_owned(),
        source: "source".to_owned(),
        dimension: (way & 8 > 0).then(|| "one".to_owned()),
        scale: (way & 16 > 0).then_some(1500),
        ..Options::default()
    };
    let Ok(made) = convert::convert(text, FORMATS[way % 8], &options) else { return };
    let folder = folder();
    made.write(folder.path(), true).expect("a lexicon can be written");
    let lexicon = Lexicon::load(folder.path()).expect("what was converted can be read");
    assert_eq!(lexicon.entries().len(), made.terms.len());
    let mut vocabulary = Vocabulary::new(Language::english());
    let matcher = Matcher::new(&[lexicon], &mut vocabulary);
    matches(&matcher, &vocabulary, NEWS);
}

/// A term on the first line, and a text that it is looked for in: where it matches is within the text.
pub fn patterns(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (term, text) = text.split_once('\n').unwrap_or((text, NEWS));
    let Ok(pattern) = Pattern::parse(term, Language::english()) else { return };
    let forms = pattern.forms(20);
    assert!(!forms.is_empty() && forms.len() <= 20, "{forms:?}");
    let mut vocabulary = Vocabulary::new(Language::english());
    let matcher = Matcher::of_pattern(&pattern, &mut vocabulary);
    matches(&matcher, &vocabulary, text);
    if let Ok(query) = Query::parse(&ANALYZER, term, Lookup::Auto) {
        let analysis = ANALYZER.analyze(Article::new("a", text));
        for found in query.find(&ANALYZER, &analysis) {
            assert!(text.get(found.span.start as usize..found.span.end as usize).is_some());
        }
    }
}

/// What a matcher finds in a text is within it.
fn matches(matcher: &Matcher, vocabulary: &Vocabulary, text: &str) {
    let (mut tokens, mut found) = (Vec::new(), Vec::new());
    tokenize(text, vocabulary, &mut tokens);
    matcher.find(&tokens, TokenRange::new(0, tokens.len() as u32), &mut found);
    let sound = |range: TokenRange| range.start < range.end && range.end as usize <= tokens.len();
    assert!(found.iter().all(|m| sound(m.tokens)), "{found:?}");
}
