//! `pmrepo hooks receive`: judges a push before it becomes part of the repository.

use std::sync::Arc;

use super::super::Ctx;
use super::super::Ending;
use super::super::Refusal;
use super::super::context::print;
use super::super::context::say;
use super::bypass;
use crate::check::Guards;
use crate::check::Judge;
use crate::check::Outcome;
use crate::check::Received;
use crate::count::counted;
use crate::diagnostic::Level;
use crate::env;
use crate::git::Repo;
use crate::git::Update;
use crate::render::Detail;
use crate::render::human;
use crate::render::sanitize;
use crate::report::check::View;

/// Runs it: exit status 1 where the push is refused.
pub(super) fn run(ctx: &Ctx) -> Result<Ending, Refusal> {
    let input = env::input().map_err(|it| Refusal::failed(format!("standard input: {it}")))?;
    let updates = Update::read(&input)?;
    let repo = Arc::new(Repo::open(&ctx.directory, ctx.env.in_hook)?);
    let ending = judge(ctx, &repo, &updates).map_err(|it| it.hint(bypass::ADVICE))?;
    if ending == Ending::Findings {
        ctx.hint(bypass::ADVICE);
    }
    Ok(ending)
}

/// Judges what becomes of each guarded ref, unless the administrator lets everything through.
fn judge(ctx: &Ctx, repo: &Arc<Repo>, updates: &[Update]) -> Result<Ending, Refusal> {
    // A way out that is open leads past whatever is wrong here, be it the guard itself.
    let bypass = bypass::until(repo, ctx.env.now);
    let mut guards = match (Guards::new(repo), &bypass) {
        (Err(_), Ok(Some(until))) => {
            say(format_args!("pmrepo: nothing is judged {until}"));
            return Ok(Ending::Clean);
        }
        (guards, _) => guards?,
    };
    let mut ending = Ending::Clean;
    let mut warned = 0;
    for update in updates {
        let name = sanitize(&update.name);
        let is_guarded = match (guards.covers(update), &bypass) {
            (Err(_), Ok(Some(_))) => true,
            (is_guarded, _) => is_guarded?,
        };
        warn(&guards, &mut warned);
        if !is_guarded {
            continue;
        }
        if let Some(until) = bypass.clone()? {
            say(format_args!("pmrepo: {name} is not judged {until}"));
        } else if !may_pass(ctx, &guards, update)? {
            ending = Ending::Findings;
        }
    }
    Ok(ending)
}

/// Whoever pushes hears where the guard is not what the configuration means.
fn warn(guards: &Guards<'_>, warned: &mut usize) {
    for path in guards.faulty().iter().skip(*warned) {
        say(format_args!(
            "warning: the configuration in `{}` cannot be read as it stands; the defaults stand in",
            sanitize(if path.is_root() { "." } else { path.as_str() }),
        ));
        *warned += 1;
    }
}

/// Judges what becomes of a guarded ref.
fn may_pass(ctx: &Ctx, guards: &Guards<'_>, update: &Update) -> Result<bool, Refusal> {
    let name = sanitize(&update.name);
    let (head, outcome) = match guards.judge(update, &Judge::quiet(&ctx.present))? {
        Received::Deleted => {
            say(format_args!(
                "pmrepo: {name} is guarded and cannot be deleted"
            ));
            return Ok(false);
        }
        Received::There(other) => {
            let other = sanitize(&other);
            say(format_args!(
                "pmrepo: {name} begins at a commit of {other}, which is guarded: nothing is judged anew"
            ));
            return Ok(true);
        }
        Received::Judged(head, outcome) => (head, outcome),
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

/// The errors, and what there is beside them in numbers.
fn shown(ctx: &Ctx, snapshot: &str, outcome: &Outcome) -> String {
    let findings = outcome.findings.iter();
    let shown = findings.filter(|it| it.level == Level::Error);
    let view = View::new((snapshot, ctx.env.now), outcome, shown);
    human::check(&view, &ctx.look(Detail::Folded))
}
