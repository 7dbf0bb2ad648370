//! What can be mended without guessing.

use std::collections::BTreeMap;

use super::Outcome;
use crate::diagnostic::Edit;
use crate::diagnostic::apply;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::source::RepoPath;
use crate::tree::Edits;

/// What the findings in a root propose. Once that is done, they may propose more.
pub fn mending(root: &Root, outcome: &Outcome) -> Result<Edits, Refusal> {
    let mut by_file: BTreeMap<&RepoPath, Vec<Edit>> = BTreeMap::new();
    for finding in &outcome.findings {
        if let Some(fix) = &finding.fix {
            let all = by_file.entry(&finding.path).or_default();
            all.extend(fix.edits.iter().cloned());
        }
    }
    let mut edits = Edits::none();
    for (path, of_file) in by_file {
        let text = root.text_of(path)?;
        let mended = apply(&text, &of_file);
        edits.change(path, text, mended);
    }
    Ok(edits)
}
