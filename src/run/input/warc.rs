//! WARC, the format of web archives: the pages among its records.

use super::page::{Body, Page};
use super::{Content, Reading, Sink, too_long};
use crate::error::{Error, ErrorKind};
use serde_json::{Map, Value};
use std::io::{self, BufRead, Read};

/// Most bytes of a record's header, and of an HTTP header.
const HEADER: u64 = 1 << 16;
/// Most fields of a header.
const FIELDS: usize = 128;

/// Reads the pages: responses with status 2xx of type text/html. Other records are passed over.
pub(super) fn read(reader: &mut dyn BufRead, sink: &mut Sink) -> Reading<()> {
    let limit = sink.file.options.max_record;
    for number in 1_u64.. {
        let head = header(reader).map_err(|e| sink.file.io(&e))?;
        let Some(head) = head else { return Ok(()) };
        let Some(record) = Record::parse(&head) else {
            let message = format!(
                "record {number}: found no WARC header, expected `WARC/1.0` and a Content-Length; what follows was not read"
            );
            return sink.failed(Error::new(ErrorKind::Record, message));
        };
        let long = record.length > limit;
        if !record.is_response() || long {
            skip(reader, record.length).map_err(|e| sink.file.io(&e))?;
            if long && record.is_response() {
                let message = format!("record {number}: {}", too_long(limit, "record").message());
                sink.failed(Error::new(ErrorKind::Record, message))?;
            }
            continue;
        }
        let mut block = Vec::new();
        let read = (&mut *reader).take(record.length).read_to_end(&mut block).map_err(|e| sink.file.io(&e))?;
        if (read as u64) < record.length {
            let message = format!("record {number}: found {read} bytes, expected {}; the file is cut", record.length);
            return sink.failed(Error::new(ErrorKind::Record, message));
        }
        if let Some(page) = page(number, record, block) {
            sink.document(None, Content::Page(Box::new(page)))?;
        }
    }
    Ok(())
}

/// The next record's header, blank lines before it passed over; none at the file's end.
fn header(reader: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    let mut left = HEADER;
    loop {
        let before = head.len();
        let read = (&mut *reader).take(left).read_until(b'\n', &mut head)?;
        left -= read as u64;
        let blank = head[before..].trim_ascii().is_empty();
        if blank && before == 0 && read > 0 {
            head.clear();
            continue;
        }
        if read == 0 || blank {
            return Ok(Some(head).filter(|h| !h.is_empty()));
        }
    }
}

fn skip(reader: &mut dyn BufRead, length: u64) -> io::Result<()> {
    io::copy(&mut (&mut *reader).take(length), &mut io::sink()).map(drop)
}

/// What a record's header says.
#[derive(Default)]
struct Record {
    kind: String,
    http: bool,
    length: u64,
    id: String,
    url: Option<String>,
    crawled: Option<String>,
}

impl Record {
    fn parse(head: &[u8]) -> Option<Self> {
        let end = memchr::memchr(b'\n', head)?;
        if !head.starts_with(b"WARC/") {
            return None;
        }
        let mut fields = [httparse::EMPTY_HEADER; FIELDS];
        let httparse::Status::Complete((_, fields)) = httparse::parse_headers(&head[end + 1..], &mut fields).ok()?
        else {
            return None;
        };
        let mut record = Self::default();
        let mut sized = false;
        for field in fields {
            let value = String::from_utf8_lossy(field.value).trim().to_owned();
            match field.name.to_ascii_lowercase().as_str() {
                "warc-type" => record.kind = value,
                "warc-record-id" => {
                    let bare = value.trim_matches(['<', '>']);
                    bare.strip_prefix("urn:uuid:").unwrap_or(bare).clone_into(&mut record.id);
                }
                "warc-target-uri" => record.url = Some(value.trim_matches(['<', '>']).to_owned()),
                "warc-date" => record.crawled = Some(value),
                "content-type" => record.http = value.starts_with("application/http"),
                "content-length" => {
                    record.length = value.parse().ok()?;
                    sized = true;
                }
                _ => {}
            }
        }
        sized.then_some(record)
    }

    fn is_response(&self) -> bool {
        self.kind.eq_ignore_ascii_case("response") && self.http
    }
}

/// The page of a response; none for one of another type or status.
fn page(number: u64, record: Record, mut block: Vec<u8>) -> Option<Page> {
    let mut fields = [httparse::EMPTY_HEADER; FIELDS];
    let mut response = httparse::Response::new(&mut fields);
    let Ok(httparse::Status::Complete(start)) = response.parse(&block) else { return None };
    if !response.code.is_some_and(|code| (200..300).contains(&code)) {
        return None;
    }
    let field = |name: &str| {
        let found = response.headers.iter().find(|h| h.name.eq_ignore_ascii_case(name));
        found.map(|h| String::from_utf8_lossy(h.value).to_ascii_lowercase())
    };
    let kind = field("content-type")?;
    if !matches!(kind.split(';').next()?.trim(), "text/html" | "application/xhtml+xml") {
        return None;
    }
    let charset = kind.split_once("charset=").map(|(_, label)| label.trim_matches(['"', '\'', ' ', ';']).to_owned());
    let chunked = field("transfer-encoding").is_some_and(|t| t.contains("chunked"));
    let coding = field("content-encoding").filter(|c| c != "identity");
    block.drain(..start);
    let mut extra = Map::new();
    for (name, value) in [("url", record.url.clone()), ("crawled", record.crawled)] {
        if let Some(value) = value {
            extra.insert(name.to_owned(), Value::String(value));
        }
    }
    let label = record.url.map_or_else(|| format!("record {number}"), |url| format!("record {number} ({url})"));
    Some(Page { id: record.id, label, charset, extra, body: Body { bytes: block, chunked, coding } })
}
