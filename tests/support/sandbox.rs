//! A directory of its own, an empty environment, a fixed clock.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

use tempfile::TempDir;

use crate::kept;
use crate::kept::Kept;

/// The moment of every run.
pub(crate) const NOW: &str = "2026-04-01T12:00:00Z";

pub(crate) struct Sandbox {
    top: TempDir,
    commits: AtomicU32,
}

/// What a program printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) status: i32,
    top: PathBuf,
}

impl Output {
    /// What nobody printed: the text of a file that was made.
    pub(crate) fn of(text: &str) -> Self {
        Self {
            out: text.to_owned(),
            err: String::new(),
            status: 0,
            top: PathBuf::new(),
        }
    }

    /// Fails the test unless the program ended with a status.
    #[track_caller]
    pub(crate) fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{self:#?}");
        self
    }

    /// All of it as one text, the sandbox's own path written as `[ROOT]`.
    pub(crate) fn snapshot(&self) -> String {
        let mut text = format!("{}{}exit status {}\n", self.out, self.err, self.status);
        for top in [self.top.canonicalize().ok(), Some(self.top.clone())] {
            if let Some(top) = top.as_deref().and_then(Path::to_str) {
                text = text.replace(top, "[ROOT]");
            }
        }
        text
    }
}

impl Sandbox {
    /// An empty directory.
    pub(crate) fn plain() -> Self {
        Self::after(0)
    }

    /// An empty directory for what some commits have made.
    pub(crate) fn after(commits: u32) -> Self {
        Self {
            top: tempfile::tempdir_in(scratch()).unwrap(),
            commits: AtomicU32::new(commits),
        }
    }

    /// How many commits were made here.
    pub(crate) fn commits(&self) -> u32 {
        self.commits.load(Ordering::Relaxed)
    }

    /// A git repository with a `pmrepo.yaml` and the pre-commit hook.
    pub(crate) fn new() -> Self {
        static KEPT: OnceLock<Kept> = OnceLock::new();
        kept::again(&KEPT, || Self::with_format(&[]))
    }

    /// The same, made with options for `git init`.
    pub(crate) fn with_format(options: &[&str]) -> Self {
        let sandbox = Self::plain();
        let mut words = vec!["init", "--quiet", "--template=", "--initial-branch=main"];
        words.extend(options);
        sandbox.git(&words).ends(0);
        // Nobody tidies up after a test: git would start two programs more for each commit.
        sandbox
            .git(&["config", "maintenance.auto", "false"])
            .ends(0);
        sandbox.install_hook(".git/hooks");
        sandbox.write("pmrepo.yaml", "schema: 1\n");
        sandbox.commit("start").ends(0);
        sandbox
    }

