//! Lexicons of other tools: tests/convert/<format>/ holds a source, the folder it becomes, and what is said of its rows.

#![allow(clippy::unwrap_used, reason = "a file that cannot be read stops its test")]

use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use tonescope::analysis::Analyzer;
use tonescope::article::Article;
use tonescope::lexicon::Lexicon;
use tonescope::lexicon::convert::{Conversion, Format, Options, convert};
use tonescope::lint::{context, lint};

const FORMATS: [(&str, &str, Format); 8] = [
    ("vader", "source.txt", Format::Vader),
    ("liwc", "source.dic", Format::Liwc),
    ("lexicoder", "source.lc3", Format::Lexicoder),
    ("quanteda", "source.yml", Format::Quanteda),
    ("wordstat", "source.cat", Format::Wordstat),
    ("nrc", "source.txt", Format::Nrc),
    ("afinn", "source.txt", Format::Afinn),
    ("csv", "source.csv", Format::Csv),
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/convert").join(name)
}

fn options(name: &str, source: &str) -> Options {
    Options { id: format!("my_{name}"), source: source.to_owned(), ..Options::default() }
}

fn converted(name: &str, source: &str, format: Format) -> Conversion {
    let text = fs::read_to_string(folder(name).join(source)).unwrap();
    convert(&text, format, &options(name, source)).unwrap()
}

