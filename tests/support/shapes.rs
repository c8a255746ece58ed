//! Inputs of shapes that slow or fill a careless program: written by the tests at small sizes, by `just stress` at full.

#![allow(dead_code, reason = "each program uses a part")]

use flate2::{Compression, write::GzEncoder};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// A shape of input.
pub struct Shape {
    pub name: &'static str,
    /// The file it is written to; its ending tells the format.
    pub file: &'static str,
    /// What `tonescope` is told beside the file.
    pub arguments: &'static [&'static str],
    /// A size that a test takes at once, and the one of `just stress`.
    pub small: usize,
    pub full: usize,
    /// What a size counts.
    pub unit: &'static str,
    /// It must be refused with one error that holds these words, not analysed.
    pub refused: Option<&'static str>,
    write: fn(&mut dyn Write, usize) -> io::Result<()>,
}

const fn shape(
    name: &'static str,
    file: &'static str,
    (small, full, unit): (usize, usize, &'static str),
    write: fn(&mut dyn Write, usize) -> io::Result<()>,
) -> Shape {
    Shape { name, file, arguments: &[], small, full, unit, refused: None, write }
}

const LARGE: &[&str] = &["--max-record", "1G"];

/// All shapes.
pub const SHAPES: &[Shape] = &[
    Shape { arguments: LARGE, ..shape("one line", "line.txt", (200_000, 200_000_000, "bytes"), line) },
    shape("tiny paragraphs", "paragraphs.txt", (2_000, 1_000_000, "paragraphs"), paragraphs),
    shape("unclosed marks", "unclosed.txt", (2_000, 1_000_000, "marks"), unclosed),
    shape("nested marks", "nested.txt", (2_000, 1_000_000, "marks"), nested),
    shape("speakers of one article", "speakers.txt", (500, 100_000, "speakers"), speakers),
    shape("speakers of a corpus", "speakers.jsonl", (500, 100_000, "speakers"), corpus_of_speakers),
    shape("nothing but marks", "marks.txt", (20_000, 10_000_000, "bytes"), marks),
    shape("nothing but a cue", "said.txt", (20_000, 10_000_000, "bytes"), said),
    Shape {
        refused: Some("nested more than"),
        ..shape("nested elements", "nested.html", (2_000, 100_000, "elements"), elements)
    },
    shape("combining characters", "combining.txt", (20_000, 10_000_000, "bytes"), combining),
    Shape {
        refused: Some("times their size"),
        ..shape("bomb", "bomb.txt.gz", (70_000_000, 1_000_000_000, "bytes"), bomb)
    },
];

impl Shape {
    /// Writes the shape at a size into a folder.
    pub fn write(&self, folder: &Path, size: usize) -> io::Result<()> {
        let mut out = BufWriter::new(File::create(folder.join(self.file))?);
        (self.write)(&mut out, size)?;
        out.flush()
    }
}

/// Writes a lexicon of so many terms.
pub fn lexicon(folder: &Path, terms: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("lexicon.toml"), MANIFEST)?;
    fs::write(folder.join("examples.csv"), "category,text,hit,value\nodd,An aab word.,aab,1\nodd,A plain word.,-,\n")?;
    let mut out = BufWriter::new(File::create(folder.join("terms.csv"))?);
    out.write_all(b"term,category,weight,source,note\n")?;
    for number in 0..terms {
        writeln!(out, "{},odd,1,grade: odd,", word(number))?;
    }
    out.flush()
}

const MANIFEST: &str = r#"id = "large"
kind = "scores"
version = "1.0.0"
language = "en"
licence = "CC0-1.0"
citation = "none"
description = "Many words."
overlap = "large"

[[dimension]]
id = "large"
role = "conflict"
definition = "Nothing."

[[dimension.category]]
id = "odd"
grade = 1.0
definition = "Nothing."
"#;

/// A word of letters for a number: no two numbers share one, and none is a word of English.
fn word(mut number: usize) -> String {
    let mut word = String::from("aa");
    loop {
        word.push(char::from(b'b' + (number % 20) as u8));
        number /= 20;
        if number == 0 {
            return word;
        }
    }
}

/// A name for a number.
fn name(number: usize) -> String {
    let last = word(number);
    format!("Anna {}{}", last[..1].to_uppercase(), &last[1..])
}

const SENTENCES: &str =
    "“The bridge stays shut,” said Tamar Okello. The council condemned the raid and asked both sides to talk. ";

fn line(out: &mut dyn Write, bytes: usize) -> io::Result<()> {
    (0..=bytes / SENTENCES.len()).try_for_each(|_| out.write_all(SENTENCES.as_bytes()))
}

fn paragraphs(out: &mut dyn Write, count: usize) -> io::Result<()> {
    (0..count).try_for_each(|_| out.write_all(b"No.\n"))
}

fn unclosed(out: &mut dyn Write, count: usize) -> io::Result<()> {
    (0..count).try_for_each(|_| out.write_all("“so ".as_bytes()))
}

fn nested(out: &mut dyn Write, count: usize) -> io::Result<()> {
    (0..count / 2).try_for_each(|_| out.write_all("“a ‘b ".as_bytes()))?;
    (0..count / 2).try_for_each(|_| out.write_all("’ ”".as_bytes()))
}

fn speakers(out: &mut dyn Write, count: usize) -> io::Result<()> {
    (0..count).try_for_each(|number| writeln!(out, "“We will stay,” said {}.\n", name(number)))
}

fn corpus_of_speakers(out: &mut dyn Write, count: usize) -> io::Result<()> {
    (0..count).try_for_each(|number| {
        let name = name(number);
        writeln!(out, r#"{{"id":"{number}","text":"“We will stay,” said {name}. The gate was shut at noon."}}"#)
    })
}

fn marks(out: &mut dyn Write, bytes: usize) -> io::Result<()> {
    (0..bytes).try_for_each(|_| out.write_all(b"\""))
}

fn said(out: &mut dyn Write, bytes: usize) -> io::Result<()> {
    (0..bytes / 5).try_for_each(|_| out.write_all(b"said "))
}

fn elements(out: &mut dyn Write, count: usize) -> io::Result<()> {
    out.write_all(b"<html><body>")?;
    (0..count).try_for_each(|_| out.write_all(b"<div>"))?;
    out.write_all(b"<p>The council condemned the raid on Friday and asked both sides to talk.</p>")
}

fn combining(out: &mut dyn Write, bytes: usize) -> io::Result<()> {
    (0..bytes / 200).try_for_each(|_| {
        out.write_all(b"e")?;
        (0..99).try_for_each(|_| out.write_all("\u{301}".as_bytes()))?;
        out.write_all(b"\n")
    })
}

fn bomb(out: &mut dyn Write, bytes: usize) -> io::Result<()> {
    let mut packed = GzEncoder::new(out, Compression::best());
    let block = [b'a'; 1000];
    (0..bytes / block.len()).try_for_each(|_| packed.write_all(&block))?;
    packed.finish().map(|_| ())
}
