//! Mentions of one person, merged: full names first, then last names, first names and titles.

use super::mention::Name;
use super::role::{Role, role};
use crate::language::Class;
use crate::quote::Reading;
use crate::token::{TokenKind, TokenRange, WordId};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// A person that the article names.
#[derive(Debug)]
pub(super) struct Person {
    /// Words of the fullest form.
    pub words: Vec<String>,
    /// Tokens of the fullest form.
    pub tokens: TokenRange,
    /// Indices into the article's names, in text order.
    pub names: Vec<usize>,
    /// How many of them are full names, while short names are still added behind them.
    full: usize,
    /// What titles and pronouns tell.
    pub gender: Class,
    /// Offices that stood before its names.
    titles: Vec<WordId>,
    pub role: Option<Role>,
}

/// The persons of an article and the person each name stands for.
#[derive(Debug, Default)]
pub(super) struct Persons {
    pub all: Vec<Person>,
    pub of_name: Vec<Option<usize>>,
    /// Persons by the last word of their name, and by the first.
    by_last: FxHashMap<String, Vec<usize>>,
    by_first: FxHashMap<String, Vec<usize>>,
    /// By the words between.
    by_middle: FxHashMap<String, Vec<usize>>,
}

/// How far behind a name a pronoun may stand that tells its gender.
const PRONOUN_REACH: u32 = 25;

/// Merges names into persons. `bounds` are the ranges the names were found in.
pub(super) fn merge(reading: Reading, names: &[Name], bounds: &[TokenRange]) -> Persons {
    let mut persons = Persons { of_name: vec![None; names.len()], ..Persons::default() };
    for (index, name) in names.iter().enumerate() {
        if name.words.len() > 1 && !name.organisation {
            let person = persons.full_name(name);
            persons.enter(person, index, name);
            persons.all[person].full += 1;
        }
    }
    for (index, name) in names.iter().enumerate() {
        if name.words.len() != 1 || name.organisation {
            continue;
        }
        // A body's noun alone makes no person: "state news agency KCNA".
        let title = Class::TITLE | Class::TITLE_PART | Class::HONORIFIC | Class::PERSON;
        let lead = name.lead.of(reading.tokens);
        let titled = lead.iter().any(|t| reading.vocabulary.class(t.word).any(title));
        let person = persons.short_name(index, name).or_else(|| titled.then(|| persons.add(name)));
        if let Some(person) = person {
            persons.enter(person, index, name);
        }
    }
    for person in &mut persons.all {
        person.names.sort_unstable();
        let roles = person.names.iter().filter_map(|n| {
            let name = &names[*n];
            let within = bounds.partition_point(|b| b.end <= name.tokens.start);
            role(reading, name, *bounds.get(within).filter(|b| b.contains(name.tokens.start))?)
        });
        person.role = fullest(roles);
    }
    tell_genders(reading, names, &mut persons);
    persons
}

/// The first role, unless a later one is the same with more words around it.
fn fullest(roles: impl Iterator<Item = Role>) -> Option<Role> {
    roles.reduce(|best, next| {
        let fuller = next.text.len() > best.text.len() && next.text.to_lowercase().contains(&best.text.to_lowercase());
        if fuller { next } else { best }
    })
}

impl Persons {
    fn add(&mut self, name: &Name) -> usize {
        let person = self.all.len();
        self.all.push(Person {
            words: name.words.clone(),
            tokens: name.tokens,
            names: Vec::new(),
            full: 0,
            gender: Class::default(),
            titles: Vec::new(),
            role: None,
        });
        let last = name.words.last().cloned().unwrap_or_default();
        self.by_last.entry(sound(&last).into_owned()).or_default().push(person);
        self.list_words(person);
        person
    }

    /// Lists a person by the first word of its name and by those between first and last.
    fn list_words(&mut self, person: usize) {
        let list = |by: &mut FxHashMap<String, Vec<usize>>, word: &str| {
            let listed = by.entry(sound(word).into_owned()).or_default();
            if let Err(at) = listed.binary_search(&person) {
                listed.insert(at, person);
            }
        };
        let words = &self.all[person].words;
        list(&mut self.by_first, words.first().map_or("", String::as_str));
        for word in words.iter().skip(1).take(words.len().saturating_sub(2)) {
            list(&mut self.by_middle, word);
        }
    }

    /// The person with the same first and last word, or a new one.
    fn full_name(&mut self, name: &Name) -> usize {
        // Names of one person share the last word.
        let listed = name.words.last().and_then(|w| self.by_last.get(&*sound(w))).map_or(&[][..], Vec::as_slice);
        let same = listed.iter().copied().find(|p| same_person(&self.all[*p].words, &name.words));
        let person = same.unwrap_or_else(|| self.add(name));
        if name.words.len() > self.all[person].words.len() {
            self.all[person].words.clone_from(&name.words);
            self.all[person].tokens = name.tokens;
            self.list_words(person);
        }
        person
    }

