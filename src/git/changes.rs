//! What differs between two commits, and what the commits between them say.

use super::Backend;
use super::Change;
use super::GitError;
use super::Oid;
use super::Repo;
use super::revision::one_id;
use super::staged::changes_of;
use super::staged::parse;

/// A trailer of a commit, and the paths that the commit changes against its first parent, as bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trailer {
    /// The commit.
    pub commit: Oid,
    /// What stands behind the key.
    pub value: String,
    /// The paths.
    pub paths: Vec<Vec<u8>>,
}

/// Separates commits, and the parts of one, in what git is asked to print: no message holds it.
const RECORD: char = '\u{1}';
const FIELD: char = '\u{2}';

impl Repo {
    /// What differs between two commits, in the order of the paths; renames are found.
    pub fn changes_between(&self, from: Oid, to: Oid) -> Result<Vec<Change>, GitError> {
        let answer = self.output(&[
            "diff",
            "--raw",
            "-z",
            "--no-abbrev",
            "--no-ext-diff",
            "--find-renames",
            "--ignore-submodules=dirty",
            &from.to_string(),
            &to.to_string(),
            "--",
        ]);
        match answer {
            Ok(bytes) => parse(&bytes),
            Err(GitError::NoExecutable) => self.between_by_library(from, to),
            Err(error) => Err(error),
        }
    }

    fn between_by_library(&self, from: Oid, to: Oid) -> Result<Vec<Change>, GitError> {
        self.with_handle(|handle| {
            let tree = |id: Oid| handle.find_commit(id.for_library()?)?.tree();
            let (from, to) = (tree(from)?, tree(to)?);
            let diff = handle.diff_tree_to_tree(Some(&from), Some(&to), None)?;
            changes_of(diff)
        })
    }

    /// The commit from which two commits part; `None` where they have none in common, as in a clone
    /// that is too shallow.
    pub fn merge_base(&self, one: Oid, other: Oid) -> Result<Option<Oid>, GitError> {
        match self.backend {
            Backend::Library => self.with_handle(|handle| {
                match handle.merge_base(one.for_library()?, other.for_library()?) {
                    Ok(base) => Ok(Some(base.into())),
                    Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
                    Err(error) => Err(error.into()),
                }
            }),
            Backend::Executable => {
                let answer = self.output(&["merge-base", &one.to_string(), &other.to_string()]);
                Ok(one_id(&answer.unwrap_or_default()))
            }
        }
    }

    /// The trailers with a key in the commits of `head` that `base` does not have.
    pub fn trailers(&self, base: Oid, head: Oid, key: &str) -> Result<Vec<Trailer>, GitError> {
        let grep = format!("--grep=^{key}:");
        let format = format!(
            "--format={RECORD}%H{FIELD}%(trailers:key={key},valueonly=true,unfold=true){FIELD}"
        );
        let words = [
            "log",
            "-z",
            "--regexp-ignore-case",
            "--name-only",
            "--no-renames",
            "--diff-merges=first-parent",
            &grep,
            &format,
            &format!("{base}..{head}"),
            "--",
        ];
        let bytes = self.output(&words)?;
        Ok(bytes
            .split(|it| char::from(*it) == RECORD)
            .filter_map(record)
            .flatten()
            .collect())
    }
}

/// Reads one commit: id, trailers line by line, paths.
fn record(bytes: &[u8]) -> Option<Vec<Trailer>> {
    let mut fields = bytes.splitn(3, |it| char::from(*it) == FIELD);
    let commit = one_id(fields.next()?)?;
    let values = String::from_utf8_lossy(fields.next()?).into_owned();
    let paths: Vec<Vec<u8>> = fields
        .next()?
        .split(|it| matches!(it, 0 | b'\n'))
        .filter(|it| !it.is_empty())
        .map(<[u8]>::to_vec)
        .collect();
    let trailers = values.lines().map(str::trim).filter(|it| !it.is_empty());
    Some(
        trailers
            .map(|value| Trailer {
                commit,
                value: value.to_owned(),
                paths: paths.clone(),
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_has_trailers_and_paths() {
        let id = "ab".repeat(20);
        let text = format!("{id}\x02PM804 why\nPM801 so\n\x02\n\0a b\0c\0");
        let found = record(text.as_bytes()).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].commit.to_string(), id);
        assert_eq!(found[1].value, "PM801 so");
        assert_eq!(found[0].paths, [b"a b".to_vec(), b"c".to_vec()]);
        assert_eq!(record(b""), None);
    }
}
