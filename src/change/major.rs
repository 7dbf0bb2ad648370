//! What a major incident has besides: the checklist, more sections, and a step for each expert.

mod names;

use super::Said;
use super::SetSaid;
use super::reading;
use super::scaffold;
use super::templates;
use crate::config::Policy;
use crate::config::steps::Step;
use crate::corpus::CHECKLIST;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::markdown::Section;
use crate::markdown::Task;
use crate::model::FieldName;
use crate::model::Role;
use crate::model::Status;
use crate::model::TemplateName;
use crate::postmortem::Report;
use crate::postmortem::steps;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::source::Span;
use crate::template;
use crate::template::input::ReportInput;
use crate::template::input::SectionInput;
use crate::tree::Edits;

/// What becomes of a postmortem whose report gets another text.
pub(super) struct Scaffolds {
    pub(super) edits: Edits,
    /// What was scaffolded besides.
    pub(super) says: Vec<Said>,
}

/// The report's new text, and what a severity that is a major one now, or experts who are named now,
/// bring with them. Nothing is removed where the severity is lowered.
pub(super) fn scaffolds(
    root: &Root,
    files: &Files,
    before: &Dossier,
    text: &str,
) -> Result<Scaffolds, Refusal> {
    let policy = &root.config.policy;
    let path = &files.report.path;
    let mut edits = Edits::none();
    let mut says = Vec::new();
    let mut report = reading::with(root, path, text, Sort::WithFrontMatter);
    let was = Report::new(policy, &before.report);
    let is = Report::new(policy, &report);
    let is_raised = is.is_major() && !was.is_major() && is.status() != Some(Status::NotRequired);
    if is_raised {
        let (text, titles) = sections(root, &report)?;
        if !titles.is_empty() {
            says.push(Said::Set(SetSaid::Sections {
                id: files.id.to_string(),
                titles,
            }));
            report = reading::with(root, path, &text, Sort::WithFrontMatter);
        }
    }
    let named = experts(&Report::new(policy, &report));
    let were_named = experts(&was);
    let place = files.directory.join(CHECKLIST);
    match (&files.checklist, place) {
        (Some(entry), _) => {
            let today = reading::today(root, &entry.path, Sort::BodyOnly);
            let text = names::followed(policy, &today, (&was, &Report::new(policy, &report)));
            let checklist = reading::with(root, &entry.path, &text, Sort::BodyOnly);
            let (text, people) = if is_raised || named != were_named {
                with_steps(policy, &checklist, &named)
            } else {
                (text, Vec::new())
            };
            if today.faults.is_empty() {
                edits.change(&entry.path, today.text, text);
                if !people.is_empty() {
                    says.push(Said::Set(SetSaid::ExpertSteps {
                        path: entry.path.clone(),
                        people,
                    }));
                }
            }
        }
        (None, Some(path)) if is_raised => {
            edits.create(&path, scaffold::checklist_of(root, &report)?);
            says.push(Said::Wrote(path));
        }
        _ => {}
    }
    edits.change(path, root.text_of(path)?, report.text);
    Ok(Scaffolds { edits, says })
}

/// The subject matter experts, as they are written.
fn experts(report: &Report<'_>) -> Vec<String> {
    let people = report.people(Role::SubjectMatterExpert);
    people.map(str::to_owned).collect()
}

/// The text of a report with the sections that a major incident has and it lacks, each where it
/// belongs and as a new report has it, and their titles.
fn sections(root: &Root, report: &Document) -> Result<(String, Vec<String>), Refusal> {
    let policy = &root.config.policy;
    let wanted = template::sections(policy, true);
    let lacks = |it: &&SectionInput| Report::new(policy, report).section(&it.title).is_none();
    if report.body.too_large || !wanted.iter().any(|it| lacks(&it)) {
        return Ok((report.text.clone(), Vec::new()));
    }
    let fresh = fresh(root, report)?;
    let end_of_line = if report.text.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let mut document = report.clone();
    let mut titles = Vec::new();
    for (at, section) in wanted.iter().enumerate() {
        let title = &section.title;
        let here = Report::new(policy, &document);
        let Some((_, new)) = Report::new(policy, &fresh).section(title) else {
            continue;
        };
        if here.section(title).is_some() {
            continue;
        }
        let new = Span::new(new.heading.start, new.content.end).of(&fresh.text);
        let find = |it: &SectionInput| here.section(&it.title).map(|(_, it)| it);
        let previous = wanted.iter().take(at).rev().find_map(find);
        let next = wanted.iter().skip(at + 1).find_map(find);
        let place = place(&document, previous, next);
        let text = inserted(&document.text, place, new.trim(), end_of_line);
        let result = reading::with(root, &report.path, &text, Sort::WithFrontMatter);
        let is_meant = Report::new(policy, &result).section(title).is_some()
            && result.body.sections.len() > document.body.sections.len();
        if is_meant {
            titles.push(title.clone());
            document = result;
        }
    }
    Ok((document.text, titles))
}

