//! The arguments as they are meant.

use super::args::{AnalysisArgs, Format, InputArgs, Offsets};
use super::exit::tell;
use clap::ValueEnum as _;
use std::path::{Path, PathBuf};
use tonescope::analysis::{Analyzer, Settings};
use tonescope::article::Fields;
use tonescope::decode::{Encoding, decode};
use tonescope::error::{Error, ErrorKind, Result};
use tonescope::lexicon::{BUILTIN, DEFAULT, Kind, Lexicon};
use tonescope::run::{Input, InputFormat, InputOptions, RunOptions, sha256_hex};
use tonescope::span::OffsetUnit;
use tonescope::speaker::{Aliases, Corrections};

/// Width of the view when standard output is no terminal.
const DEFAULT_WIDTH: usize = 100;
/// Widest view: longer lines are hard to read.
const WIDEST: usize = 120;

impl AnalysisArgs {
    /// The analyzer that these arguments describe.
    /// It lasts as long as the process: the system takes its memory back faster than it could be given back bit by bit.
    pub fn analyzer(&self) -> Result<&'static Analyzer> {
        let mut lexicons: Vec<Lexicon> = self.lexicon.iter().map(|name| lexicon(name)).collect::<Result<_>>()?;
        // Modifiers, cues or composites of one's own go with the shipped dimensions.
        if !lexicons.iter().any(|l| l.manifest().kind == Kind::Scores) {
            let shipped: Vec<Lexicon> = DEFAULT.iter().map(|id| Lexicon::builtin(id)).collect::<Result<_>>()?;
            lexicons.splice(0..0, shipped);
        }
        #[expect(clippy::cast_sign_loss, reason = "the parser admits 0 to 1 only")]
        let min_confidence = (self.min_confidence * 1000.0).round() as u16;
        let mut analyzer =
            Analyzer::new(lexicons)?.with_settings(Settings { min_confidence, any_language: self.any_language });
        if let Some(path) = &self.aliases {
            analyzer = analyzer.with_aliases(Aliases::shipped().with_table(&table_text(path)?, path)?);
        }
        if let Some(path) = &self.corrections {
            analyzer = analyzer.with_corrections(Corrections::read(&table_text(path)?, path)?);
        }
        Ok(Box::leak(Box::new(analyzer)))
    }

    /// Says which corrections no quote was found for.
    pub fn tell_unused(&self, unused: &[u64]) {
        let Some(path) = &self.corrections else { return };
        for line in unused {
            let message = "no such quote in these articles, so nothing was corrected; compare article_id and quote with quotes.csv";
            tell(&Error::new(ErrorKind::Usage, message).at_line(*line).at_path(path));
        }
    }

    /// The tables given, as a report records them: path and SHA-256.
    pub fn recorded_tables(&self) -> Result<serde_json::Value> {
        let table = |path: &Option<PathBuf>| -> Result<serde_json::Value> {
            let Some(path) = path else { return Ok(serde_json::Value::Null) };
            Ok(
                serde_json::json!({"path": path.display().to_string(), "sha256": sha256_hex(table_text(path)?.as_bytes())}),
            )
        };
        Ok(serde_json::json!({"aliases": table(&self.aliases)?, "corrections": table(&self.corrections)?}))
    }
}

/// The text of a table.
pub fn table_text(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|e| Error::io(path, &e))?;
    Ok(decode(&bytes).map_err(|e| e.at_path(path))?.to_owned())
}

/// A shipped lexicon by its id, else the lexicon in a folder.
pub fn lexicon(name: &str) -> Result<Lexicon> {
    match folder(name) {
        None => Lexicon::builtin(name),
        Some(folder) => Lexicon::load(folder),
    }
}

/// The folder that a name stands for; none for the id of a shipped lexicon, or what may be a misspelt one.
pub fn folder(name: &str) -> Option<&Path> {
    let shipped = BUILTIN.contains(&name) || !Path::new(name).exists() && !name.contains(['/', '\\']);
    (!shipped).then_some(Path::new(name))
}

impl InputArgs {
    /// The inputs.
    pub fn inputs(&self) -> Vec<Input> {
        let input = |path: &PathBuf| if path.as_os_str() == "-" { Input::Stdin } else { Input::Path(path.clone()) };
        self.inputs.iter().map(input).chain(self.files_from.iter().cloned().map(Input::List)).collect()
    }

    /// How they are read.
    pub fn run_options(&self) -> Result<RunOptions> {
        let format = match self.input_format {
            Format::Auto => InputFormat::Auto,
            Format::Text => InputFormat::Text,
            Format::Markdown => InputFormat::Markdown,
            Format::Html => InputFormat::Html,
            Format::Jsonl => InputFormat::Jsonl,
            Format::Json => InputFormat::Json,
            Format::Csv => InputFormat::Csv,
            Format::Tsv => InputFormat::Tsv,
            Format::Parquet => InputFormat::Parquet,
            Format::Warc => InputFormat::Warc,
        };
        let fields = Fields {
            text: self.text_field.clone(),
            id: self.id_field.clone(),
            date: self.date_field.clone(),
            title: self.title_field.clone(),
        };
        let encoding = self.encoding.as_deref().map(Encoding::named).transpose()?;
        let input = InputOptions { format, fields, encoding, max_record: self.max_record };
        Ok(RunOptions { input, threads: self.threads })
    }

    /// What of it changes a report.
    pub fn recorded(&self) -> serde_json::Value {
        serde_json::json!({
            "format": self.input_format.to_possible_value().map(|v| v.get_name().to_owned()),
            "text_field": self.text_field,
            "id_field": self.id_field,
            "date_field": self.date_field,
            "title_field": self.title_field,
            "encoding": self.encoding,
            "max_record": self.max_record,
        })
    }

    /// The unit of offsets.
    pub fn offset_unit(&self) -> OffsetUnit {
        match self.offsets {
            Offsets::Codepoint => OffsetUnit::CodePoint,
            Offsets::Utf16 => OffsetUnit::Utf16,
            Offsets::Byte => OffsetUnit::Byte,
        }
    }
}

/// Columns that the view may use: the terminal's, else those that `COLUMNS` names.
pub fn width() -> usize {
    let named = || std::env::var("COLUMNS").ok().and_then(|value| value.parse().ok());
    let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    terminal.or_else(named).unwrap_or(DEFAULT_WIDTH).min(WIDEST)
}
