//! Giving a directory another name, with all that lies in it.

use std::fs;

use super::Made;
use super::Tree;
use crate::refusal::Refusal;
use crate::snapshot::Snapshot;
use crate::snapshot::Texts;
use crate::source::RepoPath;

/// A directory that gets another name, with all that lies in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moving {
    /// Where it lies.
    pub from: RepoPath,
    /// Where it will lie; nothing is there yet.
    pub to: RepoPath,
}

impl Moving {
    /// Where a file lies today that will lie at a path, and for the directory itself the same.
    pub fn today(&self, path: &RepoPath) -> RepoPath {
        if *path == self.to {
            return self.from.clone();
        }
        let below = path.below(&self.to).and_then(|it| self.from.join(it));
        below.unwrap_or_else(|| path.clone())
    }

    /// What lies in it afterwards, and does no more, to be laid over a snapshot. Only of Markdown the
    /// text is read: all else is only there.
    pub(super) fn texts(&self, over: &Snapshot) -> Texts {
        let mut texts = Texts::new();
        let reader = over.reader();
        for entry in over.list(&self.from).unwrap_or_default() {
            let below = entry.path.below(&self.from);
            let Some(to) = below.and_then(|it| self.to.join(it)) else {
                continue;
            };
            let is_read = to.name().ends_with(".md");
            let bytes = if is_read {
                reader.read(&entry).ok()
            } else {
                None
            };
            let text = String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned();
            texts.insert(entry.path, None);
            texts.insert(to, Some(text));
        }
        texts
    }
}

/// A directory that has its new name. Unless that is kept, it gets the old one back.
pub(super) struct Moved {
    tree: Tree,
    moving: Moving,
    is_kept: bool,
}

impl Moved {
    /// Lets it have its new name; what held it goes where nothing else is in it.
    pub(super) fn keep(mut self) {
        self.is_kept = true;
        let Moving { from, to } = &self.moving;
        if from.parent() != to.parent()
            && let Some(parent) = from.parent()
        {
            // One that is not empty is somebody's.
            let _ = self.tree.remove_empty(&parent);
        }
    }
}

impl Drop for Moved {
    fn drop(&mut self) {
        if !self.is_kept {
            // What cannot be put back cannot be helped: the disk has gone away.
            let Moving { from, to } = &self.moving;
            let _ = self.tree.rename(to, from);
        }
    }
}

impl Tree {
    /// Gives a directory its new name, in one step.
    pub(super) fn move_directory(
        &self,
        moving: &Moving,
        made: &mut Made,
    ) -> Result<Moved, Refusal> {
        let Moving { from, to } = moving;
        if self.exists(to) {
            return Err(Refusal::stale(format!("`{to}` is there already")).about(to));
        }
        self.directory_of(to, made)?;
        let old = self.hold(from)?;
        let old = old.path().join(from.name()).symlink_metadata();
        let is_directory = old.is_ok_and(|it| it.is_dir());
        if !is_directory {
            return Err(
                Refusal::stale(format!("`{from}` is gone since it was read"))
                    .hint("do it again: nothing was written")
                    .about(from),
            );
        }
        self.rename(from, to)?;
        Ok(Moved {
            tree: self.clone(),
            moving: moving.clone(),
            is_kept: false,
        })
    }

    /// Gives something another name in directories that are there.
    fn rename(&self, from: &RepoPath, to: &RepoPath) -> Result<(), Refusal> {
        let (old, new) = (self.hold(from)?, self.hold(to)?);
        let (was, is) = (old.path().join(from.name()), new.path().join(to.name()));
        fs::rename(was, is).map_err(|it| Refusal::io(&self.path(from), &it))?;
        new.sync();
        old.sync();
        Ok(())
    }

    /// Takes a directory away that is empty.
    pub(super) fn remove_empty(&self, directory: &RepoPath) -> Result<(), Refusal> {
        let held = self.hold(directory)?;
        let removed = fs::remove_dir(held.path().join(directory.name()));
        removed.map_err(|it| Refusal::io(&self.path(directory), &it))
    }
}
