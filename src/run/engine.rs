//! Items → results in the order of the items, worked on by several threads, in bounded memory.
//!
//! One thread reads ahead, the workers take what it read chunk by chunk, and the caller's thread receives the results.
//! No more chunks are under way than there are permits, so that a slow item or a slow receiver stops the reader.

use super::Watch;
use crate::error::{Error, ErrorKind, Result};
use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Items of a chunk, at most: enough that handing one over costs nothing beside the work on it.
const CHUNK_ITEMS: usize = 64;
/// Weight of a chunk in bytes; one item may exceed it.
const CHUNK_BYTES: usize = 64 << 10;
/// Chunks under way beyond two a thread.
const SPARE_CHUNKS: usize = 2;
/// How long a thread waits before it looks whether the run was stopped.
const TICK: Duration = Duration::from_millis(50);

/// Takes an item of a weight in bytes; an error ends the reading.
pub(super) type Push<'a, T> = dyn FnMut(T, usize) -> Result<()> + 'a;

struct Chunk<T> {
    number: u64,
    items: Vec<T>,
}

/// Works on all items that `feed` pushes and hands each result to `sink`, in order; returns what `feed` returns.
///
/// `feed` runs in a thread of its own, which is left behind when the run ends early: it may wait for input that never
/// comes. With one thread the caller's does the work; 0 threads are one a core.
pub(super) fn ordered<T, S, R, O>(
    threads: usize,
    watch: &Watch,
    feed: impl FnOnce(&mut Push<T>) -> Result<O> + Send + 'static,
    work: impl Fn(&mut S, T) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<()>,
) -> Result<O>
where
    T: Send + 'static,
    S: Default,
    R: Send,
    O: Send + 'static,
{
    let threads = if threads == 0 { thread::available_parallelism().map_or(1, NonZero::get) } else { threads };
    let under_way = 2 * threads + SPARE_CHUNKS;
    let (permits, permitted) = mpsc::sync_channel(under_way);
    for _ in 0..under_way {
        // There is room for exactly so many.
        let _ = permits.try_send(());
    }
    let (send, chunks) = mpsc::channel();
    let reader = thread::Builder::new()
        .name("tonescope-reader".to_owned())
        .spawn(move || fed(feed, &send, &permitted))
        .map_err(|e| no_threads(1, &e))?;
    if threads == 1 {
        let mut state = S::default();
        while let Some(chunk) = receive(&chunks, || watch.is_stopped())? {
            chunk.items.into_iter().try_for_each(|item| sink(work(&mut state, item)))?;
            let _ = permits.try_send(());
        }
    } else {
        shared(threads, watch, chunks, &work, &permits, &mut sink)?;
    }
    drop(permits);
    reader.join().unwrap_or_else(|_| Err(Error::new(ErrorKind::Internal, "reading the inputs stopped unexpectedly")))
}

/// What `work` makes of each number below `count`, in order; `threads` as in [`ordered`].
pub(super) fn each<R: Send>(threads: usize, count: usize, work: impl Fn(usize) -> R + Sync) -> Result<Vec<R>> {
    let mut made = Vec::with_capacity(count);
    // Each is so much work that it is handed over alone.
    let feed = move |push: &mut Push<usize>| (0..count).try_for_each(|number| push(number, CHUNK_BYTES));
    ordered(
        threads,
        &Watch::default(),
        feed,
        |(): &mut (), number| work(number),
        |result| {
            made.push(result);
            Ok(())
        },
    )?;
    Ok(made)
}

/// What is handed over before the one that takes it is behind.
const PIPED: usize = 2;

/// Hands what `give` pushes to `take`, in order; `give` works in a thread of its own.
pub(super) fn piped<T: Send>(
    give: impl FnOnce(&mut dyn FnMut(T) -> Result<()>) -> Result<()> + Send,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel(PIPED);
        let ended = |_| Error::new(ErrorKind::Interrupted, "the run ended before its records");
        let work = move || give(&mut |item| send.send(item).map_err(ended));
        let giver = started("tonescope-records", scope, work)?;
        // What is left is dropped with its end of the channel, and then `give` ends, too.
        receive.into_iter().try_for_each(&mut take)?;
        giver()
    })
}

/// What a thread comes to, which is waited for.
type Coming<'s, R> = Box<dyn FnOnce() -> Result<R> + 's>;

/// Starts `work` in a thread of its own.
fn started<'s, R: Send + 's>(
    name: &str,
    scope: &'s thread::Scope<'s, '_>,
    work: impl FnOnce() -> Result<R> + Send + 's,
) -> Result<Coming<'s, R>> {
    let thread = thread::Builder::new().name(name.to_owned()).spawn_scoped(scope, work);
    let thread = thread.map_err(|e| no_threads(1, &e))?;
    let stopped = |_| Err(Error::new(ErrorKind::Internal, "a thread stopped unexpectedly"));
    Ok(Box::new(move || thread.join().unwrap_or_else(stopped)))
}

