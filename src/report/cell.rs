//! One value of a table.

use std::borrow::Cow;

/// A value of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'c> {
    /// Text.
    Text(Cow<'c, str>),
    /// A whole number.
    Number(i64),
    /// A decimal, written with four places.
    Decimal(f64),
    /// `true` or `false`.
    Flag(bool),
    /// Missing.
    Empty,
}

impl<'c> Cell<'c> {
    /// Text, or missing.
    pub fn text(value: Option<impl Into<Cow<'c, str>>>) -> Self {
        value.map_or(Self::Empty, |v| Self::Text(v.into()))
    }

    /// A decimal, or missing.
    #[must_use]
    pub fn decimal(value: Option<f64>) -> Self {
        value.map_or(Self::Empty, Self::Decimal)
    }

    /// As it stands in a table.
    #[must_use]
    pub fn render(&self) -> String {
        match self {
            Self::Text(text) => text.clone().into_owned(),
            Self::Number(number) => number.to_string(),
            Self::Decimal(number) => four_places(*number),
            Self::Flag(value) => value.to_string(),
            Self::Empty => String::new(),
        }
    }

    /// Adds it as it stands in a table: the bytes of [`Self::render`].
    #[inline]
    pub(super) fn add_to(&self, out: &mut Vec<u8>) {
        match self {
            Self::Text(text) => out.extend_from_slice(text.as_bytes()),
            Self::Number(number) => add_number(*number, out),
            Self::Decimal(number) => add_four_places(*number, out),
            Self::Flag(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
            Self::Empty => {}
        }
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        Self::Number(number as i64)
    }
}

impl<'c> From<&'c str> for Cell<'c> {
    fn from(text: &'c str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

/// What the values of a column are, beside missing ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Texts.
    Text,
    /// Whole numbers.
    Number,
    /// Decimals with four places.
    Decimal,
    /// `true` or `false`.
    Flag,
}

impl Kind {
    /// Its name in the data dictionary.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "integer",
            Self::Decimal => "decimal",
            Self::Flag => "boolean",
        }
    }

    /// The cell as it is: tests see that it is of this kind.
    #[inline]
    pub(super) fn checked(self, cell: Cell) -> Cell {
        let known = match &cell {
            Cell::Text(_) => self == Self::Text,
            Cell::Number(_) => self == Self::Number,
            Cell::Decimal(_) => self == Self::Decimal,
            Cell::Flag(_) => self == Self::Flag,
            Cell::Empty => true,
        };
        debug_assert!(known, "{cell:?} stands in a column of kind {}", self.name());
        cell
    }
}

/// Above this, ten-thousandths no longer fit the whole numbers of an f64.
const LARGE: f64 = 1e11;
/// So near to the middle of two ten-thousandths only the exact decimal expansion tells which is nearer.
const TIE: f64 = 1e-4;

/// A decimal with four places; zero never carries a sign.
#[must_use]
pub(crate) fn four_places(number: f64) -> String {
    let mut digits = Vec::new();
    add_four_places(number, &mut digits);
    digits.into_iter().map(char::from).collect()
}

/// Adds a decimal with four places; zero never carries a sign. Reports hold several of them for each word read, so all
/// but numbers near a tie are rounded as whole ten-thousandths, which gives the same digits.
pub(super) fn add_four_places(number: f64, out: &mut Vec<u8>) {
    // Most values are: a text without a hit.
    if number == 0.0 {
        out.extend_from_slice(b"0.0000");
        return;
    }
    let scaled = number.abs() * 10_000.0;
    if scaled < LARGE {
        #[expect(clippy::cast_sign_loss, reason = "a magnitude")]
        let below = scaled as u64;
        let fraction = scaled - below as f64;
        if (fraction - 0.5).abs() >= TIE {
            let whole = below + u64::from(fraction > 0.5);
            if number < 0.0 && whole > 0 {
                out.push(b'-');
            }
            add_digits::<4>(whole, out);
            return;
        }
    }
    let text = format!("{number:.4}");
    out.extend_from_slice(if text == "-0.0000" { &text.as_bytes()[1..] } else { text.as_bytes() });
}

