//! One file: opened, unpacked, decoded where it is read as a stream, and handed to the reader of its format.

use super::find::Found;
use super::{
    Content, Document, InputFormat, InputOptions, Reading, Sink, Source, Stop, format, lines, size, table, too_long,
    values,
};
use crate::decode::Encoding;
use crate::error::{Error, ErrorKind, Result};
use crate::run::report::hex;
use encoding_rs_io::DecodeReaderBytesBuilder;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

/// Bytes that are read from a file at once; as many tell a table's encoding.
const BUFFER: usize = 1 << 16;
/// Bytes that tell a format or a byte-order mark.
const HEAD: usize = 512;
/// Bytes that tell how a file is compressed.
const MAGIC: usize = 4;
/// Compressed data may grow by this factor. News packs to a quarter or a tenth, records that differ in a few words to a
/// hundredth; a file made to fill the memory grows a thousandfold.
const MAX_GROWTH: u64 = 250;
/// The growth of the first bytes unpacked is not judged.
const UNJUDGED: u64 = 16 << 20;

/// A file that is being read.
pub(super) struct Opened<'a> {
    pub path: Arc<str>,
    pub name: Arc<str>,
    pub encoding: Option<Arc<str>>,
    pub options: &'a InputOptions,
}

impl Opened<'_> {
    pub(super) fn io(&self, error: &io::Error) -> Stop {
        Stop::File(Error::io(Path::new(&*self.path), error))
    }

    pub(super) fn error(&self, error: Error) -> Stop {
        Stop::File(error.at_path(Path::new(&*self.path)))
    }
}

/// Reads one file.
pub(super) fn file(
    found: &Found,
    options: &InputOptions,
    push: &mut dyn FnMut(Result<Document>) -> Result<()>,
) -> Reading<Source> {
    let (path, stream): (&Path, Box<dyn Read>) = match found {
        Found::Stdin => (Path::new("-"), Box::new(io::stdin().lock())),
        Found::File(path) => (path, Box::new(File::open(path).map_err(|e| Stop::File(Error::io(path, &e)))?)),
    };
    let stem = format::uncompressed(path).file_stem().unwrap_or(path.as_os_str());
    let mut opened = Opened {
        path: path.display().to_string().into(),
        name: stem.to_string_lossy().into(),
        encoding: None,
        options,
    };
    let passed = Rc::new(RefCell::new(Passed::default()));
    let raw = Box::new(BufReader::with_capacity(BUFFER, Hashing { stream, passed: passed.clone() }));
    let unpacked = unpack(raw, &passed).map_err(|e| opened.io(&e))?;
    let (format, reader) = match (options.format, format::by_ending(path)) {
        (InputFormat::Auto, None) => {
            let (first, reader) = ahead(unpacked, HEAD).map_err(|e| opened.io(&e))?;
            (format::by_content(&shown(&first)), reader)
        }
        (InputFormat::Auto, Some(format)) | (format, _) => (format, unpacked),
    };
    if let Some(feature) = format::lacking(format) {
        let message = format!("this build of tonescope does not read this format; build it with --features {feature}");
        return Err(opened.error(Error::new(ErrorKind::Usage, message)));
    }
    let reader = decoded(reader, format, &mut opened).map_err(|e| opened.io(&e))?;
    let mut sink = Sink { file: &opened, documents: 0, push };
    documents(format, reader, &mut sink)?;
    let documents = sink.documents;
    let Passed { hash, bytes } = passed.take();
    Ok(Source { path: opened.path.to_string(), bytes, sha256: hex(hash.finalize().as_slice()), documents })
}

/// Hands on what a file of a format holds.
fn documents(format: InputFormat, mut reader: Box<dyn BufRead + '_>, sink: &mut Sink) -> Reading<()> {
    match format {
        InputFormat::Jsonl => lines::read(&mut reader, sink)?,
        InputFormat::Json => values::read(&mut reader, sink)?,
        InputFormat::Csv => table::read(reader, None, sink)?,
        InputFormat::Tsv => table::read(reader, Some(b'\t'), sink)?,
        InputFormat::Markdown => sink.document(None, Content::Markdown(whole(&mut reader, sink.file)?))?,
        #[cfg(feature = "html")]
        InputFormat::Html => sink.document(None, Content::Html(whole(&mut reader, sink.file)?))?,
        #[cfg(feature = "warc")]
        InputFormat::Warc => super::warc::read(&mut reader, sink)?,
        #[cfg(feature = "parquet")]
        InputFormat::Parquet => {
            let file = seekable(reader, sink.file).map_err(|e| sink.file.io(&e))?;
            super::parquet::read(file, sink)?;
        }
        // Formats that this build does not read were refused before.
        _ => sink.document(None, Content::Text(whole(&mut reader, sink.file)?))?,
    }
    if sink.documents == 0 {
        let message = match format {
            InputFormat::Csv | InputFormat::Tsv => {
                "the table holds no row; expected one article a row below the header"
            }
            InputFormat::Parquet => "the table holds no row; expected one article a row",
            InputFormat::Warc => "the archive holds no page; expected responses of type text/html",
            _ => "the file holds no record; expected one JSON object a line, or a list of them",
        };
        return Err(sink.file.error(Error::new(ErrorKind::Empty, message)));
    }
    Ok(())
}

/// The whole of a file that is one article.
fn whole(reader: &mut dyn BufRead, file: &Opened) -> Reading<Vec<u8>> {
    let limit = file.options.max_record;
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes).map_err(|e| file.io(&e))?;
    if bytes.len() as u64 > limit {
        return Err(file.error(too_long(limit, "text")));
    }
    Ok(bytes)
}

