//! One value of a table.

/// A value of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A decimal, written with four places.
    Decimal(f64),
    /// `true` or `false`.
    Flag(bool),
    /// Missing.
    Empty,
}

impl Cell {
    /// Text, or missing.
    pub fn text(value: Option<impl Into<String>>) -> Self {
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
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Decimal(number) => four_places(*number),
            Self::Flag(value) => value.to_string(),
            Self::Empty => String::new(),
        }
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::Number(number as i64)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// Above this, ten-thousandths no longer fit the whole numbers of an f64.
const LARGE: f64 = 1e11;
/// So near to the middle of two ten-thousandths only the exact decimal expansion tells which is nearer.
const TIE: f64 = 1e-4;

/// A decimal with four places; zero never carries a sign. Reports hold several of them for each word read, so all but
/// numbers near a tie are rounded as whole ten-thousandths, which gives the same digits.
#[must_use]
pub(crate) fn four_places(number: f64) -> String {
    let scaled = number.abs() * 10_000.0;
    let near_tie = (scaled.fract() - 0.5).abs() < TIE;
    if number.is_nan() || scaled >= LARGE || near_tie {
        let text = format!("{number:.4}");
        return if text == "-0.0000" { text[1..].to_owned() } else { text };
    }
    #[expect(clippy::cast_sign_loss, reason = "a magnitude")]
    let whole = scaled.round() as u64;
    let mut digits = [b'0'; 24];
    let (mut at, mut rest) = (digits.len(), whole);
    while rest > 0 || at > digits.len() - 6 {
        at -= 1;
        if at == digits.len() - 5 {
            digits[at] = b'.';
            at -= 1;
        }
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    if number < 0.0 && whole > 0 {
        at -= 1;
        digits[at] = b'-';
    }
    digits[at..].iter().map(|b| char::from(*b)).collect()
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