/// Adds a whole number.
#[inline]
pub(crate) fn add_number(number: i64, out: &mut Vec<u8>) {
    if number < 0 {
        out.push(b'-');
    }
    add_digits::<0>(number.unsigned_abs(), out);
}

/// Adds a whole number.
pub(super) fn push_number(number: u64, out: &mut String) {
    push::<0>(number, out);
}

/// Adds ten-thousandths as a decimal with four places.
pub(super) fn push_decimal(number: u64, out: &mut String) {
    push::<4>(number, out);
}

fn push<const PLACES: usize>(number: u64, out: &mut String) {
    if PLACES == 0 && number < 10 {
        out.push(char::from(b'0' + number as u8));
        return;
    }
    let (digits, at) = digits::<PLACES>(number);
    out.push_str(std::str::from_utf8(&digits[at..]).unwrap_or_default());
}

/// All numbers of two digits.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut at = 0;
    while at < pairs.len() {
        pairs[at] = [b'0' + at as u8 / 10, b'0' + at as u8 % 10];
        at += 1;
    }
    pairs
};

/// The digits of a number below 10,000.
#[inline]
fn four_digits(number: u32) -> [u8; 4] {
    let ([a, b], [c, d]) = (PAIRS[(number / 100 % 100) as usize], PAIRS[(number % 100) as usize]);
    [a, b, c, d]
}

/// Adds the digits of a number, the last `PLACES` of them behind a point: those of the lengths that most have in one
/// piece, which is a store and no copy.
#[inline]
fn add_digits<const PLACES: usize>(number: u64, out: &mut Vec<u8>) {
    if number < 100_000 {
        let number = number as u32;
        let first = b'0' + (number / 10_000) as u8;
        let [a, b, c, d] = four_digits(number % 10_000);
        match number {
            _ if PLACES == 4 => out.extend_from_slice(&[first, b'.', a, b, c, d]),
            0..10 => out.push(d),
            10..100 => out.extend_from_slice(&[c, d]),
            100..1000 => out.extend_from_slice(&[b, c, d]),
            1000..10_000 => out.extend_from_slice(&[a, b, c, d]),
            _ => out.extend_from_slice(&[first, a, b, c, d]),
        }
        return;
    }
    let (digits, at) = digits::<PLACES>(number);
    out.extend_from_slice(&digits[at..]);
}

/// The digits of a number at the end of the bytes, the last `PLACES` of them behind a point, and where they begin.
fn digits<const PLACES: usize>(number: u64) -> ([u8; 24], usize) {
    let mut digits = [b'0'; 24];
    let (mut at, mut rest) = (digits.len(), number);
    let digit = |rest: &mut u64| {
        let last = b'0' + (*rest % 10) as u8;
        *rest /= 10;
        last
    };
    if PLACES > 0 {
        for _ in 0..PLACES {
            at -= 1;
            digits[at] = digit(&mut rest);
        }
        at -= 1;
        digits[at] = b'.';
    }
    loop {
        at -= 1;
        digits[at] = digit(&mut rest);
        if rest == 0 {
            break;
        }
    }
    (digits, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_places_are_those_of_the_exact_expansion() {
        let slow = |number: f64| {
            let text = format!("{number:.4}");
            if text == "-0.0000" { text[1..].to_owned() } else { text }
        };
        let mut number = 1.0_f64;
        for step in 0..20_000_i32 {
            number = (number * 1.618_033 + f64::from(step) / 7.0) % 9_999.0;
            for x in [number, -number, number / 1e4, -number / 1e5, f64::from(step) / 16.0, f64::from(step) / 80_000.0]
            {
                assert_eq!(four_places(x), slow(x), "{x}");
            }
        }
        for x in [0.0, -0.0, 1.0, -1e-9, 0.99996, 9.99995, 123_456.7, 1e12, f64::NAN, f64::INFINITY] {
            assert_eq!(four_places(x), slow(x), "{x}");
        }
    }
}