/// A file that can be read from any place: the file itself, or what a pipe or packed file gave, put by.
#[cfg(feature = "parquet")]
fn seekable(mut reader: Box<dyn BufRead + '_>, file: &Opened) -> io::Result<File> {
    let mut first = [0; MAGIC];
    if let Ok(mut own) = File::open(&*file.path)
        && own.read_exact(&mut first).is_ok()
        && first == *b"PAR1"
    {
        io::copy(&mut reader, &mut io::sink())?;
        return Ok(own);
    }
    let mut put_by = tempfile::tempfile()?;
    io::copy(&mut reader, &mut put_by)?;
    Ok(put_by)
}

/// The first `length` bytes, or all there are, and a reader that still gives them. A pipe may give them bit by bit.
fn ahead<'a>(mut reader: Box<dyn BufRead + 'a>, length: usize) -> io::Result<(Vec<u8>, Box<dyn BufRead + 'a>)> {
    let buffered = reader.fill_buf()?;
    if buffered.len() >= length {
        return Ok((buffered[..length].to_vec(), reader));
    }
    let mut first = Vec::new();
    reader.by_ref().take(length as u64).read_to_end(&mut first)?;
    Ok((first.clone(), Box::new(io::Cursor::new(first).chain(reader))))
}

/// First bytes as UTF-8, if they announce another encoding.
fn shown(first: &[u8]) -> Cow<'_, [u8]> {
    match Encoding::by_mark(first) {
        Some(marked) => Cow::Owned(marked.inner().decode(first).0.into_owned().into_bytes()),
        None => Cow::Borrowed(first),
    }
}

/// A stream of UTF-8 for formats that are read record by record. Whole texts are decoded later, in other threads.
fn decoded<'a>(
    reader: Box<dyn BufRead + 'a>,
    format: InputFormat,
    opened: &mut Opened,
) -> io::Result<Box<dyn BufRead + 'a>> {
    let length = match format {
        InputFormat::Jsonl | InputFormat::Json => HEAD,
        InputFormat::Csv | InputFormat::Tsv => BUFFER,
        _ => return Ok(reader),
    };
    let (first, reader) = ahead(reader, length)?;
    let (encoding, why) = match (Encoding::by_mark(&first), opened.options.encoding) {
        (Some(marked), _) => (marked, "by its byte-order mark"),
        (None, Some(given)) => (given, "as --encoding says"),
        // JSON is UTF-8 by its definition; tables are what the program that wrote them is used to.
        (None, None) if matches!(format, InputFormat::Csv | InputFormat::Tsv) && is_legacy(&first) => {
            (Encoding::guessed(&first), "as its first bytes suggest; name another with --encoding if that is wrong")
        }
        _ => return Ok(reader),
    };
    if encoding.name() == "UTF-8" {
        return Ok(reader);
    }
    opened.encoding = Some(format!("read as {}, {why}", encoding.name()).into());
    let decoder = DecodeReaderBytesBuilder::new().encoding(Some(encoding.inner())).bom_override(true).build(reader);
    Ok(Box::new(BufReader::with_capacity(BUFFER, decoder)))
}

/// Whether bytes, the end of which may be cut, are not UTF-8.
fn is_legacy(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|e| e.error_len().is_some())
}

/// What passed from a file so far.
#[derive(Default)]
pub(super) struct Passed {
    hash: Sha256,
    bytes: u64,
}

/// Hashes and counts what passes through.
struct Hashing<'a> {
    stream: Box<dyn Read + 'a>,
    passed: Rc<RefCell<Passed>>,
}

impl Read for Hashing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(buffer)?;
        let mut passed = self.passed.borrow_mut();
        passed.hash.update(&buffer[..count]);
        passed.bytes += count as u64;
        Ok(count)
    }
}

/// Unpacks gzip (of any number of members) and Zstandard, told by their first bytes.
fn unpack<'a>(raw: Box<dyn BufRead + 'a>, passed: &Rc<RefCell<Passed>>) -> io::Result<Box<dyn BufRead + 'a>> {
    let (first, raw) = ahead(raw, MAGIC)?;
    let (kind, stream): (_, Box<dyn Read>) = match first[..] {
        [0x1F, 0x8B, ..] => ("gzip", Box::new(flate2::bufread::MultiGzDecoder::new(raw))),
        [0x28, 0xB5, 0x2F, 0xFD] => ("Zstandard", Box::new(zstd::stream::read::Decoder::with_buffer(raw)?)),
        _ => return Ok(raw),
    };
    let unpacked = Unpacking { stream, kind, passed: passed.clone(), bytes: 0 };
    Ok(Box::new(BufReader::with_capacity(BUFFER, unpacked)))
}

/// Counts what is unpacked and stops data that grow beyond measure.
struct Unpacking<'a> {
    stream: Box<dyn Read + 'a>,
    kind: &'static str,
    passed: Rc<RefCell<Passed>>,
    bytes: u64,
}

impl Read for Unpacking<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(buffer).map_err(|e| {
            let message = format!(
                "found damaged {} data after {} unpacked bytes ({e}); fetch or pack the file again",
                self.kind, self.bytes
            );
            io::Error::new(e.kind(), message)
        })?;
        self.bytes += count as u64;
        let packed = self.passed.borrow().bytes;
        if self.bytes > UNJUDGED && self.bytes / MAX_GROWTH > packed {
            let message = format!(
                "found {} data that unpack to more than {MAX_GROWTH} times their size (stopped after {}); \
                 unpack the file first if that is meant",
                self.kind,
                size(self.bytes >> 20 << 20)
            );
            return Err(io::Error::other(message));
        }
        Ok(count)
    }
}
