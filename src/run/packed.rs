//! A partial as bytes: what is put on disk of it to be sorted by speaker. Its hits are left out, as sums do without; of
//! them stay the squares of its sentence values.

use crate::aggregate::{Partial, SentenceValues};
use crate::error::{Error, ErrorKind, Result};
use crate::score::{Scheme, Score};
use crate::speaker::SpeakerKind;

/// Bits of a number in a byte; the last is set where more follow.
const BITS: u32 = 7;
const MORE: u8 = 1 << BITS;
const KINDS: [SpeakerKind; 4] =
    [SpeakerKind::Person, SpeakerKind::Anonymous, SpeakerKind::Group, SpeakerKind::Organization];

/// A partial with its bytes.
#[derive(Debug)]
pub(super) struct Packed {
    pub partial: Partial,
    /// All but the cluster, which stands at the end.
    pub bytes: Vec<u8>,
}

impl Packed {
    /// Packs a partial; without a scheme the squares are left out.
    pub fn new(partial: Partial, scheme: Option<&Scheme>) -> Self {
        let mut bytes = Vec::with_capacity(256);
        let Partial { speaker_id, scope, article_id, speaker, .. } = &partial;
        for text in [speaker_id, scope, article_id, speaker] {
            put_text(text, &mut bytes);
        }
        let Partial { record_cluster, date, role, affiliation, side, .. } = &partial;
        for text in [record_cluster, date, role, affiliation, side] {
            // None is shorter than an empty one.
            put(text.as_ref().map_or(0, |text| text.len() as u128 + 1), &mut bytes);
            bytes.extend_from_slice(text.as_deref().unwrap_or_default().as_bytes());
        }
        bytes.push(KINDS.iter().position(|kind| *kind == partial.kind).unwrap_or_default() as u8);
        put(partial.forms.len() as u128, &mut bytes);
        partial.forms.iter().for_each(|form| put_text(form, &mut bytes));
        for count in [partial.quotes, partial.sentences, partial.words] {
            put(count.into(), &mut bytes);
        }
        put(partial.columns.len() as u128, &mut bytes);
        for Score { sum, peak, total } in &partial.columns {
            for number in [sum, peak, total] {
                put_signed(*number, &mut bytes);
            }
        }
        let squares = scheme.map(|scheme| squares(&partial, scheme)).unwrap_or_default();
        put(squares.len() as u128, &mut bytes);
        for square in squares {
            put(square, &mut bytes);
        }
        Self { partial, bytes }
    }
}

/// The sums of squared sentence values, by column.
fn squares(partial: &Partial, scheme: &Scheme) -> Vec<u128> {
    let mut values = SentenceValues::new(scheme);
    let mut squares = vec![0; scheme.targets().len()];
    for hits in partial.hits.chunk_by(|a, b| a.sentence == b.sentence) {
        let values = values.of(hits.iter().map(|hit| (hit.dimension, hit.value)));
        let own = squares.iter_mut().zip(values);
        own.for_each(|(square, value)| *square += u128::from(value.unsigned_abs()).pow(2));
    }
    squares
}

fn put(mut number: u128, out: &mut Vec<u8>) {
    while number >= u128::from(MORE) {
        out.push(number as u8 | MORE);
        number >>= BITS;
    }
    out.push(number as u8);
}

/// Small numbers of either sign are short.
fn put_signed(number: i64, out: &mut Vec<u8>) {
    let folded = number << 1 ^ number >> (i64::BITS - 1);
    put(u128::from(folded.cast_unsigned()), out);
}

fn put_text(text: &str, out: &mut Vec<u8>) {
    put(text.len() as u128, out);
    out.extend_from_slice(text.as_bytes());
}

/// The partial of bytes that were packed, with its cluster behind them; and the squares.
pub(super) fn unpack(bytes: &[u8]) -> Result<(Partial, Vec<i128>)> {
    let broken = || Error::new(ErrorKind::Internal, "a sorted record came back changed; check the disk");
    read(&mut Unpacker { rest: bytes }).ok_or_else(broken)
}

