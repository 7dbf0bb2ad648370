//! `pmrepo message publish`: the approved message on the status page, with what was done on record.

mod place;

use std::path::PathBuf;

use clap_complete::ArgValueCandidates;

use super::names;
use place::Place;
use place::Where;

use crate::change::messages;
use crate::change::messages::Means;
use crate::change::messages::Sending;
use crate::change::messages::Times;
use crate::commands::Ctx;
use crate::commands::Ending;
use crate::commands::Refusal;
use crate::commands::Writing;
use crate::commands::agree::Unasked;
use crate::commands::agree::confirms;
use crate::commands::agree::must_be_there;
use crate::commands::carry_out;
use crate::commands::completions;
use crate::commands::say;
use crate::commands::words::one_of;
use crate::corpus::Dossier;
use crate::model::MessageName;
use crate::net::Notify;
use crate::render::cstate::Impact;
use crate::report::announcement;
use crate::report::letter::Secrecy;
use crate::workspace::State;
use crate::workspace::Workspace;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The postmortem's id, or a part of it
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: String,
    /// Which message: external
    #[arg(value_parser = names())]
    name: MessageName,
    /// Where
    #[arg(long, value_enum, value_name = "PLACE")]
    to: Where,
    /// The file that is written (.md or .html), or the directory of a cState site
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    out: Option<PathBuf>,
    /// The incident on the status page: its id, or its address
    #[arg(long, value_name = "ID")]
    incident: Option<String>,
    /// The title of the page, where the message does not begin with a heading
    #[arg(long)]
    title: Option<String>,
    /// A system of the status page (may be given again), where the report calls it otherwise
    #[arg(long, value_name = "NAME")]
    system: Vec<String>,
    /// How bad it was for customers: down, disrupted or notice; by its severity by default
    #[arg(long, value_name = "IMPACT", value_parser = impacts())]
    impact: Option<Impact>,
    /// Where it can be read, for the record
    #[arg(long)]
    url: Option<String>,
    /// Have the status page tell everybody who subscribed to it
    #[arg(long)]
    notify: bool,
    /// Publish it although the postmortem is confidential
    #[arg(long)]
    confidential: bool,
    #[command(flatten)]
    unasked: Unasked,
    /// Publish it once more, over what is there
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    writing: Writing,
}

fn impacts() -> impl clap::builder::TypedValueParser<Value = Impact> {
    use clap::builder::TypedValueParser as _;
    let all = Impact::ALL;
    one_of(all.map(|it| clap::builder::PossibleValue::new(it.as_str()))).map(move |word| {
        let mut all = all.into_iter();
        all.find(|it| it.as_str() == word).unwrap_or(Impact::Notice)
    })
}

pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (root, files) = workspace.find_to_write(Some(&args.id))?;
    let (id, name) = (&files.id, args.name);
    if name != MessageName::External {
        let refusal = Refusal::usage(format!("{name} is not for the status page"));
        return Err(refusal.hint(format!("pmrepo message send {id} {name}")));
    }
    let times = Times::of(args.again);
    let by = ctx.by(&workspace, &root)?;
    messages::may_be_sent(&root, &files, (name, Means::StatusPage, times), &by)?;
    let dossier = Dossier::read(&files, &workspace.snapshot.reader());
    let it = announcement::announcement(&root, &dossier, Secrecy::of(args.confidential))?;
    let notify = if args.notify {
        Notify::Subscribers
    } else {
        Notify::Nobody
    };
    let place = Place::of(args, ctx, &workspace, (&it, by.now))?;
    say(format_args!("{id}: the {name} message, {}", place.words()));
    let told = match (args.to.is_told(), notify) {
        (false, _) => "nobody is notified by that",
        (true, Notify::Nobody) => "its subscribers are not notified",
        (true, Notify::Subscribers) => "all its subscribers are notified",
    };
    say(format_args!("{told}"));
    if args.writing.is_dry() {
        crate::commands::print(&place.plan(notify))?;
        say("nothing was published");
        return Ok(Ending::Clean);
    }
    if !args.unasked.is_said() {
        must_be_there(ctx, "--yes publishes it, --dry-run shows what it would do")?;
        let question = format!("Publish it ({told})");
        if !confirms(ctx, &question, "Nothing was published.")? {
            return Ok(Ending::Clean);
        }
    }
    let url = place.publish((notify, args.again))?;
    let url = args.url.clone().or(url);
    let sending = Sending {
        at: None,
        url: url.as_deref(),
        message_id: None,
        approved_by: None,
        times,
    };
    let draft = messages::sent(&root, &files, (name, &sending), &by)?;
    carry_out(ctx, &workspace, &draft, &args.writing)?;
    if url.is_none() {
        ctx.hint("--url records where it can be read");
    }
    Ok(Ending::Clean)
}
