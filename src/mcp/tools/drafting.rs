//! The tools that write drafts. Each makes what its command makes, in a text that a person reads, approves
//! and commits.

use super::Asked;
use crate::calendar;
use crate::calendar::Toward;
use crate::calendar::Understood;
use crate::change;
use crate::change::By;
use crate::change::Draft;
use crate::change::fields;
use crate::change::fields::Setting;
use crate::change::items;
use crate::change::items::New;
use crate::change::items::Place;
use crate::change::items::Terms;
use crate::change::notes;
use crate::change::scaffold::Known;
use crate::change::timeline;
use crate::chat::keys;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::mcp::session::Session;
use crate::model::ActionState;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::Postmortem;
use crate::postmortem::status_of;
use crate::refusal::Refusal;
use crate::render::Look;
use crate::render::json;
use crate::render::json::Drafted;
use crate::root::Root;
use crate::source::RepoPath;
use crate::time::Moment;
use crate::tree::Edits;

/// Fields that an agent leaves alone: with them one moves a postmortem on, calls it reviewed, keeps it back
/// or lays it open, does a step of the commander, waives, takes work on.
const NOT_BY_AGENTS: [FieldName; 7] = [
    FieldName::Status,
    FieldName::ReviewedAt,
    FieldName::Confidential,
    FieldName::GroupedIncidents,
    FieldName::Waivers,
    FieldName::ActionItems,
    FieldName::AdoptedFrom,
];
/// How a field ends that says why something is left out on purpose: a person decides that.
const BECAUSE: &str = "_because";

/// While a postmortem has one of these, it may get more: what was reviewed stays as it was.
const OPEN: [Status; 2] = [Status::Draft, Status::InReview];

/// In whose name a note is: whoever the agent works for.
const ME: &str = "me";

/// Where a tool drafts: the one root in which a session writes.
pub(super) struct Desk<'a> {
    asked: &'a Asked<'a>,
    root: Root,
    now: Moment,
    agent: &'a str,
}

/// What became of a draft, and the name of what is new in it.
pub(super) struct Outcome {
    pub(super) said: String,
    pub(super) fresh: Option<String>,
}

/// Makes a draft, writes it unless it is only to be shown, and says what became of it.
pub(super) fn carry_out(
    asked: &Asked<'_>,
    session: &mut Session,
    make: fn(&Desk<'_>) -> Result<Draft, Refusal>,
) -> Result<Outcome, Refusal> {
    let workspace = asked.workspace();
    let Some(repo) = &workspace.repo else {
        return Err(Refusal::repository(
            "without git nobody can tell an agent's draft from what people wrote",
        ));
    };
    let agent = session.agent().to_owned();
    let root = workspace.root_to_write()?;
    let desk = Desk {
        asked,
        now: asked.now(root.config.policy.zone)?,
        root,
        agent: &agent,
    };
    let draft = make(&desk)?;
    draft.must_be_clean()?;
    let applied = workspace.foresee(&draft.edits);
    desk.must_hold(&draft.edits, &draft.edits.paths(applied.fresh.as_ref()))?;
    session.must_not_mix(repo, &draft.edits)?;
    let is_written = !asked.is(super::DRY_RUN);
    let applied = if is_written {
        let applied = workspace.apply(&draft.edits)?;
        session.remember(&draft.edits, &applied);
        applied
    } else {
        applied
    };
    let said = json::draft(&Drafted {
        snapshot: workspace.snapshot.name(),
        draft: &draft,
        applied: &applied,
        is_written,
        by: &agent,
        look: &Look::default(),
    });
    let fresh = applied.fresh.as_ref().map(|it| it.name().to_owned());
    Ok(Outcome { said, fresh })
}

impl Desk<'_> {
    fn by(&self) -> By<'_> {
        By {
            workspace: self.asked.workspace(),
            now: self.now,
            meant: &[],
        }
    }

    fn text(&self, name: &str) -> &str {
        self.asked.text(name).unwrap_or_default()
    }

    /// The one postmortem that is meant, which lies in this root and has one of some statuses.
    fn one(&self, statuses: &[Status]) -> Result<(Root, Files), Refusal> {
        let (root, files) = self
            .asked
            .workspace()
            .find_to_write(self.asked.text("id"))?;
        if root.directory != self.root.directory {
            return Err(Refusal::unknown_id(&files.id)
                .hint("it lies in another root: a session writes in one"));
        }
        let report = Dossier::read(&files, &root.snapshot().reader()).report;
        match status_of(&report) {
            Some(status) if statuses.contains(&status) => Ok((root, files)),
            Some(status) => Err(Refusal::not_ready(format!(
                "{} is {status}: there a person writes",
                files.id
            ))),
            None => Err(Refusal::not_ready(format!(
                "the status of {} cannot be read",
                files.id
            ))),
        }
    }

    /// Refuses edits outside of the root.
    fn must_hold(&self, edits: &Edits, paths: &[RepoPath]) -> Result<(), Refusal> {
        let is_outside = |it: &&RepoPath| it.below(&self.root.directory).is_none();
        match paths.iter().find(is_outside) {
            Some(path) => Err(Refusal::not_ready(format!(
                "`{path}` lies outside of the root"
            ))),
            None if edits.moved().is_some() => {
                Err(Refusal::not_ready("an agent gives nothing another place"))
            }
            None => Ok(()),
        }
    }
}

