//! A commit in which files get other places, and nothing else becomes of them: git finds their history
//! by it.

use std::ffi::OsStr;
use std::path::Path;

use super::Committed;
use crate::git::GitError;
use crate::git::Kind;
use crate::git::Repo;
use crate::git::run;
use crate::source::RepoPath;

/// The variable that says which file is the index.
const INDEX: &str = "GIT_INDEX_FILE";
/// The words that change an index as lines say.
const UPDATE: [&str; 3] = ["update-index", "-z", "--index-info"];

impl Repo {
    /// Makes a commit in which files of the last one have other places, with the texts that they have
    /// there; the work tree is not looked at. What the last commit does not have, or has in the new place
    /// already, is left out; `None` where nothing is left. No hook judges it: it changes no text, and what
    /// it leads to is in the commit that follows. It is put together in the file `index`.
    pub fn commit_moves(
        &self,
        moves: &[(RepoPath, RepoPath)],
        message: &str,
        index: &Path,
    ) -> Result<Option<Committed>, GitError> {
        let Some(head) = self.head() else {
            return Ok(None);
        };
        let mut lines = Vec::new();
        for (from, to) in moves {
            let Some(entry) = self.entry_of_commit(head, from.as_str()) else {
                continue;
            };
            let mode = match entry.kind {
                Kind::File => "100644",
                Kind::Executable => "100755",
                Kind::Link | Kind::Submodule => continue,
            };
            if self.entry_of_commit(head, to.as_str()).is_some() {
                continue;
            }
            let id = entry.id;
            lines.extend(format!("0 {id}\t{from}\0{mode} {id}\t{to}\0").into_bytes());
        }
        if lines.is_empty() {
            return Ok(None);
        }
        let directory = self.directory();
        let aside = Some((INDEX, index.as_os_str()));
        run::fed(directory, (&["read-tree", "HEAD"], aside), &[])?;
        run::fed(directory, (&UPDATE, aside), &lines)?;
        let words = ["commit", "--quiet", "--no-verify", "--message", message];
        let words = words.map(str::to_owned);
        run::aloud(directory, &words, aside)?;
        run::fed(directory, (&UPDATE, None::<(&str, &OsStr)>), &lines)?;
        Ok(Some(self.committed()))
    }
}
