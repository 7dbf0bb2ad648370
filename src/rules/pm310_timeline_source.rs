//! PM310: a row that no longer agrees with the message that it names.

use chrono::TimeDelta;

use super::Check;
use super::Context;
use super::Entry;
use crate::chat::keys;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::source::RepoPath;
use crate::source::Span;
use crate::time::in_words;

/// Rows are written to the minute.
const GRACE: TimeDelta = TimeDelta::minutes(1);

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM310",
    name: "timeline-source",
    level: Level::Warning,
    summary: "a timeline row that does not agree with the message it names",
    page: include_str!("pm310_timeline_source.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    // What nobody saved cannot be read again.
    if context.dossier.logs.is_empty() {
        return;
    }
    let Some(timeline) = context.timeline() else {
        return;
    };
    let report = context.report();
    for row in &timeline.rows {
        let named = keys::in_text(row.span.of(&report.text));
        for (index, one) in named.iter().enumerate() {
            let Some(sent) = context.sent(&one.key) else {
                let mut logs = context.dossier.logs.values();
                if let Some((log, why)) = logs.find_map(|it| Some((it.path(), it.fault()?))) {
                    // Of every other row nobody can say more.
                    found.push(unreadable(context, row.time_span, log, why));
                    return;
                }
                let message = format!("no saved log has the message `{}`", one.key);
                let help = "save it with `pmrepo timeline import --write --save-log`, or name the right one";
                found.push(Diagnostic::new(&RULE, &report.path, row.time_span, message).help(help));
                continue;
            };
            let Ok(time) = row.time else { continue };
            let apart = time.since(sent);
            if index == 0 && apart.abs() > GRACE {
                let side = if apart < TimeDelta::zero() {
                    "before"
                } else {
                    "after"
                };
                let message = format!(
                    "this row is {} {side} the message that it names",
                    in_words(apart.abs())
                );
                found.push(
                    Diagnostic::new(&RULE, &report.path, row.time_span, message)
                        .help(format!("the message is of {}", sent.to_short())),
                );
            }
        }
    }
}

/// A log in which nobody can look for what a row names.
fn unreadable(context: &Context<'_>, at: Span, log: &RepoPath, why: &str) -> Diagnostic {
    let path = &context.report().path;
    let message = format!("the saved log `{log}` cannot be read: {why}");
    Diagnostic::new(&RULE, path, at, message)
        .help("mend it, or save it again with `pmrepo timeline import --write --save-log`")
}
