//! How many threads read files that lie on disk.

use std::sync::OnceLock;

/// How many were asked for.
static WANTED: OnceLock<usize> = OnceLock::new();

/// The fewest that read, whatever the processors. Files that are not in memory are waited for, which takes
/// no processor: on two of them `check` of 10,000 reports took less than half the time with eight threads,
/// and no more where all of them were in memory.
const LEAST: usize = 8;

/// Lets many files be read by as many threads as there are processors, and by `LEAST` at least. Where
/// it is not called the number is rayon's.
pub fn read_on(processors: usize) {
    let _ = WANTED.set(processors.max(LEAST));
}

/// Lets this thread read alone, for the rest of the run: where only a few files are read, to start others
/// takes longer than to read. Where others run already, it is left at that.
pub fn read_alone() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1);
    let _ = pool.use_current_thread().build_global();
}

/// Starts them, before much is read: who reads little does without. Where others run already, it is left
/// at that.
pub(super) fn start() {
    if let Some(threads) = WANTED.get() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(*threads);
        let _ = pool.build_global();
    }
}
