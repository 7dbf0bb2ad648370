//! `pmrepo new`: scaffolds a postmortem, whole or not at all.

mod ask;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::carry_out_and;
use super::completions;
use super::edit;
use super::roles::RoleArgs;
use super::say;
use super::strangers::drafted;
use crate::calendar;
use crate::calendar::Understood;
use crate::change;
use crate::change::By;
use crate::change::scaffold::Known;
use crate::config::Policy;
use crate::markdown::one_line;
use crate::model::Role;
use crate::model::Severity;
use crate::net::must_be_built;
use crate::net::pagerduty::PagerDuty;
use crate::report::list::Row;
use crate::report::pagerduty::pull;
use crate::report::pagerduty::pull::Seed;
use crate::report::search;
use crate::root::Root;
use crate::source::RepoPath;
use crate::time::Moment;
use crate::tree::Applied;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Scaffold a postmortem
///
/// On a terminal it asks for what is missing. It prints the path of the report. For a major incident it
/// writes a checklist too.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What happened, in a few words
    title: Option<String>,
    /// How bad it was
    #[arg(long, add = completions::severities())]
    severity: Option<String>,
    /// A response was mobilised, although the severity is not a major one
    #[arg(long)]
    major: bool,
    /// When it began for customers: 14:03, "yesterday 9:30", 2026-03-10T10:00Z; now by default
    #[arg(long, aliases = ["started-at", "started_at"], value_name = "WHEN")]
    started: Option<String>,
    /// When it was noticed
    #[arg(long, aliases = ["detected-at", "detected_at"], value_name = "WHEN")]
    detected: Option<String>,
    /// When it was over
    #[arg(long, aliases = ["resolved-at", "resolved_at"], value_name = "WHEN")]
    resolved: Option<String>,
    /// A service that was affected (may be given again)
    #[arg(long, alias = "services", value_name = "NAME")]
    service: Vec<String>,
    /// When the review meeting is
    #[arg(
        long,
        aliases = ["scheduled-for", "scheduled_for", "meeting.scheduled_for"],
        value_name = "WHEN"
    )]
    meeting: Option<String>,
    /// The incident in PagerDuty: id or address
    #[arg(long, alias = "references.pagerduty", value_name = "ID")]
    pagerduty: Option<String>,
    /// Take over what PagerDuty says of an incident: id, number or address; flags say it better
    #[arg(long, value_name = "INCIDENT", conflicts_with = "pagerduty")]
    from_pagerduty: Option<String>,
    /// The chat channel of the response: name or address
    #[arg(long, alias = "references.channel", value_name = "NAME")]
    channel: Option<String>,
    /// Never ask: say what is missing and write nothing
    #[arg(long)]
    no_input: bool,
    /// Open the report in the editor
    #[arg(long)]
    edit: bool,
    /// Make a branch for it and switch to it: postmortem/ID, or the name given
    #[arg(long, value_name = "NAME", num_args = 0..=1, require_equals = true)]
    #[expect(clippy::option_option, reason = "given or not, with a name or without")]
    branch: Option<Option<String>>,
    #[command(flatten)]
    people: RoleArgs,
    #[command(flatten)]
    writing: Writing,
}