/// Does `aside` beside `main`, which may ask for what it comes to; with one thread, once it is asked for.
pub(super) fn beside<A: Send, M>(
    threads: usize,
    aside: impl FnOnce() -> Result<A> + Send,
    main: impl FnOnce(&mut dyn FnMut() -> Result<A>) -> Result<M>,
) -> Result<M> {
    let none = || Error::new(ErrorKind::Internal, "what was done aside was asked for twice");
    if threads == 1 {
        let mut aside = Some(aside);
        return main(&mut || aside.take().ok_or_else(none)?());
    }
    thread::scope(|scope| {
        let mut coming = Some(started("tonescope-aside", scope, aside)?);
        main(&mut || coming.take().ok_or_else(none)?())
    })
}

/// Cuts what `feed` pushes into chunks.
fn fed<T, O>(
    feed: impl FnOnce(&mut Push<T>) -> Result<O>,
    chunks: &Sender<Chunk<T>>,
    permitted: &Receiver<()>,
) -> Result<O> {
    let mut number = 0;
    let mut send = |items: Vec<T>| -> Result<()> {
        let ended = |()| Error::new(ErrorKind::Interrupted, "the run ended before its inputs");
        permitted.recv().map_err(|_| ended(()))?;
        chunks.send(Chunk { number, items }).map_err(|_| ended(()))?;
        number += 1;
        Ok(())
    };
    let mut items = Vec::new();
    let mut bytes = 0;
    let outcome = feed(&mut |item, weight| {
        items.push(item);
        bytes += weight;
        if items.len() < CHUNK_ITEMS && bytes < CHUNK_BYTES {
            return Ok(());
        }
        bytes = 0;
        send(std::mem::take(&mut items))
    })?;
    if !items.is_empty() {
        send(items)?;
    }
    Ok(outcome)
}

/// The next chunk; none when all were read.
fn receive<T>(chunks: &Receiver<Chunk<T>>, stopped: impl Fn() -> bool) -> Result<Option<Chunk<T>>> {
    loop {
        if stopped() {
            return Err(Error::new(ErrorKind::Interrupted, "interrupted"));
        }
        match chunks.recv_timeout(TICK) {
            Ok(chunk) => return Ok(Some(chunk)),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
        }
    }
}

/// Several workers; their results are put into order in the caller's thread.
fn shared<T, S, R>(
    threads: usize,
    watch: &Watch,
    chunks: Receiver<Chunk<T>>,
    work: &(impl Fn(&mut S, T) -> R + Sync),
    permits: &SyncSender<()>,
    sink: &mut impl FnMut(R) -> Result<()>,
) -> Result<()>
where
    T: Send,
    S: Default,
    R: Send,
{
    let chunks = Mutex::new(chunks);
    let ended = AtomicBool::new(false);
    let stopped = || ended.load(Ordering::Relaxed) || watch.is_stopped();
    let worker = |send: Sender<(u64, Vec<R>)>| {
        let mut state = S::default();
        loop {
            let next = receive(&chunks.lock().unwrap_or_else(PoisonError::into_inner), stopped);
            let Ok(Some(chunk)) = next else { return };
            let done = chunk.items.into_iter().map(|item| work(&mut state, item)).collect();
            if send.send((chunk.number, done)).is_err() {
                return;
            }
        }
    };
    thread::scope(|scope| {
        let (send, results) = mpsc::channel();
        let worker = &worker;
        let started = (0..threads).try_for_each(|number| {
            let send = send.clone();
            let name = format!("tonescope-{number}");
            let thread = thread::Builder::new().name(name).spawn_scoped(scope, move || worker(send));
            thread.map(drop).map_err(|e| no_threads(threads, &e))
        });
        drop(send);
        let outcome = started.and_then(|()| in_order(&results, watch, permits, sink));
        ended.store(true, Ordering::Relaxed);
        outcome
    })
}

/// Hands on the results of all chunks in the order of their numbers.
fn in_order<R>(
    results: &Receiver<(u64, Vec<R>)>,
    watch: &Watch,
    permits: &SyncSender<()>,
    sink: &mut impl FnMut(R) -> Result<()>,
) -> Result<()> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    loop {
        watch.check()?;
        match results.recv_timeout(TICK) {
            Ok((number, done)) => {
                early.insert(number, done);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return watch.check(),
        }
        while let Some(done) = early.remove(&next) {
            done.into_iter().try_for_each(&mut *sink)?;
            let _ = permits.try_send(());
            next += 1;
        }
    }
}

