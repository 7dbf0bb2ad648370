//! What the messages of commits say line by line, and what those commits change.

use super::Backend;
use super::GitError;
use super::Oid;
use super::Repo;
use super::literal;
use super::revision::one_id;
use crate::source::RepoPath;

/// How many commits are asked for at once: a command line has an end.
const AT_ONCE: usize = 1000;

/// A line of a commit's message that begins with a key, and the paths that the commit changes against
/// its first parent, as bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trailer {
    /// The commit.
    pub commit: Oid,
    /// What stands behind the key, with the indented lines below.
    pub value: String,
    /// The paths.
    pub paths: Vec<Vec<u8>>,
}

/// A commit, and those that it comes after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The commit.
    pub commit: Oid,
    /// Its parents.
    pub parents: Vec<Oid>,
}

/// The paths that a commit changes, as bytes.
type Changed = (Oid, Vec<Vec<u8>>);

impl Repo {
    /// The lines that begin with a key, wherever they stand in the messages of the commits of `head`
    /// that `base` does not have: a squash merge strings messages together. The latest commit first.
    pub fn trailers(&self, base: Oid, head: Oid, key: &str) -> Result<Vec<Trailer>, GitError> {
        let mut found = Vec::new();
        for (commit, message) in self.messages(base, head)? {
            for value in values(&message, key) {
                found.push(Trailer {
                    commit,
                    value,
                    paths: Vec::new(),
                });
            }
        }
        let mut commits: Vec<Oid> = found.iter().map(|it| it.commit).collect();
        commits.dedup();
        for (commit, paths) in self.changed_by(&commits)? {
            for trailer in found.iter_mut().filter(|it| it.commit == commit) {
                trailer.paths.clone_from(&paths);
            }
        }
        Ok(found)
    }

    /// The messages of the commits of `head` that `base` does not have, the latest first.
    fn messages(&self, base: Oid, head: Oid) -> Result<Vec<(Oid, String)>, GitError> {
        if let Some(messages) = self.messages_in_line(base, head) {
            return Ok(messages);
        }
        let range = format!("{base}..{head}");
        let words = [
            "log",
            "-z",
            "--topo-order",
            "--format=%H%x00%B",
            &range,
            "--",
        ];
        messages(&self.output(&words)?)
    }

    /// The same where a few commits follow each other one by one: git would take longer to start. `None`
    /// where git has to sort them, or has more to do with a message than to print it.
    fn messages_in_line(&self, base: Oid, head: Oid) -> Option<Vec<(Oid, String)>> {
        if self.backend == Backend::Executable {
            return None;
        }
        let in_line = |handle: &git2::Repository| {
            let mut all = Vec::new();
            let (base, mut at) = (base.for_library().ok()?, head.for_library().ok()?);
            while at != base {
                let commit = handle.find_commit(at).ok()?;
                if commit.parent_count() != 1 || all.len() == AT_ONCE {
                    return None;
                }
                let objects = handle.odb().ok()?;
                let object = objects.read(at).ok()?;
                all.push((at.into(), plain_message(object.data())?));
                at = commit.parent_id(0).ok()?;
            }
            Some(all)
        };
        self.with_handle(|handle| Ok(in_line(handle))).ok()?
    }

    /// The commits of `head` that `base` does not have and that change something at some paths or below
    /// them, the latest first; a merge only where it is like none of its parents.
    pub fn steps(&self, base: Oid, head: Oid, paths: &[&RepoPath]) -> Result<Vec<Step>, GitError> {
        let range = format!("{base}..{head}");
        let places: Vec<String> = paths.iter().map(|it| literal(it)).collect();
        let mut words = vec![
            "log",
            "--topo-order",
            "--no-follow",
            "--format=%H %P",
            &range,
            "--",
        ];
        words.extend(places.iter().map(String::as_str));
        let text = self.output(&words)?;
        let text = String::from_utf8_lossy(&text);
        let step = |line: &str| {
            let mut ids = line.split_whitespace().map(Oid::parse);
            Some(Step {
                commit: ids.next()??,
                parents: ids.collect::<Option<_>>()?,
            })
        };
        let lines = text.lines().filter(|it| !it.is_empty());
        lines
            .map(|it| step(it).ok_or(GitError::Answer("log")))
            .collect()
    }

