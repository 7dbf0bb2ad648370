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
            "--format=%H%n%cd%n%an%n%ae",
            &commit,
        ];
        words.extend(ways);
        words.extend(without.as_deref());
        words.extend(["--", &place]);
        let bytes = self.output(&words)?;
        parse(&String::from_utf8_lossy(&bytes)).ok_or(GitError::Answer("log"))
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

/// Reads four lines for each commit, and the lines of its changes: `:MODE MODE OLD NEW STATUS TAB PATH`,
/// in a merge with one colon, mode and object more for each parent more.
fn parse(text: &str) -> Option<Vec<Version>> {
    let mut versions: Vec<Version> = Vec::new();
    let mut lines = text.lines().filter(|it| !it.is_empty());
    while let Some(line) = lines.next() {
        if !line.starts_with(':') {
            let date = lines.next()?;
            let (seconds, zone) = date.split_once(' ')?;
            versions.push(Version {
                commit: Oid::parse(line)?,
                at: Moment::from_unix(seconds.parse().ok()?, seconds_of(zone)),
                author: lines.next()?.to_owned(),
                email: lines.next()?.to_owned(),
                before: Vec::new(),
                after: None,
                moved_from: None,
                moved_others: 0,
            });
            continue;
        }
        let version = versions.last_mut()?;
        let parents = line.bytes().take_while(|it| *it == b':').count();
        let words: Vec<&str> = line.split_whitespace().collect();
        let objects = words.get(parents + 1..2 * parents + 2)?;
        let (after, before) = objects.split_last()?;
        let before = before.iter().map(|id| Oid::parse_or_nothing(id));
        version.before = before.collect::<Option<_>>()?;
        version.after = Oid::parse_or_nothing(after)?;
    }
    versions.retain(|it| !it.before.is_empty());
    Some(versions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commits_and_merges_are_read_with_what_was_before_and_after() {
        let (a, b, zero) = ("a".repeat(40), "b".repeat(40), "0".repeat(40));
        let text = format!(
            "{b}\n60 +0100\nBob\nbob@example.com\n\n::100644 100644 100644 {a} {zero} {b} MA\tx\n\
             {a}\n0 +0000\n:Eve\neve@example.com\n\n:000000 100644 {zero} {a} A\tx y\n"
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
        assert_eq!(parse("x"), None);
    }
}
