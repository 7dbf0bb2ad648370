//! Which review is meant.

use super::Ctx;
use super::Refusal;
use super::Workspace;
use crate::model::ReviewStatus;
use crate::report::process_reviews;
use crate::report::process_reviews::Review;
use crate::root::Root;
use crate::time::Moment;

/// Which of the scheduled reviews is meant where no id is given. Where none of them fits, it is the
/// only one that is scheduled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The next one to come.
    Next,
    /// The one that has begun and waits for its notes.
    Begun,
    /// The only one.
    Only,
}

/// The reviews of a root, the latest first.
pub(super) fn all(workspace: &Workspace, root: &Root) -> Result<Vec<Review>, Refusal> {
    let layout = root.layout()?;
    let policy = &root.config.policy;
    Ok(process_reviews::list(policy, layout, &workspace.snapshot))
}

/// The root and the review that are read, and all reviews of that root. Without an id the review is
/// the next one, or none where none is scheduled.
pub(super) fn for_reading(
    ctx: &Ctx,
    workspace: &Workspace,
    id: Option<&str>,
) -> Result<(Root, Vec<Review>, Option<Review>), Refusal> {
    let mut fitting = Vec::new();
    let mut unknown = None;
    let roots = workspace.roots()?;
    if id.is_none() && roots.len() > 1 {
        return Err(Refusal::ambiguous("there are several roots here")
            .hint("name one with -C, or the review with its id"));
    }
    for root in roots {
        let all = all(workspace, &root)?;
        let now = ctx.now(root.config.policy.zone)?;
        let is_none_scheduled = !all.iter().any(|it| it.is(ReviewStatus::Scheduled));
        if id.is_none() && is_none_scheduled {
            return Ok((root, all, None));
        }
        match pick(&all, id, Wanted::Next, now) {
            Ok(review) => {
                let review = review.clone();
                fitting.push((root, all, Some(review)));
            }
            Err(error) => unknown = Some(error),
        }
    }
    match (fitting.pop(), fitting.is_empty()) {
        (Some(one), true) => Ok(one),
        (Some(_), false) => Err(Refusal::ambiguous(format!(
            "`{}` is a process review of several roots",
            id.unwrap_or_default()
        ))
        .hint("name one with -C")),
        (None, _) => Err(unknown.unwrap_or_else(Refusal::no_root)),
    }
}

/// The review that an id, or a part of one, means; without an id, the one that is wanted.
pub(super) fn pick<'a>(
    all: &'a [Review],
    word: Option<&str>,
    wanted: Wanted,
    now: Moment,
) -> Result<&'a Review, Refusal> {
    let Some(word) = word else {
        return left_out(all, wanted, now);
    };
    let exact: Vec<&Review> = all.iter().filter(|it| it.id == word).collect();
    let like = if exact.is_empty() {
        all.iter().filter(|it| it.id.contains(word)).collect()
    } else {
        exact
    };
    match like.as_slice() {
        [one] => Ok(one),
        [] => Err(Refusal::not_found(format!("`{word}` is no process review"))
            .hint("`pmrepo process-review list` shows what there is")),
        several => {
            let fits = format!("`{word}` fits {} process reviews", several.len());
            Err(Refusal::ambiguous(fits).candidates(&names(several)))
        }
    }
}

fn left_out(all: &[Review], wanted: Wanted, now: Moment) -> Result<&Review, Refusal> {
    let scheduled: Vec<&Review> = all
        .iter()
        .filter(|it| it.is(ReviewStatus::Scheduled))
        .collect();
    let has_begun = |it: &&&Review| it.at.is_some_and(|at| at <= now);
    let fitting: Vec<&Review> = match wanted {
        Wanted::Begun => scheduled.iter().filter(has_begun).copied().collect(),
        Wanted::Next => {
            let to_come = scheduled
                .iter()
                .filter(|it| it.at.is_some_and(|at| at > now));
            let to_come: Vec<&Review> = to_come.copied().collect();
            let first = to_come.iter().filter_map(|it| it.at).min();
            to_come.into_iter().filter(|it| it.at == first).collect()
        }
        Wanted::Only => Vec::new(),
    };
    match (fitting.as_slice(), scheduled.as_slice()) {
        ([one], _) | ([], [one]) => Ok(one),
        (_, []) => Err(Refusal::not_found("no process review is scheduled").hint(
            "give the id of the one that is meant, or plan one: `pmrepo process-review new`",
        )),
        ([], several) | (several, _) => {
            let mut first = several.to_vec();
            first.reverse();
            Err(Refusal::ambiguous("which process review?").candidates(&names(&first)))
        }
    }
}

/// Ids for people to choose from: what is scheduled first.
fn names<'a>(several: &[&'a Review]) -> Vec<&'a str> {
    let (open, ended): (Vec<&Review>, Vec<&Review>) = several
        .iter()
        .partition(|it| it.is(ReviewStatus::Scheduled));
    open.into_iter()
        .chain(ended)
        .map(|it| it.id.as_str())
        .collect()
}
