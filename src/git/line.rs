//! HEAD's own line: what its commits made of some places, and from when on everybody saw it.

use super::GitError;
use super::Kind;
use super::Oid;
use super::Repo;
use super::history::dated;
use super::literal;
use crate::source::RepoPath;
use crate::time::Moment;

/// HEAD's own line: the commits that it came to by their first parents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Those that changed something at the places that were asked for, the oldest first.
    pub steps: Vec<LineStep>,
    /// Whether older ones may be missing here, as in a shallow clone.
    pub is_cut_off: bool,
}

/// A commit of the line that changed something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineStep {
    /// The commit.
    pub commit: Oid,
    /// From when on the line had what it changed: when it was made, or one that comes after it, whichever
    /// clock was behind. Never before that of an older commit.
    pub from: Moment,
    /// What it made of files, by their paths.
    pub changes: Vec<LineChange>,
}

/// What a commit made of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineChange {
    /// Where it lies, as bytes.
    pub path: Vec<u8>,
    /// What it was in the commit's first parent; `None` where it was not there.
    pub before: Option<Oid>,
    /// What it is; `None` where it is gone.
    pub after: Option<(Kind, Oid)>,
}

impl Repo {
    /// HEAD's own line, as far as it changed something at some places or below them. A merge counts as one
    /// change, against its first parent. Nothing before the first commit.
    pub fn own_line(&self, places: &[RepoPath]) -> Result<Line, GitError> {
        let Some(head) = self.head() else {
            return Ok(Line::default());
        };
        let head = head.to_string();
        let places: Vec<String> = places
            .iter()
            .map(|it| match it.as_str() {
                "" => ":(top)".to_owned(),
                _ => literal(it),
            })
            .collect();
        let mut words = vec![
            "log",
            "-z",
            "--first-parent",
            "--diff-merges=first-parent",
            "--no-follow",
            "--no-renames",
            "--raw",
            "--no-abbrev",
            "--format=%H",
            &head,
            "--",
        ];
        words.extend(places.iter().map(String::as_str));
        let mut steps = steps(&self.output(&words)?).ok_or(GitError::Answer("log"))?;
        let words = [
            "log",
            "--first-parent",
            "--date=raw",
            "--format=%H %cd",
            &head,
            "--",
        ];
        let dates = String::from_utf8_lossy(&self.output(&words)?).into_owned();
        date(&mut steps, &dates)?;
        steps.reverse();
        let is_shallow = self.output(&["rev-parse", "--is-shallow-repository"])?;
        Ok(Line {
            steps,
            is_cut_off: is_shallow.starts_with(b"true"),
        })
    }
}

/// Says from when on there was what the steps changed. Both begin with the latest: what is seen at a time
/// is the last commit of the line that was made by then, so that one that is dated later than a commit
/// behind it came with that one.
fn date(steps: &mut [LineStep], dates: &str) -> Result<(), GitError> {
    let wrong = || GitError::Answer("log");
    let mut first = Moment::last();
    let mut steps = steps.iter_mut().peekable();
    for line in dates.lines() {
        let (commit, date) = line.split_once(' ').ok_or_else(wrong)?;
        let commit = Oid::parse(commit).ok_or_else(wrong)?;
        let at = dated(date).ok_or(GitError::Undated(commit))?;
        first = first.min(Moment::from_unix(at.unix(), 0));
        if let Some(step) = steps.next_if(|it| it.commit == commit) {
            step.from = first;
        }
    }
    match steps.next() {
        None => Ok(()),
        Some(_) => Err(wrong()),
    }
}

/// Reads `id NUL` for each commit, and `:mode mode id id status NUL path NUL` for what it changes.
fn steps(bytes: &[u8]) -> Option<Vec<LineStep>> {
    let mut steps: Vec<LineStep> = Vec::new();
    let mut fields = bytes.split(|it| *it == 0);
    while let Some(field) = fields.next() {
        let field = std::str::from_utf8(field.trim_ascii()).ok()?;
        if let Some(change) = field.strip_prefix(':') {
            let path = fields.next()?.to_vec();
            let mut words = change.split(' ').skip(1);
            let mode = u32::from_str_radix(words.next()?, 8).ok()?;
            let before = Oid::parse_or_nothing(words.next()?)?;
            let after = Oid::parse_or_nothing(words.next()?)?;
            steps.last_mut()?.changes.push(LineChange {
                path,
                before,
                after: after.map(|id| (Kind::from_mode(mode), id)),
            });
        } else if !field.is_empty() {
            steps.push(LineStep {
                commit: Oid::parse(field)?,
                from: Moment::first(),
                changes: Vec::new(),
            });
        }
    }
    Some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_has_its_changes_and_counts_from_when_it_was_seen() {
        let [a, b, c] = ["a", "b", "c"].map(|it| it.repeat(40));
        let none = "0".repeat(40);
        let log = format!(
            "{c}\0\0:100644 000000 {a} {none} D\0:x\n\0{a}\0\n:000000 120000 {none} {b} A\0y\0"
        );
        let mut steps = steps(log.as_bytes()).unwrap();
        assert_eq!(steps.len(), 2);
        assert_eq!(steps[0].changes[0].path, b":x\n");
        assert_eq!(steps[0].changes[0].after, None);
        let id = Oid::parse(&b).unwrap();
        assert_eq!(steps[1].changes[0].after, Some((Kind::Link, id)));
        // The clock of whoever made the last commit was behind.
        let dates = format!("{c} 50 +0100\n{b} 90 +0000\n{a} 70 +0000\n");
        date(&mut steps, &dates).unwrap();
        assert_eq!([steps[0].from.unix(), steps[1].from.unix()], [50, 50]);
        assert!(date(&mut steps, "what").is_err());
        assert!(date(&mut steps, "").is_err());
        let undated = date(&mut steps, &format!("{c} \n")).unwrap_err();
        assert_eq!(
            undated.to_string(),
            format!("the commit {c} has no date that git can read")
        );
        assert_eq!(super::steps(b"what\0"), None);
        assert_eq!(super::steps(b":1 2 a b M\0x\0"), None);
    }
}
