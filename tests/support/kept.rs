//! A directory that was made once and is there again for the next test: making a repository takes ten
//! programs, writing one takes none.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::OnceLock;

use crate::sandbox::Sandbox;

/// What lies at a path.
enum Entry {
    Directory,
    File(Vec<u8>, fs::Permissions),
    #[cfg(unix)]
    Link(PathBuf),
}

/// All that a sandbox holds, in the order in which it can be written, and how many commits it has made.
pub(crate) struct Kept {
    entries: Vec<(PathBuf, Entry)>,
    commits: u32,
}

impl Kept {
    /// What a sandbox holds.
    fn of(made: &Sandbox) -> Self {
        let mut entries = Vec::new();
        read(&made.path(""), Path::new(""), &mut entries);
        Self {
            entries,
            commits: made.commits(),
        }
    }

    /// Writes it into a directory of another one.
    fn write(&self, into: &Sandbox, directory: &str) {
        let top = into.path(directory);
        fs::create_dir_all(&top).unwrap();
        for (path, entry) in &self.entries {
            let path = top.join(path);
            match entry {
                Entry::Directory => fs::create_dir_all(path).unwrap(),
                Entry::File(bytes, permissions) => {
                    fs::write(&path, bytes).unwrap();
                    fs::set_permissions(path, permissions.clone()).unwrap();
                }
                #[cfg(unix)]
                Entry::Link(to) => std::os::unix::fs::symlink(to, path).unwrap(),
            }
        }
    }
}

fn read(top: &Path, below: &Path, all: &mut Vec<(PathBuf, Entry)>) {
    for entry in fs::read_dir(top.join(below)).unwrap().map(Result::unwrap) {
        let path = below.join(entry.file_name());
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            all.push((path.clone(), Entry::Directory));
            read(top, &path, all);
        } else if kind.is_file() {
            let bytes = fs::read(entry.path()).unwrap();
            let permissions = entry.metadata().unwrap().permissions();
            all.push((path, Entry::File(bytes, permissions)));
        } else {
            #[cfg(unix)]
            all.push((path, Entry::Link(fs::read_link(entry.path()).unwrap())));
        }
    }
}

/// A sandbox of its own that holds what one that is made once holds.
pub(crate) fn again(kept: &OnceLock<Kept>, make: impl FnOnce() -> Sandbox) -> Sandbox {
    let kept = kept.get_or_init(|| Kept::of(&make()));
    let sandbox = Sandbox::after(kept.commits);
    kept.write(&sandbox, "");
    sandbox
}

/// Runs the first commands of a page in the demo, line by line; there are so many.
pub(crate) fn follow(page: &str, lines: usize) {
    let sandbox = Sandbox::plain();
    demo(&sandbox, "d");
    let script = page.split("```sh\n").nth(1).unwrap();
    let script = script.split("```").next().unwrap();
    assert_eq!(script.lines().count(), lines);
    for line in script.lines() {
        sandbox.sh(&format!("cd d && {line}")).ends(0);
    }
}

/// Puts the demo of the first of April 2026 into a directory.
pub(crate) fn demo(sandbox: &Sandbox, directory: &str) {
    static DEMO: OnceLock<Kept> = OnceLock::new();
    let kept = DEMO.get_or_init(|| {
        let made = Sandbox::plain();
        let words = ["--as-of", "2026-04-01T12:00:00Z", "demo", "."];
        made.pmrepo_with(&[], &words).ends(0);
        Kept::of(&made)
    });
    kept.write(sandbox, directory);
}
