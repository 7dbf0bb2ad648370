//! What is to become of some files, as a value: it can be shown, laid over a snapshot, or applied.

use std::collections::BTreeMap;

use super::Fresh;
use super::Moving;
use crate::snapshot::Snapshot;
use crate::snapshot::Texts;
use crate::source::RepoPath;

/// What becomes of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// It gets another text.
    Change {
        /// The text as it was read.
        before: String,
        /// The text that it gets.
        after: String,
    },
    /// It is not there yet.
    Create {
        /// The text that it gets.
        text: String,
    },
    /// It is taken away.
    Remove {
        /// The text as it was read.
        before: String,
    },
}

impl Edit {
    /// The text that the file has afterwards; `None` where it is gone.
    pub fn after(&self) -> Option<&str> {
        match self {
            Self::Change { after, .. } => Some(after),
            Self::Create { text } => Some(text),
            Self::Remove { .. } => None,
        }
    }

    /// The text that it must have before; `None` where it must not be there.
    pub fn before(&self) -> Option<&str> {
        match self {
            Self::Change { before, .. } | Self::Remove { before } => Some(before),
            Self::Create { .. } => None,
        }
    }
}

/// What becomes of some files: all of it, or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    files: BTreeMap<RepoPath, Edit>,
    fresh: Option<Fresh>,
    moving: Option<Moving>,
}

impl Edits {
    /// None.
    pub fn none() -> Self {
        Self::default()
    }

    /// Gives a file another text. Where it is the same, nothing becomes of the file.
    pub fn change(&mut self, path: &RepoPath, before: String, after: String) {
        if before != after {
            self.files
                .insert(path.clone(), Edit::Change { before, after });
        }
    }

    /// Makes a file that is not there yet.
    pub fn create(&mut self, path: &RepoPath, text: String) {
        self.files.insert(path.clone(), Edit::Create { text });
    }

    /// Gives a file a text: another one, or where it had none its first.
    pub fn put(&mut self, path: &RepoPath, before: Option<String>, after: String) {
        match before {
            Some(before) => self.change(path, before, after),
            None => self.create(path, after),
        }
    }

    /// Takes a file away.
    pub fn remove(&mut self, path: &RepoPath, before: String) {
        self.files.insert(path.clone(), Edit::Remove { before });
    }

    /// What is written under a name that nobody has yet.
    pub fn fresh(fresh: Fresh) -> Self {
        Self {
            fresh: Some(fresh),
            ..Self::default()
        }
    }

    /// A directory gets another name. What else becomes of a file in it is said of its new path.
    pub fn moving(moving: Moving) -> Self {
        Self {
            moving: Some(moving),
            ..Self::default()
        }
    }

    /// The directory that gets another name.
    pub fn moved(&self) -> Option<&Moving> {
        self.moving.as_ref()
    }

    /// Every path at which something becomes of a file or of a directory, where what is fresh lies at
    /// `fresh`.
    pub fn paths(&self, fresh: Option<&RepoPath>) -> Vec<RepoPath> {
        let moving = self.moving.iter();
        let moving = moving.flat_map(|it| [it.from.clone(), it.to.clone()]);
        let is_within = |path: &RepoPath| {
            let mut moved = self.moving.iter();
            moved.any(|it| path.below(&it.to).is_some())
        };
        let all = self.all(fresh).into_iter().map(|(path, _)| path);
        moving.chain(all.filter(|it| !is_within(it))).collect()
    }

    /// Adds what becomes of other files.
    pub fn extend(&mut self, other: Self) {
        self.files.extend(other.files);
        self.fresh = self.fresh.take().or(other.fresh);
        self.moving = self.moving.take().or(other.moving);
    }

    /// Whether a file is new.
    pub fn creates(&self, path: &RepoPath) -> bool {
        matches!(self.files.get(path), Some(Edit::Create { .. }))
    }

    /// Leaves a file alone.
    pub fn forget(&mut self, path: &RepoPath) {
        self.files.remove(path);
    }

    /// Whether nothing becomes of any file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.fresh.is_none() && self.moving.is_none()
    }

    /// What becomes of each file that has its name already, by path.
    pub fn files(&self) -> impl Iterator<Item = (&RepoPath, &Edit)> {
        self.files.iter()
    }

    /// What is written under a name that nobody has yet.
    pub(super) fn unnamed(&self) -> Option<&Fresh> {
        self.fresh.as_ref()
    }

    /// What becomes of each file, by path, where what is fresh lies at `fresh`.
    pub fn all(&self, fresh: Option<&RepoPath>) -> Vec<(RepoPath, Edit)> {
        let named = self.files.iter();
        let mut all: Vec<_> = named.map(|(it, edit)| (it.clone(), edit.clone())).collect();
        if let (Some(unnamed), Some(at)) = (&self.fresh, fresh) {
            let create = |(path, text)| (path, Edit::Create { text });
            all.extend(unnamed.files_at(at).into_iter().map(create));
        }
        all
    }

    /// The path that what is fresh would get: the first that is free.
    pub fn fresh_path(&self, over: &Snapshot) -> Option<RepoPath> {
        self.fresh.as_ref().map(|it| it.free_path(over))
    }

    /// The texts that there are afterwards, to be laid over a snapshot. What is fresh has the first
    /// name that is free there.
    pub fn texts(&self, over: &Snapshot) -> Texts {
        let named = self.files.iter();
        let moving = self.moving.as_ref();
        let mut texts: Texts = moving.map_or_else(Texts::new, |it| it.texts(over));
        texts.extend(named.map(|(path, edit)| (path.clone(), edit.after().map(str::to_owned))));
        if let Some(fresh) = &self.fresh {
            texts.extend(fresh.texts(over));
        }
        texts
    }
}
