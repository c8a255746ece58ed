//! Dates in datelines and records.

use crate::language::Language;
use crate::token::{Token, TokenKind, fold};
use jiff::civil::Date;

/// The ISO date (`2022-01-13`) in a record's date field: an ISO date or time stamp as such, `None` otherwise.
#[must_use]
pub fn iso_date(field: &str) -> Option<String> {
    let day = field.trim().get(..10)?;
    day.parse::<Date>().ok().map(|d| d.to_string())
}

/// The first full date that a line of tokens names, as ISO: `Jan 13, 2022`, `13 January 2022`, `2022-01-13`.
#[must_use]
pub fn line_date(text: &str, line: &[Token], language: &Language) -> Option<String> {
    let form = |t: &Token| t.span.slice(text);
    let number = |t: &Token| form(t).trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<i16>().ok();
    let words: Vec<&Token> = line.iter().filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number)).collect();
    words.windows(3).find_map(|w| {
        let month = |t: &Token| language.month(&fold(form(t)));
        let (year, month, day) = if let Some(m) = month(w[0]) {
            (number(w[2])?, m, number(w[1])?)
        } else if let Some(m) = month(w[1]) {
            (number(w[2])?, m, number(w[0])?)
        } else {
            iso_parts([form(w[0]), form(w[1]), form(w[2])])?
        };
        let year = Some(year).filter(|y| (1000..=9999).contains(y))?;
        let date = Date::new(year, month, i8::try_from(day).ok()?).ok()?;
        Some(date.to_string())
    })
}

/// `2022`, `01`, `13`.
fn iso_parts(parts: [&str; 3]) -> Option<(i16, i8, i16)> {
    let [year, month, day] = parts;
    let shaped = year.len() == 4 && month.len() == 2 && day.len() == 2;
    if !shaped {
        return None;
    }
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::{Vocabulary, tokenize};

    fn date(line: &str) -> Option<String> {
        let mut tokens = Vec::new();
        tokenize(line, &Vocabulary::new(Language::english()), &mut tokens);
        line_date(line, &tokens, Language::english())
    }

    #[test]
    fn dates_are_read_in_the_usual_orders() {
        for line in [
            "Jan 13, 2022 - World",
            "13 January 2022",
            "Thursday 13th Jan. 2022",
            "2022-01-13",
            "January 13th, 2022, 10:04",
        ] {
            assert_eq!(date(line).as_deref(), Some("2022-01-13"), "{line}");
        }
        assert_eq!(date("Feb 30, 2022"), None);
        assert_eq!(date("The talks lasted two hours"), None);
        assert_eq!(iso_date("2022-01-13T10:00:00Z").as_deref(), Some("2022-01-13"));
        assert_eq!(iso_date("yesterday, at noon"), None);
    }
}
