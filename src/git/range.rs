//! Ranges of commits.

use super::GitError;
use super::Oid;
use super::Repo;

/// The names that a main branch mostly has, for a repository without an `origin`.
const MAIN: [&str; 3] = ["main", "master", "trunk"];

/// Two commits that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The one that the change begins after.
    pub base: Oid,
    /// The one that it ends with.
    pub head: Oid,
}

/// A range as it is written: `A..B`, or `A...B` for where the two part. A side that is left out is
/// HEAD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ends {
    written: String,
    base: String,
    head: String,
    begins: Begin,
}

/// Where a range begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begin {
    /// At its first side.
    First,
    /// Where its two sides part.
    Parting,
}

impl Ends {
    /// Reads a range; which commits it names is not asked yet.
    pub fn parse(written: &str) -> Result<Self, GitError> {
        let parts = written
            .split_once("...")
            .map(|it| (it, Begin::Parting))
            .or_else(|| written.split_once("..").map(|it| (it, Begin::First)));
        let Some(((base, head), begins)) = parts else {
            return Err(GitError::NoRange(written.to_owned()));
        };
        let named = |it: &str| if it.is_empty() { "HEAD" } else { it }.to_owned();
        Ok(Self {
            written: written.to_owned(),
            base: named(base),
            head: named(head),
            begins,
        })
    }

    /// What names the commit that it ends with.
    pub fn head(&self) -> &str {
        &self.head
    }
}

impl Repo {
    /// The commits of a range.
    pub fn range(&self, ends: &Ends) -> Result<Range, GitError> {
        let head = self.commit_id(&ends.head)?;
        let base = self.commit_id(&ends.base)?;
        let base = match ends.begins {
            Begin::First => base,
            Begin::Parting => self
                .merge_base(base, head)?
                .ok_or_else(|| GitError::NothingInCommon(ends.written.clone()))?,
        };
        Ok(Range { base, head })
    }

    /// The range from where the main branch and HEAD part; `None` where no main branch is found.
    pub fn range_from_main(&self) -> Option<Ends> {
        let name = self.main_branch().unwrap_or_default();
        let mut names = vec![format!("origin/{name}")];
        names.extend(MAIN.map(str::to_owned));
        let main = names.into_iter().find(|it| self.commit_id(it).is_ok())?;
        Ends::parse(&format!("{main}...HEAD")).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_has_two_sides_of_which_one_may_be_head() {
        for (written, base, head, begins) in [
            ("main...HEAD", "main", "HEAD", Begin::Parting),
            ("a..b", "a", "b", Begin::First),
            ("..b", "HEAD", "b", Begin::First),
            ("a...", "a", "HEAD", Begin::Parting),
        ] {
            let ends = Ends::parse(written).unwrap();
            assert_eq!((&*ends.base, ends.head()), (base, head), "{written}");
            assert_eq!(ends.begins, begins, "{written}");
        }
        let error = Ends::parse("main").unwrap_err();
        assert_eq!(error.to_string(), "`main` is not a range");
    }
}
