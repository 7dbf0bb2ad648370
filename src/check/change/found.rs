//! What the rules about changes find, and which of it a commit does.

use super::verdicts::Key;
use super::verdicts::key;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::source::RepoPath;

/// How it is told which commit does what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    /// The rules find it in what the commit makes of the postmortem that was in one directory and is in
    /// another.
    Postmortem {
        /// Where it was.
        was: RepoPath,
        /// Where it is.
        is: RepoPath,
    },
    /// The commit removes the file.
    Removal,
    /// The commit changes the file.
    File,
    /// No commit does: HEAD's branch asks more than a branch does that has a root in this directory.
    Nobody(RepoPath),
}

/// A finding, and how it is told which commit does it.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) finding: Finding,
    pub(super) doing: Doing,
}

impl Found {
    /// What was found in a file, whatever it belongs to.
    pub(super) fn in_file(finding: Finding) -> Self {
        Self {
            finding,
            doing: Doing::File,
        }
    }

    /// Makes it no worse than a level.
    pub(super) fn soften(&mut self, level: Level) {
        self.finding.level = self.finding.level.min(level);
    }

    pub(super) fn key(&self) -> Key {
        key(&self.finding)
    }

    /// What tells it from others in the same postmortem, wherever that lies.
    pub(super) fn mark(&self) -> Mark {
        let (code, pointer, message) = self.finding.fingerprint();
        let path = match &self.doing {
            Doing::Postmortem { is, .. } => self.finding.path.below(is),
            Doing::Removal | Doing::File | Doing::Nobody(_) => None,
        };
        Mark {
            code,
            path: path.map_or_else(|| self.finding.path.to_string(), str::to_owned),
            said: [pointer.to_owned(), message.to_owned()],
        }
    }

    /// Says how it is allowed.
    pub(super) fn ask(&mut self) {
        let how = format!(
            "to allow it, end the commit message with `Pmrepo-Allow: {} and why`",
            self.finding.rule.code
        );
        self.finding.help = Some(match self.finding.help.take() {
            Some(help) => format!("{help}; {how}"),
            None => how,
        });
    }
}

/// What tells findings in one postmortem from each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    code: &'static str,
    path: String,
    said: [String; 2],
}
