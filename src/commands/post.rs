//! `pmrepo post`: one message to a channel.

mod delivery;

use chrono::TimeDelta;
use clap::builder::PossibleValue;
use clap::builder::TypedValueParser;
use clap_complete::ArgValueCandidates;
use serde_json::Value;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::agree::Unasked;
use super::agree::confirms;
use super::agree::must_be_there;
use super::completions;
use super::print;
use super::say;
use super::words::one_of;
use crate::model::MessageName;
use crate::model::ReviewStatus;
use crate::net::Channel;
use crate::net::Untaken;
use crate::render::channel;
use crate::render::channel::Chat;
use crate::report::digest::Digest;
use crate::report::overdue::Answer;
use crate::report::overdue::Breadth;
use crate::report::overdue::Filter;
use crate::report::overdue::Lines;
use crate::report::overdue::Question;
use crate::report::overdue::Whose;
use crate::report::process_reviews;
use crate::time::Moment;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Post one message to a channel: what is late, a postmortem's message, the next process review
///
/// The channel is a hook of Slack, Mattermost or Microsoft Teams. Its address is secret: it is read from
/// `PMREPO_CHANNEL_URL` or from git's own configuration (`pmrepo.channel.url`), and shown nowhere.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

/// Options of all of them.
#[derive(Debug, clap::Args)]
struct Shared {
    /// The name of the channel, where there are several: `PMREPO_CHANNEL_NAME_URL`, `pmrepo.channel.NAME.url`
    #[arg(long, value_name = "NAME")]
    to: Option<String>,
    /// The kind of chat; by default as the address lets it be known
    #[arg(long = "as", value_name = "CHAT", value_parser = chats())]
    chat: Option<Chat>,
    #[command(flatten)]
    unasked: Unasked,
}

#[derive(Debug, clap::Args)]
struct Letter {
    /// The postmortem's id, or a part of it
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: String,
    #[command(flatten)]
    shared: Shared,
    /// Post it although the postmortem is confidential
    #[arg(long)]
    confidential: bool,
    /// Post it once more
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Post what is due today, and what became late since yesterday; on Mondays all that is late
    ///
    /// It is made for a daily run: it remembers nothing, and where there is nothing it posts nothing.
    Overdue {
        #[command(flatten)]
        shared: Shared,
        /// Show what would be posted
        #[arg(long)]
        dry_run: bool,
    },
    /// Post the notice of a postmortem
    Notice(Letter),
    /// Post the results of a postmortem, from reviewed on
    Results(Letter),
    /// Post when the next process review is
    ProcessReview {
        /// The review's id, or a part of it; the next one by default
        #[arg(add = ArgValueCandidates::new(completions::reviews))]
        id: Option<String>,
        #[command(flatten)]
        shared: Shared,
        /// Show what would be posted
        #[arg(long)]
        dry_run: bool,
    },
}

fn chats() -> impl TypedValueParser<Value = Chat> {
    one_of(Chat::ALL.map(|it| PossibleValue::new(it.as_str())))
        .try_map(|word| Chat::parse(&word).ok_or("there is no such chat"))
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    match &args.action {
        Action::Overdue { shared, dry_run } => overdue(ctx, shared, *dry_run),
        Action::Notice(letter) => delivery::run(ctx, MessageName::Notice, letter),
        Action::Results(letter) => delivery::run(ctx, MessageName::Results, letter),
        Action::ProcessReview {
            id,
            shared,
            dry_run,
        } => review(ctx, id.as_deref(), shared, *dry_run),
    }
}

/// Posts what a team is told in the morning.
fn overdue(ctx: &Ctx, shared: &Shared, is_dry: bool) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let walk = workspace.walk(&ctx.present)?;
    let question = Question {
        breadth: Breadth::Open,
        soon: TimeDelta::days(1),
        by: None,
        explains: false,
        mentions: false,
        limit: None,
        lines: Lines::Each,
    };
    let mut answer = Answer::new(question, walk.as_of);
    for (root, now) in &walk.roots {
        answer.add(root, *now, &Whose::All(Filter::default()), &|| {})?;
    }
    let digest = Digest::of(&answer.view(workspace.snapshot.name()));
    if digest.is_empty() {
        say("Nothing is due today, and nothing became late: nothing to post.");
        return Ok(Ending::Clean);
    }
    let make = |chat| channel::digest(chat, &digest);
    post_once(ctx, &workspace, (shared, is_dry), &make)
}