#[test]
fn every_format_becomes_the_folder_beside_it() {
    let mut problems = Vec::new();
    for (name, source, format) in FORMATS {
        let conversion = converted(name, source, format);
        let remark =
            |r: &tonescope::lexicon::convert::Remark| format!("{}: {}: {}\n", r.line, r.kind.name(), r.message);
        let remarks: String = conversion.remarks.iter().map(remark).collect();
        let [manifest, terms, examples] = conversion.files().unwrap();
        let own = format!("my_{name}");
        for (file, found) in [manifest, terms, examples]
            .map(|(f, text)| (format!("{own}/{f}"), text))
            .into_iter()
            .chain([("remarks.txt".to_owned(), remarks)])
        {
            let expected = fs::read_to_string(folder(name).join(&file)).unwrap();
            if found != expected {
                problems.push(format!("{name}/{file}: found\n{found}\nexpected\n{expected}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn converted_folders_load_pass_the_checks_and_score() {
    for (name, _, _) in FORMATS {
        let lexicon = Lexicon::load(&folder(name).join(format!("my_{name}"))).unwrap();
        let example = lexicon.examples().iter().find(|e| e.hit.is_some()).unwrap().text.clone();
        let analyzer = context(vec![lexicon.clone()]).unwrap();
        assert_eq!(lint(&analyzer, 1), [Vec::new()], "{name}");
        let analyzer = Analyzer::new([lexicon]).unwrap();
        let analysis = analyzer.analyze(Article::new("example", example));
        assert!(!analysis.hits.is_empty(), "{name}");
        let columns = 0..analyzer.scheme().targets().len();
        assert!(columns.into_iter().any(|at| analysis.scores.score(at).is_some_and(|s| s != 0.0)), "{name}");
    }
}

#[test]
fn a_file_of_another_format_is_one_error_with_its_line() {
    for (text, format, expected) in [
        ("good\t1\n", Format::Liwc, "1: \"good\\t1\" found, a line of % before the categories expected"),
        ("%\n1\tharm\n", Format::Liwc, "1 lines of % found, 2 expected"),
        ("word,score\n", Format::Csv, "1: header word,score found, the columns term,category,weight expected"),
        ("a: [b\nc: d\n", Format::Quanteda, "found, YAML with categories and lists of words expected"),
        ("- a\n", Format::Quanteda, "1: no row converts: \"a\" found outside a category"),
        (
            "good\n",
            Format::Vader,
            "1: no row converts: \"good\" found, a word, a tab and its mean rating expected; is this VADER?",
        ),
        ("", Format::Nrc, "1: no row converts: the file holds no word; is this NRC?"),
    ] {
        let message = convert(text, format, &options("x", "x")).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
    }
}

/// Time went with the square of their number, and with the cube where all their names make the same id.
#[test]
fn many_categories_are_read_in_good_time() {
    let mut table = "term,category,weight\n".to_owned();
    for number in 0..3_000u32 {
        let letter = |place: u32| char::from(b'a' + (number / 26u32.pow(place) % 26) as u8);
        let category = "!".repeat(number as usize % 50 + 1) + &"?".repeat(number as usize / 50);
        let word: String = [0, 1, 2].map(letter).iter().collect();
        table.extend(["qu", &word, ",", &category, ",1\n"]);
    }
    let conversion = convert(&table, Format::Csv, &options("x", "x.csv")).unwrap();
    assert_eq!((conversion.terms.len(), conversion.remarks.len()), (3_000, 0));
    assert_eq!(conversion.manifest.dimension[2_999].category[0].id, "c_3000");
}

#[test]
fn options_change_scale_role_and_dimensions() {
    let text = "term,category,weight\nelite/n,blame,8\nelite/n,praise,2\n";
    let options = Options { scale: Some(500), dimension: Some("elites".to_owned()), ..options("x", "x.csv") };
    let conversion = convert(text, Format::Csv, &options).unwrap();
    assert_eq!(conversion.manifest.dimension.len(), 1);
    assert_eq!(conversion.manifest.dimension[0].id, "elites");
    // The two rows say the same in one dimension: the heavier stays.
    assert_eq!(conversion.terms.len(), 1);
    assert_eq!((conversion.terms[0].category.as_str(), conversion.terms[0].weight), ("blame", 4000));
    assert!(conversion.remarks[0].message.contains("kept as blame 4"), "{:?}", conversion.remarks);
}

#[test]
fn a_word_counts_once_a_dimension_and_in_every_dimension_it_is_entered_for() {
    let text = "Her brother waved to the ordinary people.";
    let hits = |lexicons: Vec<Lexicon>| {
        let analysis = Analyzer::new(lexicons).unwrap().analyze(Article::new("example", text));
        analysis.hits.iter().map(|h| (h.hit.category.clone(), h.hit.span.slice(text).to_owned())).collect::<Vec<_>>()
    };
    let liwc = Lexicon::load(&folder("liwc").join("my_liwc")).unwrap();
    let pair = |category: &str, words: &str| (category.to_owned(), words.to_owned());
    assert_eq!(hits(vec![liwc]), [pair("care", "brother"), pair("kin_terms", "brother")]);

    // Another lexicon of the same dimension, with the same words and in the same overlap group.
    let populism = Lexicon::load(&folder("../lexicon/populism")).unwrap();
    let options = Options { dimension: Some("people".to_owned()), ..options("people", "x.csv") };
    let mut same = convert("term,category,weight\nordinary people,folk,2\n", Format::Csv, &options).unwrap();
    same.manifest.overlap = "populism".to_owned();
    let written = tempfile::tempdir().unwrap();
    same.write(&written.path().join("my_people"), false).unwrap();
    let same = Lexicon::load(&written.path().join("my_people")).unwrap();
    assert_eq!(hits(vec![populism, same]), [pair("folk", "ordinary people")]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_converts_to_a_lexicon_that_loads_or_is_one_error(
        lines in prop::collection::vec("(%|[+]A|\t{0,3}|- |[a-c]{0,4}|[1-3]|[(]1[)]|: |[*]|,|\"|[|]|é|[\\PC]){0,8}", 0..12),
        format in 0usize..FORMATS.len(),
    ) {
        let (name, source, format) = FORMATS[format];
        match convert(&lines.join("\n"), format, &options(name, source)) {
            Ok(conversion) => prop_assert!(!conversion.terms.is_empty() && !conversion.manifest.dimension.is_empty()),
            // An error with a path would be about the files that the conversion makes itself.
            Err(error) => prop_assert!(error.location().path.is_none(), "{error}"),
        }
    }
}
