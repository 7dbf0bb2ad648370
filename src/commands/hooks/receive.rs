//! `pmrepo hooks receive`: judges a push before it becomes part of the repository.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::Ctx;
use super::super::Ending;
use super::super::Refusal;
use super::super::context::print;
use super::super::context::say;
use crate::check;
use crate::check::Guard;
use crate::check::Judge;
use crate::check::Outcome;
use crate::count::counted;
use crate::diagnostic::Level;
use crate::env;
use crate::git::Oid;
use crate::git::Repo;
use crate::git::Update;
use crate::render::Detail;
use crate::render::human;
use crate::render::sanitize;
use crate::report::check::View;

/// Runs it: exit status 1 where the push is refused.
pub(super) fn run(ctx: &Ctx) -> Result<Ending, Refusal> {
    let input = env::input().map_err(|it| Refusal::failed(format!("standard input: {it}")))?;
    let repo = Arc::new(Repo::open(&ctx.directory, ctx.env.in_hook)?);
    let mut guards = BTreeMap::new();
    let mut ending = Ending::Clean;
    for update in Update::read(&input)? {
        // A push cannot take the guard away from itself: what counts is what was there before.
        let standing = update.standing(&repo);
        let guard = guards
            .entry(standing)
            .or_insert_with(|| guard(&repo, standing));
        if guard.covers(&update.name) && !may_pass(ctx, &repo, &update)? {
            ending = Ending::Findings;
        }
    }
    Ok(ending)
}

/// The guard of a commit. Whoever pushes hears where it is not what the configuration means.
fn guard(repo: &Arc<Repo>, standing: Option<Oid>) -> Guard {
    let guard = Guard::before(repo, standing);
    for path in &guard.faulty {
        say(format_args!(
            "warning: the configuration in `{}` cannot be read as it stands; the defaults stand in",
            sanitize(if path.is_root() { "." } else { path.as_str() }),
        ));
    }
    guard
}

/// Judges what becomes of a guarded ref.
fn may_pass(ctx: &Ctx, repo: &Arc<Repo>, update: &Update) -> Result<bool, Refusal> {
    let name = sanitize(&update.name);
    let pushed = repo.pushed(update)?;
    let Some(head) = pushed.head() else {
        say(format_args!(
            "pmrepo: {name} is guarded and cannot be deleted"
        ));
        return Ok(false);
    };
    let outcome = check::judge_push(repo, pushed, &Judge::quiet(&ctx.present))?;
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

/// The errors, and what there is beside them in numbers.
fn shown(ctx: &Ctx, snapshot: &str, outcome: &Outcome) -> String {
    let findings = outcome.findings.iter();
    let shown = findings.filter(|it| it.level == Level::Error);
    let view = View::new((snapshot, ctx.env.now), outcome, shown);
    human::check(&view, &ctx.look(Detail::Folded))
}
