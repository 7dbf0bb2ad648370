//! Who wrote a commit, and whether that is signed; and with what editor they write.

use super::GitError;
use super::Oid;
use super::Repo;
use crate::source::RepoPath;
use crate::time::Moment;

impl Repo {
    /// Whether git accepts the signature of a commit, with the keys that it knows here.
    pub fn is_signed(&self, commit: Oid) -> bool {
        self.output(&["verify-commit", &commit.to_string()]).is_ok()
    }

    /// Whether a commit comes after another, or is it.
    pub fn comes_after(&self, commit: Oid, earlier: Oid) -> bool {
        let (commit, earlier) = (commit.to_string(), earlier.to_string());
        self.output(&["merge-base", "--is-ancestor", &earlier, &commit])
            .is_ok()
    }

    /// The command of the editor that git would start: `GIT_EDITOR`, `core.editor`, `VISUAL`, `EDITOR`,
    /// or the usual one where there is a terminal for it.
    pub fn editor(&self) -> Option<std::ffi::OsString> {
        let bytes = self.output(&["var", "GIT_EDITOR"]).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let text = text.trim_end_matches('\n');
        (!text.is_empty()).then(|| text.into())
    }

    /// The names and addresses of those who made commits that reach HEAD since a moment, in files below
    /// a directory, by the repository's mailmap: the latest first, each as often as they did.
    pub fn authors_since(
        &self,
        since: Moment,
        directory: &RepoPath,
    ) -> Result<Vec<(String, String)>, GitError> {
        let since = format!("--since={}", since.to_short());
        let mut words = vec![
            "log",
            "--use-mailmap",
            "--format=%aN%x00%aE",
            since.as_str(),
            "--",
        ];
        if !directory.is_root() {
            words.push(directory.as_str());
        }
        // A repository without a commit has no author.
        let Ok(text) = self.output(&words) else {
            return Ok(Vec::new());
        };
        let text = String::from_utf8_lossy(&text);
        let authors = text.lines().filter_map(|it| it.split_once('\0'));
        Ok(authors
            .map(|(name, email)| (name.to_owned(), email.to_owned()))
            .collect())
    }

    /// The name and address that the next commit will have as its author's. Git makes no commit
    /// without a name; an address alone says who one is, too.
    pub fn author(&self) -> Option<(String, String)> {
        let Ok(bytes) = self.output(&["var", "GIT_AUTHOR_IDENT"]) else {
            let name = self.config("user.name").unwrap_or_default();
            return Some((name, self.config("user.email")?));
        };
        let text = String::from_utf8(bytes).ok()?;
        let (name, rest) = text.split_once(" <")?;
        let (email, _) = rest.split_once('>')?;
        Some((name.to_owned(), email.to_owned()))
    }
}
