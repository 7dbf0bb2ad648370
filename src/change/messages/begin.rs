//! A message's first text, from its template.

use super::link;
use super::place;
use super::text_of;
use crate::change::By;
use crate::change::Draft;
use crate::change::Headline;
use crate::change::Said;
use crate::change::reading;
use crate::change::templates;
use crate::corpus::Files;
use crate::document::Sort;
use crate::model::ActionState;
use crate::model::FieldName;
use crate::model::MessageName;
use crate::postmortem::Report;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::template;
use crate::template::input::ActionInput;
use crate::template::input::MessageInput;
use crate::tree::Edits;

/// Writes a message from its template. Where it links to a report that its readers cannot see yet,
/// that is said.
pub fn begin(root: &Root, files: &Files, name: MessageName, by: &By<'_>) -> Result<Draft, Refusal> {
    let path = place(files, name);
    if text_of(root, &path)?.is_some() {
        let refusal = Refusal::not_ready(format!("{path} is there already"));
        let refusal = refusal.about(&path);
        return Err(refusal.hint(format!("pmrepo edit {} {name}", files.id)));
    }
    let link = link::to_report(root, files, by);
    let mut says = vec![Said::Wrote(path.clone())];
    let is_linked = match name {
        MessageName::Notice | MessageName::Results => true,
        MessageName::External => false,
    };
    if is_linked {
        says.extend(link.unseen(files));
        if link.url.is_none() {
            let id = files.id.to_string();
            says.push(Said::NoLink { id });
        }
    }
    let mut edits = Edits::none();
    edits.create(&path, text(root, files, name, link.url)?);
    let headline = Headline::of(&files.id, format!("write the {name} message"));
    Draft::make((root, by), headline, edits, says)
}

fn text(
    root: &Root,
    files: &Files,
    name: MessageName,
    url: Option<String>,
) -> Result<String, Refusal> {
    let document = reading::today(root, &files.report.path, Sort::WithFrontMatter);
    let report = Report::new(&root.config.policy, &document);
    let text = |field| report.field(field).text().map(str::to_owned);
    let texts = |field| report.field(field).texts().map(str::to_owned).collect();
    // What was given up, or is not agreed yet, is nothing that comes out of the review.
    let agreed = report.action_items().filter(|item| match item.state() {
        Some(ActionState::Proposed | ActionState::WontDo) => false,
        Some(ActionState::Open | ActionState::InProgress | ActionState::Done) | None => true,
    });
    let items = agreed.map(|item| {
        let text = |field| item.field(field).text().map(str::to_owned);
        ActionInput {
            id: text(FieldName::Id).unwrap_or_default(),
            title: text(FieldName::Title).unwrap_or_default(),
            owner: text(FieldName::Owner),
            due: text(FieldName::Due),
        }
    });
    let input = MessageInput {
        to: Vec::new(),
        title: text(FieldName::Title).unwrap_or_default(),
        id: files.id.to_string(),
        severity: text(FieldName::Severity).unwrap_or_default(),
        url,
        owner: text(FieldName::Owner),
        started_at: text(FieldName::StartedAt),
        resolved_at: text(FieldName::ResolvedAt),
        services: texts(FieldName::Services),
        impact: report.impact(),
        contributing_factors: report.contributing_factors(),
        action_items: items.collect(),
    };
    let own = root.own_template(name.into())?;
    let made = template::message(name, &input, own.as_deref());
    made.map_err(|it| templates::failed(&it))
}
