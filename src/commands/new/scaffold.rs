//! The files of a new postmortem, as texts.

use super::Known;
use super::Refusal;
use crate::check;
use crate::corpus::CHECKLIST;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::corpus::REPORT;
use crate::diagnostic::Level;
use crate::document::Document;
use crate::model::Role;
use crate::postmortem::Report;
use crate::report::checklist;
use crate::root::Root;
use crate::schema;
use crate::snapshot::ReadFault;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;
use crate::template;
use crate::template::Name;
use crate::template::input::ChecklistInput;
use crate::template::input::ReportInput;
use crate::template::input::RoleInput;
use crate::time::Moment;
use crate::tree::Edits;
use crate::tree::Fresh;

/// Where a root keeps its own templates.
const TEMPLATES: &str = ".pmrepo/templates";

/// A postmortem that is not written yet.
pub(super) struct Scaffold<'a> {
    root: &'a Root,
    /// The directory that will hold it.
    parent: RepoPath,
    /// The name that it would like to have.
    name: String,
    /// Its files.
    files: Vec<(String, String)>,
}

impl<'a> Scaffold<'a> {
    /// Makes the texts.
    pub(super) fn new(root: &'a Root, snapshot: &Snapshot, known: &Known) -> Result<Self, Refusal> {
        let policy = &root.config.policy;
        let date = policy.zone.date_of(known.began);
        let parent = root
            .directory
            .join(root.config.paths.postmortems.as_str())
            .and_then(|it| it.join(&date.format("%Y").to_string()))
            .ok_or_else(|| {
                Refusal::configuration("the postmortems' directory has no name that can be written")
            })?;
        let is_major = known.major || policy.is_major(&known.severity);
        let own = |name| own_template(root, snapshot, name);
        let report = report_input(root, known, is_major);
        let text =
            template::report(&report, own(Name::Report)?.as_deref()).map_err(|it| failed(&it))?;
        let mut files = vec![(REPORT.to_owned(), text)];
        if is_major {
            let checklist = checklist_input(root, known);
            let text = template::checklist(&checklist, own(Name::Checklist)?.as_deref())
                .map_err(|it| failed(&it))?;
            files.push((CHECKLIST.to_owned(), text));
        }
        Ok(Self {
            root,
            parent,
            name: format!("{date}-{}", template::slug(&known.title)),
            files,
        })
    }

    /// What is to be written.
    pub(super) fn fresh(&self) -> Fresh {
        Fresh::Directory {
            parent: self.parent.clone(),
            name: self.name.clone(),
            files: self.files.clone(),
        }
    }

    /// Holds the texts against everything that `check` will hold them against: what is written
    /// must pass.
    pub(super) fn check(&self, now: Moment) -> Result<(), Refusal> {
        let fresh = self.fresh();
        let directory = fresh.path();
        let there = self.root.snapshot().over(Edits::fresh(fresh).texts());
        let Some(files) = Files::of_directory(&there, &directory)? else {
            return Ok(());
        };
        let dossier = Dossier::read(&files, &there.reader());
        let found = check::judge(self.root, &dossier, self.root.today(now)).into_findings();
        match found.iter().find(|it| it.level == Level::Error) {
            None => Ok(()),
            Some(fault) => {
                let error = Refusal::not_ready(format!("nothing was written: {}", fault.message));
                Err(match &fault.help {
                    Some(help) => error.hint(help.clone()),
                    None => error,
                })
            }
        }
    }
}

/// A template that made no text, and what to do about it.
pub(in crate::commands) fn failed(error: &template::TemplateError) -> Refusal {
    Refusal::configuration(error.to_string()).hint(format!(
        "mend the file in `{TEMPLATES}`, or remove it to use the built-in one"
    ))
}

/// The text of a template that the root keeps in place of a built-in one.
pub(in crate::commands) fn own_template(
    root: &Root,
    snapshot: &Snapshot,
    name: Name,
) -> Result<Option<String>, Refusal> {
    let Some(path) = root
        .directory
        .join(TEMPLATES)
        .and_then(|it| it.join(name.file()))
    else {
        return Ok(None);
    };
    match snapshot.read(&path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(Refusal::unreadable(format!("{path} is not UTF-8"))),
        },
        Err(ReadFault::NotFound) => Ok(None),
        Err(fault) => Err(Refusal::unreadable(format!("{path}: {fault}"))),
    }
}

fn report_input(root: &Root, known: &Known, is_major: bool) -> ReportInput {
    let policy = &root.config.policy;
    let short = |moment: Option<Moment>| moment.map(Moment::to_short);
    ReportInput {
        title: known.title.clone(),
        severity: known.severity.to_string(),
        is_major,
        major: known.major,
        started_at: short(known.started),
        detected_at: short(known.detected),
        resolved_at: short(known.resolved),
        owner: known.owner.clone(),
        commander: known.commander.clone(),
        services: known.services.clone(),
        meeting: short(known.meeting),
        pagerduty: known.pagerduty.clone(),
        zone: policy.zone.to_string().replace("Etc/UTC", "UTC"),
        sections: template::sections(policy, is_major),
        hints: template::descriptions(&schema::effective(schema::Name::Postmortem, &root.config)),
        ..ReportInput::default()
    }
}

/// The text of a checklist for a report that has none: its people named, each expert with a step of
/// their own.
pub(in crate::commands) fn checklist_of(
    root: &Root,
    snapshot: &Snapshot,
    report: &Document,
) -> Result<String, Refusal> {
    let policy = &root.config.policy;
    let mut roles = template::standard_roles(policy);
    let said = Report::new(policy, report);
    for known in Role::of_checklist() {
        let people = checklist::people(&said, known);
        let is_it = |it: &&mut RoleInput| known.title() == Some(it.title.as_str());
        for role in roles.iter_mut().filter(is_it) {
            let each: Vec<_> = people
                .iter()
                .flat_map(|it| template::expert_steps(policy, it))
                .collect();
            if known == Role::SubjectMatterExpert && !each.is_empty() {
                role.steps
                    .retain(|step| !each.iter().any(|own| own.id == step.id));
                role.steps.extend(each);
            }
            role.people.clone_from(&people);
        }
    }
    let input = ChecklistInput {
        title: said.title().unwrap_or_default().to_owned(),
        roles,
    };
    let own = own_template(root, snapshot, Name::Checklist)?;
    template::checklist(&input, own.as_deref()).map_err(|it| failed(&it))
}

/// The checklist with the steps that the configuration leaves, and the commander named.
fn checklist_input(root: &Root, known: &Known) -> ChecklistInput {
    let mut roles: Vec<RoleInput> = template::standard_roles(&root.config.policy);
    for role in &mut roles {
        if Role::IncidentCommander.title() == Some(role.title.as_str()) {
            role.people.extend(known.commander.clone());
        }
    }
    ChecklistInput {
        title: known.title.clone(),
        roles,
    }
}
