//! What a report lacks, as one command to copy.

use std::collections::BTreeMap;

use crate::corpus::REPORT;
use crate::diagnostic::Finding;
use crate::root::Root;
use crate::rules::pm101_missing_field;
use crate::schema::Field;
use crate::source::RepoPath;

/// What stands for a value that somebody has yet to say.
const BLANK: &str = "…";

/// The command that sets all fields that are missing: `pmrepo set ID owner=…
/// detection=monitoring|customer|staff|other`. `None` where no field is that `set` can set.
pub fn command<'a>(
    root: &Root,
    id: &str,
    findings: impl IntoIterator<Item = &'a Finding>,
) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for finding in findings {
        let is_of_report =
            finding.path.name() == REPORT && *finding.rule == pm101_missing_field::RULE;
        let name = finding.pointer.trim_start_matches('/').replace('/', ".");
        let field = root.fields().called(&name).filter(|_| is_of_report);
        let word = field.map(|it| format!("{name}={}", value(it)));
        words.extend(word.filter(|it| !words.contains(it)));
    }
    if words.is_empty() {
        return None;
    }
    Some(format!("pmrepo set {id} {}", words.join(" ")))
}

/// What may stand in a field, in short.
fn value(field: &Field) -> String {
    if field.words.is_empty() {
        BLANK.to_owned()
    } else {
        field.words.join("|")
    }
}

/// The same for all that was found in several roots, by report.
pub fn commands(roots: &[Root], findings: &[&Finding]) -> BTreeMap<RepoPath, String> {
    let mut by_report: BTreeMap<&RepoPath, Vec<&Finding>> = BTreeMap::new();
    for it in findings.iter().filter(|it| it.path.name() == REPORT) {
        by_report.entry(&it.path).or_default().push(it);
    }
    let of = |path: &RepoPath, findings: &[&Finding]| {
        let above = roots
            .iter()
            .filter(|it| path.below(&it.directory).is_some());
        let root = above.max_by_key(|it| it.directory.as_str().len())?;
        let id = findings.iter().find_map(|it| it.postmortem.as_deref())?;
        command(root, id, findings.iter().copied())
    };
    by_report
        .into_iter()
        .filter_map(|(path, findings)| Some((path.clone(), of(path, &findings)?)))
        .collect()
}
