//! Who wrote each line of a file last.

use std::collections::BTreeMap;

use super::GitError;
use super::Oid;
use super::Repo;
use crate::source::RepoPath;
use crate::time::Moment;

/// Who wrote a line, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blame {
    /// The author's name.
    pub author: String,
    /// When it was written, with the author's offset.
    pub at: Moment,
}

impl Repo {
    /// Who wrote each line of a file last, by line from 1; `None` for a line that is not committed
    /// yet. `commit` is where to begin; without one the work tree. Renames are followed.
    pub fn blame(
        &self,
        commit: Option<Oid>,
        path: &RepoPath,
    ) -> Result<BTreeMap<usize, Option<Blame>>, GitError> {
        let commit = commit.map(|it| it.to_string());
        let mut words = vec!["blame", "--line-porcelain"];
        words.extend(commit.as_deref());
        words.extend(["--", path.as_str()]);
        let bytes = self.output(&words)?;
        Ok(parse(&String::from_utf8_lossy(&bytes)))
    }
}

fn parse(text: &str) -> BTreeMap<usize, Option<Blame>> {
    let mut lines = BTreeMap::new();
    let (mut line, mut is_committed) = (0, false);
    let (mut author, mut seconds, mut offset) = (String::new(), 0, 0);
    for row in text.lines() {
        if row.starts_with('\t') {
            let blame = is_committed.then(|| Blame {
                author: std::mem::take(&mut author),
                at: Moment::from_unix(seconds, offset),
            });
            lines.insert(line, blame);
        } else if let Some(name) = row.strip_prefix("author ") {
            name.clone_into(&mut author);
        } else if let Some(time) = row.strip_prefix("author-time ") {
            seconds = time.parse().unwrap_or(0);
        } else if let Some(zone) = row.strip_prefix("author-tz ") {
            offset = seconds_of(zone);
        } else {
            let mut words = row.split(' ');
            let id = words.next().unwrap_or_default();
            let is_id = id.len() >= 40 && id.bytes().all(|it| it.is_ascii_hexdigit());
            if let (true, Some(number)) = (is_id, words.nth(1).and_then(|it| it.parse().ok())) {
                line = number;
                is_committed = id.bytes().any(|it| it != b'0');
            }
        }
    }
    lines
}

/// The seconds of an offset as git writes it: `+0530`.
pub(super) fn seconds_of(zone: &str) -> i32 {
    let number: i32 = zone.parse().unwrap_or(0);
    (number / 100 * 60 + number % 100) * 60
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_its_author_and_time_or_is_not_committed() {
        let id = "a".repeat(40);
        let none = "0".repeat(40);
        let text = format!(
            "{id} 3 1 1\nauthor Bob\nauthor-time 60\nauthor-tz -0130\nfilename x\n\tauthor Eve\n{none} 2 2\nauthor Not\n\ty\n"
        );
        let lines = parse(&text);
        let first = lines.get(&1).cloned().flatten().unwrap();
        assert_eq!(first.author, "Bob");
        assert_eq!(first.at.unix(), 60);
        assert_eq!(first.at.to_short(), "1969-12-31T22:31-01:30");
        assert_eq!(lines.get(&2), Some(&None));
    }
}
