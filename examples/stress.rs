//! Reads inputs of awkward shapes at full size, and says how time and memory grow with them.
//!
//! `cargo run --release --example stress -- target/release/tonescope` prints, a shape a line, the size, the CPU time of a
//! run on half of it and on all of it, their ratio (2 is linear), and the peak memory. CPU time and memory are read from
//! `/proc`, so it runs on Linux only.

#[path = "../tests/support/shapes.rs"]
mod shapes;

use shapes::{SHAPES, Shape};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{env, fs, thread};

type Anything<T> = Result<T, Box<dyn std::error::Error>>;

/// Terms of the large lexicon.
const TERMS: usize = 1_000_000;
/// How often a running process is looked at.
const LOOK: Duration = Duration::from_millis(5);
/// Kernel ticks a second, in which `/proc` counts CPU time.
const TICKS: f64 = 100.0;

/// What a run took.
struct Cost {
    seconds: f64,
    megabytes: f64,
}

#[allow(clippy::print_stdout, reason = "the table is what the program is for")]
fn main() -> Anything<()> {
    let program = fs::canonicalize(env::args().nth(1).ok_or("expected the path of the tonescope to run")?)?;
    let only = env::args().nth(2);
    let wanted = |name: &str| only.as_deref().is_none_or(|o| name.contains(o));
    println!("| shape | size | half, CPU s | whole, CPU s | ratio | peak MB |\n|---|---|---|---|---|---|");
    for shape in SHAPES.iter().filter(|s| wanted(s.name)) {
        let half = run(&program, shape, shape.full / 2)?;
        let whole = run(&program, shape, shape.full)?;
        row(shape.name, &format!("{} {}", shape.full, shape.unit), &half, &whole);
    }
    if wanted("lexicon") {
        let (half, whole) = (with_lexicon(&program, TERMS / 2)?, with_lexicon(&program, TERMS)?);
        row("a lexicon", &format!("{TERMS} terms"), &half, &whole);
    }
    Ok(())
}

#[allow(clippy::print_stdout, reason = "the table is what the program is for")]
fn row(name: &str, size: &str, half: &Cost, whole: &Cost) {
    let ratio = whole.seconds / half.seconds.max(1.0 / TICKS);
    println!("| {name} | {size} | {:.2} | {:.2} | {ratio:.2} | {:.0} |", half.seconds, whole.seconds, whole.megabytes);
}

fn run(program: &Path, shape: &Shape, size: usize) -> Anything<Cost> {
    let folder = tempfile::tempdir()?;
    shape.write(folder.path(), size)?;
    let mut command = Command::new(program);
    command.args(["report", shape.file, "-o", "out", "--any-language", "--threads", "1"]).args(shape.arguments);
    cost(command.current_dir(folder.path()))
}

fn with_lexicon(program: &Path, terms: usize) -> Anything<Cost> {
    let folder = tempfile::tempdir()?;
    shapes::lexicon(&folder.path().join("large"), terms)?;
    fs::write(folder.path().join("a.txt"), "The aab went home.")?;
    let mut command = Command::new(program);
    cost(command.args(["score", "a.txt", "--lexicon", "large", "--format", "json"]).current_dir(folder.path()))
}

/// Runs a command and watches what it takes.
fn cost(command: &mut Command) -> Anything<Cost> {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let folder = Path::new("/proc").join(child.id().to_string());
    let mut cost = Cost { seconds: 0.0, megabytes: 0.0 };
    // A process that has ended stays readable in /proc until it is waited for, memory aside.
    loop {
        cost.megabytes = cost.megabytes.max(peak(&folder).unwrap_or(0.0));
        let (ended, seconds) = time(&folder).ok_or("cannot read /proc")?;
        cost.seconds = seconds;
        if ended {
            child.wait()?;
            return Ok(cost);
        }
        thread::sleep(LOOK);
    }
}

/// Whether a process has ended, and its CPU time so far (fields 3, 14 and 15 of `stat`; man 5 proc).
fn time(folder: &Path) -> Option<(bool, f64)> {
    let stat = fs::read_to_string(folder.join("stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some((fields.first() == Some(&"Z"), ticks / TICKS))
}

/// The most memory that a process has held so far, in MB.
fn peak(folder: &Path) -> Option<f64> {
    let status = fs::read_to_string(folder.join("status")).ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024.0 / 1e6)
}
