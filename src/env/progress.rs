//! A counter on standard error for work that takes long, of which nothing is left behind.

use std::io;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::count::grouped;

/// How long work takes before it is worth a word.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often the counter is drawn: often enough to move, seldom enough to cost nothing.
const PERIOD: Duration = Duration::from_millis(100);

/// Goes back to the beginning of the line and erases it.
const ERASE: &str = "\r\u{1b}[K";

/// Counts finished work from any thread; after half a second it says how much, and erases that
/// line when it is dropped.
#[derive(Debug)]
pub struct Progress {
    shared: Arc<Shared>,
    drawing: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    verb: &'static str,
    done: AtomicUsize,
    stopped: Mutex<bool>,
    stop: Condvar,
}

impl Progress {
    /// A counter that is never shown.
    pub fn silent() -> Self {
        Self {
            shared: Shared::new(""),
            drawing: None,
        }
    }

    pub(super) fn start(verb: &'static str) -> Self {
        Self::start_on(Box::new(io::stderr()), PATIENCE, verb)
    }

    fn start_on(mut writer: Box<dyn Write + Send>, patience: Duration, verb: &'static str) -> Self {
        let shared = Shared::new(verb);
        let drawn = Arc::clone(&shared);
        let drawing = std::thread::Builder::new()
            .name("progress".to_owned())
            .spawn(move || drawn.draw(&mut *writer, patience))
            .ok();
        Self { shared, drawing }
    }

    /// One more piece of work is done.
    pub fn tick(&self) {
        self.shared.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        let Some(drawing) = self.drawing.take() else {
            return;
        };
        *self
            .shared
            .stopped
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = true;
        self.shared.stop.notify_all();
        // A thread that could not draw has nothing to say about it.
        let _ = drawing.join();
    }
}

impl Shared {
    fn new(verb: &'static str) -> Arc<Self> {
        Arc::new(Self {
            verb,
            done: AtomicUsize::new(0),
            stopped: Mutex::new(false),
            stop: Condvar::new(),
        })
    }

    /// Draws until it is stopped. What cannot be drawn is left out: it is only a courtesy.
    fn draw(&self, writer: &mut dyn Write, patience: Duration) {
        let mut wait = patience;
        let mut shown = false;
        let mut stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let (guard, _) = self
                .stop
                .wait_timeout_while(stopped, wait, |stopped| !*stopped)
                .unwrap_or_else(PoisonError::into_inner);
            stopped = guard;
            if *stopped {
                break;
            }
            let done = grouped(self.done.load(Ordering::Relaxed));
            let _ = write!(writer, "{ERASE}{} {done} …", self.verb);
            let _ = writer.flush();
            shown = true;
            wait = PERIOD;
        }
        if shown {
            let _ = write!(writer, "{ERASE}");
            let _ = writer.flush();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Default)]
    struct Screen(Arc<Mutex<Vec<u8>>>);

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn seen(screen: &Screen) -> String {
        String::from_utf8(screen.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn short_work_says_nothing() {
        let screen = Screen::default();
        let progress = Progress::start_on(Box::new(screen.clone()), PATIENCE, "checked");
        progress.tick();
        drop(progress);
        assert_eq!(seen(&screen), "");
    }

    #[test]
    fn long_work_counts_and_leaves_nothing_behind() {
        let screen = Screen::default();
        let progress = Progress::start_on(Box::new(screen.clone()), Duration::ZERO, "checked");
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| (0..2100).for_each(|_| progress.tick()));
            }
        });
        while !seen(&screen).contains("4,200") {
            std::thread::yield_now();
        }
        drop(progress);
        let text = seen(&screen);
        assert!(text.contains("checked 4,200 …"), "{text:?}");
        assert!(text.ends_with(ERASE), "{text:?}");
    }
}