fn read(from: &mut Unpacker) -> Option<(Partial, Vec<i128>)> {
    let [speaker_id, scope, article_id, speaker] = [from.text()?, from.text()?, from.text()?, from.text()?];
    let mut given = [const { None }; 5];
    for text in &mut given {
        if let Some(length) = from.number()?.checked_sub(1) {
            *text = Some(from.slice(length)?);
        }
    }
    let [record_cluster, date, role, affiliation, side] = given;
    let kind = *KINDS.get(from.number()? as usize)?;
    let forms = (0..from.number()?).map(|_| from.text()).collect::<Option<_>>()?;
    let mut count = || from.number().and_then(|number| u32::try_from(number).ok());
    let [quotes, sentences, words] = [count()?, count()?, count()?];
    let columns = 0..from.number()?;
    let columns = columns.map(|_| Some(Score { sum: from.signed()?, peak: from.signed()?, total: from.signed()? }));
    let columns = columns.collect::<Option<_>>()?;
    let squares = 0..from.number()?;
    let squares = squares.map(|_| from.number().map(u128::cast_signed)).collect::<Option<_>>()?;
    let cluster_id = String::from_utf8(from.rest.to_vec()).ok()?;
    let partial = Partial {
        speaker_id,
        scope,
        article_id,
        cluster_id,
        record_cluster,
        date,
        speaker,
        kind,
        role,
        affiliation,
        side,
        forms,
        quotes,
        sentences,
        words,
        columns,
        hits: Vec::new(),
    };
    Some((partial, squares))
}

struct Unpacker<'b> {
    rest: &'b [u8],
}

impl Unpacker<'_> {
    fn number(&mut self) -> Option<u128> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u128::from(byte & !MORE).checked_shl(shift)?;
            shift += BITS;
            if byte & MORE == 0 {
                return Some(number);
            }
        }
    }

    fn signed(&mut self) -> Option<i64> {
        let folded = u64::try_from(self.number()?).ok()?;
        Some((folded >> 1).cast_signed() ^ -((folded & 1).cast_signed()))
    }

    fn slice(&mut self, length: u128) -> Option<String> {
        let (text, rest) = self.rest.split_at_checked(usize::try_from(length).ok()?)?;
        self.rest = rest;
        std::str::from_utf8(text).ok().map(str::to_owned)
    }

    fn text(&mut self) -> Option<String> {
        let length = self.number()?;
        self.slice(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::PartialHit;
    use crate::analysis::Analyzer;
    use crate::score::DimensionId;

    #[test]
    fn a_partial_is_packed_and_unpacked() {
        let analyzer = Analyzer::shipped().unwrap();
        let hit = |sentence, value| PartialHit {
            sentence,
            lexicon: 0,
            entry: 0,
            dimension: DimensionId(0),
            value,
            category: "threat".into(),
        };
        let partial = Partial {
            speaker_id: "ab12".into(),
            scope: String::new(),
            article_id: "a\0é".into(),
            cluster_id: "c0".into(),
            date: None,
            speaker: "Oksana Drell".into(),
            kind: SpeakerKind::Group,
            role: Some("envoy".into()),
            affiliation: Some(String::new()),
            side: None,
            forms: ["Drell", "O. Drell"].map(str::to_owned).into(),
            quotes: 3,
            sentences: 300,
            words: u32::MAX,
            columns: vec![Score { sum: -5, peak: i64::MIN, total: i64::MAX }, Score::default()],
            record_cluster: None,
            hits: vec![hit(0, 2000), hit(0, 1000), hit(4, 2000)],
        };
        let mut bytes = Packed::new(partial.clone(), Some(analyzer.scheme())).bytes;
        bytes.extend_from_slice(b"c0");
        let (found, squares) = unpack(&bytes).unwrap();
        assert_eq!(found, Partial { hits: Vec::new(), ..partial.clone() });
        let value = |sum| i128::from(crate::score::saturate(sum));
        assert_eq!(squares[0], value(3000).pow(2) + value(2000).pow(2));
        assert_eq!(squares.len(), analyzer.scheme().targets().len());
        let mut bytes = Packed::new(partial, None).bytes;
        bytes.extend_from_slice(b"c0");
        assert!(unpack(&bytes).unwrap().1.is_empty());
        assert!(unpack(&bytes[..9]).is_err());
    }
}
