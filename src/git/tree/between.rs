//! What differs between the trees of two commits: told without git where nothing can have been renamed.

use std::cmp::Ordering;

use super::Child;
use super::KIND;
use super::SUBMODULE;
use super::child;
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

/// Two directories at one path that differ, where there is one.
struct Pair {
    path: Vec<u8>,
    ids: [Option<git2::Oid>; 2],
}

/// What was found so far.
#[derive(Default)]
struct Found {
    changes: Vec<Change>,
    /// Directories that are still to be looked at.
    open: Vec<Pair>,
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
            let top = |id: Oid| Ok::<_, GitError>(handle.find_commit(id.for_library()?)?.tree_id());
            let mut found = Found::default();
            let ids = [Some(top(from)?), Some(top(to)?)];
            if ids[0] != ids[1] {
                let path = Vec::new();
                found.open.push(Pair { path, ids });
            }
            let mut size = Size::new();
            while let Some(pair) = found.open.pop() {
                size.add(pair.ids)?;
                found.compare(handle, &pair)?;
            }
            if found.is_special || (found.is_gone && found.is_new) {
                return Ok(None);
            }
            found.changes.sort_by(|a, b| a.path.cmp(&b.path));
            Ok(Some(found.changes))
        })
    }
}

/// An entry of a directory, with its name.
type Named = (Vec<u8>, Child);

/// What a directory holds, sorted as git sorts it; nothing where there is none. Not sorted, or with a name
/// twice: `false`.
fn read(handle: &git2::Repository, id: Option<git2::Oid>) -> Result<(Vec<Named>, bool), GitError> {
    let Some(id) = id else {
        return Ok((Vec::new(), true));
    };
    let tree = handle.find_tree(id)?;
    let all = tree.iter();
    let all: Vec<Named> = all
        .map(|it| (it.name_bytes().to_vec(), child(&it)))
        .collect();
    let names = all.iter().map(|(name, it)| (&**name, it.is_tree()));
    let is_sound = shape::must_be_sound(b"", names).is_ok();
    Ok((all, is_sound))
}

impl Found {
    /// Compares two directories, entry by entry.
    fn compare(&mut self, handle: &git2::Repository, pair: &Pair) -> Result<(), GitError> {
        let ((was, was_sound), (is, is_sound)) =
            (read(handle, pair.ids[0])?, read(handle, pair.ids[1])?);
        self.is_special |= !was_sound || !is_sound;
        let (mut was, mut is) = (was.iter().peekable(), is.iter().peekable());
        loop {
            let order = match (was.peek(), is.peek()) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(a), Some(b)) => shape::order((&a.0, a.1.is_tree()), (&b.0, b.1.is_tree())),
            };
            let old = if order.is_le() { was.next() } else { None };
            let new = if order.is_ge() { is.next() } else { None };
            self.take(&pair.path, old, new);
        }
    }

    /// Takes what was at a path, and what is.
    fn take(&mut self, directory: &[u8], was: Option<&Named>, is: Option<&Named>) {
        let Some((name, one)) = is.or(was) else {
            return;
        };
        let [old, new] = [was, is].map(|it| it.map(|(_, child)| child));
        if let (Some(old), Some(new)) = (old, new)
            && (old.mode, old.id) == (new.mode, new.id)
        {
            return;
        }
        let path = joined(directory, name);
        if one.is_tree() {
            let ids = [old, new].map(|it| it.and_then(|it| it.id.for_library().ok()));
            self.open.push(Pair { path, ids });
            return;
        }
        let is_submodule = |it: &Child| it.mode & KIND == SUBMODULE;
        self.is_special |= old.is_some_and(is_submodule) || new.is_some_and(is_submodule);
        self.is_gone |= new.is_none();
        self.is_new |= old.is_none();
        self.changes.push(Change {
            path,
            renamed_from: None,
            state: new.map_or(ChangeState::Gone, |it| ChangeState::There {
                kind: Kind::from_mode(it.mode),
                id: it.id,
            }),
        });
    }
}
