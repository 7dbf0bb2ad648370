//! A line of evidence: a git command, and what it prints.

use crate::git::AUTHOR;
use crate::git::COMMITTER;
use crate::git::Oid;
use crate::git::Repo;
use crate::git::Witnessed;
use crate::git::literal;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::snapshot::ROOT_FILE;
use crate::source::RepoPath;

/// Something that anybody can look up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it shows.
    pub shows: String,
    /// The command, for a POSIX shell in any clone.
    pub command: String,
    /// What it prints, without the last line feed.
    pub prints: String,
    /// Whether that depends on the keys that git knows there.
    pub depends_on_keys: bool,
}

impl Line {
    pub(super) fn new(
        shows: impl Into<String>,
        command: String,
        prints: impl Into<String>,
    ) -> Self {
        Self {
            shows: shows.into(),
            command,
            prints: prints.into(),
            depends_on_keys: false,
        }
    }
}

/// A word as a shell takes it.
pub(super) fn word(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Who wrote a commit, who made it, and whether it is signed.
pub(super) fn of_commit(it: &Witnessed) -> Vec<Line> {
    let ask = |format: &str| {
        format!(
            "git log -1 --no-show-signature --format={} {}",
            word(format),
            it.commit
        )
    };
    let mut signed = Line::new("the signature, as git judges it", ask("%G?"), &it.letter);
    signed.depends_on_keys = it.letter != "N";
    vec![
        Line::new("who wrote it, and when", ask(AUTHOR), &it.author),
        Line::new("who made it, and when", ask(COMMITTER), &it.committer),
        signed,
    ]
}

/// That a file in a commit has the bytes that it has.
pub(super) fn of_file(commit: Oid, path: &RepoPath, id: Oid, shows: impl Into<String>) -> Line {
    let place = word(&format!("{commit}:{path}"));
    Line::new(shows, format!("git rev-parse {place}"), id.to_string())
}

/// That a commit has no file at a path.
pub(super) fn of_nothing(commit: Oid, path: &RepoPath, shows: impl Into<String>) -> Line {
    let path = word(&literal(path));
    Line::new(
        shows,
        format!("git ls-tree -r --full-tree --name-only {commit} {path}"),
        "",
    )
}

/// By which configuration clocks are reckoned.
pub(super) fn of_configuration(repo: &Repo, head: Oid, root: &Root) -> Result<Line, Refusal> {
    let path = root.directory.join(ROOT_FILE).unwrap_or_default();
    let entry = repo
        .entry_of_commit(head, path.as_str())
        .ok_or_else(|| Refusal::not_found(format!("`{path}` is not committed")))?;
    Ok(of_file(
        head,
        &path,
        entry.id,
        "the configuration by which clocks are reckoned",
    ))
}
