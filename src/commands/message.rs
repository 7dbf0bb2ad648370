//! `pmrepo message`: what was told to whom, on record.

mod envelope;
mod publish;
mod send;
mod show;

use clap::builder::PossibleValue;
use clap::builder::TypedValueParser;
use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::carry_out_and;
use super::carry_out_on;
use super::completions;
use super::edit;
use super::print;
use super::say_unread;
use super::words::one_of;
use crate::calendar;
use crate::change::By;
use crate::change::messages;
use crate::change::messages::Approval;
use crate::change::messages::Sending;
use crate::change::messages::Times;
use crate::commands::format::Format;
use crate::commands::format::LetterFormat;
use crate::commands::which::Which;
use crate::corpus::Dossier;
use crate::model::MessageName;
use crate::postmortem::Report;
use crate::render::Detail;
use crate::report;
use crate::report::letter::Secrecy;
use crate::root::Root;
use crate::time::Moment;
use crate::tree::Applied;
use crate::workspace::Meant;
use crate::workspace::State;
use crate::workspace::Workspace;

/// List messages, write one, record that it was sent
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

/// A message by its name; what each is stands in the help.
fn names() -> impl TypedValueParser<Value = MessageName> {
    let help = |name| match name {
        MessageName::Notice => "Incident commander to stakeholders, right after the incident",
        MessageName::Results => "Owner to stakeholders, after the review",
        MessageName::External => "Customer liaison to the status page",
    };
    let names = MessageName::ALL.map(|it| PossibleValue::new(it.as_str()).help(help(it)));
    one_of(names).try_map(|word| MessageName::parse(&word).ok_or("there is no such message"))
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// List the messages of a postmortem, or of all that are on their way
    ///
    /// Exit status 1 if something cannot be read and may be missing.
    List {
        /// The postmortem's id, or a part of it
        #[arg(add = ArgValueCandidates::new(completions::ids))]
        id: Option<String>,
        #[command(flatten)]
        which: Which,
        /// The format of the output
        #[arg(long, value_enum, default_value = "human")]
        format: Format,
    },
    /// Print a message
    Show {
        /// The postmortem's id, or a part of it
        #[arg(add = ArgValueCandidates::new(completions::ids))]
        id: String,
        /// Which message
        #[arg(value_parser = names())]
        name: MessageName,
        #[command(flatten)]
        which: Which,
        /// As it is, or as its readers get it
        #[arg(long, value_enum, default_value = "human")]
        format: LetterFormat,
        /// Show one of a confidential postmortem as mail, too
        #[arg(long)]
        confidential: bool,
    },
    /// Send a message by mail, and record it
    ///
    /// It goes to whom --to names; else to whom the message itself names (`to`), else to the
    /// stakeholders of its severity (`audiences` in pmrepo.yaml). How it goes is read from git's own
    /// configuration, as `git send-email` has it (`sendemail.*`). What it will do is shown and asked.
    /// The attempt is written down before it is made: mail cannot be asked whether it arrived.
    Send(send::Args),
    /// Publish the approved message to customers, and record it
    ///
    /// Only what somebody approved, in exactly those words, and only from reviewed on. What it will do and
    /// who may be notified is shown and asked. A run that was interrupted can be run again: what is there
    /// already is not published twice.
    Publish(publish::Args),
    /// Write a message from its template
    New {
        /// The postmortem's id, or a part of it
        #[arg(add = ArgValueCandidates::new(completions::ids))]
        id: String,
        /// Which message
        #[arg(value_parser = names())]
        name: MessageName,
        /// Open it in the editor, before it is committed
        #[arg(long)]
        edit: bool,
        #[command(flatten)]
        writing: Writing,
    },
    /// Record that a message was sent
    Sent {
        /// The postmortem's id, or a part of it
        #[arg(add = ArgValueCandidates::new(completions::ids))]
        id: String,
        /// Which message
        #[arg(value_parser = names())]
        name: MessageName,
        /// When: 14:03, "yesterday 9:30"; now by default
        #[arg(long, value_name = "WHEN")]
        at: Option<String>,
        /// Where it can be read
        #[arg(long)]
        url: Option<String>,
        /// The id of the mail or chat message
        #[arg(long, value_name = "ID")]
        message_id: Option<String>,
        /// Who approved it; the external message asks for that
        #[arg(long, value_name = "PERSON")]
        approved_by: Option<String>,
        /// Record that it was sent once more
        #[arg(long)]
        again: bool,
        #[command(flatten)]
        writing: Writing,
    },
    /// Record who approved the message to customers, and when
    ///
    /// Whoever made the first commit with its text does not approve it. An approver may correct it
    /// and approve it in one commit.
    Approve {
        /// The postmortem's id, or a part of it
        #[arg(add = ArgValueCandidates::new(completions::ids))]
        id: String,
        /// Which message: external
        #[arg(value_parser = names())]
        name: MessageName,
        /// Who approves it
        #[arg(long, value_name = "PERSON", default_value = "me")]
        by: String,
        /// When: 14:03, "yesterday 9:30"; now by default
        #[arg(long, value_name = "WHEN")]
        at: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Record that none is sent, and why
    None {
        /// The postmortem's id, or a part of it
        #[arg(add = ArgValueCandidates::new(completions::ids))]
        id: String,
        /// Which message
        #[arg(value_parser = names())]
        name: MessageName,
        /// Why
        #[arg(long, value_name = "REASON")]
        because: String,
        #[command(flatten)]
        writing: Writing,
    },
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    match &args.action {
        Action::List { id, which, format } => list(ctx, id.as_deref(), which, *format),
        Action::Show {
            id,
            name,
            which,
            format,
            confidential,
        } => {
            let secrecy = Secrecy::of(*confidential);
            show::run(ctx, (id, *name), which, (*format, secrecy))
        }
        Action::Send(args) => send::run(args, ctx),
        Action::Publish(args) => publish::run(args, ctx),
        Action::New {
            id,
            name,
            edit,
            writing,
        } => new((id, *name), ctx, *edit, writing),
        Action::Sent {
            id,
            name,
            at,
            url,
            message_id,
            approved_by,
            again,
            writing,
        } => carry_out_on(Some(id), ctx, writing, &|root, files, by| {
            let sending = Sending {
                at: when(at.as_deref(), root, by)?,
                url: url.as_deref(),
                message_id: message_id.as_deref(),
                approved_by: approved_by.as_deref(),
                times: Times::of(*again),
            };
            messages::sent(root, files, (*name, &sending), by)
        }),
        Action::Approve {
            id,
            name,
            by: person,
            at,
            writing,
        } => carry_out_on(Some(id), ctx, writing, &|root, files, by| {
            let approval = Approval {
                by: person,
                at: when(at.as_deref(), root, by)?,
            };
            messages::approve(root, files, (*name, &approval), by)
        }),
        Action::None {
            id,
            name,
            because,
            writing,
        } => carry_out_on(Some(id), ctx, writing, &|root, files, by| {
            messages::none(root, files, (*name, because), by)
        }),
    }
}

/// Writes a message from its template, and opens it in the editor where that is asked for.
fn new(
    (id, name): (&str, MessageName),
    ctx: &Ctx,
    edits: bool,
    writing: &Writing,
) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (root, files) = workspace.find_to_write(Some(id))?;
    let draft = messages::begin(&root, &files, name, &ctx.by(&workspace, &root)?)?;
    let path = messages::place(&files, name);
    let mut ending = Ending::Clean;
    let mut between = |_: &Applied| -> Result<(), Refusal> {
        if edits {
            edit::open(ctx, &workspace, &path)?;
            ending = edit::judge(ctx, &workspace, &root, &files)?;
        }
        Ok(())
    };
    carry_out_and(ctx, &workspace, (&draft, writing), &mut between)?;
    Ok(ending)
}

