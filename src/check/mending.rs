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
use crate::snapshot::Texts;
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
type Changed = BTreeMap<RepoPath, (String, String)>;

/// Mends what can be mended in a root, and what then can be, as long as there is something.
///
/// The texts in which something is mended are read once and then judged as they were read: where a
/// finding lies says nothing about a text that somebody else has written meanwhile.
pub fn mend(root: &Root, scope: Scope<'_>, judge: &Judge<'_>) -> Result<Mending, Refusal> {
    mend_by(root, &|root| {
        check(std::slice::from_ref(root), scope, judge)
    })
}

/// The same, where somebody else says what is found in the root in a state.
pub fn mend_by(
    root: &Root,
    find: &dyn Fn(&Root) -> Result<Outcome, Refusal>,
) -> Result<Mending, Refusal> {
    let mut outcome = find(root)?;
    let mut steps = Vec::new();
    let mut all = Changed::new();
    let mut read = Texts::new();
    for _ in 0..MOST_ROUNDS {
        let is_new = read_more(root, &outcome, &mut read);
        if is_new {
            outcome = find(&root.over(read.clone()))?;
        }
        let proposed = proposed(&read, &outcome);
        if proposed.is_empty() {
            break;
        }
        for (path, after) in proposed {
            let Some(text) = read.insert(path.clone(), Some(after.clone())).flatten() else {
                continue;
            };
            steps.push(path.clone());
            let (_, last) = all.entry(path).or_insert((text, String::new()));
            *last = after;
        }
        outcome = find(&root.over(read.clone()))?;
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

/// Reads the texts in which something can be mended; says whether there are new ones. What cannot be
/// read is told of, and stops nobody else's fixing.
fn read_more(root: &Root, outcome: &Outcome, read: &mut Texts) -> bool {
    let before = read.len();
    for finding in outcome.findings.iter().filter(|it| it.fix.is_some()) {
        if !read.contains_key(&finding.path)
            && let Ok(text) = root.text_of(&finding.path)
        {
            read.insert(finding.path.clone(), Some(text));
        }
    }
    read.len() > before
}

/// What the findings in texts propose for each, where that differs.
fn proposed(read: &Texts, outcome: &Outcome) -> BTreeMap<RepoPath, String> {
    let mut by_file: BTreeMap<&RepoPath, Vec<Edit>> = BTreeMap::new();
    for finding in &outcome.findings {
        if let Some(fix) = &finding.fix {
            let all = by_file.entry(&finding.path).or_default();
            all.extend(fix.edits.iter().cloned());
        }
    }
    let mended = by_file.into_iter().filter_map(|(path, edits)| {
        let text = read.get(path)?.as_ref()?;
        let mended = apply(text, &edits);
        (mended != *text).then(|| (path.clone(), mended))
    });
    mended.collect()
}
