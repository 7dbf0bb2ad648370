//! What the user's own configuration says, and nothing that came with a clone.

use std::path::Path;
use std::path::PathBuf;

use super::Repo;

impl Repo {
    /// A setting of the user's: of the system's, the user's or this clone's configuration; the last one
    /// counts. None of it is read from a file that the repository holds: not from one that a
    /// configuration includes out of the work tree, and not from a bare repository that lies in one. So
    /// whoever clones a repository cannot be made to run a program, or to talk to a host.
    pub fn personal(&self, name: &str) -> Option<String> {
        let words = [
            "config",
            "-z",
            "--show-scope",
            "--show-origin",
            "--get-all",
            name,
        ];
        let bytes = self.output(&words).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let is_own = self.is_made_here();
        let mut found = None;
        let mut parts = text.split('\0');
        while let (Some(scope), Some(origin), Some(value)) =
            (parts.next(), parts.next(), parts.next())
        {
            let is_personal = match scope {
                "system" | "global" | "command" => true,
                "local" | "worktree" => is_own,
                _ => false,
            };
            if is_personal && !self.holds(origin) {
                found = Some(value.to_owned());
            }
        }
        found.filter(|it| !it.is_empty())
    }

    /// Whether git's own directory is the one that the work tree's `.git` is or names: nothing of that
    /// name is ever checked out.
    fn is_made_here(&self) -> bool {
        let Some(top) = &self.work_tree else {
            return false;
        };
        let link = top.join(".git");
        let named = if link.is_dir() {
            link
        } else {
            let text = std::fs::read_to_string(&link).unwrap_or_default();
            let Some(named) = text.trim_end().strip_prefix("gitdir: ") else {
                return false;
            };
            top.join(named)
        };
        real(&named).is_some_and(|it| real(&self.git_dir) == Some(it))
    }

    /// Whether a value comes out of a file of the work tree.
    fn holds(&self, origin: &str) -> bool {
        let Some(file) = origin.strip_prefix("file:") else {
            // The command line and the environment are the user's.
            return !origin.starts_with("command line");
        };
        let file = real(&self.directory().join(file));
        let (Some(file), Some(top)) = (file, self.work_tree.as_deref().and_then(real)) else {
            return self.work_tree.is_some();
        };
        let in_git = [&self.git_dir, &self.common_dir];
        let in_git = in_git.iter().filter_map(|it| real(it));
        file.starts_with(&top) && !in_git.into_iter().any(|it| file.starts_with(it))
    }
}

/// A path as the system knows it.
fn real(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}
