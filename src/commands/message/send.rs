//! `pmrepo message send`: a message by mail, with what was done on record.

mod outcome;
mod server;
mod way;

use std::path::Path;
use std::path::PathBuf;

use clap_complete::ArgValueCandidates;

use super::envelope;
use super::names;
use outcome::Outcome;
use way::Way;
use way::Wish;

use crate::change::By;
use crate::change::Draft;
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
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::model::MessageName;
use crate::render::mail;
use crate::render::mail::Mail;
use crate::report::letter;
use crate::report::letter::Secrecy;
use crate::root::Root;
use crate::tree::Folder;
use crate::tree::Mode;
use crate::workspace::State;
use crate::workspace::Workspace;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The postmortem's id, or a part of it
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: String,
    /// Which message: notice or results
    #[arg(value_parser = names())]
    name: MessageName,
    /// To whom (may be given again): an address, a name of the roster, an audience
    #[arg(long, value_name = "ADDRESS")]
    to: Vec<String>,
    /// How; by default as git's configuration sends mail
    #[arg(long = "as", value_enum, value_name = "HOW")]
    how: Option<Wish>,
    /// The file that --as eml writes
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    out: Option<PathBuf>,
    /// Send it although the postmortem is confidential; --to says to whom
    #[arg(long)]
    confidential: bool,
    #[command(flatten)]
    unasked: Unasked,
    /// Send it once more
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (root, files) = workspace.find_to_write(Some(&args.id))?;
    let name = args.name;
    if name == MessageName::External {
        return Err(
            Refusal::usage("external goes to the status page").hint(format!(
                "pmrepo message publish {} external --to file",
                files.id
            )),
        );
    }
    let times = Times::of(args.again);
    let way = Way::of(&workspace, args.how, args.out.as_deref())?;
    let by = ctx.by(&workspace, &root)?;
    // A file is no message that anybody got.
    let often = match &way {
        Way::File(_) => Times::Again,
        Way::Program(_) | Way::Server(_) => times,
    };
    let before = messages::may_be_sent(&root, &files, (name, Means::Mail, often), &by)?;
    let dossier = Dossier::read(&files, &workspace.snapshot.reader());
    let letter = letter::letter(&root, &dossier, name, Secrecy::of(args.confidential))?;
    let to = letter::recipients(&root, &dossier, name, &args.to)?;
    let envelope = envelope::of(&workspace, &to)?;
    let mail = mail::mail(&letter, &envelope, by.now).map_err(|it| envelope::refused(&it))?;
    say(format_args!("{} {name}: {}", files.id, letter.subject));
    say(format_args!("from {}", envelope.sender()));
    say(format_args!("to   {}", to.join(", ")));
    say(format_args!("by   {}", way.words()));
    if args.writing.is_dry() {
        say("nothing was sent");
        return Ok(Ending::Clean);
    }
    if let Way::File(path) = &way {
        write(&ctx.directory.join(path), &mail)?;
        say(format_args!("Wrote {}.", path.display()));
        ctx.hint(format_args!(
            "once it is sent: pmrepo message sent {} {name} --message-id '{}'",
            files.id, mail.id
        ));
        return Ok(Ending::Clean);
    }
    if let Some(at) = &before.before {
        say(format_args!("It was sent before, or may have been: {at}."));
    }
    if !args.unasked.is_said() && !is_wanted(ctx, to.len())? {
        return Ok(Ending::Clean);
    }
    let sent = Sent {
        ctx,
        workspace: &workspace,
        root: &root,
        files: &files,
        name,
        by: &by,
    };
    sent.attempt()?;
    match way.deliver(ctx, (&envelope, &mail)) {
        Outcome::Taken => sent.record(&mail, times, &args.writing),
        Outcome::Refused(why) => {
            sent.withdraw()?;
            Err(why.hint("nothing was sent"))
        }
        Outcome::Unknown(why) => Err(why.hint(format!(
            "it may have been sent: ask somebody who should have it; then either \
             `pmrepo message sent {} {name} --message-id '{}'`, or --again",
            files.id, mail.id
        ))),
    }
}

/// Asks whether it is to go.
fn is_wanted(ctx: &Ctx, count: usize) -> Result<bool, Refusal> {
    must_be_there(ctx, "--yes sends it, --dry-run shows what it would do")?;
    let question = format!("Send it to {}", crate::count::counted(count, "address"));
    confirms(ctx, &question, "Nothing was sent.")
}

/// Writes a mail to a file that the user names.
fn write(path: &Path, mail: &Mail) -> Result<(), Refusal> {
    let name = path.file_name().and_then(|it| it.to_str());
    let (Some(name), Some(directory)) = (name, path.parent()) else {
        let shown = path.display();
        return Err(Refusal::usage(format!("{shown} is no name of a file")));
    };
    let text = String::from_utf8_lossy(&mail.bytes);
    Folder::at(directory).write(name, &*text, Mode::Text)
}

/// A message on its way, and what is written down of it.
struct Sent<'a> {
    ctx: &'a Ctx,
    workspace: &'a Workspace,
    root: &'a Root,
    files: &'a Files,
    name: MessageName,
    by: &'a By<'a>,
}

impl Sent<'_> {
    /// Writes down that it is about to go.
    fn attempt(&self) -> Result<(), Refusal> {
        let what = (self.name, Means::Mail);
        let draft = messages::attempt(self.root, self.files, what, self.by)?;
        self.workspace.apply(&draft.edits).map(drop)
    }

    /// Takes that back.
    fn withdraw(&self) -> Result<(), Refusal> {
        let what = (self.name, Means::Mail);
        let (workspace, draft) =
            self.drafted(&|root, files, by| messages::withdraw(root, files, what, by))?;
        workspace.apply(&draft.edits).map(drop)
    }

    /// Records that it went.
    fn record(&self, mail: &Mail, times: Times, writing: &Writing) -> Result<Ending, Refusal> {
        let sending = Sending {
            at: None,
            url: None,
            message_id: Some(&mail.id),
            approved_by: None,
            times,
        };
        let (workspace, draft) = self
            .drafted(&|root, files, by| messages::sent(root, files, (self.name, &sending), by))?;
        carry_out(self.ctx, &workspace, &draft, writing)?;
        Ok(Ending::Clean)
    }

    /// A draft over what is on disk now.
    fn drafted(
        &self,
        make: &dyn Fn(&Root, &Files, &By<'_>) -> Result<Draft, Refusal>,
    ) -> Result<(Workspace, Draft), Refusal> {
        let workspace = Workspace::open(self.ctx.at(), &State::Worktree)?;
        let draft = {
            let (root, files) = workspace.again(self.root, self.files)?;
            let by = By {
                workspace: &workspace,
                ..*self.by
            };
            make(&root, &files, &by)?
        };
        Ok((workspace, draft))
    }
}
