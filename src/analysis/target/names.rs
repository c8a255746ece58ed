//! The names of an article and whom each stands for.

use super::super::Analysis;
use crate::language::Class;
use crate::quote::Reading;
use crate::speaker::{Aliases, Name, Speaker, names};
use crate::token::{TokenKind, TokenRange, fold};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Fewest letters that a people's name shares with its state's: Torvian, Torvia.
const STEM: usize = 4;
/// Most letters that it has behind them.
const ENDING: usize = 4;

/// A name in the text.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub tokens: TokenRange,
    /// Whom it stands for.
    pub name: String,
}

/// All names of an article.
pub(super) struct Mentions<'a> {
    reading: Reading<'a>,
    analysis: &'a Analysis,
    aliases: &'a Aliases,
    all: Vec<Mention>,
    /// Fuller names by their last word.
    fuller: FxHashMap<String, String>,
    /// Names of one word, but for those that only open sentences.
    single: BTreeSet<String>,
}

impl<'a> Mentions<'a> {
    pub fn new(reading: Reading<'a>, analysis: &'a Analysis, aliases: &'a Aliases) -> Self {
        let found = names(reading, reading.paragraphs);
        let mut new =
            Self { reading, analysis, aliases, all: Vec::new(), fuller: FxHashMap::default(), single: BTreeSet::new() };
        for speaker in &analysis.speakers {
            new.list(&speaker.name, false);
        }
        for name in &found {
            new.list(&new.form(name.tokens), name.organisation);
        }
        let sure = |name: &&Name| new.is_sure(name);
        let single = found.iter().filter(sure).filter(|n| n.words.len() == 1).map(|n| new.form(n.tokens)).collect();
        new.single = single;
        new.all = found.iter().filter_map(|name| new.mention(name)).collect();
        new
    }

    fn form(&self, tokens: TokenRange) -> String {
        tokens.span(self.reading.tokens).slice(self.reading.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn list(&mut self, name: &str, body: bool) {
        if let Some((_, last)) = name.rsplit_once(' ').filter(|_| !body) {
            self.fuller.entry(fold(last)).or_insert_with(|| name.to_owned());
        }
    }

    /// A name as a mention; `None` for a capital that opens a sentence and stands for nothing known.
    fn mention(&self, name: &Name) -> Option<Mention> {
        let span = name.tokens.span(self.reading.tokens);
        let speaker = self.analysis.speakers.iter().find(|s| s.mentions.iter().any(|m| m.contains(span)));
        let form = self.form(name.tokens);
        let known = speaker.is_some() || self.is_known(&form);
        let canonical = speaker.map_or_else(|| self.canonical(&form), |s| s.name.clone());
        (known || self.is_sure(name) || self.single.contains(&form))
            .then_some(Mention { tokens: name.tokens, name: canonical })
    }

    /// Whether a capital is one of a name: it does not open a sentence, or what follows tells ("Torvia's", "Torvia
    /// must"; nouns without an article are plurals).
    fn is_sure(&self, name: &Name) -> bool {
        if !name.opens || name.words.len() > 1 || name.organisation {
            return true;
        }
        let Some(next) = self.reading.tokens.get(name.tokens.end as usize) else { return false };
        let auxiliary = self.reading.vocabulary.class(next.word).any(Class::AUXILIARY);
        let past = next.kind == TokenKind::Word && next.span.slice(self.reading.text).ends_with("ed");
        let plural = self.form(name.tokens).ends_with('s');
        next.kind == TokenKind::Clitic || (auxiliary || past) && !plural
    }

    fn is_known(&self, form: &str) -> bool {
        self.aliases.spoken_of(form).is_some() || self.fuller.contains_key(&fold(form))
    }

    /// Whom a form stands for: by the tables, by a fuller name of the article, or as the state of a people.
    fn canonical(&self, form: &str) -> String {
        if let Some(alias) = self.aliases.spoken_of(form) {
            return alias.speaker.clone();
        }
        if form.contains(' ') {
            return form.to_owned();
        }
        if let Some(fuller) = self.fuller.get(&fold(form)) {
            return fuller.clone();
        }
        let state = self.single.iter().find(|state| is_people(form, state));
        state.cloned().unwrap_or_else(|| form.to_owned())
    }

    /// The names in a sentence that stand for others than the speaker and its side.
    pub fn others(&self, sentence: TokenRange, speaker: usize) -> Vec<Mention> {
        let speaker = &self.analysis.speakers[speaker];
        let own = self.own_side(speaker);
        let from = self.all.partition_point(|m| m.tokens.end <= sentence.start);
        let within = self.all[from..].iter().take_while(|m| m.tokens.start < sentence.end);
        let speaks = |m: &Mention| {
            let span = m.tokens.span(self.reading.tokens);
            speaker.mentions.iter().any(|s| s.overlaps(span))
        };
        within.filter(|m| !own.contains(&m.name) && !speaks(m)).cloned().collect()
    }

    /// The speaker's name, and whom the words of its name, role, affiliation and side stand for.
    fn own_side(&self, speaker: &Speaker) -> BTreeSet<String> {
        let mut own = BTreeSet::from([speaker.name.clone()]);
        let texts = [Some(&speaker.name), speaker.role.as_ref(), speaker.affiliation.as_ref(), speaker.side.as_ref()];
        for text in texts.into_iter().flatten() {
            own.insert(self.canonical(text));
            let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
            let word = |w: &str| w.trim_end_matches("'s").trim_end_matches("’s").to_owned();
            let words: Vec<String> = text.split_whitespace().filter(capital).map(word).collect();
            own.extend(words.iter().map(|w| self.canonical(w)));
            own.extend(words.windows(2).map(|w| self.canonical(&w.join(" "))));
        }
        own
    }
}

/// Whether a name is that of a state's people: the state's, without its last vowel, and a few letters more.
fn is_people(form: &str, state: &str) -> bool {
    let (form, state) = (fold(form), fold(state));
    let stem = state.trim_end_matches(['a', 'e', 'i', 'o', 'u', 'y']);
    let ending = form.strip_prefix(stem).map_or(0, |e| e.chars().count());
    form != state
        && stem.chars().count() >= STEM
        && (1..=ENDING).contains(&ending)
        && form.chars().count() >= state.chars().count()
}
