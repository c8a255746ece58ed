//! Word classes as a set of bits.

use std::ops::{BitOr, BitOrAssign};

/// A set of word classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Class(u64);

macro_rules! classes {
    ($($bit:literal $name:ident $doc:literal)*) => {
        impl Class { $(#[doc = $doc] pub const $name: Self = Self(1 << $bit);)* }
    };
}

classes! {
    0 ABBREVIATION "A full stop after it ends no sentence."
    1 HONORIFIC "Mr, Dr, Sheikh."
    2 TITLE "An office that stands before a name: president, general."
    3 PERSON "Another noun for one person: resident, witness."
    4 PERSON_PLURAL "A noun for several persons: officials, people."
    5 ORGANISATION "A noun for a body that speaks: ministry, company."
    6 PARTICLE "A particle inside names: von, al, de."
    7 SUFFIX "A suffix of names: Jr, III."
    8 PRONOUN "A personal pronoun."
    9 RELATIVE "who, which, that."
    10 DETERMINER "the, a, this, his, two."
    11 PREPOSITION "in, of, after."
    12 CONJUNCTION "and, but, although."
    13 AUXILIARY "be, have, do or a modal."
    14 MONTH "A month's name."
    15 WEEKDAY "A weekday's name."
    16 TIME "today, week, ago."
    17 ADVERB "An adverb that may stand between subject and cue."
    18 NOT_NAME "Often capitalised at the start of a sentence, never a name by itself."
    19 CLAUSE_MARK "A modifier's window ends here: but, while."
    20 CAPTION "Marks a caption: photo, via."
    21 MASCULINE "he, his, spokesman."
    22 FEMININE "she, her, spokeswoman."
    23 PLURAL "they, we, officials."
    24 FIRST_PERSON "I, we, our."
    25 SECOND_PERSON "you, your."
    26 THIRD_PERSON "he, they, its."
    27 SUBJECT "A pronoun that can be a subject."
    28 POSSESSIVE "his, their."
    29 BE "A form of be."
    30 HAVE "A form of have."
    31 MODAL "will, would, can."
    32 DOCUMENT "A text that can be a source: report, letter."
    33 MEDIA "An outlet: newspaper, agency."
    34 SUBORDINATOR "Opens a subordinate clause: because, if."
    35 TITLE_PART "Part of a title of several words: prime, general."
    36 NEUTER "it, its."
    37 DO "A form of do."
    38 COORDINATOR "and, but, or."
    39 QUANTITY "some, many, one: may stand for persons."
    40 PAST "An irregular past form of a verb."
    41 THAT "Opens a content clause: that."
    42 INFINITIVE "Opens an infinitive: to."
    43 NEGATOR "not, never, n't."
    44 NAMING "Introduces a name or term: called, dubbed."
    45 SUPPOSING "Opens a supposition: if, whether."
    47 FREE_RELATIVE "Opens a clause that stands for a noun: what."
    48 STAND_IN "Stands for a noun named before it: those of Kovac."
    49 SYLLABLE "Second part of a given name behind a hyphen: Soo-jin."
    50 ASKED "Opens the sentence of an answer: asked, pressed."
    51 ENGLISH "So frequent in English, and in no other language, that a few of them tell it: the, and, would."
    52 PLACE "A preposition whose noun is where, not whom: in, near, to."
    53 YOUNGER "Tells the second-born of two of one name: younger."
    54 ELDER "Tells the first-born of two of one name: elder."
    55 OFFSPRING "Younger kin: son, niece."
    56 PARENT "Elder kin: mother, uncle."
    46 REPLY "Answers somebody else: replied, countered."
}

impl Class {
    /// The set as bits, one a class.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The set that these bits are.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// Whether the set shares a class with `other`.
    #[must_use]
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the set holds every class of `other`.
    #[must_use]
    pub const fn all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The set without the classes of `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Union, usable in constants.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The class that a row of `words.csv` names, if there is one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "abbreviation" => Self::ABBREVIATION,
            "honorific" => Self::HONORIFIC,
            "title" => Self::TITLE,
            "person" => Self::PERSON,
            "person_plural" => Self::PERSON_PLURAL.or(Self::PLURAL),
            "organisation" => Self::ORGANISATION,
            "particle" => Self::PARTICLE,
            "suffix" => Self::SUFFIX,
            "pronoun" => Self::PRONOUN,
            "relative" => Self::RELATIVE,
            "determiner" => Self::DETERMINER,
            "preposition" => Self::PREPOSITION,
            "conjunction" => Self::CONJUNCTION,
            "auxiliary" => Self::AUXILIARY,
            "month" => Self::MONTH,
            "weekday" => Self::WEEKDAY,
            "time" => Self::TIME,
            "adverb" => Self::ADVERB,
            "capital" => Self::NOT_NAME,
            "clause_mark" => Self::CLAUSE_MARK,
            "caption" => Self::CAPTION,
            "quantity" => Self::QUANTITY,
            "that" => Self::THAT,
            "infinitive" => Self::INFINITIVE,
            "negator" => Self::NEGATOR,
            "naming" => Self::NAMING,
            "supposing" => Self::SUPPOSING,
            "reply" => Self::REPLY,
            "free_relative" => Self::FREE_RELATIVE,
            "syllable" => Self::SYLLABLE,
            "asked" => Self::ASKED,
            "english" => Self::ENGLISH,
            "younger" => Self::YOUNGER,
            "elder" => Self::ELDER,
            "offspring" => Self::OFFSPRING,
            "parent" => Self::PARENT,
            "stand_in" => Self::STAND_IN,
            _ => return None,
        })
    }

    /// The class that a feature of a row names; features this program has no use for give the empty set.
    #[must_use]
    pub fn feature(name: &str) -> Self {
        match name {
            "m" => Self::MASCULINE,
            "f" => Self::FEMININE,
            "n" => Self::NEUTER,
            "plur" => Self::PLURAL,
            "person1" => Self::FIRST_PERSON,
            "person2" => Self::SECOND_PERSON,
            "person3" => Self::THIRD_PERSON,
            "subject" => Self::SUBJECT,
            "possessive" => Self::POSSESSIVE,
            "be" => Self::BE,
            "have" => Self::HAVE,
            "do" => Self::DO,
            "modal" => Self::MODAL,
            "document" => Self::DOCUMENT,
            "media" => Self::MEDIA,
            "subord" => Self::SUBORDINATOR,
            "coord" => Self::COORDINATOR,
            "place" => Self::PLACE,
            _ => Self::default(),
        }
    }
}

impl BitOr for Class {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

impl BitOrAssign for Class {
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}
