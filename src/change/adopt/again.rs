//! A postmortem that was adopted before, and whose source has changed: whether it has changed itself.

use super::Prefer;
use super::Run;
use super::decide::decide;
use super::known::Known;
use super::made::Origin;
use super::source::Source;
use super::source::sha256;
use super::told_name;
use crate::front_matter;
use crate::refusal::Refusal;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

use super::By;

/// How many lines of front matter are looked at one by one.
const MOST_LINES: usize = 200;

/// A postmortem that was adopted before.
pub(super) struct Again {
    /// Its text, where that is as it was made.
    unchanged: Option<String>,
}

impl Again {
    pub(super) fn of(
        run: &Run<'_>,
        (source, known): (&Source, &Known),
        by: &By<'_>,
    ) -> Result<Self, Refusal> {
        let text = run.root.text_of(&known.report)?;
        let Some(original) = original(&text, known, by) else {
            return Ok(Self { unchanged: None });
        };
        let reading = run.read(told_name(source), &original, run.order);
        let (Some(digest), Some(status)) = (&known.sha256, known.status) else {
            return Ok(Self { unchanged: None });
        };
        let origin = Origin {
            path: &known.path,
            commit: known.commit.as_deref(),
            sha256: digest,
        };
        // Nobody knows any more what was asked for then.
        let ways = [run.asked.prefer, None].into_iter();
        let ways = ways.chain(Prefer::ALL.map(Some));
        for prefer in ways {
            let decided = decide(&known.path, &reading, prefer, run.policy());
            let made = run.maker.make(
                (&original, &reading, &decided),
                &origin,
                (&known.report, Some(status)),
            )?;
            if made.is_ok_and(|it| it.text == text) {
                return Ok(Self {
                    unchanged: Some(text),
                });
            }
        }
        Ok(Self { unchanged: None })
    }

    /// The text of the postmortem, if it is as it was made.
    pub(super) fn unchanged_result(self) -> Option<String> {
        self.unchanged
    }
}

/// The document that a postmortem was made of, to the byte: out of the postmortem itself, else out of the
/// commit in which it was read.
fn original(text: &str, known: &Known, by: &By<'_>) -> Option<String> {
    let digest = known.sha256.as_ref()?;
    let is_it = |it: &String| sha256(it.as_bytes()) == *digest;
    let reading = front_matter::read(text);
    let read = reading.front_matter.as_ref()?;
    let body = reading.body.of(text);
    let mark = text.get(..read.fences.0.start)?;
    let bare = format!("{mark}{body}");
    if is_it(&bare) {
        return Some(bare);
    }
    // What pmrepo adds stands below what was there.
    let (begin, end) = (read.yaml.start, read.yaml.end);
    let lines = read.yaml.of(text).split_inclusive('\n');
    let mut at = begin;
    let starts = lines.map(|it| {
        let start = at;
        at += it.len();
        start
    });
    let ends = starts.take(MOST_LINES).map(|cut| {
        let (before, after) = (text.get(..cut)?, text.get(end..)?);
        Some(format!("{before}{after}"))
    });
    if let Some(found) = ends.flatten().find(is_it) {
        return Some(found);
    }
    let repo = by.workspace.repo.as_ref()?;
    let commit = Snapshot::commit(repo, known.commit.as_deref()?).ok()?;
    let bytes = commit.read(&RepoPath::new(&known.path)?).ok()?;
    String::from_utf8(bytes).ok().filter(is_it)
}