/// Posts when a process review is.
fn review(ctx: &Ctx, id: Option<&str>, shared: &Shared, is_dry: bool) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let mut reviews = Vec::new();
    let mut present: Option<Moment> = None;
    for (root, now) in workspace.walk(&ctx.present)?.roots {
        present.get_or_insert(now);
        let policy = &root.config.policy;
        reviews.extend(process_reviews::list(
            policy,
            root.layout()?,
            root.snapshot(),
        ));
    }
    process_reviews::sort(&mut reviews);
    let public = process_reviews::public(&reviews);
    let mut meant = public.iter().filter(|it| match id {
        Some(id) => it.id.contains(id),
        None => it.is(ReviewStatus::Scheduled) && it.at >= present,
    });
    // The latest comes first: the next one is the last of those that are to come.
    let Some(found) = meant.next_back() else {
        return Err(Refusal::not_found("there is no such process review")
            .hint("`pmrepo process-review list` shows what there is"));
    };
    let make = |chat| channel::review(chat, found);
    post_once(ctx, &workspace, (shared, is_dry), &make)
}

/// Posts something of which there is no record: it is reckoned anew each time.
fn post_once(
    ctx: &Ctx,
    workspace: &Workspace,
    (shared, is_dry): (&Shared, bool),
    make: &dyn Fn(Chat) -> Value,
) -> Result<Ending, Refusal> {
    let Some((channel, chat)) = open(ctx, workspace, (shared, is_dry), make)? else {
        return Ok(Ending::Clean);
    };
    match channel.post(make(chat)) {
        Ok(()) => {
            say("Posted.");
            Ok(Ending::Clean)
        }
        Err(Untaken::Refused(why)) => Err(untaken(&why).hint("nothing was posted")),
        Err(Untaken::Unclear(why)) => {
            Err(untaken(&why).hint("it may have been posted: look there"))
        }
    }
}

/// Why a channel did not take something.
fn untaken(why: &str) -> Refusal {
    Refusal::failed(format!("the channel: {why}"))
}

/// Shows what would be posted, and opens the way where it is wanted.
fn open(
    ctx: &Ctx,
    workspace: &Workspace,
    (shared, is_dry): (&Shared, bool),
    make: &dyn Fn(Chat) -> Value,
) -> Result<Option<(Channel, Chat)>, Refusal> {
    let repo = workspace.repo.as_deref();
    if is_dry {
        // Nothing goes anywhere: the channel need not be known.
        let chat = shared.chat.unwrap_or(Chat::Slack);
        show(&make(chat))?;
        say("nothing was posted");
        return Ok(None);
    }
    let channel = Channel::open(repo, shared.to.as_deref())?;
    let kind = channel.kind();
    let chat = match (shared.chat, kind) {
        (Some(chat), _) => chat,
        (None, None) => Chat::Mattermost,
        (None, Some(word)) => Chat::parse(word).ok_or_else(|| {
            let all: Vec<&str> = Chat::ALL.iter().map(|it| it.as_str()).collect();
            Refusal::usage(format!("`{word}` is no kind of chat that is known"))
                .hint(format!("one of {}", all.join(", ")))
        })?,
    };
    if !shared.unasked.is_said() {
        must_be_there(ctx, "--yes posts it, --dry-run shows what it would do")?;
        show(&make(chat))?;
        let question = match &shared.to {
            Some(name) => format!("Post it to {name}"),
            None => "Post it to the channel".to_owned(),
        };
        if !confirms(ctx, &question, "Nothing was posted.")? {
            return Ok(None);
        }
    }
    Ok(Some((channel, chat)))
}

/// Shows a body.
fn show(body: &Value) -> Result<(), Refusal> {
    let text = serde_json::to_string_pretty(body).unwrap_or_default();
    let lines = text.lines().map(crate::render::json::safe);
    let lines: String = lines.map(|it| format!("{it}\n")).collect();
    print(&lines)
}
