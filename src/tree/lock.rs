//! One writer at a time.

use std::fs;
use std::path::Path;

/// The right to write in a tree, until it is dropped. It ends with the process: whoever is killed
/// locks nobody out.
#[derive(Debug)]
pub(super) struct Lock {
    file: Option<fs::File>,
}

impl Lock {
    /// Waits until no other pmrepo writes below `top`. Where the system cannot lock a directory,
    /// there is no waiting: then only what is found when a file is put in its place tells of others.
    pub(super) fn take(top: &Path) -> Self {
        let file = fs::File::open(top).ok();
        Self {
            file: file.filter(|it| it.lock().is_ok()),
        }
    }

    /// Whether no other pmrepo writes now.
    pub(super) fn is_held(&self) -> bool {
        self.file.is_some()
    }
}
