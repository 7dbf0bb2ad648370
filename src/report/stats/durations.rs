//! How long incidents took.

use super::Case;
use super::Figure;
use super::Name;
use super::Tally;
use super::Why;
use crate::report::tables::Postmortem;
use crate::time::Moment;

/// From when to when a duration lasts.
type Ends = fn(&Postmortem) -> (Option<Moment>, Option<Moment>);

const DURATIONS: [(Name, Ends); 4] = [
    (Name::TimeToReview, |it| {
        let reviewed = it.reviewed_at.filter(|_| it.is_reviewed());
        (it.resolved_at, reviewed)
    }),
    (Name::TimeToDetect, |it| (it.started_at, it.detected_at)),
    (Name::TimeToMitigate, |it| (it.started_at, it.mitigated_at)),
    (Name::TimeToResolve, |it| (it.started_at, it.resolved_at)),
];

pub(super) fn figures(cases: &[&Case<'_>]) -> Vec<Figure> {
    let all = DURATIONS.into_iter().map(|(name, ends)| {
        let mut tally = Tally::default();
        for case in cases {
            let (from, to) = ends(case.postmortem);
            let length = from.zip(to).ok_or(Why::TimeMissing);
            let length = length.map(|(from, to)| to.unix() - from.unix());
            tally.take(length.and_then(|it| if it < 0 { Err(Why::OutOfOrder) } else { Ok(it) }));
        }
        tally.spread(name)
    });
    all.collect()
}
