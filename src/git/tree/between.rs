//! What differs between the trees of two commits, or between one and what is staged: told without git where
//! nothing can have been renamed.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::Child;
use super::KIND;
use super::SUBMODULE;
use super::child;
use super::index::Index;
use super::index::Member;
use super::index::Staged;
use super::is_tree;
use super::joined;
use super::shape;
use super::size::Size;
use crate::git::Backend;
use crate::git::Change;
use crate::git::ChangeState;
use crate::git::GitError;
use crate::git::Kind;
use crate::git::Oid;
use crate::git::Repo;

/// What a directory is on one side.
#[derive(Clone, Copy)]
enum Side<'a> {
    /// It is not there.
    None,
    /// A tree.
    Tree(git2::Oid),
    /// What is staged below it.
    Staged(Staged<'a>),
}

impl Side<'_> {
    /// The tree that it is, where that is known.
    fn tree(&self) -> Option<git2::Oid> {
        match self {
            Self::None => None,
            Self::Tree(id) => Some(*id),
            Self::Staged(staged) => staged.tree()?.for_library().ok(),
        }
    }
}

/// Two directories at one path that differ, where there is one.
struct Pair<'a> {
    path: Vec<u8>,
    sides: [Side<'a>; 2],
}

/// What was found so far.
#[derive(Default)]
struct Found<'a> {
    changes: Vec<Change>,
    /// Directories that are still to be looked at.
    open: Vec<Pair<'a>>,
    /// Whether something is gone, and whether something is new.
    is_gone: bool,
    is_new: bool,
    /// Whether there is something of which git has its own opinion.
    is_special: bool,
}

impl Repo {
    /// What differs between two commits, in the order of the paths; `None` where only git can say, because
    /// what is new may be what is gone under another name. Two commits are refused whose difference unfolds
    /// to far more than is there.
    pub(in crate::git) fn differing(
        &self,
        from: Oid,
        to: Oid,
    ) -> Result<Option<Vec<Change>>, GitError> {
        if self.backend == Backend::Executable {
            return Ok(None);
        }
        self.with_handle(|handle| {
            let top = |id: Oid| {
                let id = handle.find_commit(id.for_library()?)?.tree_id();
                Ok::<_, GitError>(Side::Tree(id))
            };
            all_changes(handle, [top(from)?, top(to)?])
        })
    }

    /// What differs between HEAD and an index, by the bytes of its file, in the same way.
    pub(in crate::git) fn differing_from_head(
        &self,
        index: &[u8],
    ) -> Result<Option<Vec<Change>>, GitError> {
        let Some(index) = Index::read(index) else {
            return Ok(None);
        };
        self.with_handle(|handle| {
            let head = match handle.head() {
                Ok(head) => Side::Tree(head.peel_to_tree()?.id()),
                Err(error) if error.code() == git2::ErrorCode::UnbornBranch => Side::None,
                Err(_) => return Ok(None),
            };
            all_changes(handle, [head, Side::Staged(index.top())])
        })
    }
}

fn all_changes(
    handle: &git2::Repository,
    sides: [Side<'_>; 2],
) -> Result<Option<Vec<Change>>, GitError> {
    let mut found = Found::default();
    found.open(Vec::new(), sides);
    let mut size = Size::new();
    while let Some(pair) = found.open.pop() {
        size.add(pair.sides.map(|it| it.tree()))?;
        found.compare(handle, &pair)?;
    }
    if found.is_special || (found.is_gone && found.is_new) {
        return Ok(None);
    }
    found.changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Some(found.changes))
}

impl<'a> Member<'a> {
    fn is_tree(&self) -> bool {
        is_tree(self.mode)
    }

    /// What it is, if it is no directory: git takes no notice of what else a mode says.
    fn kind(&self) -> Kind {
        Kind::from_mode(self.mode)
    }

    fn sorted_by(&self) -> (&[u8], bool) {
        (&self.name, self.is_tree())
    }

    /// The directory that it is.
    fn side(&self) -> Side<'a> {
        let id = || self.id?.for_library().ok();
        match self.below {
            Some(below) => Side::Staged(below),
            None => id().map_or(Side::None, Side::Tree),
        }
    }
}

/// What a directory holds, sorted as git sorts it. Not sorted, or with a name twice: `false`.
fn read<'a>(
    handle: &git2::Repository,
    side: &Side<'a>,
) -> Result<(Vec<Member<'a>>, bool), GitError> {
    let all: Vec<Member<'a>> = match side {
        Side::None => Vec::new(),
        Side::Tree(id) => handle
            .find_tree(*id)?
            .iter()
            .map(|it| {
                let Child { mode, id } = child(&it);
                let name = Cow::Owned(it.name_bytes().to_vec());
                let (id, below) = (Some(id), None);
                Member {
                    name,
                    mode,
                    id,
                    below,
                }
            })
            .collect(),
        Side::Staged(staged) => match staged.members() {
            Some(members) => members,
            None => return Ok((Vec::new(), false)),
        },
    };
    let is_sound = shape::must_be_sound(b"", all.iter().map(Member::sorted_by)).is_ok();
    Ok((all, is_sound))
}

impl<'a> Found<'a> {
    /// Has two directories looked at, unless they are the same.
    fn open(&mut self, path: Vec<u8>, sides: [Side<'a>; 2]) {
        let [was, is] = sides.each_ref().map(Side::tree);
        if was.is_none() || was != is {
            self.open.push(Pair { path, sides });
        }
    }

    /// Compares two directories, entry by entry.
    fn compare(&mut self, handle: &git2::Repository, pair: &Pair<'a>) -> Result<(), GitError> {
        let [was, is] = &pair.sides;
        let ((was, was_sound), (is, is_sound)) = (read(handle, was)?, read(handle, is)?);
        self.is_special |= !was_sound || !is_sound;
        let (mut was, mut is) = (was.iter().peekable(), is.iter().peekable());
        loop {
            let order = match (was.peek(), is.peek()) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(a), Some(b)) => shape::order(a.sorted_by(), b.sorted_by()),
            };
            let old = if order.is_le() { was.next() } else { None };
            let new = if order.is_ge() { is.next() } else { None };
            self.take(&pair.path, old, new);
        }
    }

    /// Takes what was at a path, and what is.
    fn take(&mut self, directory: &[u8], was: Option<&Member<'a>>, is: Option<&Member<'a>>) {
        let Some(one) = is.or(was) else {
            return;
        };
        if let (Some(was), Some(is)) = (was, is)
            && is.id.is_some()
            && (was.kind(), was.id) == (is.kind(), is.id)
        {
            return;
        }
        let path = joined(directory, &one.name);
        if one.is_tree() {
            let sides = [was, is].map(|it| it.map_or(Side::None, Member::side));
            self.open(path, sides);
            return;
        }
        let is_submodule = |it: &Member<'_>| it.mode & KIND == SUBMODULE;
        self.is_special |= was.is_some_and(is_submodule) || is.is_some_and(is_submodule);
        self.is_gone |= is.is_none();
        self.is_new |= was.is_none();
        let there = is.and_then(|it| Some((it.mode, it.id?)));
        self.changes.push(Change {
            path,
            renamed_from: None,
            state: there.map_or(ChangeState::Gone, |(mode, id)| ChangeState::There {
                kind: Kind::from_mode(mode),
                id,
            }),
        });
    }
}
