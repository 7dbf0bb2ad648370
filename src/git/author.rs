//! Who wrote a commit, and whether that is signed; and with what editor they write.

use super::GitError;
use super::Oid;
use super::Repo;

impl Repo {
    /// Whether git accepts the signature of a commit, with the keys that it knows here.
    pub fn is_signed(&self, commit: Oid) -> bool {
        self.output(&["verify-commit", &commit.to_string()]).is_ok()
    }

    /// The name and address of a commit's author, by the repository's mailmap.
    pub fn author_of(&self, commit: Oid) -> Result<(String, String), GitError> {
        let words = [
            "show",
            "--no-patch",
            "--no-show-signature",
            "--format=%aN%n%aE",
            &commit.to_string(),
        ];
        let text = String::from_utf8_lossy(&self.output(&words)?).into_owned();
        let (name, email) = text.split_once('\n').ok_or(GitError::Answer("show"))?;
        Ok((name.to_owned(), email.trim().to_owned()))
    }

    /// The command of the editor that git would start: `GIT_EDITOR`, `core.editor`, `VISUAL`, `EDITOR`,
    /// or the usual one where there is a terminal for it.
    pub fn editor(&self) -> Option<std::ffi::OsString> {
        let bytes = self.output(&["var", "GIT_EDITOR"]).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let text = text.trim_end_matches('\n');
        (!text.is_empty()).then(|| text.into())
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