fn no_threads(threads: usize, error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Usage, format!("cannot start {threads} threads: {error}; ask for fewer with --threads"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    fn numbers(threads: usize, count: usize) -> Result<Vec<usize>> {
        let mut out = Vec::new();
        let feed = move |push: &mut Push<usize>| (0..count).try_for_each(|n| push(n, 5_000)).map(|()| count);
        let work = |calls: &mut usize, n: usize| {
            *calls += 1;
            // The early ones take longest, so that results come out of order.
            if n.is_multiple_of(100) {
                thread::sleep(Duration::from_millis(3));
            }
            2 * n
        };
        let counted = ordered(threads, &Watch::default(), feed, work, |n| {
            out.push(n);
            Ok(())
        })?;
        assert_eq!(counted, count);
        Ok(out)
    }

    #[test]
    fn results_come_in_order_from_any_number_of_threads() {
        let expected: Vec<usize> = (0..2_000).map(|n| 2 * n).collect();
        for threads in [1, 2, 5, 16] {
            assert!(numbers(threads, 2_000).unwrap() == expected, "{threads} threads");
        }
        assert!(numbers(3, 0).unwrap().is_empty());
    }

    #[test]
    fn what_is_piped_comes_in_order_and_ends_with_either_side() {
        let give = |push: &mut dyn FnMut(u32) -> Result<()>| (0..1_000).try_for_each(push);
        let mut taken = Vec::new();
        piped(give, |n| {
            taken.push(n);
            Ok(())
        })
        .unwrap();
        assert!(taken.into_iter().eq(0..1_000));
        let full = || Error::new(ErrorKind::Io, "full");
        assert_eq!(piped(give, |n| if n < 5 { Ok(()) } else { Err(full()) }).unwrap_err().message(), "full");
        let give = |push: &mut dyn FnMut(u32) -> Result<()>| push(1).and_then(|()| Err(full()));
        assert_eq!(piped(give, |_| Ok(())).unwrap_err().message(), "full");
    }

    #[test]
    fn what_is_done_aside_is_there_once() {
        for threads in [1, 2] {
            let sum = beside(threads, || Ok(3), |aside| Ok(4 + aside()?));
            assert_eq!(sum.unwrap(), 7);
            assert!(beside(threads, || Ok(3), |aside| Ok(aside()? + aside()?)).is_err());
            let failed = beside(threads, || Err::<u32, _>(Error::new(ErrorKind::Io, "full")), |aside| aside());
            assert_eq!(failed.unwrap_err().message(), "full");
        }
    }

    #[test]
    fn the_reader_waits_for_a_slow_receiver() {
        static READ: AtomicUsize = AtomicUsize::new(0);
        let feed = |push: &mut Push<usize>| {
            (0..10_000).try_for_each(|n| {
                READ.fetch_add(1, Ordering::Relaxed);
                push(n, CHUNK_BYTES)
            })
        };
        let mut received = 0;
        let most = ordered(
            2,
            &Watch::default(),
            feed,
            |(): &mut (), n| n,
            |_| {
                received += 1;
                let ahead = READ.load(Ordering::Relaxed) - received;
                if received == 200 { Err(Error::new(ErrorKind::Empty, ahead.to_string())) } else { Ok(()) }
            },
        );
        let ahead: usize = most.unwrap_err().message().parse().unwrap();
        assert!(ahead <= 2 * 2 + SPARE_CHUNKS + 1, "{ahead} chunks were read ahead");
    }

    #[test]
    fn errors_of_both_ends_end_the_run() {
        for threads in [1, 4] {
            let feed = |push: &mut Push<u32>| {
                push(1, 1)?;
                Err::<(), _>(Error::new(ErrorKind::Record, "reader"))
            };
            let found = ordered(threads, &Watch::default(), feed, |(): &mut (), n| n, |_| Ok(()));
            assert_eq!(found.unwrap_err().message(), "reader");
            let feed = |push: &mut Push<u32>| (0..100_000).try_for_each(|n| push(n, 1_000));
            let sink = |_| Err(Error::new(ErrorKind::Io, "sink"));
            assert_eq!(
                ordered(threads, &Watch::default(), feed, |(): &mut (), n| n, sink).unwrap_err().message(),
                "sink"
            );
        }
    }

    #[test]
    fn a_run_that_waits_for_input_can_be_stopped() {
        for threads in [1, 3] {
            let (keep, never) = mpsc::channel::<()>();
            let watch = Watch::default();
            let stopper = watch.clone();
            let feed = move |_: &mut Push<u32>| {
                stopper.stop();
                never.recv().map_err(|_| Error::new(ErrorKind::Io, "gone"))
            };
            let found = ordered(threads, &watch, feed, |(): &mut (), n| n, |_: u32| Ok(()));
            assert_eq!(found.unwrap_err().kind(), ErrorKind::Interrupted);
            drop(keep);
        }
    }
}
