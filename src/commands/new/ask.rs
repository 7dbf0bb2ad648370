//! Questions for what the flags of `new` leave open.

use super::Ctx;
use super::Given;
use super::Policy;
use super::Refusal;
use super::Workspace;
use super::calendar;
use crate::calendar::Understood;
use crate::commands::quoted::quoted;
use crate::commands::roles;
use crate::env::Prompt;
use crate::model::Severity;
use crate::time::Moment;

/// The answer that means nobody, where somebody is proposed.
const NOBODY: &str = "-";

/// Asks for what a draft needs, and offers the rest: an empty answer means "not known yet". What cannot be
/// used is asked for again.
pub(super) fn ask(
    given: &mut Given,
    ctx: &Ctx,
    workspace: &Workspace,
    policy: &Policy,
) -> Result<(), Refusal> {
    let prompt = ctx.env.prompt();
    if given.title.is_none() {
        let title = prompt.text("What happened, in a few words", "", |answer| {
            if answer.is_empty() {
                Err("a postmortem needs a title".to_owned())
            } else {
                Ok(answer.to_owned())
            }
        })?;
        given.title = Some(title);
    }
    if given.severity.is_none() {
        let words: Vec<String> = policy.severities.iter().map(Severity::to_string).collect();
        let at = prompt.choice("Severity", &words, 0)?;
        given.severity = policy.severities.get(at).cloned();
    }
    if given.started.is_none() && given.detected.is_none() {
        let started = start(&prompt, given, ctx.now(policy.zone)?, policy)?;
        given.doubts.extend(started.doubt());
        given.started = Some(started.at);
    }
    if given.commander.is_none() {
        let me = workspace.me(policy).unwrap_or_default();
        let question = if me.is_empty() {
            "Incident commander (empty: not known yet)".to_owned()
        } else {
            format!("Incident commander ({NOBODY} for nobody yet)")
        };
        given.commander = person(&prompt, (workspace, policy), &question, &me)?;
    }
    if given.owner.is_none() {
        let question = "Owner of the postmortem (empty: not known yet)";
        given.owner = person(&prompt, (workspace, policy), question, "")?;
    }
    Ok(())
}

/// When it began: not after it was over.
fn start(
    prompt: &Prompt,
    given: &Given,
    now: Moment,
    policy: &Policy,
) -> Result<Understood, Refusal> {
    let over = given.resolved;
    let initial = if over.is_some() { "" } else { "now" };
    Ok(prompt.text("When did it start", initial, |answer| {
        let read = calendar::read_past(answer, now, policy.zone);
        let understood = read.map_err(|it| format!("{it}; {}", it.help()))?;
        match over.filter(|over| *over < understood.at) {
            None => Ok(understood),
            Some(over) => Err(format!(
                "that is after it was over: {}",
                calendar::said(over, now, policy.zone)
            )),
        }
    })?)
}

fn person(
    prompt: &Prompt,
    (workspace, policy): (&Workspace, &Policy),
    question: &str,
    initial: &str,
) -> Result<Option<String>, Refusal> {
    Ok(prompt.text(question, initial, |answer| match answer {
        "" | NOBODY => Ok(None),
        answer if answer.contains('/') => Err(format!("`{answer}` is a team: name one person")),
        answer => {
            let person = workspace.person(policy, answer);
            person.map(Some).map_err(|it| it.message)
        }
    })?)
}

/// The command that says again what was answered; `None` where nothing was.
pub(super) fn again(given: &Given) -> Option<String> {
    let when = |it: Option<Moment>| it.map(Moment::to_short);
    let flags = [
        (
            "--severity",
            given.severity.as_ref().map(Severity::to_string),
        ),
        ("--started", when(given.started)),
        ("--detected", when(given.detected)),
        ("--resolved", when(given.resolved)),
        ("--meeting", when(given.meeting)),
        ("--commander", given.commander.clone()),
        ("--owner", given.owner.clone()),
        ("--pagerduty", given.pagerduty.clone()),
        ("--channel", given.channel.clone()),
    ];
    let mut line = format!("pmrepo new {}", quoted(given.title.as_deref()?));
    for (flag, value) in flags {
        line.extend(value.map(|it| format!(" {flag} {}", quoted(&it))));
    }
    for service in &given.services {
        line.push_str(&format!(" --service {}", quoted(service)));
    }
    for (role, who) in &given.people {
        if let Some(flag) = roles::flag(*role) {
            line.push_str(&format!(" {flag} {}", quoted(who)));
        }
    }
    if given.major {
        line.push_str(" --major");
    }
    Some(line)
}
