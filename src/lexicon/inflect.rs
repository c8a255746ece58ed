//! Lemma + part of speech → its forms.

use crate::language::{Language, regular_plural};

/// All forms of a lemma, the lemma first: verbs (`v`), nouns (`n`) and adjectives (`a`).
pub(super) fn forms(lemma: &str, pos: char, language: &Language) -> Vec<String> {
    let mut all = vec![lemma.to_owned()];
    if let Some(irregular) = language.irregular(lemma, pos) {
        all.extend(irregular.iter().cloned());
        return all;
    }
    match pos {
        'v' => all.extend(verb(lemma)),
        'n' => all.push(regular_plural(lemma)),
        _ => all.extend(adjective(lemma)),
    }
    all
}

fn verb(lemma: &str) -> [String; 3] {
    let third = regular_plural(lemma);
    if lemma.ends_with('e') && !lemma.ends_with("ee") && !lemma.ends_with("oe") && !lemma.ends_with("ye") {
        let stem = &lemma[..lemma.len() - 1];
        return [third, format!("{lemma}d"), format!("{stem}ing")];
    }
    if lemma.ends_with('e') {
        return [third, format!("{lemma}d"), format!("{lemma}ing")];
    }
    if let Some(stem) = lemma.strip_suffix('y').filter(|s| ends_in_consonant(s)) {
        return [third, format!("{stem}ied"), format!("{lemma}ing")];
    }
    let stem = doubled(lemma);
    [third, format!("{stem}ed"), format!("{stem}ing")]
}

fn adjective(lemma: &str) -> [String; 2] {
    if let Some(stem) = lemma.strip_suffix('e') {
        return [format!("{stem}er"), format!("{stem}est")];
    }
    if let Some(stem) = lemma.strip_suffix('y').filter(|s| ends_in_consonant(s)) {
        return [format!("{stem}ier"), format!("{stem}iest")];
    }
    let stem = doubled(lemma);
    [format!("{stem}er"), format!("{stem}est")]
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

fn ends_in_consonant(stem: &str) -> bool {
    stem.chars().last().is_some_and(|c| !is_vowel(c))
}

/// The stem before a vowel suffix: a word of one syllable that ends consonant–vowel–consonant doubles its last letter.
fn doubled(lemma: &str) -> String {
    let letters: Vec<char> = lemma.chars().collect();
    let vowels = letters.iter().filter(|c| is_vowel(**c)).count();
    match letters[..] {
        [.., a, b, c]
            if vowels == 1 && !is_vowel(a) && is_vowel(b) && !is_vowel(c) && !matches!(c, 'w' | 'x' | 'y') =>
        {
            format!("{lemma}{c}")
        }
        _ => lemma.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_forms() {
        let of = |lemma, pos| forms(lemma, pos, &Language::default()).join(" ");
        assert_eq!(of("threaten", 'v'), "threaten threatens threatened threatening");
        assert_eq!(of("raid", 'v'), "raid raids raided raiding");
        assert_eq!(of("vow", 'v'), "vow vows vowed vowing");
        assert_eq!(of("drag", 'v'), "drag drags dragged dragging");
        assert_eq!(of("deny", 'v'), "deny denies denied denying");
        assert_eq!(of("agree", 'v'), "agree agrees agreed agreeing");
        assert_eq!(of("clash", 'n'), "clash clashes");
        assert_eq!(of("ally", 'n'), "ally allies");
        assert_eq!(of("ugly", 'a'), "ugly uglier ugliest");
    }
}