/// Where a section goes: behind the one before it, else before the one behind it, else to the end.
fn place(document: &Document, previous: Option<&Section>, next: Option<&Section>) -> usize {
    match (previous, next) {
        (Some(previous), _) => previous.content.end,
        (None, Some(next)) => next.heading.start,
        (None, None) => document.text.len(),
    }
}

/// A text with lines put in, a blank line before and behind them.
fn inserted(text: &str, at: usize, new: &str, end_of_line: &str) -> String {
    let (head, tail) = (text.get(..at).unwrap_or(text), text.get(at..).unwrap_or(""));
    let lines: Vec<&str> = new.lines().collect();
    let (head, tail) = (head.trim_end(), tail.trim_start_matches(['\r', '\n']));
    let mut result = format!(
        "{head}{end_of_line}{end_of_line}{}{end_of_line}",
        lines.join(end_of_line)
    );
    if !tail.is_empty() {
        result.push_str(end_of_line);
        result.push_str(tail);
    }
    result
}

/// A new report of a major incident, with what this one says of it.
fn fresh(root: &Root, report: &Document) -> Result<Document, Refusal> {
    let policy = &root.config.policy;
    let said = Report::new(policy, report);
    let text = |field| said.field(field).text().map(str::to_owned);
    let moment = |field| said.moment(field).map(crate::time::Moment::to_short);
    let input = ReportInput {
        title: said.title().unwrap_or_default().to_owned(),
        severity: text(FieldName::Severity).unwrap_or_default(),
        is_major: true,
        major: said.field(FieldName::Major).is_true(),
        started_at: moment(FieldName::StartedAt),
        detected_at: moment(FieldName::DetectedAt),
        resolved_at: moment(FieldName::ResolvedAt),
        ..scaffold::blank(root, true)
    };
    let own = root.own_template(TemplateName::Report)?;
    let text = template::report(&input, own.as_deref()).map_err(|it| templates::failed(&it))?;
    Ok(reading::with(
        root,
        &report.path,
        &text,
        Sort::WithFrontMatter,
    ))
}

/// The text of a checklist with a step for each expert who has none, and those who got one. The step
/// that stood there for whoever it may be is the first one's.
fn with_steps(policy: &Policy, checklist: &Document, experts: &[String]) -> (String, Vec<String>) {
    let mut text = checklist.text.clone();
    let mut people: Vec<String> = Vec::new();
    let each: Vec<&Step> = policy
        .steps
        .iter()
        .filter(|it| it.is_for_each_expert())
        .collect();
    // From the end of the file on, so that places before stay as they are.
    for step in each.iter().rev() {
        let is_it = |it: &&Task| it.id.as_ref().is_some_and(|(id, _)| *id == step.id);
        let tasks: Vec<&Task> = checklist.body.tasks.iter().filter(is_it).collect();
        let has_own = |who: &String| {
            let mut all = tasks.iter();
            all.any(|it| policy.roster.is_same(steps::expert(it), who))
        };
        let without: Vec<&String> = experts.iter().filter(|it| !has_own(it)).collect();
        let own = |who: &str| format!("{who}: {}", step.text);
        let unnamed = tasks
            .iter()
            .find(|it| !it.checked && it.text.trim() == step.text.trim());
        let end_of_line = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let item = |who: &&String| format!("- [ ] `{}` {}", step.id, own(who));
        let rest = without.iter().skip(usize::from(unnamed.is_some()));
        let items: Vec<String> = rest.map(item).collect();
        if without.is_empty() {
            continue;
        }
        if !items.is_empty() {
            let place = tasks.last().map(|it| it.text_span.end.max(it.marker.end));
            let place = place.or_else(|| end_of_section(policy, checklist, step));
            let at = place.unwrap_or(text.trim_end().len());
            let heading = Role::SubjectMatterExpert.title().unwrap_or_default();
            let mut new = String::new();
            if place.is_none() {
                new.push_str(&format!("{end_of_line}{end_of_line}## {heading}"));
            }
            for item in &items {
                new.push_str(&format!("{end_of_line}{end_of_line}{item}"));
            }
            if at <= text.len() && text.is_char_boundary(at) {
                text.insert_str(at, &new);
            }
        }
        if let (Some(task), Some(first)) = (unnamed, without.first()) {
            let Span { start, end } = task.text_span;
            text.replace_range(start..end, &own(first));
        }
        for who in without {
            if !people.contains(who) {
                people.push(who.clone());
            }
        }
    }
    (text, people)
}

/// The end of what stands under the experts' heading; `None` where there is none.
fn end_of_section(policy: &Policy, checklist: &Document, step: &Step) -> Option<usize> {
    let heading = policy.step(&step.id)?.role.title()?;
    let section = checklist.body.sections.iter().find(|it| {
        let title = it.title.split(':').next().unwrap_or_default().trim();
        title.eq_ignore_ascii_case(heading)
    })?;
    let upto = checklist.text.get(..section.content.end)?;
    Some(upto.trim_end().len())
}