/// What is known of the incident so far. What is `None` or empty is not known yet.
struct Given {
    title: Option<String>,
    severity: Option<Severity>,
    major: bool,
    owner: Option<String>,
    commander: Option<String>,
    started: Option<Moment>,
    detected: Option<Moment>,
    resolved: Option<Moment>,
    services: Vec<String>,
    meeting: Option<Moment>,
    pagerduty: Option<String>,
    /// Its priority there.
    priority: Option<String>,
    channel: Option<String>,
    /// Who had which other part.
    people: Vec<(Role, String)>,
    /// What there is to say where a time may mean another, too.
    doubts: Vec<String>,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let root = workspace.root_to_write()?;
    if args.branch.is_some() && workspace.repo.is_none() {
        return Err(Refusal::repository("without git there is no branch"));
    }
    let (known, again) = known(args, ctx, &workspace, &root)?;
    let like = search::similar_to(&root, &known.title, &known.services)?;
    let make = |by: &By<'_>| change::scaffold::new(&root, &known, by);
    let draft = if args.no_input {
        make(&ctx.by(&workspace, &root)?)
    } else {
        drafted(ctx, &workspace, &root, &make)
    };
    let ready = draft.and_then(|it| it.must_be_clean().map(|()| it));
    let draft = ready.map_err(|it| with_answers(it, again.as_deref()))?;
    let mut between = |applied: &Applied| -> Result<(), Refusal> {
        let id = applied.fresh.as_ref().map_or("", RepoPath::name);
        if let (Some(name), Some(repo)) = (&args.branch, &workspace.repo) {
            let name = name.clone().unwrap_or_else(|| format!("postmortem/{id}"));
            repo.switch_to_new_branch(&name)?;
        }
        if args.edit {
            let (root, files) = workspace.find(Some(id))?;
            edit::open(ctx, &workspace, &files.report.path)?;
            edit::judge(ctx, &workspace, &root, &files)?;
        }
        Ok(())
    };
    carry_out_and(ctx, &workspace, (&draft, &args.writing), &mut between)?;
    if let Some(Row { id, title, .. }) = like.map(|it| it.row) {
        let title = one_line(&title.unwrap_or_default());
        say(format_args!("It looks like {id}: {title}"));
    }
    Ok(Ending::Clean)
}

/// Gives back what was typed with a refusal: nobody answers twice.
fn with_answers(refusal: Refusal, again: Option<&str>) -> Refusal {
    match again {
        Some(line) => refusal.hint(format!("with the same answers: {line}")),
        None => refusal,
    }
}

/// What the flags say, and on a terminal the answers to what they leave open; with answers, the command
/// that gives them again.
fn known(
    args: &Args,
    ctx: &Ctx,
    workspace: &Workspace,
    root: &Root,
) -> Result<(Known, Option<String>), Refusal> {
    let policy = &root.config.policy;
    let now = ctx.now(policy.zone)?;
    let title = args.title.as_deref().map(str::trim);
    let severity = args.severity.as_deref().map(|it| policy.severity_typed(it));
    let mut doubts = Vec::new();
    let mut read = |text, flag| -> Result<Option<Moment>, Refusal> {
        let understood = moment(text, flag, now, policy)?;
        doubts.extend(understood.and_then(|it| it.doubt()));
        Ok(understood.map(|it| it.at))
    };
    let mut given = Given {
        title: title.map(str::to_owned),
        severity: severity.transpose()?,
        major: args.major,
        owner: person(workspace, policy, args.people.owner.as_deref())?,
        commander: person(workspace, policy, args.people.commander.as_deref())?,
        started: read(args.started.as_deref(), "--started")?,
        detected: read(args.detected.as_deref(), "--detected")?,
        resolved: read(args.resolved.as_deref(), "--resolved")?,
        services: args.service.clone(),
        meeting: read(args.meeting.as_deref(), "--meeting")?,
        pagerduty: args.pagerduty.clone(),
        priority: None,
        channel: args.channel.clone(),
        people: others(args, workspace, policy)?,
        doubts: Vec::new(),
    };
    given.doubts = doubts;
    if let Some(reference) = &args.from_pagerduty {
        must_be_built()?;
        let client = PagerDuty::open(workspace.repo.as_deref())?;
        given.take(pull::seed(&root.config, &client.incident(reference)?));
    }
    if title == Some("") {
        return Err(Refusal::usage("the title is empty").hint("say in a few words what happened"));
    }
    let is_incomplete = given.title.is_none() || given.severity.is_none() || given.lacks_start();
    let mut again = None;
    if is_incomplete && !args.no_input && ctx.env.can_ask() {
        let asked = ask::ask(&mut given, ctx, workspace, policy);
        again = ask::again(&given);
        asked.map_err(|it| {
            with_answers(it, again.as_deref()).hint("--no-input never asks; flags say all of it")
        })?;
    }
    let known = given.complete(policy, policy.zone.show(now).minute());
    known.map(|it| (it, again))
}

