//! The commits that changed one file, wherever it lay.

use std::collections::BTreeSet;

use super::GitError;
use super::Oid;
use super::Repo;
use super::blame::seconds_of;
use super::literal;
use crate::source::RepoPath;
use crate::time::Moment;

/// How often a file may have moved before nobody looks any further: such a history somebody made up.
const MOST_MOVES: usize = 100;

/// What one commit made of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The commit.
    pub commit: Oid,
    /// The author's name, as the commit has it.
    pub author: String,
    /// The author's address.
    pub email: String,
    /// When the commit was made, with the committer's offset.
    pub at: Moment,
    /// The file's objects in the commit's parents; `None` where it was not there. One for each parent
    /// of a merge, at least one.
    pub before: Vec<Option<Oid>>,
    /// Its object in the commit; `None` where it is gone.
    pub after: Option<Oid>,
    /// Where the file lay before, if the commit moved it.
    pub moved_from: Option<RepoPath>,
    /// How many other files of that name the commit moved.
    pub moved_others: usize,
}

/// The commits that changed a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// They, the oldest first; a merge only where it is like none of its parents.
    pub versions: Vec<Version>,
    /// Whether older ones may be missing here, as in a shallow clone, or where a file has moved very
    /// often.
    pub is_cut_off: bool,
}

impl Repo {
    /// The history of a file that a commit has, without what another commit has: one way that leads to what
    /// it is. Only a file that was called the same is taken for an earlier place of it: two scaffolds are
    /// like each other too.
    pub fn history(
        &self,
        commit: Oid,
        without: Option<Oid>,
        path: &RepoPath,
    ) -> Result<History, GitError> {
        let mut all: Vec<Version> = Vec::new();
        let (mut from, mut path) = (commit, path.clone());
        let mut has_more = true;
        for _ in 0..MOST_MOVES {
            let mut versions = self.versions((from, without), &path, &[])?;
            let Some(oldest) = versions.last_mut() else {
                has_more = false;
                break;
            };
            let parent = self.commit_id(&format!("{}^", oldest.commit)).ok();
            let moved = match parent {
                Some(parent) => self.find_move(parent, oldest, &path)?,
                None => None,
            };
            all.append(&mut versions);
            let (Some(parent), Some(place)) = (parent, moved) else {
                has_more = false;
                break;
            };
            (from, path) = (parent, place);
        }
        all.reverse();
        Ok(History {
            versions: all,
            is_cut_off: has_more || self.is_shallow()?,
        })
    }

    /// The history of a file on every way that leads to a commit: whoever merges what is the same leads
    /// nobody past what it was.
    pub fn whole_history(&self, commit: Oid, path: &RepoPath) -> Result<History, GitError> {
        let mut all: Vec<Version> = Vec::new();
        let mut open = vec![(commit, path.clone())];
        let mut moves = 0;
        while let Some((from, path)) = open.pop()
            && moves < MOST_MOVES
        {
            let mut versions = self.versions((from, None), &path, &["--full-history"])?;
            let added = versions.iter_mut();
            for version in added.filter(|it| it.before.iter().all(Option::is_none)) {
                let Ok(parent) = self.commit_id(&format!("{}^", version.commit)) else {
                    continue;
                };
                if let Some(place) = self.find_move(parent, version, &path)? {
                    open.push((parent, place));
                }
            }
            all.append(&mut versions);
            moves += 1;
        }
        all.reverse();
        Ok(History {
            versions: all,
            is_cut_off: !open.is_empty() || self.is_shallow()?,
        })
    }

    /// What the files of a name have been up to a commit, wherever they lay: their paths and objects; and
    /// whether older ones may be missing.
    pub fn all_called(
        &self,
        commit: Oid,
        name: &str,
    ) -> Result<(BTreeSet<(RepoPath, Oid)>, bool), GitError> {
        let (commit, place) = (commit.to_string(), format!(":(top,glob)**/{name}"));
        let words = [
            "log",
            "--full-history",
            "--no-renames",
            "--raw",
            "--no-abbrev",
            "--diff-merges=combined",
            "--format=",
            &commit,
            "--",
            &place,
        ];
        let text = self.output(&words)?;
        let text = String::from_utf8_lossy(&text);
        let all = text.lines().filter_map(|line| {
            let (words, path) = line.split_once('\t')?;
            // One with strange characters stands in quotes, and is one for itself.
            let path = RepoPath::new(path)?;
            // The status is the last word, and the object before it what the file becomes.
            let id = words.split_whitespace().rev().nth(1)?;
            Some((path, Oid::parse_or_nothing(id)??))
        });
        Ok((all.collect(), self.is_shallow()?))
    }

    fn is_shallow(&self) -> Result<bool, GitError> {
        let said = self.output(&["rev-parse", "--is-shallow-repository"])?;
        Ok(said.starts_with(b"true"))
    }

