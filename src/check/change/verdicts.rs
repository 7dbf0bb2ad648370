//! The verdicts on the documents of one snapshot, put together, and which findings a change introduces.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::touched::Touched;
use crate::check::Comparison;
use crate::check::Outcome;
use crate::check::Verdict;
use crate::check::bar::renamed;
use crate::check::together::ids;
use crate::check::together::judge_together;
use crate::check::verdict::Reach;
use crate::config::Policy;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::root::Root;
use crate::rules::Repository;
use crate::rules::pm008_unused_waiver;
use crate::rules::pm301_section_missing;
use crate::rules::pm302_section_empty;
use crate::snapshot::Snapshot;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;

/// Where the directory of a postmortem was in a base, and where it is.
#[derive(Clone)]
pub(super) struct Places {
    pub(super) was: RepoPath,
    pub(super) is: RepoPath,
}

/// The documents of one snapshot, judged; each postmortem with where it is now, if this is a base.
#[derive(Default)]
pub(super) struct Verdicts {
    pub(super) postmortems: Vec<(Verdict, Option<Places>)>,
    pub(super) reviews: Vec<Verdict>,
}

impl Verdicts {
    /// What was found in them, also together, with the paths of today. Of other documents only the
    /// ids are looked at, and only where one is named.
    pub(super) fn finish(
        self,
        root: &Root,
        snapshot: &Snapshot,
    ) -> Result<Vec<Finding>, SnapshotError> {
        let (mut verdicts, mut places): (Vec<_>, Vec<_>) = self.postmortems.into_iter().unzip();
        let briefs =
            |all: &[Verdict]| -> Vec<_> { all.iter().map(|it| it.brief.clone()).collect() };
        let (judged, reviewed) = (briefs(&verdicts), briefs(&self.reviews));
        let names_others = judged
            .iter()
            .chain(&reviewed)
            .any(|it| !it.names.is_empty());
        let ids = if names_others {
            ids(root.layout_in(snapshot)?.as_ref())
        } else {
            BTreeMap::new()
        };
        let repository = Repository {
            policy: &root.config.policy,
            judged: &judged,
            reviews: &reviewed,
            ids: &ids,
        };
        verdicts.extend(self.reviews);
        places.resize_with(verdicts.len(), || None);
        judge_together(root, &repository, snapshot, &mut verdicts);
        let mut findings = Vec::new();
        for (verdict, places) in verdicts.into_iter().zip(places) {
            let mut found = verdict.finish(root, snapshot, Reach::Document);
            if let Some(places) = places.filter(|it| it.was != it.is) {
                for finding in &mut found {
                    let below = finding.path.below(&places.was);
                    if let Some(path) = below.and_then(|it| places.is.join(it)) {
                        finding.path = path;
                    }
                }
            }
            findings.extend(found);
        }
        Ok(findings)
    }
}

/// Lets what was found in sections speak of them by the titles of today.
pub(super) fn retitle(findings: &mut [Finding], (before, after): (&Policy, &Policy)) {
    if before.sections == after.sections {
        return;
    }
    let all = renamed(before, after);
    let said = [pm301_section_missing::said, pm302_section_empty::said];
    let said: BTreeMap<String, String> = all
        .flat_map(|(old, now)| said.map(|it| (it(old), it(now))))
        .collect();
    for finding in findings {
        let is_of_a_section =
            [&pm301_section_missing::RULE, &pm302_section_empty::RULE].contains(&finding.rule);
        if let Some(now) = said
            .get(finding.fingerprint().2)
            .filter(|_| is_of_a_section)
        {
            finding.gist = Some(now.clone());
        }
    }
}

/// What tells one finding from another, whatever its line.
pub(super) type Key = (RepoPath, &'static str, String, String);

/// Counts the findings of a base: of each the most that any base has.
pub(super) fn count_most(known: &mut BTreeMap<Key, usize>, findings: Vec<Finding>) {
    let mut here = BTreeMap::new();
    for finding in findings {
        *here.entry(key(&finding)).or_insert(0) += 1;
    }
    for (key, count) in here {
        let most = known.entry(key).or_insert(0);
        *most = count.max(*most);
    }
}

/// Takes out what was found before as well, each as often as it was.
pub(super) fn drop_known(findings: &mut Vec<Finding>, old: Vec<Finding>) {
    let mut known = BTreeMap::new();
    count_most(&mut known, old);
    findings.retain(|finding| match known.get_mut(&key(finding)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
}

/// Adds what a bar finds and the configuration of today does not, or finds milder: it counts as long
/// as nobody has allowed to ask less. Before the commit, where nobody can have, it only warns.
pub(super) fn add_held(
    findings: &mut Vec<Finding>,
    held: Vec<Finding>,
    (is_uncommitted, why): (bool, &str),
) {
    let mut known: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        known.entry(key(finding)).or_default().push(at);
    }
    for mut finding in held {
        let most = if is_uncommitted {
            Level::Warning
        } else {
            Level::Error
        };
        finding.level = finding.level.min(most);
        match known.get(&key(&finding)) {
            Some(same) => {
                for at in same {
                    if let Some(same) = findings.get_mut(*at) {
                        same.level = same.level.max(finding.level);
                    }
                }
            }
            None if finding.rule != &pm008_unused_waiver::RULE => {
                finding.help = Some(match finding.help.take() {
                    Some(help) => format!("{help}; {why}"),
                    None => why.to_owned(),
                });
                findings.push(finding);
            }
            None => {}
        }
    }
}

/// Marks what the change introduces. Of the errors that a base has already those in what differs are
/// kept where all are wanted, else they are counted where the file itself differs.
pub(super) fn split_off_older(
    mut known: BTreeMap<Key, usize>,
    comparison: &Comparison,
    (touched, changed): (&Touched, &BTreeSet<&RepoPath>),
    outcome: &mut Outcome,
) {
    let mut kept = Vec::new();
    for mut finding in std::mem::take(&mut outcome.findings) {
        let old = known.get_mut(&key(&finding)).filter(|count| **count > 0);
        let Some(count) = old else {
            finding.introduced = Some(true);
            kept.push(finding);
            continue;
        };
        *count -= 1;
        finding.introduced = Some(false);
        if comparison.wants_all() {
            if touched.has_direct(&finding.path) || changed.contains(&finding.path) {
                kept.push(finding);
            }
        } else if finding.level == Level::Error && changed.contains(&finding.path) {
            let whose = finding.postmortem.clone();
            let whose = whose.unwrap_or_else(|| finding.path.to_string());
            *outcome.older.entry(whose).or_insert(0) += 1;
        }
    }
    outcome.findings = kept;
}

pub(super) fn key(finding: &Finding) -> Key {
    let (code, pointer, message) = finding.fingerprint();
    (
        finding.path.clone(),
        code,
        pointer.to_owned(),
        message.to_owned(),
    )
}
