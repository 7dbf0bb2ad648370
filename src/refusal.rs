//! Why something was not done, and what to do about it.
//!
//! Modules on lower floors have errors of their own, which say what happened. Where they meet, each
//! becomes a refusal: see `workspace/advice.rs` for what git and a snapshot say.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::count::counted;
use crate::likeness;
use crate::likeness::Among;
use crate::model::Status;
use crate::source::RepoPath;

/// How many candidates of an ambiguous name are listed.
const CANDIDATES: usize = 10;

/// What kind of refusal it is: what a face of the program can act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What was asked makes no sense: a word, a value, an option that is missing.
    Usage,
    /// What was named is not there.
    NotFound,
    /// What was named may be one of several; the hints list them where they are few.
    Ambiguous,
    /// There is no configuration, or it, a template or the roster must be mended first.
    Configuration,
    /// Git cannot do it here: no repository, a bare one, an unknown revision, a damaged object.
    Repository,
    /// A document cannot be read, or would not be read back as it is meant.
    Unreadable,
    /// It would be a fault now: where the document stands, or what else is there, does not allow it.
    NotReady,
    /// A file is not as it was read.
    Stale,
    /// The system refused: a file, a stream, another program.
    Io,
}

/// Something was not done. Faults in documents are findings, not refusals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What kind it is.
    pub kind: Kind,
    /// What happened: lower case, no full stop.
    pub message: String,
    /// What to do: imperative.
    pub hints: Vec<String>,
    /// The files that they name, as they name them.
    named: Vec<Named>,
}

/// A file that a refusal names.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Named {
    /// By its path in the repository.
    Inside(RepoPath),
    /// By its path in the file system.
    Anywhere(PathBuf),
}

/// A refusal of each kind, with what happened.
impl Refusal {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hints: Vec::new(),
            named: Vec::new(),
        }
    }

    /// What was asked makes no sense.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// What was named is not there.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, message)
    }

    /// What was named may be one of several.
    pub fn ambiguous(message: impl Into<String>) -> Self {
        Self::new(Kind::Ambiguous, message)
    }

    /// The configuration must be mended first.
    pub fn configuration(message: impl Into<String>) -> Self {
        Self::new(Kind::Configuration, message)
    }

    /// Git cannot do it here.
    pub fn repository(message: impl Into<String>) -> Self {
        Self::new(Kind::Repository, message)
    }

    /// A document cannot be read, or not be changed as it is meant.
    pub fn unreadable(message: impl Into<String>) -> Self {
        Self::new(Kind::Unreadable, message)
    }

    /// It would be a fault now.
    pub fn not_ready(message: impl Into<String>) -> Self {
        Self::new(Kind::NotReady, message)
    }

    /// A file is not as it was read.
    pub fn stale(message: impl Into<String>) -> Self {
        Self::new(Kind::Stale, message)
    }

    /// The system refused.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(Kind::Io, message)
    }
}

/// What the system says of an error, without the path of the temporary file that `tempfile` puts
/// behind it.
fn bare(error: &io::Error) -> String {
    let said = error.to_string();
    match said.split_once(" at path \"") {
        Some((system, _)) => system.to_owned(),
        None => said,
    }
}

/// Refusals that several callers give.
impl Refusal {
    /// There is no `pmrepo.yaml` to be found.
    pub fn no_root() -> Self {
        Self::configuration("there is no pmrepo.yaml here or above, and none is tracked")
            .hint("run `pmrepo init` at the top of the repository")
    }

    /// No postmortem has the id, or one that it may be short for.
    pub fn unknown_id(word: &str) -> Self {
        Self::not_found(format!("`{word}` is neither a file nor a postmortem"))
            .hint("`pmrepo list` shows what there is")
    }

    /// The same, with those that are nearly called that.
    pub fn no_id_but(word: &str, like: &[&str]) -> Self {
        if like.is_empty() {
            return Self::unknown_id(word);
        }
        let like: Vec<String> = like.iter().map(|it| format!("`{it}`")).collect();
        Self::not_found(format!("`{word}` is neither a file nor a postmortem"))
            .hint(format!("did you mean {}?", like.join(" or ")))
    }

    /// A path leads out of the repository.
    pub fn outside(word: &str) -> Self {
        Self::not_found(format!("`{word}` lies outside of this repository"))
    }

    /// A shortened id fits several postmortems; the candidates come best first.
    pub fn ambiguous_id(word: &str, candidates: &[impl AsRef<str>]) -> Self {
        let fits = counted(candidates.len(), "postmortem");
        Self::ambiguous(format!("`{word}` fits {fits}")).candidates(candidates)
    }