    /// The one person whose name ends, or else begins, with this word; of several the one named last before.
    fn short_name(&self, index: usize, name: &Name) -> Option<usize> {
        let word = &name.words[0];
        let fits =
            |p: &Person| p.gender == Class::default() || name.gender == Class::default() || p.gender.any(name.gender);
        let of = |listed: Option<&Vec<usize>>, matches: &dyn Fn(&Person) -> bool| {
            let mut found =
                listed.into_iter().flatten().map(|p| (*p, &self.all[*p])).filter(|p| matches(p.1) && fits(p.1));
            let (first, second) = (found.next()?, found.next());
            let Some(second) = second else { return Some(first.0) };
            // "Colonel Mensah" is the one who was called so before; else the one named last.
            let titled = |p: &Person| name.titles.iter().any(|t| p.titles.contains(t));
            let all = [first, second].into_iter().chain(found);
            let all = all.filter_map(|(at, p)| Some((titled(p), p.latest_before(index)?, at)));
            all.max().map(|(.., person)| person)
        };
        let key = sound(word);
        let first = |p: &Person| p.words.len() > 1 && p.words.first().is_some_and(|w| sound(w) == key);
        // "Mr Montilla" for Rafael Montilla Urdaneta, where nobody else has the word.
        let middle = || {
            let mut found = self.by_middle.get(&*key).into_iter().flatten().filter(|p| fits(&self.all[**p]));
            found.next().copied().filter(|_| found.next().is_none())
        };
        // The name as it is written comes before another way to write it.
        let written = |p: &Person| p.words.last() == Some(word);
        of(self.by_last.get(&*key), &written)
            .or_else(|| of(self.by_last.get(&*key), &|_| true))
            .or_else(|| of(self.by_first.get(&*key), &first))
            .or_else(middle)
    }

    /// All persons whose name has this person's last or first word in the same place, itself included.
    pub(super) fn sharing_name(&self, person: usize) -> Vec<usize> {
        let words = &self.all[person].words;
        let listed = |by: &FxHashMap<String, Vec<usize>>, word: Option<&String>| {
            word.and_then(|w| by.get(&*sound(w))).cloned().unwrap_or_default()
        };
        let mut all = listed(&self.by_last, words.last());
        all.extend(listed(&self.by_first, words.first()));
        all.push(person);
        all.sort_unstable();
        all.dedup();
        all
    }

    fn enter(&mut self, person: usize, index: usize, name: &Name) {
        self.of_name[index] = Some(person);
        self.all[person].names.push(index);
        self.all[person].gender |= name.gender;
        for title in &name.titles {
            if !self.all[person].titles.contains(title) {
                self.all[person].titles.push(*title);
            }
        }
    }
}

impl Person {
    /// The last name before name `index`; all short names so far stand before it.
    fn latest_before(&self, index: usize) -> Option<usize> {
        let (full, short) = self.names.split_at(self.full.min(self.names.len()));
        let full = full.partition_point(|n| *n < index).checked_sub(1).map(|at| full[at]);
        full.max(short.last().copied())
    }
}

/// Whether two full names can be one person's: one ends the other ("de la Torre"), or first and last words agree,
/// an initial standing for its word.
fn same_person(a: &[String], b: &[String]) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if long.ends_with(short) {
        return true;
    }
    let (Some(first_a), Some(first_b)) = (a.first(), b.first()) else { return false };
    let initial = |x: &str, y: &str| x.chars().count() == 1 && y.starts_with(x);
    let alike = |x: &String, y: &String| sound(x) == sound(y) || initial(x, y) || initial(y, x);
    let first = alike(first_a, first_b);
    // "Kim Jong-ho" and "Kim Tae-ho": given in both, the words between must not contradict each other.
    let middle = |words: &[String]| words.get(1).filter(|_| words.len() > 2).cloned();
    if let (Some(middle_a), Some(middle_b)) = (middle(a), middle(b))
        && !alike(&middle_a, &middle_b)
    {
        return false;
    }
    first && a.last().map(|w| sound(w)) == b.last().map(|w| sound(w))
}

/// A name's word with its ways of being written in Latin letters put into one: any run of i, j and y behind the first
/// letter is one i (Sergei, Sergey; Zelensky, Zelenskyy, Zelenskij).
fn sound(word: &str) -> Cow<'_, str> {
    let bytes = word.as_bytes();
    if !bytes.iter().skip(1).any(|b| matches!(b, b'j' | b'y')) && !bytes.windows(2).any(|pair| pair == b"ii") {
        return Cow::Borrowed(word);
    }
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        let glide = !out.is_empty() && matches!(c, 'i' | 'j' | 'y');
        if !(glide && out.ends_with('i')) {
            out.push(if glide { 'i' } else { c });
        }
    }
    Cow::Owned(out)
}

/// Pronouns close behind a name tell the person's gender when nothing else does; most votes win.
fn tell_genders(reading: Reading, names: &[Name], persons: &mut Persons) {
    for person in &mut persons.all {
        if person.gender != Class::default() {
            continue;
        }
        let mut votes = [0, 0];
        for name in person.names.iter().map(|n| &names[*n]) {
            let next = person_after(names, name.tokens.end);
            let reach = (name.tokens.end + PRONOUN_REACH).min(next).min(reading.tokens.len() as u32);
            let behind = TokenRange::new(name.tokens.end, reach.max(name.tokens.end)).of(reading.tokens);
            let told = behind
                .iter()
                .take_while(|t| !t.is_terminal() && !matches!(t.kind, TokenKind::Break | TokenKind::Quote))
                .filter(|t| t.word != WordId::UNKNOWN)
                .map(|t| reading.vocabulary.class(t.word))
                .filter(|c| c.any(Class::SUBJECT) || c.all(Class::POSSESSIVE.or(Class::MASCULINE)))
                .find(|c| c.any(Class::MASCULINE | Class::FEMININE));
            if let Some(class) = told {
                votes[usize::from(class.any(Class::FEMININE))] += 1;
            }
        }
        person.gender = match votes {
            [he, she] if he > she => Class::MASCULINE,
            [he, she] if she > he => Class::FEMININE,
            _ => Class::default(),
        };
    }
}

/// Where the next name behind token `at` begins.
fn person_after(names: &[Name], at: u32) -> u32 {
    let next = names.partition_point(|n| n.tokens.start < at);
    names.get(next).map_or(u32::MAX, |n| n.tokens.start)
}
