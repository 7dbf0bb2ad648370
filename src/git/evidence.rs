//! What somebody else can look up of commits with git alone, and the bundle that lets them.

use std::path::Path;

use super::GitError;
use super::Oid;
use super::Repo;
use super::revision::one_id;
use super::run;

/// What git says of the signature of a commit, with the keys that it knows here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// Git accepts it.
    Good,
    /// It is not of this commit, or by a key that was revoked or has expired.
    Bad,
    /// There is one, and what would tell is not here.
    Unknown,
    /// There is none.
    None,
}

impl Signature {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Unknown => "cannot-check",
            Self::None => "none",
        }
    }

    /// By the letter that git prints for `%G?`.
    fn of(letter: &str) -> Self {
        match letter {
            "G" | "U" => Self::Good,
            "B" | "X" | "Y" | "R" => Self::Bad,
            "N" => Self::None,
            _ => Self::Unknown,
        }
    }
}

/// What a commit says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed {
    /// The commit.
    pub commit: Oid,
    /// Its parents.
    pub parents: Vec<Oid>,
    /// Name and address of who wrote it, and when: `Ben <ben@example.com> 2026-04-01T12:00:00Z`.
    pub author: String,
    /// The same of who made it.
    pub committer: String,
    /// Its signature, as git judges it here.
    pub signature: Signature,
    /// The letter that git prints for it.
    pub letter: String,
}

/// How `git log` is asked for an author, and for a committer, so that anybody gets the same.
pub const AUTHOR: &str = "%an <%ae> %aI";
/// The same of the committer.
pub const COMMITTER: &str = "%cn <%ce> %cI";

impl Repo {
    /// What some commits say of themselves, in their order.
    pub fn witnessed(&self, commits: &[Oid]) -> Result<Vec<Witnessed>, GitError> {
        let format = format!("--format=%H%x00%P%x00{AUTHOR}%x00{COMMITTER}%x00%G?");
        let wrong = || GitError::Answer("log");
        let mut all = Vec::new();
        for commit in commits {
            let words = ["log", "-1", &format, &commit.to_string(), "--"];
            let text = self.output(&words)?;
            let text = String::from_utf8_lossy(&text);
            let fields: Vec<&str> = text.trim_end_matches('\n').split('\0').collect();
            let [id, parents, author, committer, letter] = fields.as_slice() else {
                return Err(wrong());
            };
            let parents = parents.split_whitespace().map(Oid::parse);
            all.push(Witnessed {
                commit: Oid::parse(id).ok_or_else(wrong)?,
                parents: parents.collect::<Option<_>>().ok_or_else(wrong)?,
                author: (*author).to_owned(),
                committer: (*committer).to_owned(),
                signature: Signature::of(letter),
                letter: (*letter).to_owned(),
            });
        }
        Ok(all)
    }

    /// The id that a file with some bytes has; nothing is written.
    pub fn id_of_bytes(&self, bytes: &[u8]) -> Result<Oid, GitError> {
        let words = ["hash-object", "--stdin", "--no-filters"];
        let printed = run::answered(self.directory(), &words, bytes)?;
        one_id(&printed).ok_or(GitError::Answer("hash-object"))
    }

    /// Writes a bundle of HEAD with all that it comes after into a file, which is replaced.
    pub fn bundle(&self, file: &Path) -> Result<(), GitError> {
        let file = file.to_string_lossy();
        self.output(&["bundle", "create", "--quiet", &file, "HEAD"])
            .map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_cannot_check_is_neither_good_nor_none() {
        let said = ["G", "U", "B", "R", "N", "E", "?", ""].map(|it| Signature::of(it).as_str());
        let unknown = "cannot-check";
        assert_eq!(
            said,
            [
                "good", "good", "bad", "bad", "none", unknown, unknown, unknown
            ]
        );
    }
}
