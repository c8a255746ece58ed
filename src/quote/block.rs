//! Block quotations: paragraphs without marks behind an introduction ("The ministry said in a statement:").
//!
//! Plain text shows no indentation, so the words must tell: the paragraph speaks of "I" or "we", as news does not in its
//! own voice, or holds neither marks nor a cue of its own.

use super::carry::{Before, labelled};
use super::{Construction, CueClass, Origin, Own, Quote, Reading};
use crate::language::Class;
use crate::token::{TokenKind, TokenRange};

/// Reads the paragraph as a block quotation, or as one that goes on. Returns its source where it is one.
pub(super) fn quoted(
    reading: Reading,
    range: TokenRange,
    own: &Own,
    paragraph: u32,
    before: Before,
    out: &mut Vec<Quote>,
) -> Option<Origin> {
    let expected = before.pending.is_some() || before.block.is_some();
    if !expected || own.pairs.first().is_some_and(|p| p.tokens.start == range.start) {
        return None;
    }
    let first_person = speaks(reading, range, own);
    let plain = own.pairs.is_empty() && own.cues.iter().all(|c| c.class != CueClass::Speech);
    let introduced = before.pending.filter(|p| p.cue.class == CueClass::Speech && (first_person || plain));
    let (origin, cue) = match (introduced, before.block) {
        (Some(pending), _) => (Origin::Phrase(pending.phrase, Construction::Introduced), Some(pending.cue)),
        (None, Some(Origin::Phrase(phrase, _)))
            if own.pairs.is_empty() && first_person || plain && is_item(reading, range) =>
        {
            (Origin::Phrase(phrase, Construction::OpenParagraph), None)
        }
        _ => return None,
    };
    out.push(Quote { cue, origin, ..labelled(reading, range, &[], TokenRange::default(), paragraph) });
    Some(origin)
}

/// Whether the sentence around a cue ends its paragraph in a colon.
pub(super) fn introduces(reading: Reading, cue: TokenRange) -> bool {
    let next = reading.sentences.partition_point(|s| s.end <= cue.start);
    reading.sentences.get(next).is_some_and(|s| {
        let last = reading.tokens[s.indices()].last();
        let behind = reading.tokens.get(s.end as usize);
        last.is_some_and(|t| t.kind == TokenKind::Colon) && behind.is_none_or(|t| t.kind == TokenKind::Break)
    })
}

/// Whether somebody says "I" or "we" in it, outside of marks.
fn speaks(reading: Reading, range: TokenRange, own: &Own) -> bool {
    let first_person = |at: &u32| reading.vocabulary.class(reading.tokens[*at as usize].word).any(Class::FIRST_PERSON);
    (range.start..range.end).filter(first_person).any(|at| !own.pairs.iter().any(|p| p.tokens.contains(at)))
}

/// Whether it is an item of a list.
fn is_item(reading: Reading, range: TokenRange) -> bool {
    let before = range.start.checked_sub(1).map(|at| reading.tokens[at as usize].kind);
    before == Some(TokenKind::Bullet)
}
