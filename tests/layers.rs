//! The shape of the code: imports point to a lower rank, files and functions stay short, files and threads stay in
//! their place.

#![allow(clippy::unwrap_used, reason = "a source file that cannot be read stops its test")]

use std::path::{Path, PathBuf};

/// Every top-level module with its rank; a module imports lower ranks only. A new module gets a rank first.
const RANKS: [(&str, u32); 20] = [
    ("span", 0),
    ("error", 0),
    ("numbers", 0),
    ("shipped", 0),
    ("decode", 1),
    ("language", 1),
    ("measure", 1),
    ("token", 2),
    ("article", 3),
    ("lexicon", 3),
    ("quote", 4),
    ("score", 5),
    ("speaker", 5),
    ("analysis", 6),
    ("aggregate", 7),
    ("learn", 7),
    ("lint", 7),
    ("study", 7),
    ("report", 8),
    ("run", 9),
];
/// Most lines of a file before its tests, and of a function.
const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;

fn rank(module: &str) -> Option<u32> {
    RANKS.iter().find(|(name, _)| *name == module).map(|(_, rank)| *rank)
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    found.sort();
    for path in found {
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// All source files with their path below src and their text up to the tests, comments and strings blanked out.
fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    let name = |p: &PathBuf| p.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
    paths.iter().map(|p| (name(p), code(&std::fs::read_to_string(p).unwrap()))).collect()
}

/// A source without its tests, the insides of comments, strings and character literals replaced by blanks.
fn code(source: &str) -> String {
    let source = source.split("\n#[cfg(test)]").next().unwrap_or_default();
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    let blank = |c: char| if c == '\n' { '\n' } else { ' ' };
    while at < chars.len() {
        let rest = &chars[at..];
        let end = match rest {
            ['/', '/', ..] => rest.iter().position(|c| *c == '\n').unwrap_or(rest.len()),
            ['"', ..] => string_end(rest),
            ['r', '"', ..] => 2 + rest[2..].iter().position(|c| *c == '"').map_or(rest.len() - 2, |p| p + 1),
            ['r', '#', '"', ..] => {
                let close = rest.windows(2).skip(3).position(|w| w == ['"', '#']);
                close.map_or(rest.len(), |p| p + 5)
            }
            ['\'', '\\', ..] => 2 + rest[2..].iter().skip(1).position(|c| *c == '\'').map_or(1, |p| p + 2),
            ['\'', _, '\'', ..] => 3,
            _ => 0,
        };
        if end == 0 {
            out.push(chars[at]);
            at += 1;
        } else {
            out.extend(rest[..end].iter().map(|c| blank(*c)));
            at += end;
        }
    }
    out
}

fn string_end(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

/// The library modules that a text names: `crate::NAME`, also inside `use crate::{A, B}`.
fn imports(code: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = Vec::new();
    for part in code.split("crate::").skip(1) {
        match part.strip_prefix('{') {
            Some(list) => {
                let list = list.split('}').next().unwrap_or_default();
                found.extend(list.split(',').map(|item| word(item.trim())));
            }
            None => found.push(word(part)),
        }
    }
    found
}

/// Functions of a text as (name, lines from signature to closing brace).
fn functions(code: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let starts = code.match_indices("fn ").filter(|(at, _)| {
        code[..*at].chars().next_back().is_none_or(char::is_whitespace)
            && code[at + 3..].starts_with(|c: char| c.is_alphabetic())
    });
    for (at, _) in starts {
        let name: String = code[at + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let mut depth = 0;
        let mut lines = 1;
        for c in code[at..].chars() {
            match c {
                '\n' => lines += 1,
                '{' => depth += 1,
                ';' if depth == 0 => break,
                '}' => depth -= 1,
                _ => {}
            }
            if c == '}' && depth == 0 {
                break;
            }
        }
        found.push((name, lines));
    }
    found
}

#[test]
fn imports_point_to_a_lower_rank() {
    let mut problems = Vec::new();
    for (path, code) in files() {
        let module = path.split(['/', '.']).next().unwrap_or_default();
        if matches!(module, "lib" | "main" | "cli") {
            let own = |name: &String| module == "lib" || name == "cli" || rank(name).is_none();
            problems.extend(
                imports(&code)
                    .iter()
                    .filter(|n| !own(n))
                    .map(|n| format!("{path} reaches into crate::{n}; use tonescope::")),
            );
            continue;
        }
        let Some(own) = rank(module) else {
            problems.push(format!("{path}: give the module {module:?} a rank in RANKS"));
            continue;
        };
        for name in imports(&code).iter().filter(|n| *n != module) {
            match rank(name) {
                Some(other) if other < own => {}
                Some(_) => problems.push(format!("{path} ({module}) imports {name}, which is not of a lower rank")),
                None => problems.push(format!("{path} names crate::{name}, which has no rank")),
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn files_and_functions_stay_short() {
    let mut problems = Vec::new();
    for (path, code) in files() {
        let lines = code.lines().count();
        if lines > FILE_LINES {
            problems.push(format!("{path}: {lines} lines before its tests, at most {FILE_LINES}; split it by concept"));
        }
        for (name, lines) in functions(&code).into_iter().filter(|(_, lines)| *lines > FUNCTION_LINES) {
            problems.push(format!("{path}: fn {name} has {lines} lines, at most {FUNCTION_LINES}"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn threads_files_and_output_stay_in_their_place() {
    // (what, where it may stand)
    let places: [(&str, &[&str]); 8] = [
        ("mpsc", &["run"]),
        ("thread::", &["run"]),
        ("fs::", &["run", "cli", "lexicon"]),
        ("File::", &["run", "cli"]),
        ("env::", &["cli"]),
        ("process::", &["cli", "main"]),
        ("println!", &[]),
        ("SystemTime", &[]),
    ];
    let mut problems = Vec::new();
    for (path, code) in files() {
        let module = path.split(['/', '.']).next().unwrap_or_default();
        for (what, allowed) in places {
            if code.contains(what) && !allowed.contains(&module) {
                problems.push(format!("{path} uses {what}, which belongs in {allowed:?}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_scanners_see_what_they_look_for() {
    let source = "use crate::token::Token;\nuse crate::{span, quote::Pair};\n// crate::run\nfn a() {\n  let s = \"}crate::cli\";\n  let c = '}';\n}\n\nfn b();\n";
    let code = code(source);
    assert_eq!(imports(&code), ["token", "span", "quote"]);
    assert_eq!(functions(&code), [("a".to_owned(), 4), ("b".to_owned(), 1)]);
    let long = format!("fn long() {{\n{}}}\n", "x();\n".repeat(61));
    assert_eq!(functions(&long)[0].1, 63);
}