    /// Puts the hook of this project into a directory of hooks.
    pub(crate) fn install_hook(&self, directory: &str) {
        let hook = concat!(env!("CARGO_MANIFEST_DIR"), "/hooks/pre-commit");
        fs::create_dir_all(self.path(directory)).unwrap();
        fs::copy(hook, self.path(directory).join("pre-commit")).unwrap();
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.top.path().join(below)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn run(&self, program: &str, directory: &str, words: &[&str]) -> Output {
        self.run_with(&[], program, directory, words)
    }

    pub(crate) fn run_with(
        &self,
        variables: &[(&str, &str)],
        program: &str,
        directory: &str,
        words: &[&str],
    ) -> Output {
        let output = self
            .command(program, directory, words)
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        Output {
            top: self.top.path().to_path_buf(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            status: output.status.code().unwrap_or(-1),
        }
    }

    /// A program that is yet to run, in the environment of every run.
    pub(crate) fn command(&self, program: &str, directory: &str, words: &[&str]) -> Command {
        let binary = PathBuf::from(env!("CARGO_BIN_EXE_pmrepo"));
        let system = std::env::var_os("PATH").unwrap_or_default();
        let mut path = binary.parent().unwrap().as_os_str().to_owned();
        path.push(if cfg!(windows) { ";" } else { ":" });
        path.push(system);
        let date = format!("2026-04-01T12:00:{:02}Z", self.commits() % 60);
        let mut command = Command::new(program);
        command
            .args(words)
            .current_dir(self.path(directory))
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.top.path())
            .env("TZ", "UTC")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CEILING_DIRECTORIES", self.top.path().parent().unwrap())
            .env("GIT_AUTHOR_NAME", "Alice")
            .env("GIT_AUTHOR_EMAIL", "alice@example.com")
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_NAME", "Alice")
            .env("GIT_COMMITTER_EMAIL", "alice@example.com")
            .env("GIT_COMMITTER_DATE", &date);
        command
    }

    /// Runs git at the top.
    pub(crate) fn git(&self, words: &[&str]) -> Output {
        self.run("git", "", words)
    }

    /// Runs git in a directory.
    pub(crate) fn git_in(&self, directory: &str, words: &[&str]) -> Output {
        self.run("git", directory, words)
    }

    /// Stages everything and commits it; the hook has its say.
    pub(crate) fn commit(&self, message: &str) -> Output {
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.git(&["add", "--all"]).ends(0);
        self.git(&["commit", "--quiet", "--message", message])
    }

    /// Runs a shell's script at the top.
    pub(crate) fn sh(&self, script: &str) -> Output {
        self.run("sh", "", &["-c", script])
    }

    /// Writes the history of a directory's branches anew, its trees and commits as lines that a program of
    /// `sed` changes: one pass, where `git filter-branch` starts a shell for each commit.
    pub(crate) fn rewrite(&self, directory: &str, sed: &str) {
        let stream = "git fast-export --no-data --branches";
        let script = format!(
            "cd {directory} && {stream} | sed -E '{sed}' | git fast-import --force --quiet"
        );
        self.sh(&script).ends(0);
        self.git_in(directory, &["reset", "--quiet", "--hard"])
            .ends(0);
    }

    /// Runs the built binary at the top with more in its environment, and no clock given.
    pub(crate) fn pmrepo_with(&self, variables: &[(&str, &str)], words: &[&str]) -> Output {
        self.run_with(variables, env!("CARGO_BIN_EXE_pmrepo"), "", words)
    }

    /// Runs a program at the top with more in its environment.
    pub(crate) fn program_with(
        &self,
        variables: &[(&str, &str)],
        program: &str,
        words: &[&str],
    ) -> Output {
        self.run_with(variables, program, "", words)
    }

    /// Runs the built binary at the top, at the fixed moment.
    pub(crate) fn pmrepo(&self, words: &[&str]) -> Output {
        self.pmrepo_in("", words)
    }

    /// The same for whoever git says has this handle.
    pub(crate) fn pmrepo_as(&self, handle: &str, words: &[&str]) -> Output {
        let address = format!("{handle}@example.com");
        let variables = [("GIT_AUTHOR_NAME", handle), ("GIT_AUTHOR_EMAIL", &address)];
        let all = [&["--as-of", NOW], words].concat();
        self.pmrepo_with(&variables, &all)
    }

    /// Runs the built binary in a directory.
    pub(crate) fn pmrepo_in(&self, directory: &str, words: &[&str]) -> Output {
        let mut all = vec!["--as-of", NOW];
        all.extend(words);
        self.run(env!("CARGO_BIN_EXE_pmrepo"), directory, &all)
    }
}

/// Where sandboxes are made: in memory where there is room for it, unless `TMPDIR` says where. A disk takes
/// a quarter of the time of all tests, because thousands of small files come, are synced and go.
fn scratch() -> &'static Path {
    static SCRATCH: OnceLock<PathBuf> = OnceLock::new();
    SCRATCH.get_or_init(|| {
        let memory = Path::new("/dev/shm");
        if std::env::var_os("TMPDIR").is_none() && has_room(memory) {
            memory.to_path_buf()
        } else {
            std::env::temp_dir()
        }
    })
}

/// Whether there is room for all that lies there at once, and programs may be started there.
#[cfg(target_os = "linux")]
fn has_room(directory: &Path) -> bool {
    rustix::fs::statvfs(directory).is_ok_and(|it| {
        let forbids = rustix::fs::StatVfsMountFlags::NOEXEC | rustix::fs::StatVfsMountFlags::RDONLY;
        !it.f_flag.intersects(forbids)
            && it.f_bavail * it.f_frsize > 2 << 30
            && it.f_favail > 100_000
    })
}

#[cfg(not(target_os = "linux"))]
fn has_room(_: &Path) -> bool {
    false
}

/// The path of a report.
pub(crate) fn report(slug: &str) -> String {
    format!("postmortems/2026/2026-03-10-{slug}/postmortem.md")
}

/// A report in which nothing is found.
pub(crate) const GOOD: &str = "---\ntitle: Checkout latency\nstatus: draft\nseverity: SEV-2\nstarted_at: 2026-03-10T10:00Z\n---\n\n## Overview\n";

/// The same with a severity that is none.
pub(crate) fn bad() -> String {
    GOOD.replace("SEV-2", "SEV1-ish")
}
