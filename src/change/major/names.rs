//! The names in a checklist, which follow the people of the report.

use crate::config::Policy;
use crate::document::Document;
use crate::markdown::Task;
use crate::model::Role;
use crate::postmortem::Report;
use crate::postmortem::steps;
use crate::report::checklist::people;
use crate::source::Span;
use crate::template::prose;

/// The text of a checklist with the people of a report in its headings and its experts' steps: a heading
/// that names others than the report did, and a step that is ticked, stay as they are.
pub(super) fn followed(
    policy: &Policy,
    checklist: &Document,
    (was, is): (&Report<'_>, &Report<'_>),
) -> String {
    let mut replaced: Vec<(Span, String)> = Vec::new();
    for role in Role::of_checklist() {
        let (old, new) = (people(was, role), people(is, role));
        if old != new {
            replaced.extend(heading(checklist, role, (&old, &new)));
        }
    }
    let expert = Role::SubjectMatterExpert;
    for (from, to) in replacements(policy, &people(was, expert), &people(is, expert)) {
        let tasks = checklist.body.tasks.iter();
        replaced.extend(tasks.filter_map(|it| step(policy, it, (&from, &to))));
    }
    replaced.sort_by_key(|(span, _)| std::cmp::Reverse(*span));
    let mut text = checklist.text.clone();
    for (span, new) in replaced {
        text.replace_range(span.start..span.end, &new);
    }
    text
}

/// Who takes whose place: of those who are named no longer and those who are new, one by one.
fn replacements(policy: &Policy, old: &[String], new: &[String]) -> Vec<(String, String)> {
    let is_in = |all: &[String], who: &String| {
        let mut all = all.iter();
        all.any(|it| policy.roster.is_same(it, who))
    };
    let gone = old.iter().filter(|it| !is_in(new, it)).cloned();
    let come = new.iter().filter(|it| !is_in(old, it)).cloned();
    gone.zip(come).collect()
}

/// What becomes of the heading of a role, if it names whom the report named.
fn heading(
    checklist: &Document,
    role: Role,
    (old, new): (&[String], &[String]),
) -> Option<(Span, String)> {
    let title = role.title()?;
    let named = |people: &[String]| match people {
        [] => title.to_owned(),
        people => format!("{title}: {}", people.join(", ")),
    };
    let mut sections = checklist.body.sections.iter();
    let section = sections.find(|it| it.title.eq_ignore_ascii_case(&named(old)))?;
    let shown = section.heading.of(&checklist.text);
    // What stands before the names stays: the marks, and the title as it is written.
    let (head, _) = shown.split_once(':').unwrap_or((shown.trim_end(), ""));
    let names = match new {
        [] => String::new(),
        people => format!(": {}", prose(&people.join(", "))),
    };
    Some((section.heading, format!("{}{names}", head.trim_end())))
}

/// What becomes of the open step of an expert whose place somebody takes.
fn step(policy: &Policy, task: &Task, (from, to): (&str, &str)) -> Option<(Span, String)> {
    let (id, _) = task.id.as_ref()?;
    let is_theirs =
        policy.is_for_each_expert(id) && policy.roster.is_same(steps::expert(task), from);
    if task.checked || !is_theirs || steps::not_applicable(&task.text).is_some() {
        return None;
    }
    let (_, rest) = task.text.split_once(':')?;
    Some((task.text_span, format!("{}:{rest}", prose(to))))
}