pub(super) fn new(desk: &Desk<'_>) -> Result<Draft, Refusal> {
    let policy = &desk.root.config.policy;
    let mut doubts = Vec::new();
    let mut read = |name: &str| -> Result<Option<Moment>, Refusal> {
        let Some(text) = desk.asked.text(name) else {
            return Ok(None);
        };
        let read: Understood =
            calendar::read_past(text, desk.now, policy.zone).map_err(|it| it.refuse(name))?;
        doubts.extend(read.doubt());
        Ok(Some(read.at))
    };
    let (started, detected, resolved) = (read("started")?, read("detected")?, read("resolved")?);
    let title = desk.text("title").trim();
    if title.is_empty() {
        return Err(Refusal::usage("the title is empty").hint("say in a few words what happened"));
    }
    let person = |name: &str| desk.asked.text(name).map(str::to_owned);
    let known = Known {
        title: title.to_owned(),
        severity: policy.severity_typed(desk.text("severity"))?,
        began: started.unwrap_or(desk.now),
        major: desk.asked.is("major"),
        owner: person("owner"),
        commander: person("commander"),
        people: Vec::new(),
        started,
        detected,
        resolved,
        services: desk.asked.list("services"),
        meeting: None,
        pagerduty: None,
        pagerduty_priority: None,
        channel: None,
        doubts,
        unseen: desk.asked.view.unseen(),
    };
    change::scaffold::new(&desk.root, &known, &desk.by())
}

pub(super) fn set(desk: &Desk<'_>) -> Result<Draft, Refusal> {
    let words = desk.asked.list("fields");
    let settings: Vec<Setting<'_>> = words
        .iter()
        .map(|it| Setting::read(it))
        .collect::<Result<_, _>>()?;
    if settings.is_empty() {
        return Err(Refusal::usage("nothing to set").hint("`fields` holds FIELD=VALUE"));
    }
    for setting in &settings {
        let first = setting.field.split('.').next().unwrap_or_default();
        let is_kept = NOT_BY_AGENTS.iter().any(|it| it.as_str() == first);
        if is_kept || setting.field.ends_with(BECAUSE) {
            let message = format!("`{}` is for a person to set", setting.field);
            return Err(
                Refusal::not_ready(message).hint("tell them which value you propose, and why")
            );
        }
    }
    let (root, files) = desk.one(&[Status::Draft])?;
    fields::set(&root, &files, &settings, &desk.by())
}

pub(super) fn add_note(desk: &Desk<'_>) -> Result<Draft, Refusal> {
    let (root, files) = desk.one(&OPEN)?;
    let text = desk.text("text").trim_end();
    let signed = if text.is_empty() {
        String::new()
    } else {
        format!("{text}\n\nDrafted by {}.\n", desk.agent)
    };
    notes::add(&root, &files, (ME, &signed), &desk.by())
}

pub(super) fn add_row(desk: &Desk<'_>) -> Result<Draft, Refusal> {
    let (root, files) = desk.one(&OPEN)?;
    let dossier = Dossier::read(&files, &root.snapshot().reader());
    let evidence = desk.text("evidence").trim();
    let named = keys::in_text(evidence);
    let postmortem = Postmortem::new(&root.config.policy, &dossier);
    let [one] = named.as_slice() else {
        return Err(
            Refusal::usage(format!("`{evidence}` is no key of one message"))
                .hint("name one as `evidence/chat.jsonl:17`, or as its log calls it"),
        );
    };
    let Some(at) = postmortem.sent(&one.key) else {
        return Err(
            Refusal::not_found(format!("no saved log has the message `{}`", one.key))
                .hint("an agent adds a row only where a saved message shows it"),
        );
    };
    let row = (at, desk.text("event"), Some(one.key.as_str()));
    timeline::add(&root, &files, row, &desk.by())
}

pub(super) fn add_item(desk: &Desk<'_>) -> Result<Draft, Refusal> {
    let (root, files) = desk.one(&OPEN)?;
    let due = desk.asked.text("due").map(|it| {
        calendar::read_date(it, Toward::Future, desk.now, root.config.policy.zone)
            .map_err(|it| it.refuse("due"))
    });
    let new = New {
        title: desk.text("title"),
        kind: desk.asked.text("kind"),
        terms: Terms {
            owner: desk.asked.text("owner"),
            due: due.transpose()?,
            ticket: desk.asked.text("ticket"),
            priority: desk.asked.text("priority"),
        },
        state: ActionState::Proposed,
    };
    items::add(&root, &Place::Postmortem(files), &new, &desk.by())
}
