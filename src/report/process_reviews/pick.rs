//! Which review is meant.

use super::Review;
use super::list;
use crate::calendar::Present;
use crate::likeness;
use crate::likeness::Among;
use crate::model::ReviewStatus;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::source::RepoPath;
use crate::time::Moment;
use crate::workspace::Workspace;

/// Which of the scheduled reviews is meant where no id is given. Where none of them fits, it is the
/// only one that is scheduled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The next one to come.
    Next,
    /// The one that has begun and waits for its notes.
    Begun,
    /// The only one.
    Only,
}

/// What somebody calls a review.
struct Called<'a> {
    /// Its id, or a part of it.
    word: &'a str,
    /// The path that the word may be, too.
    path: Option<RepoPath>,
}

impl<'a> Called<'a> {
    fn by(workspace: &Workspace, word: Option<&'a str>) -> Option<Self> {
        word.map(|word| Self {
            word,
            path: workspace.place(word),
        })
    }
}

/// A root, and its reviews.
pub struct Reviews {
    /// The root.
    pub root: Root,
    /// All its reviews, the latest first.
    pub all: Vec<Review>,
    /// That which is meant; `None` where none is scheduled, and none was named.
    pub meant: Option<Review>,
}

/// The review that is read, and its root. Without an id it is the next one, or none where none is
/// scheduled.
pub fn find(
    workspace: &Workspace,
    id: Option<&str>,
    present: &Present,
) -> Result<Reviews, Refusal> {
    let mut roots = one_without_id(workspace, workspace.roots()?, id)?;
    if id.is_none()
        && let Some(root) = roots.pop()
    {
        let all = all_of(&root)?;
        if !all.iter().any(|it| it.is(ReviewStatus::Scheduled)) {
            let meant = None;
            return Ok(Reviews { root, all, meant });
        }
        roots.push(root);
    }
    among(roots, Called::by(workspace, id), Wanted::Next, present)
}

/// The review that is changed, and its root, whose configuration is sound.
pub fn find_to_write(
    workspace: &Workspace,
    id: Option<&str>,
    wanted: Wanted,
    present: &Present,
) -> Result<(Root, Review), Refusal> {
    let roots = one_without_id(workspace, workspace.roots_to_write()?, id)?;
    let called = Called::by(workspace, id);
    let Reviews { root, meant, .. } = among(roots, called, wanted, present)?;
    root.must_be_sound()?;
    let meant = meant.ok_or_else(|| none_called(id.unwrap_or_default()))?;
    let entry = root.snapshot().entry(&meant.path);
    let root = root.as_read(&entry);
    let read = all_of(&root)?.into_iter().find(|it| it.path == meant.path);
    let review = read.ok_or_else(|| none_called(id.unwrap_or_default()))?;
    if let Some(why) = &review.unreadable {
        let path = &review.path;
        return Err(Refusal::unreadable(format!("{path} cannot be read: {why}"))
            .hint(format!("`pmrepo check {path}` says more"))
            .about(path));
    }
    Ok((root, review))
}

/// The reviews of a root.
pub fn all_of(root: &Root) -> Result<Vec<Review>, Refusal> {
    let policy = &root.config.policy;
    Ok(list(policy, root.layout()?, root.snapshot()))
}

/// Refuses several roots where no id says which of them is meant.
fn one_without_id(
    workspace: &Workspace,
    roots: Vec<Root>,
    id: Option<&str>,
) -> Result<Vec<Root>, Refusal> {
    if id.is_none() && roots.len() > 1 {
        let ways = workspace.ways(roots.iter().map(|it| &it.directory));
        let several =
            "there are several roots here: name the review with its id, or a root with -C";
        return Err(Refusal::ambiguous(several).candidates(&ways));
    }
    Ok(roots)
}

/// The one review of some roots that is meant.
fn among(
    roots: Vec<Root>,
    called: Option<Called<'_>>,
    wanted: Wanted,
    present: &Present,
) -> Result<Reviews, Refusal> {
    let mut fitting = Vec::new();
    let mut unknown = None;
    for root in roots {
        let all = all_of(&root)?;
        let now = present.in_zone(root.config.policy.zone)?;
        match pick(&all, called.as_ref(), wanted, now) {
            Ok(review) => {
                let meant = Some(review.clone());
                fitting.push(Reviews { root, all, meant });
            }
            Err(refusal) => unknown = Some(refusal),
        }
    }
    match (fitting.pop(), fitting.is_empty()) {
        (Some(one), true) => Ok(one),
        (Some(_), false) => Err(Refusal::ambiguous(format!(
            "`{}` is a process review of several roots",
            called.map_or("", |it| it.word)
        ))
        .hint("name one with -C")),
        (None, _) => Err(unknown.unwrap_or_else(Refusal::no_root)),
    }
}

fn none_called(word: &str) -> Refusal {
    Refusal::not_found(format!("`{word}` is not a process review"))
        .hint("`pmrepo process-review list` shows what there is")
}

/// The review that an id, or a part of one, means; without an id, the one that is wanted.
fn pick<'a>(
    all: &'a [Review],
    called: Option<&Called<'_>>,
    wanted: Wanted,
    now: Moment,
) -> Result<&'a Review, Refusal> {
    let Some(called) = called else {
        return left_out(all, wanted, now);
    };
    let (word, small) = (called.word, called.word.to_lowercase());
    let is_it = |it: &&Review| {
        it.id.to_lowercase() == small || called.path.as_ref().is_some_and(|path| *path == it.path)
    };
    let exact: Vec<&Review> = all.iter().filter(is_it).collect();
    let like = if exact.is_empty() {
        let fits = |it: &&Review| it.id.to_lowercase().contains(&small);
        all.iter().filter(fits).collect()
    } else {
        exact
    };
    match like.as_slice() {
        [one] => Ok(one),
        [] => {
            let ids = all.iter().map(|it| it.id.as_str());
            let like = likeness::nearest_word(word, ids, Among::Kin);
            Err(match like {
                Some(like) => Refusal::not_found(format!("`{word}` is not a process review"))
                    .hint(format!("did you mean `{like}`?")),
                None => none_called(word),
            })
        }
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