impl Given {
    /// Takes over what PagerDuty says and no flag.
    fn take(&mut self, seed: Seed) {
        self.title = self.title.take().or(seed.title);
        self.severity = self.severity.take().or(seed.severity);
        if self.started.is_none() && self.detected.is_none() {
            self.started = seed.started;
        }
        self.resolved = self.resolved.or(seed.resolved);
        if self.services.is_empty() {
            self.services.extend(seed.service);
        }
        self.pagerduty = Some(seed.id);
        self.priority = Some(seed.priority);
        self.channel = self.channel.take().or(seed.channel);
    }

    /// Whether nobody said when it began. An incident that is over did not begin now.
    fn lacks_start(&self) -> bool {
        self.started.is_none() && self.detected.is_none() && self.resolved.is_some()
    }

    /// Takes an incident that nobody dated as one that begins now; complains of all that is missing.
    fn complete(self, policy: &Policy, now: Moment) -> Result<Known, Refusal> {
        let lacks_start = self.lacks_start();
        let (Some(title), Some(severity), false) = (&self.title, &self.severity, lacks_start)
        else {
            return Err(self.missing(policy));
        };
        let began = self.started.or(self.detected);
        Ok(Known {
            title: title.clone(),
            severity: severity.clone(),
            began: began.unwrap_or(now),
            major: self.major,
            owner: self.owner,
            commander: self.commander,
            started: self.started.or_else(|| began.is_none().then_some(now)),
            detected: self.detected,
            resolved: self.resolved,
            services: self.services,
            meeting: self.meeting,
            pagerduty: self.pagerduty,
            pagerduty_priority: self.priority,
            channel: self.channel,
            people: self.people,
            doubts: self.doubts,
            unseen: Vec::new(),
        })
    }

    /// What is missing, and which flag says it.
    fn missing(&self, policy: &Policy) -> Refusal {
        let severities = format!("--severity: one of {}", Severity::list(&policy.severities));
        let missing: Vec<(&str, &str)> = [
            (
                self.title.is_none(),
                "TITLE",
                "TITLE: what happened, in a few words",
            ),
            (self.severity.is_none(), "--severity", severities.as_str()),
            (
                self.lacks_start(),
                "--started",
                "--started: when it began, such as `yesterday 9:30`",
            ),
        ]
        .into_iter()
        .filter(|(is_missing, ..)| *is_missing)
        .map(|(_, flag, help)| (flag, help))
        .collect();
        let flags: Vec<&str> = missing.iter().map(|(flag, _)| *flag).collect();
        let verb = if flags.len() == 1 { "is" } else { "are" };
        let mut error = Refusal::usage(format!("{} {verb} missing", flags.join(" and ")));
        for (_, help) in missing {
            error = error.hint(help);
        }
        error
    }
}

fn person(
    workspace: &Workspace,
    policy: &Policy,
    word: Option<&str>,
) -> Result<Option<String>, Refusal> {
    word.map(|it| workspace.person(policy, it)).transpose()
}

/// Who had which part besides owner and commander.
fn others(
    args: &Args,
    workspace: &Workspace,
    policy: &Policy,
) -> Result<Vec<(Role, String)>, Refusal> {
    let named = args.people.named().into_iter();
    named
        .filter(|(role, _)| !matches!(role, Role::Owner | Role::IncidentCommander))
        .map(|(role, who)| Ok((role, workspace.person(policy, who)?)))
        .collect()
}

fn moment(
    text: Option<&str>,
    flag: &str,
    now: Moment,
    policy: &Policy,
) -> Result<Option<Understood>, Refusal> {
    let read = |it| match flag {
        "--meeting" => calendar::read_future(it, now, policy.zone),
        _ => calendar::read_past(it, now, policy.zone),
    };
    text.map(read).transpose().map_err(|it| it.refuse(flag))
}
