//! Which clock was met by which commit.

use super::Clock;
use super::line;
use crate::calendar::Zone;
use crate::git::Repo;
use crate::refusal::Refusal;
use crate::report::replay::Replay;
use crate::report::replay::Told;

/// Every clock of a postmortem that ran to the end, by when it was due.
pub(super) fn clocks(
    repo: &Repo,
    replay: &Replay,
    (told, zone): (&Told<1>, Zone),
) -> Result<Vec<Clock>, Refusal> {
    let [side] = &told.sides;
    let mut all = Vec::new();
    for (key, course) in &side.owed {
        // What was taken away since is owed no more.
        let Some(due) = course.last_due else { continue };
        let met = course.met_by.and_then(|step| replay.commit(step));
        let met = met.map(|(commit, at)| (commit, zone.show(at)));
        let mut lines = Vec::new();
        if let Some((commit, _)) = met {
            lines.extend(repo.witnessed(&[commit])?.iter().flat_map(line::of_commit));
        }
        all.push(Clock {
            kind: key.kind,
            part: key.part.clone(),
            due,
            met,
            lines,
        });
    }
    all.sort_by_key(|it| it.due);
    Ok(all)
}
