//! JSON lists, and JSON objects one after the other: cut into records without reading the whole.

use super::{Content, Reading, Sink, too_long};
use crate::error::{Error, ErrorKind};
use std::io::{self, BufRead};

/// Reads the elements of a list, or values one after the other.
pub(super) fn read(reader: &mut dyn BufRead, sink: &mut Sink) -> Reading<()> {
    let mut cutter = Cutter { reader, limit: sink.file.options.max_record, line: 1, column: 0, indent: None };
    loop {
        let next = cutter.next().map_err(|e| sink.file.io(&e))?;
        match next {
            Next::Value(line, bytes) => sink.document(Some(line), Content::Json(bytes))?,
            Next::Long(line) => sink.failed(too_long(cutter.limit, "record").at_line(line))?,
            Next::End => return Ok(()),
            Next::Broken { line, why } => {
                let found = cutter.resume().map_err(|e| sink.file.io(&e))?;
                let rest = if found { "the records behind it were read" } else { "what follows it was not read" };
                let message = format!("found {why}, expected a list of JSON objects; correct it: {rest}");
                sink.failed(Error::new(ErrorKind::Record, message).at_line(line))?;
                if !found {
                    return Ok(());
                }
            }
        }
    }
}

enum Next {
    Value(u64, Vec<u8>),
    /// A record above the limit began at this line.
    Long(u64),
    End,
    Broken {
        line: u64,
        why: &'static str,
    },
}

/// Cuts a stream of JSON into values.
struct Cutter<'a> {
    reader: &'a mut dyn BufRead,
    limit: u64,
    line: u64,
    /// Bytes since the line's start.
    column: usize,
    /// White space before the first object at a line's start, by which the next one is found behind a broken one.
    indent: Option<usize>,
}

impl Cutter<'_> {
    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.reader.fill_buf()?.first().copied())
    }

    fn step(&mut self, byte: u8) {
        self.reader.consume(1);
        self.column += 1;
        if byte == b'\n' {
            self.line += 1;
            self.column = 0;
        }
    }

    /// The next value; what stands between values is passed over.
    fn next(&mut self) -> io::Result<Next> {
        let mut blank = self.column == 0;
        while let Some(byte) = self.peek()? {
            match byte {
                b'{' => {
                    if blank && self.indent.is_none() {
                        self.indent = Some(self.column);
                    }
                    return self.value();
                }
                b'[' | b']' | b',' | b' ' | b'\t' | b'\r' | b'\n' | 0xEF | 0xBB | 0xBF => {
                    self.step(byte);
                    blank = byte == b'\n' || blank && byte.is_ascii_whitespace();
                }
                _ => {
                    self.step(byte);
                    return Ok(Next::Broken { line: self.line, why: "something other than an object" });
                }
            }
        }
        Ok(Next::End)
    }

    /// An object, up to the bracket that closes it.
    fn value(&mut self) -> io::Result<Next> {
        let start = self.line;
        let mut state = State::default();
        let mut bytes = Vec::new();
        let mut long = false;
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(Next::Broken { line: start, why: "a record that does not end" });
            }
            let (length, end) = state.run(buffer);
            long |= (bytes.len() + length) as u64 > self.limit;
            if !long {
                bytes.extend_from_slice(&buffer[..length]);
            }
            let passed = &buffer[..length];
            self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
            self.column = memchr::memrchr(b'\n', passed).map_or(self.column + length, |at| length - at - 1);
            self.reader.consume(length);
            match end {
                Some(true) if long => return Ok(Next::Long(start)),
                Some(true) => return Ok(Next::Value(start, bytes)),
                Some(false) => return Ok(Next::Broken { line: self.line, why: state.wrong }),
                None => {}
            }
        }
    }

    /// Goes on to the next line at which a record begins as the first did. `false` when there is none.
    fn resume(&mut self) -> io::Result<bool> {
        let Some(indent) = self.indent else { return Ok(false) };
        let mut blank = self.column == 0;
        while let Some(byte) = self.peek()? {
            if byte == b'{' && blank && self.column == indent {
                return Ok(true);
            }
            self.step(byte);
            blank = byte == b'\n' || blank && byte.is_ascii_whitespace();
        }
        Ok(false)
    }
}

/// Where in an object a cutter is.
#[derive(Default)]
struct State {
    /// The brackets that are open.
    open: Vec<u8>,
    string: bool,
    escaped: bool,
    wrong: &'static str,
}

impl State {
    /// Goes through bytes. How many belong to the value, and whether it ends there well (`true`) or breaks (`false`).
    fn run(&mut self, bytes: &[u8]) -> (usize, Option<bool>) {
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if self.string && !self.escaped {
                // A jump over what a string holds; a line end in one is what a missing quotation mark leaves.
                match memchr::memchr3(b'"', b'\\', b'\n', &bytes[at..]) {
                    None => return (bytes.len(), None),
                    Some(jump) => at += jump,
                }
                match bytes[at] {
                    b'"' => self.string = false,
                    b'\\' => self.escaped = true,
                    _ => return self.broken(at, "a line end inside a string"),
                }
            } else if self.escaped {
                self.escaped = false;
            } else {
                match *byte {
                    b'"' => self.string = true,
                    open @ (b'{' | b'[') => self.open.push(open),
                    close @ (b'}' | b']') => {
                        if self.open.pop() != Some(if close == b'}' { b'{' } else { b'[' }) {
                            return self.broken(at, "a bracket that closes another kind");
                        }
                        if self.open.is_empty() {
                            return (at + 1, Some(true));
                        }
                    }
                    _ => {}
                }
            }
            at += 1;
        }
        (bytes.len(), None)
    }

    fn broken(&mut self, at: usize, why: &'static str) -> (usize, Option<bool>) {
        self.wrong = why;
        (at, Some(false))
    }
}
