//! `pmrepo pagerduty pull`.

use std::collections::BTreeSet;

use super::By;
use super::Ctx;
use super::Dossier;
use super::Ending;
use super::FieldName;
use super::Files;
use super::Format;
use super::Named;
use super::Refusal;
use super::RepoPath;
use super::Report;
use super::Root;
use super::State;
use super::Workspace;
use super::Writing;
use super::drafted;
use super::finish;
use super::print;
use super::write;
use crate::change::timeline;
use crate::change::timeline::Import;
use crate::change::timeline::Picks;
use crate::change::timeline::Wanted;
use crate::chat::Message;
use crate::chat::Source;
use crate::chat::events::Shelf;
use crate::commands::quoted::quoted;
use crate::model::Service;
use crate::net::pagerduty::PagerDuty;
use crate::pagerduty::messages;
use crate::render::Detail;
use crate::render::human;
use crate::render::json;
use crate::report::pagerduty::pull;

/// Options of `pagerduty pull`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    named: Named,
    /// Show the second shelf of the timeline too: what might matter
    #[arg(long)]
    all: bool,
    /// Write what the report does not say yet
    #[arg(long)]
    write: bool,
    /// Add the first shelf to the timeline, or the rows that are named by their keys
    #[arg(long, value_name = "KEY", num_args = 0..)]
    rows: Option<Vec<String>>,
    /// Save the messages of the rows in evidence/chat.jsonl, so that `check` can read them again
    #[arg(long, requires = "rows")]
    save_log: bool,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    #[command(flatten)]
    writing: Writing,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (root, files, reference) = args.named.find(&workspace)?;
    let client = PagerDuty::open(workspace.repo.as_deref())?;
    let incident = client.incident(&reference)?;
    let entries = client.entries(&incident.id)?;
    let notes = client.notes(&incident.id)?;
    let dossier = Dossier::read(&files, &root.snapshot().reader());
    let report = Report::new(&root.config.policy, &dossier.report);
    let pulled = pull::pull(&root, &report, &incident);
    let picked: BTreeSet<String> = args.rows.iter().flatten().cloned().collect();
    let all = messages(&entries, &notes, incident.url.as_deref());
    // Where nothing happened there yet, nothing is proposed.
    let import = if all.is_empty() {
        None
    } else {
        Some(proposed(all, (&root, &files), &picked, ctx)?)
    };
    let shown = import.as_ref().map(|it| args.shown(it, &picked));
    if args.format == Format::Human {
        let look = ctx
            .look(Detail::All)
            .seen(&workspace.here, [root.config.policy.zone]);
        let command = |setting: &str| format!("pmrepo set {} {}", files.id, quoted(setting));
        print(&human::pulled(&pulled, &command, &look))?;
        if let Some(shown) = &shown {
            print(&human::import(shown, false, &look))?;
        }
    }
    let how = (&args.writing, args.format);
    let mut written = BTreeSet::new();
    let writes = args.write || (args.writing.commits() && args.rows.is_none());
    if writes {
        let all = (&root, &files);
        written.extend(write(ctx, &workspace, all, &pulled.fills, how)?);
    }
    if let (Some(import), true) = (&import, args.rows.is_some()) {
        let (root, files) = workspace.again(&root, &files)?;
        let picks = Picks {
            keys: picked,
            // Where a log is saved, a row whose message is not in it would be a finding.
            saves_log: args.save_log || !dossier.logs.is_empty(),
        };
        let make = |by: &By<'_>| timeline::write(&root, &files, (import, &picks), by);
        let draft = drafted(ctx, &workspace, &root, &make)?;
        written.extend(finish(ctx, &workspace, draft, how)?);
    }
    if args.format == Format::Json {
        let fields = pulled.fills.iter().map(|(field, _)| *field);
        let are_written = writes && !args.writing.is_dry();
        let fields: Vec<FieldName> = fields.filter(|_| are_written).collect();
        let written: Vec<RepoPath> = written.into_iter().collect();
        print(&json::pulled(&json::Pull {
            snapshot: workspace.snapshot.name(),
            postmortem: &files.id,
            incident: &incident,
            pulled: &pulled,
            rows: shown.as_ref().map_or(&[], |it| &it.rows),
            fields: &fields,
            files: &written,
        }))?;
    }
    if !writes && args.rows.is_none() {
        let id = &files.id;
        if !pulled.fills.is_empty() {
            ctx.hint(format_args!("pmrepo pagerduty pull {id} --write"));
        }
        if shown.is_some_and(|it| !it.rows.is_empty()) {
            ctx.hint(format_args!("pmrepo pagerduty pull {id} --rows"));
        }
    }
    Ok(Ending::Clean)
}

/// The rows that messages give for the timeline, held against those that are there.
fn proposed(
    messages: Vec<Message>,
    (root, files): (&Root, &Files),
    picked: &BTreeSet<String>,
    ctx: &Ctx,
) -> Result<Import, Refusal> {
    let mut keys = timeline::keys_of(root, files)?;
    keys.extend(picked.iter().cloned());
    let wanted = Wanted {
        keys,
        ..Wanted::default()
    };
    let log = (
        Source::PagerDuty,
        Box::new(messages.into_iter().map(Ok)) as _,
    );
    let found = timeline::gather(log, Service::PagerDuty.title(), &wanted)?;
    let now = ctx.now(root.config.policy.zone)?;
    timeline::compare(root, files, (found, picked), root.clock(now))
}

impl Args {
    /// The rows that are asked for.
    fn shown(&self, import: &Import, picked: &BTreeSet<String>) -> Import {
        let mut shown = import.clone();
        shown.rows.retain(|it| {
            let is_picked = it.keys.iter().any(|it| picked.contains(it));
            self.all || is_picked || it.shelf != Some(Shelf::Second)
        });
        shown
    }
}
