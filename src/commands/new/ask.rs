//! Questions for what the flags of `new` leave open.

use std::io;

use super::Ctx;
use super::Known;
use super::Policy;
use super::Refusal;
use super::Workspace;
use super::calendar;
use crate::time::Moment;

/// Asks for what a draft needs, and offers the rest: an empty answer means "not known yet".
pub(super) fn ask(
    known: &mut Known,
    ctx: &Ctx,
    workspace: &Workspace,
    policy: &Policy,
) -> Result<(), Refusal> {
    let prompt = ctx.env.prompt();
    let now = ctx.now(policy.zone)?;
    if known.title.is_empty() {
        known.title = prompt
            .text("What happened, in a few words", "", |answer| {
                if answer.is_empty() {
                    Err("a postmortem needs a title".to_owned())
                } else {
                    Ok(())
                }
            })
            .map_err(|it| no_answer(&it))?;
    }
    if known.severity.is_empty() {
        let at = prompt
            .choice("Severity", &policy.severities, 0)
            .map_err(|it| no_answer(&it))?;
        known.severity = policy.severities.get(at).cloned().unwrap_or_default();
    }
    if known.started.is_none() && known.detected.is_none() {
        let initial = if known.resolved.is_some() { "" } else { "now" };
        let read = |answer: &str| calendar::read_short(answer, now, policy.zone);
        let answer = prompt
            .text("When did it start", initial, |answer| {
                read(answer)
                    .map(|_: Moment| ())
                    .map_err(|it| format!("{it}; {}", it.help()))
            })
            .map_err(|it| no_answer(&it))?;
        known.started = read(&answer).ok();
    }
    if known.commander.is_none() {
        let me = workspace.me(policy).unwrap_or_default();
        known.commander = optional(ctx, workspace, policy, "Incident commander", &me)?;
    }
    if known.owner.is_none() {
        known.owner = optional(
            ctx,
            workspace,
            policy,
            "Owner of the postmortem (empty: later)",
            "",
        )?;
    }
    Ok(())
}

fn optional(
    ctx: &Ctx,
    workspace: &Workspace,
    policy: &Policy,
    question: &str,
    initial: &str,
) -> Result<Option<String>, Refusal> {
    let answer = ctx
        .env
        .prompt()
        .text(question, initial, |_| Ok(()))
        .map_err(|it| no_answer(&it))?;
    if answer.is_empty() {
        return Ok(None);
    }
    workspace.person(policy, &answer).map(Some)
}

fn no_answer(error: &io::Error) -> Refusal {
    Refusal::failed(format!("no answer: {error}"))
        .hint("--no-input never asks; the flags say what is asked here")
}
