//! What can be mended without guessing.

use std::collections::BTreeMap;

use super::Judge;
use super::Outcome;
use super::Scope;
use super::check;
use crate::diagnostic::Edit;
use crate::diagnostic::apply;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::source::RepoPath;
use crate::tree::Edits;

/// How often files are mended and looked at again: one mending may make room for the next.
const MOST_ROUNDS: usize = 5;

/// What can be mended in a root, not yet written.
pub struct Mending {
    /// What becomes of the files.
    pub edits: Edits,
    /// The files in the order in which they are mended: one may be mended again after others.
    pub steps: Vec<RepoPath>,
    /// What is found once they are.
    pub outcome: Outcome,
}

/// A text, and what becomes of it.
type Texts = BTreeMap<RepoPath, (String, String)>;

/// Mends what can be mended in a root, and what then can be, as long as there is something.
pub fn mend(root: &Root, scope: Scope<'_>, judge: &Judge<'_>) -> Result<Mending, Refusal> {
    let mut outcome = check(std::slice::from_ref(root), scope, judge)?;
    let mut steps = Vec::new();
    let mut all = Texts::new();
    let mut laid = None;
    for _ in 0..MOST_ROUNDS {
        let texts = proposed(laid.as_ref().unwrap_or(root), &outcome);
        if texts.is_empty() {
            break;
        }
        steps.extend(texts.keys().cloned());
        for (path, (before, after)) in texts {
            let (_, last) = all.entry(path).or_insert((before, String::new()));
            *last = after;
        }
        let last = all
            .iter()
            .map(|(path, (_, it))| (path.clone(), Some(it.clone())));
        let root = laid.insert(root.over(last.collect()));
        outcome = check(std::slice::from_ref(root), scope, judge)?;
    }
    let mut edits = Edits::none();
    for (path, (before, after)) in all {
        edits.change(&path, before, after);
    }
    Ok(Mending {
        edits,
        steps,
        outcome,
    })
}

/// What the findings in a root propose for each file, where that differs.
fn proposed(root: &Root, outcome: &Outcome) -> Texts {
    let mut by_file: BTreeMap<&RepoPath, Vec<Edit>> = BTreeMap::new();
    for finding in &outcome.findings {
        if let Some(fix) = &finding.fix {
            let all = by_file.entry(&finding.path).or_default();
            all.extend(fix.edits.iter().cloned());
        }
    }
    let mut texts = Texts::new();
    for (path, edits) in by_file {
        // What cannot be read is told of, and stops nobody else's fixing.
        let Ok(text) = root.text_of(path) else {
            continue;
        };
        let mended = apply(&text, &edits);
        if mended != text {
            texts.insert(path.clone(), (text, mended));
        }
    }
    texts
}
