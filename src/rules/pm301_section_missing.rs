//! PM301: a section that the status asks for is missing.

use super::Check;
use super::Context;
use super::Entry;
use crate::config::SectionRule;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;
use crate::model::Status;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM301",
    name: "section-missing",
    level: Level::Error,
    summary: "a section that the status asks for is missing",
    page: include_str!("pm301_section_missing.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let report = context.report();
    for (section, there) in context.sections() {
        if there.is_some()
            || !is_due(context, section)
            || is_told_in_front_matter(context, &section.title)
        {
            continue;
        }
        let (from, major_only) = asked(context, section);
        let from = from.map_or("", Status::as_str);
        let whom = if major_only {
            ", for major incidents"
        } else {
            ""
        };
        let gist = said(&section.title);
        found.push(
            Diagnostic::new(
                &RULE,
                &report.path,
                context.field(FieldName::Status).place(),
                format!("{gist}: required from {from}{whom}"),
            )
            .gist(gist)
            .help(format!("add a heading `## {}`", section.title)),
        );
    }
}

/// What is said of a section, whoever asks for it.
pub fn said(title: &str) -> String {
    format!("the section \u{201c}{title}\u{201d} is missing")
}

/// Whether a report of that status and severity needs a section.
pub(super) fn is_due(context: &Context<'_>, section: &SectionRule) -> bool {
    let (from, major_only) = asked(context, section);
    from.is_some_and(|from| context.has_reached(from)) && (context.is_major() || !major_only)
}

/// From which status on the incident needs a section, and whether only because it is a major one.
fn asked(context: &Context<'_>, section: &SectionRule) -> (Option<Status>, bool) {
    section.asked(|day| context.is_older_than(day))
}

/// Whether the front matter says already what a section would.
pub(super) fn is_told_in_front_matter(context: &Context<'_>, title: &str) -> bool {
    match title {
        "Contributing Factors" => {
            let factors = context.field(FieldName::ContributingFactors);
            !factors.items().is_empty()
        }
        "Impact" => context.field(FieldName::ImpactSummary).text().is_some(),
        _ => false,
    }
}
