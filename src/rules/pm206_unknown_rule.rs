//! PM206: a waiver that names no rule.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM206",
    name: "unknown-rule",
    level: Level::Error,
    summary: "a waiver that names no rule",
    page: include_str!("pm206_unknown_rule.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

/// How many waivers a suggestion is looked for: each costs a look at every rule.
const MOST_SUGGESTIONS: usize = 20;

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let report = context.report();
    for waiver in context.waivers() {
        let rule = waiver.rule();
        let Some(word) = rule.text().filter(|_| rule.is_text()) else {
            continue;
        };
        let (message, help) = match super::find(word) {
            Some(rule) if rule.can_be_waived() => continue,
            Some(rule) => (
                format!("`{word}` cannot be waived"),
                format!("fix what {} finds, and remove the waiver", rule.code),
            ),
            None => {
                let near = (waiver.index < MOST_SUGGESTIONS)
                    .then(|| super::suggest(word))
                    .flatten();
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "list the rules with `pmrepo explain`".to_owned(),
                };
                (format!("`{word}` is not a rule"), help)
            }
        };
        found.push(
            Diagnostic::new(&RULE, &report.path, rule.place(), message)
                .help(help)
                .pointer(waiver.pointer()),
        );
    }
}
