//! Questions for what the flags of `new` leave open.

use std::io;

use super::Ctx;
use super::Given;
use super::Policy;
use super::Refusal;
use super::Workspace;
use super::calendar;
use crate::model::Severity;

/// Asks for what a draft needs, and offers the rest: an empty answer means "not known yet".
pub(super) fn ask(
    given: &mut Given,
    ctx: &Ctx,
    workspace: &Workspace,
    policy: &Policy,
) -> Result<(), Refusal> {
    let prompt = ctx.env.prompt();
    let now = ctx.now(policy.zone)?;
    if given.title.is_none() {
        let title = prompt
            .text("What happened, in a few words", "", |answer| {
                if answer.is_empty() {
                    Err("a postmortem needs a title".to_owned())
                } else {
                    Ok(())
                }
            })
            .map_err(|it| no_answer(&it))?;
        given.title = Some(title);
    }
    if given.severity.is_none() {
        let words: Vec<String> = policy.severities.iter().map(Severity::to_string).collect();
        let at = prompt
            .choice("Severity", &words, 0)
            .map_err(|it| no_answer(&it))?;
        given.severity = policy.severities.get(at).cloned();
    }
    if given.started.is_none() && given.detected.is_none() {
        let initial = if given.resolved.is_some() { "" } else { "now" };
        let read = |answer: &str| calendar::read_past(answer, now, policy.zone);
        let answer = prompt
            .text("When did it start", initial, |answer| {
                read(answer)
                    .map(drop)
                    .map_err(|it| format!("{it}; {}", it.help()))
            })
            .map_err(|it| no_answer(&it))?;
        given.started = read(&answer).ok().map(|it| it.at);
    }
    if given.commander.is_none() {
        let me = workspace.me(policy).unwrap_or_default();
        given.commander = optional(ctx, workspace, policy, "Incident commander", &me)?;
    }
    if given.owner.is_none() {
        given.owner = optional(
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
        .text(question, initial, |answer| {
            // What cannot be used is asked for again: nothing else that was typed is lost.
            if answer.is_empty() {
                return Ok(());
            }
            let person = workspace.person(policy, answer);
            person.map(drop).map_err(|it| it.message)
        })
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
