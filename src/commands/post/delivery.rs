//! A postmortem's message in a channel, with what was done on record.

use super::Letter;
use super::open;
use super::untaken;
use crate::change::By;
use crate::change::messages;
use crate::change::messages::Means;
use crate::change::messages::Times;
use crate::commands::Ctx;
use crate::commands::Ending;
use crate::commands::Refusal;
use crate::commands::carry_out;
use crate::commands::say;
use crate::corpus::Dossier;
use crate::model::MessageName;
use crate::net::Untaken;
use crate::render::channel;
use crate::report::letter;
use crate::report::letter::Secrecy;
use crate::workspace::State;
use crate::workspace::Workspace;

pub(super) fn run(ctx: &Ctx, name: MessageName, args: &Letter) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (root, files) = workspace.find_to_write(Some(&args.id))?;
    let by = ctx.by(&workspace, &root)?;
    let times = Times::of(args.again);
    let what = (name, Means::Channel);
    let before = messages::may_be_sent(&root, &files, (name, Means::Channel, times), &by)?;
    let dossier = Dossier::read(&files, &workspace.snapshot.reader());
    let secrecy = Secrecy::of(args.confidential);
    let letter = letter::letter(&root, &dossier, name, secrecy)?;
    if let Some(at) = &before.before {
        say(format_args!(
            "It was posted before, or may have been: {at}."
        ));
    }
    let make = |chat| channel::letter(chat, &letter);
    let opened = open(
        ctx,
        &workspace,
        (&args.shared, args.writing.is_dry()),
        &make,
    )?;
    let Some((channel, chat)) = opened else {
        return Ok(Ending::Clean);
    };
    let attempt = messages::attempt(&root, &files, what, &by)?;
    workspace.apply(&attempt.edits)?;
    let posted = channel.post(make(chat));
    // What is on disk now.
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (root, files) = workspace.again(&root, &files)?;
    let by = By {
        workspace: &workspace,
        ..by
    };
    match posted {
        Ok(()) => {
            let draft = messages::posted(&root, &files, name, &by)?;
            carry_out(ctx, &workspace, &draft, &args.writing)?;
            Ok(Ending::Clean)
        }
        Err(Untaken::Refused(why)) => {
            let draft = messages::withdraw(&root, &files, what, &by)?;
            workspace.apply(&draft.edits)?;
            Err(untaken(&why).hint("nothing was posted"))
        }
        Err(Untaken::Unclear(why)) => {
            Err(untaken(&why)
                .hint("it may have been posted: look there; --again posts it once more"))
        }
    }
}