    /// What commits change against their first parent.
    fn changed_by(&self, commits: &[Oid]) -> Result<Vec<Changed>, GitError> {
        let mut all = Vec::new();
        for some in commits.chunks(AT_ONCE) {
            let ids: Vec<String> = some.iter().map(Oid::to_string).collect();
            let mut words = vec![
                "log",
                "--no-walk=unsorted",
                "-z",
                "--raw",
                "--no-abbrev",
                "--no-renames",
                "--diff-merges=first-parent",
                "--format=%H",
            ];
            words.extend(ids.iter().map(String::as_str));
            words.push("--");
            all.extend(changed(&self.output(&words)?)?);
        }
        Ok(all)
    }
}

/// The message of a commit in UTF-8, as far as git prints it; `None` where it says to be in another encoding.
fn plain_message(commit: &[u8]) -> Option<String> {
    let end = memchr::memmem::find(commit, b"\n\n")?;
    let (head, message) = (commit.get(..end)?, commit.get(end + 2..)?);
    let mut lines = head.split(|it| *it == b'\n');
    if lines.any(|it| it.starts_with(b"encoding")) {
        return None;
    }
    let message = message.split(|it| *it == 0).next()?;
    Some(String::from_utf8_lossy(message).into_owned())
}

/// Reads `id NUL message NUL` for each commit: no message holds a NUL.
fn messages(bytes: &[u8]) -> Result<Vec<(Oid, String)>, GitError> {
    let wrong = || GitError::Answer("log");
    let mut fields = bytes.split(|it| *it == 0);
    let mut all = Vec::new();
    while let Some(id) = fields.next().filter(|it| !it.is_empty()) {
        let commit = one_id(id).ok_or_else(wrong)?;
        let message = fields.next().ok_or_else(wrong)?;
        all.push((commit, String::from_utf8_lossy(message).into_owned()));
    }
    Ok(all)
}

/// Reads `id NUL` for each commit, and `:mode mode id id status NUL path NUL` for what it changes.
fn changed(bytes: &[u8]) -> Result<Vec<Changed>, GitError> {
    let wrong = || GitError::Answer("log");
    let mut all: Vec<Changed> = Vec::new();
    let mut fields = bytes.split(|it| *it == 0);
    while let Some(field) = fields.next() {
        let field = field.trim_ascii();
        if field.starts_with(b":") {
            let path = fields.next().ok_or_else(wrong)?;
            let (_, paths) = all.last_mut().ok_or_else(wrong)?;
            paths.push(path.to_vec());
        } else if !field.is_empty() {
            all.push((one_id(field).ok_or_else(wrong)?, Vec::new()));
        }
    }
    Ok(all)
}

/// What stands behind a key at the beginning of a line, each with the indented lines below it.
fn values(message: &str, key: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in message.lines() {
        let behind = line.split_at_checked(key.len()).and_then(|(start, rest)| {
            let value = rest.trim_start().strip_prefix(':')?;
            start.eq_ignore_ascii_case(key).then(|| value.trim())
        });
        let is_more = is_open && line.starts_with([' ', '\t']) && !line.trim().is_empty();
        is_open = behind.is_some() || is_more;
        match (behind, all.last_mut()) {
            (Some(value), _) => all.push(value.to_owned()),
            (None, Some(value)) if is_more => {
                value.push(' ');
                value.push_str(line.trim());
            }
            _ => {}
        }
    }
    all.retain(|it| !it.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_counts_at_the_beginning_of_any_line() {
        let message = "Squash (#7)\n\n* One\n\nPmrepo-Allow: PM804 the clock\n  was wrong\n\n* Two\n\n\
            pmrepo-allow : PM801 so\nmore\n see Pmrepo-Allow: PM803 no\n> Pmrepo-Allow: PM803 no\n\
            Pmrepo-Allow:\nPmrepo-Allow PM803\n";
        assert_eq!(
            values(message, "Pmrepo-Allow"),
            ["PM804 the clock was wrong", "PM801 so"]
        );
    }

    #[test]
    fn no_message_and_no_path_is_taken_for_another_commit() {
        let (one, two) = ("ab".repeat(20), "cd".repeat(20));
        let log = format!("{one}\0x\u{1}{two}\u{2}y\n\0{two}\0\0");
        let all = messages(log.as_bytes()).unwrap();
        assert_eq!(all.len(), 2);
        assert!(all[0].1.contains(&two));
        let raw = format!("{one}\0\n:1 2 a b M\0{two}\0:1 2 a b M\0:\n\0{two}\0");
        let all = changed(raw.as_bytes()).unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].1, [two.clone().into_bytes(), b":\n".to_vec()]);
        assert!(changed(b"what").is_err());
        assert!(messages(b"what\0").is_err());
    }
}
