//! What differs between HEAD and the index.

use super::Backend;
use super::GitError;
use super::Kind;
use super::Oid;
use super::Repo;

/// What a change makes of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeState {
    /// The file has this content now.
    There {
        /// What the entry is.
        kind: Kind,
        /// The object.
        id: Oid,
    },
    /// It is deleted.
    Gone,
    /// A merge left it undecided.
    Unmerged,
}

/// A path that differs: in the index from HEAD, or in one commit from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The path, as bytes.
    pub path: Vec<u8>,
    /// Where it was before, if it was renamed.
    pub renamed_from: Option<Vec<u8>>,
    /// What becomes of it.
    pub state: ChangeState,
}

impl Repo {
    /// The staged changes, in the order of the paths. Git itself is asked only where the index holds what it
    /// alone understands, or something may have been renamed: it takes longer to start than to answer. Where
    /// there is no `git`, libgit2 answers.
    pub fn staged_changes(&self) -> Result<Vec<Change>, GitError> {
        if let Some(changes) = self.staged_by_index()? {
            return Ok(changes);
        }
        let answer = self.output(&[
            "diff",
            "--cached",
            "--raw",
            "-z",
            "--no-abbrev",
            "--find-renames",
        ]);
        match answer {
            Ok(bytes) => parse(&bytes),
            Err(GitError::NoExecutable) => self.staged_by_library(),
            Err(error) => Err(error),
        }
    }

    /// What the file of the index says by itself; `None` where only git can say.
    #[expect(
        clippy::disallowed_methods,
        reason = "git sets the variable for its hooks, and reads it itself when it is asked"
    )]
    fn staged_by_index(&self) -> Result<Option<Vec<Change>>, GitError> {
        if self.backend == Backend::Executable {
            return Ok(None);
        }
        let file = match std::env::var_os("GIT_INDEX_FILE") {
            Some(file) => self.directory().join(file),
            None => self.git_dir.join("index"),
        };
        // Nothing else has an end for sure.
        if !std::fs::metadata(&file).is_ok_and(|it| it.is_file()) {
            return Ok(None);
        }
        match std::fs::read(file) {
            Ok(bytes) => self.differing_from_head(&bytes),
            Err(_) => Ok(None),
        }
    }

    fn staged_by_library(&self) -> Result<Vec<Change>, GitError> {
        self.with_handle(|handle| {
            let tree = handle.head().ok().and_then(|it| it.peel_to_tree().ok());
            changes_of(handle.diff_tree_to_index(tree.as_ref(), None, None)?)
        })
    }
}

/// The changes that libgit2 found, renames among them.
pub(super) fn changes_of(mut diff: git2::Diff<'_>) -> Result<Vec<Change>, GitError> {
    diff.find_similar(None)?;
    let mut changes: Vec<Change> = diff.deltas().filter_map(|it| change(&it)).collect();
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(changes)
}

fn change(delta: &git2::DiffDelta<'_>) -> Option<Change> {
    let new = delta.new_file();
    let old = delta.old_file();
    let path = new.path_bytes().or_else(|| old.path_bytes())?.to_vec();
    let state = match delta.status() {
        git2::Delta::Deleted => ChangeState::Gone,
        git2::Delta::Conflicted => ChangeState::Unmerged,
        _ => ChangeState::There {
            kind: Kind::from_mode(u32::from(new.mode())),
            id: new.id().into(),
        },
    };
    let renamed_from = (delta.status() == git2::Delta::Renamed)
        .then(|| old.path_bytes().map(<[u8]>::to_vec))
        .flatten();
    Some(Change {
        path,
        renamed_from,
        state,
    })
}

/// Reads `git diff --raw -z`: `:mode mode id id status NUL path NUL`, with a second path where it
/// was renamed.
pub(super) fn parse(bytes: &[u8]) -> Result<Vec<Change>, GitError> {
    let wrong = || GitError::Answer("diff");
    let mut fields = bytes.split(|byte| *byte == 0);
    let mut changes = Vec::new();
    while let Some(head) = fields.next().filter(|it| !it.is_empty()) {
        let head = std::str::from_utf8(head).map_err(|_| wrong())?;
        let words: Vec<&str> = head.trim_start_matches(':').split(' ').collect();
        let [_, mode, _, id, status] = words.as_slice() else {
            return Err(wrong());
        };
        let first = fields.next().ok_or_else(wrong)?.to_vec();
        let (path, renamed_from) = if status.starts_with(['R', 'C']) {
            let path = fields.next().ok_or_else(wrong)?.to_vec();
            (path, Some(first).filter(|_| status.starts_with('R')))
        } else {
            (first, None)
        };
        let state = match status.chars().next() {
            Some('D') => ChangeState::Gone,
            Some('U') => ChangeState::Unmerged,
            _ => ChangeState::There {
                kind: Kind::from_mode(u32::from_str_radix(mode, 8).map_err(|_| wrong())?),
                id: Oid::parse(id).ok_or_else(wrong)?,
            },
        };
        changes.push(Change {
            path,
            renamed_from,
            state,
        });
    }
    // An undecided path may be listed again as changed; that it is undecided counts.
    changes.sort_by(|a, b| {
        let rank = |it: &Change| it.state != ChangeState::Unmerged;
        (&a.path, rank(a)).cmp(&(&b.path, rank(b)))
    });
    changes.dedup_by(|later, first| later.path == first.path);
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rename_has_two_paths_and_a_deletion_none_that_is_there() {
        let (a, b, zero) = ("a".repeat(40), "b".repeat(40), "0".repeat(40));
        let raw = format!(
            ":100644 100755 {a} {b} R090\0a b\nc\0d\0:100644 000000 {a} {zero} D\0e\0\
             :000000 000000 {zero} {zero} U\0f\0:100644 100644 {a} {b} M\0f\0"
        );
        let changes = parse(raw.as_bytes()).unwrap();
        assert_eq!(changes.len(), 3);
        assert_eq!(changes[0].path, b"d");
        assert_eq!(changes[0].renamed_from.as_deref(), Some(&b"a b\nc"[..]));
        assert_eq!(
            changes[0].state,
            ChangeState::There {
                kind: Kind::Executable,
                id: Oid::parse(&b).unwrap()
            }
        );
        assert_eq!(changes[1].state, ChangeState::Gone);
        assert_eq!(changes[2].state, ChangeState::Unmerged);
    }

    #[test]
    fn half_an_answer_is_an_error() {
        assert!(parse(b":100644 100755 aa bb M").is_err());
        assert!(parse(b":100644 100755 aa bb M\0a\0").is_err());
        assert!(parse(b"what").is_err());
    }
}
