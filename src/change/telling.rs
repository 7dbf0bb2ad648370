//! What there is to say of fields that are set: which deadlines move, who is new here, and what cannot be taken back.

use std::collections::BTreeSet;

use super::By;
use super::SetSaid;
use crate::check;
use crate::corpus::Dossier;
use crate::corpus::MESSAGES;
use crate::corpus::REPORT;
use crate::deadline;
use crate::document::Document;
use crate::document::Sort;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::Postmortem;
use crate::postmortem::Report;
use crate::postmortem::status_of;
use crate::refusal::Refusal;
use crate::report::asked::Asked;
use crate::report::moves;
use crate::report::overdue;
use crate::root::Root;
use crate::rules::Clock;
use crate::rules::pm101_missing_field;
use crate::schema::FieldKind;
use crate::schema::Fields;
use crate::source::RepoPath;
use crate::tree::Edits;

/// All there is to say of fields that are set.
pub(super) fn of(
    root: &Root,
    (before, after): (&Dossier, &Dossier),
    names: &[&str],
    clock: Clock,
) -> Vec<SetSaid> {
    let policy = &root.config.policy;
    let (was, is) = (
        Postmortem::new(policy, before),
        Postmortem::new(policy, after),
    );
    let mut says = Vec::new();
    if is.is_major() && !was.is_major() {
        says.extend(needs(root, before, after, clock));
    }
    let coverage = overdue::coverage(root);
    let old = deadline::of_postmortem(was, coverage);
    let new = deadline::of_postmortem(is, coverage);
    let moved = moves::between(&old, &new);
    says.extend(moved.into_iter().map(SetSaid::DeadlineMoves));
    let confidential = FieldName::Confidential;
    if names.contains(&confidential.as_str()) {
        match (was.is_confidential(), is.is_confidential()) {
            (false, true) => says.push(SetSaid::StaysPublic),
            (true, false) => says.push(SetSaid::BecomesPublic),
            _ => {}
        }
    }
    says
}

/// The fields that a report needs now before the review and did not need before.
fn needs(root: &Root, before: &Dossier, after: &Dossier, clock: Clock) -> Option<SetSaid> {
    // Further on, what is missing is an error, and said as that.
    if status_of(&after.report)? != Status::Draft {
        return None;
    }
    let missing = |dossier: &Dossier| -> Vec<String> {
        let lacking = check::lacking(root, dossier, Status::InReview, clock).into_iter();
        let lacking = lacking.filter(|it| it.rule == &pm101_missing_field::RULE);
        let pointers = lacking.map(|it| it.pointer);
        pointers
            .map(|it| it.trim_start_matches('/').replace('/', "."))
            .collect()
    };
    let known = missing(before);
    let mut fields = missing(after);
    fields.retain(|it| !known.contains(it));
    let id = after.id.to_string();
    (!fields.is_empty()).then_some(SetSaid::Needs { id, fields })
}

/// The people and services that edits name and nothing knew before: not what they change, nor the roster,
/// nor any other document.
pub(super) fn strangers(root: &Root, edits: &Edits, by: &By<'_>) -> Result<Vec<SetSaid>, Refusal> {
    let policy = &root.config.policy;
    let me = by.workspace.me(policy);
    let mut new = Named::default();
    for (path, edit) in edits.all(edits.fresh_path(root.snapshot()).as_ref()) {
        let Some(after) = edit.after() else {
            continue;
        };
        let named = |text: &str| Named::by(root, &path, text);
        let known = edit.before().map(named).unwrap_or_default();
        let known_people: BTreeSet<&String> = known.people.iter().chain(&me).collect();
        let known_services: BTreeSet<&String> = known.services.iter().collect();
        let after = named(after);
        let people = after.people.into_iter();
        new.people
            .extend(people.filter(|it| !known_people.contains(it)));
        let services = after.services.into_iter();
        new.services
            .extend(services.filter(|it| !known_services.contains(it)));
    }
    if new.people.is_empty() && new.services.is_empty() {
        return Ok(Vec::new());
    }
    let asked = Asked::of(by.workspace, [root]);
    let mut found = asked.new_people(root, &once(&new.people))?;
    found.extend(asked.new_services(&once(&new.services))?);
    Ok(found.into_iter().map(SetSaid::New).collect())
}

/// Whom and what a document names, in its order.
#[derive(Default)]
struct Named {
    people: Vec<String>,
    services: Vec<String>,
}

impl Named {
    /// Those whom a file names; nobody where it is no document.
    fn by(root: &Root, path: &RepoPath, text: &str) -> Self {
        let is_report = path.name() == REPORT;
        let fields = if is_report {
            root.fields()
        } else if path.parent().is_some_and(|it| it.name() == MESSAGES) {
            Fields::of_message()
        } else {
            Fields::of_review()
        };
        let document = Document::from_text(path, text.to_owned(), Sort::WithFrontMatter);
        let kinds = [FieldKind::Person, FieldKind::PersonOrTeam];
        let values = document.root().into_iter();
        let values = values.flat_map(|node| fields.values(node, &kinds));
        let people = values.filter_map(|it| it.node.as_str().map(str::to_owned));
        let services = Report::new(&root.config.policy, &document).field(FieldName::Services);
        Self {
            people: people.filter(|it| !it.trim().is_empty()).collect(),
            services: services
                .texts()
                .filter(|_| is_report)
                .map(str::to_owned)
                .collect(),
        }
    }
}

/// Each word once, in its order.
fn once(words: &[String]) -> Vec<&str> {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let words = words.iter().map(String::as_str);
    words.filter(|it| known.insert(it)).collect()
}
