//! `tonescope lexicon convert`.

use super::super::args::lexicon::{ConvertArgs, FromFormat, RoleArg};
use super::super::exit::{Outcome, tell};
use std::path::Path;
use tonescope::decode::decode;
use tonescope::error::{Error, ErrorKind, Result};
use tonescope::lexicon::convert::{Format, Options, RemarkKind, convert};
use tonescope::lexicon::{Lexicon, Role};

/// Writes the lexicon and says on standard error what did not come over as it was.
pub fn run(args: &ConvertArgs) -> Result<Outcome> {
    let bytes = std::fs::read(&args.file).map_err(|e| Error::io(&args.file, &e))?;
    let text = decode(&bytes).map_err(|e| e.at_path(&args.file))?;
    let conversion = convert(text, format(args.from), &options(args)?).map_err(|e| e.at_path(&args.file))?;
    conversion.write(&args.output, args.force)?;
    let mut counts = [0; 3];
    for remark in &conversion.remarks {
        tell(&format!("{}:{}: {}: {}", args.file.display(), remark.line, remark.kind.name(), remark.message));
        counts[match remark.kind {
            RemarkKind::Broken => 0,
            RemarkKind::LeftOut => 1,
            RemarkKind::Changed => 2,
        }] += 1;
    }
    let lexicon = Lexicon::load(&args.output)?;
    let dimensions = lexicon.manifest().dimension.len();
    tell(&format!(
        "{} entries in {} {} written to {}; {} broken, {} left out, {} changed",
        lexicon.entries().len(),
        dimensions,
        if dimensions == 1 { "dimension" } else { "dimensions" },
        args.output.display(),
        counts[0],
        counts[1],
        counts[2],
    ));
    Ok(Outcome { scored: lexicon.entries().len() as u64, failed: counts[0] })
}

fn options(args: &ConvertArgs) -> Result<Options> {
    let name = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned());
    let Some(id) = name(&args.output) else {
        let message = "a folder with a name expected, for that becomes the lexicon's id";
        return Err(Error::new(ErrorKind::Usage, message).at_path(&args.output));
    };
    Ok(Options {
        id,
        source: name(&args.file).unwrap_or_default(),
        licence: args.licence.clone(),
        citation: args.citation.clone(),
        role: args.role.map(role),
        dimension: args.dimension.clone(),
        scale: args.scale,
    })
}

fn format(from: FromFormat) -> Format {
    match from {
        FromFormat::Vader => Format::Vader,
        FromFormat::Liwc => Format::Liwc,
        FromFormat::Lexicoder => Format::Lexicoder,
        FromFormat::Quanteda => Format::Quanteda,
        FromFormat::Wordstat => Format::Wordstat,
        FromFormat::Nrc => Format::Nrc,
        FromFormat::Afinn => Format::Afinn,
        FromFormat::Csv => Format::Csv,
    }
}

fn role(role: RoleArg) -> Role {
    match role {
        RoleArg::Conflict => Role::Conflict,
        RoleArg::Cooperation => Role::Cooperation,
        RoleArg::Event => Role::Event,
        RoleArg::Valence => Role::Valence,
        RoleArg::Topic => Role::Topic,
    }
}