/// The moment that `--at` says.
fn when(text: Option<&str>, root: &Root, by: &By<'_>) -> Result<Option<Moment>, Refusal> {
    let zone = root.config.policy.zone;
    let at = text.map(|it| calendar::read_past(it, by.now, zone));
    let at = at.transpose().map_err(|it| it.refuse("--at"))?;
    Ok(at.map(|it| it.at))
}

fn list(ctx: &Ctx, id: Option<&str>, which: &Which, format: Format) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &which.state())?;
    let mut found = Vec::new();
    let mut unread = Vec::new();
    let mut zones = Vec::new();
    let reader = workspace.snapshot.reader();
    let mut list = |root: &Root, dossier: &Dossier| {
        let policy = &root.config.policy;
        zones.push(policy.zone);
        found.extend(report::messages::of_postmortem(policy, dossier));
        unread.extend(report::messages::unread(policy, dossier));
    };
    match workspace.meant(id)? {
        Meant::One(root, files) => list(&root, &Dossier::read(&files, &reader)),
        Meant::All(roots) => {
            for root in &roots {
                for files in &root.layout()?.postmortems {
                    let dossier = Dossier::read(files, &reader);
                    let report = Report::new(&root.config.policy, &dossier.report);
                    if report.is_on_its_way() {
                        list(root, &dossier);
                    }
                }
            }
        }
    }
    let look = ctx.look(Detail::Folded).seen(&workspace.here, zones);
    print(&format.messages(workspace.snapshot.name(), (&found, &unread), &look))?;
    Ok(say_unread(&unread))
}
