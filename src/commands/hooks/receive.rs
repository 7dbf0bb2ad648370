//! `pmrepo hooks receive`: judges a push before it becomes part of the repository.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::Ctx;
use super::super::Error;
use super::super::Status;
use super::super::check::change;
use super::super::check::change::Range;
use super::super::context::print;
use super::super::context::say;
use crate::check::Outcome;
use crate::check::Root;
use crate::commands::format::CheckFormat;
use crate::diagnostic::Level;
use crate::env;
use crate::git::Oid;
use crate::git::Repo;
use crate::render::Checked;
use crate::render::Detail;
use crate::render::counted;
use crate::render::sanitize;
use crate::snapshot::Snapshot;

/// A ref that a push moves: objects, `None` where there is nothing.
struct Update {
    old: Option<Oid>,
    new: Option<Oid>,
    name: String,
}

/// Reads what git says to the hook, a line for each ref: `OLD NEW NAME`.
fn updates(text: &str) -> Result<Vec<Update>, Error> {
    text.lines()
        .filter(|line| !line.is_empty())
        .map(|line| {
            let mut words = line.splitn(3, ' ');
            let mut id = || Oid::parse_or_nothing(words.next()?);
            match (id(), id(), words.next()) {
                (Some(old), Some(new), Some(name)) => Ok(Update {
                    old,
                    new,
                    name: name.to_owned(),
                }),
                _ => Err(
                    Error::new("this is not what git says to a pre-receive hook")
                        .hint("`pmrepo hooks install --server` installs the hook that runs this"),
                ),
            }
        })
        .collect()
}

/// Runs it: exit status 1 where the push is refused.
pub(super) fn run(ctx: &Ctx) -> Result<Status, Error> {
    let input = env::input().map_err(|it| Error::new(format!("standard input: {it}")))?;
    let repo = Arc::new(Repo::open(&ctx.directory, ctx.env.in_hook)?);
    let mut guard = Guard {
        repo: &repo,
        known: BTreeMap::new(),
    };
    let mut status = Status::Clean;
    for update in updates(&input)? {
        // A push cannot take the guard away from itself: what counts is what was there before.
        let standing = update.old.or_else(|| repo.head());
        if guard.covers(standing, &update.name) && !may_pass(ctx, &repo, &update, standing)? {
            status = Status::Findings;
        }
    }
    Ok(status)
}

/// Which refs are guarded, by the commit that says so.
struct Guard<'a> {
    repo: &'a Arc<Repo>,
    known: BTreeMap<Option<Oid>, Vec<String>>,
}

impl Guard<'_> {
    /// Whether a ref is guarded: a name of the configuration, whose last character may be `*`; by
    /// default the branch that HEAD names.
    fn covers(&mut self, standing: Option<Oid>, name: &str) -> bool {
        let repo = self.repo;
        let patterns = self
            .known
            .entry(standing)
            .or_insert_with(|| patterns(repo, standing));
        patterns
            .iter()
            .any(|pattern| match pattern.strip_suffix('*') {
                Some(start) => name.starts_with(start),
                None => name == pattern,
            })
    }
}

fn patterns(repo: &Arc<Repo>, standing: Option<Oid>) -> Vec<String> {
    let snapshot = standing.and_then(|it| Snapshot::commit(repo, &it.to_string()).ok());
    let roots = snapshot.map_or_else(Vec::new, |snapshot| {
        let directories = snapshot.roots().unwrap_or_default();
        directories
            .iter()
            .map(|it| Root::open(&snapshot, it))
            .collect()
    });
    let mut patterns = Vec::new();
    for root in &roots {
        let path = &root.directory;
        if root.findings.iter().any(|it| it.level == Level::Error) {
            say(format_args!(
                "warning: the configuration in `{}` cannot be read as it stands; the defaults stand in",
                sanitize(if path.is_root() { "." } else { path.as_str() }),
            ));
        }
        patterns.extend(root.config.guarded_refs.iter().cloned());
    }
    let has_default = roots.is_empty() || roots.iter().any(|it| it.config.guarded_refs.is_empty());
    if has_default {
        patterns.extend(repo.head_ref());
    }
    patterns
}

/// Judges what becomes of a guarded ref.
fn may_pass(
    ctx: &Ctx,
    repo: &Arc<Repo>,
    update: &Update,
    standing: Option<Oid>,
) -> Result<bool, Error> {
    let name = sanitize(&update.name);
    let Some(new) = update.new.map(|it| it.to_string()) else {
        say(format_args!(
            "pmrepo: {name} is guarded and cannot be deleted"
        ));
        return Ok(false);
    };
    let head = repo.commit_id(&new)?;
    // Where a new branch parts from HEAD its changes begin.
    let base = match (update.old, standing) {
        (Some(old), _) => Some(repo.commit_id(&old.to_string())?),
        (None, Some(standing)) => repo.merge_base(standing, head)?,
        (None, None) => None,
    };
    let outcome = match base {
        Some(base) => change::pushed(ctx, repo, &Range { base, head })?,
        None => change::everything(ctx, repo, head)?,
    };
    let errors = outcome.count(Level::Error);
    if errors == 0 {
        return Ok(true);
    }
    print(&shown(ctx, &new, &outcome))?;
    say(format_args!(
        "pmrepo: {name} is refused: {}",
        counted(errors, "error")
    ));
    Ok(false)
}

/// The errors, and what there is beside them in numbers.
fn shown(ctx: &Ctx, snapshot: &str, outcome: &Outcome) -> String {
    let findings = outcome.findings.iter();
    let checked = Checked {
        snapshot,
        as_of: ctx.env.now,
        documents: outcome.documents,
        findings: &outcome.findings,
        shown: findings.filter(|it| it.level == Level::Error).collect(),
        older: &outcome.older,
    };
    CheckFormat::Human.check(&checked, &ctx.look(Detail::Folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_two_ids_and_a_name() {
        let (zero, id) = ("0".repeat(40), "ab".repeat(20));
        let text = format!("{zero} {id} refs/heads/a\n{id} {zero} refs/x y\n");
        let all = updates(&text).unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!((all[0].old, all[0].new), (None, Oid::parse(&id)));
        assert_eq!((all[1].new, all[1].name.as_str()), (None, "refs/x y"));
        assert!(updates("what\n").is_err());
    }
}
