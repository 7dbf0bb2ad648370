//! Pushes, as git tells a hook of them.

use super::GitError;
use super::Oid;
use super::Range;
use super::Repo;

/// A ref that a push moves: objects, `None` where there is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// What it names.
    pub old: Option<Oid>,
    /// What it is to name.
    pub new: Option<Oid>,
    /// Its full name.
    pub name: String,
}

/// What a push brings to a ref.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushed {
    /// Nothing: it takes the ref away.
    Nothing,
    /// A commit that comes after nothing that is known.
    All(Oid),
    /// What comes after a commit.
    Since(Range),
}

impl Pushed {
    /// The commit that the ref is to name.
    pub fn head(&self) -> Option<Oid> {
        match self {
            Self::Nothing => None,
            Self::All(head) => Some(*head),
            Self::Since(range) => Some(range.head),
        }
    }
}

impl Update {
    /// Reads what git says to a `pre-receive` hook, a line for each ref: `OLD NEW NAME`.
    pub fn read(bytes: &[u8]) -> Result<Vec<Self>, GitError> {
        let lines = bytes.split(|it| *it == b'\n').filter(|it| !it.is_empty());
        let updates: Option<Vec<Self>> = lines.map(Self::line).collect();
        updates.ok_or(GitError::NoPush)
    }

    /// A name that is not UTF-8 is guarded by how it begins, as all others are.
    fn line(line: &[u8]) -> Option<Self> {
        let line = String::from_utf8_lossy(line);
        let mut words = line.splitn(3, ' ');
        Some(Self {
            old: Oid::parse_or_nothing(words.next()?)?,
            new: Oid::parse_or_nothing(words.next()?)?,
            name: words.next()?.to_owned(),
        })
    }
}

impl Repo {
    /// What an update brings. The changes of a new branch begin where it parts from HEAD.
    pub fn pushed(&self, update: &Update) -> Result<Pushed, GitError> {
        let Some(new) = update.new else {
            return Ok(Pushed::Nothing);
        };
        // A tag may stand before a commit.
        let commit = |id: Oid| self.commit_id(&id.to_string());
        let head = commit(new)?;
        let base = match update.old {
            Some(old) => Some(commit(old)?),
            None => match self.head() {
                Some(standing) => self.merge_base(standing, head)?,
                None => None,
            },
        };
        Ok(match base {
            Some(base) => Pushed::Since(Range { base, head }),
            None => Pushed::All(head),
        })
    }

    /// A ref among those that are wanted whose history has a commit.
    pub fn ref_with(
        &self,
        commit: Oid,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<Option<String>, GitError> {
        let contains = format!("--contains={commit}");
        let printed = self.output(&["for-each-ref", "--format=%(refname)", &contains])?;
        let names = printed.split(|it| *it == b'\n');
        let mut names = names.map(String::from_utf8_lossy);
        Ok(names.find(|it| is_wanted(it)).map(String::from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_two_ids_and_a_name() {
        let (zero, id) = ("0".repeat(40), "ab".repeat(20));
        let text = format!("{zero} {id} refs/heads/a\n{id} {zero} refs/x y\n");
        let all = Update::read(text.as_bytes()).unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!((all[0].old, all[0].new), (None, Oid::parse(&id)));
        assert_eq!((all[1].new, all[1].name.as_str()), (None, "refs/x y"));
        let broken = [text.as_bytes(), &id.as_bytes()[..20]].concat();
        assert_eq!(Update::read(&broken), Err(GitError::NoPush));
        assert_eq!(Update::read(b"what\n"), Err(GitError::NoPush));
    }
}
