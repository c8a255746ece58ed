//! Positions in an article's text.
//!
//! Inside the program every position is a byte offset into the text as given; [`Offsets`] turns it into the unit a
//! reader of the output counts in, at the edge and nowhere else.

use serde::Serialize;

/// A half-open range of bytes, `start..end`, that lies on character boundaries of the article's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Span {
    /// First byte of the range.
    pub start: u32,
    /// First byte after the range.
    pub end: u32,
}

impl Span {
    /// The range `start..end`. The caller keeps `start <= end`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the range holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The piece of `text` that the span covers; empty when the span does not fit the text.
    #[must_use]
    pub fn slice(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// The unit in which offsets leave the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OffsetUnit {
    /// Unicode code points (Python, R): the default.
    #[default]
    CodePoint,
    /// UTF-16 code units (JavaScript, Java).
    Utf16,
    /// UTF-8 bytes (Rust, Go).
    Byte,
}

impl OffsetUnit {
    /// The unit's name on the command line and in run.json.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CodePoint => "codepoint",
            Self::Utf16 => "utf16",
            Self::Byte => "byte",
        }
    }

    /// The unit of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::CodePoint, Self::Utf16, Self::Byte].into_iter().find(|unit| unit.name() == name)
    }
}

/// Every how many bytes [`Offsets`] keeps a running count; a look-up counts at most this many bytes.
const CHECKPOINT: usize = 16;

/// Converts byte offsets of one text into another unit.
#[derive(Debug)]
pub struct Offsets<'t> {
    text: &'t str,
    unit: OffsetUnit,
    /// Count of units before byte `i * CHECKPOINT`; empty when bytes and units coincide.
    counts: Vec<u32>,
}

impl<'t> Offsets<'t> {
    /// Prepares the conversion for `text`: one pass over it, nothing at all for ASCII.
    #[must_use]
    pub fn new(text: &'t str, unit: OffsetUnit) -> Self {
        let mut counts = Vec::new();
        if unit != OffsetUnit::Byte && !text.is_ascii() {
            let (blocks, rest) = text.as_bytes().as_chunks::<CHECKPOINT>();
            counts.reserve(blocks.len() + 2);
            let mut count = 0;
            for block in blocks {
                counts.push(count);
                count += units(block, unit);
            }
            counts.extend([count, count + units(rest, unit)]);
        }
        Self { text, unit, counts }
    }

    /// The offset in the chosen unit of byte offset `byte`, which is cut to the text's length.
    #[must_use]
    pub fn of(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.text.len());
        if self.counts.is_empty() {
            return byte as u32;
        }
        let block = byte / CHECKPOINT;
        self.counts[block] + units(&self.text.as_bytes()[block * CHECKPOINT..byte], self.unit)
    }

    /// Both ends of a span, converted.
    #[must_use]
    pub fn pair(&self, span: Span) -> [u32; 2] {
        [self.of(span.start), self.of(span.end)]
    }
}

/// How many units begin in these bytes: every byte that is not a continuation byte begins a code point, and a
/// four-byte sequence is two UTF-16 units.
#[inline]
fn units(bytes: &[u8], unit: OffsetUnit) -> u32 {
    let wide = unit == OffsetUnit::Utf16;
    let count = |byte: &u8| u32::from(byte & 0xC0 != 0x80) + u32::from(wide && *byte >= 0xF0);
    bytes.iter().map(count).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_code_points_and_utf16_units() {
        let text = "a“é”😀z".repeat(100);
        let at = text.rfind('z').unwrap() as u32;
        let of = |unit| Offsets::new(&text, unit).of(at);
        assert_eq!(of(OffsetUnit::Byte), at);
        assert_eq!(of(OffsetUnit::CodePoint), 599);
        assert_eq!(of(OffsetUnit::Utf16), 699);
        assert_eq!(Offsets::new(&text, OffsetUnit::CodePoint).of(u32::MAX), 600);
    }

    #[test]
    fn spans_relate() {
        let (a, b) = (Span::new(2, 6), Span::new(4, 9));
        assert!(a.overlaps(b) && !a.contains(b) && a.cover(b).contains(b));
        assert!(!a.overlaps(Span::new(6, 7)));
        assert_eq!(Span::new(1, 3).slice("é"), "");
    }
}