    /// Git does not know who commits here.
    pub fn nobody() -> Self {
        Self::usage("git does not know who you are")
            .hint("git config --global user.name \"Your Name\"")
            .hint("git config --global user.email you@example.com")
            .hint("or set GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL")
    }

    /// A word is no status of a postmortem.
    pub fn no_status(word: &str) -> Self {
        let all: Vec<&str> = Status::ALL.iter().map(|it| it.as_str()).collect();
        let refusal = Self::usage(format!("`{word}` is not a status"));
        match likeness::nearest_word(word, all.iter().copied(), Among::Names) {
            Some(like) => refusal.hint(format!("did you mean `{like}`?")),
            None => refusal.hint(format!("one of {}", all.join(", "))),
        }
    }

    /// A file could not be written or read.
    pub fn io(path: &Path, error: &io::Error) -> Self {
        let said = bare(error);
        let it = Self::failed(format!("{}: {said}", path.display())).about_file(path);
        match error.kind() {
            io::ErrorKind::StorageFull => it.hint("make room on the disk; nothing is half written"),
            io::ErrorKind::PermissionDenied => it.hint("look who may write there: `ls -ld`"),
            _ => it,
        }
    }
}

/// Files.
impl Refusal {
    /// Says that message or hints name a file: whoever reads them is shown its path from where they stand.
    #[must_use]
    pub fn about(mut self, path: &RepoPath) -> Self {
        self.named.push(Named::Inside(path.clone()));
        self
    }

    /// The same for a file by its path in the file system.
    #[must_use]
    pub fn about_file(mut self, path: &Path) -> Self {
        self.named.push(Named::Anywhere(path.to_path_buf()));
        self
    }

    /// The same with the files that it names as they are seen from a directory of a repository.
    #[must_use]
    pub fn seen_from(&self, here: &RepoPath, top: &Path) -> Self {
        let mut seen = self.clone();
        for named in &self.named {
            let (from, path) = match named {
                Named::Inside(path) => (path.to_string(), Some(path.clone())),
                Named::Anywhere(path) => {
                    let below = path.strip_prefix(top).ok().and_then(Path::to_str);
                    let below = below.and_then(|it| RepoPath::new(&it.replace('\\', "/")));
                    (path.display().to_string(), below)
                }
            };
            if let Some(path) = path {
                let to = path.seen_from(here);
                for text in std::iter::once(&mut seen.message).chain(&mut seen.hints) {
                    *text = with_path(text, &from, &to);
                }
            }
        }
        seen
    }
}

/// A text in which a path has given way to another form of it, wherever it stands whole.
fn with_path(text: &str, from: &str, to: &str) -> String {
    let is_part = |it: char| it.is_alphanumeric() || "/\\_-".contains(it);
    let mut done = String::new();
    let mut left = text;
    while let Some((before, after)) = left.split_once(from).filter(|_| !from.is_empty()) {
        let goes_before = |it: char| is_part(it) || it == '.';
        let is_whole = !before.ends_with(goes_before) && !after.starts_with(is_part);
        done.push_str(before);
        done.push_str(if is_whole { to } else { from });
        left = after;
    }
    done.push_str(left);
    done
}

/// What to do.
impl Refusal {
    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Lists what may have been meant, best first.
    #[must_use]
    pub fn candidates(self, candidates: &[impl AsRef<str>]) -> Self {
        let mut refusal = self;
        for candidate in candidates.iter().take(CANDIDATES) {
            refusal = refusal.hint(candidate.as_ref());
        }
        match candidates.len().saturating_sub(CANDIDATES) {
            0 => refusal,
            more => refusal.hint(format!("… and {more} more")),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_from_where_one_stands() {
        let path = RepoPath::new("team/pmrepo.yaml").unwrap();
        let (top, here) = (Path::new("/srv"), RepoPath::new("team/notes").unwrap());
        let refusal = Refusal::configuration("team/pmrepo.yaml:3: no, other-team/pmrepo.yaml")
            .hint("see team/pmrepo.yaml.")
            .about(&path);
        let seen = refusal.seen_from(&here, top);
        assert_eq!(seen.message, "../pmrepo.yaml:3: no, other-team/pmrepo.yaml");
        assert_eq!(seen.hints, ["see ../pmrepo.yaml."]);
        assert_eq!(
            refusal.seen_from(&RepoPath::root(), top).message,
            refusal.message
        );
        let error = io::Error::from(io::ErrorKind::PermissionDenied);
        let refusal = Refusal::io(Path::new("/srv/team/pmrepo.yaml"), &error);
        let seen = refusal.seen_from(&here, top);
        assert!(seen.message.starts_with("../pmrepo.yaml: "), "{seen:?}");
        let refusal = Refusal::io(Path::new("/other/x"), &error);
        assert_eq!(refusal.seen_from(&here, top).message, refusal.message);
    }
}
