//! A terminal at which somebody sits: what they see, and the keys that they press.

use std::fs;
use std::io::Read;
use std::io::Write as _;
use std::process::Child;
use std::sync::Arc;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use pty_process::Size;
use pty_process::blocking;
use pty_process::blocking::Pts;
use pty_process::blocking::Pty;
use unicode_width::UnicodeWidthStr as _;

use crate::sandbox::Sandbox;

/// The key that ends the input.
pub(crate) const CTRL_D: &str = "\u{4}";
/// The key that stops a program.
pub(crate) const CTRL_C: &str = "\u{3}";
/// What the key for "up" sends.
pub(crate) const UP: &str = "\u{1b}[A";

/// How long a program may say nothing.
const PATIENCE: Duration = Duration::from_mins(1);

/// Runs a program, says how it ended, and keeps how the terminal is set before and after it.
const SCRIPT: &str = "trap : INT
stty -g >\"$HOME/before.txt\"
pmrepo --as-of 2026-04-01T12:00:00Z \"$@\"
echo \"ended with $?\"
stty -g >\"$HOME/after.txt\"";

/// Lets a signal do what it does again.
const RESET: &[&str] = &["--default-signal=INT"];

pub(crate) struct Terminal<'a> {
    sandbox: &'a Sandbox,
    pty: Arc<Pty>,
    /// The program's end: as long as it is open, nothing that was said there is lost.
    _open: Pts,
    child: Child,
    bytes: Receiver<Vec<u8>>,
    /// All that was to be seen.
    text: String,
    /// How much of it has been looked for already, in words.
    seen: usize,
    /// What was typed: it may be as long as it likes.
    typed: Vec<String>,
    columns: u16,
}

impl<'a> Terminal<'a> {
    /// Runs the built binary at a terminal of so many columns.
    pub(crate) fn run(sandbox: &'a Sandbox, columns: u16, words: &[&str]) -> Self {
        Self::run_in(sandbox, ("", columns), words)
    }

    /// The same in a directory.
    pub(crate) fn run_in(
        sandbox: &'a Sandbox,
        (directory, columns): (&str, u16),
        words: &[&str],
    ) -> Self {
        let all = [RESET, &["sh", "-c", SCRIPT, "sh"], words].concat();
        // Whoever runs the tests in the background has the key that stops ignored, and so would each
        // program below: a shell cannot take that back, and `env` can where it knows how.
        let knows = [RESET, &["true"]].concat();
        let can_reset = sandbox.command("env", "", &knows).output();
        let can_reset = can_reset.is_ok_and(|it| it.status.success());
        let all = all.get(usize::from(!can_reset)..).unwrap_or_default();
        let plain = sandbox.command("env", directory, all);
        let (pty, pts) = blocking::open().unwrap();
        pty.resize(Size::new(24, columns)).unwrap();
        let mut command = blocking::Command::new(plain.get_program()).args(plain.get_args());
        command = command.env_clear();
        command = command.env("TERM", "xterm").env("NO_COLOR", "1");
        command = command.current_dir(plain.get_current_dir().unwrap());
        for (name, value) in plain.get_envs() {
            command = command.env(name, value.unwrap());
        }
        let child = command.spawn_borrowed(&pts).unwrap();
        let pty = Arc::new(pty);
        let (sender, bytes) = mpsc::channel();
        let reader = Arc::clone(&pty);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            // Once nobody is left at the other end, reading fails.
            while let Ok(read @ 1..) = (&*reader).read(&mut buffer) {
                let bytes = buffer.iter().take(read).copied().collect();
                if sender.send(bytes).is_err() {
                    return;
                }
            }
        });
        Self {
            sandbox,
            pty,
            _open: pts,
            child,
            bytes,
            text: String::new(),
            seen: 0,
            typed: Vec::new(),
            columns,
        }
    }

    /// Waits until words are to be seen, however the lines are broken.
    #[track_caller]
    pub(crate) fn sees(&mut self, words: &str) -> &mut Self {
        loop {
            let all = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let new = all.get(self.seen..).unwrap_or_default();
            if let Some(at) = new.find(words) {
                self.seen += at + words.len();
                return self;
            }
            let bytes = self.bytes.recv_timeout(PATIENCE);
            assert!(bytes.is_ok(), "`{words}` is not to be seen:\n{}", self.text);
            let bytes = bytes.unwrap_or_default();
            self.text.push_str(&String::from_utf8_lossy(&bytes));
        }
    }

    /// Types a line.
    #[track_caller]
    pub(crate) fn types(&mut self, line: &str) -> &mut Self {
        self.typed.push(format!(" {line}"));
        self.presses(&format!("{line}\r"))
    }

    /// Presses keys, as an answer to what fits the terminal.
    #[track_caller]
    pub(crate) fn presses(&mut self, keys: &str) -> &mut Self {
        for line in self.text.lines() {
            let mut typed = self.typed.iter();
            let own = typed.find_map(|it| line.strip_suffix(it.as_str()));
            let wide = own.unwrap_or(line).width();
            let fits = wide <= usize::from(self.columns);
            assert!(fits, "{wide}: {line}\n{}", self.text);
        }
        (&*self.pty).write_all(keys.as_bytes()).unwrap();
        self
    }

    /// Waits for the end: its exit status, and the terminal as it was. Gives all that was to be seen.
    #[track_caller]
    pub(crate) fn ends(mut self, status: i32) -> String {
        self.sees(&format!("ended with {status}"));
        self.child.wait().unwrap();
        let kept = |name: &str| fs::read_to_string(self.sandbox.path(name)).unwrap();
        assert_eq!(kept("before.txt"), kept("after.txt"), "{}", self.text);
        // What is drawn with codes stays where a program is stopped in the middle: a hidden cursor.
        assert!(!self.text.contains('\u{1b}'), "{:?}", self.text);
        for name in ["before.txt", "after.txt"] {
            fs::remove_file(self.sandbox.path(name)).unwrap();
        }
        self.text.replace("\r\n", "\n")
    }
}
