//! `pmrepo hooks receive`: judges a push before it becomes part of the repository.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::Ctx;
use super::super::Ending;
use super::super::Refusal;
use super::super::context::print;
use super::super::context::say;
use crate::check;
use crate::check::Comparison;
use crate::check::Judge;
use crate::check::Outcome;
use crate::check::Scope;
use crate::commands::format::CheckFormat;
use crate::count::counted;
use crate::diagnostic::Level;
use crate::env;
use crate::git::Oid;
use crate::git::Pushed;
use crate::git::Range;
use crate::git::Repo;
use crate::git::Update;
use crate::render::Checked;
use crate::render::Detail;
use crate::render::sanitize;
use crate::root::Root;
use crate::snapshot::Snapshot;

/// Runs it: exit status 1 where the push is refused.
pub(super) fn run(ctx: &Ctx) -> Result<Ending, Refusal> {
    let input = env::input().map_err(|it| Refusal::failed(format!("standard input: {it}")))?;
    let repo = Arc::new(Repo::open(&ctx.directory, ctx.env.in_hook)?);
    let mut guard = Guard {
        repo: &repo,
        known: BTreeMap::new(),
    };
    let mut ending = Ending::Clean;
    for update in Update::read(&input)? {
        // A push cannot take the guard away from itself: what counts is what was there before.
        let standing = update.standing(&repo);
        if guard.covers(standing, &update.name) && !may_pass(ctx, &repo, &update)? {
            ending = Ending::Findings;
        }
    }
    Ok(ending)
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
fn may_pass(ctx: &Ctx, repo: &Arc<Repo>, update: &Update) -> Result<bool, Refusal> {
    let name = sanitize(&update.name);
    let (head, outcome) = match repo.pushed(update)? {
        Pushed::Nothing => {
            say(format_args!(
                "pmrepo: {name} is guarded and cannot be deleted"
            ));
            return Ok(false);
        }
        Pushed::All(head) => (head, everything(ctx, repo, head)?),
        Pushed::Since(range) => (range.head, pushed(ctx, repo, range)?),
    };
    let errors = outcome.count(Level::Error);
    if errors == 0 {
        return Ok(true);
    }
    print(&shown(ctx, &head.to_string(), &outcome))?;
    say(format_args!(
        "pmrepo: {name} is refused: {}",
        counted(errors, "error")
    ));
    Ok(false)
}

/// Judges what is pushed to a branch.
fn pushed(ctx: &Ctx, repo: &Arc<Repo>, range: Range) -> Result<Outcome, Refusal> {
    let comparison = Comparison::pushed(repo, range)?;
    let scope = Scope::Change(&comparison);
    check::check(&comparison.roots(), scope, &Judge::quiet(&ctx.present))
}

/// Judges every document of a commit that comes after nothing.
fn everything(ctx: &Ctx, repo: &Arc<Repo>, head: Oid) -> Result<Outcome, Refusal> {
    let roots = Root::all(&Snapshot::of_commit(repo, head))?;
    check::check(&roots, Scope::Tree, &Judge::quiet(&ctx.present))
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