    /// The commits that changed the file at a path, the latest first; a commit and one whose history is
    /// left out.
    fn versions(
        &self,
        (commit, without): (Oid, Option<Oid>),
        path: &RepoPath,
        ways: &[&str],
    ) -> Result<Vec<Version>, GitError> {
        let place = literal(path);
        let commit = commit.to_string();
        let without = without.map(|it| format!("^{it}"));
        let mut words = vec![
            "log",
            "--topo-order",
            "--no-follow",
            "--no-renames",
            "--raw",
            "--no-abbrev",
            "--diff-merges=combined",
            "--date=raw",
            "--format=%x00%H%n%cd%n%an%n%ae",
            &commit,
        ];
        words.extend(ways);
        words.extend(without.as_deref());
        words.extend(["--", &place]);
        let bytes = self.output(&words)?;
        parse(&String::from_utf8_lossy(&bytes))
    }

    /// Where the file lay before the commit that made it, if that moved it; tells the version.
    fn find_move(
        &self,
        parent: Oid,
        version: &mut Version,
        path: &RepoPath,
    ) -> Result<Option<RepoPath>, GitError> {
        if version.before.iter().any(Option::is_some) {
            return Ok(None);
        }
        let mut found = None;
        for change in self.changes_between(parent, version.commit)? {
            let old = change.renamed_from.as_deref().and_then(path_of);
            let Some(old) = old.filter(|it| it.name() == path.name()) else {
                continue;
            };
            if path_of(&change.path).as_ref() == Some(path) {
                found = Some(old);
            } else {
                version.moved_others += 1;
            }
        }
        if let Some(old) = &found {
            let entry = self.entry_of_commit(parent, old.as_str());
            version.before = vec![entry.map(|it| it.id)];
            version.moved_from.clone_from(&found);
        }
        Ok(found)
    }
}

fn path_of(bytes: &[u8]) -> Option<RepoPath> {
    RepoPath::new(std::str::from_utf8(bytes).ok()?)
}

/// Reads for each commit a NUL and four lines, of which those of the author may be empty, and the lines of its
/// changes: `:MODE MODE OLD NEW STATUS TAB PATH`, in a merge with one colon, mode and object more for each
/// parent more.
fn parse(text: &str) -> Result<Vec<Version>, GitError> {
    let wrong = || GitError::Answer("log");
    let mut versions: Vec<Version> = Vec::new();
    for commit in text.split('\0').skip(1) {
        let mut lines = commit.lines();
        let mut next = || lines.next().ok_or_else(wrong);
        let (id, date, author, email) = (next()?, next()?, next()?, next()?);
        let id = Oid::parse(id).ok_or_else(wrong)?;
        let mut version = Version {
            commit: id,
            at: dated(date).ok_or(GitError::Undated(id))?,
            author: author.to_owned(),
            email: email.to_owned(),
            before: Vec::new(),
            after: None,
            moved_from: None,
            moved_others: 0,
        };
        for line in lines.filter(|it| !it.is_empty()) {
            (version.before, version.after) = objects(line).ok_or_else(wrong)?;
        }
        versions.push(version);
    }
    versions.retain(|it| !it.before.is_empty());
    Ok(versions)
}

/// A moment as git writes it: seconds and an offset.
pub(super) fn dated(date: &str) -> Option<Moment> {
    let (seconds, zone) = date.split_once(' ')?;
    Some(Moment::from_unix(seconds.parse().ok()?, seconds_of(zone)))
}

/// The objects before, one for each parent, and the one after, of the line of a change.
fn objects(line: &str) -> Option<(Vec<Option<Oid>>, Option<Oid>)> {
    let parents = line.bytes().take_while(|it| *it == b':').count();
    let words: Vec<&str> = line.split_whitespace().collect();
    let objects = words.get(parents + 1..2 * parents + 2)?;
    let (after, before) = objects.split_last()?;
    let before = before.iter().map(|id| Oid::parse_or_nothing(id));
    Some((
        before.collect::<Option<_>>()?,
        Oid::parse_or_nothing(after)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commits_and_merges_are_read_with_what_was_before_and_after() {
        let (a, b, zero) = ("a".repeat(40), "b".repeat(40), "0".repeat(40));
        let text = format!(
            "\0{b}\n60 +0100\nBob\nbob@example.com\n\n::100644 100644 100644 {a} {zero} {b} MA\tx\n\
             \0{a}\n0 +0000\n:Eve\neve@example.com\n\n:000000 100644 {zero} {a} A\tx y\n"
        );
        let versions = parse(&text).unwrap();
        let [merge, first] = versions.as_slice() else {
            panic!("{versions:?}");
        };
        assert_eq!(merge.before, [Oid::parse(&a), None]);
        assert_eq!(merge.after, Oid::parse(&b));
        assert_eq!(merge.at.to_short(), "1970-01-01T01:01+01:00");
        assert_eq!(
            (first.before.as_slice(), first.after),
            (&[None][..], Oid::parse(&a))
        );
        assert_eq!(first.author, ":Eve");
        assert!(parse("\0x").is_err());
        // Nobody is somebody too; a commit without a date is not left out.
        let change = format!("\n:100644 100644 {a} {b} M\tx\n");
        let nobody = parse(&format!("\0{b}\n60 +0000\n\n\n{change}")).unwrap();
        assert_eq!(nobody.len(), 1);
        assert_eq!(
            (nobody[0].author.as_str(), nobody[0].email.as_str()),
            ("", "")
        );
        let undated = parse(&format!("\0{b}\n\nBob\nb\n{change}")).unwrap_err();
        assert!(
            undated
                .to_string()
                .ends_with("has no date that git can read")
        );
    }
}
