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

/// A decimal with four places; zero never carries a sign.
#[must_use]
pub(crate) fn four_places(number: f64) -> String {
    let text = format!("{number:.4}");
    if text == "-0.0000" { text[1..].to_owned() } else { text }
}
